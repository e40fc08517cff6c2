/* SPDX-License-Identifier: Apache-2.0
 *
 * Arms of patients: permuted blocks, for the trial or for each site, or simple
 * randomisation.
 */
#include "chain/trial_internal.h"

#include <math.h>

static uint32_t ratio_of(const struct bw_state *state, bw_index arm)
{
    return (uint32_t)lround(
        bw_state_parameter(state, state->network->trial_arms[arm].ratio));
}

/* Fills a new block with every arm as often as its ratio says, times the repeats, in a
 * random order (Fisher and Yates). */
static void begin_block(struct bw_state *state, const struct bw_trial *trial,
    struct bw_block *block, uint64_t stream)
{
    uint64_t number = block->number++ << BW_BLOCK_BITS;

    block->at = block->size = 0;
    for (bw_index arm = 0; arm < trial->arm_count; arm++) {
        uint32_t count = ratio_of(state, trial->first_arm + arm) * trial->repeats;

        for (uint32_t i = 0; i < count; i++) {
            block->arms[block->size++] = (uint8_t)arm;
        }
    }
    for (uint32_t i = block->size - 1; i > 0; i--) {
        uint32_t k =
            (uint32_t)(bw_state_uniform(state, stream, number | i) * (double)(i + 1));
        uint8_t arm = block->arms[i];

        block->arms[i] = block->arms[k];
        block->arms[k] = arm;
    }
}

static uint32_t draw_simple(struct bw_state *state, const struct bw_trial *trial,
    const struct bw_patient *patient)
{
    double sum = 0.0, u;
    uint32_t arm = 0;

    for (bw_index i = 0; i < trial->arm_count; i++) {
        sum += ratio_of(state, trial->first_arm + i);
    }
    u = sum
        * bw_state_uniform(
            state, bw_trial_site_of(state, patient)->arm_stream, patient->number);
    for (bw_index i = 0; i < trial->arm_count && u >= 0.0; i++) {
        double ratio = ratio_of(state, trial->first_arm + i);

        arm = ratio > 0.0 ? i : arm; /* the last one that takes patients at the most */
        u -= ratio;
    }
    return arm;
}

uint32_t bw_trial_draw_arm(struct bw_state *state, const struct bw_patient *patient)
{
    const struct bw_trial_site *site = bw_trial_site_of(state, patient);
    const struct bw_trial *trial = &state->network->trials[site->trial];
    struct bw_trial_state *t = &state->trials[site->trial];
    struct bw_block *block =
        trial->by_site ? &state->trial_sites[patient->trial_site].block : &t->block;

    if (trial->randomisation == BW_RANDOMISE_SIMPLE) {
        return draw_simple(state, trial, patient);
    }
    if (block->at == block->size || block->version != t->version) {
        begin_block(
            state, trial, block, trial->by_site ? site->arm_stream : trial->arm_stream);
        block->version = t->version;
    }
    return block->arms[block->at++];
}
