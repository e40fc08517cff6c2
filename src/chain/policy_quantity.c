/* SPDX-License-Identifier: Apache-2.0
 *
 * (r,Q): the smallest multiple of Q that lifts the position above the trigger (the
 * (r, nQ) rule, Hadley and Whitin 1963).
 */
#include "chain/policy_internal.h"

enum { REORDER_POINT, QUANTITY };

static int64_t order_fixed_quantity(const struct bw_policy_view *view)
{
    int64_t point = bw_policy_quanta(view, view->numbers[REORDER_POINT] + view->safety);
    int64_t quantity = bw_policy_quanta(view, view->numbers[QUANTITY]);
    int64_t gap = point - view->inventory_position;
    int64_t times;

    if (!bw_policy_is_triggered(view, point)) {
        return 0;
    }
    /* At or below: lift strictly above, so a gap of exactly n quantities needs n + 1.
     */
    times = view->trigger_below ? (gap + quantity - 1) / quantity : gap / quantity + 1;
    return times * quantity;
}

static double level_fixed_quantity(const struct bw_policy_view *view)
{
    return view->numbers[REORDER_POINT] + view->safety + view->numbers[QUANTITY];
}

static double size_fixed_quantity(const struct bw_policy_view *view)
{
    return view->numbers[QUANTITY];
}

const struct bw_policy bw_policy_fixed_quantity = {
    .key = "fixed_quantity",
    .numbers = {"reorder_point", "quantity"},
    .order = order_fixed_quantity,
    .level = level_fixed_quantity,
    .order_size = size_fixed_quantity,
};
