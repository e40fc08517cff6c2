/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of a leg: customs, what the goods have suffered, and where they go on to.
 */
#include "chain/contract_payment.h"
#include "chain/damage.h"
#include "chain/dock.h"
#include "chain/history.h"
#include "chain/hub.h"
#include "chain/inspection.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/quality.h"
#include "chain/recall.h"
#include "chain/state_internal.h"
#include "chain/tour.h"
#include "chain/trace.h"
#include "chain/transport.h"
#include "chain/transport_internal.h"

/* Time at customs of a shipment: its dwell, and the inspection of some. */
static bw_time customs_time(
    struct bw_state *state, const struct bw_lane *lane, uint64_t number)
{
    const struct bw_customs *customs = lane->customs;
    bool opened = bw_state_chance(state, customs->inspect_stream, number,
        bw_state_parameter(state, customs->inspect));
    bw_time time = bw_state_duration(state, &customs->dwell, number);

    if (opened) {
        time += bw_state_duration(state, &customs->inspection, number);
    }
    bw_observe(state, lane->element, BW_SUM_CUSTOMS, (double)time);
    bw_observe(state, lane->element, BW_SUM_INSPECTED, opened ? 1.0 : 0.0);
    return time;
}

/* Reports an event of all that a shipment carries. */
static void trace_lots(
    struct bw_state *state, enum bw_trace_kind kind, const struct bw_shipment *shipment)
{
    bw_index element = state->network->lanes[shipment->lane].element;
    const struct bw_lot *l;

    for (uint32_t lot = shipment->lots; lot != 0; lot = l->next) {
        l = bw_state_lot(state, lot);
        /* The order of goods that were lost on the way may be closed. */
        bw_trace_emit(state, kind, element,
            &(const struct bw_traced){.lot = lot,
                .order = l->quantity > 0 ? l->bound : 0,
                .quantity = l->quantity,
                .number = shipment->number,
                .since = shipment->departed});
    }
}

void bw_lane_on_arrival(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_lane *lane = &state->network->lanes[event->target];
    struct bw_shipment *shipment = bw_pool_at(&state->shipments, event->a);

    shipment->arrived = event->time;
    bw_observe(state, lane->element, BW_SUM_TRANSIT,
        (double)(event->time - shipment->departed));
    if (state->tracer != NULL) {
        trace_lots(state, BW_TRACE_ARRIVED, shipment);
    }
    if (lane->customs == NULL) {
        bw_lane_on_cleared(state, event);
        return;
    }
    for (uint32_t lot = shipment->lots; lot != 0;
         lot = bw_state_lot(state, lot)->next) {
        bw_history_append(state, &bw_state_lot(state, lot)->history, lane->element,
            BW_STAGE_CUSTOMS, event->time, false);
    }
    bw_state_schedule(state, lane->element,
        event->time + customs_time(state, lane, shipment->number),
        BW_EVENT_LANE_CLEARED, event->target, event->a);
}

/* Goods that end their way here have reached the site. */
static void note_receipt(struct bw_state *state, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_order *order = bw_state_order(state, l->bound);

    if (order->kind == BW_ORDER_REPLENISH && bw_transport_leg(state, l)->last) {
        bw_stock_note_receipt(state, lot);
    }
}

/* A lot has come through a leg: to the next one, into the stock or to the customer. */
static void land(struct bw_state *state, bw_index lane, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_order *order = bw_state_order(state, l->bound);
    bool last = bw_transport_leg(state, l)->last;
    bw_index hub = bw_hub_at(state, state->network->lanes[lane].to);

    if (state->network->lanes[lane].unloading == NULL) {
        note_receipt(state, lot);
    }
    if (hub != BW_NONE && !last) {
        bw_hub_receive(state, hub, lot, bw_transport_leg(state, l)[1].lane);
    }
    bw_recall_land(state, lot);
    bw_hold_open_receive(
        state, lot, lane, state->lanes[bw_tour_queue(state->network, lane)].landed++);
    if (!last) {
        l->leg = (l->leg + 1u) & 255u;
        bw_lane_send(state, lot);
    } else if (order->kind == BW_ORDER_REPLENISH) {
        bw_stock_receive(state, lot);
    } else {
        l->custody = BW_CUSTODY_CUSTOMER;
        if (bw_lot_grade(state, l) == BW_LOT_USABLE) {
            bw_lane_hand_over(state, lot);
        }
    }
}

/* The vehicle drives on to its next stop, or it is empty and goes home. */
static void release_vehicle(
    struct bw_state *state, bw_index lane, const struct bw_shipment *shipment)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    bw_time home = bw_state_now(state);

    if (shipment->after != 0) {
        bw_tour_drive_to(state, lane, shipment->after, 0);
        return;
    }
    bw_dispatch_count(state, bw_tour_queue(state->network, lane), -1);
    if (described->fleet == BW_NONE) {
        return;
    }
    if (described->tour != NULL) {
        home += bw_tour_rest(state, lane, shipment->number);
    }
    home += bw_state_duration(state, described->way_back, shipment->number);
    bw_state_schedule(
        state, described->element, home, BW_EVENT_FLEET_RETURN, described->fleet, 0);
}

void bw_lane_on_cleared(struct bw_state *state, const struct bw_event *event)
{
    struct bw_shipment *shipment = bw_pool_at(&state->shipments, event->a);
    const struct bw_lane *lane = &state->network->lanes[event->target];

    shipment->cleared = event->time;
    if (state->tracer != NULL && lane->customs != NULL) {
        trace_lots(state, BW_TRACE_CLEARED, shipment);
    }
    if (lane->unloading == NULL) {
        bw_lane_unload(state, event->a);
        return;
    }
    for (uint32_t lot = shipment->lots; lot != 0;
         lot = bw_state_lot(state, lot)->next) {
        if (bw_state_lot(state, lot)->quantity > 0) {
            note_receipt(state, lot);
        }
    }
    if (lane->unloading->dock != BW_NONE) {
        bw_dock_arrive(state, event->a, lane->unloading);
        return;
    }
    bw_tour_charge(state, event->a, lane->element, BW_STAGE_PROCESS);
    bw_state_schedule(state, lane->element,
        event->time
            + bw_state_duration(state, &lane->unloading->time, shipment->number),
        BW_EVENT_LANE_UNLOADED, event->target, event->a);
}

void bw_lane_on_unloaded(struct bw_state *state, const struct bw_event *event)
{
    bw_lane_unload(state, event->a);
}

/* A lot is out of the vehicle: what is not damaged lands. */
static void unload_lot(struct bw_state *state, bw_index lane, uint32_t lot)
{
    struct bw_lane_state *s = &state->lanes[bw_tour_queue(state->network, lane)];

    if (bw_damage_unload(state, lane, s->landed, lot)) {
        s->landed++;
    } else {
        land(state, lane, lot);
    }
}

void bw_lane_unload(struct bw_state *state, uint32_t index)
{
    struct bw_shipment shipment =
        *(struct bw_shipment *)bw_pool_at(&state->shipments, index);
    const struct bw_lane *lane = &state->network->lanes[shipment.lane];
    struct bw_inspection look;

    if (state->tracer != NULL && lane->unloading != NULL) {
        trace_lots(state, BW_TRACE_UNLOADED, &shipment);
    }
    bw_inspect(state, &shipment, &look);
    bw_pool_give(&state->shipments, index);
    if (lane->unloading != NULL && bw_hub_at(state, lane->to) != BW_NONE) {
        bw_hub_unload(state, bw_hub_at(state, lane->to), &shipment);
    }
    release_vehicle(state, shipment.lane, &shipment);
    for (uint32_t lot = shipment.lots; lot != 0;) {
        struct bw_lot *l = bw_state_lot(state, lot);
        uint32_t next = l->next;

        if (l->quantity == 0) {
            bw_lot_end(state, lot);
            lot = next;
            continue;
        }
        bw_charge_pipeline(state, lane, l, bw_state_now(state) - shipment.departed);
        l->next = 0;
        unload_lot(state, shipment.lane, lot);
        lot = next;
    }
    bw_contract_happened(
        state, lane->element, shipment.units, bw_state_now(state) - shipment.departed);
    bw_inspection_end(state, &look);
}
