/* SPDX-License-Identifier: Apache-2.0
 *
 * What trials expect: visits that are scheduled, and patients who may still come. The
 * rate of a site is estimated from how many it has randomised, by the linear Bayes rule
 * (for a gamma law the posterior mean of Anisimov and Fedorov, 2007).
 */
#include "chain/trial_internal.h"

#include <math.h>

/* Rate at which a site is expected to randomise from now on [per tick]. */
static double expected_rate(const struct bw_state *state, bw_index trial_site)
{
    const struct bw_trial_site *site = &state->network->trial_sites[trial_site];
    const struct bw_trial_site_state *s = &state->trial_sites[trial_site];
    double age, time, fading;

    if (!s->active) {
        return 0.0;
    }
    age = (double)(bw_state_now(state) - s->opened);
    fading = exp(-site->decay * age);
    time = site->decay > 0.0 ? (1.0 - fading) / site->decay : age;
    if (isinf(site->prior_time)) {
        return site->prior_shape * fading;
    }
    return (site->prior_shape + (double)s->enrolled) / (site->prior_time + time)
        * fading;
}

/* Part of the patients expected in a window for whom there is room in the trial. */
static double room(const struct bw_state *state, bw_index trial, bw_time window)
{
    const struct bw_trial *t = &state->network->trials[trial];
    double left =
        bw_state_parameter(state, t->target) - (double)state->trials[trial].randomised;
    double expected = 0.0;

    for (bw_index i = 0; i < t->site_count; i++) {
        expected += expected_rate(state, t->first_site + i) * (double)window;
    }
    return expected > left ? fmax(left, 0.0) / expected : 1.0;
}

/* Quanta of a type that a patient of an arm gets at a visit, if it takes place. */
static int64_t kits_at(const struct bw_state *state, const struct bw_trial *trial,
    bw_index type, bw_index arm, bw_index visit)
{
    const struct bw_dispensing *d =
        &state->network
             ->dispensings[trial->first_dispensing + arm * trial->visit_count + visit];

    if (!bw_trial_has_visit(state, (bw_index)(trial - state->network->trials), visit)) {
        return 0;
    }
    for (bw_index i = 0; i < d->kit_count; i++) {
        const struct bw_trial_kit *kit = &state->network->trial_kits[d->first_kit + i];

        if (kit->type == type) {
            return kit->quantity;
        }
    }
    return 0;
}

/* Share of patients who are still there after a time and come to the visit then. */
static double comes(const struct bw_trial *trial, bw_time after, bool may_miss)
{
    return exp(-trial->drop_out * (double)after)
        * (may_miss ? 1.0 - trial->missed : 1.0);
}

/* Quanta in the window for a patient who is randomised at a random instant of it, none
 * of which he is expected to miss; BW_FOREVER = for all visits to which he comes of one
 * who is randomised now. In the present ratio. */
static double kits_of_newcomer(const struct bw_state *state,
    const struct bw_trial *trial, bw_index type, bw_time window)
{
    double sum = 0.0, ratios = 0.0;

    for (bw_index arm = 0; arm < trial->arm_count; arm++) {
        double ratio = bw_state_parameter(
            state, state->network->trial_arms[trial->first_arm + arm].ratio);

        ratios += ratio;
        for (bw_index v = 0; v < trial->visit_count && ratio > 0.0; v++) {
            bw_time day = bw_trial_day(state, trial, v);
            double need;

            if (day >= window) {
                break;
            }
            need = ratio * (double)kits_at(state, trial, type, arm, v);
            sum += window == BW_FOREVER
                ? need * comes(trial, day, day > 0)
                : need * (double)(window - day) / (double)window;
        }
    }
    return ratios > 0.0 ? sum / ratios : 0.0;
}

/* Quanta for the visits of a patient in the window, none of which he is expected to
 * miss. */
static int64_t kits_of_patient(const struct bw_state *state,
    const struct bw_trial *trial, const struct bw_patient *p, bw_index type,
    bw_time window)
{
    bw_time end = bw_state_now(state) + window;
    int64_t sum = 0;

    for (bw_index v = p->visit; v < trial->visit_count; v++) {
        bw_time time =
            v == p->visit ? p->comes : p->randomised + bw_trial_day(state, trial, v);

        if (time > end) {
            break;
        }
        sum += kits_at(state, trial, type, p->arm, v);
    }
    return sum;
}

double bw_trial_predict(const struct bw_state *state, bw_index demand, bw_time window)
{
    const struct bw_demand *d = &state->network->demands[demand];
    const struct bw_trial_site *site = &state->network->trial_sites[d->trial_site];
    const struct bw_trial *trial = &state->network->trials[site->trial];
    bw_index type = demand - site->first_demand;
    double quanta = 0.0;

    if (window == 0) {
        return 0.0;
    }
    for (uint32_t patient = state->trial_sites[d->trial_site].first; patient != 0;
         patient = bw_patient_at(state, patient)->next) {
        quanta += (double)kits_of_patient(
            state, trial, bw_patient_at(state, patient), type, window);
    }
    if (bw_trial_is_open(state, site->trial)) {
        quanta += expected_rate(state, d->trial_site) * (double)window
            * room(state, site->trial, window)
            * kits_of_newcomer(state, trial, type, window);
    }
    return quanta * state->network->items[d->item].quantum;
}

/* Quanta of a type for the visits of a patient that are left. */
static double rest_of_patient(const struct bw_state *state,
    const struct bw_trial *trial, const struct bw_patient *p, bw_index type)
{
    bw_time now = bw_state_now(state);
    double sum = 0.0;

    for (bw_index v = p->visit; v < trial->visit_count; v++) {
        bw_time day = bw_trial_day(state, trial, v);
        bw_time time = v == p->visit ? p->comes : p->randomised + day;

        sum += (double)kits_at(state, trial, type, p->arm, v)
            * comes(trial, time > now ? time - now : 0, day > 0);
    }
    return sum;
}

static double remaining_of_type(
    const struct bw_state *state, bw_index number, bw_index type)
{
    const struct bw_trial *trial = &state->network->trials[number];
    double sum = 0.0;

    for (bw_index i = trial->first_site; i < trial->first_site + trial->site_count;
         i++) {
        for (uint32_t patient = state->trial_sites[i].first; patient != 0;
             patient = bw_patient_at(state, patient)->next) {
            sum += rest_of_patient(state, trial, bw_patient_at(state, patient), type);
        }
    }
    if (bw_trial_is_open(state, number)) {
        sum += (bw_state_parameter(state, trial->target)
                   - (double)state->trials[number].randomised)
            * kits_of_newcomer(state, trial, type, BW_FOREVER);
    }
    return sum / (1.0 - trial->damaged);
}

double bw_trial_remaining(const struct bw_state *state, bw_index item)
{
    const struct bw_network *network = state->network;
    double sum = 0.0;

    for (bw_index i = 0; i < network->trial_count; i++) {
        for (bw_index k = 0; k < network->trials[i].type_count; k++) {
            if (network->kit_types[network->trials[i].first_type + k] == item) {
                sum += remaining_of_type(state, i, k);
            }
        }
    }
    return sum;
}

bool bw_trial_may_ask(const struct bw_state *state, bw_index demand)
{
    const struct bw_demand *d = &state->network->demands[demand];
    const struct bw_trial_site *site = &state->network->trial_sites[d->trial_site];
    const struct bw_trial *trial = &state->network->trials[site->trial];
    bw_index type = demand - site->first_demand;

    if (!bw_trial_is_open(state, site->trial)) {
        return false;
    }
    for (bw_index arm = 0; arm < trial->arm_count; arm++) {
        if (bw_state_parameter(
                state, state->network->trial_arms[trial->first_arm + arm].ratio)
            <= 0.0) {
            continue;
        }
        for (bw_index v = 0; v < trial->visit_count; v++) {
            if (kits_at(state, trial, type, arm, v) > 0) {
                return true;
            }
        }
    }
    return false;
}
