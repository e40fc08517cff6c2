/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in tours: lanes with several stops. The lane that is written is the head, where
 * goods wait and vehicles leave; each stop becomes a lane of its own.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

/* How far and how long a vehicle has gone from the start of the tour. */
struct progress {
    double distance, time;
};

/* Where a stop is: a site, or the customers. Returns false after an error. */
static bool find_place(struct bw_build *build, const struct bw_view *view,
    const struct bw_lane *head, bw_index *to)
{
    const char *id = bw_view_id(view);
    *to = BW_NONE;
    if (strcmp(id, "customers") == 0) {
        return true;
    }
    *to = bw_view_resolve(build, view->path, id, "sites", build->sites);
    if (*to != BW_NONE && *to == head->from) {
        bw_build_fail(build, view->path, "the tour begins at this site");
    }
    return *to != BW_NONE;
}

/* How the goods of a stop get out of the vehicle: at the dock of the site where it has
 * one, in the time of the stop, or in that of the dock. Returns the mean time. */
static double build_unloading(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *stop)
{
    bw_index dock = stop->to == BW_NONE ? BW_NONE : build->first[stop->to].dock;
    bool own = bw_view_has(view, "unload");
    stop->unloading = NULL;
    if (dock == BW_NONE && !own) {
        return 0.0;
    }
    struct bw_door *door = bw_build_allocate(build, 1, sizeof *door);
    if (door == NULL) {
        return 0.0;
    }
    stop->unloading = door;
    door->dock = dock;
    door->rank_stream = bw_build_stream(build, view->path, "dock.rank");
    if (own) {
        door->time = bw_view_sampler(view, "unload");
    } else {
        struct bw_view root = bw_view_root(build);
        struct bw_view site = bw_view_ranked(&root, "sites", stop->to);
        struct bw_view docks = bw_view_child(&site, "docks");
        door->time = bw_view_sampler(&docks, "unload");
        door->time.stream = bw_build_stream(build, view->path, "unload");
    }
    return bw_law_mean(&door->time.law);
}

static void build_stop(struct bw_build *build, const struct bw_view *lane,
    const struct bw_view *view, struct bw_lane *stop, struct progress *progress)
{
    struct bw_view cost = bw_view_child(lane, "cost");
    struct bw_view co2 = bw_view_child(lane, "co2");
    stop->transit = bw_view_sampler(view, "drive");
    progress->distance += bw_view_number(view, "distance");
    progress->time += bw_law_mean(&stop->transit.law);
    stop->mean_time += bw_time_round(fmin(progress->time, 100.0 * (double)BW_YEAR));
    progress->time += build_unloading(build, view, stop);
    stop->cost_shipment = 0.0;
    stop->co2_shipment = 0.0;
    stop->cost_unit = bw_view_number(&cost, "unit")
        + bw_view_number(&cost, "unit_km") * progress->distance;
    stop->co2_unit = bw_view_number(&co2, "unit")
        + bw_view_number(&co2, "unit_km") * progress->distance;
    bw_build_checks(build, lane, stop);
}

/* What the trip itself costs: its fixed part and the way of the whole tour. */
static void build_trip(struct bw_build *build, const struct bw_view *view,
    struct bw_lane *head, double distance)
{
    struct bw_view cost = bw_view_child(view, "cost");
    struct bw_view co2 = bw_view_child(view, "co2");
    bool per_km = bw_view_has(&cost, "km") || bw_view_has(&cost, "unit_km")
        || bw_view_has(&co2, "km") || bw_view_has(&co2, "unit_km");
    distance += bw_view_number(view, "distance");
    if (per_km && !(distance > 0.0)) {
        bw_build_fail(build, view->path,
            "missing key \"distance\" of a stop, since figures per km are given");
    }
    head->cost_shipment =
        bw_view_number(&cost, "shipment") + bw_view_number(&cost, "km") * distance;
    head->co2_shipment =
        bw_view_number(&co2, "shipment") + bw_view_number(&co2, "km") * distance;
    head->cost_unit = 0.0;
    head->co2_unit = 0.0;
    head->packaging = BW_NONE; /* goods of each stop are packed apart */
    head->checks = NULL;
}

void bw_build_tour(
    struct bw_build *build, const struct bw_view *view, bw_index head, bw_index first)
{
    struct bw_lane *lanes = build->network->lanes;
    struct bw_tour *tour = bw_build_allocate(build, 1, sizeof *tour);
    struct progress progress = {0.0, 0.0};
    if (tour == NULL) {
        return;
    }
    *tour = (struct bw_tour){head, first, bw_view_count(view, "stops"),
        (enum bw_tour_rule)bw_view_integer(view, "allocate")};
    if (tour->stop_count == 0) {
        if (bw_view_node(view, "stops")->kind == BW_NODE_MAP) {
            bw_build_fail(
                build, bw_build_path(build, view->path, "stops"), "expected a stop");
        }
        build->has_broken_lane = true;
        return;
    }
    lanes[head].tour = tour;
    for (bw_index i = 0; i < tour->stop_count; i++) {
        struct bw_view stop = bw_view_written(view, "stops", i);
        struct bw_lane *lane = &lanes[first + i];
        bw_index element = lane->element, to = BW_NONE;
        *lane = lanes[head];
        lane->element = element;
        if (find_place(build, &stop, &lanes[head], &to)) {
            lane->to = to;
            build_stop(build, view, &stop, lane, &progress);
            bw_build_note_ends(build, first + i);
        } else {
            build->has_broken_lane = true;
        }
    }
    build_trip(build, view, &lanes[head], progress.distance);
}

bw_index bw_build_stop_at(const struct bw_build *build, bw_index lane, bw_index to)
{
    const struct bw_lane *lanes = build->network->lanes;
    const struct bw_tour *tour = lanes[lane].tour;
    for (bw_index i = 0; tour != NULL && i < tour->stop_count; i++) {
        if (lanes[tour->first_stop + i].to == to) {
            return tour->first_stop + i;
        }
    }
    return tour == NULL ? lane : BW_NONE;
}
