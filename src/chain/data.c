/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/data.h"

#include <math.h>

/* Wrong master data: the spell that is on, or the next one. */
struct bw_data_state {
    bw_time begins, ends; /* BW_FOREVER = never */
    uint64_t number;
};

static bw_time later(bw_time time, bw_time by)
{
    bw_time room = time > 0 ? BW_FOREVER - time : BW_FOREVER;

    return by >= room ? BW_FOREVER : time + by;
}

static void plan_spell(struct bw_state *state, const struct bw_data *data, bw_time from)
{
    struct bw_data_state *s = &state->data[data->number];

    s->begins = later(from, bw_state_duration(state, &data->every, s->number));
    s->ends = later(s->begins, bw_state_duration(state, &data->lasts, s->number));
    s->ends = s->ends > from ? s->ends : from + 1; /* time goes on */
    s->number++;
}

enum bw_status bw_data_init(struct bw_state *state)
{
    state->data = bw_arena_allocate(
        &state->arena, state->network->data_count, sizeof *state->data);
    return state->data == NULL ? BW_ERR_NOMEM : BW_OK;
}

static void begin(struct bw_state *state, const struct bw_data *data)
{
    state->data[data->number] =
        (struct bw_data_state){.begins = BW_FOREVER, .ends = BW_FOREVER};
    if (data->every.present) {
        plan_spell(state, data, bw_state_now(state));
    }
}

void bw_data_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->lane_count; i++) {
        const struct bw_lane_checks *checks = network->lanes[i].checks;

        if (checks != NULL && checks->data != NULL) {
            begin(state, checks->data);
        }
    }
    for (bw_index i = 0; i < network->returns_count; i++) {
        if (network->returns[i].data != NULL) {
            begin(state, network->returns[i].data);
        }
    }
}

double bw_data_error_share(const struct bw_state *state, const struct bw_data *data)
{
    double errors = bw_state_parameter(state, data->errors);
    bw_time now = bw_state_now(state);
    double done;

    if (data->over == 0 || now <= data->begin) {
        return errors;
    }
    done = (double)(now - data->begin) / (double)data->over;
    return done >= 1.0 ? data->to : errors + (data->to - errors) * done;
}

/* True while the master data of the partner are wrong. */
static bool is_systematic(struct bw_state *state, const struct bw_data *data)
{
    struct bw_data_state *s = &state->data[data->number];

    while (s->ends <= bw_state_now(state)) {
        plan_spell(state, data, s->ends);
    }
    return s->begins <= bw_state_now(state);
}

enum bw_data_class bw_data_class_of(struct bw_state *state, const struct bw_data *data,
    enum bw_data_end end, uint64_t draw)
{
    unsigned class = BW_DATA_WRONG;
    double u;

    if (is_systematic(state, data)
        && bw_state_chance(
            state, data->ends[end].systematic_stream, draw, data->systematic)) {
        return BW_DATA_WRONG;
    }
    if (!bw_state_chance(state, data->ends[end].error_stream, draw,
            bw_data_error_share(state, data))) {
        return BW_DATA_RIGHT;
    }
    u = bw_state_uniform(state, data->ends[end].class_stream, draw);
    while (class < BW_DATA_CLASS_COUNT - 1 && u >= data->cumulative[class]) {
        class ++;
    }
    return (enum bw_data_class) class;
}

int64_t bw_data_missing(const struct bw_state *state, const struct bw_data *data,
    uint64_t draw, int64_t quantity)
{
    double share = bw_state_value(state, &data->missing, draw, 0.0);
    int64_t missing = (int64_t)floor(fmin(fmax(share, 0.0), 1.0) * (double)quantity);

    return missing < quantity ? missing : quantity - 1;
}
