/* SPDX-License-Identifier: Apache-2.0
 *
 * Batch means: interval for the steady-state mean of one correlated series, online and
 * in fixed memory.
 *
 * Values are averaged in batches of equal size. When BW_BATCH_CAPACITY batches are full
 * they are joined in pairs and the size doubles (dynamic batch means: Yeh and
 * Schmeiser, "Simulation output analysis via dynamic batch means", WSC 2000), so there
 * are always half of the capacity or more once as many values have come. Whether
 * batches are long enough to pass for independent is tested by the von Neumann ratio
 * (von Neumann 1941) as in Fishman and Yarberry, "An implementation of the batch means
 * method", INFORMS Journal on Computing 9, 1997. The interval is then made from batches
 * four times as long as those that passed (Law and Carson, "A sequential procedure for
 * determining the length of a steady-state simulation", Operations Research 27, 1979:
 * test short batches, use long ones), because the test sees little in the 10 to 30
 * batches that an interval should have (Schmeiser, "Batch size effects", Operations
 * Research 30, 1982).
 */
#ifndef BW_ENGINE_BATCH_MEANS_H
#define BW_ENGINE_BATCH_MEANS_H

#include <stdbool.h>
#include <stdint.h>

#define BW_BATCH_CAPACITY 128u

/* A zeroed object is empty. All fields are private. */
struct bw_batch_means {
    uint64_t size;   /* values of a batch, a power of two; 0 = no value yet */
    uint64_t filled; /* values in the batch that is being filled, below size */
    uint64_t loose;  /* values in no batch, see bw_batch_means_merge() */
    uint32_t full;   /* batches in sums, below BW_BATCH_CAPACITY */
    double origin;   /* the first value: sums are of (value - origin) */
    double sum, loose_sum;
    double sums[BW_BATCH_CAPACITY];
};

/* Closes the batch that value has filled (the first value is a batch). */
void bw_batch_means_close(struct bw_batch_means *batches, double value);

static inline void bw_batch_means_add(struct bw_batch_means *batches, double value)
{
    batches->sum += value - batches->origin;
    if (++batches->filled >= batches->size) {
        bw_batch_means_close(batches, value);
    }
}

/* Appends the batches of another, independent run of the same system, as they would be
 * had its values come after those of into, except that a batch does not span the two:
 * the batch that into had begun counts for the mean only. The finer of the two is
 * joined to the batch size of the coarser one first. Merge in the order of
 * replications: in another order the same batches are joined to other pairs. */
void bw_batch_means_merge(
    struct bw_batch_means *into, const struct bw_batch_means *from);

struct bw_batch_estimate {
    uint64_t count;    /* of values */
    double mean;       /* of all values; NaN when there is none */
    double half_width; /* Student t over batches; NaN below two batches */
    uint32_t batches;  /* behind half_width */
    uint64_t size;     /* values of each */
    /* 1 - von Neumann ratio / 2 of the batches that were tested: about their
     * correlation with the next one. NaN when they are too few or all equal. */
    double correlation;
    /* The test did not reject. When false the run is too short, and half_width too
     * small. */
    bool is_independent;
};

/* Share of tests that reject although batches are independent (one-sided). */
#define BW_BATCH_TEST_LEVEL 0.1

void bw_batch_means_estimate(const struct bw_batch_means *batches, double level,
    struct bw_batch_estimate *estimate);

#endif
