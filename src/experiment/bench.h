/* SPDX-License-Identifier: Apache-2.0
 *
 * Workloads that measure the engine on the user's machine, through the same public
 * interface as the model uses. What they simulate is a function of the seed; only the
 * times differ from run to run.
 */
#ifndef BW_EXPERIMENT_BENCH_H
#define BW_EXPERIMENT_BENCH_H

#include "base/error.h"
#include "base/status.h"
#include "chain/network.h"

#include <stdint.h>

enum bw_workload {
    BW_WORKLOAD_MM1,     /* M/M/1, utilisation 0.9; size = customers */
    BW_WORKLOAD_HOLD,    /* pending events, each schedules one; size = events */
    BW_WORKLOAD_BIMODAL, /* the same with minutes and weeks, 1 % cancelled */
    BW_WORKLOAD_SKEWED,  /* the same with increments of any length, 1 % cancelled */
    BW_WORKLOAD_JACKSON, /* open network of 100 stations; size = customers */
    BW_WORKLOAD_JOBSHOP, /* machine groups with failures; size = jobs */
    BW_WORKLOAD_CHAIN,   /* replications of a scenario; size = replications */
    BW_WORKLOAD_COUNT
};

/* 0 = the default of the workload. */
struct bw_bench_request {
    enum bw_workload workload;
    uint64_t size;
    uint32_t pending; /* events, hold only; at most 2^29 */
    uint32_t threads; /* one replication each */
    uint64_t seed;
    const struct bw_network *network; /* chain only, borrowed */
};

/* What one replication did. figure is the workload's own check, expected what theory
 * says of it in the long run (NaN = nothing): mean wait in service times (mm1), mean
 * increment over its expectation (hold), mean number of customers in the system
 * (jackson), mean number of busy machines (jobshop), events per replication (chain). */
struct bw_bench_count {
    uint64_t events;     /* dispatched */
    uint64_t items;      /* customers, events, jobs, replications */
    uint64_t peak;       /* pending events */
    uint64_t list_bytes; /* of the event list at the end; 0 = not known */
    int64_t prepare_ns;  /* processor time before the first event, not measured */
    double figure, expected;
};

/* All replications together. */
struct bw_bench_result {
    struct bw_bench_request request; /* with defaults filled in */
    struct bw_bench_count count;     /* sums; the mean figure, the largest peak */
    int64_t wall_ns;                 /* preparation included */
    int64_t cpu_ns;                  /* of all threads, without preparation */
};

/* Name of a workload, "hold-bimodal" and so on. */
const char *bw_workload_name(enum bw_workload workload);

/* Runs one replication per thread. Errors: BW_ERR_NOMEM, those of the simulation. */
BW_NODISCARD enum bw_status bw_bench_run(const struct bw_bench_request *request,
    struct bw_bench_result *result, struct bw_error_list *errors);

#endif
