/* SPDX-License-Identifier: Apache-2.0
 *
 * Clinical trials: sites open, patients are screened and randomised, come to visits and
 * get kits of the stock of their site, through a demand per site and type of kit.
 * trial.c has the trial as a whole (target, planned changes), enrolment.c what happens
 * at a site up to randomisation, randomise.c the arms, visit.c all that follows.
 *
 * All draws belong to a site, to the number of a patient there, or to one of his
 * visits: whether kits are there or not shifts none of them.
 */
#ifndef BW_CHAIN_TRIAL_H
#define BW_CHAIN_TRIAL_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_trial_init(struct bw_state *state);
/* Draws the rates and schedules the activation of every site. */
void bw_trial_reset(struct bw_state *state);

/* A site of a trial (index in trial_sites) is ready: it begins to screen patients. Does
 * nothing when it is active already. Other sites than its own send
 * BW_EVENT_TRIAL_ACTIVATE. */
void bw_trial_site_activated(struct bw_state *state, bw_index trial_site);

bool bw_trial_site_is_active(const struct bw_state *state, bw_index trial_site);

/* When a site was activated, and when its first patient was randomised; BW_FOREVER =
 * not yet. */
bw_time bw_trial_site_opened(const struct bw_state *state, bw_index trial_site);
bw_time bw_trial_site_first_in(const struct bw_state *state, bw_index trial_site);

/* When the patient was randomised who reached the target; BW_FOREVER = not yet, or the
 * target is another one since. */
bw_time bw_trial_last_in(const struct bw_state *state, bw_index trial);

/* True while patients are taken in. */
bool bw_trial_is_open(const struct bw_state *state, bw_index trial);

/* Kits [units] that a demand of a trial is expected to ask for in a window from now on:
 * those of visits that are scheduled, and of patients who may still come. */
double bw_trial_predict(const struct bw_state *state, bw_index demand, bw_time window);

/* Kits [quanta] of an item that patients of all trials are expected to be given from
 * now on until their last visits: those on treatment, and those still to be randomised.
 */
double bw_trial_remaining(const struct bw_state *state, bw_index item);

/* True while new patients may get the kits of a demand. */
bool bw_trial_may_ask(const struct bw_state *state, bw_index demand);

/* The order of a visit's kits is filled or lost. */
void bw_trial_note_closed(struct bw_state *state, const struct bw_order *order);

/* Handlers. */
void bw_trial_on_activate(struct bw_state *state, const struct bw_event *event);
void bw_trial_on_screen(struct bw_state *state, const struct bw_event *event);
void bw_trial_on_randomise(struct bw_state *state, const struct bw_event *event);
void bw_trial_on_interim(struct bw_state *state, const struct bw_event *event);
void bw_trial_on_resume(struct bw_state *state, const struct bw_event *event);
void bw_trial_on_stop(struct bw_state *state, const struct bw_event *event);
void bw_trial_on_visit(struct bw_state *state, const struct bw_event *event);
void bw_trial_on_leave(struct bw_state *state, const struct bw_event *event);

#endif
