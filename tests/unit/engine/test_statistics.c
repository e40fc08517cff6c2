/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/statistics.h"
#include "unit.h"

static void test_tally_of_known_values_has_their_moments(void **state)
{
    (void)state;
    static const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
    struct bw_tally tally = {.count = 0};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(values); i++) {
        bw_tally_add(&tally, values[i]);
    }
    assert_int_equal(tally.count, 8);
    bw_assert_close(bw_tally_mean(&tally), 5, 1e-15);
    bw_assert_close(bw_tally_variance(&tally), 32.0 / 7, 1e-14);
    assert_true(tally.min == 2 && tally.max == 9);
}

static void test_tally_of_one_value_has_no_variance(void **state)
{
    (void)state;
    struct bw_tally tally = {.count = 0};
    assert_true(isnan(bw_tally_mean(&tally)) && isnan(bw_tally_variance(&tally)));
    bw_tally_add(&tally, -3);
    assert_true(isnan(bw_tally_variance(&tally)));
    assert_true(tally.min == -3 && tally.max == -3 && bw_tally_mean(&tally) == -3);
}

static void test_tally_keeps_small_variance_beside_a_large_mean(void **state)
{
    (void)state;
    struct bw_tally tally = {.count = 0};
    for (int i = 0; i < 1000; i++) {
        bw_tally_add(&tally, 1e9 + i % 2);
    }
    bw_assert_close(bw_tally_variance(&tally), 250.0 / 999, 1e-9);
}

static void test_tally_merge_equals_one_tally(void **state)
{
    (void)state;
    struct bw_tally whole = {.count = 0};
    struct bw_tally parts[3] = {{.count = 0}, {.count = 0}, {.count = 0}};
    for (int i = 0; i < 100; i++) {
        double value = (i * 37) % 101 - 20;
        bw_tally_add(&whole, value);
        bw_tally_add(&parts[i < 10 ? 0 : 1], value);
    }
    bw_tally_merge(&parts[2], &parts[0]); /* into an empty one */
    bw_tally_merge(&parts[2], &parts[1]);
    bw_tally_merge(&parts[2], &(struct bw_tally){.count = 0});
    assert_int_equal(parts[2].count, whole.count);
    bw_assert_close(bw_tally_mean(&parts[2]), bw_tally_mean(&whole), 1e-12);
    bw_assert_close(bw_tally_variance(&parts[2]), bw_tally_variance(&whole), 1e-10);
    assert_true(parts[2].min == whole.min && parts[2].max == whole.max);
}

__extension__ typedef __int128 wide_type;

/* Series of whole numbers that are hard on sums of squares: value i of series kind. */
enum { SERIES_KINDS = 5, SERIES_LENGTH = 5000 };

static int64_t hard_value(int kind, int64_t i)
{
    int64_t noise = i * 7919 % 101;
    switch (kind) {
    case 0: /* spread 1e-10 of the mean */
        return 1000000000000 + noise;
    case 1: /* the first value, and the first origin, far from all others */
        return i == 0 ? 0 : 1000000000000 + noise;
    case 2: /* drifts away from every earlier origin */
        return i * i * 40000 + noise;
    case 3: /* one outlier at the end */
        return i == SERIES_LENGTH - 1 ? 1000000000000 : noise;
    default: /* a level that jumps after a power of two */
        return i <= 4096 ? noise : 500000000000 + noise;
    }
}

/* Mean and variance of [from, to) from exact sums of whole numbers. */
static void exact_moments(int kind, int64_t from, int64_t to, double *mean, double *var)
{
    wide_type sum = 0;
    wide_type squares = 0;
    wide_type count = to - from;
    for (int64_t i = from; i < to; i++) {
        int64_t value = hard_value(kind, i);
        sum += value;
        squares += (wide_type)value * value;
    }
    *mean = (double)sum / (double)count;
    *var = (double)(count * squares - sum * sum) / (double)count / (double)(count - 1);
}

static void test_tally_variance_is_accurate_for_hard_series(void **state)
{
    (void)state;
    for (int kind = 0; kind < SERIES_KINDS; kind++) {
        struct bw_tally tally = {.count = 0};
        for (int64_t i = 0; i < SERIES_LENGTH; i++) {
            double mean;
            double variance;
            bw_tally_add(&tally, (double)hard_value(kind, i));
            if (i > 1 && i % 97 == 0) {
                exact_moments(kind, 0, i + 1, &mean, &variance);
                bw_assert_close(bw_tally_mean(&tally), mean, 1e-13 * mean);
                bw_assert_close(bw_tally_variance(&tally), variance, 1e-13 * variance);
            }
        }
    }
}

/* Parts of one value, of 64 and of the rest: merging may not cancel when a small part
 * lies far from a large one. */
static void test_tally_merge_is_accurate_for_hard_series(void **state)
{
    (void)state;
    static const int64_t ends[] = {0, 1, 65, SERIES_LENGTH - 1, SERIES_LENGTH};
    for (int kind = 0; kind < SERIES_KINDS; kind++) {
        struct bw_tally whole = {.count = 0};
        double mean;
        double variance;
        for (size_t part = 0; part + 1 < BW_ARRAY_LENGTH(ends); part++) {
            struct bw_tally tally = {.count = 0};
            for (int64_t i = ends[part]; i < ends[part + 1]; i++) {
                bw_tally_add(&tally, (double)hard_value(kind, i));
            }
            bw_tally_merge(&whole, &tally);
        }
        exact_moments(kind, 0, SERIES_LENGTH, &mean, &variance);
        bw_assert_close(bw_tally_mean(&whole), mean, 1e-13 * mean);
        bw_assert_close(bw_tally_variance(&whole), variance, 1e-13 * variance);
    }
}

/* A merged tally goes on like any other, though its count is no power of two. */
static void test_tally_goes_on_after_a_merge(void **state)
{
    (void)state;
    struct bw_tally tally = {.count = 0};
    struct bw_tally other = {.count = 0};
    double mean;
    double variance;
    for (int64_t i = 0; i < 700; i++) {
        bw_tally_add(i < 600 ? &tally : &other, (double)hard_value(1, i));
    }
    bw_tally_merge(&tally, &other);
    for (int64_t i = 700; i < 1200; i++) {
        bw_tally_add(&tally, (double)hard_value(1, i));
    }
    exact_moments(1, 0, 1200, &mean, &variance);
    assert_int_equal(tally.count, 1200);
    bw_assert_close(bw_tally_mean(&tally), mean, 1e-13 * mean);
    bw_assert_close(bw_tally_variance(&tally), variance, 1e-13 * variance);
}

static void test_tally_of_equal_values_is_exact(void **state)
{
    (void)state;
    struct bw_tally tally = {.count = 0};
    for (int i = 0; i < 1000; i++) {
        bw_tally_add(&tally, 0.1);
        assert_true(bw_tally_mean(&tally) == 0.1);
    }
    assert_true(bw_tally_variance(&tally) == 0);
}

/* t(0.975, 9) = 2.2621571628, times sqrt(4 / 10). */
static void test_half_width_of_hand_example(void **state)
{
    (void)state;
    bw_assert_close(bw_half_width(10, 4, 0.95), 1.4307138, 1e-6);
    /* t(0.95, 1) = tan(0.45 pi), the Cauchy law. */
    bw_assert_close(bw_half_width(2, 2, 0.9), 6.313751514675, 1e-9);
    assert_true(bw_half_width(5, 0, 0.95) == 0);
}

static void test_half_width_without_two_values_is_nan(void **state)
{
    (void)state;
    assert_true(isnan(bw_half_width(1, 4, 0.95)));
    assert_true(isnan(bw_half_width(0, 4, 0.95)));
    assert_true(isnan(bw_half_width(10, (double)NAN, 0.95)));
}

static void test_time_average_of_steps_is_exact(void **state)
{
    (void)state;
    struct bw_time_average average;
    bw_time_average_reset(&average, -10, 4);
    bw_time_average_set(&average, 0, 10);
    bw_time_average_set(&average, 5, -2);
    bw_time_average_set(&average, 5, 0);
    /* 4 * 10 + 10 * 5 + 0 * 5 over 20 ticks */
    assert_true(bw_time_average_area(&average, 10) == 90);
    assert_true(bw_time_average_mean(&average, 10) == 4.5);
    assert_true(average.value == 0);
}

static void test_time_average_without_time_is_nan(void **state)
{
    (void)state;
    struct bw_time_average average;
    bw_time_average_reset(&average, 7, 3);
    assert_true(isnan(bw_time_average_mean(&average, 7)));
}

/* The sums pass 2^64 by far, and one unit more or less still counts. */
static void test_time_average_of_large_values_loses_nothing(void **state)
{
    (void)state;
    struct bw_time_average average;
    bw_time_average_reset(&average, 0, INT64_MAX);
    bw_time_average_set(&average, 100 * BW_YEAR, -INT64_MAX);
    bw_time_average_set(&average, 200 * BW_YEAR, 1);
    assert_true(bw_time_average_area(&average, 200 * BW_YEAR + 3) == 3);
}

/* 4 over 10 ticks and 1 over 30 ticks: 70 over 40. */
static void test_time_average_merge_adds_areas_and_spans(void **state)
{
    (void)state;
    struct bw_time_average first;
    struct bw_time_average second;
    bw_time_average_reset(&first, 100, 4);
    bw_time_average_reset(&second, 0, 1);
    bw_time_average_merge(&first, &second, 30);
    assert_true(bw_time_average_area(&first, 110) == 70);
    assert_true(bw_time_average_mean(&first, 110) == 1.75);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_of_known_values_has_their_moments),
        cmocka_unit_test(test_tally_of_one_value_has_no_variance),
        cmocka_unit_test(test_tally_keeps_small_variance_beside_a_large_mean),
        cmocka_unit_test(test_tally_merge_equals_one_tally),
        cmocka_unit_test(test_tally_variance_is_accurate_for_hard_series),
        cmocka_unit_test(test_tally_merge_is_accurate_for_hard_series),
        cmocka_unit_test(test_tally_goes_on_after_a_merge),
        cmocka_unit_test(test_tally_of_equal_values_is_exact),
        cmocka_unit_test(test_half_width_of_hand_example),
        cmocka_unit_test(test_half_width_without_two_values_is_nan),
        cmocka_unit_test(test_time_average_of_steps_is_exact),
        cmocka_unit_test(test_time_average_without_time_is_nan),
        cmocka_unit_test(test_time_average_of_large_values_loses_nothing),
        cmocka_unit_test(test_time_average_merge_adds_areas_and_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
