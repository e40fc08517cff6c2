/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/inventory_internal.h"

#include "chain/demand.h"
#include "chain/lateral.h"
#include "chain/push.h"
#include "chain/replenish.h"
#include "chain/source_choice.h"
#include "chain/space.h"
#include "chain/trace.h"
#include "chain/transport.h"
#include "chain/visibility.h"

#include <math.h>

void bw_stock_want_allocation(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];

    if (!s->allocating && s->queue_first != 0) {
        s->allocating = true;
        bw_state_schedule(state, bw_stock_element(state, stock), bw_state_now(state),
            BW_EVENT_STOCK_ALLOCATE, stock, 0);
    }
}

void bw_stock_ask(struct bw_state *state, bw_index stock, uint32_t order)
{
    struct bw_stock_state *s = &state->stocks[stock];
    const struct bw_order *o = bw_state_order(state, order);

    BW_TRACE(state, ORDER_REACHED, bw_stock_element(state, stock), .order = order,
        .quantity = o->open, .since = o->placed);
    bw_queue_insert(state, stock, order);
    s->has_movable = s->has_movable || o->movable;
    s->backorders += o->open;
    bw_stock_note_urgency(state, stock, o);
    if (o->pushed) {
        bw_push_arrived(state, stock, o->open);
    }
    if (!o->lateral) {
        bw_visibility_asked(state, stock, o);
        bw_observe_stock(state, stock, BW_SUM_ASKED, (double)o->open);
    }
    bw_echelon_report(state, stock, o->kind != BW_ORDER_REPLENISH);
    bw_stock_want_allocation(state, stock);
    bw_replenish_notice(state, stock);
}

void bw_stock_ask_again(
    struct bw_state *state, bw_index stock, uint32_t order, int64_t quantity)
{
    struct bw_order *o = bw_state_order(state, order);

    BW_TRACE(state, ORDER_REACHED, bw_stock_element(state, stock), .order = order,
        .quantity = quantity, .since = o->placed, .detail = "again");
    o->open += quantity;
    o->again = true;
    if (!o->queued) {
        bw_queue_insert(state, stock, order);
    }
    state->stocks[stock].backorders += quantity;
    bw_stock_observe(state, stock);
    bw_stock_want_allocation(state, stock);
    bw_replenish_notice(state, stock);
}

/* True when held goods may be sent for an order: they go on to another stock, or travel
 * to the customer and wait there. What is handed over here has to be usable. */
static bool takes_held(const struct bw_state *state, const struct bw_order *order)
{
    return order->kind == BW_ORDER_REPLENISH
        || (order->kind == BW_ORDER_CUSTOMER
            && state->network->demands[order->owner].routing.leg_count > 0);
}

/* Shelf life that goods for an order must have left: for those who asked, and for the
 * lanes on the way to them. */
static bw_time least_life(const struct bw_state *state, const struct bw_order *order)
{
    bw_time asked, lanes;

    if (order->kind == BW_ORDER_NEED) {
        return 0;
    }
    asked = order->kind == BW_ORDER_CUSTOMER
        ? state->network->demands[order->owner].remaining_life
        : state->network->stocks[order->owner].remaining_life;
    lanes = bw_lane_least_life(state, order);
    return asked > lanes ? asked : lanes;
}

/* Quantity on the shelf that an order may take: what is reserved for more urgent ones
 * is left. */
static int64_t available(const struct bw_state *state, bw_index stock,
    const struct bw_order *order, const struct bw_fit *fit)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    int64_t issuable = bw_issue_count(state, stock, BW_LOT_USABLE, fit);
    bw_index row;
    double units;

    if (state->stocks[stock].at_risk > 0 && takes_held(state, order)) {
        issuable += bw_issue_count(state, stock, BW_LOT_AT_RISK, fit);
    }
    if (order->lateral) {
        int64_t most = state->stocks[stock].usable - bw_lateral_keep(state, stock);

        issuable = most < issuable ? most : issuable;
    }
    if (s->reserve_count == 0) {
        return issuable;
    }
    row = order->priority - 1 < s->reserve_count ? order->priority - 1
                                                 : s->reserve_count - 1;
    units = bw_state_parameter(state, s->first_reserve + row);
    return issuable - llround(units / state->network->items[s->item].quantum);
}

static bool takes_parts(
    const struct bw_state *state, bw_index stock, const struct bw_order *order)
{
    return order->kind == BW_ORDER_CUSTOMER
        ? state->network->demands[order->owner].partial
        : state->network->stocks[stock].partial;
}

/* Serves one order from the shelf as far as it goes, with lots whose remaining life is
 * below a bound. Returns true when nothing of it is open any more. */
static bool serve(struct bw_state *state, bw_index stock, uint32_t order, bw_time below)
{
    const struct bw_order *o = bw_state_order(state, order);
    struct bw_part part = {.fit = {least_life(state, o), below}};
    int64_t most = available(state, stock, o, &part.fit);
    int64_t open = o->open;

    if (most < open && (most <= 0 || !takes_parts(state, stock, o))) {
        return false;
    }
    part.quantity = most < open ? most : open;
    bw_issue(state, stock, order, part);
    return most >= open;
}

static bool may_lose(const struct bw_state *state, const struct bw_order *order)
{
    return order->kind == BW_ORDER_CUSTOMER
        && state->network->demands[order->owner].lost_sales;
}

/* Where goods are made to order, customers who do not wait for goods wait for their
 * batch, unless it is turned away. */
static bool is_made_to_order(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];

    return s->policy == BW_POLICY_MAKE_TO_ORDER && s->source_count > 0
        && state->network->sources[s->first_source].kind == BW_SOURCE_MAKE;
}

/* Loses up to most of an order; returns how much. */
static int64_t lose_part(
    struct bw_state *state, bw_index stock, uint32_t order, int64_t most)
{
    int64_t open = bw_state_order(state, order)->open;
    int64_t lost = open < most ? open : most;

    if (lost == open) {
        bw_queue_remove(state, stock, order);
    }
    state->stocks[stock].backorders -= lost;
    bw_demand_lose(state, order, lost);
    return lost;
}

/* Loses what is open of an order whose customer does not wait. Returns false for
 * others.
 */
static bool lose(struct bw_state *state, bw_index stock, uint32_t order)
{
    const struct bw_order *o = bw_state_order(state, order);

    if (!may_lose(state, o) || is_made_to_order(state, stock)
        || state->network->stocks[stock].pool != BW_NONE) {
        return false;
    }
    lose_part(state, stock, order, o->open);
    return true;
}

/* In a pool: once the others were asked, loses what customers who do not wait asked for
 * and nobody sends. Returns what was lost. */
static int64_t lose_uncovered(struct bw_state *state, bw_index stock)
{
    int64_t covered = bw_lateral_due(state, stock), lost = 0;
    uint32_t next;

    for (uint32_t order = state->stocks[stock].queue_first; order != 0; order = next) {
        const struct bw_order *o = bw_state_order(state, order);
        int64_t part = o->open < covered ? o->open : covered;

        next = o->next;
        covered -= part;
        if (part < o->open && may_lose(state, o) && !is_made_to_order(state, stock)) {
            lost += lose_part(state, stock, order, o->open - part);
        }
    }
    return lost;
}

void bw_stock_leave(struct bw_state *state, bw_index stock, uint32_t order)
{
    lose_part(state, stock, order, bw_state_order(state, order)->open);
    bw_stock_observe(state, stock);
    /* It may have kept others from goods that were not enough for it. */
    bw_stock_want_allocation(state, stock);
}

int64_t bw_stock_turn_away(
    struct bw_state *state, bw_index stock, bw_time ordered, int64_t quantity)
{
    int64_t left = quantity;

    while (is_made_to_order(state, stock) && left > 0) {
        uint32_t newest = 0;

        for (uint32_t i = state->stocks[stock].queue_first; i != 0;
             i = bw_state_order(state, i)->next) {
            const struct bw_order *o = bw_state_order(state, i);

            if (may_lose(state, o) && o->placed <= ordered
                && (newest == 0
                    || o->placed >= bw_state_order(state, newest)->placed)) {
                newest = i;
            }
        }
        if (newest == 0) {
            break;
        }
        left -= lose_part(state, stock, newest, left);
    }
    return quantity - left;
}

/* How usable goods are shared out in proportion to what is open: every order gets the
 * whole part of its quota, and the quanta left over go one each to the largest
 * remainders (Hamilton's method), of equal ones to the first in the queue. */
struct shares {
    int64_t usable, open; /* of all orders */
    int64_t bar;          /* remainders above it get one more */
    int64_t ties;         /* so many of those equal to it too */
};

static int64_t remainder_of(const struct shares *shares, int64_t open)
{
    __extension__ __int128 product = (__int128)shares->usable * open;

    return (int64_t)(product % shares->open);
}

static int64_t quota_of(const struct shares *shares, int64_t open)
{
    __extension__ __int128 product = (__int128)shares->usable * open;

    return (int64_t)(product / shares->open);
}

/* Orders whose remainder is above bar. */
static int64_t count_above(const struct bw_state *state, bw_index stock,
    const struct shares *shares, int64_t bar)
{
    int64_t count = 0;

    for (uint32_t i = state->stocks[stock].queue_first; i != 0;
         i = bw_state_order(state, i)->next) {
        count += remainder_of(shares, bw_state_order(state, i)->open) > bar;
    }
    return count;
}

static void find_bar(
    const struct bw_state *state, bw_index stock, struct shares *shares)
{
    int64_t left = shares->usable, low = 0, high = shares->open;

    for (uint32_t i = state->stocks[stock].queue_first; i != 0;
         i = bw_state_order(state, i)->next) {
        left -= quota_of(shares, bw_state_order(state, i)->open);
    }
    /* The lowest bar that at most as many as are left lie above. */
    while (low < high) {
        int64_t middle = low + (high - low) / 2;

        if (count_above(state, stock, shares, middle) <= left) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    shares->bar = low;
    shares->ties = left - count_above(state, stock, shares, low);
}

/* Gives an order its share, or as much of it as is fresh enough. */
static void give_share(
    struct bw_state *state, bw_index stock, uint32_t order, int64_t quantity)
{
    struct bw_part part = {
        .fit = {least_life(state, bw_state_order(state, order)), BW_ANY_LIFE}};
    int64_t most = bw_issue_count(state, stock, BW_LOT_USABLE, &part.fit);

    part.quantity = quantity < most ? quantity : most;
    if (part.quantity > 0) {
        bw_issue(state, stock, order, part);
    }
}

/* Gives every order its share of what is usable, which is less than what is open. */
static void serve_shares(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];
    struct shares shares = {.usable = s->usable, .open = s->backorders};
    uint32_t next;

    if (shares.usable <= 0) {
        return;
    }
    find_bar(state, stock, &shares);
    for (uint32_t order = s->queue_first; order != 0; order = next) {
        const struct bw_order *o = bw_state_order(state, order);
        int64_t rest = remainder_of(&shares, o->open);
        int64_t part = quota_of(&shares, o->open) + (rest > shares.bar);

        next = o->next;
        if (rest > 0 && rest == shares.bar && shares.ties > 0) {
            shares.ties--;
            part++;
        }
        give_share(state, stock, order, part);
    }
}

/* Serves the queue from its head. An order that cannot be served in full blocks those
 * behind it, but for goods that it cannot take itself: lots too old for it, and where
 * something is reserved all lots for more urgent orders, for which more may be left.
 * What cannot wait is lost. */
static void serve_queue(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];
    bool reserves = state->network->stocks[stock].reserve_count > 0;
    bool blocked = false;
    bw_time below = BW_ANY_LIFE; /* remaining life that those blocked can take */
    uint32_t from = 0, next; /* the first class that is blocked, where some are not */

    for (uint32_t order = s->queue_first; order != 0; order = next) {
        const struct bw_order *o = bw_state_order(state, order);
        uint32_t class = o->priority;
        bw_time least = least_life(state, o);
        bool free = !blocked || (reserves && bw_class_is_before(class, from));
        bool may = free || least < below;

        next = o->next;
        if (may && serve(state, stock, order, free ? BW_ANY_LIFE : below)) {
            continue;
        }
        s->cycle_served = s->cycle_served && !may;
        if (!lose(state, stock, order) && may) {
            blocked = true;
            from = free ? class : from;
            below = least < below ? least : below;
        }
        if (blocked && below == 0 && (!reserves || from == 1) && !s->sells_lost) {
            break;
        }
    }
}

/* Sends back what is open of orders that may go elsewhere: none of them waits here. */
static void refuse_movable(struct bw_state *state, bw_index stock)
{
    struct bw_stock_state *s = &state->stocks[stock];
    uint32_t next;

    s->has_movable = false;
    for (uint32_t order = s->queue_first; order != 0; order = next) {
        const struct bw_order *o = bw_state_order(state, order);

        next = o->next;
        if (o->movable) {
            bw_queue_remove(state, stock, order);
            s->backorders -= o->open;
            bw_source_refuse(state, bw_stock_element(state, stock), order);
        }
    }
}

/* Serves the queue as far as goods go. What comes in from the door is issued here and
 * now: a large lot behind a small space must not take a round of the instant for every
 * part of it. */
static void allocate(struct bw_state *state, bw_index stock)
{
    const struct bw_stock_state *s = &state->stocks[stock];
    int64_t left;

    do {
        if (s->usable < s->backorders
            && state->network->stocks[stock].allocation == BW_ALLOCATE_PROPORTIONAL) {
            serve_shares(state, stock);
        }
        serve_queue(state, stock);
        left = s->on_hand;
        bw_space_freed(state, stock);
    } while (s->queue_first != 0 && s->on_hand > left);
}

/* Reports the orders of this instant that have to wait. */
static void trace_waits(struct bw_state *state, bw_index stock)
{
    const struct bw_order *o;

    for (uint32_t i = state->stocks[stock].queue_first; i != 0; i = o->next) {
        o = bw_state_order(state, i);
        if (o->placed != bw_state_now(state) || !bw_trace_is_first_wait(state, i)) {
            continue;
        }
        BW_TRACE(state, ORDER_BACKLOGGED, bw_stock_element(state, stock), .order = i,
            .quantity = o->open);
    }
}

void bw_stock_on_allocate(struct bw_state *state, const struct bw_event *event)
{
    bw_index stock = event->target;
    struct bw_stock_state *s = &state->stocks[stock];

    allocate(state, stock);
    if (s->has_movable) {
        refuse_movable(state, stock);
        allocate(state, stock); /* others may fit into what is left */
    }
    if (state->network->stocks[stock].pool != BW_NONE) {
        bw_lateral_ask(state, stock);
        if (lose_uncovered(state, stock) > 0) {
            allocate(state, stock);
        }
    }
    if (state->tracer != NULL) {
        trace_waits(state, stock);
    }
    s->allocating = false;
    bw_stock_observe(state, stock);
    bw_shelf_watch(state, stock);
    bw_replenish_notice(state, stock);
}
