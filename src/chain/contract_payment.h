/* SPDX-License-Identifier: Apache-2.0
 *
 * Milestones: what happens in the chain is claimed, confirmed and logged like any step
 * of a contract, and then paid: by its terms, after a dispute, less what is retained.
 * Money is counted in hundredths, so that nothing of it is lost.
 */
#ifndef BW_CHAIN_CONTRACT_PAYMENT_H
#define BW_CHAIN_CONTRACT_PAYMENT_H

#include "chain/state.h"

/* Something has happened at an element that a contract may pay for: so many units, in a
 * time. Lanes: a shipment is unloaded; supplies: an order is ready; contracts: a case
 * is in force; sites of a trial: a patient comes. */
void bw_contract_happened(
    struct bw_state *state, bw_index element, double units, bw_time took);

/* Asserts that all money billed is somewhere. */
void bw_contract_check(const struct bw_state *state);

/* Handlers. */
void bw_contract_on_date(struct bw_state *state, const struct bw_event *event);
void bw_contract_on_claim(struct bw_state *state, const struct bw_event *event);
void bw_contract_on_pay(struct bw_state *state, const struct bw_event *event);

#endif
