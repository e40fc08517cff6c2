/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in ledgers.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* Refuses keys that the kind of ledger does not use. */
static void refuse(struct bw_build *build, const struct bw_view *view, const char *key,
    const char *kind)
{
    if (bw_view_has(view, key)) {
        bw_build_fail(build, bw_build_path(build, view->path, key),
            "only a ledger of kind %s has this", kind);
    }
}

static void require(struct bw_build *build, const struct bw_view *view, const char *key)
{
    if (!bw_view_has(view, key)) {
        bw_build_fail(
            build, view->path, "missing key \"%s\", which this kind needs", key);
    }
}

static void build_endorsement(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger)
{
    struct bw_view endorse = bw_view_child(view, "endorse");
    struct bw_view block = bw_view_child(view, "block");
    ledger->endorsers = (uint32_t)bw_view_integer(&endorse, "of");
    ledger->endorsements = (uint32_t)bw_view_integer(&endorse, "need");
    ledger->endorse = bw_view_sampler(&endorse, "time");
    ledger->block_size = (uint32_t)bw_view_integer(&block, "size");
    ledger->block_timeout = bw_view_duration(&block, "timeout");
    ledger->order = bw_view_sampler(view, "order");
    ledger->validate = bw_view_sampler(view, "validate");
    if (ledger->endorsements > ledger->endorsers) {
        bw_build_fail(build, bw_build_path(build, endorse.path, "need"),
            "expected at most the %u endorsers there are, found %u", ledger->endorsers,
            ledger->endorsements);
    }
}

static void build_ledger(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger)
{
    static const char *const eov_keys[] = {"endorse", "block", "order", "validate"};
    static const char *const manual_keys[] = {"staff", "time", "delay"};
    ledger->kind = (enum bw_ledger_kind)bw_view_integer(view, "kind");
    for (size_t i = 0; i < 4 && ledger->kind != BW_LEDGER_EOV; i++) {
        refuse(build, view, eov_keys[i], "endorse-order-validate");
    }
    for (size_t i = 0; i < 3 && ledger->kind != BW_LEDGER_MANUAL; i++) {
        refuse(build, view, manual_keys[i], "manual");
    }
    if (ledger->kind == BW_LEDGER_EOV) {
        require(build, view, "endorse");
    } else if (ledger->kind == BW_LEDGER_MANUAL) {
        require(build, view, "time");
    }
    build_endorsement(build, view, ledger);
    ledger->staff = bw_view_parameter(view, "staff", ledger->element);
    ledger->time = bw_view_sampler(view, "time");
    ledger->delay = bw_view_sampler(view, "delay");
    ledger->mismatch = bw_view_parameter(view, "mismatch", ledger->element);
    ledger->mismatch_stream = bw_build_stream(build, view->path, "mismatch");
    ledger->cost = bw_view_number(view, "cost");
}

void bw_build_ledgers(struct bw_build *build)
{
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < build->network->ledger_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "ledger", i);
        build_ledger(build, &view, &build->network->ledgers[i]);
    }
}
