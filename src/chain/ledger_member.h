/* SPDX-License-Identifier: Apache-2.0
 *
 * Members of a ledger (organisations that endorse, orderers, validators) and when they
 * are up. A member is down while it is being repaired, while its certificate has
 * expired, and while it is cut off from the others. All of this is exogenous: window i
 * of an outage lies where its draws put it whatever the chain does, so that it may be
 * asked for any instant of the run, also a later one, and no event is spent on it.
 */
#ifndef BW_CHAIN_LEDGER_MEMBER_H
#define BW_CHAIN_LEDGER_MEMBER_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_member_init(struct bw_state *state, bw_index ledger);
void bw_member_reset(const struct bw_state *state, bw_index ledger);

/* True when members of the group can be down at all; the others are always up. */
bool bw_member_may_fail(
    const struct bw_state *state, bw_index ledger, enum bw_member_group group);

/* Whether a member (from 0) is up at a time. */
bool bw_member_is_up(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, uint32_t member, bw_time time);

/* Whether as many members as the quorum of the group are up at a time. */
bool bw_member_has_quorum(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, bw_time time);

/* First instant from time on at which the group has a quorum; BW_FOREVER = not within
 * the run. */
bw_time bw_member_ready(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, bw_time time);

/* The same for the orderers beside background records, at an instant not after now,
 * from a record of the stretches without a quorum, which may be asked in any order.
 * What lies before the oldest one that is kept gets the end of that one: no earlier
 * than the truth, and *is_exact is false. */
bw_time bw_member_orderers_ready(
    const struct bw_state *state, bw_index ledger, bw_time time, bool *is_exact);

/* First instant after time at which a member of the group goes down or comes up, or
 * might; BW_FOREVER = never. */
bw_time bw_member_next_change(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, bw_time time);

/* Share of the time from one instant to another in which all groups of the ledger have
 * their quorum. Looks at the whole run from its start; for the end of a replication. */
double bw_member_availability(
    const struct bw_state *state, bw_index ledger, bw_time from, bw_time to);

#endif
