/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/source_choice.h"

#include "chain/cost.h"
#include "chain/inventory.h"
#include "chain/manufacturing.h"
#include "chain/measure.h"
#include "chain/sourcing.h"

/* Sends an order to a source at another site, or to an outside supplier. */
static void send_order(
    struct bw_state *state, bw_index stock, bw_index source, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    const struct bw_stock_source *from = &state->network->sources[source];
    struct bw_urgency urgency = bw_stock_urgency(state, stock, quantity);
    uint32_t index = bw_stock_open_order(state, stock, quantity);
    struct bw_order *order = bw_state_order(state, index);

    order->priority = urgency.priority;
    order->due = urgency.due;
    order->number = bw_stock_count_order(state, stock);
    order->rank = bw_stream_word(&state->key, s->rank_stream, order->number);
    order->source = source;
    bw_state_schedule(state, s->element, bw_state_now(state),
        from->kind == BW_SOURCE_SUPPLY ? BW_EVENT_SUPPLY_ORDER : BW_EVENT_STOCK_ORDER,
        from->index, index);
}

/* Places an order of quantity (> 0) with a source. Returns what was ordered, which the
 * supplier's minimum or whole batches may change. */
static int64_t place(
    struct bw_state *state, bw_index stock, bw_index source, int64_t quantity)
{
    const struct bw_stock_source *from = &state->network->sources[source];

    switch (from->kind) {
    case BW_SOURCE_SUPPLY:
        quantity = bw_supply_order_size(state, from->index, quantity);
        send_order(state, stock, source, quantity);
        break;
    case BW_SOURCE_STOCK:
        send_order(state, stock, source, quantity);
        break;
    case BW_SOURCE_MAKE:
        quantity = bw_recipe_order(
            state, from->index, quantity, state->network->stocks[stock].rounding);
        break;
    }
    return quantity;
}

/* What a unit costs that is ordered from a source, apart from transport. */
static double unit_cost(
    const struct bw_network *network, const struct bw_stock *stock, bw_index source)
{
    const struct bw_stock_source *from = &network->sources[source];

    return stock->costs.unit
        + (from->kind == BW_SOURCE_SUPPLY ? network->supplies[from->index].price : 0.0);
}

void bw_source_order(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *s = &network->stocks[stock];

    quantity = place(state, stock, s->first_source, quantity);
    if (quantity > 0) {
        double units = (double)quantity * network->items[s->item].quantum;

        bw_stock_forget_urgency(state, stock);
        bw_observe(state, s->element, BW_SUM_ORDERED, (double)quantity);
        bw_cost_charge(state, s->element, BW_COST_ORDERING, s->costs.order);
        bw_cost_charge(state, s->element, BW_COST_PURCHASE,
            unit_cost(network, s, s->first_source) * units);
    }
}
