/* SPDX-License-Identifier: Apache-2.0
 *
 * Which contracts bind those who ship: the key "contracts" of lanes and supplies.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* Id number i at the key, NULL when there are no more. */
static const char *party_at(const struct bw_view *view, uint32_t i)
{
    const struct bw_node *node = bw_view_node(view, "contracts");
    if (node != NULL && node->kind == BW_NODE_LIST) {
        node = i < node->count ? bw_value_unwrap(node->entries[i].value) : NULL;
    } else if (i > 0) {
        node = NULL;
    }
    return node != NULL && node->kind == BW_NODE_SCALAR ? node->text : NULL;
}

/* Reads who binds an element into terms; *list is made when the first of its kind is
 * bound. */
static void read_terms(struct bw_build *build, const struct bw_view *view,
    struct bw_terms **list, uint32_t count, bw_index index)
{
    const char *id;
    if (!bw_view_has(view, "contracts")) {
        return;
    }
    if (*list == NULL) {
        *list = bw_build_allocate(build, count, sizeof **list);
    }
    if (*list == NULL) {
        return;
    }
    struct bw_terms *terms = &(*list)[index];
    terms->first_party = (bw_index)build->parties.count;
    for (uint32_t i = 0; (id = party_at(view, i)) != NULL; i++) {
        const char *path = bw_view_path(view, "contracts");
        bw_index contract =
            bw_view_resolve(build, path, id, "contracts", build->contracts);
        bw_index *party = NULL;
        if (contract == BW_NONE) {
            continue;
        }
        if (build->network->contracts[contract].kind == BW_CONTRACT_ACTIVATION) {
            bw_build_fail(build, path, "%s is an activation, which binds nobody", id);
        }
        if (bw_vector_push(&build->parties, &party) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *party = contract;
        terms->party_count++;
    }
}

void bw_build_terms(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    bw_index stop = build->written_lanes;
    for (uint32_t i = 0; i < build->written_lanes && build->status == BW_OK; i++) {
        bw_build_forget_paths(build);
        struct bw_view view = bw_view_ranked(&root, "lanes", i);
        read_terms(build, &view, &network->lane_terms, network->lane_count, i);
        /* Goods are sent to the stops of a tour, on its terms. */
        for (uint32_t k = 0; k < bw_view_count(&view, "stops"); k++, stop++) {
            if (network->lane_terms != NULL) {
                network->lane_terms[stop] = network->lane_terms[i];
            }
        }
    }
    for (uint32_t i = 0; i < network->site_count && build->status == BW_OK; i++) {
        bw_build_forget_paths(build);
        struct bw_view site = bw_view_ranked(&root, "sites", i);
        for (uint32_t k = 0; k < bw_view_count(&site, "supply"); k++) {
            struct bw_view view = bw_view_ranked(&site, "supply", k);
            read_terms(build, &view, &network->supply_terms, network->supply_count,
                build->first[i].supply + k);
        }
    }
}
