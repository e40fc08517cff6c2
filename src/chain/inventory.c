/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/inventory.h"

#include "chain/demand.h"
#include "chain/history.h"
#include "chain/lot.h"
#include "chain/manufacturing.h"
#include "chain/measure.h"
#include "chain/replenish.h"
#include "chain/space.h"
#include "chain/transport.h"

#include <string.h>

struct bw_stock_state {
    int64_t on_hand, usable, backorders, on_order;
    uint32_t shelf_first, shelf_last; /* lots by expiry, then arrival */
    uint32_t queue_first, queue_last; /* orders by placement, then rank */
    uint32_t queue_mark;              /* last order placed before mark_time, 0 = none */
    bw_time mark_time;
    struct bw_event_handle expiry; /* of the first lot that can expire */
    bw_time expiry_time;
    uint64_t order_number; /* of the next replenishment order */
    bool reviewing;        /* a review is scheduled for this instant */
    bool allocating;       /* an allocation is scheduled for this instant */
    bool cycle_served;     /* no shortage since the last receipt */
    bool sells_lost;       /* some demand here loses what is unmet */
    int64_t counted_order; /* for the check: on order, from the orders themselves */
};

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
    return BW_OK;
}

static bw_index element_of(const struct bw_state *state, bw_index stock)
{
    return state->network->stocks[stock].element;
}

/* Reports the levels of a stock to the gate. */
static void observe(struct bw_state *state, bw_index stock)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    bw_index element = element_of(state, stock);

    bw_observe_level(state, element, BW_LEVEL_ON_HAND, s->on_hand);
    bw_observe_level(state, element, BW_LEVEL_BACKORDERS, s->backorders);
    bw_observe_level(state, element, BW_LEVEL_IN_STOCK, s->usable > 0);
    bw_observe_level(
        state, element, BW_LEVEL_POSITION, s->on_hand - s->backorders + s->on_order);
}

static void want_allocation(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];

    if (!s->allocating && s->queue_first != 0) {
        s->allocating = true;
        bw_state_schedule(state, element_of(state, stock), bw_state_now(state),
            BW_EVENT_STOCK_ALLOCATE, stock, 0);
    }
}

/* Keeps one pending event for the first lot on the shelf that expires. */
static void watch_expiry(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];
    bw_time first =
        s->shelf_first != 0 ? bw_state_lot(state, s->shelf_first)->expiry : BW_FOREVER;

    if (bw_event_list_is_pending(&state->events, s->expiry)) {
        if (s->expiry_time == first) {
            return;
        }
        bw_event_list_cancel(&state->events, s->expiry);
    }
    s->expiry_time = first;
    /* What keeps beyond the end of the run needs no event. */
    if (first <= state->network->horizon + state->network->cooldown) {
        s->expiry = bw_state_schedule(
            state, element_of(state, stock), first, BW_EVENT_STOCK_EXPIRY, stock, 0);
    }
}

/* Puts a lot among the others by expiry; equal ones keep the order of arrival. */
static void insert_lot(struct bw_state *state, bw_index stock, uint32_t lot)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_lot *l = bw_state_lot(state, lot);

    l->next = 0;
    if (s->shelf_last == 0) {
        s->shelf_first = s->shelf_last = lot;
    } else if (bw_state_lot(state, s->shelf_last)->expiry <= l->expiry) {
        bw_state_lot(state, s->shelf_last)->next = lot;
        s->shelf_last = lot;
    } else if (l->expiry < bw_state_lot(state, s->shelf_first)->expiry) {
        l->next = s->shelf_first;
        s->shelf_first = lot;
    } else {
        uint32_t before = s->shelf_first;

        while (bw_state_lot(state, bw_state_lot(state, before)->next)->expiry
            <= l->expiry) {
            before = bw_state_lot(state, before)->next;
        }
        l->next = bw_state_lot(state, before)->next;
        bw_state_lot(state, before)->next = lot;
    }
}

/* Takes lot off the shelf; before is the lot in front of it, 0 when it is the first. */
static void unlink_lot(
    struct bw_state *state, bw_index stock, uint32_t lot, uint32_t before)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_lot *l = bw_state_lot(state, lot);

    if (before == 0) {
        s->shelf_first = l->next;
    } else {
        bw_state_lot(state, before)->next = l->next;
    }
    if (s->shelf_last == lot) {
        s->shelf_last = before;
    }
    l->next = 0;
}

void bw_inventory_reset(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        struct bw_stock_state *s = &state->stocks[i];
        bool sells_lost = s->sells_lost;

        memset(s, 0, sizeof *s);
        s->sells_lost = sells_lost;
        s->cycle_served = true;
        s->mark_time = bw_state_now(state);
        if (stock->initial > 0) {
            uint32_t index = bw_lot_create(state, stock->item, stock->initial);
            struct bw_lot *lot = bw_state_lot(state, index);
            bw_time life = network->items[stock->item].shelf_life;

            lot->custody = BW_CUSTODY_STOCK;
            lot->bound = i;
            lot->expiry = life == BW_FOREVER ? BW_FOREVER : bw_state_now(state) + life;
            bw_history_append(state, &lot->history, stock->element, BW_STAGE_STORE,
                bw_state_now(state), false);
            insert_lot(state, i, index);
            s->on_hand = s->usable = stock->initial;
            watch_expiry(state, i);
        }
        observe(state, i);
    }
}

struct bw_stock_view bw_stock_view(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock_state *s = &state->stocks[stock];

    return (struct bw_stock_view){s->on_hand, s->usable, s->backorders, s->on_order};
}

/* Links an order into the queue: by placement, within one instant by rank. */
static void enqueue(struct bw_state *state, bw_index stock, uint32_t order)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_order *o = bw_state_order(state, order);
    uint32_t before;

    if (bw_state_now(state) > s->mark_time) {
        s->mark_time = bw_state_now(state);
        s->queue_mark = s->queue_last;
    }
    before = o->placed == bw_state_now(state) ? s->queue_mark : 0;
    for (;;) {
        uint32_t next =
            before != 0 ? bw_state_order(state, before)->next : s->queue_first;
        const struct bw_order *n;

        if (next == 0) {
            break;
        }
        n = bw_state_order(state, next);
        if (n->placed > o->placed || (n->placed == o->placed && n->rank > o->rank)) {
            break;
        }
        before = next;
    }
    if (before == 0) {
        o->next = s->queue_first;
        s->queue_first = order;
    } else {
        o->next = bw_state_order(state, before)->next;
        bw_state_order(state, before)->next = order;
    }
    if (o->next == 0) {
        s->queue_last = order;
    }
    o->queued = true;
}

static void dequeue(
    struct bw_state *state, bw_index stock, uint32_t order, uint32_t before)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_order *o = bw_state_order(state, order);

    if (before == 0) {
        s->queue_first = o->next;
    } else {
        bw_state_order(state, before)->next = o->next;
    }
    if (s->queue_last == order) {
        s->queue_last = before;
    }
    if (s->queue_mark == order) {
        s->queue_mark = before;
    }
    o->next = 0;
    o->queued = false;
}

void bw_stock_ask(struct bw_state *state, bw_index stock, uint32_t order)
{
    struct bw_stock_state *s = &state->stocks[stock];
    const struct bw_order *o = bw_state_order(state, order);

    enqueue(state, stock, order);
    s->backorders += o->open;
    bw_observe(state, element_of(state, stock), BW_SUM_ASKED, (double)o->open);
    want_allocation(state, stock);
    bw_replenish_notice(state, stock);
}

void bw_stock_ask_again(
    struct bw_state *state, bw_index stock, uint32_t order, int64_t quantity)
{
    struct bw_order *o = bw_state_order(state, order);

    o->open += quantity;
    o->again = true;
    if (!o->queued) {
        enqueue(state, stock, order);
    }
    state->stocks[stock].backorders += quantity;
    observe(state, stock);
    want_allocation(state, stock);
    bw_replenish_notice(state, stock);
}

/* Sends what was issued on its way. */
static void hand_over(
    struct bw_state *state, bw_index stock, uint32_t order, uint32_t lot)
{
    const struct bw_order *o = bw_state_order(state, order);
    struct bw_lot *l = bw_state_lot(state, lot);

    l->bound = order;
    l->leg = 0;
    if (o->kind == BW_ORDER_NEED) {
        l->custody = BW_CUSTODY_PROCESS;
        bw_recipe_supply(state, order, lot, element_of(state, stock));
    } else if (o->kind == BW_ORDER_CUSTOMER
        && state->network->demands[o->owner].leg_count == 0) {
        bw_demand_deliver(state, lot);
    } else {
        bw_lane_send(state, lot);
    }
}

/* Issues quantity of a lot on the shelf to an order. */
static void issue(struct bw_state *state, bw_index stock, uint32_t order, uint32_t lot,
    uint32_t before, int64_t quantity)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_order *o = bw_state_order(state, order);
    bw_index element = element_of(state, stock);
    bw_time now = bw_state_now(state), arrived, asked;
    struct bw_lot *l;

    if (quantity < bw_state_lot(state, lot)->quantity) {
        lot = bw_lot_split(state, lot, quantity);
    } else {
        unlink_lot(state, stock, lot, before);
    }
    l = bw_state_lot(state, lot);
    arrived = bw_history_start(state, l->history);
    asked = o->placed > arrived ? o->placed : arrived;
    if (l->made != BW_FOREVER) {
        l->stored += asked - arrived;
    }
    if (asked < now) {
        bw_history_append(state, &l->history, element, BW_STAGE_ALLOCATE, asked, false);
    }
    s->on_hand -= quantity;
    s->usable -= quantity;
    s->backorders -= quantity;
    o->open -= quantity;
    bw_observe(state, element, BW_SUM_ISSUED, (double)quantity);
    /* What replaces goods lost on the way is not issued at once a second time. */
    if (o->placed == now && !o->again) {
        bw_observe(state, element, BW_SUM_AT_ONCE, (double)quantity);
        if (o->kind == BW_ORDER_CUSTOMER) {
            bw_measure_line_filled(state, o, quantity);
        }
    }
    hand_over(state, stock, order, lot);
}

/* Serves one order from the shelf as far as it goes. Returns true when nothing of it
 * is open any more. */
static bool serve(struct bw_state *state, bw_index stock, uint32_t order)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_order *o = bw_state_order(state, order);
    bool partial = o->kind == BW_ORDER_CUSTOMER
        ? state->network->demands[o->owner].partial
        : state->network->stocks[stock].partial;
    uint32_t lot = s->shelf_first, before = 0;

    if (!partial && s->usable < o->open) {
        return false;
    }
    while (o->open > 0 && s->usable > 0) {
        struct bw_lot *l = bw_state_lot(state, lot);
        uint32_t next = l->next;

        if (l->holds > 0) {
            before = lot;
            lot = next;
            continue;
        }
        if (l->quantity > o->open) {
            /* The last part: the order may be closed and freed by the issue. */
            issue(state, stock, order, lot, before, o->open);
            return true;
        }
        if (l->quantity == o->open) {
            issue(state, stock, order, lot, before, l->quantity);
            return true;
        }
        issue(state, stock, order, lot, before, l->quantity);
        lot = next;
    }
    return false;
}

/* Serves the queue from its head until an order cannot be served; behind it nothing is
 * issued, and what cannot wait is lost. */
static void serve_queue(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];
    uint32_t order = s->queue_first, before = 0;
    bool blocked = false;

    while (order != 0 && (!blocked || s->sells_lost)) {
        struct bw_order *o = bw_state_order(state, order);
        uint32_t next = o->next;

        if (!blocked) {
            /* Out of the queue first: the issue of its last unit may free the order. */
            dequeue(state, stock, order, before);
            if (serve(state, stock, order)) {
                order = next;
                continue;
            }
            s->cycle_served = false;
        } else {
            dequeue(state, stock, order, before);
        }
        if (o->kind == BW_ORDER_CUSTOMER
            && state->network->demands[o->owner].lost_sales) {
            s->backorders -= o->open;
            bw_demand_lose(state, order);
            order = next;
            continue;
        }
        /* It stays, where it was. */
        o->next = next;
        o->queued = true;
        if (before == 0) {
            s->queue_first = order;
        } else {
            bw_state_order(state, before)->next = order;
        }
        if (next == 0) {
            s->queue_last = order;
        }
        blocked = true;
        before = order;
        order = next;
    }
}

void bw_stock_on_allocate(struct bw_state *state, const struct bw_event *event)
{
    bw_index stock = event->target;
    struct bw_stock_state *s = &state->stocks[stock];
    int64_t left;

    /* What comes in from the door is issued here and now: a large lot behind a small
     * space must not take a round of the instant for every part of it. */
    do {
        serve_queue(state, stock);
        left = s->on_hand;
        bw_space_freed(state, stock);
    } while (s->queue_first != 0 && s->on_hand > left);
    s->allocating = false;
    observe(state, stock);
    watch_expiry(state, stock);
    bw_replenish_notice(state, stock);
}

void bw_stock_note_receipt(struct bw_state *state, uint32_t lot)
{
    const struct bw_network *network = state->network;
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index stock = bw_state_order(state, l->bound)->owner;

    if (network->flow_from == BW_FLOW_FROM_RECEIPT
        && network->stocks[stock].source == BW_SOURCE_SUPPLY) {
        l->made = bw_state_now(state);
        bw_history_append(state, &l->history, bw_history_element(state, l->history),
            bw_history_stage(state, l->history), l->made, true);
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
    bw_space_enter(state, lot);
}

/* Sets what is still to come of an order and frees it at 0. */
static void settle(struct bw_state *state, uint32_t order, int64_t outstanding)
{
    struct bw_order *o = bw_state_order(state, order);

    BW_ASSERT(outstanding >= 0);
    state->stocks[o->owner].on_order += outstanding - o->outstanding;
    o->outstanding = outstanding;
    if (outstanding == 0) {
        BW_ASSERT(!o->queued && o->open == 0);
        bw_state_give_order(state, order);
    }
}

/* Goods just made, or out of their last hold at the place that made them, are released.
 */
static void note_release(struct bw_state *state, bw_index stock, struct bw_lot *lot)
{
    const struct bw_stock *s = &state->network->stocks[stock];

    if (s->source == BW_SOURCE_MAKE && lot->made != BW_FOREVER
        && bw_recipe_is_released(state, s->source_index)) {
        lot->release_s = (uint32_t)((bw_state_now(state) - lot->made) / BW_SECOND);
    }
}

void bw_stock_shelve(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t order = l->bound;
    struct bw_order *o = bw_state_order(state, order);
    bw_index stock = o->owner, element = element_of(state, stock);
    struct bw_stock_state *s = &state->stocks[stock];
    bw_time now = bw_state_now(state);

    s->on_hand += l->quantity;
    bw_history_append(state, &l->history, element, BW_STAGE_STORE, now, false);
    note_release(state, stock, l);
    l->custody = BW_CUSTODY_STOCK;
    l->bound = stock;
    insert_lot(state, stock, lot);
    watch_expiry(state, stock);
    if (l->holds == 0) {
        s->usable += l->quantity;
        want_allocation(state, stock);
    }
    bw_observe(state, element, BW_SUM_CYCLE, s->cycle_served ? 1.0 : 0.0);
    /* What waits is tried again in this instant unless the goods are held. */
    s->cycle_served = s->queue_first == 0 || l->holds == 0;
    if (o->outstanding <= l->quantity && o->open == 0) {
        bw_observe(state, element, BW_SUM_REPLENISHMENT, (double)(now - o->placed));
    }
    /* The position stays as it was: what was on order is on hand. */
    settle(state, order, o->outstanding - l->quantity);
    observe(state, stock);
}

void bw_stock_release_lot(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index stock = l->bound;
    struct bw_stock_state *s = &state->stocks[stock];

    s->usable += l->quantity;
    note_release(state, stock, l);
    observe(state, stock);
    want_allocation(state, stock);
}

void bw_stock_discard(struct bw_state *state, uint32_t lot, enum bw_waste cause)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index stock = l->bound;
    struct bw_stock_state *s = &state->stocks[stock];
    uint32_t before = 0;

    for (uint32_t i = s->shelf_first; i != lot; i = bw_state_lot(state, i)->next) {
        before = i;
    }
    unlink_lot(state, stock, lot, before);
    s->on_hand -= l->quantity;
    if (l->holds == 0) {
        s->usable -= l->quantity;
    }
    bw_lot_waste(state, lot, l->quantity, cause);
    bw_lot_end(state, lot);
    watch_expiry(state, stock);
    observe(state, stock);
    bw_space_freed(state, stock);
    bw_replenish_notice(state, stock);
}

void bw_stock_on_expiry(struct bw_state *state, const struct bw_event *event)
{
    bw_index stock = event->target;
    struct bw_stock_state *s = &state->stocks[stock];

    while (s->shelf_first != 0
        && bw_state_lot(state, s->shelf_first)->expiry <= bw_state_now(state)) {
        const struct bw_lot *lot = bw_state_lot(state, s->shelf_first);

        bw_observe(
            state, element_of(state, stock), BW_SUM_EXPIRED, (double)lot->quantity);
        bw_stock_discard(state, s->shelf_first, BW_WASTE_EXPIRED);
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
    observe(state, stock);
    return order;
}

void bw_stock_correct_order(struct bw_state *state, uint32_t order, int64_t outstanding)
{
    const struct bw_order *o = bw_state_order(state, order);
    bool fewer = outstanding < o->outstanding;
    bw_index stock = o->owner;

    settle(state, order, outstanding);
    observe(state, stock);
    if (fewer) {
        bw_replenish_notice(state, stock);
    }
}

/* Compares one stock with what lies on its shelf and waits in its queue. */
static void check_stock(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    int64_t on_hand = 0, usable = 0, open = 0;
    bw_time expiry = INT64_MIN;

    for (uint32_t i = s->shelf_first; i != 0; i = bw_state_lot(state, i)->next) {
        const struct bw_lot *lot = bw_state_lot(state, i);

        BW_ASSERT(lot->custody == BW_CUSTODY_STOCK && lot->bound == stock);
        BW_ASSERT(lot->quantity > 0 && lot->expiry >= expiry);
        expiry = lot->expiry;
        on_hand += lot->quantity;
        usable += lot->holds == 0 ? lot->quantity : 0;
    }
    for (uint32_t i = s->queue_first; i != 0; i = bw_state_order(state, i)->next) {
        const struct bw_order *order = bw_state_order(state, i);

        BW_ASSERT(order->live && order->queued && order->open > 0);
        open += order->open;
    }
    BW_ASSERT(s->on_hand == on_hand && s->usable == usable);
    BW_ASSERT(s->backorders == open && s->on_order == s->counted_order);
}

void bw_inventory_check(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->stock_count; i++) {
        state->stocks[i].counted_order = 0;
    }
    for (uint32_t i = 1; i < state->orders.made; i++) {
        const struct bw_order *order = bw_state_order(state, i);

        if (order->live && order->kind == BW_ORDER_REPLENISH) {
            state->stocks[order->owner].counted_order += order->outstanding;
        }
    }
    for (bw_index i = 0; i < state->network->stock_count; i++) {
        check_stock(state, i);
    }
}
