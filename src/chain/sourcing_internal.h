/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of sourcing share: sourcing.c (orders and deliveries) and
 * supply_queue.c (orders that wait until the supplier can take them).
 */
#ifndef BW_CHAIN_SOURCING_INTERNAL_H
#define BW_CHAIN_SOURCING_INTERNAL_H

#include "chain/sourcing.h"

/* What others may know of a supplier. */
struct bw_supply_view {
    int64_t used;    /* quanta started in the period */
    int64_t waiting; /* quanta of orders that wait */
    bw_time period;  /* its start */
};

struct bw_supply_state {
    uint64_t number;  /* of the next order */
    bw_time earliest; /* delivery of the newest order, for suppliers that keep order */
    uint32_t queue_first, queue_last; /* orders by placement, then rank */
    struct bw_event_handle next;      /* when the queue is looked at */
    bw_time next_time;
    struct bw_supply_view now, before; /* before the instant of the last change */
    bw_time changed;
};

/* The supplier begins to work on an order. */
void bw_supply_start(struct bw_state *state, bw_index supply, uint32_t order);

/* True when orders may have to wait at the supplier. */
bool bw_supply_queues(const struct bw_supply *supply);

/* An order joins the queue, which is looked at in phase 3 of this instant. */
void bw_supply_enqueue(struct bw_state *state, bw_index supply, uint32_t order);

#endif
