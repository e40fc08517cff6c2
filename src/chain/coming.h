/* SPDX-License-Identifier: Apache-2.0
 *
 * Work that is on its way to a resource: of each batch planned and not ended, the last
 * use that it will make of the resource. It tells a server that starves (nothing has
 * arrived yet) from one that is idle (nothing is wanted). Foreseen are the steps, tests
 * and the release of a recipe; the resolution of deviations and excursions is not. To
 * each of several lines a batch may come until it has chosen one.
 */
#ifndef BW_CHAIN_COMING_H
#define BW_CHAIN_COMING_H

#include "chain/state.h"

/* Where a batch is in its recipe: before its first step, at a step, past the last. */
#define BW_PLACE_PLANNED (-1)
#define BW_PLACE_OF_STEP(step) (2 * (int32_t)(step)) /* number within the recipe */

/* Lists the uses of every recipe. */
BW_NODISCARD enum bw_status bw_coming_init(struct bw_state *state);

/* A batch is planned. */
void bw_coming_begin(struct bw_state *state, uint32_t batch);

/* A batch enters a step, forward or back, or (place of the step count) ends. */
void bw_coming_move(struct bw_state *state, uint32_t batch, int32_t place);

#endif
