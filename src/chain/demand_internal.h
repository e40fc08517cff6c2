/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the demand domain share: demand.c (orders, their delivery and loss)
 * and arrival.c (when they come).
 */
#ifndef BW_CHAIN_DEMAND_INTERNAL_H
#define BW_CHAIN_DEMAND_INTERNAL_H

#include "chain/demand.h"

struct bw_demand_state {
    uint64_t number;     /* of the next order */
    uint64_t arrivals;   /* so far; of a trace: its orders that have come */
    bool closed;         /* its contract is not in force: its orders are not placed */
    int64_t undelivered; /* quanta ordered, not delivered and not lost */
    uint32_t open_lot;   /* what is left in the open vial, 0 = none is open */
    struct bw_event_handle discard;
    /* Of a Poisson process: the arrival to come, if there is one, and how much of the
     * exposure that brings it had passed at an instant. */
    struct bw_event_handle next;
    bw_time since;
    double passed;
};

/* Schedules the next arrival; first = the run begins. */
void bw_arrival_schedule(struct bw_state *state, bw_index demand, bool first);

/* Orders that come with the present arrival, which the event brings. */
uint64_t bw_arrival_count(
    struct bw_state *state, bw_index demand, const struct bw_event *event);

/* Quantity [quanta] of the order of a number. */
int64_t bw_arrival_quantity(
    const struct bw_state *state, bw_index demand, uint64_t number);

#endif
