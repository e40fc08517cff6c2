/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/sketch.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Room for the rounding of products and of survival probabilities. */
#define TOLERANCE 1e-12

/* Middle of the whole numbers of a bucket. */
static double value_of(uint32_t bucket)
{
    if (bucket < BW_SKETCH_POWER) {
        return bucket;
    }
    unsigned shift = (bucket >> BW_SKETCH_BITS) - 1;
    uint64_t leading = BW_SKETCH_POWER + bucket % BW_SKETCH_POWER;
    double width = (double)((uint64_t)1 << shift);
    return (double)leading * width + (width - 1) / 2;
}

enum bw_status bw_sketch_init(struct bw_sketch *sketch)
{
    *sketch = (struct bw_sketch){.low = BW_SKETCH_BUCKETS};
    sketch->buckets = bw_memory_allocate(BW_SKETCH_BUCKETS, sizeof *sketch->buckets);
    return sketch->buckets != NULL ? BW_OK : BW_ERR_NOMEM;
}

void bw_sketch_release(struct bw_sketch *sketch)
{
    bw_memory_free(sketch->buckets);
    *sketch = (struct bw_sketch){.buckets = NULL};
}

void bw_sketch_reset(struct bw_sketch *sketch)
{
    if (sketch->high > sketch->low) {
        memset(sketch->buckets + sketch->low, 0,
            (sketch->high - sketch->low) * sizeof *sketch->buckets);
    }
    sketch->count = 0;
    sketch->low = BW_SKETCH_BUCKETS;
    sketch->high = 0;
}

void bw_sketch_merge(struct bw_sketch *into, const struct bw_sketch *from)
{
    into->low = from->low < into->low ? from->low : into->low;
    into->high = from->high > into->high ? from->high : into->high;
    for (uint32_t i = from->low; i < from->high; i++) {
        into->buckets[i] += from->buckets[i];
    }
    into->count += from->count;
}

double bw_sketch_quantile(const struct bw_sketch *sketch, double probability)
{
    BW_ASSERT(probability > 0 && probability <= 1);
    if (sketch->count == 0) {
        return NAN;
    }
    /* 0.07 * 100 is a little above 7 in doubles, but the rank meant is 7. */
    double rank = ceil(probability * (double)sketch->count * (1 - TOLERANCE));
    uint64_t sum = 0;
    uint32_t bucket = sketch->low;
    for (; bucket + 1 < sketch->high; bucket++) {
        sum += sketch->buckets[bucket];
        if ((double)sum >= rank) {
            break;
        }
    }
    return value_of(bucket);
}

double bw_sketch_quantile_censored(
    const struct bw_sketch *closed, const struct bw_sketch *open, double probability)
{
    BW_ASSERT(probability > 0 && probability <= 1);
    if (open->count == 0) {
        return bw_sketch_quantile(closed, probability);
    }
    double survival = 1;
    uint64_t at_risk = closed->count + open->count;
    uint32_t low = closed->low < open->low ? closed->low : open->low;
    for (uint32_t i = low; i < closed->high; i++) {
        if (closed->buckets[i] > 0) {
            survival *= 1 - (double)closed->buckets[i] / (double)at_risk;
            if (survival <= 1 - probability + TOLERANCE) {
                return value_of(i);
            }
        }
        at_risk -= closed->buckets[i] + open->buckets[i];
    }
    return NAN;
}
