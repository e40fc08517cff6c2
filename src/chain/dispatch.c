/* SPDX-License-Identifier: Apache-2.0
 *
 * When vehicles leave: timetables, consolidation and fleets.
 */
#include "chain/departure.h"
#include "chain/fleet.h"
#include "chain/history.h"
#include "chain/measure.h"
#include "chain/state_internal.h"
#include "chain/timetable.h"
#include "chain/trace.h"
#include "chain/transport.h"
#include "chain/transport_internal.h"
#include "chain/vehicle_load.h"

#include <math.h>

/* Takes what is gone out of the load that waits. */
static void subtract_waiting(struct bw_lane_state *lane, const struct bw_amount *gone)
{
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        /* Nothing waits: rounding ends here. */
        lane->waiting[i] = lane->first == 0 ? 0.0 : lane->waiting[i] - gone->of[i];
    }
}

/* A vehicle leaves with what fits. */
static void depart(struct bw_state *state, bw_index lane)
{
    struct bw_amount gone = bw_departure(state, lane);

    subtract_waiting(&state->lanes[lane], &gone);
}

void bw_dispatch_count(struct bw_state *state, bw_index lane, int change)
{
    struct bw_lane_state *s = &state->lanes[lane];

    s->under_way += (uint32_t)change;
    bw_observe_level(
        state, state->network->lanes[lane].element, BW_LEVEL_UNDER_WAY, s->under_way);
}

/* Load that waits and is in time for a vehicle that leaves now. */
static struct bw_amount load_in_time(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    const struct bw_lane_state *s = &state->lanes[lane];
    struct bw_amount load = {{0}};

    for (uint32_t lot = s->first; bw_vehicle_in_time(state, described, lot);
         lot = bw_state_lot(state, lot)->next) {
        const struct bw_lot *l = bw_state_lot(state, lot);

        bw_amount_add(load.of, &state->network->items[l->item], (double)l->quantity);
    }
    return load;
}

/* True when what waits fills a vehicle as far as the rule asks. */
static bool is_filled(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    struct bw_amount capacity = bw_amount_capacity(state, described);
    double fill = bw_state_parameter(state, described->consolidation->fill);

    if (bw_timetable_cut_off(described->timetable) > 0) {
        struct bw_amount load = load_in_time(state, lane);

        return bw_amount_share(&capacity, load.of) >= fill * (1.0 - 1e-9);
    }
    return bw_amount_share(&capacity, state->lanes[lane].waiting)
        >= fill * (1.0 - 1e-9);
}

/* Instant at which the oldest goods have waited long enough. */
static bw_time patience_ends(const struct bw_state *state, bw_index lane)
{
    const struct bw_consolidation *rule = state->network->lanes[lane].consolidation;
    double wait = bw_state_parameter(state, rule->longest_wait);

    return isinf(wait)
        ? BW_FOREVER
        : bw_vehicle_ready_at(state, state->lanes[lane].first) + bw_time_round(wait);
}

/* True when goods that wait are to leave with a vehicle of this instant. */
static bool wants_to_leave(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    const struct bw_lane_state *s = &state->lanes[lane];
    bw_time now = bw_state_now(state), next;

    if (!bw_vehicle_in_time(state, described, s->first)) {
        return false;
    }
    if (described->consolidation == NULL || is_filled(state, lane)) {
        return true;
    }
    if (described->timetable != NULL) {
        next = bw_timetable_next(state->network, described->timetable, now + 1);
        return patience_ends(state, lane) < next;
    }
    return patience_ends(state, lane) <= now
        || bw_vehicle_ready_at(state, s->first) <= s->called;
}

/* Instant at which something may leave, given that something waits. */
static bw_time next_dispatch(const struct bw_state *state, bw_index lane)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    const struct bw_consolidation *rule = described->consolidation;
    const struct bw_lane_state *s = &state->lanes[lane];
    bw_time now = bw_state_now(state), time, tick;

    if (described->timetable != NULL) {
        time = bw_vehicle_ready_at(state, s->first) + described->timetable->cut_off;
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
        bw_amount_add(s->waiting, &state->network->items[l->item], (double)l->quantity);
        plan(state, lane);
    } else if (s->first == lot) {
        plan(state, lane);
    }
}

void bw_dispatch_withdraw(struct bw_state *state, bw_index lane, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_amount gone = {{0}};

    bw_amount_add(gone.of, &state->network->items[l->item], (double)l->quantity);
    subtract_waiting(&state->lanes[lane], &gone);
    plan(state, lane);
}

void bw_lane_change(struct bw_state *state, bw_index lane)
{
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
