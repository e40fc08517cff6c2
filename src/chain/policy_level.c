/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules that order up to a level: base stock whenever the position is below it, (s,S)
 * once the trigger holds, (R,S) and (R,s,S) the same at reviews only, make to order as
 * a base stock with level 0 and no safety.
 */
#include "chain/policy_internal.h"

static double size_passes_on(const struct bw_policy_view *view)
{
    (void)view;
    return 0.0;
}

static int64_t order_base_stock(const struct bw_policy_view *view)
{
    return bw_policy_shortfall(
        view, bw_policy_quanta(view, view->numbers[0] + view->safety));
}

static double level_base_stock(const struct bw_policy_view *view)
{
    return view->numbers[0] + view->safety;
}

const struct bw_policy bw_policy_base_stock = {
    .key = "base_stock",
    .numbers = {"base_stock"},
    .order = order_base_stock,
    .level = level_base_stock,
    .order_size = size_passes_on,
};

const struct bw_policy bw_policy_periodic = {
    .key = "periodic",
    .numbers = {"order_up_to"},
    .at_reviews = true,
    .order = order_base_stock,
    .level = level_base_stock,
    .order_size = size_passes_on,
};

enum { REORDER_POINT, ORDER_UP_TO };

static int64_t order_min_max(const struct bw_policy_view *view)
{
    int64_t point = bw_policy_quanta(view, view->numbers[REORDER_POINT] + view->safety);
    int64_t level = bw_policy_quanta(view, view->numbers[ORDER_UP_TO] + view->safety);

    return bw_policy_is_triggered(view, point) ? bw_policy_shortfall(view, level) : 0;
}

static double level_min_max(const struct bw_policy_view *view)
{
    return view->numbers[ORDER_UP_TO] + view->safety;
}

static double size_min_max(const struct bw_policy_view *view)
{
    return view->numbers[ORDER_UP_TO] - view->numbers[REORDER_POINT];
}

const struct bw_policy bw_policy_min_max = {
    .key = "min_max",
    .numbers = {"reorder_point", "order_up_to"},
    .order = order_min_max,
    .level = level_min_max,
    .order_size = size_min_max,
};

const struct bw_policy bw_policy_periodic_min_max = {
    .key = "periodic_min_max",
    .numbers = {"reorder_point", "order_up_to"},
    .at_reviews = true,
    .order = order_min_max,
    .level = level_min_max,
    .order_size = size_min_max,
};

static int64_t order_make_to_order(const struct bw_policy_view *view)
{
    return bw_policy_shortfall(view, 0);
}

static double level_make_to_order(const struct bw_policy_view *view)
{
    (void)view;
    return NAN;
}

const struct bw_policy bw_policy_make_to_order = {
    .order = order_make_to_order,
    .level = level_make_to_order,
    .order_size = size_passes_on,
};
