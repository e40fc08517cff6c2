/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the steps of recipes: work, losses, tests and the ways between steps.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

#define SHARE_TOLERANCE 1e-9

/* Number of the step with this id; BW_NONE after an error. */
static bw_index resolve_step(struct bw_build *build, const struct bw_recipe *recipe,
    const struct bw_node *steps, const char *path, const char *id)
{
    bw_index rank = bw_view_resolve(build, path, id, "the steps of this recipe", steps);
    if (rank == BW_NONE || steps == NULL) {
        return BW_NONE;
    }
    return recipe->first_step + steps->sorted[rank];
}

/* The same, or the end that a word names. */
static bw_index find_step(struct bw_build *build, const struct bw_recipe *recipe,
    const struct bw_node *steps, const char *path, const char *id)
{
    if (strcmp(id, "done") == 0) {
        return BW_ROUTE_DONE;
    }
    if (strcmp(id, "scrap") == 0) {
        return BW_ROUTE_SCRAP;
    }
    return resolve_step(build, recipe, steps, path, id);
}

static void add_route(
    struct bw_build *build, struct bw_step *step, bw_index to, double cumulative)
{
    struct bw_route *route = NULL;
    if (bw_vector_push(&build->routes, &route) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *route = (struct bw_route){to, cumulative};
    step->route_count++;
}

/* Rows of "then", in the order written; the last cumulative share is 1 exactly. */
static void build_then(struct bw_build *build, const struct bw_view *view,
    const struct bw_node *steps, struct bw_step *step)
{
    const struct bw_recipe *recipe = &build->network->recipes[step->recipe];
    const struct bw_node *then = bw_view_node(view, "then");
    const struct bw_row *row = bw_schema_find(view->table, "then");
    const char *path = bw_build_path(build, view->path, "then");
    double sum = 0.0;
    bool good = true;
    if (then->kind != BW_NODE_MAP) {
        return;
    }
    for (uint32_t i = 0; i < then->count; i++) {
        const struct bw_entry *entry = &then->entries[i];
        double share = 0.0;
        const char *place = bw_build_path(build, path, entry->key);
        bw_index to = find_step(build, recipe, steps, place, entry->key);
        good =
            bw_value_number(row, bw_value_unwrap(entry->value), &share) == BW_FIT_GOOD
            && good;
        sum += good ? share : 0.0;
        add_route(build, step, to, sum);
    }
    if (good && fabs(sum - 1.0) > SHARE_TOLERANCE) {
        bw_build_fail(
            build, path, "expected shares that add up to 1, found %.12g", sum);
    }
    if (step->route_count > 0) {
        struct bw_route *last = bw_vector_at(&build->routes, build->routes.count - 1);
        last->cumulative = 1.0;
    }
}

/* Where a batch goes that is not sent to rework: as "then" says (rows of it were added
 * last), else on in order. */
static void add_rest(
    struct bw_build *build, struct bw_step *step, bw_index index, double probability)
{
    const struct bw_recipe *recipe = &build->network->recipes[step->recipe];
    bool is_last = index + 1 == recipe->first_step + recipe->step_count;
    if (step->after.route_count == 0) {
        add_route(build, step, is_last ? BW_ROUTE_DONE : index + 1, 1.0);
    }
    for (uint32_t i = 0; i < step->after.route_count; i++) {
        struct bw_route row = *(const struct bw_route *)bw_vector_at(
            &build->routes, step->after.first_route + i);
        add_route(build, step, row.to,
            i + 1 < step->after.route_count
                ? probability + (1.0 - probability) * row.cumulative
                : 1.0);
    }
}

/* "rework: {to, probability, at_most: m}" becomes two routes: to with the probability,
 * and the next step, or those of "then", with the rest. A batch may go back m times
 * from here, so its pass number m + 1 is the last that can: at_most = m + 1. */
static void build_rework(struct bw_build *build, const struct bw_view *view,
    const struct bw_node *steps, bw_index index)
{
    struct bw_network *network = build->network;
    struct bw_step *step = &network->steps[index];
    const struct bw_recipe *recipe = &network->recipes[step->recipe];
    struct bw_view rework = bw_view_child(view, "rework");
    const char *path = bw_build_path(build, rework.path, "to");
    const char *to = bw_view_text(&rework, "to");
    if (to == NULL) {
        return;
    }
    bw_index back = resolve_step(build, recipe, steps, path, to);
    uint32_t at_most = (uint32_t)bw_view_integer(&rework, "at_most") + 1;
    double probability = bw_view_number(&rework, "probability");
    if (back != BW_NONE && back > index) {
        bw_build_fail(build, path, "\"%s\" comes after this step; use \"then\"", to);
    }
    step->after.first_route = step->first_route;
    step->after.route_count = step->route_count;
    step->after.at_most = step->at_most;
    step->first_route = (bw_index)build->routes.count;
    step->route_count = 0;
    step->at_most = at_most < step->at_most ? at_most : step->at_most;
    add_route(build, step, back, probability);
    add_rest(build, step, index, probability);
}

static void build_retest(
    struct bw_build *build, const struct bw_view *test, struct bw_step *step)
{
    struct bw_view retest = bw_view_child(test, "retest");
    bw_index site = build->network->recipes[step->recipe].site;
    step->test.retest.present = retest.node != NULL;
    step->test.retest.resource = step->test.resource;
    if (!step->test.retest.present) {
        return;
    }
    const char *name = bw_view_text(&retest, "resource");
    if (name != NULL) {
        step->test.retest.resource = bw_build_resource_of(
            build, bw_build_path(build, retest.path, "resource"), name, site, NULL);
    }
    step->test.retest.time = bw_view_sampler(&retest, "time");
    step->test.retest.confirm = bw_view_number(&retest, "confirm");
    step->test.retest.confirm_stream = bw_build_stream(build, retest.path, "confirm");
}

static void build_test(
    struct bw_build *build, const struct bw_view *view, struct bw_step *step)
{
    struct bw_view test = bw_view_child(view, "test");
    bw_index site = build->network->recipes[step->recipe].site;
    step->test.present = test.node != NULL;
    step->test.resource = BW_NONE;
    if (!step->test.present) {
        return;
    }
    const char *name = bw_view_text(&test, "resource");
    if (name != NULL) {
        step->test.resource = bw_build_resource_of(
            build, bw_build_path(build, test.path, "resource"), name, site, NULL);
    }
    step->test.time = bw_view_sampler(&test, "time");
    step->test.reject = bw_view_number(&test, "reject");
    step->test.reject_stream = bw_build_stream(build, test.path, "reject");
    build_retest(build, &test, step);
}

static void build_buffer(
    struct bw_build *build, const struct bw_view *view, struct bw_step *step)
{
    double places = bw_view_number(view, "buffer");
    const char *path = bw_build_path(build, view->path, "buffer");
    step->buffer = isinf(places) ? UINT32_MAX : (uint32_t)places;
    if (places != floor(places)) {
        bw_build_fail(build, path, "expected a whole number, found %.12g", places);
    }
    if (step->buffer != UINT32_MAX && !bw_view_has(view, "resource")) {
        bw_build_fail(build, path,
            "nobody waits before a step without a resource; it needs no places");
    }
}

void bw_build_step(struct bw_build *build, const struct bw_view *view,
    const struct bw_node *steps, bw_index index)
{
    struct bw_network *network = build->network;
    struct bw_step *step = &network->steps[index];
    bw_index site = network->recipes[step->recipe].site;
    struct bw_view resolver = bw_view_child(view, "resolver");
    struct bw_place place = {site, step->element, NULL, NULL};
    bw_build_lines(build, view, step);
    step->demand = BW_NONE;
    build_buffer(build, view, step);
    step->setup = bw_view_sampler(view, "setup");
    step->setup_cost = bw_view_number(view, "setup_cost");
    if (step->setup_cost > 0.0 && !step->setup.present) {
        bw_build_fail(build, bw_build_path(build, view->path, "setup_cost"),
            "expected a set-up, which costs this");
    }
    step->time = bw_view_sampler(view, "time");
    step->cleanup = bw_view_sampler(view, "cleanup");
    if (step->cleanup.present && !bw_view_has(view, "resource")) {
        bw_build_fail(build, bw_build_path(build, view->path, "cleanup"),
            "nobody cleans up after a step without a resource");
    }
    step->yield = bw_view_sampler(view, "yield");
    step->reject = bw_view_number(view, "reject");
    step->reject_stream = bw_build_stream(build, view->path, "reject");
    step->route_stream = bw_build_stream(build, view->path, "then");
    step->hold = bw_view_sampler(view, "hold");
    struct bw_view verify = bw_view_child(view, "verify");
    bw_build_verification(build, &verify, "ledger", &step->verify);
    step->at_most = (uint32_t)bw_view_integer(view, "at_most");
    step->cost = bw_view_number(view, "cost");
    step->first_route = (bw_index)build->routes.count;
    build_test(build, view, step);
    bw_build_resolver(build, &resolver, &place, &step->resolver);
    bw_build_need_resolver(build, view, step->verify.ledger);
    if (bw_view_has(view, "then")) {
        build_then(build, view, steps, step);
    }
    if (bw_view_has(view, "rework")) {
        build_rework(build, view, steps, index);
    }
    if (bw_view_has(view, "at_most") && step->route_count == 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "at_most"),
            "only a step with then or rework sends batches back");
    }
    if (bw_schema_word("done|scrap", bw_view_id(view)) >= 0) {
        bw_build_fail(
            build, view->path, "\"done\" and \"scrap\" are ends of a recipe, no steps");
    }
}
