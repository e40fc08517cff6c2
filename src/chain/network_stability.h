/* SPDX-License-Identifier: Apache-2.0
 *
 * What items bear: the time that they may spend outside their label range, and what it
 * does to them. Most items have none of it and point to NULL.
 */
#ifndef BW_CHAIN_NETWORK_STABILITY_H
#define BW_CHAIN_NETWORK_STABILITY_H

#include "chain/network_terms.h"
#include "chain/thermal.h"

/* Time that goods may spend in a band of temperatures outside their range. */
struct bw_budget {
    bw_index element, item;
    bw_time limit;
    bool single;     /* in one trip at the most, else in all trips together */
    bw_index on_use; /* transition of the item, from 0; BW_NONE = none */
};

/* An irreversible change, such as thawing. */
struct bw_transition {
    bw_index storage_class; /* whose range holds from then on */
    bw_time shelf_life;     /* that is left from then on at the most; BW_FOREVER */
};

struct bw_stability {
    bw_index first_budget; /* in network->budgets; they follow each other */
    uint32_t budget_count; /* 0 = the budget of the storage class counts */
    uint32_t transition_count;
    const struct bw_thermal_band *bands; /* of the budgets, in their order */
    const struct bw_transition *transitions;
    double activation_k;   /* dH/R */
    double mkt_limit_c;    /* of one trip, +infinity = none */
    double frozen_below_c; /* goods are lost below; -infinity = they bear frost */
};

#endif
