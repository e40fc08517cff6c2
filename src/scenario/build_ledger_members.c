/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in when members of ledgers are down.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* Adds an outage of the last members; each has a process of its own unless it is common
 * to them. */
static struct bw_outage *add(struct bw_members *members, struct bw_outage *outages,
    enum bw_outage_kind kind, bool is_common, uint32_t count)
{
    struct bw_outage *outage = &outages[members->outage_count++];
    *outage = (struct bw_outage){
        .kind = kind,
        .is_common = is_common,
        .first = members->count - count,
        .count = count,
        .first_process = members->process_count,
    };
    members->process_count += is_common ? 1 : count;
    return outage;
}

static void build_certificate(
    struct bw_build *build, const struct bw_view *view, struct bw_outage *outage)
{
    outage->up = bw_view_sampler(view, "life");
    outage->down = bw_view_sampler(view, "renewal");
    outage->lead = bw_view_duration(view, "lead");
    outage->age_stream = bw_build_stream(build, view->path, "age");
    if ((double)outage->lead >= bw_law_mean(&outage->up.law)) {
        bw_build_fail(build, bw_build_path(build, view->path, "lead"),
            "expected less than the mean life of a certificate");
    }
}

static void build_partition(struct bw_build *build, const struct bw_view *view,
    struct bw_members *members, struct bw_outage *outages)
{
    uint32_t count = (uint32_t)bw_view_integer(view, "members");
    bool is_dated = bw_view_has(view, "at");
    if (is_dated == bw_view_has(view, "every")) {
        bw_build_fail(build, view->path, "expected one of at and every, found %s",
            is_dated ? "both" : "none");
    }
    if (count > members->count && members->count > 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "members"),
            "expected at most the %u members there are, found %u", members->count,
            count);
        count = members->count;
    }
    struct bw_outage *outage = add(
        members, outages, is_dated ? BW_OUTAGE_DATED : BW_OUTAGE_RANDOM, true, count);
    outage->up = bw_view_sampler(view, "every");
    outage->down = bw_view_sampler(view, "for");
    outage->from = bw_view_instant(view, "at");
}

void bw_build_members(
    struct bw_build *build, const struct bw_view *view, struct bw_members *members)
{
    struct bw_view failure = bw_view_child(view, "failure");
    struct bw_view certificate = bw_view_child(view, "certificate");
    struct bw_view expiry = bw_view_child(view, "expiry");
    uint32_t partitions = bw_view_count(view, "partitions");
    struct bw_outage *outages =
        bw_build_allocate(build, partitions + 3, sizeof *outages);
    if (outages == NULL) {
        return;
    }
    members->outages = outages;
    if (bw_view_has(view, "failure")) {
        struct bw_outage *outage =
            add(members, outages, BW_OUTAGE_RANDOM, false, members->count);
        outage->up = bw_view_sampler(&failure, "every");
        outage->down = bw_view_sampler(&failure, "repair");
    }
    if (bw_view_has(view, "certificate")) {
        build_certificate(build, &certificate,
            add(members, outages, BW_OUTAGE_CERTIFICATE, false, members->count));
    }
    if (bw_view_has(view, "expiry")) {
        struct bw_outage *outage =
            add(members, outages, BW_OUTAGE_DATED, false, members->count);
        outage->down = bw_view_sampler(&expiry, "renewal");
        outage->from = bw_view_instant(&expiry, "at");
    }
    for (uint32_t i = 0; i < partitions; i++) {
        struct bw_view partition = bw_view_ranked(view, "partitions", i);
        build_partition(build, &partition, members, outages);
    }
}
