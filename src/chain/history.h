/* SPDX-License-Identifier: Apache-2.0
 *
 * History: where a lot's time went. A persistent linked list of segments, newest first,
 * shared by the parts of a split lot. A segment lasts from its start to the start of
 * the segment after it, or to now for the newest.
 *
 * Flow time is not found by walking: delivered units leave their weight on the newest
 * segment, and a segment that is freed adds weight * duration to its cell and passes
 * the weight to the older one.
 */
#ifndef BW_CHAIN_HISTORY_H
#define BW_CHAIN_HISTORY_H

#include "chain/stage.h"
#include "chain/state.h"

/* Makes and empties the attribution cells. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_history_init(struct bw_state *state);
void bw_history_reset(struct bw_state *state);

/* What cell (of the layout) was charged: ticks of order lines placed in the window, and
 * quanta * ticks of units delivered in it. */
double bw_history_order_wait(const struct bw_state *state, uint32_t cell);
double bw_history_flow(const struct bw_state *state, uint32_t cell);

/* Appends a segment that starts now to the path *head (which gives up its reference to
 * the older segment and gets one to the new). counted marks the first segment that flow
 * time counts; later ones inherit it. A newest segment that has lasted no time is
 * replaced, unless it is a stay in stock, which marks whose stock it was. */
void bw_history_append(struct bw_state *state, uint32_t *head, bw_index element,
    enum bw_stage stage, bw_time start, bool counted);

/* Returns a second reference to a path (0 stays 0). */
uint32_t bw_history_retain(struct bw_state *state, uint32_t head);

/* Gives up a reference and sets *head to 0. Freed segments add to the flow cells. */
void bw_history_release(struct bw_state *state, uint32_t *head);

/* Marks the newest segment of a path, and finds the start of the newest marked one,
 * which must exist. A segment that replaces it in the same instant keeps the mark. */
void bw_history_mark(struct bw_state *state, uint32_t head);
bw_time bw_history_marked(const struct bw_state *state, uint32_t head);

/* Element, stage and start of the newest segment; head must not be 0. */
bw_index bw_history_element(const struct bw_state *state, uint32_t head);
enum bw_stage bw_history_stage(const struct bw_state *state, uint32_t head);
bw_time bw_history_start(const struct bw_state *state, uint32_t head);

/* Leaves the weight of quantity units delivered now on the path. */
void bw_history_deliver(struct bw_state *state, uint32_t head, int64_t quantity);

/* At the end of a replication: what delivered units left on segments that still live
 * goes to the flow cells. */
void bw_history_flush(struct bw_state *state);

/* Charges the time from placed to now of a customer's order to cells, walking back the
 * path of the lot that ended the wait. stock is the element of the stock that the
 * customer asked. The parts sum to now - placed exactly (asserted). */
void bw_history_attribute(
    struct bw_state *state, uint32_t head, bw_time placed, bw_index stock);

#endif
