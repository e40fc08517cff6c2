/* SPDX-License-Identifier: Apache-2.0
 *
 * Demand-driven buffers (Ptak and Smith, Demand Driven Material Requirements Planning,
 * 2016, chapters 7 to 9). With U the expected demand over the decoupled lead time:
 *   yellow = U
 *   red    = U * lead time factor * (1 + variability factor), safety stock on top
 *   green  = the largest of U * lead time factor, demand over the order cycle, minimum
 * At or below the top of yellow, order up to the top of green. The net flow position is
 * the inventory position, since all demand that is known is due.
 */
#include "chain/policy_internal.h"

enum { LEAD_TIME, LEAD_TIME_FACTOR, VARIABILITY_FACTOR, ORDER_CYCLE, MINIMUM };

struct zones {
    double red, yellow, green;
};

static struct zones zones_of(const struct bw_policy_view *view)
{
    const double *numbers = view->numbers;
    double usage = view->rate * numbers[LEAD_TIME];
    double base = usage * numbers[LEAD_TIME_FACTOR];

    return (struct zones){
        .red = base * (1.0 + numbers[VARIABILITY_FACTOR]) + view->safety,
        .yellow = usage,
        .green = fmax(fmax(base, view->rate * numbers[ORDER_CYCLE]), numbers[MINIMUM]),
    };
}

static int64_t order_buffer(const struct bw_policy_view *view)
{
    struct zones zones = zones_of(view);
    int64_t point = bw_policy_quanta(view, zones.red + zones.yellow);
    int64_t level = bw_policy_quanta(view, zones.red + zones.yellow + zones.green);

    return bw_policy_is_triggered(view, point) ? bw_policy_shortfall(view, level) : 0;
}

static double level_buffer(const struct bw_policy_view *view)
{
    struct zones zones = zones_of(view);

    return zones.red + zones.yellow + zones.green;
}

static double size_buffer(const struct bw_policy_view *view)
{
    return zones_of(view).green;
}

const struct bw_policy bw_policy_buffer = {
    .key = "buffer",
    .numbers = {"lead_time", "lead_time_factor", "variability_factor", "order_cycle",
        "minimum"},
    .order = order_buffer,
    .level = level_buffer,
    .order_size = size_buffer,
};
