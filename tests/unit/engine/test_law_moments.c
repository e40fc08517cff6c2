/* SPDX-License-Identifier: Apache-2.0
 *
 * Mean and variance of every law against closed forms, by 200,000 draws each with a
 * fixed seed. Bounds: 5 standard errors for the mean, 6 for the variance (whose
 * standard error is estimated from the fourth moment). With 30 comparisons of the mean
 * the chance of a false alarm is below 2e-5 per choice of seed, and by the normal
 * approximation below 1e-7 for the variances.
 */
#include "engine/distribution.h"
#include "unit.h"

#define DRAWS 200000
#define MEAN_ERRORS 5.0
#define VARIANCE_ERRORS 6.0
#define NONE ((double)NAN)

static const struct bw_key key = {20260105, 7};

/* Compares the draws of a law with the moments expected, and these with what the law
 * says of itself. */
static void check_law(
    const char *name, const struct bw_law *law, double mean, double variance)
{
    static double values[DRAWS];
    bw_assert_close(bw_law_mean(law), mean, 1e-9 * fabs(mean));
    bw_assert_close(bw_law_variance(law), variance, 1e-9 * variance);
    struct bw_generator generator;
    uint64_t stream = bw_stream_id("tests", name);
    bw_generator_init(&generator, &key, BW_SAMPLING_QUICK);
    double sum = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        values[i] = bw_law_value(law, &generator, stream, i);
        sum += values[i] - mean;
    }
    double second = 0;
    double fourth = 0;
    for (int i = 0; i < DRAWS; i++) {
        double square = (values[i] - mean) * (values[i] - mean);
        second += square / DRAWS;
        fourth += square * square / DRAWS;
    }
    double mean_error = fabs(sum / DRAWS) / sqrt(variance / DRAWS);
    double variance_error =
        fabs(second - variance) / sqrt((fourth - second * second) / DRAWS);
    if (!(mean_error < MEAN_ERRORS) || !(variance_error < VARIANCE_ERRORS)) {
        fail_msg("%s: mean %.2f, variance %.2f standard errors away", name, mean_error,
            variance_error);
    }
}

static struct bw_law make(enum bw_law_id id, double a, double b, double c, double d)
{
    const double given[BW_LAW_PARAMETERS] = {a, b, c, d, NONE};
    struct bw_law law;
    assert_null(bw_law_make(id, given, &law));
    return law;
}

static void check_made(const char *name, enum bw_law_id id, const double given[4],
    double mean, double variance)
{
    struct bw_law law = make(id, given[0], given[1], given[2], given[3]);
    check_law(name, &law, mean, variance);
}

static void test_law_moments_of_positive_laws_match_closed_forms(void **state)
{
    (void)state;
    const struct {
        const char *name;
        enum bw_law_id id;
        double given[4], mean, variance;
    } cases[] = {
        {"exponential", BW_LAW_EXPONENTIAL, {3, NONE, NONE, NONE}, 3, 9},
        {"gamma", BW_LAW_GAMMA, {3, 0.5, NONE, NONE}, 3, 2.25},
        {"gamma-wide", BW_LAW_GAMMA, {3, 2, NONE, NONE}, 3, 36},
        {"erlang", BW_LAW_ERLANG, {6, 3, NONE, NONE}, 6, 12},
        {"lognormal", BW_LAW_LOGNORMAL, {3, 0.4, NONE, NONE}, 3, 1.44},
        {"weibull", BW_LAW_WEIBULL, {3, 0.5, NONE, NONE}, 3, 2.25},
        {"normal", BW_LAW_NORMAL, {30, 2, NONE, NONE}, 30, 4},
    };
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        check_made(cases[i].name, cases[i].id, cases[i].given, cases[i].mean,
            cases[i].variance);
    }
}

/* Rayleigh: shape 2, so scale = mean * 2 / sqrt(pi) and variance = scale^2 (1 - pi/4).
 */
static void test_law_moments_of_weibull_by_shape_are_those_of_rayleigh(void **state)
{
    (void)state;
    const double pi = acos(-1.0);
    double square = 9 * 4 / pi;
    const double given[4] = {3, NONE, 2, NONE};
    check_made("rayleigh", BW_LAW_WEIBULL, given, 3, square * (1 - pi / 4));
}

/* exp(mu + s^2/2) with mu = ln 2 and s = ln(5/2) / z(0.95). */
static void test_law_moments_of_lognormal_by_quantiles_match(void **state)
{
    (void)state;
    double sigma = log(2.5) / 1.6448536269514722;
    double mean = 2 * exp(sigma * sigma / 2);
    const double given[4] = {NONE, NONE, 2, 5};
    check_made("lognormal-quantiles", BW_LAW_LOGNORMAL, given, mean,
        mean * mean * (exp(sigma * sigma) - 1));
}

/* Half-normal law: mean s sqrt(2/pi), variance s^2 (1 - 2/pi). The second case is cut
 * at one standard deviation: ratio phi(1) / Phi(1) = 0.28759997093917833. */
static void test_law_moments_of_truncated_normal_match(void **state)
{
    (void)state;
    const double pi = acos(-1.0);
    const double half[4] = {0, 3, NONE, NONE};
    check_made("half-normal", BW_LAW_NORMAL, half, 3 * sqrt(2 / pi), 9 * (1 - 2 / pi));
    const double ratio = 0.28759997093917833;
    const double cut[4] = {2, NONE, 1, NONE};
    check_made("normal-cut", BW_LAW_NORMAL, cut, 2 + 2 * ratio,
        4 * (1 - ratio - ratio * ratio));
}

/* The plain normal law, of which a half or more is below 0. Quantiles are mean + z sd.
 */
static void test_law_moments_of_signed_normal_are_those_given(void **state)
{
    (void)state;
    const double given[2][BW_LAW_PARAMETERS] = {
        {-4, 3, NONE, NONE, NONE}, {-4, NONE, 0.5, NONE, NONE}};
    struct bw_law law;
    assert_null(bw_law_make_signed_normal(given[0], &law));
    check_law("normal-signed", &law, -4, 9);
    bw_assert_close(bw_law_kind(law.id)->invert(&law, 0.5), -4, 1e-9);
    bw_assert_close(
        bw_law_kind(law.id)->invert(&law, 0.975), -4 + 3 * 1.959963984540054, 1e-9);
    assert_null(bw_law_make_signed_normal(given[1], &law));
    check_law("normal-signed-cv", &law, -4, 4);
}

static void test_law_moments_of_bounded_laws_match_closed_forms(void **state)
{
    (void)state;
    const struct {
        const char *name;
        enum bw_law_id id;
        double given[4], mean, variance;
    } cases[] = {
        {"uniform", BW_LAW_UNIFORM, {2, 8, NONE, NONE}, 5, 3},
        {"triangular", BW_LAW_TRIANGULAR, {3, 4, 8, NONE}, 5, 7.0 / 6},
        {"triangular-left", BW_LAW_TRIANGULAR, {0, 0, 3, NONE}, 1, 0.5},
        {"triangular-right", BW_LAW_TRIANGULAR, {0, 3, 3, NONE}, 2, 0.5},
        {"beta", BW_LAW_BETA, {0.92, 0.04, NONE, NONE}, 0.92, 0.0016},
        {"beta-u", BW_LAW_BETA, {0.5, 0.45, NONE, NONE}, 0.5, 0.2025},
        /* mean (min + 4 mode + max) / 6, variance (mean - min)(max - mean) / 7 */
        {"pert", BW_LAW_PERT, {2, 3, 10, NONE}, 4, 12.0 / 7},
    };
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        check_made(cases[i].name, cases[i].id, cases[i].given, cases[i].mean,
            cases[i].variance);
    }
}

static void test_law_moments_of_counts_match_closed_forms(void **state)
{
    (void)state;
    const struct {
        const char *name;
        enum bw_law_id id;
        double given[4], mean, variance;
    } cases[] = {
        {"poisson-small", BW_LAW_POISSON, {0.3, NONE, NONE, NONE}, 0.3, 0.3},
        {"poisson-below", BW_LAW_POISSON, {29.9, NONE, NONE, NONE}, 29.9, 29.9},
        {"poisson-above", BW_LAW_POISSON, {30, NONE, NONE, NONE}, 30, 30},
        {"poisson-large", BW_LAW_POISSON, {5000, NONE, NONE, NONE}, 5000, 5000},
        {"negbin", BW_LAW_NEGATIVE_BINOMIAL, {10, 2, NONE, NONE}, 10, 60},
        {"negbin-wide", BW_LAW_NEGATIVE_BINOMIAL, {4, 0.5, NONE, NONE}, 4, 36},
    };
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        check_made(cases[i].name, cases[i].id, cases[i].given, cases[i].mean,
            cases[i].variance);
    }
}

static void test_law_moments_of_tables_match_sums(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    struct bw_law law;
    static const double values[] = {7, 1, 3, 1};
    static const double weights[] = {1, 2, 4, 1};
    assert_null(bw_law_make_empirical(&arena, values, 4, &law));
    check_law("empirical", &law, 3, 6);
    assert_null(bw_law_make_discrete(&arena, values, weights, 4, &law));
    /* (7 + 2 + 12 + 1) / 8 = 2.75; (49 + 2 + 36 + 1) / 8 - 2.75^2 = 3.4375 */
    check_law("discrete", &law, 2.75, 3.4375);
    bw_arena_release(&arena);
}

static void test_law_moments_of_composites_match_sums(void **state)
{
    (void)state;
    struct bw_arena arena;
    bw_arena_init(&arena);
    struct bw_law law;
    struct bw_law parts[2] = {
        make(BW_LAW_EXPONENTIAL, 2, NONE, NONE, NONE),
        make(BW_LAW_UNIFORM, 10, 16, NONE, NONE),
    };
    static const double weights[] = {3, 1};
    assert_null(bw_law_make_shifted(&arena, 5, &parts[0], &law));
    check_law("shifted", &law, 7, 4);
    assert_null(bw_law_make_mixture(&arena, parts, weights, 2, &law));
    /* mean 0.75 * 2 + 0.25 * 13; E[x^2] = 0.75 * 8 + 0.25 * (3 + 169) */
    check_law("mixture", &law, 4.75, 0.75 * 8 + 0.25 * 172 - 4.75 * 4.75);
    bw_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_moments_of_positive_laws_match_closed_forms),
        cmocka_unit_test(test_law_moments_of_weibull_by_shape_are_those_of_rayleigh),
        cmocka_unit_test(test_law_moments_of_lognormal_by_quantiles_match),
        cmocka_unit_test(test_law_moments_of_truncated_normal_match),
        cmocka_unit_test(test_law_moments_of_signed_normal_are_those_given),
        cmocka_unit_test(test_law_moments_of_bounded_laws_match_closed_forms),
        cmocka_unit_test(test_law_moments_of_counts_match_closed_forms),
        cmocka_unit_test(test_law_moments_of_tables_match_sums),
        cmocka_unit_test(test_law_moments_of_composites_match_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
