/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/histogram.h"
#include "engine/stream.h"
#include "unit.h"

#include <stdlib.h>

#define COUNT 2000
#define CLASSES 301 /* 0.1 from -10 to 20 */

static struct bw_histogram make(uint64_t *weights)
{
    struct bw_histogram histogram = {-10.0, 0.1, CLASSES, weights, 0};

    bw_histogram_reset(&histogram);
    return histogram;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void test_histogram_quantile_is_within_half_a_class(void **state)
{
    const struct bw_key key = {5, 0};
    static uint64_t weights[CLASSES];
    static double values[COUNT];
    struct bw_histogram histogram = make(weights);

    (void)state;
    for (uint64_t i = 0; i < COUNT; i++) {
        values[i] = -10 + 30 * bw_stream_uniform(&key, 1, i);
        bw_histogram_add(&histogram, values[i], 1);
    }
    qsort(values, COUNT, sizeof *values, compare);
    for (int rank = 1; rank <= COUNT; rank++) {
        double found = bw_histogram_quantile(&histogram, (double)rank / COUNT);

        bw_assert_close(found, values[rank - 1], 0.05 + 1e-9);
    }
}

/* Whole tenths are met exactly; what lies beyond counts at the ends. */
static void test_histogram_counts_the_nearest_class_and_the_ends(void **state)
{
    static uint64_t weights[CLASSES];
    struct bw_histogram histogram = make(weights);

    (void)state;
    assert_true(isnan(bw_histogram_quantile(&histogram, 0.5)));
    bw_histogram_add(&histogram, 5.04, 3);
    bw_histogram_add(&histogram, -300, 1);
    bw_histogram_add(&histogram, 400, 1);
    bw_assert_close(bw_histogram_quantile(&histogram, 0.2), -10, 1e-12);
    bw_assert_close(bw_histogram_quantile(&histogram, 0.21), 5.0, 1e-12);
    bw_assert_close(bw_histogram_quantile(&histogram, 0.8), 5.0, 1e-12);
    bw_assert_close(bw_histogram_quantile(&histogram, 1.0), 20, 1e-12);
}

/* Parts merged in any order are the whole, class by class. */
static void test_histogram_merge_is_exact_in_any_order(void **state)
{
    const struct bw_key key = {6, 0};
    static uint64_t rooms[6][CLASSES];
    struct bw_histogram parts[3], forward = make(rooms[3]), backward = make(rooms[4]),
                                  whole = make(rooms[5]);

    (void)state;
    for (int i = 0; i < 3; i++) {
        parts[i] = make(rooms[i]);
    }
    for (uint64_t i = 0; i < COUNT; i++) {
        double value = 8 * bw_stream_uniform(&key, 2, i);

        bw_histogram_add(&parts[i % 3], value, i);
        bw_histogram_add(&whole, value, i);
    }
    for (int i = 0; i < 3; i++) {
        bw_histogram_merge(&forward, &parts[i]);
        bw_histogram_merge(&backward, &parts[2 - i]);
    }
    assert_memory_equal(rooms[3], rooms[5], sizeof rooms[5]);
    assert_memory_equal(rooms[4], rooms[5], sizeof rooms[5]);
    assert_int_equal(forward.weight, whole.weight);
    assert_int_equal(backward.weight, whole.weight);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_histogram_quantile_is_within_half_a_class),
        cmocka_unit_test(test_histogram_counts_the_nearest_class_and_the_ends),
        cmocka_unit_test(test_histogram_merge_is_exact_in_any_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
