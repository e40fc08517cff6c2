/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/feasibility.h"

#include "base/time.h"
#include "scenario/flow.h"
#include "scenario_support.h"

#include <math.h>
#include <string.h>

static double demand_per_day(const struct fixture *f, const char *path)
{
    return f->scenario->network->stocks[index_of(f, path)].mean_demand * (double)BW_DAY;
}

static void expect_near(double found, double wanted)
{
    assert_true(fabs(found - wanted) <= 1e-9 * fabs(wanted));
}

/* By hand: 4 orders of 10 a day are 40 vials; the yield of 0.8 makes them 50 started,
 * half a batch of 100, which needs 50 g per batch. */
static void test_feasibility_mean_demand_of_a_chain(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    expect_near(demand_per_day(f, "sites.depot.stock.vial"), 40.0);
    expect_near(demand_per_day(f, "sites.plant.stock.vial"), 40.0);
    expect_near(demand_per_day(f, "sites.plant.stock.lipid"), 25.0);
}

/* By hand: a quarter of what leaves the test goes back once; the yield of 0.8 then
 * applies again. Good per started: 0.8 * 0.75 + 0.8 * 0.25 * 0.8 = 0.76. */
static void test_feasibility_mean_demand_with_rework(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(f, "test: {time: 2 d}",
        "test: {time: 2 d, rework: {to: fill, probability: 0.25}}");
    fixture_expect_none(f);
    expect_near(demand_per_day(f, "sites.plant.stock.lipid"), 40.0 / 0.76 * 0.5);
    const struct bw_network *network = f->scenario->network;
    double figures[10];
    expect_near(bw_flow_recipe(network, 0, figures), 0.76);
    expect_near(figures[0], 1.25);
    expect_near(figures[1], 1.25);
}

/* Half of the batches leave by "then", a tenth is rejected before. */
static void test_feasibility_mean_demand_with_branches(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(f, "test: {time: 2 d}",
        "test: {time: 2 d, reject: 0.1, then: {done: 0.5, polish: 0.3, scrap: 0.2}}\n"
        "          polish: {time: 1 d, yield: 0.5}");
    fixture_expect_none(f);
    expect_near(demand_per_day(f, "sites.plant.stock.lipid"),
        40.0 / (0.8 * 0.9 * (0.5 + 0.3 * 0.5)) * 0.5);
}

/* One change, the path of what is said, and a part of it. */
static void expect_said(struct fixture *f, const char *old_text, const char *new_text,
    enum bw_status status, const char *path, const char *part)
{
    assert_int_equal(fixture_load_changed(f, old_text, new_text), status);
    assert_true(fixture_has(f, path, part));
}

static void test_feasibility_warns_of_overload(void **state)
{
    struct fixture *f = *state;
    /* Half a batch a day, five days each: 2.5 servers. */
    expect_said(f, "resource: suite, time: 1 d", "resource: suite, time: 5 d", BW_OK,
        "sites.plant.resources.suite", "utilisation 1.25");
    assert_int_equal(f->errors.errors[0].severity, BW_SEVERITY_WARNING);
    /* 1 server that is up half of the time and is wanted for 0.5 is just enough. */
    assert_int_equal(fixture_load_changed(f, "{servers: 2}",
                         "{servers: 1, failure: {every: 2 d, repair: 2 d}}"),
        BW_OK);
    fixture_expect_none(f);
    expect_said(f, "{servers: 2}", "{servers: 1, failure: {every: 2 d, repair: 3 d}}",
        BW_OK, "sites.plant.resources.suite", "utilisation 1.25");
}

static void test_feasibility_checks_space(void **state)
{
    struct fixture *f = *state;
    expect_said(f, "capacity: 2000", "capacity: 299", BW_ERR_INPUT,
        "sites.depot.storage.cold", "initial stocks need 300 places and there are 299");
}

static void test_feasibility_warns_of_levels_above_the_space(void **state)
{
    struct fixture *f = *state;
    expect_said(f, "order_up_to: 300", "order_up_to: 2001", BW_OK,
        "sites.depot.stock.vial", "goods will wait");
    expect_said(f, "initial: 500}\n",
        "initial: 50}\n    storage: {cold: {capacity: 99}}\n", BW_ERR_INPUT,
        "sites.plant.make.vial", "a batch needs 100 places");
}

static void test_feasibility_refuses_levels_upside_down(void **state)
{
    struct fixture *f = *state;
    expect_said(f, "reorder_point: 100", "reorder_point: 300", BW_ERR_INPUT,
        "sites.depot.stock.vial.policy.min_max.reorder_point", "less than order_up_to");
}

static void test_feasibility_refuses_demand_that_nothing_reaches(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        fixture_load_changed(f, "{from: works, policy: {base_stock: 1000}}", "{}"),
        BW_ERR_INPUT);
    assert_true(fixture_has(f, "sites.plant.make.vial", "nobody makes or supplies"));
    struct bw_assignment nothing = {"sites.depot.stock.vial", "{}"};
    assert_int_equal(fixture_load_set(f, small_scenario, 1, &nothing), BW_ERR_INPUT);
    fixture_expect(f, "demand.clinics", "no route can reach it");
}

static void test_feasibility_refuses_circles(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {"sites.plant.make", "null"},
        {"sites.plant.stock.vial", "{from: depot, policy: {base_stock: 5}}"},
        {"lanes.back", "{from: depot, to: plant, transit: 2 d}"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 3, assignments), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot.stock.vial", "from itself");
}

static void test_feasibility_warns_of_short_shelf_life(void **state)
{
    struct fixture *f = *state;
    expect_said(f, "{unit: vial, storage", "{unit: vial, shelf_life: 1 d, storage",
        BW_OK, "sites.depot.stock.vial", "shelf life");
}

/* An order of the made stock is at most 99 vials, and a batch is 100. */
static void test_feasibility_warns_of_levels_below_a_batch(void **state)
{
    static const char *const wrong[] = {"{base_stock: 99}, initial: 500}",
        "{base_stock: 90}, safety_stock: 9, initial: 500}",
        "{min_max: {reorder_point: 5, order_up_to: 99}}, initial: 500}",
        "{fixed_quantity: {reorder_point: 49, quantity: 50}}, initial: 500}"};
    static const char *const good[] = {"{base_stock: 100}, initial: 500}",
        "{base_stock: 99}, safety_stock: 1, initial: 500}",
        "{base_stock: 99}, round: up, initial: 500}",
        "{base_stock: 99}, round: exact, initial: 500}",
        "make_to_order, initial: 500}"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(
            fixture_load_changed(f, "{base_stock: 500}, initial: 500}", wrong[i]),
            BW_OK);
        fixture_expect(f, "sites.plant.stock.vial",
            "is 99 and a batch is 100: rounded down, no batch starts unless orders "
            "wait; write \"round: up\" or a level of 100 or more");
    }
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        (void)fixture_load_changed(f, "{base_stock: 500}, initial: 500}", good[i]);
        fixture_expect_none(f);
    }
}

static void test_feasibility_refuses_steps_without_servers(void **state)
{
    struct fixture *f = *state;
    expect_said(f, "{servers: 2}", "{servers: 0}", BW_ERR_INPUT,
        "sites.plant.resources.suite.servers",
        "expected at least 1, since sites.plant.make.vial.steps.fill works there");
    assert_int_equal(fixture_load_changed(
                         f, "{servers: 2}", "{servers: 2}\n      idle: {servers: 0}"),
        BW_OK);
    fixture_expect_none(f);
}

static void test_feasibility_warns_of_items_that_nothing_uses(void **state)
{
    struct fixture *f = *state;
    expect_said(f, "  lipid: {unit: g}\n", "  lipid: {unit: g}\n  water: {unit: l}\n",
        BW_OK, "items.water", "nothing uses this item");
    assert_int_equal(f->errors.count, 1);
}

int main(void)
{
#define WITH_FIXTURE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_feasibility_mean_demand_of_a_chain),
        WITH_FIXTURE(test_feasibility_mean_demand_with_rework),
        WITH_FIXTURE(test_feasibility_mean_demand_with_branches),
        WITH_FIXTURE(test_feasibility_warns_of_overload),
        WITH_FIXTURE(test_feasibility_checks_space),
        WITH_FIXTURE(test_feasibility_warns_of_levels_above_the_space),
        WITH_FIXTURE(test_feasibility_refuses_levels_upside_down),
        WITH_FIXTURE(test_feasibility_refuses_demand_that_nothing_reaches),
        WITH_FIXTURE(test_feasibility_refuses_circles),
        WITH_FIXTURE(test_feasibility_warns_of_short_shelf_life),
        WITH_FIXTURE(test_feasibility_warns_of_levels_below_a_batch),
        WITH_FIXTURE(test_feasibility_refuses_steps_without_servers),
        WITH_FIXTURE(test_feasibility_warns_of_items_that_nothing_uses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
