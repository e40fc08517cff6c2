/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/lot.h"

#include "chain/cost.h"
#include "chain/history.h"
#include "chain/measure.h"

uint32_t bw_lot_create(struct bw_state *state, bw_index item, int64_t quantity)
{
    uint32_t index = bw_state_take(state, &state->lots);
    struct bw_lot *lot = bw_state_lot(state, index);

    lot->quantity = quantity;
    lot->expiry = BW_FOREVER;
    lot->made = BW_FOREVER;
    lot->item = item & 0xffffu;
    bw_measure_enter(state, item, quantity);
    return index;
}

uint32_t bw_lot_split(struct bw_state *state, uint32_t lot, int64_t quantity)
{
    uint32_t index = bw_state_take(state, &state->lots);
    struct bw_lot *old = bw_state_lot(state, lot);
    struct bw_lot *part = bw_state_lot(state, index);

    BW_ASSERT(quantity > 0 && quantity < old->quantity && old->holds == 0);
    *part = *old;
    part->quantity = quantity;
    part->next = 0;
    part->history = bw_history_retain(state, old->history);
    old->quantity -= quantity;
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
    bw_cost_charge(
        state, 0, BW_COST_WASTE, (double)quantity * item->quantum * item->value);
}

void bw_lot_leave(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);

    bw_measure_leave(state, l->item, l->quantity);
    l->quantity = 0;
    bw_lot_end(state, lot);
}

void bw_lot_end(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);

    BW_ASSERT(l->quantity == 0);
    bw_history_release(state, &l->history);
    l->custody = BW_CUSTODY_GONE;
    l->next = 0;
    if (l->holds == 0) {
        bw_pool_give(&state->lots, lot);
    }
}

void bw_lot_forget(struct bw_state *state, uint32_t lot)
{
    struct bw_lot *l = bw_state_lot(state, lot);

    if (l->custody == BW_CUSTODY_GONE && l->holds == 0) {
        bw_pool_give(&state->lots, lot);
    }
}
