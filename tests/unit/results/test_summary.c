/* SPDX-License-Identifier: Apache-2.0 */
#include "results/summary.h"
#include "unit.h"

/* Mean 4, variance 4 of {2, 4, 6}; t(0.975, 2) = 4.302653 (tables). */
static void test_summary_leaves_out_nan(void **state)
{
    const double values[] = {2, -1, NAN, -1, 4, -1, 6, -1};
    struct bw_summary summary;
    (void)state;
    bw_summary_make(values, 4, 2, &summary);
    assert_int_equal(summary.n, 3);
    bw_assert_close(summary.mean, 4, 1e-15);
    bw_assert_close(summary.sd, 2, 1e-15);
    bw_assert_close(summary.half_width, 4.302652729911275 * 2 / sqrt(3), 1e-9);
    bw_assert_close(summary.min, 2, 0);
    bw_assert_close(summary.max, 6, 0);
}

static void test_summary_of_nothing_is_nan(void **state)
{
    const double values[] = {NAN, NAN};
    struct bw_summary summary;
    (void)state;
    bw_summary_make(values, 2, 1, &summary);
    assert_int_equal(summary.n, 0);
    assert_true(isnan(summary.mean) && isnan(summary.half_width) && isnan(summary.sd)
        && isnan(summary.min) && isnan(summary.max));
}

static void test_summary_of_one_has_no_interval(void **state)
{
    const double values[] = {7};
    struct bw_summary summary;
    (void)state;
    bw_summary_make(values, 1, 1, &summary);
    assert_int_equal(summary.n, 1);
    bw_assert_close(summary.mean, 7, 0);
    assert_true(isnan(summary.half_width) && isnan(summary.sd));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary_leaves_out_nan),
        cmocka_unit_test(test_summary_of_nothing_is_nan),
        cmocka_unit_test(test_summary_of_one_has_no_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
