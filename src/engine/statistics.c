/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/statistics.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

__extension__ typedef __int128 wide_type;

void bw_tally_add(struct bw_tally *tally, double value)
{
    if (tally->count == 0) {
        tally->min = value;
        tally->max = value;
    }
    tally->count++;
    double before = value - tally->mean;
    tally->mean += before / (double)tally->count;
    tally->squares += before * (value - tally->mean);
    tally->min = value < tally->min ? value : tally->min;
    tally->max = value > tally->max ? value : tally->max;
}

void bw_tally_merge(struct bw_tally *into, const struct bw_tally *from)
{
    if (from->count == 0) {
        return;
    }
    if (into->count == 0) {
        *into = *from;
        return;
    }
    double a = (double)into->count;
    double b = (double)from->count;
    double shift = from->mean - into->mean;
    into->count += from->count;
    into->mean += shift * (b / (a + b));
    into->squares += from->squares + shift * shift * (a * b / (a + b));
    into->min = from->min < into->min ? from->min : into->min;
    into->max = from->max > into->max ? from->max : into->max;
}

double bw_tally_variance(const struct bw_tally *tally)
{
    return tally->count < 2 ? NAN : tally->squares / (double)(tally->count - 1);
}

double bw_half_width(uint64_t count, double variance, double level)
{
    BW_ASSERT(level > 0 && level < 1);
    if (count < 2 || !(variance >= 0)) {
        return NAN;
    }
    double n = (double)count;
    double quantile = gsl_cdf_tdist_Qinv((1 - level) / 2, n - 1);
    return quantile * sqrt(variance / n);
}

void bw_time_average_reset(struct bw_time_average *average, bw_time now, int64_t value)
{
    *average = (struct bw_time_average){.value = value, .since = now, .start = now};
}

void bw_time_average_set(struct bw_time_average *average, bw_time now, int64_t value)
{
    BW_ASSERT(now >= average->since);
    average->area += (wide_type)average->value * (now - average->since);
    average->value = value;
    average->since = now;
}

/* The sum is exact; only the result is rounded, once. */
double bw_time_average_area(const struct bw_time_average *average, bw_time now)
{
    BW_ASSERT(now >= average->since);
    return (double)(average->area + (wide_type)average->value * (now - average->since));
}

double bw_time_average_mean(const struct bw_time_average *average, bw_time now)
{
    if (now <= average->start) {
        return NAN;
    }
    return bw_time_average_area(average, now) / (double)(now - average->start);
}
