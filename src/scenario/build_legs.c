/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the legs of lanes: which time each takes, and what surrounds it.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

enum leg_kind {
    KIND_LOADING,
    KIND_DRIVE,
    KIND_TARMAC,
    KIND_FLIGHT,
    KIND_CUSTOMS,
    KIND_LAST_MILE,
    KIND_COUNT
};

/* What a kind stands for where the leg does not say it. */
static const struct {
    double solar_k;       /* K. Surroundings on a tarmac in the sun */
    double temperature_c; /* NaN = that of a place */
    bool at_end;          /* the place is where the lane ends */
} kinds[KIND_COUNT] = {
    [KIND_LOADING] = {0.0, NAN, false},
    [KIND_DRIVE] = {0.0, NAN, false},
    [KIND_TARMAC] = {20.0, NAN, false},
    [KIND_FLIGHT] = {0.0, 15.0, false},
    [KIND_CUSTOMS] = {0.0, NAN, true},
    [KIND_LAST_MILE] = {0.0, NAN, true},
};

static const char *const passage_names[BW_PASSAGE_COUNT] = {
    [BW_PASSAGE_DISPATCH] = "dispatch",
    [BW_PASSAGE_LOADING] = "loading",
    [BW_PASSAGE_TRANSIT] = "transit",
    [BW_PASSAGE_DELAY] = "delay",
    [BW_PASSAGE_CUSTOMS] = "customs",
    [BW_PASSAGE_UNLOADING] = "unloading",
};

/* A leg while it is filled in. */
struct leg_view {
    struct bw_view view;
    const struct bw_lane *lane;
    const char *stream_path; /* below the lane, or the stop */
    enum leg_kind kind;
};

/* True when shipments of the lane can spend time so. */
static bool has_passage(const struct bw_lane *lane, enum bw_passage passage)
{
    switch (passage) {
    case BW_PASSAGE_LOADING:
        return lane->loading != NULL;
    case BW_PASSAGE_DELAY:
        return lane->delay != NULL && lane->tour == NULL;
    case BW_PASSAGE_CUSTOMS:
        return lane->customs != NULL;
    case BW_PASSAGE_UNLOADING:
        return lane->unloading != NULL;
    default:
        return true;
    }
}

static enum bw_passage read_passage(struct bw_build *build, const struct leg_view *leg)
{
    enum bw_passage passage = BW_PASSAGE_TRANSIT;
    if (bw_view_has(&leg->view, "during")) {
        passage = (enum bw_passage)bw_view_integer(&leg->view, "during");
        if (!has_passage(leg->lane, passage)) {
            bw_build_warn(build, bw_build_path(build, leg->view.path, "during"),
                "the leg lasts no time, since shipments of the lane spend none so: %s",
                passage_names[passage]);
        }
    } else if (leg->kind == KIND_CUSTOMS && leg->lane->customs != NULL) {
        passage = BW_PASSAGE_CUSTOMS;
    } else if (leg->kind == KIND_LOADING && leg->lane->loading != NULL) {
        passage = BW_PASSAGE_LOADING;
    }
    return passage;
}

static void build_time(
    struct bw_build *build, const struct leg_view *leg, struct bw_lane_leg *made)
{
    const char *path = bw_build_path(build, leg->view.path, "time");
    if (!bw_view_has(&leg->view, "time")) {
        return;
    }
    made->time = bw_view_sampler(&leg->view, "time");
    if (bw_view_has(&leg->view, "share")) {
        bw_build_fail(build, path, "expected either a share or a time");
    }
    if (made->during != BW_PASSAGE_TRANSIT) {
        bw_build_fail(build, path, "only a leg of the transit has a time of its own");
    }
    if (leg->lane->tour != NULL) {
        bw_build_fail(build, path,
            "legs of a lane with stops have shares: the time is that of the drives");
    }
}

/* The place or temperature of a leg, which packaging needs to know. */
static void build_surroundings(
    struct bw_build *build, const struct leg_view *leg, struct bw_lane_leg *made)
{
    const struct bw_view *view = &leg->view;
    bw_index site = kinds[leg->kind].at_end && leg->lane->to != BW_NONE
        ? leg->lane->to
        : leg->lane->from;
    bool has_place = bw_view_has(view, "place");
    bool has_temperature = bw_view_has(view, "temperature");
    made->climate = bw_view_reference(view, "place", build->climates);
    made->constant = bw_view_sampler(view, "temperature");
    if (has_place && has_temperature) {
        bw_build_fail(build, bw_build_path(build, view->path, "temperature"),
            "expected either a place or a temperature");
    }
    if (has_place || has_temperature) {
        return;
    }
    if (!isnan(kinds[leg->kind].temperature_c)) {
        made->constant.present = true;
        made->constant.law = bw_law_constant(kinds[leg->kind].temperature_c);
        return;
    }
    made->climate = site == BW_NONE ? BW_NONE : build->network->sites[site].climate;
    if (made->climate == BW_NONE && leg->lane->packaging != BW_NONE
        && site != BW_NONE) {
        bw_build_fail(build, view->path,
            "missing key \"place\" or \"temperature\", since %s has no climate",
            build->network->sites[site].name);
    }
}

static void build_heat(
    struct bw_build *build, const struct leg_view *leg, struct bw_lane_leg *made)
{
    struct bw_view solar = bw_view_child(&leg->view, "solar");
    struct bw_view openings = bw_view_child(&leg->view, "openings");
    made->solar_k = kinds[leg->kind].solar_k;
    if (solar.node != NULL) {
        made->solar_k = bw_view_number(&solar, "kelvin");
        made->solar_w = bw_view_number(&solar, "watts");
        if (made->climate == BW_NONE) {
            bw_build_fail(build, solar.path, "the sun needs a place");
        }
    }
    made->heat_w = bw_view_number(&leg->view, "heat");
    made->plugged = bw_view_integer(&leg->view, "plugged") != 0;
    made->openings = (struct bw_openings){
        .count = bw_view_number(&openings, "count"),
        .rate = bw_view_number(&openings, "rate"),
        .time = bw_view_duration(&openings, "time"),
        .heat_w = bw_view_number(&openings, "heat"),
        .exchange_w_k = bw_view_number(&openings, "exchange"),
    };
    made->offset_k = bw_view_number(&leg->view, "offset");
    made->day_sd = bw_view_number(&leg->view, "day_sd");
    made->own_sd = bw_view_number(&leg->view, "own_sd");
    made->day_stream = bw_build_stream(build, leg->view.path, "day_sd");
    made->own_stream = bw_build_stream(build, leg->stream_path, "own_sd");
    if (made->constant.present) {
        made->constant.stream = bw_build_stream(build, leg->stream_path, "temperature");
    }
}

static void build_leg(
    struct bw_build *build, const struct leg_view *leg, struct bw_lane_leg *made)
{
    made->element = bw_network_find(build->network, leg->view.path);
    made->name = bw_build_keep(build, bw_view_id(&leg->view));
    made->during = read_passage(build, leg);
    made->share =
        bw_view_has(&leg->view, "share") ? bw_view_number(&leg->view, "share") : NAN;
    build_time(build, leg, made);
    build_surroundings(build, leg, made);
    build_heat(build, leg, made);
}

/* Divides what is left of the time of a passage among the legs without a share. */
static void share_out(struct bw_build *build, const struct bw_view *view,
    struct bw_lane_leg *legs, uint32_t count, enum bw_passage passage)
{
    double sum = 0.0;
    uint32_t with = 0;
    uint32_t without = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool counts = legs[i].during == passage && !legs[i].time.present;
        bool has = counts && !isnan(legs[i].share);
        with += has;
        without += counts && !has;
        sum += has ? legs[i].share : 0.0;
    }
    if (sum > 1.0 + 1e-9 || (with > 0 && without == 0 && sum < 1.0 - 1e-9)) {
        bw_build_fail(build, bw_build_path(build, view->path, "legs"),
            "the shares of the legs of %s add up to %.6g, expected 1",
            passage_names[passage], sum);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (legs[i].during == passage && isnan(legs[i].share)) {
            legs[i].share =
                legs[i].time.present ? 0.0 : fmax(1.0 - sum, 0.0) / (double)without;
        }
    }
}

static int rank_of(enum bw_passage passage)
{
    return passage == BW_PASSAGE_DELAY ? (int)BW_PASSAGE_TRANSIT : (int)passage;
}

static void check_order(struct bw_build *build, const struct bw_view *view,
    const struct bw_lane_leg *legs, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        if (rank_of(legs[i].during) < rank_of(legs[i - 1].during)) {
            const char *path = bw_build_path(build, view->path, "legs");
            bw_build_fail(build, bw_build_path(build, path, legs[i].name),
                "a leg of %s stands before legs of %s", passage_names[legs[i].during],
                passage_names[legs[i - 1].during]);
            return;
        }
    }
}

/* The delay is a part of the transit: what is not late of that needs legs, too. */
static void check_delay(
    struct bw_build *build, const struct bw_view *view, const struct bw_lane_legs *legs)
{
    if (legs->has[BW_PASSAGE_DELAY] && !legs->has[BW_PASSAGE_TRANSIT]) {
        bw_build_fail(build, bw_build_path(build, view->path, "legs"),
            "expected legs of the transit beside those of the delay");
    }
}

/* Own times and the law of transit make up the whole. */
static void check_times(struct bw_build *build, const struct bw_view *view,
    const struct bw_lane *lane, const struct bw_lane_legs *legs)
{
    bool shared = false;
    for (uint32_t i = 0; i < legs->count; i++) {
        shared = shared
            || (legs->leg[i].during == BW_PASSAGE_TRANSIT
                && !legs->leg[i].time.present);
    }
    if (lane->tour != NULL) {
        return;
    }
    if (!lane->transit.present && (shared || !legs->own_times)) {
        bw_build_fail(build, view->path,
            "missing key \"transit\", since not all of its legs have a time of their "
            "own");
    } else if (lane->transit.present && legs->own_times && !shared) {
        bw_build_fail(build, bw_build_path(build, view->path, "transit"),
            "no leg would take this time, since all have times of their own");
    }
}

/* Fills in the legs themselves. Returns their mean time beside the law of transit. */
static double build_all(struct bw_build *build, const struct bw_view *view,
    const struct bw_lane *lane, struct bw_lane_leg *made, struct bw_lane_legs *legs)
{
    const char *element = build->network->elements[lane->element].path;
    const char *path = bw_build_path(build, element, "legs");
    double mean = 0.0;
    for (uint32_t i = 0; i < legs->count; i++) {
        struct leg_view leg = {.view = bw_view_written(view, "legs", i), .lane = lane};
        leg.kind = (enum leg_kind)bw_view_integer(&leg.view, "kind");
        leg.stream_path = bw_build_path(build, path, bw_view_id(&leg.view));
        build_leg(build, &leg, &made[i]);
        legs->has[made[i].during] = true;
        if (made[i].time.present) {
            legs->own_times = true;
            mean += bw_law_mean(&made[i].time.law);
        }
    }
    return mean;
}

const struct bw_lane_legs *bw_build_legs(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    uint32_t count = bw_view_count(view, "legs");
    if (count == 0) {
        return NULL;
    }
    struct bw_lane_legs *legs = bw_build_allocate(build, 1, sizeof *legs);
    struct bw_lane_leg *made = bw_build_allocate(build, count, sizeof *made);
    if (legs == NULL || made == NULL) {
        return NULL;
    }
    *legs = (struct bw_lane_legs){.leg = made, .count = count};
    double mean = build_all(build, view, lane, made, legs);
    for (unsigned i = 0; i < BW_PASSAGE_COUNT; i++) {
        share_out(build, view, made, count, (enum bw_passage)i);
    }
    check_order(build, view, made, count);
    check_delay(build, view, legs);
    check_times(build, view, lane, legs);
    lane->mean_time += bw_time_round(fmin(mean, 100.0 * (double)BW_YEAR));
    if (bw_view_has(view, "ambient")) {
        bw_build_fail(build, bw_build_path(build, view->path, "ambient"),
            "expected either legs or one ambient");
    }
    return legs;
}

bool bw_build_has_leg_times(const struct bw_view *view)
{
    for (uint32_t i = 0; i < bw_view_count(view, "legs"); i++) {
        struct bw_view leg = bw_view_written(view, "legs", i);
        if (bw_view_has(&leg, "time")) {
            return true;
        }
    }
    return false;
}
