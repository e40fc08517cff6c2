/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/source_choice.h"

#include "chain/cost.h"
#include "chain/inventory.h"
#include "chain/manufacturing.h"
#include "chain/measure.h"
#include "chain/sourcing.h"
#include "chain/way.h"

#include <math.h>

/* What a stock could give: now, and before the instant of the last change. */
struct published {
    bw_time changed;
    int64_t now, before;
};

struct bw_source_choice {
    struct published *stocks; /* NULL = nobody looks */
    uint16_t *chosen; /* per stock: 1 + the choice for all orders, 0 = none yet */
    double *due;      /* per source: quanta that a split still owes it */
};

/* Rules that look at what other stocks can give. */
static bool looks(enum bw_source_rule rule)
{
    return rule == BW_SOURCE_FASTEST || rule == BW_SOURCE_MOST_STOCK
        || rule == BW_SOURCE_FIRST_AVAILABLE;
}

enum bw_status bw_source_choice_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_source_choice *choice =
        bw_arena_allocate(&state->arena, 1, sizeof *choice);
    bool anybody_looks = false;

    if (choice == NULL) {
        return BW_ERR_NOMEM;
    }
    state->choice = choice;
    choice->chosen =
        bw_arena_allocate(&state->arena, network->stock_count, sizeof *choice->chosen);
    choice->due =
        bw_arena_allocate(&state->arena, network->source_count, sizeof *choice->due);
    if (choice->chosen == NULL || choice->due == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->stock_count; i++) {
        anybody_looks = anybody_looks || looks(network->stocks[i].source_rule);
    }
    if (anybody_looks) {
        choice->stocks = bw_arena_allocate(
            &state->arena, network->stock_count, sizeof *choice->stocks);
        return choice->stocks == NULL ? BW_ERR_NOMEM : BW_OK;
    }
    return BW_OK;
}

void bw_source_choice_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_source_choice *choice = state->choice;

    for (bw_index i = 0; i < network->stock_count; i++) {
        choice->chosen[i] = 0;
        if (choice->stocks != NULL) {
            struct bw_stock_view view = bw_stock_view(state, i);
            int64_t available = view.usable - view.backorders;

            choice->stocks[i] = (struct published){INT64_MIN, available, available};
        }
    }
    for (bw_index i = 0; i < network->source_count; i++) {
        choice->due[i] = 0.0;
    }
}

void bw_source_publish(struct bw_state *state, bw_index stock, int64_t available)
{
    struct published *published;

    if (state->choice->stocks == NULL) {
        return;
    }
    published = &state->choice->stocks[stock];
    if (published->changed != bw_state_now(state)) {
        published->changed = bw_state_now(state);
        published->before = published->now;
    }
    published->now = available;
}

/* What a source can give at once, as last seen. */
static int64_t available(
    const struct bw_state *state, const struct bw_stock_source *source)
{
    const struct published *published;
    int64_t seen;

    if (source->kind == BW_SOURCE_SUPPLY) {
        return bw_supply_available(state, source->index);
    }
    if (source->kind == BW_SOURCE_MAKE) {
        return INT64_MAX;
    }
    published = &state->choice->stocks[source->index];
    seen =
        published->changed == bw_state_now(state) ? published->before : published->now;
    return seen > 0 ? seen : 0;
}

static bw_index item_of(
    const struct bw_network *network, const struct bw_stock_source *source)
{
    switch (source->kind) {
    case BW_SOURCE_MAKE:
        return network->recipes[source->index].item;
    case BW_SOURCE_SUPPLY:
        return network->supplies[source->index].item;
    default:
        return network->stocks[source->index].item;
    }
}

/* Mean time from an order to goods that can be used, when all that is needed is there.
 */
static double mean_time(
    const struct bw_state *state, const struct bw_stock_source *s, int64_t quantity)
{
    double time = 0.0;

    if (s->kind == BW_SOURCE_SUPPLY) {
        time = bw_supply_mean_time(state, s->index);
    } else if (s->kind == BW_SOURCE_MAKE) {
        time = bw_recipe_mean_time(state, s->index);
    }
    return time
        + bw_way_mean_time(state, &s->routing, item_of(state->network, s), quantity);
}

/* Money per unit that is ordered from a source, apart from transport. */
static double unit_price(
    const struct bw_network *network, const struct bw_stock_source *source)
{
    return source->price
        + (source->kind == BW_SOURCE_SUPPLY ? network->supplies[source->index].price
                                            : 0.0);
}

static double score_priority(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    (void)state;
    (void)source;
    (void)quantity;
    return 0.0;
}

/* Money per order of this quantity until it is there. */
static double score_cheapest(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    const struct bw_network *network = state->network;
    bw_index item = item_of(network, source);
    double units = (double)quantity * network->items[item].quantum;
    double cost = unit_price(network, source) * units;

    if (source->kind == BW_SOURCE_MAKE) {
        cost += bw_recipe_mean_cost(state, source->index, quantity);
    }
    return cost + bw_way_mean_cost(state, &source->routing, item, quantity);
}

/* A stock that cannot give all of it comes after all that can. */
static double score_fastest(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    return mean_time(state, source, quantity)
        + (available(state, source) < quantity ? (double)BW_FOREVER : 0.0);
}

static double score_most_stock(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    (void)quantity;
    return -(double)available(state, source);
}

static double score_first_available(const struct bw_state *state,
    const struct bw_stock_source *source, int64_t quantity)
{
    return available(state, source) < quantity ? 1.0 : 0.0;
}

/* One row per rule: the source with the lowest score gets the order. */
static double (*const scores[BW_SOURCE_RULE_COUNT])(
    const struct bw_state *, const struct bw_stock_source *, int64_t) = {
    [BW_SOURCE_PRIORITY] = score_priority,
    [BW_SOURCE_SPLIT] = score_priority, /* what a source sent back */
    [BW_SOURCE_CHEAPEST] = score_cheapest,
    [BW_SOURCE_FASTEST] = score_fastest,
    [BW_SOURCE_MOST_STOCK] = score_most_stock,
    [BW_SOURCE_FIRST_AVAILABLE] = score_first_available,
};

/* Best source, counted among those of the stock, that tried (a bit each) leaves;
 * source_count when it leaves none. */
static bw_index best_of(const struct bw_state *state, const struct bw_stock *stock,
    int64_t quantity, uint32_t tried)
{
    bw_index best = stock->source_count;
    double lowest = INFINITY;

    for (bw_index i = 0; i < stock->source_count; i++) {
        double score;

        if ((tried >> i & 1u) != 0) {
            continue;
        }
        score = scores[stock->source_rule](
            state, &state->network->sources[stock->first_source + i], quantity);
        if (score < lowest) {
            lowest = score;
            best = i;
        }
    }
    return best;
}

/* False for a supplier that takes no orders. */
static bool is_open(const struct bw_state *state, const struct bw_stock_source *source)
{
    return source->kind != BW_SOURCE_SUPPLY || bw_supply_is_open(state, source->index);
}

/* Best source that takes orders; where none does, the best of those that do not. Those
 * that were better but closed are needed. */
static bw_index best_source(struct bw_state *state, const struct bw_stock *stock,
    int64_t quantity, uint32_t tried)
{
    bw_index first = best_of(state, stock, quantity, tried), best = first;

    while (best != stock->source_count) {
        const struct bw_stock_source *source =
            &state->network->sources[stock->first_source + best];

        if (is_open(state, source)) {
            return best;
        }
        bw_supply_need(state, stock->element, source->index);
        tried |= 1u << best;
        best = best_of(state, stock, quantity, tried);
    }
    return first;
}

/* An order on its way to a source. */
struct placing {
    bw_index stock;
    uint32_t tried; /* sources of the stock that were asked, a bit each; not 0 = a
                       source may send back what it cannot give */
    const struct bw_urgency *urgency; /* NULL = that of those who wait at the stock */
};

/* Sends an order to a source at another site, or to an outside supplier. */
static void send_order(struct bw_state *state, const struct placing *placing,
    bw_index source, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[placing->stock];
    const struct bw_stock_source *from = &state->network->sources[source];
    struct bw_urgency urgency = placing->urgency != NULL
        ? *placing->urgency
        : bw_stock_urgency(state, placing->stock, quantity);
    uint32_t index = bw_stock_open_order(state, placing->stock, quantity);
    struct bw_order *order = bw_state_order(state, index);

    order->priority = urgency.priority;
    order->due = urgency.due;
    order->number = bw_stock_count_order(state, placing->stock);
    order->rank = bw_state_word(state, s->rank_stream, order->number);
    order->source = source;
    order->movable = placing->tried != 0;
    order->tried = (uint16_t)placing->tried;
    bw_state_schedule(state, s->element, bw_state_now(state),
        from->kind == BW_SOURCE_SUPPLY ? BW_EVENT_SUPPLY_ORDER : BW_EVENT_STOCK_ORDER,
        from->index, index);
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
        send_order(state, placing, source, size);
        ordered += size;
        quantity -= size;
        *orders += 1.0;
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
        send_order(state, placing, source, quantity);
        break;
    case BW_SOURCE_MAKE:
        quantity = bw_recipe_order(state, from->index, quantity, s->rounding);
        break;
    }
    if (quantity > 0) {
        double units = (double)quantity * network->items[s->item].quantum;

        bw_cost_charge(state, s->element, BW_COST_ORDERING, s->costs.order * orders);
        bw_cost_charge(state, s->element, BW_COST_PURCHASE,
            (s->costs.unit + unit_price(network, from)) * units);
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
        bw_index best = best_source(state, s, quantity, placing.tried);
        int64_t placed;

        if (best == s->source_count) {
            /* Nobody can give it at once: it waits where it would have gone first. */
            best = best_source(state, s, quantity, 0);
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

/* Weight of a source in a split. */
static double share_of(
    const struct bw_state *state, const struct bw_stock_source *source)
{
    return source->share == BW_NONE ? 1.0 : bw_state_parameter(state, source->share);
}

/* The sources of a stock that take orders, a bit each; all when none does. */
static uint32_t open_sources(struct bw_state *state, const struct bw_stock *stock)
{
    uint32_t open = 0;

    for (bw_index i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            &state->network->sources[stock->first_source + i];
        bool takes = is_open(state, source) && share_of(state, source) > 0.0;

        if (!takes && source->kind == BW_SOURCE_SUPPLY) {
            bw_supply_need(state, stock->element, source->index);
        }
        open |= takes ? 1u << i : 0u;
    }
    return open != 0 ? open : (1u << stock->source_count) - 1u;
}

/* Makes quantity due to some sources (a bit each) in their shares. */
static void add_due(struct bw_state *state, const struct bw_stock *stock, uint32_t some,
    double quantity)
{
    double *due = &state->choice->due[stock->first_source];
    const struct bw_stock_source *sources =
        &state->network->sources[stock->first_source];
    double shares = 0.0;

    for (bw_index i = 0; i < stock->source_count; i++) {
        shares += (some >> i & 1u) != 0 ? share_of(state, &sources[i]) : 0.0;
    }
    for (bw_index i = 0; i < stock->source_count; i++) {
        due[i] += (some >> i & 1u) != 0
            ? quantity * share_of(state, &sources[i]) / shares
            : 0.0;
    }
}

/* What sources weigh in a division: what is due to them, or alike where all have had
 * too much. Returns the sum. */
static double weigh(const struct bw_state *state, const struct bw_stock *stock,
    uint32_t some, double *weights)
{
    double sum = 0.0;

    for (bw_index i = 0; i < stock->source_count; i++) {
        double due = state->choice->due[stock->first_source + i];

        weights[i] = (some >> i & 1u) != 0 ? fmax(due, 0.0) : 0.0;
        sum += weights[i];
    }
    for (bw_index i = 0; i < stock->source_count && !(sum > 0.0); i++) {
        weights[i] = (some >> i & 1u) != 0 ? 1.0 : 0.0;
    }
    return sum > 0.0 ? sum : (double)__builtin_popcount(some);
}

/* Divides quantity, of which their shares have become due to some sources, into parts
 * of whole quanta by the largest remainder (Hamilton 1792). */
static void divide(const struct bw_state *state, const struct bw_stock *stock,
    uint32_t some, int64_t quantity, int64_t *parts)
{
    double rests[BW_SOURCE_LIMIT] = {0}, weights[BW_SOURCE_LIMIT] = {0};
    double sum = weigh(state, stock, some, weights);
    int64_t left = quantity;

    for (bw_index i = 0; i < stock->source_count; i++) {
        double part = (double)quantity * weights[i] / sum;

        parts[i] = (int64_t)floor(part + 1e-9);
        rests[i] = part - (double)parts[i];
        left -= parts[i];
    }
    for (; left > 0; left--) {
        bw_index most = 0;

        for (bw_index i = 1; i < stock->source_count; i++) {
            most = rests[i] > rests[most] + 1e-9 ? i : most;
        }
        parts[most]++;
        rests[most] -= 1.0;
    }
}

/* What a source got too little or too much of, because quanta and order sizes are
 * whole, stays due to it or to the others, so that shares hold in the long run. */
static int64_t order_split(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    uint32_t open = open_sources(state, s);
    int64_t parts[BW_SOURCE_LIMIT] = {0}, ordered = 0;

    add_due(state, s, open, (double)quantity);
    divide(state, s, open, quantity, parts);
    for (bw_index i = 0; i < s->source_count; i++) {
        if (parts[i] > 0) {
            struct placing placing = {stock, s->reallocates ? 1u << i : 0u, NULL};

            ordered += place(state, &placing, s->first_source + i, parts[i]);
        }
    }
    add_due(state, s, open, (double)(ordered - quantity));
    return ordered;
}

/* Orders where the first order went. */
static int64_t order_as_chosen(struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    uint16_t *chosen = &state->choice->chosen[stock];
    struct placing placing = {stock, 0, NULL};
    int64_t ordered;

    if (*chosen == 0) {
        *chosen = (uint16_t)(best_source(state, s, quantity, 0) + 1);
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
    struct placing placing = {stock, 0, NULL};

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
        bw_observe(state, s->element, BW_SUM_ORDERED, (double)quantity);
    }
}

void bw_source_credit(
    struct bw_state *state, const struct bw_order *order, int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *stock = &network->stocks[order->owner];
    const struct bw_stock_source *source = &network->sources[order->source];

    bw_cost_charge(state, stock->element, BW_COST_PURCHASE,
        -(stock->costs.unit + unit_price(network, source)) * (double)quantity
            * network->items[stock->item].quantum);
}

void bw_source_refuse(struct bw_state *state, bw_index element, uint32_t order)
{
    struct bw_order *o = bw_state_order(state, order);

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
    struct placing placing = {event->target, order->tried, &urgency};
    int64_t quantity = order->refused, ordered;

    bw_source_credit(state, order, quantity);
    state->choice->due[order->source] += (double)quantity;
    order->refused = 0;
    bw_stock_correct_order(state, event->a, order->outstanding - quantity);
    ordered = order_from_best(state, placing, quantity);
    if (stock->source_rule == BW_SOURCE_SPLIT) {
        add_due(state, stock, open_sources(state, stock), (double)(ordered - quantity));
    }
}
