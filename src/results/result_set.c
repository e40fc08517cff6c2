/* SPDX-License-Identifier: Apache-2.0 */
#include "results/result_set.h"

#include <stdbool.h>

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
