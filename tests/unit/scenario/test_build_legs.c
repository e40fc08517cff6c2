/* SPDX-License-Identifier: Apache-2.0
 *
 * Legs and climates as scenarios write them.
 */
#include "scenario/build.h"

#include "base/time.h"
#include "scenario_support.h"

#include <stdio.h>

#define FIXTURE_TEST(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
#define LEGS "lanes.road.legs"
#define COLD                                                                           \
    {"packaging", "{box: {hold: 1 d}}"}, {"lanes.road.packaging", "box"},              \
    {                                                                                  \
        "lanes.road.disposition", "{time: 1 h}"                                        \
    }

static void test_build_legs_refuses_what_cannot_be(void **state)
{
    static const struct {
        const char *legs, *key, *value, *path, *part;
    } rows[] = {
        {"{a: {temperature: 5, share: 0.5}, b: {temperature: 5, share: 0.6}}", "title",
            "x", LEGS, "add up to 1.1, expected 1"},
        {"{a: {temperature: 5, share: 0.5}}", "title", "x", LEGS, "add up to 0.5"},
        {"{a: {temperature: 5, time: 1 d}}", "title", "x", "lanes.road.transit",
            "no leg would take this time"},
        {"{a: {temperature: 5, time: 1 d}, b: {temperature: 5}}", "lanes.road.transit",
            "null", "lanes.road", "missing key \"transit\""},
        {"{a: {temperature: 5, time: 1 d, share: 1}, b: {temperature: 5}}", "title",
            "x", LEGS ".a.time", "either a share or a time"},
        {"{a: {temperature: 5}, b: {during: dispatch, temperature: 5}}", "title", "x",
            LEGS ".b", "a leg of dispatch stands before legs of transit"},
        {"{a: {temperature: 5}, b: {during: customs, temperature: 5, time: 1 h}}",
            "lanes.road.customs", "1 d", LEGS ".b.time", "only a leg of the transit"},
        {"{a: {during: delay, temperature: 5}}", "lanes.road.delay",
            "{probability: 0.5, time: 1 d}", LEGS, "expected legs of the transit"},
        {"{a: {}}", "title", "x", LEGS ".a", "since plant has no climate"},
        {"{a: {place: nowhere}}", "title", "x", LEGS ".a.place",
            "expected an id in climates"},
        {"{a: {temperature: 5, place: town}}", "climates",
            "{town: {monthly: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}}",
            LEGS ".a.temperature", "either a place or a temperature"},
        {"{a: {temperature: 5, solar: 20}}", "title", "x", LEGS ".a.solar",
            "the sun needs a place"},
        {"{a: {temperature: 5}}", "lanes.road.ambient", "20", "lanes.road.ambient",
            "either legs or one ambient"},
        {"{a: {temperature: 5}}", "climates", "{town: {monthly: [1, 2]}}",
            "climates.town.monthly", "12"},
        {"{a: {temperature: 5}}", "climates",
            "{town: {monthly: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], warmest: 25 h}}",
            "climates.town.warmest", "below 24 h"},
        {"{a: {temperature: 5}}", "climates",
            "{town: {monthly: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], weather: {sd: "
            "1, "
            "memory: 30 d}}}",
            "climates.town.weather.memory", "at most 21 d"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bw_assignment assignments[] = {
            COLD, {LEGS, rows[i].legs}, {rows[i].key, rows[i].value}};
        assert_int_equal(
            fixture_load_set(f, small_scenario, 5, assignments), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_legs_needs_somebody_who_decides(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {COLD, {LEGS, "{a: {temperature: 5}}"}};
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_OK);
    assignments[2] = (struct bw_assignment){"title", "x"};
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_ERR_INPUT);
    fixture_expect(f, "lanes.road", "missing key \"disposition\"");
}

static void test_build_legs_warns_of_time_that_is_never_spent(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        COLD, {LEGS, "{a: {temperature: 5}, b: {during: customs, temperature: 5}}"}};
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_OK);
    fixture_expect(f, LEGS ".b.during", "the leg lasts no time");
}

static void test_build_legs_warns_of_what_nothing_feels(void **state)
{
    static const struct {
        const char *packaging, *key, *value, *path, *part;
    } rows[] = {
        {"null", LEGS, "{a: {temperature: 5}}", LEGS, "has no packaging"},
        {"null", "lanes.road.ambient", "20", "lanes.road.ambient", "has no packaging"},
        {"box", "title", "x", "lanes.road.packaging", "neither an ambient nor legs"},
        {"cover", "title", "x", "lanes.road.packaging", "neither an ambient nor legs"},
        {"box", LEGS, "{a: {temperature: 5, heat: 3}}", LEGS ".a.heat", "has no walls"},
        {"box", LEGS,
            "{a: {temperature: 5, openings: {count: 2, time: 1 min, heat: 9}}}",
            LEGS ".a.openings", "has no walls"},
        {"box", LEGS, "{a: {place: town, solar: {watts: 9}}}", LEGS ".a.solar.watts",
            "has no walls"},
        {"cover", LEGS, "{a: {temperature: 5, plugged: true}}", LEGS ".a.plugged",
            "only active packaging"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bw_assignment assignments[] = {
            {"packaging",
                "{box: {hold: 1 d}, cover: {blanket: {conductance: 1 W/K, "
                "heat_capacity: 9 kJ/K, packed_at: 5}}}"},
            {"climates", "{town: {monthly: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}}"},
            {"lanes.road.packaging", rows[i].packaging},
            {"lanes.road.disposition", "{time: 1 h}"}, {rows[i].key, rows[i].value}};
        assert_int_equal(fixture_load_set(f, small_scenario, 5, assignments), BW_OK);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_legs_warns_where_no_pack_comes_from(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {{"packaging", "{box: {hold: 1 d}}"},
        {"lanes.road.packaging", "box"}, {"lanes.road.disposition", "{time: 1 h}"},
        {"lanes.road.ambient", "20"}, {"lanes.road.repack", "false"}};
    assert_int_equal(fixture_load_set(f, small_scenario, 5, assignments), BW_OK);
    fixture_expect(f, "lanes.road.repack", "no lane with this packaging ends");
}

static void test_build_legs_refuses_to_keep_what_is_not_known(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {"packaging", "{rates: {statistical: {excursions: 0.1}}}"},
        {"lanes.road.disposition", "{time: 1 h}"}, {"lanes.road.repack", "false"},
        {"lanes.road.packaging", "rates"}};
    assert_int_equal(fixture_load_set(f, small_scenario, 3, assignments), BW_ERR_INPUT);
    fixture_expect(f, "lanes.road", "missing key \"packaging\"");
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_ERR_INPUT);
    fixture_expect(f, "lanes.road.repack", "rates know no state");
}

static void test_build_legs_share_their_time(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {COLD,
        {LEGS,
            "{a: {temperature: 5, share: 0.4}, b: {kind: flight}, c: {kind: customs, "
            "temperature: 9}, d: {time: 6 h, temperature: 1}}"}};
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_OK);
    const struct bw_lane *road = &f->scenario->network->lanes[0];
    const struct bw_lane_legs *legs = bw_lane_legs(road);
    assert_int_equal(legs->count, 4);
    assert_true(legs->leg[0].share == 0.4);
    assert_true(legs->leg[1].share > 0.29 && legs->leg[1].share < 0.31);
    assert_true(legs->leg[1].constant.present);
    /* The lane has no customs: it is a part of the transit. */
    assert_int_equal(legs->leg[2].during, BW_PASSAGE_TRANSIT);
    assert_true(legs->leg[3].share == 0.0);
    assert_int_equal(road->mean_time, 2 * BW_DAY + 6 * BW_HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_build_legs_refuses_what_cannot_be),
        FIXTURE_TEST(test_build_legs_needs_somebody_who_decides),
        FIXTURE_TEST(test_build_legs_warns_of_time_that_is_never_spent),
        FIXTURE_TEST(test_build_legs_warns_of_what_nothing_feels),
        FIXTURE_TEST(test_build_legs_warns_where_no_pack_comes_from),
        FIXTURE_TEST(test_build_legs_refuses_to_keep_what_is_not_known),
        FIXTURE_TEST(test_build_legs_share_their_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
