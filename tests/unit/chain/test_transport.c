/* SPDX-License-Identifier: Apache-2.0
 *
 * Departures, loads and consolidation on one road, by examples computed by hand. Orders
 * come at the beginning of days 1, 2, 3 ...; those of days 1 to 19 count. Without more
 * each is delivered after the 2 d of the road.
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define ROAD TEST_FOLDER "/transport.yaml"
#define EXACT 1e-9
#define ORDERS 19.0

/* Runs the road with the given values in place of its own. */
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

/* Lead time less transit, all of it charged to the wait for departure. */
static void assert_wait(const struct bw_study *study, double sum)
{
    bw_assert_close(
        bw_study_value(study, "chain", "lead_time"), 2.0 + sum / ORDERS, EXACT);
    bw_assert_close(
        bw_study_wait(study, "lanes.road", BW_STAGE_DISPATCH), sum / ORDERS, EXACT);
}

/* Monday and Thursday at 18 h: from day 1 on a week's orders wait 2.75, 1.75, 0.75,
 * 3.75, 2.75, 1.75 and 0.75 d; the last week has its first five only. */
static void test_transport_days_of_the_week_are_departures(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{days: [thu, mon], at: 18 h}"});
    assert_wait(&study, 2 * 14.25 + 11.75);
    bw_study_close(&study);
}

/* Two times of the day: at 6 h and 18 h the orders of midnight leave after 6 h. */
static void test_transport_days_have_several_times(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        {"lanes.road.departures",
            "{days: [mon, tue, wed, thu, fri, sat, sun], at: [18 h, 6 h]}"});
    assert_wait(&study, ORDERS * 0.25);
    bw_study_close(&study);
}

/* Departures 1 h after midnight, goods ready 2 h before: a day and an hour. */
static void test_transport_goods_after_the_cut_off_take_the_next_departure(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{every: 1 d, at: 1 h, cut_off: 2 h}"});
    assert_wait(&study, ORDERS * 25.0 / 24.0);
    bw_study_close(&study);
}

/* Goods that are ready exactly at the cut-off are in time. */
static void test_transport_goods_at_the_cut_off_are_in_time(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{every: 1 d, at: 2 h, cut_off: 2 h}"});
    assert_wait(&study, ORDERS * 2.0 / 24.0);
    bw_study_close(&study);
}

/* Two ships in all: orders 1 to 3 wait 2, 1, 0 d, orders 4 to 10 6, 5 ... 0 d, and the
 * other nine never leave. */
static void test_transport_listed_departures_come_once(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{at: [10 d, 3 d]}"});
    bw_assert_close(
        bw_study_value(&study, "chain", "open_orders"), 9.0 / ORDERS, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "dispatch_wait"), 2.4, EXACT);
    bw_study_close(&study);
}

/* A list in a period: days 1, 3 | 8, 10 | 15, 17 | 22 ... Orders of days 1 to 7 wait 0,
 * 1, 0, 4, 3, 2, 1 d. */
static void test_transport_listed_departures_repeat_with_a_period(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{every: 7 d, at: [3 d, 8 d]}"});
    assert_wait(&study, 2 * 11.0 + 8.0);
    bw_study_close(&study);
}

/* Two vehicles of 20 a week for 70 boxes: four shipments in the window, all full. */
static void test_transport_departure_has_so_many_vehicles(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{every: 7 d, vehicles: 2}"},
        {"lanes.road.capacity", "20"});
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "load"), 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "load_share"), 1.0, EXACT);
    bw_study_close(&study);
}

/* 40 boxes of 2 l every 4 d, vehicles of 30 l: 15, 15 and 10 boxes, though 20 would
 * have found room by weight, 50 by pallets and 100 by number. */
static void test_transport_tightest_measure_binds(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{every: 4 d, vehicles: 10}"},
        {"items.drug.volume", "2 l"}, {"items.drug.weight", "500 g"},
        {"items.drug.per_pallet", "5"},
        {"lanes.road.capacity",
            "{units: 100, volume: 0.03 m3, weight: 10 kg, pallets: 10}"});
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 12.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "load"), 40.0 / 3.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "lanes.road", "load_share"), 8.0 / 9.0, EXACT);
    bw_study_close(&study);
}

/* Three quarters of a pallet place each: 8 places are 10 boxes (10.67 rounded down). */
static void test_transport_load_is_whole_quanta(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{every: 4 d, vehicles: 10}"},
        {"items.drug.per_pallet", "1.3333"}, {"lanes.road.capacity", "{pallets: 8}"});
    bw_assert_close(bw_study_value(&study, "lanes.road", "load"), 10.0, EXACT);
    bw_study_close(&study);
}

/* Full vehicles of three orders: they wait 2, 1 and 0 d; order 19 waits for 21. */
static void test_transport_vehicle_waits_until_it_is_full(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "30"},
        {"lanes.road.consolidate", "{longest_wait: 30 d}"});
    assert_wait(&study, 6 * 3.0 + 2.0);
    bw_assert_close(bw_study_value(&study, "lanes.road", "load_share"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 6.0, EXACT);
    bw_study_close(&study);
}

/* Six tenths of 30 are reached by two orders, which leave with 20. */
static void test_transport_fill_below_one_leaves_earlier(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "30"},
        {"lanes.road.consolidate", "{fill: 0.6, longest_wait: 30 d}"});
    assert_wait(&study, 10.0);
    bw_assert_close(bw_study_value(&study, "lanes.road", "load"), 20.0, EXACT);
    bw_study_close(&study);
}

/* One order of 100 fills three vehicles of 30; its last 10 boxes wait for the others.
 */
static void test_transport_large_order_fills_several_vehicles(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "30"}, {"demand.ward.size", "100"},
        {"demand.ward.arrivals", "{every: 12 d}"},
        {"lanes.road.consolidate", "{longest_wait: 3 d}"});
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 5.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.road", BW_STAGE_DISPATCH), 3.0, EXACT);
    bw_study_close(&study);
}

/* The clock strikes on days 0, 5, 10 ...: 4, 3, 2, 1, 0 d, and the order of that
 * instant goes too. */
static void test_transport_clock_takes_all_that_waits(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.consolidate", "{every: 5 d}"});
    assert_wait(&study, 40.0);
    bw_study_close(&study);
}

/* Clock and fill: 30 boxes are full on day 3, day 5 takes 20, day 8 is full again. */
static void test_transport_clock_and_fill_whichever_comes_first(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "30"},
        {"lanes.road.consolidate", "{every: 5 d}"});
    assert_wait(&study, 4 * 3.0 + 4 * 1.0);
    bw_study_close(&study);
}

/* The oldest waits 3 d and takes along what has come by then, that instant included: 3,
 * 2, 1, 0 d. */
static void test_transport_longest_wait_bounds_the_wait(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.consolidate", "{longest_wait: 3 d}"});
    assert_wait(&study, 4 * 6.0 + 6.0);
    bw_study_close(&study);
}

/* With departures every other day the rules are asked at departures only: 1, 2, 3 leave
 * on day 4 and 4, 5, 6 on day 6. */
static void test_transport_fill_is_judged_at_departures(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "30"},
        {"lanes.road.departures", "{every: 2 d}"},
        {"lanes.road.consolidate", "{longest_wait: 99 d}"});
    assert_wait(&study, 3 * 9.0 + 3.0);
    bw_study_close(&study);
}

/* Goods that would wait more than 3.5 d at the next departure leave with this one: the
 * order of day 1 on day 4, not on day 2 or 6. */
static void test_transport_longest_wait_takes_the_last_departure_in_time(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.departures", "{every: 2 d}"},
        {"lanes.road.consolidate", "{longest_wait: 3.5 d}"});
    assert_wait(&study, 4 * 6.0 + 6.0);
    bw_study_close(&study);
}

/* The cut-off counts for the fill too: of the 30 boxes that wait on day 3, 20 are in
 * time for its departure; those of day 4 make 30 at the next. */
static void test_transport_fill_counts_what_is_in_time(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.capacity", "30"},
        {"lanes.road.departures", "{every: 1 d, cut_off: 1 h}"},
        {"lanes.road.consolidate", "{longest_wait: 99 d}"});
    assert_wait(&study, 6 * 6.0 + 3.0);
    bw_study_close(&study);
}

/* Half of the boxes break on the road. What is broken is sent again at once: an order
 * is filled after as many trips as the last of its boxes needs, so that 19 orders of 10
 * need 190 / (1 - 1/2) boxes in the mean, with a standard deviation of sqrt(190 x 2).
 */
static void test_transport_damaged_goods_are_sent_again(void **state)
{
    struct bw_study study;
    double damaged = 0.0, units = 0.0;

    (void)state;
    bw_study_open(&study, ROAD,
        (const struct bw_assignment[]){
            {"lanes.road.damage", "0.5"}, {"lanes.road.transit", "1 h"}},
        2);
    for (uint64_t i = 0; i < 100; i++) {
        double share;

        bw_study_run(&study, 1, i);
        bw_assert_close(bw_study_value(&study, "demand.ward", "open_orders"), 0.0, 0.0);
        share = bw_study_value(&study, "lanes.road", "damaged_share");
        damaged += 190.0 * share / (1.0 - share);
        units += 190.0;
    }
    assert_true(fabs(damaged - units) < 3.3 * sqrt(units * 2.0));
    bw_study_close(&study);
}

/* All of it breaks: nothing ever comes, and everything is waste. */
static void test_transport_lost_goods_are_waste(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.damage", "1"}, {"time.cooldown", "0 d"});
    bw_assert_close(bw_study_value(&study, "demand.ward", "open_orders"), 1.0, 0.0);
    bw_assert_close(bw_study_value(&study, "lanes.road", "damaged_share"), 1.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transport_damaged_goods_are_sent_again),
        cmocka_unit_test(test_transport_lost_goods_are_waste),
        cmocka_unit_test(test_transport_days_of_the_week_are_departures),
        cmocka_unit_test(test_transport_days_have_several_times),
        cmocka_unit_test(
            test_transport_goods_after_the_cut_off_take_the_next_departure),
        cmocka_unit_test(test_transport_goods_at_the_cut_off_are_in_time),
        cmocka_unit_test(test_transport_listed_departures_come_once),
        cmocka_unit_test(test_transport_listed_departures_repeat_with_a_period),
        cmocka_unit_test(test_transport_departure_has_so_many_vehicles),
        cmocka_unit_test(test_transport_tightest_measure_binds),
        cmocka_unit_test(test_transport_load_is_whole_quanta),
        cmocka_unit_test(test_transport_vehicle_waits_until_it_is_full),
        cmocka_unit_test(test_transport_fill_below_one_leaves_earlier),
        cmocka_unit_test(test_transport_large_order_fills_several_vehicles),
        cmocka_unit_test(test_transport_clock_takes_all_that_waits),
        cmocka_unit_test(test_transport_clock_and_fill_whichever_comes_first),
        cmocka_unit_test(test_transport_longest_wait_bounds_the_wait),
        cmocka_unit_test(test_transport_fill_is_judged_at_departures),
        cmocka_unit_test(test_transport_longest_wait_takes_the_last_departure_in_time),
        cmocka_unit_test(test_transport_fill_counts_what_is_in_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
