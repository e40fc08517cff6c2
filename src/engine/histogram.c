/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/histogram.h"

#include <math.h>
#include <string.h>

/* Room for the rounding of probability * weight. */
#define TOLERANCE 1e-12

void bw_histogram_reset(struct bw_histogram *histogram)
{
    memset(histogram->weights, 0, histogram->classes * sizeof *histogram->weights);
    histogram->weight = 0;
}

void bw_histogram_add(struct bw_histogram *histogram, double value, uint64_t weight)
{
    double last = (double)(histogram->classes - 1);
    double at = floor((value - histogram->low) / histogram->width + 0.5);

    BW_ASSERT(!isnan(value));
    histogram->weights[(uint32_t)fmin(fmax(at, 0.0), last)] += weight;
    histogram->weight += weight;
}

void bw_histogram_merge(struct bw_histogram *into, const struct bw_histogram *from)
{
    BW_ASSERT(into->classes == from->classes);
    for (uint32_t i = 0; i < from->classes; i++) {
        into->weights[i] += from->weights[i];
    }
    into->weight += from->weight;
}

double bw_histogram_quantile(const struct bw_histogram *histogram, double probability)
{
    double rank = probability * (double)histogram->weight * (1.0 - TOLERANCE);
    uint64_t below = 0;

    BW_ASSERT(probability > 0.0 && probability <= 1.0);
    if (histogram->weight == 0) {
        return NAN;
    }
    for (uint32_t i = 0; i < histogram->classes; i++) {
        below += histogram->weights[i];
        if (below > 0 && (double)below >= rank) {
            return histogram->low + i * histogram->width;
        }
    }
    return NAN;
}
