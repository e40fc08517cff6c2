/* SPDX-License-Identifier: Apache-2.0
 *
 * Issue: goods go off the shelf, first expired first, and on their way.
 */
#include "chain/inventory_internal.h"

#include "chain/demand.h"
#include "chain/history.h"
#include "chain/lateral.h"
#include "chain/lot.h"
#include "chain/manufacturing.h"
#include "chain/trace.h"
#include "chain/transport.h"

/* Sends what was issued on its way. */
static void hand_over(
    struct bw_state *state, bw_index stock, uint32_t order, uint32_t lot)
{
    const struct bw_order *o = bw_state_order(state, order);
    struct bw_lot *l = bw_state_lot(state, lot);

    l->bound = order;
    if (o->kind == BW_ORDER_NEED) {
        l->custody = BW_CUSTODY_PROCESS;
        bw_recipe_supply(state, order, lot, bw_stock_element(state, stock));
    } else if (o->kind == BW_ORDER_CUSTOMER
        && state->network->demands[o->owner].routing.leg_count == 0) {
        bw_demand_deliver(state, lot);
    } else {
        bw_lane_start(state, lot);
    }
}

/* Issues quantity of a lot on the shelf to an order. */
static void issue_lot(struct bw_state *state, bw_index stock, uint32_t order,
    uint32_t lot, uint32_t before, int64_t quantity)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_order *o = bw_state_order(state, order);
    bw_index element = bw_stock_element(state, stock);
    enum bw_lot_grade grade = bw_lot_grade(state, bw_state_lot(state, lot));
    bw_time now = bw_state_now(state), arrived, asked, kept;
    bw_index recipe = BW_NONE;
    struct bw_lot *l;

    if (quantity < bw_state_lot(state, lot)->quantity) {
        lot = bw_lot_split(state, lot, quantity);
    } else {
        bw_shelf_unlink(state, stock, lot, before);
    }
    l = bw_state_lot(state, lot);
    arrived = bw_history_start(state, l->history);
    asked = o->placed > arrived ? o->placed : arrived;
    kept = asked;
    if (o->kind == BW_ORDER_NEED) {
        bw_time planned = bw_batch_planned(state, o->owner, &recipe);

        kept = planned > arrived ? planned : arrived;
    }
    if (l->made != BW_FOREVER) {
        l->stored += kept - arrived;
    }
    if (kept < asked) {
        bw_history_append(state, &l->history, recipe, BW_STAGE_QUEUE, kept, false);
    }
    if (asked < now) {
        bw_history_append(state, &l->history, element, BW_STAGE_ALLOCATE, asked, false);
    }
    s->on_hand -= quantity;
    bw_shelf_count(state, stock, grade, -quantity);
    s->backorders -= quantity;
    o->open -= quantity;
    bw_observe_stock(state, stock, BW_SUM_ISSUED, (double)quantity);
    if (o->lateral) {
        bw_lateral_note_given(state, stock, quantity);
    }
    if (grade == BW_LOT_AT_RISK) {
        bw_observe_stock(state, stock, BW_SUM_ISSUED_HELD, (double)quantity);
    }
    /* What replaces goods lost on the way is not issued at once a second time. */
    if (o->placed == now && !o->again && !o->lateral) {
        bw_observe_stock(state, stock, BW_SUM_AT_ONCE, (double)quantity);
        if (o->kind == BW_ORDER_CUSTOMER) {
            bw_measure_line_filled(state, o, quantity);
        }
    }
    BW_TRACE(state, ALLOCATED, element, .order = order, .lot = lot,
        .quantity = quantity, .since = o->placed);
    hand_over(state, stock, order, lot);
}

static bool is_fit(
    const struct bw_state *state, const struct bw_lot *lot, const struct bw_fit *fit)
{
    bw_time life =
        lot->expiry == BW_FOREVER ? BW_ANY_LIFE - 1 : lot->expiry - bw_state_now(state);

    return life >= fit->least && life < fit->below;
}

int64_t bw_issue_count(const struct bw_state *state, bw_index stock,
    enum bw_lot_grade grade, const struct bw_fit *fit)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    int64_t count = 0;

    if (fit->least == 0 && fit->below == BW_ANY_LIFE) {
        return grade == BW_LOT_USABLE ? s->usable : s->at_risk;
    }
    for (uint32_t lot = s->shelf_first; lot != 0;
         lot = bw_state_lot(state, lot)->next) {
        const struct bw_lot *l = bw_state_lot(state, lot);

        if (bw_lot_grade(state, l) == grade && is_fit(state, l, fit)) {
            count += l->quantity;
        }
    }
    return count;
}

/* Issues of a part what there is in lots of one grade, first expired first. Returns the
 * quantity that is left; at 0 the order may have been closed and freed. */
static int64_t give_grade(struct bw_state *state, bw_index stock, uint32_t order,
    enum bw_lot_grade grade, const struct bw_part *part)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    const int64_t *there = grade == BW_LOT_USABLE ? &s->usable : &s->at_risk;
    int64_t quantity = part->quantity;
    uint32_t lot = s->shelf_first, before = 0;

    while (quantity > 0 && *there > 0 && lot != 0) {
        const struct bw_lot *l = bw_state_lot(state, lot);
        uint32_t next = l->next;
        int64_t taken = l->quantity < quantity ? l->quantity : quantity;

        if (bw_lot_grade(state, l) != grade || !is_fit(state, l, &part->fit)) {
            before = lot;
        } else {
            issue_lot(state, stock, order, lot, before, taken);
            quantity -= taken;
        }
        lot = next;
    }
    return quantity;
}

/* Issues a part of an order: held goods only where usable ones do not suffice. The
 * order leaves the queue before its last unit does, since that may close and free it.
 */
void bw_issue(
    struct bw_state *state, bw_index stock, uint32_t order, struct bw_part part)
{
    if (part.quantity == bw_state_order(state, order)->open) {
        bw_queue_remove(state, stock, order);
    }
    part.quantity = give_grade(state, stock, order, BW_LOT_USABLE, &part);
    if (part.quantity > 0) {
        (void)give_grade(state, stock, order, BW_LOT_AT_RISK, &part);
    }
}
