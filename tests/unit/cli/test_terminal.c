/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"
#include "unit.h"

static char text[BW_FIGURE_TEXT];

static void test_figure_decimals_follow_the_half_width(void **state)
{
    (void)state;
    assert_string_equal(bw_figure_write_interval(3.21456, 0.1523, text), "3.21 ± 0.15");
    assert_string_equal(bw_figure_write_interval(3.21456, 1.523, text), "3.2 ± 1.5");
    assert_string_equal(
        bw_figure_write_interval(1234567.8, 4321.0, text), "1,234,568 ± 4321");
    assert_string_equal(
        bw_figure_write_interval(0.000012, 0.0000004, text), "0.00001200 ± 0.00000040");
}

static void test_figure_without_half_width_has_four_digits(void **state)
{
    (void)state;
    assert_string_equal(bw_figure_write(3.21456, NAN, text), "3.215");
    assert_string_equal(bw_figure_write(0.0, NAN, text), "0");
    assert_string_equal(bw_figure_write(98765.4, NAN, text), "98,765");
    assert_string_equal(bw_figure_write(-98765.4, NAN, text), "-98,765");
    assert_string_equal(bw_figure_write(-1234.0, NAN, text), "-1234");
    assert_string_equal(bw_figure_write_interval(3.0, NAN, text), "3.000");
}

static void test_figure_of_undefined_is_a_dash(void **state)
{
    (void)state;
    assert_string_equal(bw_figure_write(NAN, NAN, text), "-");
    assert_string_equal(bw_figure_write(INFINITY, NAN, text), "inf");
    assert_string_equal(bw_figure_write_interval(NAN, 1.0, text), "-");
    assert_string_equal(bw_figure_write_share(NAN, true, text), "-");
}

static void test_figure_of_huge_numbers_fits(void **state)
{
    (void)state;
    assert_string_equal(bw_figure_write(1e300, NAN, text), "1.000e+300");
    assert_string_equal(bw_figure_write_interval(9e14, 9e14, text),
        "900,000,000,000,000 ± 900,000,000,000,000");
    assert_string_equal(bw_figure_write_interval(-123456789012.0, 1e-7, text),
        "-123,456,789,012.000 ± 0.000");
}

static void test_figure_share_is_in_percent(void **state)
{
    (void)state;
    assert_string_equal(bw_figure_write_share(0.1234, false, text), "12.3 %");
    assert_string_equal(bw_figure_write_share(0.1234, true, text), "+12.3 %");
    assert_string_equal(bw_figure_write_share(-0.1234, true, text), "-12.3 %");
    assert_string_equal(bw_figure_write_share(-1e-9, true, text), "0.0 %");
}

static void test_terminal_plural_is_that_of_the_count(void **state)
{
    (void)state;
    assert_string_equal(bw_terminal_plural(0), "s");
    assert_string_equal(bw_terminal_plural(1), "");
    assert_string_equal(bw_terminal_plural(2), "s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figure_decimals_follow_the_half_width),
        cmocka_unit_test(test_figure_without_half_width_has_four_digits),
        cmocka_unit_test(test_figure_of_undefined_is_a_dash),
        cmocka_unit_test(test_figure_of_huge_numbers_fits),
        cmocka_unit_test(test_figure_share_is_in_percent),
        cmocka_unit_test(test_terminal_plural_is_that_of_the_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
