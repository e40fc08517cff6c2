/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution_internal.h"
#include "engine/ziggurat.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* The shape is looked for on a logarithmic scale between these bounds. */
#define SHAPE_MIN 0.05
#define SHAPE_MAX 20000.0
#define STEPS_MAX 200
#define ROOT_TOLERANCE 1e-12

enum { SHAPE, SCALE };

/* ln(1 + cv^2) of a Weibull law. Not lgamma() of the C library: it writes to a global
 * variable. */
static double log_second_moment(double shape)
{
    return gsl_sf_lngamma(1 + 2 / shape) - 2 * gsl_sf_lngamma(1 + 1 / shape);
}

static double excess(double log_shape, void *target)
{
    return log_second_moment(exp(log_shape)) - *(const double *)target;
}

/* Finds the shape with ln(1 + cv^2) = target, which falls as the shape rises. */
static const char *solve_shape(double target, double *shape)
{
    double low = log(SHAPE_MIN);
    double high = log(SHAPE_MAX);
    /* GSL would call its error handler for an interval without a change of sign. */
    if (!(excess(low, &target) > 0)) {
        return "cv is too large for a Weibull law";
    }
    if (!(excess(high, &target) < 0)) {
        return "cv must be 0 or at least 0.0001";
    }
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (solver == NULL) {
        return "out of memory";
    }
    gsl_function equation = {.function = excess, .params = &target};
    int result = gsl_root_fsolver_set(solver, &equation, low, high);
    for (int step = 0; result == GSL_SUCCESS && step < STEPS_MAX; step++) {
        result = gsl_root_fsolver_iterate(solver);
        low = gsl_root_fsolver_x_lower(solver);
        high = gsl_root_fsolver_x_upper(solver);
        if (high - low < ROOT_TOLERANCE) {
            break;
        }
    }
    *shape = exp(gsl_root_fsolver_root(solver));
    gsl_root_fsolver_free(solver);
    return result == GSL_SUCCESS ? NULL : "no Weibull shape found for this cv";
}

static const char *make_weibull(const double *given, struct bw_law *law)
{
    double mean = given[0];
    double cv = given[1];
    double shape = given[2];
    const char *wrong = bw_law_check_mean(mean);
    if (wrong == NULL && bw_law_count_given(given + 1, 2) != 1) {
        wrong = "exactly one of cv and shape must be given";
    }
    if (wrong == NULL && isnan(shape)) {
        wrong = bw_law_check_cv(cv);
        if (wrong == NULL && cv == 0) {
            *law = bw_law_constant(mean);
            return NULL;
        }
        if (wrong == NULL) {
            wrong = solve_shape(log1p(cv * cv), &shape);
        }
    }
    if (wrong == NULL && (shape < SHAPE_MIN || shape > SHAPE_MAX)) {
        wrong = "shape must lie from 0.05 to 20000";
    }
    if (wrong != NULL) {
        return wrong;
    }
    law->parameter[SHAPE] = shape;
    law->parameter[SCALE] = mean / exp(gsl_sf_lngamma(1 + 1 / shape));
    return NULL;
}

/* A power of an exponential value. */
static double transform(const struct bw_law *law, double exponential)
{
    return law->parameter[SCALE] * pow(exponential, 1 / law->parameter[SHAPE]);
}

static double sample_weibull(const struct bw_law *law, struct bw_draw *draw)
{
    return transform(law, bw_ziggurat_draw_exponential(draw));
}

static double invert_weibull(const struct bw_law *law, double u)
{
    return transform(law, -log1p(-u));
}

static double mean_weibull(const struct bw_law *law)
{
    return law->parameter[SCALE] * exp(gsl_sf_lngamma(1 + 1 / law->parameter[SHAPE]));
}

static double variance_weibull(const struct bw_law *law)
{
    double mean = mean_weibull(law);
    return mean * mean * expm1(log_second_moment(law->parameter[SHAPE]));
}

const struct bw_law_kind bw_law_kind_weibull = {
    .name = "weibull",
    .doc = "Weibull law by mean and cv or by mean and shape",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, above 0"},
        {"cv", BW_LAW_NUMBER, "coefficient of variation"},
        {"shape", BW_LAW_NUMBER, "shape, instead of cv"}},
    .make = make_weibull,
    .sample = sample_weibull,
    .invert = invert_weibull,
    .mean = mean_weibull,
    .variance = variance_weibull,
};
