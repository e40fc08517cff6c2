/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/carriage.h"

#include "chain/coldchain.h"
#include "chain/legs.h"
#include "chain/packaging.h"
#include "chain/state_internal.h"
#include "chain/trip.h"

/* When the passages of a shipment ended. Goods in a pack that was carried on wait since
 * they came. */
static struct bw_passages passages_of(const struct bw_state *state,
    const struct bw_shipment *shipment, const struct bw_packed *packed)
{
    return (struct bw_passages){
        .begin = packed->carried ? packed->since : shipment->packed,
        .end =
            {
                [BW_PASSAGE_DISPATCH] = shipment->boarded,
                [BW_PASSAGE_LOADING] = shipment->departed,
                [BW_PASSAGE_TRANSIT] = shipment->arrived,
                [BW_PASSAGE_DELAY] = shipment->arrived,
                [BW_PASSAGE_CUSTOMS] = shipment->cleared,
                [BW_PASSAGE_UNLOADING] = bw_state_now(state),
            },
        .number = shipment->number,
    };
}

static void note(struct bw_trip *trip, const struct bw_leg_walk *walk,
    const struct bw_exposure *before, const struct bw_exposure *after)
{
    if (trip != NULL) {
        bw_trip_add_stretch(trip, walk->leg, before, after);
    }
}

/* Packaging that is known by its hold time only melts at the mean of each stretch. */
static void melt(struct bw_leg_walk *walk, const struct bw_packaging *packaging,
    double *left, const struct bw_thermal_watch *watch, struct bw_exposure *exposure,
    struct bw_trip *trip)
{
    struct bw_ambient stretch;

    while (bw_leg_walk_next(walk, &stretch)) {
        const struct bw_exposure before = *exposure;

        bw_coldchain_expose(packaging, bw_ambient_mean_c(&stretch), stretch.duration,
            watch, left, exposure);
        note(trip, walk, &before, exposure);
    }
}

/* Packaging with physics goes through the stretches as they are. */
static void pass(struct bw_leg_walk *walk, struct bw_packed *packed,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure,
    struct bw_trip *trip)
{
    struct bw_ambient stretch;

    walk->conductance_w_k = packed->pack.conductance_w_k;
    walk->inside_c = 0.5 * (watch->low_c + watch->high_c) + watch->shift_k;
    while (bw_leg_walk_next(walk, &stretch)) {
        const struct bw_exposure before = *exposure;

        bw_packaging_pass(packed, &stretch, watch, exposure);
        note(trip, walk, &before, exposure);
    }
}

void bw_carriage_expose(const struct bw_state *state,
    const struct bw_shipment *shipment, const struct bw_thermal_watch *watch,
    struct bw_packed *packed, struct bw_exposure *exposure, struct bw_trip *trip)
{
    const struct bw_network *network = state->network;
    const struct bw_lane *lane = &network->lanes[shipment->lane];
    const struct bw_passages passages = passages_of(state, shipment, packed);
    struct bw_leg_walk walk;

    bw_leg_walk_init(&walk, state, lane, &passages);
    if (packed->packaging != NULL) {
        pass(&walk, packed, watch, exposure, trip);
    } else {
        melt(&walk, &network->packagings[lane->packaging], &packed->left, watch,
            exposure, trip);
    }
}
