/* SPDX-License-Identifier: Apache-2.0
 *
 * Batches on the floor: from the moment when all inputs are there through the steps to
 * goods receipt.
 */
#include "chain/manufacturing_internal.h"

#include "chain/backlog.h"
#include "chain/co_product.h"
#include "chain/coming.h"
#include "chain/cost.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/line_choice.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/recipe.h"
#include "chain/resource.h"
#include "chain/trace.h"

#include <math.h>

/* Draws of rework rounds lie apart from those of other batches. */
#define ROUND_SHIFT 40

/* Tells the stock what can still be expected of a batch. */
static void correct(struct bw_state *state, struct bw_batch *batch, int64_t expected)
{
    uint32_t order = batch->order;

    bw_co_products_correct(state, batch, expected);
    if (order == 0) {
        return;
    }
    if (expected == 0) {
        batch->order = 0;
    }
    if (bw_state_order(state, order)->outstanding != expected) {
        bw_stock_correct_order(state, order, expected);
    }
}

/* Charges money to an element, and notes it for the batch. */
static void charge(struct bw_state *state, struct bw_batch *batch, bw_index element,
    enum bw_cost_account account, double amount)
{
    bw_cost_charge(state, element, account, amount);
    batch->cost += amount;
}

/* What a batch has cost, and how much of it its item bears: all, when nothing comes of
 * it. */
static void count_cost(
    struct bw_state *state, const struct bw_batch *batch, int64_t good)
{
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];
    double rest = good > 0 ? bw_co_products_rest_of_cost(state->network, recipe) : 1.0;

    bw_observe(state, recipe->element, BW_SUM_RECIPE_COST, batch->cost);
    bw_observe(state, recipe->element, BW_SUM_RECIPE_OWN_COST, batch->cost * rest);
    bw_observe(state, recipe->element, BW_SUM_RECIPE_GOOD, (double)good);
}

/* The goods of a batch, and what comes with them, go to their stocks. */
static void deliver(struct bw_state *state, struct bw_batch *batch)
{
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];
    bw_time life = bw_lot_life(state, recipe->item);
    struct bw_lot *lot = bw_state_lot(state, batch->lot);

    if (batch->order == 0) {
        /* So little was expected that none of it was on order. */
        batch->order = bw_stock_open_order(state, recipe->stock, lot->quantity);
        bw_state_order(state, batch->order)->open = 0;
        BW_TRACE(state, ORDER_PLACED, state->network->stocks[recipe->stock].element,
            .order = batch->order, .other = recipe->element, .quantity = lot->quantity,
            .detail = "make");
    }
    lot->expiry = life == BW_FOREVER ? BW_FOREVER : bw_state_now(state) + life;
    bw_hold_open_release(state, batch->lot, batch->recipe, batch->number);
    bw_co_products_finish(state, batch);
    lot->bound = batch->order;
    lot->custody = BW_CUSTODY_DOOR;
    bw_stock_receive(state, batch->lot);
}

static void finish_batch(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];
    int64_t good = bw_state_lot(state, batch->lot)->quantity;

    BW_TRACE(state, BATCH_ENDED, recipe->element, .lot = batch->lot,
        .order = batch->order, .quantity = good, .since = batch->planned);
    correct(state, batch, good);
    count_cost(state, batch, good);
    if (good == 0) {
        bw_lot_end(state, batch->lot);
    } else {
        deliver(state, batch);
    }
    BW_ASSERT(batch->co_orders == 0);
    bw_coming_move(state, index, BW_PLACE_OF_STEP(recipe->step_count));
    bw_backlog_ended(state, index);
    bw_pool_give(&state->batches, index);
}

/* True when flow time begins, at the latest, with the batches of a recipe: always when
 * it needs nothing, because then there is no earlier past. */
static bool is_origin(const struct bw_state *state, const struct bw_recipe *recipe)
{
    return state->network->flow_from == BW_FLOW_FROM_MAKE || recipe->need_count == 0;
}

/* A batch that finds a full queue before its step is turned away when there is a
 * customer who does not wait: he is lost, and what was made so far is waste. A first
 * step that needs nothing has made nothing yet. Returns false when the batch stays. */
static bool turn_away(struct bw_state *state, uint32_t index, bw_index resource)
{
    const struct bw_network *network = state->network;
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &network->recipes[batch->recipe];
    struct bw_lot *lot = bw_state_lot(state, batch->lot);
    bool is_first = batch->step == recipe->first_step && batch->round == 0;
    bw_time ordered = batch->order != 0 ? bw_state_order(state, batch->order)->placed
                                        : bw_state_now(state);

    if (lot->quantity == 0 || !bw_resource_is_full(state, resource)
        || bw_stock_turn_away(state, recipe->stock, ordered, batch->quantity) == 0) {
        return false;
    }
    bw_observe(state, network->resources[resource].element, BW_SUM_TURNED_AWAY, 1.0);
    if (is_first && recipe->need_count == 0) {
        BW_TRACE(state, LOT_WASTED, recipe->element, .lot = batch->lot,
            .quantity = lot->quantity, .detail = "not_begun");
        bw_measure_enter(state, recipe->item, -lot->quantity);
        lot->quantity = 0;
    } else {
        bw_lot_waste(state, batch->lot, lot->quantity, BW_WASTE_TURNED_AWAY);
    }
    finish_batch(state, index);
    return true;
}

static uint64_t draw_of(const struct bw_batch *batch)
{
    return batch->number | (uint64_t)batch->round << ROUND_SHIFT;
}

/* Resource at which a batch goes through its step, BW_NONE where nobody is seized. Of
 * several lines it takes one, for good. */
static bw_index choose_resource(const struct bw_state *state, struct bw_batch *batch)
{
    const struct bw_step *step = &state->network->steps[batch->step];

    batch->line = BW_NONE;
    if (step->line_count == 0) {
        return step->resource;
    }
    batch->line = bw_line_choose(state, batch->step, draw_of(batch));
    return state->network->lines[batch->line].resource;
}

/* Work of a batch in its step. */
static bw_time work_of(const struct bw_state *state, const struct bw_batch *batch)
{
    const struct bw_network *network = state->network;
    bw_time time =
        bw_state_duration(state, &network->steps[batch->step].time, draw_of(batch));

    return batch->line == BW_NONE
        ? time
        : bw_time_round((double)time * network->lines[batch->line].time_factor);
}

/* Sends a batch into its step. */
static void begin_step(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];
    const struct bw_step *step = &state->network->steps[batch->step];
    struct bw_lot *lot = bw_state_lot(state, batch->lot);
    bool counted = is_origin(state, recipe);
    bw_index resource = choose_resource(state, batch);
    bw_time time = work_of(state, batch);
    bw_time setup = bw_state_duration(state, &step->setup, draw_of(batch));
    struct bw_seat seat = batch->seat;

    batch->seat.is_taken = false;
    bw_coming_move(state, index, BW_PLACE_OF_STEP(batch->step - recipe->first_step));
    if (resource != BW_NONE && turn_away(state, index, resource)) {
        return;
    }
    BW_TRACE(state, STEP_STARTED, step->element, .lot = batch->lot,
        .other = resource != BW_NONE ? state->network->resources[resource].element : 0,
        .quantity = lot->quantity, .number = batch->round);
    charge(state, batch, step->element, BW_COST_MAKING, step->cost);
    charge(
        state, batch, step->element, BW_COST_SETUP, setup > 0 ? step->setup_cost : 0.0);
    if (resource != BW_NONE) {
        struct bw_job_request request = {
            .kind = BW_JOB_STEP,
            .owner = index,
            .setup = setup,
            .work = time,
            .cleanup = bw_state_duration(state, &step->cleanup, draw_of(batch)),
            .history = lot->history,
            .counted = counted,
            .work_element = step->element,
            .work_stage = BW_STAGE_PROCESS,
            .urgency = batch->urgency,
            .step = batch->step,
            .seat = seat,
            .renews = step->demand != BW_NONE && batch->round == 0,
        };

        lot->history = 0;
        bw_resource_request(state, resource, step->element, &request);
        return;
    }
    bw_history_append(state, &lot->history, step->element, BW_STAGE_PROCESS,
        bw_state_now(state), counted);
    bw_observe(state, step->element, BW_SUM_STEP_TIME, (double)(setup + time));
    bw_state_schedule(state, step->element, bw_state_now(state) + setup + time,
        BW_EVENT_BATCH_STEP_END, batch->recipe, index);
}

/* Step that follows, BW_ROUTE_DONE or BW_ROUTE_SCRAP. */
static bw_index choose_route(const struct bw_state *state, const struct bw_batch *batch)
{
    const struct bw_network *network = state->network;
    const struct bw_recipe *recipe = &network->recipes[batch->recipe];
    const struct bw_step *step = &network->steps[batch->step];
    bw_index last = recipe->first_step + recipe->step_count - 1;
    const struct bw_route *routes;
    bw_index count = bw_step_routes(network, step, batch->round, &routes), row = 0;
    double u;

    if (count == 0) {
        return batch->step == last ? BW_ROUTE_DONE : batch->step + 1;
    }
    u = bw_state_uniform(state, step->route_stream, draw_of(batch));
    while (row + 1 < count && u >= routes[row].cumulative) {
        row++;
    }
    return routes[row].to;
}

/* Yield of the line that a batch was on, else of its step. */
static const struct bw_sampler *yield_of(
    const struct bw_state *state, const struct bw_batch *batch)
{
    const struct bw_network *network = state->network;

    return batch->line != BW_NONE && network->lines[batch->line].yield.present
        ? &network->lines[batch->line].yield
        : &network->steps[batch->step].yield;
}

/* What the step does to the goods: yield, times the factor of who did it, and
 * rejection. */
static void apply_losses(struct bw_state *state, struct bw_batch *batch, double factor)
{
    const struct bw_step *step = &state->network->steps[batch->step];
    const struct bw_sampler *yield = yield_of(state, batch);
    uint64_t draw = draw_of(batch);
    int64_t quantity = bw_state_lot(state, batch->lot)->quantity;
    bool rejected;

    if (quantity == 0) {
        return;
    }
    rejected = bw_state_chance(state, step->reject_stream, draw, step->reject);
    bw_observe(state, step->element, BW_SUM_STEP_REJECT, rejected ? 1.0 : 0.0);
    if (rejected) {
        bw_lot_waste(state, batch->lot, quantity, BW_WASTE_REJECTED);
        return;
    }
    if (yield->present || factor < 1.0) {
        double share = bw_state_value(state, yield, draw, 1.0) * factor;
        int64_t good = (int64_t)floor((double)quantity * fmin(fmax(share, 0.0), 1.0));

        bw_observe(
            state, step->element, BW_SUM_STEP_YIELD, (double)good / (double)quantity);
        bw_lot_waste(state, batch->lot, quantity - good, BW_WASTE_YIELD);
    } else {
        bw_observe(state, step->element, BW_SUM_STEP_YIELD, 1.0);
    }
}

static void end_step(struct bw_state *state, uint32_t index, double yield)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_step *step = &state->network->steps[batch->step];
    struct bw_lot *lot = bw_state_lot(state, batch->lot);
    bw_index next;

    BW_TRACE(state, STEP_FINISHED, step->element, .lot = batch->lot,
        .quantity = lot->quantity);
    apply_losses(state, batch, yield);
    if (lot->quantity > 0) {
        bw_hold_open_step(state, batch->lot, batch->step, draw_of(batch));
    }
    next = lot->quantity > 0 ? choose_route(state, batch) : BW_ROUTE_DONE;
    if (step->route_count > 0) {
        bw_observe(state, step->element, BW_SUM_STEP_REWORK,
            next == batch->step + 1 || next == BW_ROUTE_DONE ? 0.0 : 1.0);
    }
    if (next == BW_ROUTE_SCRAP) {
        bw_lot_waste(state, batch->lot, lot->quantity, BW_WASTE_REJECTED);
        next = BW_ROUTE_DONE;
    }
    if (next == BW_ROUTE_DONE) {
        finish_batch(state, index);
        return;
    }
    correct(
        state, batch, bw_recipe_expected(state, batch->recipe, next, lot->quantity));
    if (next <= batch->step) {
        BW_TRACE(state, REWORKED, step->element, .lot = batch->lot,
            .other = state->network->steps[next].element, .quantity = lot->quantity,
            .number = batch->round + 1u);
    }
    batch->round += next <= batch->step;
    batch->step = next;
    begin_step(state, index);
}

void bw_batch_on_step_end(struct bw_state *state, const struct bw_event *event)
{
    end_step(state, event->a, 1.0);
}

void bw_batch_worked(
    struct bw_state *state, uint32_t batch, const struct bw_job_result *result)
{
    struct bw_batch *b = bw_batch_at(state, batch);

    b->seat = result->seat;
    bw_state_lot(state, b->lot)->history = result->history;
    bw_observe(state, state->network->steps[b->step].element, BW_SUM_STEP_TIME,
        (double)result->sojourn);
    end_step(state, batch, result->yield);
}

struct bw_urgency bw_batch_urgency(const struct bw_state *state, uint32_t batch)
{
    return bw_batch_at(state, batch)->urgency;
}

uint32_t bw_batch_lot(const struct bw_state *state, uint32_t batch)
{
    return bw_batch_at(state, batch)->lot;
}

void bw_batch_spoiled(struct bw_state *state, uint32_t batch)
{
    correct(state, bw_batch_at(state, batch), 0);
}

void bw_batch_start(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];
    struct bw_lot *lot = bw_state_lot(state, batch->lot);
    double units =
        (double)batch->quantity * state->network->items[recipe->item].quantum;

    lot->quantity = batch->quantity;
    bw_measure_enter(state, recipe->item, batch->quantity);
    BW_TRACE(state, BATCH_STARTED, recipe->element, .lot = batch->lot,
        .order = batch->order, .quantity = batch->quantity, .since = batch->released);
    charge(state, batch, recipe->element, BW_COST_MAKING, recipe->cost * units);
    if (lot->history == 0 && batch->planned < batch->released) {
        bw_history_append(state, &lot->history, recipe->element, BW_STAGE_QUEUE,
            batch->planned, false);
    }
    if (lot->made == BW_FOREVER && is_origin(state, recipe)) {
        lot->made = bw_state_now(state);
    }
    if (lot->made != BW_FOREVER && batch->oldest < lot->made) {
        lot->older_s = (uint32_t)((lot->made - batch->oldest) / BW_SECOND);
    }
    if (recipe->step_count == 0) {
        bw_history_append(state, &lot->history, recipe->element, BW_STAGE_BATCH,
            bw_state_now(state), lot->made == bw_state_now(state));
        finish_batch(state, index);
        return;
    }
    batch->step = recipe->first_step;
    begin_step(state, index);
}
