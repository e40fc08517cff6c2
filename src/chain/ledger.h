/* SPDX-License-Identifier: Apache-2.0
 *
 * Ledgers: from the submission of a record to the moment it is final. Kinds are rows of
 * a table: none (at once), endorse-order-validate (ledger_eov.c), manual
 * (ledger_manual.c), bft (ledger_bft.c), public (ledger_public.c), trace
 * (ledger_measured.c).
 */
#ifndef BW_CHAIN_LEDGER_H
#define BW_CHAIN_LEDGER_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_ledger_init(struct bw_state *state);
void bw_ledger_reset(struct bw_state *state);

/* What a record is for, and what its owner counts. */
enum bw_record_purpose {
    BW_RECORD_HOLD,     /* a hold of goods waits for it; owner: the hold */
    BW_RECORD_CONTRACT, /* a step of a contract; owner: its claim */
    BW_RECORD_PURPOSE_COUNT
};

/* Submits a record. Once it is final an event of the purpose (ledger.c has a row for
 * each) tells its owner whether it matches; target is the ledger, a the owner. */
void bw_ledger_submit(struct bw_state *state, bw_index ledger,
    enum bw_record_purpose purpose, uint32_t owner);

/* A number of the ledger is about to be another one, and is one. */
void bw_ledger_settle(struct bw_state *state, bw_index ledger);
void bw_ledger_change(struct bw_state *state, bw_index ledger);

/* Share of the time from one instant to another in which it could make records final:
 * enough members are up, or the common desk is open. For the end of a replication. */
double bw_ledger_availability(
    const struct bw_state *state, bw_index ledger, bw_time from, bw_time to);

/* Handlers: a record has taken too long, and its copy comes to the ledger to which it
 * falls back. */
void bw_ledger_on_fallback(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_copy(struct bw_state *state, const struct bw_event *event);

/* True when the next record, which nobody writes, would not match, or the hand-over is
 * wrong anyway: the same draw as if it were written. */
bool bw_ledger_would_mismatch(struct bw_state *state, bw_index ledger, bool is_wrong);

/* Handlers of endorse-order-validate. */
void bw_ledger_on_endorsed(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_cut(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_retry(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_given_up(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_commit(struct bw_state *state, const struct bw_event *event);

/* Handlers of manual. */
void bw_ledger_on_papers(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_worked(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_desk(struct bw_state *state, const struct bw_event *event);

/* Handlers of bft, public and trace. */
void bw_ledger_on_propose(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_formed(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_agreed(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_executed(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_block(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_measured(struct bw_state *state, const struct bw_event *event);

#endif
