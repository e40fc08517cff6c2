/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers that change by date.
 */
#include "unit.h"

#include "study.h"

#include <stdio.h>

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

#define QUIET                                                                          \
    {                                                                                  \
        "demand.daily.arrivals", "{every: 50 y}"                                       \
    }

/* Arrivals after day 50 come twice as fast: those of a hundred days more in fifty. At
 * rate 0 none comes, and the surge does the same as a rate. */
static void test_change_of_a_rate_hastens_the_next_arrivals(void **state)
{
    static const struct {
        const char *path, *to, *horizon;
    } cases[] = {
        {"demand.daily.arrivals.poisson", "6 /d", "150 d"},
        {"demand.daily.arrivals.poisson", "0", "50 d"},
        {"demand.daily.surges.wave.factor", "2", "150 d"},
        {"demand.daily.surges.wave.factor", "0", "50 d"},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        char changes[128];
        struct bw_assignment set[] = {
            {"demand.daily.arrivals", "{poisson: 3 /d}"},
            {"demand.daily.surges", "{wave: {from: 0 d, for: 1000 d, factor: 1}}"},
            {"changes", changes},
        };

        snprintf(changes, sizeof changes, "{other: {at: 50 d, path: %s, to: %s}}",
            cases[i].path, cases[i].to);
        double found = figure(set, 3, "demand.daily", "orders");

        set[2] = (struct bw_assignment){"time.horizon", cases[i].horizon};
        assert_true(found > 100);
        bw_assert_close(found, figure(set, 3, "demand.daily", "orders"), EXACT);
    }
}

/* Of thirty units five leave at once and the others on day 4, not day 10. The capacity
 * used is 30 of 0.4 periods of five and 9.6 of a hundred. */
static void test_change_of_a_supplier_starts_what_waits(void **state)
{
    const struct bw_assignment set[] = {QUIET,
        {"demand.seldom.arrivals", "{every: 50 y}"},
        {"sites.store.stock.drug.initial", "0"},
        {"sites.works.supply.drug.capacity", "{quantity: 5, per: 10 d}"},
        {"changes",
            "{more: {at: 4 d, path: sites.works.supply.drug.capacity.quantity, "
            "to: 100}}"}};

    (void)state;
    bw_assert_close(figure(set, 5, "sites.store.stock.drug", "on_hand"),
        (5.0 * 98 + 25.0 * 94) / 100, EXACT);
    bw_assert_close(figure(set, 5, "sites.works.supply.drug", "capacity_used"),
        30 / (0.4 * 5 + 9.6 * 100), EXACT);
}

/* Ten of thirty units find places on day 2, the others wait at the door until there are
 * a hundred. An order that is cut to ten leaves twenty for day 5, which come on day 7.
 */
static void test_change_of_places_is_filled_at_once(void **state)
{
    const struct bw_assignment set[] = {QUIET,
        {"demand.seldom.arrivals", "{every: 50 y}"},
        {"sites.store.stock.drug.initial", "0"}, {"storage", "{cold: {range: [2, 8]}}"},
        {"items.drug.storage", "cold"},
        {"sites.store.storage", "{cold: {capacity: 10}}"},
        {"changes",
            "{more: {at: 5 d, path: sites.store.storage.cold.capacity, to: 100}}"},
        {"sites.store.stock.drug.orders_fit_space", "true"}};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        double places = i == 0 ? 10.0 * 3 + 30.0 * 95 : 10.0 * 5 + 30.0 * 93;

        bw_assert_close(figure(set, 7 + i, "sites.store.stock.drug", "on_hand"),
            places / 100, EXACT);
        bw_assert_close(figure(set, 7 + i, "sites.store.storage.cold", "utilization"),
            places / (10.0 * 5 + 100.0 * 95), EXACT);
    }
}

/* Thirty batches of a day each: one at a time until day 3, then all. Limits of the
 * recipe and of the site do the same. */
static void test_change_of_a_limit_releases_what_waits(void **state)
{
    static const char *const paths[] = {
        "sites.store.make.drug.wip_limit", "sites.store.production.wip_limit"};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(paths); i++) {
        char first[192];
        const struct bw_assignment set[] = {QUIET,
            {"demand.seldom.arrivals", "{every: 50 y}"},
            {"sites.store.make", "{drug: {batch: 1, steps: {work: {time: 1 d}}}}"},
            {"sites.store.stock.drug.from", "make"},
            {"sites.store.stock.drug.initial", "0"}, {"changes", first}};

        snprintf(first, sizeof first,
            "{one: {at: 0 d, path: %s, to: 1}, many: {at: 3 d, path: %s, to: 100}}",
            paths[i], paths[i]);
        bw_assert_close(figure(set, 6, "sites.store.stock.drug", "on_hand"),
            (1.0 + 2.0 + 3.0 + 30.0 * 96) / 100, EXACT);
    }
}

/* Each of ten records takes a day of the one person; then there are ten of them. The
 * second ten of day 50 find ten people. */
static void test_change_of_staff_takes_effect_at_once(void **state)
{
    const struct bw_assignment set[] = {
        {"demand.seldom.size", "1"},
        {"demand.seldom.together", "10"},
        {"lanes.round.verify", "{ship: book}"},
        {"ledger", "{book: {kind: manual, staff: 1, time: 1 d}}"},
        {"changes", "{more: {at: 3 d, path: ledger.book.staff, to: 10}}"},
    };

    (void)state;
    bw_assert_close(figure(set, 5, "ledger.book", "verification_time"),
        (1 + 2 + 3 + 4 * 7 + 10) / 20.0, EXACT);
}

/* A dose keeps for 10 d and comes again after a day: it expires on days 10, 21, 32, 43
 * and 54; what comes after day 50 keeps for 20 d, to days 75 and 96. */
static void test_change_of_a_shelf_life_holds_for_what_comes(void **state)
{
    const struct bw_assignment set[] = {
        {"time.horizon", "100 d"},
        {"sites.store.stock.dose.initial_orders", "null"},
        {"sites.store.stock.dose.from", "works"},
        {"sites.store.stock.dose.policy", "{base_stock: 1}"},
        {"demand.clinic.arrivals", "{every: 300 d}"},
        {"changes", "{data: {at: 50 d, path: items.dose.shelf_life, to: 20 d}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, TEST_FOLDER "/shelf.yaml", set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, "sites.store.stock.dose", "expired"), 7, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_of_a_higher_level_is_reviewed_at_once),
        cmocka_unit_test(test_change_of_a_lower_level_lets_stock_run_down),
        cmocka_unit_test(test_change_of_capacity_moves_what_waits),
        cmocka_unit_test(test_change_of_a_fleet_sends_more_vehicles),
        cmocka_unit_test(test_change_of_a_shelf_life_holds_for_what_comes),
        cmocka_unit_test(test_change_of_doors_serves_more_vehicles),
        cmocka_unit_test(test_change_of_a_rate_hastens_the_next_arrivals),
        cmocka_unit_test(test_change_of_a_supplier_starts_what_waits),
        cmocka_unit_test(test_change_of_places_is_filled_at_once),
        cmocka_unit_test(test_change_of_a_limit_releases_what_waits),
        cmocka_unit_test(test_change_of_staff_takes_effect_at_once),
    };

    return cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
