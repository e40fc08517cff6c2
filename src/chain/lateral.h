/* SPDX-License-Identifier: Apache-2.0
 *
 * Pools: stocks of one item that help each other out. A member that cannot serve its
 * queue orders from others what it is short of; they give what they have above a level
 * that they keep, and send back the rest of the order at once. A member that is still
 * short says so to the others, who offer goods when they have some again. Members see
 * each other as they were before the present instant; all else is said by message.
 */
#ifndef BW_CHAIN_LATERAL_H
#define BW_CHAIN_LATERAL_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_lateral_init(struct bw_state *state);
/* Call when the stocks have been reset. */
void bw_lateral_reset(struct bw_state *state);

/* The levels of a member have changed. */
void bw_lateral_observe(struct bw_state *state, bw_index stock);

/* The queue of a member has been served as far as its goods go: asks others for what is
 * still missing. */
void bw_lateral_ask(struct bw_state *state, bw_index stock);

/* Quanta that a member has asked of others and that they have not refused; what it
 * keeps of its usable goods when others ask. */
int64_t bw_lateral_due(const struct bw_state *state, bw_index stock);
int64_t bw_lateral_keep(const struct bw_state *state, bw_index stock);

/* What is due to a member changes by so many quanta; a member has given so many. */
void bw_lateral_count(struct bw_state *state, bw_index stock, int64_t change);
void bw_lateral_note_given(struct bw_state *state, bw_index stock, int64_t quantity);

/* Another member does not give order->refused of an order. */
void bw_lateral_refused(struct bw_state *state, uint32_t order);

#endif
