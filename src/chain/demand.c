/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/demand.h"

#include "chain/cost.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/season.h"
#include "chain/trace.h"

#include <math.h>
#include <string.h>

struct bw_demand_state {
    uint64_t number;     /* of the next order */
    int64_t undelivered; /* quanta ordered, not delivered and not lost */
};

enum bw_status bw_demand_init(struct bw_state *state)
{
    state->demands = bw_arena_allocate(
        &state->arena, state->network->demand_count, sizeof *state->demands);
    return state->demands == NULL ? BW_ERR_NOMEM : BW_OK;
}

/* Next arrival of a Poisson process whose rate follows the month: the exposure that an
 * exponential draw asks for is used up month after month (inversion of the cumulative
 * rate; Cinlar 1975, chapter 4). Returns BW_FOREVER when it lies beyond end. */
static bw_time next_poisson(const struct bw_state *state,
    const struct bw_demand *demand, uint64_t number, bw_time end)
{
    double rate = bw_state_parameter(state, demand->rate);
    double exposure =
        bw_law_unit_exponential(&state->draws, demand->arrival_stream, number);
    bw_time time = bw_state_now(state);

    if (demand->season_count == 0) {
        double wait = exposure / rate;

        return wait < (double)(end - time) + 1.0 ? time + bw_time_round(wait)
                                                 : BW_FOREVER;
    }
    while (time <= end) {
        bw_time next;
        double now =
            rate * demand->season[bw_season_month(state->network, time, &next)];
        double month = now * (double)(next - time);

        if (exposure < month) {
            return time + bw_time_round(exposure / now);
        }
        exposure -= month;
        time = next;
    }
    return BW_FOREVER;
}

static void schedule_arrival(struct bw_state *state, bw_index demand)
{
    const struct bw_demand *d = &state->network->demands[demand];
    uint64_t number = state->demands[demand].number;
    bw_time end = state->network->horizon + state->network->cooldown, time;
    if (d->saturates != BW_NONE) {
        return;
    }
    time = d->interval.present
        ? bw_state_now(state) + bw_state_duration(state, &d->interval, number)
        : next_poisson(state, d, number, end);

    if (time <= end) {
        bw_state_schedule(state, d->element, time, BW_EVENT_DEMAND_ARRIVAL, demand, 0);
    }
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
        schedule_arrival(state, i);
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

static void place_order(struct bw_state *state, bw_index demand)
{
    bw_time now = bw_state_now(state);
    const struct bw_demand *d = &state->network->demands[demand];
    uint64_t number = state->demands[demand].number++;
    double units = bw_state_value(state, &d->size, number, 1.0);
    int64_t quantity = d->batch > 0
        ? d->batch
        : llround(units / state->network->items[d->item].quantum);

    if (quantity > 0) {
        uint32_t index =
            bw_state_take_order(state, BW_ORDER_CUSTOMER, demand, quantity);
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
        set_undelivered(state, demand, quantity);
        bw_stock_ask(state, d->stock, index);
    }
}

void bw_demand_on_arrival(struct bw_state *state, const struct bw_event *event)
{
    uint32_t count = event->a > 0 ? event->a : 1;

    for (uint32_t i = 0; i < count; i++) {
        place_order(state, event->target);
    }
    schedule_arrival(state, event->target);
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

void bw_demand_deliver(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_order *order = bw_state_order(state, l->bound);

    BW_TRACE(state, DELIVERED, state->network->demands[order->owner].element,
        .order = l->bound, .lot = lot, .quantity = l->quantity, .since = order->placed);
    charge_lateness(state, order, l->quantity);
    order->outstanding -= l->quantity;
    set_undelivered(state, order->owner, -l->quantity);
    bw_measure_delivery(state, l, order->owner);
    if (l->made != BW_FOREVER && bw_measure_is_open(state)) {
        bw_history_deliver(state, l->history, l->quantity);
    }
    if (order->outstanding == 0) {
        close_order(state, l->bound, l->history);
    }
    bw_lot_leave(state, lot);
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
