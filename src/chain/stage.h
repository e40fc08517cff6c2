/* SPDX-License-Identifier: Apache-2.0
 *
 * Stages of a lot's history: what a stretch of its time was spent on.
 */
#ifndef BW_CHAIN_STAGE_H
#define BW_CHAIN_STAGE_H

#include <stdbool.h>

/* One row per stage: enum name, name in results, whether the time counts as waiting
 * (bottleneck scores) rather than as work or movement. */
#define BW_STAGE_LIST(X)                                                               \
    X(BW_STAGE_ORDER, "order", true)           /* nobody had asked: the stock */       \
    X(BW_STAGE_SOURCE, "source", true)         /* the supply entry */                  \
    X(BW_STAGE_BATCH, "batch", true)           /* waits to fill: the recipe */         \
    X(BW_STAGE_QUEUE, "queue", true)           /* the resource */                      \
    X(BW_STAGE_SETUP, "setup", true)           /* the resource */                      \
    X(BW_STAGE_DOWN, "down", true)             /* the resource */                      \
    X(BW_STAGE_SHIFT, "shift", true)           /* the resource */                      \
    X(BW_STAGE_PROCESS, "process", false)      /* the step */                          \
    X(BW_STAGE_TEST, "test", true)             /* the step, or the lane */             \
    X(BW_STAGE_HOLD, "hold", true)             /* the step, recipe or stock */         \
    X(BW_STAGE_QUARANTINE, "quarantine", true) /* the resolving resource */            \
    X(BW_STAGE_STORE, "store", true)           /* kept, not asked for: the stock */    \
    X(BW_STAGE_ALLOCATE, "allocate", true)     /* asked for, not given: the stock */   \
    X(BW_STAGE_SPACE, "space", true)           /* the site's storage class */          \
    X(BW_STAGE_DISPATCH, "dispatch", true)     /* the lane */                          \
    X(BW_STAGE_TRANSIT, "transit", false)      /* the lane */                          \
    X(BW_STAGE_CUSTOMS, "customs", true)       /* the lane */                          \
    X(BW_STAGE_VERIFY, "verify", true)         /* the ledger */                        \
    X(BW_STAGE_BLOCKED, "blocked", true)       /* the resource without a place */

enum bw_stage {
#define BW_STAGE_ENUM(name, text, waiting) name,
    BW_STAGE_LIST(BW_STAGE_ENUM)
#undef BW_STAGE_ENUM
        BW_STAGE_COUNT
};

const char *bw_stage_name(enum bw_stage stage);
bool bw_stage_is_waiting(enum bw_stage stage);

#endif
