/* SPDX-License-Identifier: Apache-2.0
 *
 * Timetables: when a vehicle may leave.
 */
#ifndef BW_CHAIN_TIMETABLE_H
#define BW_CHAIN_TIMETABLE_H

#include "chain/network.h"

/* How long before a departure goods must be ready; 0 without a timetable (NULL). */
static inline bw_time bw_timetable_cut_off(const struct bw_timetable *timetable)
{
    return timetable == NULL ? 0 : timetable->cut_off;
}

/* First departure at or after time; time itself without a timetable (NULL), BW_FOREVER
 * after the last departure of one that does not repeat. */
bw_time bw_timetable_next(const struct bw_network *network,
    const struct bw_timetable *timetable, bw_time time);

/* Mean wait for the next departure of goods that are ready at any time, the cut-off
 * included [ticks]; 0 without a timetable and for one that does not repeat. */
double bw_timetable_mean_wait(
    const struct bw_network *network, const struct bw_timetable *timetable);

/* First time at or after time that is at + a whole multiple of every (> 0). */
bw_time bw_timetable_tick(bw_time every, bw_time at, bw_time time);

#endif
