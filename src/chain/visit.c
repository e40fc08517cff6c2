/* SPDX-License-Identifier: Apache-2.0
 *
 * Patients on treatment: their visits, the kits that they get, and how they leave.
 */
#include "chain/close_out.h"
#include "chain/contract_payment.h"
#include "chain/demand.h"
#include "chain/measure.h"
#include "chain/trace.h"
#include "chain/trial_internal.h"

#include <math.h>

/* Number of the draws of a visit. */
static uint64_t draw_of(const struct bw_patient *patient)
{
    return patient->number << BW_VISIT_BITS | patient->visit;
}

static const struct bw_dispensing *dispensing_of(
    const struct bw_state *state, const struct bw_patient *patient)
{
    const struct bw_trial *trial =
        &state->network->trials[bw_trial_site_of(state, patient)->trial];

    return &state->network->dispensings[trial->first_dispensing
        + patient->arm * trial->visit_count + patient->visit];
}

static void count_treated(struct bw_state *state, bw_index trial_site, int change)
{
    struct bw_trial_site_state *s = &state->trial_sites[trial_site];

    s->on_treatment += change;
    bw_observe_level(state, state->network->trial_sites[trial_site].element,
        BW_LEVEL_TREATED, s->on_treatment);
}

/* A patient comes for the first time. */
static void admit(struct bw_state *state, uint32_t patient)
{
    struct bw_patient *p = bw_patient_at(state, patient);
    const struct bw_trial_site *site = bw_trial_site_of(state, p);
    struct bw_trial_site_state *s = &state->trial_sites[p->trial_site];
    double hazard = state->network->trials[site->trial].drop_out;

    p->leaves = BW_FOREVER;
    if (hazard > 0.0) {
        double stay =
            bw_law_unit_exponential(&state->draws, site->drop_out_stream, p->number)
            / hazard;

        p->leaves = stay < (double)(BW_FOREVER / 4)
            ? p->randomised + bw_time_round(stay)
            : BW_FOREVER;
    }
    p->next = s->first;
    if (s->first != 0) {
        bw_patient_at(state, s->first)->previous = patient;
    }
    s->first = patient;
    p->treated = true;
    s->enrolled++;
    s->first_in = s->first_in == BW_FOREVER ? bw_state_now(state) : s->first_in;
    bw_observe(state, site->element, BW_SUM_TRIAL_ENROLLED, 1.0);
    count_treated(state, p->trial_site, 1);
}

/* Nothing is owed to a patient any more. */
static void forget(struct bw_state *state, uint32_t patient)
{
    const struct bw_trial_site *site =
        bw_trial_site_of(state, bw_patient_at(state, patient));

    bw_pool_give(&state->patients, patient);
    bw_close_out_tell(state, site->element, site->trial);
}

/* The treatment of a patient ends; he is forgotten once nothing is owed to him. */
static void end_treatment(struct bw_state *state, uint32_t patient, enum bw_sum why)
{
    struct bw_patient *p = bw_patient_at(state, patient);
    struct bw_trial_site_state *s = &state->trial_sites[p->trial_site];

    if (p->previous != 0) {
        bw_patient_at(state, p->previous)->next = p->next;
    } else {
        s->first = p->next;
    }
    if (p->next != 0) {
        bw_patient_at(state, p->next)->previous = p->previous;
    }
    p->treated = false;
    bw_observe(state, bw_trial_site_of(state, p)->element, why, 1.0);
    BW_TRACE(state, PATIENT_LEFT, bw_trial_site_of(state, p)->element,
        .number = p->number, .since = p->randomised,
        .detail = why == BW_SUM_TRIAL_COMPLETED ? "completed"
            : why == BW_SUM_TRIAL_DROPPED       ? "dropped out"
                                                : "arm stopped");
    count_treated(state, p->trial_site, -1);
    if (p->lines == 0) {
        forget(state, patient);
    }
}

/* Instant of the next visit: its day, moved by the jitter, but not before the time in
 * which kits of the last one could still come is over. */
static bw_time next_visit(const struct bw_state *state, const struct bw_patient *p)
{
    const struct bw_trial_site *site = bw_trial_site_of(state, p);
    const struct bw_trial *trial = &state->network->trials[site->trial];
    bw_time day = bw_trial_day(state, trial, p->visit);
    bw_time time = p->randomised + day
        + (bw_time)llround(
            day > 0 ? bw_state_value(state, &site->jitter, draw_of(p), 0.0) : 0.0);
    bw_time earliest = bw_state_now(state) + trial->wait;

    return time > earliest ? time : earliest;
}

/* Schedules the next visit of a patient, or that he drops out before; ends his
 * treatment after the last one. */
static void go_on(struct bw_state *state, uint32_t patient)
{
    struct bw_patient *p = bw_patient_at(state, patient);
    const struct bw_trial_site *site = bw_trial_site_of(state, p);
    bw_index visits = state->network->trials[site->trial].visit_count;

    while (p->visit < visits && !bw_trial_has_visit(state, site->trial, p->visit)) {
        p->visit++;
    }
    if (p->visit == visits) {
        end_treatment(state, patient, BW_SUM_TRIAL_COMPLETED);
        return;
    }
    p->comes = next_visit(state, p);
    p->event = p->leaves <= p->comes ? bw_state_schedule(state, site->element,
                   p->leaves, BW_EVENT_TRIAL_LEAVE, p->trial_site, patient)
                                     : bw_state_schedule(state, site->element, p->comes,
                                         BW_EVENT_TRIAL_VISIT, p->trial_site, patient);
}

/* Asks the stocks of the site for the kits of a visit. */
static void dispense(struct bw_state *state, uint32_t patient)
{
    struct bw_patient *p = bw_patient_at(state, patient);
    const struct bw_dispensing *d = dispensing_of(state, p);
    bw_index first_demand = bw_trial_site_of(state, p)->first_demand;

    p->lines = d->kit_count;
    p->missing = false;
    for (bw_index i = 0; i < d->kit_count; i++) {
        const struct bw_trial_kit *kit = &state->network->trial_kits[d->first_kit + i];

        bw_demand_place_visit(
            state, first_demand + kit->type, draw_of(p), kit->quantity, patient);
    }
}

void bw_trial_note_closed(struct bw_state *state, const struct bw_order *order)
{
    uint32_t patient = order->patient;
    struct bw_patient *p = bw_patient_at(state, patient);

    BW_STATE_ASSERT(state, p->lines > 0);
    p->lines--;
    p->missing = p->missing || order->lost > 0;
    if (p->lines > 0) {
        return;
    }
    BW_TRACE(state, PATIENT_VISIT, bw_trial_site_of(state, p)->element,
        .number = p->number, .detail = p->missing ? "not dispensed" : "dispensed");
    if (order->in_window) {
        bw_observe(state, bw_trial_site_of(state, p)->element, BW_SUM_TRIAL_DISPENSING,
            p->missing ? 1.0 : 0.0);
    }
    if (!p->treated) {
        forget(state, patient);
    }
}

/* True when the treatment of a patient's arm has been stopped, and nobody gets it now.
 */
static bool is_stopped(const struct bw_state *state, const struct bw_patient *p)
{
    bw_index first =
        state->network->trials[bw_trial_site_of(state, p)->trial].first_arm;

    return (state->trial_sites[p->trial_site].stopped >> p->arm & 1u) != 0
        && bw_state_parameter(state, state->network->trial_arms[first + p->arm].ratio)
        <= 0.0;
}

void bw_trial_on_visit(struct bw_state *state, const struct bw_event *event)
{
    struct bw_patient *p = bw_patient_at(state, event->a);
    const struct bw_trial_site *site = &state->network->trial_sites[event->target];
    const struct bw_trial *trial = &state->network->trials[site->trial];
    bool missed;

    if (!p->treated) {
        admit(state, event->a);
        if (bw_trial_day(state, trial, 0) > 0) {
            go_on(state, event->a);
            return;
        }
    }
    if (is_stopped(state, p)) {
        end_treatment(state, event->a, BW_SUM_TRIAL_STOPPED);
        return;
    }
    missed = bw_trial_day(state, trial, p->visit) > 0
        && bw_state_chance(state, site->missed_stream, draw_of(p), trial->missed);
    BW_TRACE(state, PATIENT_VISIT, site->element, .number = p->number,
        .detail = missed ? "missed" : "came");
    if (!missed) {
        bw_contract_happened(state, site->element, 0.0, 0);
    }
    if (dispensing_of(state, p)->kit_count > 0) {
        bw_observe(state, site->element, BW_SUM_TRIAL_VISIT, missed ? 1.0 : 0.0);
        if (!missed) {
            dispense(state, event->a);
        }
    }
    p->visit++;
    go_on(state, event->a);
}

void bw_trial_on_leave(struct bw_state *state, const struct bw_event *event)
{
    end_treatment(state, event->a, BW_SUM_TRIAL_DROPPED);
}

void bw_trial_on_stop(struct bw_state *state, const struct bw_event *event)
{
    struct bw_trial_site_state *s = &state->trial_sites[event->target];
    uint32_t next;

    s->stopped |= event->a;
    for (uint32_t patient = s->first; patient != 0; patient = next) {
        struct bw_patient *p = bw_patient_at(state, patient);

        next = p->next;
        if ((event->a >> p->arm & 1u) != 0) {
            bw_event_list_cancel(&state->events, p->event);
            end_treatment(state, patient, BW_SUM_TRIAL_STOPPED);
        }
    }
}
