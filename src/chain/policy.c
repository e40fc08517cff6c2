/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/policy.h"

#include "chain/policy_internal.h"

#include <string.h>

static int64_t order_none(const struct bw_policy_view *view)
{
    (void)view;
    return 0;
}

static double level_none(const struct bw_policy_view *view)
{
    (void)view;
    return NAN;
}

static double size_none(const struct bw_policy_view *view)
{
    (void)view;
    return 0.0;
}

static const struct bw_policy never = {
    .order = order_none, .level = level_none, .order_size = size_none};

static const struct bw_policy *const policies[BW_POLICY_KIND_COUNT] = {
    [BW_POLICY_NONE] = &never,
    [BW_POLICY_BASE_STOCK] = &bw_policy_base_stock,
    [BW_POLICY_MIN_MAX] = &bw_policy_min_max,
    [BW_POLICY_FIXED_QUANTITY] = &bw_policy_fixed_quantity,
    [BW_POLICY_PERIODIC] = &bw_policy_periodic,
    [BW_POLICY_PERIODIC_MIN_MAX] = &bw_policy_periodic_min_max,
    [BW_POLICY_MAKE_TO_ORDER] = &bw_policy_make_to_order,
    [BW_POLICY_COVER] = &bw_policy_cover,
    [BW_POLICY_BUFFER] = &bw_policy_buffer,
    [BW_POLICY_IRT] = &bw_policy_irt,
    [BW_POLICY_PLANNED] = &bw_policy_planned,
};

const struct bw_policy *bw_policy(enum bw_policy_kind kind)
{
    return policies[kind];
}

double bw_policy_cycle_quantity(
    const struct bw_policy_view *view, enum bw_policy_kind kind, bw_time review)
{
    return fmax(policies[kind]->order_size(view), view->rate * (double)review);
}

enum bw_policy_kind bw_policy_find(const char *key)
{
    for (int kind = 0; kind < BW_POLICY_KIND_COUNT; kind++) {
        if (policies[kind]->key != NULL && strcmp(policies[kind]->key, key) == 0) {
            return (enum bw_policy_kind)kind;
        }
    }
    return BW_POLICY_NONE;
}
