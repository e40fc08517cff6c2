/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in which stocks send goods on without being asked, and to whom.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* Adds a receiver, whose source is found later. */
static void add_target(
    struct bw_build *build, struct bw_push *push, bw_index stock, bw_index amount)
{
    struct bw_push_target *target = NULL;
    if (bw_vector_push(&build->push_targets, &target) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *target = (struct bw_push_target){stock, BW_NONE, amount};
    push->target_count++;
}

/* The receiver of an entry of "to". */
static void read_target(struct bw_build *build, const struct bw_view *view,
    const struct bw_entry *entry, struct bw_push *push)
{
    const struct bw_network *network = build->network;
    const struct bw_stock *stock = &network->stocks[push->stock];
    const char *path =
        bw_build_path(build, bw_build_path(build, view->path, "to"), entry->key);
    bw_index site = bw_view_resolve(build, path, entry->key, "sites", build->sites);
    double amount = 0.0;
    if (site == BW_NONE
        || bw_value_number(bw_schema_find(view->table, "to"),
               bw_value_unwrap(entry->value), &amount)
            != BW_FIT_GOOD) {
        return;
    }
    bw_index receiver = bw_build_find_stock(build, site, stock->item);
    if (receiver == BW_NONE) {
        bw_build_fail(build, path, "%s has no stock of %s", entry->key,
            network->items[stock->item].name);
        return;
    }
    add_target(build, push, receiver,
        bw_build_parameter(build, path, stock->element, amount, NULL));
}

void bw_build_push(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    struct bw_view push_view = bw_view_child(view, "push");
    const struct bw_node *to = bw_view_node(&push_view, "to");
    struct bw_push *push = NULL;
    struct bw_push made = {
        .stock = (bw_index)(stock - build->network->stocks),
        .rule = (enum bw_push_rule)bw_view_integer(&push_view, "rule"),
        .first_target = (bw_index)build->push_targets.count,
    };
    stock->push = BW_NONE;
    if (!bw_view_has(view, "push") || stock->item == BW_NONE) {
        return;
    }
    made.keep = bw_view_parameter(&push_view, "keep", stock->element);
    if (to == NULL && made.rule != BW_PUSH_FAIR_SHARE) {
        bw_build_fail(build, push_view.path,
            "missing key \"to\", which shares and levels need, such as {SITE: 10}");
    }
    for (uint32_t i = 0; to != NULL && to->kind == BW_NODE_MAP && i < to->count; i++) {
        read_target(build, &push_view, bw_node_sorted(to, i), &made);
    }
    if (bw_vector_push(&build->pushes, &push) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *push = made;
    stock->push = (bw_index)(build->pushes.count - 1);
}

/* The source of a stock that is the other one, BW_NONE when there is none. */
static bw_index find_source(
    const struct bw_build *build, const struct bw_stock *stock, bw_index giver)
{
    for (bw_index i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            bw_vector_at(&build->sources, stock->first_source + i);
        if (source->kind == BW_SOURCE_STOCK && source->index == giver) {
            return stock->first_source + i;
        }
    }
    return BW_NONE;
}

/* All stocks that can order from the one that pushes. */
static void find_targets(struct bw_build *build, struct bw_push *push)
{
    const struct bw_network *network = build->network;
    push->first_target = (bw_index)build->push_targets.count;
    for (bw_index i = 0; i < network->stock_count; i++) {
        if (find_source(build, &network->stocks[i], push->stock) != BW_NONE) {
            add_target(build, push, i, BW_NONE);
        }
    }
}

void bw_build_push_targets(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    for (size_t i = 0; i < build->pushes.count && build->status == BW_OK; i++) {
        struct bw_push *push = bw_vector_at(&build->pushes, i);
        const char *path =
            bw_build_path(build, bw_build_stock_path(build, push->stock), "push");
        if (push->target_count == 0) {
            find_targets(build, push);
        }
        if (push->target_count == 0) {
            bw_build_fail(build, path, "no stock orders from here");
        }
        for (bw_index k = 0; k < push->target_count; k++) {
            struct bw_push_target *target =
                bw_vector_at(&build->push_targets, push->first_target + k);
            target->source =
                find_source(build, &network->stocks[target->stock], push->stock);
            if (target->source == BW_NONE) {
                bw_build_fail(build, path, "expected %s to name this site in \"from\"",
                    bw_build_stock_path(build, target->stock));
            }
        }
    }
}
