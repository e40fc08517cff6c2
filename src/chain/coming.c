/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/coming.h"

#include "chain/manufacturing_internal.h"
#include "chain/resource.h"

/* The test of a step is over when the batch has left the step. */
#define PLACE_OF_TEST(step) (BW_PLACE_OF_STEP(step) + 1)

/* Adds the use of a resource, or moves an earlier one to here: only the last counts. */
static void add(struct bw_recipe_state *recipe, bw_index resource, int32_t place)
{
    uint32_t i = 0;

    if (resource == BW_NONE) {
        return;
    }
    while (i < recipe->use_count && recipe->uses[i].resource != resource) {
        i++;
    }
    recipe->uses[i] = (struct bw_use){resource, place};
    recipe->use_count += i == recipe->use_count;
}

/* Resources that a recipe can use at most. */
static size_t use_limit(
    const struct bw_network *network, const struct bw_recipe *recipe)
{
    size_t limit = 2 * (size_t)recipe->step_count + 1;

    for (bw_index i = 0; i < recipe->step_count; i++) {
        limit += network->steps[recipe->first_step + i].line_count;
    }
    return limit;
}

enum bw_status bw_coming_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->recipe_count; i++) {
        const struct bw_recipe *r = &network->recipes[i];
        struct bw_recipe_state *recipe = &state->recipes[i];

        recipe->uses = bw_arena_allocate(
            &state->arena, use_limit(network, r), sizeof *recipe->uses);
        if (recipe->uses == NULL) {
            return BW_ERR_NOMEM;
        }
        recipe->use_count = 0;
        for (bw_index k = 0; k < r->step_count; k++) {
            const struct bw_step *step = &network->steps[r->first_step + k];

            add(recipe, step->resource, BW_PLACE_OF_STEP(k));
            for (bw_index l = 0; l < step->line_count; l++) {
                add(recipe, network->lines[step->first_line + l].resource,
                    BW_PLACE_OF_STEP(k));
            }
            if (step->test.present) {
                add(recipe, step->test.resource, PLACE_OF_TEST(k));
            }
        }
        if (r->release.present) {
            add(recipe, r->release.review.resource, BW_PLACE_OF_STEP(r->step_count));
        }
    }
    return BW_OK;
}

void bw_coming_begin(struct bw_state *state, uint32_t batch)
{
    struct bw_batch *b = bw_batch_at(state, batch);
    const struct bw_recipe_state *recipe = &state->recipes[b->recipe];

    b->place = BW_PLACE_PLANNED;
    for (uint32_t i = 0; i < recipe->use_count; i++) {
        bw_resource_expect(state, recipe->uses[i].resource, 1);
    }
}

void bw_coming_move(struct bw_state *state, uint32_t batch, int32_t place)
{
    struct bw_batch *b = bw_batch_at(state, batch);
    const struct bw_recipe_state *recipe = &state->recipes[b->recipe];
    int32_t from = b->place;

    b->place = place;
    for (uint32_t i = 0; i < recipe->use_count; i++) {
        int32_t use = recipe->uses[i].place;
        bool was_ahead = from < use, is_ahead = place < use;

        if (was_ahead != is_ahead) {
            bw_resource_expect(state, recipe->uses[i].resource, is_ahead ? 1 : -1);
        }
    }
}
