/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in customers.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <string.h>

/* Weights per month, scaled to a mean of 1. */
static void build_season(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    const struct bw_node *season = bw_view_node(view, "season");
    const char *path = bw_build_path(build, view->path, "season");
    double sum = 0.0;
    if (season == NULL || season->kind != BW_NODE_LIST || season->count != 12) {
        return;
    }
    for (uint32_t i = 0; i < 12; i++) {
        const struct bw_node *weight = bw_value_unwrap(season->entries[i].value);
        double value = 0.0;
        if (weight->kind != BW_NODE_SCALAR
            || !bw_units_read(BW_DIMENSION_NUMBER, weight->text, &value)) {
            return;
        }
        demand->season[i] = value;
        sum += value;
    }
    if (!(sum > 0.0)) {
        bw_build_fail(build, path, "expected at least one weight above 0");
        return;
    }
    for (uint32_t i = 0; i < 12; i++) {
        demand->season[i] *= 12.0 / sum;
    }
    demand->season_count = 12;
    if (demand->interval.present) {
        bw_build_fail(build, path, "a season needs poisson arrivals");
    }
}

static void build_arrivals(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    struct bw_view arrivals = bw_view_child(view, "arrivals");
    demand->arrival_stream = bw_build_stream(build, view->path, "arrivals");
    /* With renewal arrivals the slot stays at 0. */
    demand->rate = bw_view_parameter(&arrivals, "poisson", demand->element);
    demand->interval = bw_view_sampler(&arrivals, "every");
}

/* The stock that is asked, and the lanes to the customer. */
static void find_stock(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    bw_index site = bw_view_reference(view, "at", build->sites);
    demand->item = bw_view_reference(view, "item", build->items);
    demand->stock = BW_NONE;
    if (site == BW_NONE) {
        return;
    }
    if (bw_view_has(view, "by") || bw_view_has(view, "routes")
        || bw_view_has(view, "route")) {
        demand->routing = bw_build_routing(build, view, site, BW_NONE, true);
    }
    if (demand->item == BW_NONE) {
        return;
    }
    demand->stock = bw_build_find_stock(build, site, demand->item);
    if (demand->stock == BW_NONE) {
        bw_build_fail(build, bw_build_path(build, view->path, "item"),
            "%s has no stock of %s", build->network->sites[site].name,
            build->network->items[demand->item].name);
    }
}

/* Customers who keep the first step of a recipe busy for ever: each order is one batch,
 * and somebody always waits. */
static void build_saturated(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    struct bw_network *network = build->network;
    const char *path = bw_build_path(build, view->path, "arrivals");
    const struct bw_stock *stock =
        demand->stock != BW_NONE ? &network->stocks[demand->stock] : NULL;
    if (stock == NULL || demand->item == BW_NONE) {
        return;
    }
    const struct bw_stock_source *source = stock->source_count == 1
        ? bw_vector_at(&build->sources, stock->first_source)
        : NULL;
    if (stock->policy != BW_POLICY_MAKE_TO_ORDER || source == NULL
        || source->kind != BW_SOURCE_MAKE) {
        bw_build_fail(build, path,
            "saturated needs a stock with \"from: make\" and "
            "\"policy: make_to_order\"; %s is not",
            bw_build_stock_path(build, demand->stock));
        return;
    }
    const struct bw_recipe *recipe = &network->recipes[source->index];
    struct bw_step *step = &network->steps[recipe->first_step];
    if (recipe->step_count == 0 || step->resource == BW_NONE) {
        bw_build_fail(build, path, "saturated needs a first step with a resource");
        return;
    }
    if (step->line_count > 1) {
        bw_build_fail(
            build, path, "saturated needs a first step with one resource, no choice");
        return;
    }
    if (step->demand != BW_NONE) {
        bw_build_fail(build, path, "%s keeps that recipe busy already",
            network->elements[network->demands[step->demand].element].path);
        return;
    }
    if (recipe->batch > 0 && bw_view_has(view, "size")) {
        bw_build_fail(build, bw_build_path(build, view->path, "size"),
            "an order of saturated customers is one batch");
    }
    demand->saturates = recipe->first_step;
    demand->batch = recipe->batch;
    step->demand = network->elements[demand->element].index;
}

/* A customer who takes no parts cannot ask a stock that shares out. */
static void check_parts(
    struct bw_build *build, const struct bw_view *view, const struct bw_demand *demand)
{
    if (!demand->partial && demand->stock != BW_NONE
        && build->network->stocks[demand->stock].allocation
            == BW_ALLOCATE_PROPORTIONAL) {
        bw_build_fail(build, bw_build_path(build, view->path, "partial"),
            "%s shares out in parts", bw_build_stock_path(build, demand->stock));
    }
}

static void build_penalties(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    struct bw_view penalties = bw_view_child(view, "penalties");
    demand->penalties.late = bw_view_number(&penalties, "late");
    demand->penalties.late_order = bw_view_number(&penalties, "late_order");
    demand->penalties.lost = bw_view_number(&penalties, "lost");
    bool late = demand->penalties.late > 0.0 || demand->penalties.late_order > 0.0;
    if (late && demand->due == BW_FOREVER) {
        bw_build_fail(build, view->path, "missing key \"due\", since late costs");
    }
    if (demand->penalties.lost > 0.0 && !demand->lost_sales) {
        bw_build_fail(build, bw_build_path(build, penalties.path, "lost"),
            "nothing is lost with \"unmet: backorder\"");
    }
}

void bw_build_demands(struct bw_build *build)
{
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < build->network->demand_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "demand", i);
        struct bw_demand *demand = &build->network->demands[i];
        find_stock(build, &view, demand);
        build_arrivals(build, &view, demand);
        demand->size = bw_view_sampler(&view, "size");
        bw_view_warn_rounded(&view, "size", demand->item);
        build_season(build, &view, demand);
        demand->due = bw_view_duration(&view, "due");
        demand->priority = (uint32_t)bw_view_integer(&view, "priority");
        demand->price = bw_view_number(&view, "price");
        demand->lost_sales = bw_view_integer(&view, "unmet") == 1;
        build_penalties(build, &view, demand);
        demand->partial = bw_view_integer(&view, "partial") != 0;
        demand->saturates = BW_NONE;
        const struct bw_node *arrivals = bw_view_node(&view, "arrivals");
        if (arrivals != NULL && arrivals->kind == BW_NODE_SCALAR
            && strcmp(arrivals->text, "saturated") == 0) {
            build_saturated(build, &view, demand);
        }
        demand->remaining_life = bw_view_duration(&view, "remaining_shelf_life");
        if (demand->item != BW_NONE) {
            bw_build_check_life(&view, demand->item, demand->remaining_life);
        }
        check_parts(build, &view, demand);
        demand->rank_stream = bw_build_stream(build, view.path, "rank");
    }
}
