/* SPDX-License-Identifier: Apache-2.0
 *
 * Averages and counts of stocks.
 */
#include "chain/measure_internal.h"

#include <string.h>

#define NO 255

/* Where the parts of each sum stand in the record: sum, squares, count, and hits where
 * the values are 0 and 1. */
static const struct {
    uint8_t sum, squares, count, hits;
} places[BW_SUM_STOCK_COUNT] = {
    [BW_SUM_ASKED] = {0, NO, NO, NO},
    [BW_SUM_AT_ONCE] = {1, NO, NO, NO},
    [BW_SUM_ISSUED] = {2, NO, NO, NO},
    [BW_SUM_ISSUED_HELD] = {3, NO, NO, NO},
    [BW_SUM_ORDERED] = {4, NO, 0, NO},
    [BW_SUM_CYCLE] = {NO, NO, 1, 0},
    [BW_SUM_REPLENISHMENT] = {5, NO, 2, NO},
    [BW_SUM_EXPIRED] = {6, NO, NO, NO},
    [BW_SUM_WEEK_ASKED] = {7, 0, NO, NO},
    [BW_SUM_WEEK_ORDERED] = {8, 1, NO, NO},
    [BW_SUM_WEEK_SERVED] = {NO, NO, 3, 1},
};

void bw_measure_stock_reset(struct bw_state *state)
{
    struct bw_measure *m = state->measure;

    memset(m->stocks, 0, state->network->stock_count * sizeof *m->stocks);
    for (bw_index i = 0; i < state->network->stock_count; i++) {
        m->stocks[i].since = bw_state_now(state);
    }
}

void bw_measure_stock_open(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->stock_count; i++) {
        state->measure->stocks[i].since = bw_state_now(state);
    }
}

/* The levels as they were until now, in the order of their numbers. */
static void list_levels(const struct bw_stock_levels *levels, int64_t *values)
{
    values[BW_LEVEL_ON_HAND] = levels->on_hand;
    values[BW_LEVEL_BACKORDERS] = levels->backorders;
    values[BW_LEVEL_POSITION] = levels->on_hand - levels->backorders + levels->on_order;
    values[BW_LEVEL_HELD] = levels->on_hand - levels->usable;
    values[BW_LEVEL_IN_STOCK] = levels->usable > 0;
}

void bw_observe_stock_levels(
    struct bw_state *state, bw_index stock, const struct bw_stock_levels *levels)
{
    struct bw_stock_record *record = &state->measure->stocks[stock];
    bw_time now = bw_state_now(state), span = now - record->since;

    if (state->measure->open && span > 0) {
        int64_t values[BW_LEVEL_STOCK_COUNT];

        list_levels(&record->now, values);
        for (int i = 0; i < BW_LEVEL_IN_STOCK; i++) {
            record->levels[i].area += (bw_area)values[i] * span;
        }
        record->in_stock.ticks += values[BW_LEVEL_IN_STOCK] * span;
    }
    BW_ASSERT(span >= 0);
    record->since = now;
    record->now = *levels;
}

double bw_measure_stock_mean(
    const struct bw_state *state, bw_index stock, enum bw_level level)
{
    const struct bw_measure *m = state->measure;
    const struct bw_stock_record *record = &m->stocks[stock];
    int64_t values[BW_LEVEL_STOCK_COUNT];
    struct bw_time_average average = {.since = record->since};

    if (m->closed) {
        return level == BW_LEVEL_IN_STOCK ? record->in_stock.mean
                                          : record->levels[level].mean;
    }
    /* The window opens at 0. */
    list_levels(&record->now, values);
    average.value = values[level];
    average.area = level == BW_LEVEL_IN_STOCK ? (bw_area)record->in_stock.ticks
                                              : record->levels[level].area;
    return bw_time_average_mean(&average, bw_state_now(state));
}

void bw_measure_stock_close(struct bw_state *state)
{
    struct bw_measure *m = state->measure;

    m->closed = false;
    for (bw_index i = 0; i < state->network->stock_count; i++) {
        struct bw_stock_record *record = &m->stocks[i];

        for (int level = 0; level < BW_LEVEL_IN_STOCK; level++) {
            double mean = bw_measure_stock_mean(state, i, (enum bw_level)level);

            record->levels[level].mean = mean;
        }
        record->in_stock.mean = bw_measure_stock_mean(state, i, BW_LEVEL_IN_STOCK);
    }
    m->closed = true;
}

static void add(struct bw_stock_record *record, enum bw_sum sum, double value)
{
    if (places[sum].sum != NO) {
        record->sums[places[sum].sum] += value;
    }
    if (places[sum].squares != NO) {
        record->squares[places[sum].squares] += value * value;
    }
    if (places[sum].count != NO) {
        record->counts[places[sum].count]++;
    }
    if (places[sum].hits != NO) {
        record->hits[places[sum].hits] += value > 0.0;
    }
}

void bw_observe_stock(
    struct bw_state *state, bw_index stock, enum bw_sum sum, double value)
{
    struct bw_stock_record *record = &state->measure->stocks[stock];

    if (!state->measure->open) {
        return;
    }
    add(record, sum, value);
    record->week_asked += sum == BW_SUM_ASKED ? value : 0.0;
    record->week_at_once += sum == BW_SUM_AT_ONCE ? value : 0.0;
    record->week_ordered += sum == BW_SUM_ORDERED ? value : 0.0;
}

void bw_measure_stock_week(struct bw_state *state, bool whole)
{
    const struct bw_network *network = state->network;
    struct bw_measure *m = state->measure;

    for (bw_index i = 0; i < network->stock_count; i++) {
        const struct bw_item *item = &network->items[network->stocks[i].item];
        struct bw_stock_record *record = &m->stocks[i];

        if (whole) {
            add(record, BW_SUM_WEEK_ASKED, record->week_asked);
            add(record, BW_SUM_WEEK_ORDERED, record->week_ordered);
        }
        if (record->week_asked > 0.0) {
            add(record, BW_SUM_WEEK_SERVED,
                record->week_at_once >= record->week_asked ? 1.0 : 0.0);
        }
        record->week_asked = record->week_at_once = record->week_ordered = 0.0;
        m->chain_weeks[m->week].stock_value +=
            (double)record->now.on_hand * item->quantum * item->value;
    }
}

struct bw_total bw_measure_stock_total(
    const struct bw_measure *measure, bw_index stock, enum bw_sum sum)
{
    const struct bw_stock_record *record = &measure->stocks[stock];
    struct bw_total total = {0};

    if (places[sum].sum != NO) {
        total.sum = record->sums[places[sum].sum];
    }
    if (places[sum].hits != NO) {
        total.sum = (double)record->hits[places[sum].hits];
    }
    if (places[sum].squares != NO) {
        total.squares = record->squares[places[sum].squares];
        total.count = measure->whole_weeks;
    }
    if (places[sum].count != NO) {
        total.count = record->counts[places[sum].count];
    }
    return total;
}
