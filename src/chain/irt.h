/* SPDX-License-Identifier: Apache-2.0
 *
 * Interactive response technology: what a stock of kits is told by the trials that it
 * serves. The system knows every patient and his arm, and so all visits to come.
 */
#ifndef BW_CHAIN_IRT_H
#define BW_CHAIN_IRT_H

#include "chain/policy.h"
#include "chain/state.h"

/* Fills in predictions, buffers and the position of a view of a stock with this rule;
 * its numbers are known. */
void bw_irt_look(
    const struct bw_state *state, bw_index stock, struct bw_policy_view *view);

/* Quanta of an order whose size follows from what trials still need and from what is
 * there in the whole chain. */
int64_t bw_irt_size(
    const struct bw_state *state, bw_index stock, const struct bw_planned_order *order);

#endif
