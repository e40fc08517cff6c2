/* SPDX-License-Identifier: Apache-2.0
 *
 * Packaging as it is described.
 */
#ifndef BW_CHAIN_NETWORK_PACKAGING_H
#define BW_CHAIN_NETWORK_PACKAGING_H

#include "chain/network_terms.h"
#include "chain/thermal.h"

/* Packaging whose temperature follows from its physics. Laws have the streams of the
 * packaging, see struct bw_lane_packing. */
struct bw_thermal_packaging {
    struct bw_thermal_pack pack; /* of one, empty */
    double unit_capacity_j_k;    /* that a unit of load adds */
    double packed_c;             /* where packed_at has no law */
    struct bw_sampler packed_at; /* degrees C, a draw per shipment */
    double frozen;               /* share of the material */
    struct bw_sampler failure;   /* active: running time until it stops */
    struct bw_sampler control;   /* active: K that it keeps above its set point */
    bw_time reice_every;         /* BW_FOREVER = never */
    double reice_cost;           /* money per one and time */
};

/* Excursions by rates, for who has no physics. */
struct bw_statistical_packaging {
    double excursions;      /* share of shipments */
    double minor, loss;     /* of them */
    double review;          /* share of shipments that need disposition: the others */
    struct bw_sampler time; /* out of range */
};

/* By itself it keeps the range for hold at ambient qualified_c; at another ambient the
 * phase-change budget melts in proportion to the difference to the range. */
struct bw_packaging {
    bw_index element;
    const char *name;
    bw_time hold; /* with physics: as declared, BW_FOREVER = not */
    double qualified_c;
    double cost;                                /* money for one */
    double units;                               /* that one takes; +inf: any shipment */
    const struct bw_thermal_packaging *thermal; /* NULL = no physics */
    const struct bw_statistical_packaging *statistical; /* NULL = no rates */
};

/* The laws of the packaging of a lane with the streams of that lane, so that the
 * shipments of lanes that use the same packaging are independent. */
struct bw_lane_packing {
    struct bw_sampler packed_at, failure, control, time;
    uint64_t excursion_stream, outcome_stream;
};

/* How many a load of so many units needs, at least 1. */
double bw_packaging_count(const struct bw_packaging *packaging, double units);

/* Time for which one, empty and packed as described (at the mean of its law), keeps a
 * range at an ambient; BW_FOREVER when for longer than a year. */
bw_time bw_packaging_hold(const struct bw_thermal_packaging *packaging,
    double ambient_c, double low_c, double high_c);

#endif
