/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods choose between three lanes: road 2 d, 50 a vehicle of 20; air 1 d, 100 a
 * shipment and 1 a box; sea 6 d, 4 a box. Orders are of 10 boxes.
 */
#include "unit.h"

#include "study.h"

#define ROUTES TEST_FOLDER "/routes.yaml"
#define EXACT 1e-9

/* Compares the mean lead time with some values set. */
static void expect_lead(const struct bw_assignment *set, size_t count, double days)
{
    struct bw_study study;

    bw_study_open(&study, ROUTES, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), days, EXACT);
    bw_study_close(&study);
}
#define EXPECT_LEAD(days, ...)                                                         \
    expect_lead((const struct bw_assignment[]){__VA_ARGS__},                           \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment),                                            \
        days)

/* 10 boxes: sea 40, road 50, air 110. 15: road 50, sea 60. 30: sea 120, road 2 x 50. */
static void test_routes_cheapest_depends_on_the_quantity(void **state)
{
    (void)state;
    EXPECT_LEAD(6.0, {"demand.ward.route", "cheapest"});
    EXPECT_LEAD(2.0, {"demand.ward.size", "15"});
    EXPECT_LEAD(2.0, {"demand.ward.size", "30"});
    EXPECT_LEAD(1.0, {"demand.ward.size", "101"}, {"lanes.road.cost.unit", "3"});
}

static void test_routes_fastest_is_the_air(void **state)
{
    (void)state;
    EXPECT_LEAD(1.0, {"demand.ward.route", "fastest"});
}

static void test_routes_by_due_takes_the_cheapest_in_time(void **state)
{
    (void)state;
    EXPECT_LEAD(6.0, {"demand.ward.route", "by_due"});
    EXPECT_LEAD(6.0, {"demand.ward.route", "by_due"}, {"demand.ward.due", "6 d"});
    EXPECT_LEAD(2.0, {"demand.ward.route", "by_due"}, {"demand.ward.due", "5.9 d"});
    EXPECT_LEAD(1.0, {"demand.ward.route", "by_due"}, {"demand.ward.due", "1 d"});
    EXPECT_LEAD(1.0, {"demand.ward.route", "by_due"}, {"demand.ward.due", "2 h"});
}

/* Vehicles on days 4, 8, ...: on the day itself and the day before the road is in time
 * (2 and 3 d); the two orders before go by air (1 d). */
static void test_routes_by_due_knows_the_timetable(void **state)
{
    (void)state;
    EXPECT_LEAD((4.0 * 7.0 + 5.0) / 19.0, {"demand.ward.route", "by_due"},
        {"demand.ward.due", "3 d"}, {"lanes.road.departures", "{every: 4 d}"});
}

/* A cut-off of an hour makes the goods of the day itself miss its vehicle. */
static void test_routes_by_due_knows_the_cut_off(void **state)
{
    (void)state;
    EXPECT_LEAD((4.0 * 6.0 + 5.0) / 19.0, {"demand.ward.route", "by_due"},
        {"demand.ward.due", "3 d"},
        {"lanes.road.departures", "{every: 4 d, cut_off: 1 h}"});
}

static void test_routes_by_size_has_breaks(void **state)
{
    static const char routes[] = "{parcel: {by: air, up_to: 9}, pallet: {by: [road], "
                                 "up_to: 10}, box: {by: sea}}";

    (void)state;
    EXPECT_LEAD(2.0, {"demand.ward.route", "by_size"}, {"demand.ward.routes", routes});
    EXPECT_LEAD(1.0, {"demand.ward.route", "by_size"}, {"demand.ward.routes", routes},
        {"demand.ward.size", "9"});
    EXPECT_LEAD(6.0, {"demand.ward.route", "by_size"}, {"demand.ward.routes", routes},
        {"demand.ward.size", "11"});
}

/* Through the hub in 13 h, all of it on the lanes of that route. */
static void test_routes_may_pass_a_hub(void **state)
{
    const struct bw_assignment set[] = {
        {"demand.ward.route", "fastest"},
        {"demand.ward.routes", "{air: {by: air}, hub: {by: [shuttle, van]}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, ROUTES, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 13.0 / 24.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "lanes.shuttle", BW_STAGE_TRANSIT), 0.5, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "lanes.van", BW_STAGE_TRANSIT), 1.0 / 24.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.air", "shipments"), 0.0, EXACT);
    bw_study_close(&study);
}

/* A lane on which nothing leaves any more arrives last of all. */
static void test_routes_end_of_a_timetable_is_never_in_time(void **state)
{
    (void)state;
    EXPECT_LEAD((10.0 * 6.0 + 9.0 * 2.0) / 19.0, {"demand.ward.route", "by_due"},
        {"demand.ward.due", "60 d"},
        {"lanes.sea.departures",
            "{at: [1 d, 2 d, 3 d, 4 d, 5 d, 6 d, 7 d, 8 d, 9 d, 10 d]}"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes_cheapest_depends_on_the_quantity),
        cmocka_unit_test(test_routes_fastest_is_the_air),
        cmocka_unit_test(test_routes_by_due_takes_the_cheapest_in_time),
        cmocka_unit_test(test_routes_by_due_knows_the_timetable),
        cmocka_unit_test(test_routes_by_due_knows_the_cut_off),
        cmocka_unit_test(test_routes_by_size_has_breaks),
        cmocka_unit_test(test_routes_may_pass_a_hub),
        cmocka_unit_test(test_routes_end_of_a_timetable_is_never_in_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
