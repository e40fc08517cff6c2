/* SPDX-License-Identifier: Apache-2.0
 *
 * Echelon positions: a stock that orders by its echelon is told by message how the
 * inventory positions of the stocks downstream change. The sum of positions is the
 * echelon position (Clark and Scarf 1960): what a stock downstream has on order waits
 * in the queue of the one upstream or is on its way, so that only the customers'
 * backorders are taken off.
 */
#include "chain/inventory_internal.h"

#include "chain/replenish.h"
#include "chain/visibility.h"

static int64_t position_of(const struct bw_stock_state *stock)
{
    return stock->on_hand - stock->backorders + stock->on_order;
}

enum bw_status bw_echelon_init(struct bw_state *state)
{
    if (state->network->ancestor_count == 0) {
        return BW_OK;
    }
    state->echelons = bw_arena_allocate(
        &state->arena, state->network->stock_count, sizeof *state->echelons);
    state->echelon_told = bw_arena_allocate(
        &state->arena, state->network->ancestor_count, sizeof *state->echelon_told);
    state->echelon_heard = bw_arena_allocate(
        &state->arena, state->network->ancestor_count, sizeof *state->echelon_heard);
    return state->echelons == NULL || state->echelon_told == NULL
            || state->echelon_heard == NULL
        ? BW_ERR_NOMEM
        : BW_OK;
}

int64_t bw_echelon_downstream(const struct bw_state *state, bw_index stock)
{
    return state->echelons != NULL ? state->echelons[stock].downstream : 0;
}

void bw_echelon_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    if (state->echelons == NULL) {
        return;
    }
    for (bw_index i = 0; i < network->stock_count; i++) {
        state->echelons[i] =
            (struct bw_stock_echelon){.reported = position_of(&state->stocks[i])};
    }
    for (bw_index i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];

        for (bw_index k = stock->first_ancestor;
             k < stock->first_ancestor + stock->ancestor_count; k++) {
            state->echelon_told[k] = state->echelons[i].reported;
            state->echelon_heard[k] = state->echelons[i].reported;
            state->echelons[network->ancestors[k]].downstream +=
                state->echelons[i].reported;
        }
    }
}

/* Tells the stock upstream at a link, late or at once. What was not told while the
 * stock took no part is told with it. */
static void tell(struct bw_state *state, const struct bw_stock *stock, bw_index link,
    int64_t position, bool by_demand)
{
    bw_index sight = state->network->ancestor_sights[link];
    bw_time delay = 0;
    uint32_t index;

    if (sight != BW_NONE) {
        if (!bw_visibility_is_shared(state, sight)) {
            return;
        }
        delay = by_demand ? bw_visibility_delay(state, sight) : 0;
    }
    index = bw_state_take(state, &state->messages);
    *(struct bw_message *)bw_pool_at(&state->messages, index) = (struct bw_message){
        .quantity = position - state->echelon_told[link], .from = link};
    state->echelon_told[link] = position;
    bw_state_schedule(state, stock->element, bw_state_now(state) + delay,
        BW_EVENT_STOCK_ECHELON, state->network->ancestors[link], index);
}

void bw_echelon_report(struct bw_state *state, bw_index stock, bool by_demand)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    int64_t position;

    if (s->ancestor_count == 0) {
        return;
    }
    position = position_of(&state->stocks[stock]);
    if (position == state->echelons[stock].reported) {
        return;
    }
    state->echelons[stock].reported = position;
    for (bw_index k = 0; k < s->ancestor_count; k++) {
        tell(state, s, s->first_ancestor + k, position, by_demand);
    }
}

void bw_echelon_check(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    if (state->echelons == NULL) {
        return;
    }
    /* Nothing is downstream beside these positions. */
    for (bw_index i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];

        BW_ASSERT(stock->ancestor_count == 0
            || state->echelons[i].reported == position_of(&state->stocks[i]));
        for (bw_index k = stock->first_ancestor;
             k < stock->first_ancestor + stock->ancestor_count; k++) {
            BW_ASSERT(network->ancestor_sights[k] != BW_NONE
                || state->echelon_heard[k] == state->echelons[i].reported);
            state->echelons[network->ancestors[k]].downstream -=
                state->echelon_heard[k];
        }
    }
    for (bw_index i = 0; i < network->stock_count; i++) {
        BW_ASSERT(state->echelons[i].downstream == 0);
    }
    for (bw_index k = 0; k < network->ancestor_count; k++) {
        state->echelons[network->ancestors[k]].downstream += state->echelon_heard[k];
    }
}

void bw_stock_on_echelon(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_message *message = bw_pool_at(&state->messages, event->a);

    state->echelons[event->target].downstream += message->quantity;
    state->echelon_heard[message->from] += message->quantity;
    bw_pool_give(&state->messages, event->a);
    bw_replenish_notice(state, event->target);
}
