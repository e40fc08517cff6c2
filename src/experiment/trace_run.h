/* SPDX-License-Identifier: Apache-2.0
 *
 * One replication of an experiment once more, for a trace: the same network, seed and
 * number, hence the same course.
 */
#ifndef BW_EXPERIMENT_TRACE_RUN_H
#define BW_EXPERIMENT_TRACE_RUN_H

#include "base/error.h"
#include "chain/layout.h"
#include "chain/network.h"
#include "chain/trace.h"

#include <stdint.h>

/* What is traced. Everything is borrowed. */
struct bw_trace_request {
    const struct bw_network *network;
    const struct bw_layout *layout;
    uint64_t seed, replication;
    bw_trace_fn function; /* takes the rows */
    void *context;
};

/* Runs the replication. Errors: those of function, of bw_simulation_run(). */
BW_NODISCARD enum bw_status bw_trace_run(
    const struct bw_trace_request *request, struct bw_error_list *errors);

#endif
