/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/trial_internal.h"

#include "chain/close_out.h"
#include "chain/measure.h"
#include "chain/trace.h"

#include <math.h>

/* Room for one block wherever blocks are filled. */
static enum bw_status init_block(
    struct bw_state *state, const struct bw_trial *trial, struct bw_block *block)
{
    (void)trial;
    block->arms = bw_arena_allocate(&state->arena, BW_BLOCK_LIMIT, 1);
    return block->arms == NULL ? BW_ERR_NOMEM : BW_OK;
}

enum bw_status bw_trial_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    enum bw_status status = BW_OK;

    state->trials =
        bw_arena_allocate(&state->arena, network->trial_count, sizeof *state->trials);
    state->trial_sites = bw_arena_allocate(
        &state->arena, network->trial_site_count, sizeof *state->trial_sites);
    if (state->trials == NULL || state->trial_sites == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->trial_count && status == BW_OK; i++) {
        const struct bw_trial *trial = &network->trials[i];

        state->trials[i].taken = NULL;
        if (trial->interim_count > 0) {
            state->trials[i].taken =
                bw_arena_allocate(&state->arena, trial->interim_count, sizeof(bool));
            status = state->trials[i].taken == NULL ? BW_ERR_NOMEM : BW_OK;
        }
        if (!trial->by_site && status == BW_OK) {
            status = init_block(state, trial, &state->trials[i].block);
        }
        for (bw_index k = 0; k < trial->site_count && trial->by_site; k++) {
            if (status == BW_OK) {
                status = init_block(
                    state, trial, &state->trial_sites[trial->first_site + k].block);
            }
        }
    }
    return status;
}

void bw_trial_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->trial_count; i++) {
        struct bw_trial_state *t = &state->trials[i];
        *t = (struct bw_trial_state){.block.arms = t->block.arms,
            .open = true,
            .last_in = BW_FOREVER,
            .taken = t->taken};
        for (bw_index k = 0; k < network->trials[i].interim_count; k++) {
            t->taken[k] = false;
        }
    }
    for (bw_index i = 0; i < network->trial_site_count; i++) {
        bw_enrolment_reset(state, i);
    }
    for (bw_index i = 0; i < network->interim_count; i++) {
        const struct bw_interim *interim = &network->interims[i];

        const struct bw_trial *trial = &network->trials[interim->trial];
        bw_time at = interim->at;

        if (interim->after.present) {
            at = trial->start + bw_state_duration(state, &interim->after, 0);
        }
        if (interim->patients == 0) {
            bw_state_schedule(state, trial->element,
                at > bw_state_now(state) ? at : bw_state_now(state),
                BW_EVENT_TRIAL_INTERIM, interim->trial, i);
        }
    }
}

bool bw_trial_is_open(const struct bw_state *state, bw_index trial)
{
    return state->trials[trial].open;
}

/* Sends a message to every site of a trial. */
static void tell_sites(
    struct bw_state *state, bw_index trial, enum bw_event_kind kind, uint32_t a)
{
    const struct bw_trial *t = &state->network->trials[trial];

    for (bw_index i = 0; i < t->site_count; i++) {
        bw_state_schedule(
            state, t->element, bw_state_now(state), kind, t->first_site + i, a);
    }
}

/* True when some arm takes patients. */
static bool has_arms(const struct bw_state *state, const struct bw_trial *trial)
{
    for (bw_index i = 0; i < trial->arm_count; i++) {
        if (bw_state_parameter(
                state, state->network->trial_arms[trial->first_arm + i].ratio)
            > 0.0) {
            return true;
        }
    }
    return false;
}

/* Opens or closes the trial as its target and its arms say. */
static void look_at_target(struct bw_state *state, bw_index trial)
{
    const struct bw_trial *network = &state->network->trials[trial];
    struct bw_trial_state *t = &state->trials[trial];
    bool open = (double)t->randomised < bw_state_parameter(state, network->target)
        && has_arms(state, network);

    if (open && !t->open) {
        tell_sites(state, trial, BW_EVENT_TRIAL_RESUME, 0);
        /* What comes after the window does not change what was reached in it. */
        t->last_in =
            bw_state_now(state) > state->network->horizon ? t->last_in : BW_FOREVER;
    }
    t->open = open;
    bw_close_out_look(state, trial);
}

bw_time bw_trial_last_in(const struct bw_state *state, bw_index trial)
{
    return state->trials[trial].last_in;
}

void bw_trial_on_randomise(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_network *network = state->network;
    const struct bw_trial *trial = &network->trials[event->target];
    struct bw_trial_state *t = &state->trials[event->target];
    struct bw_patient *patient = bw_patient_at(state, event->a);

    if (!t->open) {
        bw_observe(state, trial->element, BW_SUM_TRIAL_TURNED_AWAY, 1.0);
        BW_TRACE(state, PATIENT_RANDOMISED, bw_trial_site_of(state, patient)->element,
            .number = patient->number, .detail = "turned away");
        bw_pool_give(&state->patients, event->a);
        return;
    }
    patient->arm = bw_trial_draw_arm(state, patient);
    patient->randomised = event->time;
    t->randomised++;
    BW_TRACE(state, PATIENT_RANDOMISED, bw_trial_site_of(state, patient)->element,
        .number = patient->number,
        .detail = network->trial_arms[trial->first_arm + patient->arm].name);
    bw_state_schedule(state, trial->element, event->time, BW_EVENT_TRIAL_VISIT,
        patient->trial_site, event->a);
    for (bw_index i = 0; i < trial->interim_count; i++) {
        const struct bw_interim *interim = &network->interims[trial->first_interim + i];

        if (interim->patients == t->randomised) {
            bw_state_schedule(state, trial->element, event->time + interim->delay,
                BW_EVENT_TRIAL_INTERIM, event->target, trial->first_interim + i);
        }
    }
    look_at_target(state, event->target);
    if (!t->open) {
        t->last_in = event->time;
    }
}

/* Sets the ratio of an arm; NaN leaves it. */
static void set_ratio(
    struct bw_state *state, const struct bw_trial *trial, bw_index arm, double ratio)
{
    bw_index slot = state->network->trial_arms[trial->first_arm + arm].ratio;

    if (!isnan(ratio) && bw_state_parameter(state, slot) != ratio) {
        bw_state_change(state, slot, ratio, trial->element);
    }
}

/* Sites that waited for an interim begin to prepare. */
static void open_countries(
    struct bw_state *state, const struct bw_trial *trial, bw_index interim)
{
    for (bw_index i = trial->first_site; i < trial->first_site + trial->site_count;
         i++) {
        if (state->network->trial_sites[i].opener == interim) {
            bw_enrolment_prepare(state, i, bw_state_now(state));
        }
    }
}

void bw_trial_on_interim(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_network *network = state->network;
    const struct bw_interim *interim = &network->interims[event->a];
    const struct bw_trial *trial = &network->trials[event->target];

    if (!bw_state_chance(state, interim->stream, 0, interim->probability)) {
        return;
    }
    state->trials[event->target].taken[event->a - trial->first_interim] = true;
    open_countries(state, trial, event->a);
    for (bw_index arm = 0; arm < trial->arm_count; arm++) {
        if (interim->first_ratio != BW_NONE) {
            set_ratio(
                state, trial, arm, network->trial_ratios[interim->first_ratio + arm]);
        }
        if ((interim->dropped >> arm & 1u) != 0) {
            set_ratio(state, trial, arm, 0.0);
        }
    }
    /* Blocks go on where the ratios stay, as with a visit that is added. */
    state->trials[event->target].version +=
        interim->first_ratio != BW_NONE || interim->dropped != 0;
    if (interim->dropped != 0 && interim->stops_treatment) {
        tell_sites(state, event->target, BW_EVENT_TRIAL_STOP, interim->dropped);
    }
    if (interim->target > 0.0) {
        bw_state_change(state, trial->target, interim->target, trial->element);
    }
    look_at_target(state, event->target);
}
