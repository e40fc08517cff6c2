/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the inventory domain share: inventory.c (levels, receipt and what
 * is on order), shelf.c (lots by expiry), queue.c (orders that wait), issue.c (goods
 * that leave), allocation.c (who gets what) and urgency.c (what goes on with the orders
 * that a stock places).
 */
#ifndef BW_CHAIN_INVENTORY_INTERNAL_H
#define BW_CHAIN_INVENTORY_INTERNAL_H

#include "chain/inventory.h"

struct bw_stock_state {
    int64_t on_hand, usable, backorders, on_order;
    int64_t at_risk;                  /* held, but may be sent on */
    uint32_t shelf_first, shelf_last; /* lots by expiry, then arrival */
    uint32_t queue_first, queue_last; /* orders as the allocation rule ranks them */
    struct bw_event_handle expiry;    /* of the first lot that can expire */
    bw_time expiry_time;
    uint64_t order_number; /* of the next replenishment order */
    bool reviewing;        /* a review is scheduled for this instant */
    bool allocating;       /* an allocation is scheduled for this instant */
    bool cycle_served;     /* no shortage since the last receipt */
    bool sells_lost;       /* some demand here loses what is unmet */
    bool has_movable;      /* an order may go elsewhere with what it does not get */
};
_Static_assert(sizeof(struct bw_stock_state) == 96, "a stock has 96 bytes of state");

/* What only some networks keep of a stock, apart from the rest: a million stocks should
 * not pay for it. */
struct bw_stock_echelon {
    int64_t downstream; /* positions of stocks downstream, where it orders by echelon */
    int64_t reported;   /* its own position as the stocks upstream know it */
};

static inline bw_index bw_stock_element(const struct bw_state *state, bw_index stock)
{
    return state->network->stocks[stock].element;
}

/* Reports the levels of a stock to the gate. */
void bw_stock_observe(struct bw_state *state, bw_index stock);

/* Serves the queue in phase 3 of this instant, when there is one. */
void bw_stock_want_allocation(struct bw_state *state, bw_index stock);

/* Puts in what the stock has and expects when the run begins. */
void bw_initial_reset(struct bw_state *state, bw_index stock);

/* Makes what echelons and urgency need, where the network has them. */
BW_NODISCARD enum bw_status bw_echelon_init(struct bw_state *state);
BW_NODISCARD enum bw_status bw_urgency_init(struct bw_state *state);

/* Positions of the stocks downstream, as the stock was told. */
int64_t bw_echelon_downstream(const struct bw_state *state, bw_index stock);

/* Takes over the positions of stocks downstream at the start; tells the stocks upstream
 * that order by their echelon how this one's position has changed, by demand of
 * customers or batches, which those with a sight of it learn late, or otherwise. */
void bw_echelon_reset(struct bw_state *state);
void bw_echelon_report(struct bw_state *state, bw_index stock, bool by_demand);

/* Asserts that every stock knows the positions downstream. */
void bw_echelon_check(struct bw_state *state);

/* Notes how urgent an order is that reaches the stock. */
void bw_stock_note_urgency(
    struct bw_state *state, bw_index stock, const struct bw_order *order);

/* True when an order of class a (0 = none) is served before one of class b. */
static inline bool bw_class_is_before(uint32_t a, uint32_t b)
{
    return a - 1 < b - 1; /* none is the last of all */
}

/* Which lots may be issued, by the life that remains to them: at least so much, and
 * less than a bound. */
struct bw_fit {
    bw_time least, below;
};
#define BW_ANY_LIFE INT64_MAX /* of below: no bound */

/* What an order is to get. */
struct bw_part {
    int64_t quantity;
    struct bw_fit fit;
};

/* Quantity of one grade that fits. */
int64_t bw_issue_count(const struct bw_state *state, bw_index stock,
    enum bw_lot_grade grade, const struct bw_fit *fit);

/* Issues a part of an order, which must be there; the last part may free the order. */
void bw_issue(
    struct bw_state *state, bw_index stock, uint32_t order, struct bw_part part);

/* Puts an order into the queue where the allocation rule ranks it, takes it out. */
void bw_queue_insert(struct bw_state *state, bw_index stock, uint32_t order);
void bw_queue_remove(struct bw_state *state, bw_index stock, uint32_t order);

/* Puts a lot among the others by expiry; equal ones keep the order of arrival. */
void bw_shelf_insert(struct bw_state *state, bw_index stock, uint32_t lot);

/* Takes lot off the shelf; before is the lot in front of it, 0 when it is the first. */
void bw_shelf_unlink(
    struct bw_state *state, bw_index stock, uint32_t lot, uint32_t before);

/* Adds quantity of a lot of a grade to what can be issued, or takes it away. */
void bw_shelf_count(
    struct bw_state *state, bw_index stock, enum bw_lot_grade grade, int64_t quantity);

/* Keeps one pending event for the first lot on the shelf that expires. */
void bw_shelf_watch(struct bw_state *state, bw_index stock);

#endif
