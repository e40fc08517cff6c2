/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods that customers send back: they leave the chain's books when they are delivered
 * and enter them again when they arrive at a desk, where they are inspected and
 * verified. Those that may be sold again go on the shelf with their date of expiry; the
 * others are destroyed.
 */
#ifndef BW_CHAIN_RETURNS_H
#define BW_CHAIN_RETURNS_H

#include "chain/hold.h"
#include "chain/state.h"

/* Of an order with such a demand a lot is being delivered, at a price per unit; before
 * is what was delivered of it so far. Decides what of it will come back. */
void bw_returns_note_delivery(struct bw_state *state, const struct bw_order *order,
    const struct bw_lot *lot, int64_t before, double price);

/* People have rejected goods, and what a return was verified for is over after a time.
 */
void bw_returns_note_rejected(
    struct bw_state *state, uint32_t hold, enum bw_hold_cause cause);
void bw_returns_note_verified(struct bw_state *state, bw_index returns, bw_time time);

/* True when a return with wrong data, number draw, passes its check all the same. */
bool bw_returns_is_missed(
    struct bw_state *state, bw_index returns, uint64_t draw, uint32_t lot);

/* Handler: goods arrive. */
void bw_returns_on_arrival(struct bw_state *state, const struct bw_event *event);

#endif
