/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in docks and hubs of sites, and how lanes use them.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* The door of a lane at a dock; each lane draws its own times there. purpose tells its
 * streams from others of the lane. */
static const struct bw_door *build_door(struct bw_build *build, const char *path,
    bw_index dock, const struct bw_sampler *time, const char *purpose)
{
    struct bw_door *door = bw_build_allocate(build, 1, sizeof *door);
    if (door != NULL) {
        bool loads = build->network->docks[dock].loads;
        door->dock = dock;
        door->time = *time;
        door->time.stream = bw_build_stream(build, path, purpose);
        door->rank_stream =
            bw_build_stream(build, path, loads ? "loading.rank" : "dock.rank");
    }
    return door;
}

void bw_build_doors(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    struct bw_view root = bw_view_root(build);
    bw_index dock = lane->to == BW_NONE ? BW_NONE : build->first[lane->to].dock;
    bw_index loading =
        lane->from == BW_NONE ? BW_NONE : build->first[lane->from].loading;
    if (dock != BW_NONE) {
        struct bw_view site = bw_view_ranked(&root, "sites", lane->to);
        struct bw_view docks = bw_view_child(&site, "docks");
        struct bw_sampler time = bw_view_sampler(&docks, "unload");
        lane->unloading = build_door(build, view->path, dock, &time, "unload");
    }
    if (loading != BW_NONE) {
        struct bw_view site = bw_view_ranked(&root, "sites", lane->from);
        struct bw_view docks = bw_view_child(&site, "docks");
        struct bw_view doors = bw_view_child(&docks, "loading");
        struct bw_sampler time = bw_view_sampler(&doors, "time");
        lane->loading = build_door(build, view->path, loading, &time, "loading");
    }
}

static void build_hub(
    struct bw_build *build, const struct bw_view *site, const struct bw_site_first *at)
{
    struct bw_view view = bw_view_child(site, "cross_dock");
    struct bw_view capacity = bw_view_child(&view, "capacity");
    struct bw_view storage = bw_view_child(&view, "storage");
    struct bw_hub *hub = &build->network->hubs[at->hub];
    hub->window = bw_view_duration(&view, "window");
    hub->cost_unit = bw_view_number(&storage, "unit");
    hub->cost_time = bw_view_number(&storage, "time");
    hub->is_limited = bw_view_has(&view, "capacity");
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        hub->capacity[i] = BW_NONE;
    }
    if (hub->is_limited) {
        bw_build_capacity(&capacity, hub->element, hub->capacity);
    }
    if (hub->is_limited && at->dock == BW_NONE) {
        bw_build_fail(build, site->path,
            "missing key \"docks\", since shipments wait at their doors for room");
    }
    if (bw_view_has(&view, "storage") && hub->window == BW_FOREVER) {
        bw_build_fail(
            build, view.path, "missing key \"window\", since longer stays have a cost");
    }
}

static void build_site(
    struct bw_build *build, const struct bw_view *site, const struct bw_site_first *at)
{
    struct bw_view docks = bw_view_child(site, "docks");
    struct bw_view loading = bw_view_child(&docks, "loading");
    struct bw_network *network = build->network;
    if (at->hub != BW_NONE) {
        build_hub(build, site, at);
    }
    if (at->dock != BW_NONE) {
        struct bw_dock *dock = &network->docks[at->dock];
        dock->doors = bw_view_parameter(&docks, "doors", dock->element);
        dock->per_unit = bw_view_duration(&docks, "per_unit");
        bool limited = at->hub != BW_NONE && network->hubs[at->hub].is_limited;
        dock->hub = limited ? at->hub : BW_NONE;
    }
    if (at->loading != BW_NONE) {
        struct bw_dock *dock = &network->docks[at->loading];
        dock->doors = bw_view_parameter(&loading, "doors", dock->element);
        dock->per_unit = bw_view_duration(&loading, "per_unit");
        dock->hub = BW_NONE;
    }
}

void bw_build_docks(struct bw_build *build)
{
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < build->network->site_count; i++) {
        struct bw_view site = bw_view_ranked(&root, "sites", i);
        build_site(build, &site, &build->first[i]);
    }
}
