/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/layout.h"

#include "base/memory.h"
#include "chain/metrics.h"

#include <string.h>

#define BW_X(id, name, unit, text) {name, unit, text},
static const struct bw_metric chain_metrics[] = {BW_CHAIN_METRIC_LIST(BW_X)};
static const struct bw_metric demand_metrics[] = {BW_DEMAND_METRIC_LIST(BW_X)};
static const struct bw_metric stock_metrics[] = {BW_STOCK_METRIC_LIST(BW_X)};
static const struct bw_metric resource_metrics[] = {BW_RESOURCE_METRIC_LIST(BW_X)};
static const struct bw_metric step_metrics[] = {BW_STEP_METRIC_LIST(BW_X)};
static const struct bw_metric lane_metrics[] = {BW_LANE_METRIC_LIST(BW_X)};
static const struct bw_metric dock_metrics[] = {BW_DOCK_METRIC_LIST(BW_X)};
static const struct bw_metric space_metrics[] = {BW_SPACE_METRIC_LIST(BW_X)};
static const struct bw_metric equipment_metrics[] = {BW_EQUIPMENT_METRIC_LIST(BW_X)};
static const struct bw_metric grid_metrics[] = {BW_GRID_METRIC_LIST(BW_X)};
static const struct bw_metric hub_metrics[] = {BW_HUB_METRIC_LIST(BW_X)};
static const struct bw_metric pool_metrics[] = {BW_POOL_METRIC_LIST(BW_X)};
static const struct bw_metric fleet_metrics[] = {BW_FLEET_METRIC_LIST(BW_X)};
static const struct bw_metric ledger_metrics[] = {BW_LEDGER_METRIC_LIST(BW_X)};
static const struct bw_metric supply_metrics[] = {BW_SUPPLY_METRIC_LIST(BW_X)};
static const struct bw_metric recipe_metrics[] = {BW_RECIPE_METRIC_LIST(BW_X)};
static const struct bw_metric forecast_metrics[] = {BW_FORECAST_METRIC_LIST(BW_X)};
static const struct bw_metric payer_metrics[] = {BW_PAYER_METRIC_LIST(BW_X)};
static const struct bw_metric contract_metrics[] = {BW_CONTRACT_METRIC_LIST(BW_X)};
static const struct bw_metric budget_metrics[] = {BW_BUDGET_METRIC_LIST(BW_X)};
static const struct bw_metric packaging_metrics[] = {BW_PACKAGING_METRIC_LIST(BW_X)};
static const struct bw_metric lane_leg_metrics[] = {BW_LANE_LEG_METRIC_LIST(BW_X)};
static const struct bw_metric trial_metrics[] = {BW_TRIAL_METRIC_LIST(BW_X)};
static const struct bw_metric trial_site_metrics[] = {BW_TRIAL_SITE_METRIC_LIST(BW_X)};
static const struct bw_metric returns_metrics[] = {BW_RETURNS_METRIC_LIST(BW_X)};
static const struct bw_metric scan_metrics[] = {BW_SCAN_METRIC_LIST(BW_X)};
static const struct bw_metric chain_series[] = {BW_CHAIN_SERIES_LIST(BW_X)};
static const struct bw_metric demand_series[] = {BW_DEMAND_SERIES_LIST(BW_X)};
static const struct bw_metric trial_series[] = {BW_TRIAL_SERIES_LIST(BW_X)};
#undef BW_X

#define BW_STAGE_METRIC_NAMES(id, text, waiting)                                       \
    {"lead_time." text, "d", "order lead time spent under " text},
#define BW_STAGE_FLOW_NAMES(id, text, waiting)                                         \
    {"flow_time." text, "d", "age of delivered units spent under " text},
static const struct bw_metric stage_metrics[] = {
    BW_STAGE_LIST(BW_STAGE_METRIC_NAMES) BW_STAGE_LIST(BW_STAGE_FLOW_NAMES)};

const double bw_layout_probabilities[BW_QUANTILE_COUNT] = {0.01, 0.05, 0.10, 0.15, 0.20,
    0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90,
    0.95, 0.975, 0.99, 0.999};

/* Stages that can be charged to an element of each kind. */
static const uint32_t stages_of[BW_ELEMENT_KIND_COUNT] = {
    [BW_ELEMENT_DOCK] = 1u << BW_STAGE_QUEUE | 1u << BW_STAGE_PROCESS,
    [BW_ELEMENT_HUB] = 1u << BW_STAGE_SPACE,
    [BW_ELEMENT_EQUIPMENT] = 1u << BW_STAGE_QUARANTINE,
    [BW_ELEMENT_LANE] = 1u << BW_STAGE_DISPATCH | 1u << BW_STAGE_TRANSIT
        | 1u << BW_STAGE_CUSTOMS | 1u << BW_STAGE_QUARANTINE,
    [BW_ELEMENT_CONTRACT] = 1u << BW_STAGE_BLOCKED,
    [BW_ELEMENT_LEDGER] = 1u << BW_STAGE_VERIFY,
    [BW_ELEMENT_RESOURCE] = 1u << BW_STAGE_QUEUE | 1u << BW_STAGE_SETUP
        | 1u << BW_STAGE_DOWN | 1u << BW_STAGE_SHIFT | 1u << BW_STAGE_QUARANTINE
        | 1u << BW_STAGE_BLOCKED,
    [BW_ELEMENT_SPACE] = 1u << BW_STAGE_SPACE,
    [BW_ELEMENT_STEP] = 1u << BW_STAGE_PROCESS | 1u << BW_STAGE_TEST
        | 1u << BW_STAGE_HOLD | 1u << BW_STAGE_QUARANTINE,
    [BW_ELEMENT_STOCK] =
        1u << BW_STAGE_ORDER | 1u << BW_STAGE_STORE | 1u << BW_STAGE_ALLOCATE,
    [BW_ELEMENT_SUPPLY] = 1u << BW_STAGE_SOURCE,
    [BW_ELEMENT_RETURNS] = 1u << BW_STAGE_SOURCE | 1u << BW_STAGE_TRANSIT
        | 1u << BW_STAGE_TEST | 1u << BW_STAGE_QUARANTINE,
    [BW_ELEMENT_SCAN] = 1u << BW_STAGE_HOLD | 1u << BW_STAGE_QUARANTINE,
    [BW_ELEMENT_RECIPE] = 1u << BW_STAGE_BATCH,
};

/* Stages that can be charged to an element. */
static uint32_t stages_at(const struct bw_network *network, bw_index element)
{
    const struct bw_element *e = &network->elements[element];
    uint32_t stages = stages_of[e->kind];

    if (e->kind == BW_ELEMENT_LANE && e->index < network->lane_count
        && network->lanes[e->index].unloading != NULL
        && network->lanes[e->index].unloading->dock == BW_NONE) {
        stages |= 1u << BW_STAGE_PROCESS; /* a stop without a dock */
    }
    if (e->kind == BW_ELEMENT_STOCK && e->index < network->stock_count
        && network->stocks[e->index].rest != BW_NONE) {
        stages |= 1u << BW_STAGE_HOLD;
    }
    if (e->kind == BW_ELEMENT_RECIPE && e->index < network->recipe_count) {
        const struct bw_recipe *recipe = &network->recipes[e->index];

        stages |= recipe->is_held_back ? 1u << BW_STAGE_QUEUE : 0;
        stages |= recipe->release.present
            ? 1u << BW_STAGE_HOLD | 1u << BW_STAGE_QUARANTINE
            : 0;
    }
    if (e->kind == BW_ELEMENT_LANE && e->index < network->lane_count
        && network->lanes[e->index].checks != NULL
        && network->lanes[e->index].checks->tests_incoming) {
        stages |= 1u << BW_STAGE_TEST;
    }
    return stages;
}

static const struct {
    const char *name;
    enum bw_element_kind kind;
    const struct bw_metric *metrics;
    uint32_t count;
} group_rows[BW_GROUP_COUNT] = {
    {"chain", BW_ELEMENT_CHAIN, NULL, BW_METRIC_CHAIN_BASIC + 2 * BW_STAGE_COUNT},
    {"demand", BW_ELEMENT_DEMAND, demand_metrics, BW_METRIC_DEMAND_COUNT},
    {"stock", BW_ELEMENT_STOCK, stock_metrics, BW_METRIC_STOCK_COUNT},
    {"resource", BW_ELEMENT_RESOURCE, resource_metrics, BW_METRIC_RESOURCE_COUNT},
    {"step", BW_ELEMENT_STEP, step_metrics, BW_METRIC_STEP_COUNT},
    {"lane", BW_ELEMENT_LANE, lane_metrics, BW_METRIC_LANE_COUNT},
    {"ledger", BW_ELEMENT_LEDGER, ledger_metrics, BW_METRIC_LEDGER_COUNT},
    {"supply", BW_ELEMENT_SUPPLY, supply_metrics, BW_METRIC_SUPPLY_COUNT},
    {"fleet", BW_ELEMENT_FLEET, fleet_metrics, BW_METRIC_FLEET_COUNT},
    {"dock", BW_ELEMENT_DOCK, dock_metrics, BW_METRIC_DOCK_COUNT},
    {"recipe", BW_ELEMENT_RECIPE, recipe_metrics, BW_METRIC_RECIPE_COUNT},
    {"space", BW_ELEMENT_SPACE, space_metrics, BW_METRIC_SPACE_COUNT},
    {"hub", BW_ELEMENT_HUB, hub_metrics, BW_METRIC_HUB_COUNT},
    {"pool", BW_ELEMENT_POOL, pool_metrics, BW_METRIC_POOL_COUNT},
    {"forecast", BW_ELEMENT_FORECAST, forecast_metrics, BW_METRIC_FORECAST_COUNT},
    {"payer", BW_ELEMENT_PAYER, payer_metrics, BW_METRIC_PAYER_COUNT},
    {"contract", BW_ELEMENT_CONTRACT, contract_metrics, BW_METRIC_CONTRACT_COUNT},
    {"budget", BW_ELEMENT_BUDGET, budget_metrics, BW_METRIC_BUDGET_COUNT},
    {"packaging", BW_ELEMENT_PACKAGING, packaging_metrics, BW_METRIC_PACKAGING_COUNT},
    {"lane_leg", BW_ELEMENT_LANE_LEG, lane_leg_metrics, BW_METRIC_LANE_LEG_COUNT},
    {"trial", BW_ELEMENT_TRIAL, trial_metrics, BW_METRIC_TRIAL_COUNT},
    {"trial_site", BW_ELEMENT_TRIAL_SITE, trial_site_metrics,
        BW_METRIC_TRIAL_SITE_COUNT},
    {"equipment", BW_ELEMENT_EQUIPMENT, equipment_metrics, BW_METRIC_EQUIPMENT_COUNT},
    {"grid", BW_ELEMENT_GRID, grid_metrics, BW_METRIC_GRID_COUNT},
    {"returns", BW_ELEMENT_RETURNS, returns_metrics, BW_METRIC_RETURNS_COUNT},
    {"scan", BW_ELEMENT_SCAN, scan_metrics, BW_METRIC_SCAN_COUNT},
};

const char *bw_layout_group_name(size_t group)
{
    return group_rows[group].name;
}

/* Copies a metric table and puts the scenario's currency where the unit is "@". */
static struct bw_metric *copy_metrics(struct bw_arena *arena, const char *currency,
    const struct bw_metric *first, uint32_t first_count, const struct bw_metric *second,
    uint32_t second_count)
{
    struct bw_metric *metrics =
        bw_arena_allocate(arena, first_count + second_count, sizeof *metrics);

    if (metrics == NULL) {
        return NULL;
    }
    memcpy(metrics, first, first_count * sizeof *metrics);
    if (second_count > 0) {
        memcpy(metrics + first_count, second, second_count * sizeof *metrics);
    }
    for (uint32_t i = 0; i < first_count + second_count; i++) {
        if (strcmp(metrics[i].unit, "@") == 0) {
            metrics[i].unit = currency;
        }
    }
    return metrics;
}

static enum bw_status make_group(struct bw_layout *layout,
    const struct bw_network *network, const char *currency, size_t row)
{
    struct bw_metric_group *group = &layout->groups[row];
    bw_index *elements;
    uint32_t count = 0;

    group->name = group_rows[row].name;
    group->kind = group_rows[row].kind;
    group->metric_count = group_rows[row].count;
    group->metrics = row == 0
        ? copy_metrics(&layout->arena, currency, chain_metrics, BW_METRIC_CHAIN_BASIC,
            stage_metrics, 2 * BW_STAGE_COUNT)
        : copy_metrics(&layout->arena, currency, group_rows[row].metrics,
            group_rows[row].count, NULL, 0);
    for (bw_index i = 0; i < network->element_count; i++) {
        count += network->elements[i].kind == group->kind;
    }
    elements = bw_arena_allocate(&layout->arena, count, sizeof *elements);
    if (elements == NULL || group->metrics == NULL) {
        return BW_ERR_NOMEM;
    }
    count = 0;
    for (bw_index i = 0; i < network->element_count; i++) {
        if (network->elements[i].kind == group->kind) {
            elements[count++] = i;
        }
    }
    group->elements = elements;
    group->element_count = count;
    group->offset = layout->size;
    layout->size += (size_t)group->metric_count * count;
    return BW_OK;
}

static enum bw_status make_cells(
    struct bw_layout *layout, const struct bw_network *network)
{
    uint32_t count = 0;

    for (bw_index i = 0; i < network->element_count; i++) {
        count += (uint32_t)__builtin_popcount(stages_at(network, i));
    }
    layout->cells = bw_arena_allocate(&layout->arena, count, sizeof *layout->cells);
    layout->first_cells = bw_arena_allocate(&layout->arena,
        (size_t)network->element_count + 1, sizeof *layout->first_cells);
    if (layout->cells == NULL || layout->first_cells == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->element_count; i++) {
        uint32_t stages = stages_at(network, i);

        layout->first_cells[i] = layout->cell_count;

        for (unsigned stage = 0; stage < BW_STAGE_COUNT; stage++) {
            if ((stages >> stage & 1u) != 0) {
                layout->cells[layout->cell_count].element = i;
                layout->cells[layout->cell_count].stage = (enum bw_stage)stage;
                layout->cell_count++;
            }
        }
    }
    layout->first_cells[network->element_count] = layout->cell_count;
    layout->order_wait_offset = layout->size;
    layout->size += layout->cell_count;
    layout->flow_time_offset = layout->size;
    layout->size += layout->cell_count;
    return BW_OK;
}

static const struct {
    enum bw_element_kind kind;
    const struct bw_metric *metrics;
    uint32_t count;
} series_rows[BW_SERIES_GROUP_COUNT] = {
    {BW_ELEMENT_CHAIN, chain_series, BW_SERIES_CHAIN_COUNT},
    {BW_ELEMENT_DEMAND, demand_series, BW_SERIES_DEMAND_COUNT},
    {BW_ELEMENT_TRIAL, trial_series, BW_SERIES_TRIAL_COUNT},
};

static const struct bw_metric_group *group_of(
    const struct bw_layout *layout, enum bw_element_kind kind)
{
    size_t row = 0;

    while (group_rows[row].kind != kind) {
        row++;
    }
    return &layout->groups[row];
}

static enum bw_status make_series(
    struct bw_layout *layout, const char *currency, size_t row)
{
    struct bw_series_group *series = &layout->series[row];
    const struct bw_metric_group *group = group_of(layout, series_rows[row].kind);
    uint32_t count = series_rows[row].count;
    uint32_t elements = series_rows[row].kind == BW_ELEMENT_DEMAND
        ? layout->detailed_demands
        : group->element_count;

    series->name = group->name;
    series->metrics = copy_metrics(
        &layout->arena, currency, series_rows[row].metrics, count, NULL, 0);
    series->metric_count = count;
    series->elements = group->elements;
    series->element_count = elements;
    series->offset = layout->size;
    layout->size += (size_t)count * elements * layout->week_count;
    return series->metrics == NULL ? BW_ERR_NOMEM : BW_OK;
}

enum bw_status bw_layout_create(
    const struct bw_network *network, struct bw_layout **out)
{
    struct bw_layout *layout = bw_memory_allocate(1, sizeof *layout);
    const char *currency;
    enum bw_status status = BW_ERR_NOMEM;

    *out = NULL;
    if (layout == NULL) {
        return BW_ERR_NOMEM;
    }
    bw_arena_init(&layout->arena);
    currency = bw_arena_copy_text(
        &layout->arena, network->currency, strlen(network->currency));
    if (currency == NULL) {
        goto done;
    }
    layout->week_count = (uint32_t)((network->horizon + BW_WEEK - 1) / BW_WEEK);
    for (size_t row = 0; row < BW_GROUP_COUNT; row++) {
        status = make_group(layout, network, currency, row);
        if (status != BW_OK) {
            goto done;
        }
    }
    status = make_cells(layout, network);
    if (status != BW_OK) {
        goto done;
    }
    const uint32_t demands = layout->groups[1].element_count;
    layout->detailed_demands = demands <= BW_LAYOUT_DETAIL_LIMIT ? demands : 0;
    layout->lead_time_quantile_offset = layout->size;
    layout->size += (size_t)layout->detailed_demands * BW_QUANTILE_COUNT;
    layout->flow_time_quantile_offset = layout->size;
    layout->size += BW_QUANTILE_COUNT;
    for (size_t row = 0; row < BW_SERIES_GROUP_COUNT && status == BW_OK; row++) {
        status = make_series(layout, currency, row);
    }
done:
    if (status != BW_OK) {
        bw_layout_free(layout);
        layout = NULL;
    }
    *out = layout;
    return status;
}

void bw_layout_free(struct bw_layout *layout)
{
    if (layout != NULL) {
        bw_arena_release(&layout->arena);
        bw_memory_free(layout);
    }
}

static uint32_t find_metric(const struct bw_metric_group *group, const char *name)
{
    for (uint32_t i = 0; i < group->metric_count; i++) {
        if (strcmp(group->metrics[i].name, name) == 0) {
            return i;
        }
    }
    return BW_NONE;
}

size_t bw_layout_chain_metric(const struct bw_layout *layout, const char *name)
{
    return bw_layout_metric(layout, 0, name);
}

/* Place of an element in a group, whose elements are sorted; BW_NONE when it has none.
 */
static uint32_t find_element(const struct bw_metric_group *group, bw_index element)
{
    uint32_t low = 0;
    uint32_t high = group->element_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (group->elements[middle] < element) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < group->element_count && group->elements[low] == element ? low
                                                                         : BW_NONE;
}

size_t bw_layout_metric(
    const struct bw_layout *layout, bw_index element, const char *name)
{
    for (size_t row = 0; row < BW_GROUP_COUNT; row++) {
        const struct bw_metric_group *group = &layout->groups[row];
        uint32_t e = find_element(group, element);

        if (e != BW_NONE) {
            uint32_t metric = find_metric(group, name);

            return metric == BW_NONE
                ? SIZE_MAX
                : group->offset + (size_t)metric * group->element_count + e;
        }
    }
    return SIZE_MAX;
}

const char *bw_layout_endpoint_metric(enum bw_endpoint endpoint)
{
    return bw_endpoint_name(endpoint);
}
