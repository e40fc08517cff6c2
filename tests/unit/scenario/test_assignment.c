/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/assignment.h"

#include "scenario_support.h"

#include <math.h>
#include <string.h>

/* Loads the small scenario with one assignment. */
static enum bw_status set(struct fixture *f, const char *path, const char *value)
{
    struct bw_assignment assignment = {path, value};
    return fixture_load_set(f, small_scenario, 1, &assignment);
}

static void test_assignment_sets_a_number(void **state)
{
    struct fixture *f = *state;
    const char *path = "sites.plant.resources.suite.servers";
    (void)set(f, path, "7");
    fixture_expect_none(f);
    assert_true(parameter_of(f, path) == 7.0);
    assert_string_equal(row_of(f, path)->origin, "command line");
}

static void test_assignment_calculates_and_keeps_the_unit(void **state)
{
    struct fixture *f = *state;
    (void)set(f, "lanes.road.transit", "*1.5");
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "lanes.road.transit")->value, "3");
    assert_string_equal(row_of(f, "lanes.road.transit")->unit, "d");
    (void)set(f, "lanes.road.transit", "+0.5");
    assert_string_equal(row_of(f, "lanes.road.transit")->value, "2.5");
    (void)set(f, "lanes.road.transit", "+-0.5");
    assert_string_equal(row_of(f, "lanes.road.transit")->value, "1.5");
    (void)set(f, "run.replications", "*2");
    assert_int_equal(f->scenario->replications, 40);
    assert_int_equal(set(f, "lanes.road.transit", "*1.5 d"), BW_ERR_INPUT);
    assert_true(fixture_has(f, "lanes.road.transit", "since the unit is kept"));
    assert_int_equal(set(f, "lanes.road", "*2"), BW_ERR_INPUT);
    assert_true(fixture_has(f, "lanes.road", "found a mapping"));
}

static void test_assignment_wildcard_changes_what_matches(void **state)
{
    struct fixture *f = *state;
    (void)set(f, "sites.*.stock.vial.initial", "100");
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.plant.stock.vial.initial")->value, "100");
    assert_string_equal(row_of(f, "sites.depot.stock.vial.initial")->value, "100");
    assert_string_equal(
        row_of(f, "sites.plant.stock.lipid.initial")->origin, "default");
    (void)set(f, "sites.*.stock.*.policy.base_stock", "*2");
    fixture_expect_none(f);
    assert_true(parameter_of(f, "sites.plant.stock.lipid.policy.base_stock") == 2000.0);
    assert_true(parameter_of(f, "sites.plant.stock.vial.policy.base_stock") == 1000.0);
}

static void test_assignment_pattern_changes_keys_that_match(void **state)
{
    struct fixture *f = *state;
    (void)set(f, "sites.p*t.stock.vial.initial", "70");
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.plant.stock.vial.initial")->value, "70");
    assert_string_not_equal(row_of(f, "sites.depot.stock.vial.initial")->value, "70");
    (void)set(f, "sites.*ot.stock.v*.safety_stock", "50");
    fixture_expect_none(f);
    assert_true(parameter_of(f, "sites.depot.stock.vial.safety_stock") == 50.0);
    assert_int_equal(set(f, "sites.planet-*.stock.vial.initial", "1"), BW_ERR_INPUT);
    fixture_expect(f, "sites.planet-*.stock.vial.initial",
        "matches nothing: there is no \"planet-*\" there");
}

static void test_assignment_adds_optional_keys(void **state)
{
    struct fixture *f = *state;
    (void)set(f, "sites.depot.stock.vial.safety_stock", "50");
    assert_true(parameter_of(f, "sites.depot.stock.vial.safety_stock") == 50.0);
    (void)set(f, "lanes.road.cost.shipment", "120");
    fixture_expect_none(f);
    assert_true(f->scenario->network->lanes[0].cost_shipment == 120.0);
    (void)set(f, "lanes.second", "{from: plant, to: customers, transit: 1 d}");
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->lane_count, 2);
}

static void test_assignment_null_deletes(void **state)
{
    struct fixture *f = *state;
    (void)set(f, "sites.depot.storage", "null");
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->space_count, 0);
}

static void test_assignment_refuses_what_is_not_there(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(set(f, "sites.depto.stock.vial.initial", "1"), BW_ERR_INPUT);
    fixture_expect(f, "sites.depto.stock.vial.initial",
        "matches nothing: there is no \"depto\" there; did you mean \"depot\"?");
    assert_int_equal(set(f, "sites.depot.stock.vial.initail", "1"), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot.stock.vial.initail", "did you mean \"initial\"?");
    assert_int_equal(set(f, "lanes.*.transti", "1"), BW_ERR_INPUT);
    assert_int_equal(set(f, "lanes.road.transit.gamma.mean", "3 d"), BW_ERR_INPUT);
    assert_int_equal(set(f, "lanes..transit", "3 d"), BW_ERR_INPUT);
    assert_int_equal(set(f, "", "3 d"), BW_ERR_INPUT);
    assert_int_equal(set(f, "lanes.road.transit", "[1"), BW_ERR_INPUT);
    assert_int_equal(set(f, "lanes.road.transit", "fast"), BW_ERR_INPUT);
    fixture_expect(f, "lanes.road.transit", "expected a duration");
}

static void test_assignment_reaches_into_wrapped_values(void **state)
{
    struct fixture *f = *state;
    struct bw_text text;
    struct bw_assignment inner = {"lanes.road.transit.gamma.mean", "*2"};
    struct bw_assignment outer = {"lanes.road.transit", "1 d"};
    const char *at = strstr(small_scenario, "transit: 2 d");
    bw_text_init(&text);
    bw_text_append(&text, small_scenario, (size_t)(at - small_scenario));
    bw_text_add(&text, "transit: {value: {gamma: {mean: 2 d, cv: 1}}, mark: A}");
    bw_text_add(&text, at + strlen("transit: 2 d"));
    (void)fixture_load_set(f, bw_text_get(&text), 1, &inner);
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "lanes.road.transit.gamma.mean")->value, "4");
    assert_string_equal(row_of(f, "lanes.road.transit.gamma.mean")->mark, "A");
    (void)fixture_load_set(f, bw_text_get(&text), 1, &outer);
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "lanes.road.transit")->mark, "");
    bw_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_assignment_sets_a_number, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_assignment_calculates_and_keeps_the_unit,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_assignment_wildcard_changes_what_matches,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_assignment_pattern_changes_keys_that_match,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_assignment_adds_optional_keys, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_assignment_null_deletes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_assignment_refuses_what_is_not_there, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_assignment_reaches_into_wrapped_values,
            fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
