/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/statistics.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Takes the sums about another origin. It is a rounded number, and the sums are those
 * about the rounded one: a mean that is large beside the spread loses nothing. */
static void move_origin(struct bw_tally *tally, double origin)
{
    double count = (double)tally->count;
    double moved = origin - tally->origin;
    tally->squares -= moved * (2 * tally->sum - count * moved);
    tally->squares = tally->squares < 0 ? 0 : tally->squares;
    tally->sum -= count * moved;
    tally->origin = origin;
}

void bw_tally_rebase(struct bw_tally *tally, double first)
{
    if (tally->count == 0) {
        *tally = (struct bw_tally){.origin = first, .min = first, .max = first};
    } else {
        move_origin(tally, bw_tally_mean(tally));
    }
}

/* Each part is brought to its own mean first and to the common one then, so that all
 * terms of the sum of squares add and none cancels (Chan, Golub and LeVeque 1979). */
void bw_tally_merge(struct bw_tally *into, const struct bw_tally *from)
{
    if (from->count == 0) {
        return;
    }
    if (into->count == 0) {
        *into = *from;
        return;
    }
    struct bw_tally other = *from;
    double share = (double)other.count / (double)(into->count + other.count);
    bw_tally_rebase(into, 0);
    bw_tally_rebase(&other, 0);
    move_origin(into, into->origin + (other.origin - into->origin) * share);
    move_origin(&other, into->origin);
    into->squares += other.squares;
    into->sum += other.sum;
    into->count += other.count;
    into->min = other.min < into->min ? other.min : into->min;
    into->max = other.max > into->max ? other.max : into->max;
}

double bw_tally_mean(const struct bw_tally *tally)
{
    return tally->count == 0 ? NAN : tally->origin + tally->sum / (double)tally->count;
}

double bw_tally_variance(const struct bw_tally *tally)
{
    if (tally->count < 2) {
        return NAN;
    }
    double count = (double)tally->count;
    double squares = tally->squares - tally->sum * (tally->sum / count);
    return squares < 0 ? 0 : squares / (count - 1);
}

static bw_wide sum_of(const struct bw_time_tally *tally)
{
    return (bw_wide)tally->sum_high << 64 | tally->sum_low;
}

void bw_time_tally_merge(struct bw_time_tally *into, const struct bw_time_tally *from)
{
    into->count += from->count;
    bw_wide sum = sum_of(into) + sum_of(from);
    into->sum_high = (uint64_t)(sum >> 64);
    into->sum_low = (uint64_t)sum;
    into->squares += from->squares;
    into->most = from->most > into->most ? from->most : into->most;
}

double bw_time_tally_mean(const struct bw_time_tally *tally)
{
    return tally->count == 0 ? NAN : (double)sum_of(tally) / (double)tally->count;
}

/* (n * squares - sum^2) / (n (n - 1)) would need more than 128 bits; the mean is split
 * off as a whole number instead, so that what is subtracted is small:
 * sum of (v - m)^2 = squares - 2 m sum + n m^2, and the rest r of sum = n m + r
 * gives squares - n m^2 - 2 m r, exactly, less r^2 / n. */
double bw_time_tally_variance(const struct bw_time_tally *tally)
{
    if (tally->count < 2) {
        return NAN;
    }
    bw_wide count = tally->count;
    bw_wide mean = sum_of(tally) / count;
    bw_wide rest = sum_of(tally) % count;
    bw_wide about = tally->squares - count * mean * mean - 2 * mean * rest;
    double n = (double)count;
    return ((double)about - (double)rest * (double)rest / n) / (n - 1);
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

/* Exact; only results are rounded, once. */
static bw_area area_until(const struct bw_time_average *average, bw_time now)
{
    BW_ASSERT(now >= average->since);
    return average->area + (bw_area)average->value * (now - average->since);
}

void bw_time_average_merge(
    struct bw_time_average *into, const struct bw_time_average *from, bw_time now)
{
    into->area += area_until(from, now);
    into->start -= now - from->start;
}

double bw_time_average_area(const struct bw_time_average *average, bw_time now)
{
    return (double)area_until(average, now);
}

double bw_time_average_mean(const struct bw_time_average *average, bw_time now)
{
    if (now <= average->start) {
        return NAN;
    }
    return bw_time_average_area(average, now) / (double)(now - average->start);
}

double bw_normal_quantile(double probability)
{
    return gsl_cdf_ugaussian_Pinv(probability);
}
