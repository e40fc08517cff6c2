/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "scenario/calendar_reader.h"

static void assert_hours(const char *text, uint32_t days, int from_min, int to_min)
{
    struct bw_hours hours;
    assert_true(bw_hours_read(text, &hours));
    assert_int_equal(hours.days, days);
    assert_int_equal(hours.from, from_min * BW_MINUTE);
    assert_int_equal(hours.to, to_min * BW_MINUTE);
}

static void test_hours_read_days_and_clocks(void **state)
{
    (void)state;
    assert_hours("mon-fri 06:00-14:30", 0x1f, 360, 870);
    assert_hours("sat 00:00-24:00", 0x20, 0, 1440);
    assert_hours("daily 08:00-17:00", 0x7f, 480, 1020);
    assert_hours("mon,wed-thu,sun 00:15-00:45", 0x4d, 15, 45);
}

/* A night shift ends on the next day; a span of days may pass Sunday. */
static void test_hours_pass_midnight_and_the_week(void **state)
{
    (void)state;
    assert_hours("mon-thu 22:00-06:00", 0x0f, 1320, 1800);
    assert_hours("fri-mon 06:00-06:00", 0x71, 360, 1800);
}

static void test_hours_refuse_what_is_no_shift(void **state)
{
    static const char *const wrong[] = {"", "mon", "mon ", "mon-fri",
        "mon-fri 6:00-14:00", "mon-fri 06:00-14:0", "mon-fri 06:00-14:00 ",
        "mon-fri 06.00-14.00", "mon-fri 24:00-06:00", "mon-fri 06:00-24:01",
        "mon-fri 06:60-14:00", "mo-fri 06:00-14:00", "mon- 06:00-14:00",
        "mon, 06:00-14:00", "mon,,tue 06:00-14:00", "Mon-Fri 06:00-14:00",
        "daily06:00-14:00", "mon-fri  06:00-14:00"};
    struct bw_hours hours;
    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(wrong); i++) {
        if (bw_hours_read(wrong[i], &hours)) {
            fail_msg("\"%s\" was read", wrong[i]);
        }
    }
}

static void test_dates_read_one_day_and_spans(void **state)
{
    int64_t first, last;
    (void)state;
    assert_true(bw_dates_read("2026-01-05", &first, &last));
    assert_int_equal(first, 20458);
    assert_int_equal(last, 20458);
    assert_true(bw_dates_read("2026-12-24..2027-01-01", &first, &last));
    assert_int_equal(last - first, 8);
    assert_false(bw_dates_read("2026-12-24..2026-12-23", &first, &last));
    assert_false(bw_dates_read("2026-02-29", &first, &last));
    assert_false(bw_dates_read("2026-12-24-2027-01-01", &first, &last));
    assert_false(bw_dates_read("2026-12-24.2027-01-01x", &first, &last));
    assert_false(bw_dates_read("12-24", &first, &last));
    assert_false(bw_dates_read("", &first, &last));
}

static void test_yearly_days_are_days_that_every_year_has(void **state)
{
    struct bw_year_day first, last;
    (void)state;
    assert_true(bw_yearly_read("05-01", &first, &last));
    assert_int_equal(first.month, 5);
    assert_int_equal(last.day, 1);
    assert_true(bw_yearly_read("12-24..01-02", &first, &last));
    assert_int_equal(first.day, 24);
    assert_int_equal(last.month, 1);
    assert_false(bw_yearly_read("02-29", &first, &last));
    assert_false(bw_yearly_read("13-01", &first, &last));
    assert_false(bw_yearly_read("5-1", &first, &last));
    assert_false(bw_yearly_read("05-01..", &first, &last));
    assert_false(bw_yearly_read("05.01", &first, &last));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours_read_days_and_clocks),
        cmocka_unit_test(test_hours_pass_midnight_and_the_week),
        cmocka_unit_test(test_hours_refuse_what_is_no_shift),
        cmocka_unit_test(test_dates_read_one_day_and_spans),
        cmocka_unit_test(test_yearly_days_are_days_that_every_year_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
