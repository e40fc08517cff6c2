/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/law_reader.h"

#include "base/time.h"
#include "scenario_support.h"

#include <math.h>
#include <string.h>

/* Loads the small scenario with a transit law; returns the law. */
static const struct bw_law *transit(struct fixture *f, const char *law)
{
    struct bw_text text;
    bw_text_init(&text);
    bw_text_format(&text, "transit: %s", law);
    enum bw_status status = fixture_load_changed(f, "transit: 2 d", bw_text_get(&text));
    bw_text_release(&text);
    return status == BW_OK ? &f->scenario->network->lanes[0].transit.law : NULL;
}

static void test_law_reader_reads_every_law(void **state)
{
    static const struct {
        const char *text;
        double mean_d;
        enum bw_law_id id;
    } rows[] = {
        {"3 d", 3.0, BW_LAW_CONSTANT},
        {"{uniform: {min: 1 d, max: 3 d}}", 2.0, BW_LAW_UNIFORM},
        {"{triangular: {min: 1 d, mode: 2 d, max: 6 d}}", 3.0, BW_LAW_TRIANGULAR},
        {"{exponential: {mean: 48 h}}", 2.0, BW_LAW_EXPONENTIAL},
        {"{gamma: {mean: 2 d, cv: 0.5}}", 2.0, BW_LAW_GAMMA},
        {"{erlang: {mean: 2 d, shape: 3}}", 2.0, BW_LAW_ERLANG},
        {"{lognormal: {mean: 2 d, cv: 0.5}}", 2.0, BW_LAW_LOGNORMAL},
        {"{weibull: {mean: 2 d, shape: 2}}", 2.0, BW_LAW_WEIBULL},
        {"{pert: {min: 1 d, mode: 2 d, max: 3 d}}", 2.0, BW_LAW_PERT},
        {"{discrete: {values: [1 d, 4 d], weights: [2, 1]}}", 2.0, BW_LAW_DISCRETE},
        {"{shifted: {by: 1 d, law: {exponential: {mean: 1 d}}}}", 2.0, BW_LAW_SHIFTED},
        {"{mixture: {laws: [1 d, {exponential: {mean: 3 d}}], weights: [1, 1]}}", 2.0,
            BW_LAW_MIXTURE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct bw_law *law = transit(*state, rows[i].text);
        fixture_expect_none(*state);
        assert_non_null(law);
        assert_int_equal(law->id, rows[i].id);
        double mean_d = bw_law_mean(law) / (double)BW_DAY;
        assert_true(fabs(mean_d - rows[i].mean_d) < 1e-9);
    }
}

static void test_law_reader_names_what_is_wrong(void **state)
{
    static const struct {
        const char *text, *path, *part;
    } rows[] = {
        {"{logormal: {mean: 3 d, cv: 1}}", "lanes.road.transit.logormal",
            "did you mean \"lognormal\"?"},
        {"{constant: 3 d}", "lanes.road.transit.constant", "unknown law"},
        {"{gamma: {mean: 3 d, vc: 1}}", "lanes.road.transit.gamma.vc",
            "unknown parameter; did you mean \"cv\"? The law has mean, cv"},
        {"{gamma: {mean: 3 d, breadth: 1}}", "lanes.road.transit.gamma.breadth",
            "unknown parameter; the law has mean, cv"},
        {"{gamma: {mean: 3, cv: 1}}", "lanes.road.transit.gamma.mean",
            "expected a duration"},
        {"{gamma: {mean: 3 d, cv: 1 d}}", "lanes.road.transit.gamma.cv",
            "expected a number"},
        {"{gamma: {mean: 3 d}}", "lanes.road.transit.gamma", "cv is missing"},
        {"{gamma: 3 d}", "lanes.road.transit.gamma", "expected a mapping"},
        {"{gamma: {mean: 3 d, cv: 1}, pert: {}}", "lanes.road.transit",
            "a mapping with 2 keys"},
        {"-1 d", "lanes.road.transit", "of at least 0"},
        {"{uniform: {min: -1 d, max: 1 d}}", "lanes.road.transit.uniform.min",
            "of at least 0"},
        {"{discrete: {values: [1 d], weights: [1, 2]}}", "lanes.road.transit.discrete",
            "found 1 values and 2 weights"},
        {"{discrete: {values: [1 d]}}", "lanes.road.transit.discrete",
            "missing key \"weights\""},
        {"{discrete: {values: [], weights: []}}", "lanes.road.transit.discrete.values",
            "a list of 1"},
        {"{mixture: {laws: [1 d], weights: [1], lwas: 2}}",
            "lanes.road.transit.mixture.lwas",
            "did you mean \"laws\"? The law has laws, weights"},
        {"{empirical: {file: ../x.csv, column: a}}",
            "lanes.road.transit.empirical.file", "without \"..\""},
        {"{empirical: {file: /x.csv, column: a}}", "lanes.road.transit.empirical.file",
            "below the scenario's folder"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_null(transit(*state, rows[i].text));
        assert_true(fixture_has(*state, rows[i].path, rows[i].part));
    }
}

static void test_law_reader_wants_a_mean_above_0_where_time_must_pass(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(
        f, "{poisson: 4 /d}", "{every: {discrete: {values: [0], weights: [1]}}}");
    fixture_expect(f, "demand.clinics.arrivals.every.discrete", "mean above 0");
}

static void test_law_reader_reads_columns_of_files(void **state)
{
    struct fixture *f = *state;
    fixture_write(f, "days.csv", "lane,days\nroad,1\nroad,2\nroad,6\n");
    const struct bw_law *law =
        transit(f, "{empirical: {file: days.csv, column: days, unit: d}}");
    fixture_expect_none(f);
    assert_true(fabs(bw_law_mean(law) / (double)BW_DAY - 3.0) < 1e-9);
    assert_string_equal(
        row_of(f, "lanes.road.transit.empirical.file")->value, "days.csv");
    assert_null(transit(f, "{empirical: {file: none.csv, column: days}}"));
    assert_int_equal(f->errors.errors[0].position.line, 29);
    assert_null(transit(f, "{empirical: {file: days.csv, column: days}}"));
    assert_int_equal(f->errors.errors[0].position.line, 2);
    assert_null(transit(f, "{empirical: {file: days.csv, column: day}}"));
    fixture_expect(f, "lanes.road.transit.empirical.column",
        "days.csv has \"lane\", \"days\"; did you mean \"days\"?");
    assert_int_equal(f->errors.errors[0].position.line, 29);
}

static void test_law_reader_reads_a_column_again_when_deriving(void **state)
{
    struct fixture *f = *state;
    struct bw_scenario *derived = NULL;
    struct bw_assignment assignment = {"run.seed", "2"};
    fixture_write(f, "days.csv", "days\n1 d\n3 d\n");
    assert_non_null(transit(f, "{empirical: {file: days.csv, column: days}}"));
    fixture_write(f, "days.csv", "broken\n");
    assert_int_equal(
        bw_scenario_derive(f->scenario, &assignment, 1, &f->errors, &derived), BW_OK);
    assert_true(
        fabs(bw_law_mean(&derived->network->lanes[0].transit.law) - 2.0 * BW_DAY)
        < 1.0);
    bw_scenario_free(derived);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_law_reader_reads_every_law, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_law_reader_names_what_is_wrong, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_law_reader_wants_a_mean_above_0_where_time_must_pass, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_law_reader_reads_columns_of_files, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_law_reader_reads_a_column_again_when_deriving, fixture_setup,
            fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
