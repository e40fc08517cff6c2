/* SPDX-License-Identifier: Apache-2.0
 *
 * Onboarding: a supplier takes orders once its checks are passed, and while its
 * credentials are valid. What is at work already goes on when they expire.
 */
#include "chain/contract.h"
#include "chain/cost.h"
#include "chain/history.h"
#include "chain/measure.h"
#include "chain/resource.h"
#include "chain/sourcing_internal.h"
#include "chain/trace.h"

/* What an event of the credentials means. */
enum credentials { CREDENTIALS_RENEW, CREDENTIALS_EXPIRE, CREDENTIALS_RENEWED };

/* An event of a check names it and the attempt. */
#define CHECK_BITS 8
#define CHECK_MASK ((1u << CHECK_BITS) - 1u)
_Static_assert(BW_CHECK_LIMIT <= CHECK_MASK, "a check has a number");

static const struct bw_onboarding *onboarding_of(
    const struct bw_state *state, bw_index supply)
{
    return &state->network->supplies[supply].onboarding;
}

static bw_index element_of(const struct bw_state *state, bw_index supply)
{
    return state->network->supplies[supply].element;
}

static const char *const admission_names[] = {
    [BW_SUPPLY_UNKNOWN] = "unknown",
    [BW_SUPPLY_CHECKING] = "checking",
    [BW_SUPPLY_OPEN] = "open",
    [BW_SUPPLY_EXPIRED] = "expired",
};

static void set_state(
    struct bw_state *state, bw_index supply, enum bw_supply_admission admission)
{
    bw_index element = element_of(state, supply);

    if (onboarding_of(state, supply)->present) {
        BW_TRACE(
            state, SUPPLIER_CHANGED, element, .detail = admission_names[admission]);
    }
    bw_supply_keep_view(state, supply);
    state->supplies[supply].now.admission = admission;
    bw_observe_level(state, element, BW_LEVEL_SUPPLY_OPEN, admission == BW_SUPPLY_OPEN);
    bw_observe_level(
        state, element, BW_LEVEL_SUPPLY_CHECKING, admission == BW_SUPPLY_CHECKING);
    bw_observe_level(
        state, element, BW_LEVEL_SUPPLY_EXPIRED, admission == BW_SUPPLY_EXPIRED);
}

static void schedule_credentials(
    struct bw_state *state, bw_index supply, bw_time time, enum credentials what)
{
    bw_state_schedule(state, element_of(state, supply), time,
        BW_EVENT_SUPPLY_CREDENTIALS, supply, (uint32_t)what);
}

/* New credentials are valid from now on; their renewal begins in time. */
static void begin_credentials(struct bw_state *state, bw_index supply)
{
    const struct bw_onboarding *onboarding = onboarding_of(state, supply);
    bw_time now = bw_state_now(state);

    if (onboarding->valid != BW_FOREVER) {
        state->supplies[supply].expiry = now + onboarding->valid;
        schedule_credentials(state, supply,
            now + onboarding->valid - onboarding->renew_before, CREDENTIALS_RENEW);
        schedule_credentials(
            state, supply, state->supplies[supply].expiry, CREDENTIALS_EXPIRE);
    }
}

static void admit(struct bw_state *state, bw_index supply)
{
    set_state(state, supply, BW_SUPPLY_OPEN);
    begin_credentials(state, supply);
    bw_supply_look(state, supply);
}

void bw_supply_reset_onboarding(struct bw_state *state, bw_index supply)
{
    const struct bw_onboarding *onboarding = onboarding_of(state, supply);

    if (!onboarding->present || onboarding->done) {
        set_state(state, supply, BW_SUPPLY_OPEN);
        if (onboarding->present) {
            begin_credentials(state, supply);
        }
        return;
    }
    set_state(state, supply, BW_SUPPLY_UNKNOWN);
    if (onboarding->contract == BW_NONE && onboarding->start != BW_FOREVER) {
        bw_state_schedule(state, element_of(state, supply), onboarding->start,
            BW_EVENT_SUPPLY_ONBOARD, supply, 0);
    }
}

static const struct bw_supply_check *check_at(
    const struct bw_state *state, bw_index supply, uint32_t check)
{
    return &state->network->checks[onboarding_of(state, supply)->first_check + check];
}

/* Begins an attempt at a check after a delay; whose servers do it are told by a
 * message, since they may be at another site. */
static void begin_check(struct bw_state *state, bw_index supply, uint32_t check,
    uint32_t attempt, bw_time delay)
{
    const struct bw_supply_check *c = check_at(state, supply, check);
    bw_time time = bw_state_now(state) + delay;
    uint32_t what = check | attempt << CHECK_BITS, message;

    if (c->resource == BW_NONE) {
        bw_state_schedule(state, element_of(state, supply),
            time + bw_state_duration(state, &c->time, attempt), BW_EVENT_SUPPLY_CHECKED,
            supply, what);
        return;
    }
    message = bw_state_take(state, &state->messages);
    *(struct bw_message *)bw_pool_at(&state->messages, message) =
        (struct bw_message){.quantity = what, .from = supply};
    bw_state_schedule(state, element_of(state, supply), time, BW_EVENT_SUPPLY_CHECK,
        c->resource, message);
}

void bw_supply_on_check(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_message *message = bw_pool_at(&state->messages, event->a);
    uint32_t what = (uint32_t)message->quantity;
    const struct bw_supply_check *c = check_at(state, message->from, what & CHECK_MASK);
    struct bw_job_request request = {
        .kind = BW_JOB_CHECK,
        .owner = event->a,
        .work = bw_state_duration(state, &c->time, what >> CHECK_BITS),
        .work_element = element_of(state, message->from),
        .work_stage = BW_STAGE_SOURCE,
        .urgency = {.due = BW_FOREVER},
    };

    bw_resource_request(state, event->target,
        state->network->resources[event->target].element, &request);
}

void bw_supply_check_done(
    struct bw_state *state, bw_index resource, uint32_t message, uint32_t history)
{
    struct bw_message m = *(struct bw_message *)bw_pool_at(&state->messages, message);

    bw_history_release(state, &history);
    bw_pool_give(&state->messages, message);
    bw_state_schedule(state, state->network->resources[resource].element,
        bw_state_now(state), BW_EVENT_SUPPLY_CHECKED, m.from, (uint32_t)m.quantity);
}

void bw_supply_on_onboard(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_onboarding *onboarding = onboarding_of(state, event->target);
    struct bw_supply_state *s = &state->supplies[event->target];

    if (s->now.admission != BW_SUPPLY_UNKNOWN) {
        return; /* others had need of it before */
    }
    s->onboarded = event->time;
    s->checks_left = onboarding->check_count;
    set_state(state, event->target, BW_SUPPLY_CHECKING);
    if (onboarding->check_count == 0) {
        admit(state, event->target);
        return;
    }
    for (uint32_t i = 0; i < (onboarding->parallel ? onboarding->check_count : 1);
         i++) {
        begin_check(state, event->target, i, 0, 0);
    }
}

void bw_supply_on_checked(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_onboarding *onboarding = onboarding_of(state, event->target);
    struct bw_supply_state *s = &state->supplies[event->target];
    uint32_t check = event->a & CHECK_MASK, attempt = event->a >> CHECK_BITS;
    const struct bw_supply_check *c = check_at(state, event->target, check);

    bw_cost_charge(
        state, element_of(state, event->target), BW_COST_ONBOARDING, c->cost);
    if (bw_state_chance(state, c->fail_stream, attempt, c->fail)) {
        begin_check(state, event->target, check, attempt + 1,
            bw_state_duration(state, &c->retry, attempt));
        return;
    }
    if (--s->checks_left == 0) {
        bw_observe(state, element_of(state, event->target), BW_SUM_SUPPLY_ONBOARDING,
            (double)(event->time - s->onboarded));
        admit(state, event->target);
    } else if (!onboarding->parallel) {
        begin_check(state, event->target, check + 1, 0, 0);
    }
}

void bw_supply_on_credentials(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_onboarding *onboarding = onboarding_of(state, event->target);
    struct bw_supply_state *s = &state->supplies[event->target];

    switch ((enum credentials)event->a) {
    case CREDENTIALS_RENEW:
        bw_cost_charge(state, element_of(state, event->target), BW_COST_ONBOARDING,
            onboarding->renewal_cost);
        schedule_credentials(state, event->target,
            event->time + bw_state_duration(state, &onboarding->renewal, s->renewals++),
            CREDENTIALS_RENEWED);
        break;
    case CREDENTIALS_EXPIRE:
        /* Those that were renewed in time expire later. */
        if (event->time == s->expiry) {
            set_state(state, event->target, BW_SUPPLY_EXPIRED);
        }
        break;
    case CREDENTIALS_RENEWED:
        admit(state, event->target);
        break;
    }
}

bool bw_supply_is_open(const struct bw_state *state, bw_index supply)
{
    return bw_supply_seen(state, supply)->admission == BW_SUPPLY_OPEN;
}

/* What its contract says of a supplier, as others see it. */
static const enum bw_supply_admission admissions[] = {
    [BW_CONTRACT_IDLE] = BW_SUPPLY_UNKNOWN,
    [BW_CONTRACT_RUNNING] = BW_SUPPLY_CHECKING,
    [BW_CONTRACT_IN_FORCE] = BW_SUPPLY_OPEN,
    [BW_CONTRACT_EXPIRED] = BW_SUPPLY_EXPIRED,
};

void bw_supply_on_standing(struct bw_state *state, const struct bw_event *event)
{
    struct bw_supply_state *s = &state->supplies[event->target];
    enum bw_supply_admission before = s->now.admission;
    enum bw_supply_admission now = admissions[event->a];

    if (now == BW_SUPPLY_CHECKING) {
        s->onboarded = event->time;
    } else if (now == BW_SUPPLY_OPEN && before == BW_SUPPLY_CHECKING) {
        bw_observe(state, element_of(state, event->target), BW_SUM_SUPPLY_ONBOARDING,
            (double)(event->time - s->onboarded));
    }
    set_state(state, event->target, now);
    if (now == BW_SUPPLY_OPEN) {
        bw_supply_look(state, event->target);
    }
}

void bw_supply_need(struct bw_state *state, bw_index element, bw_index supply)
{
    bw_index contract = onboarding_of(state, supply)->contract;

    if (onboarding_of(state, supply)->start == BW_FOREVER
        && bw_supply_seen(state, supply)->admission == BW_SUPPLY_UNKNOWN) {
        bw_state_schedule(state, element, bw_state_now(state),
            contract == BW_NONE ? BW_EVENT_SUPPLY_ONBOARD : BW_EVENT_CONTRACT_START,
            contract == BW_NONE ? supply : contract, 0);
    }
}
