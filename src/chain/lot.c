/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/lot.h"

#include "chain/cost.h"
#include "chain/history.h"
#include "chain/lot_thermal.h"
#include "chain/measure.h"
#include "chain/state_internal.h"
#include "chain/trace.h"

#include <math.h>

static struct bw_hold_link *link_at(const struct bw_state *state, uint32_t link)
{
    return bw_pool_at(&state->hold_links, link);
}

uint32_t bw_lot_create(struct bw_state *state, bw_index item, int64_t quantity)
{
    uint32_t index = bw_state_take(state, &state->lots);
    struct bw_lot *lot = bw_state_lot(state, index);

    lot->quantity = quantity;
    lot->expiry = BW_FOREVER;
    lot->made = BW_FOREVER;
    lot->item = item & 0xffffu;
    bw_measure_enter(state, item, quantity);
    if (state->tracer != NULL) {
        bw_trace_number_lot(state, index);
    }
    return index;
}

/* Puts a part of a lot under the holds of the lot, in the same order. */
static void copy_holds(struct bw_state *state, uint32_t lot, uint32_t part)
{
    uint32_t *last = &bw_state_lot(state, part)->holds;

    for (uint32_t i = bw_state_lot(state, lot)->holds; i != 0;) {
        uint32_t copy = bw_state_take(state, &state->hold_links);
        struct bw_hold_link *from = link_at(state, i), *to = link_at(state, copy);

        *to = *from;
        to->lot = part;
        to->next_of_lot = 0;
        to->history = bw_history_retain(state, from->history);
        to->gone = 0.0;
        to->copied = from->told;
        from->next_of_hold = copy;
        *last = copy;
        last = &to->next_of_lot;
        i = from->next_of_lot;
    }
}

uint32_t bw_lot_split(struct bw_state *state, uint32_t lot, int64_t quantity)
{
    uint32_t index = bw_state_take(state, &state->lots);
    struct bw_lot *old = bw_state_lot(state, lot);
    struct bw_lot *part = bw_state_lot(state, index);

    BW_ASSERT(quantity > 0 && quantity < old->quantity);
    *part = *old;
    part->quantity = quantity;
    part->next = 0;
    part->holds = 0;
    bw_lot_copy_record(state, part);
    copy_holds(state, lot, index);
    part->history = bw_history_retain(state, old->history);
    old->quantity -= quantity;
    if (state->tracer != NULL) {
        bw_trace_number_lot(state, index);
        BW_TRACE(state, LOT_SPLIT, BW_NONE, .lot = index, .of_lot = lot,
            .quantity = quantity);
    }
    return index;
}

uint32_t bw_lot_branch(
    struct bw_state *state, uint32_t lot, bw_index item, int64_t quantity)
{
    uint32_t index = bw_lot_create(state, item, quantity);
    struct bw_lot *branch = bw_state_lot(state, index);
    const struct bw_lot *trunk = bw_state_lot(state, lot);

    *branch = *trunk;
    branch->item = item & 0xffffu;
    branch->quantity = quantity;
    branch->next = 0;
    branch->holds = 0;
    branch->thermal = 0;
    copy_holds(state, lot, index);
    branch->history = bw_history_retain(state, trunk->history);
    return index;
}

void bw_lot_waste(
    struct bw_state *state, uint32_t lot, int64_t quantity, enum bw_waste cause)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_item *item = &state->network->items[l->item];

    BW_ASSERT(quantity >= 0 && quantity <= l->quantity);
    l->quantity -= quantity;
    bw_measure_waste(state, l->item, quantity, cause);
    if (quantity > 0) {
        BW_TRACE(state, LOT_WASTED, BW_NONE, .lot = lot, .quantity = quantity,
            .detail = bw_waste_name(cause));
    }
    if (cause != BW_WASTE_YIELD) {
        bw_cost_charge(state, 0, BW_COST_DESTRUCTION,
            (double)quantity * item->quantum * item->destruction);
    }
    bw_cost_charge(
        state, 0, BW_COST_WASTE, (double)quantity * item->quantum * item->value);
}

void bw_lot_redate(
    struct bw_state *state, uint32_t lot, bw_time expiry, const char *why)
{
    bw_state_lot(state, lot)->expiry = expiry;
    BW_TRACE(state, LOT_REDATED, BW_NONE, .lot = lot,
        .number = (uint64_t)(expiry - bw_state_now(state)), .detail = why);
}

void bw_lot_leave(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);

    for (uint32_t i = l->holds; i != 0; i = link_at(state, i)->next_of_lot) {
        link_at(state, i)->gone =
            (double)l->quantity * state->network->items[l->item].quantum;
    }
    bw_measure_leave(state, l->item, l->quantity);
    l->quantity = 0;
    bw_lot_end(state, lot);
}

void bw_lot_end(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);

    BW_ASSERT(l->quantity == 0);
    bw_lot_drop_record(state, l);
    bw_history_release(state, &l->history);
    for (uint32_t i = l->holds; i != 0; i = link_at(state, i)->next_of_lot) {
        link_at(state, i)->lot = 0;
    }
    bw_pool_give(&state->lots, lot);
}

enum bw_lot_grade bw_lot_grade(const struct bw_state *state, const struct bw_lot *lot)
{
    enum bw_lot_grade grade = BW_LOT_USABLE;

    for (uint32_t i = lot->holds; i != 0; i = link_at(state, i)->next_of_lot) {
        if (link_at(state, i)->bars) {
            return BW_LOT_BARRED;
        }
        if (!link_at(state, i)->silent) {
            grade = BW_LOT_AT_RISK;
        }
    }
    return grade;
}

uint32_t bw_lot_hold(
    struct bw_state *state, uint32_t lot, uint32_t hold, uint32_t *links)
{
    uint32_t index = bw_state_take(state, &state->hold_links);
    struct bw_hold_link *link = link_at(state, index);
    struct bw_lot *l = bw_state_lot(state, lot);

    if (index == 0) {
        return 0;
    }
    link->lot = lot;
    link->hold = hold;
    link->next_of_hold = *links;
    link->next_of_lot = l->holds;
    *links = index;
    l->holds = index;
    return index;
}

void bw_lot_unhold(struct bw_state *state, uint32_t link)
{
    struct bw_hold_link *gone = link_at(state, link);
    uint32_t *at = &bw_state_lot(state, gone->lot)->holds;

    while (*at != link && *at != 0) {
        at = &link_at(state, *at)->next_of_lot;
    }
    *at = gone->next_of_lot;
    gone->lot = 0;
}

bw_time bw_lot_life(const struct bw_state *state, bw_index item)
{
    const struct bw_item *described = &state->network->items[item];
    double life;

    if (described->life == BW_NONE) {
        return described->shelf_life;
    }
    life = bw_state_parameter(state, described->life);
    return isinf(life) ? BW_FOREVER : bw_time_round(life);
}
