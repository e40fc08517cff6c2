/* SPDX-License-Identifier: Apache-2.0
 *
 * Endorsement: how long organisations take until the policy is satisfied. One that is
 * down answers once it is up again.
 */
#include "chain/ledger_eov_internal.h"
#include "chain/ledger_member.h"
#include "engine/order_statistic.h"

/* One record that is endorsed now. */
struct endorsement {
    struct bw_state *state;
    bw_index ledger;
    const struct bw_transaction *record;
    const bw_time *answers; /* of organisations with names */
    bw_time tried;          /* alike: when enough are up */
};

/* Until an organisation is up. */
static bw_time down_time(const struct endorsement *e, uint32_t organisation)
{
    bw_time now = bw_state_now(e->state), time = now;

    while (time != BW_FOREVER
        && !bw_member_is_up(
            e->state, e->ledger, BW_MEMBERS_ENDORSE, organisation, time)) {
        time = bw_member_next_change(e->state, e->ledger, BW_MEMBERS_ENDORSE, time);
    }
    return time == BW_FOREVER ? BW_FOREVER : time - now;
}

/* Work of a member on the record. */
static bw_time work_of(const struct endorsement *e, uint32_t member)
{
    const struct bw_ledger *l = &e->state->network->ledgers[e->ledger];
    uint64_t draw = bw_eov_draw(e->record);

    return l->eov.organisations != NULL
        ? bw_state_duration(e->state, &l->eov.organisations[member], draw)
        : bw_state_duration(e->state, &l->endorse, draw * l->endorsers + member);
}

/* The server of a member that is free first; NULL when it takes any number of records
 * at a time. */
static bw_time *first_free(const struct endorsement *e, uint32_t member)
{
    const uint32_t *first = e->state->network->ledgers[e->ledger].eov.first_server;
    bw_time *servers = e->state->ledgers[e->ledger].servers, *best = NULL;

    for (uint32_t i = first != NULL ? first[member] : 0;
         first != NULL && i < first[member + 1]; i++) {
        if (best == NULL || servers[i] < *best) {
            best = &servers[i];
        }
    }
    return best;
}

/* When a member answers that is asked at an instant: first come, first served. */
static bw_time answer(const struct endorsement *e, uint32_t member, bw_time asked)
{
    bw_time *server = first_free(e, member);

    if (server == NULL) {
        return asked + work_of(e, member);
    }
    *server = (*server > asked ? *server : asked) + work_of(e, member);
    return *server;
}

/* k-th smallest answer of those of n members alike that are up when it is tried, draws
 * n * number + member. */
static bw_time answers_alike(const struct endorsement *e)
{
    const struct bw_ledger *l = &e->state->network->ledgers[e->ledger];
    struct bw_order_statistic answers;
    bw_time room[BW_ENDORSER_LIMIT];

    bw_order_statistic_init(&answers, room, l->endorsements);
    for (uint32_t i = 0; i < l->endorsers; i++) {
        if (bw_member_is_up(e->state, e->ledger, BW_MEMBERS_ENDORSE, i, e->tried)) {
            bw_order_statistic_add(&answers, answer(e, i, e->tried));
        }
    }
    return bw_order_statistic_value(&answers);
}

/* When a part of the policy is satisfied: the need-th smallest time below it. */
static bw_time satisfied(
    const struct endorsement *e, const struct bw_policy_node *policy, uint32_t node)
{
    const struct bw_policy_node *part = &policy[node];
    struct bw_order_statistic times;
    bw_time room[BW_POLICY_WIDTH];

    if (part->need == 0) {
        return e->answers[part->organisation];
    }
    bw_order_statistic_init(&times, room, part->need);
    for (uint32_t i = part->first; i != 0; i = policy[i].next) {
        bw_order_statistic_add(&times, satisfied(e, policy, i));
    }
    return bw_order_statistic_value(&times);
}

/* When enough members are up to endorse a record that comes now; BW_FOREVER = never,
 * and *given_up is when the last attempt fails. */
static bw_time try_time(
    const struct bw_state *state, bw_index ledger, bw_time *given_up)
{
    const struct bw_retry *retry = &state->network->ledgers[ledger].eov.retry;
    bw_time time = bw_state_now(state);
    double wait = (double)retry->wait;
    uint32_t attempts = 0;

    *given_up = BW_FOREVER;
    if (!retry->present) {
        return bw_member_ready(state, ledger, BW_MEMBERS_ENDORSE, time);
    }
    for (; !bw_member_has_quorum(state, ledger, BW_MEMBERS_ENDORSE, time); attempts++) {
        if (attempts == retry->at_most) {
            *given_up = time;
            return BW_FOREVER;
        }
        if (retry->at_most == UINT32_MAX
                ? bw_member_ready(state, ledger, BW_MEMBERS_ENDORSE, time) == BW_FOREVER
                : time > state->network->horizon + state->network->cooldown) {
            return BW_FOREVER;
        }
        time += (bw_time)wait;
        wait *= retry->factor;
        wait = wait < (double)retry->longest ? wait : (double)retry->longest;
    }
    return time;
}

/* Members alike are asked when enough of them are up. */
static bw_time endorsed_alike(struct endorsement *e, bw_time *begun)
{
    const struct bw_ledger *l = &e->state->network->ledgers[e->ledger];

    e->tried = try_time(e->state, e->ledger, begun);
    if (e->tried == BW_FOREVER) {
        return BW_FOREVER;
    }
    *begun = e->tried;
    return l->endorse.present && l->endorsements > 0 ? answers_alike(e) : e->tried;
}

/* What the answer of a member were if it were up, and what it is. */
static void ask(
    struct endorsement *e, uint32_t member, bw_time *if_up, bw_time *answers)
{
    bw_time now = bw_state_now(e->state), down = down_time(e, member);
    bw_time work = work_of(e, member), *server = first_free(e, member);
    bw_time begin = server != NULL && *server > now ? *server : now;

    if_up[member] = begin + work;
    answers[member] = BW_FOREVER;
    if (down != BW_FOREVER) {
        begin = begin > now + down ? begin : now + down;
        answers[member] = begin + work;
    }
    if (down != BW_FOREVER && server != NULL) {
        *server = answers[member];
    }
}

/* Organisations with names are asked all at once, and those that are down answer once
 * they are up again. */
bw_time bw_eov_endorsement(struct bw_state *state, bw_index ledger,
    const struct bw_transaction *record, bw_time *begun)
{
    const struct bw_ledger *l = &state->network->ledgers[ledger];
    struct endorsement e = {.state = state, .ledger = ledger, .record = record};
    bw_time if_up[BW_ENDORSER_LIMIT], answers[BW_ENDORSER_LIMIT], time;

    if (l->eov.policy == NULL) {
        return endorsed_alike(&e, begun);
    }
    for (uint32_t i = 0; i < l->members[BW_MEMBERS_ENDORSE].count; i++) {
        ask(&e, i, if_up, answers);
    }
    e.answers = answers;
    time = satisfied(&e, l->eov.policy, 1);
    e.answers = if_up;
    *begun = time == BW_FOREVER
        ? BW_FOREVER
        : bw_state_now(state) + time - satisfied(&e, l->eov.policy, 1);
    return time;
}
