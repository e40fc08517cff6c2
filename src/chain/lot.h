/* SPDX-License-Identifier: Apache-2.0
 *
 * Lots: made, split, wasted, ended. Every unit that enters or leaves the chain does so
 * here, so that conservation can be checked.
 */
#ifndef BW_CHAIN_LOT_H
#define BW_CHAIN_LOT_H

#include "chain/measure.h"
#include "chain/state.h"

/* Makes a lot that enters the chain now (initial stock, purchase, batch). Its path is
 * empty and flow time does not count yet (made BW_FOREVER). Returns 0 when memory is
 * short. */
uint32_t bw_lot_create(struct bw_state *state, bw_index item, int64_t quantity);

/* Splits quantity (0 < quantity < the lot's) off into a new lot with the same past,
 * which is returned. Holds stay with the old one: it must have none. */
uint32_t bw_lot_split(struct bw_state *state, uint32_t lot, int64_t quantity);

/* Takes quantity out of the lot as waste. */
void bw_lot_waste(
    struct bw_state *state, uint32_t lot, int64_t quantity, enum bw_waste cause);

/* Ends a lot that left the chain: delivered to a customer or used up by a batch. */
void bw_lot_leave(struct bw_state *state, uint32_t lot);

/* Ends a lot of which nothing is left. While holds name it, the record stays in custody
 * BW_CUSTODY_GONE; bw_lot_forget() frees it then. */
void bw_lot_end(struct bw_state *state, uint32_t lot);
void bw_lot_forget(struct bw_state *state, uint32_t lot);

#endif
