/* SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include "unit.h"

#include <float.h>
#include <string.h>

static void test_number_scan_reads_the_longest_number(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        double value;
    } cases[] = {
        {"12", 2, 12},
        {"-0.5", 4, -0.5},
        {".5", 2, 0.5},
        {"1e3", 3, 1000},
        {"1E+3 d", 4, 1000},
        {"2.5e-3x", 6, 0.0025},
        {"3 d", 1, 3},
        {"3e", 1, 3},
        {"3e+", 1, 3},
        {"0", 1, 0},
        {"0.25", 4, 0.25},
        {"7min", 1, 7},
        {"1.5.2", 3, 1.5},
        {"1e-400", 6, 0},
    };
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        double value = NAN;
        assert_int_equal(bw_number_scan(cases[i].text, &value), cases[i].length);
        assert_true(value == cases[i].value);
    }
}

static void test_number_scan_refuses_what_is_not_a_plain_number(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "-", ".", "e3", "+1", " 1", "nan", "inf",
        "-inf", "infinity", "0x10", "0X1p3", "010", "-007", "00", "1e400", "5.", "5.e3",
        "abc", "--1", ",5"};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        double value = 99;
        assert_int_equal(bw_number_scan(cases[i], &value), 0);
        assert_true(value == 99);
    }
}

static void test_number_read_wants_the_whole_text(void **state)
{
    (void)state;
    double value;
    assert_true(bw_number_read("1.25", &value));
    assert_true(value == 1.25);
    assert_false(bw_number_read("1.25 ", &value));
    assert_false(bw_number_read("1,25", &value));
    assert_false(bw_number_read("", &value));
}

static void test_number_read_integer_covers_the_range(void **state)
{
    (void)state;
    int64_t value;
    assert_true(bw_number_read_integer("9223372036854775807", &value));
    assert_true(value == INT64_MAX);
    assert_true(bw_number_read_integer("-9223372036854775808", &value));
    assert_true(value == INT64_MIN);
    assert_true(bw_number_read_integer("0", &value));
    assert_true(value == 0);
    assert_false(bw_number_read_integer("9223372036854775808", &value));
    assert_false(bw_number_read_integer("-9223372036854775809", &value));
    assert_false(bw_number_read_integer("1e3", &value));
    assert_false(bw_number_read_integer("1.0", &value));
    assert_false(bw_number_read_integer("01", &value));
    assert_false(bw_number_read_integer("-", &value));
    assert_false(bw_number_read_integer("", &value));
}

static void test_number_arithmetic_finds_overflow(void **state)
{
    (void)state;
    int64_t result;
    assert_true(bw_number_add(INT64_MAX, -1, &result));
    assert_true(result == INT64_MAX - 1);
    assert_false(bw_number_add(INT64_MAX, 1, &result));
    assert_true(bw_number_multiply(-3, 7, &result));
    assert_true(result == -21);
    assert_false(bw_number_multiply(INT64_MIN, -1, &result));
}

static void test_number_write_is_the_shortest_text(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {0.1, "0.1"},
        {0.30000000000000004, "0.30000000000000004"},
        {100000, "100000"},
        {-1234.5, "-1234.5"},
        {1e15, "1000000000000000"},
        {1e16, "1e16"},
        {1.5e300, "1.5e300"},
        {0.00001, "0.00001"},
        {0.000001, "1e-6"},
        {-2.5e-7, "-2.5e-7"},
        {5e-324, "5e-324"},
        {DBL_MAX, "1.7976931348623157e308"},
        {1.0 / 3, "0.3333333333333333"},
        {(double)INFINITY, "inf"},
        {(double)-INFINITY, "-inf"},
        {(double)NAN, "nan"},
    };
    char buffer[32];
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        assert_string_equal(
            bw_number_write(cases[i].value, buffer, sizeof buffer), cases[i].text);
    }
}

/* xorshift64* (Vigna 2014) with a fixed seed walks through doubles of all sizes. */
static void test_number_write_reads_back_as_the_same_number(void **state)
{
    (void)state;
    uint64_t bits = 20260105;
    for (int i = 0; i < 100000; i++) {
        bits ^= bits >> 12;
        bits ^= bits << 25;
        bits ^= bits >> 27;
        uint64_t word = bits * UINT64_C(2685821657736338717);
        double value;
        memcpy(&value, &word, sizeof value);
        if (!isfinite(value)) {
            continue;
        }
        char buffer[32];
        double again = NAN;
        assert_true(
            bw_number_read(bw_number_write(value, buffer, sizeof buffer), &again));
        assert_memory_equal(&again, &value, sizeof value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_scan_reads_the_longest_number),
        cmocka_unit_test(test_number_scan_refuses_what_is_not_a_plain_number),
        cmocka_unit_test(test_number_read_wants_the_whole_text),
        cmocka_unit_test(test_number_read_integer_covers_the_range),
        cmocka_unit_test(test_number_arithmetic_finds_overflow),
        cmocka_unit_test(test_number_write_is_the_shortest_text),
        cmocka_unit_test(test_number_write_reads_back_as_the_same_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
