/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods that are broken or lost on their way, unit by unit, and found to be so when
 * their shipment is unloaded.
 */
#ifndef BW_CHAIN_DAMAGE_H
#define BW_CHAIN_DAMAGE_H

#include "chain/state.h"

/* What of a lot that is unloaded now is damaged becomes waste and is ordered, or asked
 * for, again. draw numbers the lot among those of the lane. Returns true when nothing
 * is left of it; the lot has ended then. */
bool bw_damage_unload(
    struct bw_state *state, bw_index lane, uint64_t draw, uint32_t lot);

/* Damaged ones that are taken from a shelf until so many good ones are found, when each
 * is damaged with a probability (< 1). */
int64_t bw_damage_among(const struct bw_state *state, uint64_t stream, uint64_t index,
    int64_t good, double probability);

#endif
