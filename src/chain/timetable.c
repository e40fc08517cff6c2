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
    uint32_t count, found;
    const bw_time *instants;
    bw_time within;

    if (timetable == NULL) {
        return time;
    }
    count = timetable->instant_count;
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

double bw_timetable_mean_wait(
    const struct bw_network *network, const struct bw_timetable *timetable)
{
    const bw_time *instants;
    double period, sum = 0.0;

    if (timetable == NULL || timetable->period == 0) {
        return 0.0;
    }
    instants = &network->instants[timetable->first_instant];
    period = (double)timetable->period;
    /* A gap g is met with probability g / period and lasts g / 2 in the mean. */
    for (uint32_t i = 0; i < timetable->instant_count; i++) {
        bw_time before = i > 0
            ? instants[i - 1]
            : instants[timetable->instant_count - 1] - timetable->period;
        double gap = (double)(instants[i] - before);

        sum += gap * gap / (2.0 * period);
    }
    return sum + (double)timetable->cut_off;
}

bw_time bw_timetable_tick(bw_time every, bw_time at, bw_time time)
{
    bw_time past = (time - at) % every;

    if (past < 0) {
        past += every;
    }
    return past == 0 ? time : time + every - past;
}
