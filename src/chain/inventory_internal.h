/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the inventory domain share: inventory.c (levels, receipt and what
 * is on order), shelf.c (lots by expiry) and allocation.c (who gets what).
 */
#ifndef BW_CHAIN_INVENTORY_INTERNAL_H
#define BW_CHAIN_INVENTORY_INTERNAL_H

#include "chain/inventory.h"

struct bw_stock_state {
    int64_t on_hand, usable, backorders, on_order;
    uint32_t shelf_first, shelf_last; /* lots by expiry, then arrival */
    uint32_t queue_first, queue_last; /* orders by placement, then rank */
    uint32_t queue_mark;              /* last order placed before mark_time, 0 = none */
    bw_time mark_time;
    struct bw_event_handle expiry; /* of the first lot that can expire */
    bw_time expiry_time;
    uint64_t order_number; /* of the next replenishment order */
    bool reviewing;        /* a review is scheduled for this instant */
    bool allocating;       /* an allocation is scheduled for this instant */
    bool cycle_served;     /* no shortage since the last receipt */
    bool sells_lost;       /* some demand here loses what is unmet */
    int64_t counted_order; /* for the check: on order, from the orders themselves */
};

static inline bw_index bw_stock_element(const struct bw_state *state, bw_index stock)
{
    return state->network->stocks[stock].element;
}

/* Reports the levels of a stock to the gate. */
void bw_stock_observe(struct bw_state *state, bw_index stock);

/* Serves the queue in phase 3 of this instant, when there is one. */
void bw_stock_want_allocation(struct bw_state *state, bw_index stock);

/* Puts a lot among the others by expiry; equal ones keep the order of arrival. */
void bw_shelf_insert(struct bw_state *state, bw_index stock, uint32_t lot);

/* Takes lot off the shelf; before is the lot in front of it, 0 when it is the first. */
void bw_shelf_unlink(
    struct bw_state *state, bw_index stock, uint32_t lot, uint32_t before);

/* Keeps one pending event for the first lot on the shelf that expires. */
void bw_shelf_watch(struct bw_state *state, bw_index stock);

#endif
