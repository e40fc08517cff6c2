/* SPDX-License-Identifier: Apache-2.0
 *
 * Order rules as pure functions: no clock, no events.
 */
#ifndef BW_CHAIN_POLICY_H
#define BW_CHAIN_POLICY_H

#include "chain/network.h"

/* What a rule looks at; quantities in quanta. */
struct bw_policy_view {
    int64_t inventory_position; /* on hand - backorders + on order */
    int64_t reorder_point;      /* with safety stock and safety lead time added */
    int64_t order_up_to;        /* likewise */
    int64_t quantity;
    bool trigger_below; /* strictly below the reorder point, else at or below */
};

/* Quantity to order now, 0 for none. Base stock orders up to the level; (s,S) up to S
 * once the trigger holds; (r,Q) the smallest multiple of Q that lifts the position
 * above the trigger (Hadley and Whitin 1963, the (r, nQ) rule); (R,S) and (R,s,S) are
 * the first two applied at reviews; make to order is base stock with level 0. */
int64_t bw_policy_order(enum bw_policy_kind kind, const struct bw_policy_view *view);

#endif
