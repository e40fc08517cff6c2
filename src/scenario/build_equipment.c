/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in storage equipment, and grids.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

/* UA and heat capacity, of which only the ratio counts where a hold-over is given. */
static void build_pack(struct bw_build *build, const struct bw_view *view,
    const struct bw_storage_class *range, struct bw_equipment *equipment)
{
    struct bw_view holdover = bw_view_child(view, "holdover");
    bool has_walls = bw_view_has(view, "conductance");
    bool has_capacity = bw_view_has(view, "heat_capacity");
    equipment->pack = (struct bw_thermal_pack){
        .kind = BW_THERMAL_PASSIVE,
        .conductance_w_k = has_walls ? bw_view_number(view, "conductance") : 1.0,
        .capacity_j_k = has_capacity ? bw_view_number(view, "heat_capacity") : 1.0,
    };
    if (holdover.node == NULL) {
        if (!has_walls || !has_capacity) {
            bw_build_fail(build, view->path,
                "missing key \"holdover\", or \"conductance\" and \"heat_capacity\"");
        }
        return;
    }
    if (has_walls || has_capacity) {
        bw_build_fail(build, holdover.path,
            "expected either a hold-over or conductance and heat_capacity");
    }
    double ambient = bw_view_number(&holdover, "ambient");
    double bound = ambient > range->high_c ? range->high_c : range->low_c;
    double seconds = (double)bw_view_duration(&holdover, "time") / (double)BW_SECOND;
    if (ambient >= range->low_c && ambient <= range->high_c) {
        bw_build_fail(build, bw_view_path(&holdover, "ambient"),
            "expected a temperature outside the range: within it goods keep for ever");
        return;
    }
    if (equipment->set_point_c >= range->low_c
        && equipment->set_point_c <= range->high_c && equipment->set_point_c != bound) {
        /* Newton's law: the set point reaches the bound after that time. */
        equipment->pack.capacity_j_k =
            seconds / log((ambient - equipment->set_point_c) / (ambient - bound));
    }
}

static void build_failure(
    struct bw_build *build, const struct bw_view *view, struct bw_equipment *equipment)
{
    struct bw_view failure = bw_view_child(view, "failure");
    struct bw_view alarm = bw_view_child(view, "alarm");
    struct bw_view round = bw_view_child(view, "round");
    equipment->failure = bw_view_sampler(&failure, "every");
    equipment->repair = bw_view_sampler(&failure, "repair");
    equipment->fails_to_c =
        bw_view_has(&failure, "to") ? bw_view_number(&failure, "to") : NAN;
    equipment->has_alarm = alarm.node != NULL;
    equipment->alarm_works = bw_view_number(&alarm, "works");
    equipment->alarm_stream = bw_build_stream(build, alarm.path, "works");
    equipment->response = bw_view_sampler(&alarm, "response");
    equipment->round.every = bw_view_duration(&round, "every");
    equipment->round.at = bw_view_duration(&round, "at");
}

static void build_one(
    struct bw_build *build, const struct bw_view *view, struct bw_equipment *equipment)
{
    struct bw_network *network = build->network;
    const struct bw_space *space = &network->spaces[equipment->space];
    const struct bw_site *site = &network->sites[space->site];
    struct bw_view disposition = bw_view_child(view, "disposition");
    struct bw_place place = {space->site, equipment->element, NULL, NULL};
    equipment->units = (uint32_t)bw_view_integer(view, "units");
    equipment->grid = site->grid;
    equipment->climate = bw_view_has(view, "room") ? BW_NONE : site->climate;
    equipment->room_c = bw_view_number(view, "room");
    equipment->backup = bw_view_number(view, "backup");
    equipment->backup_stream = bw_build_stream(build, view->path, "backup");
    bw_build_disposition(build, &disposition, &place, &equipment->disposition);
    equipment->loggers = bw_build_loggers(build, view);
    build_failure(build, view, equipment);
    if (space->storage_class == BW_NONE) {
        return;
    }
    const struct bw_storage_class *range = &network->classes[space->storage_class];
    equipment->set_point_c = bw_view_has(view, "set_point")
        ? bw_view_number(view, "set_point")
        : 0.5 * (range->low_c + range->high_c);
    if (equipment->set_point_c < range->low_c
        || equipment->set_point_c > range->high_c) {
        bw_build_fail(build, bw_build_path(build, view->path, "set_point"),
            "expected a temperature in the range of the class, %g to %g", range->low_c,
            range->high_c);
    }
    build_pack(build, view, range, equipment);
    bool warms = (equipment->failure.present && isnan(equipment->fails_to_c))
        || equipment->grid != BW_NONE;
    if (warms && equipment->climate == BW_NONE && !bw_view_has(view, "room")) {
        bw_build_fail(
            build, view->path, "missing key \"room\", since the site has no climate");
    }
}

void bw_build_equipment(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < network->equipment_count; i++) {
        struct bw_equipment *equipment = &network->equipments[i];
        bw_index site = network->spaces[equipment->space].site;
        struct bw_view at = bw_view_ranked(&root, "sites", site);
        struct bw_view space =
            bw_view_ranked(&at, "storage", equipment->space - build->first[site].space);
        struct bw_view view = bw_view_child(&space, "equipment");
        build_one(build, &view, equipment);
    }
    for (uint32_t i = 0; i < network->grid_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "grids", i);
        struct bw_view cluster = bw_view_child(&view, "cluster");
        struct bw_power_grid *grid = &network->grids[i];
        grid->every = bw_view_sampler(&view, "every");
        grid->time = bw_view_sampler(&view, "time");
        grid->number = bw_view_sampler(&cluster, "number");
        grid->after = bw_view_sampler(&cluster, "after");
    }
}
