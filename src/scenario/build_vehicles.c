/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the vehicles of lanes: what they carry, when they leave, and how long goods
 * wait for others.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <stdlib.h>

void bw_build_capacity(
    const struct bw_view *capacity, bw_index element, bw_index *slots)
{
    static const char *const keys[BW_LOAD_COUNT] = {
        [BW_LOAD_UNITS] = "units",
        [BW_LOAD_VOLUME] = "volume",
        [BW_LOAD_WEIGHT] = "weight",
        [BW_LOAD_PALLETS] = "pallets",
    };
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        bool has = i == BW_LOAD_UNITS || bw_view_has(capacity, keys[i]);
        slots[i] = has ? bw_view_parameter(capacity, keys[i], element) : BW_NONE;
    }
}

static bool is_limited(const struct bw_build *build, const struct bw_lane *lane)
{
    bool limited = false;
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        const struct bw_parameter *parameter = lane->capacity[i] == BW_NONE
            ? NULL
            : bw_vector_at(&build->parameters, lane->capacity[i]);
        limited = limited || (parameter != NULL && !isinf(parameter->initial));
    }
    return limited;
}

static void add_instant(struct bw_build *build, bw_time time)
{
    bw_time *instant = NULL;
    if (bw_vector_push(&build->instants, &instant) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *instant = time;
}

/* Adds a time, moved into the period where there is one. */
static void add_departure(struct bw_build *build, bw_time period, bw_time time)
{
    if (period > 0) {
        time %= period;
        time = time < 0 ? time + period : time;
    }
    add_instant(build, time);
}

static int compare_times(const void *a, const void *b)
{
    const bw_time *left = a;
    const bw_time *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Sorts the instants from first on and drops what is there twice. */
static uint32_t sort_instants(struct bw_build *build, uint32_t first)
{
    uint32_t count = (uint32_t)build->instants.count - first;
    uint32_t kept = 0;
    if (count == 0 || build->status != BW_OK) {
        return 0;
    }
    bw_time *instants = bw_vector_at(&build->instants, first);
    qsort(instants, count, sizeof *instants, compare_times);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || instants[i] != instants[kept - 1]) {
            instants[kept++] = instants[i];
        }
    }
    build->instants.count = first + kept;
    return kept;
}

/* Departures on days of the week: each day with each time of the day. */
static void add_days(struct bw_build *build, const struct bw_view *view)
{
    uint32_t days = bw_view_word_set(view, "days");
    uint32_t count = bw_view_list_count(view, "at");
    /* 1970-01-01 was a Thursday; Monday is day 0 of the week. */
    int64_t first = (build->network->start_day + 3) % 7;
    first = first < 0 ? first + 7 : first;
    for (int64_t day = 0; day < 7; day++) {
        bool runs = (days >> day & 1u) != 0;
        for (uint32_t i = 0; runs && i < (count > 0 ? count : 1); i++) {
            double at = count > 0 ? bw_view_list_number(view, "at", i) : 0.0;
            add_departure(build, BW_WEEK, (day - first) * BW_DAY + bw_time_round(at));
            if (at >= (double)BW_DAY && day == 0) {
                bw_build_fail(build, bw_build_path(build, view->path, "at"),
                    "expected times of the day below 24 h, since days is given");
            }
        }
    }
}

static void build_timetable(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    struct bw_view departures = bw_view_child(view, "departures");
    uint32_t first = (uint32_t)build->instants.count;
    uint32_t count = bw_view_list_count(&departures, "at");
    bool has_days = bw_view_has(&departures, "days");
    bool has_every = bw_view_has(&departures, "every");
    if (departures.node == NULL) {
        return;
    }
    if (has_days && has_every) {
        bw_build_fail(build, bw_build_path(build, departures.path, "every"),
            "expected either days or every: days repeat every week");
        return;
    }
    if (!has_days && !has_every && count == 0) {
        bw_build_fail(build, departures.path,
            "missing key \"every\", \"days\" or \"at\": when do vehicles leave?");
        return;
    }
    struct bw_timetable *timetable = bw_build_allocate(build, 1, sizeof *timetable);
    if (timetable == NULL) {
        return;
    }
    lane->timetable = timetable;
    timetable->first_instant = first;
    timetable->period = has_days ? BW_WEEK : bw_view_duration(&departures, "every");
    if (has_days) {
        add_days(build, &departures);
    }
    for (uint32_t i = 0; i < count && !has_days; i++) {
        add_departure(build, timetable->period,
            bw_time_round(bw_view_list_number(&departures, "at", i)));
    }
    if (has_every && count == 0) {
        add_instant(build, 0);
    }
    timetable->instant_count = sort_instants(build, first);
    timetable->cut_off = bw_view_duration(&departures, "cut_off");
    timetable->vehicles = (uint32_t)bw_view_integer(&departures, "vehicles");
}

static void build_consolidation(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    struct bw_view rule = bw_view_child(view, "consolidate");
    bool timed = bw_view_has(view, "departures");
    if (rule.node == NULL) {
        return;
    }
    struct bw_consolidation *made = bw_build_allocate(build, 1, sizeof *made);
    if (made == NULL) {
        return;
    }
    lane->consolidation = made;
    made->fill = bw_view_parameter(&rule, "fill", lane->element);
    made->longest_wait = bw_view_parameter(&rule, "longest_wait", lane->element);
    made->every = bw_view_duration(&rule, "every");
    made->at = bw_view_duration(&rule, "at");
    if (timed && made->every > 0) {
        bw_build_fail(build, bw_build_path(build, rule.path, "every"),
            "expected either departures or a clock, since vehicles leave at departures "
            "only");
    }
    bool patient = isinf(bw_view_number(&rule, "longest_wait"));
    if (!patient || made->every > 0) {
        return;
    }
    if (!is_limited(build, lane)) {
        bw_build_fail(build, rule.path,
            "no vehicle would ever leave: give the lane a capacity, or every or "
            "longest_wait");
    } else {
        bw_build_warn(build, rule.path,
            "goods that fill no vehicle wait for ever; every or longest_wait ends "
            "that");
    }
}

static void build_fleet(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    struct bw_view fleet = bw_view_child(view, "fleet");
    lane->fleet = BW_NONE;
    if (fleet.node == NULL || lane->from == BW_NONE) {
        return;
    }
    const struct bw_node *site = bw_node_sorted(build->sites, lane->from)->value;
    bw_index rank = bw_view_reference(&fleet, "of", bw_node_get(site, "fleets"));
    if (rank != BW_NONE) {
        lane->fleet = build->first[lane->from].fleet + rank;
    }
    struct bw_sampler *way_back = bw_build_allocate(build, 1, sizeof *way_back);
    if (way_back == NULL) {
        return;
    }
    *way_back = bw_view_sampler(&fleet, "return");
    if (!way_back->present && !lane->transit.present) {
        bw_build_fail(build, fleet.path,
            "missing key \"return\", since a lane with %s has no transit: {of: "
            "FLEET, "
            "return: 2 h}",
            bw_view_has(view, "stops") ? "stops" : "times of its legs");
    } else if (!way_back->present) {
        *way_back = lane->transit;
        way_back->stream = bw_build_stream(build, fleet.path, "return");
    }
    lane->way_back = way_back;
}

void bw_build_fleets(struct bw_build *build)
{
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < build->network->site_count; i++) {
        struct bw_view site = bw_view_ranked(&root, "sites", i);
        for (uint32_t k = 0; k < bw_view_count(&site, "fleets"); k++) {
            struct bw_view view = bw_view_ranked(&site, "fleets", k);
            struct bw_fleet *fleet = &build->network->fleets[build->first[i].fleet + k];
            fleet->vehicles = bw_view_parameter(&view, "vehicles", fleet->element);
            fleet->cost = bw_view_number(&view, "cost");
        }
    }
}

void bw_build_vehicles(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    struct bw_view capacity = bw_view_child(view, "capacity");
    bw_build_capacity(&capacity, lane->element, lane->capacity);
    build_timetable(build, view, lane);
    build_consolidation(build, view, lane);
    build_fleet(build, view, lane);
    bw_build_doors(build, view, lane);
}
