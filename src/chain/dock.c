/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/dock.h"

#include "chain/departure.h"
#include "chain/hub.h"
#include "chain/measure.h"
#include "chain/state_internal.h"
#include "chain/tour.h"
#include "chain/transport.h"

struct bw_dock_state {
    uint32_t first, last; /* shipments that wait for a door */
    uint32_t waiting, busy;
    bool starting; /* an event START of this instant is pending */
};

enum bw_status bw_dock_init(struct bw_state *state)
{
    state->docks = bw_arena_allocate(
        &state->arena, state->network->dock_count, sizeof *state->docks);
    return state->docks == NULL ? BW_ERR_NOMEM : BW_OK;
}

static struct bw_shipment *shipment_at(const struct bw_state *state, uint32_t shipment)
{
    return bw_pool_at(&state->shipments, shipment);
}

static int64_t doors_of(const struct bw_state *state, bw_index dock)
{
    return (int64_t)bw_state_parameter(state, state->network->docks[dock].doors);
}

static void observe(struct bw_state *state, bw_index dock)
{
    bw_index element = state->network->docks[dock].element;
    const struct bw_dock_state *d = &state->docks[dock];

    bw_observe_level(state, element, BW_LEVEL_DOORS_BUSY, d->busy);
    bw_observe_level(state, element, BW_LEVEL_DOORS, doors_of(state, dock));
    bw_observe_level(state, element, BW_LEVEL_DOCK_QUEUE, d->waiting);
}

void bw_dock_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->dock_count; i++) {
        state->docks[i] = (struct bw_dock_state){0};
        observe(state, i);
    }
}

/* Puts a shipment behind all earlier ones; those of this instant stand by rank. */
static void enqueue(struct bw_state *state, bw_index dock, uint32_t shipment)
{
    struct bw_dock_state *d = &state->docks[dock];
    struct bw_shipment *s = shipment_at(state, shipment);
    uint32_t before = d->last, next = 0;

    if (before != 0 && shipment_at(state, before)->docked == s->docked) {
        before = 0;
        for (next = d->first; next != 0; next = shipment_at(state, next)->next) {
            const struct bw_shipment *n = shipment_at(state, next);

            if (n->docked == s->docked && n->rank > s->rank) {
                break;
            }
            before = next;
        }
    }
    s->next = next;
    if (before == 0) {
        d->first = shipment;
    } else {
        shipment_at(state, before)->next = shipment;
    }
    if (next == 0) {
        d->last = shipment;
    }
    d->waiting++;
}

static void want_start(struct bw_state *state, bw_index dock)
{
    struct bw_dock_state *d = &state->docks[dock];

    if (!d->starting && d->first != 0 && d->busy < doors_of(state, dock)) {
        d->starting = true;
        bw_state_schedule(state, state->network->docks[dock].element,
            bw_state_now(state), BW_EVENT_DOCK_START, dock, 0);
    }
}

void bw_dock_change(struct bw_state *state, bw_index dock)
{
    observe(state, dock);
    want_start(state, dock);
}

void bw_dock_arrive(
    struct bw_state *state, uint32_t shipment, const struct bw_door *door)
{
    struct bw_shipment *s = shipment_at(state, shipment);

    s->docked = bw_state_now(state);
    s->rank = bw_state_word(state, door->rank_stream, s->number);
    bw_tour_charge(
        state, shipment, state->network->docks[door->dock].element, BW_STAGE_QUEUE);
    enqueue(state, door->dock, shipment);
    observe(state, door->dock);
    want_start(state, door->dock);
}

/* Units that the work at a door moves: those of a shipment, or of a whole vehicle. */
static double units_of(const struct bw_state *state, uint32_t shipment, bool all)
{
    double units = 0.0;

    for (uint32_t i = shipment; i != 0; i = all ? shipment_at(state, i)->after : 0) {
        units += shipment_at(state, i)->units;
    }
    return units;
}

/* Work at a door begins. */
static void begin(struct bw_state *state, bw_index index, uint32_t shipment)
{
    const struct bw_dock *dock = &state->network->docks[index];
    const struct bw_shipment *s = shipment_at(state, shipment);
    const struct bw_lane *lane = &state->network->lanes[s->lane];
    const struct bw_door *door = dock->loads ? lane->loading : lane->unloading;
    bw_time time = bw_state_duration(state, &door->time, s->number)
        + bw_time_round(
            (double)dock->per_unit * units_of(state, shipment, dock->loads));

    bw_tour_charge(state, shipment, dock->element, BW_STAGE_PROCESS);
    bw_observe(state, dock->element, BW_SUM_UNLOADING, (double)time);
    bw_state_schedule(state, dock->element, bw_state_now(state) + time,
        BW_EVENT_DOCK_UNLOADED, index, shipment);
}

void bw_dock_begin(struct bw_state *state, uint32_t shipment)
{
    const struct bw_shipment *s = shipment_at(state, shipment);

    begin(state, state->network->lanes[s->lane].unloading->dock, shipment);
}

void bw_dock_on_start(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_dock *dock = &state->network->docks[event->target];
    struct bw_dock_state *d = &state->docks[event->target];

    d->starting = false;
    while (d->first != 0 && d->busy < doors_of(state, event->target)) {
        uint32_t index = d->first;
        struct bw_shipment *s = shipment_at(state, index);

        d->first = s->next;
        if (d->first == 0) {
            d->last = 0;
        }
        d->waiting--;
        d->busy++;
        bw_observe(
            state, dock->element, BW_SUM_DOCK_WAIT, (double)(event->time - s->docked));
        if (dock->hub == BW_NONE || bw_hub_admit(state, dock->hub, index)) {
            begin(state, event->target, index);
        }
    }
    observe(state, event->target);
}

void bw_dock_on_unloaded(struct bw_state *state, const struct bw_event *event)
{
    state->docks[event->target].busy--;
    observe(state, event->target);
    if (state->network->docks[event->target].loads) {
        bw_departure_leave(state, event->a);
    } else {
        bw_lane_unload(state, event->a);
    }
    want_start(state, event->target);
}
