/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/timetable.h"

/* Index of the first instant at or after time, count when there is none. */
static uint32_t find_instant(const bw_time *instants, uint32_t count, bw_time time)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (instants[middle] < time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bw_time bw_timetable_next(const struct bw_network *network,
    const struct bw_timetable *timetable, bw_time time)
{
    uint32_t count = timetable->instant_count, found;
    const bw_time *instants;
    bw_time within;

    if (count == 0) {
        return time;
    }
    instants = &network->instants[timetable->first_instant];
    if (timetable->period == 0) {
        found = find_instant(instants, count, time);
        return found < count ? instants[found] : BW_FOREVER;
    }
    within = time % timetable->period;
    if (within < 0) {
        within += timetable->period;
    }
    found = find_instant(instants, count, within);
    return time - within
        + (found < count ? instants[found] : timetable->period + instants[0]);
}

bw_time bw_timetable_tick(bw_time every, bw_time at, bw_time time)
{
    bw_time past = (time - at) % every;

    if (past < 0) {
        past += every;
    }
    return past == 0 ? time : time + every - past;
}
