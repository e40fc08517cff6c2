/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/verification.h"

#include "chain/cost.h"
#include "chain/data.h"
#include "chain/history.h"
#include "chain/ledger.h"
#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/recall.h"
#include "chain/returns.h"
#include "chain/state_internal.h"
#include "chain/trace.h"
#include "chain/transport.h"

/* A record that is produced later than this is late. */
#define LATE BW_DAY

static struct bw_hold *hold_at(const struct bw_state *state, uint32_t hold)
{
    return bw_pool_at(&state->holds, hold);
}

/* How the hand-over of a hold is verified. */
static const struct bw_verification *verification_of(
    const struct bw_state *state, enum bw_hold_cause cause, bw_index owner)
{
    const struct bw_network *network = state->network;

    switch (cause) {
    case BW_HOLD_VERIFY_RELEASE:
        return &network->steps[owner].verify;
    case BW_HOLD_VERIFY_SHIP:
        return &network->lanes[owner].checks->ship;
    case BW_HOLD_VERIFY_RETURN:
        return &network->returns[owner].verify;
    default:
        return &network->lanes[owner].checks->receive;
    }
}

/* Data of the partner behind a hold, NULL = always right. */
static const struct bw_data *data_of(
    const struct bw_state *state, enum bw_hold_cause cause, bw_index owner)
{
    switch (cause) {
    case BW_HOLD_VERIFY_RELEASE:
        return NULL;
    case BW_HOLD_VERIFY_RETURN:
        return state->network->returns[owner].data;
    default:
        return state->network->lanes[owner].checks->data;
    }
}

static enum bw_data_end end_of(enum bw_hold_cause cause)
{
    return cause == BW_HOLD_VERIFY_SHIP  ? BW_DATA_SHIP
        : cause == BW_HOLD_VERIFY_RETURN ? BW_DATA_RETURN
                                         : BW_DATA_RECEIVE;
}

/* The branch of a hold waits for what a ledger says. */
static void await_record(struct bw_state *state, uint32_t index, bw_index ledger)
{
    struct bw_hold *hold = hold_at(state, index);

    hold->ledger = ledger;
    bw_history_append(state, &hold->history, state->network->ledgers[ledger].element,
        BW_STAGE_VERIFY, bw_state_now(state), false);
}

/* A case for the people of the hold. */
static void count_case(struct bw_state *state, uint32_t index)
{
    const struct bw_hold *hold = hold_at(state, index);
    bw_index ledger = state->network->ledgers[hold->ledger].element;
    double cost = bw_hold_case_cost(state, index);

    if (hold->class != BW_DATA_RIGHT) {
        bw_observe(
            state, ledger, (enum bw_sum)(BW_SUM_DATA_CLASS + hold->class - 1), 1.0);
    }
    bw_observe(state, ledger, BW_SUM_CASE_COST, cost);
    bw_cost_charge(state, ledger, BW_COST_LEDGER, cost);
}

/* Nobody writes a record: what is wrong is found later, or never. */
static void reconcile(struct bw_state *state, uint32_t index, uint64_t draw,
    const struct bw_verification *verification)
{
    bw_state_schedule(state, bw_hold_element(state, index),
        bw_state_now(state) + bw_state_duration(state, &verification->reconcile, draw),
        BW_EVENT_HOLD_MISMATCH, verification->ledger, index);
}

/* What is not there though the record says so is lost, and ordered or asked for again.
 */
static void miss_goods(
    struct bw_state *state, uint32_t lot, const struct bw_data *data, uint64_t draw)
{
    int64_t missing =
        bw_data_missing(state, data, draw, bw_state_lot(state, lot)->quantity);
    uint32_t part;

    if (missing > 0) {
        part = bw_lot_split(state, lot, missing);
        bw_state_lot(state, part)->custody = BW_CUSTODY_CUSTOMER;
        bw_lane_lost(state, part, BW_WASTE_MISSING);
    }
}

/* True when a hand-over behind a gate that is off leads to a case. */
static bool is_found(struct bw_state *state, const struct bw_verification *verification,
    enum bw_data_class class, uint64_t draw)
{
    bw_index element = state->network->ledgers[verification->ledger].element;

    if (!bw_ledger_would_mismatch(
            state, verification->ledger, class != BW_DATA_RIGHT)) {
        return false;
    }
    if (!bw_state_chance(
            state, verification->detect_stream, draw, verification->detects)) {
        bw_observe(state, element, BW_SUM_UNDETECTED, 1.0);
        return false;
    }
    return true;
}

/* Hands the record of a hold to its ledger. One that is written twice follows itself:
 * the goods wait for the first, and the second is a case without goods. */
static void submit(struct bw_state *state, uint32_t index)
{
    struct bw_hold *hold = hold_at(state, index);
    bool twice = hold->class == BW_DATA_DUPLICATE;
    bw_index ledger = hold->ledger;
    uint32_t second;

    if (twice) {
        hold->class = BW_DATA_RIGHT;
    }
    bw_ledger_submit(state, ledger, BW_RECORD_HOLD, index);
    if (twice) {
        hold = hold_at(state, index);
        second = bw_hold_open(
            state, 0, (enum bw_hold_cause)hold->cause, hold->owner, hold->number);
        hold_at(state, second)->class = BW_DATA_DUPLICATE;
        hold_at(state, second)->ledger = ledger;
        bw_ledger_submit(state, ledger, BW_RECORD_HOLD, second);
    }
}

/* The record of an open hold is produced after the delay of its partner, or never. */
static void produce(struct bw_state *state, uint32_t index, const struct bw_data *data)
{
    const struct bw_hold *hold = hold_at(state, index);
    enum bw_hold_cause cause = (enum bw_hold_cause)hold->cause;
    bw_index element = bw_hold_element(state, index);
    bw_time delay = 0;

    if (data != NULL && hold->class == BW_DATA_NO_RECORD) {
        bw_state_schedule(state, element, bw_state_now(state) + data->request,
            BW_EVENT_HOLD_MISSED, hold->ledger, index);
        return;
    }
    if (data != NULL) {
        delay =
            bw_state_duration(state, &data->ends[end_of(cause)].delay, hold->number);
        bw_observe(state, state->network->ledgers[hold->ledger].element, BW_SUM_LATE,
            delay > LATE ? 1.0 : 0.0);
    }
    if (delay > 0) {
        bw_state_schedule(state, element, bw_state_now(state) + delay,
            BW_EVENT_HOLD_PRODUCED, hold->ledger, index);
    } else {
        submit(state, index);
    }
}

/* True when goods behind a soft gate must wait for their record to be produced. */
static bool has_delay(
    const struct bw_data *data, enum bw_hold_cause cause, enum bw_data_class class)
{
    return data != NULL && class != BW_DATA_NO_RECORD
        && data->ends[end_of(cause)].delay.present;
}

/* What is wrong with a hand-over, as far as its check can find it. */
static enum bw_data_class class_of(struct bw_state *state, uint32_t lot,
    enum bw_hold_cause cause, bw_index owner, uint64_t draw)
{
    const struct bw_data *data = data_of(state, cause, owner);
    enum bw_data_class class = BW_DATA_RIGHT;

    if (data != NULL) {
        class = bw_data_class_of(state, data, end_of(cause), draw);
    }
    if (class == BW_DATA_DUPLICATE
        && verification_of(state, cause, owner)->gate == BW_GATE_OFF) {
        return BW_DATA_RIGHT; /* nobody writes records */
    }
    if (cause == BW_HOLD_VERIFY_RETURN
        && (class == BW_DATA_WRONG || class == BW_DATA_DAMAGED)
        && bw_returns_is_missed(state, owner, draw, lot)) {
        return BW_DATA_RIGHT;
    }
    return class;
}

void bw_verification_open(struct bw_state *state, uint32_t lot,
    enum bw_hold_cause cause, bw_index owner, uint64_t draw)
{
    const struct bw_verification *verification = verification_of(state, cause, owner);
    const struct bw_data *data;
    enum bw_data_class class;
    bool is_off = verification->gate == BW_GATE_OFF;
    uint32_t index;

    if (verification->ledger == BW_NONE) {
        return;
    }
    data = data_of(state, cause, owner);
    class = class_of(state, lot, cause, owner, draw);
    if (class == BW_DATA_NO_GOODS && cause == BW_HOLD_VERIFY_RECEIVE) {
        miss_goods(state, lot, data, draw);
    }
    if (is_off && !is_found(state, verification, class, draw)) {
        return;
    }
    if (is_off
        || (verification->gate == BW_GATE_SOFT && !has_delay(data, cause, class))) {
        index = bw_hold_watch(state, lot, cause, owner, draw);
    } else {
        index = bw_hold_open(state, lot, cause, owner, draw);
    }
    hold_at(state, index)->class = (uint8_t) class;
    await_record(state, index, verification->ledger);
    if (is_off) {
        reconcile(state, index, draw, verification);
    } else {
        produce(state, index, data);
    }
}

bool bw_hold_is_wrong(const struct bw_state *state, uint32_t hold)
{
    return hold_at(state, hold)->class != BW_DATA_RIGHT;
}

void bw_hold_moved(
    struct bw_state *state, uint32_t hold, bw_index ledger, bw_time since)
{
    hold_at(state, hold)->ledger = ledger;
    bw_history_append(state, &hold_at(state, hold)->history,
        state->network->ledgers[ledger].element, BW_STAGE_VERIFY, since, false);
}

void bw_hold_on_produced(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_hold *hold = hold_at(state, event->a);
    const struct bw_verification *verification =
        verification_of(state, (enum bw_hold_cause)hold->cause, hold->owner);

    submit(state, event->a);
    if (verification->gate == BW_GATE_SOFT && !hold->watches) {
        bw_hold_let_go(state, event->a);
    }
}

/* What a hold was verified for is over. */
static void close(struct bw_state *state, uint32_t index, bool rejected)
{
    const struct bw_hold *hold = hold_at(state, index);
    bool returned = hold->cause == BW_HOLD_VERIFY_RETURN;

    /* Of goods that are destroyed or sold meanwhile too. */
    if (returned && hold->links != 0) {
        bw_returns_note_verified(state, hold->owner, bw_state_now(state) - hold->start);
        if (rejected) {
            bw_returns_note_rejected(state, index, BW_HOLD_VERIFY_RETURN);
        }
    }
    bw_hold_close(
        state, index, rejected, returned ? BW_WASTE_RETURNED : BW_WASTE_QUARANTINE);
}

/* Goods and record differ, or there is none: people must look at it. */
static void begin_case(struct bw_state *state, uint32_t index, bw_index ledger)
{
    hold_at(state, index)->mismatch = bw_state_now(state);
    count_case(state, index);
    if (hold_at(state, index)->watches && !hold_at(state, index)->recalled) {
        hold_at(state, index)->recalled = true;
        bw_recall_begin(state, index);
        return;
    }
    BW_TRACE(state, QUARANTINED, bw_hold_element(state, index),
        .lot = bw_hold_lot(state, index),
        .other = state->network->ledgers[ledger].element);
    bw_hold_bar(state, index);
    bw_hold_resolve(state, index);
}

/* More was recorded than there is: a claim that keeps people busy and no goods. */
static void begin_claim(struct bw_state *state, uint32_t index)
{
    const struct bw_hold *hold = hold_at(state, index);
    uint32_t claim = bw_hold_open(
        state, 0, (enum bw_hold_cause)hold->cause, hold->owner, hold->number);

    hold = hold_at(state, index);
    hold_at(state, claim)->class = hold->class;
    hold_at(state, claim)->ledger = hold->ledger;
    hold_at(state, claim)->mismatch = bw_state_now(state);
    count_case(state, claim);
    bw_hold_resolve(state, claim);
    close(state, index, false);
}

void bw_hold_on_missed(struct bw_state *state, const struct bw_event *event)
{
    bw_observe(
        state, state->network->ledgers[event->target].element, BW_SUM_EXCEPTION, 1.0);
    begin_case(state, event->a, event->target);
}

void bw_hold_on_verified(struct bw_state *state, const struct bw_event *event)
{
    close(state, event->a, false);
}

void bw_hold_on_mismatch(struct bw_state *state, const struct bw_event *event)
{
    enum bw_data_class class = (enum bw_data_class)hold_at(state, event->a)->class;

    if (class == BW_DATA_NO_GOODS) {
        begin_claim(state, event->a);
    } else if (class == BW_DATA_DUPLICATE) {
        hold_at(state, event->a)->mismatch = bw_state_now(state);
        count_case(state, event->a);
        bw_hold_resolve(state, event->a);
    } else {
        begin_case(state, event->a, event->target);
    }
}

/* The partner sends a record, or a right one; goods in quarantine wait for it. */
static void correct(struct bw_state *state, uint32_t index)
{
    struct bw_hold *hold = hold_at(state, index);

    hold->resolving = false;
    hold->class = BW_DATA_RIGHT;
    await_record(state, index, hold->ledger);
    bw_ledger_submit(state, hold->ledger, BW_RECORD_HOLD, index);
}

void bw_verification_cleared(struct bw_state *state, uint32_t hold,
    const struct bw_resolver *resolver, bool rejected)
{
    const struct bw_hold *h = hold_at(state, hold);
    bool is_off = verification_of(state, (enum bw_hold_cause)h->cause, h->owner)->gate
        == BW_GATE_OFF;

    bw_observe(state, state->network->ledgers[h->ledger].element, BW_SUM_QUARANTINE,
        (double)(bw_state_now(state) - h->mismatch));
    if (!rejected && !is_off
        && bw_state_chance(
            state, resolver->correct_stream, h->number, resolver->correct_share)) {
        correct(state, hold);
    } else {
        close(state, hold, rejected);
    }
}
