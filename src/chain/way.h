/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of several routes goods take. What a route costs and when it arrives is
 * estimated from what is known at the start: timetables, mean times and tariffs. Waits
 * for verification, fuller vehicles, free vehicles and doors are not foreseen.
 */
#ifndef BW_CHAIN_WAY_H
#define BW_CHAIN_WAY_H

#include "chain/state.h"

/* Index (in network->legs) of the first leg of the route that a lot takes now. */
bw_index bw_way_choose(const struct bw_state *state, const struct bw_routing *routing,
    const struct bw_order *order, const struct bw_lot *lot);

/* Shelf life that goods must have left for one of the routes; 0 = any. */
bw_time bw_way_least_life(
    const struct bw_network *network, const struct bw_routing *routing);

/* Mean time [ticks] and money for a quantity of an item by the route that the rule
 * would choose at an average moment for an order without a due date; 0 without lanes.
 */
double bw_way_mean_time(const struct bw_state *state, const struct bw_routing *routing,
    bw_index item, int64_t quantity);
double bw_way_mean_cost(const struct bw_state *state, const struct bw_routing *routing,
    bw_index item, int64_t quantity);

/* What a rule knows of a route. */
struct bw_way_estimate {
    bw_time arrival;
    double cost;  /* of the goods that set out, alone on the way */
    double up_to; /* units */
};

/* Number of the route that a rule chooses among count (> 0). due may be BW_FOREVER;
 * units are those of the order. */
uint32_t bw_way_apply(enum bw_way_rule rule, const struct bw_way_estimate *ways,
    uint32_t count, bw_time due, double units);

#endif
