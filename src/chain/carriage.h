/* SPDX-License-Identifier: Apache-2.0
 *
 * What goods suffer on a lane with legs: all that a shipment carries is in one pack,
 * which passes the stretches of its legs one after the other. The pack is fresh when
 * the first leg begins.
 */
#ifndef BW_CHAIN_CARRIAGE_H
#define BW_CHAIN_CARRIAGE_H

#include "chain/state.h"
#include "chain/thermal.h"

struct bw_packed;
struct bw_shipment;
struct bw_trip;

/* Adds what goods that are watched have suffered in a shipment that has just been
 * unloaded, in a pack as it was when the first leg began. The lane has legs and
 * packaging. trip: notes what happens on each leg; NULL = nothing. */
void bw_carriage_expose(const struct bw_state *state,
    const struct bw_shipment *shipment, const struct bw_thermal_watch *watch,
    struct bw_packed *packed, struct bw_exposure *exposure, struct bw_trip *trip);

#endif
