/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/space.h"

#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"

#include <math.h>
#include <string.h>

struct bw_space_state {
    uint32_t first, last;   /* lots at the door */
    const bw_index *stocks; /* that share the places */
    uint32_t stock_count;
};

enum bw_status bw_space_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    bw_index *stocks =
        bw_arena_allocate(&state->arena, network->stock_count, sizeof *stocks);
    uint32_t used = 0;

    state->spaces =
        bw_arena_allocate(&state->arena, network->space_count, sizeof *state->spaces);
    if (state->spaces == NULL || stocks == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->space_count; i++) {
        state->spaces[i].stocks = stocks + used;
        for (bw_index j = 0; j < network->stock_count; j++) {
            if (network->stocks[j].space == i) {
                stocks[used++] = j;
                state->spaces[i].stock_count++;
            }
        }
    }
    return BW_OK;
}

void bw_space_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->space_count; i++) {
        state->spaces[i].first = state->spaces[i].last = 0;
    }
}

/* Quanta of a stock's item that fit into the free places now. */
static int64_t room(const struct bw_state *state, bw_index stock)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *s = &network->stocks[stock];
    const struct bw_item *item = &network->items[s->item];
    const struct bw_space_state *space = &state->spaces[s->space];
    double capacity = bw_state_parameter(state, network->spaces[s->space].capacity);
    double places = item->quantum * item->space;

    if (isinf(capacity) || places == 0.0) {
        return INT64_MAX;
    }
    for (uint32_t i = 0; i < space->stock_count; i++) {
        const struct bw_stock *other = &network->stocks[space->stocks[i]];
        const struct bw_item *stored = &network->items[other->item];

        capacity -= (double)bw_stock_view(state, space->stocks[i]).on_hand
            * stored->quantum * stored->space;
    }
    /* A hair of rounding must not turn away the last unit. */
    capacity = floor(capacity / places + 1e-9);
    return capacity > 0.0 ? (int64_t)capacity : 0;
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
    if (fits > 0 && l->holds == 0) {
        bw_stock_shelve(state, bw_lot_split(state, lot, fits));
    }
    return false;
}

void bw_space_enter(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_stock *stock =
        &state->network->stocks[bw_state_order(state, l->bound)->owner];
    struct bw_space_state *space;

    if (stock->space == BW_NONE) {
        bw_stock_shelve(state, lot);
        return;
    }
    space = &state->spaces[stock->space];
    if (space->first == 0 && let_in(state, lot)) {
        return;
    }
    bw_history_append(state, &l->history, state->network->spaces[stock->space].element,
        BW_STAGE_SPACE, bw_state_now(state), false);
    l->custody = BW_CUSTODY_DOOR;
    l->next = 0;
    if (space->last == 0) {
        space->first = lot;
    } else {
        bw_state_lot(state, space->last)->next = lot;
    }
    space->last = lot;
}

/* Goods that expired or were rejected while they waited leave the queue. */
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

void bw_space_freed(struct bw_state *state, bw_index stock)
{
    bw_index index = state->network->stocks[stock].space;
    struct bw_space_state *space;

    if (index == BW_NONE) {
        return;
    }
    space = &state->spaces[index];
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
