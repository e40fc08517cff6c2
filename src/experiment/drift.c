/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/drift.h"

#include "base/memory.h"
#include "engine/statistics.h"
#include "engine/warmup.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Mean of weeks [from, to) of one replication, without weeks that have no figure. */
static double span_mean(const double *series, uint32_t from, uint32_t to)
{
    struct bw_tally tally = {.count = 0};
    for (uint32_t w = from; w < to; w++) {
        if (isfinite(series[w])) {
            bw_tally_add(&tally, series[w]);
        }
    }
    return bw_tally_mean(&tally);
}

/* Mean of each week over replications; false when some week has no figure at all. */
static bool average_weeks(const double *values, uint32_t replications, size_t stride,
    uint32_t weeks, double *mean)
{
    bool is_whole = true;
    for (uint32_t w = 0; w < weeks; w++) {
        struct bw_tally tally = {.count = 0};
        for (uint32_t r = 0; r < replications; r++) {
            double value = values[r * stride + w];
            if (isfinite(value)) {
                bw_tally_add(&tally, value);
            }
        }
        mean[w] = bw_tally_mean(&tally);
        is_whole = is_whole && tally.count > 0;
    }
    return is_whole;
}

struct bw_drift bw_drift_judge(const double *values, uint32_t replications,
    size_t stride, uint32_t weeks, double *mean)
{
    struct bw_drift drift = {.shift = NAN};
    if (weeks < BW_DRIFT_WEEKS_MIN || replications < BW_DRIFT_REPLICATIONS_MIN
        || !average_weeks(values, replications, stride, weeks, mean)) {
        return drift;
    }
    struct bw_warmup warmup = bw_warmup_detect(mean, weeks);
    drift.is_judged = true;
    drift.is_settled = warmup.is_found;
    drift.week = (uint32_t)warmup.truncation;
    drift.shift = span_mean(mean, 0, weeks) / span_mean(mean, drift.week, weeks) - 1;
    struct bw_tally steps = {.count = 0};
    for (uint32_t r = 0; drift.week > 0 && r < replications; r++) {
        const double *series = values + r * stride;
        double step =
            span_mean(series, 0, drift.week) - span_mean(series, drift.week, weeks);
        if (isfinite(step)) {
            bw_tally_add(&steps, step);
        }
    }
    double bound =
        bw_half_width(steps.count, bw_tally_variance(&steps), BW_DRIFT_LEVEL);
    drift.is_drifting = fabs(bw_tally_mean(&steps)) > bound && isfinite(drift.shift)
        && fabs(drift.shift) >= BW_DRIFT_SHIFT;
    return drift;
}

enum bw_status bw_drift_find(const struct bw_result_set *set,
    struct bw_drift drifts[BW_DRIFT_SERIES], uint32_t *count)
{
    const struct bw_layout *layout = set->layout;
    const struct bw_series_group *group = &layout->series[0];
    const char *names[BW_DRIFT_SERIES] = {
        "stock_value", bw_layout_endpoint_metric(set->network->endpoint)};
    uint32_t weeks = (uint32_t)(set->network->horizon / BW_WEEK);
    double *mean = bw_memory_allocate(layout->week_count + 1, sizeof *mean);
    *count = 0;
    if (mean == NULL) {
        return BW_ERR_NOMEM;
    }
    for (uint32_t n = 0; n < BW_DRIFT_SERIES; n++) {
        for (uint32_t m = 0; m < group->metric_count; m++) {
            if (strcmp(group->metrics[m].name, names[n]) == 0) {
                const double *values =
                    set->values + group->offset + (size_t)m * layout->week_count;
                struct bw_drift drift = bw_drift_judge(
                    values, set->replication_count, layout->size, weeks, mean);
                drift.series = group->metrics[m].name;
                drifts[(*count)++] = drift;
            }
        }
    }
    bw_memory_free(mean);
    return BW_OK;
}

void bw_drift_write(const struct bw_drift *drift, struct bw_text *text)
{
    bw_text_format(text, "%s: ", drift->series);
    if (!drift->is_judged) {
        bw_text_add(text, "not judged");
    } else if (!drift->is_drifting) {
        bw_text_add(text, "settled");
    } else {
        bw_text_format(text, "drifts until week %" PRIu32 "%s, mean moved by %+.2g %%",
            drift->week, drift->is_settled ? "" : " or longer", 100 * drift->shift);
    }
}
