/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/disposition.h"

#include "chain/hold.h"
#include "chain/inventory.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/source_choice.h"
#include "chain/state_internal.h"
#include "chain/trace.h"

enum outcome { RELEASE, DOWNGRADE, REJECT };

static struct bw_hold *hold_at(const struct bw_state *state, uint32_t hold)
{
    return bw_pool_at(&state->holds, hold);
}

/* Where goods went out of their range, and what is counted there. */
struct place {
    const struct bw_disposition *disposition;
    const struct bw_loggers *loggers; /* NULL = all is known */
    enum bw_sum spoiled, downgraded, time;
};

static struct place place_of(
    const struct bw_state *state, enum bw_hold_cause cause, bw_index owner)
{
    const struct bw_network *network = state->network;

    if (cause == BW_HOLD_STORAGE) {
        return (struct place){&network->equipments[owner].disposition,
            network->equipments[owner].loggers, BW_SUM_EQUIPMENT_LOST,
            BW_SUM_EQUIPMENT_DOWNGRADED, BW_SUM_EQUIPMENT_DISPOSITION};
    }
    return (struct place){&network->lanes[owner].checks->disposition,
        network->lanes[owner].checks->loggers, BW_SUM_SPOILED, BW_SUM_DOWNGRADED,
        BW_SUM_DISPOSITION};
}

static struct place place_at(const struct bw_state *state, const struct bw_hold *hold)
{
    return place_of(state, (enum bw_hold_cause)hold->cause, hold->owner);
}

static const struct bw_disposition *described(
    const struct bw_state *state, const struct bw_hold *hold)
{
    return place_at(state, hold).disposition;
}

/* The finding is known: the goods are judged, or go on. */
static void judge(struct bw_state *state, uint32_t index)
{
    struct bw_hold *hold = hold_at(state, index);
    const struct bw_disposition *d = described(state, hold);

    if (hold->finding == BW_FINDING_WITHIN && d->automatic.present) {
        hold->automatic = true;
        bw_hold_wait(state, index, BW_STAGE_QUARANTINE,
            bw_state_duration(state, &d->automatic, hold->number));
    } else {
        bw_hold_resolve(state, index);
    }
}

static bool is_judged(const struct bw_disposition *d, enum bw_finding finding)
{
    return finding == BW_FINDING_BEYOND || (finding == BW_FINDING_WITHIN && d->every);
}

/* Opens the hold of a lot that was out of range where owner says. Returns 0 where
 * nobody needs to judge it. */
static uint32_t open_hold(struct bw_state *state, uint32_t lot,
    enum bw_hold_cause cause, bw_index owner, uint64_t draw)
{
    const struct place place = place_of(state, cause, owner);
    const struct bw_lot *l = bw_state_lot(state, lot);
    bool reads = place.loggers != NULL && place.loggers->upload.present;
    struct bw_hold *hold;
    uint32_t index;

    if (!reads && !is_judged(place.disposition, (enum bw_finding)l->finding)) {
        return 0;
    }
    index = bw_hold_open(state, lot, cause, owner, draw);
    hold = hold_at(state, index);
    hold->finding = (uint8_t)l->finding;
    hold->unread = l->unread;
    if (place.disposition->time_limit != BW_FOREVER) {
        bw_index element = bw_hold_element(state, index);

        hold->limit = bw_state_schedule(state, element,
            bw_state_now(state) + place.disposition->time_limit, BW_EVENT_HOLD_LIMIT,
            element, index);
    }
    if (reads) {
        hold->reading = true;
        bw_hold_wait(state, index, BW_STAGE_QUARANTINE,
            bw_state_duration(state, &place.loggers->upload, draw));
    } else {
        judge(state, index);
    }
    return index;
}

void bw_disposition_open(
    struct bw_state *state, uint32_t lot, bw_index lane, uint64_t draw)
{
    if (state->network->lanes[lane].checks != NULL) {
        (void)open_hold(state, lot, BW_HOLD_EXCURSION, lane, draw);
    }
}

uint32_t bw_disposition_open_storage(
    struct bw_state *state, uint32_t lot, bw_index equipment, uint64_t draw)
{
    return open_hold(state, lot, BW_HOLD_STORAGE, equipment, draw);
}

/* What people decide. One draw tells rejection, downgrade and release apart. */
static enum outcome decide(const struct bw_state *state, const struct bw_hold *hold)
{
    const struct bw_disposition *d = described(state, hold);
    double reject = d->assessment.reject_share;

    if (hold->automatic) {
        return RELEASE;
    }
    if (d->by_budget) {
        return hold->finding == BW_FINDING_BEYOND ? REJECT : RELEASE;
    }
    if (bw_state_chance(state, d->assessment.reject.stream, hold->number, reject)) {
        return REJECT;
    }
    return bw_state_chance(state, d->assessment.reject.stream, hold->number,
               reject + d->downgrade_share)
        ? DOWNGRADE
        : RELEASE;
}

static double units_of(const struct bw_state *state, const struct bw_lot *lot)
{
    return (double)lot->quantity * state->network->items[lot->item].quantum;
}

/* Cuts the life that is left to the lots under a hold. */
static void downgrade(struct bw_state *state, uint32_t hold)
{
    struct place place = place_at(state, hold_at(state, hold));
    const struct bw_disposition *d = place.disposition;
    bw_index element = bw_hold_element(state, hold);
    bw_time now = bw_state_now(state);
    uint32_t cursor = 0, lot;

    while ((lot = bw_hold_next(state, hold, &cursor)) != 0) {
        const struct bw_lot *l = bw_state_lot(state, lot);
        bw_time left = l->expiry;

        bw_observe(state, element, place.downgraded, units_of(state, l));
        if (left != BW_FOREVER) {
            left = bw_time_round((double)(left - now) * d->keep);
        }
        left = left < d->keep_at_most ? left : d->keep_at_most;
        if (left == BW_FOREVER || now + left >= l->expiry) {
            continue;
        }
        if (l->custody == BW_CUSTODY_STOCK) {
            bw_stock_redate(state, lot, now + left, "downgrade");
        } else {
            bw_lot_redate(state, lot, now + left, "downgrade");
        }
    }
}

/* Goods of a stock that are rejected: which stock, and how much of them. */
struct rejected {
    bw_index stock;
    int64_t quantity;
};

/* Counts what a hold rejects, and finds out for which stock it had come. */
static struct rejected count_rejected(struct bw_state *state, uint32_t hold)
{
    struct rejected rejected = {BW_NONE, 0};
    uint32_t cursor = 0, lot;

    while ((lot = bw_hold_next(state, hold, &cursor)) != 0) {
        const struct bw_lot *l = bw_state_lot(state, lot);

        bw_observe(state, bw_hold_element(state, hold),
            place_at(state, hold_at(state, hold)).spoiled, units_of(state, l));
        if (l->custody == BW_CUSTODY_STOCK) {
            rejected.stock = l->bound;
            rejected.quantity += l->quantity;
        } else if (bw_state_order(state, l->bound)->kind == BW_ORDER_REPLENISH) {
            /* At the door, or at a hub on the way to it. */
            rejected.stock = bw_state_order(state, l->bound)->owner;
            rejected.quantity += l->quantity;
        }
    }
    return rejected;
}

/* The stock orders anew at once, where it is to do so. */
static void replace(struct bw_state *state, const struct bw_disposition *d,
    const struct rejected *rejected)
{
    if (d->replace != BW_REPLACE_RULE && rejected->quantity > 0
        && state->network->stocks[rejected->stock].policy != BW_POLICY_NONE) {
        bw_source_order_replacement(state, rejected->stock, rejected->quantity,
            d->replace == BW_REPLACE_EXPEDITE);
    }
}

/* The data of the logger are there. Returns true when they do not end the matter. */
static bool read_data(struct bw_state *state, uint32_t hold)
{
    struct bw_hold *h = hold_at(state, hold);

    h->reading = false;
    if (bw_hold_lot(state, hold) != 0
        && is_judged(described(state, h), (enum bw_finding)h->finding)) {
        judge(state, hold);
        return true;
    }
    return false;
}

static enum bw_waste cause_of(const struct bw_state *state, const struct bw_hold *hold)
{
    bool in_store = hold->cause == BW_HOLD_STORAGE;
    bw_index packaging =
        in_store ? BW_NONE : state->network->lanes[hold->owner].packaging;
    bool has_rates = packaging != BW_NONE
        && state->network->packagings[packaging].statistical != NULL;

    if (hold->unread) {
        return BW_WASTE_LOGGER;
    }
    if (hold->finding == BW_FINDING_LOST && !has_rates) {
        return BW_WASTE_FREEZE;
    }
    return in_store ? BW_WASTE_STORAGE : BW_WASTE_EXCURSION;
}

void bw_disposition_finish(struct bw_state *state, uint32_t hold)
{
    struct bw_hold *h = hold_at(state, hold);
    const struct bw_disposition *d = described(state, h);
    bool was_reading = h->reading;
    struct rejected rejected;
    enum outcome outcome;

    if (was_reading && read_data(state, hold)) {
        return;
    }
    outcome = h->finding == BW_FINDING_LOST ? REJECT
        : was_reading                       ? RELEASE
                                            : decide(state, h);
    if (bw_event_list_is_pending(&state->events, h->limit)) {
        bw_event_list_cancel(&state->events, h->limit);
    }
    if (bw_hold_lot(state, hold) != 0 && !was_reading) {
        bw_observe(state, bw_hold_element(state, hold), place_at(state, h).time,
            (double)(bw_state_now(state) - h->start));
    }
    if (outcome != REJECT) {
        if (outcome == DOWNGRADE) {
            downgrade(state, hold);
        }
        bw_hold_close(state, hold, false, BW_WASTE_EXCURSION);
        return;
    }
    rejected = count_rejected(state, hold);
    bw_hold_close(state, hold, true, cause_of(state, h));
    replace(state, d, &rejected);
}

void bw_disposition_on_limit(struct bw_state *state, const struct bw_event *event)
{
    struct bw_hold *h = hold_at(state, event->a);
    const struct bw_disposition *d = described(state, h);
    struct rejected rejected = count_rejected(state, event->a);

    bw_observe(state, event->target, place_at(state, h).time,
        (double)(event->time - h->start));
    bw_hold_spoil(state, event->a, BW_WASTE_QUARANTINE_LIMIT);
    replace(state, d, &rejected);
}
