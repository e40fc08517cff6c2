/* SPDX-License-Identifier: Apache-2.0
 *
 * Stocks and customers of a scenario: what their rules become, and what is refused.
 */
#include "scenario_support.h"

#define DEPOT "sites.depot.stock.vial"

/* One value set in the small scenario and the one error that it must give. */
struct refused {
    struct bw_assignment set;
    const char *path, *part;
};

static void expect_refused(struct fixture *f, const struct refused *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(
            fixture_load_set(f, small_scenario, 1, &rows[i].set), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_reads_whom_a_stock_serves_first(void **state)
{
    const struct bw_assignment set[] = {
        {DEPOT ".allocation", "priority"},
        {DEPOT ".reserve", "[0, 10, 25]"},
        {DEPOT ".reserve.2", "30"},
        {DEPOT ".priority", "3"},
        {"demand.clinics.priority", "1"},
    };
    struct fixture *f = *state;
    const struct bw_stock *depot;

    assert_int_equal(
        fixture_load_set(f, small_scenario, sizeof set / sizeof set[0], set), BW_OK);
    depot = &f->scenario->network->stocks[index_of(f, DEPOT)];
    assert_int_equal(depot->allocation, BW_ALLOCATE_PRIORITY);
    assert_int_equal(depot->reserve_count, 3);
    assert_true(parameter_of(f, DEPOT ".reserve.1") == 10.0);
    assert_true(parameter_of(f, DEPOT ".reserve.2") == 30.0);
    assert_int_equal(depot->priority, 3);
    assert_int_equal(f->scenario->network->demands[0].priority, 1);
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    depot = &f->scenario->network->stocks[index_of(f, DEPOT)];
    assert_int_equal(depot->allocation, BW_ALLOCATE_FCFS);
    assert_int_equal(depot->reserve_count, 0);
    assert_int_equal(depot->priority, 0);
    assert_int_equal(f->scenario->network->demands[0].priority, 0);
}

static void test_build_refuses_allocations_that_contradict(void **state)
{
    static const struct refused rows[] = {
        {{DEPOT ".allocation", "fair"}, DEPOT ".allocation", "fcfs"},
        {{DEPOT ".reserve", "[5, 2]"}, DEPOT ".reserve", "levels that do not fall"},
        {{DEPOT ".reserve", "[]"}, DEPOT ".reserve",
            "a list of 1 to 9 numbers, found 0"},
        {{DEPOT ".initial_orders", "{a: {quantity: 3}}"}, DEPOT ".initial_orders.a",
            "missing key \"arrives\""},
        {{DEPOT ".priority", "0"}, DEPOT ".priority", "1"},
        {{DEPOT ".reserve", "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"}, DEPOT ".reserve",
            "found 10"},
    };
    const struct bw_assignment whole[] = {
        {DEPOT ".allocation", "proportional"}, {"demand.clinics.partial", "false"}};
    const struct bw_assignment kept[] = {
        {DEPOT ".allocation", "proportional"}, {DEPOT ".reserve", "[0, 1]"}};
    const struct bw_assignment aged[] = {{"items.vial.shelf_life", "30 d"},
        {DEPOT ".initial_lots", "{a: {quantity: 3, age: 30 d}}"}};
    const struct bw_assignment old[] = {{"items.vial.shelf_life", "30 d"},
        {"demand.clinics.remaining_shelf_life", "40 d"}};
    struct fixture *f = *state;

    expect_refused(f, rows, sizeof rows / sizeof rows[0]);
    assert_int_equal(fixture_load_set(f, small_scenario, 2, whole), BW_ERR_INPUT);
    fixture_expect(f, "demand.clinics.partial", DEPOT " shares out in parts");
    assert_int_equal(fixture_load_set(f, small_scenario, 2, kept), BW_ERR_INPUT);
    fixture_expect(f, DEPOT ".reserve", "reserves nothing");
    assert_int_equal(fixture_load_set(f, small_scenario, 2, aged), BW_ERR_INPUT);
    fixture_expect(f, DEPOT ".initial_lots.a.age", "less than the shelf life");
    assert_int_equal(fixture_load_set(f, small_scenario, 2, old), BW_ERR_INPUT);
    fixture_expect(f, "demand.clinics.remaining_shelf_life",
        "at most the shelf life of vial, 30 d");
}

static void test_build_reads_policies_on_a_forecast(void **state)
{
    const struct bw_assignment set[] = {
        {DEPOT ".policy", "{buffer: {lead_time: 3 d, minimum: 20}}"},
        {DEPOT ".forecast", "{moving_average: {window: 14 d, initial: 30 /d}}"},
    };
    struct fixture *f = *state;
    const struct bw_stock *depot;
    const struct bw_forecast *forecast;

    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_OK);
    depot = &f->scenario->network->stocks[index_of(f, DEPOT)];
    forecast = &f->scenario->network->forecasts[depot->forecast];
    assert_int_equal(depot->policy, BW_POLICY_BUFFER);
    assert_true(
        parameter_of(f, DEPOT ".policy.buffer.lead_time") == 3.0 * 24.0 * 3600e6);
    assert_true(parameter_of(f, DEPOT ".policy.buffer.variability_factor") == 0.5);
    assert_int_equal(forecast->window, 14);
    assert_int_equal(forecast->stock, index_of(f, DEPOT));
    assert_int_equal(
        f->scenario->network->stocks[index_of(f, "sites.plant.stock.vial")].forecast,
        BW_NONE);
}

static void test_build_refuses_rules_that_cannot_work(void **state)
{
    static const struct refused rows[] = {
        {{DEPOT ".policy", "{cover: {reorder_point: 8 d, order_up_to: 3 d}}"},
            DEPOT ".policy.cover.reorder_point",
            "less than order_up_to, found 8 d and 3 d"},
        {{DEPOT ".policy", "{buffer: {minimum: 3}}"}, DEPOT ".policy.buffer",
            "missing key \"lead_time\""},
        {{DEPOT ".forecast", "{moving_average: {window: 36 h}}"},
            DEPOT ".forecast.moving_average.window", "whole days"},
        {{DEPOT ".forecast", "{smoothing: {alpha: 2}}"},
            DEPOT ".forecast.smoothing.alpha", "share"},
        {{DEPOT ".service_level", "{cycle: 0.95, lead_time: 2 d}"},
            DEPOT ".service_level", "missing key \"demand_sd\""},
        {{DEPOT ".service_level", "{cycle: 0.2, lead_time: 2 d, demand_sd: 1}"},
            DEPOT ".service_level.cycle", "0.2"},
        {{DEPOT ".service_level", "{cycle: 0.9, fill_rate: 0.9, lead_time: 2 d}"},
            DEPOT ".service_level", "either \"cycle\" or \"fill_rate\""},
        {{"sites.plant.stock.vial.service_level",
             "{fill_rate: 0.9, lead_time: 2 d, demand_sd: 1}"},
            "sites.plant.stock.vial.service_level", "a rule with a quantity"},
        {{DEPOT ".review", "{every: 7 d, weekdays: [mon]}"}, DEPOT ".review",
            "either \"every\" or \"weekdays\""},
        {{DEPOT ".review", "{weekdays: [mon], at: 30 h}"}, DEPOT ".review.at",
            "below 24 h"},
        {{DEPOT ".pool_keep", "3"}, DEPOT ".pool_keep", "only a stock in a pool"},
        {{DEPOT ".push", "{}"}, DEPOT ".push", "no stock orders from here"},
        {{"sites.plant.stock.vial.push", "{rule: shares}"},
            "sites.plant.stock.vial.push", "missing key \"to\""},
        {{"sites.plant.stock.vial.push", "{rule: levels, to: {depot: 3, works: 4}}"},
            "sites.plant.stock.vial.push.to.works", "no stock of"},
        {{"sites.plant.stock.lipid.orders_fit_space", "true"},
            "sites.plant.stock.lipid.orders_fit_space", "a storage class"},
    };

    expect_refused(*state, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
#define WITH_FIXTURE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_build_reads_whom_a_stock_serves_first),
        WITH_FIXTURE(test_build_refuses_allocations_that_contradict),
        WITH_FIXTURE(test_build_reads_policies_on_a_forecast),
        WITH_FIXTURE(test_build_refuses_rules_that_cannot_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
