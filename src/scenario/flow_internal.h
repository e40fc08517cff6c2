/* SPDX-License-Identifier: Apache-2.0
 *
 * What flow.c (stocks) and flow_recipe.c (recipes) share.
 */
#ifndef BW_SCENARIO_FLOW_INTERNAL_H
#define BW_SCENARIO_FLOW_INTERNAL_H

#include "scenario/flow.h"

/* Adds what a recipe draws from stocks, and how busy it keeps its resources, for a
 * demand [units per tick] that comes in orders [per tick]. False when memory is short.
 */
bool bw_flow_add_recipe(const struct bw_network *network, struct bw_arena *arena,
    struct bw_flow *flow, bw_index index, double demand, double orders);

/* Adds the work of steps that choose among lines, when all other work is known. */
void bw_flow_level_lines(const struct bw_network *network, struct bw_flow *flow);

#endif
