/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/batch_means.h"

#include "engine/statistics.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Batches that pass the test are joined by fours for the interval. */
#define JOINED 4u
/* The test is tried on the batches and on pairs of them; with fewer it says nothing. */
#define TESTED_GROUP_MAX 2u
#define TESTED_MIN 16u

/* Joins batches in pairs. An odd last one goes to the front of the batch that is being
 * filled, which continues it. */
static void join_pairs(struct bw_batch_means *batches)
{
    uint32_t pairs = batches->full / 2;
    if (batches->full % 2 == 1) {
        batches->sum += batches->sums[batches->full - 1];
        batches->filled += batches->size;
    }
    for (uint32_t i = 0; i < pairs; i++) {
        size_t first = (size_t)2 * i;
        batches->sums[i] = batches->sums[first] + batches->sums[first + 1];
    }
    batches->full = pairs;
    batches->size *= 2;
}

void bw_batch_means_close(struct bw_batch_means *batches, double value)
{
    if (batches->size == 0) {
        batches->size = 1;
        batches->origin = value;
        batches->sum = 0;
    }
    batches->sums[batches->full++] = batches->sum;
    batches->sum = 0;
    batches->filled = 0;
    if (batches->full == BW_BATCH_CAPACITY) {
        join_pairs(batches);
    }
}

/* Takes the sums about another origin. */
static void move_origin(struct bw_batch_means *batches, double origin)
{
    double moved = batches->origin - origin;
    for (uint32_t i = 0; i < batches->full; i++) {
        batches->sums[i] += moved * (double)batches->size;
    }
    batches->sum += moved * (double)batches->filled;
    batches->loose_sum += moved * (double)batches->loose;
    batches->origin = origin;
}

void bw_batch_means_merge(
    struct bw_batch_means *into, const struct bw_batch_means *from)
{
    if (from->size == 0) {
        return;
    }
    if (into->size == 0) {
        *into = *from;
        return;
    }
    struct bw_batch_means other = *from;
    move_origin(&other, into->origin);
    while (into->size < other.size) {
        join_pairs(into);
    }
    while (other.size < into->size || into->full + other.full >= BW_BATCH_CAPACITY) {
        if (other.size == into->size) {
            join_pairs(into);
        }
        join_pairs(&other);
    }
    into->loose += into->filled + other.loose;
    into->loose_sum += into->sum + other.loose_sum;
    into->filled = other.filled;
    into->sum = other.sum;
    for (uint32_t i = 0; i < other.full; i++) {
        into->sums[into->full++] = other.sums[i];
    }
}

/* Mean, about the origin, of the values of count batches from first on. */
static double mean_of(
    const struct bw_batch_means *batches, uint32_t first, uint32_t count)
{
    double sum = 0;
    for (uint32_t i = first; i < first + count; i++) {
        sum += batches->sums[i];
    }
    return sum / ((double)batches->size * count);
}

/* Mean and variance of batches joined by group, and in *differences the sum of the
 * squared differences of neighbours. */
static struct bw_tally tally_groups(
    const struct bw_batch_means *batches, uint32_t group, double *differences)
{
    struct bw_tally means = {.count = 0};
    double last = 0;
    *differences = 0;
    for (uint32_t i = 0; i < batches->full / group; i++) {
        double mean = mean_of(batches, i * group, group);
        *differences += i > 0 ? (mean - last) * (mean - last) : 0;
        last = mean;
        bw_tally_add(&means, mean);
    }
    return means;
}

/* Under independence and normality the ratio has mean 0 and variance (n - 2) / (n^2 -
 * 1) exactly, and is close to normal (Fishman and Yarberry 1997). Equal batches pass.
 */
static void test_groups(const struct bw_batch_means *batches, uint32_t group,
    struct bw_batch_estimate *estimate)
{
    double differences;
    struct bw_tally means = tally_groups(batches, group, &differences);
    estimate->correlation = NAN;
    estimate->is_independent = false;
    if (means.count < TESTED_MIN) {
        return;
    }
    double count = (double)means.count;
    double squares = bw_tally_variance(&means) * (count - 1);
    if (squares > 0) {
        estimate->correlation = 1 - differences / (2 * squares);
    }
    double bound = gsl_cdf_ugaussian_Qinv(BW_BATCH_TEST_LEVEL)
        * sqrt((count - 2) / (count * count - 1));
    estimate->is_independent = !(estimate->correlation > bound);
}

void bw_batch_means_estimate(const struct bw_batch_means *batches, double level,
    struct bw_batch_estimate *estimate)
{
    *estimate = (struct bw_batch_estimate){.mean = NAN, .half_width = NAN};
    uint64_t in_batches = batches->full * batches->size;
    uint64_t count = in_batches + batches->filled + batches->loose;
    estimate->count = count;
    if (count == 0) {
        estimate->correlation = NAN;
        return;
    }
    double sum = mean_of(batches, 0, batches->full) * (double)in_batches;
    estimate->mean =
        batches->origin + (sum + batches->sum + batches->loose_sum) / (double)count;
    uint32_t group = 1;
    test_groups(batches, group, estimate);
    while (!estimate->is_independent && group < TESTED_GROUP_MAX) {
        group *= 2;
        test_groups(batches, group, estimate);
    }
    group *= JOINED;
    double differences;
    struct bw_tally means = tally_groups(batches, group, &differences);
    estimate->batches = (uint32_t)means.count;
    estimate->size = group * batches->size;
    /* The variance of a mean goes down with the values behind it; the rest counts. */
    double share = (double)(estimate->size * means.count) / (double)count;
    estimate->half_width =
        bw_half_width(means.count, bw_tally_variance(&means), level) * sqrt(share);
}
