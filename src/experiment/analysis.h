/* SPDX-License-Identifier: Apache-2.0
 *
 * Analysis: what is worked out over the replications of all points before a result set
 * is written: the bottleneck ranking of each point, its comparison with the base, and
 * whether the base has settled when its warm-up ends.
 */
#ifndef BW_EXPERIMENT_ANALYSIS_H
#define BW_EXPERIMENT_ANALYSIS_H

#include "base/error.h"
#include "base/status.h"
#include "experiment/drift.h"
#include "results/result_set.h"

#include <stdint.h>

#define BW_ANALYSIS_METRICS 10

struct bw_analysis {
    struct bw_result_set set;                 /* points into the arrays below */
    struct bw_bottleneck *bottlenecks;        /* owned */
    struct bw_paired *paired;                 /* owned */
    uint32_t *left_out;                       /* owned; pairs not used, as paired */
    const char *metrics[BW_ANALYSIS_METRICS]; /* compared; metrics[0] = endpoint */
    size_t positions[BW_ANALYSIS_METRICS];    /* of metrics in the layout */
    struct bw_drift drifts[BW_DRIFT_SERIES];  /* of the base */
    uint32_t drift_count;
    struct bw_text settling; /* the drifts in words */
};

/* Completes set (all but bottlenecks, paired, their metrics and settling is given;
 * everything is borrowed and must outlive analysis). Compared are the endpoint,
 * lead_time, lead_time_p95, flow_time, flow_time_without_store, make_release_time,
 * cost, waste_share and stock_value, each where the layout has it. analysis must not
 * move afterwards; release with bw_analysis_release(), also after a failure. Errors:
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_analysis_make(struct bw_analysis *analysis,
    const struct bw_result_set *set, struct bw_error_list *errors);

/* Accepts a zeroed analysis. */
void bw_analysis_release(struct bw_analysis *analysis);

/* Number of the compared metric with this name, UINT32_MAX when it is not compared. */
uint32_t bw_analysis_metric(const struct bw_analysis *analysis, const char *name);

/* Comparison of one point and metric. */
const struct bw_paired *bw_analysis_paired(
    const struct bw_analysis *analysis, uint32_t point, uint32_t metric);

/* The point to take, see bw_paired_best(). */
uint32_t bw_analysis_best(const struct bw_analysis *analysis);

#endif
