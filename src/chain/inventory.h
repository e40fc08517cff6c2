/* SPDX-License-Identifier: Apache-2.0
 *
 * Stock at one site: shelves in order of expiry (FEFO), the queue of orders asked of it
 * (ranked by the allocation rule; orders of one instant by a draw), allocation, expiry,
 * and what is on order. replenish.c decides when to order more.
 */
#ifndef BW_CHAIN_INVENTORY_H
#define BW_CHAIN_INVENTORY_H

#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/state.h"

BW_NODISCARD enum bw_status bw_inventory_init(struct bw_state *state);
/* Empties shelves and queues, puts the initial stock in. */
void bw_inventory_reset(struct bw_state *state);

/* An order reaches the stock: it joins the queue and is served in phase 3. */
void bw_stock_ask(struct bw_state *state, bw_index stock, uint32_t order);

/* The rest of a customer's order is asked for again (goods rejected on the way). */
void bw_stock_ask_again(
    struct bw_state *state, bw_index stock, uint32_t order, int64_t quantity);

/* The customer of an order that waits in the queue leaves: what is open is lost. */
void bw_stock_leave(struct bw_state *state, bw_index stock, uint32_t order);

/* Goods of a replenishment order (lot->bound) reach the site of the ordering stock:
 * where flow time counts from receipt, it begins for what comes from a supplier. Call
 * before holds of the arrival are opened, so that they count too. */
void bw_stock_note_receipt(struct bw_state *state, uint32_t lot);

/* Goods of a replenishment order (lot->bound) stand at the door of the ordering stock:
 * they go on the shelf, wait for space, or are wasted when expired. */
void bw_stock_receive(struct bw_state *state, uint32_t lot);

/* Puts goods on the shelf that space.c let in: ends what was on order. */
void bw_stock_shelve(struct bw_state *state, uint32_t lot);

/* The holds of a lot on the shelf have changed: what may be issued of it follows. */
void bw_stock_regrade(struct bw_state *state, uint32_t lot, enum bw_lot_grade before);

/* Takes a lot that was rejected off the shelf; its quantity is waste. */
void bw_stock_discard(struct bw_state *state, uint32_t lot, enum bw_waste cause);

/* A lot on the shelf keeps until expiry (now or later) from now on; why is for traces.
 */
void bw_stock_redate(
    struct bw_state *state, uint32_t lot, bw_time expiry, const char *why);

/* Opens a replenishment order of quantity for the stock, counted as on order at once.
 * Returns 0 when memory is short. */
uint32_t bw_stock_open_order(struct bw_state *state, bw_index stock, int64_t quantity);

/* Adds quantity to a replenishment order that nobody has been told of yet. */
void bw_stock_enlarge_order(struct bw_state *state, uint32_t order, int64_t quantity);

/* What is still to come of a replenishment order becomes outstanding: goods were lost,
 * or the expected output of a batch is better known. Frees the order at 0. */
void bw_stock_correct_order(
    struct bw_state *state, uint32_t order, int64_t outstanding);

/* A batch of quantity for the stock, ordered at a time, was turned away: as much is
 * lost of the orders of customers who do not wait (unmet: lost) and had come by then,
 * the newest first. Returns what was lost; nothing is where goods are not made to
 * order. */
int64_t bw_stock_turn_away(
    struct bw_state *state, bw_index stock, bw_time ordered, int64_t quantity);

/* Quantities of the stock now, in quanta. */
struct bw_stock_view {
    int64_t on_hand, usable, backorders, on_order;
    int64_t downstream; /* positions of the stocks downstream, as it was told */
};
struct bw_stock_view bw_stock_view(const struct bw_state *state, bw_index stock);

/* How urgent a new order of quantity for the stock is. Nothing is looked up in a
 * network that never asks for it (passes_urgency). Forgetting begins anew once it has
 * ordered. */
struct bw_urgency bw_stock_urgency(
    const struct bw_state *state, bw_index stock, int64_t quantity);
void bw_stock_forget_urgency(struct bw_state *state, bw_index stock);

/* Number of the next replenishment order of the stock, counting from 0. */
uint64_t bw_stock_count_order(struct bw_state *state, bw_index stock);

/* Notes that a review of this instant is scheduled; returns true when one already was.
 * Clearing forgets it. */
bool bw_stock_mark_review(struct bw_state *state, bw_index stock);
void bw_stock_clear_review(struct bw_state *state, bw_index stock);

/* Goods of a replenishment order were turned away at the door. Nothing is ordered in
 * their place until the stock looks at its position for another reason. */
void bw_stock_give_up(struct bw_state *state, uint32_t order, int64_t quantity);

/* Asserts that the quantities of every stock are those of its shelf, its queue and the
 * orders it has placed. Costly: for the end of a replication. */
void bw_inventory_check(struct bw_state *state);

/* Handlers. */
void bw_stock_on_allocate(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_initial(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_echelon(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_push(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_pushed(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_wanted(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_offered(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_expiry(struct bw_state *state, const struct bw_event *event);

#endif
