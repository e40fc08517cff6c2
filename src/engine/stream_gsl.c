/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/stream_gsl.h"

static void set(void *state, unsigned long seed)
{
    struct bw_key key = {.seed = seed, .replication = 0};
    bw_draw_init(state, &key, 0, 0);
}

static unsigned long get(void *state)
{
    return bw_draw_word(state);
}

static double get_double(void *state)
{
    return bw_draw_uniform(state);
}

const gsl_rng_type *bw_draw_gsl_type(void)
{
    _Static_assert(
        sizeof(unsigned long) == sizeof(uint64_t), "GSL takes words of 64 bits");
    static const gsl_rng_type type = {
        .name = "bw_draw",
        .max = UINT64_MAX,
        .min = 0,
        .size = sizeof(struct bw_draw),
        .set = set,
        .get = get,
        .get_double = get_double,
    };
    return &type;
}

gsl_rng bw_draw_gsl(struct bw_draw *draw)
{
    return (gsl_rng){.type = bw_draw_gsl_type(), .state = draw};
}
