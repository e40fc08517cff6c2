/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/replenish.h"

#include "chain/forecast.h"
#include "chain/inventory.h"
#include "chain/irt.h"
#include "chain/policy.h"
#include "chain/policy_safety.h"
#include "chain/source_choice.h"
#include "chain/space.h"

/* What a review was scheduled for. */
enum { REVIEW_OF_CHANGE, REVIEW_OF_CALENDAR, REVIEW_IN_NEXT_ROUND, REVIEW_TOGETHER };

/* First review at or after from: of a calendar "every, at" that counts from tick 0, or
 * on days of the week. */
static bw_time next_review(
    const struct bw_network *network, const struct bw_stock *stock, bw_time from)
{
    bw_time since = from - stock->review_at;
    bw_time past = since % stock->review_every;
    int64_t day = from / BW_DAY - (from % BW_DAY < 0);

    if (stock->review_days == 0) {
        past += past < 0 ? stock->review_every : 0;
        return past == 0 ? from : from + stock->review_every - past;
    }
    for (;; day++) {
        /* 1970-01-01 was a Thursday; Monday is day 0 of the week. */
        int64_t weekday = (network->start_day + day + 3) % 7;

        weekday += weekday < 0 ? 7 : 0;
        if ((stock->review_days >> weekday & 1u) != 0
            && day * BW_DAY + stock->review_at >= from) {
            return day * BW_DAY + stock->review_at;
        }
    }
}

/* Schedules the orders that are planned for dates; those of the past are not placed. */
static void start_planned(struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];

    for (bw_index i = s->first_planned; i < s->first_planned + s->planned_count; i++) {
        bw_time at = state->network->planned_orders[i].at;

        if (at >= bw_state_now(state)) {
            bw_state_schedule(state, s->element, at, BW_EVENT_STOCK_PLANNED, stock, i);
        }
    }
}

void bw_stock_on_planned(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_stock *s = &state->network->stocks[event->target];
    const struct bw_planned_order *order = &state->network->planned_orders[event->a];
    double units = order->quantity * bw_state_parameter(state, s->numbers[0]);
    int64_t quantity = 0;

    if (order->is_sized) {
        quantity = bw_irt_size(state, event->target, order);
    } else if (!bw_item_quanta(&state->network->items[s->item], units, &quantity)) {
        return;
    }
    if (quantity > 0) {
        bw_source_order(state, event->target, quantity);
    }
}

bw_time bw_replenish_expiry(
    const struct bw_state *state, bw_index stock, bw_time placed, bw_time expiry)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    bw_time now = bw_state_now(state);

    for (bw_index i = s->first_planned; i < s->first_planned + s->planned_count; i++) {
        const struct bw_planned_order *order = &state->network->planned_orders[i];

        if (order->at == placed && order->shelf_life != BW_FOREVER
            && now + order->shelf_life < expiry) {
            return now + order->shelf_life;
        }
    }
    return expiry;
}

void bw_replenish_start(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        bw_time now = bw_state_now(state);

        if (stock->policy == BW_POLICY_NONE) {
            continue;
        }
        start_planned(state, i);
        if (stock->review_every > 0) {
            bw_state_schedule(state, stock->element, next_review(network, stock, now),
                BW_EVENT_STOCK_REVIEW, i, REVIEW_OF_CALENDAR);
        } else {
            bw_replenish_notice(state, i);
        }
    }
}

void bw_replenish_notice(struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];

    if (s->space != BW_NONE) {
        bw_space_notice_orders(state, stock);
    }
    if (s->policy == BW_POLICY_NONE || s->review_every > 0
        || bw_stock_mark_review(state, stock)) {
        return;
    }
    bw_state_schedule(state, s->element, bw_state_now(state), BW_EVENT_STOCK_REVIEW,
        stock, REVIEW_OF_CHANGE);
}

/* Value of a slot, 0 when the policy has none. */
static double value(const struct bw_state *state, bw_index slot)
{
    return slot == BW_NONE ? 0.0 : bw_state_parameter(state, slot);
}

/* Safety stock for the service level, 0 where none is asked for. quantity is the size
 * of an order [units]. */
static double service_stock(
    const struct bw_state *state, bw_index stock, double quantity)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    struct bw_safety safety;

    if (s->service.cycle == BW_NONE && s->service.fill_rate == BW_NONE) {
        return 0.0;
    }
    safety = (struct bw_safety){
        .cycle = value(state, s->service.cycle),
        .fill_rate = value(state, s->service.fill_rate),
        .quantity = quantity,
        .lead_time = value(state, s->service.lead_time),
        .lead_time_sd = value(state, s->service.lead_time_sd),
        .review = (double)s->review_every,
        .rate = bw_forecast_rate(state, stock),
        .demand_sd = s->service.demand_sd != BW_NONE
            ? value(state, s->service.demand_sd)
            : bw_forecast_deviation(state, stock),
    };
    return bw_policy_safety(&safety);
}

/* What the order rule sees. Safety stock and the expected demand over the safety lead
 * time are added to the reorder point and to the order-up-to level alike. */
static struct bw_policy_view look(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];
    struct bw_stock_view now = bw_stock_view(state, stock);
    double rate = bw_forecast_rate(state, stock);
    struct bw_policy_view view = {
        .inventory_position = now.on_hand - now.backorders + now.on_order
            + (s->is_echelon ? now.downstream : 0),
        .safety = value(state, s->safety_stock)
            + rate * (value(state, s->safety_lead_time) + value(state, s->rest)),
        .rate = rate,
        .quantum = state->network->items[s->item].quantum,
        .trigger_below = s->trigger_below,
    };

    for (int i = 0; i < BW_POLICY_NUMBER_LIMIT; i++) {
        view.numbers[i] = value(state, s->numbers[i]);
    }
    if (s->policy == BW_POLICY_IRT) {
        bw_irt_look(state, stock, &view);
    }
    view.safety += service_stock(
        state, stock, bw_policy_cycle_quantity(&view, s->policy, s->review_every));
    return view;
}

/* Has the other kits of the site ordered too, so that nobody reads from a shipment
 * which of them was needed. */
static void order_together(struct bw_state *state, bw_index stock)
{
    const struct bw_network *network = state->network;

    for (bw_index i = 0; i < network->irt_count; i++) {
        bw_index other = network->irts[i].stock;

        if (other != stock
            && network->stocks[other].site == network->stocks[stock].site) {
            bw_state_schedule(state, network->stocks[stock].element,
                bw_state_now(state), BW_EVENT_STOCK_REVIEW, other, REVIEW_TOGETHER);
        }
    }
}

void bw_stock_on_review(struct bw_state *state, const struct bw_event *event)
{
    bw_index stock = event->target;
    const struct bw_stock *s = &state->network->stocks[stock];
    bw_time now = event->time;
    struct bw_policy_view view;
    int64_t quantity;

    if (event->a == REVIEW_OF_CALENDAR) {
        bw_state_schedule(state, s->element, next_review(state->network, s, now + 1),
            BW_EVENT_STOCK_REVIEW, stock, REVIEW_OF_CALENDAR);
        if (s->is_echelon) {
            /* In the next round what others order now is known here. */
            bw_state_schedule(state, s->element, now, BW_EVENT_STOCK_REVIEW, stock,
                REVIEW_IN_NEXT_ROUND);
            return;
        }
    }
    view = look(state, stock);
    view.forced = event->a == REVIEW_TOGETHER;
    quantity = bw_policy(s->policy)->order(&view);
    if (s->fits_space && quantity > 0) {
        quantity = bw_space_fit_order(state, stock, quantity);
    }
    bw_stock_clear_review(state, stock);
    if (quantity > 0) {
        bw_source_order(state, stock, quantity);
    }
    if (quantity > 0 && !view.forced && s->irt != BW_NONE
        && state->network->irts[s->irt].together) {
        order_together(state, stock);
    }
}
