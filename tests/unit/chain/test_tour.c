/* SPDX-License-Identifier: Apache-2.0
 *
 * Tours by examples computed by hand. The orders of days 1 to 19 count, ten boxes for
 * each of two stops: the first is reached after 2 h and unloaded in 1 h, the second
 * after 3 h more, and 1 h.
 */
#include "unit.h"

#include "study.h"

#define TOUR TEST_FOLDER "/tour.yaml"
#define NORTH "lanes.round.stops.north"
#define SOUTH "lanes.round.stops.south"
#define EXACT 1e-9
#define HOUR (1.0 / 24.0)

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, TOUR, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Mean lead times of the two wards [h]. */
static void expect_lead(const struct bw_study *study, double north, double south)
{
    bw_assert_close(
        bw_study_value(study, "demand.ward-n", "lead_time"), north * HOUR, EXACT);
    bw_assert_close(
        bw_study_value(study, "demand.ward-s", "lead_time"), south * HOUR, EXACT);
}

/* Wait of an average order under a cell [h]. */
static void expect_wait(
    const struct bw_study *study, const char *element, enum bw_stage stage, double wait)
{
    bw_assert_close(bw_study_wait(study, element, stage), wait * HOUR, EXACT);
}

static void test_tour_goods_arrive_when_the_vehicle_reaches_their_stop(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"run.seed", "1"});
    expect_lead(&study, 3.0, 7.0);
    /* The way north is everybody's, the way south half of the orders'. */
    expect_wait(&study, NORTH, BW_STAGE_TRANSIT, 2.0);
    expect_wait(&study, NORTH, BW_STAGE_PROCESS, 1.0);
    expect_wait(&study, SOUTH, BW_STAGE_TRANSIT, 1.5);
    expect_wait(&study, SOUTH, BW_STAGE_PROCESS, 0.5);
    expect_wait(&study, "lanes.round", BW_STAGE_DISPATCH, 0.0);
    bw_assert_close(bw_study_value(&study, "lanes.round", "shipments"), 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.round", "load"), 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, SOUTH, "shipments"), 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, SOUTH, "load"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, SOUTH, "transit"), 6.0 * HOUR, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.round", "under_way"),
        19.0 * 7.0 / 24.0 / 20.0, EXACT);
    bw_study_close(&study);
}

/* A trip of 190 km costs 290; ten boxes 80 km away 100, 140 km away 160, and each stop
 * a crate. It emits 95 kg, and 8 and 14 kg. */
static void test_tour_costs_by_trip_distance_and_units(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"run.seed", "1"});
    bw_assert_close(bw_study_value(&study, "lanes.round", "cost"), 19.0 * 290.0, EXACT);
    bw_assert_close(bw_study_value(&study, NORTH, "cost"), 19.0 * 103.0, EXACT);
    bw_assert_close(bw_study_value(&study, SOUTH, "cost"), 19.0 * 163.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "cost"), 19.0 * (290.0 + 103.0 + 163.0), EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.round", "co2"), 19.0 * 95.0, EXACT);
    bw_assert_close(bw_study_value(&study, SOUTH, "co2"), 19.0 * 14.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "co2"), 19.0 * (95.0 + 8.0 + 14.0), EXACT);
    bw_study_close(&study);
}

#define HALF_DAYS                                                                      \
    {                                                                                  \
        "lanes.round.departures", "{every: 12 h}"                                      \
    }

/* Room for 15 of 20: the first stop gets its ten, the second five and five 12 h later.
 */
static void test_tour_serves_the_first_stops_first(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, HALF_DAYS, {"lanes.round.capacity", "15"},
        {"lanes.round.allocate", "stops"});
    expect_lead(&study, 3.0, 18.0);
    bw_assert_close(
        bw_study_value(&study, "lanes.round", "load_share"), 10.0 / 15.0, EXACT);
    bw_assert_close(bw_study_value(&study, NORTH, "shipments"), 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, SOUTH, "shipments"), 38.0, EXACT);
    /* Without goods for the north the vehicle passes it and does not stand there: the
     * last five boxes take 2 h and 3 h of way, and 1 h. */
    bw_assert_close(
        bw_study_value(&study, SOUTH, "transit"), (6.0 + 5.0) / 2.0 * HOUR, EXACT);
    bw_study_close(&study);
}

/* Room for 16 of 20: eight each, and two each 12 h later. */
static void test_tour_shares_what_it_can_carry(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, HALF_DAYS, {"lanes.round.capacity", "16"},
        {"lanes.round.allocate", "shares"});
    expect_lead(&study, 15.0, 19.0);
    bw_assert_close(bw_study_value(&study, NORTH, "load"), 5.0, EXACT);
    bw_study_close(&study);
}

/* Room for 15: who comes first, as a draw has it, goes whole. The wards have their
 * orders after 3 and 12 + 6 h, or after 12 + 3 and 7 h. */
static void test_tour_takes_goods_in_the_order_of_the_queue(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, HALF_DAYS, {"lanes.round.capacity", "15"});
    bw_assert_close(bw_study_value(&study, "demand.ward-n", "lead_time")
            + bw_study_value(&study, "demand.ward-s", "lead_time"),
        21.5 * HOUR, 0.5 * HOUR);
    bw_assert_close(bw_study_value(&study, "lanes.round", "load"), 10.0, EXACT);
    bw_study_close(&study);
}

/* Out for 7 h and 20 h home: it is back 3 h after the next orders, which wait. */
static void test_tour_vehicle_comes_home_after_the_last_stop(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"sites.plant.fleets.vans.vehicles", "1"},
        {"lanes.round.fleet", "{of: vans, return: 20 h}"}, {"time.horizon", "3 d"});
    expect_lead(&study, 3.0 + 1.5, 7.0 + 1.5);
    bw_study_close(&study);
}

/* Only the north orders: the vehicle drives on past the south, 2 + 1 + 3 h, and is home
 * after 30 h more, 12 h late for the orders of day 2. */
static void test_tour_vehicle_drives_the_whole_tour(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"sites.plant.fleets.vans.vehicles", "1"},
        {"lanes.round.fleet", "{of: vans, return: 30 h}"}, {"time.horizon", "3 d"},
        {"demand.ward-s.size", "0"});
    bw_assert_close(bw_study_value(&study, "demand.ward-n", "lead_time"),
        (3.0 + 15.0) / 2.0 * HOUR, EXACT);
    bw_study_close(&study);
}

/* A door in the north that takes 2 h, and 6 min for each box, in place of 1 h. */
static void test_tour_waits_with_all_goods_at_a_dock(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"sites.north.docks", "{unload: 2 h, per_unit: 6 min}"},
        {"lanes.round.stops.north.unload", "null"});
    expect_lead(&study, 5.0, 9.0);
    expect_wait(&study, "sites.north.docks", BW_STAGE_PROCESS, 3.0);
    expect_wait(&study, NORTH, BW_STAGE_PROCESS, 0.0);
    bw_study_close(&study);
}

static void test_tour_may_end_at_the_customers(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        {"lanes.round.stops",
            "{north: {drive: 2 h, unload: 1 h}, customers: {drive: 90 min}}"},
        {"lanes.round.cost", "{shipment: 10}"}, {"lanes.round.co2", "{shipment: 1}"},
        {"demand.ward-s.by", "round"});
    expect_lead(&study, 3.0, 4.5);
    bw_study_close(&study);
}

/* Half an hour at a door of the plant, for the whole vehicle. */
static void test_tour_vehicle_is_loaded_once(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(
        &study, {"sites.plant.docks", "{loading: {time: 10 min, per_unit: 1 min}}"});
    expect_lead(&study, 3.5, 7.5);
    expect_wait(&study, "sites.plant.docks.loading", BW_STAGE_PROCESS, 0.5);
    bw_study_close(&study);
}

/* A delay is one of the trip, on the way to the first stop. */
static void test_tour_delay_is_the_trips(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.round.delay", "{probability: 1, time: 4 h}"});
    expect_lead(&study, 7.0, 11.0);
    expect_wait(&study, NORTH, BW_STAGE_TRANSIT, 6.0);
    bw_assert_close(bw_study_value(&study, "lanes.round", "delay"), 4.0 * HOUR, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tour_goods_arrive_when_the_vehicle_reaches_their_stop),
        cmocka_unit_test(test_tour_costs_by_trip_distance_and_units),
        cmocka_unit_test(test_tour_serves_the_first_stops_first),
        cmocka_unit_test(test_tour_shares_what_it_can_carry),
        cmocka_unit_test(test_tour_takes_goods_in_the_order_of_the_queue),
        cmocka_unit_test(test_tour_vehicle_comes_home_after_the_last_stop),
        cmocka_unit_test(test_tour_vehicle_drives_the_whole_tour),
        cmocka_unit_test(test_tour_waits_with_all_goods_at_a_dock),
        cmocka_unit_test(test_tour_may_end_at_the_customers),
        cmocka_unit_test(test_tour_vehicle_is_loaded_once),
        cmocka_unit_test(test_tour_delay_is_the_trips),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
