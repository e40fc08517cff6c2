/* SPDX-License-Identifier: Apache-2.0
 *
 * Manufacturing: production orders become batches; a batch collects its inputs, goes
 * through the steps of its recipe and ends as a lot at the door of its stock.
 */
#ifndef BW_CHAIN_MANUFACTURING_H
#define BW_CHAIN_MANUFACTURING_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_manufacturing_init(struct bw_state *state);
void bw_manufacturing_reset(struct bw_state *state);

/* Plans the batches for an order of quantity: largest ones as long as they fit, then
 * one for the rest, whose size is the next allowed one below or above, or exactly the
 * rest but not below the smallest batch of a range; a recipe without a batch size makes
 * each order in one batch of its own size. Their expected good output is on order at
 * once. Returns the quantity planned, 0 when it does not fill a batch. */
int64_t bw_recipe_order(struct bw_state *state, bw_index recipe, int64_t quantity,
    enum bw_rounding rounding);

/* Quantity that could be started of the inputs on hand for which nobody waits, whatever
 * the size of a batch; INT64_MAX when it needs none. */
int64_t bw_recipe_available(const struct bw_state *state, bw_index recipe);

/* A lot is given to the batch that needed it (order = the need). stock is the element
 * that gave it. */
void bw_recipe_supply(
    struct bw_state *state, uint32_t order, uint32_t lot, bw_index stock);

/* True when the end of the recipe is a release (for make_release_time); false when it
 * only changes the form of goods released before. */
bool bw_recipe_is_released(const struct bw_state *state, bw_index recipe);

/* The resource has finished the step of a batch. */
struct bw_job_result;
void bw_batch_worked(
    struct bw_state *state, uint32_t batch, const struct bw_job_result *result);

/* When a batch was planned; its needs are placed when it is released to the floor. The
 * time between is charged to the recipe, whose element is set. */
bw_time bw_batch_planned(
    const struct bw_state *state, uint32_t batch, bw_index *recipe_element);

/* The lot that a batch becomes. */
uint32_t bw_batch_lot(const struct bw_state *state, uint32_t batch);

/* How urgent a batch is. */
struct bw_urgency bw_batch_urgency(const struct bw_state *state, uint32_t batch);

/* A test beside the goods has rejected the lot of a batch still in process. */
void bw_batch_spoiled(struct bw_state *state, uint32_t batch);

/* Handler: the time of a step without a resource is over. */
void bw_batch_on_step_end(struct bw_state *state, const struct bw_event *event);

/* Mean time of one pass through the steps with nobody in the way, and with the longest
 * of the tests and holds beside the goods [ticks]. */
double bw_recipe_mean_time(const struct bw_state *state, bw_index recipe);

/* Money for starting quantity in batches and taking each once through the steps. */
double bw_recipe_mean_cost(
    const struct bw_state *state, bw_index recipe, int64_t quantity);

#endif
