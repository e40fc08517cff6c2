/* SPDX-License-Identifier: Apache-2.0
 *
 * Packs that goods keep from lane to lane: `repack: no`. Each lot goes on in the state
 * of the pieces that it came in, whatever else is in its shipment.
 */
#ifndef BW_CHAIN_CARRIED_H
#define BW_CHAIN_CARRIED_H

#include "chain/packaging.h"
#include "chain/state.h"

/* Units of a list of lots that stay in the packaging in which they came when they go on
 * this lane. */
double bw_carried_units(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lots);

/* Puts the pack in which a lot came in the place of a fresh one of the lane; does
 * nothing for a lot that is packed anew. */
void bw_carried_open(const struct bw_state *state, const struct bw_lane *lane,
    uint32_t lot, struct bw_packed *packed);

/* True for a lot that has kept its pack so far, or does from the end of a lane on. */
bool bw_carried_matters(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lot);

/* A lot has come to the end of a lane: its pack is kept where the next lane takes it
 * on, and forgotten elsewhere. */
void bw_carried_close(struct bw_state *state, const struct bw_lane *lane, uint32_t lot,
    const struct bw_packed *packed);

#endif
