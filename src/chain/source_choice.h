/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a stock orders: which of its sources gets an order that its order rule wants.
 */
#ifndef BW_CHAIN_SOURCE_CHOICE_H
#define BW_CHAIN_SOURCE_CHOICE_H

#include "chain/state.h"

/* Orders quantity (> 0) for a stock. What its sources are asked for may be more or
 * less: suppliers have sizes that they sell, recipes whole batches. */
void bw_source_order(struct bw_state *state, bw_index stock, int64_t quantity);

#endif
