/* SPDX-License-Identifier: Apache-2.0
 *
 * Every law against its distribution function, which is written here from the textbook
 * or taken from GSL, never from the law's own inverse: continuous laws by
 * Kolmogorov-Smirnov and Anderson-Darling, counts by chi-square. Each law is sampled in
 * all three ways. Each of the comparisons has false alarm BW_FALSE_ALARM per choice of
 * seed; there are about 170, so about 2e-4 for all.
 */
#include "engine/distribution.h"
#include "goodness.h"
#include "unit.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <stdbool.h>
#include <string.h>

#define DRAWS 200000
#define DRAWS_INVERTED 5000 /* root finding takes a microsecond or more */
#define COUNTS_MOST 4096
#define NONE ((double)NAN)
#define SEED 20260106

static const struct bw_key key = {SEED, 3};
static const enum bw_sampling ways[] = {
    BW_SAMPLING_QUICK, BW_SAMPLING_INVERT, BW_SAMPLING_MIRROR};
static const char *const way_names[] = {"quick", "inverted", "mirrored"};
static double values[DRAWS];

typedef double (*distribution_fn)(double x, const double *parameters);

static struct bw_law make(enum bw_law_id id, double a, double b, double c)
{
    const double given[BW_LAW_PARAMETERS] = {a, b, c, NONE, NONE};
    struct bw_law law;
    assert_null(bw_law_make(id, given, &law));
    return law;
}

static size_t draw_all(const char *name, const struct bw_law *law, size_t way)
{
    struct bw_generator generator;
    size_t count = way == 0 ? DRAWS : DRAWS_INVERTED;
    uint64_t stream = bw_stream_id("tests", name);
    bw_generator_init(&generator, &key, ways[way]);
    for (size_t i = 0; i < count; i++) {
        values[i] = bw_law_value(law, &generator, stream, i);
    }
    return count;
}

static double uniform_cdf(double x, const double *p)
{
    return (x - p[0]) / (p[1] - p[0]);
}

static double triangular_cdf(double x, const double *p)
{
    double width = p[2] - p[0];
    return x < p[1] ? (x - p[0]) * (x - p[0]) / (width * (p[1] - p[0]))
                    : 1 - (p[2] - x) * (p[2] - x) / (width * (p[2] - p[1]));
}

static double exponential_cdf(double x, const double *p)
{
    return -expm1(-x / p[0]);
}

/* mean, shape */
static double gamma_cdf(double x, const double *p)
{
    return gsl_cdf_gamma_P(x, p[1], p[0] / p[1]);
}

/* median, sigma */
static double lognormal_cdf(double x, const double *p)
{
    return gsl_cdf_lognormal_P(x, log(p[0]), p[1]);
}

/* scale, shape */
static double weibull_cdf(double x, const double *p)
{
    return gsl_cdf_weibull_P(x, p[0], p[1]);
}

/* mean, sd; cut at 0 */
static double normal_cdf(double x, const double *p)
{
    double below = gsl_cdf_gaussian_P(-p[0], p[1]);
    return (gsl_cdf_gaussian_P(x - p[0], p[1]) - below) / (1 - below);
}

/* a, b, low, width */
static double beta_cdf(double x, const double *p)
{
    return gsl_cdf_beta_P((x - p[2]) / p[3], p[0], p[1]);
}

static double least_p(size_t count, distribution_fn cdf, const double *parameters)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = cdf(values[i], parameters);
        assert_true(values[i] >= 0 && values[i] <= 1);
        /* The last digit of a quantile near an end may round to the end. */
        values[i] = fmin(1 - 0x1p-53, fmax(1e-300, values[i]));
    }
    bw_sort(values, count);
    return fmin(
        bw_kolmogorov_smirnov(values, count), bw_anderson_darling(values, count));
}

struct continuous {
    const char *name;
    enum bw_law_id id;
    double given[3];
    distribution_fn cdf;
    double parameters[4];
};

static const struct continuous continuous[] = {
    {"uniform", BW_LAW_UNIFORM, {2, 8, NONE}, uniform_cdf, {2, 8}},
    {"triangular", BW_LAW_TRIANGULAR, {1, 2, 6}, triangular_cdf, {1, 2, 6}},
    {"exponential", BW_LAW_EXPONENTIAL, {3, NONE, NONE}, exponential_cdf, {3}},
    {"gamma-0.04", BW_LAW_GAMMA, {3, 5, NONE}, gamma_cdf, {3, 0.04}},
    {"gamma-0.25", BW_LAW_GAMMA, {3, 2, NONE}, gamma_cdf, {3, 0.25}},
    {"gamma-1", BW_LAW_GAMMA, {3, 1, NONE}, gamma_cdf, {3, 1}},
    {"gamma-4", BW_LAW_GAMMA, {3, 0.5, NONE}, gamma_cdf, {3, 4}},
    {"gamma-400", BW_LAW_GAMMA, {3, 0.05, NONE}, gamma_cdf, {3, 400}},
    {"erlang", BW_LAW_ERLANG, {6, 3, NONE}, gamma_cdf, {6, 3}},
    {"weibull-rayleigh", BW_LAW_WEIBULL, {3, NONE, 2}, weibull_cdf,
        {3 * 1.1283791670955126, 2}}, /* 2 / sqrt(pi) */
    {"weibull-1", BW_LAW_WEIBULL, {3, NONE, 1}, weibull_cdf, {3, 1}},
    {"weibull-0.5", BW_LAW_WEIBULL, {3, NONE, 0.5}, weibull_cdf, {1.5, 0.5}},
    {"normal-far", BW_LAW_NORMAL, {20, 1, NONE}, normal_cdf, {20, 1}},
    {"normal-cut", BW_LAW_NORMAL, {1, 1, NONE}, normal_cdf, {1, 1}},
    {"normal-half", BW_LAW_NORMAL, {0, 2, NONE}, normal_cdf, {0, 2}},
    {"beta", BW_LAW_BETA, {0.4, 0.2, NONE}, beta_cdf, {2, 3, 0, 1}},
    {"beta-low", BW_LAW_BETA, {0.5, 0.3535533905932738, NONE}, beta_cdf,
        {0.5, 0.5, 0, 1}}, /* arcsine law */
    {"beta-edges", BW_LAW_BETA, {0.25, 0.30618621784789724, NONE}, beta_cdf,
        {0.25, 0.75, 0, 1}},
    {"pert", BW_LAW_PERT, {2, 3, 10}, beta_cdf, {1.5, 4.5, 2, 8}},
};

static double fit(const struct continuous *c, size_t way, double scale)
{
    struct bw_law law = make(c->id, c->given[0], c->given[1], c->given[2]);
    size_t count = draw_all(c->name, &law, way);
    for (size_t i = 0; i < count; i++) {
        values[i] *= scale;
    }
    return least_p(count, c->cdf, c->parameters);
}

static void test_law_fit_of_continuous_laws(void **state)
{
    (void)state;
    print_message("seed %d, replication 3\n", SEED);
    for (size_t i = 0; i < BW_ARRAY_LENGTH(continuous); i++) {
        for (size_t way = 0; way < BW_ARRAY_LENGTH(ways); way++) {
            double p = fit(&continuous[i], way, 1);
            if (!(p >= BW_FALSE_ALARM)) {
                fail_msg("%s, %s: p = %g", continuous[i].name, way_names[way], p);
            }
        }
    }
}

static void test_law_fit_of_lognormal(void **state)
{
    (void)state;
    double sigma = sqrt(log(1.25));
    const struct continuous c = {"lognormal", BW_LAW_LOGNORMAL, {3, 0.5, NONE},
        lognormal_cdf, {3 / sqrt(1.25), sigma}};
    for (size_t way = 0; way < BW_ARRAY_LENGTH(ways); way++) {
        assert_true(fit(&c, way, 1) >= BW_FALSE_ALARM);
    }
}

/* A scale that is wrong by 3 % must be found: the tests above would be worth little
 * otherwise. Where the standard deviation exceeds the mean, so does what is planted in
 * proportion. Bounded laws are left out: their values would leave the range. */
static void test_law_fit_finds_a_scale_that_is_wrong_by_three_per_cent(void **state)
{
    (void)state;
    uint32_t tried = 0;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(continuous); i++) {
        const struct continuous *c = &continuous[i];
        if (c->cdf == uniform_cdf || c->cdf == triangular_cdf || c->cdf == beta_cdf) {
            continue;
        }
        struct bw_law law = make(c->id, c->given[0], c->given[1], c->given[2]);
        double cv = sqrt(bw_law_variance(&law)) / bw_law_mean(&law);
        double wrong = 1 + 0.03 * fmax(1, cv);
        double p = fmax(fit(c, 0, wrong), fit(c, 0, 1 / wrong));
        if (!(p < BW_FALSE_ALARM)) {
            fail_msg("%s: factor %g is not found, p = %g", c->name, wrong, p);
        }
        tried++;
    }
    assert_int_equal(tried, 13);
}

struct counts {
    const char *name;
    enum bw_law_id id;
    double mean, dispersion;
};

static const struct counts counts[] = {
    {"poisson-0.3", BW_LAW_POISSON, 0.3, NONE},
    {"poisson-7", BW_LAW_POISSON, 7, NONE},
    {"poisson-100", BW_LAW_POISSON, 100, NONE},
    {"poisson-901", BW_LAW_POISSON, 901, NONE}, /* by rejection from here on */
    {"poisson-3000", BW_LAW_POISSON, 3000, NONE},
    {"negbin-0.05", BW_LAW_NEGATIVE_BINOMIAL, 4, 0.05},
    {"negbin-0.5", BW_LAW_NEGATIVE_BINOMIAL, 4, 0.5},
    {"negbin-1", BW_LAW_NEGATIVE_BINOMIAL, 30, 1},
    {"negbin-2", BW_LAW_NEGATIVE_BINOMIAL, 10, 2},
    {"negbin-40", BW_LAW_NEGATIVE_BINOMIAL, 700, 40},
};

/* expected is the law with mean * scale. The last cell takes all that lies beyond. */
static double fit_counts(const struct counts *c, size_t way, double scale)
{
    static uint64_t observed[COUNTS_MOST];
    static double expected[COUNTS_MOST];
    struct bw_law law = make(c->id, c->mean, c->dispersion, NONE);
    size_t count = draw_all(c->name, &law, way);
    double mean = c->mean * scale;
    double rest = (double)count;
    memset(observed, 0, sizeof observed);
    for (size_t i = 0; i < count; i++) {
        assert_true(values[i] >= 0 && values[i] == floor(values[i]));
        observed[(size_t)fmin(values[i], COUNTS_MOST - 1)]++;
    }
    for (unsigned n = 0; n + 1 < COUNTS_MOST; n++) {
        double at = c->id == BW_LAW_POISSON
            ? gsl_ran_poisson_pdf(n, mean)
            : gsl_ran_negative_binomial_pdf(
                n, c->dispersion / (c->dispersion + mean), c->dispersion);
        expected[n] = (double)count * at;
        rest -= expected[n];
    }
    expected[COUNTS_MOST - 1] = fmax(0, rest);
    return bw_chi_square(observed, expected, COUNTS_MOST);
}

static void test_law_fit_of_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(counts); i++) {
        for (size_t way = 0; way < BW_ARRAY_LENGTH(ways); way++) {
            double p = fit_counts(&counts[i], way, 1);
            if (!(p >= BW_FALSE_ALARM)) {
                fail_msg("%s, %s: p = %g", counts[i].name, way_names[way], p);
            }
        }
        if (counts[i].mean / sqrt(counts[i].mean) >= 2
            && counts[i].id == BW_LAW_POISSON) {
            assert_true(fit_counts(&counts[i], 0, 1.03) < BW_FALSE_ALARM);
        }
    }
}

static void test_law_fit_of_tables(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    struct bw_law law;
    static const double numbers[] = {0, 1, 2, 3};
    static const double weights[] = {1, 2, 4, 1};
    assert_null(bw_law_make_discrete(&arena, numbers, weights, 4, &law));
    for (size_t way = 0; way < BW_ARRAY_LENGTH(ways); way++) {
        uint64_t observed[4] = {0};
        double expected[4];
        size_t count = draw_all("discrete", &law, way);
        for (size_t i = 0; i < count; i++) {
            observed[(size_t)values[i]]++;
        }
        for (size_t i = 0; i < 4; i++) {
            expected[i] = (double)count * weights[i] / 8;
        }
        assert_true(bw_chi_square(observed, expected, 4) >= BW_FALSE_ALARM);
        expected[2] *= 1.03;
        assert_true(way > 0 || bw_chi_square(observed, expected, 4) < BW_FALSE_ALARM);
    }
    bw_arena_release(&arena);
}

/* The p-values themselves: sorted numbers i / (n + 1) fit too well, their squares not
 * at all, and known quantiles of the limit laws come out. */
static void test_goodness_p_values_are_those_of_the_tables(void **state)
{
    (void)state;
    static double sorted[1000];
    for (size_t i = 0; i < 1000; i++) {
        sorted[i] = ((double)i + 0.5) / 1000;
    }
    assert_true(bw_kolmogorov_smirnov(sorted, 1000) > 0.999);
    assert_true(bw_anderson_darling(sorted, 1000) > 0.5);
    /* All values moved by D: sqrt(n) D = 1.358 has p = 5 %. */
    double shift = 1.3581 / (sqrt(1000) + 0.12 + 0.11 / sqrt(1000)) - 0.0005;
    for (size_t i = 0; i < 1000; i++) {
        sorted[i] = fmin(1, sorted[i] + shift);
    }
    bw_assert_close(bw_kolmogorov_smirnov(sorted, 1000), 0.05, 1e-4);
    const uint64_t observed[] = {90, 110, 105, 95};
    const double expected[] = {100, 100, 100, 100};
    bw_assert_close(bw_chi_square(observed, expected, 4), 0.4753, 1e-4); /* 2.5 at 3 */
    /* Anderson-Darling: two values 0.5 have A2 = -2 + 2 (ln 2) 4 / 2 = 0.7726. */
    const double halves[] = {0.5, 0.5};
    bw_assert_close(
        bw_anderson_darling(halves, 2), sqrt(3) * erfc(sqrt(4 * log(2) - 2)), 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_fit_of_continuous_laws),
        cmocka_unit_test(test_law_fit_of_lognormal),
        cmocka_unit_test(test_law_fit_finds_a_scale_that_is_wrong_by_three_per_cent),
        cmocka_unit_test(test_law_fit_of_counts),
        cmocka_unit_test(test_law_fit_of_tables),
        cmocka_unit_test(test_goodness_p_values_are_those_of_the_tables),
    };
    bw_law_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
