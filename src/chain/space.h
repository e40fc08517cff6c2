/* SPDX-License-Identifier: Apache-2.0
 *
 * Storage places per site and temperature class. What does not fit waits at the door in
 * order of arrival (stage `space`) and still counts as on order.
 */
#ifndef BW_CHAIN_SPACE_H
#define BW_CHAIN_SPACE_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_space_init(struct bw_state *state);
void bw_space_reset(struct bw_state *state);

/* Goods stand at the door: as much as fits goes on the shelf, the rest waits. A lot
 * with holds is not divided. */
void bw_space_enter(struct bw_state *state, uint32_t lot);

/* Places at a stock have become free, or goods at its door can be divided or are gone:
 * what fits goes in. */
void bw_space_freed(struct bw_state *state, bw_index stock);

#endif
