/* SPDX-License-Identifier: Apache-2.0
 *
 * Replenishment: when a stock looks at its position and what it then orders.
 */
#ifndef BW_CHAIN_REPLENISH_H
#define BW_CHAIN_REPLENISH_H

#include "chain/state.h"

/* Schedules the first review of every stock. Call after bw_inventory_reset(). */
void bw_replenish_start(struct bw_state *state);

/* The inventory position may have fallen: a stock under continuous review looks at it
 * in phase 4 of this instant. */
void bw_replenish_notice(struct bw_state *state, bw_index stock);

/* Expiry of goods that come in now for an order placed at an instant: what the goods
 * have, or less where the order was planned with a shelf life. */
bw_time bw_replenish_expiry(
    const struct bw_state *state, bw_index stock, bw_time placed, bw_time expiry);

/* Handlers: of a review, and of an order by date. */
void bw_stock_on_review(struct bw_state *state, const struct bw_event *event);
void bw_stock_on_planned(struct bw_state *state, const struct bw_event *event);

#endif
