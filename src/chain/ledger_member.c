/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/ledger_member.h"

#include "chain/ledger_internal.h"

/* Draws of the processes of one outage lie apart. */
#define PROCESS_SHIFT 32

/* The window of one process in which its members are down: the first one that ends
 * after an instant. */
struct bw_outage_window {
    uint64_t cycle;
    bw_time origin; /* begin of the next cycle */
    bw_time since;  /* end of the window before */
    bw_time from, to;
};

/* The newest stretches in which a group had no quorum; the run is known up to an
 * instant. */
#define BW_LOSSES_KEPT 256u

struct bw_losses {
    bw_time known;
    uint64_t count;
    struct bw_quorum_span spans[BW_LOSSES_KEPT];
};

static const struct bw_members *group_of(
    const struct bw_state *state, bw_index ledger, enum bw_member_group group)
{
    return &state->network->ledgers[ledger].members[group];
}

/* Only beside background records does anybody look back at orderers. */
static bool has_background(const struct bw_state *state, bw_index ledger)
{
    return state->network->ledgers[ledger].eov.traffic.rate > 0;
}

enum bw_status bw_member_init(struct bw_state *state, bw_index ledger)
{
    for (unsigned i = 0; i < BW_MEMBERS_COUNT; i++) {
        uint32_t count =
            group_of(state, ledger, (enum bw_member_group)i)->process_count;

        if (count > 0) {
            struct bw_outage_window *windows =
                bw_arena_allocate(&state->arena, 2 * (size_t)count, sizeof *windows);

            if (windows == NULL) {
                return BW_ERR_NOMEM;
            }
            state->ledgers[ledger].windows[i] = windows;
        }
        if (count > 0 && i == BW_MEMBERS_ORDER && has_background(state, ledger)) {
            state->ledgers[ledger].losses =
                bw_arena_allocate(&state->arena, 1, sizeof(struct bw_losses));
            if (state->ledgers[ledger].losses == NULL) {
                return BW_ERR_NOMEM;
            }
        }
    }
    return BW_OK;
}

/* Where an outage of a random process is down next. */
static void random_window(const struct bw_state *state, const struct bw_outage *outage,
    uint64_t draw, struct bw_outage_window *window)
{
    window->from = window->origin + bw_state_duration(state, &outage->up, draw);
    window->to = window->from + bw_state_duration(state, &outage->down, draw);
    window->origin = window->to;
}

/* A certificate is down from its end until it has been renewed, which begins some time
 * before; the next one begins when it has. The first one has been used for a part of
 * its life. */
static void certificate_window(const struct bw_state *state,
    const struct bw_outage *outage, uint64_t draw, struct bw_outage_window *window)
{
    bw_time life = bw_state_duration(state, &outage->up, draw), begin, done;

    if (window->cycle == 0) {
        life = (bw_time)((double)life
            * bw_state_uniform(state, outage->age_stream, draw >> PROCESS_SHIFT));
    }
    window->from = window->origin + life;
    begin = window->from - outage->lead;
    begin = begin > window->origin ? begin : window->origin;
    done = begin + bw_state_duration(state, &outage->down, draw);
    window->to = done > window->from ? done : window->from;
    window->origin = done;
}

/* A window at a date is the only one. */
static void dated_window(const struct bw_state *state, const struct bw_outage *outage,
    uint64_t draw, struct bw_outage_window *window)
{
    if (window->cycle > 0) {
        window->from = window->to = BW_FOREVER;
        return;
    }
    window->from = outage->from;
    window->to = outage->from + bw_state_duration(state, &outage->down, draw);
}

static void (*const next_window[])(const struct bw_state *, const struct bw_outage *,
    uint64_t, struct bw_outage_window *) = {
    [BW_OUTAGE_RANDOM] = random_window,
    [BW_OUTAGE_CERTIFICATE] = certificate_window,
    [BW_OUTAGE_DATED] = dated_window,
};

/* Moves on to the first window that ends after time. */
static void catch_up(const struct bw_state *state, const struct bw_outage *outage,
    uint32_t process, bw_time time, struct bw_outage_window *window)
{
    while (window->to <= time) {
        uint64_t draw = (uint64_t)process << PROCESS_SHIFT | window->cycle;

        window->since = window->to;
        next_window[outage->kind](state, outage, draw, window);
        window->cycle++;
    }
}

/* Before the first window of a process, at the begin of the run. */
static struct bw_outage_window start_of_run(const struct bw_state *state)
{
    bw_time start = -state->network->warmup;

    return (struct bw_outage_window){
        .origin = start, .since = start, .from = start, .to = start};
}

void bw_member_reset(const struct bw_state *state, bw_index ledger)
{
    for (unsigned i = 0; i < BW_MEMBERS_COUNT; i++) {
        const struct bw_members *members =
            group_of(state, ledger, (enum bw_member_group)i);

        state->ledgers[ledger].spans[i] = (struct bw_quorum_span){0};
        for (uint32_t j = 0; j < 2 * members->process_count; j++) {
            state->ledgers[ledger].windows[i][j] = start_of_run(state);
        }
    }
    if (state->ledgers[ledger].losses != NULL) {
        state->ledgers[ledger].losses->known = -state->network->warmup;
        state->ledgers[ledger].losses->count = 0;
    }
}

bool bw_member_may_fail(
    const struct bw_state *state, bw_index ledger, enum bw_member_group group)
{
    return group_of(state, ledger, group)->outage_count > 0;
}

/* The window of a process that matters at a time. Two are kept: one that moves on to
 * now, and one that moves on beyond it, so that whoever looks ahead step by step begins
 * where he has been; what lies before is worked out anew. */
static const struct bw_outage_window *window_at(const struct bw_state *state,
    bw_index ledger, enum bw_member_group group, const struct bw_outage *outage,
    uint32_t process, bw_time time)
{
    uint32_t at = outage->first_process + process;
    struct bw_outage_window *kept = &state->ledgers[ledger].windows[group][at];
    struct bw_outage_window *ahead =
        kept + group_of(state, ledger, group)->process_count;
    bw_time now = bw_state_now(state);

    if (time >= kept->since && time <= now) {
        catch_up(state, outage, process, time, kept);
        return kept;
    }
    if (time < ahead->since) {
        *ahead = time < kept->since ? start_of_run(state) : *kept;
    }
    catch_up(state, outage, process, time, ahead);
    return ahead;
}

bool bw_member_is_up(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, uint32_t member, bw_time time)
{
    const struct bw_members *members = group_of(state, ledger, group);

    for (uint32_t i = 0; i < members->outage_count; i++) {
        const struct bw_outage *outage = &members->outages[i];
        uint32_t process = outage->is_common ? 0 : member - outage->first;

        if (member < outage->first || member - outage->first >= outage->count) {
            continue;
        }
        if (window_at(state, ledger, group, outage, process, time)->from <= time) {
            return false;
        }
    }
    return true;
}

bool bw_member_has_quorum(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, bw_time time)
{
    const struct bw_members *members = group_of(state, ledger, group);
    uint32_t up = 0;

    if (members->outage_count == 0) {
        return true;
    }
    for (uint32_t i = 0; i < members->count && up < members->quorum; i++) {
        up += bw_member_is_up(state, ledger, group, i, time);
    }
    return up >= members->quorum;
}

bw_time bw_member_next_change(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, bw_time time)
{
    const struct bw_members *members = group_of(state, ledger, group);
    bw_time next = BW_FOREVER;

    for (uint32_t i = 0; i < members->outage_count; i++) {
        const struct bw_outage *outage = &members->outages[i];

        for (uint32_t j = 0; j < (outage->is_common ? 1 : outage->count); j++) {
            const struct bw_outage_window *window =
                window_at(state, ledger, group, outage, j, time);
            bw_time change = window->from > time ? window->from : window->to;

            next = change < next ? change : next;
        }
    }
    return next;
}

/* The stretch from a time on in which a group has its quorum, or has none, to the end
 * of the run at the longest. It is kept, since many questions fall into one. */
static const struct bw_quorum_span *span_at(const struct bw_state *state,
    bw_index ledger, enum bw_member_group group, bw_time time)
{
    struct bw_quorum_span *span = &state->ledgers[ledger].spans[group];
    bw_time end = state->network->horizon + state->network->cooldown;

    if (time >= span->from && time < span->to) {
        return span;
    }
    span->has = bw_member_has_quorum(state, ledger, group, time);
    span->from = span->to = time;
    do {
        span->to = bw_member_next_change(state, ledger, group, span->to);
    } while (span->to <= end
        && bw_member_has_quorum(state, ledger, group, span->to) == span->has);
    span->to = span->to <= end ? span->to : BW_FOREVER;
    return span;
}

bw_time bw_member_ready(const struct bw_state *state, bw_index ledger,
    enum bw_member_group group, bw_time time)
{
    const struct bw_quorum_span *span;

    if (!bw_member_may_fail(state, ledger, group)) {
        return time;
    }
    span = span_at(state, ledger, group, time);
    return span->has ? time : span->to;
}

/* Records the stretches without a quorum that begin up to an instant. */
static void record_losses(const struct bw_state *state, bw_index ledger, bw_time until)
{
    struct bw_losses *losses = state->ledgers[ledger].losses;

    while (losses->known <= until) {
        const struct bw_quorum_span *span =
            span_at(state, ledger, BW_MEMBERS_ORDER, losses->known);

        if (!span->has) {
            losses->spans[losses->count++ % BW_LOSSES_KEPT] = *span;
        }
        losses->known = span->to;
    }
}

/* Stretch i of all that were recorded. */
static const struct bw_quorum_span *loss(const struct bw_losses *losses, uint64_t i)
{
    return &losses->spans[i % BW_LOSSES_KEPT];
}

bw_time bw_member_orderers_ready(
    const struct bw_state *state, bw_index ledger, bw_time time, bool *is_exact)
{
    const struct bw_losses *losses = state->ledgers[ledger].losses;
    uint64_t low, high;

    *is_exact = true;
    if (losses == NULL) {
        return time;
    }
    record_losses(state, ledger, bw_state_now(state));
    low = losses->count > BW_LOSSES_KEPT ? losses->count - BW_LOSSES_KEPT : 0;
    if (low > 0 && time < loss(losses, low)->from) {
        /* The oldest one stands for all before it. */
        *is_exact = false;
        return loss(losses, low)->to;
    }
    for (high = losses->count; low < high;) {
        uint64_t middle = low + (high - low) / 2;

        if (loss(losses, middle)->to > time) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low < losses->count && loss(losses, low)->from <= time
        ? loss(losses, low)->to
        : time;
}

double bw_member_availability(
    const struct bw_state *state, bw_index ledger, bw_time from, bw_time to)
{
    bw_time up = 0;

    bw_member_reset(state, ledger);
    for (bw_time time = from; time < to;) {
        bw_time next = to;
        bool all = true;

        for (unsigned i = 0; i < BW_MEMBERS_COUNT; i++) {
            enum bw_member_group group = (enum bw_member_group)i;
            bw_time change = bw_member_next_change(state, ledger, group, time);

            all = all && bw_member_has_quorum(state, ledger, group, time);
            next = change < next ? change : next;
        }
        up += all ? next - time : 0;
        time = next;
    }
    return (double)up / (double)(to - from);
}
