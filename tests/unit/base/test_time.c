/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "unit.h"

#include <string.h>

static void test_date_to_days_of_known_dates(void **state)
{
    (void)state;
    int64_t days;
    assert_true(bw_date_to_days(1970, 1, 1, &days));
    assert_int_equal(days, 0);
    assert_true(bw_date_to_days(2000, 3, 1, &days));
    assert_int_equal(days, 11017);
    assert_true(bw_date_to_days(2026, 1, 5, &days));
    assert_int_equal(days, 20458);
    assert_true(bw_date_to_days(1969, 12, 31, &days));
    assert_int_equal(days, -1);
}

static void test_date_to_days_refuses_days_that_do_not_exist(void **state)
{
    (void)state;
    int64_t days;
    assert_false(bw_date_to_days(2023, 2, 29, &days));
    assert_true(bw_date_to_days(2024, 2, 29, &days));
    assert_false(bw_date_to_days(1900, 2, 29, &days));
    assert_true(bw_date_to_days(2000, 2, 29, &days));
    assert_false(bw_date_to_days(2024, 4, 31, &days));
    assert_false(bw_date_to_days(2024, 13, 1, &days));
    assert_false(bw_date_to_days(2024, 0, 1, &days));
    assert_false(bw_date_to_days(2024, 1, 0, &days));
    assert_false(bw_date_to_days(0, 1, 1, &days));
    assert_false(bw_date_to_days(10000, 1, 1, &days));
}

static void test_date_from_days_inverts_every_day_of_ten_thousand_years(void **state)
{
    (void)state;
    int64_t first;
    int64_t last;
    assert_true(bw_date_to_days(1, 1, 1, &first));
    assert_true(bw_date_to_days(9999, 12, 31, &last));
    assert_int_equal(last - first + 1, 3652059);
    for (int64_t days = first; days <= last; days++) {
        int year;
        int month;
        int day;
        int64_t again = 0;
        bw_date_from_days(days, &year, &month, &day);
        if (!bw_date_to_days(year, month, day, &again) || again != days) {
            fail_msg("day %lld", (long long)days);
        }
    }
}

static void test_date_month_ends_where_the_next_one_begins(void **state)
{
    (void)state;
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            int64_t first = 0, after = 0, next = 0;
            assert_true(bw_date_to_days(year, month, 1, &first));
            if (bw_date_to_days(year + month / 12, month % 12 + 1, 1, &after)) {
                assert_int_equal(bw_date_month(first, &next), month);
                assert_int_equal(next, after);
                assert_int_equal(bw_date_month(after - 1, &next), month);
                assert_int_equal(next, after);
            }
        }
    }
}

static void test_date_read_takes_the_iso_form_only(void **state)
{
    (void)state;
    int64_t days;
    assert_true(bw_date_read("2026-01-05", &days));
    assert_int_equal(days, 20458);
    assert_false(bw_date_read("2026-1-05", &days));
    assert_false(bw_date_read("2026-01-05 ", &days));
    assert_false(bw_date_read("2026/01/05", &days));
    assert_false(bw_date_read("2026-01-32", &days));
    assert_false(bw_date_read("-026-01-05", &days));
    assert_false(bw_date_read("", &days));
}

static void test_time_unit_knows_its_names(void **state)
{
    (void)state;
    assert_true(bw_time_unit("d", 1) == BW_DAY);
    assert_true(bw_time_unit("min", 3) == 60 * BW_SECOND);
    assert_true(bw_time_unit("month", 5) * 12 == 365 * BW_DAY);
    assert_true(bw_time_unit("month", 1) == 0);
    assert_true(bw_time_unit("ms ", 2) == 1000);
    assert_true(bw_time_unit("days", 4) == 0);
    assert_true(bw_time_unit("", 0) == 0);
}

static void test_time_round_goes_to_the_nearest_tick(void **state)
{
    (void)state;
    assert_true(bw_time_round(0.5) == 1);
    assert_true(bw_time_round(0.49999999999999994) == 0);
    assert_true(bw_time_round(1.5) == 2);
    assert_true(bw_time_round(2.4) == 2);
    assert_true(bw_time_round(-3) == 0);
    assert_true(bw_time_round((double)NAN) == 0);
    assert_true(bw_time_round(4503599627370497.0) == 4503599627370497);
    assert_true(bw_time_round(1e300) == (bw_time)1 << 62);
    assert_true(bw_time_round((double)INFINITY) == (bw_time)1 << 62);
}

static void test_time_write_is_for_people(void **state)
{
    (void)state;
    static const struct {
        bw_time duration;
        const char *text;
    } cases[] = {
        {0, "0 us"},
        {250 * BW_MS, "250 ms"},
        {14 * BW_MINUTE, "14 min"},
        {3 * BW_DAY + 5 * BW_HOUR, "3.2 d"},
        {90 * BW_MINUTE, "1.5 h"},
        {-2 * BW_SECOND, "-2 s"},
        {26 * BW_WEEK, "182 d"},
        {10 * BW_YEAR, "10 y"},
        {BW_FOREVER, "for ever"},
    };
    char buffer[32];
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        assert_string_equal(
            bw_time_write(cases[i].duration, buffer, sizeof buffer), cases[i].text);
    }
    bw_time_write(INT64_MIN, buffer, sizeof buffer);
    assert_true(strlen(buffer) < sizeof buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date_to_days_of_known_dates),
        cmocka_unit_test(test_date_to_days_refuses_days_that_do_not_exist),
        cmocka_unit_test(test_date_from_days_inverts_every_day_of_ten_thousand_years),
        cmocka_unit_test(test_date_month_ends_where_the_next_one_begins),
        cmocka_unit_test(test_date_read_takes_the_iso_form_only),
        cmocka_unit_test(test_time_unit_knows_its_names),
        cmocka_unit_test(test_time_round_goes_to_the_nearest_tick),
        cmocka_unit_test(test_time_write_is_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
