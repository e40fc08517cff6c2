/* SPDX-License-Identifier: Apache-2.0
 *
 * Recall: a record that goods did not wait for turns out not to match. The mismatch
 * catches up with every part of the lot, wherever it is: on a shelf, at a door or in
 * the queue of a lane it stays where it is from now on, on its way it does so at the
 * next place. What was delivered or used up by then is an alert.
 */
#ifndef BW_CHAIN_RECALL_H
#define BW_CHAIN_RECALL_H

#include "chain/state.h"

/* Sends word to all lots of a hold that watches; then BW_EVENT_HOLD_RECALLED, after all
 * of them know, lets the investigation begin. */
void bw_recall_begin(struct bw_state *state, uint32_t hold);

/* Handler: the word reaches a lot. The quarantine is charged from now on, in a branch
 * that begins with the lot's path; a batch whose steps go on has that of the hold. */
void bw_recall_on_message(struct bw_state *state, const struct bw_event *event);

/* A lot has come to the end of a leg. When a mismatch has caught up with it, the
 * quarantine is charged from now on: so far it has travelled. */
void bw_recall_land(struct bw_state *state, uint32_t lot);

#endif
