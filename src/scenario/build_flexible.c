/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the extra servers of resources.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

/* A queue that calls extra servers, and one at which they go. */
static void build_thresholds(
    struct bw_build *build, const struct bw_view *flexible, struct bw_flexible *out)
{
    double above = bw_view_number(flexible, "above_queue");
    out->above_wait = bw_view_duration(flexible, "above_wait");
    out->below_queue = (uint32_t)bw_view_integer(flexible, "below_queue");
    out->above_queue = isinf(above) ? UINT32_MAX : (uint32_t)above;
    if (above != floor(above)) {
        bw_build_fail(build, bw_build_path(build, flexible->path, "above_queue"),
            "expected a whole number, found %.12g", above);
    }
    if (out->above_queue == UINT32_MAX && out->above_wait == BW_FOREVER) {
        bw_build_fail(
            build, flexible->path, "expected above_queue, above_wait or both");
    }
    if (out->below_queue > out->above_queue) {
        bw_build_fail(build, bw_build_path(build, flexible->path, "below_queue"),
            "expected at most above_queue, found %u and %u", out->below_queue,
            out->above_queue);
    }
}

/* An error when the site cannot hold what is called. */
static void check_floor(struct bw_build *build, const struct bw_view *flexible,
    const struct bw_resource *resource)
{
    const struct bw_flexible *f = &resource->flexible;
    double needed = (double)f->servers * f->floor;
    double space = build->network->sites[resource->site].floor_space;
    if (needed > space * (1.0 + 1e-12)) {
        bw_build_fail(build, bw_build_path(build, flexible->path, "floor"),
            "%u extra servers need %.12g of floor space and the site has %.12g",
            f->servers, needed, space);
    }
}

void bw_build_flexible(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource)
{
    struct bw_view flexible = bw_view_child(view, "flexible");
    struct bw_view new = bw_view_child(&flexible, "new");
    if (flexible.node == NULL) {
        return;
    }
    resource->flexible = (struct bw_flexible){
        .present = true,
        .servers = (uint32_t)bw_view_integer(&flexible, "servers"),
        .ramp = bw_view_sampler(&flexible, "ramp"),
        .minimum = bw_view_duration(&flexible, "minimum"),
        .new_for = bw_view_duration(&new, "for"),
        .new_yield = new.node != NULL ? bw_view_number(&new, "yield") : 1.0,
        .floor = bw_view_number(&flexible, "floor"),
        .call_cost = bw_view_number(&flexible, "call_cost"),
        .cost = bw_view_number(&flexible, "cost"),
    };
    build_thresholds(build, &flexible, &resource->flexible);
    check_floor(build, &flexible, resource);
}
