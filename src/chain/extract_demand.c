/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands behind the gate to values: customers, those who pay, and forecasts.
 */
#include "chain/cost.h"
#include "chain/extract_internal.h"
#include "chain/forecast.h"

/* Quantiles of a demand's lead time; NaN where demands are too many to have them. */
static void extract_quantiles(const struct view *v, uint32_t demand, struct row row)
{
    if (demand >= v->layout->detailed_demands) {
        for (unsigned m = 0; m < 4; m++) {
            set(row, BW_METRIC_DEMAND_LEAD_TIME_P50 + m, NAN);
        }
        return;
    }
    const struct bw_sketch *sketch =
        &v->measure->sketches[v->measure->demand_sketch + 2 * demand];
    const struct bw_sketch *open = if_many_open(&sketch[0], &sketch[1]);

    set_quantiles(row, BW_METRIC_DEMAND_LEAD_TIME_P50, &sketch[0], open);
    for (unsigned q = 0; q < BW_QUANTILE_COUNT; q++) {
        double p = bw_layout_probabilities[q];

        v->values[v->layout->lead_time_quantile_offset + demand * BW_QUANTILE_COUNT
            + q] =
            in_days(open != NULL ? bw_sketch_quantile_censored(&sketch[0], open, p)
                                 : bw_sketch_quantile(&sketch[0], p));
    }
}

void bw_extract_demand(const struct view *v, bw_index e, struct row row)
{
    const struct bw_demand *d = &v->network->demands[v->network->elements[e].index];
    bw_index demand = v->network->elements[e].index;
    double quantum = v->network->items[d->item].quantum;
    const struct bw_total *orders = total(v, d->element, BW_SUM_ORDERS);

    set(row, BW_METRIC_DEMAND_ORDERS, (double)orders->count);
    set(row, BW_METRIC_DEMAND_OPEN_ORDERS,
        ratio((double)total(v, d->element, BW_SUM_OPEN)->count, (double)orders->count));
    set(row, BW_METRIC_DEMAND_LEAD_TIME,
        in_days(mean(total(v, d->element, BW_SUM_LEAD))));
    extract_quantiles(v, demand, row);
    set(row, BW_METRIC_DEMAND_FILL_RATE,
        ratio(total(v, d->element, BW_SUM_FILLED)->sum, orders->sum));
    set(row, BW_METRIC_DEMAND_OTIF, mean(total(v, d->element, BW_SUM_DUE)));
    set(row, BW_METRIC_DEMAND_LOST, total(v, d->element, BW_SUM_LOST)->sum * quantum);
    set(row, BW_METRIC_DEMAND_ABANDONED,
        ratio(total(v, d->element, BW_SUM_ABANDONED)->sum, orders->sum));
    set(row, BW_METRIC_DEMAND_DEMANDED, orders->sum * quantum);
    set(row, BW_METRIC_DEMAND_BACKORDERS,
        level(v, d->element, BW_LEVEL_UNDELIVERED) * quantum);
    set(row, BW_METRIC_DEMAND_REVENUE, total(v, d->element, BW_SUM_REVENUE)->sum);
    double spilled = total(v, d->element, BW_SUM_OPEN_VIAL)->sum;
    set(row, BW_METRIC_DEMAND_OPEN_VIAL,
        ratio(spilled, spilled + total(v, d->element, BW_SUM_DELIVERED)->sum));
    set(row, BW_METRIC_DEMAND_PENALTIES, bw_cost_of_element(v->state, d->element));
}

void bw_extract_forecast(const struct view *v, bw_index e, struct row row)
{
    bw_index forecast = v->network->elements[e].index;
    const struct bw_stock *stock =
        &v->network->stocks[v->network->forecasts[forecast].stock];
    double quantum = v->network->items[stock->item].quantum;
    const struct bw_forecast_errors *errors = bw_forecast_errors(v->state, forecast);
    double days = (double)errors->days;

    set(row, BW_METRIC_FORECAST_DAYS, days);
    set(row, BW_METRIC_FORECAST_DEMAND, ratio(errors->demand, days) * quantum);
    set(row, BW_METRIC_FORECAST_BIAS, ratio(errors->sum, days) * quantum);
    set(row, BW_METRIC_FORECAST_MAD, ratio(errors->absolute, days) * quantum);
    set(row, BW_METRIC_FORECAST_RMSE, sqrt(ratio(errors->squares, days)) * quantum);
    set(row, BW_METRIC_FORECAST_WAPE, ratio(errors->absolute, errors->demand));
    set(row, BW_METRIC_FORECAST_MAPE,
        ratio(errors->shares, (double)errors->days_with_demand));
}

void bw_extract_payer(const struct view *v, bw_index e, struct row row)
{
    const struct bw_payer *payer = &v->network->payers[v->network->elements[e].index];
    double quantum = v->network->items[v->network->demands[payer->demand].item].quantum;
    const struct bw_total *orders = total(v, e, BW_SUM_PAYER_ORDERS);

    set(row, BW_METRIC_PAYER_ORDERS, (double)orders->count);
    set(row, BW_METRIC_PAYER_DEMANDED, orders->sum * quantum);
    set(row, BW_METRIC_PAYER_DELIVERED,
        total(v, e, BW_SUM_PAYER_DELIVERED)->sum * quantum);
    set(row, BW_METRIC_PAYER_REVENUE, total(v, e, BW_SUM_PAYER_REVENUE)->sum);
}
