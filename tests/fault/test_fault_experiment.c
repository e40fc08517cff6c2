/* SPDX-License-Identifier: Apache-2.0
 *
 * F7 and F8 of the fault table for runs with a journal: whichever file operation or
 * request for memory fails, the run says so, and going on gives the same values.
 */
#include "experiment/analysis.h"
#include "experiment/journal.h"
#include "experiment/plan.h"
#include "experiment/runner.h"
#include "failing_io_raw.h"
#include "failing_memory.h"
#include "fake_simulation.h"
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POINTS 3
#define REPLICATIONS 4
#define TASKS (POINTS * REPLICATIONS)
#define CALLS_MAX 500

static const char identity[BW_SHA256_TEXT] =
    "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";
static const char *const labels[POINTS] = {"base", "a=1", "a=2"};

struct fixture {
    struct bw_parameter parameters[POINTS][BW_FAKE_PARAMETERS];
    struct bw_network storage[POINTS];
    const struct bw_network *networks[POINTS];
    struct bw_layout *layout;
    struct bw_task_table table;
    size_t size_bytes;
    double *expected;
    char folder[64], path[96];
};

static int tear_down(void **state)
{
    struct fixture *f = *state;
    bw_failing_io_arm(0, 0);
    bw_failing_io_limit_write(0);
    bw_failing_memory_arm(0);
    (void)unlink(f->path);
    (void)rmdir(f->folder);
    bw_layout_free(f->layout);
    free(f->table.values);
    free(f->table.states);
    free(f->expected);
    free(f);
    return 0;
}

/* Opens the journal and runs what is left, in one thread so that the n-th call is
 * always the same one. */
static enum bw_status run_with_journal(struct fixture *f)
{
    struct bw_journal journal;
    struct bw_error_list errors;
    memset(f->table.values, 0, f->size_bytes);
    memset(f->table.states, 0, TASKS);
    bw_error_list_init(&errors);
    enum bw_status status =
        bw_journal_open(&journal, f->path, identity, &f->table, &errors);
    if (status == BW_OK) {
        struct bw_run_request request = {.networks = f->networks,
            .labels = labels,
            .layout = f->layout,
            .seed = 3,
            .threads = 1,
            .journal = &journal};
        status = bw_runner_run(&request, &f->table, &errors);
    }
    assert_int_equal(errors.error_count > 0, status != BW_OK);
    bw_journal_close(&journal, status == BW_OK);
    bw_error_list_release(&errors);
    return status;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    for (size_t p = 0; p < POINTS; p++) {
        f->storage[p] = bw_fake_network(f->parameters[p], (double)p, -1.0);
        f->networks[p] = &f->storage[p];
    }
    assert_int_equal(bw_layout_create(f->networks[0], &f->layout), BW_OK);
    f->size_bytes = TASKS * f->layout->size * sizeof(double);
    f->table = (struct bw_task_table){POINTS, REPLICATIONS, f->layout->size,
        calloc(1, f->size_bytes), calloc(TASKS, 1)};
    f->expected = calloc(1, f->size_bytes);
    assert_non_null(f->table.values);
    assert_non_null(f->table.states);
    assert_non_null(f->expected);
    strcpy(f->folder, "/tmp/bw-test-fault-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->path, sizeof f->path, "%s/x.journal", f->folder);
    assert_int_equal(run_with_journal(f), BW_OK);
    memcpy(f->expected, f->table.values, f->size_bytes);
    *state = f;
    return 0;
}

static void check_resumes(struct fixture *f)
{
    assert_int_equal(run_with_journal(f), BW_OK);
    assert_memory_equal(f->table.values, f->expected, f->size_bytes);
}

static void test_run_with_failing_file_operation_resumes_to_equal_values(void **state)
{
    struct fixture *f = *state;
    static const int causes[] = {ENOSPC, EIO};
    for (size_t c = 0; c < BW_ARRAY_LENGTH(causes); c++) {
        long nth = 1;
        for (; nth < CALLS_MAX; nth++) {
            bw_failing_io_arm(nth, causes[c]);
            enum bw_status status = run_with_journal(f);
            bool was_hit = bw_failing_io_calls() >= nth;
            bw_failing_io_arm(0, 0);
            assert_true(
                status == BW_OK || status == BW_ERR_IO || status == BW_ERR_CREATE);
            check_resumes(f);
            if (!was_hit) {
                break;
            }
        }
        assert_in_range(nth, TASKS, CALLS_MAX - 1);
    }
}

/* A full disk first takes a part of what is written. */
static void test_run_with_short_writes_keeps_whole_records(void **state)
{
    struct fixture *f = *state;
    for (long nth = 10; nth < 40; nth += 3) {
        bw_failing_io_limit_write(100);
        bw_failing_io_arm(nth, ENOSPC);
        assert_int_equal(run_with_journal(f), BW_ERR_IO);
        bw_failing_io_arm(0, 0);
        bw_failing_io_limit_write(0);
        check_resumes(f);
    }
}

static void test_run_without_memory_resumes_to_equal_values(void **state)
{
    struct fixture *f = *state;
    long nth = 1;
    for (; nth < CALLS_MAX; nth++) {
        bw_failing_memory_arm(0);
        long live = bw_failing_memory_live();
        bw_failing_memory_arm(nth);
        enum bw_status status = run_with_journal(f);
        bool was_hit = bw_failing_memory_requests() >= nth;
        bw_failing_memory_arm(0);
        assert_true(status == BW_OK || status == BW_ERR_NOMEM);
        assert_int_equal(bw_failing_memory_live(), live);
        check_resumes(f);
        if (!was_hit) {
            break;
        }
    }
    assert_in_range(nth, 5, CALLS_MAX - 1);
}

/* Whatever the number of replications, the runner asks for memory once for its list and
 * once for the simulation of each point. */
static void test_run_allocates_nothing_per_replication(void **state)
{
    struct fixture *f = *state;
    for (uint32_t left = 1; left <= REPLICATIONS; left++) {
        struct bw_run_request request = {.networks = f->networks,
            .labels = labels,
            .layout = f->layout,
            .seed = 3,
            .threads = 1};
        struct bw_error_list errors;
        bw_error_list_init(&errors);
        for (uint32_t task = 0; task < TASKS; task++) {
            bool is_done = task % REPLICATIONS >= left;
            f->table.states[task] = is_done ? BW_TASK_DONE : BW_TASK_PENDING;
        }
        bw_failing_memory_arm(0);
        assert_int_equal(bw_runner_run(&request, &f->table, &errors), BW_OK);
        assert_int_equal(bw_failing_memory_requests(), 1 + POINTS);
        bw_error_list_release(&errors);
    }
}

static const char *const paths[] = {"sites.a.stock.b.initial"};
static const char *const levels[] = {"1", "2", "3"};

static enum bw_status plan_and_analyse(struct fixture *f)
{
    struct bw_factor factor = {"a", paths, 1, levels, 3};
    struct bw_scenario scenario = {
        .design = BW_DESIGN_GRID, .factors = &factor, .factor_count = 1};
    struct bw_result_set set = {.network = f->networks[0],
        .layout = f->layout,
        .point_count = POINTS,
        .replication_count = REPLICATIONS,
        .values = f->expected,
        .point_labels = labels};
    struct bw_analysis analysis = {.bottlenecks = NULL};
    struct bw_plan *plan = NULL;
    struct bw_error_list errors;
    bw_error_list_init(&errors);
    enum bw_status status = bw_plan_create(&scenario, true, &errors, &plan);
    if (status == BW_OK) {
        status = bw_analysis_make(&analysis, &set, &errors);
    }
    assert_int_equal(errors.error_count > 0, status != BW_OK);
    bw_analysis_release(&analysis);
    bw_plan_free(plan);
    bw_error_list_release(&errors);
    return status;
}

static void test_plan_and_analysis_without_memory_leave_nothing(void **state)
{
    struct fixture *f = *state;
    long live = bw_failing_memory_live();
    long nth = 1;
    for (; nth < CALLS_MAX; nth++) {
        bw_failing_memory_arm(nth);
        enum bw_status status = plan_and_analyse(f);
        bool was_hit = bw_failing_memory_requests() >= nth;
        bw_failing_memory_arm(0);
        assert_int_equal(bw_failing_memory_live(), live);
        if (!was_hit) {
            assert_int_equal(status, BW_OK);
            break;
        }
        assert_true(status == BW_ERR_NOMEM || status == BW_OK);
    }
    assert_in_range(nth, 5, CALLS_MAX - 1);
}

int main(void)
{
#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FAULT_TEST(test_run_with_failing_file_operation_resumes_to_equal_values),
        FAULT_TEST(test_run_with_short_writes_keeps_whole_records),
        FAULT_TEST(test_run_without_memory_resumes_to_equal_values),
        FAULT_TEST(test_run_allocates_nothing_per_replication),
        FAULT_TEST(test_plan_and_analysis_without_memory_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
