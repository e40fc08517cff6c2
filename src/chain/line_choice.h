/* SPDX-License-Identifier: Apache-2.0
 *
 * Which of several lines a batch takes when it comes to a step.
 */
#ifndef BW_CHAIN_LINE_CHOICE_H
#define BW_CHAIN_LINE_CHOICE_H

#include "chain/state.h"

/* Line, in the network's array, of a step that has several; draw numbers the batch and
 * its round. A line whose queue is full comes after those that take batches, and one
 * that stands still (every server failed, in maintenance or off duty) after those that
 * work; a split asks for neither. */
bw_index bw_line_choose(const struct bw_state *state, bw_index step, uint64_t draw);

#endif
