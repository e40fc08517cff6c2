/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/damage.h"

#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/transport.h"
#include "engine/count.h"

bool bw_damage_unload(
    struct bw_state *state, bw_index lane, uint64_t draw, uint32_t lot)
{
    const struct bw_lane *described = &state->network->lanes[lane];
    const struct bw_lane_checks *checks = described->checks;
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_draw draws;
    int64_t damaged;
    uint32_t part = lot;

    if (checks == NULL || checks->damage <= 0.0) {
        return false;
    }
    bw_draw_init(&draws, &state->draws, checks->damage_stream, draw);
    damaged = (int64_t)bw_count_binomial((uint64_t)l->quantity, checks->damage, &draws);
    if (damaged == 0) {
        return false;
    }
    bw_observe(state, described->element, BW_SUM_DAMAGED,
        (double)damaged * state->network->items[l->item].quantum);
    if (damaged < l->quantity) {
        part = bw_lot_split(state, lot, damaged);
    }
    /* Out of the vehicle: nothing ends it later. */
    bw_state_lot(state, part)->custody = BW_CUSTODY_CUSTOMER;
    bw_lane_lost(state, part, BW_WASTE_DAMAGED);
    return part == lot;
}

int64_t bw_damage_among(const struct bw_state *state, uint64_t stream, uint64_t index,
    int64_t good, double probability)
{
    struct bw_draw draws;
    int64_t damaged = 0;

    if (probability <= 0.0) {
        return 0;
    }
    bw_draw_init(&draws, &state->draws, stream, index);
    while (good > 0) {
        if (bw_draw_uniform(&draws) < probability) {
            damaged++;
        } else {
            good--;
        }
    }
    return damaged;
}
