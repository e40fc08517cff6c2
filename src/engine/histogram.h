/* SPDX-License-Identifier: Apache-2.0
 *
 * Histogram of real numbers in classes of equal width: class i holds what is nearest to
 * low + i * width, the first and the last also what lies beyond. Counts add, so merging
 * is exact and in any order.
 */
#ifndef BW_ENGINE_HISTOGRAM_H
#define BW_ENGINE_HISTOGRAM_H

#include "base/status.h"

#include <stdint.h>

struct bw_histogram {
    double low, width; /* middle of the first class; > 0 */
    uint32_t classes;  /* > 0 */
    uint64_t *weights; /* of the classes (borrowed), zero at first */
    uint64_t weight;   /* of all */
};

void bw_histogram_reset(struct bw_histogram *histogram);

/* Adds weight times value, which is not NaN. */
void bw_histogram_add(struct bw_histogram *histogram, double value, uint64_t weight);

/* Both have the same classes. */
void bw_histogram_merge(struct bw_histogram *into, const struct bw_histogram *from);

/* Middle of the class with the value at nearest rank ceil(probability * weight),
 * probability in (0, 1]: within width / 2 of it. NaN when there is none. */
double bw_histogram_quantile(const struct bw_histogram *histogram, double probability);

#endif
