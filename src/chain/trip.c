/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/trip.h"

#include "chain/cost.h"
#include "chain/measure.h"

#include <math.h>

static const struct bw_trip_extremes none = {NAN, NAN, NAN};

enum bw_status bw_trip_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    bool physics = false;

    for (bw_index i = 0; i < network->packaging_count; i++) {
        physics |= network->packagings[i].thermal != NULL;
    }
    if (!physics) {
        return BW_OK;
    }
    state->trips =
        bw_arena_allocate(&state->arena, network->lane_count, sizeof *state->trips);
    return state->trips == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_trip_reset(struct bw_state *state)
{
    for (bw_index i = 0; state->trips != NULL && i < state->network->lane_count; i++) {
        state->trips[i] = none;
    }
}

void bw_trip_begin(struct bw_trip *trip)
{
    *trip = (struct bw_trip){
        .min_c = INFINITY, .max_c = -INFINITY, .mkt_c = -INFINITY, .left = 1.0};
}

static bw_time longer(bw_time a, bw_time b)
{
    return a > b ? a : b;
}

void bw_trip_add(struct bw_trip *trip, const struct bw_exposure *exposure,
    const struct bw_thermal_watch *watch, const struct bw_packed *packed)
{
    trip->exposed = true;
    trip->below = longer(trip->below, exposure->below);
    trip->above = longer(trip->above, exposure->above);
    if (packed == NULL || exposure->duration == 0) {
        return;
    }
    trip->packed = true;
    trip->min_c = fmin(trip->min_c, exposure->min_c);
    trip->max_c = fmax(trip->max_c, exposure->max_c);
    trip->mkt_c = fmax(trip->mkt_c, bw_thermal_mkt_c(exposure, watch->activation_k));
    trip->left = bw_thermal_budget_left(&packed->body, &packed->pack);
    trip->reiced = packed->reiced;
}

void bw_trip_end(struct bw_state *state, const struct bw_lane *lane, double units,
    const struct bw_trip *trip)
{
    const struct bw_packaging *packaging;
    struct bw_trip_extremes *extremes;

    if (!trip->exposed) {
        return;
    }
    bw_observe(state, lane->element, BW_SUM_BELOW, (double)trip->below);
    bw_observe(state, lane->element, BW_SUM_ABOVE, (double)trip->above);
    if (!trip->packed) {
        return;
    }
    packaging = &state->network->packagings[lane->packaging];
    bw_observe(state, lane->element, BW_SUM_MKT, trip->mkt_c);
    bw_observe(state, lane->element, BW_SUM_PACKAGING_LEFT, trip->left);
    bw_cost_charge(state, lane->element, BW_COST_TRANSPORT,
        trip->reiced * packaging->thermal->reice_cost
            * bw_packaging_count(packaging, units));
    if (bw_measure_is_open(state)) {
        extremes = &state->trips[state->network->elements[lane->element].index];
        extremes->min_c = fmin(extremes->min_c, trip->min_c);
        extremes->max_c = fmax(extremes->max_c, trip->max_c);
        extremes->mkt_c = fmax(extremes->mkt_c, trip->mkt_c);
    }
}

struct bw_trip_extremes bw_trip_extremes(const struct bw_state *state, bw_index lane)
{
    return state->trips == NULL ? none : state->trips[lane];
}
