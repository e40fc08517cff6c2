/* SPDX-License-Identifier: Apache-2.0
 *
 * Declares everything that has a number: arrays of all kinds in the order of their ids,
 * and the elements in the order of their paths. References can be resolved afterwards.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdlib.h>
#include <string.h>

void bw_build_declare_element(struct bw_build *build, enum bw_element_kind kind,
    bw_index index, const char *path, bw_index *where)
{
    struct bw_declared *declared = NULL;
    if (bw_vector_push(&build->elements, &declared) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    declared->element = (struct bw_element){bw_build_keep(build, path), kind, index};
    declared->where = where;
}

/* Counts what all sites have, so that arrays need not move. */
static void count_sites(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->site_count; i++) {
        bw_build_forget_paths(build);
        struct bw_view site = bw_view_ranked(root, "sites", i);
        build->first[i] = (struct bw_site_first){network->space_count,
            network->supply_count, network->resource_count, network->recipe_count,
            network->stock_count, network->fleet_count, BW_NONE, BW_NONE, BW_NONE};
        network->space_count += bw_view_count(&site, "storage");
        network->supply_count += bw_view_count(&site, "supply");
        network->resource_count += bw_view_count(&site, "resources");
        network->recipe_count += bw_view_count(&site, "make");
        network->stock_count += bw_view_count(&site, "stock");
        struct bw_view docks = bw_view_child(&site, "docks");
        bool has_docks = bw_view_has(&site, "docks");
        build->first[i].dock = has_docks ? network->dock_count++ : BW_NONE;
        if (has_docks && bw_view_has(&docks, "loading")) {
            build->first[i].loading = network->dock_count++;
        }
        if (bw_view_has(&site, "cross_dock")) {
            build->first[i].hub = network->hub_count++;
        }
        network->fleet_count += bw_view_count(&site, "fleets");
        for (uint32_t k = 0; k < bw_view_count(&site, "storage"); k++) {
            struct bw_view space = bw_view_ranked(&site, "storage", k);
            network->equipment_count += bw_view_has(&space, "equipment");
        }
        for (uint32_t k = 0; k < bw_view_count(&site, "make"); k++) {
            struct bw_view recipe = bw_view_ranked(&site, "make", k);
            network->step_count += bw_view_count(&recipe, "steps");
        }
    }
}

static void allocate(struct bw_build *build)
{
    struct bw_network *n = build->network;
    n->sites = bw_build_allocate(build, n->site_count, sizeof *n->sites);
    n->spaces = bw_build_allocate(build, n->space_count, sizeof *n->spaces);
    n->supplies = bw_build_allocate(build, n->supply_count, sizeof *n->supplies);
    n->resources = bw_build_allocate(build, n->resource_count, sizeof *n->resources);
    n->recipes = bw_build_allocate(build, n->recipe_count, sizeof *n->recipes);
    n->steps = bw_build_allocate(build, n->step_count, sizeof *n->steps);
    n->stocks = bw_build_allocate(build, n->stock_count, sizeof *n->stocks);
    n->lanes = bw_build_allocate(build, n->lane_count, sizeof *n->lanes);
    n->docks = bw_build_allocate(build, n->dock_count, sizeof *n->docks);
    n->hubs = bw_build_allocate(build, n->hub_count, sizeof *n->hubs);
    n->fleets = bw_build_allocate(build, n->fleet_count, sizeof *n->fleets);
    n->equipments = bw_build_allocate(build, n->equipment_count, sizeof *n->equipments);
    n->grids = bw_build_allocate(build, n->grid_count, sizeof *n->grids);
    n->pools = bw_build_allocate(build, n->pool_count, sizeof *n->pools);
    n->ledgers = bw_build_allocate(build, n->ledger_count, sizeof *n->ledgers);
    n->contracts = bw_build_allocate(build, n->contract_count, sizeof *n->contracts);
    n->demands = bw_build_allocate(build, n->demand_count, sizeof *n->demands);
}

/* Steps keep the order written: they follow each other. */
static void declare_steps(struct bw_build *build, const struct bw_view *recipe,
    bw_index index, bw_index *next)
{
    struct bw_network *network = build->network;
    uint32_t count = bw_view_count(recipe, "steps");
    network->recipes[index].first_step = *next;
    network->recipes[index].step_count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct bw_view step = bw_view_written(recipe, "steps", i);
        struct bw_step *made = &network->steps[*next];
        made->recipe = index;
        bw_build_declare_element(
            build, BW_ELEMENT_STEP, *next, step.path, &made->element);
        (*next)++;
    }
}

static void declare_recipes(struct bw_build *build, const struct bw_view *site,
    bw_index index, bw_index *next_step)
{
    struct bw_network *network = build->network;
    for (uint32_t i = 0; i < bw_view_count(site, "make"); i++) {
        struct bw_view view = bw_view_ranked(site, "make", i);
        bw_index number = build->first[index].recipe + i;
        struct bw_recipe *recipe = &network->recipes[number];
        recipe->site = index;
        bw_build_declare_element(
            build, BW_ELEMENT_RECIPE, number, view.path, &recipe->element);
        declare_steps(build, &view, number, next_step);
    }
}

static void declare_docks(
    struct bw_build *build, const struct bw_view *site, bw_index index)
{
    struct bw_network *network = build->network;
    const struct bw_site_first *first = &build->first[index];
    struct bw_view docks = bw_view_child(site, "docks");
    if (first->dock != BW_NONE) {
        struct bw_dock *dock = &network->docks[first->dock];
        dock->site = index;
        bw_build_declare_element(
            build, BW_ELEMENT_DOCK, first->dock, docks.path, &dock->element);
    }
    if (first->loading != BW_NONE) {
        struct bw_view view = bw_view_child(&docks, "loading");
        struct bw_dock *dock = &network->docks[first->loading];
        dock->site = index;
        dock->loads = true;
        bw_build_declare_element(
            build, BW_ELEMENT_DOCK, first->loading, view.path, &dock->element);
    }
    network->sites[index].hub = first->hub;
    if (first->hub != BW_NONE) {
        struct bw_view view = bw_view_child(site, "cross_dock");
        struct bw_hub *hub = &network->hubs[first->hub];
        hub->site = index;
        bw_build_declare_element(
            build, BW_ELEMENT_HUB, first->hub, view.path, &hub->element);
    }
}

/* True for a stock that is written with a forecast. */
static bool has_forecast(const struct bw_entry *stock)
{
    return bw_node_get(stock->value, "forecast") != NULL;
}

static uint32_t count_of(const struct bw_node *node)
{
    return node != NULL && node->kind == BW_NODE_MAP ? node->count : 0;
}

static void declare_forecast(
    struct bw_build *build, const struct bw_view *root, bw_index site, bw_index stock)
{
    struct bw_network *network = build->network;
    bw_index number = network->forecast_count++;
    struct bw_view place = bw_view_ranked(root, "sites", site);
    struct bw_view view =
        bw_view_ranked(&place, "stock", stock - build->first[site].stock);
    network->stocks[stock].forecast = number;
    network->forecasts[number].stock = stock;
    bw_build_declare_element(build, BW_ELEMENT_FORECAST, number,
        bw_view_path(&view, "forecast"), &network->forecasts[number].element);
}

/* Allocates and declares the forecasts, in the order of their stocks. */
static void declare_forecasts(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    uint32_t count = 0;
    for (uint32_t i = 0; i < network->site_count; i++) {
        const struct bw_node *stocks =
            bw_node_get(bw_node_sorted(build->sites, i)->value, "stock");
        for (uint32_t k = 0; k < count_of(stocks); k++) {
            count += has_forecast(&stocks->entries[k]);
        }
    }
    network->forecasts = bw_build_allocate(build, count, sizeof *network->forecasts);
    if (network->forecasts == NULL) {
        return;
    }
    for (uint32_t i = 0; i < network->site_count; i++) {
        const struct bw_node *stocks =
            bw_node_get(bw_node_sorted(build->sites, i)->value, "stock");
        for (uint32_t k = 0; k < count_of(stocks); k++) {
            bw_index stock = build->first[i].stock + k;
            network->stocks[stock].forecast = BW_NONE;
            if (has_forecast(bw_node_sorted(stocks, k))) {
                declare_forecast(build, root, i, stock);
            }
        }
    }
}

static void declare_site(struct bw_build *build, const struct bw_view *site,
    bw_index index, bw_index *next_step)
{
    struct bw_network *network = build->network;
    const struct bw_site_first *first = &build->first[index];
    for (uint32_t i = 0; i < bw_view_count(site, "storage"); i++) {
        struct bw_view view = bw_view_ranked(site, "storage", i);
        struct bw_space *space = &network->spaces[first->space + i];
        space->site = index;
        bw_build_declare_element(
            build, BW_ELEMENT_SPACE, first->space + i, view.path, &space->element);
    }
    for (uint32_t i = 0; i < bw_view_count(site, "supply"); i++) {
        struct bw_view view = bw_view_ranked(site, "supply", i);
        struct bw_supply *supply = &network->supplies[first->supply + i];
        supply->site = index;
        bw_build_declare_element(
            build, BW_ELEMENT_SUPPLY, first->supply + i, view.path, &supply->element);
    }
    for (uint32_t i = 0; i < bw_view_count(site, "resources"); i++) {
        struct bw_view view = bw_view_ranked(site, "resources", i);
        struct bw_resource *resource = &network->resources[first->resource + i];
        resource->site = index;
        bw_build_declare_element(build, BW_ELEMENT_RESOURCE, first->resource + i,
            view.path, &resource->element);
    }
    for (uint32_t i = 0; i < bw_view_count(site, "stock"); i++) {
        struct bw_view view = bw_view_ranked(site, "stock", i);
        struct bw_stock *stock = &network->stocks[first->stock + i];
        stock->site = index;
        bw_build_declare_element(
            build, BW_ELEMENT_STOCK, first->stock + i, view.path, &stock->element);
    }
    declare_docks(build, site, index);
    for (uint32_t i = 0; i < bw_view_count(site, "fleets"); i++) {
        struct bw_view view = bw_view_ranked(site, "fleets", i);
        struct bw_fleet *fleet = &network->fleets[first->fleet + i];
        fleet->site = index;
        bw_build_declare_element(
            build, BW_ELEMENT_FLEET, first->fleet + i, view.path, &fleet->element);
    }
    declare_recipes(build, site, index, next_step);
}

/* Storage equipment of all sites, in the order of its places; and grids. */
static void declare_equipment(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    bw_index number = 0;
    for (uint32_t i = 0; i < network->space_count; i++) {
        bw_index site = network->spaces[i].site;
        struct bw_view at = bw_view_ranked(root, "sites", site);
        struct bw_view space =
            bw_view_ranked(&at, "storage", i - build->first[site].space);
        struct bw_view view = bw_view_child(&space, "equipment");
        if (bw_view_has(&space, "equipment")) {
            network->equipments[number].space = i;
            bw_build_declare_element(build, BW_ELEMENT_EQUIPMENT, number, view.path,
                &network->equipments[number].element);
            number++;
        }
    }
    for (uint32_t i = 0; i < network->grid_count; i++) {
        struct bw_view view = bw_view_ranked(root, "grids", i);
        bw_build_declare_element(
            build, BW_ELEMENT_GRID, i, view.path, &network->grids[i].element);
    }
}

static void declare_payers(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    uint32_t count = 0;
    for (uint32_t i = 0; i < build->written_demands; i++) {
        count +=
            count_of(bw_node_get(bw_node_sorted(build->demands, i)->value, "payers"));
    }
    network->payers = bw_build_allocate(build, count, sizeof *network->payers);
    for (uint32_t i = 0; i < build->written_demands && network->payers != NULL; i++) {
        struct bw_view view = bw_view_ranked(root, "demand", i);
        struct bw_demand *demand = &network->demands[i];
        demand->first_payer = network->payer_count;
        demand->payer_count = bw_view_count(&view, "payers");
        for (uint32_t k = 0; k < demand->payer_count; k++) {
            bw_index number = network->payer_count++;
            struct bw_view payer = bw_view_ranked(&view, "payers", k);
            network->payers[number].demand = i;
            bw_build_declare_element(build, BW_ELEMENT_PAYER, number, payer.path,
                &network->payers[number].element);
        }
    }
}

static void declare_rest(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    bw_index stop = build->written_lanes;
    for (uint32_t i = 0; i < build->written_lanes; i++) {
        bw_build_forget_paths(build);
        struct bw_view view = bw_view_ranked(root, "lanes", i);
        bw_build_declare_element(
            build, BW_ELEMENT_LANE, i, view.path, &network->lanes[i].element);
        for (uint32_t k = 0; k < bw_view_count(&view, "stops"); k++, stop++) {
            struct bw_view at = bw_view_written(&view, "stops", k);
            bw_build_declare_element(
                build, BW_ELEMENT_LANE, stop, at.path, &network->lanes[stop].element);
        }
    }
    for (uint32_t i = 0; i < network->pool_count; i++) {
        struct bw_view view = bw_view_ranked(root, "pools", i);
        bw_build_declare_element(
            build, BW_ELEMENT_POOL, i, view.path, &network->pools[i].element);
    }
    for (uint32_t i = 0; i < network->ledger_count; i++) {
        struct bw_view view = bw_view_ranked(root, "ledger", i);
        bw_build_declare_element(
            build, BW_ELEMENT_LEDGER, i, view.path, &network->ledgers[i].element);
    }
    for (uint32_t i = 0; i < network->contract_count; i++) {
        struct bw_view view = bw_view_ranked(root, "contracts", i);
        bw_build_declare_element(
            build, BW_ELEMENT_CONTRACT, i, view.path, &network->contracts[i].element);
    }
    for (uint32_t i = 0; i < build->written_demands; i++) {
        bw_build_forget_paths(build);
        struct bw_view view = bw_view_ranked(root, "demand", i);
        bw_build_declare_element(
            build, BW_ELEMENT_DEMAND, i, view.path, &network->demands[i].element);
    }
}

/* Budgets of items, which are numbered already. */
static void declare_budgets(struct bw_build *build, const struct bw_view *root)
{
    bw_index number = 0;
    for (uint32_t i = 0; i < build->network->item_count; i++) {
        struct bw_view item = bw_view_ranked(root, "items", i);
        struct bw_view stability = bw_view_child(&item, "stability");
        for (uint32_t k = 0; k < bw_view_count(&stability, "budgets"); k++, number++) {
            struct bw_view budget = bw_view_ranked(&stability, "budgets", k);
            bw_build_declare_element(build, BW_ELEMENT_BUDGET, number, budget.path,
                &build->network->budgets[number].element);
        }
    }
}

/* Packagings, which are numbered already, and legs of lanes. */
static void declare_packaging(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    uint32_t count = 0;
    for (uint32_t i = 0; i < network->packaging_count; i++) {
        struct bw_view view = bw_view_ranked(root, "packaging", i);
        bw_build_declare_element(
            build, BW_ELEMENT_PACKAGING, i, view.path, &network->packagings[i].element);
    }
    for (uint32_t i = 0; i < build->written_lanes; i++) {
        count += count_of(bw_node_get(bw_node_sorted(build->lanes, i)->value, "legs"));
    }
    network->lane_legs = bw_build_allocate(build, count, sizeof *network->lane_legs);
    if (count == 0 || network->lane_legs == NULL) {
        return;
    }
    for (uint32_t i = 0; i < build->written_lanes; i++) {
        bw_build_forget_paths(build);
        struct bw_view lane = bw_view_ranked(root, "lanes", i);
        for (uint32_t k = 0; k < bw_view_count(&lane, "legs"); k++) {
            struct bw_view leg = bw_view_written(&lane, "legs", k);
            bw_index number = network->lane_leg_count++;
            bw_build_declare_element(build, BW_ELEMENT_LANE_LEG, number, leg.path,
                &network->lane_legs[number]);
        }
    }
}

static int compare_declared(const void *a, const void *b)
{
    const struct bw_declared *left = a;
    const struct bw_declared *right = b;
    return strcmp(left->element.path, right->element.path);
}

/* Numbers the elements by their paths, after element 0. */
static void number_elements(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_declared *declared = build->elements.items;
    size_t count = build->elements.count;
    network->elements = bw_build_allocate(build, count + 1, sizeof *network->elements);
    if (network->elements == NULL) {
        return;
    }
    if (count > 0) {
        qsort(declared, count, sizeof *declared, compare_declared);
    }
    network->elements[0] = (struct bw_element){"chain", BW_ELEMENT_CHAIN, 0};
    network->element_count = (uint32_t)count + 1;
    for (size_t i = 0; i < count; i++) {
        network->elements[i + 1] = declared[i].element;
        *declared[i].where = (bw_index)(i + 1);
    }
}

void bw_build_declare(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    bw_index next_step = 0;
    network->site_count = bw_view_count(&root, "sites");
    build->written_lanes = bw_view_count(&root, "lanes");
    network->lane_count = build->written_lanes;
    for (uint32_t i = 0; i < build->written_lanes; i++) {
        bw_build_forget_paths(build);
        struct bw_view lane = bw_view_ranked(&root, "lanes", i);
        network->lane_count += bw_view_count(&lane, "stops");
    }
    network->pool_count = bw_view_count(&root, "pools");
    network->grid_count = bw_view_count(&root, "grids");
    network->ledger_count = bw_view_count(&root, "ledger");
    network->contract_count = bw_view_count(&root, "contracts");
    build->written_demands = bw_view_count(&root, "demand");
    network->demand_count = build->written_demands;
    build->first =
        bw_arena_allocate(&build->scratch, network->site_count, sizeof *build->first);
    if (build->first == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    count_sites(build, &root);
    bw_build_count_trials(build, &root);
    allocate(build);
    for (uint32_t i = 0; i < network->site_count && build->status == BW_OK; i++) {
        bw_build_forget_paths(build);
        struct bw_view site = bw_view_ranked(&root, "sites", i);
        network->sites[i].name = bw_build_keep(build, bw_view_id(&site));
        network->sites[i].kind = bw_build_keep(build, bw_view_text(&site, "kind"));
        network->sites[i].region = bw_build_keep(build, bw_view_text(&site, "region"));
        if (strcmp(network->sites[i].name, "customers") == 0) {
            bw_build_fail(
                build, site.path, "\"customers\" is the end of lanes, no site");
        }
        declare_site(build, &site, i, &next_step);
    }
    if (build->status == BW_OK) {
        declare_forecasts(build, &root);
        declare_rest(build, &root);
        declare_payers(build, &root);
        bw_build_declare_returns(build, &root);
        declare_equipment(build, &root);
        declare_budgets(build, &root);
        declare_packaging(build, &root);
        bw_build_declare_trials(build, &root);
        number_elements(build);
    }
}
