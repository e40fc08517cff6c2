/* SPDX-License-Identifier: Apache-2.0
 *
 * Inverse distribution functions without a closed form. The ones of GSL give up for
 * small and for large shapes; these bracket the quantile by bounds that always hold.
 */
#include "engine/distribution_internal.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define STEPS_MAX 200
/* Beyond these the distribution functions of GSL lose their digits, and two terms of
 * the expansion around the normal law are exact enough. */
#define GAMMA_SHAPE_MAX 1e6
#define BETA_SHAPE_MAX 1e5
/* Logarithm below which only the first term of a series counts. */
#define LOG_TINY (-40.0)

void bw_law_start(void)
{
    (void)gsl_set_error_handler_off();
}

/* Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a
 * nonlinear function without using derivatives", Advances in Engineering Software 28,
 * 1997. x1 is the newest point, x2 on the other side of the zero, x3 the one before. */
double bw_law_solve(
    bw_law_rising_fn rising, const void *context, double low, double high)
{
    double x1 = low;
    double x2 = high;
    double f1 = rising(x1, context);
    double f2 = rising(x2, context);
    if (!(f1 < 0)) {
        return low;
    }
    if (!(f2 > 0)) {
        return high;
    }
    double share = 0.5;
    for (int step = 0; step < STEPS_MAX; step++) {
        double x = x1 + share * (x2 - x1);
        double f = rising(x, context);
        double x3 = x1;
        double f3 = f1;
        if ((f < 0) != (f1 < 0)) {
            x3 = x2;
            f3 = f2;
            x2 = x1;
            f2 = f1;
        }
        x1 = x;
        f1 = f;
        double nearest = fabs(f2) < fabs(f1) ? x2 : x1;
        double least = 2 * DBL_EPSILON * fmax(1, fabs(nearest)) / fabs(x2 - x1);
        if (!(least < 0.5) || !(fabs(f1) > 0)) {
            return nearest;
        }
        double xi = (x1 - x2) / (x3 - x2);
        double phi = (f1 - f2) / (f3 - f2);
        share = 0.5; /* what infinite values leave it at */
        if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
            share = f1 / (f2 - f1) * (f3 / (f2 - f3))
                + (x3 - x1) / (x2 - x1) * (f1 / (f3 - f1)) * (f2 / (f3 - f2));
        }
        share = fmin(1 - least, fmax(least, share));
    }
    return x1;
}

double bw_law_cornish_fisher(double u, double skewness, double excess)
{
    double z = gsl_cdf_ugaussian_Pinv(u);
    double square = z * z;
    return z + skewness / 6 * (square - 1) + excess / 24 * z * (square - 3)
        - skewness * skewness / 36 * z * (2 * square - 5);
}

/* A law and where its quantile is looked for. Differences of logarithms of the nearer
 * tail rise almost as a straight line. */
struct target {
    double a, b, u;
};

static double gamma_excess(double log_x, const void *context)
{
    const struct target *target = context;
    double x = exp(log_x);
    if (target->u < 0.5) {
        return log(gsl_cdf_gamma_P(x, target->a, 1)) - log(target->u);
    }
    return log1p(-target->u) - log(gsl_cdf_gamma_Q(x, target->a, 1));
}

/* Lower bounds: P(x) <= x^a / Gamma(a + 1), and P(a - sqrt(2 a s)) <= exp(-s). Upper
 * bound: Q(a + sqrt(2 a s) + s) <= exp(-s) (Boucheron, Lugosi and Massart,
 * "Concentration inequalities", 2013, section 2.4). */
double bw_law_invert_gamma(double shape, double u)
{
    if (shape > GAMMA_SHAPE_MAX) {
        double sd = sqrt(shape);
        return shape + sd * bw_law_cornish_fisher(u, 2 / sd, 6 / shape);
    }
    double low = (log(u) + gsl_sf_lngamma(shape + 1)) / shape;
    if (low < LOG_TINY) {
        return exp(low);
    }
    double below = shape - sqrt(-2 * shape * log(u));
    double above = -log1p(-u);
    struct target target = {shape, 0, u};
    return exp(
        bw_law_solve(gamma_excess, &target, below > 0 ? fmax(low, log(below)) : low,
            log(shape + sqrt(2 * shape * above) + above)));
}

static double beta_excess(double log_x, const void *context)
{
    const struct target *target = context;
    return log(gsl_cdf_beta_P(exp(log_x), target->a, target->b)) - log(target->u);
}

/* Quantile that is known to lie in (0, 1/2]. There P(x) is x^a / (a B(a, b)) times a
 * factor that is near 1 for tiny x, at most 1 for b >= 1 and from 1 to 2^(1 - b) below.
 */
static double invert_lower_beta(double a, double b, double u)
{
    double low = (log(u * a) + gsl_sf_lnbeta(a, b)) / a;
    if (low + log1p(b) < LOG_TINY) {
        return exp(low);
    }
    struct target target = {a, b, u};
    double most = b < 1 ? (1 - b) * log(2) / a : 0;
    return exp(bw_law_solve(beta_excess, &target, low - most, log(0.5)));
}

double bw_law_invert_beta(double a, double b, double u)
{
    double sum = a + b;
    if (fmin(a, b) > BETA_SHAPE_MAX) {
        double sd = sqrt(a / sum * (b / sum) / (sum + 1));
        double skewness = 2 * (b - a) / (sum + 2) * sqrt((sum + 1) / a / b);
        double excess = 6 * ((a - b) / a * ((a - b) / b) * (sum + 1) - (sum + 2))
            / (sum + 2) / (sum + 3);
        return a / sum + sd * bw_law_cornish_fisher(u, skewness, excess);
    }
    if (gsl_cdf_beta_P(0.5, a, b) >= u) {
        return invert_lower_beta(a, b, u);
    }
    return 1 - invert_lower_beta(b, a, 1 - u);
}
