/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules of clinical supply: whose visits a stock of kits is resupplied for, and orders
 * by date.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdlib.h>

static void build_irt(
    struct bw_build *build, const struct bw_view *rule, struct bw_stock *stock)
{
    struct bw_irt *irt = NULL;
    if (bw_vector_push(&build->irts, &irt) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *irt = (struct bw_irt){
        .stock = (bw_index)(stock - build->network->stocks),
        .together = bw_view_integer(rule, "together") != 0,
    };
    stock->irt = (bw_index)(build->irts.count - 1);
    if (bw_view_duration(rule, "short_window") > bw_view_duration(rule, "window")) {
        bw_build_fail(
            build, bw_view_path(rule, "short_window"), "expected at most the window");
    }
    if (bw_view_number(rule, "min") > bw_view_number(rule, "max")) {
        bw_build_fail(build, bw_view_path(rule, "min"), "expected at most max");
    }
}

static int compare_planned(const void *a, const void *b)
{
    const struct bw_planned_order *left = a;
    const struct bw_planned_order *right = b;
    return (left->at > right->at) - (left->at < right->at);
}

/* True when a trial gives out an item. */
static bool is_kit(const struct bw_network *network, bw_index item)
{
    for (uint32_t i = 0; i < network->kit_type_count; i++) {
        if (network->kit_types[i] == item) {
            return true;
        }
    }
    return false;
}

static void build_need(struct bw_build *build, const struct bw_view *view,
    const struct bw_stock *stock, struct bw_planned_order *order)
{
    struct bw_view need = bw_view_child(view, "need");
    order->is_sized = need.node != NULL;
    if (order->is_sized == bw_view_has(view, "quantity")) {
        bw_build_fail(build, view->path, "expected either \"quantity\" or \"need\"");
    }
    if (!order->is_sized) {
        return;
    }
    order->overage = bw_view_number(&need, "overage");
    order->share = bw_view_number(&need, "share");
    order->keep = bw_view_duration(&need, "keep");
    if (stock->item != BW_NONE && !is_kit(build->network, stock->item)) {
        bw_build_fail(build, need.path, "no clinical trial gives out %s",
            build->network->items[stock->item].name);
    }
}

static void build_planned(
    struct bw_build *build, const struct bw_view *rule, struct bw_stock *stock)
{
    stock->first_planned = (bw_index)build->planned_orders.count;
    for (uint32_t i = 0; i < bw_view_count(rule, "orders"); i++) {
        struct bw_view view = bw_view_ranked(rule, "orders", i);
        struct bw_planned_order *order = NULL;
        if (bw_vector_push(&build->planned_orders, &order) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *order = (struct bw_planned_order){
            .at = bw_view_instant(&view, "at"),
            .quantity = bw_view_number(&view, "quantity"),
            .shelf_life = bw_view_duration(&view, "shelf_life"),
        };
        build_need(build, &view, stock, order);
        stock->planned_count++;
        if (order->at < -build->network->warmup) {
            bw_build_fail(build, bw_view_path(&view, "at"),
                "expected a date that is not before the warm-up");
        }
    }
    if (stock->planned_count == 0) {
        return;
    }
    struct bw_planned_order *orders =
        bw_vector_at(&build->planned_orders, stock->first_planned);
    qsort(orders, stock->planned_count, sizeof *orders, compare_planned);
    for (uint32_t i = 1; i < stock->planned_count; i++) {
        if (orders[i].at == orders[i - 1].at) {
            bw_build_fail(build, bw_view_path(rule, "orders"),
                "expected orders at different times");
        }
    }
}

void bw_build_clinical_rule(
    struct bw_build *build, const struct bw_view *rule, struct bw_stock *stock)
{
    if (stock->policy == BW_POLICY_IRT) {
        build_irt(build, rule, stock);
    } else if (stock->policy == BW_POLICY_PLANNED) {
        build_planned(build, rule, stock);
    }
}

/* A stock with the rule and a demand behind it. */
struct link {
    bw_index irt, demand;
};

static int compare_links(const void *a, const void *b)
{
    const struct link *left = a;
    const struct link *right = b;
    if (left->irt != right->irt) {
        return left->irt < right->irt ? -1 : 1;
    }
    return (left->demand > right->demand) - (left->demand < right->demand);
}

/* Links a demand with the stocks upstream of it that have the rule. */
static void link_upstream(struct bw_build *build, bw_index demand, bw_index *seen_by,
    bw_index *list, struct bw_vector *links)
{
    const struct bw_network *network = build->network;
    uint32_t count = 0;
    list[count++] = network->demands[demand].stock;
    seen_by[list[0]] = demand;
    for (uint32_t i = 0; i < count; i++) {
        const struct bw_stock *stock = &network->stocks[list[i]];
        struct link *link = NULL;
        if (stock->irt != BW_NONE) {
            if (bw_vector_push(links, &link) != BW_OK) {
                build->status = BW_ERR_NOMEM;
                return;
            }
            *link = (struct link){stock->irt, demand};
        }
        for (uint32_t k = 0; k < stock->source_count; k++) {
            const struct bw_stock_source *source =
                &network->sources[stock->first_source + k];
            if (source->kind == BW_SOURCE_STOCK && source->index != BW_NONE
                && seen_by[source->index] != demand) {
                seen_by[source->index] = demand;
                list[count++] = source->index;
            }
        }
    }
}

/* Life that is asked of what is issued from a stock. */
static bw_time least_life(const struct bw_network *network, bw_index stock)
{
    bw_time least = 0;
    for (uint32_t i = 0; i < network->demand_count; i++) {
        const struct bw_demand *demand = &network->demands[i];
        if (demand->stock == stock && demand->remaining_life > least) {
            least = demand->remaining_life;
        }
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        const struct bw_stock *other = &network->stocks[i];
        for (uint32_t k = 0; k < other->source_count; k++) {
            const struct bw_stock_source *source =
                &network->sources[other->first_source + k];
            if (source->kind == BW_SOURCE_STOCK && source->index == stock
                && other->remaining_life > least) {
                least = other->remaining_life;
            }
        }
    }
    return least;
}

static void keep_links(struct bw_build *build, struct bw_vector *links)
{
    const struct bw_network *network = build->network;
    if (links->count > 0) {
        qsort(links->items, links->count, sizeof(struct link), compare_links);
    }
    for (size_t i = 0; i < links->count; i++) {
        const struct link *link = bw_vector_at(links, i);
        struct bw_irt *irt = bw_vector_at(&build->irts, link->irt);
        bw_index *demand = NULL;
        if (bw_vector_push(&build->irt_demands, &demand) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        if (irt->demand_count == 0) {
            irt->first_demand = (bw_index)(build->irt_demands.count - 1);
        }
        *demand = link->demand;
        irt->demand_count++;
        irt->is_site =
            irt->is_site || network->demands[link->demand].stock == irt->stock;
    }
}

void bw_build_irt_demands(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_vector links;
    if (build->irts.count == 0) {
        return;
    }
    bw_index *seen_by =
        bw_arena_allocate(&build->scratch, network->stock_count, sizeof *seen_by);
    bw_index *list =
        bw_arena_allocate(&build->scratch, network->stock_count, sizeof *list);
    if (seen_by == NULL || list == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    bw_vector_init(&links, sizeof(struct link));
    for (uint32_t i = 0; i < network->stock_count; i++) {
        seen_by[i] = BW_NONE;
    }
    for (uint32_t i = 0; i < network->demand_count && build->status == BW_OK; i++) {
        if (network->demands[i].trial_site != BW_NONE
            && network->demands[i].stock != BW_NONE) {
            link_upstream(build, i, seen_by, list, &links);
        }
    }
    keep_links(build, &links);
    bw_vector_release(&links);
    for (size_t i = 0; i < build->irts.count; i++) {
        struct bw_irt *irt = bw_vector_at(&build->irts, i);
        irt->least_life = least_life(network, irt->stock);
        if (irt->demand_count == 0) {
            bw_build_fail(build,
                bw_build_path(
                    build, bw_build_stock_path(build, irt->stock), "policy.irt"),
                "no site of a trial gets this item from here");
        }
    }
}
