/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods on a shelf that were out of their range there: part of the inventory domain.
 */
#ifndef BW_CHAIN_SHELF_EXPOSURE_H
#define BW_CHAIN_SHELF_EXPOSURE_H

#include "chain/logger.h"
#include "chain/state.h"
#include "chain/thermal.h"

/* What goods that came to a shelf at an instant have suffered there. */
typedef void (*bw_shelf_suffer_fn)(const void *context, bw_time came,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure);

struct bw_shelf_exposure {
    uint32_t unit, units; /* the shelf is divided among so many, and this one failed */
    bw_time until;        /* goods that came later were not there */
    bw_index equipment;
    const struct bw_loggers *loggers; /* NULL = what happens is known */
    struct bw_logger logger;
    bw_shelf_suffer_fn suffer;
    const void *context;
};

/* What became of them [units of their items]. */
struct bw_shelf_outcome {
    double exposed;  /* out of range */
    double beyond;   /* found to be beyond what they bear */
    double lost;     /* of these: thrown away at once */
    double missed;   /* beyond what they bear, and not found */
    double mistaken; /* found, and not so */
};

/* Exposes the goods of a stock. Those that went beyond what they bear are held until
 * somebody has decided; *draw numbers these holds. */
struct bw_shelf_outcome bw_shelf_expose(struct bw_state *state, bw_index stock,
    const struct bw_shelf_exposure *cause, uint64_t *draw);

#endif
