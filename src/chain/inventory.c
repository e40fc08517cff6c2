/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/inventory_internal.h"

#include "chain/history.h"
#include "chain/lateral.h"
#include "chain/lot.h"
#include "chain/manufacturing.h"
#include "chain/push.h"
#include "chain/quality.h"
#include "chain/replenish.h"
#include "chain/source_choice.h"
#include "chain/space.h"
#include "chain/trace.h"

#include <string.h>

enum bw_status bw_inventory_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    state->stocks =
        bw_arena_allocate(&state->arena, network->stock_count, sizeof *state->stocks);
    if (state->stocks == NULL) {
        return BW_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < network->demand_count; i++) {
        state->stocks[network->demands[i].stock].sells_lost |=
            network->demands[i].lost_sales;
    }
    return bw_echelon_init(state) == BW_OK ? bw_urgency_init(state) : BW_ERR_NOMEM;
}

static void observe_levels(struct bw_state *state, bw_index stock)
{
    const struct bw_stock_state *s = &state->stocks[stock];

    bw_observe_stock_levels(state, stock,
        &(struct bw_stock_levels){s->on_hand, s->usable, s->backorders, s->on_order});
    bw_source_publish(state, stock, s->usable - s->backorders);
    if (state->network->stocks[stock].space != BW_NONE) {
        bw_space_observe(state, stock);
    }
    if (state->tracer != NULL) {
        bw_trace_usable(state, stock, s->usable, s->backorders, 0);
    }
}

void bw_stock_observe(struct bw_state *state, bw_index stock)
{
    observe_levels(state, stock);
    bw_echelon_report(state, stock, false);
    if (state->network->stocks[stock].pool != BW_NONE) {
        bw_lateral_observe(state, stock);
    }
    if (state->pushes != NULL) {
        const struct bw_stock_state *s = &state->stocks[stock];

        bw_push_observe(state, stock, s->on_hand - s->backorders + s->on_order);
    }
}

/* Goods have become issuable. */
static void note_goods(struct bw_state *state, bw_index stock)
{
    bw_stock_want_allocation(state, stock);
    if (state->network->stocks[stock].push != BW_NONE) {
        bw_push_notice(state, stock);
    }
}

void bw_inventory_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->stock_count; i++) {
        struct bw_stock_state *s = &state->stocks[i];
        bool sells_lost = s->sells_lost;

        memset(s, 0, sizeof *s);
        s->sells_lost = sells_lost;
        s->cycle_served = true;
        bw_stock_forget_urgency(state, i);
        bw_initial_reset(state, i);
        observe_levels(state, i);
    }
    bw_echelon_reset(state);
}

struct bw_stock_view bw_stock_view(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock_state *s = &state->stocks[stock];

    return (struct bw_stock_view){
        .on_hand = s->on_hand,
        .usable = s->usable,
        .backorders = s->backorders,
        .on_order = s->on_order,
        .downstream = bw_echelon_downstream(state, stock),
    };
}

void bw_stock_note_receipt(struct bw_state *state, uint32_t lot)
{
    const struct bw_network *network = state->network;
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index source = bw_state_order(state, l->bound)->source;

    if (network->flow_from == BW_FLOW_FROM_RECEIPT
        && network->sources[source].kind == BW_SOURCE_SUPPLY) {
        l->made = bw_state_now(state);
        bw_history_append(state, &l->history, bw_history_element(state, l->history),
            bw_history_stage(state, l->history), l->made, true);
    }
}

/* Goods for a stock with a hard safety lead time cannot be issued before it is over. */
static void rest(struct bw_state *state, uint32_t lot)
{
    bw_index stock = bw_state_order(state, bw_state_lot(state, lot)->bound)->owner;
    bw_index slot = state->network->stocks[stock].rest;
    bw_time time = slot == BW_NONE ? 0 : bw_time_round(bw_state_parameter(state, slot));

    if (time > 0) {
        bw_hold_open_rest(state, lot, stock, time);
    }
}

void bw_stock_receive(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);

    if (l->expiry <= bw_state_now(state)) {
        uint32_t order = l->bound;
        int64_t quantity = l->quantity;

        bw_lot_waste(state, lot, quantity, BW_WASTE_EXPIRED);
        bw_lot_end(state, lot);
        bw_stock_correct_order(
            state, order, bw_state_order(state, order)->outstanding - quantity);
        return;
    }
    rest(state, lot);
    bw_space_enter(state, lot);
}

/* Sets what is still to come of an order and frees it at 0. */
static void settle(struct bw_state *state, uint32_t order, int64_t outstanding)
{
    struct bw_order *o = bw_state_order(state, order);

    BW_ASSERT(outstanding >= 0);
    if (!o->returned) {
        state->stocks[o->owner].on_order += outstanding - o->outstanding;
    }
    if (o->lateral) {
        bw_lateral_count(state, o->owner, outstanding - o->outstanding);
    }
    o->outstanding = outstanding;
    if (outstanding == 0) {
        BW_TRACE(state, ORDER_CLOSED, state->network->stocks[o->owner].element,
            .order = order, .since = o->placed);
        BW_ASSERT(!o->queued && o->open == 0);
        bw_state_give_order(state, order);
    }
}

/* Goods just made, or out of their last hold at the place that made them, are released.
 */
static void note_release(struct bw_state *state, bw_index stock, struct bw_lot *lot)
{
    const struct bw_network *network = state->network;
    const struct bw_stock *s = &network->stocks[stock];

    for (bw_index i = 0; i < s->source_count && lot->made != BW_FOREVER; i++) {
        const struct bw_stock_source *source = &network->sources[s->first_source + i];

        if (source->kind == BW_SOURCE_MAKE
            && bw_recipe_is_released(state, source->index)) {
            lot->release_s = (uint32_t)((bw_state_now(state) - lot->made) / BW_SECOND);
        }
    }
}

void bw_stock_shelve(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t order = l->bound;
    struct bw_order *o = bw_state_order(state, order);
    bw_index stock = o->owner, element = bw_stock_element(state, stock);
    struct bw_stock_state *s = &state->stocks[stock];
    enum bw_lot_grade grade = bw_lot_grade(state, l);
    int64_t issuable = -(s->usable + s->at_risk);
    bw_time now = bw_state_now(state);

    BW_TRACE(state, RECEIVED, element, .order = order, .lot = lot,
        .quantity = l->quantity, .since = o->placed);
    s->on_hand += l->quantity;
    bw_history_append(state, &l->history, element, BW_STAGE_STORE, now, false);
    if (o->source == BW_NONE && !o->returned) {
        note_release(state, stock, l);
    }
    l->custody = BW_CUSTODY_STOCK;
    l->bound = stock;
    if (state->network->stocks[stock].planned_count > 0 && !o->returned) {
        l->expiry = bw_replenish_expiry(state, stock, o->placed, l->expiry);
    }
    bw_shelf_insert(state, stock, lot);
    bw_shelf_watch(state, stock);
    bw_shelf_count(state, stock, grade, l->quantity);
    issuable += s->usable + s->at_risk;
    if (issuable > 0) {
        note_goods(state, stock);
    }
    if (!o->lateral && !o->returned) {
        bw_observe_stock(state, stock, BW_SUM_CYCLE, s->cycle_served ? 1.0 : 0.0);
        /* What waits is tried again in this instant unless the goods are held. */
        s->cycle_served = s->queue_first == 0 || issuable > 0;
        if (o->outstanding <= l->quantity && o->open == 0) {
            bw_observe_stock(
                state, stock, BW_SUM_REPLENISHMENT, (double)(now - o->placed));
        }
    }
    /* The position stays as it was: what was on order is on hand. */
    settle(state, order, o->outstanding - l->quantity);
    if (state->tracer != NULL) {
        bw_trace_usable(state, stock, s->usable, s->backorders, lot);
    }
    bw_stock_observe(state, stock);
}

void bw_stock_regrade(struct bw_state *state, uint32_t lot, enum bw_lot_grade before)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    enum bw_lot_grade grade = bw_lot_grade(state, l);
    bw_index stock = l->bound;
    struct bw_stock_state *s = &state->stocks[stock];
    int64_t usable = s->usable, at_risk = s->at_risk;

    bw_shelf_count(state, stock, before, -l->quantity);
    bw_shelf_count(state, stock, grade, l->quantity);
    if (s->usable != usable) {
        if (state->tracer != NULL) {
            bw_trace_usable(state, stock, s->usable, s->backorders, lot);
        }
        bw_stock_observe(state, stock);
    }
    if (s->usable > usable || s->at_risk > at_risk) {
        note_goods(state, stock);
    }
}

uint64_t bw_stock_count_order(struct bw_state *state, bw_index stock)
{
    return state->stocks[stock].order_number++;
}

bool bw_stock_mark_review(struct bw_state *state, bw_index stock)
{
    bool marked = state->stocks[stock].reviewing;

    state->stocks[stock].reviewing = true;
    return marked;
}

void bw_stock_clear_review(struct bw_state *state, bw_index stock)
{
    state->stocks[stock].reviewing = false;
}

uint32_t bw_stock_open_order(struct bw_state *state, bw_index stock, int64_t quantity)
{
    uint32_t order = bw_state_take_order(state, BW_ORDER_REPLENISH, stock, quantity);

    state->stocks[stock].on_order += quantity;
    bw_stock_observe(state, stock);
    return order;
}

void bw_stock_enlarge_order(struct bw_state *state, uint32_t order, int64_t quantity)
{
    struct bw_order *o = bw_state_order(state, order);

    o->quantity += quantity;
    o->open += quantity;
    o->outstanding += quantity;
    state->stocks[o->owner].on_order += quantity;
    bw_stock_observe(state, o->owner);
}

void bw_stock_correct_order(struct bw_state *state, uint32_t order, int64_t outstanding)
{
    const struct bw_order *o = bw_state_order(state, order);
    bool fewer = outstanding < o->outstanding, lateral = o->lateral;
    bw_index stock = o->owner;

    if (outstanding != o->outstanding) {
        BW_TRACE(state, ORDER_CHANGED, bw_stock_element(state, stock), .order = order,
            .quantity = outstanding - o->outstanding);
    }

    settle(state, order, outstanding);
    bw_stock_observe(state, stock);
    if (lateral) {
        bw_stock_want_allocation(state, stock); /* others may be asked */
    }
    if (fewer) {
        bw_replenish_notice(state, stock);
    }
}

void bw_stock_give_up(struct bw_state *state, uint32_t order, int64_t quantity)
{
    const struct bw_order *o = bw_state_order(state, order);
    bw_index stock = o->owner;

    BW_TRACE(state, ORDER_CHANGED, bw_stock_element(state, stock), .order = order,
        .quantity = -quantity);
    settle(state, order, o->outstanding - quantity);
    bw_stock_observe(state, stock);
}

/* Compares one stock with what lies on its shelf and waits in its queue. */
static void check_stock(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    int64_t on_hand = 0, usable = 0, at_risk = 0, open = 0;
    bool ship_held = state->network->stocks[stock].ship_held;
    bw_time expiry = INT64_MIN;

    for (uint32_t i = s->shelf_first; i != 0; i = bw_state_lot(state, i)->next) {
        const struct bw_lot *lot = bw_state_lot(state, i);

        BW_ASSERT(lot->custody == BW_CUSTODY_STOCK && lot->bound == stock);
        BW_ASSERT(lot->quantity > 0 && lot->expiry >= expiry);
        expiry = lot->expiry;
        on_hand += lot->quantity;
        usable += bw_lot_grade(state, lot) == BW_LOT_USABLE ? lot->quantity : 0;
        at_risk +=
            ship_held && bw_lot_grade(state, lot) == BW_LOT_AT_RISK ? lot->quantity : 0;
    }
    for (uint32_t i = s->queue_first; i != 0; i = bw_state_order(state, i)->next) {
        const struct bw_order *order = bw_state_order(state, i);

        BW_ASSERT(order->live && order->queued && order->open > 0);
        open += order->open;
    }
    BW_ASSERT(s->on_hand == on_hand && s->usable == usable && s->at_risk == at_risk);
    BW_ASSERT(s->backorders == open);
}

/* Adds what is still to come of all orders to what stocks have on order, times sign. */
static void count_orders(struct bw_state *state, int sign)
{
    for (uint32_t i = 1; i < state->orders.made; i++) {
        const struct bw_order *order = bw_state_order(state, i);

        if (order->live && order->kind == BW_ORDER_REPLENISH && !order->returned) {
            state->stocks[order->owner].on_order += sign * order->outstanding;
        }
    }
}

void bw_inventory_check(struct bw_state *state)
{
    /* Nothing is on order beside these orders. */
    count_orders(state, -1);
    for (bw_index i = 0; i < state->network->stock_count; i++) {
        BW_ASSERT(state->stocks[i].on_order == 0);
    }
    count_orders(state, 1);
    for (bw_index i = 0; i < state->network->stock_count; i++) {
        check_stock(state, i);
    }
    bw_echelon_check(state);
}
