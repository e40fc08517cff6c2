/* SPDX-License-Identifier: Apache-2.0
 *
 * A result file read back, for export and report. Everything lives in the arena of
 * the data and is never NULL unless said; texts are UTF-8. Counts of absent parts are
 * 0.
 */
#ifndef BW_RESULTS_RESULT_READ_H
#define BW_RESULTS_RESULT_READ_H

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "results/result_set.h"

#include <stdint.h>

/* One metric. name is the dotted name ("lead_time.order"). */
struct bw_read_metric {
    const char *name, *unit, *long_name;
    const double *values; /* see bw_read_group and bw_read_series */
};

/* Metrics of the elements of one kind; values [point][replication][element]. */
struct bw_read_group {
    const char *name;            /* "chain", "demand", "stock", ... */
    const char *const *elements; /* paths; {"chain"} for the chain */
    uint32_t element_count;
    const struct bw_read_metric *metrics;
    uint32_t metric_count;
};

/* Weekly metrics; values [point][replication][element][week]. */
struct bw_read_series {
    const char *name; /* "chain" or "demand" */
    const char *const *elements;
    uint32_t element_count;
    const struct bw_read_metric *metrics;
    uint32_t metric_count;
};

struct bw_read_factor {
    const char *name, *paths, *unit;
    const double *values;     /* per point; NaN where the level is not a number */
    const char *const *texts; /* per point */
};

/* Attribution of waiting; the last cell may be ("rest", "rest"). Values are mean days
 * per order line (order_wait) and per delivered unit (flow_time). */
struct bw_read_attribution {
    uint32_t cell_count;
    const char *const *elements, *const *stages; /* per cell */
    const double *order_wait, *flow_time;        /* [point][replication][cell] */
};

/* Ranking for the endpoint; [point][rank_count]. An empty element = no such rank. */
struct bw_read_bottlenecks {
    uint32_t rank_count;
    const char *const *elements;
    const double *scores, *half_widths, *top_five;
};

/* Comparison with the base; [point][metric_count]. */
struct bw_read_paired {
    uint32_t metric_count;
    const char *const *metrics; /* dotted chain metric names */
    const struct bw_paired *rows;
};

/* Quantiles [d]: lead_time [point][replication][demand][probability], flow_time
 * [point][replication][probability]. */
struct bw_read_quantiles {
    uint32_t demand_count, probability_count;
    const char *const *demands;
    const double *probabilities; /* ascending */
    const double *lead_time, *flow_time;
};

struct bw_result_data {
    struct bw_arena arena;
    const char *title, *scenario_name, *scenario_sha256, *program_version, *design,
        *endpoint, *currency, *start; /* start: "YYYY-MM-DD" of day 0 */
    const char *endpoint_metric; /* name of the chain metric that the endpoint is */
    int64_t start_day;           /* days since 1970-01-01 */
    uint64_t seed;
    bool antithetic;                         /* a replication is the mean of a pair */
    uint32_t point_count, replication_count; /* at least 1; point 0 is the base */
    const char *const *point_labels;
    struct bw_read_factor *factors;
    uint32_t factor_count;
    struct bw_read_group groups[BW_GROUP_COUNT]; /* groups[0] is the chain */
    uint32_t group_count;                        /* those present */
    struct bw_read_series series[3];
    uint32_t series_count, week_count;
    struct bw_read_attribution attribution;
    struct bw_read_bottlenecks bottlenecks;
    struct bw_read_paired paired;
    struct bw_read_quantiles quantiles;
    struct bw_input_table inputs;
};

/* Reads path. On success *out is set and the caller releases it with
 * bw_result_data_free(); on failure *out is NULL.
 * Errors: BW_ERR_MISSING (no such file), BW_ERR_INPUT (not a result file, damaged,
 * changed since it was written, or of another format version), BW_ERR_IO, BW_ERR_NOMEM.
 */
BW_NODISCARD enum bw_status bw_result_read(
    const char *path, struct bw_result_data **out, struct bw_error_list *errors);

/* Accepts NULL. */
void bw_result_data_free(struct bw_result_data *data);

/* The group with this name, NULL when absent. */
const struct bw_read_group *bw_result_data_group(
    const struct bw_result_data *data, const char *name);

/* The metric of a group by its dotted name, NULL when absent. */
const struct bw_read_metric *bw_read_group_metric(
    const struct bw_read_group *group, const char *name);

/* Comparison of a point and a chain metric with the base, NULL when absent. */
const struct bw_paired *bw_result_data_paired(
    const struct bw_result_data *data, uint32_t point, const char *metric);

/* The point to take, see bw_paired_best(). */
uint32_t bw_result_data_best_point(const struct bw_result_data *data);

#endif
