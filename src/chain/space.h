/* SPDX-License-Identifier: Apache-2.0
 *
 * Storage places per site and temperature class. What does not fit waits at the door in
 * order of arrival (stage `space`) and still counts as on order; or it is kept beyond
 * the places at a cost; or it is turned away and destroyed.
 */
#ifndef BW_CHAIN_SPACE_H
#define BW_CHAIN_SPACE_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_space_init(struct bw_state *state);
void bw_space_reset(struct bw_state *state);

/* Goods stand at the door: as much as fits goes on the shelf, the rest waits or is
 * turned away. A lot with holds is not divided. */
void bw_space_enter(struct bw_state *state, uint32_t lot);

/* Places at a stock have become free, or goods at its door can be divided or are gone:
 * what fits goes in. */
void bw_space_freed(struct bw_state *state, bw_index stock);

/* The capacity is another one: what fits goes in, and orders that were cut for want of
 * places are looked at again. Goods that are in stay. */
void bw_space_change(struct bw_state *state, bw_index space);

/* Stocks that share the places of a space; *count is set to their number. */
const bw_index *bw_space_stocks(
    const struct bw_state *state, bw_index space, uint32_t *count);

/* What a stock with places has on hand has changed. */
void bw_space_observe(struct bw_state *state, bw_index stock);

/* The part of an order (> 0) of a stock with places for which there is room once all
 * that its stocks have on order has come and all that they owe has gone. */
int64_t bw_space_fit_order(struct bw_state *state, bw_index stock, int64_t quantity);

/* The position of a stock with places may have fallen: stocks beside it whose orders
 * were cut look again. */
void bw_space_notice_orders(struct bw_state *state, bw_index stock);

#endif
