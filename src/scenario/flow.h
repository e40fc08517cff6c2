/* SPDX-License-Identifier: Apache-2.0
 *
 * Mean flows of a network in the long run: what reaches each stock, and how busy each
 * resource is. First moments only; order sizes follow from the order rules.
 */
#ifndef BW_SCENARIO_FLOW_H
#define BW_SCENARIO_FLOW_H

#include "base/arena.h"
#include "base/status.h"
#include "chain/policy.h"

#include <stdbool.h>

struct bw_flow {
    double *demand;     /* per stock: units per tick that reach it */
    double *co_product; /* per stock: units per tick that come as co-products */
    double *orders;     /* per stock: orders per tick that reach it */
    double *load;       /* per resource: busy servers wanted, on average */
    double *passes;     /* per step: batches per tick */
    bool *is_supplied;  /* per stock: some goods can ever come, or are there */
    bw_index *order;    /* stocks, those that others draw on after those others */
    uint32_t
        order_count; /* below stock_count when stocks draw on each other in a circle;
                        then the figures of those in it are not worked out */
};

/* Works out the flows; the arrays live in arena. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_flow_compute(
    const struct bw_network *network, struct bw_arena *arena, struct bw_flow *flow);

/* What the order rule of a stock sees with the numbers of the scenario and a demand
 * [units per tick]; its position is 0. */
struct bw_policy_view bw_flow_view(
    const struct bw_network *network, const struct bw_stock *stock, double demand);

/* Share of the quantity started that comes out good, on average. figures[] holds 5 *
 * step_count values; the first step_count become the passes that a batch makes through
 * each step, the rest is scratch. */
double bw_flow_recipe(
    const struct bw_network *network, bw_index recipe_index, double *figures);

#endif
