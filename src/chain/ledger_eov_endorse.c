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
    const struct bw_state *state;
    bw_index ledger;
    const struct bw_transaction *record;
    bool waits;    /* for organisations that are down */
    bw_time tried; /* alike: when enough are up */
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

static bw_time answer(const struct endorsement *e, uint32_t organisation)
{
    const struct bw_ledger *l = &e->state->network->ledgers[e->ledger];
    uint64_t draw = bw_eov_draw(e->record);
    bw_time down = e->waits ? down_time(e, organisation) : 0, time;

    if (down == BW_FOREVER) {
        return BW_FOREVER;
    }
    time = l->eov.organisations != NULL
        ? bw_state_duration(e->state, &l->eov.organisations[organisation], draw)
        : bw_state_duration(e->state, &l->endorse, draw * l->endorsers + organisation);
    return down + time;
}

/* k-th smallest answer of those of n members alike that are up when it is tried, draws
 * n * number + member. */
static bw_time answers_alike(const struct endorsement *e)
{
    const struct bw_ledger *l = &e->state->network->ledgers[e->ledger];
    struct bw_order_statistic answers;
    bw_time room[BW_VALIDATOR_LIMIT];

    bw_order_statistic_init(&answers, room, l->endorsements);
    for (uint32_t i = 0; i < l->endorsers; i++) {
        if (bw_member_is_up(e->state, e->ledger, BW_MEMBERS_ENDORSE, i, e->tried)) {
            bw_order_statistic_add(&answers, answer(e, i));
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
        return answer(e, part->organisation);
    }
    bw_order_statistic_init(&times, room, part->need);
    for (uint32_t i = part->first; i != 0; i = policy[i].next) {
        bw_order_statistic_add(&times, satisfied(e, policy, i));
    }
    return bw_order_statistic_value(&times);
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

/* Members alike are asked when enough of them are up. */
static bw_time endorsed_alike(struct endorsement *e, bw_time *begun)
{
    const struct bw_ledger *l = &e->state->network->ledgers[e->ledger];

    *begun = e->tried = try_time(e->state, e->ledger);
    if (e->tried == BW_FOREVER) {
        return BW_FOREVER;
    }
    return e->tried
        + (l->endorse.present && l->endorsements > 0 ? answers_alike(e) : 0);
}

bw_time bw_eov_endorsement(const struct bw_state *state, bw_index ledger,
    const struct bw_transaction *record, bw_time *begun)
{
    const struct bw_policy_node *policy = state->network->ledgers[ledger].eov.policy;
    struct endorsement e = {.state = state, .ledger = ledger, .record = record};
    bw_time now = bw_state_now(state), time, with;

    if (policy == NULL) {
        return endorsed_alike(&e, begun);
    }
    time = with = satisfied(&e, policy, 1);
    if (bw_member_may_fail(state, ledger, BW_MEMBERS_ENDORSE)) {
        e.waits = true;
        with = satisfied(&e, policy, 1);
    }
    *begun = with == BW_FOREVER ? now : now + with - time;
    return with == BW_FOREVER ? BW_FOREVER : now + with;
}
