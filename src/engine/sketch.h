/* SPDX-License-Identifier: Apache-2.0
 *
 * Quantile sketch of non-negative whole numbers: a histogram with 128 buckets per power
 * of two, so that a quantile is within BW_SKETCH_ERROR (relative) of the value of that
 * rank; values below 256 are exact. Counts add, so merging is exact and in any order.
 * About 56 KiB, of which only the buckets in use are touched.
 */
#ifndef BW_ENGINE_SKETCH_H
#define BW_ENGINE_SKETCH_H

#include "base/status.h"

#include <stdint.h>

#define BW_SKETCH_BITS 7
#define BW_SKETCH_POWER ((uint64_t)1 << BW_SKETCH_BITS) /* buckets per power of two */
#define BW_SKETCH_BUCKETS ((64 - BW_SKETCH_BITS) << BW_SKETCH_BITS)
#define BW_SKETCH_ERROR (1.0 / 256.0)

/* Fields other than count are private. */
struct bw_sketch {
    uint64_t *buckets; /* BW_SKETCH_BUCKETS counts */
    uint64_t count;
    uint32_t low,
        high; /* buckets in use: [low, high), low > high when there are none */
};

BW_NODISCARD enum bw_status bw_sketch_init(struct bw_sketch *sketch);
void bw_sketch_release(struct bw_sketch *sketch);
void bw_sketch_reset(struct bw_sketch *sketch);

/* A bucket is the place of the highest bit and the BW_SKETCH_BITS bits behind it; below
 * 256 it is the value itself. */
static inline uint32_t bw_sketch_bucket(uint64_t value)
{
    unsigned shift =
        63u - BW_SKETCH_BITS - (unsigned)__builtin_clzll(value | BW_SKETCH_POWER);
    return (shift << BW_SKETCH_BITS) + (uint32_t)(value >> shift);
}

/* Adds weight times value (>= 0). */
static inline void bw_sketch_add(
    struct bw_sketch *sketch, int64_t value, uint64_t weight)
{
    BW_ASSERT(value >= 0);
    uint32_t bucket = bw_sketch_bucket((uint64_t)value);
    uint64_t before = sketch->buckets[bucket];
    sketch->buckets[bucket] = before + weight;
    sketch->count += weight;
    if (before == 0) {
        sketch->low = bucket < sketch->low ? bucket : sketch->low;
        sketch->high = bucket >= sketch->high ? bucket + 1 : sketch->high;
    }
}

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
