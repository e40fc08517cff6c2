/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution_internal.h"
#include "engine/ziggurat.h"

#include <math.h>

#define ERLANG_SHAPE_MAX 1e6

enum { SHAPE, SCALE };

static const char *make_exponential(const double *given, struct bw_law *law)
{
    law->parameter[0] = given[0];
    return bw_law_check_mean(given[0]);
}

static double sample_exponential(const struct bw_law *law, struct bw_draw *draw)
{
    return law->parameter[0] * bw_ziggurat_draw_exponential(draw);
}

/* log1p keeps the small durations exact. */
static double invert_exponential(const struct bw_law *law, double u)
{
    return -law->parameter[0] * log1p(-u);
}

static double mean_exponential(const struct bw_law *law)
{
    return law->parameter[0];
}

static double variance_exponential(const struct bw_law *law)
{
    return law->parameter[0] * law->parameter[0];
}

static const char *make_gamma(const double *given, struct bw_law *law)
{
    const char *wrong = bw_law_check_mean(given[0]);
    if (wrong == NULL) {
        wrong = bw_law_check_cv(given[1]);
    }
    if (wrong != NULL) {
        return wrong;
    }
    double shape = 1 / (given[1] * given[1]);
    if (!isfinite(shape)) { /* cv is 0 or as good as 0 */
        *law = bw_law_constant(given[0]);
        return NULL;
    }
    law->parameter[SHAPE] = shape;
    law->parameter[SCALE] = given[0] / shape;
    return NULL;
}

static const char *make_erlang(const double *given, struct bw_law *law)
{
    const char *wrong = bw_law_check_mean(given[0]);
    if (wrong != NULL) {
        return wrong;
    }
    if (isnan(given[1])) {
        return "shape is missing";
    }
    if (given[1] < 1 || given[1] > ERLANG_SHAPE_MAX || given[1] != floor(given[1])) {
        return "shape must be a whole number from 1 to 1000000";
    }
    law->parameter[SHAPE] = given[1];
    law->parameter[SCALE] = given[0] / given[1];
    return NULL;
}

/* The cube of a shifted normal draw, accepted in 95 % of the attempts at the least. The
 * uniform of an attempt is (spare + v) / SPARES: the spare bits of the normal draw
 * settle nine in ten attempts, so that v and its words are seldom needed. */
double bw_law_draw_gamma(double shape, struct bw_draw *draw)
{
    double d = shape - 1.0 / 3.0;
    double c = 1 / sqrt(9 * d);
    for (;;) {
        uint32_t spare;
        double x = bw_ziggurat_draw_normal(draw, &spare);
        double v = 1 + c * x;
        if (v <= 0) {
            continue;
        }
        v = v * v * v;
        double square = x * x;
        double squeeze = 1 - 0.0331 * square * square;
        if ((double)(spare + 1) <= squeeze * BW_ZIGGURAT_SPARES) {
            return d * v;
        }
        double u = ((double)spare + bw_draw_uniform(draw)) / BW_ZIGGURAT_SPARES;
        if (u < squeeze || log(u) < 0.5 * square + d * (1 - v + log(v))) {
            return d * v;
        }
    }
}

double bw_law_draw_boost(double shape, struct bw_draw *draw)
{
    return bw_ziggurat_draw_exponential(draw) / shape;
}

static double sample_gamma(const struct bw_law *law, struct bw_draw *draw)
{
    double shape = law->parameter[SHAPE];
    double scale = law->parameter[SCALE];
    if (shape >= 1) {
        return scale * bw_law_draw_gamma(shape, draw);
    }
    double whole = bw_law_draw_gamma(shape + 1, draw);
    return scale * whole * exp(-bw_law_draw_boost(shape, draw));
}

static double invert_gamma(const struct bw_law *law, double u)
{
    return law->parameter[SCALE] * bw_law_invert_gamma(law->parameter[SHAPE], u);
}

static double mean_gamma(const struct bw_law *law)
{
    return law->parameter[SHAPE] * law->parameter[SCALE];
}

static double variance_gamma(const struct bw_law *law)
{
    return law->parameter[SHAPE] * law->parameter[SCALE] * law->parameter[SCALE];
}

const struct bw_law_kind bw_law_kind_exponential = {
    .name = "exponential",
    .doc = "exponential law",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, above 0"}},
    .make = make_exponential,
    .sample = sample_exponential,
    .invert = invert_exponential,
    .mean = mean_exponential,
    .variance = variance_exponential,
};

const struct bw_law_kind bw_law_kind_gamma = {
    .name = "gamma",
    .doc = "gamma law",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, above 0"},
        {"cv", BW_LAW_NUMBER, "coefficient of variation, 0 to 100"}},
    .make = make_gamma,
    .sample = sample_gamma,
    .invert = invert_gamma,
    .mean = mean_gamma,
    .variance = variance_gamma,
};

const struct bw_law_kind bw_law_kind_erlang = {
    .name = "erlang",
    .doc = "Erlang law, the sum of a number of equal exponential phases",
    .parameters = {{"mean", BW_LAW_VALUE, "mean of the sum, above 0"},
        {"shape", BW_LAW_NUMBER, "number of phases, a whole number from 1"}},
    .make = make_erlang,
    .sample = sample_gamma,
    .invert = invert_gamma,
    .mean = mean_gamma,
    .variance = variance_gamma,
};
