/* SPDX-License-Identifier: Apache-2.0
 *
 * Calendars: which shifts run when. A week that repeats, Monday first, and windows in
 * which everything is closed (holidays, shutdowns). Pure functions of the network.
 */
#ifndef BW_CHAIN_CALENDAR_H
#define BW_CHAIN_CALENDAR_H

#include "chain/network.h"

/* Shifts of a calendar that run at a time, one bit each; 0 = closed. */
uint32_t bw_calendar_open(
    const struct bw_network *network, bw_index calendar, bw_time time);

/* First instant after time at which other shifts run than at time; BW_FOREVER when
 * that never happens. */
bw_time bw_calendar_next(
    const struct bw_network *network, bw_index calendar, bw_time time);

/* When work that begins at a time ends, if it goes on only while some shift runs;
 * BW_FOREVER when the calendar closes for good before. */
bw_time bw_calendar_add(
    const struct bw_network *network, bw_index calendar, bw_time time, bw_time work);

/* Servers of a resource that are on duty at a time, of count servers: for each shift
 * that runs its number, all of them together at most count. */
uint32_t bw_calendar_duty(const struct bw_network *network,
    const struct bw_resource *resource, bw_time time, uint32_t count);

/* The same, on average from one time to a later one. */
double bw_calendar_mean_duty(const struct bw_network *network,
    const struct bw_resource *resource, uint32_t count, bw_time from, bw_time to);

#endif
