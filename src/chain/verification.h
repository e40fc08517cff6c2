/* SPDX-License-Identifier: Apache-2.0
 *
 * Verification of hand-overs: a record is produced, becomes final and matches the goods
 * or does not; a gate says whether the goods wait for it. What does not match goes to
 * people, who clear it, have the record corrected, or reject the goods.
 */
#ifndef BW_CHAIN_VERIFICATION_H
#define BW_CHAIN_VERIFICATION_H

#include "chain/hold.h"

/* A hand-over of a lot, number draw of a step or lane, is to be verified where the
 * owner asks for it. */
void bw_verification_open(struct bw_state *state, uint32_t lot,
    enum bw_hold_cause cause, bw_index owner, uint64_t draw);

/* The people of resolver are done with what was wrong. */
void bw_verification_cleared(struct bw_state *state, uint32_t hold,
    const struct bw_resolver *resolver, bool rejected);

/* True when the goods of a hold and its record differ, whatever the ledger finds. */
bool bw_hold_is_wrong(const struct bw_state *state, uint32_t hold);

/* The record of a hold has taken too long and became final on another ledger: since it
 * went there, that is what the goods have waited for. */
void bw_hold_moved(
    struct bw_state *state, uint32_t hold, bw_index ledger, bw_time since);

/* Handlers: a record is produced, it should have come, it is final and matches, it does
 * not match. */
void bw_hold_on_produced(struct bw_state *state, const struct bw_event *event);
void bw_hold_on_missed(struct bw_state *state, const struct bw_event *event);
void bw_hold_on_verified(struct bw_state *state, const struct bw_event *event);
void bw_hold_on_mismatch(struct bw_state *state, const struct bw_event *event);

#endif
