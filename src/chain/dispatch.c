/* SPDX-License-Identifier: Apache-2.0
 *
 * Departures of a lane: when a vehicle leaves and what it carries. Goods leave in the
 * order in which they were ready; the last lot of a vehicle may be divided.
 */
#include "chain/cost.h"
#include "chain/fleet.h"
#include "chain/history.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/season.h"
#include "chain/state_internal.h"
#include "chain/timetable.h"
#include "chain/trace.h"
#include "chain/transport.h"
#include "chain/transport_internal.h"

#include <math.h>

/* What a vehicle can carry, or carries. */
struct load {
    double amount[BW_LOAD_COUNT];
};

static struct load capacity_of(const struct bw_state *state, const struct bw_lane *lane)
{
    struct load capacity;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        capacity.amount[i] = lane->capacity[i] == BW_NONE
            ? INFINITY
            : bw_state_parameter(state, lane->capacity[i]);
    }
    return capacity;
}

static void add_load(double *sum, const struct bw_item *item, double quanta)
{
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        sum[i] += quanta * item->quantum * item->load[i];
    }
}

/* Share of the capacity of what binds most; 0 when nothing is limited. */
static double share_of(const struct load *capacity, const double *amount)
{
    double share = 0.0;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        if (!isinf(capacity->amount[i])) {
            share = fmax(share, amount[i] / capacity->amount[i]);
        }
    }
    return share;
}

static bool is_limited(const struct load *capacity)
{
    bool limited = false;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        limited |= !isinf(capacity->amount[i]);
    }
    return limited;
}

/* Quanta of an item for which there is room beside what is loaded. */
static double room_for(
    const struct load *capacity, const struct load *loaded, const struct bw_item *item)
{
    double fits = INFINITY;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        double each = item->quantum * item->load[i];

        if (!isinf(capacity->amount[i]) && each > 0.0) {
            /* A hair of rounding must not leave the last quantum behind. */
            fits = fmin(
                fits, floor((capacity->amount[i] - loaded->amount[i]) / each + 1e-9));
        }
    }
    return fits;
}

/* When a waiting lot joined the queue: its newest segment is that of the wait. */
static bw_time ready_at(const struct bw_state *state, uint32_t lot)
{
    return bw_history_start(state, bw_state_lot(state, lot)->history);
}

/* True when a lot was ready in time for a vehicle that leaves now. */
static bool is_in_time(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lot)
{
    return lot != 0
        && ready_at(state, lot) + bw_timetable_cut_off(lane->timetable)
        <= bw_state_now(state);
}

/* Loads lots from the queue until the vehicle is full; the last one may be divided. */
static struct load load_vehicle(struct bw_state *state, bw_index lane,
    const struct load *capacity, struct bw_shipment *shipment)
{
    struct bw_lane_state *s = &state->lanes[lane];
    const struct bw_lane *described = &state->network->lanes[lane];
    struct load loaded = {{0}};
    uint32_t *link = &shipment->lots;

    while (is_in_time(state, described, s->first)) {
        uint32_t lot = s->first;
        struct bw_lot *l = bw_state_lot(state, lot);
        const struct bw_item *item = &state->network->items[l->item];
        double fits = room_for(capacity, &loaded, item);

        if (fits < 1.0) {
            if (shipment->lots != 0) {
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
        add_load(loaded.amount, item, (double)l->quantity);
        l->next = 0;
        *link = lot;
        link = &l->next;
    }
    return loaded;
}

/* Takes what is gone out of the load that waits. */
static void subtract_waiting(struct bw_lane_state *lane, const struct load *gone)
{
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        /* Nothing waits: rounding ends here. */
        lane->waiting[i] = lane->first == 0 ? 0.0 : lane->waiting[i] - gone->amount[i];
    }
}

double bw_lane_mean_time(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];

    return (double)described->mean_time
        + bw_timetable_mean_wait(state->network, described->timetable);
}

/* Money for a number of shipments that carry units in all. */
static double cost_of(const struct bw_network *network, const struct bw_lane *lane,
    double shipments, double units)
{
    double packaging =
        lane->packaging == BW_NONE ? 0.0 : network->packagings[lane->packaging].cost;

    return lane->cost_shipment * shipments + lane->cost_unit * units
        + packaging * shipments;
}

double bw_lane_mean_cost(
    const struct bw_state *state, bw_index lane, bw_index item, int64_t quantity)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    struct load capacity = capacity_of(state, described);
    struct load load = {{0}};
    double shipments;

    add_load(load.amount, &state->network->items[item], (double)quantity);
    shipments = ceil(share_of(&capacity, load.amount) * (1.0 - 1e-9));
    return cost_of(
        state->network, described, fmax(shipments, 1.0), load.amount[BW_LOAD_UNITS]);
}

void bw_dispatch_count(struct bw_state *state, bw_index lane, int change)
{
    struct bw_lane_state *s = &state->lanes[lane];

    s->under_way += (uint32_t)change;
    bw_observe_level(
        state, state->network->lanes[lane].element, BW_LEVEL_UNDER_WAY, s->under_way);
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

static void depart(struct bw_state *state, bw_index lane)
{
    const struct bw_network *network = state->network;
    const struct bw_lane *described = &network->lanes[lane];
    uint32_t index = bw_state_take(state, &state->shipments);
    struct bw_shipment *shipment = bw_pool_at(&state->shipments, index);
    struct load capacity = capacity_of(state, described);
    struct load loaded = load_vehicle(state, lane, &capacity, shipment);
    double units = loaded.amount[BW_LOAD_UNITS];
    bw_time now = bw_state_now(state);

    subtract_waiting(&state->lanes[lane], &loaded);
    shipment->number = state->lanes[lane].number++;
    shipment->departed = now;
    shipment->lane = lane;
    shipment->units = units;
    for (uint32_t lot = shipment->lots; lot != 0;) {
        struct bw_lot *l = bw_state_lot(state, lot);

        bw_observe(state, described->element, BW_SUM_DISPATCH_WAIT,
            (double)(now - bw_history_start(state, l->history)));
        bw_history_append(
            state, &l->history, described->element, BW_STAGE_TRANSIT, now, false);
        l->custody = BW_CUSTODY_TRANSIT;
        BW_TRACE(state, SHIPPED, described->element, .lot = lot, .order = l->bound,
            .quantity = l->quantity, .number = shipment->number);
        lot = l->next;
    }
    bw_observe(state, described->element, BW_SUM_LOAD, units);
    if (is_limited(&capacity)) {
        bw_observe(state, described->element, BW_SUM_LOAD_SHARE,
            share_of(&capacity, loaded.amount));
    }
    bw_cost_charge(state, described->element, BW_COST_TRANSPORT,
        cost_of(network, described, 1.0, units));
    bw_observe(state, described->element, BW_SUM_LANE_CO2,
        described->co2_shipment + described->co2_unit * units);
    bw_dispatch_count(state, lane, 1);
    bw_state_schedule(state, described->element,
        now + bw_state_duration(state, &described->transit, shipment->number)
            + delay_of(state, described, shipment->number),
        BW_EVENT_LANE_ARRIVAL, lane, index);
}

/* Load that waits and is in time for a vehicle that leaves now. */
static struct load load_in_time(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    const struct bw_lane_state *s = &state->lanes[lane];
    struct load load = {{0}};

    for (uint32_t lot = s->first; is_in_time(state, described, lot);
         lot = bw_state_lot(state, lot)->next) {
        const struct bw_lot *l = bw_state_lot(state, lot);

        add_load(load.amount, &state->network->items[l->item], (double)l->quantity);
    }
    return load;
}

/* True when what waits fills a vehicle as far as the rule asks. */
static bool is_filled(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    struct load capacity = capacity_of(state, described);
    double fill = bw_state_parameter(state, described->consolidation->fill);

    if (bw_timetable_cut_off(described->timetable) > 0) {
        struct load load = load_in_time(state, lane);

        return share_of(&capacity, load.amount) >= fill * (1.0 - 1e-9);
    }
    return share_of(&capacity, state->lanes[lane].waiting) >= fill * (1.0 - 1e-9);
}

/* Instant at which the oldest goods have waited long enough. */
static bw_time patience_ends(const struct bw_state *state, bw_index lane)
{
    const struct bw_consolidation *rule = state->network->lanes[lane].consolidation;
    double wait = bw_state_parameter(state, rule->longest_wait);

    return isinf(wait)
        ? BW_FOREVER
        : ready_at(state, state->lanes[lane].first) + bw_time_round(wait);
}

/* True when goods that wait are to leave with a vehicle of this instant. */
static bool wants_to_leave(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    const struct bw_lane_state *s = &state->lanes[lane];
    bw_time now = bw_state_now(state), next;

    if (!is_in_time(state, described, s->first)) {
        return false;
    }
    if (described->consolidation == NULL || is_filled(state, lane)) {
        return true;
    }
    if (described->timetable != NULL) {
        next = bw_timetable_next(state->network, described->timetable, now + 1);
        return patience_ends(state, lane) < next;
    }
    return patience_ends(state, lane) <= now || ready_at(state, s->first) <= s->called;
}

/* Instant at which something may leave, given that something waits. */
static bw_time next_dispatch(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    const struct bw_consolidation *rule = described->consolidation;
    const struct bw_lane_state *s = &state->lanes[lane];
    bw_time now = bw_state_now(state), time, tick;

    if (described->timetable != NULL) {
        time = ready_at(state, s->first) + described->timetable->cut_off;
        time = time > s->next ? time : s->next;
        return bw_timetable_next(
            state->network, described->timetable, time > now ? time : now);
    }
    if (rule == NULL || wants_to_leave(state, lane)) {
        return now;
    }
    time = patience_ends(state, lane);
    if (rule->every == 0) {
        return time;
    }
    tick = bw_timetable_tick(rule->every, rule->at, now > s->called ? now : now + 1);
    return tick < time ? tick : time;
}

/* Keeps one event pending for the next departure while goods wait. */
static void plan(struct bw_state *state, bw_index lane)
{
    struct bw_lane_state *s = &state->lanes[lane];
    bool pending = bw_event_list_is_pending(&state->events, s->dispatch);
    bw_time time = s->first == 0 ? BW_FOREVER : next_dispatch(state, lane);

    if (s->wants_vehicle) {
        time = BW_FOREVER; /* what waits leaves when a vehicle comes home */
    }
    if (pending && s->dispatch_time == time) {
        return;
    }
    if (pending) {
        bw_event_list_cancel(&state->events, s->dispatch);
    }
    s->dispatch_time = time;
    if (time < BW_FOREVER) {
        s->dispatch = bw_state_schedule(state, state->network->lanes[lane].element,
            time, BW_EVENT_LANE_DISPATCH, lane, 0);
    }
}

void bw_dispatch_notice(struct bw_state *state, bw_index lane, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_lane_state *s = &state->lanes[lane];

    if (state->network->lanes[lane].consolidation != NULL) {
        add_load(s->waiting, &state->network->items[l->item], (double)l->quantity);
        plan(state, lane);
    } else if (s->first == lot) {
        plan(state, lane);
    }
}

void bw_dispatch_withdraw(struct bw_state *state, bw_index lane, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    struct load gone = {{0}};

    add_load(gone.amount, &state->network->items[l->item], (double)l->quantity);
    subtract_waiting(&state->lanes[lane], &gone);
    plan(state, lane);
}

/* Notes the newest stroke of the clock. */
static void hear_clock(struct bw_state *state, bw_index lane)
{
    const struct bw_consolidation *rule = state->network->lanes[lane].consolidation;

    if (rule != NULL && rule->every > 0) {
        state->lanes[lane].called = bw_timetable_tick(
            rule->every, rule->at, bw_state_now(state) - rule->every + 1);
    }
}

/* Takes a vehicle of the lane's fleet. When none is home, the lane waits for one,
 * except with a timetable: then the goods wait for the next departure. */
static bool has_vehicle(struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];

    if (described->fleet == BW_NONE || bw_fleet_take(state, described->fleet)) {
        return true;
    }
    if (described->timetable == NULL) {
        BW_TRACE(state, VEHICLE_AWAITED, described->element,
            .other = state->network->fleets[described->fleet].element);
        state->lanes[lane].wants_vehicle = true;
        bw_fleet_want(state, lane);
    }
    return false;
}

void bw_lane_on_vehicle(struct bw_state *state, const struct bw_event *event)
{
    bw_index lane = event->target;

    state->lanes[lane].wants_vehicle = false;
    hear_clock(state, lane);
    if (wants_to_leave(state, lane)) {
        depart(state, lane);
    } else {
        bw_fleet_give(state, state->network->lanes[lane].fleet); /* goods were lost */
    }
    while (wants_to_leave(state, lane) && has_vehicle(state, lane)) {
        depart(state, lane);
    }
    plan(state, lane);
}

void bw_lane_on_dispatch(struct bw_state *state, const struct bw_event *event)
{
    bw_index lane = event->target;
    const struct bw_lane *described = &state->network->lanes[lane];
    struct bw_lane_state *s = &state->lanes[lane];
    bool timed = described->timetable != NULL;
    uint32_t left = 0;

    hear_clock(state, lane);
    /* A timetable gives so many vehicles per departure: who comes later in the same
     * instant waits for the next. Without one there is always another vehicle. */
    while (wants_to_leave(state, lane)
        && (!timed || left < described->timetable->vehicles)
        && has_vehicle(state, lane)) {
        depart(state, lane);
        left++;
    }
    if (timed) {
        s->next = event->time + 1;
    }
    plan(state, lane);
}
