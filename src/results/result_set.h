/* SPDX-License-Identifier: Apache-2.0
 *
 * What a run or sweep yields before it is written: raw values of every (point,
 * replication), and what experiment/ computed over replications. Everything is
 * borrowed.
 */
#ifndef BW_RESULTS_RESULT_SET_H
#define BW_RESULTS_RESULT_SET_H

#include "chain/layout.h"
#include "chain/network.h"
#include "chain/provenance.h"
#include "chain/stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A swept factor as results show it. */
struct bw_result_factor {
    const char *name;         /* as in the scenario */
    const char *paths;        /* joined with ", " */
    const double *values;     /* per point; NaN where the level is not a number */
    const char *const *texts; /* per point, as written; the base's value for the base */
};

/* One row of the ranking of one point. */
struct bw_bottleneck {
    bw_index element;
    double score;      /* waiting charged per delivered unit or order [d], mean */
    double half_width; /* 95 % */
    double top_five;   /* share of replications in which it is among the five highest */
};

#define BW_BOTTLENECK_RANKS 10

/* True when time in stage counts towards the ranking for the endpoint: waiting, without
 * that in stores where the endpoint leaves it out. */
bool bw_bottleneck_counts(enum bw_stage stage, bool without_store);

/* What an element is said to be mostly: the stage with the most time [d] of those that
 * count (the first of equal ones), BW_STAGE_COUNT when none has any. */
enum bw_stage bw_bottleneck_main_stage(
    const double times[BW_STAGE_COUNT], bool without_store);

enum bw_verdict {
    BW_VERDICT_BASE,      /* the base itself */
    BW_VERDICT_UNDEFINED, /* base of 0 or too few replications */
    BW_VERDICT_IN_BAND,   /* whole interval within 15-25 % */
    BW_VERDICT_AT_LEAST,  /* lower bound at or above 15 % */
    BW_VERDICT_NOT_MET,   /* upper bound below 15 % */
    BW_VERDICT_UNDECIDED
};
const char *bw_verdict_text(enum bw_verdict verdict); /* "at least 15 %", ... */

/* Paired comparison of one point and one chain metric with the base. */
struct bw_paired {
    double difference, difference_half_width;        /* point - base */
    double reduction, reduction_low, reduction_high; /* 1 - point/base, 95 % interval */
    double correlation; /* of the replications, NaN when undefined */
    enum bw_verdict verdict;
};

/* Interval of the reduction as tables show it: no figure lies above 100 %. Returns
 * false, with both bounds NaN, when there is none or when it is wider than 200
 * percentage points and says nothing. */
bool bw_paired_interval(const struct bw_paired *row, double *low, double *high);

/* The point to take. First the largest reduction of the endpoint, points that surely
 * reach 15 % before all others; then, of those that cannot be told from it (their
 * interval reaches its reduction, and they reach 15 % if it does), the one with the
 * lowest cost; equal ones: the first. endpoint and cost are the rows of the two metrics
 * at the base, stride rows apart per point; cost may be NULL. Returns 0 when no point
 * shortens the endpoint. */
uint32_t bw_paired_best(const struct bw_paired *endpoint, const struct bw_paired *cost,
    size_t stride, uint32_t point_count);

struct bw_result_set {
    const struct bw_network *network; /* of the base point */
    const struct bw_layout *layout;
    const struct bw_input_table *inputs;
    /* Point 0 is the base. Where network->antithetic is set, a replication of the set
     * is a pair of those that ran, with the mean of their values. */
    uint32_t point_count, replication_count;
    const double *values; /* [point][replication][layout->size] */
    const struct bw_result_factor *factors;
    uint32_t factor_count;
    const char *const *point_labels; /* "base", "safety=5000, qc=2" */
    /* [point][BW_BOTTLENECK_RANKS] for the endpoint; element BW_NONE = no such rank */
    const struct bw_bottleneck *bottlenecks;
    /* [point][paired_metric_count]; metrics are chain metric names */
    const struct bw_paired *paired;
    const char *const *paired_metrics;
    uint32_t paired_metric_count;
    const char
        *settling; /* has the base settled when the warm-up ends; NULL = not asked */
    const char *design;        /* "run", "grid", "one_at_a_time" */
    const char *scenario_name; /* file name without folders */
    const char *scenario_sha256;
    const char *program_version; /* "bullwhip 0.1.0" */
    uint64_t seed;
};

#endif
