/* SPDX-License-Identifier: Apache-2.0
 *
 * Finite fleets by examples computed by hand. The road takes 2 d and the way home 1 d;
 * ten boxes are ordered at the beginning of each day, and the orders of days 1 to 19
 * count.
 */
#include "unit.h"

#include "study.h"

#define FLEET TEST_FOLDER "/fleet.yaml"
#define TRUCKS "sites.plant.fleets.trucks"
#define EXACT 1e-9
#define ORDERS 19.0

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, FLEET, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Sum of the waits of all orders, charged to the lane. */
static void expect_wait(const struct bw_study *study, double sum)
{
    bw_assert_close(
        bw_study_value(study, "chain", "lead_time"), 2.0 + sum / ORDERS, EXACT);
    bw_assert_close(
        bw_study_wait(study, "lanes.road", BW_STAGE_DISPATCH), sum / ORDERS, EXACT);
}

/* It leaves on days 1, 4, 7 ... 19 with what is there: each time but the first the
 * orders have waited 2, 1 and 0 d. It is out from day 1 on. */
static void test_fleet_vehicle_comes_home_before_it_leaves_again(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"run.seed", "1"});
    expect_wait(&study, 18.0);
    bw_assert_close(bw_study_value(&study, TRUCKS, "trips"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, TRUCKS, "utilization"), 19.0 / 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, TRUCKS, "vehicles_out"), 19.0 / 20.0, EXACT);
    /* The lane asks when the order of the next day comes and waits 2 d. */
    bw_assert_close(bw_study_value(&study, TRUCKS, "wait"), 6 * 2.0 / 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, TRUCKS, "cost"), 100.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_transport"), 100.0, EXACT);
    /* Loaded it is on days 1 to 3, 4 to 6 ... 19 to 20 of 20. */
    bw_assert_close(
        bw_study_value(&study, "lanes.road", "under_way"), 13.0 / 20.0, EXACT);
    bw_study_close(&study);
}

static void test_fleet_of_three_never_makes_anybody_wait(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {TRUCKS ".vehicles", "3"});
    expect_wait(&study, 0.0);
    bw_assert_close(bw_study_value(&study, TRUCKS, "utilization"),
        (3.0 * 17.0 + 2.0 + 1.0) / 60.0, EXACT);
    bw_study_close(&study);
}

/* Without a vehicle nothing moves, and nothing fails. */
static void test_fleet_of_none_moves_nothing(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {TRUCKS ".vehicles", "0"});
    bw_assert_close(bw_study_value(&study, "chain", "open_orders"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Room for ten boxes: one order per trip, so that order k waits 2 (k - 1) d. */
static void test_fleet_loads_are_split_over_trips(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "10"}, {"time.cooldown", "60 d"});
    expect_wait(&study, 2.0 * 18.0 * 19.0 / 2.0);
    bw_study_close(&study);
}

/* Departures at midnight: home on day 4.5 the vehicle leaves on day 5. Orders 2 to 5
 * wait 3, 2, 1, 0 d, and so on; those of days 18 and 19 wait for day 21. */
static void test_fleet_with_a_timetable_waits_for_departures(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.fleet.return", "36 h"},
        {"lanes.road.departures", "{every: 1 d}"});
    expect_wait(&study, 4 * 6.0 + 5.0);
    bw_study_close(&study);
}

/* Full vehicles of 30 on days 3, 6, 9 ...: the vehicle of 3 d is home in time. */
static void test_fleet_waits_until_it_is_full(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "30"},
        {"lanes.road.consolidate", "{longest_wait: 30 d}"});
    expect_wait(&study, 6 * 3.0 + 2.0);
    bw_study_close(&study);
}

/* The clock strikes every 2 d; the vehicle is out for 3. What a stroke has called for
 * leaves as soon as it is home, strokes of the meantime included: on days 2, 5, 8 ...
 */
static void test_fleet_keeps_what_the_clock_has_called_for(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.consolidate", "{every: 2 d}"});
    /* 1, 2 on day 2; 3, 4, 5 on day 5, ..., 18, 19 with 20 on day 20. */
    expect_wait(&study, 1.0 + 5 * 3.0 + 3.0);
    bw_study_close(&study);
}

/* Two lanes and one vehicle, which goes to who has waited longest: road and track take
 * turns, 2 d and 1 d. Each load has waited 2, 1 and 0 d, but for the first one of the
 * road (none) and the last order of the track (2 d). */
static void test_fleet_is_shared_in_turn(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.fleet.return", "0"},
        {"lanes.track",
            "{from: plant, to: customers, transit: 1 d, fleet: {of: "
            "trucks, return: 0}}"},
        {"demand.clinic",
            "{at: plant, item: drug, by: track, arrivals: {every: 1 d}, size: 10}"});
    bw_assert_close(
        bw_study_value(&study, "demand.ward", "lead_time"), 2.0 + 18.0 / 19.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "demand.clinic", "lead_time"), 1.0 + 20.0 / 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, TRUCKS, "utilization"), 19.0 / 20.0, EXACT);
    bw_study_close(&study);
}

/* Without a time for it the way home takes as long as a way there. */
static void test_fleet_returns_like_it_came(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.fleet", "trucks"});
    /* Days 1, 5, 9, 13, 17, 21: 2 to 5 wait 3, 2, 1, 0 d. */
    expect_wait(&study, 4 * 6.0 + 5.0);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fleet_vehicle_comes_home_before_it_leaves_again),
        cmocka_unit_test(test_fleet_of_three_never_makes_anybody_wait),
        cmocka_unit_test(test_fleet_of_none_moves_nothing),
        cmocka_unit_test(test_fleet_loads_are_split_over_trips),
        cmocka_unit_test(test_fleet_with_a_timetable_waits_for_departures),
        cmocka_unit_test(test_fleet_waits_until_it_is_full),
        cmocka_unit_test(test_fleet_keeps_what_the_clock_has_called_for),
        cmocka_unit_test(test_fleet_is_shared_in_turn),
        cmocka_unit_test(test_fleet_returns_like_it_came),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
