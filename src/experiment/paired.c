/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/paired.h"

#include "engine/statistics.h"

#include <math.h>
#include <stdbool.h>

/* Sums over the pairs that count. */
struct sums {
    struct bw_tally base, point, difference, log_ratio;
    double product; /* sum of (B - mean B) (P - mean P) */
    bool all_positive;
};

static bool is_pair(double base, double point)
{
    return isfinite(base) && isfinite(point);
}

static struct sums sum_up(
    const double *base, const double *point, size_t count, size_t stride)
{
    struct sums sums = {.all_positive = true};
    for (size_t i = 0; i < count; i++) {
        double b = base[i * stride];
        double p = point[i * stride];
        if (is_pair(b, p)) {
            bw_tally_add(&sums.base, b);
            bw_tally_add(&sums.point, p);
            bw_tally_add(&sums.difference, p - b);
            sums.all_positive = sums.all_positive && b > 0.0 && p > 0.0;
            bw_tally_add(&sums.log_ratio, b > 0.0 && p > 0.0 ? log(p / b) : 0.0);
        }
    }
    double base_mean = bw_tally_mean(&sums.base);
    double point_mean = bw_tally_mean(&sums.point);
    for (size_t i = 0; i < count; i++) {
        double b = base[i * stride];
        double p = point[i * stride];
        if (is_pair(b, p)) {
            sums.product += (b - base_mean) * (p - point_mean);
        }
    }
    return sums;
}

/* Half-width of 1 - mean P / mean B by the delta method: the ratio's error is that of
 * the mean of the residuals P - R B over the mean of B. */
static double delta_half_width(const double *base, const double *point, size_t count,
    size_t stride, const struct sums *sums)
{
    double ratio = bw_tally_mean(&sums->point) / bw_tally_mean(&sums->base);
    struct bw_tally residuals = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        if (is_pair(base[i * stride], point[i * stride])) {
            bw_tally_add(&residuals, point[i * stride] - ratio * base[i * stride]);
        }
    }
    return bw_half_width(
               residuals.count, bw_tally_variance(&residuals), BW_PAIRED_LEVEL)
        / bw_tally_mean(&sums->base);
}

static double correlation(const struct sums *sums)
{
    double spread = sqrt(bw_tally_variance(&sums->base))
        * sqrt(bw_tally_variance(&sums->point)) * ((double)sums->base.count - 1.0);
    return spread > 0.0 ? fmax(-1.0, fmin(1.0, sums->product / spread)) : NAN;
}

enum bw_verdict bw_paired_verdict(double low, double high)
{
    if (!isfinite(low) || !isfinite(high)) {
        return BW_VERDICT_UNDEFINED;
    }
    if (high < BW_BAND_LOW) {
        return BW_VERDICT_NOT_MET;
    }
    if (low < BW_BAND_LOW) {
        return BW_VERDICT_UNDECIDED;
    }
    return high <= BW_BAND_HIGH ? BW_VERDICT_IN_BAND : BW_VERDICT_AT_LEAST;
}

struct bw_paired bw_paired_base(void)
{
    return (struct bw_paired){.correlation = 1.0, .verdict = BW_VERDICT_BASE};
}

void bw_paired_compare(const double *base, const double *point, size_t count,
    size_t stride, struct bw_paired *paired, uint32_t *left_out)
{
    struct sums sums = sum_up(base, point, count, stride);
    uint64_t pairs = sums.base.count;
    if (left_out != NULL) {
        *left_out = (uint32_t)(count - pairs);
    }
    *paired = (struct bw_paired){
        .difference = bw_tally_mean(&sums.difference),
        .difference_half_width =
            bw_half_width(pairs, bw_tally_variance(&sums.difference), BW_PAIRED_LEVEL),
        .reduction = NAN,
        .reduction_low = NAN,
        .reduction_high = NAN,
        .correlation = correlation(&sums),
        .verdict = BW_VERDICT_UNDEFINED,
    };
    if (pairs == 0 || !(bw_tally_mean(&sums.base) > 0.0)) {
        return;
    }
    double reduction = 1.0 - bw_tally_mean(&sums.point) / bw_tally_mean(&sums.base);
    paired->reduction = reduction;
    if (pairs < 2) {
        return;
    }
    double delta = delta_half_width(base, point, count, stride, &sums);
    double low = reduction - delta;
    double high = reduction + delta;
    if (sums.all_positive) {
        double half_width =
            bw_half_width(pairs, bw_tally_variance(&sums.log_ratio), BW_PAIRED_LEVEL);
        double log_low = 1.0 - exp(bw_tally_mean(&sums.log_ratio) + half_width);
        double log_high = 1.0 - exp(bw_tally_mean(&sums.log_ratio) - half_width);
        bool is_sound = log_low <= reduction && reduction <= log_high;
        low = is_sound ? log_low : fmin(low, log_low);
        high = is_sound ? log_high : fmax(high, log_high);
    }
    paired->reduction_low = low;
    paired->reduction_high = high;
    paired->verdict = bw_paired_verdict(low, high);
}
