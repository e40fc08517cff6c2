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
 * which is returned. It is under the same holds. */
uint32_t bw_lot_split(struct bw_state *state, uint32_t lot, int64_t quantity);

/* Makes a lot of an item that enters the chain now, with the past and under the holds
 * of a lot from whose batch it comes, and without a thermal record. */
uint32_t bw_lot_branch(
    struct bw_state *state, uint32_t lot, bw_index item, int64_t quantity);

/* Takes quantity out of the lot as waste. */
void bw_lot_waste(
    struct bw_state *state, uint32_t lot, int64_t quantity, enum bw_waste cause);

/* A lot that is on no shelf keeps until expiry from now on; why is for traces. */
void bw_lot_redate(
    struct bw_state *state, uint32_t lot, bw_time expiry, const char *why);

/* Ends a lot that left the chain: delivered to a customer or used up by a batch. */
void bw_lot_leave(struct bw_state *state, uint32_t lot);

/* Ends a lot of which nothing is left. Holds that name it go on without it. */
void bw_lot_end(struct bw_state *state, uint32_t lot);

/* What the holds of a lot allow. */
enum bw_lot_grade {
    BW_LOT_USABLE,  /* there are none, or silent ones */
    BW_LOT_AT_RISK, /* it may move on where the stock lets held goods go */
    BW_LOT_BARRED   /* it stays until a hold that bars it has ended */
};
enum bw_lot_grade bw_lot_grade(const struct bw_state *state, const struct bw_lot *lot);

/* Puts a lot under a hold; *links is the hold's list of lots. Returns the link, in
 * which the caller says what the hold does to the lot; 0 when memory is short. */
uint32_t bw_lot_hold(
    struct bw_state *state, uint32_t lot, uint32_t hold, uint32_t *links);

/* Takes the lot of a link out of the hold; the link stays in the hold's list. */
void bw_lot_unhold(struct bw_state *state, uint32_t link);

/* Shelf life of an item by its present label; BW_FOREVER = it keeps. */
bw_time bw_lot_life(const struct bw_state *state, bw_index item);

#endif
