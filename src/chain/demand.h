/* SPDX-License-Identifier: Apache-2.0
 *
 * Demand: customers' orders, their delivery and loss.
 */
#ifndef BW_CHAIN_DEMAND_H
#define BW_CHAIN_DEMAND_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_demand_init(struct bw_state *state);
/* Schedules the first arrival of every demand. */
void bw_demand_reset(struct bw_state *state);

/* Asks for the kits of one type that a patient (pool index) gets at a visit. number is
 * that of the visit among those of the site. */
void bw_demand_place_visit(struct bw_state *state, bw_index demand, uint64_t number,
    int64_t quantity, uint32_t patient);

/* A usable lot (lot->bound = order) reaches its customer and leaves the chain. */
void bw_demand_deliver(struct bw_state *state, uint32_t lot);

/* An order placed in this instant may have to wait for a part of it: its customer does
 * so as long as he does. */
void bw_demand_may_wait(struct bw_state *state, uint32_t order);

/* What is open of an order that the queue has given up is lost. */
void bw_demand_lose(struct bw_state *state, uint32_t order, int64_t quantity);

/* At the end of a replication: counts and frees the orders still open. */
void bw_demand_finish(struct bw_state *state);

/* Handler: customers who waited for their contract place orders from now on. */
void bw_demand_on_open(struct bw_state *state, const struct bw_event *event);

/* A number of the demand is about to be another one, and is one: what of the time to
 * the next arrival of a Poisson process has passed, has; the rest of it goes by the new
 * rate. */
void bw_demand_settle(struct bw_state *state, bw_index demand);
void bw_demand_change(struct bw_state *state, bw_index demand);

/* Handlers: orders come; one that could not be filled at once begins to wait; one has
 * waited as long as its customer does. */
void bw_demand_on_arrival(struct bw_state *state, const struct bw_event *event);
void bw_demand_on_wait(struct bw_state *state, const struct bw_event *event);
void bw_demand_on_leave(struct bw_state *state, const struct bw_event *event);

#endif
