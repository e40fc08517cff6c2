/* SPDX-License-Identifier: Apache-2.0
 *
 * The workloads behind bench.h. Private to experiment.
 */
#ifndef BW_EXPERIMENT_BENCH_INTERNAL_H
#define BW_EXPERIMENT_BENCH_INTERNAL_H

#include "experiment/bench.h"

/* One replication of a request without zeros. */
typedef enum bw_status (*bw_workload_fn)(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors);

struct bw_workload_kind {
    const char *name;
    uint64_t size; /* default */
    bw_workload_fn run;
};

extern const struct bw_workload_kind bw_workload_mm1;
extern const struct bw_workload_kind bw_workload_hold;
extern const struct bw_workload_kind bw_workload_bimodal;
extern const struct bw_workload_kind bw_workload_skewed;
extern const struct bw_workload_kind bw_workload_jackson;
extern const struct bw_workload_kind bw_workload_jobshop;
extern const struct bw_workload_kind bw_workload_chain;

#endif
