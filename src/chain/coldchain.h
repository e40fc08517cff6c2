/* SPDX-License-Identifier: Apache-2.0
 *
 * Cold chain of one leg: passive packaging against an ambient temperature.
 */
#ifndef BW_CHAIN_COLDCHAIN_H
#define BW_CHAIN_COLDCHAIN_H

#include "chain/network.h"
#include "chain/thermal.h"

/* Time out of the label range during a leg of the given duration [ticks] at ambient_c.
 *
 * The packaging is qualified to keep the range for hold at qualified_c. Its
 * phase-change budget melts at a rate proportional to the distance of the ambient from
 * the range, so it lasts hold * |qualified - range| / |ambient - range|, and for ever
 * when the ambient lies within the range. After that the goods count as out of range
 * (the approach to ambient by Newton's law is not followed: the time to leave the range
 * is neglected). */
bw_time bw_coldchain_time_out_of_range(const struct bw_packaging *packaging,
    const struct bw_storage_class *range, double ambient_c, bw_time duration);

/* The exposure of a leg under this rule: goods that are kept in range stand in the
 * middle of it (at the ambient where that lies within), then at the ambient. *left is
 * the share of the budget that is left, 1 of a fresh pack; nothing freezes again. */
void bw_coldchain_expose(const struct bw_packaging *packaging, double ambient_c,
    bw_time duration, const struct bw_thermal_watch *watch, double *left,
    struct bw_exposure *exposure);

#endif
