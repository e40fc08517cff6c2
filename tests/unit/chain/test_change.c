/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers that change by date.
 */
#include "unit.h"

#include "study.h"

#define SCENARIO TEST_FOLDER "/change.yaml"
#define EXACT 1e-9

/* A figure of the scenario with assignments. */
static double figure(const struct bw_assignment *set, size_t count, const char *element,
    const char *metric)
{
    struct bw_study study;
    double value;

    bw_study_open(&study, SCENARIO, set, count);
    bw_study_run(&study, 1, 0);
    value = bw_study_value(&study, element, metric);
    bw_study_close(&study);
    return value;
}

/* Twenty more are ordered on day 40 and lie there from day 42 to day 100. */
static void test_change_of_a_higher_level_is_reviewed_at_once(void **state)
{
    const struct bw_assignment set[] = {{"changes",
        "{more: {at: 40 d, path: sites.store.stock.drug.policy.base_stock, to: 50}}"}};
    const char *store = "sites.store.stock.drug";

    (void)state;
    bw_assert_close(
        figure(set, 1, store, "on_hand") - figure(NULL, 0, store, "on_hand"),
        20.0 * 58 / 100, EXACT);
}

/* With a level of 10 from day 40 on, the position is 29 after that day's order and
 * falls by one a day; the eleven of day 50 take it below 10, where it then stays. */
static void test_change_of_a_lower_level_lets_stock_run_down(void **state)
{
    const struct bw_assignment set[] = {{"changes",
        "{less: {at: 40 d, path: sites.store.stock.drug.policy.base_stock, to: 10}}"}};
    double position = 30.0 * 40 + (29 + 20) * 5 + 10.0 * 50;

    (void)state;
    bw_assert_close(figure(set, 1, "sites.store.stock.drug", "inventory_position"),
        position / 100, EXACT);
}

/* One unit a day leaves until day 3, then the seven that are left: the first order
 * takes four days, the second one. */
static void test_change_of_capacity_moves_what_waits(void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.round.capacity", "1"},
        {"lanes.round.departures", "{every: 1 d}"},
        {"changes", "{more: {at: 3 d, path: lanes.round.capacity, to: 100}}"},
    };

    (void)state;
    bw_assert_close(figure(set, 3, "demand.seldom", "lead_time"), 2.5, EXACT);
}

/* The one vehicle drives three times; then there are ten. */
static void test_change_of_a_fleet_sends_more_vehicles(void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.round.capacity", "1"},
        {"sites.store.fleets.vans.vehicles", "1"},
        {"changes",
            "{more: {at: 3 d, path: sites.store.fleets.vans.vehicles, to: 10}}"},
    };

    (void)state;
    bw_assert_close(figure(set, 3, "demand.seldom", "lead_time"), 2.5, EXACT);
}

/* Loading of a vehicle takes a day at one door, so that the first three have left by
 * day 3; then there are ten doors and the others are loaded by day 4. */
static void test_change_of_doors_serves_more_vehicles(void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.round.capacity", "1"},
        {"sites.store.docks", "{unload: 0 d, loading: {doors: 1, time: 1 d}}"},
        {"changes", "{more: {at: 3 d, path: sites.store.docks.loading.doors, to: 10}}"},
    };

    (void)state;
    bw_assert_close(figure(set, 3, "demand.seldom", "lead_time"), 3.5, EXACT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_of_a_higher_level_is_reviewed_at_once),
        cmocka_unit_test(test_change_of_a_lower_level_lets_stock_run_down),
        cmocka_unit_test(test_change_of_capacity_moves_what_waits),
        cmocka_unit_test(test_change_of_a_fleet_sends_more_vehicles),
        cmocka_unit_test(test_change_of_doors_serves_more_vehicles),
    };

    return cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
