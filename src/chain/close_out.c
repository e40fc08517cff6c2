/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/close_out.h"

#include "chain/cost.h"
#include "chain/inventory_internal.h"
#include "chain/measure.h"
#include "chain/trial_internal.h"

void bw_close_out_tell(struct bw_state *state, bw_index scheduler, bw_index trial)
{
    if (state->network->trials[trial].close_out_count > 0) {
        bw_state_schedule(
            state, scheduler, bw_state_now(state), BW_EVENT_TRIAL_GONE, trial, 0);
    }
}

/* When a stock is emptied of a trial that is over. */
static bw_time due(const struct bw_state *state, const struct bw_close_out *out)
{
    return state->trials[out->trial].over + bw_state_duration(state, &out->time, 0);
}

void bw_close_out_look(struct bw_state *state, bw_index trial)
{
    const struct bw_trial *described = &state->network->trials[trial];
    struct bw_trial_state *t = &state->trials[trial];
    bool was_over = t->is_over;

    t->is_over = !t->open && t->gone >= t->randomised;
    if (was_over || !t->is_over) {
        return;
    }
    t->over = bw_state_now(state);
    for (bw_index i = 0; i < described->close_out_count; i++) {
        bw_index index = described->first_close_out + i;
        const struct bw_close_out *out = &state->network->close_outs[index];

        bw_state_schedule(state, described->element, due(state, out),
            BW_EVENT_STOCK_CLOSE_OUT, out->stock, index);
    }
}

void bw_close_out_on_gone(struct bw_state *state, const struct bw_event *event)
{
    state->trials[event->target].gone++;
    bw_close_out_look(state, event->target);
}

/* What is on its way to the stock comes first. */
static bool waits_for_goods(struct bw_state *state, const struct bw_event *event)
{
    bw_time next = event->time + BW_WEEK;

    if (state->stocks[event->target].on_order <= 0
        || next > state->network->horizon + state->network->cooldown) {
        return false;
    }
    bw_state_schedule(state, bw_stock_element(state, event->target), next,
        BW_EVENT_STOCK_CLOSE_OUT, event->target, event->a);
    return true;
}

void bw_close_out_on_stock(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_network *network = state->network;
    const struct bw_close_out *out = &network->close_outs[event->a];
    const struct bw_trial *trial = &network->trials[out->trial];
    const struct bw_stock_state *s = &state->stocks[event->target];
    double quantum = network->items[network->stocks[event->target].item].quantum;

    if (!state->trials[out->trial].is_over || event->time < due(state, out)
        || waits_for_goods(state, event)) {
        return; /* the trial was opened again, or its goods come later */
    }
    bw_observe(
        state, trial->element, BW_SUM_TRIAL_RETURNED, (double)s->on_hand * quantum);
    bw_observe(state, trial->element, BW_SUM_TRIAL_CLOSED,
        (double)(event->time - state->trials[out->trial].over));
    bw_cost_charge(state, trial->element, BW_COST_RETURNS, trial->close_out_cost);
    while (s->shelf_first != 0) {
        bw_stock_discard(state, s->shelf_first, BW_WASTE_CLOSE_OUT);
    }
}
