/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/bench.h"
#include "unit.h"

/* Bytes per pending event that the engine promises to need at the most. */
#define BYTES_MOST 56.0

static struct bw_bench_result run(
    enum bw_workload workload, uint64_t size, uint32_t pending, uint32_t threads)
{
    const struct bw_bench_request request = {.workload = workload,
        .size = size,
        .pending = pending,
        .threads = threads,
        .seed = 1};
    struct bw_bench_result result;
    struct bw_error_list errors;
    bw_error_list_init(&errors);
    assert_int_equal(bw_bench_run(&request, &result, &errors), BW_OK);
    bw_error_list_release(&errors);
    return result;
}

/* The workloads simulate what they say. Seeds are fixed; the tolerances are about three
 * standard deviations of what such runs give. */
static void test_bench_workloads_give_what_theory_says(void **state)
{
    (void)state;
    static const struct {
        enum bw_workload workload;
        uint64_t size;
        double tolerance; /* relative */
    } cases[] = {
        {BW_WORKLOAD_MM1, 400000, 0.06},
        {BW_WORKLOAD_HOLD, 100000, 0.01},
        {BW_WORKLOAD_BIMODAL, 100000, 0.03},
        {BW_WORKLOAD_SKEWED, 100000, 0.05},
        {BW_WORKLOAD_JACKSON, 100000, 0.04},
        {BW_WORKLOAD_JOBSHOP, 40000, 0.01},
    };
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        struct bw_bench_result result = run(cases[i].workload, cases[i].size, 100, 2);
        print_message("%s: %g, expected %g\n", bw_workload_name(cases[i].workload),
            result.count.figure, result.count.expected);
        bw_assert_close(
            result.count.figure / result.count.expected, 1.0, cases[i].tolerance);
    }
}

static void test_bench_counts_every_customer_and_job(void **state)
{
    (void)state;
    assert_true(run(BW_WORKLOAD_MM1, 1000, 0, 3).count.items == 3000);
    assert_true(run(BW_WORKLOAD_MM1, 1000, 0, 1).count.events == 2000);
    assert_true(run(BW_WORKLOAD_JACKSON, 1000, 0, 1).count.items == 1000);
    assert_true(run(BW_WORKLOAD_JOBSHOP, 1000, 0, 1).count.items == 1000);
    assert_true(run(BW_WORKLOAD_JOBSHOP, 1, 0, 1).count.items == 1);
}

static void test_bench_repeats_for_equal_seeds(void **state)
{
    (void)state;
    for (int w = 0; w < BW_WORKLOAD_CHAIN; w++) {
        struct bw_bench_result first = run((enum bw_workload)w, 2000, 50, 2);
        struct bw_bench_result second = run((enum bw_workload)w, 2000, 50, 2);
        assert_true(first.count.events == second.count.events);
        bw_assert_close(first.count.figure, second.count.figure, 0.0);
    }
}

static void test_bench_list_needs_few_bytes_per_pending_event(void **state)
{
    (void)state;
    static const enum bw_workload workloads[] = {
        BW_WORKLOAD_HOLD, BW_WORKLOAD_BIMODAL, BW_WORKLOAD_SKEWED};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(workloads); i++) {
        struct bw_bench_result result = run(workloads[i], 200000, 200000, 1);
        assert_true(result.count.peak >= 200000);
        assert_true(
            (double)result.count.list_bytes <= BYTES_MOST * (double)result.count.peak);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bench_workloads_give_what_theory_says),
        cmocka_unit_test(test_bench_counts_every_customer_and_job),
        cmocka_unit_test(test_bench_repeats_for_equal_seeds),
        cmocka_unit_test(test_bench_list_needs_few_bytes_per_pending_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
