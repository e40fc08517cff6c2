/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in packagings, and how lanes draw from their laws.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

static bool has_packed_at(const struct bw_view *view)
{
    return bw_view_has(view, "packed_at");
}

/* What every kind has, around a temperature that it keeps. */
static void build_walls(
    const struct bw_view *view, double holds_c, struct bw_thermal_packaging *thermal)
{
    thermal->pack.conductance_w_k = bw_view_number(view, "conductance");
    thermal->pack.capacity_j_k = bw_view_number(view, "heat_capacity");
    thermal->pack.holds_c = holds_c;
    thermal->unit_capacity_j_k = bw_view_number(view, "unit_heat_capacity");
    thermal->packed_c = holds_c;
    thermal->frozen = 1.0;
    if (has_packed_at(view)) {
        thermal->packed_at = bw_view_sampler(view, "packed_at");
        thermal->packed_c = bw_law_mean(&thermal->packed_at.law);
    }
}

static void build_passive(
    const struct bw_view *view, struct bw_thermal_packaging *thermal)
{
    build_walls(view, bw_view_number(view, "melts_at"), thermal);
    thermal->pack.kind = BW_THERMAL_PASSIVE;
    thermal->pack.latent_j =
        bw_view_number(view, "mass") * bw_view_number(view, "latent_heat");
    thermal->frozen = bw_view_number(view, "frozen");
}

static void build_dry_ice(
    const struct bw_view *view, struct bw_thermal_packaging *thermal)
{
    build_walls(view, bw_view_number(view, "sublimes_at"), thermal);
    thermal->pack.kind = BW_THERMAL_DRY_ICE;
    thermal->pack.latent_j =
        bw_view_number(view, "mass") * bw_view_number(view, "latent_heat");
}

static void build_active(
    const struct bw_view *view, struct bw_thermal_packaging *thermal)
{
    struct bw_thermal_pack *pack = &thermal->pack;
    build_walls(view, bw_view_number(view, "set_point"), thermal);
    pack->kind = BW_THERMAL_ACTIVE;
    pack->cooling_w = bw_view_number(view, "cooling");
    pack->heating_w = bw_view_number(view, "heating");
    pack->battery_s = bw_view_number(view, "battery") / (double)BW_SECOND;
    pack->standby_share = bw_view_number(view, "standby");
    pack->recharge_s = bw_view_number(view, "recharge") / (double)BW_SECOND;
    if (bw_view_has(view, "full_draw_at")) {
        pack->full_draw_k = fabs(bw_view_number(view, "full_draw_at") - pack->holds_c);
        if (pack->full_draw_k == 0.0) {
            bw_build_fail(view->build, bw_view_path(view, "full_draw_at"),
                "expected another temperature than set_point");
        }
    } else if (bw_view_has(view, "standby")) {
        bw_build_fail(view->build, view->path,
            "missing key \"full_draw_at\", since standby is given");
    }
    thermal->failure = bw_view_sampler(view, "failure");
    thermal->control = bw_view_sampler(view, "control");
}

static void build_blanket(
    const struct bw_view *view, struct bw_thermal_packaging *thermal)
{
    build_walls(view, 0.0, thermal);
    thermal->pack.kind = BW_THERMAL_PASSIVE;
}

static const struct bw_statistical_packaging *build_statistical(
    struct bw_build *build, const struct bw_view *view)
{
    struct bw_statistical_packaging *rates = bw_build_allocate(build, 1, sizeof *rates);
    if (rates == NULL) {
        return NULL;
    }
    *rates = (struct bw_statistical_packaging){
        .excursions = bw_view_number(view, "excursions"),
        .minor = bw_view_number(view, "minor"),
        .loss = bw_view_number(view, "loss"),
        .time = bw_view_sampler(view, "time"),
    };
    double closed = rates->minor + rates->loss;
    /* Shares that are written as 0.7 and 0.3 leave nothing. */
    rates->review = closed < 1.0 - 1e-12 ? rates->excursions * (1.0 - closed) : 0.0;
    if (closed > 1.0 + 1e-12) {
        bw_build_fail(build, view->path, "minor and loss are more than 1 together");
    }
    return rates;
}

/* The kinds with physics. */
static const struct kind {
    const char *key;
    void (*build)(const struct bw_view *view, struct bw_thermal_packaging *thermal);
    bool has_material;
} kinds[] = {
    {"passive", build_passive, true},
    {"dry_ice", build_dry_ice, true},
    {"active", build_active, false},
    {"blanket", build_blanket, false},
};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static const struct bw_thermal_packaging *build_thermal(
    struct bw_build *build, const struct bw_view *view, const struct kind *kind)
{
    struct bw_view physics = bw_view_child(view, kind->key);
    struct bw_view reice = bw_view_child(view, "reice");
    struct bw_thermal_packaging *thermal = bw_build_allocate(build, 1, sizeof *thermal);
    if (thermal == NULL) {
        return NULL;
    }
    thermal->reice_every = BW_FOREVER;
    kind->build(&physics, thermal);
    if (bw_view_has(view, "reice")) {
        thermal->reice_every = bw_view_duration(&reice, "every");
        thermal->reice_cost = bw_view_number(&reice, "cost");
        if (!kind->has_material) {
            bw_build_fail(build, bw_build_path(build, view->path, "reice"),
                "only passive and dry_ice packaging have material to renew");
        }
    }
    return thermal;
}

/* Finds the one kind that is written; an error when there are several, or none and no
 * hold. */
static void build_kind(
    struct bw_build *build, const struct bw_view *view, struct bw_packaging *packaging)
{
    const struct kind *kind = NULL;
    bool rates = bw_view_has(view, "statistical");
    int count = rates ? 1 : 0;
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (bw_view_has(view, kinds[i].key)) {
            kind = &kinds[i];
            count++;
        }
    }
    if (count > 1) {
        bw_build_fail(build, view->path,
            "expected one of passive, dry_ice, active, blanket and statistical");
        return;
    }
    if (count == 0 && !bw_view_has(view, "hold")) {
        bw_build_fail(build, view->path, "missing key \"hold\"");
    }
    if (kind != NULL) {
        packaging->thermal = build_thermal(build, view, kind);
    } else if (bw_view_has(view, "reice")) {
        bw_build_fail(build, bw_build_path(build, view->path, "reice"),
            "only passive and dry_ice packaging have material to renew");
    }
    if (rates) {
        struct bw_view statistical = bw_view_child(view, "statistical");
        packaging->statistical = build_statistical(build, &statistical);
    }
}

/* Warns where the declared hold time is more than the physics give. */
static void check_hold(struct bw_build *build, const struct bw_view *view,
    const struct bw_packaging *packaging)
{
    const struct bw_thermal_packaging *thermal = packaging->thermal;
    if (thermal == NULL || !bw_view_has(view, "hold")
        || thermal->pack.conductance_w_k <= 0.0 || thermal->pack.capacity_j_k <= 0.0) {
        return;
    }
    for (uint32_t i = 0; i < build->network->class_count; i++) {
        const struct bw_storage_class *class = &build->network->classes[i];
        char given[32], declared[32];
        bw_time hold;
        if (thermal->packed_c < class->low_c || thermal->packed_c > class->high_c) {
            continue;
        }
        hold = bw_packaging_hold(
            thermal, packaging->qualified_c, class->low_c, class->high_c);
        if (hold < packaging->hold) {
            bw_build_warn(build, bw_build_path(build, view->path, "hold"),
                "empty it keeps %s for %s at %g degC, not for %s", class->name,
                bw_time_write(hold, given, sizeof given), packaging->qualified_c,
                bw_time_write(packaging->hold, declared, sizeof declared));
        }
    }
}

void bw_build_packagings(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->packaging_count; i++) {
        struct bw_view view = bw_view_ranked(root, "packaging", i);
        struct bw_packaging *packaging = &network->packagings[i];
        *packaging = (struct bw_packaging){
            .name = bw_build_keep(build, bw_view_id(&view)),
            .hold = bw_view_has(&view, "hold") ? bw_view_duration(&view, "hold")
                                               : BW_FOREVER,
            .qualified_c = bw_view_number(&view, "qualified_at"),
            .cost = bw_view_number(&view, "cost"),
            .units = bw_view_number(&view, "units"),
        };
        build_kind(build, &view, packaging);
        check_hold(build, &view, packaging);
    }
}

bool bw_build_is_packed(const struct bw_build *build, const struct bw_lane *lane)
{
    const struct bw_packaging *packagings = build->network->packagings;
    return lane->packaging != BW_NONE
        && (packagings[lane->packaging].thermal != NULL
            || packagings[lane->packaging].statistical != NULL);
}

static struct bw_sampler of_lane(struct bw_build *build, const char *path,
    const char *purpose, struct bw_sampler sampler)
{
    if (sampler.present) {
        sampler.stream = bw_build_stream(build, path, purpose);
    }
    return sampler;
}

const struct bw_lane_packing *bw_build_packing(
    struct bw_build *build, const struct bw_lane *lane)
{
    /* Stops of a tour are packed apart and draw apart. */
    const char *path = build->network->elements[lane->element].path;
    const struct bw_packaging *packaging;
    struct bw_lane_packing *packing;
    if (!bw_build_is_packed(build, lane)) {
        return NULL;
    }
    packing = bw_build_allocate(build, 1, sizeof *packing);
    if (packing == NULL) {
        return NULL;
    }
    packaging = &build->network->packagings[lane->packaging];
    path = bw_build_path(build, path, "packaging");
    if (packaging->thermal != NULL) {
        packing->packed_at =
            of_lane(build, path, "packed_at", packaging->thermal->packed_at);
        packing->failure = of_lane(build, path, "failure", packaging->thermal->failure);
        packing->control = of_lane(build, path, "control", packaging->thermal->control);
    } else {
        packing->time = of_lane(build, path, "time", packaging->statistical->time);
        packing->excursion_stream = bw_build_stream(build, path, "excursions");
        packing->outcome_stream = bw_build_stream(build, path, "outcome");
    }
    return packing;
}
