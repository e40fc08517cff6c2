/* SPDX-License-Identifier: Apache-2.0
 *
 * Close-out of clinical trials: when the last patient has left, what is left of the
 * kits is sent back from all stocks, counted and destroyed.
 */
#ifndef BW_CHAIN_CLOSE_OUT_H
#define BW_CHAIN_CLOSE_OUT_H

#include "chain/state.h"

/* A patient of a trial is forgotten: tells the trial, where it is closed out. */
void bw_close_out_tell(struct bw_state *state, bw_index scheduler, bw_index trial);

/* The trial takes patients, or no more of them: it may be over, or not any longer. */
void bw_close_out_look(struct bw_state *state, bw_index trial);

/* Handlers. */
void bw_close_out_on_gone(struct bw_state *state, const struct bw_event *event);
void bw_close_out_on_stock(struct bw_state *state, const struct bw_event *event);

#endif
