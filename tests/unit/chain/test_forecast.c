/* SPDX-License-Identifier: Apache-2.0
 *
 * Forecasts and the rules that stand on them. Each store begins in the middle of a day,
 * which does not count, and sells four parts at noon of days 0, 1, 2 ...
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define STORE TEST_FOLDER "/store.yaml"
#define PART "sites.store.stock.part"
#define EXACT 1e-12

static void expect_position(
    const struct bw_assignment *set, size_t count, double position)
{
    struct bw_study study;

    bw_study_open(&study, STORE, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, PART, "inventory_position"), position, EXACT);
    bw_study_close(&study);
}

/* The long-run mean is 4: 6 is above 4, so nothing is ordered before noon of day 0,
 * where 2 are left and 6 ordered; from then on 8 and 4 by turns, ordered up to 8 at
 * once. */
static void test_forecast_without_one_the_long_run_mean_is_expected(void **state)
{
    (void)state;
    expect_position(NULL, 0, (6.0 * 12.0 + 8.0 * 108.0) / 120.0);
}

/* 10, 7 and then 4 a day: ordered up to 20 at the start, 16, 12, 8 after three noons,
 * and on the fourth the point of 4 is reached. */
static void test_forecast_moving_average_takes_the_initial_value_for_days_before(
    void **state)
{
    const struct bw_assignment set[] = {
        {PART ".forecast", "{moving_average: {window: 2 d, initial: 10 /d}}"}};

    (void)state;
    expect_position(set, 1, (20.0 * 12 + 16.0 * 24 + 12.0 * 24 + 8.0 * 60) / 120.0);
}

/* 10, 7, 5.5, 4.75, 4.375: on day 3 4 is below 5 and 10 are ordered up to. */
static void test_forecast_smoothing_weighs_the_last_day(void **state)
{
    const struct bw_assignment set[] = {
        {PART ".forecast", "{smoothing: {alpha: 0.5, initial: 10 /d}}"}};

    (void)state;
    expect_position(set, 1,
        (20.0 * 12 + 16.0 * 24 + 12.0 * 24 + 8.0 * 24 + 10.0 * 24 + 6.0 * 12) / 120.0);
}

/* Planned with one a day: point 1, level 2. Two are left at noon of day 0, -2 at the
 * next, and so on by turns of 2 and -2 that are lifted to 2 at once. */
static void test_forecast_fixed_stays_wrong(void **state)
{
    const struct bw_assignment set[] = {{PART ".forecast", "{fixed: 1 /d}"}};

    (void)state;
    expect_position(set, 1, (6.0 * 12.0 + 2.0 * 108.0) / 120.0);
}

/* Nothing is expected on day 0 and two are left. At midnight four are expected, and the
 * stock orders up to 8 at once though nobody has asked. */
static void test_forecast_that_rises_is_acted_on_at_midnight(void **state)
{
    const struct bw_assignment set[] = {
        {PART ".forecast", "{moving_average: {window: 1 d, initial: 0}}"}};

    (void)state;
    expect_position(set, 1, (6.0 * 12.0 + 2.0 * 12.0 + 8.0 * 96.0) / 120.0);
}

/* Expected 4 a day: safety lead time of a day adds 4 to both levels, also to those of a
 * buffer: red 4 + 2 + 4, yellow 8, green 4, in all 22; 18 is its trigger. */
static void test_forecast_safety_lead_time_adds_expected_demand(void **state)
{
    const struct bw_assignment set[] = {
        {PART ".forecast", "{smoothing: {alpha: 0.3, initial: 4 /d}}"},
        {PART ".safety_lead_time", "1 d"},
        {PART ".policy", "{buffer: {lead_time: 2 d}}"},
    };

    (void)state;
    expect_position(set, 3, 22.0);
    /* Days of cover: 8 trigger, 12 are ordered up to, at the start and at every noon.
     */
    expect_position(set, 2, 12.0);
}

/* Base stock of 10 and z(0.9) = 1.281552 times sqrt(4 d) times 3: 17.69, so 18. */
static void test_forecast_service_level_adds_its_safety_stock(void **state)
{
    const struct bw_assignment set[] = {
        {PART ".policy", "{base_stock: 10}"},
        {PART ".service_level", "{cycle: 0.9, lead_time: 4 d, demand_sd: 3}"},
    };

    (void)state;
    expect_position(set, 2, 18.0);
}

/* Four a day without exception: the forecast finds no deviation, so no safety stock. */
static void test_forecast_steady_demand_needs_no_safety_stock(void **state)
{
    const struct bw_assignment set[] = {
        {PART ".policy", "{base_stock: 10}"},
        {PART ".service_level", "{cycle: 0.99, lead_time: 4 d}"},
        {PART ".forecast", "{moving_average: {window: 3 d}}"},
    };

    (void)state;
    expect_position(set, 3, 10.0);
}

static void expect_errors(
    const struct bw_assignment *set, size_t count, const double *expected)
{
    static const char *const metrics[] = {
        "days", "demand", "bias", "mad", "rmse", "wape", "mape"};
    struct bw_study study;

    bw_study_open(&study, STORE, set, count);
    bw_study_run(&study, 1, 0);
    for (size_t i = 0; i < BW_ARRAY_LENGTH(metrics); i++) {
        bw_assert_close(
            bw_study_value(&study, PART ".forecast", metrics[i]), expected[i], EXACT);
    }
    bw_study_close(&study);
}

/* Four a day, expected were 10, 7 and then 4. */
static void test_forecast_errors_are_those_of_the_days_of_the_window(void **state)
{
    const struct bw_assignment set[] = {
        {PART ".forecast", "{moving_average: {window: 2 d, initial: 10 /d}}"}};
    const double expected[] = {5.0, 4.0, 1.8, 1.8, 3.0, 0.45, 0.45};

    (void)state;
    expect_errors(set, 1, expected);
}

/* Four on days 1 and 3, expected was 1 a day: -3 twice and 1 three times. A day without
 * demand has no share of it. */
static void test_forecast_errors_of_days_without_demand(void **state)
{
    const struct bw_assignment set[] = {
        {PART ".forecast", "{fixed: 1 /d}"},
        {"demand.buyers.arrivals", "{every: 2 d}"},
    };
    const double expected[] = {5.0, 1.6, -0.6, 1.8, sqrt(21.0 / 5.0), 9.0 / 8.0, 0.75};

    (void)state;
    expect_errors(set, 2, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forecast_without_one_the_long_run_mean_is_expected),
        cmocka_unit_test(
            test_forecast_moving_average_takes_the_initial_value_for_days_before),
        cmocka_unit_test(test_forecast_smoothing_weighs_the_last_day),
        cmocka_unit_test(test_forecast_fixed_stays_wrong),
        cmocka_unit_test(test_forecast_that_rises_is_acted_on_at_midnight),
        cmocka_unit_test(test_forecast_safety_lead_time_adds_expected_demand),
        cmocka_unit_test(test_forecast_service_level_adds_its_safety_stock),
        cmocka_unit_test(test_forecast_steady_demand_needs_no_safety_stock),
        cmocka_unit_test(test_forecast_errors_are_those_of_the_days_of_the_window),
        cmocka_unit_test(test_forecast_errors_of_days_without_demand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
