/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/quality.h"

#include "chain/contract_gate.h"
#include "chain/disposition.h"
#include "chain/history.h"
#include "chain/hold.h"
#include "chain/manufacturing.h"
#include "chain/measure.h"
#include "chain/resource.h"
#include "chain/returns.h"
#include "chain/state_internal.h"
#include "chain/trace.h"
#include "chain/verification.h"

#include <math.h>

/* Draws of the deviations of a batch lie apart. */
#define DEVIATION_SHIFT 40

static struct bw_hold *hold_at(const struct bw_state *state, uint32_t hold)
{
    return bw_pool_at(&state->holds, hold);
}

/* Those who work on what is wrong with a hand-over, by what it is. */
static const struct bw_resolver *by_class(
    const struct bw_resolver *resolver, const struct bw_hold *hold)
{
    return resolver->of_class != NULL && hold->class != BW_DATA_RIGHT
        ? &resolver->of_class[hold->class]
        : resolver;
}

/* Who works on a hold that is no test. */
static const struct bw_resolver *resolver_of(
    const struct bw_state *state, const struct bw_hold *hold)
{
    const struct bw_network *network = state->network;

    switch ((enum bw_hold_cause)hold->cause) {
    case BW_HOLD_VERIFY_RELEASE:
        return &network->steps[hold->owner].resolver;
    case BW_HOLD_VERIFY_SHIP:
        return by_class(&network->lanes[hold->owner].checks->ship_resolver, hold);
    case BW_HOLD_VERIFY_RECEIVE:
        return by_class(&network->lanes[hold->owner].checks->receive_resolver, hold);
    case BW_HOLD_EXCURSION:
        return &network->lanes[hold->owner].checks->disposition.assessment;
    case BW_HOLD_INCOMING:
        return &network->lanes[hold->owner].checks->incoming;
    case BW_HOLD_STORAGE:
        return &network->equipments[hold->owner].disposition.assessment;
    case BW_HOLD_REVIEW:
        return &network->recipes[hold->owner].release.review;
    case BW_HOLD_DEVIATION:
        return &network->recipes[hold->owner].release.investigation;
    case BW_HOLD_RETURN_TEST:
        return &network->returns[hold->owner].inspection;
    case BW_HOLD_VERIFY_RETURN:
        return by_class(&network->returns[hold->owner].resolver, hold);
    case BW_HOLD_ALERT:
        return &network->scans[hold->owner].resolver;
    case BW_HOLD_RELEASE:
    case BW_HOLD_TEST:
    case BW_HOLD_REST:
    case BW_HOLD_CONTRACT:
        break;
    }
    return NULL;
}

/* Lets a hold simply last for a time, charged to element. */
static void wait_out(struct bw_state *state, uint32_t index, bw_index element,
    enum bw_stage stage, bw_time time)
{
    struct bw_hold *hold = hold_at(state, index);

    bw_history_append(
        state, &hold->history, element, stage, bw_state_now(state), false);
    bw_state_schedule(state, bw_hold_element(state, index), bw_state_now(state) + time,
        BW_EVENT_HOLD_END, bw_hold_element(state, index), index);
}

/* How urgent work on a held lot is: as the batch or the order that it is bound to.
 * Goods on a shelf are nobody's yet. */
static struct bw_urgency urgency_of(const struct bw_state *state, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_urgency urgency = {.due = BW_FOREVER};

    if (lot == 0) {
        return urgency;
    }
    switch ((enum bw_custody)l->custody) {
    case BW_CUSTODY_PROCESS:
        return bw_batch_urgency(state, l->bound);
    case BW_CUSTODY_DOOR:
    case BW_CUSTODY_OUTBOUND:
    case BW_CUSTODY_TRANSIT:
    case BW_CUSTODY_CUSTOMER:
        urgency.priority = bw_state_order(state, l->bound)->priority;
        urgency.due = bw_state_order(state, l->bound)->due;
        break;
    case BW_CUSTODY_STOCK:
    case BW_CUSTODY_VIAL:
    case BW_CUSTODY_DESK:
        break;
    }
    return urgency;
}

struct bw_urgency bw_hold_urgency(const struct bw_state *state, uint32_t hold)
{
    return urgency_of(state, bw_hold_lot(state, hold));
}

void bw_hold_wait(
    struct bw_state *state, uint32_t hold, enum bw_stage stage, bw_time time)
{
    hold_at(state, hold)->resolving = true;
    wait_out(state, hold, bw_hold_element(state, hold), stage, time);
}

void bw_hold_wait_answer(struct bw_state *state, uint32_t hold, bw_time time)
{
    wait_out(state, hold, bw_hold_element(state, hold), BW_STAGE_HOLD, time);
}

void bw_hold_resolve(struct bw_state *state, uint32_t index)
{
    struct bw_hold *hold = hold_at(state, index);
    const struct bw_resolver *resolver = resolver_of(state, hold);
    bool tests = hold->cause == BW_HOLD_INCOMING || hold->cause == BW_HOLD_RETURN_TEST;
    enum bw_stage stage = hold->cause == BW_HOLD_REVIEW ? BW_STAGE_HOLD
        : tests                                         ? BW_STAGE_TEST
                                                        : BW_STAGE_QUARANTINE;
    bool own = stage != BW_STAGE_QUARANTINE; /* work of the element itself */
    bw_time time = bw_state_duration(state, &resolver->time, hold->number);
    struct bw_job_request request = {
        .kind = BW_JOB_RESOLVE,
        .owner = index,
        .work = time,
        .history = hold->history,
        .work_element = own ? bw_hold_element(state, index) : resolver->element,
        .work_stage = stage,
        .urgency = urgency_of(state, bw_hold_lot(state, index)),
    };

    hold->resolving = true;
    if (resolver->resource == BW_NONE) {
        wait_out(state, index, request.work_element, request.work_stage, time);
        return;
    }
    hold->history = 0;
    bw_resource_request(
        state, resolver->resource, bw_hold_element(state, index), &request);
}

/* Sends a hold to the laboratory, for its test or its retest. */
static void begin_test(struct bw_state *state, uint32_t index)
{
    struct bw_hold *hold = hold_at(state, index);
    const struct bw_step *step = &state->network->steps[hold->owner];
    bw_index resource = hold->again ? step->test.retest.resource : step->test.resource;
    bw_time time = bw_state_duration(
        state, hold->again ? &step->test.retest.time : &step->test.time, hold->number);
    struct bw_job_request request = {
        .kind = BW_JOB_TEST,
        .owner = index,
        .work = time,
        .history = hold->history,
        .work_element = step->element,
        .work_stage = BW_STAGE_TEST,
        .step = (bw_index)(step - state->network->steps),
        .urgency = urgency_of(state, bw_hold_lot(state, index)),
    };

    if (resource == BW_NONE) {
        wait_out(state, index, step->element, BW_STAGE_TEST, time);
        return;
    }
    hold->history = 0;
    bw_resource_request(state, resource, step->element, &request);
}

void bw_hold_open_step(
    struct bw_state *state, uint32_t lot, bw_index step, uint64_t draw)
{
    const struct bw_step *s = &state->network->steps[step];

    if (s->hold.present) {
        wait_out(state, bw_hold_open(state, lot, BW_HOLD_RELEASE, step, draw),
            s->element, BW_STAGE_HOLD, bw_state_duration(state, &s->hold, draw));
    }
    if (s->test.present) {
        begin_test(state, bw_hold_open(state, lot, BW_HOLD_TEST, step, draw));
    }
    bw_verification_open(state, lot, BW_HOLD_VERIFY_RELEASE, step, draw);
}

void bw_hold_open_release(
    struct bw_state *state, uint32_t lot, bw_index recipe, uint64_t number)
{
    const struct bw_release *release = &state->network->recipes[recipe].release;
    uint64_t count = 0;
    uint32_t review;

    if (!release->present) {
        return;
    }
    review = bw_hold_open(state, lot, BW_HOLD_REVIEW, recipe, number);
    if (!bw_hold_wait_for_others(state, review, lot)) {
        bw_hold_resolve(state, review);
    } else if (release->review.resource != BW_NONE) {
        bw_resource_expect(state, release->review.resource, 1);
    }
    if (release->deviations.present) {
        count = (uint64_t)llround(
            fmax(bw_state_value(state, &release->deviations, number, 0.0), 0.0));
    }
    bw_observe(state, state->network->recipes[recipe].element, BW_SUM_DEVIATIONS,
        (double)count);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t draw = number | i << DEVIATION_SHIFT;
        bool blocks =
            bw_state_chance(state, release->blocking_stream, draw, release->blocking);

        if (blocks || release->investigation.resource != BW_NONE) {
            bw_hold_resolve(state,
                bw_hold_open(state, blocks ? lot : 0, BW_HOLD_DEVIATION, recipe, draw));
        }
    }
}

void bw_hold_waited(struct bw_state *state, uint32_t hold, bool rejected)
{
    const struct bw_resolver *review = resolver_of(state, hold_at(state, hold));

    if (review->resource != BW_NONE) {
        bw_resource_expect(state, review->resource, -1);
    }
    if (rejected || bw_hold_lot(state, hold) == 0) {
        bw_hold_close(state, hold, rejected, BW_WASTE_REJECTED);
    } else {
        bw_hold_resolve(state, hold);
    }
}

void bw_hold_open_ship(
    struct bw_state *state, uint32_t lot, bw_index lane, uint64_t draw)
{
    const struct bw_lane_checks *checks = state->network->lanes[lane].checks;

    if (checks != NULL) {
        bw_verification_open(state, lot, BW_HOLD_VERIFY_SHIP, lane, draw);
    }
}

void bw_hold_open_receive(
    struct bw_state *state, uint32_t lot, bw_index lane, uint64_t draw)
{
    const struct bw_lane_checks *checks = state->network->lanes[lane].checks;

    if (checks != NULL && checks->tests_incoming) {
        bw_hold_resolve(state, bw_hold_open(state, lot, BW_HOLD_INCOMING, lane, draw));
    }
    bw_disposition_open(state, lot, lane, draw);
    if (checks != NULL) {
        bw_verification_open(state, lot, BW_HOLD_VERIFY_RECEIVE, lane, draw);
    }
}

void bw_hold_open_contract(
    struct bw_state *state, uint32_t lot, bw_index lane, bw_index contract)
{
    uint32_t index = bw_hold_open(state, lot, BW_HOLD_CONTRACT, lane, 0);
    struct bw_hold *hold = hold_at(state, index);

    bw_history_append(state, &hold->history,
        state->network->contracts[contract].element, BW_STAGE_BLOCKED,
        bw_state_now(state), false);
    bw_contract_keep_hold(state, state->network->lanes[lane].element, contract, index);
}

void bw_hold_open_rest(
    struct bw_state *state, uint32_t lot, bw_index stock, bw_time time)
{
    wait_out(state, bw_hold_open(state, lot, BW_HOLD_REST, stock, 0),
        state->network->stocks[stock].element, BW_STAGE_HOLD, time);
}

bool bw_hold_open_storage(
    struct bw_state *state, uint32_t lot, bw_index equipment, uint64_t draw)
{
    uint32_t hold = bw_disposition_open_storage(state, lot, equipment, draw);
    const struct bw_lot *l = bw_state_lot(state, lot);

    if (hold != 0 && l->made != BW_FOREVER) {
        /* The time on the shelf so far, which is counted when goods are issued, is in
         * the branch too. */
        hold_at(state, hold)->stored +=
            bw_state_now(state) - bw_history_start(state, l->history);
    }
    return hold != 0;
}

static void finish_test(struct bw_state *state, uint32_t index)
{
    struct bw_hold *hold = hold_at(state, index);
    const struct bw_step *step = &state->network->steps[hold->owner];
    bool rejected = hold->again
        ? bw_state_chance(state, step->test.retest.confirm_stream, hold->number,
            step->test.retest.confirm)
        : bw_state_chance(
            state, step->test.reject_stream, hold->number, step->test.reject);

    if (rejected && step->test.retest.present && !hold->again) {
        hold->again = true;
        BW_TRACE(state, TEST_FINISHED, step->element, .lot = bw_hold_lot(state, index),
            .since = hold->start, .detail = "retest");
        begin_test(state, index);
        return;
    }
    BW_TRACE(state, TEST_FINISHED, step->element, .lot = bw_hold_lot(state, index),
        .since = hold->start, .detail = rejected ? "rejected" : "passed");
    bw_observe(state, step->element, BW_SUM_STEP_TEST_REJECT, rejected ? 1.0 : 0.0);
    bw_hold_close(state, index, rejected, BW_WASTE_REJECTED);
}

static void finish_resolution(struct bw_state *state, uint32_t index)
{
    const struct bw_hold *hold = hold_at(state, index);
    const struct bw_resolver *resolver = resolver_of(state, hold);
    bool rejected = bw_state_chance(
        state, resolver->reject.stream, hold->number, resolver->reject_share);

    switch ((enum bw_hold_cause)hold->cause) {
    case BW_HOLD_EXCURSION:
    case BW_HOLD_STORAGE:
        bw_disposition_finish(state, index);
        return;
    case BW_HOLD_REVIEW:
        bw_observe(state, bw_hold_element(state, index), BW_SUM_REVIEW_TIME,
            (double)(bw_state_now(state) - hold->start));
        bw_hold_close(state, index, rejected, BW_WASTE_REJECTED);
        return;
    case BW_HOLD_DEVIATION:
    case BW_HOLD_INCOMING:
        bw_hold_close(state, index, rejected, BW_WASTE_REJECTED);
        return;
    case BW_HOLD_RETURN_TEST:
        if (rejected) {
            bw_returns_note_rejected(state, index, BW_HOLD_RETURN_TEST);
        }
        bw_hold_close(state, index, rejected, BW_WASTE_RETURNED);
        return;
    case BW_HOLD_ALERT:
        bw_hold_close(state, index, rejected, BW_WASTE_QUARANTINE);
        return;
    default:
        break;
    }
    bw_verification_cleared(state, index, resolver, rejected);
}

void bw_hold_tested(struct bw_state *state, uint32_t hold, uint32_t history)
{
    hold_at(state, hold)->history = history;
    finish_test(state, hold);
}

void bw_hold_resolved(struct bw_state *state, uint32_t hold, uint32_t history)
{
    hold_at(state, hold)->history = history;
    finish_resolution(state, hold);
}

void bw_hold_on_end(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_hold *hold = hold_at(state, event->a);

    if (hold->resolving) {
        finish_resolution(state, event->a);
    } else if (hold->cause == BW_HOLD_TEST) {
        finish_test(state, event->a);
    } else if (hold->cause == BW_HOLD_ALERT) {
        bw_hold_resolve(state, event->a);
    } else {
        bw_hold_close(state, event->a, false, BW_WASTE_REJECTED);
    }
}

void bw_hold_on_recalled(struct bw_state *state, const struct bw_event *event)
{
    bw_hold_resolve(state, event->a);
}

double bw_hold_case_cost(const struct bw_state *state, uint32_t hold)
{
    return resolver_of(state, hold_at(state, hold))->cost;
}

bw_index bw_hold_resolver(const struct bw_state *state, uint32_t hold)
{
    return resolver_of(state, hold_at(state, hold))->element;
}
