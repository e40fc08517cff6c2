/* SPDX-License-Identifier: Apache-2.0
 *
 * Packaging with physics and with rates on the lanes of a running chain.
 */
#include "unit.h"

#include "study.h"

#define PACKED TEST_FOLDER "/packaging.yaml"
#define ROAD "lanes.road"
#define EPS "packaging.eps"

static double run(struct bw_study *study, const struct bw_assignment *set, size_t count,
    const char *metric)
{
    double value;

    bw_study_open(study, PACKED, set, count);
    bw_study_run(study, 1, 0);
    value = bw_study_value(study, ROAD, metric);
    return value;
}

/* 8 kg at 200 kJ/kg through 0.5 W/K at 20 K last 160,000 s. Three hold ten boxes, so
 * that C = 10 + 10 kJ/K, tau = 40,000 s, and 3 K of 20 take tau ln(20/17). */
static void test_packaging_hold_time_follows_from_the_physics(void **state)
{
    struct bw_study study;
    double hold_s = 160000 + 40000 * log(20.0 / 17), warm_s = 3 * 86400 - 160000;

    (void)state;
    bw_assert_close(run(&study, NULL, 0, "above_time"), 3 - hold_s / 86400, 1e-9);
    bw_assert_close(
        bw_study_value(&study, ROAD, "out_of_range_time"), 3 - hold_s / 86400, 1e-9);
    bw_assert_close(bw_study_value(&study, ROAD, "below_time"), 0, 0);
    bw_assert_close(bw_study_value(&study, ROAD, "temperature_min"), 5, 0);
    bw_assert_close(bw_study_value(&study, ROAD, "temperature_max"),
        25 - 20 * exp(-warm_s / 40000), 1e-9);
    bw_assert_close(bw_study_value(&study, ROAD, "packaging_left"), 0, 0);
    bw_assert_close(bw_study_value(&study, ROAD, "excursion_share"), 1, 0);
    bw_assert_close(bw_study_value(&study, ROAD, "mkt"),
        bw_study_value(&study, ROAD, "mkt_max"), 1e-9);
    /* Three for each of the 19 shipments of the window. */
    bw_assert_close(bw_study_value(&study, ROAD, "cost"), 19 * 3 * 100, 1e-9);
    bw_study_close(&study);
}

/* At 10 C a quarter of the heat comes in: 64,800 J a day. */
static void test_packaging_left_is_what_has_not_melted(void **state)
{
    const struct bw_assignment set[] = {{ROAD ".ambient", "10"}};
    struct bw_study study;

    (void)state;
    bw_assert_close(
        run(&study, set, 1, "packaging_left"), 1 - 0.5 * 5 * 3 * 86400 / 1.6e6, 1e-12);
    bw_assert_close(bw_study_value(&study, ROAD, "mkt"), 5, 1e-9);
    bw_assert_close(bw_study_value(&study, ROAD, "excursion_share"), 0, 0);
    bw_study_close(&study);
}

/* Renewed after one and two days; what is left is that of the last day. */
static void test_packaging_is_reiced_and_paid(void **state)
{
    const struct bw_assignment set[] = {
        {EPS ".reice.every", "1 d"}, {EPS ".reice.cost", "7"}};
    struct bw_study study;

    (void)state;
    bw_assert_close(
        run(&study, set, 2, "packaging_left"), 1 - 0.5 * 20 * 86400 / 1.6e6, 1e-12);
    bw_assert_close(bw_study_value(&study, ROAD, "above_time"), 0, 0);
    /* 16 of 19 arrive within the window. */
    bw_assert_close(
        bw_study_value(&study, ROAD, "cost"), 19 * 3 * 100 + 16 * 3 * 2 * 7, 1e-9);
    bw_study_close(&study);
}

/* A cover without mass follows an ambient of 3 to 7 degrees. By rail it is 9 degrees,
 * so that of both lanes together a half is above the range. */
static void test_packaging_has_distributions_over_shipments(void **state)
{
    const struct bw_assignment set[] = {{ROAD ".packaging", "cover"},
        {"packaging.cover.blanket.heat_capacity", "1 J/K"},
        {ROAD ".ambient", "{uniform: {min: 3, max: 7}}"}, {"time.horizon", "2000 d"},
        {"lanes.rail",
            "{from: plant, to: customers, transit: 3 d, packaging: cover, ambient: 9, "
            "disposition: {time: 0}}"},
        {"demand.other",
            "{at: plant, item: drug, by: rail, arrivals: {every: 1 d}, size: 1}"}};
    struct bw_study study;
    const double road[][2] = {{0.05, 3.2}, {0.50, 5.0}, {0.95, 6.8}, {0.99, 6.96}};
    const char *const names[] = {"mkt_p05", "mkt_p50", "mkt_p95", "mkt_p99"};

    (void)state;
    (void)run(&study, set, BW_ARRAY_LENGTH(set), "mkt");
    for (size_t i = 0; i < BW_ARRAY_LENGTH(names); i++) {
        bw_assert_close(bw_study_value(&study, ROAD, names[i]), road[i][1], 0.15);
        bw_assert_close(bw_study_value(&study, "lanes.rail", names[i]), 9, 1e-9);
    }
    bw_assert_close(bw_study_value(&study, "packaging.cover", "mkt_p05"), 3.4, 0.15);
    bw_assert_close(bw_study_value(&study, "packaging.cover", "mkt_p95"), 9, 1e-9);
    bw_assert_close(bw_study_value(&study, "packaging.cover", "mkt"), 7, 0.06);
    bw_assert_close(bw_study_value(&study, "packaging.cover", "temperature_max"),
        bw_study_value(&study, "lanes.rail", "temperature_max"), 0);
    bw_assert_close(
        bw_study_value(&study, "packaging.cover", "excursion_share"), 0.5, 1e-9);
    bw_assert_close(
        bw_study_value(&study, "packaging.cover", "out_of_range_time_p90"), 3, 0.012);
    bw_assert_close(
        bw_study_value(&study, "packaging.cover", "shipments"), 2 * 1997, 2);
    assert_true(isnan(bw_study_value(&study, "packaging.eps", "mkt_p50")));
    bw_study_close(&study);
}

/* The kinetic integral over both legs is that of the way. */
static void test_packaging_legs_have_a_kinetic_mean(void **state)
{
    const struct bw_assignment set[] = {{ROAD ".transit", "null"},
        {ROAD ".ambient", "null"}, {ROAD ".packaging", "cover"},
        {ROAD ".legs",
            "{cool: {time: 1 d, temperature: 5}, warm: {time: 1 d, temperature: 25}}"}};
    const char *const elements[] = {ROAD, ROAD ".legs.cool", ROAD ".legs.warm"};
    struct bw_study study;
    double rate[3];

    (void)state;
    (void)run(&study, set, BW_ARRAY_LENGTH(set), "mkt");
    for (size_t i = 0; i < 3; i++) {
        rate[i] = exp(-10000
            * (1 / (273.15 + bw_study_value(&study, elements[i], "mkt")) - 1 / 278.15));
    }
    bw_assert_close(bw_study_value(&study, ROAD ".legs.cool", "mkt"), 5, 1e-9);
    bw_assert_close(2 * rate[0], rate[1] + rate[2], 1e-9);
    bw_assert_close(bw_study_value(&study, ROAD ".legs.warm", "excursion_share"), 1, 0);
    bw_study_close(&study);
}

static void test_packaging_cover_and_failed_machine_follow_newton(void **state)
{
    const struct bw_assignment cover[] = {{ROAD ".packaging", "cover"}};
    const struct bw_assignment machine[] = {{ROAD ".packaging", "machine"}};
    struct bw_study study;

    (void)state;
    bw_assert_close(
        run(&study, cover, 1, "above_time"), 3 - 40000 * log(20.0 / 17) / 86400, 1e-9);
    bw_study_close(&study);
    bw_assert_close(run(&study, machine, 1, "above_time"),
        3 - (4 * 3600 + 50000 * log(20.0 / 17)) / 86400, 1e-9);
    bw_study_close(&study);
}

/* A machine that keeps 9 in place of 5 degrees lets its goods warm up to there. */
static void test_packaging_machine_is_not_controlled_exactly(void **state)
{
    const struct bw_assignment set[] = {{ROAD ".packaging", "machine"},
        {"packaging.machine.active.failure", "null"},
        {"packaging.machine.active.control", "4"}};
    struct bw_study study;

    (void)state;
    bw_assert_close(run(&study, set, BW_ARRAY_LENGTH(set), "above_time"),
        3 - 50000 * log(20.0 / 17) / 86400, 1e-9);
    bw_assert_close(bw_study_value(&study, ROAD, "temperature_max"), 9, 1e-9);
    bw_study_close(&study);
}

/* A day on a ferry with mains, a day by road: the battery lasts for 12 h of it. */
static void test_packaging_leg_with_mains_saves_the_battery(void **state)
{
    const struct bw_assignment set[] = {{ROAD ".packaging", "machine"},
        {"packaging.machine.active.failure", "null"},
        {"packaging.machine.active.battery", "12 h"}, {ROAD ".transit", "null"},
        {ROAD ".ambient", "null"},
        {ROAD ".legs",
            "{ferry: {time: 1 d, temperature: 30, plugged: true}, drive: {time: 1 d, "
            "temperature: 30}}"}};
    struct bw_study study;

    (void)state;
    bw_assert_close(run(&study, set, BW_ARRAY_LENGTH(set), "above_time"),
        (12 * 3600 - 50000 * log(25.0 / 22)) / 86400, 1e-9);
    bw_assert_close(bw_study_value(&study, ROAD, "packaging_left"), 0, 0);
    bw_study_close(&study);
}

/* Rates need no ambient. All shipments are out of range for 6 h; a half is minor, a
 * fifth is lost and asked for again, the others wait a day for their disposition. */
static void test_packaging_rates_decide_without_an_ambient(void **state)
{
    const struct bw_assignment set[] = {{ROAD ".packaging", "rates"},
        {ROAD ".ambient", "null"}, {"time.horizon", "2000 d"}};
    struct bw_study study;

    (void)state;
    bw_assert_close(run(&study, set, 3, "out_of_range_time"), 0.25, 1e-12);
    bw_assert_close(bw_study_value(&study, ROAD, "minor_share"), 0.5, 0.05);
    bw_assert_close(bw_study_value(&study, ROAD, "excursion_share"), 0.5, 0.05);
    bw_assert_close(bw_study_value(&study, "chain", "waste_share"), 0.2, 0.04);
    assert_true(isnan(bw_study_value(&study, ROAD, "mkt")));
    /* Geometric repeats of 3 d after each loss; 0.3 / 0.8 of those that arrive wait. */
    bw_assert_close(
        bw_study_value(&study, "chain", "lead_time"), 3 / 0.8 + 0.3 / 0.8, 0.25);
    bw_study_close(&study);
}

/* The fate of the k-th shipment does not depend on what becomes of the others. */
static void test_packaging_rates_are_drawn_by_shipment(void **state)
{
    const struct bw_assignment set[] = {
        {ROAD ".packaging", "half"}, {"time.horizon", "2000 d"}};
    struct bw_study study;

    (void)state;
    bw_assert_close(run(&study, set, 2, "excursion_share"), 0.5, 0.04);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packaging_hold_time_follows_from_the_physics),
        cmocka_unit_test(test_packaging_left_is_what_has_not_melted),
        cmocka_unit_test(test_packaging_is_reiced_and_paid),
        cmocka_unit_test(test_packaging_has_distributions_over_shipments),
        cmocka_unit_test(test_packaging_legs_have_a_kinetic_mean),
        cmocka_unit_test(test_packaging_cover_and_failed_machine_follow_newton),
        cmocka_unit_test(test_packaging_machine_is_not_controlled_exactly),
        cmocka_unit_test(test_packaging_leg_with_mains_saves_the_battery),
        cmocka_unit_test(test_packaging_rates_decide_without_an_ambient),
        cmocka_unit_test(test_packaging_rates_are_drawn_by_shipment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
