/* SPDX-License-Identifier: Apache-2.0
 *
 * Contracts: a case of a contract is in force once all its steps are final. A step is
 * an event that becomes true at its time; its data come late; validators confirm it; a
 * record of it is submitted to the ledger of the contract; and only what is committed
 * there lets the next steps begin.
 */
#ifndef BW_CHAIN_CONTRACT_H
#define BW_CHAIN_CONTRACT_H

#include "chain/state.h"

/* How a contract with one case stands. */
enum bw_contract_standing {
    BW_CONTRACT_IDLE, /* nobody has begun */
    BW_CONTRACT_RUNNING,
    BW_CONTRACT_IN_FORCE,
    BW_CONTRACT_EXPIRED,
    BW_CONTRACT_SUSPENDED
};

BW_NODISCARD enum bw_status bw_contract_init(struct bw_state *state);
void bw_contract_reset(struct bw_state *state);

/* Element of the contract that a claim (what is being shown to have happened) is of. */
bw_index bw_contract_claim_element(const struct bw_state *state, uint32_t claim);

/* Handlers. */
void bw_contract_on_start(struct bw_state *state, const struct bw_event *event);
void bw_contract_on_step(struct bw_state *state, const struct bw_event *event);
void bw_contract_on_final(struct bw_state *state, const struct bw_event *event);
void bw_contract_on_refused(struct bw_state *state, const struct bw_event *event);
void bw_contract_on_credentials(struct bw_state *state, const struct bw_event *event);

#endif
