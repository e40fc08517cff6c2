/* SPDX-License-Identifier: Apache-2.0
 *
 * What a shipment has been through, over all its goods, and what is counted of it: for
 * its lane, the legs of that and its packaging, whose distributions are those of its
 * lanes merged.
 */
#ifndef BW_CHAIN_TRIP_H
#define BW_CHAIN_TRIP_H

#include "chain/packaging.h"
#include "chain/state.h"
#include "engine/histogram.h"
#include "engine/sketch.h"

/* What a shipment has been through on one leg. */
struct bw_leg_trip {
    bw_time time, out; /* out: out of range, of the goods that were so longest */
    double mkt_c;      /* of the warmest goods; -infinity = not known */
    /* The goods that are looked at now. */
    bw_time goods_time, goods_out;
    double goods_kinetic_s;
};

struct bw_trip {
    bool exposed;               /* something is known of it */
    bool packed;                /* temperatures are known */
    bw_time below, above;       /* the longest of its goods */
    double min_c, max_c, mkt_c; /* the lowest, the highest, the highest of its goods */
    double left;                /* share of the packaging's budget */
    uint32_t reiced;            /* most often of its pieces */
    uint32_t fresh_reiced;      /* of pieces that were packed for the lane */
    double renewals;            /* of others, pieces times times */
    struct bw_leg_trip *legs;   /* of the lane (borrowed); NULL = it has none */
    uint32_t leg_count, first_leg; /* first_leg: where goods left the range first,
                                      leg_count = nowhere */
};

/* What is found of a shipment. */
struct bw_trip_finding {
    bool excursion, within; /* within: out of range, but within the budgets */
    bw_time out_of_range;
};

/* What is kept of the shipments of the window. The distributions have no weights
 * where there are too many lanes to keep them. */
struct bw_trip_record {
    double min_c, max_c, mkt_c; /* extremes, NaN where there are none */
    struct bw_sketch out;       /* time out of range [ticks] */
    struct bw_histogram mkt;    /* degrees C */
    struct bw_histogram left;   /* share of the packaging's budget */
};

BW_NODISCARD enum bw_status bw_trip_init(struct bw_state *state);
void bw_trip_release(struct bw_state *state);
void bw_trip_reset(struct bw_state *state);

void bw_trip_begin(
    struct bw_state *state, const struct bw_lane *lane, struct bw_trip *trip);

/* Adds what some of the goods were exposed to; packed: how their packaging ended, NULL
 * when it has no physics. */
void bw_trip_add(struct bw_trip *trip, const struct bw_exposure *exposure,
    const struct bw_thermal_watch *watch, const struct bw_packed *packed);

/* Adds a stretch of goods on a leg; before: their exposure when it began. Call before
 * bw_trip_add() of these goods. */
void bw_trip_add_stretch(struct bw_trip *trip, uint32_t leg,
    const struct bw_exposure *before, const struct bw_exposure *after);

/* Adds how often the packaging of goods of so many units was re-iced. */
void bw_trip_add_renewals(
    struct bw_trip *trip, const struct bw_packed *packed, double units);

/* The shipment, of which so many units were packed for the lane, is out of its
 * packaging or goes on in it: counts it, and charges what was re-iced. */
void bw_trip_end(struct bw_state *state, const struct bw_lane *lane, double fresh,
    const struct bw_trip *trip, const struct bw_trip_finding *finding);

/* What is kept of a lane, or of a packaging over all its lanes (good until the next
 * call). NULL for a lane without packaging, and when no lane has any. */
const struct bw_trip_record *bw_trip_of_lane(
    const struct bw_state *state, bw_index lane);
const struct bw_trip_record *bw_trip_of_packaging(
    const struct bw_state *state, bw_index packaging);

#endif
