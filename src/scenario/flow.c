/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/flow_internal.h"

#include "chain/policy_safety.h"
#include "chain/recipe.h"

#include <math.h>

/* Parameter as the scenario gives it; 0 for a rule that has none. */
static double initial(const struct bw_network *network, bw_index slot)
{
    return slot == BW_NONE ? 0.0 : network->parameters[slot].initial;
}

struct bw_policy_view bw_flow_view(
    const struct bw_network *network, const struct bw_stock *stock, double demand)
{
    double rate = demand;
    if (stock->forecast != BW_NONE
        && !isnan(network->forecasts[stock->forecast].initial)) {
        rate = network->forecasts[stock->forecast].initial;
    }
    struct bw_safety safety = {
        .cycle = initial(network, stock->service.cycle),
        .fill_rate = initial(network, stock->service.fill_rate),
        .lead_time = initial(network, stock->service.lead_time),
        .lead_time_sd = initial(network, stock->service.lead_time_sd),
        .review = (double)stock->review_every,
        .rate = rate,
        .demand_sd = initial(network, stock->service.demand_sd),
    };
    bool has_service =
        stock->service.cycle != BW_NONE || stock->service.fill_rate != BW_NONE;
    struct bw_policy_view view = {
        .safety = initial(network, stock->safety_stock)
            + (initial(network, stock->safety_lead_time)
                  + initial(network, stock->rest))
                * rate,
        .rate = rate,
        .quantum = network->items[stock->item].quantum,
        .trigger_below = stock->trigger_below,
    };
    for (int i = 0; i < BW_POLICY_NUMBER_LIMIT; i++) {
        view.numbers[i] = initial(network, stock->numbers[i]);
    }
    if (has_service) {
        safety.quantity =
            bw_policy_cycle_quantity(&view, stock->policy, stock->review_every);
        view.safety += bw_policy_safety(&safety);
    }
    return view;
}

/* Orders per tick that a stock places for a demand, given those that reach it: each
 * order of a customer passes on, unless the rule gathers a quantity or waits. */
static double orders_placed(const struct bw_network *network,
    const struct bw_stock *stock, double demand, double orders)
{
    struct bw_policy_view view = bw_flow_view(network, stock, demand);
    double size = bw_policy(stock->policy)->order_size(&view);
    double placed = size > 0.0 ? fmin(orders, demand / size) : orders;
    if (stock->review_every > 0) {
        double reviews = stock->review_days != 0
            ? __builtin_popcount(stock->review_days) / (double)BW_WEEK
            : 1.0 / (double)stock->review_every;
        placed = fmin(placed, reviews);
    }
    return placed;
}

/* Calls visit for every stock that a stock draws on. */
typedef void (*visit_fn)(struct bw_flow *flow, uint32_t *counts, bw_index upstream);

static void visit_upstream(const struct bw_network *network, struct bw_flow *flow,
    uint32_t *counts, bw_index index, visit_fn visit)
{
    const struct bw_stock *stock = &network->stocks[index];
    for (uint32_t k = 0; k < stock->source_count; k++) {
        const struct bw_stock_source *source =
            &network->sources[stock->first_source + k];
        if (source->kind == BW_SOURCE_STOCK) {
            visit(flow, counts, source->index);
        } else if (source->kind == BW_SOURCE_MAKE) {
            const struct bw_recipe *recipe = &network->recipes[source->index];
            for (uint32_t i = 0; i < recipe->need_count; i++) {
                visit(flow, counts, network->needs[recipe->first_need + i].stock);
            }
            /* What comes as a co-product is known when all that is made is. */
            for (uint32_t i = 0; i < recipe->co_product_count; i++) {
                visit(flow, counts,
                    network->co_products[recipe->first_co_product + i].stock);
            }
        }
    }
}

static void count_one(struct bw_flow *flow, uint32_t *counts, bw_index upstream)
{
    (void)flow;
    counts[upstream]++;
}

static void uncount_one(struct bw_flow *flow, uint32_t *counts, bw_index upstream)
{
    counts[upstream]--;
    if (counts[upstream] == 0) {
        flow->order[flow->order_count++] = upstream;
    }
}

/* Orders the stocks so that each comes after all that draw on it (Kahn 1962). */
static void sort_stocks(
    const struct bw_network *network, struct bw_flow *flow, uint32_t *counts)
{
    for (uint32_t i = 0; i < network->stock_count; i++) {
        visit_upstream(network, flow, counts, i, count_one);
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        if (counts[i] == 0) {
            flow->order[flow->order_count++] = i;
        }
    }
    for (uint32_t i = 0; i < flow->order_count; i++) {
        visit_upstream(network, flow, counts, flow->order[i], uncount_one);
    }
}

/* Arrivals of a demand per tick in the long run; a trend and surges are left out. */
static double arrivals_per_tick(
    const struct bw_network *network, const struct bw_demand *demand)
{
    switch (demand->arrivals) {
    case BW_ARRIVALS_EVERY:
        return 1.0 / bw_sampler_mean(&network->samplers[demand->interval]);
    case BW_ARRIVALS_PERIODIC:
        return 1.0 / (double)demand->period;
    case BW_ARRIVALS_TRACE:
        return (double)demand->order_count
            / (double)(network->warmup + network->horizon + network->cooldown);
    case BW_ARRIVALS_VISITS:
        return demand->trace_rate; /* a kit each */
    default:
        return initial(network, demand->rate);
    }
}

static void add_customers(const struct bw_network *network, struct bw_flow *flow)
{
    for (uint32_t i = 0; i < network->demand_count; i++) {
        const struct bw_demand *demand = &network->demands[i];
        double rate = arrivals_per_tick(network, demand);
        if (demand->together != BW_NONE) {
            rate *= bw_sampler_mean(&network->samplers[demand->together]);
        }
        flow->orders[demand->stock] += rate;
        flow->demand[demand->stock] += demand->arrivals == BW_ARRIVALS_TRACE
                || demand->arrivals == BW_ARRIVALS_VISITS
            ? demand->trace_rate
            : rate * bw_sampler_mean(&demand->size);
    }
}

/* True when all inputs of a recipe can come. */
static bool can_make(const struct bw_network *network, const struct bw_flow *flow,
    const struct bw_recipe *recipe)
{
    bool good = true;
    for (uint32_t i = 0; i < recipe->need_count; i++) {
        good = good && flow->is_supplied[network->needs[recipe->first_need + i].stock];
    }
    return good;
}

/* True when goods can come from a source: always from a supply. */
static bool can_give(const struct bw_network *network, const struct bw_flow *flow,
    const struct bw_stock_source *source)
{
    if (source->kind == BW_SOURCE_MAKE) {
        return can_make(network, flow, &network->recipes[source->index]);
    }
    return source->kind == BW_SOURCE_SUPPLY || flow->is_supplied[source->index];
}

/* Another member of its pool can have goods to give. */
static bool can_be_helped(
    const struct bw_network *network, const struct bw_stock *stock)
{
    bool good = false;
    for (uint32_t i = 0; i < stock->peer_count; i++) {
        const struct bw_peer *peer = &network->peers[stock->first_peer + i];
        const struct bw_stock *giver = &network->stocks[peer->stock];
        good = good
            || (peer->source != BW_NONE
                && (giver->initial_count > 0 || giver->source_count > 0));
    }
    return good;
}

/* Goods can come from some source, or are there at the start. */
static bool can_come(
    const struct bw_network *network, const struct bw_flow *flow, bw_index index)
{
    const struct bw_stock *stock = &network->stocks[index];
    bool good = stock->initial_count > 0 || flow->is_supplied[index]
        || can_be_helped(network, stock);
    for (uint32_t i = 0; i < stock->source_count; i++) {
        good =
            good || can_give(network, flow, &network->sources[stock->first_source + i]);
    }
    return good;
}

/* Weight of a source in a split. */
static double weight(
    const struct bw_network *network, const struct bw_stock *stock, uint32_t k)
{
    bw_index share = network->sources[stock->first_source + k].share;
    return share == BW_NONE ? 1.0 : network->parameters[share].initial;
}

/* Source that gets orders of a size: the first, unless the size says which. */
static uint32_t main_source(
    const struct bw_network *network, const struct bw_stock *stock, double size)
{
    const struct bw_stock_source *sources = &network->sources[stock->first_source];
    uint32_t widest = 0;
    if (stock->source_rule != BW_SOURCE_BY_SIZE) {
        return 0;
    }
    for (uint32_t k = 0; k < stock->source_count; k++) {
        if (size <= sources[k].up_to) {
            return k;
        }
        widest = sources[k].up_to > sources[widest].up_to ? k : widest;
    }
    return widest;
}

/* Share of what a stock orders that goes to its source k, orders being of a size. */
static double share_of(const struct bw_network *network, const struct bw_stock *stock,
    uint32_t k, double size)
{
    double sum = 0.0;
    if (stock->source_rule != BW_SOURCE_SPLIT) {
        return k == main_source(network, stock, size) ? 1.0 : 0.0;
    }
    for (uint32_t i = 0; i < stock->source_count; i++) {
        sum += weight(network, stock, i);
    }
    return weight(network, stock, k) / sum;
}

/* Passes what a stock wants on to a source. */
static bool pass_to_source(const struct bw_network *network, struct bw_arena *arena,
    struct bw_flow *flow, const struct bw_stock_source *source, double demand,
    double orders)
{
    if (source->kind == BW_SOURCE_STOCK) {
        flow->demand[source->index] += demand;
        flow->orders[source->index] += orders;
    }
    return source->kind != BW_SOURCE_MAKE
        || bw_flow_add_recipe(network, arena, flow, source->index, demand, orders);
}

/* Notes what comes with recipes that can be made; true when that is anything new. */
static bool supply_co_products(const struct bw_network *network, struct bw_flow *flow)
{
    bool changed = false;
    for (uint32_t i = 0; i < network->recipe_count; i++) {
        const struct bw_recipe *recipe = &network->recipes[i];
        for (uint32_t k = 0;
             k < recipe->co_product_count && can_make(network, flow, recipe); k++) {
            bool *supplied =
                &flow->is_supplied[network->co_products[recipe->first_co_product + k]
                                       .stock];
            changed = changed || !*supplied;
            *supplied = true;
        }
    }
    return changed;
}

static void find_supplied(const struct bw_network *network, struct bw_flow *flow)
{
    do {
        for (uint32_t i = flow->order_count; i > 0; i--) {
            bw_index index = flow->order[i - 1];
            flow->is_supplied[index] = can_come(network, flow, index);
        }
    } while (supply_co_products(network, flow));
}

enum bw_status bw_flow_compute(
    const struct bw_network *network, struct bw_arena *arena, struct bw_flow *flow)
{
    uint32_t count = network->stock_count;
    uint32_t *counts = bw_arena_allocate(arena, count, sizeof *counts);
    *flow = (struct bw_flow){
        .demand = bw_arena_allocate(arena, count, sizeof(double)),
        .orders = bw_arena_allocate(arena, count, sizeof(double)),
        .co_product = bw_arena_allocate(arena, count, sizeof(double)),
        .load = bw_arena_allocate(arena, network->resource_count, sizeof(double)),
        .passes = bw_arena_allocate(arena, network->step_count, sizeof(double)),
        .is_supplied = bw_arena_allocate(arena, count, sizeof(bool)),
        .order = bw_arena_allocate(arena, count, sizeof(bw_index)),
    };
    if (counts == NULL || flow->demand == NULL || flow->orders == NULL
        || flow->co_product == NULL || flow->load == NULL || flow->passes == NULL
        || flow->is_supplied == NULL || flow->order == NULL) {
        return BW_ERR_NOMEM;
    }
    sort_stocks(network, flow, counts);
    add_customers(network, flow);
    for (uint32_t i = 0; i < flow->order_count; i++) {
        const struct bw_stock *stock = &network->stocks[flow->order[i]];
        double demand =
            fmax(flow->demand[flow->order[i]] - flow->co_product[flow->order[i]], 0.0);
        double orders =
            orders_placed(network, stock, demand, flow->orders[flow->order[i]]);
        for (uint32_t k = 0; k < stock->source_count; k++) {
            double share =
                share_of(network, stock, k, orders > 0.0 ? demand / orders : 0.0);
            if (!pass_to_source(network, arena, flow,
                    &network->sources[stock->first_source + k], demand * share,
                    orders * share)) {
                return BW_ERR_NOMEM;
            }
        }
    }
    bw_flow_level_lines(network, flow);
    find_supplied(network, flow);
    return BW_OK;
}
