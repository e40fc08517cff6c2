/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/stream.h"
#include "experiment/drift.h"
#include "fake_simulation.h"
#include "unit.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

enum { WEEKS = 78, REPLICATIONS = 20, STRIDE = 80 };

struct fixture {
    double values[REPLICATIONS * STRIDE];
    double mean[WEEKS];
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state == NULL;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static double noise(uint64_t set, uint64_t replication, uint64_t index)
{
    const struct bw_key key = {set, replication};
    return gsl_cdf_ugaussian_Pinv(bw_stream_uniform(&key, 1, index));
}

/* Steady series of mean 20 and deviation 2, as correlated as stocks are from week to
 * week (0.8). */
static void fill_steady(struct fixture *f, uint64_t set)
{
    const double correlation = 0.8;
    const double rest = sqrt(1 - correlation * correlation);
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        double x = noise(set, r, 0);
        for (uint64_t w = 0; w < WEEKS; w++) {
            f->values[r * STRIDE + w] = 20 + 2 * x;
            x = correlation * x + rest * noise(set, r, w + 1);
        }
    }
}

static void add_transient(struct fixture *f, double height, double weeks)
{
    for (size_t r = 0; r < REPLICATIONS; r++) {
        for (size_t w = 0; w < WEEKS; w++) {
            f->values[r * STRIDE + w] += height * exp(-(double)w / weeks);
        }
    }
}

static struct bw_drift judge(struct fixture *f, uint32_t replications, uint32_t weeks)
{
    return bw_drift_judge(f->values, replications, STRIDE, weeks, f->mean);
}

/* MSER-5 alone cuts weeks off every second of these series. If the rule warns of 1 in
 * 250, more than 8 of 500 have chance 2e-4. */
static void test_drift_of_steady_series_is_rarely_reported(void **state)
{
    struct fixture *f = *state;
    int reported = 0;
    for (uint64_t set = 0; set < 500; set++) {
        fill_steady(f, set);
        struct bw_drift drift = judge(f, REPLICATIONS, WEEKS);
        assert_true(drift.is_judged);
        reported += drift.is_drifting;
    }
    assert_true(reported <= 8);
}

/* A transient of half the mean that falls by e in 8 weeks moves the mean of the window
 * by about 20 * 0.5 * 8 / 78 = 1.03 of 20. */
static void test_drift_of_a_transient_is_reported_with_its_size(void **state)
{
    struct fixture *f = *state;
    for (uint64_t set = 0; set < 100; set++) {
        fill_steady(f, set);
        add_transient(f, 10, 8);
        struct bw_drift drift = judge(f, REPLICATIONS, WEEKS);
        assert_true(drift.is_drifting);
        assert_in_range(drift.week, 10, 35);
        bw_assert_close(drift.shift, 0.05, 0.025);
    }
}

static void test_drift_without_end_is_reported_as_such(void **state)
{
    struct fixture *f = *state;
    fill_steady(f, 3);
    add_transient(f, -15, 60);
    struct bw_drift drift = judge(f, REPLICATIONS, WEEKS);
    assert_true(drift.is_drifting && !drift.is_settled);
    assert_true(drift.shift < 0);
}

static void test_drift_needs_weeks_and_replications(void **state)
{
    struct fixture *f = *state;
    fill_steady(f, 1);
    add_transient(f, 10, 8);
    assert_true(judge(f, BW_DRIFT_REPLICATIONS_MIN, BW_DRIFT_WEEKS_MIN).is_judged);
    assert_true(!judge(f, BW_DRIFT_REPLICATIONS_MIN - 1, WEEKS).is_judged);
    assert_true(!judge(f, REPLICATIONS, BW_DRIFT_WEEKS_MIN - 1).is_judged);
}

static void test_drift_leaves_out_weeks_without_figures(void **state)
{
    struct fixture *f = *state;
    fill_steady(f, 1);
    add_transient(f, 10, 8);
    for (size_t r = 1; r < REPLICATIONS; r++) {
        f->values[r * STRIDE + r] = NAN;
    }
    assert_true(judge(f, REPLICATIONS, WEEKS).is_drifting);
    for (size_t r = 0; r < REPLICATIONS; r++) {
        f->values[r * STRIDE + 40] = NAN;
    }
    assert_true(!judge(f, REPLICATIONS, WEEKS).is_judged);
}

/* Equal series have no spread, and a step in all of them is a drift for sure; a mean of
 * zero has no shift that could be said in per cent. */
static void test_drift_of_series_without_spread(void **state)
{
    struct fixture *f = *state;
    assert_true(!judge(f, REPLICATIONS, WEEKS).is_drifting);
    for (size_t r = 0; r < REPLICATIONS; r++) {
        for (size_t w = 0; w < 10; w++) {
            f->values[r * STRIDE + w] = 5;
        }
    }
    assert_true(!judge(f, REPLICATIONS, WEEKS).is_drifting);
    for (size_t i = 0; i < REPLICATIONS * STRIDE; i++) {
        f->values[i] += 10;
    }
    struct bw_drift drift = judge(f, REPLICATIONS, WEEKS);
    assert_true(drift.is_drifting && drift.is_settled);
    assert_int_equal(drift.week, 10);
    bw_assert_close(drift.shift, 5.0 * 10 / WEEKS / 10, 1e-12);
}

/* The whole weeks of both series are found in a result set, and put into words. */
static void test_drift_of_a_result_set(void **state)
{
    struct bw_parameter parameters[BW_FAKE_PARAMETERS];
    struct bw_network network = bw_fake_network(parameters, 0, -1);
    struct bw_layout *layout;
    struct bw_drift drifts[BW_DRIFT_SERIES];
    uint32_t count;
    (void)state;
    network.horizon = 60 * BW_WEEK + BW_DAY;
    assert_int_equal(bw_layout_create(&network, &layout), BW_OK);
    assert_int_equal(layout->week_count, 61);
    double *values = calloc(6 * layout->size, sizeof *values);
    assert_non_null(values);
    for (size_t i = 0; i < 6 * layout->size; i++) {
        const struct bw_series_group *chain = &layout->series[0];
        size_t place = i % layout->size - chain->offset;
        bool is_series = i % layout->size >= chain->offset
            && place < chain->metric_count * layout->week_count;
        bool is_high = is_series && place % layout->week_count < 15;
        bool is_rest = is_series && place % layout->week_count == 60;
        values[i] = is_high ? 15 : is_rest ? 1e9 : 10;
    }
    struct bw_result_set set = {.network = &network,
        .layout = layout,
        .point_count = 1,
        .replication_count = 6,
        .values = values};
    assert_int_equal(bw_drift_find(&set, drifts, &count), BW_OK);
    assert_int_equal(count, 2);
    assert_string_equal(drifts[0].series, "stock_value");
    assert_string_equal(drifts[1].series, "lead_time");
    assert_true(drifts[0].is_drifting && drifts[0].week == 15);
    struct bw_text text;
    bw_text_init(&text);
    bw_drift_write(&drifts[1], &text);
    assert_string_equal(
        bw_text_get(&text), "lead_time: drifts until week 15, mean moved by +12 %");
    bw_text_release(&text);
    free(values);
    bw_layout_free(layout);
}

int main(void)
{
#define DRIFT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        DRIFT_TEST(test_drift_of_steady_series_is_rarely_reported),
        DRIFT_TEST(test_drift_of_a_transient_is_reported_with_its_size),
        DRIFT_TEST(test_drift_without_end_is_reported_as_such),
        DRIFT_TEST(test_drift_needs_weeks_and_replications),
        DRIFT_TEST(test_drift_leaves_out_weeks_without_figures),
        DRIFT_TEST(test_drift_of_series_without_spread),
        cmocka_unit_test(test_drift_of_a_result_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
