/* SPDX-License-Identifier: Apache-2.0
 *
 * What the goods of a shipment have suffered on a lane, and what is found of it.
 */
#ifndef BW_CHAIN_INSPECTION_H
#define BW_CHAIN_INSPECTION_H

#include "chain/logger.h"
#include "chain/packaging.h"
#include "chain/state.h"
#include "chain/trip.h"

/* How a shipment is looked at, and what became of it. */
struct bw_inspection {
    const struct bw_lane *lane;
    const struct bw_shipment *shipment; /* borrowed */
    const struct bw_loggers *loggers;   /* NULL = all is seen */
    struct bw_logger logger;
    bool alarm;                  /* of a cause that is not modelled */
    enum bw_packaging_fate fate; /* by rates */
    bw_time rated;               /* time out of range by rates */
    bw_time out_of_range;        /* the longest */
    bool within, beyond;         /* of some lot, as it was found */
    bool missed, mistaken;       /* truly beyond, not found; found, not so */
    struct bw_trip trip;
};

/* Looks at the goods of a shipment that has come to its end: they note what was found
 * in lot->finding, and those that are found to be lost are waste. */
void bw_inspect(struct bw_state *state, const struct bw_shipment *shipment,
    struct bw_inspection *look);

/* Counts what was found. */
void bw_inspection_end(struct bw_state *state, const struct bw_inspection *look);

/* What was on its way for a time bound money, which costs. */
void bw_charge_pipeline(struct bw_state *state, const struct bw_lane *lane,
    const struct bw_lot *lot, bw_time time);

#endif
