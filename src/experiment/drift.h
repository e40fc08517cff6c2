/* SPDX-License-Identifier: Apache-2.0
 *
 * Drift: whether weekly figures have settled when the warm-up ends. MSER-5 (see
 * engine/warmup.h) is applied to the mean of the series over replications (Welch,
 * "The statistical analysis of simulation results", 1983). On its own it often cuts a
 * few weeks off a series without any trend, so a cut counts only when the weeks before
 * it differ from those after it in the replications too, and by so much that the mean
 * of the window is moved.
 */
#ifndef BW_EXPERIMENT_DRIFT_H
#define BW_EXPERIMENT_DRIFT_H

#include "base/status.h"
#include "base/text.h"
#include "results/result_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Below so many weeks or replications nothing is said. */
#define BW_DRIFT_WEEKS_MIN 50u
#define BW_DRIFT_REPLICATIONS_MIN 5u
/* Level of the t test that weeks before and after the cut differ. */
#define BW_DRIFT_LEVEL 0.999
/* Least shift of the mean of the window that is worth a warning. */
#define BW_DRIFT_SHIFT 0.01

struct bw_drift {
    const char *series; /* name of the weekly chain figure */
    bool is_judged;     /* there were weeks and replications enough */
    bool is_drifting;   /* the warm-up looks too short */
    bool is_settled;    /* the series settles in the first half of the window */
    uint32_t week; /* the first one to keep; where not settled: that of the middle */
    double shift;  /* mean of all weeks / mean of those to keep, less 1 */
};

#define BW_DRIFT_SERIES 2

/* Judges the value of stock and the endpoint (where it has a weekly series) of the base
 * over the whole weeks of the window. Sets *count to the number of entries of drifts.
 * Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_drift_find(const struct bw_result_set *set,
    struct bw_drift drifts[BW_DRIFT_SERIES], uint32_t *count);

/* Judges one series: week w of replication r stands at values[r * stride + w]; NaN
 * where nothing was counted in a week. mean has room for weeks figures. */
struct bw_drift bw_drift_judge(const double *values, uint32_t replications,
    size_t stride, uint32_t weeks, double *mean);

/* Adds "stock_value: settled", "stock_value: not judged", or "stock_value: drifts until
 * week 20, mean moved by +4.2 %"; "or longer" where it does not settle in the first
 * half of the window. */
void bw_drift_write(const struct bw_drift *drift, struct bw_text *text);

#endif
