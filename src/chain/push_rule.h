/* SPDX-License-Identifier: Apache-2.0
 *
 * How a quantity is divided among the receivers of a push, as pure functions.
 */
#ifndef BW_CHAIN_PUSH_RULE_H
#define BW_CHAIN_PUSH_RULE_H

#include "chain/network.h"

/* A receiver as a rule sees it, all in quanta. */
struct bw_push_line {
    double amount;    /* weight, or the level up to which it is filled */
    int64_t position; /* inventory position */
    double exact;     /* set: its part before rounding */
    int64_t part;     /* set */
};

/* Divides quantity (> 0) among count lines; what is left of it is kept.
 *   shares: in proportion to the weights.
 *   levels: up to the levels; when that is too much, in proportion to what is missing.
 *   fair_share: so that positions divided by weights are as equal as they can be made
 *     (Eppen and Schrage 1981).
 * Parts are rounded so that their sums from the first receiver on are right, from an
 * offset in [0, 1) that decides who gets the quantum that is left over. */
void bw_push_divide(enum bw_push_rule rule, struct bw_push_line *lines, uint32_t count,
    int64_t quantity, double offset);

#endif
