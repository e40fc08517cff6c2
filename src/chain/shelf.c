/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/inventory_internal.h"

#include "chain/lot.h"
#include "chain/replenish.h"
#include "chain/space.h"

void bw_shelf_watch(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];
    bw_time first =
        s->shelf_first != 0 ? bw_state_lot(state, s->shelf_first)->expiry : BW_FOREVER;

    if (bw_event_list_is_pending(&state->events, s->expiry)) {
        if (s->expiry_time == first) {
            return;
        }
        bw_event_list_cancel(&state->events, s->expiry);
    }
    s->expiry_time = first;
    /* What keeps beyond the end of the run needs no event. */
    if (first <= state->network->horizon + state->network->cooldown) {
        s->expiry = bw_state_schedule(state, bw_stock_element(state, stock), first,
            BW_EVENT_STOCK_EXPIRY, stock, 0);
    }
}

void bw_shelf_insert(struct bw_state *state, bw_index stock, uint32_t lot)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_lot *l = bw_state_lot(state, lot);

    l->next = 0;
    if (s->shelf_last == 0) {
        s->shelf_first = s->shelf_last = lot;
    } else if (bw_state_lot(state, s->shelf_last)->expiry <= l->expiry) {
        bw_state_lot(state, s->shelf_last)->next = lot;
        s->shelf_last = lot;
    } else if (l->expiry < bw_state_lot(state, s->shelf_first)->expiry) {
        l->next = s->shelf_first;
        s->shelf_first = lot;
    } else {
        uint32_t before = s->shelf_first;

        while (bw_state_lot(state, bw_state_lot(state, before)->next)->expiry
            <= l->expiry) {
            before = bw_state_lot(state, before)->next;
        }
        l->next = bw_state_lot(state, before)->next;
        bw_state_lot(state, before)->next = lot;
    }
}

void bw_shelf_unlink(
    struct bw_state *state, bw_index stock, uint32_t lot, uint32_t before)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct bw_lot *l = bw_state_lot(state, lot);

    if (before == 0) {
        s->shelf_first = l->next;
    } else {
        bw_state_lot(state, before)->next = l->next;
    }
    if (s->shelf_last == lot) {
        s->shelf_last = before;
    }
    l->next = 0;
}

void bw_shelf_count(
    struct bw_state *state, bw_index stock, enum bw_lot_grade grade, int64_t quantity)
{
    struct bw_stock_state *s = &state->stocks[stock];

    if (grade == BW_LOT_USABLE) {
        s->usable += quantity;
    } else if (grade == BW_LOT_AT_RISK && state->network->stocks[stock].ship_held) {
        s->at_risk += quantity;
    }
}

/* The lot in front of another one on its shelf, 0 when it is the first. */
static uint32_t find_before(const struct bw_state *state, bw_index stock, uint32_t lot)
{
    uint32_t before = 0;

    for (uint32_t i = state->stocks[stock].shelf_first; i != lot;
         i = bw_state_lot(state, i)->next) {
        before = i;
    }
    return before;
}

void bw_stock_redate(
    struct bw_state *state, uint32_t lot, bw_time expiry, const char *why)
{
    bw_index stock = bw_state_lot(state, lot)->bound;

    bw_shelf_unlink(state, stock, lot, find_before(state, stock, lot));
    bw_lot_redate(state, lot, expiry, why);
    bw_shelf_insert(state, stock, lot);
    bw_shelf_watch(state, stock);
}

void bw_stock_discard(struct bw_state *state, uint32_t lot, enum bw_waste cause)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    bw_index stock = l->bound;
    struct bw_stock_state *s = &state->stocks[stock];

    bw_shelf_unlink(state, stock, lot, find_before(state, stock, lot));
    s->on_hand -= l->quantity;
    bw_shelf_count(state, stock, bw_lot_grade(state, l), -l->quantity);
    bw_lot_waste(state, lot, l->quantity, cause);
    bw_lot_end(state, lot);
    bw_shelf_watch(state, stock);
    bw_stock_observe(state, stock);
    bw_space_freed(state, stock);
    bw_replenish_notice(state, stock);
}

void bw_stock_on_expiry(struct bw_state *state, const struct bw_event *event)
{
    bw_index stock = event->target;
    struct bw_stock_state *s = &state->stocks[stock];

    while (s->shelf_first != 0
        && bw_state_lot(state, s->shelf_first)->expiry <= bw_state_now(state)) {
        const struct bw_lot *lot = bw_state_lot(state, s->shelf_first);

        bw_observe_stock(state, stock, BW_SUM_EXPIRED, (double)lot->quantity);
        bw_stock_discard(state, s->shelf_first, BW_WASTE_EXPIRED);
    }
}
