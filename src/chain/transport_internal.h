/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of transport share: transport.c (the queue at a lane's origin),
 * dispatch.c (when vehicles leave and what they carry), transport_arrival.c.
 */
#ifndef BW_CHAIN_TRANSPORT_INTERNAL_H
#define BW_CHAIN_TRANSPORT_INTERNAL_H

#include "chain/state.h"

struct bw_lane_state {
    uint32_t first, last;  /* lots that wait for departure, in order of arrival */
    uint64_t number;       /* of the next shipment */
    uint64_t sent, landed; /* lots so far; number the draws of their holds */
    bw_time next;          /* a timetable's vehicles have left before here */
    bw_time called;        /* the clock has called for all that was ready by then */
    struct bw_event_handle dispatch; /* pending */
    bw_time dispatch_time;
    bool wants_vehicle;            /* it waits for one of its fleet */
    uint32_t under_way;            /* shipments departed and not unloaded */
    double waiting[BW_LOAD_COUNT]; /* of the queue, kept for lanes that consolidate */
};

/* The leg on which a lot is or for which it waits. */
const struct bw_leg *bw_transport_leg(
    const struct bw_state *state, const struct bw_lot *lot);

/* True when that leg is the first of its route. */
bool bw_transport_is_first(const struct bw_state *state, const struct bw_lot *lot);

/* A lot has joined the queue: sees to it that a vehicle leaves in time. */
void bw_dispatch_notice(struct bw_state *state, bw_index lane, uint32_t lot);

/* A vehicle leaves (change 1) or has been unloaded (change -1). */
void bw_dispatch_count(struct bw_state *state, bw_index lane, int change);

/* A lot that was lost has been taken out of the queue. */
void bw_dispatch_withdraw(struct bw_state *state, bw_index lane, uint32_t lot);

#endif
