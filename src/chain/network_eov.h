/* SPDX-License-Identifier: Apache-2.0
 *
 * Endorse-order-validate ledgers as they are described.
 */
#ifndef BW_CHAIN_NETWORK_EOV_H
#define BW_CHAIN_NETWORK_EOV_H

#include "chain/network_terms.h"

#define BW_HOURS_OF_DAY 24

/* What the other members record. */
struct bw_traffic {
    double rate;      /* records per second in each channel, 0 = there is none */
    bool has_profile; /* by hours of the day, UTC */
    double profile[BW_HOURS_OF_DAY]; /* rate of the hour / mean rate */
    int64_t size;                    /* of a record [bytes] */
    bw_time validate;                /* serial validation of a record */
    bw_time order_max; /* longest consensus of a block beside background records */
    int64_t anchor_s;  /* the open block is cut at each multiple of this [s] */
    bool full;         /* simulate all of it, as a check */
    uint64_t counts, places; /* streams: of counts and of places within a second */
};

/* How records become blocks. */
struct bw_cutter {
    uint32_t size;   /* records */
    int64_t bytes;   /* INT64_MAX = any number */
    bw_time timeout; /* from the first record of the block */
};

/* When a record is tried again for which too few organisations are up. */
struct bw_retry {
    bool present; /* else it is tried as soon as enough are up */
    bw_time wait, longest;
    double factor; /* of a wait to the one before */
};

struct bw_eov_terms {
    uint32_t channel_count;
    int64_t record_size; /* of the chain [bytes] */
    struct bw_cutter cutter;
    struct bw_retry retry;
    struct bw_sampler order;    /* consensus, per block */
    struct bw_sampler validate; /* per transaction, serial */
    struct bw_traffic traffic;
};

#endif
