/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/experiment.h"

#include "base/memory.h"
#include "results/result_file.h"

#include <inttypes.h>
#include <string.h>

static enum bw_status fail_memory(struct bw_error_list *errors)
{
    return bw_error_fail(errors, BW_ERR_NOMEM, "%s", bw_status_text(BW_ERR_NOMEM));
}

/* True when both layouts hold the same figures in the same places. */
static bool is_same_layout(const struct bw_layout *a, const struct bw_layout *b)
{
    bool is_same = a->size == b->size && a->cell_count == b->cell_count
        && a->week_count == b->week_count;
    for (uint32_t c = 0; is_same && c < a->cell_count; c++) {
        is_same = a->cells[c].element == b->cells[c].element
            && a->cells[c].stage == b->cells[c].stage;
    }
    return is_same;
}

/* Values of all points share one layout, so a level must not change what is measured.
 */
static enum bw_status check_layout(const struct bw_experiment *experiment,
    uint32_t point, struct bw_error_list *errors)
{
    struct bw_layout *layout = NULL;
    enum bw_status status = bw_layout_create(experiment->networks[point], &layout);
    if (status != BW_OK) {
        return fail_memory(errors);
    }
    if (!is_same_layout(layout, experiment->layout)) {
        status = bw_error_fail(errors, BW_ERR_INPUT,
            "sweep point %u (%s): changes the horizon or the set of elements, so its "
            "figures "
            "cannot stand beside the base's; write it into a scenario of its own with "
            "extends",
            point, experiment->plan->points[point].label);
    }
    if (status == BW_OK
        && experiment->networks[point]->antithetic
            != experiment->networks[0]->antithetic) {
        status = bw_error_fail(errors, BW_ERR_INPUT,
            "sweep point %u (%s): changes run.antithetic, which holds for all points",
            point, experiment->plan->points[point].label);
    }
    bw_layout_free(layout);
    return status;
}

/* True when errors already holds this text for this path, from the base or another
 * point. */
static bool is_known(const struct bw_error_list *errors, const struct bw_error *error)
{
    const char *path = error->path != NULL ? error->path : "";
    for (size_t e = 0; e < errors->count; e++) {
        const struct bw_error *known = &errors->errors[e];
        if (strncmp(known->text, error->text, strlen(error->text)) == 0
            && strcmp(known->path != NULL ? known->path : "", path) == 0) {
            return true;
        }
    }
    return false;
}

/* Hands on what building a point said, each text only once: the points of a sweep share
 * most of their warnings. */
static void hand_on(const struct bw_error_list *found,
    const struct bw_plan_point *point, struct bw_error_list *errors)
{
    for (size_t e = 0; e < found->count; e++) {
        const struct bw_error *error = &found->errors[e];
        if (!is_known(errors, error)) {
            bw_error_add(errors, error->severity, error->status, error->position,
                error->path, "%s (sweep point %s)", error->text, point->label);
        }
    }
}

static enum bw_status derive_point(struct bw_experiment *experiment,
    struct bw_scenario *base, uint32_t point, struct bw_error_list *errors)
{
    const struct bw_plan_point *row = &experiment->plan->points[point];
    struct bw_error_list found;
    bw_error_list_init(&found);
    enum bw_status status = bw_scenario_derive(base, row->assignments,
        row->assignment_count, &found, &experiment->scenarios[point]);
    hand_on(&found, row, errors);
    if (status == BW_OK) {
        experiment->networks[point] = experiment->scenarios[point]->network;
        status = check_layout(experiment, point, errors);
    } else if (found.error_count == 0) {
        (void)bw_error_fail(
            errors, status, "sweep point %s: %s", row->label, bw_status_text(status));
    }
    bw_error_list_release(&found);
    return status;
}

static enum bw_status derive_points(struct bw_experiment *experiment,
    struct bw_scenario *base, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    experiment->scenarios[0] = base;
    experiment->networks[0] = base->network;
    for (uint32_t p = 1; status == BW_OK && p < experiment->plan->point_count; p++) {
        status = derive_point(experiment, base, p, errors);
    }
    return status;
}

enum bw_status bw_experiment_prepare(struct bw_experiment *experiment,
    const struct bw_experiment_request *request, struct bw_error_list *errors)
{
    struct bw_scenario *base = request->scenario;
    *experiment = (struct bw_experiment){.plan = NULL};
    enum bw_status status =
        bw_plan_create(base, request->is_sweep, errors, &experiment->plan);
    if (status != BW_OK) {
        return status;
    }
    if (base->network->antithetic && request->replications % 2 != 0) {
        return bw_error_fail(errors, BW_ERR_INPUT,
            "run.antithetic makes pairs of replications: expected an even number of "
            "them, found %u",
            request->replications);
    }
    size_t points = experiment->plan->point_count;
    experiment->scenarios = bw_memory_allocate(points, sizeof *experiment->scenarios);
    experiment->networks = bw_memory_allocate(points, sizeof *experiment->networks);
    if (experiment->scenarios == NULL || experiment->networks == NULL
        || bw_layout_create(base->network, &experiment->layout) != BW_OK) {
        return fail_memory(errors);
    }
    experiment->table = (struct bw_task_table){
        .point_count = experiment->plan->point_count,
        .replication_count = request->replications,
        .value_count = experiment->layout->size,
    };
    return derive_points(experiment, base, errors);
}

static enum bw_status allocate_table(
    struct bw_task_table *table, struct bw_error_list *errors)
{
    size_t tasks = (size_t)table->point_count * table->replication_count;
    size_t figures;
    if (bw_memory_multiply(tasks, table->value_count, &figures)) {
        table->values = bw_memory_allocate(figures, sizeof *table->values);
    }
    table->states = bw_memory_allocate(tasks, sizeof *table->states);
    if (table->values == NULL || table->states == NULL) {
        return bw_error_fail(errors, BW_ERR_NOMEM,
            "no memory for %u points x %u replications x %zu figures; use fewer points",
            table->point_count, table->replication_count, table->value_count);
    }
    return BW_OK;
}

/* Writes the SHA-256 of all that decides the values: the number of replications does
 * not, so that a finished part serves a longer run too. */
static enum bw_status identify(const struct bw_experiment *experiment,
    const struct bw_experiment_request *request, char identity[BW_SHA256_TEXT],
    struct bw_error_list *errors)
{
    struct bw_text text;
    bw_text_init(&text);
    bw_text_format(&text, "%s\nscenario %s\nseed %" PRIu64 "\nfigures %zu\n",
        request->program_version, request->scenario->sha256, request->seed,
        experiment->layout->size);
    bw_plan_describe(experiment->plan, &text);
    bool failed = text.failed;
    if (!failed) {
        bw_digest_sha256(bw_text_get(&text), text.length, identity);
    }
    bw_text_release(&text);
    return failed ? fail_memory(errors) : BW_OK;
}

/* Opens OUTPUT.journal and takes over what it holds. */
static enum bw_status open_journal(struct bw_experiment *experiment,
    const struct bw_experiment_request *request, struct bw_journal *journal,
    struct bw_error_list *errors)
{
    char identity[BW_SHA256_TEXT];
    struct bw_text path;
    bw_text_init(&path);
    bw_text_format(&path, "%s%s", request->output, BW_JOURNAL_SUFFIX);
    enum bw_status status = path.failed ? fail_memory(errors) : BW_OK;
    if (status == BW_OK) {
        status = identify(experiment, request, identity, errors);
    }
    if (status == BW_OK) {
        status = bw_journal_open(
            journal, bw_text_get(&path), identity, &experiment->table, errors);
    }
    bw_text_release(&path);
    return status;
}

/* Replaces the values of replications 2k and 2k + 1 by their mean, at place k: from
 * here on a pair is one observation. A figure that one member does not have, the pair
 * has not either. */
static void take_pair_means(struct bw_task_table *table)
{
    size_t pairs = (size_t)table->point_count * table->replication_count / 2;
    for (size_t pair = 0; pair < pairs; pair++) {
        const double *first = table->values + 2 * pair * table->value_count;
        const double *second = first + table->value_count;
        double *mean = table->values + pair * table->value_count;
        for (size_t i = 0; i < table->value_count; i++) {
            mean[i] = first[i] / 2 + second[i] / 2;
        }
    }
}

static enum bw_status analyse(struct bw_experiment *experiment,
    const struct bw_experiment_request *request, struct bw_error_list *errors)
{
    const struct bw_plan *plan = experiment->plan;
    const struct bw_scenario *base = request->scenario;
    bool antithetic = base->network->antithetic;
    if (antithetic) {
        take_pair_means(&experiment->table);
    }
    struct bw_result_set set = {
        .network = base->network,
        .layout = experiment->layout,
        .inputs = &base->inputs,
        .point_count = plan->point_count,
        .replication_count =
            antithetic ? request->replications / 2 : request->replications,
        .values = experiment->table.values,
        .factors = plan->factors,
        .factor_count = plan->factor_count,
        .point_labels = plan->labels,
        .design = plan->design,
        .scenario_name = request->scenario_name,
        .scenario_sha256 = base->sha256,
        .program_version = request->program_version,
        .seed = request->seed,
    };
    return bw_analysis_make(&experiment->analysis, &set, errors);
}

enum bw_status bw_experiment_run(struct bw_experiment *experiment,
    const struct bw_experiment_request *request, struct bw_error_list *errors)
{
    struct bw_journal journal = {.append = {.descriptor = -1}};
    bool is_complete = false;
    enum bw_status status = allocate_table(&experiment->table, errors);
    if (status != BW_OK) {
        goto done;
    }
    if (request->output != NULL) {
        status = open_journal(experiment, request, &journal, errors);
        if (status != BW_OK) {
            goto done;
        }
    }
    struct bw_run_request run = {
        .networks = experiment->networks,
        .labels = experiment->plan->labels,
        .layout = experiment->layout,
        .seed = request->seed,
        .threads = request->threads,
        .journal = request->output != NULL ? &journal : NULL,
        .stop = request->stop,
        .progress = request->progress,
        .progress_context = request->progress_context,
    };
    status = bw_runner_run(&run, &experiment->table, errors);
    if (status == BW_OK) {
        status = analyse(experiment, request, errors);
    }
    if (status == BW_OK && request->output != NULL) {
        status = bw_result_file_write_with(&experiment->analysis.set, request->output,
            &(struct bw_result_file_options){request->keep_all_cells}, errors);
        is_complete = status == BW_OK;
    }
done:
    bw_journal_close(&journal, is_complete);
    return status;
}

void bw_experiment_release(struct bw_experiment *experiment)
{
    bw_analysis_release(&experiment->analysis);
    bw_memory_free(experiment->table.values);
    bw_memory_free(experiment->table.states);
    bw_layout_free(experiment->layout);
    for (uint32_t p = 1; experiment->scenarios != NULL && experiment->plan != NULL
         && p < experiment->plan->point_count;
         p++) {
        bw_scenario_free(experiment->scenarios[p]);
    }
    bw_memory_free(experiment->scenarios);
    bw_memory_free(experiment->networks);
    bw_plan_free(experiment->plan);
    *experiment = (struct bw_experiment){.plan = NULL};
}
