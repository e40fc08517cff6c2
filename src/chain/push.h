/* SPDX-License-Identifier: Apache-2.0
 *
 * Push: a stock shares out what comes in among the stocks that it feeds, without being
 * asked. A push is an order that the stock has the receiver place with it; all else is
 * as with other orders. The inventory positions of the receivers are seen as they were
 * before the present instant.
 */
#ifndef BW_CHAIN_PUSH_H
#define BW_CHAIN_PUSH_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_push_init(struct bw_state *state);
/* Call when the stocks have been reset. */
void bw_push_reset(struct bw_state *state);

/* Usable goods have come in: they are shared out at the end of the instant, once orders
 * that wait have been served. */
void bw_push_notice(struct bw_state *state, bw_index stock);

/* The inventory position of a stock has become this. */
void bw_push_observe(struct bw_state *state, bw_index stock, int64_t position);

/* An order that a push has caused reaches the stock that pushes. */
void bw_push_arrived(struct bw_state *state, bw_index stock, int64_t quantity);

#endif
