/* SPDX-License-Identifier: Apache-2.0
 *
 * From the orderer to the commit. A block is cut when it is full, when its timer ends,
 * or, beside background records, at an anchor. Consensus keeps the order of blocks; the
 * validator takes one record after another. Both are known at the cut, so that only
 * blocks with records of the chain need an event. Of what comes in one instant,
 * background records are first and cuts by time precede both; those of a background
 * record in the instant of such a cut belong to the next block.
 */
#include "chain/ledger_eov_internal.h"
#include "chain/ledger_member.h"
#include "chain/measure.h"

/* Blocks of a channel are numbered below this. */
#define CHANNEL_SHIFT 52

struct bw_eov bw_eov_of(struct bw_state *state, bw_index ledger, uint32_t channel)
{
    const struct bw_eov_terms *terms = &state->network->ledgers[ledger].eov;

    return (struct bw_eov){
        .state = state,
        .ledger = ledger,
        .terms = terms,
        .channel = &state->ledgers[ledger].channels[channel],
        .view = {&terms->traffic, &state->draws, channel},
        .size = (uint32_t)bw_state_parameter(state, terms->cutter.size),
        .timeout = (bw_time)bw_state_parameter(state, terms->cutter.timeout),
        .speed = bw_state_parameter(state, terms->speed),
    };
}

static bool has_traffic(const struct bw_eov *eov)
{
    return eov->terms->traffic.rate > 0;
}

void bw_eov_block_reset(struct bw_eov *eov)
{
    bw_time now = bw_state_now(eov->state);

    *eov->channel = (struct bw_eov_channel){
        .ordered = now,
        .validated = now,
        .ordered_exact = true,
        .validated_exact = true,
        .resolved = now,
    };
    if (has_traffic(eov)) {
        int64_t second = now / BW_SECOND;

        /* Traffic begins with the first whole second of the run. */
        second += second * BW_SECOND < now;
        bw_traffic_seek(&eov->view, &eov->channel->cursor, second);
    }
}

/* Consensus of a block. Beside background records, blocks have no numbers, since those
 * before need not have been simulated: the instant of the cut takes their place. */
static bw_time consensus(struct bw_eov *eov, bw_time at)
{
    uint64_t number = has_traffic(eov) ? (uint64_t)at : eov->channel->blocks++;
    bw_time time = bw_state_duration(eov->state, &eov->terms->order,
        number | (uint64_t)eov->view.channel << CHANNEL_SHIFT);

    return has_traffic(eov) && time > eov->terms->traffic.order_max
        ? eov->terms->traffic.order_max
        : time;
}

/* When enough orderers are up for a block that is cut at an instant; the end of the run
 * stands for never. */
static bw_time quorum_time(const struct bw_eov *eov, bw_time at)
{
    bool is_exact = false;
    bw_time ready = BW_FOREVER;

    if (has_traffic(eov)) {
        ready = bw_member_orderers_ready(eov->state, eov->ledger, at, &is_exact);
    }
    if (!is_exact) {
        ready = bw_member_ready(eov->state, eov->ledger, BW_MEMBERS_ORDER, at);
    }
    return bw_eov_within_run(eov, ready, at);
}

/* Closes the open block. */
static void cut(struct bw_eov *eov, bw_time at, enum bw_block_cut reason)
{
    struct bw_eov_channel *c = eov->channel;
    bw_time begin = quorum_time(eov, at), ready = begin + consensus(eov, at);

    if (ready >= c->ordered) {
        c->ordered = ready;
        c->ordered_exact = true;
    }
    if (c->ordered >= c->validated) {
        c->validated = c->ordered;
        c->validated_exact = c->ordered_exact;
    }
    c->validated += bw_eov_work(
        eov, (bw_time)c->others * eov->terms->traffic.validate + c->own_work);
    for (uint32_t i = c->first; i != 0;
         i = bw_ledger_transaction(eov->state, i)->next) {
        bw_ledger_transaction(eov->state, i)->cut = at;
        bw_ledger_transaction(eov->state, i)->outage = begin - at;
        bw_ledger_transaction(eov->state, i)->ordered = c->ordered;
    }
    if (c->first != 0) {
        bw_index element = eov->state->network->ledgers[eov->ledger].element;

        bw_observe(eov->state, element, BW_SUM_LEDGER_BLOCK, (double)c->count);
        bw_observe(eov->state, element, (enum bw_sum)(BW_SUM_LEDGER_CUT + reason), 1.0);
        bw_state_schedule(eov->state, element, c->validated, BW_EVENT_LEDGER_COMMIT,
            eov->ledger, c->first);
    }
    c->first = c->last = c->count = c->others = 0;
    c->bytes = 0;
    c->own_work = 0;
}

/* Cuts the block if it cannot take anything more. */
static void cut_if_full(struct bw_eov *eov, bw_time at)
{
    if (eov->channel->count >= eov->size) {
        cut(eov, at, BW_CUT_COUNT);
    } else if (eov->channel->bytes >= eov->terms->cutter.bytes) {
        cut(eov, at, BW_CUT_BYTES);
    }
}

/* When time cuts the open block. */
static bw_time deadline(const struct bw_eov *eov)
{
    bw_time timer = eov->channel->opened + eov->timeout, anchor;

    if (!has_traffic(eov)) {
        return timer;
    }
    anchor = eov->terms->traffic.anchor_s * BW_SECOND;
    anchor *= eov->channel->opened / anchor + (eov->channel->opened % anchor >= 0);
    return anchor < timer ? anchor : timer;
}

/* How many more background records cut the open block; *before is set when the last of
 * them no longer fits, so that the block is cut before it. */
static uint32_t background_needed(const struct bw_eov *eov, bool *before)
{
    const struct bw_cutter *cutter = &eov->terms->cutter;
    uint32_t room = eov->size - eov->channel->count;
    int64_t size = eov->terms->traffic.size;
    int64_t left = cutter->bytes - eov->channel->bytes, fit;

    *before = false;
    if (size == 0 || left / size >= room) {
        return room;
    }
    fit = left / size;
    *before = fit * size < left;
    return (uint32_t)fit + *before;
}

static void add_others(struct bw_eov *eov, uint32_t count)
{
    eov->channel->count += count;
    eov->channel->others += count;
    eov->channel->bytes += count * eov->terms->traffic.size;
}

static void open_with_other(struct bw_eov *eov, bw_time at)
{
    eov->channel->opened = at;
    add_others(eov, 1);
    cut_if_full(eov, at);
}

void bw_eov_block_advance(struct bw_eov *eov, bw_time until)
{
    struct bw_eov_channel *c = eov->channel;

    if (has_traffic(eov) && until > 0) {
        /* The first stretch of the window may have begun before it. */
        bw_observe(eov->state, eov->state->network->ledgers[eov->ledger].element,
            BW_SUM_LEDGER_SIMULATED,
            (double)(until - (c->resolved > 0 ? c->resolved : 0)));
    }
    while (has_traffic(eov)) {
        bw_time end, at = 0;
        uint32_t need, taken;
        bool before;

        if (c->count == 0) {
            if (bw_traffic_take(&eov->view, &c->cursor, until + 1, 1, &at) == 0) {
                break;
            }
            open_with_other(eov, at);
            continue;
        }
        end = deadline(eov);
        need = background_needed(eov, &before);
        taken = bw_traffic_take(
            &eov->view, &c->cursor, end <= until ? end : until + 1, need, &at);
        if (taken == need) {
            add_others(eov, before ? taken - 1 : taken);
            cut(eov, at,
                !before && c->count >= eov->size ? BW_CUT_COUNT : BW_CUT_BYTES);
            if (before) {
                open_with_other(eov, at);
            }
            continue;
        }
        add_others(eov, taken);
        if (end > until) {
            break;
        }
        cut(eov, end, BW_CUT_TIME);
    }
    c->resolved = until;
}

void bw_eov_block_timer(struct bw_eov *eov)
{
    if (has_traffic(eov)) {
        bw_eov_block_advance(eov, bw_state_now(eov->state));
    } else {
        cut(eov, bw_state_now(eov->state), BW_CUT_TIME);
    }
}

/* When the open block will be cut if the chain adds nothing to it. */
static bw_time next_cut(const struct bw_eov *eov)
{
    struct bw_traffic_cursor cursor;
    bw_time end = deadline(eov), at;
    uint32_t need;
    bool before;

    if (!has_traffic(eov)) {
        return end;
    }
    cursor = eov->channel->cursor;
    need = background_needed(eov, &before);
    return bw_traffic_take(&eov->view, &cursor, end, need, &at) == need ? at : end;
}

/* The event at the next cut follows what is in the open block. */
static void expect_cut(struct bw_eov *eov, bool pending)
{
    struct bw_eov_channel *c = eov->channel;

    if (pending) {
        bw_event_list_cancel(&eov->state->events, c->next_cut);
    }
    if (c->first != 0) {
        c->next_cut = bw_state_schedule(eov->state,
            eov->state->network->ledgers[eov->ledger].element, next_cut(eov),
            BW_EVENT_LEDGER_CUT, eov->ledger, (uint32_t)eov->view.channel);
    }
}

void bw_eov_block_change(struct bw_eov *eov)
{
    struct bw_eov_channel *c = eov->channel;
    bw_time now = bw_state_now(eov->state);
    bool pending = c->first != 0;

    if (c->count >= eov->size) {
        cut(eov, now, BW_CUT_COUNT);
    } else if (c->count > 0 && c->opened + eov->timeout <= now) {
        cut(eov, now, BW_CUT_TIME);
    }
    expect_cut(eov, pending);
}

/* What belongs to the first parts of a record. */
static int64_t share_of(int64_t whole, const struct bw_transaction *t, uint32_t parts)
{
    return (int64_t)((long double)whole * parts / t->places);
}

/* Part of a record that the open block takes, of parts that are left of it. */
static uint32_t add_part(struct bw_eov *eov, struct bw_transaction *t, uint32_t left)
{
    struct bw_eov_channel *c = eov->channel;
    uint32_t room = eov->size - c->count;
    uint32_t part = left < room ? left : room, done = t->places - left;

    c->count += part;
    c->bytes += share_of(t->bytes, t, done + part) - share_of(t->bytes, t, done);
    /* Whole numbers that add up to those of the record. */
    c->own_work += share_of(t->work, t, done + part) - share_of(t->work, t, done);
    return left - part;
}

void bw_eov_block_add(struct bw_eov *eov, uint32_t transaction)
{
    struct bw_eov_channel *c = eov->channel;
    struct bw_transaction *t = bw_ledger_transaction(eov->state, transaction);
    bw_time now = bw_state_now(eov->state);
    bool pending;
    uint32_t left = t->places;

    if (has_traffic(eov)) {
        bw_eov_catch_up(eov, now);
    }
    /* A cut of this instant has ended the block and the event of it. */
    pending = c->first != 0;
    if (c->count > 0 && c->bytes + t->bytes > eov->terms->cutter.bytes) {
        cut(eov, now, BW_CUT_BYTES);
    }
    while (left > 0) {
        if (c->count == 0) {
            c->opened = now;
        }
        left = add_part(eov, t, left);
        if (left == 0) {
            t->next = 0;
            if (c->first == 0) {
                c->first = transaction;
            } else {
                bw_ledger_transaction(eov->state, c->last)->next = transaction;
            }
            c->last = transaction;
        }
        cut_if_full(eov, now);
    }
    expect_cut(eov, pending);
}
