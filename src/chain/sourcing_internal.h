/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of sourcing share: sourcing.c (orders and deliveries) and
 * supply_queue.c (orders that wait until the supplier can take them).
 */
#ifndef BW_CHAIN_SOURCING_INTERNAL_H
#define BW_CHAIN_SOURCING_INTERNAL_H

#include "chain/sourcing.h"

/* Whether a supplier takes orders. */
enum bw_supply_admission {
    BW_SUPPLY_UNKNOWN, /* nobody has begun to look at it */
    BW_SUPPLY_CHECKING,
    BW_SUPPLY_OPEN,
    BW_SUPPLY_EXPIRED
};

/* What others may know of a supplier. */
struct bw_supply_view {
    int64_t used;    /* quanta started in the period */
    int64_t waiting; /* quanta of orders that wait */
    bw_time period;  /* its start */
    enum bw_supply_admission admission;
};

struct bw_supply_state {
    uint64_t number;  /* of the next order */
    bw_time earliest; /* delivery of the newest order, for suppliers that keep order */
    uint32_t queue_first, queue_last; /* orders by placement, then rank */
    struct bw_event_handle next;      /* when the queue is looked at */
    bw_time next_time;
    struct bw_supply_view now, before; /* before the instant of the last change */
    bw_time changed;
    bw_time onboarded; /* when its checks began */
    bw_time expiry;    /* of its credentials */
    uint32_t checks_left;
    uint64_t renewals;
};

/* The supplier as others see it: as it was before this instant. */
const struct bw_supply_view *bw_supply_seen(
    const struct bw_state *state, bw_index supply);

/* Keeps what was so before this instant. Call before a change of the view. */
void bw_supply_keep_view(struct bw_state *state, bw_index supply);

/* Admission at the start of a replication. */
void bw_supply_reset_onboarding(struct bw_state *state, bw_index supply);

/* The supplier begins to work on an order. */
void bw_supply_start(struct bw_state *state, bw_index supply, uint32_t order);

/* True when orders may have to wait at the supplier. */
bool bw_supply_queues(const struct bw_supply *supply);

/* An order joins the queue, which is looked at in phase 3 of this instant. */
void bw_supply_enqueue(struct bw_state *state, bw_index supply, uint32_t order);

#endif
