/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/open_vial.h"

#include "chain/demand_internal.h"
#include "chain/lot.h"
#include "chain/measure.h"

#include <math.h>

struct bw_vial_order bw_open_vial_order(
    const struct bw_state *state, bw_index demand, uint64_t number, int64_t wanted)
{
    const struct bw_open_vial *vial = state->network->demands[demand].open_vial;
    uint32_t open = state->demands[demand].open_lot;
    struct bw_vial_order order = {0, wanted, 0};

    if (vial == NULL || wanted <= 0) {
        return order;
    }
    if (vial->doses == 0) {
        double share = bw_state_value(state, &vial->wastage, number, 0.0);

        order.spare = llround((double)wanted * share / (1.0 - share));
        order.quantity = wanted + order.spare;
        return order;
    }
    if (open != 0) {
        int64_t left = bw_state_lot(state, open)->quantity;

        order.from_open = left < wanted ? left : wanted;
        wanted -= order.from_open;
    }
    order.quantity = (wanted + vial->doses - 1) / vial->doses * vial->doses;
    order.spare = order.quantity - wanted;
    return order;
}

/* Forgets the open vial of a demand. */
static void close_vial(struct bw_state *state, bw_index demand)
{
    struct bw_demand_state *s = &state->demands[demand];

    if (bw_event_list_is_pending(&state->events, s->discard)) {
        bw_event_list_cancel(&state->events, s->discard);
    }
    s->open_lot = 0;
}

static void waste(
    struct bw_state *state, bw_index demand, uint32_t lot, int64_t quantity)
{
    bw_observe(state, state->network->demands[demand].element, BW_SUM_OPEN_VIAL,
        (double)quantity);
    bw_lot_waste(state, lot, quantity, BW_WASTE_OPEN_VIAL);
}

uint32_t bw_open_vial_take(struct bw_state *state, bw_index demand, int64_t quantity)
{
    uint32_t open = state->demands[demand].open_lot;

    if (bw_state_lot(state, open)->quantity > quantity) {
        return bw_lot_split(state, open, quantity);
    }
    close_vial(state, demand);
    return open;
}

/* What is left in a vial of a demand is thrown away. */
static void discard(struct bw_state *state, bw_index demand)
{
    uint32_t open = state->demands[demand].open_lot;

    close_vial(state, demand);
    waste(state, demand, open, bw_state_lot(state, open)->quantity);
    bw_lot_end(state, open);
}

/* The goods are in the hands of the customer: their order is closed, and so is their
 * flow time. */
static void hand_over(struct bw_lot *lot, bw_index demand)
{
    lot->custody = BW_CUSTODY_VIAL;
    lot->bound = demand;
    lot->made = BW_FOREVER;
}

/* Until when an open vial may be used: no longer than it would have kept closed. */
static bw_time end_of_use(
    const struct bw_state *state, const struct bw_open_vial *vial, uint32_t lot)
{
    bw_time now = bw_state_now(state), expiry = bw_state_lot(state, lot)->expiry;
    bw_time end = now + vial->use_within;

    end = expiry < end ? expiry : end;
    return end > now ? end : now;
}

void bw_open_vial_put(
    struct bw_state *state, bw_index demand, uint32_t lot, int64_t spare)
{
    const struct bw_demand *d = &state->network->demands[demand];
    struct bw_demand_state *s = &state->demands[demand];
    bool all = spare == bw_state_lot(state, lot)->quantity;
    uint32_t part = all ? lot : bw_lot_split(state, lot, spare);

    hand_over(bw_state_lot(state, part), demand);
    if (d->open_vial->use_within == 0) {
        waste(state, demand, part, spare);
        bw_lot_end(state, part);
        return;
    }
    if (s->open_lot != 0) {
        discard(state, demand); /* nobody keeps two */
    }
    s->open_lot = part;
    s->discard = bw_state_schedule(state, d->element,
        end_of_use(state, d->open_vial, part), BW_EVENT_DEMAND_DISCARD, demand, 0);
}

void bw_open_vial_on_discard(struct bw_state *state, const struct bw_event *event)
{
    discard(state, event->target);
}
