/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/manufacturing_internal.h"

#include "chain/backlog.h"
#include "chain/co_product.h"
#include "chain/coming.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/recipe.h"
#include "chain/trace.h"

#include <math.h>

enum bw_status bw_manufacturing_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    state->recipes =
        bw_arena_allocate(&state->arena, network->recipe_count, sizeof *state->recipes);
    if (state->recipes == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->recipe_count; i++) {
        const struct bw_recipe *recipe = &network->recipes[i];
        double *shares = bw_arena_allocate(
            &state->arena, 2 * (size_t)recipe->step_count, sizeof *shares);

        if (shares == NULL) {
            return BW_ERR_NOMEM;
        }
        state->recipes[i].expected = shares;
        bw_recipe_expect(network, recipe, shares, shares + recipe->step_count);
        state->recipes[i].releases = bw_recipe_ends_in_release(network, recipe);
    }
    if (bw_coming_init(state) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    return bw_backlog_init(state);
}

bool bw_recipe_is_released(const struct bw_state *state, bw_index recipe)
{
    return state->recipes[recipe].releases;
}

double bw_recipe_mean_time(const struct bw_state *state, bw_index recipe)
{
    const struct bw_recipe *r = &state->network->recipes[recipe];
    double beside = 0.0;

    for (bw_index i = 0; i < r->step_count; i++) {
        const struct bw_step *step = &state->network->steps[r->first_step + i];

        beside = fmax(beside,
            fmax(bw_sampler_mean(&step->hold), bw_sampler_mean(&step->test.time)));
    }
    return bw_recipe_work(state->network, r) + beside;
}

double bw_recipe_mean_cost(
    const struct bw_state *state, bw_index recipe, int64_t quantity)
{
    const struct bw_network *network = state->network;
    const struct bw_recipe *r = &network->recipes[recipe];
    double batches = r->batch == 0 ? 1.0 : ceil((double)quantity / (double)r->batch);
    double cost = r->cost * (double)quantity * network->items[r->item].quantum;

    for (bw_index i = 0; i < r->step_count; i++) {
        cost += network->steps[r->first_step + i].cost * batches;
    }
    return cost;
}

int64_t bw_recipe_available(const struct bw_state *state, bw_index recipe)
{
    const struct bw_network *network = state->network;
    const struct bw_recipe *r = &network->recipes[recipe];
    double quantum = network->items[r->item].quantum, most = INFINITY;

    for (bw_index i = 0; i < r->need_count; i++) {
        const struct bw_need *need = &network->needs[r->first_need + i];
        struct bw_stock_view view = bw_stock_view(state, need->stock);
        double units = (double)(view.usable - view.backorders)
            * network->items[network->stocks[need->stock].item].quantum;

        most = fmin(most, fmax(units, 0.0) / need->per_unit / quantum);
    }
    /* A hair of rounding must not cost a quantum. */
    return most < 9e18 ? (int64_t)floor(most + 1e-9) : INT64_MAX;
}

void bw_manufacturing_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->recipe_count; i++) {
        state->recipes[i].number = 0;
    }
    bw_backlog_reset(state);
}

int64_t bw_recipe_expected(
    const struct bw_state *state, bw_index recipe, bw_index step, int64_t quantity)
{
    const struct bw_recipe *r = &state->network->recipes[recipe];
    double share;
    int64_t expected;

    if (step >= r->first_step + r->step_count) {
        return quantity;
    }
    share = state->recipes[recipe].expected[step - r->first_step];
    if (quantity == 0 || share == 0.0) {
        return 0;
    }
    /* A small batch that may well fail is still on order: else it would be ordered
     * again and again. */
    expected = llround((double)quantity * share);
    return expected > 0 ? expected : 1;
}

/* Asks the stocks of the site for what a batch needs. */
static void ask_needs(struct bw_state *state, uint32_t index)
{
    const struct bw_network *network = state->network;
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &network->recipes[batch->recipe];
    double units = (double)batch->quantity * network->items[recipe->item].quantum;
    uint64_t rank = bw_state_word(state, recipe->batch_stream, batch->number);

    for (bw_index i = 0; i < recipe->need_count; i++) {
        const struct bw_need *need = &network->needs[recipe->first_need + i];
        double quantum = network->items[network->stocks[need->stock].item].quantum;
        int64_t quantity = batch->quantity == recipe->batch
            ? need->per_batch
            : (int64_t)ceil(need->per_unit * units / quantum - 1e-9);
        uint32_t order = bw_state_take_order(
            state, BW_ORDER_NEED, index, quantity > 0 ? quantity : 1);

        bw_state_order(state, order)->rank = rank;
        bw_state_order(state, order)->number = batch->number;
        bw_state_order(state, order)->priority = batch->urgency.priority;
        bw_state_order(state, order)->due = batch->urgency.due;
        BW_TRACE(state, ORDER_PLACED, recipe->element, .order = order,
            .of_lot = batch->lot, .other = network->stocks[need->stock].element,
            .quantity = quantity > 0 ? quantity : 1, .detail = "need");
        batch->missing++;
        bw_state_schedule(state, recipe->element, bw_state_now(state),
            BW_EVENT_STOCK_ORDER, need->stock, order);
    }
}

void bw_batch_release(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);

    batch->released = bw_state_now(state);
    BW_TRACE(state, BATCH_RELEASED, state->network->recipes[batch->recipe].element,
        .lot = batch->lot, .order = batch->order, .quantity = batch->quantity,
        .since = batch->planned);
    ask_needs(state, index);
    if (state->network->recipes[batch->recipe].need_count == 0) {
        bw_batch_start(state, index);
    }
}

static uint32_t create_batch(struct bw_state *state, bw_index recipe, int64_t quantity)
{
    const struct bw_recipe *r = &state->network->recipes[recipe];
    uint32_t index = bw_state_take(state, &state->batches);
    struct bw_batch *batch = bw_batch_at(state, index);
    struct bw_lot *lot;
    int64_t expected = bw_recipe_expected(state, recipe, r->first_step, quantity);

    batch->number = state->recipes[recipe].number++;
    batch->quantity = quantity;
    batch->recipe = recipe;
    batch->chosen = BW_NONE;
    batch->oldest = BW_FOREVER;
    batch->planned = bw_state_now(state);
    bw_coming_begin(state, index);
    batch->lot = bw_lot_create(state, r->item, 0);
    lot = bw_state_lot(state, batch->lot);
    lot->bound = index;
    lot->custody = BW_CUSTODY_PROCESS;
    batch->urgency = bw_stock_urgency(state, r->stock, quantity);
    if (r->is_held_back) {
        bw_backlog_set_due(state, index);
    }
    if (expected > 0) {
        batch->order = bw_stock_open_order(state, r->stock, expected);
        bw_state_order(state, batch->order)->open = 0;
        BW_TRACE(state, ORDER_PLACED, state->network->stocks[r->stock].element,
            .order = batch->order, .other = r->element, .quantity = expected,
            .detail = "make");
    }
    bw_co_products_open(state, batch, expected);
    BW_TRACE(state, BATCH_PLANNED, r->element, .lot = batch->lot, .order = batch->order,
        .quantity = quantity);
    bw_observe(state, r->element, BW_SUM_RECIPE_SIZE, (double)quantity);
    return index;
}

/* Plans one batch of an order: it goes to the floor at once or joins the backlog. */
static void plan(
    struct bw_state *state, bw_index recipe, int64_t quantity, uint32_t *work)
{
    uint32_t batch = create_batch(state, recipe, quantity);

    if (state->network->recipes[recipe].is_held_back) {
        bw_backlog_add(state, batch, work);
    } else {
        bw_backlog_began(state, batch);
        bw_batch_release(state, batch);
    }
}

/* Size of the batch that is made of less than the largest one; 0 = none. */
static int64_t size_of_rest(
    const struct bw_recipe *recipe, int64_t rest, enum bw_rounding rounding)
{
    int64_t steps;

    if (rest == 0) {
        return 0;
    }
    if (recipe->batch_step == 0) {
        return rounding == BW_ROUND_EXACT ? rest
            : rounding == BW_ROUND_UP     ? recipe->batch
                                          : 0;
    }
    if (rest < recipe->batch_minimum) {
        return rounding == BW_ROUND_DOWN ? 0 : recipe->batch_minimum;
    }
    if (rounding == BW_ROUND_EXACT) {
        return rest;
    }
    steps = (rest - recipe->batch_minimum) / recipe->batch_step;
    if (rounding == BW_ROUND_UP
        && (rest - recipe->batch_minimum) % recipe->batch_step > 0) {
        steps++;
    }
    return recipe->batch_minimum + steps * recipe->batch_step;
}

int64_t bw_recipe_order(struct bw_state *state, bw_index recipe, int64_t quantity,
    enum bw_rounding rounding)
{
    const struct bw_recipe *r = &state->network->recipes[recipe];
    int64_t ordered = 0, rest = quantity;
    uint32_t work = 0;

    if (r->batch == 0) {
        plan(state, recipe, quantity, &work);
        return quantity;
    }
    for (; rest >= r->batch; rest -= r->batch) {
        plan(state, recipe, r->batch, &work);
        ordered += r->batch;
    }
    rest = size_of_rest(r, rest, rounding);
    if (rest > 0) {
        plan(state, recipe, rest, &work);
    }
    return ordered + rest;
}

bw_time bw_batch_planned(
    const struct bw_state *state, uint32_t batch, bw_index *recipe_element)
{
    const struct bw_batch *b = bw_batch_at(state, batch);

    *recipe_element = state->network->recipes[b->recipe].element;
    return b->planned;
}

void bw_recipe_supply(
    struct bw_state *state, uint32_t order, uint32_t lot, bw_index stock)
{
    struct bw_order *o = bw_state_order(state, order);
    uint32_t index = o->owner;
    struct bw_batch *batch = bw_batch_at(state, index);
    struct bw_lot *input = bw_state_lot(state, lot);
    struct bw_lot *output = bw_state_lot(state, batch->lot);
    bw_time now = bw_state_now(state);

    if (input->made != BW_FOREVER) {
        bw_time oldest = input->made - (bw_time)input->older_s * BW_SECOND;

        batch->oldest = oldest < batch->oldest ? oldest : batch->oldest;
    }
    /* The branch that ends last goes on; of those that end together, the lower element.
     */
    if (batch->chosen == BW_NONE || now > batch->chosen_at || stock < batch->chosen) {
        bw_history_release(state, &output->history);
        output->history = bw_history_retain(state, input->history);
        output->made = input->made;
        output->stored = input->stored;
        output->release_s = input->release_s;
        batch->chosen = stock;
        batch->chosen_at = now;
    }
    BW_TRACE(state, LOT_CONSUMED, state->network->recipes[batch->recipe].element,
        .lot = lot, .order = order, .of_lot = batch->lot, .other = stock,
        .quantity = input->quantity);
    o->outstanding -= input->quantity;
    bw_lot_leave(state, lot);
    if (o->outstanding == 0) {
        bw_state_give_order(state, order);
        if (--batch->missing == 0) {
            bw_batch_start(state, index);
        }
    }
}
