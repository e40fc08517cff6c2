/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/desk.h"

#include "chain/cost.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/state_internal.h"
#include "chain/trace.h"

#include <string.h>

/* Quanta on the desks of returns, then of scans. */
struct bw_desk_state {
    int64_t held;
};

enum bw_status bw_desk_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    state->desks = bw_arena_allocate(&state->arena,
        (size_t)network->returns_count + network->scan_count, sizeof *state->desks);
    return state->desks == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_desk_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    memset(state->desks, 0,
        ((size_t)network->returns_count + network->scan_count) * sizeof *state->desks);
}

static struct bw_desk_lot *record_of(
    const struct bw_state *state, const struct bw_lot *lot)
{
    return bw_pool_at(&state->desk_lots, lot->bound);
}

static bool is_return(const struct bw_state *state, bw_index element)
{
    return state->network->elements[element].kind == BW_ELEMENT_RETURNS;
}

static bw_index stock_of(const struct bw_state *state, bw_index element)
{
    const struct bw_network *network = state->network;
    bw_index index = network->elements[element].index;

    return is_return(state, element)
        ? network->returns[index].stock
        : network->demands[network->scans[index].demand].stock;
}

static void change(struct bw_state *state, bw_index element, int64_t quantity)
{
    bw_index index = state->network->elements[element].index;
    bool returned = is_return(state, element);
    struct bw_desk_state *desk =
        &state->desks[returned ? index : state->network->returns_count + index];

    desk->held += quantity;
    bw_observe_level(state, element,
        returned ? BW_LEVEL_RETURNS_HELD : BW_LEVEL_SCAN_HELD, desk->held);
}

static double units_of(const struct bw_state *state, const struct bw_lot *lot)
{
    return (double)lot->quantity * state->network->items[lot->item].quantum;
}

void bw_desk_put(struct bw_state *state, uint32_t lot, bw_index element, double price)
{
    uint32_t index = bw_state_take(state, &state->desk_lots);
    struct bw_desk_lot *record = bw_pool_at(&state->desk_lots, index);
    struct bw_lot *l = bw_state_lot(state, lot);

    record->since = bw_state_now(state);
    record->price = price;
    record->element = element;
    l->custody = BW_CUSTODY_DESK;
    l->bound = index;
    change(state, element, l->quantity);
}

/* Money that is paid back for goods of a return. */
static void pay_back(struct bw_state *state, const struct bw_desk_lot *record,
    double units, double share)
{
    bw_cost_charge(
        state, record->element, BW_COST_RETURNS, units * record->price * share);
}

/* A lot of quantity leaves its desk; returns what is known of it. */
static struct bw_desk_lot take_off(
    struct bw_state *state, uint32_t lot, int64_t quantity)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_desk_lot record = *record_of(state, l);

    change(state, record.element, -quantity);
    bw_pool_give(&state->desk_lots, l->bound);
    l->bound = 0;
    return record;
}

/* Puts a lot into a stock, under an order of its own that was never on order. */
static void restock(struct bw_state *state, uint32_t lot, bw_index element)
{
    bw_index stock = stock_of(state, element);
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t index = bw_state_take_order(state, BW_ORDER_REPLENISH, stock, l->quantity);
    struct bw_order *order = bw_state_order(state, index);

    order->source = BW_NONE;
    order->returned = true;
    order->open = 0;
    l->custody = BW_CUSTODY_TRANSIT;
    l->bound = index;
    BW_TRACE(state, ORDER_PLACED, state->network->stocks[stock].element, .order = index,
        .other = element, .quantity = l->quantity, .detail = "returned");
    bw_stock_receive(state, lot);
}

bool bw_desk_is_too_old(const struct bw_state *state, const struct bw_lot *lot)
{
    bw_index element = record_of(state, lot)->element;
    bw_index index = state->network->elements[element].index;

    return is_return(state, element) && lot->expiry != BW_FOREVER
        && (lot->expiry <= bw_state_now(state)
            || lot->expiry - bw_state_now(state)
                < state->network->returns[index].remaining_life);
}

void bw_desk_release(struct bw_state *state, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    bw_index element = record_of(state, l)->element;
    double units = units_of(state, l);
    struct bw_desk_lot record;
    double stay;

    if (bw_desk_is_too_old(state, l)) {
        bw_observe(state, element, BW_SUM_RETURNS_AGED, units);
        bw_desk_destroy(state, lot, BW_WASTE_RETURNED);
        return;
    }
    record = take_off(state, lot, l->quantity);
    stay = (double)(bw_state_now(state) - record.since);
    if (is_return(state, element)) {
        bw_index index = state->network->elements[element].index;

        pay_back(state, &record, units, state->network->returns[index].credit);
        bw_observe(state, element, BW_SUM_RETURNS_RESTOCKED, units);
        bw_observe(state, element, BW_SUM_RETURNS_TIME, stay);
    } else {
        bw_observe(state, element, BW_SUM_SCAN_RELEASED, units);
        bw_observe(state, element, BW_SUM_SCAN_TIME, stay);
    }
    restock(state, lot, element);
}

void bw_desk_destroy(struct bw_state *state, uint32_t lot, enum bw_waste cause)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    int64_t quantity = l->quantity;
    double units = units_of(state, l);
    struct bw_desk_lot record;

    bw_lot_waste(state, lot, quantity, cause);
    record = take_off(state, lot, quantity);
    if (is_return(state, record.element)) {
        bw_index index = state->network->elements[record.element].index;

        pay_back(state, &record, units, state->network->returns[index].credit_refused);
        bw_observe(state, record.element, BW_SUM_RETURNS_REFUSED, units);
    } else {
        bw_observe(state, record.element, BW_SUM_SCAN_DESTROYED, units);
        bw_observe(state, record.element, BW_SUM_SCAN_TIME,
            (double)(bw_state_now(state) - record.since));
    }
    bw_lot_end(state, lot);
}
