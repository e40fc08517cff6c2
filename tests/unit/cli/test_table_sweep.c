/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/table_sweep.h"
#include "unit.h"

static char text[160];

static const char *write_row(double reduction, double low, double high)
{
    const struct bw_paired row = {.reduction = reduction,
        .reduction_low = low,
        .reduction_high = high,
        .verdict = BW_VERDICT_UNDECIDED};
    bw_table_reduction_write(&row, text, sizeof text);
    return text;
}

static void test_table_reduction_shows_an_interval_that_says_something(void **state)
{
    (void)state;
    assert_string_equal(write_row(0.749, 0.705, 0.837), "74.9 [70.5, 83.7]");
    assert_string_equal(write_row(0.9, 0.5, 1.2), "90.0 [50.0, 100.0]");
    assert_string_equal(write_row(-0.1, -0.4, 0.1), "-10.0 [-40.0, 10.0]");
}

static void test_table_reduction_is_never_wide(void **state)
{
    const struct bw_paired base = {.verdict = BW_VERDICT_BASE};
    (void)state;
    assert_string_equal(write_row(0.2, -1.2, 0.9), "20.0 [-]");
    assert_string_equal(write_row(0.2, -1e300, 0.9), "20.0 [-]");
    assert_string_equal(write_row(0.2, NAN, NAN), "20.0 [-]");
    assert_string_equal(write_row(-1e9, -1e10, -1e8), "-");
    assert_string_equal(write_row(NAN, NAN, NAN), "-");
    bw_table_reduction_write(&base, text, sizeof text);
    assert_string_equal(text, "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_reduction_shows_an_interval_that_says_something),
        cmocka_unit_test(test_table_reduction_is_never_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
