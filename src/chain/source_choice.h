/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a stock orders: which of its sources gets an order that its order rule wants,
 * and what becomes of what a source cannot give.
 */
#ifndef BW_CHAIN_SOURCE_CHOICE_H
#define BW_CHAIN_SOURCE_CHOICE_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_source_choice_init(struct bw_state *state);
/* Call after bw_inventory_reset(). */
void bw_source_choice_reset(struct bw_state *state);

/* Orders quantity (> 0) for a stock. What its sources are asked for may be more or
 * less: suppliers have sizes that they sell, recipes whole batches. */
void bw_source_order(struct bw_state *state, bw_index stock, int64_t quantity);

/* Orders quantity (> 0) in place of goods that were rejected; hurried: sooner for extra
 * money where the supplier offers it, and before orders of a lower class elsewhere. */
void bw_source_order_replacement(
    struct bw_state *state, bw_index stock, int64_t quantity, bool hurried);

/* Credits the stock that placed an order with what quantity of it would have cost. */
void bw_source_credit(
    struct bw_state *state, const struct bw_order *order, int64_t quantity);

/* Tells whoever chooses among sources what a stock can give: usable goods less what
 * others wait for. They see what was so before the present instant. */
void bw_source_publish(struct bw_state *state, bw_index stock, int64_t available);

/* Orders quantity (> 0) for a stock from a source that pushes it. */
void bw_source_order_pushed(
    struct bw_state *state, bw_index stock, bw_index source, int64_t quantity);

/* Orders quantity (> 0) for a stock from another member of its pool, by the source that
 * stands for it; what cannot be given at once comes back. */
void bw_source_ask_member(
    struct bw_state *state, bw_index stock, bw_index source, int64_t quantity);

/* What is open of an order that may go elsewhere (order->movable) goes back to the
 * stock that asked: the source, whose element schedules the message, does not give it.
 */
void bw_source_refuse(struct bw_state *state, bw_index element, uint32_t order);

/* Handler: part of an order comes back. */
void bw_stock_on_refused(struct bw_state *state, const struct bw_event *event);

#endif
