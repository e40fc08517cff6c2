/* SPDX-License-Identifier: Apache-2.0
 *
 * What ledger.c shares with the kinds of ledger.
 */
#ifndef BW_CHAIN_LEDGER_INTERNAL_H
#define BW_CHAIN_LEDGER_INTERNAL_H

#include "chain/ledger.h"
#include "chain/state_internal.h"

struct bw_ledger_state {
    uint64_t number; /* of the next record */
    /* endorse-order-validate */
    uint32_t block_first, block_last, block_count; /* the open block */
    struct bw_event_handle timeout;
    uint64_t blocks;   /* cut so far */
    bw_time ordered;   /* when the newest block comes out of consensus */
    bw_time validated; /* when the validator is free */
    /* manual */
    uint32_t queue_first, queue_last; /* records whose papers have come */
    uint32_t working;                 /* people at work */
};

struct bw_transaction *bw_ledger_transaction(
    const struct bw_state *state, uint32_t transaction);

/* The record is final now: counts it and tells its owner whether it matches. */
void bw_ledger_finish(struct bw_state *state, bw_index ledger, uint32_t transaction);

/* Take a new record: one function per kind. */
void bw_ledger_eov_begin(struct bw_state *state, bw_index ledger, uint32_t transaction);
void bw_ledger_manual_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction);

#endif
