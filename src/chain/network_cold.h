/* SPDX-License-Identifier: Apache-2.0
 *
 * Climates of places and legs of lanes as they are described.
 */
#ifndef BW_CHAIN_NETWORK_COLD_H
#define BW_CHAIN_NETWORK_COLD_H

#include "chain/network_terms.h"

/* Air at a place. What it is at an instant: see weather.h. */
struct bw_climate {
    const char *name;
    double monthly_c[12];  /* means, January first */
    double amplitude_k;    /* of the day, around its mean */
    bw_time warmest;       /* time of the day, UTC */
    bw_time noon;          /* when the sun is highest, UTC */
    double latitude;       /* radians; NaN = days and nights of 12 h */
    uint64_t stream;       /* of the weather */
    uint32_t day_count;    /* days that the weather of a day is made of, 0 = none */
    const double *weights; /* of them, the day itself first [K] */
};

/* What a shipment is about while a leg lasts. In the order of time. */
enum bw_passage {
    BW_PASSAGE_DISPATCH,  /* the first of its goods are ready; it waits to depart */
    BW_PASSAGE_LOADING,   /* waits for a door, is loaded */
    BW_PASSAGE_TRANSIT,   /* drives or flies */
    BW_PASSAGE_DELAY,     /* by which it is late */
    BW_PASSAGE_CUSTOMS,   /* dwell and inspection */
    BW_PASSAGE_UNLOADING, /* waits for a door or for room, is unloaded */
    BW_PASSAGE_COUNT
};

/* Doors that are opened: heat of an even strength. */
struct bw_openings {
    double count, rate;  /* per leg; per tick */
    bw_time time;        /* of each */
    double heat_w;       /* while it is open */
    double exchange_w_k; /* the same per K between outside and label range */
};

/* A part of a lane's way with surroundings of its own. */
struct bw_lane_leg {
    bw_index element; /* one for all stops of a tour */
    const char *name;
    enum bw_passage during;
    double share;               /* of the time of its passage */
    struct bw_sampler time;     /* of its own in transit, beside the law of transit */
    bw_index climate;           /* BW_NONE = a temperature of its own */
    struct bw_sampler constant; /* that temperature, a draw per shipment */
    double offset_k;
    double solar_k, solar_w; /* added under a sun in the zenith */
    double heat_w;
    bool plugged;
    struct bw_openings openings;
    double day_sd, own_sd; /* what shipments of a day share; of each [K] */
    uint64_t day_stream, own_stream;
};

/* Sorted by passage; the delay's stand among those of the transit. */
struct bw_lane_legs {
    const struct bw_lane_leg *leg;
    uint32_t count;
    bool own_times;             /* some leg has a time of its own */
    bool has[BW_PASSAGE_COUNT]; /* legs of this passage */
};

#endif
