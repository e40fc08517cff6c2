/* SPDX-License-Identifier: Apache-2.0
 *
 * The laws behind the table of distribution.c, and what they share. Private to engine.
 */
#ifndef BW_ENGINE_DISTRIBUTION_INTERNAL_H
#define BW_ENGINE_DISTRIBUTION_INTERNAL_H

#include "engine/distribution.h"

extern const struct bw_law_kind bw_law_kind_uniform;
extern const struct bw_law_kind bw_law_kind_triangular;
extern const struct bw_law_kind bw_law_kind_exponential;
extern const struct bw_law_kind bw_law_kind_gamma;
extern const struct bw_law_kind bw_law_kind_erlang;
extern const struct bw_law_kind bw_law_kind_lognormal;
extern const struct bw_law_kind bw_law_kind_weibull;
extern const struct bw_law_kind bw_law_kind_normal;
extern const struct bw_law_kind bw_law_kind_beta;
extern const struct bw_law_kind bw_law_kind_pert;
extern const struct bw_law_kind bw_law_kind_poisson;
extern const struct bw_law_kind bw_law_kind_negative_binomial;
extern const struct bw_law_kind bw_law_kind_empirical;
extern const struct bw_law_kind bw_law_kind_discrete;
extern const struct bw_law_kind bw_law_kind_shifted;
extern const struct bw_law_kind bw_law_kind_mixture;

/* Largest coefficient of variation that is taken; larger ones are slips of the pen. */
#define BW_LAW_CV_MAX 100.0

/* NULL when mean was given and is above 0, else what is wrong. */
const char *bw_law_check_mean(double mean);

/* NULL when cv was given and lies in [0, BW_LAW_CV_MAX], else what is wrong. */
const char *bw_law_check_cv(double cv);

/* Number of the count values of given that are not NaN. */
int bw_law_count_given(const double *given, int count);

/* What is wrong with weights: NULL when all are finite and >= 0 with a sum above 0,
 * which is put into *sum. */
const char *bw_law_check_weights(const double *weights, size_t count, double *sum);

/* Gamma draw with scale 1 and the given shape >= 1 (Marsaglia and Tsang, "A simple
 * method for generating gamma variables", ACM TOMS 26(3), 2000). */
double bw_law_draw_gamma(double shape, struct bw_draw *draw);

/* The factor that turns a gamma draw of shape + 1 into one of shape < 1 is
 * exp(-bw_law_draw_boost(shape)), same source, section 6. */
double bw_law_draw_boost(double shape, struct bw_draw *draw);

/* Poisson draw with mean from 0 to 1e9. */
double bw_law_draw_poisson(double mean, struct bw_draw *draw);

/* Inverse distribution functions of the gamma law with scale 1 (shape > 0) and of the
 * beta law on [0, 1] (a, b > 0) at u in (0, 1), to at least 1e-6 of a standard
 * deviation, and to about 1e-12 for shapes up to 1e6 (gamma) and 1e5 (beta). */
double bw_law_invert_gamma(double shape, double u);
double bw_law_invert_beta(double a, double b, double u);

/* Quantile of a law with mean 0 and standard deviation 1 whose skewness and excess
 * kurtosis are small, from that of the normal law at u (Cornish and Fisher 1938). */
double bw_law_cornish_fisher(double u, double skewness, double excess);

/* The zero of a rising function between low and high, where it is at most and at least
 * 0; the end where it is not. Infinite values are allowed. */
typedef double (*bw_law_rising_fn)(double x, const void *context);
double bw_law_solve(
    bw_law_rising_fn rising, const void *context, double low, double high);

#endif
