/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the manufacturing domain share: manufacturing.c (production orders
 * become batches, which collect their inputs), backlog.c (batches before their release)
 * and batch.c (batches in their steps).
 */
#ifndef BW_CHAIN_MANUFACTURING_INTERNAL_H
#define BW_CHAIN_MANUFACTURING_INTERNAL_H

#include "chain/manufacturing.h"
#include "chain/state_internal.h"

/* Last use of a resource by a recipe, see coming.h. */
struct bw_use {
    bw_index resource;
    int32_t place;
};

struct bw_recipe_state {
    uint64_t number; /* of the next batch */
    bool releases;   /* its output is released: it has been worked on, tested or held */
    double
        *expected; /* per step: good share of what enters it that reaches the stock */
    double work;   /* mean time of its steps */
    uint32_t first, last; /* backlog, most urgent first */
    uint32_t waiting;     /* batches planned and not released */
    uint32_t running;     /* batches released and not ended */
    struct bw_use *uses;  /* one per resource */
    uint32_t use_count;
    bool awaits_window; /* a release is scheduled for the next window */
};

static inline struct bw_batch *bw_batch_at(const struct bw_state *state, uint32_t batch)
{
    return bw_pool_at(&state->batches, batch);
}

/* Sends a batch to the floor: it asks for its inputs, or starts when it needs none. */
void bw_batch_release(struct bw_state *state, uint32_t index);

/* All inputs are there: the batch becomes goods in process. */
void bw_batch_start(struct bw_state *state, uint32_t index);

/* Good output that can be expected of quantity about to enter a step (network index).
 */
int64_t bw_recipe_expected(
    const struct bw_state *state, bw_index recipe, bw_index step, int64_t quantity);

#endif
