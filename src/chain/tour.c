/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/tour.h"

#include "chain/history.h"
#include "chain/state_internal.h"

static struct bw_shipment *shipment_at(const struct bw_state *state, uint32_t shipment)
{
    return bw_pool_at(&state->shipments, shipment);
}

/* Time to drive from one stop (BW_NONE = the start) to a later one, past those between.
 */
static bw_time drive(
    const struct bw_state *state, bw_index from, bw_index to, uint64_t number)
{
    const struct bw_lane *lanes = state->network->lanes;
    bw_time time = 0;

    for (bw_index i = from == BW_NONE ? lanes[to].tour->first_stop : from + 1; i <= to;
         i++) {
        time += bw_state_duration(state, &lanes[i].transit, number);
    }
    return time;
}

/* Goods of the shipments after it are aboard too. */
void bw_tour_charge(
    struct bw_state *state, uint32_t shipment, bw_index element, enum bw_stage stage)
{
    for (uint32_t i = shipment; i != 0; i = shipment_at(state, i)->after) {
        for (uint32_t lot = shipment_at(state, i)->lots; lot != 0;
             lot = bw_state_lot(state, lot)->next) {
            bw_history_append(state, &bw_state_lot(state, lot)->history, element, stage,
                bw_state_now(state), false);
        }
    }
}

void bw_tour_drive_to(
    struct bw_state *state, bw_index from, uint32_t shipment, bw_time late)
{
    const struct bw_shipment *s = shipment_at(state, shipment);
    bw_index element = state->network->lanes[s->lane].element;

    bw_tour_charge(state, shipment, element, BW_STAGE_TRANSIT);
    bw_state_schedule(state, element,
        bw_state_now(state) + drive(state, from, s->lane, s->number) + late,
        BW_EVENT_LANE_ARRIVAL, s->lane, shipment);
}

bw_time bw_tour_rest(const struct bw_state *state, bw_index stop, uint64_t number)
{
    const struct bw_tour *tour = state->network->lanes[stop].tour;

    return drive(state, stop, tour->first_stop + tour->stop_count - 1, number);
}
