/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/visibility.h"

#include "chain/forecast.h"

#include <math.h>

struct bw_sight_state {
    uint64_t reports; /* number the delays */
    double due;       /* weighted quanta asked for */
    int64_t told;     /* of them */
};

enum bw_status bw_visibility_init(struct bw_state *state)
{
    if (state->network->sight_count == 0) {
        return BW_OK;
    }
    state->sights = bw_arena_allocate(
        &state->arena, state->network->sight_count, sizeof *state->sights);
    return state->sights == NULL ? BW_ERR_NOMEM : BW_OK;
}

static const struct bw_visibility *visibility_of(
    const struct bw_state *state, const struct bw_sight *sight)
{
    return &state->network->visibilities[state->network->stocks[sight->to].visibility];
}

void bw_visibility_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->sight_count; i++) {
        state->sights[i] = (struct bw_sight_state){.reports = 0};
    }
}

bool bw_visibility_is_shared(const struct bw_state *state, bw_index sight)
{
    const struct bw_sight *s = &state->network->sights[sight];

    return bw_state_chance(state, s->shares_stream, 0,
        bw_state_parameter(state, visibility_of(state, s)->participation));
}

bw_time bw_visibility_delay(struct bw_state *state, bw_index sight)
{
    const struct bw_sight *s = &state->network->sights[sight];
    struct bw_sampler delay = visibility_of(state, s)->delay;

    delay.stream = s->delay_stream;
    return bw_state_duration(state, &delay, state->sights[sight].reports++);
}

/* Whole quanta of what is to be told; the rest goes with a later report. */
static int64_t part_of(struct bw_state *state, bw_index sight, int64_t quantity)
{
    struct bw_sight_state *s = &state->sights[sight];
    int64_t part;

    s->due += state->network->sights[sight].weight * (double)quantity;
    part = (int64_t)floor(s->due + 1e-6) - s->told;
    s->told += part;
    return part;
}

/* Demand reaches a stock, as an order or as a report: it is expected again, and told to
 * the stocks upstream that see it. */
static void note(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *s = &network->stocks[stock];

    bw_forecast_note(state, stock, quantity);
    for (bw_index i = 0; i < s->source_count; i++) {
        bw_index sight = network->sources[s->first_source + i].sight;
        int64_t part;

        if (sight == BW_NONE || !bw_visibility_is_shared(state, sight)) {
            continue;
        }
        part = part_of(state, sight, quantity);
        if (part > 0) {
            uint32_t message = bw_state_take(state, &state->messages);

            *(struct bw_message *)bw_pool_at(&state->messages, message) =
                (struct bw_message){.quantity = part, .from = stock};
            bw_state_schedule(state, s->element,
                bw_state_now(state) + bw_visibility_delay(state, sight),
                BW_EVENT_STOCK_SIGHT, network->sights[sight].to, message);
        }
    }
}

void bw_visibility_asked(
    struct bw_state *state, bw_index stock, const struct bw_order *order)
{
    bw_index sight;

    if (state->sights == NULL) {
        bw_forecast_note(state, stock, order->open);
        return;
    }
    sight = order->kind == BW_ORDER_REPLENISH && order->source != BW_NONE
        ? state->network->sources[order->source].sight
        : BW_NONE;
    if (sight == BW_NONE || !bw_visibility_is_shared(state, sight)) {
        note(state, stock, order->open);
    }
}

void bw_visibility_on_sight(struct bw_state *state, const struct bw_event *event)
{
    int64_t quantity =
        ((const struct bw_message *)bw_pool_at(&state->messages, event->a))->quantity;

    bw_pool_give(&state->messages, event->a);
    note(state, event->target, quantity);
}
