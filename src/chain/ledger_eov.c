/* SPDX-License-Identifier: Apache-2.0
 *
 * Endorse-order-validate (Androulaki et al. 2018, "Hyperledger Fabric"): a record is
 * endorsed when k of n members have answered, waits in the open block until the block
 * is cut by size or by a timer that its first record starts, passes consensus, and is
 * final when the validator, one record after another, has done the whole block.
 */
#include "chain/ledger_eov_internal.h"
#include "chain/ledger_member.h"

/* k-th smallest of the answering times of those of n members that are up when it is
 * tried, draws n * number + member. With few members a repeated selection is as fast as
 * sorting and needs no memory. */
static bw_time endorsement_time(
    const struct bw_state *state, bw_index index, uint64_t number, bw_time tried)
{
    const struct bw_ledger *ledger = &state->network->ledgers[index];
    bw_time kth = -1;
    uint32_t reached = 0;

    while (reached < ledger->endorsements) {
        bw_time next = BW_FOREVER;
        uint32_t ties = 0;

        for (uint32_t i = 0; i < ledger->endorsers; i++) {
            bw_time time = bw_state_duration(
                state, &ledger->endorse, number * ledger->endorsers + i);

            if (!bw_member_is_up(state, index, BW_MEMBERS_ENDORSE, i, tried)) {
                continue;
            }
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

/* When enough members are up to endorse a record that comes now; BW_FOREVER = never. */
static bw_time try_time(const struct bw_state *state, bw_index ledger)
{
    const struct bw_retry *retry = &state->network->ledgers[ledger].eov.retry;
    bw_time time = bw_state_now(state);
    double wait = (double)retry->wait;

    if (!retry->present) {
        return bw_member_ready(state, ledger, BW_MEMBERS_ENDORSE, time);
    }
    while (!bw_member_has_quorum(state, ledger, BW_MEMBERS_ENDORSE, time)) {
        if (bw_member_ready(state, ledger, BW_MEMBERS_ENDORSE, time) == BW_FOREVER) {
            return BW_FOREVER;
        }
        time += (bw_time)wait;
        wait *= retry->factor;
        wait = wait < (double)retry->longest ? wait : (double)retry->longest;
    }
    return time;
}

void bw_ledger_eov_begin(struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct bw_transaction *t = bw_ledger_transaction(state, transaction);
    uint64_t number = t->number;
    bw_time tried = try_time(state, ledger), time = 0;

    t->places = 1;
    t->channel = 0;
    t->bytes = l->eov.record_size;

    if (tried == BW_FOREVER) {
        return; /* it waits for ever, or falls back */
    }
    bw_ledger_spend_until(state, transaction, BW_LEDGER_PART_OUTAGE, tried);
    if (l->endorse.present && l->endorsements > 0) {
        time = endorsement_time(state, ledger, number, tried);
    }
    bw_state_schedule(
        state, l->element, tried + time, BW_EVENT_LEDGER_ENDORSED, ledger, transaction);
}

enum bw_status bw_ledger_eov_init(struct bw_state *state, bw_index ledger)
{
    struct bw_ledger_state *s = &state->ledgers[ledger];
    uint32_t count = state->network->ledgers[ledger].eov.channel_count;

    if (count == 0) {
        return BW_OK;
    }
    s->channels = bw_arena_allocate(&state->arena, count, sizeof *s->channels);
    return s->channels == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_ledger_eov_reset(struct bw_state *state, bw_index ledger)
{
    for (uint32_t i = 0; i < state->network->ledgers[ledger].eov.channel_count; i++) {
        struct bw_eov eov = bw_eov_of(state, ledger, i);

        bw_eov_block_reset(&eov);
    }
}

void bw_ledger_on_endorsed(struct bw_state *state, const struct bw_event *event)
{
    struct bw_transaction *t = bw_ledger_transaction(state, event->a);
    struct bw_eov eov = bw_eov_of(state, event->target, t->channel);

    bw_ledger_spend(state, event->a, BW_LEDGER_PART_ENDORSE);
    t->work = bw_state_duration(state, &eov.terms->validate, t->number);
    bw_eov_block_add(&eov, event->a);
}

void bw_ledger_on_cut(struct bw_state *state, const struct bw_event *event)
{
    struct bw_eov eov = bw_eov_of(state, event->target, event->a);

    bw_eov_block_timer(&eov);
}

void bw_ledger_on_commit(struct bw_state *state, const struct bw_event *event)
{
    for (uint32_t i = event->a; i != 0;) {
        struct bw_transaction *t = bw_ledger_transaction(state, i);
        uint32_t next = t->next;

        bw_ledger_spend_until(state, i, BW_LEDGER_PART_BLOCK, t->cut);
        bw_ledger_spend_until(state, i, BW_LEDGER_PART_OUTAGE, t->cut + t->outage);
        bw_ledger_spend_until(state, i, BW_LEDGER_PART_ORDER, t->ordered);
        bw_ledger_spend(state, i, BW_LEDGER_PART_VALIDATE);
        bw_ledger_finish(state, event->target, i);
        i = next;
    }
}
