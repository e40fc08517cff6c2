/* SPDX-License-Identifier: Apache-2.0
 *
 * Visibility: which stocks see what others are asked for. Partners are the stocks that
 * order from one, by the first of their sources or in a split, and for an echelon
 * position all stocks downstream.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

void bw_build_visibility(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    struct bw_view visibility = bw_view_child(view, "visibility");
    struct bw_visibility *made = NULL;
    stock->visibility = BW_NONE;
    if (!bw_view_has(view, "visibility")) {
        return;
    }
    if (stock->forecast == BW_NONE && !stock->is_echelon) {
        bw_build_fail(build, visibility.path,
            "nothing looks at it: give the stock a forecast or \"position: echelon\"");
    }
    if (bw_vector_push(&build->visibilities, &made) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    stock->visibility = (bw_index)(build->visibilities.count - 1);
    *made = (struct bw_visibility){
        .stock = (bw_index)(stock - build->network->stocks),
        .participation =
            bw_view_parameter(&visibility, "participation", stock->element),
        .delay = bw_view_sampler(&visibility, "delay"),
    };
}

/* Adds what teller tells the stock to. */
static bw_index add_sight(
    struct bw_build *build, bw_index teller, bw_index to, double weight)
{
    const char *path =
        bw_build_path(build, bw_build_stock_path(build, to), "visibility");
    const char *name = bw_build_stock_path(build, teller);
    struct bw_sight *sight = NULL;
    if (bw_vector_push(&build->sights, &sight) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return BW_NONE;
    }
    *sight = (struct bw_sight){
        .to = to,
        .weight = weight,
        .shares_stream = bw_build_stream(build, path, name),
        .delay_stream =
            bw_build_stream(build, bw_build_path(build, path, "delay"), name),
    };
    return (bw_index)(build->sights.count - 1);
}

/* Part of what a stock orders that goes to one of its sources. */
static double weight_of(
    const struct bw_build *build, const struct bw_stock *stock, bw_index number)
{
    const struct bw_network *network = build->network;
    double sum = 0.0, mine = 0.0;
    bool first = true;
    for (bw_index i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            &network->sources[stock->first_source + i];
        double share =
            source->share == BW_NONE ? 1.0 : network->parameters[source->share].initial;
        if (stock->source_rule != BW_SOURCE_SPLIT) {
            share = first ? 1.0 : 0.0;
        }
        first = false;
        sum += share;
        mine = i == number ? share : mine;
    }
    return sum > 0.0 ? mine / sum : 0.0;
}

static void find_direct(struct bw_build *build, bw_index index)
{
    struct bw_network *network = build->network;
    const struct bw_stock *stock = &network->stocks[index];
    for (bw_index i = 0; i < stock->source_count; i++) {
        struct bw_stock_source *source = &network->sources[stock->first_source + i];
        double weight = weight_of(build, stock, i);
        if (source->kind == BW_SOURCE_STOCK && source->index != BW_NONE
            && network->stocks[source->index].visibility != BW_NONE && weight > 0.0) {
            source->sight = add_sight(build, index, source->index, weight);
        }
    }
}

/* The sight that a stock upstream has of another already, or a new one. */
static bw_index sight_of(struct bw_build *build, bw_index teller, bw_index to)
{
    const struct bw_network *network = build->network;
    const struct bw_stock *stock = &network->stocks[teller];
    if (network->stocks[to].visibility == BW_NONE) {
        return BW_NONE;
    }
    for (bw_index i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            &network->sources[stock->first_source + i];
        if (source->sight != BW_NONE && source->index == to) {
            return source->sight;
        }
    }
    return add_sight(build, teller, to, 0.0);
}

void bw_build_sights(struct bw_build *build)
{
    struct bw_network *network = build->network;
    for (bw_index i = 0; i < network->source_count; i++) {
        network->sources[i].sight = BW_NONE;
    }
    for (bw_index i = 0; i < network->stock_count && build->visibilities.count > 0;
         i++) {
        bw_build_forget_paths(build);
        find_direct(build, i);
    }
    for (bw_index i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        for (bw_index k = 0; k < stock->ancestor_count; k++) {
            bw_index *sight = NULL;
            if (bw_vector_push(&build->ancestor_sights, &sight) != BW_OK) {
                build->status = BW_ERR_NOMEM;
                return;
            }
            *sight = sight_of(build, i,
                *(bw_index *)bw_vector_at(
                    &build->ancestors, stock->first_ancestor + k));
        }
    }
}
