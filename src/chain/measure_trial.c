/* SPDX-License-Identifier: Apache-2.0
 *
 * Weekly series of clinical trials: what has happened since day 0, and who is on
 * treatment, at the end of each week.
 */
#include "chain/measure_internal.h"

static const struct bw_total *sum_of(
    const struct bw_state *state, bw_index element, enum bw_sum sum)
{
    return &state->measure->totals[bw_measure_total_at(state, element, sum)];
}

/* Adds what a site and its demands have seen. */
static void add_site(const struct bw_state *state, const struct bw_trial_site *site,
    double values[BW_SERIES_TRIAL_COUNT])
{
    const struct bw_network *network = state->network;
    bw_index e = site->element;

    values[BW_SERIES_TRIAL_SCREENED] +=
        (double)sum_of(state, e, BW_SUM_TRIAL_SCREENED)->count;
    values[BW_SERIES_TRIAL_ENROLLED] += sum_of(state, e, BW_SUM_TRIAL_ENROLLED)->sum;
    values[BW_SERIES_TRIAL_COMPLETED] += sum_of(state, e, BW_SUM_TRIAL_COMPLETED)->sum;
    values[BW_SERIES_TRIAL_DROP_OUTS] += sum_of(state, e, BW_SUM_TRIAL_DROPPED)->sum;
    values[BW_SERIES_TRIAL_MISSED] += sum_of(state, e, BW_SUM_TRIAL_DISPENSING)->sum;
    values[BW_SERIES_TRIAL_ON_TREATMENT] +=
        (double)state->measure->levels[bw_measure_level_at(state, e, BW_LEVEL_TREATED)]
            .value;
    for (bw_index k = 0; k < network->trials[site->trial].type_count; k++) {
        const struct bw_demand *demand = &network->demands[site->first_demand + k];

        values[BW_SERIES_TRIAL_DISPENSED] +=
            sum_of(state, demand->element, BW_SUM_DELIVERED)->sum
            * network->items[demand->item].quantum;
    }
}

void bw_measure_trial_week(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_measure *m = state->measure;

    for (bw_index i = 0; i < network->trial_count; i++) {
        const struct bw_trial *trial = &network->trials[i];
        double *values =
            m->trial_weeks[(size_t)i * state->layout->week_count + m->week].values;

        for (bw_index k = 0; k < trial->site_count; k++) {
            add_site(state, &network->trial_sites[trial->first_site + k], values);
        }
        for (bw_index k = 0; k < trial->type_count; k++) {
            bw_index item = network->kit_types[trial->first_type + k];

            values[BW_SERIES_TRIAL_PACKAGED] +=
                (double)m->balances[item].entered * network->items[item].quantum;
        }
    }
}
