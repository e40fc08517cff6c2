/* SPDX-License-Identifier: Apache-2.0 */
#include "results/result_set.h"
#include "unit.h"

static void test_paired_interval_is_clipped_at_everything(void **state)
{
    struct bw_paired row = {.reduction_low = 0.5, .reduction_high = 1.3};
    double low = 0, high = 0;
    (void)state;
    assert_true(bw_paired_interval(&row, &low, &high));
    bw_assert_close(low, 0.5, 0);
    bw_assert_close(high, 1.0, 0);
}

static void test_paired_interval_that_says_nothing_is_not_shown(void **state)
{
    static const struct bw_paired rows[] = {
        {.reduction_low = -1.01, .reduction_high = 1.5},
        {.reduction_low = -1e300, .reduction_high = 0.9},
        {.reduction_low = NAN, .reduction_high = 0.9},
        {.reduction_low = 0.1, .reduction_high = NAN},
        {.reduction_low = -INFINITY, .reduction_high = INFINITY},
    };
    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        double low = 0, high = 0;
        assert_false(bw_paired_interval(&rows[i], &low, &high));
        assert_true(isnan(low) && isnan(high));
    }
}

static void test_bottleneck_main_stage_is_the_largest_that_counts(void **state)
{
    double times[BW_STAGE_COUNT] = {0};
    (void)state;
    assert_int_equal(bw_bottleneck_main_stage(times, false), BW_STAGE_COUNT);
    times[BW_STAGE_PROCESS] = 9;
    assert_int_equal(bw_bottleneck_main_stage(times, false), BW_STAGE_COUNT);
    times[BW_STAGE_STORE] = 3;
    times[BW_STAGE_ALLOCATE] = 2;
    times[BW_STAGE_QUEUE] = 2;
    assert_int_equal(bw_bottleneck_main_stage(times, false), BW_STAGE_STORE);
    assert_int_equal(bw_bottleneck_main_stage(times, true), BW_STAGE_QUEUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paired_interval_is_clipped_at_everything),
        cmocka_unit_test(test_paired_interval_that_says_nothing_is_not_shown),
        cmocka_unit_test(test_bottleneck_main_stage_is_the_largest_that_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
