/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/transport.h"

#include "chain/coldchain.h"
#include "chain/cost.h"
#include "chain/demand.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/quality.h"
#include "chain/state_internal.h"

#include <math.h>

struct bw_lane_state {
    uint32_t first, last;  /* lots that wait for departure */
    uint64_t number;       /* of the next shipment */
    uint64_t sent, landed; /* lots so far; number the draws of their holds */
    bw_time next;          /* a timetable's vehicles have left up to here */
    bool dispatching;
};

enum bw_status bw_transport_init(struct bw_state *state)
{
    state->lanes = bw_arena_allocate(
        &state->arena, state->network->lane_count, sizeof *state->lanes);
    return state->lanes == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_transport_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->lane_count; i++) {
        state->lanes[i] = (struct bw_lane_state){.next = bw_state_now(state)};
    }
}

/* How the goods of an order get to where they are wanted. */
static const struct bw_routing *routing_of(
    const struct bw_state *state, const struct bw_order *order)
{
    return order->kind == BW_ORDER_CUSTOMER
        ? &state->network->demands[order->owner].routing
        : &state->network->sources[order->source].routing;
}

/* The leg on which a lot is or for which it waits. */
static const struct bw_leg *leg_of(
    const struct bw_state *state, const struct bw_lot *lot)
{
    const struct bw_order *order = bw_state_order(state, lot->bound);

    return &state->network->legs[routing_of(state, order)->first_leg + lot->leg];
}

/* First departure at or after now; departures count from tick 0. */
static bw_time next_departure(const struct bw_lane *lane, bw_time now)
{
    bw_time past;

    if (lane->departs_every == 0) {
        return now;
    }
    past = (now - lane->departs_at) % lane->departs_every;
    if (past < 0) {
        past += lane->departs_every;
    }
    return past == 0 ? now : now + lane->departs_every - past;
}

void bw_lane_send(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index lane = leg_of(state, l)->lane;

    l->custody = BW_CUSTODY_OUTBOUND;
    bw_hold_open_ship(state, lot, lane, state->lanes[lane].sent++);
    if (bw_lot_grade(state, l) != BW_LOT_BARRED) {
        bw_lane_queue(state, lot);
    }
}

void bw_lane_queue(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index lane = leg_of(state, l)->lane;
    const struct bw_lane *described = &state->network->lanes[lane];
    struct bw_lane_state *s = &state->lanes[lane];

    bw_history_append(state, &l->history, described->element, BW_STAGE_DISPATCH,
        bw_state_now(state), false);
    l->next = 0;
    if (s->last == 0) {
        s->first = lot;
    } else {
        bw_state_lot(state, s->last)->next = lot;
    }
    s->last = lot;
    if (!s->dispatching) {
        bw_time earliest =
            bw_state_now(state) > s->next ? bw_state_now(state) : s->next;

        s->dispatching = true;
        bw_state_schedule(state, described->element,
            next_departure(described, earliest), BW_EVENT_LANE_DISPATCH, lane, 0);
    }
}

/* Takes a lot out of the queue of its lane. */
static void withdraw(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_lane_state *s = &state->lanes[leg_of(state, l)->lane];
    uint32_t before = 0;

    for (uint32_t i = s->first; i != lot; i = bw_state_lot(state, i)->next) {
        before = i;
    }
    if (before == 0) {
        s->first = l->next;
    } else {
        bw_state_lot(state, before)->next = l->next;
    }
    if (s->last == lot) {
        s->last = before;
    }
}

void bw_lane_lost(struct bw_state *state, uint32_t lot, enum bw_waste cause)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t order = l->bound;
    int64_t quantity = l->quantity;
    const struct bw_order *o = bw_state_order(state, order);

    if (l->custody == BW_CUSTODY_OUTBOUND && bw_lot_grade(state, l) != BW_LOT_BARRED) {
        withdraw(state, lot);
    }
    bw_lot_waste(state, lot, quantity, cause);
    if (l->custody != BW_CUSTODY_TRANSIT) {
        bw_lot_end(state, lot); /* what is on a vehicle ends when that arrives */
    }
    if (o->kind == BW_ORDER_CUSTOMER) {
        bw_stock_ask_again(
            state, state->network->demands[o->owner].stock, order, quantity);
    } else {
        bw_stock_correct_order(state, order, o->outstanding - quantity);
    }
}

/* Loads lots from the queue until the vehicle is full; the last one may be divided.
 * Returns the units loaded. */
static double load_vehicle(
    struct bw_state *state, bw_index lane, struct bw_shipment *shipment)
{
    struct bw_lane_state *s = &state->lanes[lane];
    const struct bw_lane *described = &state->network->lanes[lane];
    double capacity = bw_state_parameter(state, described->capacity);
    double loaded = 0.0;
    uint32_t *link = &shipment->lots;

    while (s->first != 0) {
        uint32_t lot = s->first;
        struct bw_lot *l = bw_state_lot(state, lot);
        double quantum = state->network->items[l->item].quantum;
        double fits =
            isinf(capacity) ? INFINITY : floor((capacity - loaded) / quantum + 1e-9);

        if (fits < 1.0) {
            if (loaded > 0.0) {
                break;
            }
            fits = 1.0; /* a vehicle too small for one quantum still takes one */
        }
        if (fits < (double)l->quantity) {
            lot = bw_lot_split(state, lot, (int64_t)fits);
            l = bw_state_lot(state, lot);
        } else {
            s->first = l->next;
            if (s->first == 0) {
                s->last = 0;
            }
        }
        loaded += (double)l->quantity * quantum;
        l->next = 0;
        *link = lot;
        link = &l->next;
    }
    return loaded;
}

static void depart(struct bw_state *state, bw_index lane)
{
    const struct bw_network *network = state->network;
    const struct bw_lane *described = &network->lanes[lane];
    uint32_t index = bw_state_take(state, &state->shipments);
    struct bw_shipment *shipment = bw_pool_at(&state->shipments, index);
    double units = load_vehicle(state, lane, shipment);
    double cost = described->cost_shipment + described->cost_unit * units;
    bw_time now = bw_state_now(state);

    shipment->number = state->lanes[lane].number++;
    shipment->departed = now;
    shipment->lane = lane;
    if (described->packaging != BW_NONE) {
        cost += network->packagings[described->packaging].cost;
    }
    for (uint32_t lot = shipment->lots; lot != 0;) {
        struct bw_lot *l = bw_state_lot(state, lot);

        bw_observe(state, described->element, BW_SUM_DISPATCH_WAIT,
            (double)(now - bw_history_start(state, l->history)));
        bw_history_append(
            state, &l->history, described->element, BW_STAGE_TRANSIT, now, false);
        l->custody = BW_CUSTODY_TRANSIT;
        lot = l->next;
    }
    bw_observe(state, described->element, BW_SUM_LOAD, units);
    bw_cost_charge(state, described->element, BW_COST_TRANSPORT, cost);
    bw_observe(state, described->element, BW_SUM_LANE_CO2,
        described->co2_shipment + described->co2_unit * units);
    bw_state_schedule(state, described->element,
        now + bw_state_duration(state, &described->transit, shipment->number),
        BW_EVENT_LANE_ARRIVAL, lane, index);
}

void bw_lane_on_dispatch(struct bw_state *state, const struct bw_event *event)
{
    bw_index lane = event->target;
    const struct bw_lane *described = &state->network->lanes[lane];
    struct bw_lane_state *s = &state->lanes[lane];

    if (s->first == 0) {
        s->dispatching = false; /* what waited was lost meanwhile */
        return;
    }
    /* A timetable gives one vehicle per departure: who comes later in the same instant
     * waits for the next. Without one there is always another vehicle. */
    do {
        depart(state, lane);
    } while (s->first != 0 && described->departs_every == 0);
    s->next = event->time + described->departs_every;
    s->dispatching = s->first != 0;
    if (s->dispatching) {
        bw_state_schedule(
            state, described->element, s->next, BW_EVENT_LANE_DISPATCH, lane, 0);
    }
}

void bw_lane_on_arrival(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_lane *lane = &state->network->lanes[event->target];
    struct bw_shipment *shipment = bw_pool_at(&state->shipments, event->a);

    bw_observe(state, lane->element, BW_SUM_TRANSIT,
        (double)(event->time - shipment->departed));
    if (!lane->customs.present) {
        bw_lane_on_cleared(state, event);
        return;
    }
    for (uint32_t lot = shipment->lots; lot != 0;
         lot = bw_state_lot(state, lot)->next) {
        bw_history_append(state, &bw_state_lot(state, lot)->history, lane->element,
            BW_STAGE_CUSTOMS, event->time, false);
    }
    bw_state_schedule(state, lane->element,
        event->time + bw_state_duration(state, &lane->customs, shipment->number),
        BW_EVENT_LANE_CLEARED, event->target, event->a);
}

/* Adds the leg's time out of range to a lot. Returns true when its budget is spent. */
static bool warm(struct bw_state *state, const struct bw_lane *lane,
    const struct bw_shipment *shipment, struct bw_lot *lot, bw_time *out_of_range)
{
    const struct bw_network *network = state->network;
    bw_index class = network->items[lot->item].storage_class;
    double ambient;
    bw_time out;

    if (lane->packaging == BW_NONE || !lane->ambient.present || class == BW_NONE) {
        return false;
    }
    ambient = bw_state_value(state, &lane->ambient, shipment->number, 0.0);
    out = bw_coldchain_time_out_of_range(&network->packagings[lane->packaging],
        &network->classes[class], ambient, bw_state_now(state) - shipment->departed);
    *out_of_range = out > *out_of_range ? out : *out_of_range;
    lot->out_of_range_s += (uint32_t)((out + BW_SECOND - 1) / BW_SECOND);
    return out > 0
        && lot->out_of_range_s * BW_SECOND
        > network->classes[class].out_of_range_budget;
}

/* A lot has come through a leg: to the next one, into the stock or to the customer. */
static void land(struct bw_state *state, bw_index lane, uint32_t lot, bool excursion)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_order *order = bw_state_order(state, l->bound);
    bool last = leg_of(state, l)->last;

    if (order->kind == BW_ORDER_REPLENISH && last) {
        bw_stock_note_receipt(state, lot);
    }
    bw_hold_open_receive(state, lot, lane, excursion, state->lanes[lane].landed++);
    if (!last) {
        l->leg = (l->leg + 1u) & 15u;
        bw_lane_send(state, lot);
    } else if (order->kind == BW_ORDER_REPLENISH) {
        bw_stock_receive(state, lot);
    } else if (l->holds == 0) {
        bw_demand_deliver(state, lot);
    } else {
        l->custody = BW_CUSTODY_CUSTOMER;
    }
}

void bw_lane_on_cleared(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_lane *lane = &state->network->lanes[event->target];
    struct bw_shipment shipment =
        *(struct bw_shipment *)bw_pool_at(&state->shipments, event->a);
    bool chance = bw_state_chance(
        state, lane->excursion_stream, shipment.number, lane->excursion_share);
    bool any = chance;
    bw_time out_of_range = 0;

    bw_pool_give(&state->shipments, event->a);
    for (uint32_t lot = shipment.lots; lot != 0;) {
        struct bw_lot *l = bw_state_lot(state, lot);
        uint32_t next = l->next;
        bool excursion;

        if (l->quantity == 0) {
            bw_lot_end(state, lot);
            lot = next;
            continue;
        }
        excursion = warm(state, lane, &shipment, l, &out_of_range) || chance;
        any |= excursion;
        l->next = 0;
        land(state, event->target, lot, excursion);
        lot = next;
    }
    bw_observe(state, lane->element, BW_SUM_EXCURSION, any ? 1.0 : 0.0);
    bw_observe(state, lane->element, BW_SUM_OUT_OF_RANGE, (double)out_of_range);
}
