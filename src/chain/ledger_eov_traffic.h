/* SPDX-License-Identifier: Apache-2.0
 *
 * Records of the other members of a ledger, with random access: how many reach the
 * orderer in a second, and when, are pure functions of (stream, second), so that no
 * record need be simulated to know the ones behind it. Counts are exact parts of each
 * other: stretches of 2^20 s have Poisson numbers, which are divided into halves by
 * binomial draws down to seconds, where they again are Poisson numbers and independent.
 * Record i of the n of a second lies in the i-th of n equal parts of it, anywhere.
 */
#ifndef BW_CHAIN_LEDGER_EOV_TRAFFIC_H
#define BW_CHAIN_LEDGER_EOV_TRAFFIC_H

#include "chain/network_eov.h"
#include "engine/stream.h"

#define BW_TRAFFIC_TOP 20 /* stretches of 2^20 s are drawn, smaller ones divided */

/* The traffic of one channel of one replication; borrows both. */
struct bw_traffic_view {
    const struct bw_traffic *traffic;
    const struct bw_generator *draws;
    uint64_t channel;
};

/* A place in the traffic: before record `next` of the `count` of a second. Keeps the
 * counts of the stretches around it. Plain data, may be copied. */
struct bw_traffic_cursor {
    int64_t second;
    uint32_t count, next;
    int64_t at[BW_TRAFFIC_TOP + 1]; /* stretch of each level that is known */
    uint64_t counts[BW_TRAFFIC_TOP + 1];
};

/* Puts the cursor before the first record at or after the begin of a second. */
void bw_traffic_seek(const struct bw_traffic_view *view,
    struct bw_traffic_cursor *cursor, int64_t second);

/* Records of a stretch of 2^level s; stretch = second / 2^level, rounded down. */
uint64_t bw_traffic_count(const struct bw_traffic_view *view,
    struct bw_traffic_cursor *cursor, int level, int64_t stretch);

/* When record i of the count of a second comes. */
bw_time bw_traffic_time(
    const struct bw_traffic_view *view, int64_t second, uint32_t count, uint32_t i);

/* Passes records that come before limit, at most need (> 0) of them. Returns how many;
 * *last is the time of the last of them when it is need. */
uint32_t bw_traffic_take(const struct bw_traffic_view *view,
    struct bw_traffic_cursor *cursor, bw_time limit, uint32_t need, bw_time *last);

/* When work on a record may begin that comes at an instant: not before it, and the
 * later the later it comes. NULL = at once. */
struct bw_traffic_gate {
    bw_time (*opens)(const void *context, bw_time at);
    const void *context;
};

/* A time by which all work that comes in [from, to) seconds is done, if it takes
 * so much work per record, one after another, each begun no earlier than the gate
 * lets it; with *total the records. At least to. Looks at no more than 20,000
 * stretches; returns BW_FOREVER when they are not enough, which means a load near 1 or
 * above. */
bw_time bw_traffic_bound(const struct bw_traffic_view *view, bw_time work,
    const struct bw_traffic_gate *gate, int64_t from, int64_t to, uint64_t *total);

#endif
