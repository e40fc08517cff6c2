/* SPDX-License-Identifier: Apache-2.0
 *
 * What the families of order rules share.
 */
#ifndef BW_CHAIN_POLICY_INTERNAL_H
#define BW_CHAIN_POLICY_INTERNAL_H

#include "chain/policy.h"

#include <math.h>

extern const struct bw_policy bw_policy_base_stock, bw_policy_min_max,
    bw_policy_periodic, bw_policy_periodic_min_max, bw_policy_make_to_order,
    bw_policy_fixed_quantity, bw_policy_cover, bw_policy_buffer, bw_policy_irt,
    bw_policy_planned;

/* Units as quanta, to the nearest. */
static inline int64_t bw_policy_quanta(const struct bw_policy_view *view, double units)
{
    return llround(units / view->quantum);
}

static inline bool bw_policy_is_triggered(
    const struct bw_policy_view *view, int64_t reorder_point)
{
    return view->trigger_below ? view->inventory_position < reorder_point
                               : view->inventory_position <= reorder_point;
}

/* Shortfall of the position to a level; 0 when it is not below. */
static inline int64_t bw_policy_shortfall(
    const struct bw_policy_view *view, int64_t level)
{
    int64_t shortfall = level - view->inventory_position;

    return shortfall > 0 ? shortfall : 0;
}

#endif
