/* SPDX-License-Identifier: Apache-2.0
 *
 * Statistics: tally, exact time average, half-width. What an observation costs stands
 * in docs/theory/statistics.md; additions are inline because they run per event.
 */
#ifndef BW_ENGINE_STATISTICS_H
#define BW_ENGINE_STATISTICS_H

#include "base/status.h"
#include "base/time.h"

#include <stdint.h>

/* Count, mean, variance and range of values. A zeroed tally is empty.
 *
 * Kept are sums of the values and of their squares about an origin (shifted data: Chan,
 * Golub and LeVeque, "Algorithms for computing the sample variance", 1983). The origin
 * moves to the mean whenever the count is a power of two. At most half of the values
 * are then counted from an older mean, so by the inequality of Cauchy and Schwarz the
 * correction for the mean takes off no more than half of the sum of squares: the
 * variance loses at most one bit to cancellation, whatever the data, and no value costs
 * a division. Fields other than count, min and max are private. */
struct bw_tally {
    uint64_t count;
    double origin, sum, squares; /* sums of (value - origin) and of its square */
    double min, max;
};

/* Moves the origin to the mean, or to first when there is none yet. */
void bw_tally_rebase(struct bw_tally *tally, double first);

static inline void bw_tally_add(struct bw_tally *tally, double value)
{
    if ((tally->count & (tally->count - 1)) == 0) {
        bw_tally_rebase(tally, value);
    }
    double shifted = value - tally->origin;
    tally->count++;
    tally->sum += shifted;
    tally->squares += shifted * shifted;
    tally->min = value < tally->min ? value : tally->min;
    tally->max = value > tally->max ? value : tally->max;
}

/* Adds the values of from, as if they had come after those of into. Both may be empty;
 * merging in another order gives the same up to rounding. */
void bw_tally_merge(struct bw_tally *into, const struct bw_tally *from);
/* NaN when there is no value. */
double bw_tally_mean(const struct bw_tally *tally);
/* Sample variance; NaN below two values. */
double bw_tally_variance(const struct bw_tally *tally);

/* Half-width of the two-sided confidence interval of a mean of count independent values
 * with the given sample variance: t(1-(1-level)/2, count-1) * sqrt(variance / count).
 * NaN below two values. level in (0, 1). */
double bw_half_width(uint64_t count, double variance, double level);

/* Quantile of the standard normal law; probability in (0, 1). */
double bw_normal_quantile(double probability);

/* The same of durations [ticks, 0 to 2^46 (two years), up to 2^36 of them], from exact
 * sums: merging is exact and in any order. A zeroed tally is empty. */
__extension__ typedef unsigned __int128 bw_wide;

struct bw_time_tally {
    uint64_t count;
    bw_time most;
    uint64_t sum_low, sum_high; /* halves of the sum */
    bw_wide squares;
};

static inline void bw_time_tally_add(struct bw_time_tally *tally, bw_time value)
{
    tally->count++;
    tally->sum_high +=
        __builtin_add_overflow(tally->sum_low, (uint64_t)value, &tally->sum_low);
    tally->squares += (bw_wide)(uint64_t)value * (uint64_t)value;
    if (value > tally->most) {
        tally->most = value;
    }
}

void bw_time_tally_merge(struct bw_time_tally *into, const struct bw_time_tally *from);
/* NaN when there is no value. */
double bw_time_tally_mean(const struct bw_time_tally *tally);
/* Sample variance; NaN below two values. */
double bw_time_tally_variance(const struct bw_time_tally *tally);

__extension__ typedef __int128 bw_area; /* value * ticks */

/* Time integral of a whole number, exact in 128 bits. A zeroed object reset to a start
 * time is ready. */
struct bw_time_average {
    bw_area area; /* from start to since */
    int64_t value;
    bw_time since, start;
};

/* Starts anew at now with value. */
static inline void bw_time_average_reset(
    struct bw_time_average *average, bw_time now, int64_t value)
{
    *average = (struct bw_time_average){.value = value, .since = now, .start = now};
}

/* The value becomes value at now (>= the last change). */
static inline void bw_time_average_set(
    struct bw_time_average *average, bw_time now, int64_t value)
{
    BW_ASSERT(now >= average->since);
    average->area += (bw_area)average->value * (now - average->since);
    average->value = value;
    average->since = now;
}

/* Covers also what from covered from its start to now: areas and spans add, exactly and
 * in any order. */
void bw_time_average_merge(
    struct bw_time_average *into, const struct bw_time_average *from, bw_time now);
/* Mean from start to now; NaN when no time has passed. */
double bw_time_average_mean(const struct bw_time_average *average, bw_time now);
/* Area from start to now in value * ticks. */
double bw_time_average_area(const struct bw_time_average *average, bw_time now);

#endif
