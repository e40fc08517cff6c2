/* SPDX-License-Identifier: Apache-2.0
 *
 * What run and sweep have in common: the scenario is loaded, the experiment prepared
 * and run with progress and orderly stop, and the run log written.
 */
#ifndef BW_CLI_SESSION_H
#define BW_CLI_SESSION_H

#include "base/error.h"
#include "base/status.h"
#include "base/text.h"
#include "cli/options.h"
#include "experiment/experiment.h"
#include "scenario/scenario.h"

#include <stdbool.h>

/* A zeroed session may be closed. */
struct bw_session {
    struct bw_scenario *scenario;
    struct bw_experiment_request request;
    struct bw_experiment experiment;
    struct bw_text output; /* empty = no file */
    bool is_quiet;
};

/* File name of path without its folders. */
const char *bw_session_base_name(const char *path);

/* Loads options->operands[0] and prepares the points. output NULL = no result file.
 * Warnings are printed. Close with bw_session_close(), also after a failure.
 * Errors: those of bw_scenario_load() and bw_experiment_prepare(). */
BW_NODISCARD enum bw_status bw_session_open(struct bw_session *session,
    const struct bw_options *options, bool is_sweep, const char *output,
    struct bw_error_list *errors);

/* Checks that the output can be written, runs the experiment and, where there is an
 * output, appends to its run log. After BW_ERR_STOPPED errors says how to go on.
 * Errors: those of bw_result_file_check_target() and bw_experiment_run(). */
BW_NODISCARD enum bw_status bw_session_run(struct bw_session *session,
    const struct bw_options *options, struct bw_error_list *errors);

void bw_session_close(struct bw_session *session);

#endif
