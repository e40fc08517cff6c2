/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/sketch.h"
#include "engine/stream.h"
#include "unit.h"

#include <stdlib.h>

#define COUNT 20000

static struct bw_sketch make(const int64_t *values, size_t count)
{
    struct bw_sketch sketch;
    assert_int_equal(bw_sketch_init(&sketch), BW_OK);
    for (size_t i = 0; i < count; i++) {
        bw_sketch_add(&sketch, values[i], 1);
    }
    return sketch;
}

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* Values over all 63 powers of two, and each quantile against the sorted values. */
static void test_sketch_quantile_is_within_the_stated_error(void **state)
{
    (void)state;
    const struct bw_key key = {12, 0};
    int64_t *values = malloc(COUNT * sizeof *values);
    assert_non_null(values);
    for (uint64_t i = 0; i < COUNT; i++) {
        values[i] = (int64_t)exp2(63 * bw_stream_uniform(&key, 1, i));
    }
    struct bw_sketch sketch = make(values, COUNT);
    qsort(values, COUNT, sizeof *values, compare);
    for (int rank = 1; rank <= COUNT; rank++) {
        double exact = (double)values[rank - 1];
        double found = bw_sketch_quantile(&sketch, (double)rank / COUNT);
        bw_assert_close(found, exact, exact * BW_SKETCH_ERROR);
    }
    bw_sketch_release(&sketch);
    free(values);
}

static void test_sketch_of_small_values_is_exact(void **state)
{
    (void)state;
    struct bw_sketch sketch;
    assert_int_equal(bw_sketch_init(&sketch), BW_OK);
    for (int64_t i = 0; i < 256; i++) {
        bw_sketch_add(&sketch, i, 1);
    }
    for (int rank = 1; rank <= 256; rank++) {
        assert_true(bw_sketch_quantile(&sketch, rank / 256.0) == rank - 1);
    }
    bw_sketch_release(&sketch);
}

static void test_sketch_zeros_are_exact(void **state)
{
    (void)state;
    struct bw_sketch sketch = make((const int64_t[]){0, 0, 0, 1000000}, 4);
    assert_true(bw_sketch_quantile(&sketch, 0.75) == 0);
    bw_assert_close(bw_sketch_quantile(&sketch, 0.76), 1e6, 1e6 * BW_SKETCH_ERROR);
    bw_sketch_release(&sketch);
}

static void test_sketch_of_the_largest_value_fits(void **state)
{
    (void)state;
    struct bw_sketch sketch = make((const int64_t[]){INT64_MAX}, 1);
    double largest = (double)INT64_MAX;
    bw_assert_close(bw_sketch_quantile(&sketch, 1), largest, largest * BW_SKETCH_ERROR);
    assert_int_equal(sketch.high, BW_SKETCH_BUCKETS);
    bw_sketch_release(&sketch);
}

static void test_sketch_quantile_takes_the_nearest_rank(void **state)
{
    (void)state;
    struct bw_sketch sketch;
    assert_int_equal(bw_sketch_init(&sketch), BW_OK);
    for (int64_t i = 1; i <= 100; i++) {
        bw_sketch_add(&sketch, i, 1);
    }
    /* 0.07 * 100, 0.29 * 100 and others are not whole in doubles. */
    for (int percent = 1; percent <= 100; percent++) {
        assert_true(bw_sketch_quantile(&sketch, percent / 100.0) == percent);
    }
    assert_true(bw_sketch_quantile(&sketch, 0.071) == 8);
    assert_true(bw_sketch_quantile(&sketch, 1e-9) == 1);
    bw_sketch_release(&sketch);
}

static void test_sketch_of_nothing_is_nan(void **state)
{
    (void)state;
    struct bw_sketch sketch = make(NULL, 0);
    bw_sketch_add(&sketch, 5, 0);
    assert_true(isnan(bw_sketch_quantile(&sketch, 0.5)));
    bw_sketch_add(&sketch, 5, 3);
    assert_true(bw_sketch_quantile(&sketch, 0.5) == 5);
    bw_sketch_reset(&sketch);
    assert_true(isnan(bw_sketch_quantile(&sketch, 0.5)));
    bw_sketch_release(&sketch);
}

static void test_sketch_merge_is_exact_in_any_order(void **state)
{
    (void)state;
    const struct bw_key key = {13, 0};
    struct bw_sketch whole = make(NULL, 0);
    struct bw_sketch forward = make(NULL, 0);
    struct bw_sketch backward = make(NULL, 0);
    struct bw_sketch parts[4];
    for (int part = 0; part < 4; part++) {
        parts[part] = make(NULL, 0);
        for (uint64_t i = 0; i < 500; i++) {
            double u = bw_stream_uniform(&key, (uint64_t)part, i);
            int64_t value = (int64_t)exp2((part + 1) * 10 * u);
            bw_sketch_add(&parts[part], value, i % 3);
            bw_sketch_add(&whole, value, i % 3);
        }
    }
    for (int i = 0; i < 4; i++) {
        bw_sketch_merge(&forward, &parts[i]);
        bw_sketch_merge(&backward, &parts[3 - i]);
    }
    const size_t size = BW_SKETCH_BUCKETS * sizeof *whole.buckets;
    assert_memory_equal(forward.buckets, whole.buckets, size);
    assert_memory_equal(backward.buckets, whole.buckets, size);
    assert_int_equal(forward.count, whole.count);
    assert_int_equal(forward.low, whole.low);
    assert_int_equal(backward.high, whole.high);
    for (int i = 0; i < 4; i++) {
        bw_sketch_release(&parts[i]);
    }
    bw_sketch_release(&whole);
    bw_sketch_release(&forward);
    bw_sketch_release(&backward);
}

/* At risk 5, 4, (3: censored), 2, (1: censored); survival 4/5, 3/5, 3/10. */
static void test_sketch_censored_quantile_of_hand_example(void **state)
{
    (void)state;
    struct bw_sketch closed = make((const int64_t[]){10, 20, 40}, 3);
    struct bw_sketch open = make((const int64_t[]){30, 50}, 2);
    assert_true(bw_sketch_quantile_censored(&closed, &open, 0.1) == 10);
    assert_true(bw_sketch_quantile_censored(&closed, &open, 0.2) == 10);
    assert_true(bw_sketch_quantile_censored(&closed, &open, 0.4) == 20);
    assert_true(bw_sketch_quantile_censored(&closed, &open, 0.5) == 40);
    assert_true(bw_sketch_quantile_censored(&closed, &open, 0.7) == 40);
    assert_true(isnan(bw_sketch_quantile_censored(&closed, &open, 0.71)));
    bw_sketch_release(&closed);
    bw_sketch_release(&open);
}

static void test_sketch_censored_at_a_closed_value_comes_after_it(void **state)
{
    (void)state;
    struct bw_sketch closed = make((const int64_t[]){10, 20}, 2);
    struct bw_sketch open = make((const int64_t[]){10, 10}, 2);
    /* At risk 4 at 10 and 1 at 20: survival 3/4, then 0. */
    assert_true(bw_sketch_quantile_censored(&closed, &open, 0.25) == 10);
    assert_true(bw_sketch_quantile_censored(&closed, &open, 0.26) == 20);
    assert_true(bw_sketch_quantile_censored(&closed, &open, 1) == 20);
    bw_sketch_release(&closed);
    bw_sketch_release(&open);
}

static void test_sketch_censored_without_open_is_the_plain_quantile(void **state)
{
    (void)state;
    struct bw_sketch closed = make((const int64_t[]){1, 2, 3, 4, 5}, 5);
    struct bw_sketch open = make(NULL, 0);
    for (int i = 1; i <= 100; i++) {
        assert_true(bw_sketch_quantile_censored(&closed, &open, i / 100.0)
            == bw_sketch_quantile(&closed, i / 100.0));
    }
    assert_true(isnan(bw_sketch_quantile_censored(&open, &closed, 0.5)));
    bw_sketch_release(&closed);
    bw_sketch_release(&open);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sketch_quantile_is_within_the_stated_error),
        cmocka_unit_test(test_sketch_of_small_values_is_exact),
        cmocka_unit_test(test_sketch_zeros_are_exact),
        cmocka_unit_test(test_sketch_of_the_largest_value_fits),
        cmocka_unit_test(test_sketch_quantile_takes_the_nearest_rank),
        cmocka_unit_test(test_sketch_of_nothing_is_nan),
        cmocka_unit_test(test_sketch_merge_is_exact_in_any_order),
        cmocka_unit_test(test_sketch_censored_quantile_of_hand_example),
        cmocka_unit_test(test_sketch_censored_at_a_closed_value_comes_after_it),
        cmocka_unit_test(test_sketch_censored_without_open_is_the_plain_quantile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
