/* SPDX-License-Identifier: Apache-2.0
 *
 * Orders that stocks place with their sources, and what a source sends back.
 */
#include "chain/cost.h"
#include "chain/inventory.h"
#include "chain/lateral.h"
#include "chain/manufacturing.h"
#include "chain/measure.h"
#include "chain/source_internal.h"
#include "chain/sourcing.h"
#include "chain/trace.h"

/* An order on its way to a source. */
struct placing {
    bw_index stock;
    uint32_t tried; /* sources of the stock that were asked, a bit each; not 0 = a
                       source may send back what it cannot give */
    const struct bw_urgency *urgency; /* NULL = that of those who wait at the stock */
    bool pushed;
    bool hurries; /* whatever the level of the stock */
};

/* True when an order that the stock places now is to be hurried, and can be. */
static bool is_hurried(const struct bw_state *state, const struct placing *placing,
    const struct bw_stock_source *source)
{
    const struct bw_stock *s = &state->network->stocks[placing->stock];
    struct bw_stock_view view;

    if (source->kind != BW_SOURCE_SUPPLY
        || state->network->supplies[source->index].hurried == BW_NONE) {
        return false;
    }
    if (placing->hurries || s->hurry_below == BW_NONE) {
        return placing->hurries;
    }
    view = bw_stock_view(state, placing->stock);
    return (double)(view.on_hand - view.backorders)
        * state->network->items[s->item].quantum
        < bw_state_parameter(state, s->hurry_below);
}

/* When an order goes out that is placed now. The first of a joint purchase opens its
 * window and pays for it. */
static bw_time goes_at(
    struct bw_state *state, bw_index stock, const struct bw_stock_source *source)
{
    bw_time now = bw_state_now(state), *window;
    const struct bw_purchase *purchase;

    if (source->purchase == BW_NONE) {
        return now;
    }
    purchase = &state->network->purchases[source->purchase];
    window = &state->choice->windows[source->purchase];
    if (*window <= now) {
        *window = now + purchase->window;
        bw_cost_charge(state, state->network->stocks[stock].element, BW_COST_ORDERING,
            purchase->cost);
    }
    return *window;
}

/* Adds quantity to the order that waits to go out to the source, when there is one that
 * the supplier would still sell. */
static bool join_gathered(struct bw_state *state, bw_index stock, bw_index source,
    int64_t quantity, const struct bw_urgency *urgency)
{
    const struct bw_stock_source *from = &state->network->sources[source];
    const struct bw_gathered *gathered = &state->choice->gathered[source];
    struct bw_order *order;
    int64_t most;

    if (gathered->goes <= bw_state_now(state)) {
        return false;
    }
    order = bw_state_order(state, gathered->order);
    most = state->network->supplies[from->index].maximum;
    if (order->quantity > most - quantity) {
        return false;
    }
    BW_TRACE(state, ORDER_CHANGED, state->network->stocks[stock].element,
        .order = gathered->order, .quantity = quantity);
    bw_stock_enlarge_order(state, gathered->order, quantity);
    if (urgency->priority - 1u < order->priority - 1u) {
        order->priority = urgency->priority; /* none is the last of all */
    }
    order->due = urgency->due < order->due ? urgency->due : order->due;
    return true;
}

/* Sends an order to a source at another site, or to an outside supplier. Returns false
 * when it became part of one that was placed before. */
static bool send_order(struct bw_state *state, const struct placing *placing,
    bw_index source, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[placing->stock];
    const struct bw_stock_source *from = &state->network->sources[source];
    struct bw_urgency urgency = placing->urgency != NULL
        ? *placing->urgency
        : bw_stock_urgency(state, placing->stock, quantity);
    bool hurried = is_hurried(state, placing, from);
    bool gathers = from->purchase != BW_NONE && !hurried;
    struct bw_order *order;
    uint32_t index;
    bw_time goes;

    if (gathers && join_gathered(state, placing->stock, source, quantity, &urgency)) {
        return false;
    }
    goes = gathers ? goes_at(state, placing->stock, from) : bw_state_now(state);
    index = bw_stock_open_order(state, placing->stock, quantity);
    order = bw_state_order(state, index);
    if (gathers) {
        state->choice->gathered[source] = (struct bw_gathered){index, goes};
    }
    order->hurried = hurried;
    order->priority = urgency.priority;
    order->due = urgency.due;
    order->number = bw_stock_count_order(state, placing->stock);
    order->rank = bw_state_word(state, s->rank_stream, order->number);
    order->source = source;
    order->movable = placing->tried != 0 || from->is_member;
    order->lateral = from->is_member;
    order->pushed = placing->pushed;
    order->tried = (uint16_t)placing->tried;
    BW_TRACE(state, ORDER_PLACED, s->element, .order = index,
        .other = from->kind == BW_SOURCE_SUPPLY
            ? state->network->supplies[from->index].element
            : state->network->stocks[from->index].element,
        .quantity = quantity, .detail = "replenishment");
    bw_state_schedule(state, s->element, goes,
        from->kind == BW_SOURCE_SUPPLY ? BW_EVENT_SUPPLY_ORDER : BW_EVENT_STOCK_ORDER,
        from->index, index);
    if (hurried) {
        const struct bw_supply *supply = &state->network->supplies[from->index];

        bw_cost_charge(state, s->element, BW_COST_EXPEDITING,
            supply->hurry_order
                + supply->hurry_unit * (double)quantity
                    * state->network->items[s->item].quantum);
    }
    return true;
}

/* Orders quantity from a supplier, in as many orders as its largest size asks for.
 * Returns what was ordered; *orders is set to their number. */
static int64_t send_to_supplier(struct bw_state *state, const struct placing *placing,
    bw_index source, int64_t quantity, double *orders)
{
    bw_index supply = state->network->sources[source].index;
    int64_t size, ordered = 0;

    *orders = 0.0;
    while (quantity > 0 && (size = bw_supply_order_size(state, supply, quantity)) > 0) {
        *orders += send_order(state, placing, source, size) ? 1.0 : 0.0;
        ordered += size;
        quantity -= size;
    }
    return ordered;
}

/* Places an order of quantity (> 0) with a source. Returns what was ordered, which the
 * sizes of the supplier or whole batches may change. */
static int64_t place(struct bw_state *state, const struct placing *placing,
    bw_index source, int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *s = &network->stocks[placing->stock];
    const struct bw_stock_source *from = &network->sources[source];
    double orders = 1.0;

    switch (from->kind) {
    case BW_SOURCE_SUPPLY:
        quantity = send_to_supplier(state, placing, source, quantity, &orders);
        break;
    case BW_SOURCE_STOCK:
        (void)send_order(state, placing, source, quantity);
        break;
    case BW_SOURCE_MAKE:
        quantity = bw_recipe_order(state, from->index, quantity, s->rounding);
        break;
    }
    if (quantity > 0) {
        double units = (double)quantity * network->items[s->item].quantum;

        bw_cost_charge(state, s->element, BW_COST_ORDERING, s->costs.order * orders);
        bw_cost_charge(state, s->element, BW_COST_PURCHASE,
            (s->costs.unit + bw_source_price(network, from)) * units);
    }
    state->choice->due[source] -= (double)quantity;
    return quantity;
}

/* Orders quantity from the best sources that were not asked yet. Returns what was
 * ordered. */
static int64_t order_from_best(
    struct bw_state *state, struct placing placing, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[placing.stock];
    int64_t ordered = 0;

    do {
        bw_index best = bw_source_best(state, s, quantity, placing.tried);
        int64_t placed;

        if (best == s->source_count) {
            /* Nobody can give it at once: it waits where it would have gone first. */
            best = bw_source_best(state, s, quantity, 0);
            placing.tried = 0;
            return ordered + place(state, &placing, s->first_source + best, quantity);
        }
        placing.tried |= s->reallocates ? 1u << best : 0u;
        placed = place(state, &placing, s->first_source + best, quantity);
        ordered += placed;
        quantity -= placed;
    } while (s->reallocates && quantity > 0);
    return ordered;
}

/* What a source got too little or too much of, because quanta and order sizes are
 * whole, stays due to it or to the others, so that shares hold in the long run. */
static int64_t order_split(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    uint32_t open = bw_source_open(state, s);
    int64_t parts[BW_SOURCE_LIMIT] = {0}, ordered = 0;

    bw_source_add_due(state, s, open, (double)quantity);
    bw_source_divide(state, s, open, quantity, parts);
    for (bw_index i = 0; i < s->source_count; i++) {
        if (parts[i] > 0) {
            struct placing placing = {
                stock, s->reallocates ? 1u << i : 0u, NULL, false, false};

            ordered += place(state, &placing, s->first_source + i, parts[i]);
        }
    }
    bw_source_add_due(state, s, open, (double)(ordered - quantity));
    return ordered;
}

/* Orders where the first order went. */
static int64_t order_as_chosen(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    uint16_t *chosen = &state->choice->chosen[stock];
    struct placing placing = {stock, 0, NULL, false, false};
    int64_t ordered;

    if (*chosen == 0) {
        *chosen = (uint16_t)(bw_source_best(state, s, quantity, 0) + 1);
    }
    placing.tried = s->reallocates ? 1u << (*chosen - 1) : 0u;
    ordered = place(state, &placing, s->first_source + *chosen - 1u, quantity);
    if (s->reallocates && ordered < quantity) {
        ordered += order_from_best(state, placing, quantity - ordered);
    }
    return ordered;
}

void bw_source_order(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    struct placing placing = {stock, 0, NULL, false, false};

    if (s->source_count == 1) {
        quantity = place(state, &placing, s->first_source, quantity);
    } else if (s->source_rule == BW_SOURCE_SPLIT) {
        quantity = order_split(state, stock, quantity);
    } else if (s->source_once) {
        quantity = order_as_chosen(state, stock, quantity);
    } else {
        quantity = order_from_best(state, placing, quantity);
    }
    if (quantity > 0) {
        bw_stock_forget_urgency(state, stock);
        bw_observe_stock(state, stock, BW_SUM_ORDERED, (double)quantity);
    }
}

void bw_source_order_replacement(
    struct bw_state *state, bw_index stock, int64_t quantity, bool hurried)
{
    const struct bw_urgency first = {.due = BW_FOREVER, .priority = 1};
    const struct placing placing = {
        .stock = stock, .urgency = hurried ? &first : NULL, .hurries = hurried};

    quantity = order_from_best(state, placing, quantity);
    bw_observe_stock(state, stock, BW_SUM_ORDERED, (double)quantity);
}

void bw_source_ask_member(
    struct bw_state *state, bw_index stock, bw_index source, int64_t quantity)
{
    const struct placing placing = {stock, 0, NULL, false, false};

    send_order(state, &placing, source, quantity);
}

void bw_source_order_pushed(
    struct bw_state *state, bw_index stock, bw_index source, int64_t quantity)
{
    const struct placing placing = {stock, 0, NULL, true, false};

    quantity = place(state, &placing, source, quantity);
    bw_observe_stock(state, stock, BW_SUM_ORDERED, (double)quantity);
}

void bw_source_credit(
    struct bw_state *state, const struct bw_order *order, int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *stock = &network->stocks[order->owner];
    const struct bw_stock_source *source = &network->sources[order->source];

    bw_cost_charge(state, stock->element, BW_COST_PURCHASE,
        -(stock->costs.unit + bw_source_price(network, source)) * (double)quantity
            * network->items[stock->item].quantum);
    if (order->hurried) {
        bw_cost_charge(state, stock->element, BW_COST_EXPEDITING,
            -network->supplies[source->index].hurry_unit * (double)quantity
                * network->items[stock->item].quantum);
    }
}

void bw_source_refuse(struct bw_state *state, bw_index element, uint32_t order)
{
    struct bw_order *o = bw_state_order(state, order);

    BW_TRACE(state, ORDER_REFUSED, element, .order = order, .quantity = o->open,
        .other = state->network->stocks[o->owner].element);
    o->refused = o->open;
    o->open = 0;
    bw_state_schedule(
        state, element, bw_state_now(state), BW_EVENT_STOCK_REFUSED, o->owner, order);
}

void bw_stock_on_refused(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_network *network = state->network;
    struct bw_order *order = bw_state_order(state, event->a);
    const struct bw_stock *stock = &network->stocks[order->owner];
    const struct bw_urgency urgency = {.priority = order->priority, .due = order->due};
    struct placing placing = {event->target, order->tried, &urgency, false, false};
    int64_t quantity = order->refused, ordered;

    if (order->lateral) {
        bw_lateral_refused(state, event->a);
        return;
    }
    bw_source_credit(state, order, quantity);
    state->choice->due[order->source] += (double)quantity;
    order->refused = 0;
    bw_stock_correct_order(state, event->a, order->outstanding - quantity);
    ordered = order_from_best(state, placing, quantity);
    if (stock->source_rule == BW_SOURCE_SPLIT) {
        bw_source_add_due(
            state, stock, bw_source_open(state, stock), (double)(ordered - quantity));
    }
}
