/* SPDX-License-Identifier: Apache-2.0
 *
 * Docks of a hub by examples computed by hand. Shipments of ten boxes reach it on days
 * 2, 3, 4 ...; those of days 2 to 20 belong to orders that count. A day there, a day
 * on.
 */
#include "unit.h"

#include "study.h"

#define HUB TEST_FOLDER "/dock.yaml"
#define DOCK "sites.hub.docks"
#define EXACT 1e-9
#define ORDERS 19.0

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, HUB, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Checks the whole and its parts at the dock: sum of waits, and time at a door. */
static void expect(const struct bw_study *study, double waits, double door)
{
    bw_assert_close(bw_study_value(study, "chain", "lead_time"),
        2.0 + door + waits / ORDERS, EXACT);
    bw_assert_close(bw_study_wait(study, DOCK, BW_STAGE_QUEUE), waits / ORDERS, EXACT);
    bw_assert_close(bw_study_wait(study, DOCK, BW_STAGE_PROCESS), door, EXACT);
    bw_assert_close(bw_study_value(study, DOCK, "unloading"), door, EXACT);
}

/* In the window the shipments of days 2 to 19 are unloaded, half a day each. */
static void test_dock_unloads_one_after_the_other(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"run.seed", "1"});
    expect(&study, 0.0, 0.5);
    bw_assert_close(bw_study_value(&study, DOCK, "utilization"), 9.0 / 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, DOCK, "shipments"), 18.0, EXACT);
    bw_study_close(&study);
}

/* A day and a half at the only door: shipment k waits (k - 1) / 2 d. */
static void test_dock_makes_shipments_wait_for_a_door(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK ".unload", "36 h"});
    expect(&study, 0.5 * 18.0 * 19.0 / 2.0, 1.5);
    bw_assert_close(bw_study_value(&study, DOCK, "utilization"), 0.9, EXACT);
    bw_study_close(&study);
}

static void test_dock_second_door_ends_the_wait(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK ".unload", "36 h"}, {DOCK ".doors", "2"});
    expect(&study, 0.0, 1.5);
    bw_study_close(&study);
}

/* 6 h per shipment and 1 h per box. */
static void test_dock_unloads_by_the_unit(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK, "{unload: 6 h, per_unit: 1 h}"});
    expect(&study, 0.0, 16.0 / 24.0);
    bw_study_close(&study);
}

/* Two vehicles of five boxes arrive together and share a door: an order is complete
 * when the second is unloaded, after 12 h of wait. */
static void test_dock_serves_shipments_of_one_instant_in_turn(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.inbound.capacity", "5"});
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, DOCK, "wait"), 0.25, EXACT);
    bw_study_close(&study);
}

/* The vehicle is away while its goods are unloaded: 1 d there, 12 h at the door and 36
 * h home, so that it leaves on days 1, 4, 7 ... 19. */
static void test_dock_keeps_the_vehicle(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"sites.plant.fleets.trucks.vehicles", "1"},
        {"lanes.inbound.fleet", "{of: trucks, return: 36 h}"});
    bw_assert_close(
        bw_study_value(&study, "sites.plant.fleets.trucks", "trips"), 7.0, EXACT);
    bw_study_close(&study);
}

static void test_dock_without_doors_holds_everything(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {DOCK ".doors", "0"});
    bw_assert_close(bw_study_value(&study, "chain", "open_orders"), 1.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dock_unloads_one_after_the_other),
        cmocka_unit_test(test_dock_makes_shipments_wait_for_a_door),
        cmocka_unit_test(test_dock_second_door_ends_the_wait),
        cmocka_unit_test(test_dock_unloads_by_the_unit),
        cmocka_unit_test(test_dock_serves_shipments_of_one_instant_in_turn),
        cmocka_unit_test(test_dock_keeps_the_vehicle),
        cmocka_unit_test(test_dock_without_doors_holds_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
