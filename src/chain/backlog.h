/* SPDX-License-Identifier: Apache-2.0
 *
 * Backlog: batches that are planned and not yet released to the floor, because so many
 * are there already (of their recipe, their site or their order) or because their
 * recipe starts nothing outside its windows. Who goes first is the rule of the site.
 */
#ifndef BW_CHAIN_BACKLOG_H
#define BW_CHAIN_BACKLOG_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_backlog_init(struct bw_state *state);
void bw_backlog_reset(struct bw_state *state);

/* Gives a batch that is being planned its due date: that of the most urgent customer's
 * order that it will serve; where nobody waits, and the rule of the site asks for due
 * dates, the time at which its stock runs out at the expected demand. */
void bw_backlog_set_due(struct bw_state *state, uint32_t batch);

/* Puts a planned batch into the backlog; its release is tried in phase 3. *work is the
 * order of which it is a part: 0 for the first batch of one, which sets it. */
void bw_backlog_add(struct bw_state *state, uint32_t batch, uint32_t *work);

/* A batch goes to the floor without having waited, or has ended: another may follow. */
void bw_backlog_began(struct bw_state *state, uint32_t batch);
void bw_backlog_ended(struct bw_state *state, uint32_t batch);

/* A limit of the recipe or its site is another one: more may go to the floor. */
void bw_backlog_change(struct bw_state *state, bw_index recipe);

/* Handler: releases what may go to the floor of a recipe's site. */
void bw_backlog_on_release(struct bw_state *state, const struct bw_event *event);

#endif
