/* SPDX-License-Identifier: Apache-2.0
 *
 * Sourcing: suppliers outside the chain, with lead time, order sizes, capacity per
 * period and reliability.
 */
#ifndef BW_CHAIN_SOURCING_H
#define BW_CHAIN_SOURCING_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_sourcing_init(struct bw_state *state);
void bw_sourcing_reset(struct bw_state *state);

/* Size of the next order for quantity (> 0) of which the supplier sells multiples from
 * a minimum to a maximum; 0 = none. What is left of quantity is for further orders. */
int64_t bw_supply_order_size(
    const struct bw_state *state, bw_index supply, int64_t quantity);

/* Mean time from an order to the goods, late ones included [ticks]. */
double bw_supply_mean_time(const struct bw_state *state, bw_index supply);

/* What the supplier could start at once, as it was known before this instant; INT64_MAX
 * where it has no limit. */
int64_t bw_supply_available(const struct bw_state *state, bw_index supply);

/* True when the supplier took orders, as it was known before this instant. */
bool bw_supply_is_open(const struct bw_state *state, bw_index supply);

/* There is need of a supplier that takes no orders: its onboarding begins, where it
 * waits for that. element schedules the message. */
void bw_supply_need(struct bw_state *state, bw_index element, bw_index supply);

/* A resource has done a check, of which it gives back the message. */
void bw_supply_check_done(
    struct bw_state *state, bw_index resource, uint32_t message, uint32_t history);

/* Has the queue looked at in phase 3 of this instant, when there is one. */
void bw_supply_look(struct bw_state *state, bw_index supply);

/* Handlers: an order reaches the supplier; orders that wait there may start; the goods
 * of an order (if any) leave the supplier. */
void bw_supply_on_order(struct bw_state *state, const struct bw_event *event);
void bw_supply_on_start(struct bw_state *state, const struct bw_event *event);
void bw_supply_on_onboard(struct bw_state *state, const struct bw_event *event);
void bw_supply_on_check(struct bw_state *state, const struct bw_event *event);
void bw_supply_on_checked(struct bw_state *state, const struct bw_event *event);
void bw_supply_on_credentials(struct bw_state *state, const struct bw_event *event);

/* Handler: goods that a contract kept may leave. */
void bw_supply_on_ship(struct bw_state *state, const struct bw_event *event);

/* Handler: the contract that admits a supplier stands otherwise (a: enum
 * bw_contract_standing). */
void bw_supply_on_standing(struct bw_state *state, const struct bw_event *event);
void bw_supply_on_delivery(struct bw_state *state, const struct bw_event *event);

#endif
