/* SPDX-License-Identifier: Apache-2.0
 *
 * Hubs: goods that pass through a site from one lane to the next without being kept.
 * Their stay lasts from unloading to departure and is held against a window; room for
 * them may be finite, and a shipment that finds none waits at its door.
 */
#ifndef BW_CHAIN_HUB_H
#define BW_CHAIN_HUB_H

#include "chain/state.h"

struct bw_shipment;

BW_NODISCARD enum bw_status bw_hub_init(struct bw_state *state);
void bw_hub_reset(struct bw_state *state);

/* The hub of a site, BW_NONE = none; site may be BW_NONE. */
bw_index bw_hub_at(const struct bw_state *state, bw_index site);

/* A shipment at a door asks for room for what is to go on. Returns true when there is,
 * and keeps it; else the shipment waits, charged under `space`, and comes back through
 * bw_dock_begin(). */
bool bw_hub_admit(struct bw_state *state, bw_index hub, uint32_t shipment);

/* A shipment is out of its vehicle: the room that was kept for it is free for its lots,
 * which are received one by one. */
void bw_hub_unload(
    struct bw_state *state, bw_index hub, const struct bw_shipment *shipment);

/* A lot that goes on by a lane has been unloaded here. */
void bw_hub_receive(struct bw_state *state, bw_index hub, uint32_t lot, bw_index lane);

/* What a vehicle takes (a shipment and those after it) is assigned to it: the stay of
 * goods that came through the hub ends. They keep their room until it leaves. */
void bw_hub_board(struct bw_state *state, bw_index hub, uint32_t shipment);
void bw_hub_leave(struct bw_state *state, bw_index hub, uint32_t shipment);

/* A lot that waits at the hub is lost, all of it. */
void bw_hub_lose(struct bw_state *state, bw_index hub, const struct bw_lot *lot);

/* Handler: shipments that wait for room look whether there is some. */
void bw_hub_on_room(struct bw_state *state, const struct bw_event *event);

#endif
