/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/backlog.h"

#include "chain/forecast.h"
#include "chain/inventory.h"
#include "chain/manufacturing_internal.h"
#include "chain/measure.h"
#include "chain/recipe.h"

#include <math.h>

struct bw_floor_state {
    uint32_t running; /* batches on the floor of the site */
    bool releasing;   /* a release is scheduled for this instant */
};

enum bw_status bw_backlog_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    state->floors =
        bw_arena_allocate(&state->arena, network->site_count, sizeof *state->floors);
    if (state->floors == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->recipe_count; i++) {
        state->recipes[i].work = bw_recipe_work(network, &network->recipes[i]);
    }
    return BW_OK;
}

void bw_backlog_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->site_count; i++) {
        state->floors[i] = (struct bw_floor_state){0};
    }
    for (bw_index i = 0; i < state->network->recipe_count; i++) {
        struct bw_recipe_state *r = &state->recipes[i];

        r->first = r->last = r->waiting = r->running = 0;
        r->awaits_window = false;
    }
}

static void observe(struct bw_state *state, bw_index recipe)
{
    const struct bw_recipe_state *r = &state->recipes[recipe];
    bw_index element = state->network->recipes[recipe].element;

    bw_observe_level(state, element, BW_LEVEL_WIP, r->running);
    bw_observe_level(state, element, BW_LEVEL_BACKLOG, r->waiting);
}

static enum bw_production_rule rule_of(const struct bw_state *state, bw_index recipe)
{
    return state->network->sites[state->network->recipes[recipe].site].rule;
}

void bw_backlog_set_due(struct bw_state *state, uint32_t batch)
{
    struct bw_batch *b = bw_batch_at(state, batch);
    bw_index stock = state->network->recipes[b->recipe].stock;
    enum bw_production_rule rule = rule_of(state, b->recipe);
    struct bw_stock_view view;
    double lasts;

    if (b->urgency.due != BW_FOREVER || rule == BW_RULE_FIFO
        || rule == BW_RULE_PRIORITY) {
        return;
    }
    view = bw_stock_view(state, stock);
    lasts = (double)(view.on_hand + view.on_order - view.backorders)
        * state->network->items[state->network->stocks[stock].item].quantum
        / bw_forecast_rate(state, stock);
    if (lasts <= 0.0) {
        b->urgency.due = bw_state_now(state);
    } else if (lasts < (double)(200 * BW_YEAR)) {
        b->urgency.due = bw_state_now(state) + bw_time_round(lasts);
    }
}

/* What the rule of the site compares; the least goes first. */
static double key_of(const struct bw_state *state, const struct bw_batch *batch)
{
    double work = state->recipes[batch->recipe].work;
    double due =
        batch->urgency.due == BW_FOREVER ? INFINITY : (double)batch->urgency.due;

    switch (rule_of(state, batch->recipe)) {
    case BW_RULE_FIFO:
        break;
    case BW_RULE_DUE_DATE:
        return due;
    case BW_RULE_LEAST_SLACK:
        return due - work;
    case BW_RULE_CRITICAL_RATIO:
        return (due - (double)bw_state_now(state)) / fmax(work, 1.0);
    case BW_RULE_PRIORITY:
        return batch->urgency.priority != 0 ? (double)batch->urgency.priority
                                            : (double)INFINITY;
    }
    return 0.0;
}

/* True when a goes before b: by the rule, then by the time of planning, then by a draw
 * of the batch, so that no recipe is favoured for its name. */
static bool goes_before(const struct bw_state *state, uint32_t a, uint32_t b)
{
    const struct bw_batch *x = bw_batch_at(state, a), *y = bw_batch_at(state, b);
    const struct bw_recipe *recipes = state->network->recipes;
    double key_x = key_of(state, x), key_y = key_of(state, y);

    if (key_x != key_y) {
        return key_x < key_y;
    }
    if (x->planned != y->planned) {
        return x->planned < y->planned;
    }
    if (x->recipe == y->recipe) {
        return x->number < y->number;
    }
    return bw_state_word(state, recipes[x->recipe].batch_stream, x->number)
        < bw_state_word(state, recipes[y->recipe].batch_stream, y->number);
}

/* Links a batch into the backlog of its recipe. Within a recipe the order of two
 * batches never changes, since their work is the same. */
static void enqueue(struct bw_state *state, uint32_t batch)
{
    struct bw_batch *b = bw_batch_at(state, batch);
    struct bw_recipe_state *r = &state->recipes[b->recipe];
    uint32_t *at = &r->first;

    if (r->last != 0 && !goes_before(state, batch, r->last)) {
        at = &bw_batch_at(state, r->last)->next;
    } else {
        while (*at != 0 && !goes_before(state, batch, *at)) {
            at = &bw_batch_at(state, *at)->next;
        }
    }
    b->next = *at;
    *at = batch;
    if (b->next == 0) {
        r->last = batch;
    }
}

static void want_release(struct bw_state *state, bw_index recipe)
{
    const struct bw_recipe *r = &state->network->recipes[recipe];
    struct bw_floor_state *floor = &state->floors[r->site];

    if (!floor->releasing) {
        floor->releasing = true;
        bw_state_schedule(
            state, r->element, bw_state_now(state), BW_EVENT_BATCH_RELEASE, recipe, 0);
    }
}

void bw_backlog_change(struct bw_state *state, bw_index recipe)
{
    want_release(state, recipe);
}

void bw_backlog_add(struct bw_state *state, uint32_t batch, uint32_t *work)
{
    struct bw_batch *b = bw_batch_at(state, batch);
    uint32_t parallel = state->network->recipes[b->recipe].parallel;
    struct bw_work *w;

    state->recipes[b->recipe].waiting++;
    observe(state, b->recipe);
    if (parallel == UINT32_MAX) {
        enqueue(state, batch);
        want_release(state, b->recipe);
        return;
    }
    if (*work == 0) {
        *work = bw_state_take(state, &state->works);
    }
    b->work = *work;
    w = bw_pool_at(&state->works, *work);
    w->left++;
    if (w->entitled < parallel) {
        w->entitled++;
        enqueue(state, batch);
        want_release(state, b->recipe);
    } else if (w->last == 0) {
        w->first = w->last = batch;
    } else {
        bw_batch_at(state, w->last)->next = batch;
        w->last = batch;
    }
}

void bw_backlog_began(struct bw_state *state, uint32_t batch)
{
    bw_index recipe = bw_batch_at(state, batch)->recipe;

    state->recipes[recipe].running++;
    state->floors[state->network->recipes[recipe].site].running++;
    observe(state, recipe);
}

/* The next batch of an order may follow one that has ended. */
static void entitle_next(struct bw_state *state, uint32_t work)
{
    struct bw_work *w = bw_pool_at(&state->works, work);
    uint32_t batch = w->first;

    w->left--;
    w->entitled--;
    if (batch != 0) {
        w->first = bw_batch_at(state, batch)->next;
        w->last = w->first == 0 ? 0 : w->last;
        w->entitled++;
        enqueue(state, batch);
    } else if (w->left == 0) {
        bw_pool_give(&state->works, work);
    }
}

void bw_backlog_ended(struct bw_state *state, uint32_t batch)
{
    const struct bw_batch *b = bw_batch_at(state, batch);
    const struct bw_recipe *recipe = &state->network->recipes[b->recipe];

    state->recipes[b->recipe].running--;
    state->floors[recipe->site].running--;
    bw_observe(state, recipe->element, BW_SUM_RECIPE_ENDED, 1.0);
    observe(state, b->recipe);
    if (b->work != 0) {
        entitle_next(state, b->work);
    }
    if (recipe->is_held_back) {
        want_release(state, b->recipe);
    }
}

/* True when the recipe starts batches now; else its next window wakes the site. */
static bool is_open(struct bw_state *state, bw_index recipe)
{
    const struct bw_recipe *r = &state->network->recipes[recipe];
    struct bw_recipe_state *s = &state->recipes[recipe];
    bw_time past;

    if (r->starts.every == 0) {
        return true;
    }
    past = (bw_state_now(state) - r->starts.at) % r->starts.every;
    past += past < 0 ? r->starts.every : 0;
    if (past < r->starts.length) {
        return true;
    }
    if (!s->awaits_window) {
        s->awaits_window = true;
        bw_state_schedule(state, r->element,
            bw_state_now(state) + r->starts.every - past, BW_EVENT_BATCH_RELEASE,
            recipe, 1);
    }
    return false;
}

/* True when a recipe has a batch that may go to the floor as far as it is concerned. */
static bool may_release(struct bw_state *state, bw_index recipe)
{
    const struct bw_recipe_state *r = &state->recipes[recipe];
    double limit = bw_state_parameter(state, state->network->recipes[recipe].wip_limit);

    return r->first != 0 && (double)r->running < limit && is_open(state, recipe);
}

/* Recipe of a site whose first batch goes next, BW_NONE when none may. */
static bw_index choose(struct bw_state *state, const struct bw_site *site)
{
    bw_index best = BW_NONE;

    for (bw_index i = 0; i < site->recipe_count; i++) {
        bw_index recipe = site->first_recipe + i;

        if (may_release(state, recipe)
            && (best == BW_NONE
                || goes_before(
                    state, state->recipes[recipe].first, state->recipes[best].first))) {
            best = recipe;
        }
    }
    return best;
}

void bw_backlog_on_release(struct bw_state *state, const struct bw_event *event)
{
    bw_index site_index = state->network->recipes[event->target].site;
    const struct bw_site *site = &state->network->sites[site_index];
    struct bw_floor_state *floor = &state->floors[site_index];

    if (event->a != 0) {
        state->recipes[event->target].awaits_window = false;
    } else {
        floor->releasing = false;
    }
    while ((double)floor->running < bw_state_parameter(state, site->wip_limit)) {
        bw_index recipe = choose(state, site);
        struct bw_recipe_state *r = &state->recipes[recipe];
        uint32_t batch;

        if (recipe == BW_NONE) {
            return;
        }
        batch = r->first;
        r->first = bw_batch_at(state, batch)->next;
        r->last = r->first == 0 ? 0 : r->last;
        r->waiting--;
        bw_observe(state, state->network->recipes[recipe].element, BW_SUM_BACKLOG_WAIT,
            (double)(bw_state_now(state) - bw_batch_at(state, batch)->planned));
        bw_backlog_began(state, batch);
        bw_batch_release(state, batch);
    }
}
