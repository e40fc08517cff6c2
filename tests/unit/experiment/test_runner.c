/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/runner.h"
#include "fake_simulation.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POINTS 4
#define REPLICATIONS 9
#define TASKS (POINTS * REPLICATIONS)

static const char identity[BW_SHA256_TEXT] =
    "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
static const char *const labels[POINTS] = {"base", "a=1", "a=2", "a=3"};

struct fixture {
    struct bw_parameter parameters[POINTS][BW_FAKE_PARAMETERS];
    struct bw_network storage[POINTS];
    const struct bw_network *networks[POINTS];
    struct bw_layout *layout;
    struct bw_task_table table;
    struct bw_run_request request;
    struct bw_error_list errors;
    atomic_int stop;
    uint64_t stop_after; /* progress at which stop is set; 0 = never */
    uint64_t calls, last_done;
    char folder[64], path[96];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    for (size_t p = 0; p < POINTS; p++) {
        f->storage[p] = bw_fake_network(f->parameters[p], (double)p, -1.0);
        f->networks[p] = &f->storage[p];
    }
    assert_int_equal(bw_layout_create(f->networks[0], &f->layout), BW_OK);
    f->table = (struct bw_task_table){.point_count = POINTS,
        .replication_count = REPLICATIONS,
        .value_count = f->layout->size,
        .values = calloc(TASKS * f->layout->size, sizeof(double)),
        .states = calloc(TASKS, 1)};
    assert_non_null(f->table.values);
    assert_non_null(f->table.states);
    f->request = (struct bw_run_request){.networks = f->networks,
        .labels = labels,
        .layout = f->layout,
        .seed = 7,
        .threads = 1};
    bw_error_list_init(&f->errors);
    strcpy(f->folder, "/tmp/bw_runner_XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->path, sizeof f->path, "%s/x.journal", f->folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    (void)unlink(f->path);
    (void)rmdir(f->folder);
    bw_error_list_release(&f->errors);
    bw_layout_free(f->layout);
    free(f->table.values);
    free(f->table.states);
    free(f);
    return 0;
}

static enum bw_status run(struct fixture *f, uint32_t threads)
{
    f->request.threads = threads;
    return bw_runner_run(&f->request, &f->table, &f->errors);
}

/* Returns a copy of the values and clears the table. */
static double *take_values(struct fixture *f)
{
    size_t size_bytes = TASKS * f->layout->size * sizeof(double);
    double *copy = malloc(size_bytes);
    assert_non_null(copy);
    memcpy(copy, f->table.values, size_bytes);
    memset(f->table.values, 0, size_bytes);
    memset(f->table.states, 0, TASKS);
    return copy;
}

static void test_runner_values_do_not_depend_on_threads(void **state)
{
    struct fixture *f = *state;
    static const uint32_t threads[] = {64, 8, 3, 2};
    assert_int_equal(run(f, 1), BW_OK);
    double *expected = take_values(f);
    for (size_t t = 0; t < BW_ARRAY_LENGTH(threads); t++) {
        assert_int_equal(run(f, threads[t]), BW_OK);
        double *found = take_values(f);
        assert_memory_equal(found, expected, TASKS * f->layout->size * sizeof(double));
        free(found);
    }
    free(expected);
}

static void test_runner_points_use_their_own_network(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(run(f, 2), BW_OK);
    size_t size = f->layout->size;
    for (size_t p = 1; p < POINTS; p++) {
        for (size_t r = 0; r < REPLICATIONS; r++) {
            double base = f->table.values[r * size];
            double point = f->table.values[(p * REPLICATIONS + r) * size];
            bw_assert_close(point - base, (double)p, 1e-12);
        }
    }
}

static void test_runner_failing_replication_takes_no_other_down(void **state)
{
    struct fixture *f = *state;
    f->parameters[1][1].initial = 5.0;
    f->parameters[3][1].initial = 0.0;
    assert_int_equal(run(f, 4), BW_ERR_MODEL);
    for (size_t task = 0; task < TASKS; task++) {
        bool fails = task == 1 * REPLICATIONS + 5 || task == 3 * REPLICATIONS;
        assert_int_equal(f->table.states[task], fails ? BW_TASK_FAILED : BW_TASK_DONE);
    }
    assert_int_equal(f->errors.error_count, 2);
    assert_string_equal(f->errors.errors[0].text,
        "point 1 (a=1), replication 5, seed 7: fails as asked");
    assert_non_null(strstr(f->errors.errors[1].text, "2 of 36"));
}

static void note_progress(void *context, const struct bw_run_progress *progress)
{
    struct fixture *f = context;
    f->calls++;
    assert_true(progress->done >= f->last_done);
    f->last_done = progress->done;
    if (f->stop_after > 0 && progress->done >= f->stop_after) {
        atomic_store(&f->stop, 1);
    }
}

static void test_runner_reports_progress_of_every_replication(void **state)
{
    struct fixture *f = *state;
    f->request.progress = note_progress;
    f->request.progress_context = f;
    assert_int_equal(run(f, 4), BW_OK);
    assert_int_equal(f->calls, TASKS + 1);
    assert_int_equal(f->last_done, TASKS);
}

/* Stops after a third, goes on with another number of threads: the values are those of
 * a run without interruption, and nothing is simulated twice. */
static void test_runner_resumed_run_gives_equal_values(void **state)
{
    struct fixture *f = *state;
    struct bw_journal journal;
    assert_int_equal(run(f, 1), BW_OK);
    double *expected = take_values(f);
    bw_fake_simulation_forget();
    f->request.progress = note_progress;
    f->request.progress_context = f;
    f->request.stop = &f->stop;
    f->request.journal = &journal;
    f->last_done = 0;
    f->stop_after = TASKS / 3;
    assert_int_equal(
        bw_journal_open(&journal, f->path, identity, &f->table, &f->errors), BW_OK);
    assert_int_equal(run(f, 2), BW_ERR_STOPPED);
    bw_journal_close(&journal, false);
    long first = bw_fake_simulation_runs();
    assert_true(first >= TASKS / 3 && first < TASKS);
    free(take_values(f));

    f->stop_after = 0;
    f->last_done = 0;
    atomic_store(&f->stop, 0);
    assert_int_equal(
        bw_journal_open(&journal, f->path, identity, &f->table, &f->errors), BW_OK);
    assert_int_equal(run(f, 3), BW_OK);
    bw_journal_close(&journal, true);
    assert_int_equal(bw_fake_simulation_runs(), TASKS);
    double *found = take_values(f);
    assert_memory_equal(found, expected, TASKS * f->layout->size * sizeof(double));
    free(found);
    free(expected);
}

static void test_runner_failed_replications_run_again_after_resume(void **state)
{
    struct fixture *f = *state;
    struct bw_journal journal;
    f->request.journal = &journal;
    f->parameters[2][1].initial = 3.0;
    assert_int_equal(
        bw_journal_open(&journal, f->path, identity, &f->table, &f->errors), BW_OK);
    assert_int_equal(run(f, 2), BW_ERR_MODEL);
    bw_journal_close(&journal, false);
    free(take_values(f));
    f->parameters[2][1].initial = -1.0;
    bw_fake_simulation_forget();
    assert_int_equal(
        bw_journal_open(&journal, f->path, identity, &f->table, &f->errors), BW_OK);
    assert_int_equal(run(f, 2), BW_OK);
    bw_journal_close(&journal, true);
    assert_int_equal(bw_fake_simulation_runs(), 1);
}

int main(void)
{
#define RUNNER_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        RUNNER_TEST(test_runner_values_do_not_depend_on_threads),
        RUNNER_TEST(test_runner_points_use_their_own_network),
        RUNNER_TEST(test_runner_failing_replication_takes_no_other_down),
        RUNNER_TEST(test_runner_reports_progress_of_every_replication),
        RUNNER_TEST(test_runner_resumed_run_gives_equal_values),
        RUNNER_TEST(test_runner_failed_replications_run_again_after_resume),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
