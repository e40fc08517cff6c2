/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/policy.h"

static bool is_triggered(const struct bw_policy_view *view)
{
    return view->trigger_below ? view->inventory_position < view->reorder_point
                               : view->inventory_position <= view->reorder_point;
}

static int64_t order_none(const struct bw_policy_view *view)
{
    (void)view;
    return 0;
}

static int64_t order_base_stock(const struct bw_policy_view *view)
{
    int64_t shortfall = view->order_up_to - view->inventory_position;

    return shortfall > 0 ? shortfall : 0;
}

static int64_t order_min_max(const struct bw_policy_view *view)
{
    return is_triggered(view) ? order_base_stock(view) : 0;
}

static int64_t order_fixed_quantity(const struct bw_policy_view *view)
{
    int64_t gap = view->reorder_point - view->inventory_position;
    int64_t times;

    if (!is_triggered(view)) {
        return 0;
    }
    /* At or below: lift strictly above, so a gap of exactly n quantities needs n + 1.
     */
    times = view->trigger_below ? (gap + view->quantity - 1) / view->quantity
                                : gap / view->quantity + 1;
    return times * view->quantity;
}

static int64_t order_make_to_order(const struct bw_policy_view *view)
{
    return view->inventory_position < 0 ? -view->inventory_position : 0;
}

int64_t bw_policy_order(enum bw_policy_kind kind, const struct bw_policy_view *view)
{
    static int64_t (*const rules[BW_POLICY_KIND_COUNT])(
        const struct bw_policy_view *) = {
        [BW_POLICY_NONE] = order_none,
        [BW_POLICY_BASE_STOCK] = order_base_stock,
        [BW_POLICY_MIN_MAX] = order_min_max,
        [BW_POLICY_FIXED_QUANTITY] = order_fixed_quantity,
        [BW_POLICY_PERIODIC] = order_base_stock,
        [BW_POLICY_PERIODIC_MIN_MAX] = order_min_max,
        [BW_POLICY_MAKE_TO_ORDER] = order_make_to_order,
    };

    return rules[kind](view);
}
