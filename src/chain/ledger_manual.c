/* SPDX-License-Identifier: Apache-2.0
 *
 * Manual verification: papers travel to a desk, where one of a few people works on each
 * record while the desk is open. What is not done when it closes goes on when it opens
 * again, in the same hands.
 */
#include "chain/calendar.h"
#include "chain/ledger_internal.h"

#include <math.h>

/* Work that is done again and again is given up as done after so many rounds, whose
 * draws lie apart. */
#define ROUND_LIMIT 100u
#define ROUND_SHIFT 40

struct bw_desk_state {
    uint32_t queue; /* heap of records whose papers have come */
    uint32_t working;
    uint64_t arrivals;
    bool waits; /* an event says when it opens */
};

enum bw_status bw_ledger_manual_init(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger_manual *manual = state->network->ledgers[ledger].manual;
    struct bw_ledger_state *s = &state->ledgers[ledger];

    if (manual == NULL) {
        return BW_OK;
    }
    s->desks = bw_arena_allocate(&state->arena, manual->desk_count, sizeof *s->desks);
    return s->desks == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_ledger_manual_reset(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger_manual *manual = state->network->ledgers[ledger].manual;

    for (uint32_t i = 0; manual != NULL && i < manual->desk_count; i++) {
        state->ledgers[ledger].desks[i] = (struct bw_desk_state){0};
    }
}

/* The desk of the place where the record comes from. */
static uint32_t desk_of(
    const struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger_manual *manual = state->network->ledgers[ledger].manual;
    bw_index site = bw_ledger_record_site(state, transaction);

    for (uint32_t i = 1; site != BW_NONE && i < manual->desk_count; i++) {
        if (manual->desks[i].site == site) {
            return i;
        }
    }
    return 0;
}

void bw_ledger_manual_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);
    struct bw_urgency urgency = bw_ledger_record_urgency(state, transaction);

    switch (l->manual->discipline) {
    case BW_DESK_FIFO:
        t->key = 0;
        break;
    case BW_DESK_PRIORITY:
        /* Those of no class come last. */
        t->key = urgency.priority > 0 ? urgency.priority : UINT32_MAX;
        break;
    case BW_DESK_DUE_DATE:
        t->key = urgency.due;
        break;
    }
    t->desk = desk_of(state, ledger, transaction);
    bw_state_schedule(state, l->element,
        bw_state_now(state) + bw_state_duration(state, &l->manual->delay, t->number),
        BW_EVENT_LEDGER_PAPERS, ledger, transaction);
}

/* All of the work on a record, errors included. */
static bw_time work_on(const struct bw_state *state,
    const struct bw_ledger_manual *manual, uint64_t number)
{
    bw_time work = 0;

    for (uint64_t round = 0; round < ROUND_LIMIT; round++) {
        uint64_t draw = number | round << ROUND_SHIFT;

        work += bw_state_duration(state, &manual->time, draw);
        if (!bw_state_chance(state, manual->error_stream, draw,
                bw_state_parameter(state, manual->error))) {
            break;
        }
    }
    return work;
}

/* False while the desk is closed; then an event comes when it opens. */
static bool is_open(struct bw_state *state, bw_index ledger, uint32_t desk)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_desk_state *d = &state->ledgers[ledger].desks[desk];
    bw_index calendar = l->manual->desks[desk].calendar;
    bw_time opens;

    if (calendar == BW_NONE
        || bw_calendar_open(state->network, calendar, bw_state_now(state)) != 0) {
        return true;
    }
    opens = bw_calendar_next(state->network, calendar, bw_state_now(state));
    if (!d->waits && opens != BW_FOREVER) {
        d->waits = true;
        bw_state_schedule(state, l->element, opens, BW_EVENT_LEDGER_DESK, ledger, desk);
    }
    return false;
}

/* Gives records to the people who are free. Those on whom no work is needed may be done
 * at once, so that many of them in one instant take one round of it. */
static void start_work(
    struct bw_state *state, bw_index ledger, uint32_t desk, bool at_once)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    const struct bw_desk *described = &l->manual->desks[desk];
    struct bw_desk_state *d = &state->ledgers[ledger].desks[desk];
    uint32_t staff = (uint32_t)llround(bw_state_parameter(state, described->staff));

    while (d->queue != 0 && d->working < staff && is_open(state, ledger, desk)) {
        uint32_t index = bw_record_heap_pop(state, &d->queue);
        struct bw_transaction *t = bw_ledger_transaction(state, index);
        bw_time work = work_on(state, l->manual, t->number), end;

        if (t->is_dead) {
            bw_ledger_drop(state, index);
            continue;
        }
        end = described->calendar == BW_NONE
            ? bw_state_now(state) + work
            : bw_calendar_add(
                state->network, described->calendar, bw_state_now(state), work);

        if (at_once && end == bw_state_now(state)) {
            bw_ledger_spend(state, index, BW_LEDGER_PART_PAPER_QUEUE);
            bw_ledger_finish(state, ledger, index);
            continue;
        }
        d->working++;
        if (end == BW_FOREVER) {
            continue; /* the desk closes for good */
        }
        bw_ledger_spend_until(state, index, BW_LEDGER_PART_PAPER_QUEUE, end - work);
        bw_ledger_spend_until(state, index, BW_LEDGER_PART_WORK, end);
        bw_state_schedule(
            state, l->element, end, BW_EVENT_LEDGER_WORKED, ledger, index);
    }
}

void bw_ledger_on_papers(struct bw_state *state, const struct bw_event *event)
{
    struct bw_transaction *t = bw_ledger_transaction(state, event->a);
    struct bw_desk_state *d = &state->ledgers[event->target].desks[t->desk];

    bw_ledger_spend(state, event->a, BW_LEDGER_PART_PAPERS);
    t->arrival = d->arrivals++;
    bw_record_heap_push(state, &d->queue, event->a);
    start_work(state, event->target, t->desk, false);
}

void bw_ledger_on_worked(struct bw_state *state, const struct bw_event *event)
{
    uint32_t desk = bw_ledger_transaction(state, event->a)->desk;

    state->ledgers[event->target].desks[desk].working--;
    bw_ledger_finish(state, event->target, event->a);
    start_work(state, event->target, desk, true);
}

void bw_ledger_on_desk(struct bw_state *state, const struct bw_event *event)
{
    state->ledgers[event->target].desks[event->a].waits = false;
    start_work(state, event->target, event->a, false);
}

void bw_ledger_manual_change(struct bw_state *state, bw_index ledger)
{
    for (uint32_t i = 0; i < state->network->ledgers[ledger].manual->desk_count; i++) {
        start_work(state, ledger, i, false);
    }
}

double bw_ledger_manual_open_share(
    const struct bw_state *state, bw_index ledger, bw_time from, bw_time to)
{
    bw_index calendar = state->network->ledgers[ledger].manual->desks[0].calendar;
    bw_time open = 0;

    if (calendar == BW_NONE) {
        return 1.0;
    }
    for (bw_time time = from, next; time < to; time = next) {
        next = bw_calendar_next(state->network, calendar, time);
        next = next < to ? next : to;
        open += bw_calendar_open(state->network, calendar, time) != 0 ? next - time : 0;
    }
    return (double)open / (double)(to - from);
}
