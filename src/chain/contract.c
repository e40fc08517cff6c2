/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/contract_internal.h"
#include "chain/contract_payment.h"
#include "chain/cost.h"
#include "chain/measure.h"
#include "chain/trace.h"

/* What an event of the credentials means. */
enum credentials {
    CREDENTIALS_RENEW,
    CREDENTIALS_EXPIRE,
    CREDENTIALS_SUSPEND,
    CREDENTIALS_RESTORE
};

static const char *const standing_names[] = {
    [BW_CONTRACT_IDLE] = "idle",
    [BW_CONTRACT_RUNNING] = "running",
    [BW_CONTRACT_IN_FORCE] = "in_force",
    [BW_CONTRACT_EXPIRED] = "expired",
    [BW_CONTRACT_SUSPENDED] = "suspended",
};

static struct bw_contract_state *state_of(
    const struct bw_state *state, bw_index contract)
{
    return &state->contracts->contracts[contract];
}

static struct bw_contract_case *case_of(
    const struct bw_state *state, bw_index contract, uint32_t number)
{
    return &state->contracts
                ->cases[state->network->contracts[contract].first_case + number];
}

/* Counts of predecessors that are not final, of the steps of a case. */
static uint32_t *missing_of(
    const struct bw_state *state, const struct bw_contract *contract, uint32_t number)
{
    return &state->contracts->missing[contract->first_missing
        + (size_t)number * contract->step_count];
}

enum bw_status bw_contract_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    struct bw_contracts *contracts;
    uint32_t cases = 0;
    size_t missing = 0;

    if (network->contract_count == 0) {
        return BW_OK;
    }
    for (bw_index i = 0; i < network->contract_count; i++) {
        const struct bw_contract *contract = &network->contracts[i];

        cases += contract->case_count;
        missing += (size_t)contract->case_count * contract->step_count;
    }
    contracts = bw_arena_allocate(&state->arena, 1, sizeof *contracts);
    if (contracts == NULL) {
        return BW_ERR_NOMEM;
    }
    contracts->contracts = bw_arena_allocate(
        &state->arena, network->contract_count, sizeof *contracts->contracts);
    contracts->cases =
        bw_arena_allocate(&state->arena, cases, sizeof *contracts->cases);
    contracts->numbers = bw_arena_allocate(
        &state->arena, network->contract_step_count, sizeof *contracts->numbers);
    contracts->waiting = bw_arena_allocate(
        &state->arena, network->contract_step_count, sizeof *contracts->waiting);
    contracts->missing =
        bw_arena_allocate(&state->arena, missing, sizeof *contracts->missing);
    state->contracts = contracts;
    return contracts->contracts == NULL || contracts->cases == NULL
            || contracts->missing == NULL || contracts->numbers == NULL
            || contracts->waiting == NULL
        ? BW_ERR_NOMEM
        : BW_OK;
}

/* Opens and closes what the contract is about, by message. */
static void tell(struct bw_state *state, bw_index contract, bw_index subject)
{
    const struct bw_network *network = state->network;
    const struct bw_element *e = &network->elements[network->subjects[subject]];
    bw_index element = network->contracts[contract].element;

    if (e->kind == BW_ELEMENT_TRIAL_SITE) {
        bw_state_schedule(
            state, element, bw_state_now(state), BW_EVENT_TRIAL_ACTIVATE, e->index, 0);
    } else if (e->kind == BW_ELEMENT_DEMAND) {
        bw_state_schedule(
            state, element, bw_state_now(state), BW_EVENT_DEMAND_OPEN, e->index, 0);
    } else {
        bw_state_schedule(state, element, bw_state_now(state), BW_EVENT_SUPPLY_STANDING,
            e->index, (uint32_t)state_of(state, contract)->standing);
    }
}

/* The contract with its one case stands otherwise than before. */
static void set_standing(
    struct bw_state *state, bw_index contract, enum bw_contract_standing standing)
{
    const struct bw_contract *c = &state->network->contracts[contract];

    state_of(state, contract)->standing = standing;
    if (c->kind == BW_CONTRACT_ONBOARDING || c->kind == BW_CONTRACT_LICENCE) {
        bw_contract_set_gate(state, contract, standing != BW_CONTRACT_IN_FORCE);
    }
    BW_TRACE(state, CONTRACT_CHANGED, c->element, .detail = standing_names[standing]);
    for (bw_index i = 0; i < c->subject_count && c->kind == BW_CONTRACT_ONBOARDING;
         i++) {
        tell(state, contract, c->first_subject + i);
    }
}

static void count_in_force(struct bw_state *state, bw_index contract, int change)
{
    struct bw_contract_state *s = state_of(state, contract);

    s->in_force += (uint32_t)change;
    bw_observe_level(state, state->network->contracts[contract].element,
        BW_LEVEL_CONTRACT_IN_FORCE, s->in_force);
}

static void schedule_credentials(
    struct bw_state *state, bw_index contract, bw_time time, enum credentials what)
{
    bw_state_schedule(state, state->network->contracts[contract].element, time,
        BW_EVENT_CONTRACT_CREDENTIALS, contract, (uint32_t)what);
}

/* New credentials are valid from now on; their renewal begins in time. */
static void begin_credentials(struct bw_state *state, bw_index contract)
{
    const struct bw_contract *c = &state->network->contracts[contract];
    struct bw_contract_state *s = state_of(state, contract);
    bw_time now = bw_state_now(state);

    if (c->valid != BW_FOREVER) {
        s->expiry = now + c->valid;
        schedule_credentials(
            state, contract, s->expiry - c->renew_before, CREDENTIALS_RENEW);
        schedule_credentials(state, contract, s->expiry, CREDENTIALS_EXPIRE);
    }
}

/* A licence is in force from now on, until its next suspension begins. */
static void grant_licence(struct bw_state *state, bw_index contract)
{
    struct bw_contract_state *s = state_of(state, contract);
    bw_time until = bw_state_duration(
        state, &state->network->contracts[contract].suspended_every, s->suspensions);

    count_in_force(state, contract, 1);
    set_standing(state, contract, BW_CONTRACT_IN_FORCE);
    schedule_credentials(state, contract, bw_state_now(state) + (until > 0 ? until : 1),
        CREDENTIALS_SUSPEND);
}

static void suspend_licence(struct bw_state *state, bw_index contract)
{
    const struct bw_contract *c = &state->network->contracts[contract];
    struct bw_contract_state *s = state_of(state, contract);
    bw_time time = bw_state_duration(state, &c->suspended_for, s->suspensions++);

    count_in_force(state, contract, -1);
    set_standing(state, contract, BW_CONTRACT_SUSPENDED);
    schedule_credentials(
        state, contract, bw_state_now(state) + time, CREDENTIALS_RESTORE);
}

/* The one case of an onboarding is in force from now on. */
static void enter_into_force(struct bw_state *state, bw_index contract)
{
    if (state_of(state, contract)->standing != BW_CONTRACT_IN_FORCE) {
        count_in_force(state, contract, 1);
        set_standing(state, contract, BW_CONTRACT_IN_FORCE);
    }
    begin_credentials(state, contract);
}

static void complete_case(struct bw_state *state, bw_index contract, uint32_t number)
{
    const struct bw_contract *c = &state->network->contracts[contract];
    bw_time started = case_of(state, contract, number)->started;

    bw_measure_activation(state, c->element, bw_state_now(state) - started);
    bw_contract_happened(state, c->element, 0.0, bw_state_now(state) - started);
    BW_TRACE(state, CONTRACT_COMPLETE, c->element, .number = number, .since = started);
    if (c->kind == BW_CONTRACT_ONBOARDING) {
        enter_into_force(state, contract);
        return;
    }
    count_in_force(state, contract, 1);
    if (c->subject_count > 0) {
        tell(state, contract, c->first_subject + number);
    }
}

static void begin_case(struct bw_state *state, bw_index contract, uint32_t number)
{
    const struct bw_contract *c = &state->network->contracts[contract];
    uint32_t *missing = missing_of(state, c, number);

    *case_of(state, contract, number) = (struct bw_contract_case){
        .started = bw_state_now(state), .left = c->step_count};
    if (c->step_count == 0) {
        complete_case(state, contract, number);
    }
    for (bw_index i = 0; i < c->step_count; i++) {
        missing[i] = state->network->contract_steps[c->first_step + i].after_count;
        if (missing[i] == 0) {
            bw_claim_begin(state, contract, c->first_step + i, number);
        }
    }
}

void bw_contract_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->contract_count; i++) {
        const struct bw_contract *c = &state->network->contracts[i];

        for (bw_index k = 0; k < c->step_count; k++) {
            state->contracts->waiting[c->first_step + k] = 0;
        }
        *state_of(state, i) = (struct bw_contract_state){.standing = BW_CONTRACT_IDLE};
        bw_contract_reset_gate(state, i, c->kind == BW_CONTRACT_ONBOARDING && !c->done);
        if (c->kind == BW_CONTRACT_MILESTONES) {
            bw_payment_reset(state, i);
        } else if (c->kind == BW_CONTRACT_LICENCE) {
            grant_licence(state, i);
        } else if (c->done) {
            enter_into_force(state, i);
        } else if (c->start != BW_FOREVER) {
            bw_state_schedule(
                state, c->element, c->start, BW_EVENT_CONTRACT_START, i, 0);
        }
    }
}

void bw_contract_on_start(struct bw_state *state, const struct bw_event *event)
{
    bw_index contract = event->target;

    if (state_of(state, contract)->standing != BW_CONTRACT_IDLE) {
        return; /* others had need of it before */
    }
    set_standing(state, contract, BW_CONTRACT_RUNNING);
    for (uint32_t i = 0; i < state->network->contracts[contract].case_count; i++) {
        begin_case(state, contract, i);
    }
}

void bw_contract_step_done(
    struct bw_state *state, bw_index contract, bw_index step, uint32_t number)
{
    const struct bw_network *network = state->network;
    const struct bw_contract *c = &network->contracts[contract];
    const struct bw_contract_step *s = &network->contract_steps[step];
    uint32_t *missing;

    if (step == c->renewal) {
        enter_into_force(state, contract);
        return;
    }
    missing = missing_of(state, c, number);
    for (bw_index i = 0; i < s->next_count; i++) {
        bw_index next = network->contract_links[s->first_next + i];

        if (--missing[next - c->first_step] == 0) {
            bw_claim_begin(state, contract, next, number);
        }
    }
    if (--case_of(state, contract, number)->left == 0) {
        complete_case(state, contract, number);
    }
}

void bw_contract_on_credentials(struct bw_state *state, const struct bw_event *event)
{
    bw_index contract = event->target;
    struct bw_contract_state *s = state_of(state, contract);

    if (event->a == CREDENTIALS_RENEW) {
        bw_claim_begin(state, contract, state->network->contracts[contract].renewal,
            s->renewals++);
    } else if (event->a == CREDENTIALS_SUSPEND) {
        suspend_licence(state, contract);
    } else if (event->a == CREDENTIALS_RESTORE) {
        grant_licence(state, contract);
    } else if (event->time == s->expiry) {
        /* Those that were renewed in time expire later. */
        count_in_force(state, contract, -1);
        set_standing(state, contract, BW_CONTRACT_EXPIRED);
    }
}
