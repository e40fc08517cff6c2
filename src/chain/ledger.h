/* SPDX-License-Identifier: Apache-2.0
 *
 * Ledgers: from the submission of a record to the moment it is final. Kinds are rows of
 * a table: none (at once), endorse-order-validate (ledger_eov.c), manual
 * (ledger_manual.c).
 */
#ifndef BW_CHAIN_LEDGER_H
#define BW_CHAIN_LEDGER_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_ledger_init(struct bw_state *state);
void bw_ledger_reset(struct bw_state *state);

/* Submits the record that a hold waits for; BW_EVENT_HOLD_VERIFIED follows. */
void bw_ledger_submit(struct bw_state *state, bw_index ledger, uint32_t hold);

/* Handlers of endorse-order-validate. */
void bw_ledger_on_endorsed(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_cut(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_ordered(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_commit(struct bw_state *state, const struct bw_event *event);

/* Handlers of manual. */
void bw_ledger_on_papers(struct bw_state *state, const struct bw_event *event);
void bw_ledger_on_worked(struct bw_state *state, const struct bw_event *event);

#endif
