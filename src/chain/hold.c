/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/hold.h"

#include "chain/desk.h"
#include "chain/history.h"
#include "chain/inventory.h"
#include "chain/lot.h"
#include "chain/manufacturing.h"
#include "chain/quality.h"
#include "chain/space.h"
#include "chain/state_internal.h"
#include "chain/trace.h"
#include "chain/transport.h"

enum verdict { VERDICT_OPEN, VERDICT_PASSED, VERDICT_REJECTED };

/* Row per cause: whose it is, and whether the goods stay until it has ended wherever
 * they are. A waiting time cannot be skipped; tests, records and reviews may go on
 * while the goods travel. */
static const struct {
    enum bw_element_kind owner;
    bool bars;
    const char *name;
} causes[] = {
    [BW_HOLD_RELEASE] = {BW_ELEMENT_STEP, true, "hold"},
    [BW_HOLD_TEST] = {BW_ELEMENT_STEP, false, "test"},
    [BW_HOLD_VERIFY_RELEASE] = {BW_ELEMENT_STEP, false, "verify_release"},
    [BW_HOLD_VERIFY_SHIP] = {BW_ELEMENT_LANE, true, "verify_ship"},
    [BW_HOLD_VERIFY_RECEIVE] = {BW_ELEMENT_LANE, true, "verify_receive"},
    [BW_HOLD_EXCURSION] = {BW_ELEMENT_LANE, true, "excursion"},
    [BW_HOLD_INCOMING] = {BW_ELEMENT_LANE, true, "incoming_test"},
    [BW_HOLD_STORAGE] = {BW_ELEMENT_EQUIPMENT, true, "storage"},
    [BW_HOLD_REST] = {BW_ELEMENT_STOCK, true, "rest"},
    [BW_HOLD_REVIEW] = {BW_ELEMENT_RECIPE, false, "review"},
    [BW_HOLD_DEVIATION] = {BW_ELEMENT_RECIPE, false, "deviation"},
    [BW_HOLD_CONTRACT] = {BW_ELEMENT_LANE, true, "contract"},
    [BW_HOLD_RETURN_TEST] = {BW_ELEMENT_RETURNS, true, "return_test"},
    [BW_HOLD_VERIFY_RETURN] = {BW_ELEMENT_RETURNS, true, "verify_return"},
    [BW_HOLD_ALERT] = {BW_ELEMENT_SCAN, true, "alert"},
};

static struct bw_hold *hold_at(const struct bw_state *state, uint32_t hold)
{
    return bw_pool_at(&state->holds, hold);
}

static struct bw_hold_link *link_at(const struct bw_state *state, uint32_t link)
{
    return bw_pool_at(&state->hold_links, link);
}

/* A hold whose branch begins with the path of a lot, and which has no lots yet. */
static uint32_t begin(struct bw_state *state, uint32_t lot, enum bw_hold_cause cause,
    bw_index owner, uint64_t draw)
{
    uint32_t index = bw_state_take(state, &state->holds);
    struct bw_hold *hold = hold_at(state, index);
    const struct bw_lot *l = bw_state_lot(state, lot);

    hold->start = bw_state_now(state);
    hold->number = draw;
    hold->owner = owner;
    hold->cause = (uint8_t)cause;
    if (lot != 0) {
        hold->stored = l->stored;
        hold->history = bw_history_retain(state, l->history);
    }
    return index;
}

uint32_t bw_hold_open(struct bw_state *state, uint32_t lot, enum bw_hold_cause cause,
    bw_index owner, uint64_t draw)
{
    uint32_t index = begin(state, lot, cause, owner, draw);
    struct bw_hold *hold = hold_at(state, index);

    if (lot == 0) {
        return index;
    }
    BW_TRACE(state, HOLD_PLACED, bw_hold_element(state, index), .lot = lot,
        .quantity = bw_state_lot(state, lot)->quantity, .detail = causes[cause].name);
    link_at(state, bw_lot_hold(state, lot, index, &hold->links))->bars =
        causes[cause].bars;
    return index;
}

uint32_t bw_hold_watch(struct bw_state *state, uint32_t lot, enum bw_hold_cause cause,
    bw_index owner, uint64_t draw)
{
    uint32_t index = begin(state, lot, cause, owner, draw);
    struct bw_hold *hold = hold_at(state, index);

    hold->watches = true;
    link_at(state, bw_lot_hold(state, lot, index, &hold->links))->silent = true;
    return index;
}

bw_index bw_hold_element(const struct bw_state *state, uint32_t hold)
{
    const struct bw_hold *h = hold_at(state, hold);

    switch (causes[h->cause].owner) {
    case BW_ELEMENT_STEP:
        return state->network->steps[h->owner].element;
    case BW_ELEMENT_RECIPE:
        return state->network->recipes[h->owner].element;
    case BW_ELEMENT_STOCK:
        return state->network->stocks[h->owner].element;
    case BW_ELEMENT_EQUIPMENT:
        return state->network->equipments[h->owner].element;
    case BW_ELEMENT_RETURNS:
        return state->network->returns[h->owner].element;
    case BW_ELEMENT_SCAN:
        return state->network->scans[h->owner].element;
    default:
        return state->network->lanes[h->owner].element;
    }
}

bw_index bw_hold_site(const struct bw_state *state, uint32_t hold)
{
    const struct bw_hold *h = hold_at(state, hold);
    const struct bw_network *network = state->network;

    switch (causes[h->cause].owner) {
    case BW_ELEMENT_STEP:
        return network->recipes[network->steps[h->owner].recipe].site;
    case BW_ELEMENT_RECIPE:
        return network->recipes[h->owner].site;
    case BW_ELEMENT_STOCK:
        return network->stocks[h->owner].site;
    case BW_ELEMENT_EQUIPMENT:
        return network->spaces[network->equipments[h->owner].space].site;
    case BW_ELEMENT_RETURNS:
        return network->stocks[network->returns[h->owner].stock].site;
    case BW_ELEMENT_SCAN:
        return network->stocks[network->demands[network->scans[h->owner].demand].stock]
            .site;
    default:
        return h->cause == BW_HOLD_VERIFY_SHIP ? network->lanes[h->owner].from
                                               : network->lanes[h->owner].to;
    }
}

const char *bw_hold_name(const struct bw_state *state, uint32_t hold)
{
    return causes[hold_at(state, hold)->cause].name;
}

uint32_t bw_hold_lot(const struct bw_state *state, uint32_t hold)
{
    uint32_t link = hold_at(state, hold)->links;

    while (link != 0
        && (link_at(state, link)->lot == 0
            || bw_state_lot(state, link_at(state, link)->lot)->quantity == 0)) {
        link = link_at(state, link)->next_of_hold;
    }
    return link != 0 ? link_at(state, link)->lot : 0;
}

/* True when a lot is where the owner of the hold acts: for a step or recipe, at its
 * site and not yet handed to a lane. Other holds end before the goods go on. */
static bool is_near(
    const struct bw_state *state, const struct bw_hold *hold, const struct bw_lot *lot)
{
    const struct bw_network *network = state->network;
    enum bw_element_kind owner = causes[hold->cause].owner;
    bw_index stock = lot->bound;

    /* The order of an empty lot at the door may be another's by now. */
    if ((owner != BW_ELEMENT_STEP && owner != BW_ELEMENT_RECIPE)
        || lot->custody == BW_CUSTODY_PROCESS || lot->quantity == 0) {
        return true;
    }
    if (lot->custody == BW_CUSTODY_DOOR) {
        stock = bw_state_order(state, lot->bound)->owner;
    } else if (lot->custody != BW_CUSTODY_STOCK) {
        return false;
    }
    return network->stocks[stock].site
        == network
               ->recipes[owner == BW_ELEMENT_STEP ? network->steps[hold->owner].recipe
                                                  : hold->owner]
               .site;
}

void bw_hold_bar(struct bw_state *state, uint32_t hold)
{
    const struct bw_hold *h = hold_at(state, hold);

    for (uint32_t i = h->links; i != 0; i = link_at(state, i)->next_of_hold) {
        struct bw_hold_link *link = link_at(state, i);
        const struct bw_lot *lot = bw_state_lot(state, link->lot);
        enum bw_lot_grade before;

        if (link->lot == 0 || link->bars || !is_near(state, h, lot)) {
            continue;
        }
        before = bw_lot_grade(state, lot);
        link->bars = true;
        if (lot->custody == BW_CUSTODY_STOCK) {
            bw_stock_regrade(state, link->lot, before);
        }
    }
}

/* The lot is lost to a test, a quarantine or a disposition. */
static void reject(struct bw_state *state, uint32_t lot, enum bw_waste cause)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    uint32_t bound = l->bound;

    switch ((enum bw_custody)l->custody) {
    case BW_CUSTODY_PROCESS:
        bw_lot_waste(state, lot, l->quantity, cause);
        bw_batch_spoiled(state, bound);
        break;
    case BW_CUSTODY_STOCK:
        bw_stock_discard(state, lot, cause);
        break;
    case BW_CUSTODY_DOOR: {
        int64_t quantity = l->quantity;
        bw_index stock = bw_state_order(state, bound)->owner;

        /* The empty lot leaves the door when its turn comes, at once if it is first. */
        bw_lot_waste(state, lot, quantity, cause);
        bw_stock_correct_order(
            state, bound, bw_state_order(state, bound)->outstanding - quantity);
        bw_space_freed(state, stock);
        break;
    }
    case BW_CUSTODY_OUTBOUND:
    case BW_CUSTODY_TRANSIT:
    case BW_CUSTODY_CUSTOMER:
        bw_lane_lost(state, lot, cause);
        break;
    case BW_CUSTODY_DESK:
        bw_desk_destroy(state, lot, cause);
        break;
    case BW_CUSTODY_VIAL: /* is under no hold */
        break;
    }
}

uint32_t bw_hold_next(const struct bw_state *state, uint32_t hold, uint32_t *cursor)
{
    uint32_t link = *cursor == 0 ? hold_at(state, hold)->links
                                 : link_at(state, *cursor)->next_of_hold;

    while (link != 0
        && (link_at(state, link)->lot == 0
            || bw_state_lot(state, link_at(state, link)->lot)->quantity == 0)) {
        link = link_at(state, link)->next_of_hold;
    }
    *cursor = link;
    return link != 0 ? link_at(state, link)->lot : 0;
}

void bw_hold_spoil(struct bw_state *state, uint32_t hold, enum bw_waste cause)
{
    const struct bw_hold *h = hold_at(state, hold);
    uint32_t cursor = 0, lot;

    while ((lot = bw_hold_next(state, hold, &cursor)) != 0) {
        BW_TRACE(state, HOLD_REJECTED, bw_hold_element(state, hold), .lot = lot,
            .quantity = bw_state_lot(state, lot)->quantity, .since = h->start,
            .detail = causes[h->cause].name);
        reject(state, lot, cause);
    }
}

/* The branch of a hold becomes the path of the lot, unless it took no time, the goods
 * went on meanwhile, or they came onto the shelf in this very instant (ties: the
 * physical branch). */
static void charge_branch(struct bw_state *state, struct bw_lot *lot,
    struct bw_hold *hold, const struct bw_hold_link *link)
{
    bw_time now = bw_state_now(state);
    bw_time start =
        link->history != 0 ? bw_history_start(state, link->history) : hold->start;
    uint32_t path = lot->history, branch;
    bool shelved = lot->custody == BW_CUSTODY_STOCK
        && bw_history_stage(state, path) == BW_STAGE_STORE;

    if (lot->custody == BW_CUSTODY_PROCESS || lot->custody == BW_CUSTODY_TRANSIT
        || (lot->custody == BW_CUSTODY_OUTBOUND && !link->bars) || now == start
        || (shelved && bw_history_start(state, path) == now)) {
        return;
    }
    branch = link->history != 0 ? link->history : hold->history;
    if (link->history == 0 && hold->links == 0) {
        hold->history = 0; /* nobody else needs it */
    } else {
        (void)bw_history_retain(state, branch);
    }
    if (shelved || lot->custody == BW_CUSTODY_DOOR) {
        bw_history_append(state, &branch, bw_history_element(state, path),
            bw_history_stage(state, path), now, false);
    }
    bw_history_release(state, &lot->history);
    lot->history = branch;
    lot->stored = link->history != 0 ? link->stored : hold->stored;
}

/* A hold of this lot has ended well: it does what it waited for. */
static void go_on(struct bw_state *state, uint32_t lot, enum bw_lot_grade before,
    bool was_barred_by_it)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    enum bw_lot_grade grade = bw_lot_grade(state, l);

    switch ((enum bw_custody)l->custody) {
    case BW_CUSTODY_STOCK:
        bw_stock_regrade(state, lot, before);
        break;
    case BW_CUSTODY_OUTBOUND:
        if (was_barred_by_it && grade != BW_LOT_BARRED) {
            bw_lane_queue(state, lot);
        }
        break;
    case BW_CUSTODY_CUSTOMER:
        if (grade == BW_LOT_USABLE) {
            bw_lane_hand_over(state, lot);
        }
        break;
    case BW_CUSTODY_DOOR:
        if (grade == BW_LOT_USABLE) {
            /* Now it may be divided, so that a part of it may fit. */
            bw_space_freed(state, bw_state_order(state, l->bound)->owner);
        }
        break;
    case BW_CUSTODY_DESK:
        if (grade == BW_LOT_USABLE) {
            bw_desk_release(state, lot);
        }
        break;
    case BW_CUSTODY_PROCESS:
    case BW_CUSTODY_TRANSIT:
    case BW_CUSTODY_VIAL:
        break;
    }
}

/* Quantity of a lot in quanta of the item that the step of a hold is for: the lot may
 * be a co-product. */
static double own_quanta(
    const struct bw_state *state, const struct bw_hold *hold, const struct bw_lot *lot)
{
    const struct bw_network *network = state->network;
    bw_index item = network->recipes[network->steps[hold->owner].recipe].item;

    return lot->item == item ? (double)lot->quantity
                             : (double)lot->quantity * network->items[lot->item].quantum
            / network->items[item].quantum;
}

/* True when goods are not released before the holds of such an owner have ended. */
static bool releases(enum bw_element_kind owner)
{
    return owner == BW_ELEMENT_STEP || owner == BW_ELEMENT_RECIPE
        || owner == BW_ELEMENT_STOCK;
}

/* The end of a hold reaches one of its lots; the link is out of the hold's list. */
static void tell(struct bw_state *state, uint32_t index)
{
    struct bw_hold_link *link = link_at(state, index);
    struct bw_hold *hold = hold_at(state, link->hold);
    uint32_t lot = link->lot;
    struct bw_lot *l = bw_state_lot(state, lot);

    if (lot != 0 && l->quantity > 0 && link->silent) {
        bw_lot_unhold(state, index);
    } else if (lot != 0 && l->quantity > 0 && hold->verdict == VERDICT_REJECTED) {
        BW_TRACE(state, HOLD_REJECTED, bw_hold_element(state, link->hold), .lot = lot,
            .quantity = l->quantity, .since = hold->start,
            .detail = causes[hold->cause].name);
        if (causes[hold->cause].owner == BW_ELEMENT_STEP && !is_near(state, hold, l)) {
            bw_observe(state, bw_hold_element(state, link->hold),
                BW_SUM_STEP_LOST_AT_RISK, own_quanta(state, hold, l));
        }
        reject(state, lot, (enum bw_waste)hold->waste);
    } else if (lot != 0 && l->quantity > 0) {
        enum bw_lot_grade before = bw_lot_grade(state, l);

        charge_branch(state, l, hold, link);
        BW_TRACE(state, HOLD_RELEASED, bw_hold_element(state, link->hold), .lot = lot,
            .quantity = l->quantity, .since = hold->start,
            .detail = causes[hold->cause].name);
        if (releases(causes[hold->cause].owner) && l->made != BW_FOREVER) {
            l->release_s = (uint32_t)((bw_state_now(state) - l->made) / BW_SECOND);
        }
        bw_lot_unhold(state, index);
        go_on(state, lot, before, link->bars);
    }
    if (link->lot != 0) {
        bw_lot_unhold(state, index); /* empty, in process or at the door */
    }
    bw_history_release(state, &link->history);
    bw_pool_give(&state->hold_links, index);
}

/* The lot of a link goes on, watched from now on. */
static void let_lot_go(struct bw_state *state, uint32_t index)
{
    struct bw_hold_link *link = link_at(state, index);
    struct bw_hold *hold = hold_at(state, link->hold);
    struct bw_lot *lot = bw_state_lot(state, link->lot);
    enum bw_lot_grade before = bw_lot_grade(state, lot);
    bool barred = link->bars;

    if (lot->quantity > 0) {
        charge_branch(state, lot, hold, link);
        BW_TRACE(state, HOLD_RELEASED, bw_hold_element(state, link->hold),
            .lot = link->lot, .quantity = lot->quantity, .since = hold->start,
            .detail = causes[hold->cause].name);
    }
    link->bars = false;
    link->silent = true;
    if (lot->quantity > 0) {
        go_on(state, link->lot, before, barred);
    }
}

void bw_hold_let_go(struct bw_state *state, uint32_t hold)
{
    hold_at(state, hold)->watches = true;
    for (uint32_t i = hold_at(state, hold)->links; i != 0;
         i = link_at(state, i)->next_of_hold) {
        if (link_at(state, i)->lot != 0 && !link_at(state, i)->silent) {
            let_lot_go(state, i);
        }
    }
}

static void forget_if_told(struct bw_state *state, uint32_t index)
{
    struct bw_hold *hold = hold_at(state, index);

    if (hold->links == 0) {
        bw_history_release(state, &hold->history);
        bw_pool_give(&state->holds, index);
    }
}

bool bw_hold_wait_for_others(struct bw_state *state, uint32_t hold, uint32_t lot)
{
    struct bw_hold *h = hold_at(state, hold);

    for (uint32_t i = bw_state_lot(state, lot)->holds; i != 0;) {
        const struct bw_hold_link *link = link_at(state, i);

        if (link->hold != hold && !link->silent) {
            hold_at(state, link->hold)->then = hold;
            h->waits++;
        }
        i = link->next_of_lot;
    }
    return h->waits > 0;
}

/* One of the holds that a hold waits for has ended, with a branch that it takes over.
 */
static void one_less_to_wait(
    struct bw_state *state, uint32_t hold, uint32_t branch, bool rejected)
{
    struct bw_hold *h = hold_at(state, hold);

    bw_history_release(state, &h->history);
    h->history = branch;
    h->rejected = h->rejected || rejected;
    if (--h->waits == 0) {
        bw_hold_waited(state, hold, h->rejected);
    }
}

/* True when the end of a hold needs no message to reach the lot of a link. A mismatch
 * that has caught up with lots may have found them anywhere. */
static bool is_at_hand(const struct bw_state *state, const struct bw_hold *hold,
    const struct bw_hold_link *link)
{
    const struct bw_lot *lot = bw_state_lot(state, link->lot);

    return link->lot == 0 || link->silent
        || (hold->watches ? lot->quantity == 0 : is_near(state, hold, lot));
}

/* Puts the links of a hold that ends into an order: those of lots at hand, which are
 * told now, before the others, to which messages are sent. Returns the first of these.
 */
static uint32_t sort_links(struct bw_state *state, uint32_t hold)
{
    struct bw_hold *h = hold_at(state, hold);
    bw_index element = bw_hold_element(state, hold);
    uint32_t away = 0, near = 0, *end = &near;

    while (h->links != 0) {
        uint32_t index = h->links;
        struct bw_hold_link *link = link_at(state, index);

        h->links = link->next_of_hold;
        if (is_at_hand(state, h, link)) {
            *end = index;
            end = &link->next_of_hold;
            continue;
        }
        link->told = true;
        link->next_of_hold = away;
        away = index;
        bw_state_schedule(
            state, element, bw_state_now(state), BW_EVENT_HOLD_NEWS, element, index);
    }
    *end = away;
    h->links = near;
    return away;
}

/* The branch that a hold which waits for this one takes over. */
static uint32_t branch_of(const struct bw_state *state, const struct bw_hold *hold)
{
    uint32_t own = hold->links != 0 ? link_at(state, hold->links)->history : 0;

    return own != 0 ? own : hold->history;
}

void bw_hold_close(
    struct bw_state *state, uint32_t hold, bool rejected, enum bw_waste cause)
{
    struct bw_hold *h = hold_at(state, hold);
    uint32_t then = h->then, away;
    uint32_t branch = then != 0 ? bw_history_retain(state, branch_of(state, h)) : 0;

    h->verdict = rejected ? VERDICT_REJECTED : VERDICT_PASSED;
    h->waste = (uint8_t)cause;
    away = sort_links(state, hold);
    while (h->links != away) {
        uint32_t index = h->links;

        h->links = link_at(state, index)->next_of_hold;
        tell(state, index);
    }
    forget_if_told(state, hold);
    if (then != 0) {
        one_less_to_wait(state, then, branch, rejected);
    }
}

void bw_hold_on_news(struct bw_state *state, const struct bw_event *event)
{
    uint32_t hold = link_at(state, event->a)->hold;
    uint32_t *at = &hold_at(state, hold)->links;

    while (*at != event->a) {
        at = &link_at(state, *at)->next_of_hold;
    }
    /* Parts split off since the message was sent hear of it with the rest. */
    do {
        uint32_t index = *at;

        *at = link_at(state, index)->next_of_hold;
        tell(state, index);
    } while (*at != 0 && link_at(state, *at)->copied);
    forget_if_told(state, hold);
}
