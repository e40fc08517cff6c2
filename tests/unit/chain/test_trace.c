/* SPDX-License-Identifier: Apache-2.0
 *
 * What a trace promises, on chains that use every feature: the course of a replication
 * does not change, every rule of trace_rules.h holds, and each time it is the same.
 */
#include "unit.h"

#include "base/memory.h"
#include "base/vector.h"
#include "chain/trace.h"
#include "study.h"
#include "trace_rules.h"

#include <stdio.h>
#include <string.h>

static const char *const files[] = {
    "everything.yaml",
    "everything-and-more.yaml",
    "everything-stock.yaml",
    "everything-transport.yaml",
    "everything-trial.yaml",
    "everything-antithetic.yaml",
    "everything-contracts.yaml",
    "everything-cold.yaml",
    "everything-groups.yaml",
    "everything-ledgers.yaml",
    "rework.yaml",
    "corner.yaml",
};

struct fixture {
    struct bw_study study;
    struct bw_tracer *tracer;
    struct bw_traced_run run;
};

static void open_fixture(struct fixture *f, const char *name)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", TEST_FOLDER, name);
    bw_study_open(&f->study, path, NULL, 0);
    bw_traced_run_init(
        &f->run, f->study.scenario->network, f->study.layout, f->study.values);
    assert_int_equal(bw_tracer_create(f->study.scenario->network, bw_traced_run_take,
                         &f->run, &f->tracer),
        BW_OK);
}

static void close_fixture(struct fixture *f)
{
    bw_tracer_free(f->tracer);
    bw_traced_run_release(&f->run);
    bw_study_close(&f->study);
}

static void run_traced(struct fixture *f, uint64_t replication)
{
    bw_traced_run_reset(&f->run);
    bw_simulation_trace(f->study.simulation, f->tracer);
    bw_study_run(&f->study, 7, replication);
    bw_simulation_trace(f->study.simulation, NULL);
}

static void check_same_values(struct fixture *f, uint64_t replication)
{
    size_t size = f->study.layout->size * sizeof *f->study.values;
    double *plain = bw_memory_allocate(f->study.layout->size, sizeof *plain);

    assert_non_null(plain);
    bw_study_run(&f->study, 7, replication);
    memcpy(plain, f->study.values, size);
    run_traced(f, replication);
    assert_memory_equal(plain, f->study.values, size);
    bw_memory_free(plain);
}

static void check_rules(struct fixture *f)
{
    const char *broken = bw_trace_rules_broken(&f->run);

    if (broken != NULL) {
        print_error("%s: %s\n", broken, f->run.message);
    }
    assert_null(broken);
}

static void check_file(const char *name)
{
    struct fixture f;

    open_fixture(&f, name);
    for (uint64_t replication = 0; replication < 3; replication++) {
        check_same_values(&f, replication);
        check_rules(&f);
    }
    close_fixture(&f);
}

static void test_trace_keeps_its_promises(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(files); i++) {
        print_message("%s\n", files[i]);
        check_file(files[i]);
    }
}

static void test_trace_is_the_same_each_time(void **unused)
{
    struct fixture f;
    struct bw_vector first;

    (void)unused;
    open_fixture(&f, "everything.yaml");
    run_traced(&f, 3);
    first = f.run.rows;
    bw_vector_init(&f.run.rows, sizeof(struct bw_trace_row));
    run_traced(&f, 4);
    run_traced(&f, 3);
    assert_int_equal(first.count, f.run.rows.count);
    for (size_t i = 0; i < first.count; i++) {
        const struct bw_trace_row *a = bw_vector_at(&first, i),
                                  *b = bw_traced_row(&f.run, i);

        assert_true(a->time == b->time && a->kind == b->kind);
        assert_true(a->order == b->order && a->lot == b->lot && a->path == b->path);
        assert_true(a->quantity == b->quantity && a->element == b->element);
    }
    bw_vector_release(&first);
    close_fixture(&f);
}

/* Once read beyond the stocks of the network, which sanitizers see, with no trace too.
 */
static void test_goods_rejected_at_the_door_are_empty_there(void **unused)
{
    struct fixture f;

    (void)unused;
    open_fixture(&f, "rejected-at-door.yaml");
    bw_traced_run_reset(&f.run);
    bw_simulation_trace(f.study.simulation, f.tracer);
    bw_study_run(&f.study, 987, 0);
    check_rules(&f);
    close_fixture(&f);
}

static enum bw_status refuse(void *context, const struct bw_trace_row *row)
{
    (void)row;
    return ++*(int *)context == 100 ? BW_ERR_IO : BW_OK;
}

static void test_trace_stops_the_run_when_a_row_is_refused(void **unused)
{
    struct fixture f;
    struct bw_tracer *tracer = NULL;
    int rows = 0;

    (void)unused;
    open_fixture(&f, "everything.yaml");
    assert_int_equal(
        bw_tracer_create(f.study.scenario->network, refuse, &rows, &tracer), BW_OK);
    bw_simulation_trace(f.study.simulation, tracer);
    assert_int_equal(
        bw_simulation_run(f.study.simulation, 1, 0, f.study.values, &f.study.errors),
        BW_ERR_IO);
    assert_int_equal(rows, 100);
    bw_simulation_trace(f.study.simulation, NULL);
    bw_tracer_free(tracer);
    close_fixture(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trace_keeps_its_promises),
        cmocka_unit_test(test_trace_is_the_same_each_time),
        cmocka_unit_test(test_goods_rejected_at_the_door_are_empty_there),
        cmocka_unit_test(test_trace_stops_the_run_when_a_row_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
