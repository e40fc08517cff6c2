/* SPDX-License-Identifier: Apache-2.0
 *
 * Endorse-order-validate (Androulaki et al. 2018, "Hyperledger Fabric"): a record is
 * endorsed when k of n members have answered, waits in the open block until the block
 * is cut by size or by a timer that its first record starts, passes consensus, and is
 * final when the validator, one record after another, has done the whole block.
 */
#include "chain/ledger_internal.h"

/* k-th smallest of the answering times of n members, draws n * number + member. With
 * few members a repeated selection is as fast as sorting and needs no memory. */
static bw_time endorsement_time(
    const struct bw_state *state, const struct bw_ledger *ledger, uint64_t number)
{
    bw_time kth = -1;
    uint32_t reached = 0;

    while (reached < ledger->endorsements) {
        bw_time next = BW_FOREVER;
        uint32_t ties = 0;

        for (uint32_t i = 0; i < ledger->endorsers; i++) {
            bw_time time = bw_state_duration(
                state, &ledger->endorse, number * ledger->endorsers + i);

            if (time > kth && time < next) {
                next = time;
                ties = 1;
            } else if (time == next) {
                ties++;
            }
        }
        kth = next;
        reached += ties;
    }
    return kth;
}

void bw_ledger_eov_begin(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    uint64_t number = bw_ledger_transaction(state, transaction)->number;
    bw_time time = 0;

    if (l->endorse.present && l->endorsements > 0) {
        time = endorsement_time(state, l, number);
    }
    bw_state_schedule(state, l->element, bw_state_now(state) + time,
        BW_EVENT_LEDGER_ENDORSED, ledger, transaction);
}

/* Closes the open block and hands it to consensus. Blocks keep their order. */
static void cut(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_ledger_state *s = &state->ledgers[ledger];
    bw_time ready =
        bw_state_now(state) + bw_state_duration(state, &l->order, s->blocks++);

    s->ordered = ready > s->ordered ? ready : s->ordered;
    for (uint32_t i = s->block_first; i != 0;
         i = bw_ledger_transaction(state, i)->next) {
        bw_ledger_spend(state, i, BW_LEDGER_PART_BLOCK);
    }
    bw_state_schedule(
        state, l->element, s->ordered, BW_EVENT_LEDGER_ORDERED, ledger, s->block_first);
    s->block_first = s->block_last = s->block_count = 0;
}

void bw_ledger_on_endorsed(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_ledger *l = &state->network->ledgers[event->target];
    struct bw_ledger_state *s = &state->ledgers[event->target];

    bw_ledger_spend(state, event->a, BW_LEDGER_PART_ENDORSE);
    if (s->block_count == 0) {
        s->block_first = event->a;
        s->timeout = bw_state_schedule(state, l->element,
            event->time + l->block_timeout, BW_EVENT_LEDGER_CUT, event->target, 0);
    } else {
        bw_ledger_transaction(state, s->block_last)->next = event->a;
    }
    s->block_last = event->a;
    if (++s->block_count == l->block_size) {
        bw_event_list_cancel(&state->events, s->timeout);
        cut(state, event->target);
    }
}

void bw_ledger_on_cut(struct bw_state *state, const struct bw_event *event)
{
    cut(state, event->target);
}

void bw_ledger_on_ordered(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_ledger *l = &state->network->ledgers[event->target];
    struct bw_ledger_state *s = &state->ledgers[event->target];
    bw_time done = event->time > s->validated ? event->time : s->validated;

    for (uint32_t i = event->a; i != 0; i = bw_ledger_transaction(state, i)->next) {
        bw_ledger_spend(state, i, BW_LEDGER_PART_ORDER);
        done += bw_state_duration(
            state, &l->validate, bw_ledger_transaction(state, i)->number);
    }
    s->validated = done;
    bw_state_schedule(
        state, l->element, done, BW_EVENT_LEDGER_COMMIT, event->target, event->a);
}

void bw_ledger_on_commit(struct bw_state *state, const struct bw_event *event)
{
    for (uint32_t i = event->a; i != 0;) {
        uint32_t next = bw_ledger_transaction(state, i)->next;

        bw_ledger_spend(state, i, BW_LEDGER_PART_VALIDATE);
        bw_ledger_finish(state, event->target, i);
        i = next;
    }
}
