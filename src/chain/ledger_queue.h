/* SPDX-License-Identifier: Apache-2.0
 *
 * Records that wait at a ledger: in the order in which they came, or by key.
 */
#ifndef BW_CHAIN_LEDGER_QUEUE_H
#define BW_CHAIN_LEDGER_QUEUE_H

#include "chain/state.h"

/* Records in the order in which they came, linked by next. */
struct bw_record_list {
    uint32_t first, last, count;
};

void bw_record_list_add(
    const struct bw_state *state, struct bw_record_list *list, uint32_t record);

/* Puts all of a list before those of another one, which is left empty. */
void bw_record_list_prepend(const struct bw_state *state, struct bw_record_list *list,
    struct bw_record_list *before);

/* Takes up to count records off the front; they are a list of their own. */
struct bw_record_list bw_record_list_take(
    const struct bw_state *state, struct bw_record_list *list, uint32_t count);

/* A heap of records, the least key on top, those of equal keys by number (a skew heap,
 * Sleator and Tarjan 1986: O(log n) on average over all operations). root 0 = empty. */
void bw_record_heap_push(const struct bw_state *state, uint32_t *root, uint32_t record);
uint32_t bw_record_heap_pop(const struct bw_state *state, uint32_t *root);

#endif
