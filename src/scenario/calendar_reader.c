/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/calendar_reader.h"

#include <string.h>

#define DATE_LENGTH 10 /* "2026-01-05" */
#define DAY_LENGTH 5   /* "01-05" */
#define CLOCK_LENGTH 5 /* "06:30" */

/* Number of the day whose name text begins with, -1 when there is none. */
static int read_day_name(const char *text)
{
    static const char *const names[] = {
        "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++) {
        if (strncmp(text, names[i], 3) == 0) {
            return i;
        }
    }
    return -1;
}

/* Reads a day or a span of days; returns what follows, or NULL. */
static const char *read_span(const char *text, uint32_t *days)
{
    int first = read_day_name(text);
    int last = first;
    if (first < 0) {
        return NULL;
    }
    text += 3;
    if (*text == '-') {
        last = read_day_name(text + 1);
        text += 4;
    }
    if (last < 0) {
        return NULL;
    }
    for (int day = first;; day = (day + 1) % 7) {
        *days |= 1u << day;
        if (day == last) {
            return text;
        }
    }
}

static const char *read_days(const char *text, uint32_t *days)
{
    *days = 0;
    if (strncmp(text, "daily", 5) == 0) {
        *days = 127;
        return text + 5;
    }
    text = read_span(text, days);
    while (text != NULL && *text == ',') {
        text = read_span(text + 1, days);
    }
    return text;
}

static int read_two_digits(const char *text)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') {
        return -1;
    }
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* Reads "HH:MM" up to 24:00. */
static bool read_clock(const char *text, bw_time *time)
{
    int hour = read_two_digits(text);
    int minute = hour < 0 || text[2] != ':' ? -1 : read_two_digits(text + 3);
    if (minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) {
        return false;
    }
    *time = hour * BW_HOUR + minute * BW_MINUTE;
    return true;
}

bool bw_hours_read(const char *text, struct bw_hours *hours)
{
    const char *clocks = read_days(text, &hours->days);
    if (clocks == NULL || strlen(clocks) != 2 + 2 * CLOCK_LENGTH || clocks[0] != ' '
        || clocks[1 + CLOCK_LENGTH] != '-' || !read_clock(clocks + 1, &hours->from)
        || !read_clock(clocks + 2 + CLOCK_LENGTH, &hours->to)
        || hours->from == BW_DAY) {
        return false;
    }
    if (hours->to <= hours->from) {
        hours->to += BW_DAY;
    }
    return true;
}

/* Splits "a..b", or "a" as both, into parts of length characters. */
static bool split_range(const char *text, size_t length, char *first, char *last)
{
    size_t whole = strlen(text);
    bool two = whole == 2 * length + 2 && strncmp(text + length, "..", 2) == 0;
    if (!two && whole != length) {
        return false;
    }
    memcpy(first, text, length);
    memcpy(last, two ? text + length + 2 : text, length);
    first[length] = '\0';
    last[length] = '\0';
    return true;
}

bool bw_dates_read(const char *text, int64_t *first, int64_t *last)
{
    char from[DATE_LENGTH + 1];
    char to[DATE_LENGTH + 1];
    return split_range(text, DATE_LENGTH, from, to) && bw_date_read(from, first)
        && bw_date_read(to, last) && *first <= *last;
}

/* 2026 is no leap year, so what it has every year has. */
static bool read_year_day(const char *text, struct bw_year_day *day)
{
    int64_t days = 0;
    day->month = read_two_digits(text);
    day->day = text[2] == '-' ? read_two_digits(text + 3) : -1;
    return bw_date_to_days(2026, day->month, day->day, &days);
}

bool bw_yearly_read(
    const char *text, struct bw_year_day *first, struct bw_year_day *last)
{
    char from[DAY_LENGTH + 1];
    char to[DAY_LENGTH + 1];
    return split_range(text, DAY_LENGTH, from, to) && read_year_day(from, first)
        && read_year_day(to, last);
}
