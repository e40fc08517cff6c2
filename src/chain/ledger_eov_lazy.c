/* SPDX-License-Identifier: Apache-2.0
 *
 * Channels beside background records are brought to the next record of the chain
 * without simulating what lies between. docs/theory/ledger.md shows why what comes out
 * is what the simulation of all of it gives.
 */
#include "chain/ledger_eov_internal.h"
#include "chain/ledger_member.h"

/* Above this load the way back from an anchor begins as if it were this. */
#define LOAD_LIMIT 0.9

/* Consensus on a record that comes at an instant begins no later than one timeout of
 * the block after what this says: when enough orderers are up. */
static bw_time consensus_opens(const void *context, bw_time at)
{
    const struct bw_eov *eov = context;
    bw_time cut = at + eov->timeout;
    bool is_exact;

    return bw_eov_within_run(eov,
               bw_member_orderers_ready(eov->state, eov->ledger, cut, &is_exact), cut)
        - eov->timeout;
}

/* The channel at an anchor, of which is only known that consensus and validator are
 * done no later than says the bound. False when there is no bound. */
static bool start_at(
    struct bw_eov *eov, const struct bw_eov_channel *exact, int64_t second)
{
    const struct bw_traffic *traffic = &eov->terms->traffic;
    const struct bw_traffic_gate gate = {consensus_opens, eov};
    bool may_fail = bw_member_may_fail(eov->state, eov->ledger, BW_MEMBERS_ORDER);
    bw_time at = second * BW_SECOND, begun = exact->resolved;
    bw_time longest = traffic->order_max, slack = eov->timeout + longest;
    bw_time after =
        exact->validated > exact->ordered ? exact->validated : exact->ordered;
    bw_time ordered = at + longest, bound;
    struct bw_eov_channel *c = eov->channel;
    uint64_t total;

    if (exact->count > 0 && exact->opened < begun) {
        begun = exact->opened;
    }
    bound = bw_traffic_bound(&eov->view, bw_eov_other_work(eov),
        may_fail ? &gate : NULL, begun / BW_SECOND - (begun < 0), second, &total);
    if (bound == BW_FOREVER) {
        return false;
    }
    if (may_fail) {
        ordered = consensus_opens(eov, at) + slack;
    }
    after += (bw_time)total * bw_eov_other_work(eov);
    bound += slack;
    *c = (struct bw_eov_channel){
        .blocks = exact->blocks,
        .ordered = ordered > exact->ordered ? ordered : exact->ordered,
        .validated = bound > after ? bound : after + slack,
        .resolved = at,
    };
    bw_traffic_seek(&eov->view, &c->cursor, second);
    return true;
}

/* True when nothing that comes at or after an instant can tell the channel's state from
 * the exact one. */
static bool is_exact(struct bw_eov_channel *channel, bw_time at)
{
    if (channel->ordered <= at && channel->validated <= at) {
        channel->ordered_exact = channel->validated_exact = true;
    }
    return channel->ordered_exact && channel->validated_exact;
}

void bw_eov_catch_up(struct bw_eov *eov, bw_time until)
{
    const struct bw_traffic *traffic = &eov->terms->traffic;
    struct bw_eov_channel *c = eov->channel, exact;
    bw_time anchor = traffic->anchor_s * BW_SECOND, back;
    double rho = (double)bw_eov_other_work(eov) / (double)BW_SECOND * traffic->rate;
    double load = rho < LOAD_LIMIT ? rho : LOAD_LIMIT;

    if (traffic->full || c->first != 0 || until - c->resolved < 2 * anchor) {
        bw_eov_block_advance(eov, until);
        return;
    }
    exact = *c;
    back = (bw_time)((double)(eov->timeout + traffic->order_max + 2 * BW_SECOND)
        / (1.0 - load));
    for (;; back *= 2) {
        bw_time at = until - back;
        int64_t second = (at / anchor - (at < 0)) * traffic->anchor_s;

        if (second * BW_SECOND <= exact.resolved || !start_at(eov, &exact, second)) {
            *c = exact;
            bw_eov_block_advance(eov, until);
            return;
        }
        if ((double)(c->validated - c->resolved)
            > (1.0 - rho) * (double)(until - c->resolved)) {
            continue; /* so much work is hardly done by then */
        }
        bw_eov_block_advance(eov, until);
        if (is_exact(c, until)) {
            return;
        }
    }
}
