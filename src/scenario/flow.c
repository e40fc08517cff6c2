/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/flow.h"

#include "chain/recipe.h"

#include "chain/policy_safety.h"

#include <math.h>

#define ROUND_LIMIT 1000 /* times that a batch is followed back */
#define MASS_LIMIT 1e-12 /* share of batches that is no longer followed */

/* What leaves a step: shares of batches and of quantity. */
struct wave {
    double *batches, *next_batches;
    double *quantity, *next_quantity;
    double out; /* share of the quantity that is done and good */
};

/* Hands a share of what leaves a step to where it goes; good goods out are added to
 * wave->out. Going back waits for the next round. */
static void hand_on(const struct bw_recipe *recipe, struct wave *wave, uint32_t from,
    bw_index to, double batches, double quantity)
{
    if (to == BW_ROUTE_DONE) {
        wave->out += quantity;
    } else if (to != BW_ROUTE_SCRAP && to != BW_NONE) {
        uint32_t step = to - recipe->first_step;
        bool back = step <= from;
        (back ? wave->next_batches : wave->batches)[step] += batches;
        (back ? wave->next_quantity : wave->quantity)[step] += quantity;
    }
}

/* Follows one round of batches through the steps in order. */
static void follow_round(const struct bw_network *network,
    const struct bw_recipe *recipe, struct wave *wave, uint32_t round, double *visits)
{
    for (uint32_t i = 0; i < recipe->step_count; i++) {
        const struct bw_step *step = &network->steps[recipe->first_step + i];
        double batches = wave->batches[i];
        double quantity = wave->quantity[i];
        double good = (1.0 - step->reject) * (1.0 - bw_recipe_test_loss(step));
        double yield = step->yield.present ? bw_law_mean(&step->yield.law) : 1.0;
        bool last = i + 1 == recipe->step_count;
        bw_index next = last ? BW_ROUTE_DONE : recipe->first_step + i + 1;
        visits[i] += batches;
        wave->batches[i] = 0.0;
        wave->quantity[i] = 0.0;
        batches *= good;
        quantity *= good * yield;
        if (step->route_count == 0 || round + 1 >= step->at_most) {
            hand_on(recipe, wave, i, next, batches, quantity);
            continue;
        }
        double before = 0.0;
        for (uint32_t k = 0; k < step->route_count; k++) {
            const struct bw_route *route = &network->routes[step->first_route + k];
            double share = route->cumulative - before;
            before = route->cumulative;
            hand_on(recipe, wave, i, route->to, batches * share, quantity * share);
        }
    }
}

double bw_flow_recipe(
    const struct bw_network *network, bw_index recipe_index, double *figures)
{
    const struct bw_recipe *recipe = &network->recipes[recipe_index];
    uint32_t count = recipe->step_count;
    double *visits = figures;
    struct wave wave = {.batches = figures + count,
        .next_batches = figures + 2 * (size_t)count,
        .quantity = figures + 3 * (size_t)count,
        .next_quantity = figures + 4 * (size_t)count};
    double left = 1.0;
    for (uint32_t i = 0; i < count; i++) {
        visits[i] = 0.0;
        wave.batches[i] = wave.next_batches[i] = i == 0 ? 1.0 : 0.0;
        wave.quantity[i] = wave.next_quantity[i] = wave.batches[i];
    }
    for (uint32_t round = 0; round < ROUND_LIMIT && left > MASS_LIMIT; round++) {
        left = 0.0;
        for (uint32_t i = 0; i < count; i++) {
            wave.batches[i] = wave.next_batches[i];
            wave.quantity[i] = wave.next_quantity[i];
            wave.next_batches[i] = wave.next_quantity[i] = 0.0;
        }
        follow_round(network, recipe, &wave, round, visits);
        for (uint32_t i = 0; i < count; i++) {
            left += wave.next_batches[i];
        }
    }
    return wave.out * bw_recipe_release_share(recipe);
}

/* Parameter as the scenario gives it; 0 for a rule that has none. */
static double initial(const struct bw_network *network, bw_index slot)
{
    return slot == BW_NONE ? 0.0 : network->parameters[slot].initial;
}

static double mean(const struct bw_sampler *sampler)
{
    return sampler->present ? bw_law_mean(&sampler->law) : 0.0;
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
        .lead_time = initial(network, stock->service.lead_time),
        .lead_time_sd = initial(network, stock->service.lead_time_sd),
        .review = (double)stock->review_every,
        .rate = rate,
        .demand_sd = initial(network, stock->service.demand_sd),
    };
    bool has_service = stock->service.cycle != BW_NONE;
    struct bw_policy_view view = {
        .safety = initial(network, stock->safety_stock)
            + initial(network, stock->safety_lead_time) * rate
            + (has_service ? bw_policy_safety(&safety) : 0.0),
        .rate = rate,
        .quantum = network->items[stock->item].quantum,
        .trigger_below = stock->trigger_below,
    };
    for (int i = 0; i < BW_POLICY_NUMBER_LIMIT; i++) {
        view.numbers[i] = initial(network, stock->numbers[i]);
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
        placed = fmin(placed, 1.0 / (double)stock->review_every);
    }
    return placed;
}

static void add_resolver(
    struct bw_flow *flow, const struct bw_resolver *resolver, double rate)
{
    if (resolver->resource != BW_NONE) {
        flow->load[resolver->resource] += rate * mean(&resolver->time);
    }
}

/* Adds the work of reviews and investigations, as if every batch got so far. */
static void add_release(
    struct bw_flow *flow, const struct bw_release *release, double batches)
{
    add_resolver(flow, &release->review, batches);
    if (release->deviations.present) {
        add_resolver(flow, &release->investigation,
            batches * bw_law_mean(&release->deviations.law));
    }
}

/* Adds what a recipe draws and how busy it keeps its resources. */
static bool pass_to_recipe(const struct bw_network *network, struct bw_arena *arena,
    struct bw_flow *flow, bw_index index, double demand, double orders)
{
    const struct bw_recipe *recipe = &network->recipes[index];
    uint32_t count = recipe->step_count;
    double *visits = bw_arena_allocate(arena, 5 * (size_t)count + 1, sizeof *visits);
    if (visits == NULL) {
        return false;
    }
    double out = bw_flow_recipe(network, index, visits);
    double started = out > 0.0 ? demand / out : 0.0;
    double batch = (double)recipe->batch * network->items[recipe->item].quantum;
    double smallest =
        (double)recipe->batch_minimum * network->items[recipe->item].quantum;
    double batches = batch > 0.0 ? started / batch : orders;
    if (recipe->batch_step > 0) {
        /* One batch per order, as far as its size allows. */
        batches = fmin(started / smallest, fmax(batches, orders));
    }
    for (uint32_t i = 0; i < recipe->need_count; i++) {
        const struct bw_need *need = &network->needs[recipe->first_need + i];
        const struct bw_item *item = &network->items[network->stocks[need->stock].item];
        double per_batch = (double)need->per_batch * item->quantum;
        flow->demand[need->stock] += batch > 0.0 && recipe->batch_step == 0
            ? batches * per_batch
            : started * need->per_unit;
        flow->orders[need->stock] += batches;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct bw_step *step = &network->steps[recipe->first_step + i];
        double rate = batches * visits[i];
        if (step->resource != BW_NONE) {
            flow->load[step->resource] +=
                rate * (mean(&step->setup) + mean(&step->time));
        }
        if (step->test.present && step->test.resource != BW_NONE) {
            flow->load[step->test.resource] += rate * mean(&step->test.time);
        }
        if (step->test.retest.present && step->test.retest.resource != BW_NONE) {
            flow->load[step->test.retest.resource] +=
                rate * step->test.reject * mean(&step->test.retest.time);
        }
    }
    add_release(flow, &recipe->release, batches);
    return true;
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

static void add_customers(const struct bw_network *network, struct bw_flow *flow)
{
    for (uint32_t i = 0; i < network->demand_count; i++) {
        const struct bw_demand *demand = &network->demands[i];
        double rate = initial(network, demand->rate);
        if (demand->interval.present) {
            rate = 1.0 / mean(&demand->interval);
        }
        flow->orders[demand->stock] += rate;
        flow->demand[demand->stock] += rate * mean(&demand->size);
    }
}

/* True when goods can come from a source: always from a supply, and from a recipe all
 * of whose inputs can come. */
static bool can_give(const struct bw_network *network, const struct bw_flow *flow,
    const struct bw_stock_source *source)
{
    if (source->kind != BW_SOURCE_MAKE) {
        return source->kind == BW_SOURCE_SUPPLY || flow->is_supplied[source->index];
    }
    const struct bw_recipe *recipe = &network->recipes[source->index];
    bool good = true;
    for (uint32_t i = 0; i < recipe->need_count; i++) {
        good = good && flow->is_supplied[network->needs[recipe->first_need + i].stock];
    }
    return good;
}

/* Goods can come from some source, or are there at the start. */
static bool can_come(
    const struct bw_network *network, const struct bw_flow *flow, bw_index index)
{
    const struct bw_stock *stock = &network->stocks[index];
    bool good = stock->initial_count > 0;
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

/* Share of what a stock orders that goes to its source k: all to the first, unless it
 * is split. */
static double share_of(
    const struct bw_network *network, const struct bw_stock *stock, uint32_t k)
{
    double sum = 0.0;
    if (stock->source_rule != BW_SOURCE_SPLIT) {
        return k == 0 ? 1.0 : 0.0;
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
        || pass_to_recipe(network, arena, flow, source->index, demand, orders);
}

enum bw_status bw_flow_compute(
    const struct bw_network *network, struct bw_arena *arena, struct bw_flow *flow)
{
    uint32_t count = network->stock_count;
    uint32_t *counts = bw_arena_allocate(arena, count, sizeof *counts);
    *flow = (struct bw_flow){
        .demand = bw_arena_allocate(arena, count, sizeof(double)),
        .orders = bw_arena_allocate(arena, count, sizeof(double)),
        .load = bw_arena_allocate(arena, network->resource_count, sizeof(double)),
        .is_supplied = bw_arena_allocate(arena, count, sizeof(bool)),
        .order = bw_arena_allocate(arena, count, sizeof(bw_index)),
    };
    if (counts == NULL || flow->demand == NULL || flow->orders == NULL
        || flow->load == NULL || flow->is_supplied == NULL || flow->order == NULL) {
        return BW_ERR_NOMEM;
    }
    sort_stocks(network, flow, counts);
    add_customers(network, flow);
    for (uint32_t i = 0; i < flow->order_count; i++) {
        const struct bw_stock *stock = &network->stocks[flow->order[i]];
        double demand = flow->demand[flow->order[i]];
        double orders =
            orders_placed(network, stock, demand, flow->orders[flow->order[i]]);
        for (uint32_t k = 0; k < stock->source_count; k++) {
            double share = share_of(network, stock, k);
            if (!pass_to_source(network, arena, flow,
                    &network->sources[stock->first_source + k], demand * share,
                    orders * share)) {
                return BW_ERR_NOMEM;
            }
        }
    }
    for (uint32_t i = flow->order_count; i > 0; i--) {
        bw_index index = flow->order[i - 1];
        flow->is_supplied[index] = can_come(network, flow, index);
    }
    return BW_OK;
}
