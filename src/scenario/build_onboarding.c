/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in how suppliers are admitted: checks and credentials.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

static void build_check(
    struct bw_build *build, const struct bw_view *view, bw_index site)
{
    struct bw_supply_check *check = NULL;
    const char *resource = bw_view_text(view, "resource");
    if (bw_vector_push(&build->checks, &check) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *check = (struct bw_supply_check){
        .resource = resource == NULL
            ? BW_NONE
            : bw_build_resource_of(
                build, bw_view_path(view, "resource"), resource, site, NULL),
        .time = bw_view_sampler(view, "time"),
        .retry = bw_view_sampler(view, "retry"),
        .fail = bw_view_number(view, "fail"),
        .fail_stream = bw_build_stream(build, view->path, "fail"),
        .cost = bw_view_number(view, "cost"),
    };
    if (check->fail >= 1.0) {
        bw_build_fail(
            build, bw_build_path(build, view->path, "fail"), "nobody would ever pass");
    }
}

static void build_credentials(struct bw_build *build, const struct bw_view *view,
    struct bw_onboarding *onboarding)
{
    struct bw_view credentials = bw_view_child(view, "credentials");
    onboarding->valid = BW_FOREVER;
    if (credentials.node == NULL) {
        return;
    }
    onboarding->valid = bw_view_duration(&credentials, "valid");
    onboarding->renew_before = bw_view_duration(&credentials, "renew_before");
    onboarding->renewal = bw_view_sampler(&credentials, "renewal");
    onboarding->renewal_cost = bw_view_number(&credentials, "cost");
    if (onboarding->renew_before >= onboarding->valid && onboarding->valid > 0) {
        bw_build_fail(build, bw_build_path(build, credentials.path, "renew_before"),
            "expected less than the time for which they are valid");
    }
}

void bw_build_onboarding(
    struct bw_build *build, const struct bw_view *view, struct bw_supply *supply)
{
    struct bw_view onboarding = bw_view_child(view, "onboarding");
    struct bw_onboarding *out = &supply->onboarding;
    if (onboarding.node == NULL) {
        return;
    }
    out->present = true;
    out->contract = bw_view_reference(&onboarding, "contract", build->contracts);
    if (bw_view_has(&onboarding, "contract")) {
        static const char *const others[] = {
            "done", "start", "order", "checks", "credentials"};
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            if (bw_view_has(&onboarding, others[i])) {
                bw_build_fail(build, bw_build_path(build, onboarding.path, others[i]),
                    "the contract says this");
            }
        }
        out->valid = BW_FOREVER;
        return;
    }
    out->done = bw_view_integer(&onboarding, "done") != 0;
    out->start = bw_view_instant(&onboarding, "start");
    if (out->start < -build->network->warmup) {
        bw_build_fail(build, bw_build_path(build, onboarding.path, "start"),
            "expected a time after the start of the warm-up");
    }
    out->parallel = bw_view_integer(&onboarding, "order") == 1;
    out->first_check = (bw_index)build->checks.count;
    out->check_count = bw_view_count(&onboarding, "checks");
    if (out->check_count > BW_CHECK_LIMIT) {
        bw_build_fail(build, bw_build_path(build, onboarding.path, "checks"),
            "expected at most %u, found %u", BW_CHECK_LIMIT, out->check_count);
    }
    for (uint32_t i = 0; i < out->check_count && build->status == BW_OK; i++) {
        struct bw_view check = bw_view_written(&onboarding, "checks", i);
        build_check(build, &check, supply->site);
    }
    build_credentials(build, &onboarding, out);
    if (out->done && (out->check_count > 0 || bw_view_has(&onboarding, "start"))) {
        bw_build_fail(build, bw_build_path(build, onboarding.path, "done"),
            "a supplier that is admitted has neither checks nor a start");
    }
}
