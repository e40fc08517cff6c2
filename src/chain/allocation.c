/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/inventory_internal.h"

#include "chain/demand.h"
#include "chain/history.h"
#include "chain/lot.h"
#include "chain/manufacturing.h"
#include "chain/replenish.h"
#include "chain/space.h"
#include "chain/transport.h"

void bw_stock_want_allocation(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];

    if (!s->allocating && s->queue_first != 0) {
        s->allocating = true;
        bw_state_schedule(state, bw_stock_element(state, stock), bw_state_now(state),
            BW_EVENT_STOCK_ALLOCATE, stock, 0);
    }
}

struct bw_urgency bw_stock_urgency(
    const struct bw_state *state, bw_index stock, int64_t quantity)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    struct bw_urgency urgency = {.due = BW_FOREVER};
    int64_t covered = s->on_hand + s->on_order, asked = 0;

    if (!state->network->passes_urgency) {
        return urgency;
    }
    for (uint32_t i = s->queue_first; i != 0 && asked < covered + quantity;) {
        const struct bw_order *order = bw_state_order(state, i);

        asked += order->open;
        if (asked > covered) {
            if (order->priority != 0
                && (urgency.priority == 0 || order->priority < urgency.priority)) {
                urgency.priority = order->priority;
            }
            urgency.due = order->due < urgency.due ? order->due : urgency.due;
        }
        i = order->next;
    }
    return urgency;
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
    bw_observe(state, bw_stock_element(state, stock), BW_SUM_ASKED, (double)o->open);
    bw_stock_want_allocation(state, stock);
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
    bw_stock_observe(state, stock);
    bw_stock_want_allocation(state, stock);
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
        bw_recipe_supply(state, order, lot, bw_stock_element(state, stock));
    } else if (o->kind == BW_ORDER_CUSTOMER
        && state->network->demands[o->owner].routing.leg_count == 0) {
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
    bw_index element = bw_stock_element(state, stock);
    bw_time now = bw_state_now(state), arrived, asked;
    struct bw_lot *l;

    if (quantity < bw_state_lot(state, lot)->quantity) {
        lot = bw_lot_split(state, lot, quantity);
    } else {
        bw_shelf_unlink(state, stock, lot, before);
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
    bw_stock_observe(state, stock);
    bw_shelf_watch(state, stock);
    bw_replenish_notice(state, stock);
}
