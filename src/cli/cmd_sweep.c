/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/session.h"
#include "cli/table_run.h"
#include "cli/table_sweep.h"
#include "cli/terminal.h"
#include "cli/warnings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Writes the file name of path with ".h5" for its ending. */
static void default_output(const char *path, struct bw_text *output)
{
    const char *name = bw_session_base_name(path);
    const char *ending = strrchr(name, '.');
    size_t length =
        ending != NULL && ending != name ? (size_t)(ending - name) : strlen(name);
    bw_text_append(output, name, length);
    bw_text_add(output, ".h5");
}

static void print_plan(const struct bw_session *session)
{
    const struct bw_task_table *table = &session->experiment.table;
    uint64_t tasks = (uint64_t)table->point_count * table->replication_count;
    double megabytes =
        (double)tasks * (double)table->value_count * sizeof(double) / 1e6;
    (void)printf("%" PRIu32 " point%s x %" PRIu32 " replication%s = %" PRIu64
                 " simulation%s, %.1f MB of figures, result file %s\n",
        table->point_count, bw_terminal_plural(table->point_count),
        table->replication_count, bw_terminal_plural(table->replication_count), tasks,
        bw_terminal_plural(tasks), megabytes, session->request.output);
    for (uint32_t p = 0; p < table->point_count; p++) {
        (void)printf("%6" PRIu32 "  %s\n", p, session->experiment.plan->labels[p]);
    }
}

static void print_results(
    const struct bw_session *session, struct bw_error_list *errors)
{
    const struct bw_analysis *analysis = &session->experiment.analysis;
    bw_table_sweep_print(analysis, errors);
    (void)puts("\nBottlenecks of the base:");
    bw_table_bottlenecks_print(analysis, 0);
    bw_warnings_add_drift(analysis, errors);
    if (!session->is_quiet) {
        (void)printf("Next: bullwhip report %s\n", session->request.output);
    }
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct bw_session session = {.scenario = NULL};
    struct bw_text output;
    bw_text_init(&output);
    if (options->output != NULL) {
        bw_text_add(&output, options->output);
    } else {
        default_output(options->operands[0], &output);
    }
    enum bw_status status =
        bw_session_open(&session, options, true, bw_text_get(&output), errors);
    if (status == BW_OK && (options->given & BW_OPTION_DRY_RUN) != 0) {
        print_plan(&session);
    } else if (status == BW_OK) {
        status = bw_session_run(&session, options, errors);
        if (status == BW_OK) {
            print_results(&session, errors);
        }
    }
    bw_session_close(&session);
    bw_text_release(&output);
    return status;
}

const struct bw_command bw_command_sweep = {
    .name = "sweep",
    .summary = "simulate every point of a scenario's sweep and compare with the base",
    .operands = "SCENARIO",
    .examples = "  bullwhip sweep tutorial.yaml\n"
                "  bullwhip sweep tutorial.yaml -o policies.h5 -n 100 -j 8\n"
                "  bullwhip sweep tutorial.yaml --dry-run\n",
    .details =
        "Points are those of the scenario's sweep section; the base is always "
        "among them. All points\nsee the same random inputs, so that "
        "differences are sharp. The result file is NAME.h5 in the\ncurrent folder "
        "unless -o names another. An interrupted sweep goes on where it stopped "
        "when the\nsame command is given again; its finished part waits in "
        "FILE.journal.\n",
    .options = BW_OPTIONS_SIMULATE | BW_OPTION_DRY_RUN,
    .operand_count = 1,
    .run = run,
};
