/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in ledgers.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

static const char *const eov_keys[] = {"endorse", "block", "order", "validate",
    "background", "orderers", "gateway", "conflicts", "records", "channels", NULL};
static const char *const manual_keys[] = {
    "staff", "time", "delay", "calendar", "discipline", "error", "desks", NULL};
static const char *const no_keys[] = {NULL};

/* A row per kind: the block of its name, keys that may stand in the ledger itself in
 * its place, and of these the one that it cannot do without. */
static const struct {
    const char *name;
    const char *const *keys;
    const char *needed;
} kinds[BW_LEDGER_KIND_COUNT] = {
    [BW_LEDGER_NONE] = {NULL, no_keys, NULL},
    [BW_LEDGER_EOV] = {"endorse-order-validate", eov_keys, "endorse"},
    [BW_LEDGER_MANUAL] = {"manual", manual_keys, "time"},
    [BW_LEDGER_BFT] = {"bft", no_keys, NULL},
    [BW_LEDGER_PUBLIC] = {"public", no_keys, NULL},
    [BW_LEDGER_TRACE] = {"trace", no_keys, NULL},
};

/* The view that describes a kind: the block of its name or, for the kind that the
 * ledger is of, the ledger itself; without a table when nothing does. Keys of another
 * kind have no place in the ledger itself. */
static struct bw_view view_of_kind(struct bw_build *build, const struct bw_view *view,
    enum bw_ledger_kind kind, bool is_it)
{
    struct bw_view none = {.table = NULL};
    bool has_block = kinds[kind].name != NULL && bw_view_has(view, kinds[kind].name);
    for (const char *const *key = kinds[kind].keys; *key != NULL; key++) {
        if (!bw_view_has(view, *key) || (is_it && !has_block)) {
            continue;
        }
        bw_build_fail(build, bw_build_path(build, view->path, *key),
            is_it
                ? "expected it in \"%s\", which is written too"
                : "only a ledger of kind %s has this; beside another kind it stands in "
                  "a block of that name",
            kinds[kind].name);
    }
    if (has_block) {
        return bw_view_child(view, kinds[kind].name);
    }
    if (is_it && kinds[kind].needed != NULL && !bw_view_has(view, kinds[kind].needed)) {
        bw_build_fail(build, view->path, "missing key \"%s\", which this kind needs",
            kinds[kind].needed);
    } else if (is_it && kinds[kind].needed == NULL && kinds[kind].name != NULL) {
        bw_build_fail(build, view->path, "missing key \"%s\", which this kind needs",
            kinds[kind].name);
        return none;
    }
    return is_it && kinds[kind].needed != NULL ? *view : none;
}

/* Validators of the ledger, when it is of this kind, and their outages. */
static void build_validators(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger)
{
    struct bw_members *members = &ledger->members[BW_MEMBERS_ORDER];
    struct bw_members other = {.count = 0};
    struct bw_view outages = bw_view_child(view, "outages");
    if (ledger->bft == NULL) {
        return;
    }
    if (ledger->kind != BW_LEDGER_BFT) {
        members = &other; /* checked all the same */
    }
    members->count = ledger->bft->validators;
    members->quorum = ledger->bft->replies;
    bw_build_members(build, &outages, members);
    if (members->outage_count > 0 && ledger->bft->timeout == BW_FOREVER) {
        bw_build_fail(build, view->path,
            "missing key \"timeout\": when a leader that is down is replaced");
    }
}

/* Where records go that take too long. They go no further from there. */
static void build_fallback(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger)
{
    struct bw_view fallback = bw_view_child(view, "fallback");
    ledger->fallback = bw_view_reference(&fallback, "to", build->ledgers);
    ledger->fallback_after = bw_view_duration(&fallback, "after");
    if (ledger->fallback == BW_NONE) {
        return;
    }
    const struct bw_node *to = bw_node_sorted(build->ledgers, ledger->fallback)->value;
    if (bw_node_get(to, "fallback") != NULL) {
        bw_build_fail(build, bw_build_path(build, fallback.path, "to"),
            "expected a ledger without a fallback of its own, found \"%s\"",
            bw_view_text(&fallback, "to"));
    }
}

/* Fills in what is described, of this kind and of others to which the ledger may be
 * switched. */
static void build_kind(struct bw_build *build, const struct bw_view *view,
    enum bw_ledger_kind kind, struct bw_ledger *ledger)
{
    switch (kind) {
    case BW_LEDGER_EOV:
        bw_build_eov(build, view, ledger);
        break;
    case BW_LEDGER_MANUAL:
        ledger->manual = bw_build_ledger_manual(build, view, ledger->element);
        break;
    case BW_LEDGER_BFT:
        ledger->bft = bw_build_ledger_bft(build, view, ledger->element);
        build_validators(build, view, ledger);
        break;
    case BW_LEDGER_PUBLIC:
        ledger->public = bw_build_ledger_public(build, view, ledger->element);
        break;
    case BW_LEDGER_TRACE:
        ledger->measured = bw_build_ledger_measured(build, view);
        break;
    case BW_LEDGER_NONE:
    case BW_LEDGER_KIND_COUNT:
        break;
    }
}

static void build_ledger(
    struct bw_build *build, const struct bw_view *view, struct bw_ledger *ledger)
{
    ledger->kind = (enum bw_ledger_kind)bw_view_integer(view, "kind");
    ledger->mismatch = bw_view_parameter(view, "mismatch", ledger->element);
    ledger->mismatch_stream = bw_build_stream(build, view->path, "mismatch");
    ledger->cost = bw_view_number(view, "cost");
    build_fallback(build, view, ledger);
    for (unsigned i = 0; i < BW_LEDGER_KIND_COUNT; i++) {
        enum bw_ledger_kind kind = (enum bw_ledger_kind)i;
        bool is_it = kind == ledger->kind;
        struct bw_view own = view_of_kind(build, view, kind, is_it);
        if (own.table == NULL) {
            continue;
        }
        build_kind(build, &own, kind, ledger);
        bool in_block = own.table != view->table;
        bool has_mismatch = in_block && bw_view_has(&own, "mismatch");
        bw_index mismatch = has_mismatch
            ? bw_view_parameter(&own, "mismatch", ledger->element)
            : ledger->mismatch;
        if (is_it) {
            ledger->mismatch = mismatch;
        }
        if (is_it && in_block && bw_view_has(&own, "cost")) {
            ledger->cost = bw_view_number(&own, "cost");
        }
    }
}

void bw_build_ledgers(struct bw_build *build)
{
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < build->network->ledger_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "ledger", i);
        build_ledger(build, &view, &build->network->ledgers[i]);
    }
}
