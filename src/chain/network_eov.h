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
    bw_index size;    /* parameter slot: records */
    int64_t bytes;    /* INT64_MAX = any number */
    bw_index timeout; /* parameter slot: from the first record of the block */
};

/* Why a block is cut: the time of its first record is over (or an anchor comes), it is
 * full of records, or of bytes. */
enum bw_block_cut { BW_CUT_TIME, BW_CUT_COUNT, BW_CUT_BYTES, BW_CUT_REASONS };

/* When a record is tried again for which too few organisations are up. */
struct bw_retry {
    bool present;     /* else it is tried as soon as enough are up */
    uint32_t at_most; /* attempts after the first one */
    bw_time wait, longest;
    double factor; /* of a wait to the one before */
};

#define BW_POLICY_WIDTH 64 /* parts of a policy beside each other */
#define BW_POLICY_DEPTH 8  /* parts within parts */

#define BW_ENDORSER_LIMIT 1000u /* members that endorse */

/* Part of an endorsement policy: an organisation, or so many of the parts below it. */
struct bw_policy_node {
    uint32_t need;         /* 0 = an organisation */
    uint32_t organisation; /* its rank */
    uint32_t first, next;  /* below it, beside it; 0 = none */
};

/* How many records may be between gateway and commit. */
struct bw_gateway {
    uint32_t limit;   /* 0 = any number */
    bool refuses;     /* what is beyond comes again after a while; else it waits */
    uint32_t at_most; /* times that it comes again */
    struct bw_sampler backoff;
};

/* What records write to. */
enum bw_record_key { BW_KEY_UNIT, BW_KEY_LOT, BW_KEY_SITE };

struct bw_conflicts {
    bool present;
    enum bw_record_key key;
    double background; /* probability per background record */
    struct bw_sampler delay;
    uint32_t at_most; /* times that a record is submitted again */
    uint64_t stream;
};

/* What has a channel of its own. */
enum bw_channels { BW_CHANNELS_ONE, BW_CHANNELS_ITEM, BW_CHANNELS_SITE };

/* What a hand-over records. */
struct bw_record_terms {
    double units;         /* that one record is about, 0 = the lot */
    bool in_transactions; /* one each; else writes of one */
    int64_t size;         /* [bytes] */
};

struct bw_eov_terms {
    /* Laws of the organisations by rank, and the policy; NULL = k of n alike. */
    const struct bw_sampler *organisations;
    const struct bw_policy_node *policy; /* the root is 1 */
    /* Servers of member i: from first_server[i] on, those before first_server[i + 1];
     * none = it takes any number of records at a time. NULL = so do all. */
    const uint32_t *first_server;
    struct bw_gateway gateway;
    struct bw_conflicts conflicts;
    struct bw_record_terms record;
    enum bw_channels channels;
    uint32_t channel_count;
    struct bw_cutter cutter;
    struct bw_retry retry;
    struct bw_sampler order;    /* consensus, per block */
    struct bw_sampler validate; /* per transaction, serial */
    bw_index speed;             /* parameter slot: of the validator */
    struct bw_traffic traffic;
};

#endif
