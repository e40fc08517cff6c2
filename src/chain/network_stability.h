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
    bw_time limit;       /* when the run begins */
    bw_index limit_slot; /* parameter slot [ticks], BW_NONE = it does not change */
    bool single;         /* in one trip at the most, else in all trips together */
    bw_index on_use;     /* transition of the item, from 0; BW_NONE = none */
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

/* What is done with goods whose logger was lost. */
enum bw_missing { BW_MISSING_QUARANTINE, BW_MISSING_ACCEPT, BW_MISSING_REJECT };

/* Loggers that travel with the shipments of a lane. Without them all is seen. */
struct bw_loggers {
    bw_time interval;         /* between readings; 0 = all the time */
    struct bw_sampler error;  /* K, a draw per shipment; not present = exact */
    double loss;              /* share of shipments */
    struct bw_sampler upload; /* arrival until the data are there; not present = 0 */
    enum bw_missing on_missing;
    uint64_t loss_stream, phase_stream;
};

/* How goods that were rejected come again. */
enum bw_replace {
    BW_REPLACE_RULE,    /* when the order rule of the stock asks for it */
    BW_REPLACE_AT_ONCE, /* ordered in the instant of the rejection */
    BW_REPLACE_EXPEDITE /* and hurried */
};

/* What becomes of goods that were out of range when they come to the end of a lane. */
struct bw_disposition {
    struct bw_resolver assessment;
    bool every;     /* excursions within the budgets too */
    bool by_budget; /* beyond the budgets rejected, else released; or by shares */
    enum bw_replace replace;
    struct bw_sampler automatic;  /* of goods within their budgets, without a queue; not
                                     present = people judge them too */
    double downgrade_share, keep; /* keep: of the life that is left */
    bw_time keep_at_most;
    bw_time time_limit; /* after which goods are destroyed; BW_FOREVER = never */
};

#endif
