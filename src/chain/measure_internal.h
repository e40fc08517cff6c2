/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands behind the gate, for measure.c and extract.c only.
 */
#ifndef BW_CHAIN_MEASURE_INTERNAL_H
#define BW_CHAIN_MEASURE_INTERNAL_H

#include "chain/measure.h"
#include "chain/metrics.h"
#include "engine/sketch.h"
#include "engine/statistics.h"

struct bw_total {
    uint64_t count;
    double sum, squares;
};

/* What stands behind the gate for one stock: 256 bytes in one piece, since there may be
 * a million of them that come up in any order. Of each sum those parts are kept that
 * somebody asks for; measure_stock.c knows where. */
struct bw_stock_record {
    /* From the start of the window to since; once it has closed, the mean. */
    union {
        bw_area area;
        double mean;
    } levels[BW_LEVEL_IN_STOCK];
    union {
        bw_time ticks;
        double mean;
    } in_stock;
    bw_time since;
    struct bw_stock_levels now;
    double sums[9], squares[2];
    uint32_t counts[4], hits[2];
    double week_asked, week_at_once, week_ordered; /* in the week that is running */
};
_Static_assert(sizeof(struct bw_stock_record) == 256, "a record is 256 bytes");

/* Sums of one week of one demand, by week of placement. */
struct bw_demand_week {
    double orders, asked, filled, closed, lead;
    double backorders; /* at its end */
};

/* What customers asked of one item. */
struct bw_trial_week {
    double values[BW_SERIES_TRIAL_COUNT]; /* at the end of the week */
};

struct bw_item_week {
    double asked[2];       /* in even and odd weeks, until the week has ended */
    struct bw_total whole; /* whole weeks */
    bool is_asked_for;     /* a demand names it */
    double delivered;      /* units in the window, set when figures are extracted */
};

struct bw_chain_week {
    double closed, lead;            /* by week of placement */
    double delivered;               /* units, by week of delivery */
    double counted, bare;           /* quanta with a flow time, quanta * ticks */
    double stock_value, backorders; /* at its end */
};

enum bw_chain_sketch {
    BW_SKETCH_LEAD,
    BW_SKETCH_LEAD_OPEN,
    BW_SKETCH_FLOW,
    BW_SKETCH_FLOW_BARE,
    BW_SKETCH_RELEASE,
    BW_SKETCH_CHAIN_COUNT
};

struct bw_measure {
    bool open;
    bool closed;   /* the window has been open and is no more */
    uint32_t week; /* the running one */
    uint32_t whole_weeks;
    uint32_t level_count, total_count, sketch_count;
    uint32_t level_first[BW_ELEMENT_KIND_COUNT], total_first[BW_ELEMENT_KIND_COUNT];
    struct bw_time_average *levels;
    double *level_means; /* of the window, set when it closes */
    struct bw_total *totals;
    struct bw_sketch *sketches; /* chain, two per demand, resources, ledgers,
                                    contracts */
    uint32_t demand_sketch, resource_sketch, ledger_sketch,
        contract_sketch;                 /* first of each */
    struct bw_balance *balances;         /* per item */
    double *wasted;                      /* per item, units in the window */
    double waste_cost[BW_WASTE_COUNT];   /* in the window */
    struct bw_stock_record *stocks;      /* per stock */
    struct bw_demand_week *demand_weeks; /* [demand][week] */
    struct bw_chain_week *chain_weeks;   /* [week] */
    struct bw_item_week *item_weeks;     /* per item */
    struct bw_trial_week *trial_weeks;   /* [trial][week] */
};

/* Empty the records of stocks, start the window, close it, and end a week,
 * which is whole or cut short. */
void bw_measure_stock_reset(struct bw_state *state);
void bw_measure_stock_open(struct bw_state *state);
void bw_measure_stock_close(struct bw_state *state);
void bw_measure_stock_week(struct bw_state *state, bool whole);

/* Ends a week of all trials. */
void bw_measure_trial_week(struct bw_state *state);

/* A sum of a stock; of parts that are not kept 0. */
struct bw_total bw_measure_stock_total(
    const struct bw_measure *measure, bw_index stock, enum bw_sum sum);

static inline uint32_t bw_measure_level_at(
    const struct bw_state *state, bw_index element, enum bw_level level)
{
    static const uint32_t counts[BW_ELEMENT_KIND_COUNT] = {
        [BW_ELEMENT_RESOURCE] = BW_LEVEL_RESOURCE_COUNT,
        [BW_ELEMENT_DEMAND] = BW_LEVEL_DEMAND_COUNT,
        [BW_ELEMENT_RECIPE] = BW_LEVEL_RECIPE_COUNT,
        [BW_ELEMENT_SUPPLY] = BW_LEVEL_SUPPLY_COUNT,
        [BW_ELEMENT_LANE] = BW_LEVEL_LANE_COUNT,
        [BW_ELEMENT_FLEET] = BW_LEVEL_FLEET_COUNT,
        [BW_ELEMENT_DOCK] = BW_LEVEL_DOCK_COUNT,
        [BW_ELEMENT_HUB] = BW_LEVEL_HUB_COUNT,
        [BW_ELEMENT_SPACE] = BW_LEVEL_SPACE_COUNT,
        [BW_ELEMENT_EQUIPMENT] = BW_LEVEL_EQUIPMENT_COUNT,
        [BW_ELEMENT_GRID] = BW_LEVEL_GRID_COUNT,
        [BW_ELEMENT_CONTRACT] = BW_LEVEL_CONTRACT_COUNT,
        [BW_ELEMENT_TRIAL_SITE] = BW_LEVEL_TRIAL_SITE_COUNT,
        [BW_ELEMENT_RETURNS] = BW_LEVEL_RETURNS_COUNT,
        [BW_ELEMENT_SCAN] = BW_LEVEL_SCAN_COUNT,
    };
    const struct bw_element *e = &state->network->elements[element];

    return state->measure->level_first[e->kind] + e->index * counts[e->kind]
        + (uint32_t)level;
}

static inline uint32_t bw_measure_total_at(
    const struct bw_state *state, bw_index element, enum bw_sum sum)
{
    static const uint32_t counts[BW_ELEMENT_KIND_COUNT] = {
        [BW_ELEMENT_CHAIN] = BW_SUM_CHAIN_COUNT,
        [BW_ELEMENT_RESOURCE] = BW_SUM_RESOURCE_COUNT,
        [BW_ELEMENT_STEP] = BW_SUM_STEP_COUNT,
        [BW_ELEMENT_LANE] = BW_SUM_LANE_COUNT,
        [BW_ELEMENT_FLEET] = BW_SUM_FLEET_COUNT,
        [BW_ELEMENT_LANE_LEG] = BW_SUM_LEG_COUNT,
        [BW_ELEMENT_PACKAGING] = BW_SUM_PACK_COUNT,
        [BW_ELEMENT_DOCK] = BW_SUM_DOCK_COUNT,
        [BW_ELEMENT_HUB] = BW_SUM_HUB_COUNT,
        [BW_ELEMENT_SPACE] = BW_SUM_SPACE_COUNT,
        [BW_ELEMENT_EQUIPMENT] = BW_SUM_EQUIPMENT_COUNT,
        [BW_ELEMENT_GRID] = BW_SUM_GRID_COUNT,
        [BW_ELEMENT_POOL] = BW_SUM_POOL_COUNT,
        [BW_ELEMENT_LEDGER] = BW_SUM_LEDGER_COUNT,
        [BW_ELEMENT_CONTRACT] = BW_SUM_CONTRACT_COUNT,
        [BW_ELEMENT_DEMAND] = BW_SUM_DEMAND_COUNT,
        [BW_ELEMENT_PAYER] = BW_SUM_PAYER_COUNT,
        [BW_ELEMENT_BUDGET] = BW_SUM_BUDGET_COUNT,
        [BW_ELEMENT_RECIPE] = BW_SUM_RECIPE_COUNT,
        [BW_ELEMENT_SUPPLY] = BW_SUM_SUPPLY_COUNT,
        [BW_ELEMENT_TRIAL] = BW_SUM_TRIAL_COUNT,
        [BW_ELEMENT_TRIAL_SITE] = BW_SUM_TRIAL_SITE_COUNT,
        [BW_ELEMENT_RETURNS] = BW_SUM_RETURNS_COUNT,
        [BW_ELEMENT_SCAN] = BW_SUM_SCAN_COUNT,
    };
    const struct bw_element *e = &state->network->elements[element];

    return state->measure->total_first[e->kind] + e->index * counts[e->kind]
        + (uint32_t)sum;
}

#endif
