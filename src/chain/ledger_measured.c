/* SPDX-License-Identifier: Apache-2.0
 *
 * Latencies measured elsewhere: each record takes those of one row of the
 * measurements, all parts together, so that they stay as dependent as they were.
 */
#include "chain/ledger_internal.h"

/* The row of a record: drawn from all of them or from those of the hour of the day, or
 * the next one in order. */
static uint32_t choose_row(const struct bw_state *state,
    const struct bw_ledger_measured *measured, uint64_t number)
{
    bw_time of_day = bw_state_now(state) % BW_DAY;
    uint32_t first = 0, count = measured->row_count, row;

    if (measured->replays) {
        return (uint32_t)(number % count);
    }
    if (measured->by_hour) {
        bw_time hour = (of_day < 0 ? of_day + BW_DAY : of_day) / BW_HOUR;

        first = measured->hour_first[hour];
        count = measured->hour_count[hour];
    }
    row = (uint32_t)(bw_state_uniform(state, measured->stream, number) * count);
    return first + (row < count ? row : count - 1);
}

void bw_ledger_measured_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    const struct bw_ledger_measured *measured = l->measured;
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);
    uint32_t row = choose_row(state, measured, t->number);

    for (uint32_t i = 0; i < measured->column_count; i++) {
        bw_ledger_spend_until(state, transaction, measured->parts[i],
            t->since + measured->values[(size_t)row * measured->column_count + i]);
    }
    bw_state_schedule(
        state, l->element, t->since, BW_EVENT_LEDGER_MEASURED, ledger, transaction);
}

void bw_ledger_on_measured(struct bw_state *state, const struct bw_event *event)
{
    bw_ledger_finish(state, event->target, event->a);
}
