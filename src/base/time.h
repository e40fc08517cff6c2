/* SPDX-License-Identifier: Apache-2.0
 *
 * Time is an integer count of microseconds (ticks). 0 is time.start of the scenario,
 * the end of the warm-up, at 00:00 UTC of a date; the warm-up lies before it.
 */
#ifndef BW_BASE_TIME_H
#define BW_BASE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t bw_time;

#define BW_US ((bw_time)1)
#define BW_MS (1000 * BW_US)
#define BW_SECOND (1000 * BW_MS)
#define BW_MINUTE (60 * BW_SECOND)
#define BW_HOUR (60 * BW_MINUTE)
#define BW_DAY (24 * BW_HOUR)
#define BW_WEEK (7 * BW_DAY)
#define BW_YEAR (365 * BW_DAY)
#define BW_MONTH (BW_YEAR / 12) /* 365/12 d, exact in ticks */
#define BW_FOREVER INT64_MAX

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar. Returns false
 * when year (1..9999), month or day is out of range.
 * Algorithm: Howard Hinnant, "chrono-compatible low-level date algorithms", 2013. */
bool bw_date_to_days(int year, int month, int day, int64_t *days);

/* The inverse. */
void bw_date_from_days(int64_t days, int *year, int *month, int *day);

/* Month (1..12) of a day, and the first day of the next one. */
int bw_date_month(int64_t days, int64_t *next);

/* Reads "YYYY-MM-DD". */
bool bw_date_read(const char *text, int64_t *days);

/* Ticks of a unit name (us ms s min h d w month y), or 0 when there is none such. */
bw_time bw_time_unit(const char *name, size_t length);

/* Rounds a duration in ticks to the nearest tick, halves up; below zero gives 0, above
 * 2^62 ticks (146,000 years) the bound. */
bw_time bw_time_round(double ticks);

/* Writes a duration for people, two units at the most ("3.2 d", "14 min", "250 ms");
 * size_bytes >= 32. Returns buffer. */
char *bw_time_write(bw_time duration, char *buffer, size_t size_bytes);

#endif
