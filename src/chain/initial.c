/* SPDX-License-Identifier: Apache-2.0
 *
 * What a stock has when the run begins: lots on the shelf with their ages, and goods
 * that are still on their way.
 */
#include "chain/inventory_internal.h"

#include "chain/history.h"
#include "chain/lot.h"
#include "chain/trace.h"

/* Makes a lot of goods that have a past outside the run. */
static uint32_t make_lot(
    struct bw_state *state, const struct bw_initial *initial, bw_index stock)
{
    const struct bw_network *network = state->network;
    bw_index item = network->stocks[stock].item;
    uint32_t lot = bw_lot_create(state, item, initial->quantity);
    bw_time life = bw_lot_life(state, item);

    if (life != BW_FOREVER) {
        bw_state_lot(state, lot)->expiry = life - initial->age - network->warmup;
    }
    return lot;
}

static void put_on_shelf(
    struct bw_state *state, const struct bw_initial *initial, bw_index stock)
{
    uint32_t index = make_lot(state, initial, stock);
    struct bw_lot *lot = bw_state_lot(state, index);

    lot->custody = BW_CUSTODY_STOCK;
    lot->bound = stock;
    bw_history_append(state, &lot->history, bw_stock_element(state, stock),
        BW_STAGE_STORE, bw_state_now(state), false);
    BW_TRACE(state, LOT_CREATED, bw_stock_element(state, stock), .lot = index,
        .quantity = initial->quantity, .detail = "initial");
    bw_shelf_insert(state, stock, index);
    state->stocks[stock].on_hand += initial->quantity;
    state->stocks[stock].usable += initial->quantity;
}

/* The goods are on order from the start and reach the door later. */
static void put_on_order(struct bw_state *state, bw_index initial, bw_index stock)
{
    const struct bw_initial *i = &state->network->initials[initial];
    uint32_t order = bw_state_take_order(state, BW_ORDER_REPLENISH, stock, i->quantity);

    bw_state_order(state, order)->open = 0;
    bw_state_order(state, order)->source = BW_NONE;
    bw_state_order(state, order)->number = initial;
    BW_TRACE(state, ORDER_PLACED, bw_stock_element(state, stock), .order = order,
        .quantity = i->quantity, .detail = "initial");
    state->stocks[stock].on_order += i->quantity;
    bw_state_schedule(state, bw_stock_element(state, stock),
        bw_state_now(state) + i->arrives, BW_EVENT_STOCK_INITIAL, stock, order);
}

void bw_initial_reset(struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];

    for (bw_index i = s->first_initial; i < s->first_initial + s->initial_count; i++) {
        const struct bw_initial *initial = &state->network->initials[i];

        if (initial->on_order) {
            put_on_order(state, i, stock);
        } else {
            put_on_shelf(state, initial, stock);
        }
    }
    if (s->initial > 0) {
        bw_shelf_watch(state, stock);
    }
}

void bw_stock_on_initial(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_order *order = bw_state_order(state, event->a);
    uint32_t lot =
        make_lot(state, &state->network->initials[order->number], event->target);

    bw_state_lot(state, lot)->bound = event->a;
    bw_state_lot(state, lot)->custody = BW_CUSTODY_OUTBOUND;
    BW_TRACE(state, LOT_CREATED, bw_stock_element(state, event->target), .lot = lot,
        .order = event->a, .quantity = order->quantity, .detail = "initial");
    bw_stock_receive(state, lot);
}
