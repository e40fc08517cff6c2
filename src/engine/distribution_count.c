/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution_internal.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define MEAN_MAX 1e8
/* A gamma factor far in its tail must not make counts that leave the range of whole
 * numbers that a double holds. */
#define RATE_MAX 1e9
#define DISPERSION_MIN 0.001
/* Standard deviation up to which inverting step by step from the mode is quick. */
#define WALK_MAX 30.0
/* Standard deviation beyond which the inverse of the negative binomial looks for its
 * quantile among real numbers instead of walking. */
#define WALK_LONGEST 1000.0
/* Mean and dispersion beyond which the distribution function of GSL loses its digits.
 */
#define SHAPE_MAX 1e5
/* Mean from which the transformed rejection is valid. */
#define REJECTION_FROM 10.0

/* A law of counts seen from its mode: cumulative and single probability there. Poisson:
 * rate = mean. Negative binomial: rate = mean, dispersion = k. */
enum { RATE, MODE, AT_MODE, UP_TO_MODE, DISPERSION };

/* Probability of n + 1 over that of n. */
static inline double ratio(const struct bw_law *law, double n)
{
    double rate = law->parameter[RATE];
    double k = law->parameter[DISPERSION];
    return (k > 0 ? (n + k) / (1 + k / rate) : rate) / (n + 1);
}

/* The least number whose cumulative probability exceeds u. Rounding may leave the sum
 * of all probabilities just below u; then the terms have become too small to count. */
static double walk(const struct bw_law *law, double u)
{
    double n = law->parameter[MODE];
    double term = law->parameter[AT_MODE];
    double cumulative = law->parameter[UP_TO_MODE];
    if (u >= cumulative) {
        do {
            term *= ratio(law, n);
            n += 1;
            if (cumulative + term == cumulative) {
                break;
            }
            cumulative += term;
        } while (u >= cumulative);
        return n;
    }
    while (n > 0 && u < cumulative - term) {
        cumulative -= term;
        n -= 1;
        term /= ratio(law, n);
    }
    return n;
}

static const char *check_count_mean(double mean)
{
    if (isnan(mean)) {
        return "mean is missing";
    }
    return mean >= 0 && mean <= MEAN_MAX ? NULL : "mean must lie from 0 to 1e8";
}

static const char *make_poisson(const double *given, struct bw_law *law)
{
    double mean = given[0];
    const char *wrong = check_count_mean(mean);
    if (wrong != NULL) {
        return wrong;
    }
    if (mean == 0) {
        *law = bw_law_constant(0);
        return NULL;
    }
    double mode = floor(mean);
    law->parameter[RATE] = mean;
    law->parameter[MODE] = mode;
    law->parameter[AT_MODE] = exp(mode * log(mean) - mean - gsl_sf_lngamma(mode + 1));
    law->parameter[UP_TO_MODE] = gsl_cdf_gamma_Q(mean, mode + 1, 1);
    return NULL;
}

/* Mean below REJECTION_FROM: from 0 upwards. */
static double draw_few(double mean, struct bw_draw *draw)
{
    struct bw_law law = {.parameter = {[RATE] = mean}};
    law.parameter[AT_MODE] = exp(-mean);
    law.parameter[UP_TO_MODE] = law.parameter[AT_MODE];
    return walk(&law, bw_draw_uniform(draw));
}

/* Hormann, "The transformed rejection method for generating Poisson random variables",
 * Insurance: Mathematics and Economics 12, 1993, algorithm PTRS. */
double bw_law_draw_poisson(double mean, struct bw_draw *draw)
{
    if (mean < REJECTION_FROM) {
        return draw_few(mean, draw);
    }
    double b = 0.931 + 2.53 * sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double squeeze = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        double u = bw_draw_uniform(draw) - 0.5;
        double v = bw_draw_uniform(draw);
        double edge = 0.5 - fabs(u);
        double n = floor((2 * a / edge + b) * u + mean + 0.43);
        if (edge >= 0.07 && v <= squeeze) {
            return n;
        }
        if (n < 0 || (edge < 0.013 && v > edge)) {
            continue;
        }
        double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        if (log(v * inverse_alpha / (a / (edge * edge) + b))
            <= n * log(mean) - mean - gsl_sf_lngamma(n + 1)) {
            return n;
        }
    }
}

static double sample_poisson(const struct bw_law *law, struct bw_draw *draw)
{
    double mean = law->parameter[RATE];
    return mean <= WALK_MAX * WALK_MAX ? walk(law, bw_draw_uniform(draw))
                                       : bw_law_draw_poisson(mean, draw);
}

static double mean_poisson(const struct bw_law *law)
{
    return law->parameter[RATE];
}

static const char *make_negative_binomial(const double *given, struct bw_law *law)
{
    double mean = given[0];
    double k = given[1];
    const char *wrong = check_count_mean(mean);
    if (wrong != NULL) {
        return wrong;
    }
    if (isnan(k)) {
        return "dispersion is missing";
    }
    if (k < DISPERSION_MIN) {
        return "dispersion must be at least 0.001";
    }
    if (mean == 0) {
        *law = bw_law_constant(0);
        return NULL;
    }
    double mode = k > 1 ? floor((k - 1) * mean / k) : 0;
    double log_term = gsl_sf_lngamma(mode + k) - gsl_sf_lngamma(k)
        - gsl_sf_lngamma(mode + 1) - k * log1p(mean / k) - mode * log1p(k / mean);
    law->parameter[RATE] = mean;
    law->parameter[MODE] = mode;
    law->parameter[AT_MODE] = exp(log_term);
    law->parameter[UP_TO_MODE] = gsl_cdf_beta_P(k / (k + mean), k, mode + 1);
    law->parameter[DISPERSION] = k;
    return NULL;
}

static double variance_negative_binomial(const struct bw_law *law)
{
    double mean = law->parameter[RATE];
    return mean + mean * mean / law->parameter[DISPERSION];
}

/* A Poisson number whose mean is gamma distributed. */
static double sample_negative_binomial(const struct bw_law *law, struct bw_draw *draw)
{
    double k = law->parameter[DISPERSION];
    double rate = law->parameter[RATE] / k
        * (k < 1 ? bw_law_draw_gamma(k + 1, draw) * exp(-bw_law_draw_boost(k, draw))
                 : bw_law_draw_gamma(k, draw));
    return bw_law_draw_poisson(fmin(rate, RATE_MAX), draw);
}

struct target {
    double k, share, u;
};

/* Distribution function at the real number n, minus u. */
static double negative_binomial_excess(double n, const void *context)
{
    const struct target *target = context;
    return gsl_cdf_beta_P(target->share, target->k, n + 1) - target->u;
}

static double invert_negative_binomial(const struct bw_law *law, double u)
{
    double mean = law->parameter[RATE];
    double k = law->parameter[DISPERSION];
    double sd = sqrt(variance_negative_binomial(law));
    if (fmin(mean, k) > SHAPE_MAX) {
        double skewness = (1 + 2 * mean / k) / sd;
        double excess = 6 / k + 1 / (sd * sd);
        double at = mean + sd * bw_law_cornish_fisher(u, skewness, excess);
        return fmax(0, ceil(at - 0.5));
    }
    if (sd <= WALK_LONGEST) {
        return walk(law, u);
    }
    struct target target = {k, k / (k + mean), u};
    double high = mean + sd;
    while (negative_binomial_excess(high, &target) < 0 && high < RATE_MAX) {
        high *= 2;
    }
    return ceil(bw_law_solve(negative_binomial_excess, &target, 0, high));
}

const struct bw_law_kind bw_law_kind_poisson = {
    .name = "poisson",
    .doc = "Poisson law",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, 0 to 1e8"}},
    .make = make_poisson,
    .sample = sample_poisson,
    .invert = walk,
    .mean = mean_poisson,
    .variance = mean_poisson,
};

const struct bw_law_kind bw_law_kind_negative_binomial = {
    .name = "negative_binomial",
    .doc = "negative binomial law with variance mean + mean^2 / dispersion",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, 0 to 1e8"},
        {"dispersion", BW_LAW_NUMBER, "dispersion k, at least 0.001"}},
    .make = make_negative_binomial,
    .sample = sample_negative_binomial,
    .invert = invert_negative_binomial,
    .mean = mean_poisson,
    .variance = variance_negative_binomial,
};
