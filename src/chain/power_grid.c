/* SPDX-License-Identifier: Apache-2.0
 *
 * Power cuts of grids. Clusters and the cuts in them are numbered, so that no policy
 * shifts their draws.
 */
#include "chain/equipment.h"
#include "chain/equipment_internal.h"
#include "chain/measure.h"

#include <math.h>

#define CLUSTER_SHIFT 20 /* cuts of a cluster are numbered below it */

struct bw_power_grid_state {
    uint64_t cluster; /* number of the next one */
    uint32_t cuts;    /* that last now */
};

enum bw_status bw_power_grid_init(struct bw_state *state)
{
    state->grids = bw_arena_allocate(
        &state->arena, state->network->grid_count, sizeof *state->grids);
    return state->grids == NULL ? BW_ERR_NOMEM : BW_OK;
}

static void schedule_cluster(struct bw_state *state, bw_index grid)
{
    const struct bw_power_grid *g = &state->network->grids[grid];

    bw_state_schedule(state, g->element,
        bw_state_now(state)
            + bw_state_duration(
                state, &g->every, state->grids[grid].cluster << CLUSTER_SHIFT),
        BW_EVENT_GRID_CUT, grid, 1);
}

void bw_power_grid_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->grid_count; i++) {
        state->grids[i] = (struct bw_power_grid_state){0};
        bw_observe_level(
            state, state->network->grids[i].element, BW_LEVEL_GRID_POWERED, 1);
        schedule_cluster(state, i);
    }
}

/* Tells all equipment of the grid. */
static void tell(struct bw_state *state, bw_index grid, bool powered)
{
    const struct bw_network *network = state->network;

    bw_observe_level(
        state, network->grids[grid].element, BW_LEVEL_GRID_POWERED, powered);
    for (bw_index i = 0; i < network->equipment_count; i++) {
        if (network->equipments[i].grid == grid) {
            bw_state_schedule(state, network->grids[grid].element, bw_state_now(state),
                BW_EVENT_EQUIPMENT_POWER, i, powered);
        }
    }
}

/* A cut of a cluster, and its end. */
static void schedule_cut(
    struct bw_state *state, bw_index grid, bw_time begin, uint64_t number)
{
    const struct bw_power_grid *g = &state->network->grids[grid];
    bw_time time = bw_state_duration(state, &g->time, number);

    bw_state_schedule(state, g->element, begin, BW_EVENT_GRID_CUT, grid, 0);
    bw_state_schedule(state, g->element, begin + time, BW_EVENT_GRID_BACK, grid, 0);
    bw_observe(state, g->element, BW_SUM_GRID_CUT, (double)time);
}

static void begin_cluster(struct bw_state *state, bw_index grid)
{
    const struct bw_power_grid *g = &state->network->grids[grid];
    uint64_t first = state->grids[grid].cluster << CLUSTER_SHIFT;
    double others = fmax(bw_state_value(state, &g->number, first, 0.0), 0.0);
    uint64_t count = (uint64_t)llround(fmin(others, (1 << CLUSTER_SHIFT) - 1));

    schedule_cut(state, grid, bw_state_now(state), first);
    for (uint64_t i = 1; i <= count; i++) {
        schedule_cut(state, grid,
            bw_state_now(state) + bw_state_duration(state, &g->after, first + i),
            first + i);
    }
    state->grids[grid].cluster++;
    schedule_cluster(state, grid);
}

void bw_power_grid_on_cut(struct bw_state *state, const struct bw_event *event)
{
    if (event->a == 1) {
        begin_cluster(state, event->target);
    } else if (state->grids[event->target].cuts++ == 0) {
        tell(state, event->target, false);
    }
}

void bw_power_grid_on_back(struct bw_state *state, const struct bw_event *event)
{
    if (--state->grids[event->target].cuts == 0) {
        tell(state, event->target, true);
    }
}
