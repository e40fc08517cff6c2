/* SPDX-License-Identifier: Apache-2.0 */
#include "results/result_set.h"

#include <math.h>

#define WIDEST_INTERVAL 2.0

const char *bw_verdict_text(enum bw_verdict verdict)
{
    switch (verdict) {
    case BW_VERDICT_BASE:
        return "base";
    case BW_VERDICT_UNDEFINED:
        return "undefined";
    case BW_VERDICT_IN_BAND:
        return "in the band 15-25 %";
    case BW_VERDICT_AT_LEAST:
        return "at least 15 %";
    case BW_VERDICT_NOT_MET:
        return "not met";
    case BW_VERDICT_UNDECIDED:
        break;
    }
    return "undecided";
}

bool bw_bottleneck_counts(enum bw_stage stage, bool without_store)
{
    return bw_stage_is_waiting(stage) && !(without_store && stage == BW_STAGE_STORE);
}

enum bw_stage bw_bottleneck_main_stage(
    const double times[BW_STAGE_COUNT], bool without_store)
{
    enum bw_stage highest = BW_STAGE_COUNT;
    for (int s = 0; s < BW_STAGE_COUNT; s++) {
        enum bw_stage stage = (enum bw_stage)s;
        double most = highest == BW_STAGE_COUNT ? 0.0 : times[highest];
        if (bw_bottleneck_counts(stage, without_store) && times[s] > most) {
            highest = stage;
        }
    }
    return highest;
}

bool bw_paired_interval(const struct bw_paired *row, double *low, double *high)
{
    *low = fmin(row->reduction_low, 1.0);
    *high = fmin(row->reduction_high, 1.0);
    /* fmin() hides NaN. */
    if (isfinite(row->reduction_low) && isfinite(row->reduction_high)
        && *high - *low <= WIDEST_INTERVAL) {
        return true;
    }
    *low = NAN;
    *high = NAN;
    return false;
}

static bool reaches_target(enum bw_verdict verdict)
{
    return verdict == BW_VERDICT_AT_LEAST || verdict == BW_VERDICT_IN_BAND;
}

uint32_t bw_paired_best(const struct bw_paired *endpoint, const struct bw_paired *cost,
    size_t stride, uint32_t point_count)
{
    double largest = 0.0;
    bool reached = false;
    uint32_t best = 0;

    for (uint32_t p = 1; p < point_count; p++) {
        const struct bw_paired *row = &endpoint[p * stride];
        bool reaches = reaches_target(row->verdict);

        if (row->reduction > 0.0
            && (reaches > reached
                || (reaches == reached && row->reduction > largest))) {
            largest = row->reduction;
            reached = reaches;
            best = p;
        }
    }
    for (uint32_t p = 1; p < point_count && cost != NULL && best != 0; p++) {
        const struct bw_paired *row = &endpoint[p * stride];

        if (row->reduction > 0.0 && row->reduction_high >= largest
            && (!reached || reaches_target(row->verdict))
            && cost[p * stride].difference < cost[best * stride].difference) {
            best = p;
        }
    }
    return best;
}
