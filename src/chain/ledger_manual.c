/* SPDX-License-Identifier: Apache-2.0
 *
 * Manual verification: papers travel, then one of a few people works on each record,
 * first come, first served.
 */
#include "chain/ledger_internal.h"

#include <math.h>

void bw_ledger_manual_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    uint64_t number = bw_ledger_transaction(state, transaction)->number;

    bw_state_schedule(state, l->element,
        bw_state_now(state) + bw_state_duration(state, &l->delay, number),
        BW_EVENT_LEDGER_PAPERS, ledger, transaction);
}

/* Gives records to the people who are free. */
static void start_work(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_ledger_state *s = &state->ledgers[ledger];
    uint32_t staff = (uint32_t)llround(bw_state_parameter(state, l->staff));

    while (s->queue_first != 0 && s->working < staff) {
        uint32_t index = s->queue_first;
        struct bw_transaction *transaction = bw_ledger_transaction(state, index);

        s->queue_first = transaction->next;
        if (s->queue_first == 0) {
            s->queue_last = 0;
        }
        s->working++;
        bw_state_schedule(state, l->element,
            bw_state_now(state)
                + bw_state_duration(state, &l->time, transaction->number),
            BW_EVENT_LEDGER_WORKED, ledger, index);
    }
}

void bw_ledger_on_papers(struct bw_state *state, const struct bw_event *event)
{
    struct bw_ledger_state *s = &state->ledgers[event->target];

    bw_ledger_transaction(state, event->a)->next = 0;
    if (s->queue_last == 0) {
        s->queue_first = event->a;
    } else {
        bw_ledger_transaction(state, s->queue_last)->next = event->a;
    }
    s->queue_last = event->a;
    start_work(state, event->target);
}

void bw_ledger_on_worked(struct bw_state *state, const struct bw_event *event)
{
    state->ledgers[event->target].working--;
    bw_ledger_finish(state, event->target, event->a);
    start_work(state, event->target);
}
