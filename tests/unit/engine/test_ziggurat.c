/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"
#include "engine/ziggurat.h"
#include "unit.h"

#include <stdlib.h>

#define DRAWS 200000
#define SEED 20260105

static const struct bw_key key = {SEED, 0};

static int compare(const void *a, const void *b)
{
    const double *left = a;
    const double *right = b;
    return (*left > *right) - (*left < *right);
}

static double *draw_all(void)
{
    double *values = malloc(DRAWS * sizeof *values);
    struct bw_stream_block block;
    assert_non_null(values);
    bw_stream_block_init(&block, &key, 77);
    for (size_t i = 0; i < DRAWS; i++) {
        values[i] = bw_ziggurat_exponential(&block, i);
    }
    return values;
}

/* Moments 1 to 4 of the exponential are 1, 2, 6, 24; a moment k of n draws has standard
 * error sqrt(((2k)! - k!^2) / n). Five of them: false alarm below 3e-6 for all four. */
static void test_ziggurat_moments_are_those_of_the_exponential(void **state)
{
    (void)state;
    static const double factorial[] = {1, 1, 2, 6, 24, 120, 720, 5040, 40320};
    double *values = draw_all();
    for (int k = 1; k <= 4; k++) {
        double sum = 0;
        for (size_t i = 0; i < DRAWS; i++) {
            sum += pow(values[i], k);
        }
        double variance = factorial[2 * k] - factorial[k] * factorial[k];
        bw_assert_close(sum / DRAWS, factorial[k], 5 * sqrt(variance / DRAWS));
    }
    free(values);
}

/* Kolmogorov-Smirnov at false alarm 1e-6: sqrt(n) D <= sqrt(ln(2e6) / 2) = 2.693.
 * Anderson-Darling: A2 <= 13, false alarm about 1e-6 (asymptotic tail of Marsaglia and
 * Marsaglia 2004). */
static void test_ziggurat_passes_kolmogorov_smirnov_and_anderson_darling(void **state)
{
    (void)state;
    double *values = draw_all();
    double largest = 0;
    double sum = 0;
    qsort(values, DRAWS, sizeof *values, compare);
    for (size_t i = 0; i < DRAWS; i++) {
        double below = -expm1(-values[i]);
        double step = (double)i / DRAWS;
        largest = fmax(largest, fmax(below - step, step + 1.0 / DRAWS - below));
        sum += (2 * (double)i + 1) * (log(below) - values[DRAWS - 1 - i]);
    }
    assert_true(sqrt(DRAWS) * largest <= 2.693);
    assert_true(-DRAWS - sum / DRAWS <= 13);
    free(values);
}

static void test_ziggurat_tail_beyond_the_last_layer_has_its_share(void **state)
{
    (void)state;
    struct bw_stream_block block;
    const double edge = 7.69711747013104972;
    const double expected = 2000000 * exp(-edge);
    double beyond = 0;
    bw_stream_block_init(&block, &key, 78);
    for (uint64_t i = 0; i < 2000000; i++) {
        beyond += bw_ziggurat_exponential(&block, i) > edge;
    }
    bw_assert_close(beyond, expected, 5 * sqrt(expected));
}

static void test_ziggurat_draw_is_a_function_of_its_index(void **state)
{
    (void)state;
    struct bw_stream_block forward;
    struct bw_stream_block backward;
    double values[5000];
    bw_stream_block_init(&forward, &key, 5);
    bw_stream_block_init(&backward, &key, 5);
    for (uint64_t i = 0; i < 5000; i++) {
        values[i] = bw_ziggurat_exponential(&forward, i);
        assert_true(values[i] >= 0);
    }
    for (uint64_t i = 5000; i-- > 0;) {
        assert_true(bw_ziggurat_exponential(&backward, i) == values[i]);
        bw_time duration = bw_ziggurat_duration(&backward, i, (double)BW_DAY);
        assert_true(duration == bw_time_round(values[i] * (double)BW_DAY));
    }
}

/* The areas of all layers are equal, or the layers would not be equally likely. */
static void test_ziggurat_layers_have_equal_areas(void **state)
{
    (void)state;
    const struct bw_ziggurat *table = &bw_ziggurat_exponential_table;
    const double area = table->scale[0] * 0x1p53 * exp(-7.69711747013105);
    for (size_t i = 1; i < BW_ZIGGURAT_LAYERS; i++) {
        double width = table->scale[i] * 0x1p53;
        bw_assert_close(table->height[i], exp(-width), 1e-14);
        bw_assert_close(width * (table->height[i + 1] - table->height[i]), area, 1e-14);
    }
    assert_true(table->height[BW_ZIGGURAT_LAYERS] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ziggurat_moments_are_those_of_the_exponential),
        cmocka_unit_test(test_ziggurat_passes_kolmogorov_smirnov_and_anderson_darling),
        cmocka_unit_test(test_ziggurat_tail_beyond_the_last_layer_has_its_share),
        cmocka_unit_test(test_ziggurat_draw_is_a_function_of_its_index),
        cmocka_unit_test(test_ziggurat_layers_have_equal_areas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
