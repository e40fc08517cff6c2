/* SPDX-License-Identifier: Apache-2.0
 *
 * What follows from a recipe alone, before anything is made.
 */
#ifndef BW_CHAIN_RECIPE_H
#define BW_CHAIN_RECIPE_H

#include "chain/network.h"

/* Share of the batches that the test of a step destroys, retests included. */
double bw_recipe_test_loss(const struct bw_step *step);

/* Share of the batches that review and investigations let pass; the number of
 * deviations is taken as its mean. */
double bw_recipe_release_share(const struct bw_recipe *recipe);

/* Routes that a batch draws from when it leaves a step in a round (from 0 on); returns
 * how many, 0 when it goes on in order. */
bw_index bw_step_routes(const struct bw_network *network, const struct bw_step *step,
    uint32_t round, const struct bw_route **routes);

/* Mean set-up and work of one pass through a step [ticks], and the mean share that its
 * yield lets pass. Lines count by their shares in a split, else alike. */
double bw_step_mean_time(const struct bw_network *network, const struct bw_step *step);
double bw_step_mean_yield(const struct bw_network *network, const struct bw_step *step);

/* Weight of line i (from 0) of a step in such a mean; they sum to 1. */
double bw_step_line_weight(
    const struct bw_network *network, const struct bw_step *step, bw_index i);

/* Expected good share from the entry of each step on, for a batch in its first round:
 * worked out from the last round that at_most allows backwards, until no limit is near
 * and a further round changes nothing. Both arrays have one value per step, and 0 at
 * first. */
void bw_recipe_expect(const struct bw_network *network, const struct bw_recipe *recipe,
    double *expected, double *next_round);

/* Mean setup and work of one pass through all steps [ticks]. */
double bw_recipe_work(const struct bw_network *network, const struct bw_recipe *recipe);

/* Mean of a sampler, 0 when it is not present. */
double bw_sampler_mean(const struct bw_sampler *sampler);

/* False for a recipe that only changes the form of goods that were released before
 * (thawing, relabelling): it works, tests, holds, verifies and reviews nothing. */
bool bw_recipe_ends_in_release(
    const struct bw_network *network, const struct bw_recipe *recipe);

#endif
