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
