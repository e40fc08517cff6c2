/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of calendars: hours of a shift and days on which everything is closed.
 */
#ifndef BW_SCENARIO_CALENDAR_READER_H
#define BW_SCENARIO_CALENDAR_READER_H

#include "base/time.h"

#include <stdbool.h>
#include <stdint.h>

/* Hours on some days of the week. */
struct bw_hours {
    uint32_t days; /* bit 0 = Monday */
    bw_time from;  /* of the day, 00:00 to below 24:00 */
    bw_time to;    /* above from; beyond 24:00 it is the next day */
};

/* Reads "DAYS HH:MM-HH:MM" where DAYS is "daily" or a list such as "mon-thu,sat". An
 * end that is not later than the beginning is that of the next day. */
bool bw_hours_read(const char *text, struct bw_hours *hours);

/* Reads "YYYY-MM-DD" or "YYYY-MM-DD..YYYY-MM-DD", last day included, as days since
 * 1970-01-01. */
bool bw_dates_read(const char *text, int64_t *first, int64_t *last);

/* A day that every year has. */
struct bw_year_day {
    int month, day;
};

/* Reads "MM-DD" or "MM-DD..MM-DD"; a last day before the first is of the next year. */
bool bw_yearly_read(
    const char *text, struct bw_year_day *first, struct bw_year_day *last);

#endif
