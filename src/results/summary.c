/* SPDX-License-Identifier: Apache-2.0 */
#include "results/summary.h"

#include "engine/statistics.h"

#include <math.h>

void bw_summary_make(
    const double *values, size_t count, size_t stride, struct bw_summary *summary)
{
    struct bw_tally tally = {0};

    for (size_t i = 0; i < count; i++) {
        double value = values[i * stride];
        if (!isnan(value)) {
            bw_tally_add(&tally, value);
        }
    }
    *summary = (struct bw_summary){NAN, NAN, NAN, NAN, NAN, (uint32_t)tally.count};
    if (tally.count == 0) {
        return;
    }
    summary->mean = bw_tally_mean(&tally);
    summary->min = tally.min;
    summary->max = tally.max;
    summary->sd = sqrt(bw_tally_variance(&tally));
    summary->half_width =
        bw_half_width(tally.count, bw_tally_variance(&tally), BW_SUMMARY_LEVEL);
}
