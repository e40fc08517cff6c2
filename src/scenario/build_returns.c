/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in what customers send back, and the scans at dispensing.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* Goods of classes that end below this are not sold again unless it is said. */
#define COLD_C 15.0

void bw_build_declare_returns(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    uint32_t returns = 0;
    uint32_t scans = 0;
    for (uint32_t i = 0; i < build->written_demands; i++) {
        const struct bw_node *demand = bw_node_sorted(build->demands, i)->value;
        returns += bw_node_get(demand, "returns") != NULL;
        scans += bw_node_get(demand, "scan") != NULL;
    }
    network->returns = bw_build_allocate(build, returns, sizeof *network->returns);
    network->scans = bw_build_allocate(build, scans, sizeof *network->scans);
    for (uint32_t i = 0; i < build->written_demands && build->status == BW_OK; i++) {
        bw_build_forget_paths(build);
        struct bw_view view = bw_view_ranked(root, "demand", i);
        struct bw_demand *demand = &network->demands[i];
        const struct bw_node *node = bw_node_sorted(build->demands, i)->value;
        if (bw_node_get(node, "returns") != NULL) {
            bw_index number = network->returns_count++;
            network->returns[number].demand = i;
            demand->returns = &network->returns[number];
            bw_build_declare_element(build, BW_ELEMENT_RETURNS, number,
                bw_view_path(&view, "returns"), &network->returns[number].element);
        }
        if (bw_node_get(node, "scan") != NULL) {
            bw_index number = network->scan_count++;
            network->scans[number].demand = i;
            demand->scan = &network->scans[number];
            bw_build_declare_element(build, BW_ELEMENT_SCAN, number,
                bw_view_path(&view, "scan"), &network->scans[number].element);
        }
    }
}

/* Customers of whom neither returns nor scans make sense. */
static void check_demand(
    struct bw_build *build, const char *path, const struct bw_demand *demand)
{
    if (demand->open_vial != NULL) {
        bw_build_fail(build, path, "customers who open vials have none");
    }
    if (demand->arrivals == BW_ARRIVALS_SATURATED) {
        bw_build_fail(build, path, "saturated customers have none");
    }
}

/* The stock into which goods go back. */
static bw_index stock_of(
    struct bw_build *build, const struct bw_view *view, const struct bw_demand *demand)
{
    bw_index site = bw_view_reference(view, "to", build->sites);
    bw_index stock;
    if (site == BW_NONE || demand->item == BW_NONE) {
        return demand->stock;
    }
    stock = bw_build_find_stock(build, site, demand->item);
    if (stock == BW_NONE) {
        bw_build_fail(build, bw_build_path(build, view->path, "to"),
            "%s has no stock of %s", build->network->sites[site].name,
            build->network->items[demand->item].name);
    }
    return stock;
}

/* True where goods of an item may be sold again once they were with a customer. */
static bool resells(
    const struct bw_build *build, const struct bw_view *view, bw_index item)
{
    const struct bw_network *network = build->network;
    if (bw_view_has(view, "resale")) {
        return bw_view_integer(view, "resale") != 0;
    }
    return item == BW_NONE || network->items[item].storage_class == BW_NONE
        || network->classes[network->items[item].storage_class].high_c >= COLD_C;
}

static void build_checks(struct bw_build *build, const struct bw_view *view,
    const struct bw_place *place, struct bw_returns *returns)
{
    struct bw_view inspection = bw_view_child(view, "inspection");
    struct bw_view verify = bw_view_child(view, "verify");
    struct bw_view resolver = bw_view_child(view, "resolver");
    returns->inspects = bw_view_has(view, "inspection");
    bw_build_resolver(build, &inspection, place, &returns->inspection);
    returns->inspection.cost =
        returns->inspects ? bw_view_number(&inspection, "cost") : 0.0;
    bw_build_verification(build, &verify, "ledger", &returns->verify);
    returns->misses = bw_view_number(&verify, "misses");
    returns->miss_stream = bw_build_stream(build, verify.path, "misses");
    bw_build_resolver(build, &resolver, place, &returns->resolver);
    bw_build_cases(build, &resolver, "return", &returns->resolver);
    bw_build_need_resolver(build, view, returns->verify.ledger);
    returns->data = bw_build_data(build, view, returns->element);
    if (!bw_view_has(view, "verify")
        && (returns->data != NULL || bw_view_has(view, "resolver"))) {
        bw_build_fail(build, view->path,
            "missing key \"verify\", without which there are neither answers nor "
            "cases");
    }
    if (!returns->resells && (returns->inspects || bw_view_has(view, "verify"))) {
        bw_build_warn(build, view->path,
            "nobody looks at what comes back: the goods may not be sold again "
            "(\"resale\")");
    }
}

static void build_own(struct bw_build *build, const struct bw_view *view,
    const struct bw_demand *demand, struct bw_returns *returns)
{
    struct bw_place place = {BW_NONE, returns->element, NULL, NULL};
    returns->stock = stock_of(build, view, demand);
    place.site = returns->stock != BW_NONE ? build->network->stocks[returns->stock].site
                                           : BW_NONE;
    returns->share = bw_view_parameter(view, "share", returns->element);
    returns->share_stream = bw_build_stream(build, view->path, "share");
    returns->round_stream = bw_build_stream(build, view->path, "round");
    returns->size = bw_view_sampler(view, "size");
    returns->delay = bw_view_sampler(view, "delay");
    returns->transit = bw_view_sampler(view, "transit");
    returns->resells = resells(build, view, demand->item);
    returns->remaining_life = bw_view_duration(view, "remaining_shelf_life");
    if (demand->item != BW_NONE) {
        bw_build_check_life(view, demand->item, returns->remaining_life);
    }
    returns->credit = bw_view_number(view, "credit");
    returns->credit_refused = bw_view_number(view, "credit_refused");
    returns->handling = bw_view_number(view, "handling");
    build_checks(build, view, &place, returns);
    check_demand(build, view->path, demand);
}

static void build_scan(struct bw_build *build, const struct bw_view *view,
    const struct bw_demand *demand, struct bw_scan *scan)
{
    struct bw_view resolver = bw_view_child(view, "resolver");
    struct bw_place place = {BW_NONE, scan->element, NULL, NULL};
    place.site =
        demand->stock != BW_NONE ? build->network->stocks[demand->stock].site : BW_NONE;
    scan->alerts = bw_view_parameter(view, "alerts", scan->element);
    scan->stream = bw_build_stream(build, view->path, "alerts");
    scan->answer = bw_view_sampler(view, "answer");
    bw_build_resolver(build, &resolver, &place, &scan->resolver);
    scan->resolver.cost = bw_view_number(&resolver, "cost");
    check_demand(build, view->path, demand);
    if (demand->routing.leg_count > 0) {
        bw_build_fail(build, view->path,
            "packs are scanned where they are issued: the customer has no lanes");
    }
}

void bw_build_returns(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    struct bw_network *network = build->network;
    if (demand->returns != NULL) {
        struct bw_view own = bw_view_child(view, "returns");
        build_own(
            build, &own, demand, &network->returns[demand->returns - network->returns]);
    }
    if (demand->scan != NULL) {
        struct bw_view own = bw_view_child(view, "scan");
        build_scan(build, &own, demand, &network->scans[demand->scan - network->scans]);
    }
}
