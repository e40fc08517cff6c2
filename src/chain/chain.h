/* SPDX-License-Identifier: Apache-2.0
 *
 * The dispatcher: gives every event to the function of the domain that handles it.
 */
#ifndef BW_CHAIN_CHAIN_H
#define BW_CHAIN_CHAIN_H

#include "chain/state.h"

/* Makes what each domain needs. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_chain_init(struct bw_state *state);

/* Begins a replication: empties all domains and schedules what starts by itself. */
void bw_chain_reset(struct bw_state *state);

/* Dispatches events until the end of the cool-down, or until state->status is not
 * BW_OK. */
void bw_chain_run(struct bw_state *state);

/* Name of an event kind, and path of the element that an event is for: for messages. */
const char *bw_chain_event_name(enum bw_event_kind kind);
const char *bw_chain_event_path(
    const struct bw_network *network, const struct bw_event *event);

#endif
