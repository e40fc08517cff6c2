/* SPDX-License-Identifier: Apache-2.0
 *
 * Packaging of a shipment: how many of it there are, what its load is like when it is
 * packed, how it goes through a stretch of its way, and the fate by rates of who has no
 * physics. Draws are functions of the lane and the number of the shipment.
 */
#ifndef BW_CHAIN_PACKAGING_H
#define BW_CHAIN_PACKAGING_H

#include "chain/state.h"
#include "chain/thermal.h"

/* A packed load on its way. All that are needed for a shipment share its units evenly
 * and have one temperature. */
struct bw_packed {
    const struct bw_thermal_packaging *packaging;
    struct bw_thermal_pack pack;
    struct bw_thermal_body body;
    bw_time until_reice;
    uint32_t reiced; /* so many times, on this lane */
    double fill;     /* units in one */
    double left;     /* of packaging without physics: share of its budget, 0..1 */
    bool carried;    /* packed on another lane, which it left at since */
    bw_time since;
};

/* Packs shipment `number` of a lane; packed->packaging is NULL where there is no
 * packaging with physics, and left is that of the other. */
void bw_packaging_pack(const struct bw_state *state, const struct bw_lane *lane,
    uint64_t number, double units, struct bw_packed *packed);

/* bw_thermal_pass() that re-ices when it is time. */
void bw_packaging_pass(struct bw_packed *packed, const struct bw_ambient *stretch,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure);

enum bw_packaging_fate {
    BW_PACKAGING_KEPT,
    BW_PACKAGING_MINOR,  /* an excursion that needs nobody's attention */
    BW_PACKAGING_REVIEW, /* one that needs a disposition */
    BW_PACKAGING_LOSS
};

/* Fate of shipment `number` of a lane, kept where its packaging has no rates;
 * *out_of_range is its time out of range, 0 when it is kept. */
enum bw_packaging_fate bw_packaging_draw(const struct bw_state *state,
    const struct bw_lane *lane, uint64_t number, bw_time *out_of_range);

#endif
