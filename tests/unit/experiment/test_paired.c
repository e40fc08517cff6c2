/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/paired.h"
#include "unit.h"

/* Two-sided 95 % quantiles of Student's t for 2, 3 and 6 degrees of freedom (tables).
 */
#define T2 4.302652729911275
#define T3 3.182446305284263
#define T6 2.446911848791681

/* Hand-computed: differences -2, -1, -3: mean -2, sd 1, half-width T2 / sqrt(3). */
static void test_paired_difference_is_that_of_the_t_interval(void **state)
{
    (void)state;
    const double base[] = {10, 11, 12};
    const double point[] = {8, 10, 9};
    struct bw_paired paired;
    uint32_t left_out;
    bw_paired_compare(base, point, 3, 1, &paired, &left_out);
    bw_assert_close(paired.difference, -2.0, 1e-12);
    bw_assert_close(paired.difference_half_width, T2 / sqrt(3.0), 1e-9);
    assert_int_equal(left_out, 0);
    /* mean P / mean B = 27 / 33 */
    bw_assert_close(paired.reduction, 1.0 - 27.0 / 33.0, 1e-12);
    /* covariance ((-1)(-1) + 0*1 + 1*0) / 2 = 0.5 over sd 1 and 1 */
    bw_assert_close(paired.correlation, 0.5, 1e-12);
}

static void test_paired_interval_is_that_of_the_log_ratio(void **state)
{
    (void)state;
    const double base[] = {10, 11, 12};
    const double point[] = {8, 10, 9};
    struct bw_paired paired;
    bw_paired_compare(base, point, 3, 1, &paired, NULL);
    double l[3] = {log(0.8), log(10.0 / 11.0), log(0.75)};
    double mean = (l[0] + l[1] + l[2]) / 3.0;
    double squares = pow(l[0] - mean, 2) + pow(l[1] - mean, 2) + pow(l[2] - mean, 2);
    double half_width = T2 * sqrt(squares / 2.0 / 3.0);
    bw_assert_close(paired.reduction_low, 1.0 - exp(mean + half_width), 1e-9);
    bw_assert_close(paired.reduction_high, 1.0 - exp(mean - half_width), 1e-9);
    assert_int_equal(paired.verdict, BW_VERDICT_UNDECIDED);
}

/* A zero rules the logarithm out: residuals P - R B with R = 5 / 8 are 0.75, 0.125,
 * -0.25, -0.625; their sum of squares 1.03125. */
static void test_paired_interval_is_that_of_the_delta_method_with_zeros(void **state)
{
    (void)state;
    const double base[] = {2, 3, 2, 1};
    const double point[] = {2, 2, 1, 0};
    struct bw_paired paired;
    bw_paired_compare(base, point, 4, 1, &paired, NULL);
    double half_width = T3 * sqrt(1.03125 / 3.0 / 4.0) / 2.0;
    bw_assert_close(paired.reduction, 0.375, 1e-12);
    bw_assert_close(paired.reduction_low, 0.375 - half_width, 1e-9);
    bw_assert_close(paired.reduction_high, 0.375 + half_width, 1e-9);
}

/* Positive control: halving everything gives exactly 50 %, with no width. */
static void test_paired_halved_point_is_known_exactly(void **state)
{
    (void)state;
    const double base[] = {4, 6, 9, 5};
    const double point[] = {2, 3, 4.5, 2.5};
    struct bw_paired paired;
    bw_paired_compare(base, point, 4, 1, &paired, NULL);
    bw_assert_close(paired.reduction, 0.5, 1e-12);
    bw_assert_close(paired.reduction_low, 0.5, 1e-12);
    bw_assert_close(paired.reduction_high, 0.5, 1e-12);
    assert_int_equal(paired.verdict, BW_VERDICT_AT_LEAST);
    bw_assert_close(paired.correlation, 1.0, 1e-12);
}

/* Negative control: a policy without effect changes nothing. */
static void test_paired_equal_point_is_not_met(void **state)
{
    (void)state;
    const double base[] = {4, 6, 9, 5};
    struct bw_paired paired;
    bw_paired_compare(base, base, 4, 1, &paired, NULL);
    bw_assert_close(paired.difference, 0.0, 0.0);
    bw_assert_close(paired.difference_half_width, 0.0, 0.0);
    bw_assert_close(paired.reduction, 0.0, 0.0);
    assert_int_equal(paired.verdict, BW_VERDICT_NOT_MET);
}

/* One replication rules the means, the others the ratios: six ratios are 0.5, but mean
 * P over mean B is 9.83 / 10.06. Both intervals count. */
static void test_paired_uneven_replications_get_the_wider_interval(void **state)
{
    (void)state;
    const double base[] = {0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 10};
    const double point[] = {0.005, 0.005, 0.005, 0.005, 0.005, 0.005, 9.8};
    struct bw_paired paired;
    bw_paired_compare(base, point, 7, 1, &paired, NULL);
    double mean = (6.0 * log(0.5) + log(0.98)) / 7.0;
    double squares = 6.0 * pow(log(0.5) - mean, 2) + pow(log(0.98) - mean, 2);
    double half_width = T6 * sqrt(squares / 6.0 / 7.0);
    double reduction = 1.0 - 9.83 / 10.06;
    assert_true(reduction < 1.0 - exp(mean + half_width));
    bw_assert_close(paired.reduction, reduction, 1e-12);
    assert_true(paired.reduction_low < reduction);
    bw_assert_close(paired.reduction_high, 1.0 - exp(mean - half_width), 1e-9);
}

static void test_paired_leaves_out_and_counts_nan(void **state)
{
    (void)state;
    const double base[] = {10, NAN, 11, 12, 5};
    const double point[] = {8, 7, 10, 9, NAN};
    struct bw_paired paired;
    uint32_t left_out;
    bw_paired_compare(base, point, 5, 1, &paired, &left_out);
    assert_int_equal(left_out, 2);
    bw_assert_close(paired.difference, -2.0, 1e-12);
    bw_assert_close(paired.reduction, 1.0 - 27.0 / 33.0, 1e-12);
}

static void test_paired_base_of_zero_is_undefined(void **state)
{
    (void)state;
    const double base[] = {0, 0, 0};
    const double point[] = {1, 2, 3};
    struct bw_paired paired;
    bw_paired_compare(base, point, 3, 1, &paired, NULL);
    assert_int_equal(paired.verdict, BW_VERDICT_UNDEFINED);
    assert_true(isnan(paired.reduction));
    bw_assert_close(paired.difference, 2.0, 1e-12);
}

static void test_paired_one_replication_is_undefined(void **state)
{
    (void)state;
    const double base[] = {10};
    const double point[] = {7};
    struct bw_paired paired;
    bw_paired_compare(base, point, 1, 1, &paired, NULL);
    assert_int_equal(paired.verdict, BW_VERDICT_UNDEFINED);
    bw_assert_close(paired.reduction, 0.3, 1e-12);
    assert_true(isnan(paired.reduction_low));
    assert_true(isnan(paired.difference_half_width));
}

static void test_paired_reads_with_stride(void **state)
{
    (void)state;
    const double base[] = {10, -1, 11, -1, 12, -1};
    const double point[] = {8, -1, 10, -1, 9, -1};
    struct bw_paired paired;
    bw_paired_compare(base, point, 3, 2, &paired, NULL);
    bw_assert_close(paired.difference, -2.0, 1e-12);
}

static void test_paired_verdict_of_intervals(void **state)
{
    (void)state;
    assert_int_equal(bw_paired_verdict(0.15, 0.25), BW_VERDICT_IN_BAND);
    assert_int_equal(bw_paired_verdict(0.16, 0.20), BW_VERDICT_IN_BAND);
    assert_int_equal(bw_paired_verdict(0.15, 0.26), BW_VERDICT_AT_LEAST);
    assert_int_equal(bw_paired_verdict(0.30, 0.40), BW_VERDICT_AT_LEAST);
    assert_int_equal(bw_paired_verdict(-0.10, 0.149), BW_VERDICT_NOT_MET);
    assert_int_equal(bw_paired_verdict(0.10, 0.15), BW_VERDICT_UNDECIDED);
    assert_int_equal(bw_paired_verdict(0.10, 0.40), BW_VERDICT_UNDECIDED);
    assert_int_equal(bw_paired_verdict(NAN, 0.2), BW_VERDICT_UNDEFINED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paired_difference_is_that_of_the_t_interval),
        cmocka_unit_test(test_paired_interval_is_that_of_the_log_ratio),
        cmocka_unit_test(test_paired_interval_is_that_of_the_delta_method_with_zeros),
        cmocka_unit_test(test_paired_halved_point_is_known_exactly),
        cmocka_unit_test(test_paired_equal_point_is_not_met),
        cmocka_unit_test(test_paired_uneven_replications_get_the_wider_interval),
        cmocka_unit_test(test_paired_leaves_out_and_counts_nan),
        cmocka_unit_test(test_paired_base_of_zero_is_undefined),
        cmocka_unit_test(test_paired_one_replication_is_undefined),
        cmocka_unit_test(test_paired_reads_with_stride),
        cmocka_unit_test(test_paired_verdict_of_intervals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
