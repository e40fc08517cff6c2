/* SPDX-License-Identifier: Apache-2.0
 *
 * Class and due date that go on with the orders that a stock places.
 */
#include "chain/inventory_internal.h"

static void take_over(struct bw_urgency *urgency, uint32_t priority, bw_time due)
{
    if (bw_class_is_before(priority, urgency->priority)) {
        urgency->priority = priority;
    }
    urgency->due = due < urgency->due ? due : urgency->due;
}

enum bw_status bw_urgency_init(struct bw_state *state)
{
    if (!state->network->passes_urgency) {
        return BW_OK;
    }
    state->urgencies = bw_arena_allocate(
        &state->arena, state->network->stock_count, sizeof *state->urgencies);
    return state->urgencies == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_stock_note_urgency(
    struct bw_state *state, bw_index stock, const struct bw_order *order)
{
    if (state->urgencies != NULL) {
        take_over(&state->urgencies[stock], order->priority, order->due);
    }
}

void bw_stock_forget_urgency(struct bw_state *state, bw_index stock)
{
    if (state->urgencies != NULL) {
        state->urgencies[stock] = (struct bw_urgency){.due = BW_FOREVER};
    }
}

/* Of the waiting orders that quantity will serve, once what is on hand and on order has
 * served those before them. */
static struct bw_urgency of_those_served(
    const struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    struct bw_urgency urgency = {.due = BW_FOREVER};
    int64_t covered = s->on_hand + s->on_order, asked = 0;

    for (uint32_t i = s->queue_first; i != 0 && asked < covered + quantity;) {
        const struct bw_order *order = bw_state_order(state, i);

        asked += order->open;
        if (asked > covered) {
            take_over(&urgency, order->priority, order->due);
        }
        i = order->next;
    }
    return urgency;
}

struct bw_urgency bw_stock_urgency(
    const struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    bool ranked =
        s->allocation == BW_ALLOCATE_PRIORITY || s->allocation == BW_ALLOCATE_DUE_DATE;
    struct bw_urgency urgency = {.due = BW_FOREVER};

    if (!state->network->passes_urgency) {
        return urgency;
    }
    if (!ranked) {
        urgency = of_those_served(state, stock, quantity);
    } else if (state->stocks[stock].backorders > 0) {
        /* A newcomer who goes to the head of the queue is served by what others have
         * ordered; the new order must be as urgent as he is all the same. */
        urgency = state->urgencies[stock];
    }
    if (urgency.priority == 0) {
        urgency.priority = s->priority;
    }
    return urgency;
}
