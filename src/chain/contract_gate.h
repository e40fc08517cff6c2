/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods that may not leave because a contract of their supplier or carrier does not let
 * them. They wait where they are and are told when they may go.
 */
#ifndef BW_CHAIN_CONTRACT_GATE_H
#define BW_CHAIN_CONTRACT_GATE_H

#include "chain/state.h"

/* True when a contract does not let goods leave now. One that closes in this instant
 * still lets them. */
bool bw_contract_bars(const struct bw_state *state, bw_index contract);

/* First contract that bars who has these terms (NULL = none), BW_NONE = goods may
 * leave. */
bw_index bw_contract_bar(const struct bw_state *state, const struct bw_terms *terms);

/* Terms of a lane and of a supply entry, NULL = none. */
const struct bw_terms *bw_contract_terms_of_lane(
    const struct bw_state *state, bw_index lane);
const struct bw_terms *bw_contract_terms_of_supply(
    const struct bw_state *state, bw_index supply);

/* A hold of a lane ends, or a lot at a supplier is shipped, when the contract lets it;
 * element is that of the lane or supply. */
void bw_contract_keep_hold(
    struct bw_state *state, bw_index element, bw_index contract, uint32_t hold);
void bw_contract_keep_lot(
    struct bw_state *state, bw_index element, bw_index contract, uint32_t lot);

/* Handler: the contract hears of goods that wait. */
void bw_contract_on_wait(struct bw_state *state, const struct bw_event *event);

#endif
