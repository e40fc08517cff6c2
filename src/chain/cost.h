/* SPDX-License-Identifier: Apache-2.0
 *
 * Costs of the window: whoever causes a cost charges it to one account. Rates of money
 * per time are charged once, when the window closes, from the time averages.
 */
#ifndef BW_CHAIN_COST_H
#define BW_CHAIN_COST_H

#include "chain/cost_account.h"
#include "chain/state.h"

BW_NODISCARD enum bw_status bw_cost_init(struct bw_state *state);
void bw_cost_reset(struct bw_state *state);

/* Charges amount (money; negative = a credit) to an account of an element, one of the
 * kinds of the account's row (else a bug). Counted while the window is open, in event
 * order; 0 is free. */
void bw_cost_charge(struct bw_state *state, bw_index element,
    enum bw_cost_account account, double amount);

/* Charges what runs by time. Call at the end of the window, while it is still open. */
void bw_cost_close(struct bw_state *state);

/* What was charged to an account in all, and to an account of one element (0 where the
 * kind has no such account). */
double bw_cost_account(const struct bw_state *state, enum bw_cost_account account);
double bw_cost_of(
    const struct bw_state *state, bw_index element, enum bw_cost_account account);

/* Sum of all accounts, of the chain and of one element, in the order of the list. */
double bw_cost_total(const struct bw_state *state);
double bw_cost_of_element(const struct bw_state *state, bw_index element);

#endif
