/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules of clinical supply: resupply as interactive response technology does it, by a
 * buffer and a prediction, and orders that are planned by date.
 */
#include "chain/policy_internal.h"

enum { MIN, MAX, SHORT_WINDOW, WINDOW };

static int64_t order_irt(const struct bw_policy_view *view)
{
    int64_t trigger =
        bw_policy_quanta(view, view->numbers[MIN] + view->predicted[0] + view->safety);
    int64_t level =
        bw_policy_quanta(view, view->numbers[MAX] + view->predicted[1] + view->safety);

    return view->forced || bw_policy_is_triggered(view, trigger)
        ? bw_policy_shortfall(view, level)
        : 0;
}

static double level_irt(const struct bw_policy_view *view)
{
    return view->numbers[MAX] + view->rate * view->numbers[WINDOW] + view->safety;
}

static double size_irt(const struct bw_policy_view *view)
{
    return view->rate * fmax(view->numbers[WINDOW] - view->numbers[SHORT_WINDOW], 0.0);
}

const struct bw_policy bw_policy_irt = {
    .key = "irt",
    .numbers = {"min", "max", "short_window", "window", "window_after"},
    .at_reviews = true,
    .order = order_irt,
    .level = level_irt,
    .order_size = size_irt,
};

/* Orders come by their dates, never from a review. */
static int64_t order_planned(const struct bw_policy_view *view)
{
    (void)view;
    return 0;
}

static double level_planned(const struct bw_policy_view *view)
{
    (void)view;
    return NAN;
}

static double size_planned(const struct bw_policy_view *view)
{
    (void)view;
    return 0.0;
}

const struct bw_policy bw_policy_planned = {
    .key = "planned",
    .numbers = {"scale"},
    .order = order_planned,
    .level = level_planned,
    .order_size = size_planned,
};
