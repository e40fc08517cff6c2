/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/sourcing.h"

#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/transport.h"

#include <math.h>
#include <string.h>

struct bw_supply_state {
    uint64_t number;  /* of the next order */
    bw_time earliest; /* delivery of the newest order, for suppliers that keep order */
};

enum fate { FATE_GOOD, FATE_LOST, FATE_LATE, FATE_SHORT };

enum bw_status bw_sourcing_init(struct bw_state *state)
{
    state->supplies = bw_arena_allocate(
        &state->arena, state->network->supply_count, sizeof *state->supplies);
    return state->supplies == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_sourcing_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->supply_count; i++) {
        state->supplies[i].number = 0;
        state->supplies[i].earliest = bw_state_now(state);
    }
}

int64_t bw_supply_order_size(
    const struct bw_state *state, bw_index supply, int64_t quantity)
{
    const struct bw_supply *s = &state->network->supplies[supply];
    int64_t rest;

    if (quantity < s->minimum) {
        quantity = s->minimum;
    }
    rest = s->multiple > 1 ? quantity % s->multiple : 0;
    return rest == 0 ? quantity : quantity + s->multiple - rest;
}

double bw_supply_mean_time(const struct bw_state *state, bw_index supply)
{
    const struct bw_supply *s = &state->network->supplies[supply];
    double late = s->late.present ? bw_law_mean(&s->late.law) : 0.0;

    return bw_law_mean(&s->lead_time.law) + s->late_share * late;
}

/* One uniform per order decides what becomes of it. */
static enum fate fate_of(
    const struct bw_state *state, const struct bw_supply *supply, uint64_t number)
{
    double lost = supply->lost_share;
    double late = lost + supply->late_share;
    double cut = late + supply->short_share;
    double u;

    if (cut <= 0.0) {
        return FATE_GOOD;
    }
    u = bw_state_uniform(state, supply->fate_stream, number);
    return u < lost ? FATE_LOST
        : u < late  ? FATE_LATE
        : u < cut   ? FATE_SHORT
                    : FATE_GOOD;
}

void bw_supply_on_order(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_supply *supply = &state->network->supplies[event->target];
    struct bw_supply_state *s = &state->supplies[event->target];
    struct bw_order *order = bw_state_order(state, event->a);
    bw_time ready;

    order->number = s->number++;
    order->fate = (uint32_t)fate_of(state, supply, order->number);
    ready = event->time + bw_state_duration(state, &supply->lead_time, order->number);
    if (order->fate == FATE_LATE) {
        ready += bw_state_duration(state, &supply->late, order->number);
    }
    if (supply->in_order) {
        ready = ready > s->earliest ? ready : s->earliest;
        s->earliest = ready;
    }
    bw_state_schedule(state, supply->element, ready, BW_EVENT_SUPPLY_DELIVERY,
        event->target, event->a);
}

void bw_supply_on_delivery(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_network *network = state->network;
    const struct bw_supply *supply = &network->supplies[event->target];
    struct bw_order *order = bw_state_order(state, event->a);
    const struct bw_stock_source *source = &network->sources[order->source];
    const struct bw_item *item = &network->items[supply->item];
    int64_t quantity = order->quantity;
    uint32_t index;
    struct bw_lot *lot;

    if (order->fate == FATE_LOST) {
        quantity = 0;
    } else if (order->fate == FATE_SHORT) {
        double part = bw_state_value(state, &supply->short_part, order->number, 1.0);

        quantity = (int64_t)floor((double)quantity * fmin(fmax(part, 0.0), 1.0));
    }
    order->open = 0;
    if (quantity < order->quantity) {
        bw_stock_correct_order(state, event->a, quantity);
    }
    if (quantity == 0) {
        return;
    }
    index = bw_lot_create(state, supply->item, quantity);
    lot = bw_state_lot(state, index);
    if (item->shelf_life != BW_FOREVER) {
        lot->expiry = event->time + item->shelf_life;
    }
    if (network->flow_from == BW_FLOW_FROM_SOURCE) {
        lot->made = order->placed;
    }
    bw_history_append(state, &lot->history, supply->element, BW_STAGE_SOURCE,
        order->placed, network->flow_from == BW_FLOW_FROM_SOURCE);
    lot->bound = event->a;
    lot->custody = BW_CUSTODY_OUTBOUND;
    if (source->routing.leg_count > 0) {
        bw_lane_start(state, index);
    } else {
        bw_stock_note_receipt(state, index);
        bw_stock_receive(state, index);
    }
}
