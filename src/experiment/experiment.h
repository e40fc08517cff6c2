/* SPDX-License-Identifier: Apache-2.0
 *
 * Experiment: one run or sweep from a loaded scenario to its result file. Works out the
 * points, builds a network for each, runs the replications with a journal beside the
 * output, ranks and compares, writes the file and removes the journal.
 */
#ifndef BW_EXPERIMENT_EXPERIMENT_H
#define BW_EXPERIMENT_EXPERIMENT_H

#include "base/error.h"
#include "base/status.h"
#include "experiment/analysis.h"
#include "experiment/journal.h"
#include "experiment/plan.h"
#include "experiment/runner.h"
#include "scenario/scenario.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What is asked for. Everything is borrowed and must outlive the experiment. */
struct bw_experiment_request {
    struct bw_scenario *scenario;
    bool is_sweep;               /* over the scenario's factors; else the base alone */
    const char *scenario_name;   /* file name without folders, for the results */
    const char *program_version; /* "bullwhip 0.1.0" */
    const char *output;          /* result file, NULL = none and no journal */
    bool keep_all_cells;         /* of the attribution, in the result file */
    uint32_t replications;       /* at least 1 */
    uint64_t seed;
    uint32_t threads;        /* 0 = as many as the machine offers */
    const atomic_int *stop;  /* see bw_run_request; may be NULL */
    bw_progress_fn progress; /* may be NULL */
    void *progress_context;
};

/* A zeroed experiment may be released. */
struct bw_experiment {
    struct bw_plan *plan;
    struct bw_scenario **scenarios;     /* per point; [0] is the borrowed base */
    const struct bw_network **networks; /* per point */
    struct bw_layout *layout;           /* of all points */
    struct bw_task_table table;
    struct bw_analysis analysis; /* analysis.set is the result */
};

/* Works out the points and checks and builds each; runs nothing. Release with
 * bw_experiment_release(), also after a failure.
 * Errors: BW_ERR_INPUT (a level is not valid, or changes the horizon or the set of
 * elements), BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_experiment_prepare(struct bw_experiment *experiment,
    const struct bw_experiment_request *request, struct bw_error_list *errors);

/* Runs a prepared experiment. After BW_ERR_STOPPED or any failure the journal keeps
 * what is done, and the same call goes on from there; results are the same as without
 * the interruption. The journal is removed once the result file is complete. Errors:
 * those of bw_runner_run(), bw_journal_open() and bw_result_file_write(). */
BW_NODISCARD enum bw_status bw_experiment_run(struct bw_experiment *experiment,
    const struct bw_experiment_request *request, struct bw_error_list *errors);

/* Accepts a zeroed experiment. */
void bw_experiment_release(struct bw_experiment *experiment);

#endif
