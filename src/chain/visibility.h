/* SPDX-License-Identifier: Apache-2.0
 *
 * Visibility: a stock learns what its partners downstream are asked for, beside or in
 * place of what they order. Which partners tell is drawn once per replication, and
 * compared with the participation of the moment.
 */
#ifndef BW_CHAIN_VISIBILITY_H
#define BW_CHAIN_VISIBILITY_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_visibility_init(struct bw_state *state);
void bw_visibility_reset(struct bw_state *state);

/* An order reaches a stock: it is demand to it, and told upstream, unless the partner
 * that places it has told his own demand. */
void bw_visibility_asked(
    struct bw_state *state, bw_index stock, const struct bw_order *order);

/* True when what stands at a sight is told; how late the next report is. */
bool bw_visibility_is_shared(const struct bw_state *state, bw_index sight);
bw_time bw_visibility_delay(struct bw_state *state, bw_index sight);

/* Handler: a stock is told of demand downstream. */
void bw_visibility_on_sight(struct bw_state *state, const struct bw_event *event);

#endif
