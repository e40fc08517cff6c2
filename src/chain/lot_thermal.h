/* SPDX-License-Identifier: Apache-2.0
 *
 * The thermal record of lots: what a lot has suffered so far, as it is in truth and as
 * far as loggers have shown it, and what that means. A lot has a record from its first
 * exposure on; parts that are split off take a copy, and a batch begins without one.
 */
#ifndef BW_CHAIN_LOT_THERMAL_H
#define BW_CHAIN_LOT_THERMAL_H

#include "chain/state.h"
#include "chain/thermal.h"

/* What an exposure means for a lot, from good to bad. */
enum bw_finding {
    BW_FINDING_FINE,   /* never out of range */
    BW_FINDING_WITHIN, /* out of range, within all budgets */
    BW_FINDING_BEYOND, /* beyond a budget, or where there is none */
    BW_FINDING_LOST    /* frozen */
};

BW_NODISCARD enum bw_status bw_thermal_record_init(struct bw_state *state);
void bw_thermal_record_reset(struct bw_state *state);

/* What is to be watched for a lot: the label range that holds for it now and the bands
 * of its item's budgets. False when its item has no temperature class. */
bool bw_lot_watch(
    const struct bw_state *state, uint32_t lot, struct bw_thermal_watch *watch);

/* Adds one trip's exposure, watched as bw_lot_watch() says, to the record of a lot, and
 * does to the goods what it does: they may thaw. The MKT is that of the trip. */
enum bw_finding bw_lot_expose(
    struct bw_state *state, uint32_t lot, const struct bw_exposure *exposure);

/* Adds what was measured of the trip, and says what the measurements mean. Call before
 * bw_lot_expose(), which may change the range. */
enum bw_finding bw_lot_measure(
    struct bw_state *state, uint32_t lot, const struct bw_exposure *measured);

/* Share of a budget (from 0 in its item's order) that a lot has left in truth, 0..1. */
double bw_lot_budget_left(
    const struct bw_state *state, const struct bw_lot *lot, uint32_t budget);

/* Time out of range in truth, so far. */
bw_time bw_lot_out_of_range(const struct bw_state *state, const struct bw_lot *lot);

/* Counts what a lot that reaches a customer has left of its budgets. */
void bw_lot_count_budgets(struct bw_state *state, const struct bw_lot *lot);

/* Quantile of the share of a budget that delivered units had left, to 1 %; NaN when
 * there were none. */
double bw_budget_quantile(
    const struct bw_state *state, bw_index budget, double probability);

/* The packaging that a lot is in between two lanes, NULL = none that is kept. */
struct bw_carried_pack;
const struct bw_carried_pack *bw_lot_pack(
    const struct bw_state *state, const struct bw_lot *lot);
void bw_lot_keep_pack(
    struct bw_state *state, struct bw_lot *lot, const struct bw_carried_pack *pack);

/* The record of a part is that of its lot; that of a lot which ends is given back. */
void bw_lot_copy_record(struct bw_state *state, struct bw_lot *part);
void bw_lot_drop_record(struct bw_state *state, struct bw_lot *lot);

#endif
