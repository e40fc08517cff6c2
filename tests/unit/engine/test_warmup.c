/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/warmup.h"

#include "engine/stream.h"
#include "unit.h"

#define LENGTH 200

/* Noise that a mean of five does not average out, with period 3 batches. */
static double wobble(size_t i)
{
    static const double values[] = {1, -1, 0};
    return values[i / BW_MSER_BATCH % 3];
}

static void test_warmup_of_steady_series_is_none(void **state)
{
    (void)state;
    double values[LENGTH];
    for (size_t i = 0; i < LENGTH; i++) {
        values[i] = wobble(i);
    }
    struct bw_warmup found = bw_warmup_detect(values, LENGTH);
    assert_true(found.is_found);
    /* Leaving out the 1 in front makes the rest more even, whatever follows. */
    assert_true(found.truncation <= 2 * BW_MSER_BATCH);
    for (size_t i = 0; i < LENGTH; i++) {
        values[i] = 3;
    }
    found = bw_warmup_detect(values, LENGTH);
    assert_true(found.is_found && found.truncation == 0);
}

/* 30 values at another level are cut off to the batch. */
static void test_warmup_of_a_step_ends_with_it(void **state)
{
    (void)state;
    double values[LENGTH];
    for (size_t i = 0; i < LENGTH; i++) {
        values[i] = (i < 30 ? 20 : 0) + wobble(i);
    }
    struct bw_warmup found = bw_warmup_detect(values, LENGTH);
    assert_true(found.is_found);
    assert_int_equal(found.truncation, 30);
}

static double reference_error(const double *values, size_t from, size_t batches)
{
    double mean = 0;
    double squares = 0;
    double n = (double)(batches - from);
    for (size_t i = from * BW_MSER_BATCH; i < batches * BW_MSER_BATCH; i++) {
        mean += values[i] / (n * BW_MSER_BATCH);
    }
    for (size_t batch = from; batch < batches; batch++) {
        double y = 0;
        for (size_t i = 0; i < BW_MSER_BATCH; i++) {
            y += values[batch * BW_MSER_BATCH + i] / BW_MSER_BATCH;
        }
        squares += (y - mean) * (y - mean);
    }
    return squares / (n * n);
}

/* A decaying transient with random noise, against the formula as it is printed. */
static void test_warmup_equals_the_formula(void **state)
{
    (void)state;
    const struct bw_key key = {5, 0};
    for (uint64_t series = 0; series < 50; series++) {
        double values[LENGTH + 3];
        for (size_t i = 0; i < LENGTH + 3; i++) {
            values[i] = 1e6 + 8 * exp(-(double)i / (4 + (double)series))
                + bw_stream_uniform(&key, series, i);
        }
        size_t batches = LENGTH / BW_MSER_BATCH;
        size_t best = 0;
        for (size_t d = 1; d <= batches / 2; d++) {
            bool is_less = reference_error(values, d, batches)
                < reference_error(values, best, batches);
            best = is_less ? d : best;
        }
        struct bw_warmup found = bw_warmup_detect(values, LENGTH + 3);
        assert_int_equal(found.truncation, best * BW_MSER_BATCH);
        assert_true(found.is_found == (best < batches / 2));
    }
}

/* The transient 8 exp(-i / 10) falls below the noise of a batch (deviation 0.13) after
 * 41 values, below the deviation of the mean of the rest (0.02) after 60. */
static void test_warmup_finds_a_known_transient(void **state)
{
    (void)state;
    for (uint64_t run = 0; run < 100; run++) {
        const struct bw_key key = {6, run};
        double values[LENGTH];
        for (size_t i = 0; i < LENGTH; i++) {
            values[i] = 8 * exp(-(double)i / 10) + bw_stream_uniform(&key, 1, i);
        }
        struct bw_warmup found = bw_warmup_detect(values, LENGTH);
        assert_in_range(found.truncation, 20, 100);
        assert_true(found.is_found);
    }
}

static void test_warmup_of_a_trend_is_not_found(void **state)
{
    (void)state;
    double values[LENGTH];
    for (size_t i = 0; i < LENGTH; i++) {
        values[i] = (double)i;
    }
    assert_true(!bw_warmup_detect(values, LENGTH).is_found);
}

static void test_warmup_of_short_series_is_not_found(void **state)
{
    (void)state;
    double values[LENGTH] = {0};
    assert_true(!bw_warmup_detect(values, 0).is_found);
    assert_true(!bw_warmup_detect(values, 49).is_found);
    assert_true(bw_warmup_detect(values, 50).is_found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warmup_of_steady_series_is_none),
        cmocka_unit_test(test_warmup_of_a_step_ends_with_it),
        cmocka_unit_test(test_warmup_equals_the_formula),
        cmocka_unit_test(test_warmup_finds_a_known_transient),
        cmocka_unit_test(test_warmup_of_a_trend_is_not_found),
        cmocka_unit_test(test_warmup_of_short_series_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
