/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in contracts that pay for milestones.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdlib.h>
#include <string.h>

/* Keys of which a milestone has one; dates have "at", "every" or both. */
static const char *const sources[] = {"lane", "supply", "contract", "trial"};
#define SOURCE_COUNT (sizeof sources / sizeof sources[0])

static void listen(struct bw_build *build, bw_index element,
    const struct bw_contract *contract, bw_index step)
{
    struct bw_listener *listener = NULL;
    if (bw_vector_push(&build->listeners, &listener) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *listener = (struct bw_listener){
        .element = element,
        .contract = (bw_index)(contract - build->network->contracts),
        .step = step,
    };
}

/* The supply "SITE.ITEM", BW_NONE after an error. */
static bw_index find_supply(struct bw_build *build, const struct bw_view *view)
{
    const char *path = bw_view_path(view, "supply");
    const char *name = bw_view_text(view, "supply");
    const char *dot = name != NULL ? strchr(name, '.') : NULL;
    char id[BW_ID_LENGTH_LIMIT + 1];
    if (dot == NULL || (size_t)(dot - name) >= sizeof id) {
        bw_build_fail(build, path, "expected SITE.ITEM");
        return BW_NONE;
    }
    memcpy(id, name, (size_t)(dot - name));
    id[dot - name] = '\0';
    bw_index site = bw_view_resolve(build, path, id, "sites", build->sites);
    bw_index item = site == BW_NONE
        ? BW_NONE
        : bw_view_resolve(build, path, dot + 1, "items", build->items);
    if (item == BW_NONE) {
        return BW_NONE;
    }
    bw_index supply = bw_build_find_supply(build, site, item);
    if (supply == BW_NONE) {
        bw_build_fail(build, path, "%s supplies no %s", id, dot + 1);
    }
    return supply;
}

void bw_build_listen(struct bw_build *build, const struct bw_view *view,
    const struct bw_contract *contract, bw_index step)
{
    const struct bw_network *network = build->network;
    bw_index lane = bw_view_reference(view, "lane", build->lanes);
    bw_index other = bw_view_reference(view, "contract", build->contracts);
    bw_index trial = bw_view_reference(view, "trial", build->trials);
    bw_index supply = bw_view_has(view, "supply") ? find_supply(build, view) : BW_NONE;
    if (lane != BW_NONE) {
        listen(build, network->lanes[lane].element, contract, step);
        for (bw_index i = build->written_lanes; i < network->lane_count; i++) {
            const struct bw_tour *tour = network->lanes[i].tour;
            if (tour != NULL && tour->head == lane) {
                listen(build, network->lanes[i].element, contract, step);
            }
        }
    }
    if (supply != BW_NONE) {
        listen(build, network->supplies[supply].element, contract, step);
    }
    if (other != BW_NONE) {
        listen(build, network->contracts[other].element, contract, step);
    }
    for (bw_index i = 0; trial != BW_NONE && i < network->trial_site_count; i++) {
        if (network->trial_sites[i].trial == trial) {
            listen(build, network->trial_sites[i].element, contract, step);
        }
    }
}

static void check_sources(struct bw_build *build, const struct bw_view *view)
{
    bool is_dated = bw_view_has(view, "at") || bw_view_has(view, "every");
    bool is_delivery = bw_view_has(view, "lane") || bw_view_has(view, "supply");
    unsigned count = is_dated;
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        count += bw_view_has(view, sources[i]);
    }
    if (count != 1) {
        bw_build_fail(build, view->path,
            "expected one of lane, supply, contract, trial, or at and every");
    }
    if (!is_delivery && bw_view_has(view, "per_unit")) {
        bw_build_fail(build, bw_view_path(view, "per_unit"),
            "only shipments of a lane and orders of a supply have units");
    }
    if (!is_delivery && bw_view_has(view, "penalty")) {
        bw_build_fail(build, bw_view_path(view, "penalty"),
            "only shipments of a lane and orders of a supply are late");
    }
}

static void build_milestone(struct bw_build *build, const struct bw_view *payment,
    const struct bw_view *view, struct bw_contract_step *step)
{
    struct bw_view penalty = bw_view_child(view, "penalty");
    struct bw_view disputes = bw_view_child(payment, "disputes");
    struct bw_milestone *milestone = NULL;
    if (bw_vector_push(&build->milestones, &milestone) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    step->name = bw_build_keep(build, bw_view_id(view));
    step->late = bw_view_sampler(view, "late");
    *milestone = (struct bw_milestone){
        .at = BW_FOREVER,
        .every = BW_FOREVER,
        .amount = bw_view_number(view, "amount"),
        .per_unit = bw_view_number(view, "per_unit"),
        .later_than = penalty.node == NULL ? BW_FOREVER
                                           : bw_view_duration(&penalty, "later_than"),
        .penalty = bw_view_number(&penalty, "share"),
        .tier_stream = bw_build_stream(build, view->path, "tier"),
        .dispute_stream = bw_build_stream(build, view->path, "dispute"),
        .pays = bw_view_sampler(payment, "pays"),
        .dispute_time = bw_view_sampler(&disputes, "time"),
    };
    milestone->pays.stream = bw_build_stream(build, view->path, "pays");
    milestone->dispute_time.stream = bw_build_stream(build, view->path, "dispute_time");
    if (bw_view_has(view, "every")) {
        milestone->every = bw_view_duration(view, "every");
        milestone->at = 0;
    }
    if (bw_view_has(view, "at")) {
        milestone->at = bw_view_instant(view, "at");
    }
    check_sources(build, view);
}

static void build_tiers(
    struct bw_build *build, const struct bw_view *view, struct bw_payment *payment)
{
    double sum = 0.0, so_far = 0.0;
    payment->first_tier = (bw_index)build->tiers.count;
    payment->tier_count = bw_view_count(view, "tiers");
    for (uint32_t i = 0; i < payment->tier_count; i++) {
        struct bw_view tier = bw_view_ranked(view, "tiers", i);
        sum += bw_view_number(&tier, "share");
    }
    if (payment->tier_count > 0 && sum <= 0.0) {
        bw_build_fail(build, bw_view_path(view, "tiers"), "no tier has a share");
    }
    for (uint32_t i = 0; i < payment->tier_count; i++) {
        struct bw_view tier = bw_view_ranked(view, "tiers", i);
        struct bw_tier *made = NULL;
        if (bw_vector_push(&build->tiers, &made) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        so_far += bw_view_number(&tier, "share");
        *made = (struct bw_tier){
            .cumulative = i + 1 == payment->tier_count ? 1.0 : so_far / sum,
            .factor = bw_view_number(&tier, "factor"),
        };
    }
}

static void build_payment(
    struct bw_build *build, const struct bw_view *view, struct bw_payment *payment)
{
    struct bw_view holdback = bw_view_child(view, "holdback");
    struct bw_view disputes = bw_view_child(view, "disputes");
    *payment = (struct bw_payment){
        .terms = bw_view_duration(view, "terms"),
        .holdback = bw_view_number(&holdback, "share"),
        .after = BW_FOREVER,
        .until = BW_FOREVER,
        .dispute = bw_view_number(&disputes, "probability"),
        .cut = bw_view_number(&disputes, "cut"),
        .fee = bw_view_number(view, "late_fee"),
        .stops = bw_view_integer(view, "overdue") == 0,
    };
    if (holdback.node != NULL
        && bw_view_has(&holdback, "after") == bw_view_has(&holdback, "until")) {
        bw_build_fail(build, holdback.path, "expected either \"after\" or \"until\"");
    }
    if (bw_view_has(&holdback, "after")) {
        payment->after = bw_view_duration(&holdback, "after");
    }
    if (bw_view_has(&holdback, "until")) {
        payment->until = bw_view_instant(&holdback, "until");
    }
    build_tiers(build, view, payment);
}

void bw_build_milestones(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract)
{
    struct bw_view payment = bw_view_child(view, "payment");
    contract->first_step = (bw_index)build->contract_steps.count;
    contract->first_milestone = (bw_index)build->milestones.count;
    contract->step_count = bw_view_count(view, "milestones");
    build_payment(build, &payment, &contract->payment);
    for (uint32_t i = 0; i < contract->step_count && build->status == BW_OK; i++) {
        struct bw_view milestone = bw_view_written(view, "milestones", i);
        struct bw_contract_step *step =
            bw_build_contract_step(build, view, milestone.path);
        if (step != NULL) {
            build_milestone(build, &payment, &milestone, step);
            bw_build_listen(build, &milestone, contract, contract->first_step + i);
        }
    }
}

static int compare_listeners(const void *a, const void *b)
{
    const struct bw_listener *left = a;
    const struct bw_listener *right = b;
    if (left->element != right->element) {
        return left->element < right->element ? -1 : 1;
    }
    return left->step < right->step ? -1 : left->step > right->step;
}

void bw_build_sort_listeners(struct bw_build *build)
{
    if (build->listeners.count > 0) {
        qsort(build->listeners.items, build->listeners.count,
            sizeof(struct bw_listener), compare_listeners);
    }
}
