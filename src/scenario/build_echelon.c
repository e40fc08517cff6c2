/* SPDX-License-Identifier: Apache-2.0
 *
 * Echelons: which stocks that order by their echelon position stand upstream of each
 * stock. An echelon goes through stocks of one item; a recipe ends it.
 */
#include "scenario/build_internal.h"

static void add_ancestor(struct bw_build *build, struct bw_stock *stock, bw_index above)
{
    bw_index *ancestor = NULL;
    if (bw_vector_push(&build->ancestors, &ancestor) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    if (stock->ancestor_count == 0) {
        stock->first_ancestor = (bw_index)(build->ancestors.count - 1);
    }
    *ancestor = above;
    stock->ancestor_count++;
}

/* Appends the stocks that a stock draws on to the list and marks them. */
static uint32_t visit_sources(const struct bw_network *network, bw_index index,
    bw_index *seen_by, bw_index start, bw_index *list)
{
    const struct bw_stock *stock = &network->stocks[index];
    uint32_t count = 0;
    for (uint32_t i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            &network->sources[stock->first_source + i];
        if (source->kind == BW_SOURCE_STOCK && source->index != BW_NONE
            && seen_by[source->index] != start) {
            seen_by[source->index] = start;
            list[count++] = source->index;
        }
    }
    return count;
}

void bw_build_echelons(struct bw_build *build)
{
    struct bw_network *network = build->network;
    bool any = false;
    for (uint32_t i = 0; i < network->stock_count; i++) {
        any = any || network->stocks[i].is_echelon;
    }
    if (!any) {
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
    for (uint32_t i = 0; i < network->stock_count; i++) {
        seen_by[i] = BW_NONE;
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        seen_by[i] = i;
        uint32_t count = visit_sources(network, i, seen_by, i, list);
        for (uint32_t k = 0; k < count; k++) {
            if (network->stocks[list[k]].is_echelon) {
                add_ancestor(build, &network->stocks[i], list[k]);
            }
            count += visit_sources(network, list[k], seen_by, i, list + count);
        }
    }
}
