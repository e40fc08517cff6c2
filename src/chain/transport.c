/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/transport.h"

#include "chain/contract_gate.h"
#include "chain/demand.h"
#include "chain/history.h"
#include "chain/hub.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/quality.h"
#include "chain/tour.h"
#include "chain/trace.h"
#include "chain/transport_internal.h"
#include "chain/way.h"

enum bw_status bw_transport_init(struct bw_state *state)
{
    state->lanes = bw_arena_allocate(
        &state->arena, state->network->lane_count, sizeof *state->lanes);
    return state->lanes == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_transport_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->lane_count; i++) {
        state->lanes[i] = (struct bw_lane_state){
            .next = bw_state_now(state), .called = bw_state_now(state) - 1};
    }
}

/* How the goods of an order get to where they are wanted. */
static const struct bw_routing *routing_of(
    const struct bw_state *state, const struct bw_order *order)
{
    return order->kind == BW_ORDER_CUSTOMER
        ? &state->network->demands[order->owner].routing
        : &state->network->sources[order->source].routing;
}

bw_time bw_lane_least_life(const struct bw_state *state, const struct bw_order *order)
{
    return bw_way_least_life(state->network, routing_of(state, order));
}

const struct bw_leg *bw_transport_leg(
    const struct bw_state *state, const struct bw_lot *lot)
{
    const struct bw_order *order = bw_state_order(state, lot->bound);

    return &state->network->legs[routing_of(state, order)->first_leg + lot->leg];
}

bool bw_transport_is_first(const struct bw_state *state, const struct bw_lot *lot)
{
    return lot->leg == 0 || bw_transport_leg(state, lot)[-1].last;
}

void bw_lane_start(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_order *order = bw_state_order(state, l->bound);
    const struct bw_routing *routing = routing_of(state, order);
    uint32_t leg = bw_way_choose(state, routing, order, l) - routing->first_leg;

    l->leg = leg & 255u;
    bw_lane_send(state, lot);
}

void bw_lane_send(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index lane = bw_transport_leg(state, l)->lane;
    const struct bw_terms *terms = bw_contract_terms_of_lane(state, lane);

    l->custody = BW_CUSTODY_OUTBOUND;
    bw_hold_open_ship(
        state, lot, lane, state->lanes[bw_tour_queue(state->network, lane)].sent++);
    for (bw_index i = 0; terms != NULL && i < terms->party_count; i++) {
        bw_index contract = state->network->parties[terms->first_party + i];

        if (bw_contract_bars(state, contract)) {
            bw_hold_open_contract(state, lot, lane, contract);
        }
    }
    if (bw_lot_grade(state, l) != BW_LOT_BARRED) {
        bw_lane_queue(state, lot);
    }
}

void bw_lane_queue(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index lane = bw_tour_queue(state->network, bw_transport_leg(state, l)->lane);
    const struct bw_lane *described = &state->network->lanes[lane];
    struct bw_lane_state *s = &state->lanes[lane];

    bw_history_append(state, &l->history, described->element, BW_STAGE_DISPATCH,
        bw_state_now(state), false);
    BW_TRACE(state, READY, described->element, .lot = lot, .order = l->bound,
        .quantity = l->quantity);
    l->next = 0;
    if (s->last == 0) {
        s->first = lot;
    } else {
        bw_state_lot(state, s->last)->next = lot;
    }
    s->last = lot;
    bw_dispatch_notice(state, lane, lot);
}

void bw_lane_withdraw(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index lane = bw_tour_queue(state->network, bw_transport_leg(state, l)->lane);
    struct bw_lane_state *s = &state->lanes[lane];
    uint32_t before = 0;

    for (uint32_t i = s->first; i != lot; i = bw_state_lot(state, i)->next) {
        before = i;
    }
    if (before == 0) {
        s->first = l->next;
    } else {
        bw_state_lot(state, before)->next = l->next;
    }
    if (s->last == lot) {
        s->last = before;
    }
    bw_dispatch_withdraw(state, lane, lot);
}

/* A lot that is lost before it leaves was perhaps at a hub. */
static void leave_hub(struct bw_state *state, const struct bw_lot *lot)
{
    bw_index lane = bw_transport_leg(state, lot)->lane;
    bw_index hub = bw_hub_at(state, state->network->lanes[lane].from);

    if (hub != BW_NONE && !bw_transport_is_first(state, lot)) {
        bw_hub_lose(state, hub, lot);
    }
}

void bw_lane_lost(struct bw_state *state, uint32_t lot, enum bw_waste cause)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t order = l->bound;
    int64_t quantity = l->quantity;
    const struct bw_order *o = bw_state_order(state, order);

    if (l->custody == BW_CUSTODY_OUTBOUND && bw_lot_grade(state, l) != BW_LOT_BARRED) {
        bw_lane_withdraw(state, lot);
    }
    if (l->custody == BW_CUSTODY_OUTBOUND) {
        leave_hub(state, l);
    }
    bw_lot_waste(state, lot, quantity, cause);
    if (l->custody != BW_CUSTODY_TRANSIT) {
        bw_lot_end(state, lot); /* what is on a vehicle ends when that arrives */
    }
    if (o->kind == BW_ORDER_CUSTOMER) {
        bw_stock_ask_again(
            state, state->network->demands[o->owner].stock, order, quantity);
    } else {
        bw_stock_correct_order(state, order, o->outstanding - quantity);
    }
}

void bw_lane_hand_over(struct bw_state *state, uint32_t lot)
{
    if (bw_state_lot(state, lot)->expiry <= bw_state_now(state)) {
        bw_lane_lost(state, lot, BW_WASTE_EXPIRED);
    } else {
        bw_demand_deliver(state, lot);
    }
}
