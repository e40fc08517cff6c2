/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the trial domain share.
 */
#ifndef BW_CHAIN_TRIAL_INTERNAL_H
#define BW_CHAIN_TRIAL_INTERNAL_H

#include "chain/state_internal.h"
#include "chain/trial.h"

/* A permuted block that is being filled. */
struct bw_block {
    uint8_t *arms;   /* room for BW_BLOCK_LIMIT */
    uint64_t number; /* blocks begun so far */
    uint32_t at, size;
    uint32_t version; /* of the ratios that it was made of */
};

struct bw_trial_state {
    uint64_t randomised;
    struct bw_block block; /* where blocks are filled for the whole trial */
    uint32_t version;      /* of the ratios */
    bool open;
    bw_time last_in; /* the target was reached; BW_FOREVER = not yet, or not anew */
    uint64_t gone;   /* of the randomised: nothing is owed to them; of close-outs */
    bool is_over;
    bw_time over;
    bool *taken; /* of each interim: it has changed the trial; NULL = there is none */
};

struct bw_trial_site_state {
    double rate;                 /* patients randomised per tick when it opens */
    bw_time opened, first_in;    /* BW_FOREVER = not yet */
    uint64_t screened, enrolled; /* so far */
    struct bw_block block;       /* where blocks are filled per site */
    uint32_t first;              /* patients on treatment, linked by next */
    uint32_t stopped;            /* arms without treatment, a bit each */
    int64_t on_treatment;
    bool active;
    bool never; /* it will not open */
    bool idle;  /* it has stopped to screen */
};

static inline struct bw_patient *bw_patient_at(
    const struct bw_state *state, uint32_t patient)
{
    return bw_pool_at(&state->patients, patient);
}

static inline const struct bw_trial_site *bw_trial_site_of(
    const struct bw_state *state, const struct bw_patient *patient)
{
    return &state->network->trial_sites[patient->trial_site];
}

/* Draws the rate of a site and when it opens. */
void bw_enrolment_reset(struct bw_state *state, bw_index trial_site);

/* A site begins to prepare now; it opens after activation and tasks. */
void bw_enrolment_prepare(struct bw_state *state, bw_index trial_site, bw_time now);

/* True when a visit of a trial takes place: from the start, or since an interim. */
static inline bool bw_trial_has_visit(
    const struct bw_state *state, bw_index trial, bw_index visit)
{
    const struct bw_trial *t = &state->network->trials[trial];
    bw_index added = state->network->trial_visits[t->first_visit + visit].added;

    return added == BW_NONE || state->trials[trial].taken[added - t->first_interim];
}

static inline bw_time bw_trial_day(
    const struct bw_state *state, const struct bw_trial *trial, bw_index visit)
{
    return state->network->trial_visits[trial->first_visit + visit].day;
}

/* Arm of the next patient, who comes from a site. */
uint32_t bw_trial_draw_arm(struct bw_state *state, const struct bw_patient *patient);

#endif
