/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of contracts share: contract.c (cases and what they bring about),
 * contract_claim.c (from an event to its final record).
 */
#ifndef BW_CHAIN_CONTRACT_INTERNAL_H
#define BW_CHAIN_CONTRACT_INTERNAL_H

#include "chain/contract.h"
#include "chain/state_internal.h"

struct bw_contract_case {
    bw_time started;
    uint32_t left; /* steps that are not final */
};

/* Whether goods of those who are bound may leave. */
struct bw_contract_gate {
    bool is_closed, was_closed; /* now; before the instant of the last change */
    bw_time changed;
    uint32_t first, last; /* what waits for it */
};

/* Money of a contract in hundredths: what was billed is the sum of the others. */
struct bw_contract_money {
    int64_t billed, cut, open, due, retained, paid;
    uint32_t overdue; /* payments */
};

struct bw_contract_state {
    struct bw_contract_money money;
    struct bw_contract_gate gate;
    enum bw_contract_standing standing; /* of the contract with one case */
    uint32_t in_force;                  /* cases */
    bw_time expiry;                     /* of credentials */
    uint32_t renewals, suspensions;
};

struct bw_contracts {
    struct bw_contract_state *contracts;
    struct bw_contract_case *cases;
    uint32_t *waiting; /* per step: claims that wait for the chain, linked by next */
    uint32_t *numbers; /* per step: how often a milestone was reached */
    uint32_t *missing; /* per case and step: predecessors that are not final */
};

/* A step begins, of the case number, or of the renewal number of the contract. */
void bw_claim_begin(
    struct bw_state *state, bw_index contract, bw_index step, uint32_t number);

/* The claim of an index has happened: its data come, are confirmed and logged. */
void bw_claim_happened(struct bw_state *state, uint32_t index);

/* The record of a milestone is final: its payment begins. */
void bw_payment_confirmed(struct bw_state *state, uint32_t index);

/* Schedules the dates that a contract pays for. */
void bw_payment_reset(struct bw_state *state, bw_index contract);

/* What a step waits for has happened: all its claims are true. */
void bw_claim_fulfil(struct bw_state *state, bw_index step);

/* Its record is final: the case goes on. */
void bw_contract_step_done(
    struct bw_state *state, bw_index contract, bw_index step, uint32_t number);

/* Opens or closes the gate; what waits may go at once. At the start nothing waits. */
void bw_contract_set_gate(struct bw_state *state, bw_index contract, bool is_closed);
void bw_contract_reset_gate(struct bw_state *state, bw_index contract, bool is_closed);

#endif
