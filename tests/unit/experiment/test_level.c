/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/level.h"
#include "unit.h"

static void test_level_read_plain_number(void **state)
{
    (void)state;
    struct bw_level level = bw_level_read(" 5000 ");
    assert_true(level.is_number);
    bw_assert_close(level.value, 5000.0, 0.0);
    assert_string_equal(level.unit, "");
    assert_int_equal(level.relative, 0);
}

static void test_level_read_duration_in_days(void **state)
{
    (void)state;
    bw_assert_close(bw_level_read("12 h").value, 0.5, 1e-15);
    bw_assert_close(bw_level_read("2 w").value, 14.0, 1e-15);
    assert_string_equal(bw_level_read("2 w").unit, "d");
}

static void test_level_read_rate_per_day(void **state)
{
    (void)state;
    bw_assert_close(bw_level_read("70 /w").value, 10.0, 1e-12);
    assert_string_equal(bw_level_read("70 /w").unit, "/d");
}

static void test_level_read_keeps_other_unit(void **state)
{
    (void)state;
    struct bw_level level = bw_level_read("0.2 /unit/month");
    assert_true(level.is_number);
    bw_assert_close(level.value, 0.2, 0.0);
    assert_string_equal(level.unit, "/unit/month");
}

static void test_level_read_relative(void **state)
{
    (void)state;
    struct bw_level level = bw_level_read("*1.2");
    assert_int_equal(level.relative, '*');
    bw_assert_close(level.value, 1.2, 0.0);
    assert_int_equal(bw_level_read("+ 3 d").relative, '+');
}

static void test_level_read_law_is_no_number(void **state)
{
    (void)state;
    struct bw_level level = bw_level_read("{lognormal: {mean: 3 d, cv: 0.4}}");
    assert_false(level.is_number);
    assert_true(isnan(level.value));
    assert_false(bw_level_read("fifo").is_number);
    assert_false(bw_level_read("").is_number);
}

static void test_level_is_equal_across_units(void **state)
{
    (void)state;
    assert_true(bw_level_is_equal("36 h", "1.5 d"));
    assert_true(bw_level_is_equal("1e3", "1000"));
    assert_false(bw_level_is_equal("1 d", "1"));
    assert_true(bw_level_is_equal("0", "0 d"));
    assert_false(bw_level_is_equal("*2", "2"));
    assert_false(bw_level_is_equal("*0", "+0"));
    assert_true(bw_level_is_equal("{a: 1}", "{a:1}"));
    assert_false(bw_level_is_equal("{a: 1}", "{a: 2}"));
}

static void test_level_is_neutral(void **state)
{
    (void)state;
    struct bw_level one = bw_level_read("*1.0");
    struct bw_level zero = bw_level_read("+0 d");
    struct bw_level plain = bw_level_read("1");
    assert_true(bw_level_is_neutral(&one));
    assert_true(bw_level_is_neutral(&zero));
    assert_false(bw_level_is_neutral(&plain));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_level_read_plain_number),
        cmocka_unit_test(test_level_read_duration_in_days),
        cmocka_unit_test(test_level_read_rate_per_day),
        cmocka_unit_test(test_level_read_keeps_other_unit),
        cmocka_unit_test(test_level_read_relative),
        cmocka_unit_test(test_level_read_law_is_no_number),
        cmocka_unit_test(test_level_is_equal_across_units),
        cmocka_unit_test(test_level_is_neutral),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
