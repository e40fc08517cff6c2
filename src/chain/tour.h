/* SPDX-License-Identifier: Apache-2.0
 *
 * Tours (milk runs): a vehicle that serves several stops in a fixed order. The goods of
 * each stop are a shipment of their own; those of one trip follow each other, and what
 * the vehicle does is charged to all goods aboard.
 */
#ifndef BW_CHAIN_TOUR_H
#define BW_CHAIN_TOUR_H

#include "chain/state.h"

/* The lane in whose queue goods wait that leave by a lane: that of its tour, or itself.
 */
static inline bw_index bw_tour_queue(const struct bw_network *network, bw_index lane)
{
    const struct bw_tour *tour = network->lanes[lane].tour;

    return tour == NULL ? lane : tour->head;
}

/* A vehicle drives to the stop of a shipment from an earlier one (BW_NONE = from the
 * start), late by a delay on the way. */
void bw_tour_drive_to(
    struct bw_state *state, bw_index from, uint32_t shipment, bw_time late);

/* A vehicle stands at the stop of a shipment: all goods aboard begin a stage there. */
void bw_tour_charge(
    struct bw_state *state, uint32_t shipment, bw_index element, enum bw_stage stage);

/* Time that trip number takes from a stop past all later ones. */
bw_time bw_tour_rest(const struct bw_state *state, bw_index stop, uint64_t number);

#endif
