/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands behind the gate to values: contracts.
 */
#include "chain/cost.h"
#include "chain/extract_internal.h"

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
    set(row, BW_METRIC_CONTRACT_COST, bw_cost_of_element(v->state, e));
}
