/* SPDX-License-Identifier: Apache-2.0
 *
 * Enrolment at a site: it opens, patients come to be screened, some fail. The rates of
 * the sites are drawn from one law; with a gamma law and without decay this is the
 * Poisson-gamma model of Anisimov and Fedorov (Statistics in Medicine 26, 2007).
 */
#include "chain/measure.h"
#include "chain/trace.h"
#include "chain/trial_internal.h"

#include <math.h>
#include <string.h>

void bw_enrolment_reset(struct bw_state *state, bw_index trial_site)
{
    const struct bw_network *network = state->network;
    const struct bw_trial_site *site = &network->trial_sites[trial_site];
    struct bw_trial_site_state *s = &state->trial_sites[trial_site];
    uint8_t *arms = s->block.arms;

    memset(s, 0, sizeof *s);
    s->block.arms = arms;
    s->idle = true;
    s->opened = s->first_in = BW_FOREVER;
    s->rate = bw_state_value(state, &site->rate, 0, 0.0);
    bw_observe_level(state, site->element, BW_LEVEL_TREATED, 0);
    s->never = bw_state_chance(state, site->never_stream, 0, site->never);
    if (site->contract == BW_NONE && site->opener == BW_NONE) {
        bw_enrolment_prepare(state, trial_site, network->trials[site->trial].start);
    }
}

void bw_enrolment_prepare(struct bw_state *state, bw_index trial_site, bw_time now)
{
    const struct bw_network *network = state->network;
    const struct bw_trial_site *site = &network->trial_sites[trial_site];
    bw_time ready = 0, opens;

    if (state->trial_sites[trial_site].never) {
        return;
    }
    for (bw_index i = 0; i < site->task_count; i++) {
        bw_time time = bw_state_duration(
            state, &network->site_tasks[site->first_task + i].time, 0);

        ready = time > ready ? time : ready;
    }
    opens = now + bw_state_duration(state, &site->activation, 0) + ready;
    opens = opens > bw_state_now(state) ? opens : bw_state_now(state);
    if (opens <= network->horizon + network->cooldown) {
        bw_state_schedule(
            state, site->element, opens, BW_EVENT_TRIAL_ACTIVATE, trial_site, 0);
    }
}

/* Instant at which the next patient comes to be screened, BW_FOREVER = never. So many
 * are screened that as many are admitted as the rate of the site says. */
static bw_time next_screening(const struct bw_state *state, bw_index trial_site)
{
    const struct bw_trial_site *site = &state->network->trial_sites[trial_site];
    const struct bw_trial_site_state *s = &state->trial_sites[trial_site];
    bw_time now = bw_state_now(state);
    bw_time end = state->network->horizon + state->network->cooldown;
    double rate = s->rate / (1.0 - state->network->trials[site->trial].failure)
        * exp(-site->decay * (double)(now - s->opened));
    double exposure =
        bw_law_unit_exponential(&state->draws, site->arrival_stream, s->screened);
    double wait = exposure / rate;

    if (site->decay > 0.0) {
        /* exposure = rate * (1 - exp(-decay * wait)) / decay */
        wait = -log1p(-fmin(wait * site->decay, 1.0)) / site->decay;
    }
    return wait < (double)(end - now) ? now + bw_time_round(wait) : BW_FOREVER;
}

static void schedule_screening(struct bw_state *state, bw_index trial_site)
{
    bw_time time = next_screening(state, trial_site);

    state->trial_sites[trial_site].idle = time == BW_FOREVER;
    if (time != BW_FOREVER) {
        bw_state_schedule(state, state->network->trial_sites[trial_site].element, time,
            BW_EVENT_TRIAL_SCREEN, trial_site, 0);
    }
}

void bw_trial_site_activated(struct bw_state *state, bw_index trial_site)
{
    const struct bw_trial_site *site = &state->network->trial_sites[trial_site];
    struct bw_trial_site_state *s = &state->trial_sites[trial_site];

    if (s->active || s->never) {
        return;
    }
    s->active = true;
    s->opened = bw_state_now(state);
    if (bw_trial_is_open(state, site->trial)) {
        schedule_screening(state, trial_site);
    }
}

void bw_trial_on_activate(struct bw_state *state, const struct bw_event *event)
{
    bw_trial_site_activated(state, event->target);
}

bool bw_trial_site_is_active(const struct bw_state *state, bw_index trial_site)
{
    return state->trial_sites[trial_site].active;
}

bw_time bw_trial_site_opened(const struct bw_state *state, bw_index trial_site)
{
    return state->trial_sites[trial_site].opened;
}

bw_time bw_trial_site_first_in(const struct bw_state *state, bw_index trial_site)
{
    return state->trial_sites[trial_site].first_in;
}

void bw_trial_on_screen(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_trial_site *site = &state->network->trial_sites[event->target];
    struct bw_trial_site_state *s = &state->trial_sites[event->target];
    uint64_t number = s->screened;
    bool failed;
    uint32_t patient;

    if (!bw_trial_is_open(state, site->trial)) {
        s->idle = true;
        return;
    }
    s->screened++;
    failed = bw_state_chance(state, site->failure_stream, number,
        state->network->trials[site->trial].failure);
    bw_observe(state, site->element, BW_SUM_TRIAL_SCREENED, failed ? 1.0 : 0.0);
    BW_TRACE(state, PATIENT_SCREENED, site->element, .number = number,
        .detail = failed ? "failed" : "passed");
    if (!failed) {
        patient = bw_state_take(state, &state->patients);
        *bw_patient_at(state, patient) =
            (struct bw_patient){.trial_site = event->target, .number = number};
        bw_state_schedule(state, site->element,
            event->time + bw_state_duration(state, &site->screening, number),
            BW_EVENT_TRIAL_RANDOMISE, site->trial, patient);
    }
    schedule_screening(state, event->target);
}

void bw_trial_on_resume(struct bw_state *state, const struct bw_event *event)
{
    struct bw_trial_site_state *s = &state->trial_sites[event->target];

    if (s->active && s->idle) {
        schedule_screening(state, event->target);
    }
}
