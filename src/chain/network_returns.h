/* SPDX-License-Identifier: Apache-2.0
 *
 * What customers send back, and what the scan of packs at dispensing finds, as they are
 * described.
 */
#ifndef BW_CHAIN_NETWORK_RETURNS_H
#define BW_CHAIN_NETWORK_RETURNS_H

#include "chain/network_data.h"
#include "chain/network_terms.h"

struct bw_returns {
    bw_index element, demand;
    bw_index stock; /* where the goods go */
    bw_index share; /* parameter slot: probability that an order comes back */
    uint64_t share_stream, round_stream;
    struct bw_sampler size;    /* share of its units; not present = all */
    struct bw_sampler delay;   /* delivery until they are sent */
    struct bw_sampler transit; /* of the way back */
    bool resells;              /* else all that comes is destroyed */
    bw_time remaining_life;    /* that goods must have left to be sold again */
    bool inspects;
    struct bw_resolver inspection;
    struct bw_verification verify; /* ledger BW_NONE = nobody asks */
    struct bw_resolver resolver;
    const struct bw_data *data; /* NULL = answers come at once and are right */
    double misses;              /* share of what is wrong that the check lets pass */
    uint64_t miss_stream;
    double credit, credit_refused; /* share of the price paid back */
    double handling;               /* money per unit */
};

struct bw_scan {
    bw_index element, demand;
    bw_index alerts; /* parameter slot: probability per pack */
    uint64_t stream;
    struct bw_sampler answer; /* until people can look at it */
    struct bw_resolver resolver;
};

#endif
