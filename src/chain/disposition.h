/* SPDX-License-Identifier: Apache-2.0
 *
 * Disposition: what becomes of goods that were out of range, at the end of a lane.
 */
#ifndef BW_CHAIN_DISPOSITION_H
#define BW_CHAIN_DISPOSITION_H

#include "chain/lot_thermal.h"
#include "chain/state.h"

/* Holds a lot that has come through a lane when its finding asks for it. draw numbers
 * the lane's holds. */
void bw_disposition_open(
    struct bw_state *state, uint32_t lot, bw_index lane, uint64_t draw);

/* Somebody, or the stability data, has judged the goods under a hold: they are
 * released, downgraded or rejected. */
void bw_disposition_finish(struct bw_state *state, uint32_t hold);

/* Handler: goods have waited for too long and are destroyed. */
void bw_disposition_on_limit(struct bw_state *state, const struct bw_event *event);

/* The same for a lot in the store that storage equipment has let out of its range.
 * Returns the hold, 0 where nobody needs to judge it. */
uint32_t bw_disposition_open_storage(
    struct bw_state *state, uint32_t lot, bw_index equipment, uint64_t draw);

#endif
