/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/analysis.h"
#include "fake_simulation.h"
#include "unit.h"

#include <stdlib.h>

#define POINTS 4
#define REPLICATIONS 4

static const char *const labels[POINTS] = {"base", "a=1", "a=2", "a=3"};

struct fixture {
    struct bw_parameter parameters[BW_FAKE_PARAMETERS];
    struct bw_network network;
    struct bw_layout *layout;
    double *values;
    struct bw_analysis analysis;
};

/* Every figure of point p is factor[p] times that of the base. */
static int set_up(void **state)
{
    static const double factor[POINTS] = {1.0, 0.8, 0.5, 1.1};
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->network = bw_fake_network(f->parameters, 0.0, -1.0);
    f->network.endpoint = BW_ENDPOINT_FLOW_TIME;
    assert_int_equal(bw_layout_create(&f->network, &f->layout), BW_OK);
    size_t size = f->layout->size;
    f->values = calloc(POINTS * REPLICATIONS * size, sizeof *f->values);
    assert_non_null(f->values);
    for (size_t p = 0; p < POINTS; p++) {
        for (size_t r = 0; r < REPLICATIONS; r++) {
            for (size_t i = 0; i < size; i++) {
                f->values[(p * REPLICATIONS + r) * size + i] =
                    factor[p] * (10.0 + (double)r + 0.01 * (double)i);
            }
        }
    }
    struct bw_result_set set = {.network = &f->network,
        .layout = f->layout,
        .point_count = POINTS,
        .replication_count = REPLICATIONS,
        .values = f->values,
        .point_labels = labels};
    struct bw_error_list errors;
    bw_error_list_init(&errors);
    assert_int_equal(bw_analysis_make(&f->analysis, &set, &errors), BW_OK);
    bw_error_list_release(&errors);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    bw_analysis_release(&f->analysis);
    bw_layout_free(f->layout);
    free(f->values);
    free(f);
    return 0;
}

static void test_analysis_compares_endpoint_first_and_once(void **state)
{
    struct fixture *f = *state;
    static const char *const expected[] = {"flow_time", "lead_time", "lead_time_p95",
        "flow_time_without_store", "make_release_time", "cost", "waste_share",
        "stock_value"};
    assert_int_equal(f->analysis.set.paired_metric_count, BW_ARRAY_LENGTH(expected));
    for (size_t m = 0; m < BW_ARRAY_LENGTH(expected); m++) {
        assert_string_equal(f->analysis.set.paired_metrics[m], expected[m]);
    }
}

static void test_analysis_base_is_base_and_points_are_compared(void **state)
{
    struct fixture *f = *state;
    const struct bw_analysis *analysis = &f->analysis;
    uint32_t cost = bw_analysis_metric(analysis, "cost");
    assert_int_equal(bw_analysis_paired(analysis, 0, 0)->verdict, BW_VERDICT_BASE);
    bw_assert_close(bw_analysis_paired(analysis, 1, 0)->reduction, 0.2, 1e-12);
    bw_assert_close(bw_analysis_paired(analysis, 2, cost)->reduction, 0.5, 1e-12);
    bw_assert_close(bw_analysis_paired(analysis, 3, 0)->reduction, -0.1, 1e-12);
    assert_int_equal(bw_analysis_paired(analysis, 1, 0)->verdict, BW_VERDICT_IN_BAND);
    assert_int_equal(bw_analysis_metric(analysis, "no such metric"), UINT32_MAX);
}

static void test_analysis_best_is_the_largest_reduction(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(bw_analysis_best(&f->analysis), 2);
}

static void test_analysis_best_prefers_what_surely_reaches_the_band(void **state)
{
    struct fixture *f = *state;
    size_t metrics = f->analysis.set.paired_metric_count;
    f->analysis.paired[2 * metrics].verdict = BW_VERDICT_UNDECIDED;
    assert_int_equal(bw_analysis_best(&f->analysis), 1);
}

/* Reductions of 20 and 19 % whose intervals overlap, at costs of +5 and +2. */
static void test_analysis_best_is_the_cheapest_of_those_that_cannot_be_told_apart(
    void **state)
{
    (void)state;
    struct bw_paired endpoint[] = {{.verdict = BW_VERDICT_BASE},
        {.reduction = 0.20, .reduction_high = 0.22, .verdict = BW_VERDICT_IN_BAND},
        {.reduction = 0.19, .reduction_high = 0.21, .verdict = BW_VERDICT_IN_BAND},
        {.reduction = 0.17, .reduction_high = 0.18, .verdict = BW_VERDICT_IN_BAND},
        {.reduction = 0.19, .reduction_high = 0.40, .verdict = BW_VERDICT_UNDECIDED}};
    struct bw_paired cost[] = {{.difference = 0.0}, {.difference = 5.0},
        {.difference = 2.0}, {.difference = 1.0}, {.difference = 0.5}};
    assert_int_equal(bw_paired_best(endpoint, NULL, 1, 5), 1);
    assert_int_equal(bw_paired_best(endpoint, cost, 1, 5), 2);
}

static void test_analysis_best_is_the_base_when_nothing_helps(void **state)
{
    struct fixture *f = *state;
    size_t metrics = f->analysis.set.paired_metric_count;
    f->analysis.paired[1 * metrics].reduction = NAN;
    f->analysis.paired[1 * metrics].verdict = BW_VERDICT_UNDEFINED;
    f->analysis.paired[2 * metrics].reduction = -0.2;
    f->analysis.paired[2 * metrics].verdict = BW_VERDICT_NOT_MET;
    assert_int_equal(bw_analysis_best(&f->analysis), 0);
}

int main(void)
{
#define ANALYSIS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ANALYSIS_TEST(test_analysis_compares_endpoint_first_and_once),
        ANALYSIS_TEST(test_analysis_base_is_base_and_points_are_compared),
        ANALYSIS_TEST(test_analysis_best_is_the_largest_reduction),
        ANALYSIS_TEST(test_analysis_best_prefers_what_surely_reaches_the_band),
        ANALYSIS_TEST(test_analysis_best_is_the_base_when_nothing_helps),
        cmocka_unit_test(
            test_analysis_best_is_the_cheapest_of_those_that_cannot_be_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
