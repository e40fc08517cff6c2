/* SPDX-License-Identifier: Apache-2.0
 *
 * Statistics: tally, exact time average, mergeable quantile sketch, half-width.
 */
#ifndef BW_ENGINE_STATISTICS_H
#define BW_ENGINE_STATISTICS_H

#include "base/status.h"
#include "base/time.h"

#include <stdint.h>

/* Count, mean, second moment about the mean, range (Welford 1962; merging: Chan, Golub
 * and LeVeque 1979). A zeroed tally is empty. */
struct bw_tally {
    uint64_t count;
    double mean, squares, min, max;
};

void bw_tally_add(struct bw_tally *tally, double value);
void bw_tally_merge(struct bw_tally *into, const struct bw_tally *from);
/* Sample variance; NaN below two values. */
double bw_tally_variance(const struct bw_tally *tally);

/* Half-width of the two-sided confidence interval of a mean of count independent values
 * with the given sample variance: t(1-(1-level)/2, count-1) * sqrt(variance / count).
 * NaN below two values. level in (0, 1). */
double bw_half_width(uint64_t count, double variance, double level);

/* Time integral of a whole number, exact in 128 bits. A zeroed object reset to a start
 * time is ready. */
struct bw_time_average {
    __extension__ __int128 area; /* value * ticks */
    int64_t value;
    bw_time since, start;
};

/* Starts anew at now with value. */
void bw_time_average_reset(struct bw_time_average *average, bw_time now, int64_t value);
/* The value becomes value at now (>= the last change). */
void bw_time_average_set(struct bw_time_average *average, bw_time now, int64_t value);
/* Mean from start to now; NaN when no time has passed. */
double bw_time_average_mean(const struct bw_time_average *average, bw_time now);
/* Area from start to now in value * ticks. */
double bw_time_average_area(const struct bw_time_average *average, bw_time now);

/* Quantile sketch of non-negative whole numbers: 128 buckets per power of two, so a
 * quantile is within BW_SKETCH_ERROR (relative) of the value of that rank. Zeros are
 * exact. Counts add, so merging is exact and order-free. About 56 KiB. */
#define BW_SKETCH_BITS 7
#define BW_SKETCH_BUCKETS ((64 - BW_SKETCH_BITS) << BW_SKETCH_BITS)
#define BW_SKETCH_ERROR (1.0 / 256.0)

struct bw_sketch {
    uint64_t *buckets; /* BW_SKETCH_BUCKETS counts */
    uint64_t count;
    uint32_t low, high; /* buckets in use: [low, high) */
};

BW_NODISCARD enum bw_status bw_sketch_init(struct bw_sketch *sketch);
void bw_sketch_release(struct bw_sketch *sketch);
void bw_sketch_reset(struct bw_sketch *sketch);
/* Adds weight times value (>= 0). */
void bw_sketch_add(struct bw_sketch *sketch, int64_t value, uint64_t weight);
void bw_sketch_merge(struct bw_sketch *into, const struct bw_sketch *from);
/* Value at nearest rank ceil(probability * count), probability in (0, 1]; NaN when
 * there is none. */
double bw_sketch_quantile(const struct bw_sketch *sketch, double probability);
/* Quantile of the Kaplan-Meier estimate (Kaplan and Meier 1958) where closed holds
 * observed values and open the values reached so far by those still open (censored; in
 * equal buckets closed come first). NaN when the estimate stays below probability. */
double bw_sketch_quantile_censored(
    const struct bw_sketch *closed, const struct bw_sketch *open, double probability);

#endif
