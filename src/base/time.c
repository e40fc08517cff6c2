/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ROUND_MAX ((bw_time)1 << 62)
#define DAYS_OF_ERA 146097 /* 400 years of the Gregorian calendar */
#define EPOCH_SHIFT 719468 /* days from 0000-03-01 to 1970-01-01 */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* Years are counted from 1 March, so that the leap day is the last day of its year and
 * the days before a month follow one linear formula. */
bool bw_date_to_days(int year, int month, int day, int64_t *days)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1
        || day > days_in_month(year, month)) {
        return false;
    }
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400; /* y >= 0 */
    int64_t year_of_era = y - era * 400;
    int64_t month_from_march = month > 2 ? month - 3 : month + 9;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *days = era * DAYS_OF_ERA + day_of_era - EPOCH_SHIFT;
    return true;
}

void bw_date_from_days(int64_t days, int *year, int *month, int *day)
{
    int64_t z = days + EPOCH_SHIFT;
    int64_t era = (z >= 0 ? z : z - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    int64_t day_of_era = z - era * DAYS_OF_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096)
        / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

int bw_date_month(int64_t days, int64_t *next)
{
    int year, month, day;
    bw_date_from_days(days, &year, &month, &day);
    *next = days - day + 1 + days_in_month(year, month);
    return month;
}

/* Reads count digits; returns -1 when one of them is not a digit. */
static int read_digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

bool bw_date_read(const char *text, int64_t *days)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    int year = read_digits(text, 4);
    int month = read_digits(text + 5, 2);
    int day = read_digits(text + 8, 2);
    return bw_date_to_days(year, month, day, days);
}

bw_time bw_time_unit(const char *name, size_t length)
{
    static const struct {
        const char *name;
        bw_time ticks;
    } units[] = {
        {"us", BW_US},
        {"ms", BW_MS},
        {"s", BW_SECOND},
        {"min", BW_MINUTE},
        {"h", BW_HOUR},
        {"d", BW_DAY},
        {"w", BW_WEEK},
        {"month", BW_MONTH},
        {"y", BW_YEAR},
    };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strlen(units[i].name) == length
            && memcmp(units[i].name, name, length) == 0) {
            return units[i].ticks;
        }
    }
    return 0;
}

bw_time bw_time_round(double ticks)
{
    if (!(ticks > 0)) { /* NaN as well */
        return 0;
    }
    if (ticks >= (double)ROUND_MAX) {
        return ROUND_MAX;
    }
    /* Not floor(ticks + 0.5): that sum rounds up just below one half. */
    bw_time whole = (bw_time)ticks;
    return whole + (ticks - (double)whole >= 0.5 ? 1 : 0);
}

char *bw_time_write(bw_time duration, char *buffer, size_t size_bytes)
{
    static const struct {
        const char *name;
        bw_time ticks, from; /* used for durations of at least this many ticks */
    } units[] = {
        {"y", BW_YEAR, 3 * BW_YEAR},
        {"d", BW_DAY, BW_DAY},
        {"h", BW_HOUR, BW_HOUR},
        {"min", BW_MINUTE, BW_MINUTE},
        {"s", BW_SECOND, BW_SECOND},
        {"ms", BW_MS, BW_MS},
        {"us", BW_US, 0},
    };
    if (duration == BW_FOREVER) {
        snprintf(buffer, size_bytes, "for ever");
        return buffer;
    }
    const char *sign = duration < 0 ? "-" : "";
    double size = fabs((double)duration);
    size_t i = 0;
    while (size < (double)units[i].from) {
        i++;
    }
    double value = size / (double)units[i].ticks;
    double tenths = round(value * 10);
    if (tenths < 1000 && fmod(tenths, 10) > 0) {
        snprintf(buffer, size_bytes, "%s%.1f %s", sign, tenths / 10, units[i].name);
    } else {
        snprintf(buffer, size_bytes, "%s%.0f %s", sign, value, units[i].name);
    }
    return buffer;
}
