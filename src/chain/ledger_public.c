/* SPDX-License-Identifier: Apache-2.0
 *
 * Public chain: blocks come by a law, whoever has records (Nakamoto 2008). A record
 * waits for a block with room and is final when enough blocks, its own counted, have
 * come. Block i (from 1) always comes at the same time, which is worked out from the
 * first one on; events are only spent on blocks while records wait.
 */
#include "chain/ledger_internal.h"
#include "chain/measure.h"

/* Moves to the first block that comes after now. */
static void catch_up(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger_public *public = state->network->ledgers[ledger].public;
    struct bw_ledger_state *s = &state->ledgers[ledger];

    while (s->next_block <= bw_state_now(state)) {
        bw_time interval = bw_state_duration(state, &public->interval, ++s->blocks);

        /* A law may give 0, but time must go on. */
        s->next_block += interval > 0 ? interval : 1;
    }
}

static void watch(struct bw_state *state, bw_index ledger)
{
    struct bw_ledger_state *s = &state->ledgers[ledger];

    if (!s->watches) {
        s->watches = true;
        catch_up(state, ledger);
        bw_state_schedule(state, state->network->ledgers[ledger].element, s->next_block,
            BW_EVENT_LEDGER_BLOCK, ledger, 0);
    }
}

void bw_ledger_public_reset(struct bw_state *state, bw_index ledger)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];

    if (l->kind == BW_LEDGER_PUBLIC) {
        state->ledgers[ledger].blocks = 1;
        state->ledgers[ledger].next_block =
            bw_state_now(state) + bw_state_duration(state, &l->public->interval, 1);
    }
}

void bw_ledger_public_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction)
{
    bw_record_list_add(state, &state->ledgers[ledger].waiting, transaction);
    watch(state, ledger);
}

/* Records in the newest blocks, those after last, go back to the others that wait. */
static void reorganise(struct bw_state *state, bw_index ledger, uint64_t last)
{
    struct bw_ledger_state *s = &state->ledgers[ledger];
    struct bw_record_list kept;
    uint32_t count = 0;

    for (uint32_t i = s->chained.first; i != 0;
         i = bw_ledger_transaction(state, i)->next) {
        count += bw_ledger_transaction(state, i)->block <= last;
    }
    kept = bw_record_list_take(state, &s->chained, count);
    for (uint32_t i = s->chained.first; i != 0;
         i = bw_ledger_transaction(state, i)->next) {
        bw_ledger_spend(state, i, BW_LEDGER_PART_BLOCK);
    }
    bw_record_list_prepend(state, &s->waiting, &s->chained);
    s->chained = kept;
    bw_observe(
        state, state->network->ledgers[ledger].element, BW_SUM_REORGANISATION, 1.0);
}

/* Puts records into a block as far as it has room. */
static void fill_block(struct bw_state *state, bw_index ledger, uint64_t block)
{
    const struct bw_ledger_public *public = state->network->ledgers[ledger].public;
    struct bw_ledger_state *s = &state->ledgers[ledger];
    double room = bw_state_value(state, &public->capacity, block, UINT32_MAX);
    struct bw_record_list in_block;

    room = room < 0.0 ? 0.0 : room < UINT32_MAX ? room : UINT32_MAX;
    in_block = bw_record_list_take(state, &s->waiting, (uint32_t)room);
    for (uint32_t i = in_block.first; i != 0;
         i = bw_ledger_transaction(state, i)->next) {
        bw_ledger_transaction(state, i)->block = (uint32_t)block;
        bw_ledger_spend(state, i, BW_LEDGER_PART_BLOCK);
    }
    bw_record_list_prepend(state, &in_block, &s->chained);
    s->chained = in_block;
}

void bw_ledger_on_block(struct bw_state *state, const struct bw_event *event)
{
    bw_index ledger = event->target;
    const struct bw_ledger_public *public = state->network->ledgers[ledger].public;
    struct bw_ledger_state *s = &state->ledgers[ledger];
    uint64_t block = s->blocks; /* the one that comes now */

    s->watches = false;
    if (bw_state_chance(state, public->reorganisation_stream, block,
            bw_state_parameter(state, public->reorganisation))) {
        reorganise(
            state, ledger, block > public->depth ? block - 1 - public->depth : 0);
    }
    fill_block(state, ledger, block);
    while (s->chained.first != 0
        && bw_ledger_transaction(state, s->chained.first)->block + public->confirmations
            <= block + 1) {
        uint32_t record = bw_record_list_take(state, &s->chained, 1).first;

        bw_ledger_spend(state, record, BW_LEDGER_PART_CONFIRM);
        bw_ledger_finish(state, ledger, record);
    }
    if (s->waiting.count + s->chained.count > 0) {
        watch(state, ledger);
    }
}
