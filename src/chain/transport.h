/* SPDX-License-Identifier: Apache-2.0
 *
 * Transport: lots queue at a lane's origin, leave with a vehicle, pass customs, and go
 * on to the next lane of their route (hub), to the stock that ordered or to the
 * customer.
 */
#ifndef BW_CHAIN_TRANSPORT_H
#define BW_CHAIN_TRANSPORT_H

#include "chain/measure.h"
#include "chain/state.h"

BW_NODISCARD enum bw_status bw_transport_init(struct bw_state *state);
void bw_transport_reset(struct bw_state *state);

/* A lot (lot->bound = order) sets out to those who ordered it, by the route that their
 * rule chooses. */
void bw_lane_start(struct bw_state *state, uint32_t lot);

/* A lot (lot->leg = leg of its route) is ready at the origin of a lane: it is verified
 * when the lane asks for it and then joins the queue. */
void bw_lane_send(struct bw_state *state, uint32_t lot);

/* A lot that no hold bars any more joins the queue of its lane. */
void bw_lane_queue(struct bw_state *state, uint32_t lot);

/* A shipment is out of its vehicle: its goods go on and the vehicle goes home. */
void bw_lane_unload(struct bw_state *state, uint32_t index);

/* Takes a lot that waits for departure out of the queue of its lane. */
void bw_lane_withdraw(struct bw_state *state, uint32_t lot);

/* A lot on its way is lost: the stock that ordered sees less on order; a customer's
 * order is asked for again. */
void bw_lane_lost(struct bw_state *state, uint32_t lot, enum bw_waste cause);

/* Shelf life that goods issued for an order must have left for its way; 0 = any. */
bw_time bw_lane_least_life(const struct bw_state *state, const struct bw_order *order);

/* Mean time from the gate of one end of a lane to the other, the mean wait for a
 * departure of its timetable included [ticks]. */
double bw_lane_mean_time(const struct bw_state *state, bw_index lane);

/* Usable goods are at their customer's: delivered, or waste when they expired on the
 * way or under a hold; then the stock is asked for them again. */
void bw_lane_hand_over(struct bw_state *state, uint32_t lot);

/* Money for a quantity of an item on a lane that nobody else uses: shipments as full as
 * they go, at least one. */
double bw_lane_mean_cost(
    const struct bw_state *state, bw_index lane, bw_index item, int64_t quantity);

/* A number of the lane is another one: what waits may leave at another time. */
void bw_lane_change(struct bw_state *state, bw_index lane);

/* Handlers. */
void bw_lane_on_dispatch(struct bw_state *state, const struct bw_event *event);
void bw_lane_on_vehicle(struct bw_state *state, const struct bw_event *event);
void bw_lane_on_arrival(struct bw_state *state, const struct bw_event *event);
void bw_lane_on_cleared(struct bw_state *state, const struct bw_event *event);
void bw_lane_on_unloaded(struct bw_state *state, const struct bw_event *event);

#endif
