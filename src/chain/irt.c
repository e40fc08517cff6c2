/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/irt.h"

#include "chain/inventory_internal.h"
#include "chain/trial.h"

#include <math.h>

enum { MIN, MAX, SHORT_WINDOW, WINDOW, WINDOW_AFTER };

/* Kits that all demands behind a stock are expected to want in a window [units]. */
static double predict(
    const struct bw_state *state, const struct bw_irt *irt, bw_time window)
{
    double sum = 0.0;

    for (bw_index i = 0; i < irt->demand_count; i++) {
        sum += bw_trial_predict(
            state, state->network->irt_demands[irt->first_demand + i], window);
    }
    return sum;
}

/* True when new patients may want the kits: then the buffer is kept. At a site only
 * once it is active. */
static bool wants_buffer(const struct bw_state *state, const struct bw_irt *irt)
{
    for (bw_index i = 0; i < irt->demand_count; i++) {
        bw_index demand = state->network->irt_demands[irt->first_demand + i];
        bw_index site = state->network->demands[demand].trial_site;

        if (bw_trial_may_ask(state, demand)
            && (!irt->is_site || bw_trial_site_is_active(state, site))) {
            return true;
        }
    }
    return false;
}

/* True while some trial behind the stock takes patients. */
static bool is_enrolling(const struct bw_state *state, const struct bw_irt *irt)
{
    for (bw_index i = 0; i < irt->demand_count; i++) {
        bw_index demand = state->network->irt_demands[irt->first_demand + i];
        bw_index site = state->network->demands[demand].trial_site;

        if (bw_trial_is_open(state, state->network->trial_sites[site].trial)) {
            return true;
        }
    }
    return false;
}

void bw_irt_look(
    const struct bw_state *state, bw_index stock, struct bw_policy_view *view)
{
    const struct bw_irt *irt = &state->network->irts[state->network->stocks[stock].irt];
    double window = view->numbers[WINDOW], short_window = view->numbers[SHORT_WINDOW];
    struct bw_fit fit = {.below = BW_ANY_LIFE};

    if (view->numbers[WINDOW_AFTER] > 0.0 && !is_enrolling(state, irt)) {
        window = view->numbers[WINDOW_AFTER];
    }
    view->predicted[0] = predict(state, irt, bw_time_round(short_window));
    view->predicted[1] = predict(state, irt, bw_time_round(window));
    if (!wants_buffer(state, irt)) {
        view->numbers[MIN] = view->numbers[MAX] = 0.0;
    }
    /* Kits that could not be given out any more when a resupply comes do not count. */
    if (irt->least_life > 0) {
        fit.least = irt->least_life + bw_time_round(short_window);
        view->inventory_position += bw_issue_count(state, stock, BW_LOT_USABLE, &fit)
            - state->stocks[stock].usable;
    }
}

/* Quanta of an item in all stocks, coming to them and owed to none of them, that keep
 * for a time. */
static int64_t count_there(const struct bw_state *state, bw_index item, bw_time keep)
{
    const struct bw_fit fit = {.least = keep, .below = BW_ANY_LIFE};
    int64_t sum = 0;

    for (bw_index i = 0; i < state->network->stock_count; i++) {
        struct bw_stock_view view;

        if (state->network->stocks[i].item != item) {
            continue;
        }
        view = bw_stock_view(state, i);
        sum += view.on_hand - view.backorders + view.on_order;
        if (keep > 0) {
            sum += bw_issue_count(state, i, BW_LOT_USABLE, &fit) - view.usable;
        }
    }
    return sum;
}

int64_t bw_irt_size(
    const struct bw_state *state, bw_index stock, const struct bw_planned_order *order)
{
    bw_index item = state->network->stocks[stock].item;
    double missing = bw_trial_remaining(state, item) * (1.0 + order->overage)
        - (double)count_there(state, item, order->keep);

    return missing > 0.0 ? (int64_t)ceil(missing * order->share - 1e-9) : 0;
}
