/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/recall.h"

#include "chain/history.h"
#include "chain/hold.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/state_internal.h"
#include "chain/trace.h"
#include "chain/transport.h"

static struct bw_hold *hold_at(const struct bw_state *state, uint32_t hold)
{
    return bw_pool_at(&state->holds, hold);
}

static struct bw_hold_link *link_at(const struct bw_state *state, uint32_t link)
{
    return bw_pool_at(&state->hold_links, link);
}

void bw_recall_begin(struct bw_state *state, uint32_t hold)
{
    const struct bw_hold *h = hold_at(state, hold);
    bw_index element = bw_hold_element(state, hold);
    bw_index ledger = state->network->ledgers[h->ledger].element;
    double gone = 0.0;

    for (uint32_t i = h->links; i != 0; i = link_at(state, i)->next_of_hold) {
        struct bw_hold_link *link = link_at(state, i);

        if (link->lot == 0) {
            gone += link->gone;
            continue;
        }
        link->told = true;
        bw_state_schedule(
            state, element, bw_state_now(state), BW_EVENT_HOLD_RECALL, element, i);
    }
    bw_observe(state, ledger, BW_SUM_CAUGHT_UP, 1.0);
    if (gone > 0.0) {
        bw_observe(state, ledger, BW_SUM_ALERT, gone);
        BW_TRACE(state, ALERT, element, .other = ledger);
    }
    bw_state_schedule(
        state, element, bw_state_now(state), BW_EVENT_HOLD_RECALLED, element, hold);
}

/* The stay on a shelf that the quarantine cuts short has been time under `store`. */
static bw_time time_stored(const struct bw_state *state, const struct bw_lot *lot)
{
    bool is_on_shelf = lot->custody == BW_CUSTODY_STOCK && lot->made != BW_FOREVER;

    return lot->stored
        + (is_on_shelf ? bw_state_now(state) - bw_history_start(state, lot->history)
                       : 0);
}

/* The branch of a link begins with the path of its lot as it is now. */
static void begin_branch(struct bw_state *state, struct bw_hold_link *link)
{
    const struct bw_lot *lot = bw_state_lot(state, link->lot);

    bw_history_release(state, &link->history);
    link->stored = time_stored(state, lot);
    link->history = bw_history_retain(state, lot->history);
    bw_history_append(state, &link->history, bw_hold_resolver(state, link->hold),
        BW_STAGE_QUARANTINE, bw_state_now(state), false);
}

static void catch_lot(struct bw_state *state, struct bw_hold_link *link)
{
    struct bw_lot *lot = bw_state_lot(state, link->lot);
    enum bw_lot_grade before = bw_lot_grade(state, lot);

    BW_TRACE(state, QUARANTINED, bw_hold_element(state, link->hold), .lot = link->lot,
        .quantity = lot->quantity,
        .other = state->network->ledgers[hold_at(state, link->hold)->ledger].element);
    BW_TRACE(state, HOLD_PLACED, bw_hold_element(state, link->hold), .lot = link->lot,
        .quantity = lot->quantity, .detail = bw_hold_name(state, link->hold));
    link->silent = false;
    if (lot->custody != BW_CUSTODY_PROCESS) {
        begin_branch(state, link);
    }
    if (lot->custody == BW_CUSTODY_OUTBOUND && before != BW_LOT_BARRED) {
        bw_lane_withdraw(state, link->lot);
    }
    link->bars = true;
    if (lot->custody == BW_CUSTODY_STOCK) {
        bw_stock_regrade(state, link->lot, before);
    }
}

void bw_recall_on_message(struct bw_state *state, const struct bw_event *event)
{
    uint32_t index = event->a;

    link_at(state, index)->copied = false;
    /* Parts split off since the message was sent hear of it with the rest. */
    do {
        struct bw_hold_link *link = link_at(state, index);

        link->told = false;
        link->copied = false;
        if (link->lot != 0 && bw_state_lot(state, link->lot)->quantity > 0) {
            catch_lot(state, link);
        }
        index = link->next_of_hold;
    } while (index != 0 && link_at(state, index)->copied);
}

void bw_recall_land(struct bw_state *state, uint32_t lot)
{
    for (uint32_t i = bw_state_lot(state, lot)->holds; i != 0;
         i = link_at(state, i)->next_of_lot) {
        if (link_at(state, i)->history != 0) {
            begin_branch(state, link_at(state, i));
        }
    }
}
