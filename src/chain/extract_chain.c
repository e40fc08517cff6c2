/* SPDX-License-Identifier: Apache-2.0
 *
 * The chain as a whole: its metrics, attribution cells and weekly series.
 */
#include "chain/cost.h"
#include "chain/extract_internal.h"
#include "chain/history.h"

/* Sums over all demands. */
struct service {
    double lines, open, lead, closed, lead_units, closed_units, asked, filled, due,
        with_due, lost, abandoned, delivered, revenue;
};

static struct service sum_service(const struct view *v)
{
    struct service sums = {0};

    for (uint32_t i = 0; i < v->network->demand_count; i++) {
        bw_index e = v->network->demands[i].element;
        const struct bw_total *orders = total(v, e, BW_SUM_ORDERS);
        const struct bw_total *lead = total(v, e, BW_SUM_LEAD);
        const struct bw_total *due = total(v, e, BW_SUM_DUE);
        double quantum = v->network->items[v->network->demands[i].item].quantum;

        sums.lines += (double)orders->count;
        sums.open += (double)total(v, e, BW_SUM_OPEN)->count;
        sums.lead += lead->sum;
        sums.closed += (double)lead->count;
        sums.lead_units += total(v, e, BW_SUM_LEAD_UNITS)->sum * quantum;
        sums.closed_units += total(v, e, BW_SUM_CLOSED)->sum * quantum;
        sums.asked += orders->sum * quantum;
        sums.filled += total(v, e, BW_SUM_FILLED)->sum * quantum;
        sums.due += due->sum;
        sums.with_due += (double)due->count;
        sums.lost += total(v, e, BW_SUM_LOST)->sum * quantum;
        sums.abandoned += total(v, e, BW_SUM_ABANDONED)->sum * quantum;
        sums.delivered += total(v, e, BW_SUM_DELIVERED)->sum * quantum;
        sums.revenue += total(v, e, BW_SUM_REVENUE)->sum;
    }
    return sums;
}

static void extract_service(const struct view *v, struct row row)
{
    struct service s = sum_service(v);
    const struct bw_sketch *closed = &v->measure->sketches[BW_SKETCH_LEAD];
    const struct bw_sketch *open = &v->measure->sketches[BW_SKETCH_LEAD_OPEN];

    set(row, BW_METRIC_CHAIN_LEAD_TIME, in_days(ratio(s.lead, s.closed)));
    set_quantiles(
        row, BW_METRIC_CHAIN_LEAD_TIME_P50, closed, if_many_open(closed, open));
    set(row, BW_METRIC_CHAIN_LEAD_TIME_UNITS,
        in_days(ratio(s.lead_units, s.closed_units)));
    set(row, BW_METRIC_CHAIN_ORDERS, s.lines);
    set(row, BW_METRIC_CHAIN_OPEN_ORDERS, ratio(s.open, s.lines));
    set(row, BW_METRIC_CHAIN_FILL_RATE, ratio(s.filled, s.asked));
    set(row, BW_METRIC_CHAIN_OTIF, ratio(s.due, s.with_due));
    set(row, BW_METRIC_CHAIN_LOST, ratio(s.lost, s.asked));
    set(row, BW_METRIC_CHAIN_ABANDONED, ratio(s.abandoned, s.asked));
    set(row, BW_METRIC_CHAIN_DELIVERED, s.delivered);
    set(row, BW_METRIC_CHAIN_REVENUE, s.revenue);
}

static void extract_flow(const struct view *v, struct row row)
{
    const struct bw_sketch *sketches = v->measure->sketches;
    const struct bw_total *flow = total(v, 0, BW_SUM_FLOW);
    double excluded = (double)total(v, 0, BW_SUM_FLOW_EXCLUDED)->count;

    set(row, BW_METRIC_CHAIN_FLOW_TIME, in_days(mean(flow)));
    set_quantiles(row, BW_METRIC_CHAIN_FLOW_TIME_P50, &sketches[BW_SKETCH_FLOW], NULL);
    set(row, BW_METRIC_CHAIN_FLOW_BARE, in_days(mean(total(v, 0, BW_SUM_FLOW_BARE))));
    set_quantiles(
        row, BW_METRIC_CHAIN_FLOW_BARE_P50, &sketches[BW_SKETCH_FLOW_BARE], NULL);
    set(row, BW_METRIC_CHAIN_RELEASE, in_days(mean(total(v, 0, BW_SUM_RELEASE))));
    set_quantiles(row, BW_METRIC_CHAIN_RELEASE_P50, &sketches[BW_SKETCH_RELEASE], NULL);
    set(row, BW_METRIC_CHAIN_FLOW_MAX, in_days(mean(total(v, 0, BW_SUM_FLOW_MAX))));
    set(row, BW_METRIC_CHAIN_FLOW_EXCLUDED,
        ratio(excluded, excluded + (double)flow->count));
    for (unsigned q = 0; q < BW_QUANTILE_COUNT; q++) {
        v->values[v->layout->flow_time_quantile_offset + q] = in_days(
            bw_sketch_quantile(&sketches[BW_SKETCH_FLOW], bw_layout_probabilities[q]));
    }
}

/* Variation of weekly orders to makers and suppliers for the items that customers buy,
 * against the variation of weekly demand: squared coefficients of variation, so that
 * units do not matter; the mean over items, weighted by demand. */
static double bullwhip(const struct view *v)
{
    double sum = 0.0, weight = 0.0;

    for (uint32_t i = 0; i < v->network->stock_count; i++) {
        const struct bw_stock *s = &v->network->stocks[i];
        struct bw_total ordered =
            bw_measure_stock_total(v->measure, i, BW_SUM_WEEK_ORDERED);
        struct bw_total asked =
            bw_measure_stock_total(v->measure, i, BW_SUM_WEEK_ASKED);
        const struct bw_total *demand = &v->measure->item_weeks[s->item].whole;
        bool source = bw_stock_has_source(v->network, s, BW_SOURCE_MAKE)
            || bw_stock_has_source(v->network, s, BW_SOURCE_SUPPLY);
        double x = ratio(variance(&ordered) / (mean(&ordered) * mean(&ordered)),
            variance(demand) / (mean(demand) * mean(demand)));

        if (source && demand->sum > 0.0 && isfinite(x)) {
            sum += x * asked.sum;
            weight += asked.sum;
        }
    }
    return ratio(sum, weight);
}

static void extract_goods(const struct view *v, struct row row)
{
    double value = 0.0, wasted = 0.0, delivered = 0.0, co2 = 0.0;

    for (uint32_t i = 0; i < v->network->stock_count; i++) {
        const struct bw_stock *s = &v->network->stocks[i];
        const struct bw_item *item = &v->network->items[s->item];

        value += bw_measure_stock_mean(v->state, i, BW_LEVEL_ON_HAND) * item->quantum
            * item->value;
    }
    for (uint32_t i = 0; i < v->network->demand_count; i++) {
        const struct bw_demand *demand = &v->network->demands[i];
        struct bw_item_week *of_item = &v->measure->item_weeks[demand->item];

        of_item->is_asked_for = true;
        of_item->delivered += total(v, demand->element, BW_SUM_DELIVERED)->sum
            * v->network->items[demand->item].quantum;
    }
    for (uint32_t i = 0; i < v->network->item_count; i++) {
        const struct bw_item_week *of_item = &v->measure->item_weeks[i];

        delivered += of_item->delivered;
        wasted += of_item->is_asked_for ? v->measure->wasted[i] : 0.0;
    }
    for (uint32_t i = 0; i < v->network->lane_count; i++) {
        co2 += total(v, v->network->lanes[i].element, BW_SUM_LANE_CO2)->sum;
    }
    set(row, BW_METRIC_CHAIN_STOCK_VALUE, value);
    set(row, BW_METRIC_CHAIN_WASTE, ratio(wasted, wasted + delivered));
    set(row, BW_METRIC_CHAIN_BULLWHIP, bullwhip(v));
    set(row, BW_METRIC_CHAIN_CO2, co2);
}

static void extract_cost(const struct view *v, struct row row)
{
    double cost = bw_cost_total(v->state);

    for (unsigned account = 0; account < BW_COST_COUNT; account++) {
        set(row, BW_METRIC_CHAIN_COST_HOLDING + account,
            bw_cost_account(v->state, (enum bw_cost_account)account));
    }
    for (unsigned cause = 0; cause < BW_WASTE_COUNT; cause++) {
        set(row, BW_METRIC_CHAIN_WASTE_EXPIRED + cause, v->measure->waste_cost[cause]);
    }
    set(row, BW_METRIC_CHAIN_COST, cost);
    set(row, BW_METRIC_CHAIN_PROFIT,
        row.first[BW_METRIC_CHAIN_REVENUE * row.stride] - cost);
}

/* Cells as means per order line and per delivered unit, and their sums by stage. */
static void extract_cells(const struct view *v, struct row row)
{
    double lines = sum_service(v).closed;
    double units = (double)total(v, 0, BW_SUM_FLOW)->count;
    double waits[BW_STAGE_COUNT] = {0}, flows[BW_STAGE_COUNT] = {0}, ledgers = 0.0;

    for (uint32_t i = 0; i < v->layout->cell_count; i++) {
        double wait = in_days(ratio(bw_history_order_wait(v->state, i), lines));
        double flow = in_days(ratio(bw_history_flow(v->state, i), units));

        v->values[v->layout->order_wait_offset + i] = wait;
        v->values[v->layout->flow_time_offset + i] = flow;
        waits[v->layout->cells[i].stage] += wait;
        flows[v->layout->cells[i].stage] += flow;
    }
    for (uint32_t i = 0; i < v->network->ledger_count; i++) {
        ledgers += bw_extract_ledger_share(v, v->network->ledgers[i].element);
    }
    set(row, BW_METRIC_CHAIN_LEDGER_SHARE, ledgers);
    for (unsigned stage = 0; stage < BW_STAGE_COUNT; stage++) {
        set(row, BW_METRIC_CHAIN_BASIC + stage, waits[stage]);
        set(row, BW_METRIC_CHAIN_BASIC + BW_STAGE_COUNT + stage, flows[stage]);
    }
}

static void extract_series(const struct view *v)
{
    uint32_t weeks = v->layout->week_count;
    const struct bw_series_group *chain = &v->layout->series[0];
    const struct bw_series_group *demands = &v->layout->series[1];

    for (uint32_t w = 0; w < weeks; w++) {
        const struct bw_chain_week *c = &v->measure->chain_weeks[w];
        double *at = v->values + chain->offset + w;

        at[(size_t)BW_SERIES_CHAIN_LEAD_TIME * weeks] =
            in_days(ratio(c->lead, c->closed));
        at[(size_t)BW_SERIES_CHAIN_FLOW_BARE * weeks] =
            in_days(ratio(c->bare, c->counted));
        at[(size_t)BW_SERIES_CHAIN_DELIVERED * weeks] = c->delivered;
        at[(size_t)BW_SERIES_CHAIN_STOCK_VALUE * weeks] = c->stock_value;
        at[(size_t)BW_SERIES_CHAIN_BACKORDERS * weeks] = c->backorders;
    }
    for (uint32_t i = 0; i < demands->element_count; i++) {
        uint32_t demand = v->network->elements[demands->elements[i]].index;

        for (uint32_t w = 0; w < weeks; w++) {
            const struct bw_demand_week *d =
                &v->measure->demand_weeks[(size_t)demand * weeks + w];
            double *at = v->values + demands->offset + (size_t)i * weeks + w;
            size_t step = (size_t)demands->element_count * weeks;

            at[BW_SERIES_DEMAND_LEAD_TIME * step] = in_days(ratio(d->lead, d->closed));
            at[BW_SERIES_DEMAND_ORDERS * step] = d->orders;
            at[BW_SERIES_DEMAND_FILL_RATE * step] = ratio(d->filled, d->asked);
            at[BW_SERIES_DEMAND_BACKORDERS * step] = d->backorders;
        }
    }
}

static void extract_trial_series(const struct view *v)
{
    const struct bw_series_group *trials = &v->layout->series[2];
    uint32_t weeks = v->layout->week_count;

    for (uint32_t i = 0; i < trials->element_count; i++) {
        uint32_t trial = v->network->elements[trials->elements[i]].index;

        for (uint32_t w = 0; w < weeks; w++) {
            const double *values =
                v->measure->trial_weeks[(size_t)trial * weeks + w].values;
            double *at = v->values + trials->offset + (size_t)i * weeks + w;

            for (uint32_t m = 0; m < trials->metric_count; m++) {
                at[(size_t)m * trials->element_count * weeks] = values[m];
            }
        }
    }
}

/* What was left on the paths is exactly the flow time of the delivered units. */
static void check_flow(const struct view *v)
{
    double sum = total(v, 0, BW_SUM_FLOW)->sum, cells = 0.0;

    for (uint32_t i = 0; i < v->layout->cell_count; i++) {
        cells += bw_history_flow(v->state, i);
    }
    BW_ASSERT(fabs(sum - cells) <= 1e-9 * fmax(sum, 1.0));
}

void bw_extract_chain(const struct view *view)
{
    struct row chain = row_of(view, 0, 0);

    check_flow(view);
    extract_service(view, chain);
    extract_flow(view, chain);
    extract_goods(view, chain);
    extract_cost(view, chain);
    extract_cells(view, chain);
    extract_series(view);
    extract_trial_series(view);
}
