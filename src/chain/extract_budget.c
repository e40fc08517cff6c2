/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of the budgets of items.
 */
#include "chain/extract_internal.h"
#include "chain/lot_thermal.h"
#include "chain/metrics.h"

void bw_extract_budget(const struct view *v, bw_index e, struct row row)
{
    double units = total(v, e, BW_SUM_BUDGET_UNITS)->sum;
    bw_index budget = v->network->elements[e].index;

    set(row, BW_METRIC_BUDGET_USED,
        in_days(ratio(total(v, e, BW_SUM_BUDGET_USED)->sum, units)));
    set(row, BW_METRIC_BUDGET_LEFT, ratio(total(v, e, BW_SUM_BUDGET_LEFT)->sum, units));
    set(row, BW_METRIC_BUDGET_LEFT_P05, bw_budget_quantile(v->state, budget, 0.05));
    set(row, BW_METRIC_BUDGET_LEFT_P25, bw_budget_quantile(v->state, budget, 0.25));
    set(row, BW_METRIC_BUDGET_LEFT_P50, bw_budget_quantile(v->state, budget, 0.50));
    set(row, BW_METRIC_BUDGET_LEFT_P75, bw_budget_quantile(v->state, budget, 0.75));
    set(row, BW_METRIC_BUDGET_OVERDRAWN,
        ratio(total(v, e, BW_SUM_BUDGET_OVERDRAWN)->sum, units));
}
