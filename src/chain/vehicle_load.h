/* SPDX-License-Identifier: Apache-2.0
 *
 * What a vehicle carries: its capacity in several measures, and which of the goods that
 * wait it takes.
 */
#ifndef BW_CHAIN_VEHICLE_LOAD_H
#define BW_CHAIN_VEHICLE_LOAD_H

#include "chain/state.h"

/* What a vehicle can carry, or carries: units, litres, kg, pallets. */
struct bw_amount {
    double of[BW_LOAD_COUNT];
};

/* Capacity of a vehicle of a lane now; infinity = unlimited. */
struct bw_amount bw_amount_capacity(
    const struct bw_state *state, const struct bw_lane *lane);

/* Adds quanta of an item to sums by measure (an array of BW_LOAD_COUNT). */
void bw_amount_add(double *sums, const struct bw_item *item, double quanta);

/* Share of the capacity, of what binds most, that sums by measure take; 0 when nothing
 * is limited. */
double bw_amount_share(const struct bw_amount *capacity, const double *sums);
bool bw_amount_is_limited(const struct bw_amount *capacity);

/* When a waiting lot joined the queue of its lane, and whether that was in time for a
 * vehicle that leaves now (never for lot 0). */
bw_time bw_vehicle_ready_at(const struct bw_state *state, uint32_t lot);
bool bw_vehicle_in_time(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lot);

/* Takes out of the queue of a lane what a vehicle carries that leaves now: *lots is set
 * to the list of it, whose last lots may be parts of those that wait. Returns its
 * amount. */
struct bw_amount bw_vehicle_load(struct bw_state *state, bw_index lane,
    const struct bw_amount *capacity, uint32_t *lots);

#endif
