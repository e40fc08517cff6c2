/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in items and temperature classes, and at sites the places and supplies.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

static void build_classes(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->class_count; i++) {
        struct bw_view view = bw_view_ranked(root, "storage", i);
        struct bw_storage_class *class = &network->classes[i];
        const struct bw_node *range = bw_view_node(&view, "range");
        double bounds[2] = {0.0, 0.0};
        bool good = range != NULL && range->kind == BW_NODE_LIST && range->count == 2;
        for (uint32_t k = 0; k < 2 && good; k++) {
            const struct bw_node *bound = bw_value_unwrap(range->entries[k].value);
            good = bw_units_read(BW_DIMENSION_TEMPERATURE, bound->text, &bounds[k]);
        }
        if (good && bounds[0] >= bounds[1]) {
            bw_build_fail(build, bw_build_path(build, view.path, "range"),
                "expected the lower temperature first");
        }
        class->name = bw_build_keep(build, bw_view_id(&view));
        class->low_c = bounds[0];
        class->high_c = bounds[1];
        class->out_of_range_budget = bw_view_duration(&view, "out_of_range_budget");
    }
}

void bw_build_items(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    network->class_count = bw_view_count(&root, "storage");
    network->packaging_count = bw_view_count(&root, "packaging");
    network->item_count = bw_view_count(&root, "items");
    network->classes =
        bw_build_allocate(build, network->class_count, sizeof *network->classes);
    network->packagings =
        bw_build_allocate(build, network->packaging_count, sizeof *network->packagings);
    network->items =
        bw_build_allocate(build, network->item_count, sizeof *network->items);
    network->budgets = bw_build_allocate(
        build, bw_build_count_budgets(&root), sizeof *network->budgets);
    if (build->status != BW_OK) {
        return;
    }
    build_classes(build, &root);
    bw_build_packagings(build, &root);
    for (uint32_t i = 0; i < network->item_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "items", i);
        network->items[i] = (struct bw_item){
            .name = bw_build_keep(build, bw_view_id(&view)),
            .unit = bw_build_keep(build, bw_view_text(&view, "unit")),
            .quantum = bw_view_number(&view, "quantum"),
            .storage_class = bw_view_reference(&view, "storage", build->classes),
            .shelf_life = bw_view_duration(&view, "shelf_life"),
            .value = bw_view_number(&view, "value"),
            .destruction = bw_view_number(&view, "destruction"),
            .space = bw_view_number(&view, "space"),
            .load = {1.0, bw_view_number(&view, "volume"),
                bw_view_number(&view, "weight"),
                1.0 / bw_view_number(&view, "per_pallet")},
        };
        bw_build_stability(build, &view, &network->items[i]);
    }
}

/* Shares and laws of what can go wrong with an order. */
static void build_reliability(
    struct bw_build *build, const struct bw_view *view, struct bw_supply *supply)
{
    struct bw_view reliability = bw_view_child(view, "reliability");
    struct bw_view late = bw_view_child(&reliability, "late");
    struct bw_view shorts = bw_view_child(&reliability, "short");
    supply->lost_share = bw_view_number(&reliability, "lost");
    supply->late_share = bw_view_number(&late, "probability");
    supply->short_share = bw_view_number(&shorts, "probability");
    supply->late = bw_view_sampler(&late, "delay");
    supply->short_part = bw_view_sampler(&shorts, "part");
    supply->fate_stream = bw_build_stream(build, view->path, "reliability");
    if (supply->lost_share + supply->late_share + supply->short_share > 1.0 + 1e-9) {
        bw_build_fail(build, reliability.path,
            "the shares of lost, late and short orders add up to more than 1");
    }
    if (supply->lost_share >= 1.0) {
        bw_build_fail(build, reliability.path, "every order would be lost");
    }
}

/* Sizes of orders: multiples from a minimum to a maximum. */
static void build_sizes(
    struct bw_build *build, const struct bw_view *view, struct bw_supply *supply)
{
    /* The words read as infinity, and so as 0 quanta. */
    bool any = isinf(bw_view_number(view, "multiple"));
    bool unlimited = isinf(bw_view_number(view, "maximum"));
    supply->minimum = bw_view_quanta(view, "minimum", supply->item);
    supply->multiple = any ? 1 : bw_view_quanta(view, "multiple", supply->item);
    supply->maximum =
        unlimited ? BW_UNLIMITED : bw_view_quanta(view, "maximum", supply->item);
    supply->rounding = (enum bw_size_rounding)bw_view_integer(view, "round");
    if (supply->item == BW_NONE) {
        return;
    }
    if (supply->multiple <= 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "multiple"),
            "expected at least one quantum of the item");
        return;
    }
    if (!unlimited) {
        int64_t least = supply->minimum > 0 ? supply->minimum : 1;
        supply->maximum -= supply->maximum % supply->multiple;
        if (supply->maximum < least
                + (supply->multiple - least % supply->multiple) % supply->multiple) {
            bw_build_fail(build, bw_build_path(build, view->path, "maximum"),
                "expected a multiple that is not below the minimum");
        }
    }
}

static void build_expedite(
    struct bw_build *build, const struct bw_view *view, struct bw_supply *supply)
{
    struct bw_view expedite = bw_view_child(view, "expedite");
    supply->hurried = bw_build_rare_sampler(build, &expedite, "lead_time");
    supply->hurry_order = bw_view_number(&expedite, "order");
    supply->hurry_unit = bw_view_number(&expedite, "unit");
}

static void build_supply(
    struct bw_build *build, const struct bw_view *view, struct bw_supply *supply)
{
    supply->item =
        bw_view_resolve(build, view->path, bw_view_id(view), "items", build->items);
    supply->lead_time = bw_view_sampler(view, "lead_time");
    build_sizes(build, view, supply);
    struct bw_view capacity = bw_view_child(view, "capacity");
    supply->capacity = capacity.node == NULL
        ? BW_NONE
        : bw_view_parameter(&capacity, "quantity", supply->element);
    supply->capacity_every = bw_view_duration(&capacity, "per");
    supply->capacity_at = bw_view_duration(&capacity, "at");
    supply->in_order = bw_view_integer(view, "in_order") != 0;
    build_expedite(build, view, supply);
    supply->price = bw_view_number(view, "price");
    build_reliability(build, view, supply);
    bw_build_onboarding(build, view, supply);
}

static void build_space_cost(const struct bw_view *view, struct bw_space *space)
{
    struct bw_view cost = bw_view_child(view, "cost");
    space->cost_place = bw_view_number(&cost, "place");
    space->cost_fixed = bw_view_number(&cost, "fixed");
    space->cost_overflow = bw_view_number(&cost, "overflow");
}

void bw_build_sites(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < network->site_count; i++) {
        struct bw_view site = bw_view_ranked(&root, "sites", i);
        const struct bw_site_first *first = &build->first[i];
        network->sites[i].cost = bw_view_number(&site, "cost");
        network->sites[i].floor_space = bw_view_number(&site, "floor_space");
        network->sites[i].climate =
            bw_view_reference(&site, "climate", build->climates);
        network->sites[i].grid = bw_view_reference(&site, "grid", build->grids);
        for (uint32_t k = 0; k < bw_view_count(&site, "storage"); k++) {
            struct bw_view view = bw_view_ranked(&site, "storage", k);
            struct bw_space *space = &network->spaces[first->space + k];
            space->storage_class = bw_view_resolve(
                build, view.path, bw_view_id(&view), "storage", build->classes);
            space->capacity = bw_view_parameter(&view, "capacity", space->element);
            space->when_full = (enum bw_when_full)bw_view_integer(&view, "when_full");
            build_space_cost(&view, space);
        }
        for (uint32_t k = 0; k < bw_view_count(&site, "supply"); k++) {
            struct bw_view view = bw_view_ranked(&site, "supply", k);
            build_supply(build, &view, &network->supplies[first->supply + k]);
        }
        for (uint32_t k = 0; k < bw_view_count(&site, "resources"); k++) {
            struct bw_view view = bw_view_ranked(&site, "resources", k);
            bw_build_resource(build, &view, &network->resources[first->resource + k]);
        }
    }
}
