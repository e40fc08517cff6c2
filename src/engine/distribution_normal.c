/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution_internal.h"
#include "engine/ziggurat.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* 95th percentile of the standard normal law. */
#define NORMAL_P95 1.6448536269514722

enum { MU, SIGMA, FLOOR };

static const char *make_above(const double *given, double floor, struct bw_law *law)
{
    double mean = given[0];
    double sd = given[1];
    double cv = given[2];
    if (isnan(mean)) {
        return "mean is missing";
    }
    if (mean < floor) { /* more than half of the draws would be thrown away */
        return "mean must not be below 0";
    }
    if (bw_law_count_given(given + 1, 2) != 1) {
        return "exactly one of sd and cv must be given";
    }
    if (sd < 0) {
        return "sd must not be below 0";
    }
    if (isnan(sd)) {
        const char *wrong = bw_law_check_cv(cv);
        if (wrong != NULL) {
            return wrong;
        }
        sd = cv * fabs(mean);
    }
    if (sd == 0) {
        *law = bw_law_constant(mean);
        return NULL;
    }
    law->parameter[MU] = mean;
    law->parameter[SIGMA] = sd;
    law->parameter[FLOOR] = floor;
    return NULL;
}

static const char *make_normal(const double *given, struct bw_law *law)
{
    return make_above(given, 0, law);
}

const char *bw_law_make_signed_normal(const double *given, struct bw_law *law)
{
    for (int i = 0; i < 3; i++) {
        if (isinf(given[i])) {
            return "all parameters must be finite";
        }
    }
    *law = (struct bw_law){.id = BW_LAW_NORMAL};
    return make_above(given, -INFINITY, law);
}

/* True for a law that is cut at 0. */
static bool is_cut(const struct bw_law *law)
{
    return isfinite(law->parameter[FLOOR]);
}

/* Values below the floor are drawn again from further words of the same draw. */
static double sample_normal(const struct bw_law *law, struct bw_draw *draw)
{
    uint32_t spare;
    double value;
    do {
        value = law->parameter[MU]
            + law->parameter[SIGMA] * bw_ziggurat_draw_normal(draw, &spare);
    } while (value < law->parameter[FLOOR]);
    return value;
}

/* The part of the normal law above 0 has u of its probability up to the value. The
 * nearer tail is the one that is inverted. */
static double invert_normal(const struct bw_law *law, double u)
{
    double at = -law->parameter[MU] / law->parameter[SIGMA];
    double cut = is_cut(law) ? gsl_cdf_ugaussian_P(at) : 0;
    double kept = is_cut(law) ? gsl_cdf_ugaussian_Q(at) : 1;
    double upper = (1 - u) * kept;
    double z = upper < 0.5 ? gsl_cdf_ugaussian_Qinv(upper)
                           : gsl_cdf_ugaussian_Pinv(cut + u * kept);
    return fmax(law->parameter[FLOOR], law->parameter[MU] + law->parameter[SIGMA] * z);
}

/* Density over upper tail at the point of truncation, -mu / sigma (inverse Mills
 * ratio). */
static double mills(const struct bw_law *law)
{
    double at = -law->parameter[MU] / law->parameter[SIGMA];
    return gsl_ran_ugaussian_pdf(at) / gsl_cdf_ugaussian_Q(at);
}

/* Moments of the law truncated at zero: Johnson, Kotz and Balakrishnan, "Continuous
 * univariate distributions" vol. 1, 1994, section 13.10.1. */
static double mean_normal(const struct bw_law *law)
{
    return is_cut(law) ? law->parameter[MU] + law->parameter[SIGMA] * mills(law)
                       : law->parameter[MU];
}

static double variance_normal(const struct bw_law *law)
{
    if (!is_cut(law)) {
        return law->parameter[SIGMA] * law->parameter[SIGMA];
    }
    double at = -law->parameter[MU] / law->parameter[SIGMA];
    double ratio = mills(law);
    return law->parameter[SIGMA] * law->parameter[SIGMA]
        * (1 + at * ratio - ratio * ratio);
}

static const char *make_lognormal(const double *given, struct bw_law *law)
{
    double mean = given[0];
    double cv = given[1];
    double median = given[2];
    double p95 = given[3];
    bool by_moments = bw_law_count_given(given, 2) == 2;
    bool by_quantiles = bw_law_count_given(given + 2, 2) == 2;
    if (bw_law_count_given(given, 4) != 2 || by_moments == by_quantiles) {
        return "give either mean and cv or median and p95";
    }
    const char *wrong = NULL;
    if (by_moments) {
        wrong = bw_law_check_mean(mean);
        if (wrong == NULL) {
            wrong = bw_law_check_cv(cv);
        }
    } else if (median <= 0) {
        wrong = "median must be above 0";
    } else if (p95 < median) {
        wrong = "p95 must not be below median";
    }
    if (wrong != NULL) {
        return wrong;
    }
    if (by_moments) {
        double square = log1p(cv * cv);
        law->parameter[MU] = log(mean) - square / 2;
        law->parameter[SIGMA] = sqrt(square);
    } else {
        law->parameter[MU] = log(median);
        law->parameter[SIGMA] = log(p95 / median) / NORMAL_P95;
    }
    if (law->parameter[SIGMA] == 0) {
        *law = bw_law_constant(by_moments ? mean : median);
    }
    return NULL;
}

static double transform_lognormal(const struct bw_law *law, double normal)
{
    return exp(law->parameter[MU] + law->parameter[SIGMA] * normal);
}

static double sample_lognormal(const struct bw_law *law, struct bw_draw *draw)
{
    uint32_t spare;
    return transform_lognormal(law, bw_ziggurat_draw_normal(draw, &spare));
}

static double invert_lognormal(const struct bw_law *law, double u)
{
    return transform_lognormal(law, gsl_cdf_ugaussian_Pinv(u));
}

static double mean_lognormal(const struct bw_law *law)
{
    double sigma = law->parameter[SIGMA];
    return exp(law->parameter[MU] + sigma * sigma / 2);
}

static double variance_lognormal(const struct bw_law *law)
{
    double sigma = law->parameter[SIGMA];
    double mean = mean_lognormal(law);
    return mean * mean * expm1(sigma * sigma);
}

double bw_law_unit_normal(
    const struct bw_generator *generator, uint64_t stream, uint64_t index)
{
    struct bw_draw draw;
    uint32_t spare;
    if (generator->inverts) {
        return gsl_cdf_ugaussian_Pinv(bw_generator_uniform(generator, stream, index));
    }
    bw_draw_init(&draw, generator, stream, index);
    return bw_ziggurat_draw_normal(&draw, &spare);
}

const struct bw_law_kind bw_law_kind_normal = {
    .name = "normal",
    .doc = "normal law; values below 0 are drawn again",
    .parameters = {{"mean", BW_LAW_VALUE, "mean before truncation, not below 0"},
        {"sd", BW_LAW_VALUE, "standard deviation before truncation"},
        {"cv", BW_LAW_NUMBER, "coefficient of variation, instead of sd"}},
    .make = make_normal,
    .sample = sample_normal,
    .invert = invert_normal,
    .mean = mean_normal,
    .variance = variance_normal,
};

const struct bw_law_kind bw_law_kind_lognormal = {
    .name = "lognormal",
    .doc = "lognormal law by mean and cv or by median and p95",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, above 0"},
        {"cv", BW_LAW_NUMBER, "coefficient of variation, 0 to 100"},
        {"median", BW_LAW_VALUE, "median, above 0"},
        {"p95", BW_LAW_VALUE, "95th percentile, not below the median"}},
    .make = make_lognormal,
    .sample = sample_lognormal,
    .invert = invert_lognormal,
    .mean = mean_lognormal,
    .variance = variance_lognormal,
};
