/* SPDX-License-Identifier: Apache-2.0
 *
 * Byzantine fault tolerant consensus (Castro and Liskov 1999, "Practical Byzantine
 * fault tolerance"): a leader proposes a batch, which is agreed on after a number of
 * phases, each of which ends with the reply of the k-th of n validators. A leader that
 * fails, or under whom the phases last longer than its timeout, is replaced by a view
 * change, and the next one gets twice the time.
 */
#include "chain/ledger_internal.h"
#include "chain/ledger_member.h"
#include "chain/measure.h"
#include "engine/order_statistic.h"

/* Draws of the later attempts at a batch lie apart. */
#define VIEW_SHIFT 48
#define DOUBLING_LIMIT 20u

/* One attempt at a batch: who leads it, and when it begins. */
struct attempt {
    bw_index ledger;
    uint64_t batch, number; /* number counts the leaders of this batch */
    bw_time begin;
};

/* Time of the k-th reply in a phase, of those validators that are up when the attempt
 * begins. */
static bw_time kth_reply(
    const struct bw_state *state, const struct attempt *attempt, uint32_t phase)
{
    const struct bw_ledger_bft *bft = state->network->ledgers[attempt->ledger].bft;
    uint64_t first = (attempt->batch * bft->phases + phase) * bft->validators
        | attempt->number << VIEW_SHIFT;
    struct bw_order_statistic replies;
    bw_time room[BW_VALIDATOR_LIMIT], kth;

    BW_STATE_ASSERT(state, bft->replies > 0);
    bw_order_statistic_init(&replies, room, bft->replies);
    for (uint32_t i = 0; i < bft->validators; i++) {
        if (bw_member_is_up(
                state, attempt->ledger, BW_MEMBERS_ORDER, i, attempt->begin)) {
            bw_order_statistic_add(
                &replies, bw_state_duration(state, &bft->reply, first + i));
        }
    }
    kth = bw_order_statistic_value(&replies);
    BW_STATE_ASSERT(state, kth != BW_FOREVER);
    return kth;
}

/* Time of all phases, BW_FOREVER when the leader fails. */
static bw_time attempt_time(const struct bw_state *state, const struct attempt *attempt)
{
    const struct bw_ledger_bft *bft = state->network->ledgers[attempt->ledger].bft;
    uint64_t turn =
        state->ledgers[attempt->ledger].view + (bft->rotates ? attempt->batch : 0);
    bw_time time = 0;

    if (!bw_member_is_up(state, attempt->ledger, BW_MEMBERS_ORDER,
            (uint32_t)(turn % bft->validators), attempt->begin)
        || bw_state_chance(state, bft->fault_stream,
            attempt->batch | attempt->number << VIEW_SHIFT,
            bw_state_parameter(state, bft->fault))) {
        return BW_FOREVER;
    }
    for (uint32_t phase = 0; phase < bft->phases; phase++) {
        time += kth_reply(state, attempt, phase);
    }
    return time;
}

/* When a batch is agreed on, view changes included; BW_FOREVER = never. After the end
 * of the run nobody waits for it, and no further leader is tried: they may all fail.
 * *outage is set to the time in which too few validators are up. */
static bw_time agree(
    struct bw_state *state, bw_index ledger, uint64_t batch, bw_time *outage)
{
    const struct bw_ledger_bft *bft = state->network->ledgers[ledger].bft;
    struct attempt attempt = {ledger, batch, 0, bw_state_now(state)};
    bw_time patience = bft->timeout;
    bw_time end = state->network->horizon + state->network->cooldown;

    *outage = 0;
    for (;; attempt.number++) {
        bw_time ready = bw_member_ready(state, ledger, BW_MEMBERS_ORDER, attempt.begin);
        bw_time time;

        if (ready == BW_FOREVER) {
            return BW_FOREVER;
        }
        *outage += ready - attempt.begin;
        attempt.begin = ready;
        time = attempt_time(state, &attempt);
        if (time <= patience && time != BW_FOREVER) {
            return ready + time;
        }
        if (ready > end) {
            return ready;
        }
        attempt.begin += patience
            + bw_state_duration(
                state, &bft->view_change, batch | attempt.number << VIEW_SHIFT);
        patience *= attempt.number < DOUBLING_LIMIT ? 2 : 1;
        state->ledgers[ledger].view++;
        bw_observe(
            state, state->network->ledgers[ledger].element, BW_SUM_VIEW_CHANGE, 1.0);
    }
}

/* Records that fill a batch, and how long its first one waits for that. */
static uint32_t batch_size(
    const struct bw_state *state, const struct bw_ledger_bft *bft)
{
    return (uint32_t)bw_state_parameter(state, bft->batch_size);
}

static bw_time batch_timeout(
    const struct bw_state *state, const struct bw_ledger_bft *bft)
{
    return (bw_time)bw_state_parameter(state, bft->batch_timeout);
}

/* A batch leaves the leader when it is full or its first record has waited long
 * enough. */
static bool is_due(const struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger_bft *bft = state->network->ledgers[ledger].bft;
    const struct bw_ledger_state *s = &state->ledgers[ledger];
    const struct bw_transaction *first;

    if (s->waiting.count == 0 || s->running >= bft->in_flight || s->is_forming) {
        return false;
    }
    first = bw_ledger_transaction(state, s->waiting.first);
    return s->waiting.count >= batch_size(state, bft)
        || first->key + batch_timeout(state, bft) <= bw_state_now(state);
}

/* What waits goes to the validators. Batches keep their order: one is not agreed on
 * before those proposed earlier. */
static void start_batch(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_ledger_state *s = &state->ledgers[ledger];
    struct bw_record_list batch =
        bw_record_list_take(state, &s->waiting, batch_size(state, l->bft));
    bw_time outage, ready = agree(state, ledger, s->blocks++, &outage);

    for (uint32_t i = batch.first; i != 0; i = bw_ledger_transaction(state, i)->next) {
        bw_ledger_spend(state, i, BW_LEDGER_PART_BLOCK);
        bw_ledger_spend_until(
            state, i, BW_LEDGER_PART_OUTAGE, bw_state_now(state) + outage);
    }
    s->running++;
    if (ready == BW_FOREVER) {
        return;
    }
    s->ordered = ready > s->ordered ? ready : s->ordered;
    bw_state_schedule(
        state, l->element, s->ordered, BW_EVENT_LEDGER_AGREED, ledger, batch.first);
}

/* Where batches take time to form, what comes meanwhile may still get in, and the next
 * one is not begun. */
static void propose(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_ledger_state *s = &state->ledgers[ledger];

    while (is_due(state, ledger)) {
        if (l->bft->form.present) {
            s->is_forming = true;
            bw_state_schedule(state, l->element,
                bw_state_now(state)
                    + bw_state_duration(state, &l->bft->form, s->blocks),
                BW_EVENT_LEDGER_FORMED, ledger, 0);
        } else {
            start_batch(state, ledger);
        }
    }
}

void bw_ledger_on_formed(struct bw_state *state, const struct bw_event *event)
{
    state->ledgers[event->target].is_forming = false;
    start_batch(state, event->target);
    propose(state, event->target);
}

void bw_ledger_bft_begin(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_ledger_state *s = &state->ledgers[ledger];

    bw_ledger_transaction(state, transaction)->key = bw_state_now(state);
    bw_record_list_add(state, &s->waiting, transaction);
    if (batch_timeout(state, l->bft) > 0
        && (s->waiting.count < batch_size(state, l->bft) || s->is_forming
            || s->running >= l->bft->in_flight)) {
        /* A full batch that may not go yet can leave it behind. */
        bw_state_schedule(state, l->element,
            bw_state_now(state) + batch_timeout(state, l->bft), BW_EVENT_LEDGER_PROPOSE,
            ledger, 0);
    }
    propose(state, ledger);
}

void bw_ledger_on_propose(struct bw_state *state, const struct bw_event *event)
{
    propose(state, event->target);
}

void bw_ledger_on_agreed(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_ledger *l = &state->network->ledgers[event->target];
    struct bw_ledger_state *s = &state->ledgers[event->target];
    bw_time done = event->time > s->validated ? event->time : s->validated;
    double speed = bw_state_parameter(state, l->bft->speed);

    for (uint32_t i = event->a; i != 0; i = bw_ledger_transaction(state, i)->next) {
        bw_ledger_spend(state, i, BW_LEDGER_PART_ORDER);
        bw_time work = bw_state_duration(
            state, &l->bft->validate, bw_ledger_transaction(state, i)->number);

        done += speed == 1.0 ? work : bw_time_round((double)work / speed);
    }
    s->validated = done;
    bw_state_schedule(
        state, l->element, done, BW_EVENT_LEDGER_EXECUTED, event->target, event->a);
    s->running--;
    propose(state, event->target);
}

void bw_ledger_on_executed(struct bw_state *state, const struct bw_event *event)
{
    for (uint32_t i = event->a; i != 0;) {
        uint32_t next = bw_ledger_transaction(state, i)->next;

        bw_ledger_spend(state, i, BW_LEDGER_PART_VALIDATE);
        bw_ledger_finish(state, event->target, i);
        i = next;
    }
}

/* Batches of another size or patience: those that are due go, the others are looked at
 * when they will be. */
void bw_ledger_bft_change(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    bw_time now = bw_state_now(state), timeout = batch_timeout(state, l->bft);

    propose(state, ledger);
    for (uint32_t i = state->ledgers[ledger].waiting.first; i != 0;
         i = bw_ledger_transaction(state, i)->next) {
        bw_time due = bw_ledger_transaction(state, i)->key + timeout;

        if (due > now) {
            bw_state_schedule(
                state, l->element, due, BW_EVENT_LEDGER_PROPOSE, ledger, 0);
        }
    }
}
