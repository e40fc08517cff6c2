/* SPDX-License-Identifier: Apache-2.0
 *
 * Counts against the distribution functions of GSL: the largest distance of 20,000
 * draws, which a correct program exceeds for one seed in 10^5.
 */
#include "unit.h"

#include "engine/count.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>

enum { DRAWS = 20000 };

static const struct bw_key key = {5, 0};

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void check_distance(
    uint64_t *found, double (*below)(unsigned, double, double), double a, double b)
{
    qsort(found, DRAWS, sizeof *found, compare);
    for (uint32_t i = 0; i < DRAWS; i++) {
        if (i + 1 == DRAWS || found[i + 1] > found[i]) {
            bw_assert_close(
                (i + 1.0) / DRAWS, below((unsigned)found[i], a, b), 2.47 / sqrt(DRAWS));
        }
    }
}

static double binomial(unsigned k, double n, double share)
{
    return gsl_cdf_binomial_P(k, share, (unsigned)n);
}

static double poisson(unsigned k, double mean, double unused)
{
    (void)unused;
    /* For large means GSL loses its digits, and the normal law is close. */
    return mean < 1e5 ? gsl_cdf_poisson_P(k, mean)
                      : gsl_cdf_ugaussian_P((k + 0.5 - mean) / sqrt(mean));
}

static void test_count_binomial_has_its_law(void **state)
{
    static const struct {
        uint64_t count;
        double share;
    } cases[] = {{1, 0.5}, {100, 0.5}, {513, 0.5}, {5000, 0.5}, {64, 0.01},
        {1000, 0.05}, {900, 0.97}, {2000, 0.37}};
    uint64_t *found = calloc(DRAWS, sizeof *found);
    struct bw_generator draws;

    (void)state;
    assert_non_null(found);
    bw_generator_init(&draws, &key, BW_SAMPLING_QUICK);
    for (size_t c = 0; c < BW_ARRAY_LENGTH(cases); c++) {
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct bw_draw draw;

            bw_draw_init(&draw, &draws, 100 + c, i);
            found[i] = bw_count_binomial(cases[c].count, cases[c].share, &draw);
            assert_true(found[i] <= cases[c].count);
        }
        check_distance(found, binomial, (double)cases[c].count, cases[c].share);
    }
    free(found);
}

static void test_count_binomial_of_nothing_and_of_all(void **state)
{
    struct bw_generator draws;
    struct bw_draw draw;

    (void)state;
    bw_generator_init(&draws, &key, BW_SAMPLING_QUICK);
    bw_draw_init(&draw, &draws, 1, 1);
    assert_int_equal(bw_count_binomial(0, 0.3, &draw), 0);
    assert_int_equal(bw_count_binomial(7, 0.0, &draw), 0);
    assert_int_equal(bw_count_binomial(7, 1.0, &draw), 7);
    assert_int_equal(bw_count_poisson(0.0, &draw), 0);
}

static void test_count_poisson_has_its_law(void **state)
{
    static const double means[] = {0.5, 300, 2e6};
    uint64_t *found = calloc(DRAWS, sizeof *found);
    struct bw_generator draws;

    (void)state;
    assert_non_null(found);
    bw_generator_init(&draws, &key, BW_SAMPLING_QUICK);
    for (size_t c = 0; c < BW_ARRAY_LENGTH(means); c++) {
        for (uint32_t i = 0; i < DRAWS; i++) {
            struct bw_draw draw;

            bw_draw_init(&draw, &draws, 200 + c, i);
            found[i] = bw_count_poisson(means[c], &draw);
        }
        check_distance(found, poisson, means[c], 0);
    }
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count_binomial_has_its_law),
        cmocka_unit_test(test_count_binomial_of_nothing_and_of_all),
        cmocka_unit_test(test_count_poisson_has_its_law),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
