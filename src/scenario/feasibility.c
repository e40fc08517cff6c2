/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/feasibility.h"

#include "base/time.h"
#include "chain/calendar.h"
#include "scenario/flow.h"

#include <math.h>
#include <string.h>

static double initial(const struct bw_build *build, bw_index slot)
{
    return slot == BW_NONE ? 0.0 : build->network->parameters[slot].initial;
}

static const char *element_path(const struct bw_build *build, bw_index element)
{
    return build->network->elements[element].path;
}

static double units_of(const struct bw_build *build, bw_index item, int64_t quanta)
{
    return (double)quanta * build->network->items[item].quantum;
}

/* True when the stock draws on one that is still in the set. */
static bool draws_on(
    const struct bw_network *network, bw_index index, const bool *in_set)
{
    const struct bw_stock *stock = &network->stocks[index];
    bool draws = false;
    for (uint32_t k = 0; k < stock->source_count; k++) {
        const struct bw_stock_source *source =
            &network->sources[stock->first_source + k];
        const struct bw_recipe *recipe =
            source->kind == BW_SOURCE_MAKE ? &network->recipes[source->index] : NULL;
        draws = draws || (source->kind == BW_SOURCE_STOCK && in_set[source->index]);
        for (uint32_t i = 0; recipe != NULL && i < recipe->need_count; i++) {
            draws = draws || in_set[network->needs[recipe->first_need + i].stock];
        }
        for (uint32_t i = 0; recipe != NULL && i < recipe->co_product_count; i++) {
            draws = draws
                || in_set[network->co_products[recipe->first_co_product + i].stock];
        }
    }
    return draws;
}

/* Reports a stock of a circle: stocks that could not be ordered, without those that
 * only feed the circle. */
static void check_circles(struct bw_build *build, const struct bw_flow *flow)
{
    const struct bw_network *network = build->network;
    if (flow->order_count == network->stock_count) {
        return;
    }
    bool *in_set =
        bw_arena_allocate(&build->scratch, network->stock_count, sizeof *in_set);
    if (in_set == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        in_set[i] = true;
    }
    for (uint32_t i = 0; i < flow->order_count; i++) {
        in_set[flow->order[i]] = false;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < network->stock_count; i++) {
            if (in_set[i] && !draws_on(network, i, in_set)) {
                in_set[i] = false;
                changed = true;
            }
        }
    }
    uint32_t first = 0;
    while (!in_set[first]) {
        first++;
    }
    bw_build_fail(build, bw_build_stock_path(build, first),
        "this stock is filled, over others or recipes, from itself");
}

/* What somebody asks for must come from somewhere. */
static void check_sources(struct bw_build *build, const struct bw_flow *flow)
{
    const struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->demand_count; i++) {
        const struct bw_demand *demand = &network->demands[i];
        if (!flow->is_supplied[demand->stock]) {
            bw_build_fail(build, element_path(build, demand->element),
                "no route can reach it: %s cannot be filled from any supply, recipe or "
                "initial stock",
                bw_build_stock_path(build, demand->stock));
        }
    }
    for (uint32_t i = 0; i < network->recipe_count; i++) {
        const struct bw_recipe *recipe = &network->recipes[i];
        for (uint32_t k = 0; k < recipe->need_count; k++) {
            bw_index stock = network->needs[recipe->first_need + k].stock;
            if (!flow->is_supplied[stock]) {
                bw_build_fail(build, element_path(build, recipe->element),
                    "nobody makes or supplies what it needs: %s cannot be filled",
                    bw_build_stock_path(build, stock));
            }
        }
    }
}

/* What only comes as a co-product cannot be more than what comes. */
static void check_co_products(struct bw_build *build, const struct bw_flow *flow)
{
    const struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        double comes = flow->co_product[i];
        if (stock->source_count == 0 && comes > 0.0
            && flow->demand[i] > comes * (1.0 + 1e-9)) {
            bw_build_warn(build, element_path(build, stock->element),
                "%.6g units a day are asked for on average, and %.6g come as a "
                "co-product: backorders will grow without end",
                flow->demand[i] * BW_DAY, comes * BW_DAY);
        }
    }
}

/* Servers of a resource that are on duty, on average over the horizon. */
static double mean_duty(
    const struct bw_build *build, const struct bw_resource *resource)
{
    const struct bw_network *network = build->network;
    double count = initial(build, resource->servers);
    double sum = 0.0;
    bw_time from = 0;
    for (uint32_t i = 0; i <= network->change_count && from < network->horizon; i++) {
        bool last = i == network->change_count;
        const struct bw_dated_change *change = last ? NULL : &network->changes[i];
        if (!last && change->slot != resource->servers) {
            continue;
        }
        bw_time to =
            last || change->time > network->horizon ? network->horizon : change->time;
        if (to > from) {
            sum += (double)(to - from)
                * bw_calendar_mean_duty(
                    network, resource, (uint32_t)llround(count), from, to);
            from = to;
        }
        count = last ? count : change->value;
    }
    return sum / (double)network->horizon;
}

/* Servers of a resource that are on duty and up, on average over the horizon. */
static double mean_servers(
    const struct bw_build *build, const struct bw_resource *resource)
{
    const struct bw_network *network = build->network;
    double servers = mean_duty(build, resource);
    /* Extra ones are on duty whenever somebody may be. */
    servers += resource->flexible.servers
        * bw_calendar_mean_duty(network, resource, 1, 0, network->horizon);
    if (resource->failure.present && resource->repair.present) {
        double up = bw_law_mean(&resource->failure.law);
        servers *= up / (up + bw_law_mean(&resource->repair.law));
    }
    if (resource->maintenance.present && resource->maintenance.time.present) {
        double time = bw_law_mean(&resource->maintenance.time.law);
        double every = (double)resource->maintenance.every;
        double busy = (double)resource->maintenance.after_busy;
        servers *= every > 0.0 ? fmax(1.0 - time / every, 0.0) : 1.0;
        servers *= busy > 0.0 ? busy / (busy + time) : 1.0;
    }
    return servers;
}

/* Servers wanted on average against servers that are there. Work on quarantined goods
 * is not counted. */
static void check_load(struct bw_build *build, const struct bw_flow *flow)
{
    const struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->resource_count; i++) {
        const struct bw_resource *resource = &network->resources[i];
        double servers = mean_servers(build, resource);
        /* Who comes to a full queue may go away again. */
        if (servers > 0.0 && resource->queue_limit == UINT32_MAX
            && flow->load[i] > servers * (1.0 + 1e-9)) {
            bw_build_warn(build, element_path(build, resource->element),
                "the mean load is %.3g servers and %.3g are there (utilisation %.2f): "
                "its "
                "queue will grow without end",
                flow->load[i], servers, flow->load[i] / servers);
        }
    }
}

/* Places that units of an item take. */
static double places_of(const struct bw_build *build, bw_index item, double units)
{
    return units * build->network->items[item].space;
}

/* Position after an order of the rule, with its safety; NaN where there is no level. */
static double level_of(const struct bw_build *build, const struct bw_stock *stock)
{
    struct bw_policy_view view =
        bw_flow_view(build->network, stock, stock->mean_demand);
    return bw_policy(stock->policy)->level(&view);
}

/* Recipe of a source, NULL when it is none. */
static const struct bw_recipe *recipe_at(
    const struct bw_network *network, const struct bw_stock *stock, uint32_t k)
{
    const struct bw_stock_source *source = &network->sources[stock->first_source + k];
    return source->kind == BW_SOURCE_MAKE ? &network->recipes[source->index] : NULL;
}

/* The recipe with the smallest batches that feeds a stock, NULL when there is none. */
static const struct bw_recipe *recipe_of(
    const struct bw_network *network, const struct bw_stock *stock)
{
    const struct bw_recipe *best = NULL;
    for (uint32_t i = 0; i < stock->source_count; i++) {
        const struct bw_recipe *recipe = recipe_at(network, stock, i);
        if (recipe != NULL
            && (best == NULL || recipe->batch_minimum < best->batch_minimum)) {
            best = recipe;
        }
    }
    return best;
}

/* Orders below a batch that are rounded down start nothing. */
static void check_batch(struct bw_build *build, const struct bw_stock *stock)
{
    const struct bw_recipe *recipe = recipe_of(build->network, stock);
    if (recipe == NULL || stock->rounding != BW_ROUND_DOWN) {
        return;
    }
    double batch = units_of(build, stock->item, recipe->batch_minimum);
    double level = level_of(build, stock);
    if (level < batch * (1.0 - 1e-9)) {
        bw_build_warn(build, element_path(build, stock->element),
            "an order of an empty stock is %.12g and a batch is %.12g: rounded down, "
            "no batch starts unless orders wait; write \"round: up\" or a level of "
            "%.12g or more",
            level, batch, batch);
    }
}

/* Work that nobody ever does. */
static void check_servers(struct bw_build *build, bw_index user, bw_index resource)
{
    const struct bw_network *network = build->network;
    if (resource == BW_NONE) {
        return;
    }
    bw_index servers = network->resources[resource].servers;
    if (network->resources[resource].most_servers == 0) {
        bw_build_fail(build, network->parameters[servers].path,
            "expected at least 1, since %s works there, found 0",
            element_path(build, user));
    } else if (!(mean_servers(build, &network->resources[resource]) > 0.0)) {
        bw_build_fail(build, element_path(build, network->resources[resource].element),
            "its calendar has nobody on duty within the horizon, and %s works there",
            element_path(build, user));
    }
}

/* Resources that do the checks of suppliers. */
static void check_auditors(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->supply_count; i++) {
        const struct bw_onboarding *onboarding = &network->supplies[i].onboarding;
        for (uint32_t k = 0; k < onboarding->check_count; k++) {
            check_servers(build, network->supplies[i].element,
                network->checks[onboarding->first_check + k].resource);
        }
    }
}

static void check_steps(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->step_count; i++) {
        const struct bw_step *step = &network->steps[i];
        if (step->line_count == 0) {
            check_servers(build, step->element, step->resource);
        }
        for (bw_index k = 0; k < step->line_count; k++) {
            check_servers(
                build, step->element, network->lines[step->first_line + k].resource);
        }
        if (step->test.present && step->test.resource != step->resource) {
            check_servers(build, step->element, step->test.resource);
        }
        if (step->test.retest.present
            && step->test.retest.resource != step->test.resource) {
            check_servers(build, step->element, step->test.retest.resource);
        }
    }
    for (uint32_t i = 0; i < network->recipe_count; i++) {
        const struct bw_release *release = &network->recipes[i].release;
        bw_index element = network->recipes[i].element;
        check_servers(build, element, release->review.resource);
        if (release->investigation.resource != release->review.resource) {
            check_servers(build, element, release->investigation.resource);
        }
    }
}

static void check_items(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    bool *used = bw_arena_allocate(&build->scratch, network->item_count, sizeof *used);
    if (used == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        used[network->stocks[i].item] = true;
    }
    for (uint32_t i = 0; i < network->supply_count; i++) {
        used[network->supplies[i].item] = true;
    }
    for (uint32_t i = 0; i < network->item_count; i++) {
        if (!used[i]) {
            bw_build_warn(build, bw_build_path(build, "items", network->items[i].name),
                "nothing uses this item");
        }
    }
}

static void check_stock_space(struct bw_build *build, const struct bw_stock *stock)
{
    const struct bw_network *network = build->network;
    const char *path = element_path(build, stock->element);
    if (stock->space == BW_NONE) {
        return;
    }
    const struct bw_space *space = &network->spaces[stock->space];
    double capacity = initial(build, space->capacity);
    const char *place = element_path(build, space->element);
    static const char *const when_full[] = {[BW_FULL_WAIT] = "wait",
        [BW_FULL_OVERFLOW] = "lie in overflow",
        [BW_FULL_REFUSE] = "be turned away"};
    double level = level_of(build, stock);
    double wanted = places_of(build, stock->item, level);
    if (wanted > capacity && !stock->fits_space) {
        bw_build_warn(build, path,
            "the order-up-to level needs %.6g places and %s has %.6g: goods will %s",
            wanted, place, capacity, when_full[space->when_full]);
    }
    for (uint32_t k = 0; k < stock->source_count; k++) {
        const struct bw_recipe *recipe = recipe_at(network, stock, k);
        if (recipe == NULL) {
            continue;
        }
        double batch =
            places_of(build, stock->item, units_of(build, stock->item, recipe->batch));
        if (batch > capacity && space->when_full != BW_FULL_OVERFLOW) {
            bw_build_fail(build, element_path(build, recipe->element),
                "a batch needs %.6g places and %s has %.6g", batch, place, capacity);
        }
    }
}

/* All initial stocks of one class together. */
static void check_initial_space(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    double *used =
        bw_arena_allocate(&build->scratch, network->space_count, sizeof *used);
    if (used == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        if (stock->space != BW_NONE) {
            used[stock->space] += places_of(
                build, stock->item, units_of(build, stock->item, stock->initial));
        }
    }
    for (uint32_t i = 0; i < network->space_count; i++) {
        double capacity = initial(build, network->spaces[i].capacity);
        if (used[i] > capacity && network->spaces[i].when_full != BW_FULL_OVERFLOW) {
            bw_build_fail(build, element_path(build, network->spaces[i].element),
                "the initial stocks need %.6g places and there are %.6g", used[i],
                capacity);
        }
    }
}

static void check_rule(struct bw_build *build, const struct bw_stock *stock)
{
    struct bw_policy_view view =
        bw_flow_view(build->network, stock, stock->mean_demand);
    if (stock->service.fill_rate != BW_NONE
        && !(bw_policy_cycle_quantity(&view, stock->policy, stock->review_every)
            > 0.0)) {
        bw_build_fail(build,
            bw_build_path(build, element_path(build, stock->element), "service_level"),
            "a fill rate needs a rule with a quantity, or reviews");
    }
    double low = initial(build, stock->numbers[0]);
    double high = initial(build, stock->numbers[1]);
    bool days = stock->policy == BW_POLICY_COVER;
    if (!bw_build_levels_fit(stock, low, high)) {
        const char *unit = days ? " d" : "";
        double scale = days ? BW_DAY : 1.0;
        bw_build_fail(build, build->network->parameters[stock->numbers[0]].path,
            "expected less than order_up_to, found %.12g%s and %.12g%s", low / scale,
            unit, high / scale, unit);
    }
}

/* Mean time of the fastest route [ticks], without waits for departures. */
static double time_of_routing(
    const struct bw_network *network, const struct bw_routing *routing)
{
    double best = routing->way_count > 0 ? INFINITY : 0.0;
    for (uint32_t i = 0; i < routing->way_count; i++) {
        const struct bw_way *way = &network->ways[routing->first_way + i];
        double time = 0.0;
        for (uint32_t k = 0; k < way->leg_count; k++) {
            bw_index lane = network->legs[way->first_leg + k].lane;
            time += (double)network->lanes[lane].mean_time;
        }
        best = fmin(best, time);
    }
    return best;
}

/* Goods that expire on the way from a source. */
static void check_shelf_life(struct bw_build *build, const struct bw_stock *stock,
    const struct bw_stock_source *source)
{
    const struct bw_network *network = build->network;
    const struct bw_item *item = &network->items[stock->item];
    double transit = time_of_routing(network, &source->routing);
    char life[32];
    char way[32];
    if (item->shelf_life != BW_FOREVER && transit > (double)item->shelf_life) {
        bw_build_warn(build, element_path(build, stock->element),
            "the shelf life of %s is %s and the mean way here takes %s", item->name,
            bw_time_write(item->shelf_life, life, sizeof life),
            bw_time_write(bw_time_round(transit), way, sizeof way));
    }
}

void bw_feasibility_check(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_flow flow;
    enum bw_status status = bw_flow_compute(network, &build->scratch, &flow);
    if (status != BW_OK) {
        build->status = status;
        return;
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        network->stocks[i].mean_demand = flow.demand[i];
    }
    check_circles(build, &flow);
    if (flow.order_count == network->stock_count) {
        check_sources(build, &flow);
    }
    check_load(build, &flow);
    check_co_products(build, &flow);
    check_initial_space(build);
    check_steps(build);
    check_auditors(build);
    check_items(build);
    for (uint32_t i = 0; i < network->stock_count; i++) {
        check_rule(build, &network->stocks[i]);
        check_stock_space(build, &network->stocks[i]);
        check_batch(build, &network->stocks[i]);
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        for (uint32_t k = 0; k < stock->source_count; k++) {
            check_shelf_life(build, stock, &network->sources[stock->first_source + k]);
        }
    }
    bw_feasibility_transport(build);
}
