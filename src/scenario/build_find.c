/* SPDX-License-Identifier: Apache-2.0
 *
 * Elements that other parts of the scenario refer to: where they stand in the network.
 */
#include "scenario/build.h"
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <string.h>

/* First of a site plus the rank of a key in one of its mappings. */
static bw_index find_at_site(const struct bw_build *build, bw_index site,
    const char *mapping, const char *key, uint32_t first)
{
    const struct bw_node *node = bw_node_sorted(build->sites, site)->value;
    uint32_t rank = bw_node_rank(bw_node_get(node, mapping), key);
    return rank == UINT32_MAX ? BW_NONE : first + rank;
}

bw_index bw_build_find_stock(const struct bw_build *build, bw_index site, bw_index item)
{
    return find_at_site(build, site, "stock", build->network->items[item].name,
        build->first[site].stock);
}

/* Rank of a recipe among those of its item. */
static double priority_of(const struct bw_view *recipe, uint32_t place)
{
    return bw_view_has(recipe, "priority") ? bw_view_number(recipe, "priority")
                                           : (double)place + 1.0;
}

uint32_t bw_build_find_recipes(
    struct bw_build *build, bw_index site, bw_index item, bw_index *found)
{
    struct bw_view root = bw_view_root(build);
    struct bw_view at = bw_view_ranked(&root, "sites", site);
    const struct bw_node *make = bw_view_node(&at, "make");
    double priorities[BW_SOURCE_LIMIT];
    uint32_t count = 0;
    for (uint32_t i = 0; i < bw_view_count(&at, "make"); i++) {
        struct bw_view view = bw_view_written(&at, "make", i);
        const char *made = bw_view_text(&view, "item");
        double priority = priority_of(&view, count);
        uint32_t place = count;
        if (strcmp(made != NULL ? made : bw_view_id(&view),
                build->network->items[item].name)
                != 0
            || count == BW_SOURCE_LIMIT) {
            continue;
        }
        for (; place > 0 && priorities[place - 1] > priority; place--) {
            priorities[place] = priorities[place - 1];
            found[place] = found[place - 1];
        }
        priorities[place] = priority;
        found[place] =
            build->first[site].recipe + bw_node_rank(make, bw_view_id(&view));
        count++;
    }
    return count;
}

bw_index bw_build_find_supply(
    const struct bw_build *build, bw_index site, bw_index item)
{
    return find_at_site(build, site, "supply", build->network->items[item].name,
        build->first[site].supply);
}

bw_index bw_build_find_resource(
    const struct bw_build *build, bw_index site, const char *name)
{
    return find_at_site(build, site, "resources", name, build->first[site].resource);
}

const char *bw_build_stock_path(const struct bw_build *build, bw_index stock)
{
    const struct bw_network *network = build->network;
    return network->elements[network->stocks[stock].element].path;
}
