/* SPDX-License-Identifier: Apache-2.0
 *
 * Days of cover: (s,S) whose two levels are the demand expected over two times.
 */
#include "chain/policy_internal.h"

enum { REORDER_POINT, ORDER_UP_TO };

static double units(const struct bw_policy_view *view, int number)
{
    return view->numbers[number] * view->rate + view->safety;
}

static int64_t order_cover(const struct bw_policy_view *view)
{
    int64_t point = bw_policy_quanta(view, units(view, REORDER_POINT));
    int64_t level = bw_policy_quanta(view, units(view, ORDER_UP_TO));

    return bw_policy_is_triggered(view, point) ? bw_policy_shortfall(view, level) : 0;
}

static double level_cover(const struct bw_policy_view *view)
{
    return units(view, ORDER_UP_TO);
}

static double size_cover(const struct bw_policy_view *view)
{
    return units(view, ORDER_UP_TO) - units(view, REORDER_POINT);
}

const struct bw_policy bw_policy_cover = {
    .key = "cover",
    .numbers = {"reorder_point", "order_up_to"},
    .order = order_cover,
    .level = level_cover,
    .order_size = size_cover,
};
