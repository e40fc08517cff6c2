/* SPDX-License-Identifier: Apache-2.0
 *
 * Runner: every replication of every point, spread over threads. The only part that
 * knows OpenMP. Each replication writes its own slot, so the values do not depend on
 * the number of threads; a replication that fails takes no other down.
 */
#ifndef BW_EXPERIMENT_RUNNER_H
#define BW_EXPERIMENT_RUNNER_H

#include "base/error.h"
#include "base/status.h"
#include "chain/layout.h"
#include "chain/network.h"
#include "experiment/journal.h"

#include <stdatomic.h>
#include <stdint.h>

struct bw_run_progress {
    uint64_t total;   /* replications of all points */
    uint64_t done;    /* finished, those of the journal included */
    uint64_t resumed; /* taken from the journal */
    uint64_t failed;
};

/* Called after each replication from one thread at a time, and once before the first.
 */
typedef void (*bw_progress_fn)(void *context, const struct bw_run_progress *progress);

/* Everything is borrowed. */
struct bw_run_request {
    const struct bw_network *const *networks; /* per point of the table */
    const char *const *labels;                /* per point, for messages */
    const struct bw_layout *layout;
    uint64_t seed;
    uint32_t threads;           /* 0 = as many as the machine offers */
    struct bw_journal *journal; /* NULL = none */
    const atomic_int *stop;     /* not 0: finish running replications; NULL = never */
    bw_progress_fn progress;    /* NULL = none */
    void *progress_context;
};

/* Number of threads that a request for wanted threads (0 = all) gives. */
uint32_t bw_runner_threads(uint32_t wanted);

/* Calls function(context, index) once for each index below threads, each in a thread of
 * its own, and returns when all have. */
typedef void (*bw_each_fn)(void *context, uint32_t index);
void bw_runner_each(uint32_t threads, bw_each_fn function, void *context);

/* Runs every replication of table that is BW_TASK_PENDING, in the order of points, and
 * adds each to the journal. Returns the status of the failing replication with the
 * lowest index, with its text, seed and index and the number of failures in errors.
 * Errors: BW_ERR_STOPPED (stop was set and work is left), BW_ERR_IO (journal),
 * BW_ERR_MODEL, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_runner_run(const struct bw_run_request *request,
    struct bw_task_table *table, struct bw_error_list *errors);

#endif
