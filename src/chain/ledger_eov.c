/* SPDX-License-Identifier: Apache-2.0
 *
 * Endorse-order-validate (Androulaki et al. 2018, "Hyperledger Fabric"): a record
 * passes the gateway, is endorsed, waits in the open block of its channel until that is
 * cut, passes consensus, and is valid when the validator, one record after another, has
 * done the whole block and nobody else has written to its key since it was endorsed.
 */
#include "chain/ledger_eov_internal.h"
#include "chain/measure.h"

#include <math.h>

#define PLACES_MAX 1e6
/* Heads of the lists of records under way, by key. */
#define KEY_BUCKETS 64u
/* A backoff is doubled so many times at most. */
#define DOUBLINGS 10u

static const struct bw_eov_terms *terms_of(
    const struct bw_state *state, bw_index ledger)
{
    return &state->network->ledgers[ledger].eov;
}

enum bw_status bw_ledger_eov_init(struct bw_state *state, bw_index ledger)
{
    struct bw_ledger_state *s = &state->ledgers[ledger];
    const struct bw_eov_terms *terms = terms_of(state, ledger);
    uint32_t servers = bw_eov_server_count(&state->network->ledgers[ledger]);

    if (terms->channel_count == 0) {
        return BW_OK;
    }
    s->channels =
        bw_arena_allocate(&state->arena, terms->channel_count, sizeof *s->channels);
    s->writers = bw_arena_allocate(&state->arena, KEY_BUCKETS, sizeof *s->writers);
    if (servers > 0) {
        s->servers = bw_arena_allocate(&state->arena, servers, sizeof *s->servers);
    }
    return s->channels == NULL || s->writers == NULL
            || (servers > 0 && s->servers == NULL)
        ? BW_ERR_NOMEM
        : BW_OK;
}

void bw_ledger_eov_reset(struct bw_state *state, bw_index ledger)
{
    for (uint32_t i = 0; i < terms_of(state, ledger)->channel_count; i++) {
        struct bw_eov eov = bw_eov_of(state, ledger, i);

        bw_eov_block_reset(&eov);
    }
    for (uint32_t i = 0; i < KEY_BUCKETS && state->ledgers[ledger].writers != NULL;
         i++) {
        state->ledgers[ledger].writers[i] = 0;
    }
    for (uint32_t i = 0; i < bw_eov_server_count(&state->network->ledgers[ledger]);
         i++) {
        state->ledgers[ledger].servers[i] = bw_state_now(state);
    }
}

/* What the record is about: its size, its place and its key. */
static void describe(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_eov_terms *terms = terms_of(state, ledger);
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);
    uint32_t lot = bw_ledger_record_lot(state, transaction);
    bw_index site = bw_ledger_record_site(state, transaction);
    double writes = 1.0;

    if (terms->record.units > 0 && lot != 0) {
        const struct bw_lot *l = bw_state_lot(state, lot);
        double units = (double)l->quantity * state->network->items[l->item].quantum;

        writes = fmin(fmax(ceil(units / terms->record.units - 1e-9), 1.0), PLACES_MAX);
    }
    t->writes = (uint32_t)writes;
    t->places = terms->record.in_transactions ? t->writes : 1;
    t->bytes = terms->record.size * t->writes;
    t->channel = 0;
    if (terms->channels == BW_CHANNELS_ITEM && lot != 0) {
        t->channel = bw_state_lot(state, lot)->item;
    } else if (terms->channels == BW_CHANNELS_SITE && site != BW_NONE) {
        t->channel = site;
    }
    t->record_key = terms->conflicts.key == BW_KEY_LOT ? lot : 0;
    if (terms->conflicts.key == BW_KEY_SITE && site != BW_NONE) {
        t->record_key = site + 1;
    }
}

static uint32_t *bucket(struct bw_state *state, const struct bw_transaction *t)
{
    return &state->ledgers[t->ledger].writers[t->record_key % KEY_BUCKETS];
}

/* From now on a commit to the same key makes the record invalid. */
static void join_writers(struct bw_state *state, uint32_t transaction)
{
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);
    uint32_t *head = bucket(state, t);

    t->is_stale = false;
    if (t->record_key == 0) {
        return;
    }
    t->writer_next = *head;
    t->writer_previous = 0;
    if (*head != 0) {
        bw_ledger_transaction(state, *head)->writer_previous = transaction;
    }
    *head = transaction;
}

static void leave_writers(struct bw_state *state, uint32_t transaction)
{
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    if (t->record_key == 0) {
        return;
    }
    if (t->writer_previous != 0) {
        bw_ledger_transaction(state, t->writer_previous)->writer_next = t->writer_next;
    } else {
        *bucket(state, t) = t->writer_next;
    }
    if (t->writer_next != 0) {
        bw_ledger_transaction(state, t->writer_next)->writer_previous =
            t->writer_previous;
    }
}

static void outdate_others(struct bw_state *state, const struct bw_transaction *t)
{
    if (t->record_key == 0) {
        return;
    }
    for (uint32_t i = *bucket(state, t); i != 0;
         i = bw_ledger_transaction(state, i)->writer_next) {
        struct bw_transaction *other = bw_ledger_transaction(state, i);

        other->is_stale = other->is_stale || other->record_key == t->record_key;
    }
}

static void endorse(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);
    bw_time begun, time = bw_eov_endorsement(state, ledger, t, &begun);

    t->read = bw_state_now(state);
    join_writers(state, transaction);
    if (time == BW_FOREVER) {
        if (begun != BW_FOREVER) {
            bw_state_schedule(state, state->network->ledgers[ledger].element, begun,
                BW_EVENT_LEDGER_GIVEN_UP, ledger, transaction);
        }
        return; /* else it waits for ever, or falls back */
    }
    bw_ledger_spend_until(state, transaction, BW_LEDGER_PART_OUTAGE, begun);
    bw_state_schedule(state, state->network->ledgers[ledger].element, time,
        BW_EVENT_LEDGER_ENDORSED, ledger, transaction);
}

static void admit(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    state->ledgers[ledger].in_flight++;
    bw_ledger_transaction(state, transaction)->is_admitted = true;
    bw_ledger_spend(state, transaction, BW_LEDGER_PART_GATEWAY);
    endorse(state, ledger, transaction);
}

static void retry_after(
    struct bw_state *state, bw_index ledger, uint32_t transaction, bw_time time)
{
    bw_state_schedule(state, state->network->ledgers[ledger].element,
        bw_state_now(state) + time, BW_EVENT_LEDGER_RETRY, ledger, transaction);
}

/* The first record at the gateway comes in, in place of one that leaves. */
static void admit_next(struct bw_state *state, bw_index ledger)
{
    struct bw_ledger_state *s = &state->ledgers[ledger];

    s->in_flight--;
    if (s->at_gateway.first != 0) {
        admit(state, ledger, bw_record_list_take(state, &s->at_gateway, 1).first);
    }
}

/* At the gateway. */
static void arrive(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_gateway *gateway = &terms_of(state, ledger)->gateway;
    struct bw_ledger_state *s = &state->ledgers[ledger];
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    if (gateway->limit == 0 || s->in_flight < gateway->limit) {
        admit(state, ledger, transaction);
    } else if (!gateway->refuses) {
        bw_record_list_add(state, &s->at_gateway, transaction);
    } else if (t->refusals >= gateway->at_most) {
        bw_ledger_spend(state, transaction, BW_LEDGER_PART_GATEWAY);
        bw_ledger_give_up(state, ledger, transaction);
    } else {
        uint64_t draw = t->number | (uint64_t)t->refusals << 40;
        bw_time time = bw_state_duration(state, &gateway->backoff, draw)
            * ((bw_time)1 << (t->refusals < DOUBLINGS ? t->refusals : DOUBLINGS));

        t->refusals = (uint16_t)(t->refusals + (t->refusals < UINT16_MAX));
        retry_after(state, ledger, transaction, time > 0 ? time : 1);
    }
}

void bw_ledger_eov_begin(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    describe(state, ledger, transaction);
    arrive(state, ledger, transaction);
}

void bw_ledger_on_retry(struct bw_state *state, const struct bw_event *event)
{
    if (bw_ledger_transaction(state, event->a)->is_admitted) {
        bw_ledger_spend(state, event->a, BW_LEDGER_PART_RESUBMIT);
        endorse(state, event->target, event->a);
    } else {
        arrive(state, event->target, event->a);
    }
}

void bw_ledger_on_given_up(struct bw_state *state, const struct bw_event *event)
{
    leave_writers(state, event->a);
    bw_ledger_spend(state, event->a, BW_LEDGER_PART_OUTAGE);
    bw_ledger_give_up(state, event->target, event->a);
    admit_next(state, event->target);
}

void bw_ledger_on_endorsed(struct bw_state *state, const struct bw_event *event)
{
    struct bw_transaction *t = bw_ledger_transaction(state, event->a);
    struct bw_eov eov = bw_eov_of(state, event->target, t->channel);

    bw_ledger_spend(state, event->a, BW_LEDGER_PART_ENDORSE);
    t->work =
        bw_state_duration(state, &eov.terms->validate, bw_eov_draw(t)) * t->writes;
    bw_eov_block_add(&eov, event->a);
}

void bw_ledger_on_cut(struct bw_state *state, const struct bw_event *event)
{
    struct bw_eov eov = bw_eov_of(state, event->target, event->a);

    bw_eov_block_timer(&eov);
}

/* True when somebody has written to the record's key since it was endorsed. Background
 * records do so independently of each other, as many as are ordered meanwhile on
 * average. */
static bool is_invalid(const struct bw_state *state, const struct bw_transaction *t)
{
    const struct bw_eov_terms *terms = terms_of(state, t->ledger);
    double others =
        terms->traffic.rate * (double)(t->cut - t->read) / (double)BW_SECOND;
    double share = terms->conflicts.background > 0
        ? -expm1(others * log1p(-terms->conflicts.background))
        : 0.0;

    return t->is_stale
        || (share > 0
            && bw_state_chance(state, terms->conflicts.stream, bw_eov_draw(t), share));
}

static void commit(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_conflicts *conflicts = &terms_of(state, ledger)->conflicts;
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);

    bw_ledger_spend_until(state, transaction, BW_LEDGER_PART_BLOCK, t->cut);
    bw_ledger_spend_until(
        state, transaction, BW_LEDGER_PART_OUTAGE, t->cut + t->outage);
    bw_ledger_spend_until(state, transaction, BW_LEDGER_PART_ORDER, t->ordered);
    bw_ledger_spend(state, transaction, BW_LEDGER_PART_VALIDATE);
    leave_writers(state, transaction);
    if (conflicts->present && !t->is_dead && is_invalid(state, t)) {
        bw_observe(state, state->network->ledgers[ledger].element,
            BW_SUM_LEDGER_CONFLICT, 1.0);
        if (t->attempt < conflicts->at_most) {
            bw_time delay = bw_state_duration(state, &conflicts->delay, bw_eov_draw(t));

            t->attempt++;
            retry_after(state, ledger, transaction, delay);
            return;
        }
        t->is_failed = true;
    } else {
        outdate_others(state, t);
    }
    bw_ledger_finish(state, ledger, transaction);
    admit_next(state, ledger);
}

void bw_ledger_on_commit(struct bw_state *state, const struct bw_event *event)
{
    for (uint32_t i = event->a; i != 0;) {
        uint32_t next = bw_ledger_transaction(state, i)->next;

        commit(state, event->target, i);
        i = next;
    }
}

void bw_ledger_eov_settle(struct bw_state *state, bw_index ledger)
{
    for (uint32_t i = 0; i < terms_of(state, ledger)->channel_count; i++) {
        struct bw_eov eov = bw_eov_of(state, ledger, i);

        if (eov.terms->traffic.rate > 0) {
            bw_eov_catch_up(&eov, bw_state_now(state) - 1);
        }
    }
}

void bw_ledger_eov_change(struct bw_state *state, bw_index ledger)
{
    for (uint32_t i = 0; i < terms_of(state, ledger)->channel_count; i++) {
        struct bw_eov eov = bw_eov_of(state, ledger, i);

        bw_eov_block_change(&eov);
    }
}
