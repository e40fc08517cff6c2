/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in stocks: whom they serve, places, levels and costs.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdio.h>

/* The places that the item needs at the site; sites without the class have no limit. */
static bw_index find_space(const struct bw_build *build, const struct bw_stock *stock)
{
    const struct bw_network *network = build->network;
    const struct bw_item *item = &network->items[stock->item];
    if (item->storage_class == BW_NONE) {
        return BW_NONE;
    }
    const char *class = network->classes[item->storage_class].name;
    const struct bw_node *site = bw_node_sorted(build->sites, stock->site)->value;
    uint32_t rank = bw_node_rank(bw_node_get(site, "storage"), class);
    return rank == UINT32_MAX ? BW_NONE : build->first[stock->site].space + rank;
}

/* Whom the stock serves when goods are short. */
static void build_allocation(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    double reserve[BW_RESERVE_LIMIT];
    const char *path = bw_build_path(build, view->path, "reserve");
    stock->partial = bw_view_integer(view, "partial") != 0;
    stock->allocation = (enum bw_allocation)bw_view_integer(view, "allocation");
    stock->priority = (uint32_t)bw_view_integer(view, "priority");
    stock->reserve_count = bw_view_numbers(view, "reserve", reserve, BW_RESERVE_LIMIT);
    for (uint32_t i = 0; i < stock->reserve_count; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%u", i);
        bw_index slot = bw_build_parameter(build, bw_build_path(build, path, number),
            stock->element, reserve[i], NULL);
        stock->first_reserve = i == 0 ? slot : stock->first_reserve;
        if (i > 0 && reserve[i] < reserve[i - 1]) {
            bw_build_fail(build, path,
                "expected levels that do not fall: what is kept from priority %u is "
                "kept "
                "from priority %u too",
                i, i + 1);
        }
    }
    if (stock->allocation == BW_ALLOCATE_PRIORITY
        || stock->allocation == BW_ALLOCATE_DUE_DATE || stock->reserve_count > 0) {
        build->network->passes_urgency = true;
    }
    if (stock->allocation != BW_ALLOCATE_PROPORTIONAL) {
        return;
    }
    if (!stock->partial) {
        bw_build_fail(build, bw_build_path(build, view->path, "partial"),
            "proportional allocation gives parts of orders");
    }
    if (stock->reserve_count > 0) {
        bw_build_fail(build, path, "proportional allocation reserves nothing");
    }
}

/* Notes goods that are there, or on their way, when the run begins. */
static void add_initial(struct bw_build *build, const struct bw_view *view,
    struct bw_stock *stock, const struct bw_initial *initial)
{
    struct bw_initial *made = NULL;
    if (initial->quantity == 0 || stock->item == BW_NONE) {
        return;
    }
    if (bw_vector_push(&build->initials, &made) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *made = *initial;
    stock->initial_count++;
    if (!initial->on_order) {
        stock->initial += initial->quantity;
    }
    if (initial->age >= build->network->items[stock->item].shelf_life) {
        bw_build_fail(build, bw_build_path(build, view->path, "age"),
            "expected less than the shelf life of the item");
    }
}

static void build_initials(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    stock->first_initial = (bw_index)build->initials.count;
    add_initial(build, view, stock,
        &(struct bw_initial){.quantity = bw_view_quanta(view, "initial", stock->item)});
    for (uint32_t i = 0; i < bw_view_count(view, "initial_lots"); i++) {
        struct bw_view lot = bw_view_ranked(view, "initial_lots", i);
        add_initial(build, &lot, stock,
            &(struct bw_initial){
                .quantity = bw_view_quanta(&lot, "quantity", stock->item),
                .age = bw_view_duration(&lot, "age"),
            });
    }
    for (uint32_t i = 0; i < bw_view_count(view, "initial_orders"); i++) {
        struct bw_view order = bw_view_ranked(view, "initial_orders", i);
        add_initial(build, &order, stock,
            &(struct bw_initial){
                .quantity = bw_view_quanta(&order, "quantity", stock->item),
                .age = bw_view_duration(&order, "age"),
                .on_order = true,
                .arrives = bw_view_duration(&order, "arrives"),
            });
    }
}

void bw_build_check_life(const struct bw_view *view, bw_index item, bw_time least)
{
    const struct bw_item *i = &view->build->network->items[item];
    char life[32];
    if (least > i->shelf_life) {
        bw_build_fail(view->build,
            bw_build_path(view->build, view->path, "remaining_shelf_life"),
            "expected at most the shelf life of %s, %s", i->name,
            bw_time_write(i->shelf_life, life, sizeof life));
    }
}

static void build_costs(const struct bw_view *view, struct bw_stock *stock)
{
    struct bw_view costs = bw_view_child(view, "costs");
    stock->costs.holding = bw_view_number(&costs, "holding");
    stock->costs.order = bw_view_number(&costs, "order");
    stock->costs.unit = bw_view_number(&costs, "unit");
    stock->costs.shortage = bw_view_number(&costs, "shortage");
}

/* Longest time between two reviews on days of the week. */
static bw_time longest_gap(uint32_t days)
{
    bw_time longest = 0;
    for (int64_t day = 0, last = -7; day < 14; day++) {
        if ((days >> day % 7 & 1u) != 0) {
            bool first = last < 0;
            longest = !first && (day - last) * BW_DAY > longest ? (day - last) * BW_DAY
                                                                : longest;
            last = day;
        }
    }
    return longest;
}

static void build_review(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    struct bw_view review = bw_view_child(view, "review");
    bool by_days = bw_view_has(&review, "weekdays");
    stock->review_every = bw_view_duration(&review, "every");
    stock->review_at = bw_view_duration(&review, "at");
    if (bw_view_has(view, "review") && by_days == bw_view_has(&review, "every")) {
        bw_build_fail(build, review.path, "expected either \"every\" or \"weekdays\"");
    } else if (by_days) {
        stock->review_days = bw_view_word_set(&review, "weekdays");
        stock->review_every = longest_gap(stock->review_days);
        if (stock->review_at >= BW_DAY) {
            bw_build_fail(build, bw_build_path(build, review.path, "at"),
                "expected a time of the day below 24 h, since weekdays is given");
        }
    }
}

static void build_pool(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    stock->pool = bw_view_reference(view, "pool", build->pools);
    stock->keep = BW_NONE;
    if (stock->pool != BW_NONE) {
        stock->keep = bw_view_parameter(view, "pool_keep", stock->element);
    } else if (bw_view_has(view, "pool_keep") && !bw_view_has(view, "pool")) {
        bw_build_fail(build, bw_build_path(build, view->path, "pool_keep"),
            "only a stock in a pool has this");
    }
}

static void build_stock(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    stock->item =
        bw_view_resolve(build, view->path, bw_view_id(view), "items", build->items);
    stock->space = BW_NONE;
    if (stock->item != BW_NONE) {
        stock->space = find_space(build, stock);
        bw_build_sources(build, view, stock);
    }
    build_review(build, view, stock);
    bw_build_policy(build, view, stock);
    stock->remaining_life = bw_view_duration(view, "remaining_shelf_life");
    if (stock->item != BW_NONE) {
        bw_build_check_life(view, stock->item, stock->remaining_life);
    }
    stock->is_echelon = bw_view_integer(view, "position") == 1;
    bw_build_visibility(build, view, stock);
    build_pool(build, view, stock);
    bw_build_push(build, view, stock);
    stock->fits_space = bw_view_integer(view, "orders_fit_space") != 0;
    if (stock->fits_space && stock->item != BW_NONE && stock->space == BW_NONE) {
        bw_build_fail(build, bw_build_path(build, view->path, "orders_fit_space"),
            "expected an item with a storage class, and places of it at the site");
    }
    stock->trigger_below = bw_view_integer(view, "trigger") == 1;
    stock->rounding = (enum bw_rounding)bw_view_integer(view, "round");
    build_allocation(build, view, stock);
    stock->ship_held = bw_view_integer(view, "ship_held") != 0;
    build_initials(build, view, stock);
    stock->rank_stream = bw_build_stream(build, view->path, "rank");
    build_costs(view, stock);
}

void bw_build_stocks(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < network->site_count; i++) {
        bw_build_forget_paths(build);
        struct bw_view site = bw_view_ranked(&root, "sites", i);
        for (uint32_t k = 0; k < bw_view_count(&site, "stock"); k++) {
            struct bw_view view = bw_view_ranked(&site, "stock", k);
            build_stock(build, &view, &network->stocks[build->first[i].stock + k]);
        }
    }
}
