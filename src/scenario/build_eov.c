/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in endorse-order-validate ledgers.
 */
#include "scenario/build_eov.h"

#include <math.h>

/* Beside background records no consensus takes longer than so many times its mean. */
#define ORDER_MAX 20.0

static int64_t bytes_of(double kilobytes)
{
    return (int64_t)llround(kilobytes * 1000.0);
}

static void build_block(
    const struct bw_view *view, bw_index element, struct bw_eov_terms *eov)
{
    struct bw_view block = bw_view_child(view, "block");
    eov->cutter.size = bw_view_parameter(&block, "size", element);
    double kilobytes = bw_view_number(&block, "kilobytes");
    eov->cutter.bytes = isinf(kilobytes) ? INT64_MAX : bytes_of(kilobytes);
    eov->cutter.timeout = bw_view_parameter(&block, "timeout", element);
}

static void build_profile(
    struct bw_build *build, const struct bw_view *view, struct bw_traffic *traffic)
{
    double sum = 0.0;
    bw_view_numbers(view, "profile", traffic->profile, BW_HOURS_OF_DAY);
    for (int i = 0; i < BW_HOURS_OF_DAY; i++) {
        sum += traffic->profile[i];
    }
    if (!(sum > 0.0)) {
        bw_build_fail(build, bw_build_path(build, view->path, "profile"),
            "expected at least one weight above 0");
        return;
    }
    for (int i = 0; i < BW_HOURS_OF_DAY; i++) {
        traffic->profile[i] *= BW_HOURS_OF_DAY / sum;
    }
    traffic->has_profile = true;
}

static void build_traffic(
    struct bw_build *build, const struct bw_view *view, struct bw_eov_terms *eov)
{
    struct bw_view background = bw_view_child(view, "background");
    struct bw_traffic *traffic = &eov->traffic;
    bw_time anchor;
    if (!bw_view_has(view, "background")) {
        return;
    }
    anchor = bw_view_duration(&background, "anchor");
    traffic->rate = bw_view_number(&background, "rate") * (double)BW_SECOND
        / (double)eov->channel_count;
    traffic->size = bytes_of(bw_view_number(&background, "kilobytes"));
    traffic->anchor_s = anchor / BW_SECOND;
    traffic->full = bw_view_integer(&background, "method") == 1;
    traffic->validate = (bw_time)llround(bw_law_mean(&eov->validate.law));
    traffic->order_max = (bw_time)llround(ORDER_MAX * bw_law_mean(&eov->order.law));
    traffic->counts = bw_build_stream(build, background.path, "counts");
    traffic->places = bw_build_stream(build, background.path, "places");
    if (anchor % BW_SECOND != 0) {
        bw_build_fail(build, bw_build_path(build, background.path, "anchor"),
            "expected whole seconds");
    }
    if (bw_view_has(&background, "profile")) {
        build_profile(build, &background, traffic);
    }
}

/* Orderers that must be up: a majority for Raft (Ongaro and Ousterhout 2014). */
static uint32_t quorum_of(const struct bw_view *orderers, uint32_t count)
{
    if (bw_view_has(orderers, "need")) {
        return (uint32_t)bw_view_integer(orderers, "need");
    }
    return bw_view_integer(orderers, "consensus") == 1 ? bw_build_bft_quorum(count)
                                                       : count / 2 + 1;
}

static void build_orderers(
    struct bw_build *build, const struct bw_view *view, struct bw_members *members)
{
    struct bw_view orderers = bw_view_child(view, "orderers");
    struct bw_view outages = bw_view_child(&orderers, "outages");
    if (!bw_view_has(view, "orderers")) {
        return;
    }
    members->count = (uint32_t)bw_view_integer(&orderers, "of");
    members->quorum = quorum_of(&orderers, members->count);
    bw_build_members(build, &outages, members);
    if (members->quorum > members->count && members->count > 0) {
        bw_build_fail(build, bw_build_path(build, orderers.path, "need"),
            "expected at most the %u orderers there are, found %u", members->count,
            members->quorum);
    }
}

static void build_load(const struct bw_view *view, struct bw_eov_terms *eov)
{
    struct bw_view gateway = bw_view_child(view, "gateway");
    struct bw_view records = bw_view_child(view, "records");
    int64_t per = bw_view_integer(&records, "per");
    if (bw_view_has(view, "gateway")) {
        eov->gateway.limit = (uint32_t)bw_view_integer(&gateway, "limit");
        eov->gateway.refuses = bw_view_integer(&gateway, "beyond") == 1;
        eov->gateway.backoff = bw_view_sampler(&gateway, "backoff");
        eov->gateway.at_most = bw_build_at_most(&gateway);
    }
    eov->record.units =
        per == 1 ? bw_view_number(&records, "case") : (double)(per == 2);
    eov->record.in_transactions = bw_view_integer(&records, "as") == 1;
    eov->record.size = bytes_of(bw_view_number(&records, "kilobytes"));
}

static void build_conflicts(
    struct bw_build *build, const struct bw_view *view, struct bw_eov_terms *eov)
{
    struct bw_view conflicts = bw_view_child(view, "conflicts");
    if (!bw_view_has(view, "conflicts")) {
        return;
    }
    eov->conflicts.present = true;
    eov->conflicts.key = (enum bw_record_key)bw_view_integer(&conflicts, "key");
    eov->conflicts.background = bw_view_number(&conflicts, "background");
    eov->conflicts.delay = bw_view_sampler(&conflicts, "delay");
    eov->conflicts.at_most = (uint32_t)bw_view_integer(&conflicts, "at_most");
    eov->conflicts.stream = bw_build_stream(build, conflicts.path, "background");
}

static void build_channels(
    const struct bw_build *build, const struct bw_view *view, struct bw_eov_terms *eov)
{
    eov->channels = (enum bw_channels)bw_view_integer(view, "channels");
    eov->channel_count = 1;
    if (eov->channels == BW_CHANNELS_ITEM) {
        eov->channel_count = build->network->item_count;
    } else if (eov->channels == BW_CHANNELS_SITE) {
        eov->channel_count = build->network->site_count;
    }
    eov->channel_count = eov->channel_count > 0 ? eov->channel_count : 1;
}

void bw_build_eov(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger)
{
    struct bw_eov_terms *eov = &ledger->eov;
    struct bw_members other = {.count = 0};
    eov->order = bw_view_sampler(view, "order");
    eov->validate = bw_view_sampler(view, "validate");
    eov->speed = bw_view_parameter(view, "speed", ledger->element);
    bw_build_endorse(build, view, ledger);
    build_orderers(build, view,
        ledger->kind == BW_LEDGER_EOV ? &ledger->members[BW_MEMBERS_ORDER] : &other);
    build_channels(build, view, eov);
    build_block(view, ledger->element, eov);
    build_load(view, eov);
    build_conflicts(build, view, eov);
    build_traffic(build, view, eov);
}
