/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/contract_gate.h"

#include "chain/contract_internal.h"
#include "chain/hold.h"
#include "chain/measure.h"

static struct bw_contract_wait *wait_at(const struct bw_state *state, uint32_t wait)
{
    return bw_pool_at(&state->contract_waits, wait);
}

bool bw_contract_bars(const struct bw_state *state, bw_index contract)
{
    const struct bw_contract_gate *gate = &state->contracts->contracts[contract].gate;

    return gate->is_closed
        && (gate->changed != bw_state_now(state) || gate->was_closed);
}

bw_index bw_contract_bar(const struct bw_state *state, const struct bw_terms *terms)
{
    for (bw_index i = 0; terms != NULL && i < terms->party_count; i++) {
        bw_index contract = state->network->parties[terms->first_party + i];

        if (bw_contract_bars(state, contract)) {
            return contract;
        }
    }
    return BW_NONE;
}

const struct bw_terms *bw_contract_terms_of_lane(
    const struct bw_state *state, bw_index lane)
{
    return state->network->lane_terms != NULL ? &state->network->lane_terms[lane]
                                              : NULL;
}

const struct bw_terms *bw_contract_terms_of_supply(
    const struct bw_state *state, bw_index supply)
{
    return state->network->supply_terms != NULL ? &state->network->supply_terms[supply]
                                                : NULL;
}

static void keep(struct bw_state *state, bw_index element, bw_index contract,
    const struct bw_contract_wait *wait)
{
    uint32_t index = bw_state_take(state, &state->contract_waits);

    *wait_at(state, index) = *wait;
    bw_state_schedule(
        state, element, bw_state_now(state), BW_EVENT_CONTRACT_WAIT, contract, index);
}

void bw_contract_keep_hold(
    struct bw_state *state, bw_index element, bw_index contract, uint32_t hold)
{
    keep(state, element, contract,
        &(struct bw_contract_wait){
            .since = bw_state_now(state), .what = hold, .is_hold = true});
}

void bw_contract_keep_lot(
    struct bw_state *state, bw_index element, bw_index contract, uint32_t lot)
{
    keep(state, element, contract,
        &(struct bw_contract_wait){.since = bw_state_now(state), .what = lot});
}

/* What has waited may go: those who keep it hear of it. */
static void release(struct bw_state *state, bw_index contract, uint32_t index)
{
    const struct bw_network *network = state->network;
    struct bw_contract_wait wait = *wait_at(state, index);
    bw_index element = network->contracts[contract].element;
    bw_time now = bw_state_now(state);

    bw_pool_give(&state->contract_waits, index);
    bw_observe(state, element, BW_SUM_CONTRACT_HELD, (double)(now - wait.since));
    if (wait.is_hold) {
        bw_state_schedule(state, element, now, BW_EVENT_HOLD_END,
            bw_hold_element(state, wait.what), wait.what);
    } else {
        const struct bw_order *order =
            bw_state_order(state, bw_state_lot(state, wait.what)->bound);

        bw_state_schedule(state, element, now, BW_EVENT_SUPPLY_SHIP,
            network->sources[order->source].index, wait.what);
    }
}

void bw_contract_on_wait(struct bw_state *state, const struct bw_event *event)
{
    struct bw_contract_gate *gate = &state->contracts->contracts[event->target].gate;

    if (!gate->is_closed) {
        release(state, event->target, event->a); /* it has opened meanwhile */
        return;
    }
    if (state->network->contracts[event->target].start == BW_FOREVER) {
        bw_state_schedule(state, state->network->contracts[event->target].element,
            event->time, BW_EVENT_CONTRACT_START, event->target, 0);
    }
    wait_at(state, event->a)->next = 0;
    if (gate->first == 0) {
        gate->first = event->a;
    } else {
        wait_at(state, gate->last)->next = event->a;
    }
    gate->last = event->a;
}

void bw_contract_set_gate(struct bw_state *state, bw_index contract, bool is_closed)
{
    struct bw_contract_gate *gate = &state->contracts->contracts[contract].gate;
    uint32_t waiting = gate->first;

    if (gate->is_closed == is_closed) {
        return;
    }
    if (gate->changed != bw_state_now(state)) {
        gate->changed = bw_state_now(state);
        gate->was_closed = gate->is_closed;
    }
    gate->is_closed = is_closed;
    bw_observe_level(state, state->network->contracts[contract].element,
        BW_LEVEL_CONTRACT_CLOSED, is_closed);
    if (is_closed) {
        return;
    }
    gate->first = gate->last = 0;
    while (waiting != 0) {
        uint32_t next = wait_at(state, waiting)->next;

        release(state, contract, waiting);
        waiting = next;
    }
}

void bw_contract_reset_gate(struct bw_state *state, bw_index contract, bool is_closed)
{
    state->contracts->contracts[contract].gate = (struct bw_contract_gate){
        .is_closed = is_closed, .was_closed = is_closed, .changed = INT64_MIN};
    bw_observe_level(state, state->network->contracts[contract].element,
        BW_LEVEL_CONTRACT_CLOSED, is_closed);
}
