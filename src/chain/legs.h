/* SPDX-License-Identifier: Apache-2.0
 *
 * Legs of a lane: how the time of a shipment is divided among them, and the ambient of
 * each as stretches of constant conditions. All is worked out from the instants of the
 * shipment when it has been unloaded: draws are functions of its number and of days.
 */
#ifndef BW_CHAIN_LEGS_H
#define BW_CHAIN_LEGS_H

#include "chain/state.h"
#include "chain/thermal.h"

struct bw_shipment;

/* Time from departure to the gate of a shipment without delay: its draw of the law of
 * transit, and the legs' own. */
bw_time bw_legs_transit(
    const struct bw_state *state, const struct bw_lane *lane, uint64_t number);

/* Instants at which the passages of a shipment end; those of the delay and the transit
 * are one (transit, delay). begin: of the first passage. */
struct bw_passages {
    bw_time begin;
    bw_time end[BW_PASSAGE_COUNT];
    uint64_t number; /* of the shipment */
};

/* The legs of a shipment one after the other, as stretches of its time. */
struct bw_leg_walk {
    const struct bw_state *state;
    const struct bw_lane *lane;
    const struct bw_lane_legs *legs;
    const struct bw_passages *passages;
    double conductance_w_k; /* of the packaging, which turns W of the sun to K; 0 =
                               none: heat is left out */
    double inside_c;        /* what air meets that comes in through an open door */
    uint32_t leg;           /* of the stretch given last */
    bw_time at, end;        /* end of the stretch given last; of its leg */
    bw_time leg_time;
    double shift_k; /* own noise and constant temperature of the leg */
};

void bw_leg_walk_init(struct bw_leg_walk *walk, const struct bw_state *state,
    const struct bw_lane *lane, const struct bw_passages *passages);

/* The next stretch; false when there is none. Stretches of a climate end at midnights
 * (UTC) and, where the sun counts, at sunrise and sunset. */
bool bw_leg_walk_next(struct bw_leg_walk *walk, struct bw_ambient *stretch);

/* Mean of the air over a stretch, heat left out. */
double bw_ambient_mean_c(const struct bw_ambient *stretch);

#endif
