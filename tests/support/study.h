/* SPDX-License-Identifier: Apache-2.0
 *
 * A scenario loaded and ready to run, for tests of the chain.
 */
#ifndef BW_SUPPORT_STUDY_H
#define BW_SUPPORT_STUDY_H

#include "chain/layout.h"
#include "chain/simulation.h"
#include "scenario/scenario.h"

struct bw_study {
    struct bw_scenario *scenario;
    struct bw_layout *layout;
    struct bw_simulation *simulation;
    double *values; /* of the last run */
    struct bw_error_list errors;
};

/* Loads a scenario with assignments; fails the test when it has errors. */
void bw_study_open(struct bw_study *study, const char *path,
    const struct bw_assignment *assignments, size_t count);
void bw_study_close(struct bw_study *study);

/* Runs one replication; fails the test unless it ends well. */
void bw_study_run(struct bw_study *study, uint64_t seed, uint64_t replication);

/* A value of the last run. */
double bw_study_value(
    const struct bw_study *study, const char *element, const char *metric);

/* Order wait of a cell [d per line] of the last run; 0 where the cell does not exist.
 */
double bw_study_wait(
    const struct bw_study *study, const char *element, enum bw_stage stage);

#endif
