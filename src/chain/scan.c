/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/scan.h"

#include "chain/cost.h"
#include "chain/demand.h"
#include "chain/desk.h"
#include "chain/history.h"
#include "chain/hold.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/quality.h"

#include <math.h>

/* Each pack adds -log(1 - p) to a sum, and the next alert comes with the pack at which
 * the sum passes an exponential draw: packs cause alerts independently with probability
 * p, which may change, and a delivery costs as much as it has alerts. */
struct bw_scan_state {
    double left;     /* of the draw */
    uint64_t number; /* of the next alert */
};

static void draw_next(struct bw_state *state, bw_index scan)
{
    struct bw_scan_state *s = &state->scans[scan];

    s->left =
        -log(bw_state_uniform(state, state->network->scans[scan].stream, s->number));
}

enum bw_status bw_scan_init(struct bw_state *state)
{
    state->scans = bw_arena_allocate(
        &state->arena, state->network->scan_count, sizeof *state->scans);
    return state->scans == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_scan_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->scan_count; i++) {
        state->scans[i] = (struct bw_scan_state){0};
        draw_next(state, i);
    }
}

/* Scans up to packs; returns how many were scanned, the last of them with an alert
 * unless *alert is false. */
static int64_t scan_packs(
    struct bw_state *state, bw_index scan, int64_t packs, bool *alert)
{
    struct bw_scan_state *s = &state->scans[scan];
    double each =
        -log1p(-bw_state_parameter(state, state->network->scans[scan].alerts));
    double until = each > 0.0 ? fmax(ceil(s->left / each), 1.0) : HUGE_VAL;

    *alert = until <= (double)packs;
    if (*alert) {
        return (int64_t)until;
    }
    s->left = fmax(s->left - (double)packs * each, 0.0);
    return packs;
}

/* A pack with an alert goes to the desk and waits for an answer, then for people. */
static void put_aside(struct bw_state *state, const struct bw_scan *scan, uint32_t lot)
{
    bw_index index = (bw_index)(scan - state->network->scans);
    uint64_t number = state->scans[index].number++;
    uint32_t hold;

    draw_next(state, index);
    bw_desk_put(state, lot, scan->element, 0.0);
    bw_cost_charge(state, scan->element, BW_COST_RETURNS, scan->resolver.cost);
    hold = bw_hold_open(state, lot, BW_HOLD_ALERT, index, number);
    if (scan->answer.present) {
        bw_hold_wait_answer(
            state, hold, bw_state_duration(state, &scan->answer, number));
    } else {
        bw_hold_resolve(state, hold);
    }
}

/* The customer's order wants other packs: a message to the stock that may just be
 * serving its queue. */
static void ask_for_others(
    struct bw_state *state, const struct bw_scan *scan, uint32_t order, int64_t packs)
{
    uint32_t index = bw_state_take(state, &state->messages);

    *(struct bw_message *)bw_pool_at(&state->messages, index) =
        (struct bw_message){.quantity = packs, .from = order};
    bw_state_schedule(state, scan->element, bw_state_now(state), BW_EVENT_SCAN_REPLACE,
        (bw_index)(scan - state->network->scans), index);
}

uint32_t bw_scan_lot(struct bw_state *state, uint32_t lot)
{
    uint32_t order = bw_state_lot(state, lot)->bound;
    bw_index demand = bw_state_order(state, order)->owner;
    const struct bw_scan *scan = state->network->demands[demand].scan;
    bw_index index = (bw_index)(scan - state->network->scans);
    int64_t left = bw_state_lot(state, lot)->quantity, alerts = 0;
    bool alert = true;

    bw_state_lot(state, lot)->custody = BW_CUSTODY_CUSTOMER;
    bw_observe(state, scan->element, BW_SUM_SCAN_SCANNED, (double)left);
    for (;;) {
        left -= scan_packs(state, index, left, &alert);
        if (!alert) {
            break;
        }
        alerts++;
        if (bw_state_lot(state, lot)->quantity == 1) {
            put_aside(state, scan, lot);
            lot = 0;
            break;
        }
        put_aside(state, scan, bw_lot_split(state, lot, 1));
    }
    if (alerts > 0) {
        bw_observe(state, scan->element, BW_SUM_SCAN_ALERT, (double)alerts);
        ask_for_others(state, scan, order, alerts);
    }
    return lot;
}

void bw_scan_on_replace(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_scan *scan = &state->network->scans[event->target];
    struct bw_message message =
        *(struct bw_message *)bw_pool_at(&state->messages, event->a);

    bw_pool_give(&state->messages, event->a);
    if (bw_state_order(state, message.from)->placed == event->time) {
        bw_demand_may_wait(state, message.from);
    }
    bw_stock_ask_again(state, state->network->demands[scan->demand].stock, message.from,
        message.quantity);
}
