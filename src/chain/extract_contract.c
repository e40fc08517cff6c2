/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands behind the gate to values: contracts.
 */
#include "chain/cost.h"
#include "chain/extract_internal.h"

/* Money that is owed to the party of a contract. */
static void extract_money(const struct view *v, bw_index e, struct row row)
{
    double billed = total(v, e, BW_SUM_CONTRACT_BILLED)->sum;
    double balance = level(v, e, BW_LEVEL_CONTRACT_BALANCE) / 100.0;

    set(row, BW_METRIC_CONTRACT_BILLED, billed);
    set(row, BW_METRIC_CONTRACT_PAID, total(v, e, BW_SUM_CONTRACT_PAID)->sum);
    set(row, BW_METRIC_CONTRACT_BALANCE, balance);
    set(row, BW_METRIC_CONTRACT_RETAINED,
        level(v, e, BW_LEVEL_CONTRACT_RETAINED) / 100.0);
    set(row, BW_METRIC_CONTRACT_DELAY,
        in_days(mean(total(v, e, BW_SUM_CONTRACT_DELAY))));
    set(row, BW_METRIC_CONTRACT_DSO, ratio(balance, billed / v->days));
    set(row, BW_METRIC_CONTRACT_LATE, mean(total(v, e, BW_SUM_CONTRACT_LATE)));
    set(row, BW_METRIC_CONTRACT_DISPUTES, mean(total(v, e, BW_SUM_CONTRACT_DISPUTED)));
    set(row, BW_METRIC_CONTRACT_DISPUTE_TIME,
        in_days(mean(total(v, e, BW_SUM_CONTRACT_DISPUTE))));
    set(row, BW_METRIC_CONTRACT_CUT, total(v, e, BW_SUM_CONTRACT_CUT)->sum);
    set(row, BW_METRIC_CONTRACT_FEES, total(v, e, BW_SUM_CONTRACT_FEES)->sum);
}

void bw_extract_contract(const struct view *v, bw_index e, struct row row)
{
    const struct bw_total *cases = total(v, e, BW_SUM_CONTRACT_ACTIVATION);
    const struct bw_total *steps = total(v, e, BW_SUM_CONTRACT_AUTOMATIC);
    uint32_t contract = v->network->elements[e].index;

    set(row, BW_METRIC_CONTRACT_CASES, (double)cases->count);
    set(row, BW_METRIC_CONTRACT_IN_FORCE, level(v, e, BW_LEVEL_CONTRACT_IN_FORCE));
    set(row, BW_METRIC_CONTRACT_ACTIVATION, in_days(mean(cases)));
    set_quantiles(row, BW_METRIC_CONTRACT_ACTIVATION_P50,
        &v->measure->sketches[v->measure->contract_sketch + contract], NULL);
    set(row, BW_METRIC_CONTRACT_STEPS, (double)steps->count);
    set(row, BW_METRIC_CONTRACT_AUTOMATION, mean(steps));
    set(row, BW_METRIC_CONTRACT_CONFIRMATION,
        in_days(mean(total(v, e, BW_SUM_CONTRACT_CONFIRMATION))));
    set(row, BW_METRIC_CONTRACT_STAFF,
        in_days(total(v, e, BW_SUM_CONTRACT_WORK)->sum) * 24.0);
    set(row, BW_METRIC_CONTRACT_STOPPED, level(v, e, BW_LEVEL_CONTRACT_CLOSED));
    set(row, BW_METRIC_CONTRACT_HELD, (double)total(v, e, BW_SUM_CONTRACT_HELD)->count);
    set(row, BW_METRIC_CONTRACT_HELD_TIME,
        in_days(mean(total(v, e, BW_SUM_CONTRACT_HELD))));
    extract_money(v, e, row);
    set(row, BW_METRIC_CONTRACT_COST, bw_cost_of_element(v->state, e));
}
