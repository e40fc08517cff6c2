/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/hub.h"

#include "chain/cost.h"
#include "chain/dock.h"
#include "chain/history.h"
#include "chain/measure.h"
#include "chain/state_internal.h"
#include "chain/tour.h"
#include "chain/transport_internal.h"
#include "chain/vehicle_load.h"

#include <math.h>

struct bw_hub_state {
    double used[BW_LOAD_COUNT]; /* by what is here or has room kept for it */
    int64_t quanta;             /* of it */
    uint32_t first, last;       /* shipments that wait for room */
    uint32_t waiting;
    bool looking; /* an event ROOM of this instant is pending */
};

enum bw_status bw_hub_init(struct bw_state *state)
{
    state->hubs = bw_arena_allocate(
        &state->arena, state->network->hub_count, sizeof *state->hubs);
    return state->hubs == NULL ? BW_ERR_NOMEM : BW_OK;
}

static struct bw_shipment *shipment_at(const struct bw_state *state, uint32_t shipment)
{
    return bw_pool_at(&state->shipments, shipment);
}

static struct bw_amount capacity_of(const struct bw_state *state, bw_index hub)
{
    const struct bw_hub *described = &state->network->hubs[hub];
    struct bw_amount capacity;

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        capacity.of[i] = described->capacity[i] == BW_NONE
            ? INFINITY
            : bw_state_parameter(state, described->capacity[i]);
    }
    return capacity;
}

static void observe(struct bw_state *state, bw_index hub)
{
    bw_index element = state->network->hubs[hub].element;
    const struct bw_hub_state *h = &state->hubs[hub];
    struct bw_amount capacity = capacity_of(state, hub);
    double share = bw_amount_share(&capacity, h->used);

    bw_observe_level(state, element, BW_LEVEL_HUB_USED, llround(share * 1e6));
    bw_observe_level(state, element, BW_LEVEL_HUB_WAITING, h->waiting);
}

void bw_hub_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->hub_count; i++) {
        state->hubs[i] = (struct bw_hub_state){0};
        observe(state, i);
    }
}

bw_index bw_hub_at(const struct bw_state *state, bw_index site)
{
    return site == BW_NONE ? BW_NONE : state->network->sites[site].hub;
}

/* Takes room (sign 1) or gives it back (-1). */
static void change(struct bw_state *state, bw_index hub, const double *amount,
    int64_t quanta, int sign)
{
    struct bw_hub_state *h = &state->hubs[hub];

    h->quanta += sign * quanta;
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        /* Nothing is here: rounding ends here. */
        h->used[i] = h->quanta == 0 ? 0.0 : h->used[i] + sign * amount[i];
    }
    observe(state, hub);
}

/* Some room came free: shipments that wait look at the end of this instant. */
static void look(struct bw_state *state, bw_index hub)
{
    struct bw_hub_state *h = &state->hubs[hub];

    if (h->first != 0 && !h->looking) {
        h->looking = true;
        bw_state_schedule(state, state->network->hubs[hub].element, bw_state_now(state),
            BW_EVENT_HUB_ROOM, hub, 0);
    }
}

static void clear_room(struct bw_shipment *shipment)
{
    shipment->room_quanta = 0;
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        shipment->room[i] = 0.0;
    }
}

/* Notes in a shipment the room that some of its goods need: those that will go on from
 * where it arrives, or those that came to where it leaves by another lane. */
static void measure_room(
    const struct bw_state *state, struct bw_shipment *shipment, bool goes_on)
{
    clear_room(shipment);
    for (uint32_t lot = shipment->lots; lot != 0;
         lot = bw_state_lot(state, lot)->next) {
        const struct bw_lot *l = bw_state_lot(state, lot);
        bool counts = l->quantity > 0
            && (goes_on ? !bw_transport_leg(state, l)->last
                        : !bw_transport_is_first(state, l));

        if (counts) {
            shipment->room_quanta += l->quantity;
            bw_amount_add(
                shipment->room, &state->network->items[l->item], (double)l->quantity);
        }
    }
}

/* True when there is room, or nothing else is here: a shipment that is larger than the
 * hub is let in alone. */
static bool fits(
    const struct bw_state *state, bw_index hub, const struct bw_shipment *shipment)
{
    const struct bw_hub_state *h = &state->hubs[hub];
    struct bw_amount capacity = capacity_of(state, hub);
    double sum[BW_LOAD_COUNT];

    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        sum[i] = h->used[i] + shipment->room[i];
    }
    return h->quanta == 0 || bw_amount_share(&capacity, sum) <= 1.0 + 1e-9;
}

bool bw_hub_admit(struct bw_state *state, bw_index hub, uint32_t shipment)
{
    const struct bw_hub *described = &state->network->hubs[hub];
    struct bw_hub_state *h = &state->hubs[hub];
    struct bw_shipment *s = shipment_at(state, shipment);

    measure_room(state, s, true);
    if (s->room_quanta == 0 || (h->first == 0 && fits(state, hub, s))) {
        change(state, hub, s->room, s->room_quanta, 1);
        bw_observe(state, described->element, BW_SUM_HUB_WAIT, 0.0);
        return true;
    }
    s->next = 0;
    s->docked = bw_state_now(state);
    if (h->last == 0) {
        h->first = shipment;
    } else {
        shipment_at(state, h->last)->next = shipment;
    }
    h->last = shipment;
    h->waiting++;
    bw_tour_charge(state, shipment, described->element, BW_STAGE_SPACE);
    observe(state, hub);
    return false;
}

void bw_hub_on_room(struct bw_state *state, const struct bw_event *event)
{
    bw_index hub = event->target;
    struct bw_hub_state *h = &state->hubs[hub];

    h->looking = false;
    while (h->first != 0) {
        uint32_t index = h->first;
        struct bw_shipment *s = shipment_at(state, index);

        measure_room(state, s, true); /* some goods may have been lost meanwhile */
        if (s->room_quanta > 0 && !fits(state, hub, s)) {
            break;
        }
        h->first = s->next;
        h->last = h->first == 0 ? 0 : h->last;
        h->waiting--;
        change(state, hub, s->room, s->room_quanta, 1);
        bw_observe(state, state->network->hubs[hub].element, BW_SUM_HUB_WAIT,
            (double)(event->time - s->docked));
        bw_dock_begin(state, index);
    }
}

void bw_hub_unload(
    struct bw_state *state, bw_index hub, const struct bw_shipment *shipment)
{
    change(state, hub, shipment->room, shipment->room_quanta, -1);
    look(state, hub);
}

void bw_hub_receive(struct bw_state *state, bw_index hub, uint32_t lot, bw_index lane)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index queue = bw_tour_queue(state->network, lane);
    double amount[BW_LOAD_COUNT] = {0};

    bw_history_append(state, &l->history, state->network->lanes[queue].element,
        BW_STAGE_DISPATCH, bw_state_now(state), false);
    bw_history_mark(state, l->history);
    bw_amount_add(amount, &state->network->items[l->item], (double)l->quantity);
    change(state, hub, amount, l->quantity, 1);
}

/* The stay of goods ends: what it costs beyond the window. Returns its length. */
static bw_time end_stay(struct bw_state *state, bw_index hub, const struct bw_lot *lot)
{
    const struct bw_hub *described = &state->network->hubs[hub];
    double units = (double)lot->quantity * state->network->items[lot->item].quantum;
    bw_time stay = bw_state_now(state) - bw_history_marked(state, lot->history);

    if (stay > described->window) {
        bw_cost_charge(state, described->element, BW_COST_STORAGE,
            units
                * (described->cost_unit
                    + described->cost_time * (double)(stay - described->window)));
    }
    return stay;
}

/* The stay of one lot ends with its departure. */
static void note_stay(struct bw_state *state, bw_index hub, const struct bw_lot *lot)
{
    const struct bw_hub *described = &state->network->hubs[hub];
    double units = (double)lot->quantity * state->network->items[lot->item].quantum;
    bw_time stay = end_stay(state, hub, lot);

    bw_observe(state, described->element, BW_SUM_HUB_PASSED, units);
    bw_observe(state, described->element, BW_SUM_HUB_STAY, units * (double)stay);
    bw_observe(state, described->element, BW_SUM_HUB_WITHIN,
        stay <= described->window ? units : 0.0);
}

void bw_hub_board(struct bw_state *state, bw_index hub, uint32_t shipment)
{
    for (uint32_t i = shipment; i != 0; i = shipment_at(state, i)->after) {
        struct bw_shipment *s = shipment_at(state, i);

        measure_room(state, s, false);
        for (uint32_t lot = s->lots; lot != 0; lot = bw_state_lot(state, lot)->next) {
            if (!bw_transport_is_first(state, bw_state_lot(state, lot))) {
                note_stay(state, hub, bw_state_lot(state, lot));
            }
        }
    }
}

void bw_hub_leave(struct bw_state *state, bw_index hub, uint32_t shipment)
{
    for (uint32_t i = shipment; i != 0; i = shipment_at(state, i)->after) {
        struct bw_shipment *s = shipment_at(state, i);

        change(state, hub, s->room, s->room_quanta, -1);
        clear_room(s);
    }
    look(state, hub);
}

void bw_hub_lose(struct bw_state *state, bw_index hub, const struct bw_lot *lot)
{
    double amount[BW_LOAD_COUNT] = {0};

    (void)end_stay(state, hub, lot);
    bw_amount_add(amount, &state->network->items[lot->item], (double)lot->quantity);
    change(state, hub, amount, lot->quantity, -1);
    look(state, hub);
}
