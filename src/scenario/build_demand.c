/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in customers.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

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
    bool loses = demand->lost_sales || bw_view_has(view, "patience");
    if (demand->penalties.lost > 0.0 && !loses) {
        bw_build_fail(build, bw_build_path(build, penalties.path, "lost"),
            "nothing is lost with \"unmet: backorder\" and without \"patience\"");
    }
}

static void build_payers(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    struct bw_payer *payers = build->network->payers + demand->first_payer;
    double sum = 0.0;
    if (demand->payer_count == 0) {
        return;
    }
    for (uint32_t i = 0; i < demand->payer_count; i++) {
        struct bw_view payer = bw_view_ranked(view, "payers", i);
        sum += bw_view_number(&payer, "share");
        payers[i].cumulative = sum;
        payers[i].price = bw_view_number(&payer, "price");
    }
    for (uint32_t i = 0; i < demand->payer_count; i++) {
        payers[i].cumulative =
            payers[i].cumulative < sum ? payers[i].cumulative / sum : 1.0;
    }
    payers[demand->payer_count - 1].cumulative = 1.0;
    demand->payer_stream = bw_build_stream(build, view->path, "payers");
    if (!(sum > 0.0)) {
        bw_build_fail(build, bw_build_path(build, view->path, "payers"),
            "expected at least one share above 0");
    }
    if (bw_view_has(view, "price")) {
        bw_build_fail(
            build, bw_build_path(build, view->path, "price"), "the payers have prices");
    }
}

static void build_patience(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    demand->patience = bw_build_rare_sampler(build, view, "patience");
    if (demand->patience == BW_NONE) {
        return;
    }
    const char *path = bw_build_path(build, view->path, "patience");
    if (demand->lost_sales) {
        bw_build_fail(build, path, "nobody waits with \"unmet: lost\"");
    }
    if (demand->arrivals == BW_ARRIVALS_SATURATED) {
        bw_build_fail(build, path, "saturated customers wait for ever");
    }
}

void bw_build_demands(struct bw_build *build)
{
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < build->written_demands; i++) {
        bw_build_forget_paths(build);
        struct bw_view view = bw_view_ranked(&root, "demand", i);
        struct bw_demand *demand = &build->network->demands[i];
        find_stock(build, &view, demand);
        bw_build_arrivals(build, &view, demand);
        demand->size = bw_view_sampler(&view, "size");
        bw_view_warn_rounded(&view, "size", demand->item);
        demand->due = bw_view_duration(&view, "due");
        demand->priority = (uint32_t)bw_view_integer(&view, "priority");
        demand->price = bw_view_number(&view, "price");
        demand->lost_sales = bw_view_integer(&view, "unmet") == 1;
        build_penalties(build, &view, demand);
        build_payers(build, &view, demand);
        build_patience(build, &view, demand);
        demand->partial = bw_view_integer(&view, "partial") != 0;
        demand->saturates = BW_NONE;
        demand->activation = bw_view_reference(&view, "activation", build->contracts);
        if (demand->arrivals == BW_ARRIVALS_SATURATED) {
            build_saturated(build, &view, demand);
            if (demand->activation != BW_NONE) {
                bw_build_fail(build, bw_build_path(build, view.path, "activation"),
                    "saturated customers order from the start");
            }
        }
        demand->remaining_life = bw_view_duration(&view, "remaining_shelf_life");
        if (demand->item != BW_NONE) {
            bw_build_check_life(&view, demand->item, demand->remaining_life);
        }
        check_parts(build, &view, demand);
        demand->trial_site = BW_NONE;
        bw_build_open_vial(build, &view, demand);
        bw_build_returns(build, &view, demand);
        demand->rank_stream = bw_build_stream(build, view.path, "rank");
    }
    bw_build_check_traces(build);
}
