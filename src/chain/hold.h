/* SPDX-License-Identifier: Apache-2.0
 *
 * Holds: what must end before lots are usable. A hold is opened on one lot and follows
 * all parts of it, wherever they are; it runs in a branch of history of its own. What
 * opens and ends them stands in quality.c.
 */
#ifndef BW_CHAIN_HOLD_H
#define BW_CHAIN_HOLD_H

#include "chain/measure.h"
#include "chain/state.h"

enum bw_hold_cause {
    BW_HOLD_RELEASE, /* waiting time of a step */
    BW_HOLD_TEST,
    BW_HOLD_VERIFY_RELEASE,
    BW_HOLD_VERIFY_SHIP,
    BW_HOLD_VERIFY_RECEIVE,
    BW_HOLD_EXCURSION,
    BW_HOLD_INCOMING,
    BW_HOLD_REST,        /* hard safety lead time of a stock */
    BW_HOLD_REVIEW,      /* of the record of a batch */
    BW_HOLD_DEVIATION,   /* investigation of one */
    BW_HOLD_CONTRACT,    /* of a carrier that may not ship */
    BW_HOLD_STORAGE,     /* out of range where it is stored */
    BW_HOLD_RETURN_TEST, /* inspection of what customers send back */
    BW_HOLD_VERIFY_RETURN,
    BW_HOLD_ALERT, /* of a pack that was scanned at dispensing */
};

/* Opens a hold on a lot; its branch begins with the path of the lot. owner is a step, a
 * lane or a recipe, as the cause says; draw numbers its draws. Lot 0: work without
 * goods, which ends like a hold. */
uint32_t bw_hold_open(struct bw_state *state, uint32_t lot, enum bw_hold_cause cause,
    bw_index owner, uint64_t draw);

/* Opens a hold that lets its lot and all parts of it go on as if it were not there,
 * until a mismatch catches up with them (recall.h). */
uint32_t bw_hold_watch(struct bw_state *state, uint32_t lot, enum bw_hold_cause cause,
    bw_index owner, uint64_t draw);

/* From now on a hold whose goods have not moved lets them go on like one that watches.
 */
void bw_hold_let_go(struct bw_state *state, uint32_t hold);

/* Element whose handler acts for a hold: its owner. */
bw_index bw_hold_element(const struct bw_state *state, uint32_t hold);

/* Site where a hold is, BW_NONE = at the customers. */
bw_index bw_hold_site(const struct bw_state *state, uint32_t hold);

/* Name of the cause of a hold, as in traces. */
const char *bw_hold_name(const struct bw_state *state, uint32_t hold);

/* One of the lots under a hold, 0 when nothing is left of them. */
uint32_t bw_hold_lot(const struct bw_state *state, uint32_t hold);

/* The lots under a hold, one after the other; 0 after the last. *cursor is 0 at first.
 */
uint32_t bw_hold_next(const struct bw_state *state, uint32_t hold, uint32_t *cursor);

/* Wastes the lots under a hold, which are at hand, and lets the hold go on without
 * them. */
void bw_hold_spoil(struct bw_state *state, uint32_t hold, enum bw_waste cause);

/* From now on the hold keeps its lots where they are, as long as they have not left the
 * site that it belongs to. */
void bw_hold_bar(struct bw_state *state, uint32_t hold);

/* Lets a hold of a lot wait until all other holds of the lot have ended; then
 * bw_hold_waited() starts it, with the branch that ended last. Returns false when
 * there are no others. When one of them rejects the lot it ends too. */
bool bw_hold_wait_for_others(struct bw_state *state, uint32_t hold, uint32_t lot);

/* Ends a hold. Rejected lots are wasted under cause wherever they are. Lots at other
 * sites learn of it by message, in the next round of this instant. */
void bw_hold_close(
    struct bw_state *state, uint32_t hold, bool rejected, enum bw_waste cause);

/* Handler: the end of a hold reaches a lot that has left. */
void bw_hold_on_news(struct bw_state *state, const struct bw_event *event);

#endif
