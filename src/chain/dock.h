/* SPDX-License-Identifier: Apache-2.0
 *
 * Docks: shipments that arrive at a site, or vehicles that are to leave it, wait for a
 * door in order of arrival (those of one instant ranked by a draw), and are unloaded or
 * loaded there. The wait is charged to the dock under `queue`, the work under
 * `process`. A shipment for which the hub has no room stands at its door until it has.
 */
#ifndef BW_CHAIN_DOCK_H
#define BW_CHAIN_DOCK_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_dock_init(struct bw_state *state);
void bw_dock_reset(struct bw_state *state);

/* A shipment stands before a dock. When the work is done it goes to bw_lane_unload(),
 * or to bw_departure_leave(). */
void bw_dock_arrive(
    struct bw_state *state, uint32_t shipment, const struct bw_door *door);

/* A shipment that has stood at its door for room is unloaded. */
void bw_dock_begin(struct bw_state *state, uint32_t shipment);

/* The number of doors is another one: work at a door that goes ends first. */
void bw_dock_change(struct bw_state *state, bw_index dock);

/* Handlers: doors take what waits; a shipment is unloaded. */
void bw_dock_on_start(struct bw_state *state, const struct bw_event *event);
void bw_dock_on_unloaded(struct bw_state *state, const struct bw_event *event);

#endif
