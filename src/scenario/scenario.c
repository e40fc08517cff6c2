/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/scenario.h"

#include "base/memory.h"
#include "scenario/assignment.h"
#include "scenario/build.h"
#include "scenario/check.h"
#include "scenario/expand.h"
#include "scenario/inputs.h"
#include "scenario/overlay.h"
#include "scenario/record_reader.h"
#include "scenario/run_reader.h"
#include "scenario/sweep.h"

#include <stdlib.h>
#include <string.h>

struct bw_document {
    const struct bw_node *root; /* resolved: overlaid and assigned */
    struct bw_columns columns;  /* CSV columns, those of the parent included */
    const char *digests;        /* one line per file and assignment */
    const char *folder;         /* of the scenario file, with its slash, or "" */
};

/* Everything that load and derive have in common. */
struct loading {
    struct bw_scenario *scenario;
    struct bw_error_list *errors;
    struct bw_text digests;
    enum bw_status status;
};

/* Remembers the first failure and goes on, unless memory or a file is the reason. */
static void keep(struct loading *l, enum bw_status status)
{
    if (l->status == BW_OK) {
        l->status = status;
    }
}

static bool can_go_on(const struct loading *l)
{
    return l->status == BW_OK || l->status == BW_ERR_INPUT;
}

/* True, after an error, for a path into what was written out before. */
static bool is_written_out(struct loading *l, const char *path)
{
    bool early = strncmp(path, "defaults.", 9) == 0 || strncmp(path, "tables.", 7) == 0;
    if (early) {
        struct bw_position position = {"command line", 1, 1};
        bw_error_add(l->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, position, path,
            "templates and tables are written out before values are set; set values of "
            "elements, such as sites.*.region, or write a file that extends this one");
        keep(l, BW_ERR_INPUT);
    }
    return early;
}

static void apply_assignments(
    struct loading *l, const struct bw_assignment *assignments, size_t count)
{
    struct bw_scenario *scenario = l->scenario;
    struct bw_document *document = scenario->document;
    for (size_t i = 0; i < count && can_go_on(l); i++) {
        const struct bw_node *root = document->root;
        if (is_written_out(l, assignments[i].path)) {
            continue;
        }
        enum bw_status status = bw_assignment_apply(
            &scenario->arena, root, &assignments[i], l->errors, &root);
        keep(l, status);
        document->root = root != NULL ? root : document->root;
        bw_text_format(
            &l->digests, "set %s=%s\n", assignments[i].path, assignments[i].value);
    }
}

/* Checks the tree against the schema and notes its values. */
static void check_tree(struct loading *l)
{
    struct bw_scenario *scenario = l->scenario;
    struct bw_document *document = scenario->document;
    struct bw_arena scratch;
    struct bw_reader reader;
    struct bw_inputs inputs;
    bw_arena_init(&scratch);
    bw_reader_init(&reader, &scratch, l->errors);
    bw_inputs_init(&inputs, &scenario->arena);
    reader.inputs = &inputs;
    reader.columns = &document->columns;
    reader.folder = document->folder;
    reader.wants_inverse = bw_run_is_antithetic(document->root);
    bw_check_scenario(&reader, document->root);
    bw_run_check(&reader, document->root);
    keep(l, reader.status);
    if (can_go_on(l)) {
        keep(l, bw_inputs_finish(&inputs, &scenario->inputs));
    }
    reader.inputs = NULL;
    if (scenario->parent != NULL) {
        scenario->design = scenario->parent->design;
        scenario->factors = scenario->parent->factors;
        scenario->factor_count = scenario->parent->factor_count;
    } else if (can_go_on(l)) {
        keep(l, bw_sweep_read(&reader, document->root, scenario));
        keep(l, reader.status);
    }
    bw_inputs_release(&inputs);
    bw_reader_release(&reader);
    bw_arena_release(&scratch);
}

static void finish_digest(struct loading *l)
{
    struct bw_scenario *scenario = l->scenario;
    struct bw_document *document = scenario->document;
    /* Columns are kept newest first; the order is that of the tree all the same. */
    for (const struct bw_column *c = document->columns.first; c != NULL; c = c->next) {
        bw_text_format(&l->digests, "input %s\n", c->sha256);
    }
    for (const struct bw_record *t = document->columns.traces; t != NULL; t = t->next) {
        bw_text_format(&l->digests, "input %s\n", t->sha256);
    }
    document->digests = bw_arena_copy_text(
        &scenario->arena, bw_text_get(&l->digests), l->digests.length);
    if (document->digests == NULL || l->digests.failed) {
        keep(l, BW_ERR_NOMEM);
    }
    bw_digest_sha256(bw_text_get(&l->digests), l->digests.length, scenario->sha256);
}

/* By file, line and column; errors without a place come last, in the order found. */
static int compare_errors(const void *a, const void *b)
{
    const struct bw_error *left = a;
    const struct bw_error *right = b;
    const struct bw_position *p = &left->position;
    const struct bw_position *q = &right->position;
    int order =
        strcmp(p->file != NULL ? p->file : "~", q->file != NULL ? q->file : "~");
    if (order == 0 && p->line != q->line) {
        order = p->line < q->line ? -1 : 1;
    }
    if (order == 0 && p->column != q->column) {
        order = p->column < q->column ? -1 : 1;
    }
    return order != 0 ? order : strcmp(left->text, right->text);
}

/* From a resolved tree to a network. */
static void resolve(
    struct loading *l, const struct bw_assignment *assignments, size_t count)
{
    struct bw_scenario *scenario = l->scenario;
    struct bw_document *document = scenario->document;
    apply_assignments(l, assignments, count);
    if (can_go_on(l)) {
        check_tree(l);
    }
    if (can_go_on(l)) {
        keep(l, bw_run_read(document->root, scenario));
    }
    if (can_go_on(l)) {
        enum bw_status status = bw_build_network(document->root, &document->columns,
            document->folder, l->status != BW_OK, l->errors, &scenario->network);
        keep(l, status);
        /* The build reads files too. */
        finish_digest(l);
    }
}

static enum bw_status create(struct bw_scenario **out)
{
    struct bw_scenario *scenario = bw_memory_allocate(1, sizeof *scenario);
    *out = NULL;
    if (scenario == NULL) {
        return BW_ERR_NOMEM;
    }
    bw_arena_init(&scenario->arena);
    scenario->document =
        bw_arena_allocate(&scenario->arena, 1, sizeof *scenario->document);
    if (scenario->document == NULL) {
        bw_memory_free(scenario);
        return BW_ERR_NOMEM;
    }
    scenario->document->columns.arena = &scenario->arena;
    *out = scenario;
    return BW_OK;
}

/* Sorts the errors of this scenario and hands it over when there are none. */
static enum bw_status finish(struct loading *l, size_t first, struct bw_scenario **out)
{
    if (l->errors->count > first) {
        qsort(l->errors->errors + first, l->errors->count - first,
            sizeof *l->errors->errors, compare_errors);
    }
    bw_text_release(&l->digests);
    if (l->status == BW_OK) {
        *out = l->scenario;
    } else {
        bw_scenario_free(l->scenario);
    }
    return l->status;
}

enum bw_status bw_scenario_load(const char *path,
    const struct bw_assignment *assignments, size_t assignment_count,
    struct bw_error_list *errors, struct bw_scenario **out)
{
    struct loading l = {.errors = errors};
    size_t first = errors->count;
    *out = NULL;
    bw_text_init(&l.digests);
    l.status = create(&l.scenario);
    if (l.status != BW_OK) {
        return l.status;
    }
    struct bw_scenario *scenario = l.scenario;
    struct bw_document *document = scenario->document;
    const char *slash = strrchr(path, '/');
    document->folder = bw_arena_copy_text(
        &scenario->arena, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
    keep(&l, document->folder == NULL ? BW_ERR_NOMEM : BW_OK);
    keep(&l,
        bw_overlay_load(&scenario->arena, path, errors, &l.digests, &document->root));
    if (can_go_on(&l) && bw_expand_is_needed(document->root)) {
        const struct bw_node *root = document->root;
        keep(
            &l, bw_expand(&scenario->arena, root, errors, &l.digests, &document->root));
    }
    if (document->root != NULL && can_go_on(&l)) {
        resolve(&l, assignments, assignment_count);
    }
    return finish(&l, first, out);
}

enum bw_status bw_scenario_derive(struct bw_scenario *base,
    const struct bw_assignment *assignments, size_t assignment_count,
    struct bw_error_list *errors, struct bw_scenario **out)
{
    struct loading l = {.errors = errors};
    size_t first = errors->count;
    *out = NULL;
    bw_text_init(&l.digests);
    l.status = create(&l.scenario);
    if (l.status != BW_OK) {
        return l.status;
    }
    struct bw_document *document = l.scenario->document;
    document->root = base->document->root;
    document->folder = base->document->folder;
    document->columns.parent = &base->document->columns;
    l.scenario->parent = base;
    bw_text_add(&l.digests, base->document->digests);
    resolve(&l, assignments, assignment_count);
    return finish(&l, first, out);
}

void bw_scenario_free(struct bw_scenario *scenario)
{
    if (scenario != NULL) {
        bw_network_free(scenario->network);
        bw_arena_release(&scenario->arena);
        bw_memory_free(scenario);
    }
}
