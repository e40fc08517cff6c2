/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/plan.h"
#include "unit.h"

#include <string.h>

static const char *const safety_paths[] = {"sites.depot.stock.vial.safety_stock"};
static const char *const safety_values[] = {"0", "3000", "6000"};
static const char *const qc_paths[] = {"sites.*.resources.qc.servers"};
static const char *const qc_values[] = {"2", "3"};

static const struct bw_input_row inputs[] = {
    {.path = "sites.a.resources.qc.servers", .value = "2", .unit = ""},
    {.path = "sites.b.resources.qc.servers", .value = "2", .unit = ""},
    {.path = "sites.depot.stock.vial.safety_stock", .value = "0", .unit = ""},
};

static struct bw_factor two_factors[] = {
    {"safety", safety_paths, 1, safety_values, 3},
    {"qc", qc_paths, 1, qc_values, 2},
};

static struct bw_scenario make_scenario(enum bw_design design)
{
    return (struct bw_scenario){.inputs = {inputs, BW_ARRAY_LENGTH(inputs)},
        .design = design,
        .factors = two_factors,
        .factor_count = 2};
}

static struct bw_plan *make_plan(const struct bw_scenario *scenario, bool is_sweep)
{
    struct bw_error_list errors;
    struct bw_plan *plan = NULL;
    bw_error_list_init(&errors);
    assert_int_equal(bw_plan_create(scenario, is_sweep, &errors, &plan), BW_OK);
    bw_error_list_release(&errors);
    return plan;
}

static void test_plan_grid_has_base_first_and_once(void **state)
{
    (void)state;
    struct bw_scenario scenario = make_scenario(BW_DESIGN_GRID);
    struct bw_plan *plan = make_plan(&scenario, true);
    static const char *const labels[] = {"base", "safety=0, qc=3", "safety=3000, qc=2",
        "safety=3000, qc=3", "safety=6000, qc=2", "safety=6000, qc=3"};
    assert_int_equal(plan->point_count, 6);
    for (size_t p = 0; p < 6; p++) {
        assert_string_equal(plan->labels[p], labels[p]);
        assert_string_equal(plan->points[p].label, labels[p]);
        assert_int_equal(plan->points[p].assignment_count, p == 0 ? 0 : 2);
    }
    assert_string_equal(plan->design, "grid");
    assert_string_equal(plan->points[2].assignments[0].path, safety_paths[0]);
    assert_string_equal(plan->points[2].assignments[0].value, "3000");
    bw_plan_free(plan);
}

static void test_plan_factors_hold_levels_of_points(void **state)
{
    (void)state;
    struct bw_scenario scenario = make_scenario(BW_DESIGN_GRID);
    struct bw_plan *plan = make_plan(&scenario, true);
    static const double safety[] = {0, 0, 3000, 3000, 6000, 6000};
    static const double qc[] = {2, 3, 2, 3, 2, 3};
    for (size_t p = 0; p < 6; p++) {
        bw_assert_close(plan->factors[0].values[p], safety[p], 0.0);
        bw_assert_close(plan->factors[1].values[p], qc[p], 0.0);
    }
    assert_string_equal(plan->factors[1].texts[0], "2");
    assert_string_equal(plan->factors[1].paths, qc_paths[0]);
    bw_plan_free(plan);
}

static void test_plan_one_at_a_time_changes_one_factor(void **state)
{
    (void)state;
    struct bw_scenario scenario = make_scenario(BW_DESIGN_ONE_AT_A_TIME);
    struct bw_plan *plan = make_plan(&scenario, true);
    static const char *const labels[] = {"base", "safety=3000", "safety=6000", "qc=3"};
    assert_int_equal(plan->point_count, 4);
    for (size_t p = 0; p < 4; p++) {
        assert_string_equal(plan->labels[p], labels[p]);
        assert_int_equal(plan->points[p].assignment_count, p == 0 ? 0 : 1);
    }
    bw_assert_close(plan->factors[0].values[3], 0.0, 0.0);
    assert_string_equal(plan->design, "one_at_a_time");
    bw_plan_free(plan);
}

static void test_plan_of_run_is_the_base(void **state)
{
    (void)state;
    struct bw_scenario scenario = make_scenario(BW_DESIGN_GRID);
    struct bw_plan *plan = make_plan(&scenario, false);
    assert_int_equal(plan->point_count, 1);
    assert_int_equal(plan->factor_count, 0);
    assert_string_equal(plan->design, "run");
    bw_plan_free(plan);
}

static void test_plan_relative_levels_have_neutral_base(void **state)
{
    (void)state;
    static const char *const values[] = {"*0.8", "*1", "*1.2"};
    struct bw_factor factor = {"safety", safety_paths, 1, values, 3};
    struct bw_scenario scenario = make_scenario(BW_DESIGN_GRID);
    scenario.factors = &factor;
    scenario.factor_count = 1;
    struct bw_plan *plan = make_plan(&scenario, true);
    assert_int_equal(plan->point_count, 3);
    assert_string_equal(plan->factors[0].texts[0], "*1");
    bw_assert_close(plan->factors[0].values[0], 1.0, 0.0);
    bw_assert_close(plan->factors[0].values[2], 1.2, 0.0);
    bw_plan_free(plan);
}

/* Rows of the base hold number and unit apart; levels are written in one. */
static void test_plan_base_is_recognised_in_any_unit(void **state)
{
    (void)state;
    static const struct bw_input_row rows[] = {
        {.path = "a.duration", .value = "1", .unit = "d"},
        {.path = "a.money", .value = "0.2", .unit = "EUR/unit/month"},
        {.path = "a.quantity", .value = "500", .unit = "vial"},
        {.path = "a.rate", .value = "10", .unit = "/d"},
    };
    static const char *const paths[][1] = {
        {"a.duration"}, {"a.money"}, {"a.quantity"}, {"a.rate"}};
    static const char *const values[][2] = {{"24 h", "2 d"},
        {"0.2 /unit/month", "1 /unit/month"}, {"500", "600"}, {"70 /w", "12 /d"}};
    static const double base[] = {1.0, 0.2, 500.0, 10.0};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        struct bw_factor factor = {"f", paths[i], 1, values[i], 2};
        struct bw_scenario scenario = {.inputs = {rows, BW_ARRAY_LENGTH(rows)},
            .design = BW_DESIGN_GRID,
            .factors = &factor,
            .factor_count = 1};
        struct bw_plan *plan = make_plan(&scenario, true);
        assert_int_equal(plan->point_count, 2);
        bw_assert_close(plan->factors[0].values[0], base[i], 1e-12);
        assert_string_equal(plan->factors[0].texts[1], values[i][1]);
        bw_plan_free(plan);
    }
}

static void test_plan_laws_as_levels_are_not_numbers(void **state)
{
    (void)state;
    static const char *const values[] = {"{gamma: {mean: 3 d, cv: 1}}", "2 d"};
    static const char *const paths[] = {"lanes.x.transit"};
    struct bw_factor factor = {"transit", paths, 1, values, 2};
    struct bw_scenario scenario = make_scenario(BW_DESIGN_GRID);
    scenario.factors = &factor;
    scenario.factor_count = 1;
    struct bw_plan *plan = make_plan(&scenario, true);
    assert_int_equal(plan->point_count, 3);
    assert_string_equal(plan->factors[0].texts[0], "base");
    assert_true(isnan(plan->factors[0].values[1]));
    bw_assert_close(plan->factors[0].values[2], 2.0, 1e-15);
    bw_plan_free(plan);
}

static void test_plan_refuses_too_many_points(void **state)
{
    (void)state;
    enum { LEVELS = 400 };
    static const char *values[LEVELS];
    for (size_t v = 0; v < LEVELS; v++) {
        values[v] = "1";
    }
    struct bw_factor factors[2] = {
        {"a", safety_paths, 1, values, LEVELS}, {"b", qc_paths, 1, values, LEVELS}};
    struct bw_scenario scenario = make_scenario(BW_DESIGN_GRID);
    struct bw_error_list errors;
    struct bw_plan *plan = NULL;
    scenario.factors = factors;
    bw_error_list_init(&errors);
    assert_int_equal(bw_plan_create(&scenario, true, &errors, &plan), BW_ERR_INPUT);
    assert_null(plan);
    assert_non_null(strstr(errors.errors[0].text, "100000"));
    bw_error_list_release(&errors);
}

static void test_plan_refuses_sweep_without_factors(void **state)
{
    (void)state;
    struct bw_scenario scenario = make_scenario(BW_DESIGN_GRID);
    struct bw_error_list errors;
    struct bw_plan *plan = NULL;
    scenario.factor_count = 0;
    bw_error_list_init(&errors);
    assert_int_equal(bw_plan_create(&scenario, true, &errors, &plan), BW_ERR_INPUT);
    assert_int_equal(errors.error_count, 1);
    bw_error_list_release(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan_grid_has_base_first_and_once),
        cmocka_unit_test(test_plan_factors_hold_levels_of_points),
        cmocka_unit_test(test_plan_one_at_a_time_changes_one_factor),
        cmocka_unit_test(test_plan_of_run_is_the_base),
        cmocka_unit_test(test_plan_relative_levels_have_neutral_base),
        cmocka_unit_test(test_plan_base_is_recognised_in_any_unit),
        cmocka_unit_test(test_plan_laws_as_levels_are_not_numbers),
        cmocka_unit_test(test_plan_refuses_too_many_points),
        cmocka_unit_test(test_plan_refuses_sweep_without_factors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
