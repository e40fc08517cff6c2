/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution_internal.h"

#include <math.h>

/* Weight of the mode in the PERT law (Malcolm, Roseboom, Clark and Fazar 1959). */
#define PERT_WEIGHT 4.0

enum { MIN, MAX, MODE };               /* uniform, triangular */
enum { SHAPE_A, SHAPE_B, LOW, WIDTH }; /* beta, pert */

static const char *make_uniform(const double *given, struct bw_law *law)
{
    if (bw_law_count_given(given, 2) != 2) {
        return "min and max must be given";
    }
    if (given[0] > given[1]) {
        return "min must not be above max";
    }
    if (given[0] == given[1]) {
        *law = bw_law_constant(given[0]);
        return NULL;
    }
    law->parameter[MIN] = given[0];
    law->parameter[MAX] = given[1];
    return NULL;
}

static double invert_uniform(const struct bw_law *law, double u)
{
    double width = law->parameter[MAX] - law->parameter[MIN];
    return law->parameter[MIN] + width * u;
}

static double mean_uniform(const struct bw_law *law)
{
    return law->parameter[MIN] + (law->parameter[MAX] - law->parameter[MIN]) / 2;
}

static double variance_uniform(const struct bw_law *law)
{
    double width = law->parameter[MAX] - law->parameter[MIN];
    return width * width / 12;
}

static const char *check_mode(const double *given)
{
    if (bw_law_count_given(given, 3) != 3) {
        return "min, mode and max must be given";
    }
    if (given[0] > given[1] || given[1] > given[2]) {
        return "min, mode and max must rise in this order";
    }
    return NULL;
}

static const char *make_triangular(const double *given, struct bw_law *law)
{
    const char *wrong = check_mode(given);
    if (wrong != NULL) {
        return wrong;
    }
    if (given[0] == given[2]) {
        *law = bw_law_constant(given[0]);
        return NULL;
    }
    law->parameter[MIN] = given[0];
    law->parameter[MODE] = given[1];
    law->parameter[MAX] = given[2];
    return NULL;
}

static double invert_triangular(const struct bw_law *law, double u)
{
    double min = law->parameter[MIN];
    double mode = law->parameter[MODE];
    double max = law->parameter[MAX];
    if (u * (max - min) < mode - min) {
        return min + sqrt(u * (max - min) * (mode - min));
    }
    return max - sqrt((1 - u) * (max - min) * (max - mode));
}

static double mean_triangular(const struct bw_law *law)
{
    return (law->parameter[MIN] + law->parameter[MODE] + law->parameter[MAX]) / 3;
}

static double variance_triangular(const struct bw_law *law)
{
    double width = law->parameter[MAX] - law->parameter[MIN];
    double left = law->parameter[MODE] - law->parameter[MIN];
    return (width * width - left * (width - left)) / 18;
}

static const char *make_beta(const double *given, struct bw_law *law)
{
    double mean = given[0];
    double sd = given[1];
    if (bw_law_count_given(given, 2) != 2) {
        return "mean and sd must be given";
    }
    if (mean < 0 || mean > 1) {
        return "mean must lie from 0 to 1";
    }
    if (sd < 0) {
        return "sd must not be below 0";
    }
    if (sd == 0) {
        *law = bw_law_constant(mean);
        return NULL;
    }
    /* At the bound all weight would be on 0 and 1. */
    double sum = mean * (1 - mean) / (sd * sd) - 1;
    if (!(sum > 0)) {
        return "sd must be below the square root of mean * (1 - mean)";
    }
    law->parameter[SHAPE_A] = mean * sum;
    law->parameter[SHAPE_B] = (1 - mean) * sum;
    law->parameter[LOW] = 0;
    law->parameter[WIDTH] = 1;
    return NULL;
}

static const char *make_pert(const double *given, struct bw_law *law)
{
    const char *wrong = check_mode(given);
    if (wrong != NULL) {
        return wrong;
    }
    double width = given[2] - given[0];
    if (width == 0) {
        *law = bw_law_constant(given[0]);
        return NULL;
    }
    law->parameter[SHAPE_A] = 1 + PERT_WEIGHT * (given[1] - given[0]) / width;
    law->parameter[SHAPE_B] = 1 + PERT_WEIGHT * (given[2] - given[1]) / width;
    law->parameter[LOW] = given[0];
    law->parameter[WIDTH] = width;
    return NULL;
}

/* G / (G + H) of two gamma draws (Devroye, "Non-uniform random variate generation",
 * 1986, section IX.3). The boosts of shapes below 1 enter as logarithms: where both
 * shapes are small, both draws would be 0. */
static double sample_beta(const struct bw_law *law, struct bw_draw *draw)
{
    double a = law->parameter[SHAPE_A];
    double b = law->parameter[SHAPE_B];
    double g = bw_law_draw_gamma(a < 1 ? a + 1 : a, draw);
    double h = bw_law_draw_gamma(b < 1 ? b + 1 : b, draw);
    double boost = 0;
    boost += a < 1 ? bw_law_draw_boost(a, draw) : 0;
    boost -= b < 1 ? bw_law_draw_boost(b, draw) : 0;
    double odds = h / g * (a < 1 || b < 1 ? exp(boost) : 1);
    return law->parameter[LOW] + law->parameter[WIDTH] / (1 + odds);
}

static double invert_beta(const struct bw_law *law, double u)
{
    double share =
        bw_law_invert_beta(law->parameter[SHAPE_A], law->parameter[SHAPE_B], u);
    return law->parameter[LOW] + law->parameter[WIDTH] * share;
}

static double mean_beta(const struct bw_law *law)
{
    double a = law->parameter[SHAPE_A];
    double b = law->parameter[SHAPE_B];
    return law->parameter[LOW] + law->parameter[WIDTH] * (a / (a + b));
}

static double variance_beta(const struct bw_law *law)
{
    double a = law->parameter[SHAPE_A];
    double b = law->parameter[SHAPE_B];
    double width = law->parameter[WIDTH];
    return width * width * (a / (a + b)) * (b / (a + b)) / (a + b + 1);
}

const struct bw_law_kind bw_law_kind_uniform = {
    .name = "uniform",
    .doc = "uniform law between two bounds",
    .parameters = {{"min", BW_LAW_VALUE, "lower bound"},
        {"max", BW_LAW_VALUE, "upper bound"}},
    .make = make_uniform,
    .invert = invert_uniform,
    .mean = mean_uniform,
    .variance = variance_uniform,
};

const struct bw_law_kind bw_law_kind_triangular = {
    .name = "triangular",
    .doc = "triangular law",
    .parameters = {{"min", BW_LAW_VALUE, "lower bound"},
        {"mode", BW_LAW_VALUE, "most likely value"},
        {"max", BW_LAW_VALUE, "upper bound"}},
    .make = make_triangular,
    .invert = invert_triangular,
    .mean = mean_triangular,
    .variance = variance_triangular,
};

const struct bw_law_kind bw_law_kind_beta = {
    .name = "beta",
    .doc = "beta law on 0 to 1, for shares such as a yield",
    .parameters = {{"mean", BW_LAW_VALUE, "mean, 0 to 1"},
        {"sd", BW_LAW_VALUE, "standard deviation"}},
    .make = make_beta,
    .sample = sample_beta,
    .invert = invert_beta,
    .mean = mean_beta,
    .variance = variance_beta,
};

const struct bw_law_kind bw_law_kind_pert = {
    .name = "pert",
    .doc = "PERT law, a beta law with weight 4 on the most likely value",
    .parameters = {{"min", BW_LAW_VALUE, "lower bound"},
        {"mode", BW_LAW_VALUE, "most likely value"},
        {"max", BW_LAW_VALUE, "upper bound"}},
    .make = make_pert,
    .sample = sample_beta,
    .invert = invert_beta,
    .mean = mean_beta,
    .variance = variance_beta,
};
