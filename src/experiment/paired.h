/* SPDX-License-Identifier: Apache-2.0
 *
 * Paired comparison of a point with the base under common random numbers: replication r
 * of both saw the same demand, so differences vary less than either side. Verdicts ask
 * for a reduction of 15-25 %.
 */
#ifndef BW_EXPERIMENT_PAIRED_H
#define BW_EXPERIMENT_PAIRED_H

#include "results/result_set.h"

#include <stddef.h>
#include <stdint.h>

#define BW_PAIRED_LEVEL 0.95
#define BW_BAND_LOW 0.15
#define BW_BAND_HIGH 0.25

/* Compares count replications base[i * stride] with point[i * stride]. Pairs in which
 * either value is not finite are left out; *left_out (may be NULL) counts them.
 *
 * difference: mean of P - B with the half-width of the paired t interval.
 * reduction: 1 - mean P / mean B. Its interval is that of the paired log-ratio,
 * 1 - exp(mean ln(P/B) -+ t sd / sqrt(n)), when all values are positive; otherwise that
 * of the delta method, (1 - R) -+ t sqrt(sum (P - R B)^2 / (n (n - 1))) / mean B with
 * R = mean P / mean B. Where the log-ratio interval does not hold the estimate, the
 * replications are too uneven for it (their ratios average to another figure), and the
 * interval spans both.
 * correlation: Pearson's.
 * verdict: BW_VERDICT_UNDEFINED below two pairs (the interval is then NaN) or when the
 * mean of B is not positive (the reduction too), else as of bw_paired_verdict(). */
void bw_paired_compare(const double *base, const double *point, size_t count,
    size_t stride, struct bw_paired *paired, uint32_t *left_out);

/* The verdict on an interval of the reduction. */
enum bw_verdict bw_paired_verdict(double low, double high);

/* The row of the base itself: no difference. */
struct bw_paired bw_paired_base(void);

#endif
