/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/sourcing.h"

#include "chain/contract_gate.h"
#include "chain/contract_payment.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/source_choice.h"
#include "chain/sourcing_internal.h"
#include "chain/trace.h"
#include "chain/transport.h"

#include <math.h>

enum fate { FATE_GOOD, FATE_LOST, FATE_LATE, FATE_SHORT };

static const char *const fate_names[] = {
    [FATE_GOOD] = "",
    [FATE_LOST] = "lost",
    [FATE_LATE] = "late",
    [FATE_SHORT] = "short",
};

enum bw_status bw_sourcing_init(struct bw_state *state)
{
    state->supplies = bw_arena_allocate(
        &state->arena, state->network->supply_count, sizeof *state->supplies);
    return state->supplies == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_sourcing_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->supply_count; i++) {
        state->supplies[i] = (struct bw_supply_state){
            .earliest = bw_state_now(state),
            .changed = INT64_MIN,
            .now = {.period = INT64_MIN},
        };
        bw_supply_reset_onboarding(state, i);
        /* Everybody knows how things stand at the start. */
        state->supplies[i].before = state->supplies[i].now;
        state->supplies[i].changed = INT64_MIN;
    }
}

/* Largest multiple of the supplier that is not above quantity. */
static int64_t whole(const struct bw_supply *supply, int64_t quantity)
{
    return quantity - quantity % supply->multiple;
}

/* Next size that is sold: 0, and multiples from the minimum on. */
static int64_t next_size(const struct bw_supply *supply, int64_t quantity)
{
    int64_t least = quantity < supply->minimum ? supply->minimum : quantity;
    int64_t size = whole(supply, least);

    return size < least ? size + supply->multiple : size;
}

int64_t bw_supply_order_size(
    const struct bw_state *state, bw_index supply, int64_t quantity)
{
    const struct bw_supply *s = &state->network->supplies[supply];
    int64_t above, below;

    if (quantity >= s->maximum) {
        return s->maximum;
    }
    above = next_size(s, quantity);
    below = whole(s, quantity);
    if (below < s->minimum) {
        below = 0;
    }
    switch (s->rounding) {
    case BW_SIZE_UP:
        break;
    case BW_SIZE_NEAREST:
        return quantity - below < above - quantity ? below : above;
    case BW_SIZE_DOWN:
        return below;
    }
    return above;
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

void bw_supply_start(struct bw_state *state, bw_index supply, uint32_t order)
{
    const struct bw_supply *described = &state->network->supplies[supply];
    struct bw_supply_state *s = &state->supplies[supply];
    const struct bw_order *o = bw_state_order(state, order);
    bw_time now = bw_state_now(state);
    const struct bw_sampler *lead_time = o->hurried
        ? &state->network->samplers[described->hurried]
        : &described->lead_time;
    bw_time ready = now + bw_state_duration(state, lead_time, o->number);

    if (o->fate == FATE_LATE) {
        ready += bw_state_duration(state, &described->late, o->number);
    }
    if (described->in_order) {
        ready = ready > s->earliest ? ready : s->earliest;
        s->earliest = ready;
    }
    bw_observe(
        state, described->element, BW_SUM_SUPPLY_WAIT, (double)(now - o->placed));
    BW_TRACE(state, ORDER_STARTED, described->element, .order = order,
        .quantity = o->open, .since = o->placed, .detail = fate_names[o->fate]);
    bw_observe(state, described->element, BW_SUM_SUPPLY_STARTED, (double)o->open);
    bw_state_schedule(
        state, described->element, ready, BW_EVENT_SUPPLY_DELIVERY, supply, order);
}

void bw_supply_on_order(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_supply *supply = &state->network->supplies[event->target];
    struct bw_order *order = bw_state_order(state, event->a);

    order->number = state->supplies[event->target].number++;
    order->fate = (uint16_t)fate_of(state, supply, order->number);
    BW_TRACE(state, ORDER_REACHED, supply->element, .order = event->a,
        .quantity = order->open, .since = order->placed);
    bw_observe(state, supply->element, BW_SUM_SUPPLY_ORDERED, (double)order->quantity);
    if (order->hurried) {
        bw_observe(state, supply->element, BW_SUM_SUPPLY_HURRIED, 1.0);
    }
    if (bw_supply_queues(supply)) {
        bw_supply_need(state, supply->element, event->target);
        bw_supply_enqueue(state, event->target, event->a);
    } else {
        bw_supply_start(state, event->target, event->a);
    }
}

/* Quantity that comes of an order. */
static int64_t delivered(const struct bw_state *state, const struct bw_supply *supply,
    const struct bw_order *order)
{
    double part;

    if (order->fate == FATE_LOST) {
        return 0;
    }
    if (order->fate != FATE_SHORT) {
        return order->quantity;
    }
    part = bw_state_value(state, &supply->short_part, order->number, 1.0);
    return (int64_t)floor((double)order->quantity * fmin(fmax(part, 0.0), 1.0));
}

/* Makes the lot that a supplier delivers for an order. */
static uint32_t make_lot(struct bw_state *state, const struct bw_supply *supply,
    uint32_t order, int64_t quantity)
{
    const struct bw_network *network = state->network;
    bw_time life = bw_lot_life(state, supply->item);
    bw_time placed = bw_state_order(state, order)->placed;
    bool counted = network->flow_from == BW_FLOW_FROM_SOURCE;
    uint32_t index = bw_lot_create(state, supply->item, quantity);
    struct bw_lot *lot = bw_state_lot(state, index);

    if (life != BW_FOREVER) {
        lot->expiry = bw_state_now(state) + life;
    }
    if (counted) {
        lot->made = placed;
    }
    bw_history_append(
        state, &lot->history, supply->element, BW_STAGE_SOURCE, placed, counted);
    lot->bound = order;
    lot->custody = BW_CUSTODY_OUTBOUND;
    BW_TRACE(state, LOT_CREATED, supply->element, .lot = index, .order = order,
        .quantity = quantity, .detail = "supplied");
    return index;
}

/* Goods that are ready leave, as soon as the contracts of the supplier let them. */
static void ship(struct bw_state *state, bw_index supply, uint32_t lot)
{
    const struct bw_network *network = state->network;
    struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_stock_source *source =
        &network->sources[bw_state_order(state, l->bound)->source];
    bw_index bar = bw_contract_bar(state, bw_contract_terms_of_supply(state, supply));

    if (bar != BW_NONE) {
        bw_history_append(state, &l->history, network->contracts[bar].element,
            BW_STAGE_BLOCKED, bw_state_now(state),
            network->flow_from == BW_FLOW_FROM_SOURCE);
        bw_contract_keep_lot(state, network->supplies[supply].element, bar, lot);
    } else if (source->routing.leg_count > 0) {
        bw_lane_start(state, lot);
    } else {
        bw_stock_note_receipt(state, lot);
        bw_stock_receive(state, lot);
    }
}

void bw_supply_on_delivery(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_supply *supply = &state->network->supplies[event->target];
    struct bw_order *order = bw_state_order(state, event->a);
    int64_t quantity = delivered(state, supply, order);

    order->open = 0;
    bw_observe(state, supply->element, BW_SUM_SUPPLY_LEAD,
        (double)(event->time - order->placed));
    bw_observe(state, supply->element, BW_SUM_SUPPLY_DELIVERED, (double)quantity);
    if (quantity > 0) {
        bw_contract_happened(state, supply->element,
            (double)quantity * state->network->items[supply->item].quantum,
            event->time - order->placed);
    }
    if (quantity < order->quantity) {
        bw_source_credit(state, order, order->quantity - quantity);
        bw_stock_correct_order(state, event->a, quantity);
    }
    if (quantity == 0) {
        return;
    }
    ship(state, event->target, make_lot(state, supply, event->a, quantity));
}

void bw_supply_on_ship(struct bw_state *state, const struct bw_event *event)
{
    ship(state, event->target, event->a);
}
