/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/manufacturing_internal.h"

#include "chain/backlog.h"
#include "chain/cost.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/recipe.h"
#include "chain/resource.h"
#include "chain/state_internal.h"

#include <math.h>

/* Draws of rework rounds lie apart from those of other batches. */
#define ROUND_SHIFT 40

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

void bw_manufacturing_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->recipe_count; i++) {
        state->recipes[i].number = 0;
    }
    bw_backlog_reset(state);
}

/* Good output that can be expected of quantity about to enter a step (network index).
 */
static int64_t expected_output(
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

/* Tells the stock what can still be expected of a batch. */
static void correct(struct bw_state *state, struct bw_batch *batch, int64_t expected)
{
    uint32_t order = batch->order;

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

static void finish_batch(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];
    bw_time life = state->network->items[recipe->item].shelf_life;
    uint32_t lot = batch->lot;
    struct bw_lot *l = bw_state_lot(state, lot);

    correct(state, batch, l->quantity);
    if (l->quantity == 0) {
        bw_lot_end(state, lot);
    } else {
        if (batch->order == 0) {
            /* So little was expected that none of it was on order. */
            batch->order = bw_stock_open_order(state, recipe->stock, l->quantity);
            bw_state_order(state, batch->order)->open = 0;
        }
        l->expiry = life == BW_FOREVER ? BW_FOREVER : bw_state_now(state) + life;
        bw_hold_open_release(state, lot, batch->recipe, batch->number);
        l->bound = batch->order;
        bw_stock_receive(state, lot);
    }
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
static bool turn_away(struct bw_state *state, uint32_t index)
{
    const struct bw_network *network = state->network;
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &network->recipes[batch->recipe];
    bw_index resource = network->steps[batch->step].resource;
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
        bw_measure_enter(state, recipe->item, -lot->quantity);
        lot->quantity = 0;
    } else {
        bw_lot_waste(state, batch->lot, lot->quantity, BW_WASTE_TURNED_AWAY);
    }
    finish_batch(state, index);
    return true;
}

/* Sends a batch into its step. */
static void begin_step(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_step *step = &state->network->steps[batch->step];
    struct bw_lot *lot = bw_state_lot(state, batch->lot);
    uint64_t draw = batch->number | (uint64_t)batch->round << ROUND_SHIFT;
    bool counted = is_origin(state, &state->network->recipes[batch->recipe]);
    bw_time time = bw_state_duration(state, &step->time, draw);
    bw_time setup = bw_state_duration(state, &step->setup, draw);
    struct bw_seat seat = batch->seat;

    batch->seat.is_taken = false;
    if (step->resource != BW_NONE && turn_away(state, index)) {
        return;
    }
    bw_cost_charge(state, step->element, BW_COST_MAKING, step->cost);
    bw_cost_charge(
        state, step->element, BW_COST_SETUP, setup > 0 ? step->setup_cost : 0.0);
    if (step->resource != BW_NONE) {
        struct bw_job_request request = {
            .kind = BW_JOB_STEP,
            .owner = index,
            .setup = setup,
            .work = time,
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
        bw_resource_request(state, step->resource, step->element, &request);
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
    uint64_t draw = batch->number | (uint64_t)batch->round << ROUND_SHIFT;
    bw_index next = batch->step == last ? BW_ROUTE_DONE : batch->step + 1;

    if (step->route_count > 0 && batch->round + 1 < step->at_most) {
        double u = bw_state_uniform(state, step->route_stream, draw);
        bw_index row = 0;

        while (row + 1 < step->route_count
            && u >= network->routes[step->first_route + row].cumulative) {
            row++;
        }
        next = network->routes[step->first_route + row].to;
    }
    return next;
}

/* What the step does to the goods: yield, rejection. */
static void apply_losses(struct bw_state *state, struct bw_batch *batch)
{
    const struct bw_step *step = &state->network->steps[batch->step];
    uint64_t draw = batch->number | (uint64_t)batch->round << ROUND_SHIFT;
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
    if (step->yield.present) {
        double share = bw_state_value(state, &step->yield, draw, 1.0);
        int64_t good = (int64_t)floor((double)quantity * fmin(fmax(share, 0.0), 1.0));

        bw_observe(
            state, step->element, BW_SUM_STEP_YIELD, (double)good / (double)quantity);
        bw_lot_waste(state, batch->lot, quantity - good, BW_WASTE_YIELD);
    } else {
        bw_observe(state, step->element, BW_SUM_STEP_YIELD, 1.0);
    }
}

static void end_step(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_step *step = &state->network->steps[batch->step];
    struct bw_lot *lot = bw_state_lot(state, batch->lot);
    bw_index next;

    apply_losses(state, batch);
    if (lot->quantity > 0) {
        uint64_t draw = batch->number | (uint64_t)batch->round << ROUND_SHIFT;

        bw_hold_open_step(state, batch->lot, batch->step, draw);
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
    correct(state, batch, expected_output(state, batch->recipe, next, lot->quantity));
    batch->round += next <= batch->step;
    batch->step = next;
    begin_step(state, index);
}

void bw_batch_on_step_end(struct bw_state *state, const struct bw_event *event)
{
    end_step(state, event->a);
}

void bw_batch_worked(
    struct bw_state *state, uint32_t batch, const struct bw_job_result *result)
{
    struct bw_batch *b = bw_batch_at(state, batch);

    b->seat = result->seat;
    bw_state_lot(state, b->lot)->history = result->history;
    bw_observe(state, state->network->steps[b->step].element, BW_SUM_STEP_TIME,
        (double)result->sojourn);
    end_step(state, batch);
}

struct bw_urgency bw_batch_urgency(const struct bw_state *state, uint32_t batch)
{
    return bw_batch_at(state, batch)->urgency;
}

void bw_batch_spoiled(struct bw_state *state, uint32_t batch)
{
    correct(state, bw_batch_at(state, batch), 0);
}

/* All inputs are there: the batch becomes goods in process. */
static void start_batch(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);
    const struct bw_recipe *recipe = &state->network->recipes[batch->recipe];
    struct bw_lot *lot = bw_state_lot(state, batch->lot);
    double units =
        (double)batch->quantity * state->network->items[recipe->item].quantum;

    lot->quantity = batch->quantity;
    bw_measure_enter(state, recipe->item, batch->quantity);
    bw_cost_charge(state, recipe->element, BW_COST_MAKING, recipe->cost * units);
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
        batch->missing++;
        bw_state_schedule(state, recipe->element, bw_state_now(state),
            BW_EVENT_STOCK_ORDER, need->stock, order);
    }
}

void bw_batch_release(struct bw_state *state, uint32_t index)
{
    struct bw_batch *batch = bw_batch_at(state, index);

    batch->released = bw_state_now(state);
    ask_needs(state, index);
    if (state->network->recipes[batch->recipe].need_count == 0) {
        start_batch(state, index);
    }
}

static uint32_t create_batch(struct bw_state *state, bw_index recipe, int64_t quantity)
{
    const struct bw_recipe *r = &state->network->recipes[recipe];
    uint32_t index = bw_state_take(state, &state->batches);
    struct bw_batch *batch = bw_batch_at(state, index);
    struct bw_lot *lot;
    int64_t expected = expected_output(state, recipe, r->first_step, quantity);

    batch->number = state->recipes[recipe].number++;
    batch->quantity = quantity;
    batch->recipe = recipe;
    batch->chosen = BW_NONE;
    batch->oldest = BW_FOREVER;
    batch->planned = bw_state_now(state);
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
    }
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
    o->outstanding -= input->quantity;
    bw_lot_leave(state, lot);
    if (o->outstanding == 0) {
        bw_state_give_order(state, order);
        if (--batch->missing == 0) {
            start_batch(state, index);
        }
    }
}
