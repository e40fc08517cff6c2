/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution_internal.h"
#include "engine/stream_gsl.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#define MEAN_MAX 1e8
/* GSL counts in unsigned int; a gamma factor far in its tail must not overflow it. */
#define RATE_MAX 1e9
/* Below this mean the search by inversion is about as quick as GSL's, and monotone. */
#define INVERSION_BELOW 30.0
#define DISPERSION_MIN 0.001

enum { MEAN, AT_ZERO };    /* poisson: mean, probability of 0 */
enum { RATE, DISPERSION }; /* negative binomial: mean, k */

static const char *check_count_mean(double mean)
{
    if (isnan(mean)) {
        return "mean is missing";
    }
    return mean >= 0 && mean <= MEAN_MAX ? NULL : "mean must lie from 0 to 1e8";
}

static const char *make_poisson(const double *given, struct bw_law *law)
{
    const char *wrong = check_count_mean(given[0]);
    if (wrong != NULL) {
        return wrong;
    }
    if (given[0] == 0) {
        *law = bw_law_constant(0);
        return NULL;
    }
    law->parameter[MEAN] = given[0];
    law->parameter[AT_ZERO] = exp(-given[0]);
    return NULL;
}

/* The least number whose cumulative probability exceeds u. Rounding may leave the sum
 * of all probabilities just below u; then the terms have become too small to count. */
static double invert_poisson(const struct bw_law *law, double u)
{
    double mean = law->parameter[MEAN];
    double term = law->parameter[AT_ZERO];
    double cumulative = term;
    double value = 0;
    while (u >= cumulative) {
        value += 1;
        term *= mean / value;
        if (value > mean && cumulative + term == cumulative) {
            break;
        }
        cumulative += term;
    }
    return value;
}

static double sample_poisson(const struct bw_law *law, struct bw_draw *draw)
{
    if (law->parameter[MEAN] < INVERSION_BELOW) {
        return invert_poisson(law, bw_draw_uniform(draw));
    }
    gsl_rng generator = bw_draw_gsl(draw);
    return gsl_ran_poisson(&generator, law->parameter[MEAN]);
}

static double mean_poisson(const struct bw_law *law)
{
    return law->parameter[MEAN];
}

static const char *make_negative_binomial(const double *given, struct bw_law *law)
{
    const char *wrong = check_count_mean(given[0]);
    if (wrong != NULL) {
        return wrong;
    }
    if (isnan(given[1])) {
        return "dispersion is missing";
    }
    if (given[1] < DISPERSION_MIN) {
        return "dispersion must be at least 0.001";
    }
    if (given[0] == 0) {
        *law = bw_law_constant(0);
        return NULL;
    }
    law->parameter[RATE] = given[0];
    law->parameter[DISPERSION] = given[1];
    return NULL;
}

/* A Poisson number whose mean is gamma distributed. */
static double sample_negative_binomial(const struct bw_law *law, struct bw_draw *draw)
{
    gsl_rng generator = bw_draw_gsl(draw);
    double k = law->parameter[DISPERSION];
    double rate = gsl_ran_gamma(&generator, k, law->parameter[RATE] / k);
    return gsl_ran_poisson(&generator, fmin(rate, RATE_MAX));
}

static double mean_negative_binomial(const struct bw_law *law)
{
    return law->parameter[RATE];
}

static double variance_negative_binomial(const struct bw_law *law)
{
    double mean = law->parameter[RATE];
    return mean + mean * mean / law->parameter[DISPERSION];
}

const struct bw_law_kind bw_law_kind_poisson = {
    .name = "poisson",
    .doc = "Poisson law",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, 0 to 1e8"}},
    .make = make_poisson,
    .sample = sample_poisson,
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
    .mean = mean_negative_binomial,
    .variance = variance_negative_binomial,
};
