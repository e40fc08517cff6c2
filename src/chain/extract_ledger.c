/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of ledgers.
 */
#include "chain/cost.h"
#include "chain/extract_internal.h"
#include "chain/history.h"
#include "chain/ledger.h"

double bw_extract_ledger_share(const struct view *v, bw_index element)
{
    double lead = 0.0, charged = 0.0;

    for (uint32_t i = 0; i < v->network->demand_count; i++) {
        lead += total(v, v->network->demands[i].element, BW_SUM_LEAD)->sum;
    }
    for (uint32_t i = v->layout->first_cells[element];
         i < v->layout->first_cells[element + 1]; i++) {
        charged += bw_history_order_wait(v->state, i);
    }
    return ratio(charged, lead);
}

/* Why blocks with records of the chain were cut. */
static void extract_blocks(const struct view *v, bw_index e, struct row row)
{
    const struct bw_total *blocks = total(v, e, BW_SUM_LEDGER_BLOCK);

    set(row, BW_METRIC_LEDGER_BLOCK_SIZE, mean(blocks));
    set(row, BW_METRIC_LEDGER_BLOCKS, (double)blocks->count / v->days);
    for (unsigned i = 0; i < BW_CUT_REASONS; i++) {
        set(row, BW_METRIC_LEDGER_CUT_BY_TIME + i,
            ratio(total(v, e, (enum bw_sum)(BW_SUM_LEDGER_CUT + i))->sum,
                (double)blocks->count));
    }
}

void bw_extract_ledger(const struct view *v, bw_index e, struct row row)
{
    uint32_t ledger = v->network->elements[e].index;
    const struct bw_eov_terms *eov = &v->network->ledgers[ledger].eov;
    const struct bw_total *verify = total(v, e, BW_SUM_VERIFY);
    const struct bw_sketch *sketch =
        &v->measure->sketches[v->measure->ledger_sketch + ledger];

    set(row, BW_METRIC_LEDGER_VERIFICATION, in_days(mean(verify)));
    set(row, BW_METRIC_LEDGER_VERIFICATION_P50,
        in_days(bw_sketch_quantile(sketch, 0.50)));
    set(row, BW_METRIC_LEDGER_VERIFICATION_P95,
        in_days(bw_sketch_quantile(sketch, 0.95)));
    set(row, BW_METRIC_LEDGER_VERIFICATION_P99,
        in_days(bw_sketch_quantile(sketch, 0.99)));
    set(row, BW_METRIC_LEDGER_VERIFICATION_SD, in_days(sqrt(variance(verify))));
    set(row, BW_METRIC_LEDGER_LOAD, (double)verify->count / v->days);
    set(row, BW_METRIC_LEDGER_EXCEPTIONS, mean(total(v, e, BW_SUM_EXCEPTION)));
    set(row, BW_METRIC_LEDGER_QUARANTINE,
        in_days(mean(total(v, e, BW_SUM_QUARANTINE))));
    set(row, BW_METRIC_LEDGER_LATE, mean(total(v, e, BW_SUM_LATE)));
    for (unsigned i = 0; i < BW_DATA_CLASS_COUNT - 1; i++) {
        set(row, BW_METRIC_LEDGER_WRONG + i,
            (double)total(v, e, (enum bw_sum)(BW_SUM_DATA_CLASS + i))->count);
    }
    set(row, BW_METRIC_LEDGER_CASES, (double)total(v, e, BW_SUM_CASE_COST)->count);
    set(row, BW_METRIC_LEDGER_CASE_COST, mean(total(v, e, BW_SUM_CASE_COST)));
    set(row, BW_METRIC_LEDGER_CAUGHT_UP, (double)total(v, e, BW_SUM_CAUGHT_UP)->count);
    set(row, BW_METRIC_LEDGER_ALERTS, (double)total(v, e, BW_SUM_ALERT)->count);
    set(row, BW_METRIC_LEDGER_ALERT_UNITS, total(v, e, BW_SUM_ALERT)->sum);
    set(row, BW_METRIC_LEDGER_UNDETECTED,
        (double)total(v, e, BW_SUM_UNDETECTED)->count);
    set(row, BW_METRIC_LEDGER_COST, bw_cost_of_element(v->state, e));
    set(row, BW_METRIC_LEDGER_RECORD_COST,
        ratio(bw_cost_of_element(v->state, e), (double)verify->count));
    for (unsigned i = 0; i < BW_LEDGER_PART_COUNT; i++) {
        set(row, BW_METRIC_LEDGER_GATEWAY + i,
            in_days(mean(total(v, e, (enum bw_sum)(BW_SUM_LEDGER_PART + i)))));
    }
    extract_blocks(v, e, row);
    set(row, BW_METRIC_LEDGER_SIMULATED,
        ratio(in_days(total(v, e, BW_SUM_LEDGER_SIMULATED)->sum),
            eov->traffic.rate > 0 ? v->days * eov->channel_count : 0.0));
    set(row, BW_METRIC_LEDGER_LEAD_TIME_SHARE, bw_extract_ledger_share(v, e));
    set(row, BW_METRIC_LEDGER_CONFLICTS,
        total(v, e, BW_SUM_LEDGER_CONFLICT)->sum / (double)verify->count);
    set(row, BW_METRIC_LEDGER_FALLBACKS, total(v, e, BW_SUM_FALLBACK)->sum);
    set(row, BW_METRIC_LEDGER_AVAILABILITY,
        bw_ledger_availability(v->state, ledger, 0, v->network->horizon));
    set(row, BW_METRIC_LEDGER_VIEW_CHANGES, total(v, e, BW_SUM_VIEW_CHANGE)->sum);
    set(row, BW_METRIC_LEDGER_REORGANISATIONS, total(v, e, BW_SUM_REORGANISATION)->sum);
}
