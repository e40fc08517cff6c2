/* SPDX-License-Identifier: Apache-2.0
 *
 * One vehicle leaves: what it carries becomes a shipment, or one for each stop of a
 * tour, and what that costs.
 */
#ifndef BW_CHAIN_DEPARTURE_H
#define BW_CHAIN_DEPARTURE_H

#include "chain/state.h"
#include "chain/vehicle_load.h"

/* A vehicle leaves the queue of a lane now with what fits, which must be something.
 * Returns what it took. */
struct bw_amount bw_departure(struct bw_state *state, bw_index lane);

#endif
