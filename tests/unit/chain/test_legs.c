/* SPDX-License-Identifier: Apache-2.0
 *
 * Legs of the road of legs.yaml. Its packaging lasts for 48 h at 35 degrees, so for 24
 * h at 62 and for ever at 5.
 */
#include "unit.h"

#include "chain/carriage.h"
#include "chain/legs.h"
#include "chain/packaging.h"
#include "chain/state_internal.h"
#include "chain/weather.h"
#include "study.h"

#include <math.h>
#include <stdio.h>

#define ROAD TEST_FOLDER "/legs.yaml"
#define LANE "lanes.road"
#define EXACT 1e-9

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, ROAD, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Mean time out of range [d]. */
static void expect_out(
    double days, const char *legs, const char *key, const char *value)
{
    struct bw_study study;

    RUN_WITH(&study, {"lanes.road.legs", legs}, {key, value});
    bw_assert_close(bw_study_value(&study, LANE, "out_of_range_time"), days, EXACT);
    bw_study_close(&study);
}
#define ANY "title", "as it is"

static void test_legs_with_times_of_their_own_make_up_the_transit(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.transit", "null"},
        {"lanes.road.legs",
            "{a: {temperature: 5, time: 1 d}, b: {kind: flight, time: 12 h}}"});
    bw_assert_close(bw_study_value(&study, LANE, "transit"), 1.5, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 1.5, EXACT);
    bw_study_close(&study);
}

static void test_legs_with_times_add_to_the_law_of_transit(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        {"lanes.road.legs",
            "{a: {temperature: 5, share: 0.25}, b: {kind: flight, time: 6 h}, c: "
            "{temperature: 5}}"});
    bw_assert_close(bw_study_value(&study, LANE, "transit"), 2.25, EXACT);
    bw_study_close(&study);
}

/* 12 h at 5 cost nothing; 24 h at 35 half of the budget; the rest lasts for 12 h at 62,
 * which the last leg exceeds by 0 h, or by 6 h when it lasts for 18. */
static void test_legs_melt_one_after_the_other(void **state)
{
    (void)state;
    expect_out(0.0,
        "{a: {temperature: 5, share: 0.25}, b: {temperature: 35, share: 0.5}, c: "
        "{temperature: 62}}",
        ANY);
    expect_out(0.25,
        "{a: {temperature: 5, share: 0.25}, b: {temperature: 35, share: 0.5}, c: "
        "{temperature: 62, time: 18 h}, d: {temperature: 5}}",
        ANY);
}

/* The last leg but one takes the goods out of their range after 12 of its 18 h. */
static void test_legs_have_figures_of_their_own(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"storage.cold.out_of_range_budget", "1 h"},
        {LANE ".legs",
            "{a: {temperature: 5, share: 0.25}, b: {temperature: 35, share: 0.5}, c: "
            "{temperature: 62, time: 18 h}, d: {temperature: 5}}"});
    bw_assert_close(bw_study_value(&study, LANE ".legs.a", "time"), 0.5, EXACT);
    bw_assert_close(bw_study_value(&study, LANE ".legs.c", "time"), 0.75, EXACT);
    bw_assert_close(
        bw_study_value(&study, LANE ".legs.b", "out_of_range_time"), 0, EXACT);
    bw_assert_close(
        bw_study_value(&study, LANE ".legs.b", "out_of_range_share"), 0, EXACT);
    bw_assert_close(
        bw_study_value(&study, LANE ".legs.c", "out_of_range_time"), 0.25, EXACT);
    bw_assert_close(
        bw_study_value(&study, LANE ".legs.c", "out_of_range_share"), 1, EXACT);
    bw_assert_close(
        bw_study_value(&study, LANE ".legs.c", "excursion_share"), 1, EXACT);
    bw_assert_close(
        bw_study_value(&study, LANE ".legs.d", "excursion_share"), 0, EXACT);
    assert_true(isnan(bw_study_value(&study, LANE ".legs.c", "mkt")));
    bw_assert_close(
        bw_study_value(&study, LANE, "out_of_range_time_p50"), 0.25, 0.25 / 256);
    bw_study_close(&study);
}

/* A day late: the legs take 1.5 d each, unless one takes the delay alone. 36 h at 35
 * and 6 h at 62 use up the budget, 30 h are left. */
static void test_legs_of_a_late_shipment_are_longer_alike(void **state)
{
    (void)state;
    expect_out(30.0 / 24.0, "{a: {temperature: 35}, b: {temperature: 62}}",
        "lanes.road.delay", "{probability: 1, time: 1 d}");
}

/* 24 h at 35, the delay of 12 h at 62, 24 h at 35 of which 24 are too much. */
static void test_legs_may_take_a_delay_alone(void **state)
{
    (void)state;
    expect_out(1.0,
        "{a: {temperature: 35, share: 0.5}, w: {during: delay, temperature: 62}, b: "
        "{temperature: 35}}",
        "lanes.road.delay", "{probability: 1, time: 12 h}");
    expect_out(0.0,
        "{a: {temperature: 35, share: 0.5}, w: {during: delay, temperature: 62}, b: "
        "{temperature: 35}}",
        ANY);
}

/* The trips of a tour have no delay of their own: 48 h and 12 h late at 35. */
static void test_legs_of_a_tour_share_the_delay(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        {"lanes.road",
            "{from: plant, stops: {customers: {drive: 2 d}}, departures: {every: 1 d}, "
            "packaging: box, disposition: {time: 0}, delay: {probability: 1, time: 12 "
            "h}, legs: {late: {during: delay, temperature: 62}, a: {temperature: "
            "35}}}"});
    bw_assert_close(
        bw_study_value(&study, LANE ".stops.customers", "out_of_range_time"), 0.5,
        EXACT);
    bw_study_close(&study);
}

/* 48 h at 5, then 30 h of customs at 62, which lasts 24 h; without a leg of their own
 * they are spent as the leg before. */
static void test_legs_of_customs_melt_too(void **state)
{
    (void)state;
    expect_out(0.25, "{a: {temperature: 5}, b: {kind: customs, temperature: 62}}",
        "lanes.road.customs", "30 h");
    expect_out(0.25, "{a: {temperature: 5, share: 1}, b: {temperature: 62, time: 1 s}}",
        "lanes.road.customs", "{dwell: 107999 s}");
    expect_out(0.0, "{a: {temperature: 5}}", "lanes.road.customs", "30 h");
}

/* Goods are ready at midnight and leave at 18 h: 18 h of 24 h at 62 are spent, 6 h more
 * last for 12 h at 35; of two days 36 h are too much. */
static void test_legs_of_dispatch_begin_when_goods_are_ready(void **state)
{
    (void)state;
    expect_out(1.5, "{a: {during: dispatch, temperature: 62}, b: {temperature: 35}}",
        "lanes.road.departures", "{every: 1 d, at: 18 h}");
    expect_out(0.0, "{b: {temperature: 35}}", "lanes.road.departures",
        "{every: 1 d, at: 18 h}");
}

/* The place of the origin is at 35: with 10 K more on the second day 37 K against 27 K,
 * so that the budget of the second day is exceeded by 24 h less 24 h * 27 / 37. */
static void test_legs_take_the_climate_of_their_ends(void **state)
{
    (void)state;
    expect_out(0.0, "{a: {}, b: {}}", ANY);
    expect_out(1.0 - 27.0 / 37.0, "{a: {}, b: {offset: 10}}", ANY);
}

/* Sun of 20 K in the zenith: its mean from 6 to 18 h is 20 * 2 / pi. */
static void test_legs_on_a_tarmac_stand_in_the_sun(void **state)
{
    double night = 27.0, day = night + 20.0 * 2.0 / acos(-1.0);
    /* After 12 h by night, 12 h by day and 6 h by night it is 6 h, the second time. */
    double left = 48.0 * 27.0 - 12.0 * (night + day) - 6.0 * night;

    (void)state;
    expect_out((18.0 - left / day) / 24.0, "{a: {kind: tarmac}}", ANY);
    expect_out(0.0, "{a: {kind: tarmac, solar: 0}}", ANY);
}

/* A cover with tau = 10 h, packed at 5 degrees: in an ambient of A it leaves the range
 * after 10 h ln((A - 5) / (A - 8)). Heat adds to the ambient of 25 what it makes of 1
 * W/K: 5 W all the time; doors that stand open for 1/120 of the leg to 60 W/K times 20
 * K, or for 2 W of 240 W. */
static void expect_cover(double ambient_c, const char *leg)
{
    struct bw_study study;
    char legs[128];

    (void)snprintf(legs, sizeof legs, "{a: {temperature: 5}, b: %s}", leg);
    RUN_WITH(&study, {"lanes.road.legs", legs}, {"packaging.box.hold", "null"},
        {"packaging.box",
            "{qualified_at: 35, blanket: {conductance: 1 W/K, "
            "heat_capacity: 36 kJ/K, packed_at: 5}}"});
    bw_assert_close(bw_study_value(&study, LANE, "out_of_range_time"),
        (24.0 - 10.0 * log((ambient_c - 5.0) / (ambient_c - 8.0))) / 24.0, 1e-6);
    bw_study_close(&study);
}

static void test_legs_heat_goods_in_packaging_with_walls(void **state)
{
    (void)state;
    expect_cover(25, "{temperature: 25}");
    expect_cover(30, "{temperature: 25, heat: 5}");
    expect_cover(
        35, "{temperature: 25, openings: {count: 2, time: 6 min, exchange: 60}}");
    expect_cover(
        27, "{temperature: 25, openings: {rate: 0.5 /h, time: 1 min, heat: 240}}");
    expect_cover(35, "{kind: tarmac, solar: 0}");
}

/* A state that runs nothing: draws and the clock are all that is asked. */
static struct bw_state open_state(struct bw_study *study, const char *legs)
{
    struct bw_assignment set[] = {{"lanes.road.legs", legs}};
    struct bw_state state;

    bw_study_open(study, ROAD, set, 1);
    assert_int_equal(
        bw_state_init(&state, study->scenario->network, study->layout), BW_OK);
    bw_state_reset(&state, 7, 0);
    return state;
}

/* Walks the legs of a shipment and compares the ambient at the beginning and in the
 * middle of every stretch with the sum of its parts. */
static void test_legs_stretches_tile_the_way_and_add_up(void **state)
{
    struct bw_study study;
    struct bw_state s = open_state(&study,
        "{a: {place: inland, solar: 20, share: 0.3}, b: {temperature: 15, share: 0.4}, "
        "c: {place: coast, offset: 2}}");
    const struct bw_lane *lane = &s.network->lanes[0];
    const bw_time begin = 100 * BW_DAY + 7 * BW_HOUR, end = begin + 10 * BW_DAY;
    struct bw_passages passages = {.number = 3};
    struct bw_leg_walk walk;
    struct bw_ambient stretch;
    bw_time at = begin;
    uint32_t count = 0;

    (void)state;
    for (unsigned i = 0; i < BW_PASSAGE_COUNT; i++) {
        passages.end[i] = i < BW_PASSAGE_TRANSIT ? begin : end;
    }
    passages.begin = begin;
    bw_leg_walk_init(&walk, &s, lane, &passages);
    /* The law gives 2 d, so the ten days are a delay, shared alike. */
    while (bw_leg_walk_next(&walk, &stretch)) {
        const struct bw_climate *inland = &s.network->climates[2];

        assert_true(stretch.duration > 0);
        assert_true(walk.leg == 1 || (at / BW_DAY) == (walk.at - 1) / BW_DAY);
        if (walk.leg == 0) {
            double omega = 2.0 * acos(-1.0);
            double half = (double)stretch.duration / 2.0;
            double hour = fmod((double)at + half, (double)BW_DAY) / (double)BW_DAY;
            int64_t day = bw_weather_day(s.network, at);
            double air = bw_weather_season(inland, day)
                + bw_weather_of_day(&s, inland, day)
                + 6.0 * cos(omega * (hour - 14.0 / 24.0));
            struct bw_sun sun = bw_weather_sun(s.network, inland, at);
            double height = sun.level + sun.swing * cos(omega * (hour - 0.5));

            assert_string_equal(inland->name, "inland");
            assert_true(height >= -1e-9);
            bw_assert_close(stretch.mean_c
                    + stretch.amplitude_k
                        * sin(omega * (half + (double)stretch.since) / (double)BW_DAY),
                air + (sun.swing > 0.0 ? 20.0 * height : 0.0), 1e-6);
        } else if (walk.leg == 1) {
            bw_assert_close(stretch.mean_c, 15.0, EXACT);
            bw_assert_close(stretch.amplitude_k, 0.0, EXACT);
            bw_assert_close((double)stretch.duration, 4.0 * (double)BW_DAY, 0.5);
        }
        at += stretch.duration;
        count++;
    }
    assert_true(at == end);
    /* Three days and pieces with dawn and dusk, one, and three days. */
    assert_true(count > 12);
    bw_state_release(&s);
    bw_study_close(&study);
}

/* Time out of range of shipments of a day, number first and the one after it. */
static bool is_out(struct bw_state *state, bw_time departed, uint64_t number)
{
    struct bw_shipment shipment = {
        .number = number,
        .packed = departed,
        .boarded = departed,
        .departed = departed,
        .arrived = departed + 2 * BW_DAY,
        .cleared = departed + 2 * BW_DAY,
    };
    const struct bw_thermal_watch watch = {.low_c = 2, .high_c = 8};
    struct bw_packed packed = {.left = 1.0};
    struct bw_exposure exposure;

    state->events.now = shipment.arrived;
    bw_exposure_reset(&exposure);
    bw_carriage_expose(state, &shipment, &watch, &packed, &exposure, NULL);
    return exposure.above + exposure.below > 0;
}

/* Correlation of the excursions of two shipments that leave `apart` after each other,
 * of 600 pairs 30 days apart. */
static double correlation(const char *legs, bw_time apart)
{
    struct bw_study study;
    struct bw_state state = open_state(&study, legs);
    double first = 0.0, second = 0.0, both = 0.0, n = 600.0;

    for (uint64_t i = 0; i < 600; i++) {
        bw_time departed = (bw_time)i * 30 * BW_DAY;
        bool a = is_out(&state, departed, 2 * i);
        bool b = is_out(&state, departed + apart, 2 * i + 1);

        first += a;
        second += b;
        both += a && b;
    }
    bw_state_release(&state);
    bw_study_close(&study);
    assert_true(first > 100.0 && first < 500.0);
    return (both / n - first * second / n / n)
        / sqrt(first / n * (1.0 - first / n) * (second / n) * (1.0 - second / n));
}

/* Packs for 35 degrees at 35 degrees with noise: every second shipment fails. What all
 * of a day share makes them fail together; the bounds of the others are four standard
 * deviations of a correlation of 600 pairs, 0.163. */
static void test_legs_excursions_of_a_day_come_together(void **state)
{
    (void)state;
    assert_true(correlation("{a: {day_sd: 5, own_sd: 1}}", BW_HOUR) > 0.6);
    assert_true(fabs(correlation("{a: {day_sd: 5, own_sd: 1}}", 7 * BW_DAY)) < 0.163);
    assert_true(fabs(correlation("{a: {own_sd: 5}}", BW_HOUR)) < 0.163);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_legs_with_times_of_their_own_make_up_the_transit),
        cmocka_unit_test(test_legs_with_times_add_to_the_law_of_transit),
        cmocka_unit_test(test_legs_melt_one_after_the_other),
        cmocka_unit_test(test_legs_have_figures_of_their_own),
        cmocka_unit_test(test_legs_of_a_late_shipment_are_longer_alike),
        cmocka_unit_test(test_legs_may_take_a_delay_alone),
        cmocka_unit_test(test_legs_of_a_tour_share_the_delay),
        cmocka_unit_test(test_legs_of_customs_melt_too),
        cmocka_unit_test(test_legs_of_dispatch_begin_when_goods_are_ready),
        cmocka_unit_test(test_legs_take_the_climate_of_their_ends),
        cmocka_unit_test(test_legs_on_a_tarmac_stand_in_the_sun),
        cmocka_unit_test(test_legs_heat_goods_in_packaging_with_walls),
        cmocka_unit_test(test_legs_stretches_tile_the_way_and_add_up),
        cmocka_unit_test(test_legs_excursions_of_a_day_come_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
