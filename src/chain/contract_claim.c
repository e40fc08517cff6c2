/* SPDX-License-Identifier: Apache-2.0
 *
 * A claim is one step of one case on its way: attempts until it is true, the lateness
 * of its data, confirmation, the record, and its correction when it does not match.
 */
#include "chain/contract_internal.h"
#include "chain/cost.h"
#include "chain/ledger.h"
#include "chain/measure.h"
#include "chain/trace.h"
#include "engine/order_statistic.h"

/* What an event of a claim ends. */
enum phase { PHASE_ATTEMPT, PHASE_LATE, PHASE_CONFIRM, PHASE_CORRECT };

static struct bw_claim *claim_at(const struct bw_state *state, uint32_t claim)
{
    return bw_pool_at(&state->claims, claim);
}

static const struct bw_contract_step *step_of(
    const struct bw_state *state, const struct bw_claim *claim)
{
    return &state->network->contract_steps[claim->step];
}

/* Draws of a claim are numbered by its case, its attempt and its record. */
static uint64_t draw_of(const struct bw_claim *claim)
{
    return claim->number | (uint64_t)claim->attempt << 32
        | (uint64_t)claim->records << 48;
}

bw_index bw_contract_claim_element(const struct bw_state *state, uint32_t claim)
{
    return state->network->contracts[claim_at(state, claim)->contract].element;
}

static void schedule(
    struct bw_state *state, uint32_t index, enum phase phase, bw_time delay)
{
    struct bw_claim *claim = claim_at(state, index);

    claim->phase = (uint8_t)phase;
    bw_state_schedule(state, bw_contract_claim_element(state, index),
        bw_state_now(state) + delay, BW_EVENT_CONTRACT_STEP, claim->contract, index);
}

/* A step that the chain does waits for it, unless a contract that it waits for is in
 * force in all its cases already. */
static void await(struct bw_state *state, uint32_t index)
{
    struct bw_claim *claim = claim_at(state, index);
    bw_index awaited = step_of(state, claim)->awaits;

    if (awaited != BW_NONE
        && state->contracts->contracts[awaited].in_force
            == state->network->contracts[awaited].case_count) {
        bw_claim_happened(state, index);
        return;
    }
    claim->next = state->contracts->waiting[claim->step];
    state->contracts->waiting[claim->step] = index;
}

void bw_claim_fulfil(struct bw_state *state, bw_index step)
{
    uint32_t index = state->contracts->waiting[step];

    state->contracts->waiting[step] = 0;
    while (index != 0) {
        uint32_t next = claim_at(state, index)->next;

        bw_claim_happened(state, index);
        index = next;
    }
}

void bw_claim_begin(
    struct bw_state *state, bw_index contract, bw_index step, uint32_t number)
{
    uint32_t index = bw_state_take(state, &state->claims);
    struct bw_claim *claim = claim_at(state, index);

    *claim = (struct bw_claim){.contract = contract, .step = step, .number = number};
    if (step_of(state, claim)->is_awaited) {
        await(state, index);
        return;
    }
    schedule(state, index, PHASE_ATTEMPT,
        bw_state_duration(state, &step_of(state, claim)->time, draw_of(claim)));
}

static void work(struct bw_state *state, struct bw_claim *claim, double ticks)
{
    if (ticks > 0.0) {
        claim->touched = true;
        bw_observe(state, state->network->contracts[claim->contract].element,
            BW_SUM_CONTRACT_WORK, ticks);
    }
}

/* When the need-th of the validators has answered. */
static bw_time confirmation_time(
    const struct bw_state *state, const struct bw_claim *claim)
{
    const struct bw_validators *v =
        &state->network->contracts[claim->contract].validators;
    const struct bw_sampler *time = &step_of(state, claim)->confirm;
    struct bw_order_statistic answers;
    bw_time room[BW_CONFIRMER_LIMIT];

    if (v->need == 0) {
        return 0;
    }
    bw_order_statistic_init(&answers, room, v->need);
    for (uint32_t i = 0; i < v->of; i++) {
        bw_order_statistic_add(
            &answers, bw_state_duration(state, time, draw_of(claim) * v->of + i));
    }
    return bw_order_statistic_value(&answers);
}

static void finish(struct bw_state *state, uint32_t index)
{
    struct bw_claim claim = *claim_at(state, index);
    bw_index element = bw_contract_claim_element(state, index);

    bw_observe(state, element, BW_SUM_CONTRACT_AUTOMATIC, claim.touched ? 0.0 : 1.0);
    bw_observe(state, element, BW_SUM_CONTRACT_CONFIRMATION,
        (double)(bw_state_now(state) - claim.happened));
    BW_TRACE(state, CONTRACT_STEP, element, .number = claim.number,
        .since = claim.happened, .detail = step_of(state, &claim)->name);
    if (state->network->contracts[claim.contract].kind == BW_CONTRACT_MILESTONES) {
        bw_payment_confirmed(state, index);
        return;
    }
    bw_pool_give(&state->claims, index);
    bw_contract_step_done(state, claim.contract, claim.step, claim.number);
}

static void submit(struct bw_state *state, uint32_t index)
{
    bw_index ledger =
        state->network->contracts[claim_at(state, index)->contract].ledger;

    if (ledger == BW_NONE) {
        finish(state, index);
    } else {
        bw_ledger_submit(state, ledger, BW_RECORD_CONTRACT, index);
    }
}

/* The data are there: the contract confirms them itself, or people do. */
static void confirm(struct bw_state *state, uint32_t index)
{
    struct bw_claim *claim = claim_at(state, index);
    const struct bw_contract *contract = &state->network->contracts[claim->contract];
    const struct bw_validators *v = &contract->validators;

    if (v->of == 0
        || bw_state_chance(state, step_of(state, claim)->automatic_stream,
            draw_of(claim), bw_state_parameter(state, v->automatic))) {
        submit(state, index);
        return;
    }
    claim->touched = true;
    work(state, claim, v->effort * v->need);
    schedule(state, index, PHASE_CONFIRM, confirmation_time(state, claim));
}

void bw_claim_happened(struct bw_state *state, uint32_t index)
{
    struct bw_claim *claim = claim_at(state, index);
    const struct bw_contract_step *step = step_of(state, claim);

    claim->happened = bw_state_now(state);
    if (step->late.present) {
        schedule(state, index, PHASE_LATE,
            bw_state_duration(state, &step->late, draw_of(claim)));
    } else {
        confirm(state, index);
    }
}

/* An attempt has ended: the event is true, or it fails and is tried again. */
static void end_attempt(struct bw_state *state, uint32_t index)
{
    struct bw_claim *claim = claim_at(state, index);
    const struct bw_contract_step *step = step_of(state, claim);

    bw_cost_charge(
        state, bw_contract_claim_element(state, index), BW_COST_CONTRACT, step->cost);
    work(state, claim, step->effort);
    if (bw_state_chance(state, step->fail_stream, draw_of(claim), step->fail)) {
        bw_time wait = bw_state_duration(state, &step->retry, draw_of(claim));

        claim->attempt++;
        schedule(state, index, PHASE_ATTEMPT,
            wait + bw_state_duration(state, &step->time, draw_of(claim)));
        return;
    }
    bw_claim_happened(state, index);
}

void bw_contract_on_step(struct bw_state *state, const struct bw_event *event)
{
    switch ((enum phase)claim_at(state, event->a)->phase) {
    case PHASE_ATTEMPT:
        end_attempt(state, event->a);
        break;
    case PHASE_LATE:
        confirm(state, event->a);
        break;
    case PHASE_CONFIRM:
    case PHASE_CORRECT:
        submit(state, event->a);
        break;
    }
}

void bw_contract_on_final(struct bw_state *state, const struct bw_event *event)
{
    finish(state, event->a);
}

void bw_contract_on_refused(struct bw_state *state, const struct bw_event *event)
{
    struct bw_claim *claim = claim_at(state, event->a);

    claim->touched = true;
    work(state, claim, state->network->contracts[claim->contract].correction_effort);
    schedule(state, event->a, PHASE_CORRECT,
        bw_state_duration(state, &step_of(state, claim)->correction, draw_of(claim)));
    claim->records++;
}
