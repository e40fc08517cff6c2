/* SPDX-License-Identifier: Apache-2.0
 *
 * What a shipment in packaging with physics has been through, over all its goods, and
 * what a lane counts of it.
 */
#ifndef BW_CHAIN_TRIP_H
#define BW_CHAIN_TRIP_H

#include "chain/packaging.h"
#include "chain/state.h"

struct bw_trip {
    bool exposed;               /* something is known of it */
    bool packed;                /* temperatures are known */
    bw_time below, above;       /* the longest of its goods */
    double min_c, max_c, mkt_c; /* the lowest, the highest, the highest of its goods */
    double left;                /* share of the packaging's budget */
    uint32_t reiced;
};

/* The extremes of a lane's shipments in the window; NaN where there were none. */
struct bw_trip_extremes {
    double min_c, max_c, mkt_c;
};

BW_NODISCARD enum bw_status bw_trip_init(struct bw_state *state);
void bw_trip_reset(struct bw_state *state);

void bw_trip_begin(struct bw_trip *trip);

/* Adds what some of the goods were exposed to; packed: how their packaging ended, NULL
 * when it has no physics. */
void bw_trip_add(struct bw_trip *trip, const struct bw_exposure *exposure,
    const struct bw_thermal_watch *watch, const struct bw_packed *packed);

/* The shipment, of so many units, is out of its packaging: counts it for its lane, and
 * charges what was re-iced. */
void bw_trip_end(struct bw_state *state, const struct bw_lane *lane, double units,
    const struct bw_trip *trip);

struct bw_trip_extremes bw_trip_extremes(const struct bw_state *state, bw_index lane);

#endif
