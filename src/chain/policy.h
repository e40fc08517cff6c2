/* SPDX-License-Identifier: Apache-2.0
 *
 * Order rules as pure functions: no clock, no events. One table per rule, in a file per
 * family; policy.c lists them.
 */
#ifndef BW_CHAIN_POLICY_H
#define BW_CHAIN_POLICY_H

#include "chain/network.h"

/* What a rule looks at. */
struct bw_policy_view {
    int64_t inventory_position; /* on hand - backorders + on order [quanta] */
    double numbers[BW_POLICY_NUMBER_LIMIT]; /* of the rule, in the order of its table;
                                               quantities in units, times in ticks */
    double safety;       /* added to reorder point and level [units] */
    double rate;         /* demand that is expected [units per tick] */
    double quantum;      /* units per quantum */
    double predicted[2]; /* demand of scheduled visits and patients to come over the
                            short and the long window [units]; only irt */
    bool forced;         /* orders up to the level, triggered or not; only irt */
    bool trigger_below;  /* strictly below the reorder point, else at or below */
};

struct bw_policy {
    const char *key; /* in scenarios; NULL where no mapping stands for it */
    /* Keys of its numbers. A rule whose only number has the key of the rule is written
     * without a mapping of its own. */
    const char *numbers[BW_POLICY_NUMBER_LIMIT];
    bool at_reviews; /* needs a review calendar */
    /* Quantity to order now [quanta], 0 for none. */
    int64_t (*order)(const struct bw_policy_view *view);
    /* Highest position after an order, and size of an order in steady state, both in
     * units: NaN where there is no level, 0 where every order passes on. */
    double (*level)(const struct bw_policy_view *view);
    double (*order_size)(const struct bw_policy_view *view);
};

const struct bw_policy *bw_policy(enum bw_policy_kind kind);

/* Units that an order replaces on average: the size of the rule's order, or the demand
 * expected between two reviews [ticks; 0 = continuous] when that is more. */
double bw_policy_cycle_quantity(
    const struct bw_policy_view *view, enum bw_policy_kind kind, bw_time review);

/* Rule with this key in scenarios, BW_POLICY_NONE when there is none. */
enum bw_policy_kind bw_policy_find(const char *key);

#endif
