/* SPDX-License-Identifier: Apache-2.0
 *
 * Inverse distribution functions, and antithetic draws, which are made by them. The
 * quantiles were worked out with 30 to 40 digits by bisection of incomplete gamma and
 * beta functions (mpmath 1.3).
 */
#include "engine/distribution.h"
#include "unit.h"

#include <gsl/gsl_cdf.h>
#include <stdbool.h>
#include <string.h>

#define NONE ((double)NAN)
#define U1 0x1.0624dd2f1a9fcp-10 /* 0.001 */
#define U2 0.25
#define U3 0.5
#define U4 0x1.ccccccccccccdp-1 /* 0.9 */
#define U_LEAST 0x1p-53
#define U_MOST 0x1.fffffffffe000p-1 /* 1 - 2^-40 */

static const struct bw_key key = {20260105, 4};

static struct bw_law make(enum bw_law_id id, double a, double b, double c)
{
    const double given[BW_LAW_PARAMETERS] = {a, b, c, NONE, NONE};
    struct bw_law law;
    assert_null(bw_law_make(id, given, &law));
    return law;
}

struct quantile {
    double a, b, u, x;
};

static void check_quantiles(const struct quantile *cases, size_t count, bool is_beta)
{
    for (size_t i = 0; i < count; i++) {
        const struct quantile *c = &cases[i];
        struct bw_law law = {.id = is_beta ? BW_LAW_BETA : BW_LAW_GAMMA,
            .parameter = {c->a, c->b, 0, 1}};
        double found = bw_law_invert(&law, c->u);
        bw_assert_close(found, c->x, 1e-11 * c->x);
    }
}

static void test_law_invert_gamma_gives_known_quantiles(void **state)
{
    (void)state;
    static const struct quantile cases[] = {
        {0.04, 1, U_LEAST, 0}, /* 8e-400 */
        {0.04, 1, U1, 5.7987583408576083e-76},
        {0.04, 1, U2, 5.1503320194058158e-16},
        {0.04, 1, U3, 1.7281646839426069e-8},
        {0.04, 1, U4, 0.043384135329113236},
        {0.04, 1, U_MOST, 21.539850343471287},
        {0.5, 1, U_LEAST, 9.6807797833848627e-33},
        {0.5, 1, U1, 7.8539857463124497e-7},
        {0.5, 1, U2, 0.050765522133810773},
        {0.5, 1, U3, 0.22746821155978638},
        {0.5, 1, U4, 1.3527717270477075},
        {0.5, 1, U_MOST, 25.515167833748651},
        {3, 1, U_LEAST, 8.7334956504419651e-6},
        {3, 1, U1, 0.19053337756840319},
        {3, 1, U2, 1.7272994178605194},
        {3, 1, U3, 2.6740603137235603},
        {3, 1, U4, 5.3223203378342102},
        {3, 1, U_MOST, 34.152967000919315},
        {1000, 1, U_LEAST, 762.07053702618656},
        {1000, 1, U1, 905.12079093497662},
        {1000, 1, U2, 978.49296649469285},
        {1000, 1, U3, 999.66668642696518},
        {1000, 1, U4, 1040.7343080136901},
        {1000, 1, U_MOST, 1239.3460253241584},
        /* by expansion around the normal law */
        {1e7, 1, U1, 9990230.6771894635},
        {1e7, 1, U2, 9997866.894481863},
        {1e7, 1, U4, 10004052.835950568},
        {1e12, 1, U1, 999996909770.54368},
        {1e12, 1, U4, 1000001281551.7797},
    };
    check_quantiles(cases, BW_ARRAY_LENGTH(cases), false);
}

static void test_law_invert_beta_gives_known_quantiles(void **state)
{
    (void)state;
    static const struct quantile cases[] = {
        {0.02, 0.05, U1, 1.8724578103720846e-143},
        {0.02, 0.05, U2, 1.4771087632782663e-23},
        {0.02, 0.05, U3, 1.6630765932112988e-8},
        {0.02, 0.05, U4, 0.99999999926249497},
        {0.5, 0.5, U1, 2.4673990709169442e-6},
        {0.5, 0.5, U2, 0.14644660940672624},
        {0.5, 0.5, U3, 0.5},
        {0.5, 0.5, U4, 0.9755282581475768},
        {2, 3, U1, 0.013022947370814272},
        {2, 3, U2, 0.2430220837560763},
        {2, 3, U3, 0.38572756813238955},
        {2, 3, U4, 0.6795394162781817},
        {40, 0.3, U1, 0.89004796399377203},
        {40, 0.3, U2, 0.99138939113848096},
        {40, 0.3, U3, 0.99815732974012972},
        {40, 0.3, U4, 0.99999183567486236},
        {920, 80, U1, 0.89114066676140959},
        {920, 80, U2, 0.9143752943001462},
        {920, 80, U3, 0.92027995176854223},
        {920, 80, U4, 0.93079694228961308},
    };
    check_quantiles(cases, BW_ARRAY_LENGTH(cases), true);
    /* Both shapes large: where GSL has no distribution function, the normal law and its
     * skewness; mean 0.4, standard deviation 3.46e-4. */
    const struct bw_law narrow = {.id = BW_LAW_BETA, .parameter = {8e5, 1.2e6, 0, 1}};
    bw_assert_close(bw_law_invert(&narrow, 0.5), 0.4, 2e-7);
    double sd = sqrt(0.24 / 2000001);
    bw_assert_close(bw_law_invert(&narrow, 0.975), 0.4 + 1.959964 * sd, 2e-3 * sd);
}

/* The least count whose cumulative probability exceeds u, by a plain sum from 0. */
static double sum_up(double mean, double k, double u)
{
    double term = k > 0 ? exp(-k * log1p(mean / k)) : exp(-mean);
    double sum = term;
    double n = 0;
    while (u >= sum) {
        double rate = k > 0 ? (n + k) / (1 + k / mean) : mean;
        n += 1;
        term *= rate / n;
        sum += term;
    }
    return n;
}

static void test_law_invert_counts_equals_the_sum_from_zero(void **state)
{
    (void)state;
    static const double given[][2] = {
        {0.3, NONE}, {7, NONE}, {30, NONE}, {400, NONE}, {4, 0.5}, {30, 1}, {300, 12}};
    const struct bw_key grid = {1, 1};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(given); i++) {
        double k = given[i][1];
        struct bw_law law = make(
            isnan(k) ? BW_LAW_POISSON : BW_LAW_NEGATIVE_BINOMIAL, given[i][0], k, NONE);
        for (uint64_t j = 0; j < 5000; j++) {
            double u = bw_stream_uniform(&grid, i, j);
            assert_true(
                bw_law_invert(&law, u) == sum_up(given[i][0], isnan(k) ? 0 : k, u));
        }
    }
}

/* sd 1.4e6: looked for among real numbers. */
static void test_law_invert_wide_negative_binomial_meets_its_distribution(void **state)
{
    (void)state;
    struct bw_law law = make(BW_LAW_NEGATIVE_BINOMIAL, 1e6, 0.5, NONE);
    static const double us[] = {U_LEAST, U1, U2, U3, U4, U_MOST};
    double share = 0.5 / (0.5 + 1e6);
    for (size_t i = 0; i < BW_ARRAY_LENGTH(us); i++) {
        double n = bw_law_invert(&law, us[i]);
        assert_true(n >= 0 && n == floor(n));
        assert_true(gsl_cdf_beta_P(share, 0.5, n + 1) >= us[i] * (1 - 1e-12));
        assert_true(n == 0 || gsl_cdf_beta_P(share, 0.5, n) <= us[i] * (1 + 1e-12));
    }
    /* Mean 1e7, sd 10488; exact quantiles. */
    law = make(BW_LAW_NEGATIVE_BINOMIAL, 1e7, 1e6, NONE);
    bw_assert_close(bw_law_invert(&law, U1), 9967619, 1);
    bw_assert_close(bw_law_invert(&law, U2), 9992924, 1);
    bw_assert_close(bw_law_invert(&law, U4), 10013443, 1);
    law = make(BW_LAW_POISSON, 1e8, NONE, NONE);
    bw_assert_close(bw_law_invert(&law, 0.5), 1e8, 1);
}

/* Shapes, means and dispersions over twelve powers of ten, at u from end to end. */
static void test_law_invert_never_falls(void **state)
{
    (void)state;
    static const double us[] = {U_LEAST, 1e-12, 1e-6, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9,
        0.999, 1 - 1e-9, 1 - 0x1p-53};
    for (int e = -40; e <= 80; e += 2) {
        for (int f = -30; f <= 80; f += 3) {
            double a = pow(10, e / 10.0);
            double b = pow(10, f / 10.0);
            const struct bw_law laws[] = {
                {.id = BW_LAW_GAMMA, .parameter = {a, b}},
                {.id = BW_LAW_BETA, .parameter = {a, b, 0, 1}},
                make(BW_LAW_NEGATIVE_BINOMIAL, a, b, NONE),
                make(BW_LAW_POISSON, a, NONE, NONE),
            };
            size_t count = f == -30 ? 4 : 3; /* the last one has no second number */
            for (size_t i = 0; i < count; i++) {
                double last = 0;
                for (size_t j = 0; j < BW_ARRAY_LENGTH(us); j++) {
                    double x = bw_law_invert(&laws[i], us[j]);
                    assert_true(isfinite(x) && x >= last);
                    last = x;
                }
            }
        }
    }
}

/* Half of the normal law that is left above 0 lies below Phi^-1(1/2 + Phi(-1)/2). */
static void test_law_invert_normal_cuts_at_zero(void **state)
{
    (void)state;
    struct bw_law law = make(BW_LAW_NORMAL, 2, 2, NONE);
    double below = 0.15865525393145705; /* Phi(-1) */
    bw_assert_close(bw_law_invert(&law, 0.5),
        2 + 2 * gsl_cdf_ugaussian_Pinv(0.5 + below / 2), 1e-12);
    assert_true(bw_law_invert(&law, U_LEAST) >= 0);
    assert_true(bw_law_invert(&law, U_LEAST) < 1e-14);
    struct bw_law half = make(BW_LAW_NORMAL, 0, 1, NONE);
    bw_assert_close(bw_law_invert(&half, 0.5), 0.67448975019608174, 1e-14);
    bw_assert_close(
        bw_law_invert(&half, U_MOST), gsl_cdf_ugaussian_Qinv((1 - U_MOST) / 2), 1e-12);
}

enum { LAWS = 18 };

static void make_all(struct bw_arena *arena, struct bw_law laws[LAWS])
{
    static const double values[] = {5, 1, 9, 1, 7};
    static const double weights[] = {1, 2, 0, 1, 4};
    laws[0] = make(BW_LAW_UNIFORM, 1, 3, NONE);
    laws[1] = make(BW_LAW_TRIANGULAR, 1, 2, 5);
    laws[2] = make(BW_LAW_EXPONENTIAL, 2, NONE, NONE);
    laws[3] = make(BW_LAW_WEIBULL, 2, 0.7, NONE);
    laws[4] = make(BW_LAW_LOGNORMAL, 2, 0.7, NONE);
    laws[5] = make(BW_LAW_NORMAL, 20, 1, NONE);
    laws[6] = make(BW_LAW_NORMAL, 1, 2, NONE);
    laws[7] = make(BW_LAW_POISSON, 12, NONE, NONE);
    assert_null(bw_law_make_empirical(arena, values, 5, &laws[8]));
    assert_null(bw_law_make_discrete(arena, values, weights, 5, &laws[9]));
    assert_null(bw_law_make_shifted(arena, 10, &laws[2], &laws[10]));
    laws[11] = make(BW_LAW_GAMMA, 2, 0.5, NONE);
    laws[12] = make(BW_LAW_GAMMA, 2, 3, NONE);
    laws[13] = make(BW_LAW_ERLANG, 2, 4, NONE);
    laws[14] = make(BW_LAW_BETA, 0.9, 0.05, NONE);
    laws[15] = make(BW_LAW_PERT, 1, 2, 7);
    laws[16] = make(BW_LAW_NEGATIVE_BINOMIAL, 20, 0.7, NONE);
    laws[17] = make(BW_LAW_POISSON, 5000, NONE, NONE);
}

/* One word per draw, rising with it; the mirrored draw is the quantile of 1 - u. */
static void test_law_mirrored_is_the_quantile_of_one_minus_u(void **state)
{
    (void)state;
    struct bw_arena arena;
    struct bw_law laws[LAWS];
    struct bw_generator inverted;
    struct bw_generator mirrored;
    bw_arena_init(&arena);
    make_all(&arena, laws);
    bw_generator_init(&inverted, &key, BW_SAMPLING_INVERT);
    bw_generator_init(&mirrored, &key, BW_SAMPLING_MIRROR);
    for (size_t i = 0; i < LAWS; i++) {
        double last_u = 0.5;
        double last = bw_law_invert(&laws[i], 0.5);
        assert_null(bw_law_obstacle(&laws[i]));
        for (uint64_t j = 0; j < 1000; j++) {
            struct bw_draw draw;
            double u = bw_stream_uniform(&key, i, j);
            bw_draw_init(&draw, &inverted, i, j);
            double value = bw_law_sample(&laws[i], &draw);
            assert_int_equal(bw_draw_taken(&draw), 1);
            assert_true(value == bw_law_invert(&laws[i], u));
            assert_true(u >= last_u ? value >= last : value <= last);
            assert_true(bw_law_value(&laws[i], &mirrored, i, j)
                == bw_law_invert(&laws[i], 1 - u));
            last_u = u;
            last = value;
        }
    }
    bw_arena_release(&arena);
}

static void test_law_without_inverse_names_the_obstacle(void **state)
{
    (void)state;
    struct bw_arena arena;
    struct bw_law mixture;
    struct bw_law shifted;
    bw_arena_init(&arena);
    const struct bw_law parts[] = {
        make(BW_LAW_UNIFORM, 1, 2, NONE), make(BW_LAW_UNIFORM, 1.5, 6, NONE)};
    const struct bw_law falling[] = {
        make(BW_LAW_UNIFORM, 5, 6, NONE), make(BW_LAW_UNIFORM, 1, 2, NONE)};
    static const double weights[] = {1, 1};
    assert_null(bw_law_make_mixture(&arena, parts, weights, 2, &mixture));
    assert_null(bw_law_make_shifted(&arena, 1, &mixture, &shifted));
    assert_non_null(strstr(bw_law_obstacle(&mixture), "mixture"));
    assert_non_null(strstr(bw_law_obstacle(&shifted), "mixture"));
    assert_null(bw_law_obstacle(&parts[0]));
    assert_null(bw_law_make_mixture(&arena, falling, weights, 2, &mixture));
    assert_non_null(bw_law_obstacle(&mixture));
    bw_arena_release(&arena);
}

/* A delay that is 0 in most cases: the quantile at 0.25 + 0.75 v is that of v. */
static void test_law_invert_mixture_of_laws_that_rise(void **state)
{
    (void)state;
    struct bw_arena arena;
    struct bw_law law;
    bw_arena_init(&arena);
    const struct bw_law parts[] = {bw_law_constant(0), bw_law_constant(7),
        make(BW_LAW_UNIFORM, 2, 6, NONE), make(BW_LAW_TRIANGULAR, 6, 7, 9)};
    static const double weights[] = {1, 0, 2, 1};
    assert_null(bw_law_make_mixture(&arena, parts, weights, 4, &law));
    assert_null(bw_law_obstacle(&law));
    assert_true(bw_law_invert(&law, U_LEAST) == 0);
    assert_true(bw_law_invert(&law, 0.2499) == 0);
    bw_assert_close(bw_law_invert(&law, 0.25), 2, 1e-12);
    bw_assert_close(bw_law_invert(&law, 0.5), 4, 1e-12);
    bw_assert_close(bw_law_invert(&law, 0.75), 6, 1e-7);
    bw_assert_close(bw_law_invert(&law, 0.875), bw_law_invert(&parts[3], 0.5), 1e-12);
    bw_arena_release(&arena);
}

/* Mean wait of customers 1 to 50 of an empty M/M/1 queue at load 0.8, by Lindley's
 * recursion (1952). */
static double mean_wait(const struct bw_generator *generator)
{
    const struct bw_law gap = make(BW_LAW_EXPONENTIAL, 1, NONE, NONE);
    const struct bw_law service = make(BW_LAW_EXPONENTIAL, 0.8, NONE, NONE);
    double wait = 0;
    double sum = 0;
    for (uint64_t i = 0; i < 50; i++) {
        wait += bw_law_value(&service, generator, 1, i);
        wait = fmax(0, wait - bw_law_value(&gap, generator, 2, i));
        sum += wait / 50;
    }
    return sum;
}

/* Waits rise with each service and fall with each gap. A function that is monotone in
 * each of its uniforms, in whichever direction, has no positive covariance with its
 * mirror (Bratley, Fox and Schrage, "A guide to simulation", 1987, section 2.1). Sums
 * of draws come close to cancelling. */
static void test_law_pairs_of_mirrored_draws_vary_less(void **state)
{
    (void)state;
    const int pairs = 4000;
    double means[2] = {0};
    double squares[2] = {0}; /* of single replications, of pair means */
    double sum_squares[2] = {0};
    const struct bw_law law = make(BW_LAW_GAMMA, 1, 0.5, NONE);
    for (int r = 0; r < pairs; r++) {
        const struct bw_key pair = {77, (uint64_t)r};
        struct bw_generator generators[2];
        double waits[2];
        double sums[2] = {0};
        bw_generator_init(&generators[0], &pair, BW_SAMPLING_INVERT);
        bw_generator_init(&generators[1], &pair, BW_SAMPLING_MIRROR);
        for (int i = 0; i < 2; i++) {
            waits[i] = mean_wait(&generators[i]);
            for (uint64_t j = 0; r < 200 && j < 20; j++) {
                sums[i] += bw_law_value(&law, &generators[i], 3, j) - 1;
            }
        }
        double both = (waits[0] + waits[1]) / 2;
        means[0] += waits[0] / pairs;
        means[1] += both / pairs;
        squares[0] += waits[0] * waits[0] / pairs;
        squares[1] += both * both / pairs;
        sum_squares[0] += sums[0] * sums[0];
        sum_squares[1] += (sums[0] + sums[1]) * (sums[0] + sums[1]) / 4;
    }
    double single = squares[0] - means[0] * means[0];
    double paired = squares[1] - means[1] * means[1];
    print_message("variance of the mean wait: pair over two singles %.3f\n",
        paired / (single / 2));
    print_message("variance of a sum of gamma draws: %.4f\n",
        sum_squares[1] / (sum_squares[0] / 2));
    /* Two single replications have half the variance of one. */
    assert_true(paired < 0.75 * single / 2);
    assert_true(sum_squares[1] < 0.1 * sum_squares[0] / 2);
    /* Both estimate the same: five standard errors of the difference at the most. */
    bw_assert_close(means[0], means[1], 5 * sqrt(2 * single / pairs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_invert_gamma_gives_known_quantiles),
        cmocka_unit_test(test_law_invert_beta_gives_known_quantiles),
        cmocka_unit_test(test_law_invert_counts_equals_the_sum_from_zero),
        cmocka_unit_test(test_law_invert_wide_negative_binomial_meets_its_distribution),
        cmocka_unit_test(test_law_invert_never_falls),
        cmocka_unit_test(test_law_invert_normal_cuts_at_zero),
        cmocka_unit_test(test_law_mirrored_is_the_quantile_of_one_minus_u),
        cmocka_unit_test(test_law_without_inverse_names_the_obstacle),
        cmocka_unit_test(test_law_invert_mixture_of_laws_that_rise),
        cmocka_unit_test(test_law_pairs_of_mirrored_draws_vary_less),
    };
    bw_law_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
