/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/contract_payment.h"

#include "chain/contract_internal.h"
#include "chain/cost.h"
#include "chain/measure.h"
#include "chain/trace.h"

#include <math.h>

#define HUNDREDTHS 100.0
#define AMOUNT_MAX 1e15 /* of one claim: sums of thousands of them are exact */

/* What an event of a payment ends. */
enum phase { PHASE_DISPUTE, PHASE_DUE, PHASE_PAY };

static struct bw_claim *claim_at(const struct bw_state *state, uint32_t claim)
{
    return bw_pool_at(&state->claims, claim);
}

static const struct bw_milestone *milestone_of(
    const struct bw_state *state, bw_index contract, bw_index step)
{
    const struct bw_contract *c = &state->network->contracts[contract];

    return &state->network->milestones[c->first_milestone + step - c->first_step];
}

static struct bw_contract_money *money_of(
    const struct bw_state *state, bw_index contract)
{
    return &state->contracts->contracts[contract].money;
}

static void observe_money(struct bw_state *state, bw_index contract)
{
    const struct bw_contract_money *m = money_of(state, contract);
    bw_index element = state->network->contracts[contract].element;

    bw_observe_level(
        state, element, BW_LEVEL_CONTRACT_BALANCE, m->billed - m->cut - m->paid);
    bw_observe_level(state, element, BW_LEVEL_CONTRACT_RETAINED, m->retained);
}

static int64_t part_of(int64_t amount, double share)
{
    return (int64_t)llround((double)amount * share);
}

/* Hands a claim on what has happened to its contract. */
static void claim(struct bw_state *state, bw_index scheduler, bw_index contract,
    bw_index step, double units, bw_time took)
{
    uint32_t index = bw_state_take(state, &state->claims);

    *claim_at(state, index) =
        (struct bw_claim){.contract = contract, .step = step, .took = took};
    if (state->network->contracts[contract].kind == BW_CONTRACT_MILESTONES) {
        const struct bw_milestone *m = milestone_of(state, contract, step);

        claim_at(state, index)->amount = (int64_t)llround(
            fmin((m->amount + m->per_unit * units) * HUNDREDTHS, AMOUNT_MAX));
    }
    bw_state_schedule(state, scheduler, bw_state_now(state), BW_EVENT_CONTRACT_CLAIM,
        contract, index);
}

void bw_contract_happened(
    struct bw_state *state, bw_index element, double units, bw_time took)
{
    const struct bw_listener *listeners = state->network->listeners;
    uint32_t low = 0, high = state->network->listener_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (listeners[middle].element < element) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < state->network->listener_count && listeners[low].element == element;
         low++) {
        claim(
            state, element, listeners[low].contract, listeners[low].step, units, took);
    }
}

void bw_payment_reset(struct bw_state *state, bw_index contract)
{
    const struct bw_contract *c = &state->network->contracts[contract];
    bw_time now = bw_state_now(state);

    for (bw_index i = 0; i < c->step_count; i++) {
        const struct bw_milestone *m =
            &state->network->milestones[c->first_milestone + i];
        bw_time at = m->at;

        state->contracts->numbers[c->first_step + i] = 0;
        if (m->every != BW_FOREVER && at != BW_FOREVER) {
            bw_time past = (now - at) % m->every;

            at = past == 0 ? now : now - past + (past > 0 ? m->every : 0);
        }
        if (at != BW_FOREVER && at >= now) {
            bw_state_schedule(state, c->element, at, BW_EVENT_CONTRACT_DATE, contract,
                c->first_step + i);
        }
    }
}

void bw_contract_on_date(struct bw_state *state, const struct bw_event *event)
{
    bw_index element = state->network->contracts[event->target].element;
    const struct bw_milestone *m = milestone_of(state, event->target, event->a);

    claim(state, element, event->target, event->a, 0.0, 0);
    if (m->every != BW_FOREVER) {
        bw_state_schedule(state, element, event->time + m->every,
            BW_EVENT_CONTRACT_DATE, event->target, event->a);
    }
}

/* Factor of the price by the risk of what has happened. */
static double tier_factor(
    const struct bw_state *state, const struct bw_payment *payment, double u)
{
    const struct bw_tier *tier = &state->network->tiers[payment->first_tier];

    if (payment->tier_count == 0) {
        return 1.0;
    }
    while (u >= tier->cumulative) {
        tier++; /* up to the last one, whose bound is 1 */
    }
    return tier->factor;
}

/* A milestone is reached: it is billed, and its data come. */
static void bill(struct bw_state *state, uint32_t index)
{
    struct bw_claim *c = claim_at(state, index);
    const struct bw_contract *contract = &state->network->contracts[c->contract];
    struct bw_contract_money *money = money_of(state, c->contract);
    const struct bw_milestone *m = milestone_of(state, c->contract, c->step);

    c->number = state->contracts->numbers[c->step]++;
    c->amount = part_of(c->amount,
        tier_factor(state, &contract->payment,
            contract->payment.tier_count == 0
                ? 0.0
                : bw_state_uniform(state, m->tier_stream, c->number)));
    money->billed += c->amount;
    money->open += c->amount;
    observe_money(state, c->contract);
    bw_observe(state, contract->element, BW_SUM_CONTRACT_BILLED,
        (double)c->amount / HUNDREDTHS);
    bw_claim_happened(state, index);
}

void bw_contract_on_claim(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_claim *c = claim_at(state, event->a);
    bw_index step = c->step;

    if (state->network->contracts[c->contract].kind == BW_CONTRACT_MILESTONES) {
        bill(state, event->a);
        return;
    }
    bw_pool_give(&state->claims, event->a); /* it is that of the steps that wait */
    bw_claim_fulfil(state, step);
}

static void schedule(
    struct bw_state *state, uint32_t index, enum phase phase, bw_time time)
{
    struct bw_claim *c = claim_at(state, index);

    c->phase = (uint8_t)phase;
    bw_state_schedule(state, bw_contract_claim_element(state, index), time,
        BW_EVENT_CONTRACT_PAY, c->contract, index);
}

/* Part of a claim that is not paid. */
static void cut(struct bw_state *state, struct bw_claim *c, double share)
{
    struct bw_contract_money *money = money_of(state, c->contract);
    int64_t part = part_of(c->amount, share);

    c->amount -= part;
    money->open -= part;
    money->cut += part;
    if (part > 0) {
        bw_observe(state, state->network->contracts[c->contract].element,
            BW_SUM_CONTRACT_CUT, (double)part / HUNDREDTHS);
        observe_money(state, c->contract);
    }
}

/* Retains a part of a claim, as a claim of its own. */
static void retain(struct bw_state *state, uint32_t index)
{
    const struct bw_payment *payment =
        &state->network->contracts[claim_at(state, index)->contract].payment;
    int64_t part = part_of(claim_at(state, index)->amount, payment->holdback);
    bw_time now = bw_state_now(state), release;
    struct bw_contract_money *money;
    uint32_t kept;

    if (part == 0) {
        return;
    }
    release = payment->after != BW_FOREVER ? now + payment->after : payment->until;
    kept = bw_state_take(state, &state->claims);
    *claim_at(state, kept) = *claim_at(state, index);
    claim_at(state, index)->amount -= part;
    claim_at(state, kept)->amount = part;
    claim_at(state, kept)->retained = true;
    money = money_of(state, claim_at(state, kept)->contract);
    money->open -= part;
    money->retained += part;
    observe_money(state, claim_at(state, kept)->contract);
    schedule(state, kept, PHASE_PAY, release > now ? release : now);
}

/* Nobody disputes the claim: it is due by the terms. */
static void owe(struct bw_state *state, uint32_t index)
{
    struct bw_claim *c;
    const struct bw_payment *payment;
    const struct bw_milestone *m;
    bw_time now = bw_state_now(state);

    retain(state, index);
    c = claim_at(state, index);
    payment = &state->network->contracts[c->contract].payment;
    m = milestone_of(state, c->contract, c->step);
    money_of(state, c->contract)->open -= c->amount;
    money_of(state, c->contract)->due += c->amount;
    c->due = now + payment->terms;
    c->pays =
        m->pays.present ? now + bw_state_duration(state, &m->pays, c->number) : c->due;
    if (c->pays > c->due) {
        schedule(state, index, PHASE_DUE, c->due);
    } else {
        schedule(state, index, PHASE_PAY, c->pays);
    }
}

void bw_payment_confirmed(struct bw_state *state, uint32_t index)
{
    struct bw_claim *c = claim_at(state, index);
    const struct bw_contract *contract = &state->network->contracts[c->contract];
    const struct bw_milestone *m = milestone_of(state, c->contract, c->step);
    bool disputed;

    if (c->took > m->later_than) {
        cut(state, c, m->penalty);
    }
    disputed =
        bw_state_chance(state, m->dispute_stream, c->number, contract->payment.dispute);
    bw_observe(state, contract->element, BW_SUM_CONTRACT_DISPUTED, disputed ? 1 : 0);
    if (disputed) {
        bw_time time = bw_state_duration(state, &m->dispute_time, c->number);

        bw_observe(state, contract->element, BW_SUM_CONTRACT_DISPUTE, (double)time);
        schedule(state, index, PHASE_DISPUTE, bw_state_now(state) + time);
        return;
    }
    owe(state, index);
}

/* The number of overdue payments changes: goods stop or go on. */
static void count_overdue(struct bw_state *state, bw_index contract, int change)
{
    struct bw_contract_money *money = money_of(state, contract);

    money->overdue += (uint32_t)change;
    if (state->network->contracts[contract].payment.stops) {
        bw_contract_set_gate(state, contract, money->overdue > 0);
    }
}

static void pay(struct bw_state *state, uint32_t index)
{
    struct bw_claim c = *claim_at(state, index);
    const struct bw_contract *contract = &state->network->contracts[c.contract];
    struct bw_contract_money *money = money_of(state, c.contract);
    double amount = (double)c.amount / HUNDREDTHS;
    bw_time now = bw_state_now(state);

    *(c.retained ? &money->retained : &money->due) -= c.amount;
    money->paid += c.amount;
    observe_money(state, c.contract);
    bw_cost_charge(state, contract->element, BW_COST_CONTRACT, amount);
    bw_observe(state, contract->element, BW_SUM_CONTRACT_PAID, amount);
    BW_TRACE(state, CONTRACT_PAID, contract->element, .number = c.number,
        .since = c.happened, .detail = state->network->contract_steps[c.step].name);
    bw_pool_give(&state->claims, index);
    if (c.retained) {
        return;
    }
    bw_observe(
        state, contract->element, BW_SUM_CONTRACT_DELAY, (double)(now - c.happened));
    bw_observe(state, contract->element, BW_SUM_CONTRACT_LATE, c.late ? 1.0 : 0.0);
    if (c.late) {
        double fee = amount * contract->payment.fee * (double)(now - c.due);

        bw_cost_charge(state, contract->element, BW_COST_CONTRACT, fee);
        bw_observe(state, contract->element, BW_SUM_CONTRACT_FEES, fee);
        count_overdue(state, c.contract, -1);
    }
}

void bw_contract_on_pay(struct bw_state *state, const struct bw_event *event)
{
    struct bw_claim *c = claim_at(state, event->a);

    switch ((enum phase)c->phase) {
    case PHASE_DISPUTE:
        cut(state, c, state->network->contracts[c->contract].payment.cut);
        owe(state, event->a);
        break;
    case PHASE_DUE:
        c->late = true;
        schedule(state, event->a, PHASE_PAY, c->pays);
        count_overdue(state, event->target, 1);
        break;
    case PHASE_PAY:
        pay(state, event->a);
        break;
    }
}

void bw_contract_check(const struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->contract_count; i++) {
        const struct bw_contract_money *m = money_of(state, i);

        BW_STATE_ASSERT(
            state, m->billed == m->cut + m->open + m->due + m->retained + m->paid);
        BW_STATE_ASSERT(
            state, m->cut >= 0 && m->open >= 0 && m->due >= 0 && m->retained >= 0);
    }
}
