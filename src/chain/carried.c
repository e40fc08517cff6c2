/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/carried.h"

#include "chain/lot_thermal.h"
#include "chain/state_internal.h"
#include "chain/transport_internal.h"

/* The pack that a lot keeps on a lane; NULL when it is packed anew. */
static const struct bw_carried_pack *kept(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lot)
{
    const struct bw_carried_pack *pack = NULL;

    if (lane->checks != NULL && lane->checks->carries) {
        pack = bw_lot_pack(state, bw_state_lot(state, lot));
    }
    return pack != NULL && pack->packaging == lane->packaging ? pack : NULL;
}

double bw_carried_units(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lots)
{
    double units = 0.0;

    for (uint32_t lot = lots; lot != 0; lot = bw_state_lot(state, lot)->next) {
        const struct bw_lot *l = bw_state_lot(state, lot);

        units += kept(state, lane, lot) != NULL
            ? (double)l->quantity * state->network->items[l->item].quantum
            : 0.0;
    }
    return units;
}

void bw_carried_open(const struct bw_state *state, const struct bw_lane *lane,
    uint32_t lot, struct bw_packed *packed)
{
    const struct bw_carried_pack *pack = kept(state, lane, lot);

    if (pack == NULL) {
        return;
    }
    packed->body = pack->body;
    packed->pack.capacity_j_k = pack->capacity_j_k;
    packed->pack.holds_c = pack->holds_c;
    packed->until_reice = pack->until_reice;
    packed->left = pack->left;
    packed->fill = pack->fill;
    packed->carried = true;
    packed->since = pack->since;
}

/* True when the next lane of a lot takes its pack on. */
static bool goes_on(
    const struct bw_state *state, const struct bw_lane *lane, const struct bw_lot *lot)
{
    const struct bw_leg *leg = bw_transport_leg(state, lot);
    const struct bw_lane *next;

    if (leg->last) {
        return false;
    }
    next = &state->network->lanes[leg[1].lane];
    return next->checks != NULL && next->checks->carries
        && next->packaging == lane->packaging;
}

bool bw_carried_matters(
    const struct bw_state *state, const struct bw_lane *lane, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);

    return bw_lot_pack(state, l) != NULL || goes_on(state, lane, l);
}

void bw_carried_close(struct bw_state *state, const struct bw_lane *lane, uint32_t lot,
    const struct bw_packed *packed)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_carried_pack pack = {
        .body = packed->body,
        .capacity_j_k = packed->pack.capacity_j_k,
        .holds_c = packed->pack.holds_c,
        .left = packed->left,
        .fill = packed->fill,
        .until_reice = packed->until_reice,
        .since = bw_state_now(state),
        .packaging = lane->packaging,
    };

    bw_lot_keep_pack(state, l, goes_on(state, lane, l) ? &pack : NULL);
}
