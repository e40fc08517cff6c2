/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/ledger_eov_traffic.h"

#include "engine/count.h"

#include <math.h>

#define DAY_S 86400
#define HOUR_S 3600
/* Records of a second are numbered with so many bits; places have the same resolution.
 */
#define PLACE_BITS 20
/* Parts the streams of channels and levels. Levels differ in their last bits so that
 * the kept words of each have a slot of their own. */
#define CHANNEL_STEP UINT64_C(0x9e3779b97f4a7c15)
#define NOWHERE INT64_MIN
/* What a bound may exceed the instant by before stretches are looked into more closely.
 */
#define BOUND_SLACK BW_SECOND
/* Stretches that a bound may look at before the simulation of all is no dearer. */
#define BOUND_LIMIT 20000u

static uint64_t stream_of(const struct bw_traffic_view *view, uint64_t base)
{
    return base + view->channel * CHANNEL_STEP;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;

    return q - (a % b < 0);
}

/* Mean number of records before a second, from day 0, in records at the mean rate per
 * second. */
static double weight_before(const struct bw_traffic *traffic, int64_t second)
{
    int64_t day = floor_div(second, DAY_S), left = second - day * DAY_S;
    double weight = (double)day * DAY_S;
    int hour = 0;

    for (; left >= HOUR_S; left -= HOUR_S) {
        weight += HOUR_S * traffic->profile[hour++];
    }
    return left > 0 ? weight + (double)left * traffic->profile[hour] : weight;
}

static double weight(const struct bw_traffic *traffic, int64_t from, int64_t to)
{
    return traffic->has_profile
        ? weight_before(traffic, to) - weight_before(traffic, from)
        : (double)(to - from);
}

/* Share of a stretch that lies in its first half. */
static double first_share(const struct bw_traffic *traffic, int level, int64_t stretch)
{
    int64_t length = (int64_t)1 << level, from = stretch * length;
    double whole;

    if (!traffic->has_profile) {
        return 0.5;
    }
    whole = weight(traffic, from, from + length);
    return whole > 0 ? weight(traffic, from, from + length / 2) / whole : 0.5;
}

static uint64_t root(const struct bw_traffic_view *view, int64_t stretch)
{
    const struct bw_traffic *traffic = view->traffic;
    int64_t length = (int64_t)1 << BW_TRAFFIC_TOP, from = stretch * length;
    struct bw_draw draw;

    bw_draw_init(&draw, view->draws, stream_of(view, traffic->counts) + BW_TRAFFIC_TOP,
        (uint64_t)stretch);
    return bw_count_poisson(
        traffic->rate * weight(traffic, from, from + length), &draw);
}

static uint64_t first_half(
    const struct bw_traffic_view *view, int level, int64_t stretch, uint64_t count)
{
    struct bw_draw draw;

    if (count == 0) {
        return 0;
    }
    bw_draw_init(&draw, view->draws,
        stream_of(view, view->traffic->counts) + (uint64_t)(level - 1),
        (uint64_t)stretch);
    return bw_count_binomial(count, first_share(view->traffic, level, stretch), &draw);
}

uint64_t bw_traffic_count(const struct bw_traffic_view *view,
    struct bw_traffic_cursor *cursor, int level, int64_t stretch)
{
    int known = level;

    while (known <= BW_TRAFFIC_TOP && cursor->at[known] != stretch >> (known - level)) {
        known++;
    }
    if (known > BW_TRAFFIC_TOP) {
        known = BW_TRAFFIC_TOP;
        cursor->at[known] = stretch >> (known - level);
        cursor->counts[known] = root(view, cursor->at[known]);
    }
    for (; known > level; known--) {
        int64_t part = stretch >> (known - 1 - level);
        uint64_t all = cursor->counts[known],
                 first = first_half(view, known, cursor->at[known], all);

        cursor->at[known - 1] = part;
        cursor->counts[known - 1] = part % 2 == 0 ? first : all - first;
    }
    return cursor->counts[level];
}

static void enter(const struct bw_traffic_view *view, struct bw_traffic_cursor *cursor,
    int64_t second)
{
    cursor->second = second;
    cursor->next = 0;
    cursor->count = (uint32_t)bw_traffic_count(view, cursor, 0, second);
}

void bw_traffic_seek(const struct bw_traffic_view *view,
    struct bw_traffic_cursor *cursor, int64_t second)
{
    for (int level = 0; level <= BW_TRAFFIC_TOP; level++) {
        cursor->at[level] = NOWHERE;
    }
    enter(view, cursor, second);
}

bw_time bw_traffic_time(
    const struct bw_traffic_view *view, int64_t second, uint32_t count, uint32_t i)
{
    uint64_t word = bw_generator_word(view->draws,
        stream_of(view, view->traffic->places), (uint64_t)second << PLACE_BITS | i);
    uint64_t place = (uint64_t)i << PLACE_BITS | word >> (64 - PLACE_BITS);

    return second * BW_SECOND
        + (bw_time)(place * BW_SECOND / ((uint64_t)count << PLACE_BITS));
}

/* Records of the cursor's second that come before limit, a time within it. Those of the
 * parts before that of limit do, those of the parts behind it do not. */
static uint32_t count_before(const struct bw_traffic_view *view,
    const struct bw_traffic_cursor *cursor, bw_time limit)
{
    bw_time within = limit - cursor->second * BW_SECOND;
    uint32_t part = (uint32_t)(within * cursor->count / BW_SECOND);

    if (part < cursor->count
        && bw_traffic_time(view, cursor->second, cursor->count, part) < limit) {
        part++;
    }
    return part;
}

/* To the next second, past any stretch that is known to be empty. */
static void leave_second(
    const struct bw_traffic_view *view, struct bw_traffic_cursor *cursor)
{
    int level = 0;
    int64_t next = cursor->second + 1;

    if (cursor->count == 0) {
        while (level < BW_TRAFFIC_TOP && cursor->counts[level + 1] == 0) {
            level++;
        }
        next = (cursor->at[level] + 1) * ((int64_t)1 << level);
    }
    enter(view, cursor, next);
}

uint32_t bw_traffic_take(const struct bw_traffic_view *view,
    struct bw_traffic_cursor *cursor, bw_time limit, uint32_t need, bw_time *last)
{
    uint32_t taken = 0;

    for (;;) {
        bw_time start = cursor->second * BW_SECOND;
        uint32_t end = cursor->count;

        if (start >= limit) {
            return taken;
        }
        if (start + BW_SECOND > limit) {
            end = count_before(view, cursor, limit);
        }
        if (end > cursor->next && end - cursor->next >= need - taken) {
            cursor->next += need - taken;
            *last =
                bw_traffic_time(view, cursor->second, cursor->count, cursor->next - 1);
            return need;
        }
        if (end > cursor->next) {
            taken += end - cursor->next;
            cursor->next = end;
        }
        if (start + BW_SECOND > limit) {
            return taken;
        }
        leave_second(view, cursor);
    }
}

struct bound {
    const struct bw_traffic_view *view;
    bw_time work; /* per record */
    const struct bw_traffic_gate *gate;
    int64_t from, to;
    uint64_t behind; /* records of the stretches behind the one that is looked at */
    bw_time best;
    uint32_t left; /* stretches that may still be looked at */
};

/* Takes a stretch into the bound: max over its instants a of a + work of [a, to). No
 * instant of it gives more than its end and all its work, so that it is divided only
 * where that would exceed what was found. */
static void visit(struct bound *bound, int level, int64_t stretch, uint64_t count)
{
    int64_t length = (int64_t)1 << level, start = stretch * length;
    uint64_t first;
    bw_time most = (start + length) * BW_SECOND;

    if (bound->left == 0 || start >= bound->to || start + length <= bound->from) {
        return;
    }
    bound->left--;
    if (bound->gate != NULL) {
        most = bound->gate->opens(bound->gate->context, most);
    }
    most += (bw_time)(bound->behind + count) * bound->work;
    if (level == 0
        || (most <= bound->best && start >= bound->from
            && start + length <= bound->to)) {
        bound->best = most > bound->best ? most : bound->best;
        bound->behind += count;
        return;
    }
    first = first_half(bound->view, level, stretch, count);
    visit(bound, level - 1, 2 * stretch + 1, count - first);
    visit(bound, level - 1, 2 * stretch, first);
}

bw_time bw_traffic_bound(const struct bw_traffic_view *view, bw_time work,
    const struct bw_traffic_gate *gate, int64_t from, int64_t to, uint64_t *total)
{
    struct bound bound = {
        view, work, gate, from, to, 0, to * BW_SECOND + BOUND_SLACK, BOUND_LIMIT};
    int64_t last = floor_div(from, (int64_t)1 << BW_TRAFFIC_TOP);

    for (int64_t i = (to - 1) >> BW_TRAFFIC_TOP; i >= last; i--) {
        visit(&bound, BW_TRAFFIC_TOP, i, root(view, i));
    }
    *total = bound.behind;
    return bound.left > 0 ? bound.best : BW_FOREVER;
}
