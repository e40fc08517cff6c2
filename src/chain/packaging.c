/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/packaging.h"

static const struct bw_packaging *packaging_of(
    const struct bw_state *state, const struct bw_lane *lane)
{
    return lane->packaging == BW_NONE ? NULL
                                      : &state->network->packagings[lane->packaging];
}

void bw_packaging_pack(const struct bw_state *state, const struct bw_lane *lane,
    uint64_t number, double units, struct bw_packed *packed)
{
    const struct bw_packaging *packaging = packaging_of(state, lane);
    const struct bw_thermal_packaging *thermal =
        packaging != NULL ? packaging->thermal : NULL;
    const struct bw_lane_packing *packing;

    *packed = (struct bw_packed){.left = 1.0};
    if (packaging != NULL) {
        packed->fill = units / bw_packaging_count(packaging, units);
    }
    if (thermal == NULL) {
        return;
    }
    packing = lane->checks->packing;
    packed->packaging = thermal;
    packed->pack = thermal->pack;
    packed->until_reice = thermal->reice_every;
    packed->pack.capacity_j_k +=
        thermal->unit_capacity_j_k * units / bw_packaging_count(packaging, units);
    packed->pack.holds_c += bw_state_value(state, &packing->control, number, 0.0);
    bw_thermal_start(&packed->body, &packed->pack,
        bw_state_value(state, &packing->packed_at, number, thermal->packed_c),
        thermal->frozen);
    if (packing->failure.present) {
        packed->body.fails_after_s =
            (double)bw_state_duration(state, &packing->failure, number)
            / (double)BW_SECOND;
    }
}

void bw_packaging_pass(struct bw_packed *packed, const struct bw_ambient *stretch,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure)
{
    struct bw_ambient part = *stretch;

    while (packed->until_reice < part.duration) {
        struct bw_ambient before = part;

        before.duration = packed->until_reice;
        bw_thermal_pass(&packed->body, &packed->pack, &before, watch, exposure);
        bw_thermal_restore(&packed->body, &packed->pack, packed->packaging->frozen);
        packed->reiced++;
        part.since += before.duration;
        part.duration -= before.duration;
        packed->until_reice = packed->packaging->reice_every;
    }
    bw_thermal_pass(&packed->body, &packed->pack, &part, watch, exposure);
    if (packed->until_reice != BW_FOREVER) {
        packed->until_reice -= part.duration;
    }
}

enum bw_packaging_fate bw_packaging_draw(const struct bw_state *state,
    const struct bw_lane *lane, uint64_t number, bw_time *out_of_range)
{
    const struct bw_packaging *packaging = packaging_of(state, lane);
    const struct bw_statistical_packaging *rates =
        packaging != NULL ? packaging->statistical : NULL;
    const struct bw_lane_packing *packing;
    double outcome;

    *out_of_range = 0;
    if (rates == NULL) {
        return BW_PACKAGING_KEPT;
    }
    packing = lane->checks->packing;
    if (!bw_state_chance(state, packing->excursion_stream, number, rates->excursions)) {
        return BW_PACKAGING_KEPT;
    }
    *out_of_range = bw_state_duration(state, &packing->time, number);
    outcome = bw_state_uniform(state, packing->outcome_stream, number);
    if (outcome < rates->loss) {
        return BW_PACKAGING_LOSS;
    }
    return outcome < rates->loss + rates->minor ? BW_PACKAGING_MINOR
                                                : BW_PACKAGING_REVIEW;
}
