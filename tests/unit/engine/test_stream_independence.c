/* SPDX-License-Identifier: Apache-2.0
 *
 * Draws that lie side by side are independent: neighbouring indices (within a block of
 * the generator and across), neighbouring streams, replications and seeds, the first
 * and the second word of one draw. Each pair by correlation and by a chi-square test on
 * 64 by 64 cells, for uniforms and for the exponential and normal draws of the
 * ziggurats, put back to the unit interval by their distribution functions. About 30
 * comparisons at BW_FALSE_ALARM each.
 */
#include "engine/stream.h"
#include "engine/ziggurat.h"
#include "goodness.h"
#include "unit.h"

#define PAIRS 400000
#define SIDE 64
#define SEED 20260107

static double x[PAIRS];
static double y[PAIRS];

static void check(const char *name)
{
    double correlation = bw_correlation_p(x, y, PAIRS);
    double pairs = bw_pairs_p(x, y, PAIRS, SIDE);
    if (!(correlation >= BW_FALSE_ALARM) || !(pairs >= BW_FALSE_ALARM)) {
        fail_msg("%s: p = %g by correlation, %g by pairs", name, correlation, pairs);
    }
}

static void test_stream_uniforms_side_by_side_are_independent(void **state)
{
    (void)state;
    print_message("seed %d\n", SEED);
    const struct {
        const char *name;
        uint64_t seed, replication, stream, index; /* how far the second is */
    } steps[] = {
        {"next index", 0, 0, 0, 1},
        {"index two on", 0, 0, 0, 2},
        {"index four on", 0, 0, 0, 4},
        {"next stream", 0, 0, 1, 0},
        {"next replication", 0, 1, 0, 0},
        {"next seed", 1, 0, 0, 0},
        {"seed for replication", 1, UINT64_MAX, 0, 0},
        {"next stream and index", 0, 0, 1, 1},
        {"round of rework", 0, 0, 0, UINT64_C(1) << 40},
    };
    for (size_t s = 0; s < BW_ARRAY_LENGTH(steps); s++) {
        for (uint64_t i = 0; i < PAIRS; i++) {
            /* Few replications with many indices, as in use. */
            const struct bw_key key = {SEED, i / 4096 * 2};
            const struct bw_key other = {
                SEED + steps[s].seed, key.replication + steps[s].replication};
            uint64_t index = i % 4096 * 8;
            x[i] = bw_stream_uniform(&key, 9, index);
            y[i] =
                bw_stream_uniform(&other, 9 + steps[s].stream, index + steps[s].index);
        }
        check(steps[s].name);
    }
}

static void test_stream_further_words_are_independent_of_the_first(void **state)
{
    (void)state;
    const struct bw_key key = {SEED, 0};
    struct bw_generator generator;
    bw_generator_init(&generator, &key, BW_SAMPLING_QUICK);
    for (uint64_t i = 0; i < PAIRS; i++) {
        struct bw_draw draw;
        bw_draw_init(&draw, &generator, 9, i);
        x[i] = bw_draw_uniform(&draw);
        y[i] = bw_draw_uniform(&draw);
    }
    check("first and second word");
}

static void test_ziggurat_draws_side_by_side_are_independent(void **state)
{
    (void)state;
    const struct bw_key key = {SEED, 0};
    struct bw_generator generator;
    bw_generator_init(&generator, &key, BW_SAMPLING_QUICK);
    for (uint64_t i = 0; i < PAIRS; i++) {
        struct bw_draw draw;
        bw_draw_init(&draw, &generator, 9, 2 * i);
        x[i] = exp(-bw_ziggurat_draw_exponential(&draw) - 0x1p-53);
        bw_draw_init(&draw, &generator, 9, 2 * i + 1);
        y[i] = exp(-bw_ziggurat_draw_exponential(&draw) - 0x1p-53);
    }
    check("exponential");
    for (uint64_t i = 0; i < PAIRS; i++) {
        uint32_t spare;
        struct bw_draw draw;
        bw_draw_init(&draw, &generator, 9, i);
        x[i] = erfc(bw_ziggurat_draw_normal(&draw, &spare) / sqrt(2)) / 2;
        y[i] = ((double)spare + bw_draw_uniform(&draw)) / BW_ZIGGURAT_SPARES;
    }
    check("normal and its spare bits");
    for (size_t i = 0; i + 1 < PAIRS; i++) {
        y[i] = x[i + 1];
    }
    y[PAIRS - 1] = x[0];
    check("normal");
}

/* Of 100 pairs three are planted: the second copies the first. */
static void test_stream_independence_finds_three_per_cent_of_copies(void **state)
{
    (void)state;
    const struct bw_key key = {SEED, 0};
    for (uint64_t i = 0; i < PAIRS; i++) {
        x[i] = bw_stream_uniform(&key, 9, i);
        y[i] = i % 100 < 3 ? x[i] : bw_stream_uniform(&key, 10, i);
    }
    assert_true(bw_correlation_p(x, y, PAIRS) < BW_FALSE_ALARM);
    assert_true(bw_pairs_p(x, y, PAIRS, SIDE) < BW_FALSE_ALARM);
    /* A copy of the distance to one half shows in the cells only. */
    for (uint64_t i = 0; i < PAIRS; i++) {
        y[i] = i % 100 < 3 ? (i / 100 % 2 == 0 ? x[i] : 1 - x[i])
                           : bw_stream_uniform(&key, 10, i);
    }
    assert_true(bw_correlation_p(x, y, PAIRS) >= BW_FALSE_ALARM);
    assert_true(bw_pairs_p(x, y, PAIRS, SIDE) < BW_FALSE_ALARM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream_uniforms_side_by_side_are_independent),
        cmocka_unit_test(test_stream_further_words_are_independent_of_the_first),
        cmocka_unit_test(test_ziggurat_draws_side_by_side_are_independent),
        cmocka_unit_test(test_stream_independence_finds_three_per_cent_of_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
