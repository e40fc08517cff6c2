/* SPDX-License-Identifier: Apache-2.0
 *
 * One vehicle leaves: what it carries becomes a shipment, or one for each stop of a
 * tour, and what that costs.
 */
#ifndef BW_CHAIN_DEPARTURE_H
#define BW_CHAIN_DEPARTURE_H

#include "chain/state.h"
#include "chain/vehicle_load.h"

/* A vehicle takes what fits, which must be something, out of the queue of a lane and
 * leaves, once it has been loaded where there are doors for that. Returns what it took.
 */
struct bw_amount bw_departure(struct bw_state *state, bw_index lane);

/* A vehicle with a first shipment, and those after it, has been loaded and leaves. */
void bw_departure_leave(struct bw_state *state, uint32_t first);

#endif
