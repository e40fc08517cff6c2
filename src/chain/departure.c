/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/departure.h"

#include "chain/carried.h"
#include "chain/cost.h"
#include "chain/dock.h"
#include "chain/history.h"
#include "chain/hub.h"
#include "chain/legs.h"
#include "chain/measure.h"
#include "chain/season.h"
#include "chain/state_internal.h"
#include "chain/timetable.h"
#include "chain/tour.h"
#include "chain/trace.h"
#include "chain/transport.h"
#include "chain/transport_internal.h"

#include <math.h>

double bw_lane_mean_time(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];

    return (double)described->mean_time
        + bw_timetable_mean_wait(state->network, described->timetable);
}

/* Money for a number of shipments that carry units in all, fresh of them packed for the
 * lane. */
static double cost_of(const struct bw_network *network, const struct bw_lane *lane,
    double shipments, double units, double fresh)
{
    const struct bw_packaging *packaging =
        lane->packaging == BW_NONE ? NULL : &network->packagings[lane->packaging];
    double packed = packaging == NULL || !(fresh > 0.0)
        ? 0.0
        : packaging->cost * bw_packaging_count(packaging, fresh / shipments);

    return lane->cost_shipment * shipments + lane->cost_unit * units
        + packed * shipments;
}

double bw_lane_mean_cost(
    const struct bw_state *state, bw_index lane, bw_index item, int64_t quantity)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    struct bw_amount capacity = bw_amount_capacity(state, described);
    struct bw_amount load = {{0}};
    double shipments, trips = 0.0;

    bw_amount_add(load.of, &state->network->items[item], (double)quantity);
    shipments = ceil(bw_amount_share(&capacity, load.of) * (1.0 - 1e-9));
    shipments = fmax(shipments, 1.0);
    if (described->tour != NULL) {
        trips = state->network->lanes[described->tour->head].cost_shipment * shipments;
    }
    return trips
        + cost_of(state->network, described, shipments, load.of[BW_LOAD_UNITS],
            load.of[BW_LOAD_UNITS]);
}

/* Delay of a shipment that departs now: a probability that follows the season, times a
 * magnitude. Late or not and by how much is drawn for the shipment, or for the calendar
 * day of its lane. */
static bw_time delay_of(
    struct bw_state *state, const struct bw_lane *lane, uint64_t number)
{
    const struct bw_lane_delay *delay = lane->delay;
    bw_time now = bw_state_now(state), next, time = 0;
    uint64_t day =
        (uint64_t)(state->network->start_day + now / BW_DAY - (now % BW_DAY < 0));
    double probability;
    bool common, late;

    if (delay == NULL) {
        return 0;
    }
    probability = bw_state_parameter(state, delay->probability)
        * delay->season[bw_season_month(state->network, now, &next)];
    common = bw_state_chance(state, delay->common_stream, number, delay->common_share);
    late = bw_state_chance(state, common ? delay->day_late_stream : delay->late_stream,
        common ? day : number, probability);
    if (late) {
        time = bw_state_duration(
            state, common ? &delay->day_time : &delay->time, common ? day : number);
    }
    bw_observe(state, lane->element, BW_SUM_DELAY, (double)time);
    bw_observe(state, lane->element, BW_SUM_DELAYED, late ? 1.0 : 0.0);
    return time;
}

/* Units of a load that are packed for the lane; the others come in its packaging. */
static double fresh_of(
    const struct bw_state *state, bw_index lane, uint32_t lots, double units)
{
    double fresh = units - bw_carried_units(state, &state->network->lanes[lane], lots);

    return fresh > 1e-9 * units ? fresh : 0.0;
}

/* What a shipment costs and emits, charged to its lane. */
static void charge(struct bw_state *state, bw_index lane, double units, double fresh)
{
    const struct bw_lane *described = &state->network->lanes[lane];

    bw_cost_charge(state, described->element, BW_COST_TRANSPORT,
        cost_of(state->network, described, 1.0, units, fresh));
    bw_observe(state, described->element, BW_SUM_LANE_CO2,
        described->co2_shipment + described->co2_unit * units);
}

/* When the first of the goods that leave now joined the queue. */
static bw_time first_ready(const struct bw_state *state, uint32_t lots)
{
    bw_time first = bw_state_now(state);

    for (uint32_t lot = lots; lot != 0; lot = bw_state_lot(state, lot)->next) {
        bw_time ready = bw_history_start(state, bw_state_lot(state, lot)->history);

        first = ready < first ? ready : first;
    }
    return first;
}

/* Makes the shipment of a vehicle that leaves now. */
static uint32_t take_shipment(
    struct bw_state *state, bw_index lane, uint64_t number, uint32_t lots)
{
    uint32_t index = bw_state_take(state, &state->shipments);
    struct bw_shipment *shipment = bw_pool_at(&state->shipments, index);

    shipment->number = number;
    shipment->departed = bw_state_now(state);
    shipment->lane = lane;
    shipment->lots = lots;
    shipment->after = 0;
    shipment->boarded = bw_state_now(state);
    if (bw_lane_legs(&state->network->lanes[lane]) != NULL) {
        shipment->packed = first_ready(state, lots);
    }
    return index;
}

/* Deals the goods of a vehicle to shipments, one for each stop that gets any, which
 * follow each other in the order of the tour. Returns the first of them. */
static uint32_t deal(
    struct bw_state *state, const struct bw_tour *tour, uint64_t number, uint32_t lots)
{
    uint32_t first = 0, *after = &first;

    for (bw_index stop = tour->first_stop; stop < tour->first_stop + tour->stop_count;
         stop++) {
        uint32_t mine = 0, *link = &mine, *from = &lots, index;
        struct bw_amount amount = {{0}};

        while (*from != 0) {
            uint32_t lot = *from;
            struct bw_lot *l = bw_state_lot(state, lot);

            if (bw_transport_leg(state, l)->lane != stop) {
                from = &l->next;
                continue;
            }
            *from = l->next;
            l->next = 0;
            *link = lot;
            link = &l->next;
            bw_amount_add(
                amount.of, &state->network->items[l->item], (double)l->quantity);
        }
        if (mine != 0) {
            struct bw_shipment *shipment;

            index = take_shipment(state, stop, number, mine);
            shipment = bw_pool_at(&state->shipments, index);
            shipment->units = amount.of[BW_LOAD_UNITS];
            shipment->fresh = fresh_of(state, stop, mine, shipment->units);
            *after = index;
            after = &shipment->after;
            charge(state, stop, shipment->units, shipment->fresh);
            bw_observe(state, state->network->lanes[stop].element, BW_SUM_LOAD,
                shipment->units);
        }
    }
    BW_ASSERT(lots == 0);
    return first;
}

/* Goods are assigned to a vehicle. */
static void board(struct bw_state *state, bw_index lane, uint32_t lots)
{
    bw_index element = state->network->lanes[lane].element;

    for (uint32_t lot = lots; lot != 0; lot = bw_state_lot(state, lot)->next) {
        struct bw_lot *l = bw_state_lot(state, lot);

        bw_observe(state, element, BW_SUM_DISPATCH_WAIT,
            (double)(bw_state_now(state) - bw_history_start(state, l->history)));
        l->custody = BW_CUSTODY_TRANSIT;
    }
}

static void trace_shipped(struct bw_state *state, bw_index element,
    const struct bw_shipment *shipment, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);

    /* The order of goods that were lost while the vehicle was loaded may be closed. */
    BW_TRACE(state, SHIPPED, element, .lot = lot,
        .order = l->quantity > 0 ? l->bound : 0, .quantity = l->quantity,
        .number = shipment->number);
}

/* The goods of a shipment are under way. */
static void set_out(struct bw_state *state, struct bw_shipment *shipment)
{
    bw_index element = state->network->lanes[shipment->lane].element;

    shipment->departed = bw_state_now(state);
    for (uint32_t lot = shipment->lots; lot != 0;
         lot = bw_state_lot(state, lot)->next) {
        bw_history_append(state, &bw_state_lot(state, lot)->history, element,
            BW_STAGE_TRANSIT, shipment->departed, false);
        trace_shipped(state, element, shipment, lot);
    }
}

/* All shipments aboard set out. */
static void set_out_all(struct bw_state *state, uint32_t first)
{
    for (uint32_t i = first; i != 0;) {
        struct bw_shipment *shipment = bw_pool_at(&state->shipments, i);

        set_out(state, shipment);
        i = shipment->after;
    }
}

void bw_departure_leave(struct bw_state *state, uint32_t first)
{
    const struct bw_shipment *shipment = bw_pool_at(&state->shipments, first);
    bw_index lane = bw_tour_queue(state->network, shipment->lane);
    const struct bw_lane *described = &state->network->lanes[lane];
    bw_index hub = bw_hub_at(state, described->from);
    bw_time late;

    if (hub != BW_NONE) {
        bw_hub_leave(state, hub, first);
    }
    set_out_all(state, first);
    bw_dispatch_count(state, lane, 1);
    late = delay_of(state, described, shipment->number);
    if (described->tour != NULL) {
        bw_tour_drive_to(state, BW_NONE, first, late);
        return;
    }
    bw_state_schedule(state, described->element,
        bw_state_now(state) + bw_legs_transit(state, described, shipment->number)
            + late,
        BW_EVENT_LANE_ARRIVAL, lane, first);
}

/* What is known of the load of a vehicle. */
static void observe_load(struct bw_state *state, const struct bw_lane *lane,
    const struct bw_amount *capacity, const struct bw_amount *loaded)
{
    bw_observe(state, lane->element, BW_SUM_LOAD, loaded->of[BW_LOAD_UNITS]);
    if (bw_amount_is_limited(capacity)) {
        bw_observe(state, lane->element, BW_SUM_LOAD_SHARE,
            bw_amount_share(capacity, loaded->of));
    }
}

struct bw_amount bw_departure(struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    struct bw_amount capacity = bw_amount_capacity(state, described);
    uint32_t lots = 0, index;
    struct bw_amount loaded = bw_vehicle_load(state, lane, &capacity, &lots);
    double units = loaded.of[BW_LOAD_UNITS];
    double fresh = fresh_of(state, lane, lots, units);
    uint64_t number = state->lanes[lane].number++;
    bw_index hub = bw_hub_at(state, described->from);

    board(state, lane, lots);
    observe_load(state, described, &capacity, &loaded);
    charge(state, lane, units, fresh);
    if (described->tour != NULL) {
        index = deal(state, described->tour, number, lots);
    } else {
        struct bw_shipment *shipment;

        index = take_shipment(state, lane, number, lots);
        shipment = bw_pool_at(&state->shipments, index);
        shipment->units = units;
        shipment->fresh = fresh;
    }
    if (hub != BW_NONE) {
        bw_hub_board(state, hub, index);
    }
    if (described->loading != NULL) {
        bw_dock_arrive(state, index, described->loading);
    } else {
        bw_departure_leave(state, index);
    }
    return loaded;
}
