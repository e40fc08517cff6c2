/* SPDX-License-Identifier: Apache-2.0
 *
 * Vehicles of lanes as scenarios write them: timetables, capacity, consolidation.
 */
#include "scenario/build.h"

#include "base/time.h"
#include "scenario_support.h"

#include <math.h>
#include <stdio.h>

#define ROAD "{from: plant, to: depot, transit: 2 d"

static const struct bw_lane *load_road(struct fixture *f, const char *more)
{
    assert_int_equal(fixture_load_changed(f, ROAD, more), BW_OK);
    return &f->scenario->network->lanes[index_of(f, "lanes.road")];
}

/* What is added to the road, and the error that it must give. */
struct wrong {
    const char *added, *path, *part;
};

static void test_build_vehicles_refuses_rules_that_contradict(void **state)
{
    static const struct wrong rows[] = {
        {"departures: {}", "lanes.road.departures", "missing key \"every\""},
        {"departures: {vehicles: 2}", "lanes.road.departures",
            "when do vehicles leave"},
        {"departures: {every: 1 d, days: mon}", "lanes.road.departures.every",
            "either days or every"},
        {"departures: {days: mon, at: 24 h}", "lanes.road.departures.at", "below 24 h"},
        {"departures: {days: [mon, monday]}", "lanes.road.departures.days.1",
            "\"sat\" or \"sun\", found \"monday\""},
        {"departures: {days: []}", "lanes.road.departures.days",
            "\"sat\" or \"sun\", found an empty list"},
        {"departures: {every: 1 d, at: []}", "lanes.road.departures.at",
            "at least one number"},
        {"departures: {every: 1 d, at: [1 d, 3]}", "lanes.road.departures.at.1",
            "a duration"},
        {"departures: {every: 1 d, at: -1 d}", "lanes.road.departures.at",
            "of at least 0"},
        {"departures: {every: 1 d}, capacity: 5, consolidate: {every: 1 d}",
            "lanes.road.consolidate.every", "either departures or a clock"},
        {"consolidate: {}", "lanes.road.consolidate", "no vehicle would ever leave"},
        {"consolidate: {fill: 0, every: 1 d}", "lanes.road.consolidate.fill",
            "found \"0\""},
        {"customs: {inspect: 0.1}", "lanes.road.customs", "missing key \"inspection\""},
        {"customs: fast", "lanes.road.customs", "expected a duration"},
        {"delay: {probability: 0.1}", "lanes.road.delay", "missing key \"time\""},
        {"delay: {probability: 0.1, time: 1 d, season: [1, 2]}",
            "lanes.road.delay.season", "12 numbers"},
        {"delay: {probability: 0.1, time: 1 d, season: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
         "0, 0]}",
            "lanes.road.delay.season", "at least one weight"},
        {"fleet: trucks", "lanes.road.fleet", "an id in fleets"},
        {"fleet: {return: 1 d}", "lanes.road.fleet", "missing key \"of\""},
        {"fleet: [a]", "lanes.road.fleet", "expected a mapping, or an id in fleets"},
        {"capacity: 0", "lanes.road.capacity", "above 0"},
        {"capacity: {volume: 3 kg}", "lanes.road.capacity.volume", "a volume"},
        {"capacity: {size: 3}", "lanes.road.capacity.size", "unknown key"},
        {"capacity: [3]", "lanes.road.capacity", "expected a mapping, or a quantity"},
        {"capacity: many", "lanes.road.capacity", "expected a quantity"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[256];
        (void)snprintf(text, sizeof text, ROAD ", %s", rows[i].added);
        assert_int_equal(fixture_load_changed(f, ROAD, text), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_vehicles_warns_of_goods_that_fill_no_vehicle(void **state)
{
    struct fixture *f = *state;
    (void)load_road(f, ROAD ", capacity: 50, consolidate: {}");
    fixture_expect(f, "lanes.road.consolidate", "wait for ever");
}

/* A number alone is the units; it keeps the path of the lane's capacity. */
static void test_build_vehicles_capacity_alone_means_units(void **state)
{
    struct fixture *f = *state;
    const struct bw_lane *lane = load_road(f, ROAD ", capacity: 50");
    assert_true(parameter_of(f, "lanes.road.capacity") == 50.0);
    assert_int_equal(lane->capacity[BW_LOAD_VOLUME], BW_NONE);
    assert_non_null(row_of(f, "lanes.road.capacity"));
    (void)load_road(f, ROAD ", capacity: {value: 50, source: carrier, mark: A}");
    assert_true(parameter_of(f, "lanes.road.capacity") == 50.0);
    assert_string_equal(row_of(f, "lanes.road.capacity")->source, "carrier");
    (void)load_road(f, ROAD ", capacity: unlimited");
    assert_true(isinf(parameter_of(f, "lanes.road.capacity")));
}

static void test_build_vehicles_capacity_has_four_measures(void **state)
{
    struct fixture *f = *state;
    (void)load_road(
        f, ROAD ", capacity: {volume: 30 m3, weight: 24 t, pallets: 33, units: 9}");
    assert_true(parameter_of(f, "lanes.road.capacity.units") == 9.0);
    assert_true(parameter_of(f, "lanes.road.capacity.volume") == 30000.0);
    assert_true(parameter_of(f, "lanes.road.capacity.weight") == 24000.0);
    assert_true(parameter_of(f, "lanes.road.capacity.pallets") == 33.0);
}

/* Days count from the weekday of day 0: 2026-01-05 is a Monday. */
static void test_build_vehicles_days_count_from_the_monday_of_day_0(void **state)
{
    struct fixture *f = *state;
    const struct bw_lane *lane =
        load_road(f, ROAD ", departures: {days: [sun, mon, mon], at: [6 h, 1 h]}");
    const bw_time *instants =
        &f->scenario->network->instants[lane->timetable->first_instant];
    assert_int_equal(lane->timetable->instant_count, 4);
    assert_true(lane->timetable->period == BW_WEEK);
    assert_true(instants[0] == BW_HOUR && instants[1] == 6 * BW_HOUR);
    assert_true(instants[2] == 6 * BW_DAY + BW_HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_build_vehicles_refuses_rules_that_contradict, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_vehicles_warns_of_goods_that_fill_no_vehicle, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_vehicles_capacity_alone_means_units,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_vehicles_capacity_has_four_measures,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_vehicles_days_count_from_the_monday_of_day_0, fixture_setup,
            fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
