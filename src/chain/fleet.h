/* SPDX-License-Identifier: Apache-2.0
 *
 * Fleets: a finite number of vehicles that live at a site and serve the lanes that
 * begin there. A vehicle is away from departure until it is home again, empty.
 */
#ifndef BW_CHAIN_FLEET_H
#define BW_CHAIN_FLEET_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_fleet_init(struct bw_state *state);
void bw_fleet_reset(struct bw_state *state);

/* Takes a vehicle for a trip; returns false when none is home. Lanes that wait have
 * taken all that came home, so nobody is passed over. */
bool bw_fleet_take(struct bw_state *state, bw_index fleet);

/* A lane of the fleet waits for the next vehicle, behind those that wait already. The
 * vehicle comes as event LANE_VEHICLE and counts as taken. */
void bw_fleet_want(struct bw_state *state, bw_index lane);

/* Gives a vehicle back that was taken and has not left. */
void bw_fleet_give(struct bw_state *state, bw_index fleet);

/* The number of vehicles of a fleet is another one: those that are too many go as they
 * come home. */
void bw_fleet_change(struct bw_state *state, bw_index fleet);

/* Handler: a vehicle is home. */
void bw_fleet_on_return(struct bw_state *state, const struct bw_event *event);

#endif
