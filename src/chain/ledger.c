/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/ledger.h"

#include "chain/contract.h"
#include "chain/cost.h"
#include "chain/hold.h"
#include "chain/ledger_internal.h"
#include "chain/ledger_member.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/trace.h"
#include "chain/verification.h"

/* One row per kind: what a new record sets off. */
static void (*const begin[])(struct bw_state *, bw_index, uint32_t) = {
    [BW_LEDGER_NONE] = bw_ledger_finish,
    [BW_LEDGER_EOV] = bw_ledger_eov_begin,
    [BW_LEDGER_MANUAL] = bw_ledger_manual_begin,
    [BW_LEDGER_BFT] = bw_ledger_bft_begin,
    [BW_LEDGER_PUBLIC] = bw_ledger_public_begin,
    [BW_LEDGER_TRACE] = bw_ledger_measured_begin,
};

static uint32_t no_lot(const struct bw_state *state, uint32_t owner)
{
    (void)state;
    (void)owner;
    return 0;
}

static bw_index no_site(const struct bw_state *state, uint32_t owner)
{
    (void)state;
    (void)owner;
    return BW_NONE;
}

static struct bw_urgency no_urgency(const struct bw_state *state, uint32_t owner)
{
    (void)state;
    (void)owner;
    return (struct bw_urgency){.due = BW_FOREVER};
}

/* One row per purpose: what tells the owner that its record is final, what a trace says
 * of it, where and how urgent its business is,
 * who wants to know that another ledger has it, and whether it is wrong whatever the
 * ledger finds. */
static const struct {
    enum bw_event_kind matches, mismatch;
    uint32_t (*lot)(const struct bw_state *, uint32_t);
    bw_index (*element)(const struct bw_state *, uint32_t);
    bw_index (*site)(const struct bw_state *, uint32_t);
    struct bw_urgency (*urgency)(const struct bw_state *, uint32_t);
    void (*moved)(struct bw_state *, uint32_t, bw_index, bw_time);
    bool (*is_wrong)(const struct bw_state *, uint32_t);
} purposes[BW_RECORD_PURPOSE_COUNT] = {
    [BW_RECORD_HOLD] = {BW_EVENT_HOLD_VERIFIED, BW_EVENT_HOLD_MISMATCH, bw_hold_lot,
        bw_hold_element, bw_hold_site, bw_hold_urgency, bw_hold_moved,
        bw_hold_is_wrong},
    [BW_RECORD_CONTRACT] = {BW_EVENT_CONTRACT_FINAL, BW_EVENT_CONTRACT_REFUSED, no_lot,
        bw_contract_claim_element, no_site, no_urgency, NULL, NULL},
};

enum bw_status bw_ledger_init(struct bw_state *state)
{
    state->ledgers = bw_arena_allocate(
        &state->arena, state->network->ledger_count, sizeof *state->ledgers);
    enum bw_status status = state->ledgers == NULL ? BW_ERR_NOMEM : BW_OK;

    for (bw_index i = 0; i < state->network->ledger_count && status == BW_OK; i++) {
        status = bw_ledger_manual_init(state, i);
        status = status == BW_OK ? bw_member_init(state, i) : status;
        if (status == BW_OK) {
            status = bw_ledger_eov_init(state, i);
        }
    }
    return status;
}

void bw_ledger_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->ledger_count; i++) {
        state->ledgers[i] = (struct bw_ledger_state){
            .ordered = bw_state_now(state),
            .validated = bw_state_now(state),
            .channels = state->ledgers[i].channels,
            .writers = state->ledgers[i].writers,
            .servers = state->ledgers[i].servers,
            .desks = state->ledgers[i].desks,
            .windows = {state->ledgers[i].windows[0], state->ledgers[i].windows[1]},
            .losses = state->ledgers[i].losses,
        };
        bw_member_reset(state, i);
        bw_ledger_eov_reset(state, i);
        bw_ledger_manual_reset(state, i);
        bw_ledger_public_reset(state, i);
    }
}

struct bw_transaction *bw_ledger_transaction(
    const struct bw_state *state, uint32_t transaction)
{
    return bw_pool_at(&state->transactions, transaction);
}

void bw_ledger_spend_until(struct bw_state *state, uint32_t transaction,
    enum bw_ledger_part part, bw_time time)
{
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    t->parts[part] += time - t->since;
    t->since = time;
}

void bw_ledger_spend(
    struct bw_state *state, uint32_t transaction, enum bw_ledger_part part)
{
    bw_ledger_spend_until(state, transaction, part, bw_state_now(state));
}

uint32_t bw_ledger_record_lot(const struct bw_state *state, uint32_t transaction)
{
    const struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    return purposes[t->purpose].lot(state, t->owner);
}

bw_index bw_ledger_record_site(const struct bw_state *state, uint32_t transaction)
{
    const struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    return purposes[t->purpose].site(state, t->owner);
}

struct bw_urgency bw_ledger_record_urgency(
    const struct bw_state *state, uint32_t transaction)
{
    const struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    return purposes[t->purpose].urgency(state, t->owner);
}

static uint32_t take(
    struct bw_state *state, enum bw_record_purpose purpose, uint32_t owner)
{
    uint32_t index = bw_state_take(state, &state->transactions);
    struct bw_transaction *t = bw_ledger_transaction(state, index);

    t->submitted = t->since = bw_state_now(state);
    t->owner = owner;
    t->purpose = (uint8_t)purpose;
    return index;
}

/* Hands a record to the kind of a ledger. */
static void enter(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    t->ledger = ledger;
    t->number = state->ledgers[ledger].number++;
    if (l->fallback != BW_NONE) {
        t->has_timer = true;
        t->timer = bw_state_schedule(state, l->element,
            bw_state_now(state) + l->fallback_after, BW_EVENT_LEDGER_FALLBACK, ledger,
            transaction);
    }
    BW_TRACE(state, LEDGER_SUBMITTED, l->element,
        .lot = purposes[t->purpose].lot(state, t->owner),
        .other = purposes[t->purpose].element(state, t->owner), .number = t->number);
    begin[l->kind](state, ledger, transaction);
}

void bw_ledger_submit(struct bw_state *state, bw_index ledger,
    enum bw_record_purpose purpose, uint32_t owner)
{
    enter(state, ledger, take(state, purpose, owner));
}

/* Sends a copy of a record to another ledger. */
static void fall_back(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);
    uint32_t twin = take(state, (enum bw_record_purpose)t->purpose, t->owner);

    t = bw_ledger_transaction(state, transaction);
    t->has_timer = false;
    t->twin = twin;
    bw_ledger_transaction(state, twin)->twin = transaction;
    bw_ledger_transaction(state, twin)->is_copy = true;
    bw_observe(state, l->element, BW_SUM_FALLBACK, 1.0);
    bw_state_schedule(state, l->element, bw_state_now(state), BW_EVENT_LEDGER_COPY,
        l->fallback, twin);
}

void bw_ledger_on_fallback(struct bw_state *state, const struct bw_event *event)
{
    fall_back(state, event->target, event->a);
}

void bw_ledger_give_up(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    if (t->is_dead) {
        bw_ledger_drop(state, transaction);
        return;
    }
    if (state->network->ledgers[ledger].fallback == BW_NONE) {
        t->is_failed = true;
        bw_ledger_finish(state, ledger, transaction);
        return;
    }
    t->is_given_up = true;
    if (t->has_timer) {
        bw_event_list_cancel(&state->events, t->timer);
        fall_back(state, ledger, transaction);
    }
}

void bw_ledger_on_copy(struct bw_state *state, const struct bw_event *event)
{
    if (bw_ledger_transaction(state, event->a)->is_dead) {
        bw_ledger_drop(state, event->a);
    } else {
        enter(state, event->target, event->a);
    }
}

void bw_ledger_drop(struct bw_state *state, uint32_t transaction)
{
    bw_pool_give(&state->transactions, transaction);
}

/* Counts a record that is final now. */
static void count(struct bw_state *state, const struct bw_transaction *t)
{
    bw_index element = state->network->ledgers[t->ledger].element;

    for (unsigned i = 0; i < BW_LEDGER_PART_COUNT; i++) {
        bw_observe(
            state, element, (enum bw_sum)(BW_SUM_LEDGER_PART + i), (double)t->parts[i]);
    }
    bw_measure_verification(state, element, bw_state_now(state) - t->submitted);
}

/* A record is final on one of the two ledgers that have it: what the other one does
 * with it no longer counts. On the ledger that was too slow its time ends all the same.
 */
static void settle_twin(struct bw_state *state, const struct bw_transaction *t)
{
    struct bw_transaction *twin = bw_ledger_transaction(state, t->twin);
    struct bw_transaction slow = *twin;

    twin->is_dead = true;
    twin->twin = 0;
    if (!t->is_copy) {
        return;
    }
    if (slow.since > bw_state_now(state)) {
        /* It is under way to an end that lies ahead. */
        for (unsigned i = 0; i < BW_LEDGER_PART_COUNT; i++) {
            slow.parts[i] = 0;
        }
        slow.since = slow.submitted;
    }
    if (purposes[t->purpose].moved != NULL) {
        purposes[t->purpose].moved(state, t->owner, t->ledger, t->submitted);
    }
    slow.parts[BW_LEDGER_PART_FALLBACK] += bw_state_now(state) - slow.since;
    count(state, &slow);
    if (slow.is_given_up) {
        bw_ledger_drop(state, t->twin);
    }
}

/* True when a record does not match the goods. */
static bool mismatches(const struct bw_state *state, bw_index ledger, uint64_t number)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];

    return bw_state_chance(
        state, l->mismatch_stream, number, bw_state_parameter(state, l->mismatch));
}

bool bw_ledger_would_mismatch(struct bw_state *state, bw_index ledger, bool is_wrong)
{
    bool mismatch =
        mismatches(state, ledger, state->ledgers[ledger].number++) || is_wrong;

    bw_observe(state, state->network->ledgers[ledger].element, BW_SUM_EXCEPTION,
        mismatch ? 1.0 : 0.0);
    return mismatch;
}

void bw_ledger_finish(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_transaction t = *bw_ledger_transaction(state, transaction);
    bool mismatch;

    BW_STATE_ASSERT(state, t.since == bw_state_now(state));
    bw_ledger_drop(state, transaction);
    bw_cost_charge(state, l->element, BW_COST_LEDGER, l->cost);
    if (t.is_dead) {
        return; /* its owner may be gone */
    }
    mismatch = mismatches(state, ledger, t.number) || t.is_failed;
    if (purposes[t.purpose].is_wrong != NULL) {
        mismatch = mismatch || purposes[t.purpose].is_wrong(state, t.owner);
    }
    if (t.has_timer) {
        bw_event_list_cancel(&state->events, t.timer);
    }
    if (t.twin != 0) {
        settle_twin(state, &t);
    }
    BW_TRACE(state, LEDGER_FINAL, l->element,
        .lot = purposes[t.purpose].lot(state, t.owner),
        .other = purposes[t.purpose].element(state, t.owner), .number = t.number,
        .since = t.submitted, .detail = mismatch ? "mismatch" : "matches");
    count(state, &t);
    bw_observe(state, l->element, BW_SUM_EXCEPTION, mismatch ? 1.0 : 0.0);
    bw_state_schedule(state, l->element, bw_state_now(state),
        mismatch ? purposes[t.purpose].mismatch : purposes[t.purpose].matches, ledger,
        t.owner);
}

void bw_ledger_settle(struct bw_state *state, bw_index ledger)
{
    if (state->network->ledgers[ledger].kind == BW_LEDGER_EOV) {
        bw_ledger_eov_settle(state, ledger);
    }
}

void bw_ledger_change(struct bw_state *state, bw_index ledger)
{
    static void (*const changes[BW_LEDGER_KIND_COUNT])(struct bw_state *, bw_index) = {
        [BW_LEDGER_EOV] = bw_ledger_eov_change,
        [BW_LEDGER_MANUAL] = bw_ledger_manual_change,
        [BW_LEDGER_BFT] = bw_ledger_bft_change,
    };
    enum bw_ledger_kind kind = state->network->ledgers[ledger].kind;

    if (changes[kind] != NULL) {
        changes[kind](state, ledger);
    }
}

double bw_ledger_availability(
    const struct bw_state *state, bw_index ledger, bw_time from, bw_time to)
{
    return state->network->ledgers[ledger].kind == BW_LEDGER_MANUAL
        ? bw_ledger_manual_open_share(state, ledger, from, to)
        : bw_member_availability(state, ledger, from, to);
}
