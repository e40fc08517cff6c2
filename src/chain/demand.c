/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/cost.h"
#include "chain/damage.h"
#include "chain/demand_internal.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/lot_thermal.h"
#include "chain/measure.h"
#include "chain/open_vial.h"
#include "chain/returns.h"
#include "chain/scan.h"
#include "chain/trace.h"
#include "chain/trial.h"

#include <math.h>
#include <string.h>

enum bw_status bw_demand_init(struct bw_state *state)
{
    state->demands = bw_arena_allocate(
        &state->arena, state->network->demand_count, sizeof *state->demands);
    return state->demands == NULL ? BW_ERR_NOMEM : BW_OK;
}

/* One order for every server that the first step may ever have. Each order that starts
 * brings the next one, so as many wait at any time, and all servers find work in one
 * round. */
static void begin_saturated(struct bw_state *state, bw_index demand)
{
    const struct bw_network *network = state->network;
    const struct bw_demand *d = &network->demands[demand];
    const struct bw_resource *resource =
        &network->resources[network->steps[d->saturates].resource];
    uint32_t servers = resource->most_servers + resource->flexible.servers;

    bw_state_schedule(state, d->element, bw_state_now(state), BW_EVENT_DEMAND_ARRIVAL,
        demand, servers > 1 ? servers : 1);
}

void bw_demand_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->demand_count; i++) {
        memset(&state->demands[i], 0, sizeof state->demands[i]);
        state->demands[i].closed = state->network->demands[i].activation != BW_NONE;
        bw_arrival_schedule(state, i, true);
        if (state->network->demands[i].saturates != BW_NONE) {
            begin_saturated(state, i);
        }
    }
}

static void set_undelivered(struct bw_state *state, bw_index demand, int64_t change)
{
    state->demands[demand].undelivered += change;
    bw_observe_level(state, state->network->demands[demand].element,
        BW_LEVEL_UNDELIVERED, state->demands[demand].undelivered);
}

/* Who pays for an order; NULL where the demand has no payers. */
static const struct bw_payer *payer_of(
    const struct bw_state *state, const struct bw_demand *demand, uint64_t number)
{
    const struct bw_payer *payer = &state->network->payers[demand->first_payer];
    double u;

    if (demand->payer_count == 0) {
        return NULL;
    }
    u = bw_state_uniform(state, demand->payer_stream, number);
    while (u >= payer->cumulative) {
        payer++; /* up to the last one, whose bound is 1 */
    }
    return payer;
}

static void note_payer(struct bw_state *state, const struct bw_order *order)
{
    const struct bw_payer *payer =
        payer_of(state, &state->network->demands[order->owner], order->number);

    if (payer != NULL) {
        bw_observe(state, payer->element, BW_SUM_PAYER_ORDERS, (double)order->quantity);
    }
}

void bw_demand_may_wait(struct bw_state *state, uint32_t order)
{
    bw_index demand = bw_state_order(state, order)->owner;
    const struct bw_demand *d = &state->network->demands[demand];

    if (d->patience != BW_NONE) {
        bw_state_schedule(state, d->element, bw_state_now(state), BW_EVENT_DEMAND_WAIT,
            demand, order);
    }
}

/* Places an order of a number and returns it. */
static uint32_t place(
    struct bw_state *state, bw_index demand, uint64_t number, int64_t quantity)
{
    bw_time now = bw_state_now(state);
    const struct bw_demand *d = &state->network->demands[demand];
    uint32_t index = bw_state_take_order(state, BW_ORDER_CUSTOMER, demand, quantity);
    struct bw_order *order = bw_state_order(state, index);

    order->number = number;
    order->rank = bw_state_word(state, d->rank_stream, number);
    order->in_window = now >= 0 && now < state->network->horizon;
    order->priority = d->priority;
    if (d->due != BW_FOREVER) {
        order->due = now + d->due;
    }
    BW_TRACE(state, ORDER_PLACED, d->element, .order = index,
        .other = state->network->stocks[d->stock].element, .quantity = quantity,
        .detail = "customer");
    bw_measure_line_placed(state, order);
    note_payer(state, order);
    set_undelivered(state, demand, quantity);
    bw_stock_ask(state, d->stock, index);
    bw_demand_may_wait(state, index);
    return index;
}

/* What a unit of an order is sold for. */
static double price_of(
    const struct bw_state *state, const struct bw_demand *demand, uint64_t number)
{
    const struct bw_payer *payer = payer_of(state, demand, number);

    return payer != NULL ? payer->price : demand->price;
}

/* Counts units that are delivered and paid for. */
static void deliver_units(
    struct bw_state *state, const struct bw_lot *lot, bw_index index, uint64_t number)
{
    const struct bw_network *network = state->network;
    const struct bw_demand *demand = &network->demands[index];
    const struct bw_payer *payer = payer_of(state, demand, number);
    double price = price_of(state, demand, number);

    bw_measure_delivery(state, lot, index, price);
    if (payer != NULL) {
        bw_observe(
            state, payer->element, BW_SUM_PAYER_DELIVERED, (double)lot->quantity);
        bw_observe(state, payer->element, BW_SUM_PAYER_REVENUE,
            (double)lot->quantity * network->items[demand->item].quantum * price);
    }
}

/* Counts units that customers use now. */
static void use_units(
    struct bw_state *state, const struct bw_lot *lot, bw_index demand, uint64_t number)
{
    deliver_units(state, lot, demand, number);
    bw_lot_count_budgets(state, lot);
    if (lot->made != BW_FOREVER && bw_measure_is_open(state)) {
        bw_history_deliver(state, lot->history, lot->quantity);
    }
}

/* A customer is served from the vial that is open. */
static void use_open_vial(
    struct bw_state *state, bw_index demand, uint64_t number, int64_t quantity)
{
    uint32_t lot = bw_open_vial_take(state, demand, quantity);

    BW_TRACE(state, DELIVERED, state->network->demands[demand].element, .lot = lot,
        .quantity = quantity, .since = bw_state_now(state), .detail = "open vial");
    use_units(state, bw_state_lot(state, lot), demand, number);
    bw_lot_leave(state, lot);
}

static void place_order(struct bw_state *state, bw_index demand)
{
    uint64_t number = state->demands[demand].number++;
    int64_t wanted = bw_arrival_quantity(state, demand, number);
    struct bw_vial_order order;

    if (wanted <= 0 || state->demands[demand].closed) {
        return;
    }
    order = bw_open_vial_order(state, demand, number, wanted);
    if (order.from_open > 0) {
        use_open_vial(state, demand, number, order.from_open);
    }
    if (order.quantity > 0) {
        uint32_t index = place(state, demand, number, order.quantity);

        bw_state_order(state, index)->spare = order.spare;
    }
}

void bw_demand_place_visit(struct bw_state *state, bw_index demand, uint64_t number,
    int64_t quantity, uint32_t patient)
{
    const struct bw_demand *d = &state->network->demands[demand];
    bw_index trial = state->network->trial_sites[d->trial_site].trial;
    int64_t damaged = bw_damage_among(state, d->damage_stream, number, quantity,
        state->network->trials[trial].damaged);
    struct bw_order *order =
        bw_state_order(state, place(state, demand, number, quantity + damaged));

    order->patient = patient;
    order->spare = damaged;
}

void bw_demand_on_open(struct bw_state *state, const struct bw_event *event)
{
    state->demands[event->target].closed = false;
}

void bw_demand_on_arrival(struct bw_state *state, const struct bw_event *event)
{
    uint64_t count = bw_arrival_count(state, event->target, event);

    for (uint64_t i = 0; i < count; i++) {
        place_order(state, event->target);
    }
    bw_arrival_schedule(state, event->target, false);
}

/* The instant at which the customer of an order leaves. */
static bw_time leaves_at(const struct bw_state *state, const struct bw_order *order)
{
    const struct bw_network *network = state->network;
    bw_index patience = network->demands[order->owner].patience;

    return order->placed
        + bw_state_duration(state, &network->samplers[patience], order->number);
}

/* True for an order of this demand that waits. Orders of events may be others by now:
 * one that was filled is given back, and taken anew. */
static bool waits(const struct bw_order *order, bw_index demand)
{
    return order->live && order->kind == BW_ORDER_CUSTOMER && order->owner == demand
        && order->queued;
}

void bw_demand_on_wait(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_order *order = bw_state_order(state, event->a);

    if (waits(order, event->target) && order->placed == event->time) {
        bw_state_schedule(state, state->network->demands[event->target].element,
            leaves_at(state, order), BW_EVENT_DEMAND_LEAVE, event->target, event->a);
    }
}

void bw_demand_on_leave(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_order *order = bw_state_order(state, event->a);

    if (waits(order, event->target) && leaves_at(state, order) == event->time) {
        bw_observe_order(state, order, BW_SUM_ABANDONED, (double)order->open);
        bw_stock_leave(state, state->network->demands[event->target].stock, event->a);
    }
}

/* Closes an order of which nothing is to come any more. */
static void close_order(struct bw_state *state, uint32_t order, uint32_t history)
{
    struct bw_order *o = bw_state_order(state, order);
    const struct bw_demand *demand = &state->network->demands[o->owner];

    if (o->lost == 0) {
        BW_TRACE(state, DEMAND_FILLED, demand->element, .order = order,
            .quantity = o->quantity, .since = o->placed,
            .detail = bw_state_now(state) > o->due ? "late" : "");
    } else {
        BW_TRACE(state, ORDER_CLOSED, demand->element, .order = order,
            .since = o->placed, .detail = "lost");
    }
    if (o->lost == 0 && bw_state_now(state) > o->due) {
        bw_cost_charge(
            state, demand->element, BW_COST_LATENESS, demand->penalties.late_order);
    }
    if (o->patient != 0) {
        bw_trial_note_closed(state, o);
    }
    if (o->lost == 0 && o->in_window) {
        bw_measure_line_closed(state, o);
        bw_history_attribute(
            state, history, o->placed, state->network->stocks[demand->stock].element);
    }
    bw_state_give_order(state, order);
}

/* Units that come past due cost for the time by which they are late. */
static void charge_lateness(
    struct bw_state *state, const struct bw_order *order, int64_t quantity)
{
    const struct bw_demand *demand = &state->network->demands[order->owner];
    bw_time now = bw_state_now(state);

    if (now > order->due) {
        bw_cost_charge(state, demand->element, BW_COST_LATENESS,
            (double)quantity * state->network->items[demand->item].quantum
                * demand->penalties.late * (double)(now - order->due));
    }
}

/* How much of goods that come to the customer now he has no use for. */
static int64_t take_spare(struct bw_order *order, int64_t quantity)
{
    int64_t wanted = order->outstanding - order->spare, spare;

    wanted = wanted > 0 ? wanted : 0;
    spare = quantity > wanted ? quantity - wanted : 0;
    order->spare -= spare;
    return spare;
}

/* Goods that the customer has no use for: the rest of a vial, or kits of a visit that
 * are damaged. */
static void put_aside(
    struct bw_state *state, bw_index demand, uint32_t lot, int64_t spare)
{
    const struct bw_demand *d = &state->network->demands[demand];
    uint32_t part = lot;

    if (d->open_vial != NULL) {
        bw_open_vial_put(state, demand, lot, spare);
        return;
    }
    if (spare < bw_state_lot(state, lot)->quantity) {
        part = bw_lot_split(state, lot, spare);
    }
    bw_observe(state, state->network->trial_sites[d->trial_site].element,
        BW_SUM_TRIAL_DAMAGED, (double)spare * state->network->items[d->item].quantum);
    bw_lot_waste(state, part, spare, BW_WASTE_DAMAGED);
    bw_lot_end(state, part);
}

/* Some of what is delivered may come back. */
static void note_returns(
    struct bw_state *state, const struct bw_order *order, const struct bw_lot *lot)
{
    const struct bw_demand *demand = &state->network->demands[order->owner];

    if (demand->returns != NULL) {
        bw_returns_note_delivery(state, order, lot,
            order->quantity - order->lost - order->outstanding,
            price_of(state, demand, order->number));
    }
}

/* A lot whose packs may be given to its customer reaches him. */
static void deliver(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_order *order = bw_state_order(state, l->bound);
    int64_t quantity = l->quantity, spare = take_spare(order, quantity);
    bw_index demand = order->owner;

    note_returns(state, order, l);
    charge_lateness(state, order, quantity);
    l->custody = BW_CUSTODY_CUSTOMER;
    if (spare > 0) {
        BW_TRACE(state, DELIVERED, state->network->demands[demand].element,
            .order = l->bound, .quantity = spare, .since = order->placed,
            .detail = "no use yet");
    }
    if (spare > 0 && spare < quantity) {
        put_aside(state, demand, lot, spare);
    }
    if (spare < quantity) {
        BW_TRACE(state, DELIVERED, state->network->demands[demand].element,
            .order = l->bound, .lot = lot, .quantity = l->quantity,
            .since = order->placed);
    }
    order->outstanding -= quantity;
    set_undelivered(state, demand, -quantity);
    if (spare < quantity) {
        use_units(state, l, demand, order->number);
    }
    if (order->outstanding == 0) {
        close_order(state, l->bound, l->history);
    }
    if (spare < quantity) {
        bw_lot_leave(state, lot);
    } else {
        put_aside(state, demand, lot, spare);
    }
}

void bw_demand_deliver(struct bw_state *state, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_order *order = bw_state_order(state, l->bound);

    if (state->network->demands[order->owner].scan != NULL) {
        lot = bw_scan_lot(state, lot);
    }
    if (lot != 0) {
        deliver(state, lot);
    }
}

void bw_demand_lose(struct bw_state *state, uint32_t order, int64_t quantity)
{
    struct bw_order *o = bw_state_order(state, order);
    bw_index element = state->network->demands[o->owner].element;
    double units =
        state->network->items[state->network->demands[o->owner].item].quantum;

    BW_TRACE(state, DEMAND_LOST, element, .order = order, .quantity = quantity,
        .since = o->placed);
    bw_observe_order(state, o, BW_SUM_LOST, (double)quantity);
    if (o->due != BW_FOREVER && o->lost == 0) {
        bw_observe_order(state, o, BW_SUM_DUE, 0.0);
    }
    bw_cost_charge(state, element, BW_COST_LOST_SALES,
        (double)quantity * units * state->network->demands[o->owner].penalties.lost);
    set_undelivered(state, o->owner, -quantity);
    o->spare -= o->spare < quantity ? o->spare : quantity;
    o->lost += quantity;
    o->open -= quantity;
    o->outstanding -= quantity;
    if (o->outstanding == 0) {
        close_order(state, order, 0);
    }
}

void bw_demand_finish(struct bw_state *state)
{
    for (uint32_t i = 1; i < state->orders.made; i++) {
        const struct bw_order *order = bw_state_order(state, i);

        if (order->live && order->kind == BW_ORDER_CUSTOMER && order->lost == 0) {
            bw_measure_line_open(state, order);
        }
    }
}
