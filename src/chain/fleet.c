/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/fleet.h"

#include "chain/measure.h"

struct fleet {
    uint32_t out;         /* vehicles away */
    bw_index first, last; /* lanes that wait, BW_NONE = none */
};

/* Place of a lane among those that wait. */
struct place {
    bw_index next;
    bw_time since;
};

struct bw_fleets {
    struct fleet *fleets;
    struct place *lanes;
};

enum bw_status bw_fleet_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_fleets *fleets = bw_arena_allocate(&state->arena, 1, sizeof *fleets);

    if (fleets == NULL) {
        return BW_ERR_NOMEM;
    }
    state->fleets = fleets;
    fleets->fleets =
        bw_arena_allocate(&state->arena, network->fleet_count, sizeof *fleets->fleets);
    fleets->lanes =
        bw_arena_allocate(&state->arena, network->lane_count, sizeof *fleets->lanes);
    return fleets->fleets == NULL || fleets->lanes == NULL ? BW_ERR_NOMEM : BW_OK;
}

/* Vehicles of a fleet now; a broken one does not drive. */
static int64_t vehicles_of(const struct bw_state *state, bw_index fleet)
{
    return (int64_t)bw_state_parameter(state, state->network->fleets[fleet].vehicles);
}

static void observe(struct bw_state *state, bw_index fleet)
{
    bw_index element = state->network->fleets[fleet].element;

    bw_observe_level(state, element, BW_LEVEL_OUT, state->fleets->fleets[fleet].out);
    bw_observe_level(state, element, BW_LEVEL_VEHICLES, vehicles_of(state, fleet));
}

void bw_fleet_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->fleet_count; i++) {
        state->fleets->fleets[i] = (struct fleet){0, BW_NONE, BW_NONE};
        observe(state, i);
    }
}

static bool is_any_home(const struct bw_state *state, bw_index fleet)
{
    return state->fleets->fleets[fleet].out < vehicles_of(state, fleet);
}

/* A vehicle goes to a lane that has waited so long. */
static void send_out(struct bw_state *state, bw_index fleet, bw_time waited)
{
    state->fleets->fleets[fleet].out++;
    bw_observe(state, state->network->fleets[fleet].element, BW_SUM_FLEET_WAIT,
        (double)waited);
    observe(state, fleet);
}

bool bw_fleet_take(struct bw_state *state, bw_index fleet)
{
    if (!is_any_home(state, fleet)) {
        return false;
    }
    send_out(state, fleet, 0);
    return true;
}

void bw_fleet_want(struct bw_state *state, bw_index lane)
{
    struct bw_fleets *fleets = state->fleets;
    struct fleet *fleet = &fleets->fleets[state->network->lanes[lane].fleet];

    fleets->lanes[lane] = (struct place){BW_NONE, bw_state_now(state)};
    if (fleet->last == BW_NONE) {
        fleet->first = lane;
    } else {
        fleets->lanes[fleet->last].next = lane;
    }
    fleet->last = lane;
}

/* Vehicles at home go to the lanes that wait. */
static void serve(struct bw_state *state, bw_index index)
{
    struct bw_fleets *fleets = state->fleets;
    struct fleet *fleet = &fleets->fleets[index];

    while (fleet->first != BW_NONE && is_any_home(state, index)) {
        bw_index lane = fleet->first;

        fleet->first = fleets->lanes[lane].next;
        if (fleet->first == BW_NONE) {
            fleet->last = BW_NONE;
        }
        send_out(state, index, bw_state_now(state) - fleets->lanes[lane].since);
        bw_state_schedule(state, state->network->fleets[index].element,
            bw_state_now(state), BW_EVENT_LANE_VEHICLE, lane, 0);
    }
}

void bw_fleet_give(struct bw_state *state, bw_index fleet)
{
    state->fleets->fleets[fleet].out--;
    observe(state, fleet);
    serve(state, fleet);
}

void bw_fleet_change(struct bw_state *state, bw_index fleet)
{
    observe(state, fleet);
    serve(state, fleet);
}

void bw_fleet_on_return(struct bw_state *state, const struct bw_event *event)
{
    bw_fleet_give(state, event->target);
}
