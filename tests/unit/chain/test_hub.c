/* SPDX-License-Identifier: Apache-2.0
 *
 * Hubs by examples computed by hand. Shipments of ten boxes reach the hub on days 2, 3,
 * 4 ...; those of days 2 to 20 belong to orders that count. A day there, a day on.
 */
#include "unit.h"

#include "study.h"

#define FILE_NAME TEST_FOLDER "/dock.yaml"
#define HUB "sites.hub.cross_dock"
#define DOCK "sites.hub.docks"
#define EXACT 1e-9
#define ORDERS 19.0

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, FILE_NAME, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Vehicles on at midnight of even days: the boxes of odd days stay a day. Those of days
 * 2 to 18 leave within the window: nine at once, eight after a day, 12 h too late. */
static void test_hub_counts_who_stays_longer_than_the_window(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK, "null"}, {"lanes.outbound.departures", "{every: 2 d}"},
        {HUB, "{window: 12 h, storage: {unit: 2, time: 0.5 /unit/d}}"});
    bw_assert_close(bw_study_value(&study, HUB, "passed"), 170.0, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "within_window"), 9.0 / 17.0, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "stored"), 80.0, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "stay"), 8.0 / 17.0, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "cost"), 80.0 * 2.25, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_storage"), 180.0, EXACT);
    bw_study_close(&study);
}

/* What stays exactly as long as the window is in time. */
static void test_hub_window_includes_its_end(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK, "null"}, {"lanes.outbound.departures", "{every: 2 d}"},
        {HUB, "{window: 1 d, storage: {unit: 2}}"});
    bw_assert_close(bw_study_value(&study, HUB, "within_window"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "cost"), 0.0, EXACT);
    bw_study_close(&study);
}

/* A record that takes 5 h before the goods may go on is part of the stay. */
static void test_hub_stay_begins_before_goods_are_verified(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK, "null"}, {HUB, "{}"},
        {"ledger", "{paper: {kind: manual, staff: 9, time: 5 h}}"},
        {"lanes.inbound.verify", "{receive: paper}"});
    bw_assert_close(bw_study_value(&study, HUB, "stay"), 5.0 / 24.0, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "within_window"), 1.0, EXACT);
    bw_study_close(&study);
}

#define FULL                                                                           \
    {DOCK, "{doors: 1}"}, {"lanes.outbound.departures", "{every: 3 d}"},               \
        {HUB, "{capacity: 10}"},                                                       \
    {                                                                                  \
        "time.cooldown", "60 d"                                                        \
    }

/* Room for one shipment, which leaves every third day: order k of day k leaves the hub
 * on day 3 k. From the third on each stands 3 d at the door for room (the third 2 d),
 * and from the fourth on it has waited 2 k - 7 d for the door before. */
static void test_hub_without_room_keeps_shipments_at_the_door(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, FULL);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 21.0, EXACT);
    bw_assert_close(bw_study_wait(&study, HUB, BW_STAGE_SPACE), 50.0 / ORDERS, EXACT);
    bw_assert_close(bw_study_wait(&study, DOCK, BW_STAGE_QUEUE), 256.0 / ORDERS, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.outbound", BW_STAGE_DISPATCH),
        (1.0 + 18.0 * 3.0) / ORDERS, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "utilization"), 0.9, EXACT);
    /* The door is taken from day 4 on by one that waits for room. */
    bw_assert_close(bw_study_value(&study, DOCK, "utilization"), 0.8, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "queue_length"), 0.8, EXACT);
    bw_study_close(&study);
}

/* Thirty boxes never find room for thirty, and are let in alone. */
static void test_hub_lets_in_alone_what_is_larger_than_it(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, FULL, {"demand.ward.size", "30"});
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 21.0, EXACT);
    bw_study_close(&study);
}

/* Three pallets are three shipments. Those of days 3, 6, 9 ... are out of their
 * vehicles when the one on has just left: after the first, which waits a day, all wait
 * 3, 2 and 1 d by turns, and nobody for room. */
static void test_hub_room_has_several_measures(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK, "{doors: 1}"},
        {"lanes.outbound.departures", "{every: 3 d}"}, {"items.drug.per_pallet", "10"},
        {HUB, "{capacity: {units: 1000, pallets: 3}}"});
    bw_assert_close(bw_study_wait(&study, HUB, BW_STAGE_SPACE), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"),
        2.0 + (1.0 + 6 * 6.0) / ORDERS, EXACT);
    bw_study_close(&study);
}

/* 6 h for a vehicle and 12 min for a box, after 12 h at the door of arrival. */
static void test_hub_loads_vehicles_at_doors(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK ".loading", "{time: 6 h, per_unit: 12 min}"});
    bw_assert_close(
        bw_study_value(&study, "chain", "lead_time"), 2.0 + 0.5 + 8.0 / 24.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, DOCK ".loading", BW_STAGE_PROCESS), 8.0 / 24.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "lanes.outbound", "dispatch_wait"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.outbound", "transit"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Two vehicles of five boxes at one door: the second waits while the first is loaded.
 */
static void test_hub_vehicles_wait_for_a_door_to_be_loaded(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK ".loading", "{time: 6 h, per_unit: 12 min}"},
        {"lanes.outbound.capacity", "5"});
    bw_assert_close(
        bw_study_value(&study, "chain", "lead_time"), 2.0 + 0.5 + 14.0 / 24.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, DOCK ".loading", BW_STAGE_QUEUE), 7.0 / 24.0, EXACT);
    bw_study_close(&study);
}

/* Goods keep their room until their vehicle has been loaded: for a day each, as long as
 * the next shipment needs to come. Loading that takes 36 h makes it wait. */
static void test_hub_room_is_free_when_the_vehicle_leaves(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK, "{doors: 9, loading: {doors: 9, time: 36 h}}"},
        {HUB, "{capacity: 10}"}, {"time.cooldown", "60 d"});
    /* Order k stands at the door for (k - 1) / 2 d. */
    bw_assert_close(
        bw_study_wait(&study, HUB, BW_STAGE_SPACE), 0.5 * 18.0 / 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, HUB, "stay"), 0.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hub_counts_who_stays_longer_than_the_window),
        cmocka_unit_test(test_hub_window_includes_its_end),
        cmocka_unit_test(test_hub_stay_begins_before_goods_are_verified),
        cmocka_unit_test(test_hub_without_room_keeps_shipments_at_the_door),
        cmocka_unit_test(test_hub_lets_in_alone_what_is_larger_than_it),
        cmocka_unit_test(test_hub_room_has_several_measures),
        cmocka_unit_test(test_hub_loads_vehicles_at_doors),
        cmocka_unit_test(test_hub_vehicles_wait_for_a_door_to_be_loaded),
        cmocka_unit_test(test_hub_room_is_free_when_the_vehicle_leaves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
