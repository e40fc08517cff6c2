/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/session.h"
#include "cli/table_run.h"
#include "cli/terminal.h"

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct bw_session session = {.scenario = NULL};
    enum bw_status status =
        bw_session_open(&session, options, false, options->output, errors);
    if (status == BW_OK) {
        status = bw_session_run(&session, options, errors);
    }
    if (status == BW_OK) {
        const struct bw_analysis *analysis = &session.experiment.analysis;
        bw_table_run_print(analysis, errors);
        if (!session.is_quiet) {
            bw_table_run_print_next(analysis, options->operands[0], options->output);
        }
    }
    bw_session_close(&session);
    return status;
}

const struct bw_command bw_command_run = {
    .name = "run",
    .summary = "simulate a scenario as it is",
    .operands = "SCENARIO",
    .examples = "  bullwhip run tutorial.yaml\n"
                "  bullwhip run tutorial.yaml -o run.h5 -n 100\n"
                "  bullwhip run tutorial.yaml --set "
                "'sites.plant.resources.qc-lab.servers=+1'\n",
    .details = "Prints waiting times, service, the five worst bottlenecks and costs. "
               "With -o the figures\ngo to an HDF5 file; an interrupted run goes on "
               "where it stopped when it is started again.\n",
    .options = BW_OPTIONS_SIMULATE,
    .operand_count = 1,
    .run = run,
};
