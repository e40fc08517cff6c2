/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/returns.h"

#include "chain/cost.h"
#include "chain/desk.h"
#include "chain/history.h"
#include "chain/lot.h"
#include "chain/lot_thermal.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/state_internal.h"
#include "chain/trace.h"
#include "chain/verification.h"

#include <math.h>

/* Draws of the returns of one order, which may come in parts, lie apart. */
#define PART_SHIFT 40

static double units_of(const struct bw_state *state, const struct bw_lot *lot)
{
    return (double)lot->quantity * state->network->items[lot->item].quantum;
}

/* Quanta of an order that come back if all of it is delivered. */
static int64_t quantity_back(const struct bw_state *state,
    const struct bw_returns *returns, const struct bw_order *order)
{
    double share, quanta;

    if (!bw_state_chance(state, returns->share_stream, order->number,
            bw_state_parameter(state, returns->share))) {
        return 0;
    }
    if (!returns->size.present) {
        return order->quantity;
    }
    share = bw_state_value(state, &returns->size, order->number, 1.0);
    quanta = fmin(fmax(share, 0.0), 1.0) * (double)order->quantity;
    /* Rounded at random, so that small orders send back their share on average too. */
    quanta =
        floor(quanta + bw_state_uniform(state, returns->round_stream, order->number));
    return (int64_t)fmin(quanta, (double)order->quantity);
}

/* Of the first delivered quanta of an order those that come back. */
static int64_t back_of_first(
    const struct bw_order *order, int64_t back, int64_t delivered)
{
    __extension__ __int128 product = (__int128)back * delivered;

    return (int64_t)(product / order->quantity);
}

void bw_returns_note_delivery(struct bw_state *state, const struct bw_order *order,
    const struct bw_lot *lot, int64_t before, double price)
{
    const struct bw_returns *returns = state->network->demands[order->owner].returns;
    int64_t back = quantity_back(state, returns, order);
    int64_t quantity = back_of_first(order, back, before + lot->quantity)
        - back_of_first(order, back, before);
    struct bw_lot copy = *lot;
    struct bw_return *r;
    uint32_t index;

    if (quantity == 0) {
        return;
    }
    bw_lot_copy_record(state, &copy);
    index = bw_state_take(state, &state->returns);
    r = bw_pool_at(&state->returns, index);
    *r = (struct bw_return){
        .quantity = quantity,
        .expiry = lot->expiry,
        .delivered = bw_state_now(state),
        .sent = bw_state_now(state)
            + bw_state_duration(state, &returns->delay, order->number),
        .number = order->number ^ (uint64_t)before << PART_SHIFT,
        .price = price,
        .thermal = copy.thermal,
    };
    bw_state_schedule(state, state->network->demands[order->owner].element,
        r->sent + bw_state_duration(state, &returns->transit, r->number),
        BW_EVENT_RETURNS_ARRIVAL, (bw_index)(returns - state->network->returns), index);
}

/* Makes the lot of a return that arrives. Nobody made it: its age is not known to
 * matter, and its past begins with the customer who had it. */
static uint32_t enter(
    struct bw_state *state, const struct bw_returns *returns, const struct bw_return *r)
{
    uint32_t lot = bw_lot_create(
        state, state->network->demands[returns->demand].item, r->quantity);
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_time now = bw_state_now(state);

    l->thermal = r->thermal;
    bw_desk_put(state, lot, returns->element, r->price);
    bw_history_append(
        state, &l->history, returns->element, BW_STAGE_SOURCE, r->delivered, false);
    bw_history_append(
        state, &l->history, returns->element, BW_STAGE_TRANSIT, r->sent, false);
    BW_TRACE(state, LOT_CREATED, returns->element, .lot = lot, .quantity = r->quantity,
        .detail = "returned");
    if (r->expiry != BW_FOREVER) {
        bw_lot_redate(state, lot, r->expiry > now ? r->expiry : now, "returned");
    }
    bw_observe(state, returns->element, BW_SUM_RETURNS_CAME, units_of(state, l));
    bw_cost_charge(state, returns->element, BW_COST_RETURNS,
        units_of(state, l) * returns->handling);
    return lot;
}

/* True when it is plain that goods cannot be sold again. */
static bool is_refused(
    struct bw_state *state, const struct bw_returns *returns, const struct bw_lot *lot)
{
    if (!returns->resells) {
        bw_observe(
            state, returns->element, BW_SUM_RETURNS_NO_RESALE, units_of(state, lot));
        return true;
    }
    if (bw_desk_is_too_old(state, lot)) {
        bw_observe(state, returns->element, BW_SUM_RETURNS_AGED, units_of(state, lot));
        return true;
    }
    return false;
}

void bw_returns_on_arrival(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_returns *returns = &state->network->returns[event->target];
    struct bw_return r = *(struct bw_return *)bw_pool_at(&state->returns, event->a);
    uint32_t lot;

    bw_pool_give(&state->returns, event->a);
    lot = enter(state, returns, &r);
    if (is_refused(state, returns, bw_state_lot(state, lot))) {
        bw_desk_destroy(state, lot, BW_WASTE_RETURNED);
        return;
    }
    if (returns->inspects) {
        bw_cost_charge(
            state, returns->element, BW_COST_RETURNS, returns->inspection.cost);
        bw_hold_resolve(state,
            bw_hold_open(state, lot, BW_HOLD_RETURN_TEST, event->target, r.number));
    }
    bw_verification_open(state, lot, BW_HOLD_VERIFY_RETURN, event->target, r.number);
    if (bw_lot_grade(state, bw_state_lot(state, lot)) == BW_LOT_USABLE) {
        bw_desk_release(state, lot);
    }
}

void bw_returns_note_rejected(
    struct bw_state *state, uint32_t hold, enum bw_hold_cause cause)
{
    uint32_t lot = bw_hold_lot(state, hold);

    if (lot != 0 && bw_state_lot(state, lot)->custody == BW_CUSTODY_DESK) {
        bw_observe(state, bw_hold_element(state, hold),
            cause == BW_HOLD_RETURN_TEST ? BW_SUM_RETURNS_CONDITION
                                         : BW_SUM_RETURNS_RECORD,
            units_of(state, bw_state_lot(state, lot)));
    }
}

void bw_returns_note_verified(struct bw_state *state, bw_index returns, bw_time time)
{
    bw_observe(state, state->network->returns[returns].element, BW_SUM_RETURNS_VERIFY,
        (double)time);
}

bool bw_returns_is_missed(
    struct bw_state *state, bw_index returns, uint64_t draw, uint32_t lot)
{
    const struct bw_returns *r = &state->network->returns[returns];
    /* Where nobody checks, nothing passes a check. */
    bool missed = r->verify.gate != BW_GATE_OFF
        && bw_state_chance(state, r->miss_stream, draw, r->misses);

    if (missed) {
        bw_observe(state, state->network->ledgers[r->verify.ledger].element,
            BW_SUM_UNDETECTED, 1.0);
        bw_observe(state, r->element, BW_SUM_RETURNS_MISSED,
            units_of(state, bw_state_lot(state, lot)));
    }
    return missed;
}
