/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/space.h"

#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/replenish.h"
#include "chain/trace.h"

#include <math.h>
#include <string.h>

#define MILLIONTHS 1e6
#define MILLIONTHS_MAX 1e18

struct bw_space_state {
    uint32_t first, last;   /* lots at the door */
    const bw_index *stocks; /* that share the places */
    bool *cut;              /* of each: its last order was cut */
    uint32_t stock_count;
    uint32_t cut_count;
};

enum bw_status bw_space_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    bw_index *stocks =
        bw_arena_allocate(&state->arena, network->stock_count, sizeof *stocks);
    bool *cut = bw_arena_allocate(&state->arena, network->stock_count, sizeof *cut);
    uint32_t used = 0;

    state->spaces =
        bw_arena_allocate(&state->arena, network->space_count, sizeof *state->spaces);
    if (state->spaces == NULL || stocks == NULL || cut == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index j = 0; j < network->stock_count; j++) {
        if (network->stocks[j].space != BW_NONE) {
            state->spaces[network->stocks[j].space].stock_count++;
        }
    }
    for (bw_index i = 0; i < network->space_count; i++) {
        state->spaces[i].stocks = stocks + used;
        state->spaces[i].cut = cut + used;
        used += state->spaces[i].stock_count;
        state->spaces[i].stock_count = 0;
    }
    for (bw_index j = 0; j < network->stock_count; j++) {
        if (network->stocks[j].space != BW_NONE) {
            struct bw_space_state *space = &state->spaces[network->stocks[j].space];

            stocks[(size_t)(space->stocks - stocks) + space->stock_count++] = j;
        }
    }
    return BW_OK;
}

void bw_space_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->space_count; i++) {
        struct bw_space_state *space = &state->spaces[i];

        space->first = space->last = 0;
        space->cut_count = 0;
        memset(space->cut, 0, space->stock_count * sizeof *space->cut);
    }
}

const bw_index *bw_space_stocks(
    const struct bw_state *state, bw_index space, uint32_t *count)
{
    *count = state->spaces[space].stock_count;
    return state->spaces[space].stocks;
}

static double places_of(
    const struct bw_network *network, bw_index stock, int64_t quantity)
{
    const struct bw_item *item = &network->items[network->stocks[stock].item];

    return (double)quantity * item->quantum * item->space;
}

/* Quanta of a stock's item for which places are enough. */
static int64_t quanta_in(
    const struct bw_network *network, bw_index stock, double places)
{
    double each = places_of(network, stock, 1);

    if (isinf(places) || each == 0.0) {
        return INT64_MAX;
    }
    /* A hair of rounding must not turn away the last unit. */
    places = floor(places / each + 1e-9);
    return places > 0.0 ? (int64_t)places : 0;
}

static double capacity_of(const struct bw_state *state, bw_index space)
{
    return bw_state_parameter(state, state->network->spaces[space].capacity);
}

/* Places that goods on hand leave free; below 0 there is overflow. */
static double free_places(const struct bw_state *state, bw_index space)
{
    const struct bw_space_state *s = &state->spaces[space];
    double capacity = capacity_of(state, space);

    for (uint32_t i = 0; i < s->stock_count && !isinf(capacity); i++) {
        capacity -= places_of(
            state->network, s->stocks[i], bw_stock_view(state, s->stocks[i]).on_hand);
    }
    return capacity;
}

/* Quanta of a stock's item that may go in now. */
static int64_t room(const struct bw_state *state, bw_index stock)
{
    bw_index space = state->network->stocks[stock].space;

    if (state->network->spaces[space].when_full == BW_FULL_OVERFLOW) {
        return INT64_MAX;
    }
    return quanta_in(state->network, stock, free_places(state, space));
}

void bw_space_observe(struct bw_state *state, bw_index stock)
{
    bw_index space = state->network->stocks[stock].space;
    const struct bw_space *s = &state->network->spaces[space];

    if (s->when_full == BW_FULL_OVERFLOW) {
        double beyond = fmax(-free_places(state, space), 0.0);

        bw_observe_level(state, s->element, BW_LEVEL_OVERFLOW,
            llround(fmin(beyond * MILLIONTHS, MILLIONTHS_MAX)));
    }
}

/* Reports what waits at the door. */
static void observe_door(struct bw_state *state, bw_index space)
{
    double places = 0.0;

    for (uint32_t lot = state->spaces[space].first; lot != 0;) {
        const struct bw_lot *l = bw_state_lot(state, lot);

        /* Of goods rejected at the door nothing is left, and their order may be gone.
         */
        places += l->quantity == 0
            ? 0.0
            : places_of(
                state->network, bw_state_order(state, l->bound)->owner, l->quantity);
        lot = l->next;
    }
    bw_observe_level(state, state->network->spaces[space].element, BW_LEVEL_AT_DOOR,
        llround(fmin(places * MILLIONTHS, MILLIONTHS_MAX)));
}

/* Shelves what fits of a lot. Returns true when all of it went in. */
static bool let_in(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    int64_t fits = room(state, bw_state_order(state, l->bound)->owner);

    if (fits >= l->quantity) {
        bw_stock_shelve(state, lot);
        return true;
    }
    if (fits > 0 && bw_lot_grade(state, l) == BW_LOT_USABLE) {
        bw_stock_shelve(state, bw_lot_split(state, lot, fits));
    }
    return false;
}

/* Goods that expired while they waited. */
static void drop(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t order = l->bound;
    int64_t quantity = l->quantity;

    bw_lot_waste(state, lot, quantity, BW_WASTE_EXPIRED);
    bw_lot_end(state, lot);
    bw_stock_correct_order(
        state, order, bw_state_order(state, order)->outstanding - quantity);
}

static void refuse(struct bw_state *state, bw_index stock, uint32_t lot)
{
    bw_index space = state->network->stocks[stock].space;
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t order = l->bound;
    int64_t quantity = l->quantity;

    bw_observe(state, state->network->spaces[space].element, BW_SUM_REFUSED,
        places_of(state->network, stock, quantity));
    bw_lot_waste(state, lot, quantity, BW_WASTE_REFUSED);
    bw_lot_end(state, lot);
    bw_stock_give_up(state, order, quantity);
}

void bw_space_enter(struct bw_state *state, uint32_t lot)
{
    const struct bw_network *network = state->network;
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index owner = bw_state_order(state, l->bound)->owner;
    const struct bw_stock *stock = &network->stocks[owner];
    struct bw_space_state *space;

    if (stock->space == BW_NONE) {
        bw_stock_shelve(state, lot);
        return;
    }
    space = &state->spaces[stock->space];
    if (space->first == 0 && let_in(state, lot)) {
        return;
    }
    if (network->spaces[stock->space].when_full == BW_FULL_REFUSE) {
        refuse(state, owner, lot);
        return;
    }
    bw_history_append(state, &l->history, network->spaces[stock->space].element,
        BW_STAGE_SPACE, bw_state_now(state), false);
    BW_TRACE(state, SPACE_AWAITED, network->spaces[stock->space].element, .lot = lot,
        .order = l->bound, .quantity = l->quantity);
    l->custody = BW_CUSTODY_DOOR;
    l->next = 0;
    if (space->last == 0) {
        space->first = lot;
    } else {
        bw_state_lot(state, space->last)->next = lot;
    }
    space->last = lot;
    observe_door(state, stock->space);
}

/* Lets in what fits, in order of arrival. */
static void empty_door(struct bw_state *state, struct bw_space_state *space)
{
    while (space->first != 0) {
        uint32_t lot = space->first;
        struct bw_lot *l = bw_state_lot(state, lot);
        uint32_t next = l->next;

        if (l->quantity > 0 && l->expiry <= bw_state_now(state)) {
            drop(state, lot);
        } else if (l->quantity == 0) {
            bw_lot_end(state, lot); /* rejected at the door */
        } else if (!let_in(state, lot)) {
            return;
        }
        space->first = next;
        if (next == 0) {
            space->last = 0;
        }
    }
}

void bw_space_freed(struct bw_state *state, bw_index stock)
{
    bw_index space = state->network->stocks[stock].space;

    if (space != BW_NONE && state->spaces[space].first != 0) {
        empty_door(state, &state->spaces[space]);
        observe_door(state, space);
    }
}

void bw_space_change(struct bw_state *state, bw_index space)
{
    struct bw_space_state *s = &state->spaces[space];

    if (s->first != 0) {
        empty_door(state, s);
        observe_door(state, space);
    }
    for (uint32_t i = 0; i < s->stock_count; i++) {
        bw_space_observe(state, s->stocks[i]);
        s->cut_count -= s->cut[i];
        s->cut[i] = false;
        bw_replenish_notice(state, s->stocks[i]);
    }
}

int64_t bw_space_fit_order(struct bw_state *state, bw_index stock, int64_t quantity)
{
    bw_index index = state->network->stocks[stock].space;
    struct bw_space_state *space = &state->spaces[index];
    double places = capacity_of(state, index);
    int64_t fits;

    for (uint32_t i = 0; i < space->stock_count; i++) {
        struct bw_stock_view view = bw_stock_view(state, space->stocks[i]);
        int64_t position = view.on_hand - view.backorders + view.on_order;

        places -=
            places_of(state->network, space->stocks[i], position > 0 ? position : 0);
    }
    /* What the stock owes needs no place: it goes as it comes. */
    fits = quanta_in(state->network, stock, places);
    if (fits < INT64_MAX) {
        struct bw_stock_view view = bw_stock_view(state, stock);
        int64_t owed = view.backorders - view.on_hand - view.on_order;

        fits += owed > 0 ? owed : 0;
    }
    for (uint32_t i = 0; i < space->stock_count; i++) {
        if (space->stocks[i] == stock && space->cut[i] != (fits < quantity)) {
            space->cut[i] = fits < quantity;
            space->cut_count += space->cut[i] ? 1u : -1u;
        }
    }
    return fits < quantity ? fits : quantity;
}

void bw_space_notice_orders(struct bw_state *state, bw_index stock)
{
    struct bw_space_state *space = &state->spaces[state->network->stocks[stock].space];

    for (uint32_t i = 0; i < space->stock_count && space->cut_count > 0; i++) {
        if (space->cut[i] && space->stocks[i] != stock) {
            space->cut[i] = false;
            space->cut_count--;
            bw_replenish_notice(state, space->stocks[i]);
        }
    }
}
