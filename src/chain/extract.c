/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands behind the gate to the values of one replication. Ratios are ratios
 * of sums; 0/0 is NaN.
 */
#include "chain/change.h"
#include "chain/cost.h"
#include "chain/extract_internal.h"

static struct bw_total stock_total(
    const struct view *v, bw_index stock, enum bw_sum sum)
{
    return bw_measure_stock_total(v->measure, stock, sum);
}

static double stock_mean(const struct view *v, bw_index stock, enum bw_sum sum)
{
    struct bw_total total = stock_total(v, stock, sum);

    return mean(&total);
}

static double stock_variance(const struct view *v, bw_index stock, enum bw_sum sum)
{
    struct bw_total total = stock_total(v, stock, sum);

    return variance(&total);
}

static void extract_stock(const struct view *v, bw_index e, struct row row)
{
    bw_index stock = v->network->elements[e].index;
    const struct bw_stock *s = &v->network->stocks[stock];
    double quantum = v->network->items[s->item].quantum;
    double on_hand = bw_measure_stock_mean(v->state, stock, BW_LEVEL_ON_HAND) * quantum;
    double issued =
        stock_total(v, stock, BW_SUM_ISSUED).sum * quantum / v->days; /* per day */
    struct bw_total ordered = stock_total(v, stock, BW_SUM_ORDERED);

    set(row, BW_METRIC_STOCK_ON_HAND, on_hand);
    set(row, BW_METRIC_STOCK_BACKORDERS,
        bw_measure_stock_mean(v->state, stock, BW_LEVEL_BACKORDERS) * quantum);
    set(row, BW_METRIC_STOCK_HELD,
        bw_measure_stock_mean(v->state, stock, BW_LEVEL_HELD) * quantum);
    set(row, BW_METRIC_STOCK_POSITION,
        bw_measure_stock_mean(v->state, stock, BW_LEVEL_POSITION) * quantum);
    set(row, BW_METRIC_STOCK_FILL_RATE,
        ratio(stock_total(v, stock, BW_SUM_AT_ONCE).sum,
            stock_total(v, stock, BW_SUM_ASKED).sum));
    set(row, BW_METRIC_STOCK_IN_STOCK,
        bw_measure_stock_mean(v->state, stock, BW_LEVEL_IN_STOCK));
    set(row, BW_METRIC_STOCK_CYCLE_SERVICE, stock_mean(v, stock, BW_SUM_CYCLE));
    set(row, BW_METRIC_STOCK_PERIOD_SERVICE, stock_mean(v, stock, BW_SUM_WEEK_SERVED));
    set(row, BW_METRIC_STOCK_ORDERS, (double)ordered.count);
    set(row, BW_METRIC_STOCK_ORDER_SIZE, mean(&ordered) * quantum);
    set(row, BW_METRIC_STOCK_ORDER_VARIANCE,
        ratio(stock_variance(v, stock, BW_SUM_WEEK_ORDERED),
            stock_variance(v, stock, BW_SUM_WEEK_ASKED)));
    set(row, BW_METRIC_STOCK_TURNS, ratio(issued * 365.0, on_hand));
    set(row, BW_METRIC_STOCK_DAYS_OF_SUPPLY, ratio(on_hand, issued));
    set(row, BW_METRIC_STOCK_REPLENISHMENT,
        in_days(stock_mean(v, stock, BW_SUM_REPLENISHMENT)));
    set(row, BW_METRIC_STOCK_EXPIRED,
        stock_total(v, stock, BW_SUM_EXPIRED).sum * quantum);
    set(row, BW_METRIC_STOCK_ISSUED_HELD,
        stock_total(v, stock, BW_SUM_ISSUED_HELD).sum * quantum);
    set(row, BW_METRIC_STOCK_HOLDING_COST, bw_cost_of(v->state, e, BW_COST_HOLDING));
    set(row, BW_METRIC_STOCK_ORDERING_COST,
        bw_cost_of(v->state, e, BW_COST_ORDERING)
            + bw_cost_of(v->state, e, BW_COST_PURCHASE));
    set(row, BW_METRIC_STOCK_SHORTAGE_COST, bw_cost_of(v->state, e, BW_COST_SHORTAGE));
}

static void extract_resource(const struct view *v, bw_index e, struct row row)
{
    uint32_t resource = v->network->elements[e].index;
    double busy = level(v, e, BW_LEVEL_BUSY), setup = level(v, e, BW_LEVEL_SETUP);
    double down = level(v, e, BW_LEVEL_DOWN), idle = level(v, e, BW_LEVEL_IDLE);
    double off = level(v, e, BW_LEVEL_OFF_SHIFT);
    double blocked = level(v, e, BW_LEVEL_BLOCKED);
    double starved = level(v, e, BW_LEVEL_STARVED);
    double all = busy + setup + down + idle + starved + blocked + off;
    const struct bw_total *sojourn = total(v, e, BW_SUM_SOJOURN);

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
    set(row, BW_METRIC_RESOURCE_CHANGEOVERS,
        (double)total(v, e, BW_SUM_CHANGEOVERS)->count);
    set(row, BW_METRIC_RESOURCE_SERVERS, level(v, e, BW_LEVEL_SERVERS));
    set(row, BW_METRIC_RESOURCE_EXTRA, level(v, e, BW_LEVEL_EXTRA));
    set(row, BW_METRIC_RESOURCE_EXTRA_SHARE, level(v, e, BW_LEVEL_HAS_EXTRA));
    set(row, BW_METRIC_RESOURCE_CALLS, (double)total(v, e, BW_SUM_CALLS)->count);
    set(row, BW_METRIC_RESOURCE_BUSY, ratio(busy, all));
    set(row, BW_METRIC_RESOURCE_SETUP, ratio(setup, all));
    set(row, BW_METRIC_RESOURCE_DOWN, ratio(down, all));
    set(row, BW_METRIC_RESOURCE_BLOCKED, ratio(blocked, all));
    set(row, BW_METRIC_RESOURCE_OFF_SHIFT, ratio(off, all));
    set(row, BW_METRIC_RESOURCE_STARVED, ratio(starved, all));
    set(row, BW_METRIC_RESOURCE_IDLE, ratio(idle, all));
    set(row, BW_METRIC_RESOURCE_FLEXIBLE_COST,
        bw_cost_of(v->state, e, BW_COST_FLEXIBLE));
    set(row, BW_METRIC_RESOURCE_COST, bw_cost_of_element(v->state, e));
}

static void extract_step(const struct view *v, bw_index e, struct row row)
{
    const struct bw_step *step = &v->network->steps[v->network->elements[e].index];
    double quantum = v->network->items[v->network->recipes[step->recipe].item].quantum;
    const struct bw_total *passes = total(v, e, BW_SUM_STEP_REJECT);

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

static void extract_recipe(const struct view *v, bw_index e, struct row row)
{
    const struct bw_recipe *recipe =
        &v->network->recipes[v->network->elements[e].index];

    set(row, BW_METRIC_RECIPE_BATCHES, total(v, e, BW_SUM_RECIPE_ENDED)->sum);
    set(row, BW_METRIC_RECIPE_BATCH_SIZE,
        mean(total(v, e, BW_SUM_RECIPE_SIZE))
            * v->network->items[recipe->item].quantum);
    set(row, BW_METRIC_RECIPE_WIP, level(v, e, BW_LEVEL_WIP));
    set(row, BW_METRIC_RECIPE_BACKLOG, level(v, e, BW_LEVEL_BACKLOG));
    set(row, BW_METRIC_RECIPE_BACKLOG_WAIT,
        in_days(mean(total(v, e, BW_SUM_BACKLOG_WAIT))));
    set(row, BW_METRIC_RECIPE_REVIEW_TIME,
        in_days(mean(total(v, e, BW_SUM_REVIEW_TIME))));
    set(row, BW_METRIC_RECIPE_DEVIATIONS, mean(total(v, e, BW_SUM_DEVIATIONS)));
    double made =
        total(v, e, BW_SUM_RECIPE_GOOD)->sum * v->network->items[recipe->item].quantum;
    set(row, BW_METRIC_RECIPE_MADE, made);
    set(row, BW_METRIC_RECIPE_COST, total(v, e, BW_SUM_RECIPE_COST)->sum);
    set(row, BW_METRIC_RECIPE_UNIT_COST,
        made > 0.0 ? total(v, e, BW_SUM_RECIPE_OWN_COST)->sum / made : NAN);
}

static void extract_supply(const struct view *v, bw_index e, struct row row)
{
    const struct bw_supply *s = &v->network->supplies[v->network->elements[e].index];
    double quantum = v->network->items[s->item].quantum;
    double started = total(v, e, BW_SUM_SUPPLY_STARTED)->sum * quantum;
    double capacity = 0.0;

    if (s->capacity != BW_NONE) {
        capacity = bw_change_mean(v->state, s->capacity) * (double)v->network->horizon
            / (double)s->capacity_every;
    }
    set(row, BW_METRIC_SUPPLY_ORDERS,
        (double)total(v, e, BW_SUM_SUPPLY_ORDERED)->count);
    set(row, BW_METRIC_SUPPLY_HURRIED,
        (double)total(v, e, BW_SUM_SUPPLY_HURRIED)->count);
    set(row, BW_METRIC_SUPPLY_ORDERED,
        total(v, e, BW_SUM_SUPPLY_ORDERED)->sum * quantum);
    set(row, BW_METRIC_SUPPLY_DELIVERED,
        total(v, e, BW_SUM_SUPPLY_DELIVERED)->sum * quantum);
    set(row, BW_METRIC_SUPPLY_LEAD_TIME,
        in_days(mean(total(v, e, BW_SUM_SUPPLY_LEAD))));
    set(row, BW_METRIC_SUPPLY_WAIT, in_days(mean(total(v, e, BW_SUM_SUPPLY_WAIT))));
    set(row, BW_METRIC_SUPPLY_WAITING, level(v, e, BW_LEVEL_SUPPLY_WAITING) * quantum);
    set(row, BW_METRIC_SUPPLY_AVAILABILITY, level(v, e, BW_LEVEL_SUPPLY_OPEN));
    set(row, BW_METRIC_SUPPLY_CHECKING, level(v, e, BW_LEVEL_SUPPLY_CHECKING));
    set(row, BW_METRIC_SUPPLY_EXPIRED, level(v, e, BW_LEVEL_SUPPLY_EXPIRED));
    set(row, BW_METRIC_SUPPLY_ONBOARDING,
        in_days(mean(total(v, e, BW_SUM_SUPPLY_ONBOARDING))));
    set(row, BW_METRIC_SUPPLY_CAPACITY_USED, ratio(started, capacity));
    set(row, BW_METRIC_SUPPLY_COST, bw_cost_of_element(v->state, e));
}

void bw_measure_extract(struct bw_state *state, double *values)
{
    static void (*const extract[BW_ELEMENT_KIND_COUNT])(
        const struct view *, bw_index, struct row) = {
        [BW_ELEMENT_DEMAND] = bw_extract_demand,
        [BW_ELEMENT_STOCK] = extract_stock,
        [BW_ELEMENT_RESOURCE] = extract_resource,
        [BW_ELEMENT_STEP] = extract_step,
        [BW_ELEMENT_LANE] = bw_extract_lane,
        [BW_ELEMENT_LEDGER] = bw_extract_ledger,
        [BW_ELEMENT_SUPPLY] = extract_supply,
        [BW_ELEMENT_FLEET] = bw_extract_fleet,
        [BW_ELEMENT_DOCK] = bw_extract_dock,
        [BW_ELEMENT_RECIPE] = extract_recipe,
        [BW_ELEMENT_SPACE] = bw_extract_space,
        [BW_ELEMENT_EQUIPMENT] = bw_extract_equipment,
        [BW_ELEMENT_GRID] = bw_extract_grid,
        [BW_ELEMENT_HUB] = bw_extract_hub,
        [BW_ELEMENT_POOL] = bw_extract_pool,
        [BW_ELEMENT_FORECAST] = bw_extract_forecast,
        [BW_ELEMENT_PAYER] = bw_extract_payer,
        [BW_ELEMENT_RETURNS] = bw_extract_returns,
        [BW_ELEMENT_SCAN] = bw_extract_scan,
        [BW_ELEMENT_CONTRACT] = bw_extract_contract,
        [BW_ELEMENT_BUDGET] = bw_extract_budget,
        [BW_ELEMENT_PACKAGING] = bw_extract_packaging,
        [BW_ELEMENT_LANE_LEG] = bw_extract_lane_leg,
        [BW_ELEMENT_TRIAL] = bw_extract_trial,
        [BW_ELEMENT_TRIAL_SITE] = bw_extract_trial_site,
    };
    struct view v = {
        .state = state,
        .network = state->network,
        .layout = state->layout,
        .measure = state->measure,
        .days = in_days((double)state->network->horizon),
    };

    v.values = values;
    for (size_t group = 1; group < BW_GROUP_COUNT; group++) {
        const struct bw_metric_group *g = &v.layout->groups[group];

        for (uint32_t i = 0; i < g->element_count; i++) {
            extract[g->kind](&v, g->elements[i], row_of(&v, group, i));
        }
    }
    bw_extract_chain(&v);
}
