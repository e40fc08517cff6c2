/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in where stocks are ordered from, and by which lanes.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <string.h>

/* A recipe of the stock's own site. */
static bool find_recipe(struct bw_build *build, const struct bw_view *view,
    const struct bw_stock *stock, struct bw_stock_source *source)
{
    bw_index recipe = bw_build_find_recipe(build, stock->site, stock->item);
    if (recipe == BW_NONE) {
        bw_build_fail(build, bw_build_path(build, view->path, "from"),
            "%s has no recipe under \"make\" for %s",
            build->network->sites[stock->site].name, bw_view_id(view));
        return false;
    }
    if (bw_view_has(view, "by")) {
        bw_build_fail(build, bw_build_path(build, view->path, "by"),
            "no lane is needed at one site");
    }
    source->kind = BW_SOURCE_MAKE;
    source->index = recipe;
    return true;
}

/* A stock or supply at another site, or a supply at the same. */
static bool find_site(struct bw_build *build, const struct bw_view *view,
    const struct bw_stock *stock, struct bw_stock_source *source)
{
    const char *path = bw_build_path(build, view->path, "from");
    bw_index from = bw_view_reference(view, "from", build->sites);
    if (from == BW_NONE) {
        return false;
    }
    bw_index other = bw_build_find_stock(build, from, stock->item);
    bw_index supply = bw_build_find_supply(build, from, stock->item);
    if (from == stock->site) {
        other = BW_NONE; /* the stock itself */
    }
    if (from == stock->site && supply == BW_NONE) {
        bool made = bw_build_find_recipe(build, from, stock->item) != BW_NONE;
        bw_build_fail(build, path, "a stock cannot feed itself; %s",
            made ? "write \"from: make\""
                 : "name another site, or \"make\" and a recipe");
        return false;
    }
    if ((other == BW_NONE) == (supply == BW_NONE)) {
        bw_build_fail(build, path,
            other == BW_NONE ? "%s has neither a stock nor a supply of %s"
                             : "%s has both a stock and a supply of %s",
            build->network->sites[from].name, bw_view_id(view));
        return false;
    }
    source->kind = supply != BW_NONE ? BW_SOURCE_SUPPLY : BW_SOURCE_STOCK;
    source->index = supply != BW_NONE ? supply : other;
    source->routing =
        bw_build_routing(build, view, from, stock->site, supply != BW_NONE);
    return true;
}

void bw_build_sources(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    const char *from = bw_view_text(view, "from");
    struct bw_stock_source source = {0};
    struct bw_stock_source *added = NULL;
    stock->first_source = (bw_index)build->sources.count;
    if (from == NULL
        || !(strcmp(from, "make") == 0 ? find_recipe(build, view, stock, &source)
                                       : find_site(build, view, stock, &source))) {
        return;
    }
    if (bw_vector_push(&build->sources, &added) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *added = source;
    stock->source_count = 1;
}
