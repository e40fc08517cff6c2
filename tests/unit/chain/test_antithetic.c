/* SPDX-License-Identifier: Apache-2.0 */
#include "study.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define LINE TEST_FOLDER "/line.yaml"
#define MM1 TEST_FOLDER "/../../oracle/mm1.yaml"
#define TRANSIT                                                                        \
    {                                                                                  \
        "lanes.road.transit", "{uniform: {min: 2 d, max: 6 d}}"                        \
    }
#define PAIRS                                                                          \
    {"run.replications", "2"},                                                         \
    {                                                                                  \
        "run.antithetic", "true"                                                       \
    }

static double lead_time(struct bw_study *study, uint64_t replication)
{
    bw_study_run(study, 5, replication);
    return bw_study_value(study, "chain", "lead_time");
}

/* Every order takes 20 days of the line's constants less 4, and a transit of 2 to 6
 * days. The mirrored transit is 8 days less the other one, so that the lead times of a
 * pair sum to twice that at a transit of 4 days, to half a tick per order. */
static void test_antithetic_pair_mirrors_every_draw(void **state)
{
    static const struct bw_assignment constant[] = {{"lanes.road.transit", "4 d"}};
    static const struct bw_assignment mirrored[] = {TRANSIT, PAIRS};
    struct bw_study study;
    double middle;

    (void)state;
    bw_study_open(&study, LINE, constant, BW_ARRAY_LENGTH(constant));
    middle = lead_time(&study, 0);
    bw_study_close(&study);
    bw_study_open(&study, LINE, mirrored, BW_ARRAY_LENGTH(mirrored));
    for (uint64_t pair = 0; pair < 5; pair++) {
        double first = lead_time(&study, 2 * pair);
        double second = lead_time(&study, 2 * pair + 1);

        assert_true(fabs(first - middle) > 1e-3);
        bw_assert_close(first + second, 2 * middle, 1e-11);
    }
    bw_study_close(&study);
}

/* Members run in any order and alone, and the first member of a scenario with uniform
 * draws only is the replication that would have run without pairs. */
static void test_antithetic_member_does_not_depend_on_its_partner(void **state)
{
    static const struct bw_assignment mirrored[] = {TRANSIT, PAIRS};
    struct bw_study plain;
    struct bw_study pairs;
    double second;

    (void)state;
    bw_study_open(&plain, LINE, mirrored, 1);
    bw_study_open(&pairs, LINE, mirrored, BW_ARRAY_LENGTH(mirrored));
    second = lead_time(&pairs, 7);
    assert_true(lead_time(&pairs, 6) == lead_time(&plain, 6));
    assert_true(second != lead_time(&plain, 7));
    assert_true(lead_time(&pairs, 7) == second);
    bw_study_close(&pairs);
    bw_study_close(&plain);
}

/* Variance of the mean lead time of a pair over that of two independent replications.
 */
static double variance_ratio(
    const char *path, const struct bw_assignment *given, size_t count, double mean)
{
    enum { COUNT = 600 };
    struct bw_study study;
    double sum[2] = {0}; /* of single replications, of pair means */
    double squares[2] = {0};

    bw_study_open(&study, path, given, count);
    for (uint64_t pair = 0; pair < COUNT; pair++) {
        double first = lead_time(&study, 2 * pair);
        double both = (first + lead_time(&study, 2 * pair + 1)) / 2;

        sum[0] += first / COUNT;
        sum[1] += both / COUNT;
        squares[0] += first * first / COUNT;
        squares[1] += both * both / COUNT;
    }
    bw_study_close(&study);
    double single = squares[0] - sum[0] * sum[0];
    double paired = squares[1] - sum[1] * sum[1];
    bw_assert_close(sum[1], mean, 5 * sqrt(paired / COUNT));
    print_message("variance of a pair over two singles: %.3f\n", paired / (single / 2));
    return paired / (single / 2);
}

/* Sums of exponential draws: the correlation of ln u and ln(1 - u) is 1 - pi^2 / 6, so
 * the ratio is 2 - pi^2 / 6 = 0.355; its standard error with 600 pairs is about 0.03.
 */
static void test_antithetic_pairs_of_sums_vary_a_third(void **state)
{
    static const struct bw_assignment given[] = {
        PAIRS, {"lanes.road.transit", "{exponential: {mean: 4 d}}"}};

    (void)state;
    bw_assert_close(
        variance_ratio(LINE, given, BW_ARRAY_LENGTH(given), 20), 0.355, 0.12);
}

/* Waits rise with every service and fall with every gap between arrivals, so that the
 * covariance of a pair cannot be positive; at load 0.6 it is small. The mean time in
 * the system is 1 / (15 - 9) hours. */
static void test_antithetic_pairs_of_a_queue_vary_less(void **state)
{
    static const struct bw_assignment given[] = {PAIRS, {"time.horizon", "30 h"},
        {"time.warmup", "20 h"}, {"time.cooldown", "20 h"},
        {"sites.shop.make.job.steps.work.time", "{exponential: {mean: 4 min}}"}};

    (void)state;
    assert_true(variance_ratio(MM1, given, BW_ARRAY_LENGTH(given), 1.0 / 6 / 24) < 0.9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_antithetic_pair_mirrors_every_draw),
        cmocka_unit_test(test_antithetic_member_does_not_depend_on_its_partner),
        cmocka_unit_test(test_antithetic_pairs_of_sums_vary_a_third),
        cmocka_unit_test(test_antithetic_pairs_of_a_queue_vary_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
