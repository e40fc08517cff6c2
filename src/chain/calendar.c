/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/calendar.h"

/* First closed window that ends after a time; NULL when there is none. Windows are
 * sorted and do not touch. */
static const struct bw_closed *find_closed(
    const struct bw_network *network, const struct bw_calendar *calendar, bw_time time)
{
    const struct bw_closed *windows = &network->closed[calendar->first_closed];
    uint32_t low = 0, high = calendar->closed_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (windows[middle].to > time) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low < calendar->closed_count ? &windows[low] : NULL;
}

static bw_time time_of_week(const struct bw_calendar *calendar, bw_time time)
{
    bw_time position = (time + calendar->monday) % BW_WEEK;

    return position < 0 ? position + BW_WEEK : position;
}

/* Last point of the week that is not later than position; the first one stands at 0. */
static uint32_t find_point(const struct bw_network *network,
    const struct bw_calendar *calendar, bw_time position)
{
    uint32_t point = calendar->point_count - 1;

    while (network->week_points[calendar->first_point + point].offset > position) {
        point--;
    }
    return point;
}

uint32_t bw_calendar_open(
    const struct bw_network *network, bw_index calendar, bw_time time)
{
    const struct bw_calendar *c = &network->calendars[calendar];
    const struct bw_closed *closed = find_closed(network, c, time);
    uint32_t point;

    if (closed != NULL && closed->from <= time) {
        return 0;
    }
    point = find_point(network, c, time_of_week(c, time));
    return network->week_points[c->first_point + point].open;
}

/* Next point of the week after time, within a week. */
static bw_time next_point(
    const struct bw_network *network, const struct bw_calendar *calendar, bw_time time)
{
    bw_time position = time_of_week(calendar, time);
    uint32_t next = find_point(network, calendar, position) + 1;
    bw_time offset = next < calendar->point_count
        ? network->week_points[calendar->first_point + next].offset
        : BW_WEEK;

    return time + offset - position;
}

bw_time bw_calendar_next(
    const struct bw_network *network, bw_index calendar, bw_time time)
{
    const struct bw_calendar *c = &network->calendars[calendar];
    uint32_t open = bw_calendar_open(network, calendar, time);
    bw_time quiet = time; /* since when only the week could have changed anything */

    for (;;) {
        const struct bw_closed *closed = find_closed(network, c, time);
        bw_time next = next_point(network, c, time);

        if (closed != NULL && closed->from <= time) {
            next = quiet = closed->to;
        } else if (closed != NULL && closed->from < next) {
            next = closed->from;
        }
        if (bw_calendar_open(network, calendar, next) != open) {
            return next;
        }
        if (next - quiet > BW_WEEK) {
            /* A whole week without a change: only a closed window can bring one. */
            if (closed == NULL || open == 0) {
                return BW_FOREVER;
            }
            return closed->from;
        }
        time = next;
    }
}

bw_time bw_calendar_add(
    const struct bw_network *network, bw_index calendar, bw_time time, bw_time work)
{
    for (;;) {
        bool is_open = bw_calendar_open(network, calendar, time) != 0;
        bw_time next = bw_calendar_next(network, calendar, time);

        if (is_open && next - time >= work) {
            return time + work;
        }
        if (next == BW_FOREVER) {
            return BW_FOREVER;
        }
        work -= is_open ? next - time : 0;
        time = next;
    }
}

uint32_t bw_calendar_duty(const struct bw_network *network,
    const struct bw_resource *resource, bw_time time, uint32_t count)
{
    uint64_t duty = 0;
    uint32_t open;

    if (resource->calendar == BW_NONE) {
        return count;
    }
    open = bw_calendar_open(network, resource->calendar, time);
    for (uint32_t shift = 0; open != 0; shift++, open >>= 1) {
        uint32_t servers = network->duties[resource->first_duty + shift];

        duty += (open & 1u) != 0 ? servers : 0;
    }
    return duty < count ? (uint32_t)duty : count;
}

double bw_calendar_mean_duty(const struct bw_network *network,
    const struct bw_resource *resource, uint32_t count, bw_time from, bw_time to)
{
    double sum = 0.0;

    if (resource->calendar == BW_NONE) {
        return count;
    }
    for (bw_time time = from, next; time < to; time = next) {
        next = bw_calendar_next(network, resource->calendar, time);
        next = next < to ? next : to;
        sum += (double)(next - time) * bw_calendar_duty(network, resource, time, count);
    }
    return sum / (double)(to - from);
}
