/* SPDX-License-Identifier: Apache-2.0
 *
 * Pools: which stocks help each other out, and by which lanes.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdlib.h>

/* A stock of a pool. Members of one pool and item stand together when sorted. */
struct member {
    bw_index pool, item, stock;
};

void bw_build_pools(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < network->pool_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "pools", i);
        network->pools[i].rule = (enum bw_pool_rule)bw_view_integer(&view, "rule");
    }
}

static int compare_members(const void *a, const void *b)
{
    const struct member *left = a;
    const struct member *right = b;
    if (left->pool != right->pool) {
        return left->pool < right->pool ? -1 : 1;
    }
    if (left->item != right->item) {
        return left->item < right->item ? -1 : 1;
    }
    return left->stock < right->stock ? -1 : left->stock > right->stock;
}

/* Notes that goods of giver can come to stock; returns whether a lane leads there. */
static bool add_peer(struct bw_build *build, struct bw_stock *stock, bw_index giver)
{
    struct bw_network *network = build->network;
    struct bw_stock_source *source = NULL;
    struct bw_peer *peer = NULL;
    enum bw_way_rule rule = network->pools[stock->pool].rule == BW_POOL_CHEAPEST
        ? BW_WAY_CHEAPEST
        : BW_WAY_FASTEST;
    struct bw_routing routing =
        bw_build_lane_routing(build, network->stocks[giver].site, stock->site, rule);
    bool leads = routing.way_count > 0;
    if (bw_vector_push(&build->peers, &peer) != BW_OK
        || (leads && bw_vector_push(&build->sources, &source) != BW_OK)) {
        build->status = BW_ERR_NOMEM;
        return false;
    }
    *peer = (struct bw_peer){.stock = giver, .source = BW_NONE};
    stock->peer_count++;
    if (leads) {
        peer->source = (bw_index)(build->sources.count - 1);
        *source = (struct bw_stock_source){.kind = BW_SOURCE_STOCK,
            .purchase = BW_NONE,
            .index = giver,
            .routing = routing,
            .share = BW_NONE,
            .is_member = true};
    }
    return leads;
}

static void add_peers(
    struct bw_build *build, const struct member *members, uint32_t count)
{
    struct bw_network *network = build->network;
    bool any = false;
    for (uint32_t i = 0; i < count && build->status == BW_OK; i++) {
        struct bw_stock *stock = &network->stocks[members[i].stock];
        stock->first_peer = (bw_index)build->peers.count;
        for (uint32_t k = 0; k < count && build->status == BW_OK; k++) {
            if (k != i) {
                any = add_peer(build, stock, members[k].stock) || any;
            }
        }
    }
    if (!any) {
        bw_build_warn(build,
            bw_build_path(build, bw_build_stock_path(build, members[0].stock), "pool"),
            count > 1 ? "no lane joins the stocks of the item in this pool"
                      : "no other stock of the item is in this pool");
    }
}

void bw_build_peers(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct member *members =
        bw_arena_allocate(&build->scratch, network->stock_count, sizeof *members);
    uint32_t count = 0;
    if (members == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        if (stock->pool != BW_NONE && stock->item != BW_NONE) {
            members[count++] = (struct member){stock->pool, stock->item, i};
        }
    }
    if (count > 0) {
        qsort(members, count, sizeof *members, compare_members);
    }
    for (uint32_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && members[next].pool == members[i].pool
             && members[next].item == members[i].item;) {
            next++;
        }
        if (next - i > BW_MEMBER_LIMIT) {
            bw_build_fail(build,
                bw_build_path(
                    build, bw_build_stock_path(build, members[i].stock), "pool"),
                "expected at most %u stocks of one item in a pool, found %u",
                BW_MEMBER_LIMIT, next - i);
        } else {
            add_peers(build, members + i, next - i);
        }
    }
}
