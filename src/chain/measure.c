/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/measure.h"

#include "chain/measure_internal.h"

#include <string.h>

static enum bw_status allocate(
    struct bw_state *state, size_t count, size_t size, void *out)
{
    void *block = bw_arena_allocate(&state->arena, count, size);

    memcpy(out, &block, sizeof block);
    return block == NULL ? BW_ERR_NOMEM : BW_OK;
}

/* Numbers levels and totals kind after kind. */
static void number_accumulators(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_measure *measure = state->measure;
    const struct {
        enum bw_element_kind kind;
        uint32_t elements, levels, totals;
    } kinds[] = {
        {BW_ELEMENT_CHAIN, 1, 0, BW_SUM_CHAIN_COUNT},
        {BW_ELEMENT_RESOURCE, network->resource_count, BW_LEVEL_RESOURCE_COUNT,
            BW_SUM_RESOURCE_COUNT},
        {BW_ELEMENT_STEP, network->step_count, 0, BW_SUM_STEP_COUNT},
        {BW_ELEMENT_RECIPE, network->recipe_count, BW_LEVEL_RECIPE_COUNT,
            BW_SUM_RECIPE_COUNT},
        {BW_ELEMENT_LANE, network->lane_count, BW_LEVEL_LANE_COUNT, BW_SUM_LANE_COUNT},
        {BW_ELEMENT_LANE_LEG, network->lane_leg_count, 0, BW_SUM_LEG_COUNT},
        {BW_ELEMENT_PACKAGING, network->packaging_count, 0, BW_SUM_PACK_COUNT},
        {BW_ELEMENT_FLEET, network->fleet_count, BW_LEVEL_FLEET_COUNT,
            BW_SUM_FLEET_COUNT},
        {BW_ELEMENT_DOCK, network->dock_count, BW_LEVEL_DOCK_COUNT, BW_SUM_DOCK_COUNT},
        {BW_ELEMENT_HUB, network->hub_count, BW_LEVEL_HUB_COUNT, BW_SUM_HUB_COUNT},
        {BW_ELEMENT_SPACE, network->space_count, BW_LEVEL_SPACE_COUNT,
            BW_SUM_SPACE_COUNT},
        {BW_ELEMENT_EQUIPMENT, network->equipment_count, BW_LEVEL_EQUIPMENT_COUNT,
            BW_SUM_EQUIPMENT_COUNT},
        {BW_ELEMENT_GRID, network->grid_count, BW_LEVEL_GRID_COUNT, BW_SUM_GRID_COUNT},
        {BW_ELEMENT_POOL, network->pool_count, 0, BW_SUM_POOL_COUNT},
        {BW_ELEMENT_LEDGER, network->ledger_count, 0, BW_SUM_LEDGER_COUNT},
        {BW_ELEMENT_CONTRACT, network->contract_count, BW_LEVEL_CONTRACT_COUNT,
            BW_SUM_CONTRACT_COUNT},
        {BW_ELEMENT_DEMAND, network->demand_count, BW_LEVEL_DEMAND_COUNT,
            BW_SUM_DEMAND_COUNT},
        {BW_ELEMENT_PAYER, network->payer_count, 0, BW_SUM_PAYER_COUNT},
        {BW_ELEMENT_BUDGET, network->budget_count, 0, BW_SUM_BUDGET_COUNT},
        {BW_ELEMENT_RETURNS, network->returns_count, BW_LEVEL_RETURNS_COUNT,
            BW_SUM_RETURNS_COUNT},
        {BW_ELEMENT_SCAN, network->scan_count, BW_LEVEL_SCAN_COUNT, BW_SUM_SCAN_COUNT},
        {BW_ELEMENT_SUPPLY, network->supply_count, BW_LEVEL_SUPPLY_COUNT,
            BW_SUM_SUPPLY_COUNT},
        {BW_ELEMENT_TRIAL, network->trial_count, 0, BW_SUM_TRIAL_COUNT},
        {BW_ELEMENT_TRIAL_SITE, network->trial_site_count, BW_LEVEL_TRIAL_SITE_COUNT,
            BW_SUM_TRIAL_SITE_COUNT},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        measure->level_first[kinds[i].kind] = measure->level_count;
        measure->total_first[kinds[i].kind] = measure->total_count;
        measure->level_count += kinds[i].elements * kinds[i].levels;
        measure->total_count += kinds[i].elements * kinds[i].totals;
    }
    measure->demand_sketch = BW_SKETCH_CHAIN_COUNT;
    measure->resource_sketch =
        measure->demand_sketch + 2 * state->layout->detailed_demands;
    measure->ledger_sketch = measure->resource_sketch + network->resource_count;
    measure->contract_sketch = measure->ledger_sketch + network->ledger_count;
    measure->sketch_count = measure->contract_sketch + network->contract_count;
}

static enum bw_status allocate_accumulators(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    const struct bw_layout *layout = state->layout;
    struct bw_measure *m = state->measure;
    const struct {
        void *out;
        size_t count, size;
    } blocks[] = {
        {&m->levels, m->level_count, sizeof *m->levels},
        {&m->level_means, m->level_count, sizeof *m->level_means},
        {&m->totals, m->total_count, sizeof *m->totals},
        {&m->sketches, m->sketch_count, sizeof *m->sketches},
        {&m->balances, network->item_count, sizeof *m->balances},
        {&m->wasted, network->item_count, sizeof *m->wasted},
        {&m->stocks, network->stock_count, sizeof *m->stocks},
        {&m->demand_weeks, (size_t)layout->detailed_demands * layout->week_count,
            sizeof *m->demand_weeks},
        {&m->chain_weeks, layout->week_count, sizeof *m->chain_weeks},
        {&m->item_weeks, network->item_count, sizeof *m->item_weeks},
        {&m->trial_weeks, (size_t)network->trial_count * layout->week_count,
            sizeof *m->trial_weeks},
    };
    enum bw_status status = BW_OK;

    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0] && status == BW_OK; i++) {
        status = allocate(state, blocks[i].count, blocks[i].size, blocks[i].out);
    }
    return status;
}

enum bw_status bw_measure_init(struct bw_state *state)
{
    struct bw_measure *measure = NULL;
    enum bw_status status = allocate(state, 1, sizeof *measure, &measure);

    if (status != BW_OK) {
        return status;
    }
    state->measure = measure;
    number_accumulators(state);
    status = allocate_accumulators(state);
    if (status != BW_OK) {
        measure->sketch_count = 0;
        return status;
    }
    for (uint32_t i = 0; i < measure->sketch_count && status == BW_OK; i++) {
        status = bw_sketch_init(&measure->sketches[i]);
    }
    return status;
}

void bw_measure_release(struct bw_state *state)
{
    if (state->measure == NULL) {
        return;
    }
    for (uint32_t i = 0; i < state->measure->sketch_count; i++) {
        bw_sketch_release(&state->measure->sketches[i]);
    }
    state->measure = NULL;
}

void bw_measure_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    const struct bw_layout *layout = state->layout;
    struct bw_measure *m = state->measure;

    m->open = m->closed = false;
    m->week = m->whole_weeks = 0;
    for (uint32_t i = 0; i < m->level_count; i++) {
        bw_time_average_reset(&m->levels[i], bw_state_now(state), 0);
        m->level_means[i] = 0;
    }
    memset(m->totals, 0, m->total_count * sizeof *m->totals);
    for (uint32_t i = 0; i < m->sketch_count; i++) {
        bw_sketch_reset(&m->sketches[i]);
    }
    memset(m->balances, 0, network->item_count * sizeof *m->balances);
    memset(m->wasted, 0, network->item_count * sizeof *m->wasted);
    memset(m->waste_cost, 0, sizeof m->waste_cost);
    bw_measure_stock_reset(state);
    memset(m->demand_weeks, 0,
        (size_t)layout->detailed_demands * layout->week_count
            * sizeof *m->demand_weeks);
    for (size_t i = 0; i < (size_t)network->trial_count * layout->week_count; i++) {
        m->trial_weeks[i] = (struct bw_trial_week){{0.0}};
    }
    memset(m->chain_weeks, 0, layout->week_count * sizeof *m->chain_weeks);
    memset(m->item_weeks, 0, network->item_count * sizeof *m->item_weeks);
}

bool bw_measure_is_open(const struct bw_state *state)
{
    return state->measure->open;
}

void bw_measure_open(struct bw_state *state)
{
    struct bw_measure *m = state->measure;

    m->open = true;
    for (uint32_t i = 0; i < m->level_count; i++) {
        bw_time_average_reset(&m->levels[i], bw_state_now(state), m->levels[i].value);
    }
    bw_measure_stock_open(state);
}

void bw_measure_close(struct bw_state *state)
{
    struct bw_measure *m = state->measure;

    m->open = false;
    m->closed = true;
    bw_measure_stock_close(state);
    for (uint32_t i = 0; i < m->level_count; i++) {
        m->level_means[i] = bw_time_average_mean(&m->levels[i], bw_state_now(state));
    }
}

static void add(struct bw_total *total, double value)
{
    total->count++;
    total->sum += value;
    total->squares += value * value;
}

void bw_measure_week(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_measure *m = state->measure;
    struct bw_chain_week *chain = &m->chain_weeks[m->week];
    /* A last week that the horizon cuts short would pass for variation. */
    bool whole = bw_state_now(state) % BW_WEEK == 0;

    bw_measure_stock_week(state, whole);
    bw_measure_trial_week(state);
    m->whole_weeks += whole;
    for (uint32_t i = 0; i < network->demand_count; i++) {
        const struct bw_demand *demand = &network->demands[i];
        uint32_t level =
            bw_measure_level_at(state, demand->element, BW_LEVEL_UNDELIVERED);
        double units =
            (double)m->levels[level].value * network->items[demand->item].quantum;

        chain->backorders += units;
        if (i < state->layout->detailed_demands) {
            m->demand_weeks[(size_t)i * state->layout->week_count + m->week]
                .backorders = units;
        }
    }
    for (uint32_t i = 0; i < network->item_count; i++) {
        if (whole) {
            add(&m->item_weeks[i].whole, m->item_weeks[i].asked[m->week % 2]);
        }
        m->item_weeks[i].asked[m->week % 2] = 0.0;
    }
    m->week++;
}

void bw_observe_level(
    struct bw_state *state, bw_index element, enum bw_level level, int64_t value)
{
    bw_time_average_set(
        &state->measure->levels[bw_measure_level_at(state, element, level)],
        bw_state_now(state), value);
}

double bw_measure_level_mean(
    const struct bw_state *state, bw_index element, enum bw_level level)
{
    return bw_time_average_mean(
        &state->measure->levels[bw_measure_level_at(state, element, level)],
        bw_state_now(state));
}

void bw_observe(struct bw_state *state, bw_index element, enum bw_sum sum, double value)
{
    struct bw_measure *m = state->measure;

    if (!m->open) {
        return;
    }
    BW_ASSERT(state->network->elements[element].kind != BW_ELEMENT_STOCK);
    add(&m->totals[bw_measure_total_at(state, element, sum)], value);
}

void bw_observe_order(
    struct bw_state *state, const struct bw_order *order, enum bw_sum sum, double value)
{
    struct bw_measure *m = state->measure;

    if (order->in_window) {
        add(&m->totals[m->total_first[BW_ELEMENT_DEMAND]
                + order->owner * BW_SUM_DEMAND_COUNT + (uint32_t)sum],
            value);
    }
}

/* Week record of a customer's line, by placement; NULL where demands have none. */
static struct bw_demand_week *week_of(
    struct bw_state *state, const struct bw_order *order, uint32_t *week)
{
    *week = (uint32_t)(order->placed / BW_WEEK);
    if (order->owner >= state->layout->detailed_demands) {
        return NULL;
    }
    return &state->measure
                ->demand_weeks[(size_t)order->owner * state->layout->week_count
                    + *week];
}

void bw_measure_line_placed(struct bw_state *state, const struct bw_order *order)
{
    if (order->in_window) {
        uint32_t week;
        struct bw_demand_week *sums = week_of(state, order, &week);
        bw_index item = state->network->demands[order->owner].item;

        bw_observe_order(state, order, BW_SUM_ORDERS, (double)order->quantity);
        if (sums != NULL) {
            sums->orders += 1.0;
            sums->asked += (double)order->quantity;
        }
        state->measure->item_weeks[item].asked[week % 2] += (double)order->quantity;
    }
}

void bw_measure_line_filled(
    struct bw_state *state, const struct bw_order *order, int64_t quantity)
{
    if (order->in_window) {
        uint32_t week;

        bw_observe_order(state, order, BW_SUM_FILLED, (double)quantity);
        struct bw_demand_week *sums = week_of(state, order, &week);
        if (sums != NULL) {
            sums->filled += (double)quantity;
        }
    }
}

void bw_measure_line_closed(struct bw_state *state, const struct bw_order *order)
{
    struct bw_measure *m = state->measure;
    bw_time lead = bw_state_now(state) - order->placed;
    struct bw_demand_week *sums;
    uint32_t week;

    if (!order->in_window) {
        return;
    }
    sums = week_of(state, order, &week);
    bw_observe_order(state, order, BW_SUM_LEAD, (double)lead);
    bw_observe_order(
        state, order, BW_SUM_LEAD_UNITS, (double)lead * (double)order->quantity);
    bw_observe_order(state, order, BW_SUM_CLOSED, (double)order->quantity);
    if (order->due != BW_FOREVER) {
        bw_observe_order(
            state, order, BW_SUM_DUE, bw_state_now(state) <= order->due ? 1.0 : 0.0);
    }
    bw_sketch_add(&m->sketches[BW_SKETCH_LEAD], lead, 1);
    if (sums != NULL) {
        bw_sketch_add(&m->sketches[m->demand_sketch + 2 * order->owner], lead, 1);
        sums->closed += 1.0;
        sums->lead += (double)lead;
    }
    m->chain_weeks[week].closed += 1.0;
    m->chain_weeks[week].lead += (double)lead;
}

void bw_measure_line_open(struct bw_state *state, const struct bw_order *order)
{
    struct bw_measure *m = state->measure;
    bw_time age = bw_state_now(state) - order->placed;

    if (!order->in_window) {
        return;
    }
    bw_observe_order(state, order, BW_SUM_OPEN, (double)order->quantity);
    if (order->due < bw_state_now(state)) {
        bw_observe_order(state, order, BW_SUM_DUE, 0.0);
    }
    bw_sketch_add(&m->sketches[BW_SKETCH_LEAD_OPEN], age, 1);
    if (order->owner < state->layout->detailed_demands) {
        bw_sketch_add(&m->sketches[m->demand_sketch + 2 * order->owner + 1], age, 1);
    }
}

/* Adds a value weighted by quanta: the count of the total is the sum of weights. */
static void add_weighted(struct bw_state *state, enum bw_sum sum,
    enum bw_chain_sketch sketch, bw_time value, int64_t weight)
{
    struct bw_measure *m = state->measure;
    struct bw_total *total = &m->totals[bw_measure_total_at(state, 0, sum)];

    total->count += (uint64_t)weight;
    total->sum += (double)value * (double)weight;
    if (sketch != BW_SKETCH_CHAIN_COUNT) {
        bw_sketch_add(&m->sketches[sketch], value, (uint64_t)weight);
    }
}

void bw_measure_delivery(
    struct bw_state *state, const struct bw_lot *lot, bw_index demand, double price)
{
    const struct bw_demand *d = &state->network->demands[demand];
    struct bw_measure *m = state->measure;
    bw_time now = bw_state_now(state), age;
    struct bw_chain_week *week;

    if (!m->open) {
        return;
    }
    week = &m->chain_weeks[now / BW_WEEK];
    bw_observe(state, d->element, BW_SUM_DELIVERED, (double)lot->quantity);
    bw_observe(state, d->element, BW_SUM_REVENUE,
        (double)lot->quantity * state->network->items[d->item].quantum * price);
    week->delivered += (double)lot->quantity * state->network->items[d->item].quantum;
    if (lot->made == BW_FOREVER) {
        add_weighted(
            state, BW_SUM_FLOW_EXCLUDED, BW_SKETCH_CHAIN_COUNT, 0, lot->quantity);
        return;
    }
    age = now - lot->made;
    week->counted += (double)lot->quantity;
    week->bare += (double)(age - lot->stored) * (double)lot->quantity;
    add_weighted(state, BW_SUM_FLOW, BW_SKETCH_FLOW, age, lot->quantity);
    add_weighted(
        state, BW_SUM_FLOW_BARE, BW_SKETCH_FLOW_BARE, age - lot->stored, lot->quantity);
    add_weighted(state, BW_SUM_RELEASE, BW_SKETCH_RELEASE,
        (bw_time)lot->release_s * BW_SECOND, lot->quantity);
    add_weighted(state, BW_SUM_FLOW_MAX, BW_SKETCH_CHAIN_COUNT,
        age + (bw_time)lot->older_s * BW_SECOND, lot->quantity);
}

void bw_measure_wait(struct bw_state *state, bw_index resource_element, bw_time wait)
{
    struct bw_measure *m = state->measure;

    if (m->open) {
        uint32_t resource = state->network->elements[resource_element].index;

        bw_observe(state, resource_element, BW_SUM_WAIT, (double)wait);
        bw_sketch_add(&m->sketches[m->resource_sketch + resource], wait, 1);
    }
}

void bw_measure_verification(
    struct bw_state *state, bw_index ledger_element, bw_time time)
{
    struct bw_measure *m = state->measure;

    if (m->open) {
        uint32_t ledger = state->network->elements[ledger_element].index;

        bw_observe(state, ledger_element, BW_SUM_VERIFY, (double)time);
        bw_sketch_add(&m->sketches[m->ledger_sketch + ledger], time, 1);
    }
}

void bw_measure_activation(
    struct bw_state *state, bw_index contract_element, bw_time time)
{
    struct bw_measure *m = state->measure;

    if (m->open) {
        uint32_t contract = state->network->elements[contract_element].index;

        bw_observe(state, contract_element, BW_SUM_CONTRACT_ACTIVATION, (double)time);
        bw_sketch_add(&m->sketches[m->contract_sketch + contract], time, 1);
    }
}

void bw_measure_enter(struct bw_state *state, bw_index item, int64_t quantity)
{
    state->measure->balances[item].entered += quantity;
}

void bw_measure_leave(struct bw_state *state, bw_index item, int64_t quantity)
{
    state->measure->balances[item].left += quantity;
}

const char *bw_waste_name(enum bw_waste cause)
{
    static const char *const names[BW_WASTE_COUNT] = {
#define BW_WASTE_TEXT(id, text) [BW_WASTE_##id] = (text),
        BW_WASTE_LIST(BW_WASTE_TEXT)
#undef BW_WASTE_TEXT
    };

    return names[cause];
}

void bw_measure_waste(
    struct bw_state *state, bw_index item, int64_t quantity, enum bw_waste cause)
{
    struct bw_measure *m = state->measure;
    const struct bw_item *i = &state->network->items[item];

    m->balances[item].wasted[cause] += quantity;
    if (m->open && quantity > 0) {
        double units = (double)quantity * i->quantum;

        m->wasted[item] += units;
        m->waste_cost[cause] +=
            units * (i->value + (cause == BW_WASTE_YIELD ? 0.0 : i->destruction));
    }
}

const struct bw_balance *bw_measure_balance(const struct bw_state *state, bw_index item)
{
    return &state->measure->balances[item];
}
