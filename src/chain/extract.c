/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands behind the gate to the values of one replication. Ratios are ratios
 * of sums; 0/0 is NaN.
 */
#include "chain/cost.h"
#include "chain/history.h"
#include "chain/measure.h"
#include "chain/measure_internal.h"
#include "chain/metrics.h"

#include <math.h>

struct view {
    const struct bw_state *state;
    const struct bw_network *network;
    const struct bw_layout *layout;
    const struct bw_measure *measure;
    double *values;
    double days; /* of the window */
};

static double ratio(double a, double b)
{
    return b != 0.0 ? a / b : NAN;
}

static double in_days(double ticks)
{
    return ticks / (double)BW_DAY;
}

static const struct bw_total *total(
    const struct view *v, bw_index element, enum bw_sum sum)
{
    return &v->measure->totals[bw_measure_total_at(v->state, element, sum)];
}

static double mean(const struct bw_total *t)
{
    return ratio(t->sum, (double)t->count);
}

static double variance(const struct bw_total *t)
{
    double n = (double)t->count;

    return t->count < 2 ? NAN
                        : fmax((t->squares - t->sum * t->sum / n) / (n - 1.0), 0.0);
}

static double level(const struct view *v, bw_index element, enum bw_level which)
{
    return v->measure->level_means[bw_measure_level_at(v->state, element, which)];
}

/* Address of metric 0 of a group's element; metrics lie element_count apart. */
struct row {
    double *first;
    size_t stride;
};

static struct row row_of(const struct view *v, size_t group, uint32_t element)
{
    const struct bw_metric_group *g = &v->layout->groups[group];

    return (struct row){v->values + g->offset + element, g->element_count};
}

static void set(struct row row, unsigned metric, double value)
{
    row.first[metric * row.stride] = value;
}

/* Writes the 50, 90, 95 and 99 % quantiles of a sketch, censored where open is given.
 */
static void set_quantiles(struct row row, unsigned first,
    const struct bw_sketch *sketch, const struct bw_sketch *open)
{
    static const double probabilities[] = {0.50, 0.90, 0.95, 0.99};

    for (unsigned i = 0; i < 4; i++) {
        double ticks = open != NULL
            ? bw_sketch_quantile_censored(sketch, open, probabilities[i])
            : bw_sketch_quantile(sketch, probabilities[i]);

        set(row, first + i, in_days(ticks));
    }
}

/* Open lines matter to quantiles above 1 %: then the Kaplan-Meier estimate is used. */
static const struct bw_sketch *if_many_open(
    const struct bw_sketch *closed, const struct bw_sketch *open)
{
    return (double)open->count > 0.01 * (double)(closed->count + open->count) ? open
                                                                              : NULL;
}

static void extract_demand(const struct view *v, uint32_t i)
{
    const struct bw_demand *d =
        &v->network
             ->demands[v->network->elements[v->layout->groups[1].elements[i]].index];
    bw_index demand = v->network->elements[d->element].index;
    double quantum = v->network->items[d->item].quantum;
    const struct bw_total *orders = total(v, d->element, BW_SUM_ORDERS);
    const struct bw_sketch *sketch =
        &v->measure->sketches[v->measure->demand_sketch + 2 * demand];
    const struct bw_sketch *open = if_many_open(&sketch[0], &sketch[1]);
    struct row row = row_of(v, 1, i);

    set(row, BW_METRIC_DEMAND_ORDERS, (double)orders->count);
    set(row, BW_METRIC_DEMAND_OPEN_ORDERS,
        ratio((double)total(v, d->element, BW_SUM_OPEN)->count, (double)orders->count));
    set(row, BW_METRIC_DEMAND_LEAD_TIME,
        in_days(mean(total(v, d->element, BW_SUM_LEAD))));
    set_quantiles(row, BW_METRIC_DEMAND_LEAD_TIME_P50, &sketch[0], open);
    set(row, BW_METRIC_DEMAND_FILL_RATE,
        ratio(total(v, d->element, BW_SUM_FILLED)->sum, orders->sum));
    set(row, BW_METRIC_DEMAND_OTIF, mean(total(v, d->element, BW_SUM_DUE)));
    set(row, BW_METRIC_DEMAND_LOST, total(v, d->element, BW_SUM_LOST)->sum * quantum);
    set(row, BW_METRIC_DEMAND_DEMANDED, orders->sum * quantum);
    set(row, BW_METRIC_DEMAND_BACKORDERS,
        level(v, d->element, BW_LEVEL_UNDELIVERED) * quantum);
    set(row, BW_METRIC_DEMAND_REVENUE, total(v, d->element, BW_SUM_REVENUE)->sum);
    for (unsigned q = 0; q < BW_QUANTILE_COUNT; q++) {
        double p = bw_layout_probabilities[q];

        v->values[v->layout->lead_time_quantile_offset + i * BW_QUANTILE_COUNT + q] =
            in_days(open != NULL ? bw_sketch_quantile_censored(&sketch[0], open, p)
                                 : bw_sketch_quantile(&sketch[0], p));
    }
}

static void extract_stock(const struct view *v, uint32_t i)
{
    const struct bw_stock *s =
        &v->network
             ->stocks[v->network->elements[v->layout->groups[2].elements[i]].index];
    bw_index e = s->element;
    double quantum = v->network->items[s->item].quantum;
    double on_hand = level(v, e, BW_LEVEL_ON_HAND) * quantum;
    double issued = total(v, e, BW_SUM_ISSUED)->sum * quantum / v->days; /* per day */
    const struct bw_total *ordered = total(v, e, BW_SUM_ORDERED);
    struct row row = row_of(v, 2, i);

    set(row, BW_METRIC_STOCK_ON_HAND, on_hand);
    set(row, BW_METRIC_STOCK_BACKORDERS, level(v, e, BW_LEVEL_BACKORDERS) * quantum);
    set(row, BW_METRIC_STOCK_POSITION, level(v, e, BW_LEVEL_POSITION) * quantum);
    set(row, BW_METRIC_STOCK_FILL_RATE,
        ratio(total(v, e, BW_SUM_AT_ONCE)->sum, total(v, e, BW_SUM_ASKED)->sum));
    set(row, BW_METRIC_STOCK_IN_STOCK, level(v, e, BW_LEVEL_IN_STOCK));
    set(row, BW_METRIC_STOCK_CYCLE_SERVICE, mean(total(v, e, BW_SUM_CYCLE)));
    set(row, BW_METRIC_STOCK_PERIOD_SERVICE, mean(total(v, e, BW_SUM_WEEK_SERVED)));
    set(row, BW_METRIC_STOCK_ORDERS, (double)ordered->count);
    set(row, BW_METRIC_STOCK_ORDER_SIZE, mean(ordered) * quantum);
    set(row, BW_METRIC_STOCK_ORDER_VARIANCE,
        ratio(variance(total(v, e, BW_SUM_WEEK_ORDERED)),
            variance(total(v, e, BW_SUM_WEEK_ASKED))));
    set(row, BW_METRIC_STOCK_TURNS, ratio(issued * 365.0, on_hand));
    set(row, BW_METRIC_STOCK_DAYS_OF_SUPPLY, ratio(on_hand, issued));
    set(row, BW_METRIC_STOCK_REPLENISHMENT,
        in_days(mean(total(v, e, BW_SUM_REPLENISHMENT))));
    set(row, BW_METRIC_STOCK_EXPIRED, total(v, e, BW_SUM_EXPIRED)->sum * quantum);
    set(row, BW_METRIC_STOCK_ISSUED_HELD,
        total(v, e, BW_SUM_ISSUED_HELD)->sum * quantum);
    set(row, BW_METRIC_STOCK_HOLDING_COST, bw_cost_of(v->state, e, BW_COST_HOLDING));
    set(row, BW_METRIC_STOCK_ORDERING_COST,
        bw_cost_of(v->state, e, BW_COST_ORDERING)
            + bw_cost_of(v->state, e, BW_COST_PURCHASE));
    set(row, BW_METRIC_STOCK_SHORTAGE_COST, bw_cost_of(v->state, e, BW_COST_SHORTAGE));
}

static void extract_resource(const struct view *v, uint32_t i)
{
    bw_index e = v->layout->groups[3].elements[i];
    uint32_t resource = v->network->elements[e].index;
    double busy = level(v, e, BW_LEVEL_BUSY), setup = level(v, e, BW_LEVEL_SETUP);
    double down = level(v, e, BW_LEVEL_DOWN), idle = level(v, e, BW_LEVEL_IDLE);
    double off = level(v, e, BW_LEVEL_OFF_SHIFT);
    double all = busy + setup + down + idle + off;
    const struct bw_total *sojourn = total(v, e, BW_SUM_SOJOURN);
    struct row row = row_of(v, 3, i);

    set(row, BW_METRIC_RESOURCE_UTILIZATION, ratio(busy + setup, all - down - off));
    set(row, BW_METRIC_RESOURCE_QUEUE_LENGTH, level(v, e, BW_LEVEL_QUEUE));
    set(row, BW_METRIC_RESOURCE_WAIT, in_days(mean(total(v, e, BW_SUM_WAIT))));
    set(row, BW_METRIC_RESOURCE_WAIT_P95,
        in_days(bw_sketch_quantile(
            &v->measure->sketches[v->measure->resource_sketch + resource], 0.95)));
    set(row, BW_METRIC_RESOURCE_TIME_IN_SYSTEM, in_days(mean(sojourn)));
    set(row, BW_METRIC_RESOURCE_THROUGHPUT, (double)sojourn->count / v->days);
    set(row, BW_METRIC_RESOURCE_TURNED_AWAY,
        (double)total(v, e, BW_SUM_TURNED_AWAY)->count);
    set(row, BW_METRIC_RESOURCE_BUSY, ratio(busy, all));
    set(row, BW_METRIC_RESOURCE_SETUP, ratio(setup, all));
    set(row, BW_METRIC_RESOURCE_DOWN, ratio(down, all));
    set(row, BW_METRIC_RESOURCE_OFF_SHIFT, ratio(off, all));
    set(row, BW_METRIC_RESOURCE_IDLE, ratio(idle, all));
    set(row, BW_METRIC_RESOURCE_COST, bw_cost_of_element(v->state, e));
}

static void extract_step(const struct view *v, uint32_t i)
{
    bw_index e = v->layout->groups[4].elements[i];
    const struct bw_step *step = &v->network->steps[v->network->elements[e].index];
    double quantum = v->network->items[v->network->recipes[step->recipe].item].quantum;
    const struct bw_total *passes = total(v, e, BW_SUM_STEP_REJECT);
    struct row row = row_of(v, 4, i);

    set(row, BW_METRIC_STEP_WAIT, in_days(mean(total(v, e, BW_SUM_STEP_WAIT))));
    set(row, BW_METRIC_STEP_TIME, in_days(mean(total(v, e, BW_SUM_STEP_TIME))));
    set(row, BW_METRIC_STEP_YIELD, mean(total(v, e, BW_SUM_STEP_YIELD)));
    set(row, BW_METRIC_STEP_REJECTS,
        ratio(passes->sum + total(v, e, BW_SUM_STEP_TEST_REJECT)->sum,
            (double)passes->count));
    set(row, BW_METRIC_STEP_REWORK, mean(total(v, e, BW_SUM_STEP_REWORK)));
    set(row, BW_METRIC_STEP_LOST_AT_RISK,
        total(v, e, BW_SUM_STEP_LOST_AT_RISK)->sum * quantum);
    set(row, BW_METRIC_STEP_COST, bw_cost_of_element(v->state, e));
}

static void extract_lane(const struct view *v, uint32_t i)
{
    bw_index e = v->layout->groups[5].elements[i];
    const struct bw_total *load = total(v, e, BW_SUM_LOAD);
    struct row row = row_of(v, 5, i);

    set(row, BW_METRIC_LANE_SHIPMENTS, (double)load->count);
    set(row, BW_METRIC_LANE_LOAD, mean(load));
    set(row, BW_METRIC_LANE_LOAD_SHARE, mean(total(v, e, BW_SUM_LOAD_SHARE)));
    set(row, BW_METRIC_LANE_DISPATCH_WAIT,
        in_days(mean(total(v, e, BW_SUM_DISPATCH_WAIT))));
    set(row, BW_METRIC_LANE_TRANSIT, in_days(mean(total(v, e, BW_SUM_TRANSIT))));
    set(row, BW_METRIC_LANE_EXCURSIONS, mean(total(v, e, BW_SUM_EXCURSION)));
    set(row, BW_METRIC_LANE_OUT_OF_RANGE,
        in_days(mean(total(v, e, BW_SUM_OUT_OF_RANGE))));
    set(row, BW_METRIC_LANE_COST, bw_cost_of_element(v->state, e));
    set(row, BW_METRIC_LANE_CO2, total(v, e, BW_SUM_LANE_CO2)->sum);
}

static void extract_ledger(const struct view *v, uint32_t i)
{
    bw_index e = v->layout->groups[6].elements[i];
    uint32_t ledger = v->network->elements[e].index;
    const struct bw_total *verify = total(v, e, BW_SUM_VERIFY);
    const struct bw_sketch *sketch =
        &v->measure->sketches[v->measure->ledger_sketch + ledger];
    struct row row = row_of(v, 6, i);

    set(row, BW_METRIC_LEDGER_VERIFICATION, in_days(mean(verify)));
    set(row, BW_METRIC_LEDGER_VERIFICATION_P50,
        in_days(bw_sketch_quantile(sketch, 0.50)));
    set(row, BW_METRIC_LEDGER_VERIFICATION_P95,
        in_days(bw_sketch_quantile(sketch, 0.95)));
    set(row, BW_METRIC_LEDGER_VERIFICATION_P99,
        in_days(bw_sketch_quantile(sketch, 0.99)));
    set(row, BW_METRIC_LEDGER_LOAD, (double)verify->count / v->days);
    set(row, BW_METRIC_LEDGER_EXCEPTIONS, mean(total(v, e, BW_SUM_EXCEPTION)));
    set(row, BW_METRIC_LEDGER_QUARANTINE,
        in_days(mean(total(v, e, BW_SUM_QUARANTINE))));
    set(row, BW_METRIC_LEDGER_COST, bw_cost_of_element(v->state, e));
}

/* Sums over all demands. */
struct service {
    double lines, open, lead, closed, lead_units, closed_units, asked, filled, due,
        with_due, lost, delivered, revenue;
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
        const struct bw_total *ordered = total(v, s->element, BW_SUM_WEEK_ORDERED);
        const struct bw_total *asked = total(v, s->element, BW_SUM_WEEK_ASKED);
        const struct bw_total *demand = &v->measure->item_weeks[s->item].whole;
        bool source = bw_stock_has_source(v->network, s, BW_SOURCE_MAKE)
            || bw_stock_has_source(v->network, s, BW_SOURCE_SUPPLY);
        double x = ratio(variance(ordered) / (mean(ordered) * mean(ordered)),
            variance(demand) / (mean(demand) * mean(demand)));

        if (source && demand->sum > 0.0 && isfinite(x)) {
            sum += x * asked->sum;
            weight += asked->sum;
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

        value += level(v, s->element, BW_LEVEL_ON_HAND) * item->quantum * item->value;
    }
    for (uint32_t i = 0; i < v->network->item_count; i++) {
        bool demanded = false;

        for (uint32_t d = 0; d < v->network->demand_count; d++) {
            const struct bw_demand *demand = &v->network->demands[d];

            if (demand->item == i) {
                demanded = true;
                delivered += total(v, demand->element, BW_SUM_DELIVERED)->sum
                    * v->network->items[i].quantum;
            }
        }
        wasted += demanded ? v->measure->wasted[i] : 0.0;
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
    set(row, BW_METRIC_CHAIN_COST, cost);
    set(row, BW_METRIC_CHAIN_PROFIT,
        row.first[BW_METRIC_CHAIN_REVENUE * row.stride] - cost);
}

/* Cells as means per order line and per delivered unit, and their sums by stage. */
static void extract_cells(const struct view *v, struct row row)
{
    double lines = sum_service(v).closed;
    double units = (double)total(v, 0, BW_SUM_FLOW)->count;
    double waits[BW_STAGE_COUNT] = {0}, flows[BW_STAGE_COUNT] = {0};

    for (uint32_t i = 0; i < v->layout->cell_count; i++) {
        double wait = in_days(ratio(bw_history_order_wait(v->state, i), lines));
        double flow = in_days(ratio(bw_history_flow(v->state, i), units));

        v->values[v->layout->order_wait_offset + i] = wait;
        v->values[v->layout->flow_time_offset + i] = flow;
        waits[v->layout->cells[i].stage] += wait;
        flows[v->layout->cells[i].stage] += flow;
    }
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

/* What was left on the paths is exactly the flow time of the delivered units. */
static void check_flow(const struct view *v)
{
    double sum = total(v, 0, BW_SUM_FLOW)->sum, cells = 0.0;

    for (uint32_t i = 0; i < v->layout->cell_count; i++) {
        cells += bw_history_flow(v->state, i);
    }
    BW_ASSERT(fabs(sum - cells) <= 1e-9 * fmax(sum, 1.0));
}

void bw_measure_extract(struct bw_state *state, double *values)
{
    static void (*const extract[BW_GROUP_COUNT])(const struct view *, uint32_t) = {
        NULL,
        extract_demand,
        extract_stock,
        extract_resource,
        extract_step,
        extract_lane,
        extract_ledger,
    };
    struct view v = {
        .state = state,
        .network = state->network,
        .layout = state->layout,
        .measure = state->measure,
        .days = in_days((double)state->network->horizon),
    };
    struct row chain;

    v.values = values;
    chain = row_of(&v, 0, 0);
    check_flow(&v);
    for (size_t group = 1; group < BW_GROUP_COUNT; group++) {
        for (uint32_t i = 0; i < v.layout->groups[group].element_count; i++) {
            extract[group](&v, i);
        }
    }
    extract_service(&v, chain);
    extract_flow(&v, chain);
    extract_goods(&v, chain);
    extract_cost(&v, chain);
    extract_cells(&v, chain);
    extract_series(&v);
}
