/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in what is seen of goods that were out of range, and what becomes of them.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

static void check_shares(struct bw_build *build, const struct bw_view *view,
    const struct bw_disposition *disposition)
{
    double reject = disposition->assessment.reject_share;
    if (reject + disposition->downgrade_share > 1.0) {
        bw_build_fail(build, view->path,
            "expected reject and the share of downgrade to be at most 1 together, "
            "found %g",
            reject + disposition->downgrade_share);
    }
    if (disposition->by_budget && (reject > 0.0 || bw_view_has(view, "downgrade"))) {
        bw_build_fail(build, bw_build_path(build, view->path, "decide"),
            "the budget decides, so there is no share of reject or downgrade");
    }
    if (bw_view_has(view, "automatic") && !disposition->every) {
        bw_build_fail(build, bw_build_path(build, view->path, "automatic"),
            "expected \"assess: every\": goods within their budgets are not looked at "
            "otherwise");
    }
}

void bw_build_disposition(struct bw_build *build, const struct bw_view *view,
    const struct bw_place *place, struct bw_disposition *disposition)
{
    bw_build_resolver(build, view, place, &disposition->assessment);
    disposition->keep = 1.0;
    disposition->keep_at_most = BW_FOREVER;
    disposition->time_limit = BW_FOREVER;
    if (view->node == NULL) {
        return;
    }
    struct bw_view downgrade = bw_view_child(view, "downgrade");
    struct bw_view automatic = bw_view_child(view, "automatic");
    disposition->every = bw_view_integer(view, "assess") == 1;
    disposition->by_budget = bw_view_integer(view, "decide") == 1;
    disposition->replace = (enum bw_replace)bw_view_integer(view, "replace");
    disposition->time_limit = bw_view_duration(view, "time_limit");
    if (bw_view_has(view, "automatic")) {
        disposition->automatic = bw_view_sampler(&automatic, "time");
    }
    if (bw_view_has(view, "downgrade")) {
        disposition->downgrade_share = bw_view_number(&downgrade, "share");
        disposition->keep = bw_view_number(&downgrade, "keep");
        disposition->keep_at_most = bw_view_duration(&downgrade, "at_most");
    }
    check_shares(build, view, disposition);
}

const struct bw_loggers *bw_build_loggers(
    struct bw_build *build, const struct bw_view *lane)
{
    if (!bw_view_has(lane, "loggers")) {
        return NULL;
    }
    struct bw_view view = bw_view_child(lane, "loggers");
    struct bw_loggers *loggers = bw_build_allocate(build, 1, sizeof *loggers);
    if (loggers == NULL) {
        return NULL;
    }
    loggers->interval = bw_view_duration(&view, "interval");
    loggers->error = bw_view_sampler(&view, "accuracy");
    loggers->loss = bw_view_number(&view, "loss");
    loggers->upload = bw_view_sampler(&view, "upload_delay");
    loggers->on_missing = (enum bw_missing)bw_view_integer(&view, "on_missing");
    loggers->loss_stream = bw_build_stream(build, view.path, "loss");
    loggers->phase_stream = bw_build_stream(build, view.path, "phase");
    if (!bw_view_has(lane, "disposition")) {
        bw_build_fail(build, lane->path,
            "missing key \"disposition\", since loggers may find that goods were out "
            "of "
            "range");
    }
    return loggers;
}
