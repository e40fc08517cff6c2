/* SPDX-License-Identifier: Apache-2.0
 *
 * What a trace promises, on chains that use every feature: the course of a replication
 * does not change; rows come in the order of time; orders and lots balance to the
 * quantum; stages lead back without a gap; stock-outs add up to the time without stock.
 */
#include "unit.h"

#include "base/memory.h"
#include "base/vector.h"
#include "chain/trace.h"
#include "study.h"

#include <stdio.h>
#include <string.h>

static const char *const files[] = {
    "everything.yaml",
    "everything-and-more.yaml",
    "everything-stock.yaml",
    "everything-transport.yaml",
    "everything-antithetic.yaml",
    "everything-groups.yaml",
    "rework.yaml",
    "corner.yaml",
};

struct fixture {
    struct bw_study study;
    struct bw_tracer *tracer;
    struct bw_vector rows; /* struct bw_trace_row */
};

static enum bw_status keep(void *context, const struct bw_trace_row *row)
{
    struct fixture *f = context;
    struct bw_trace_row *copy = NULL;
    enum bw_status status = bw_vector_push(&f->rows, &copy);

    if (status == BW_OK) {
        *copy = *row;
    }
    return status;
}

static void open_fixture(struct fixture *f, const char *name)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", TEST_FOLDER, name);
    bw_study_open(&f->study, path, NULL, 0);
    bw_vector_init(&f->rows, sizeof(struct bw_trace_row));
    assert_int_equal(
        bw_tracer_create(f->study.scenario->network, keep, f, &f->tracer), BW_OK);
}

static void close_fixture(struct fixture *f)
{
    bw_tracer_free(f->tracer);
    bw_vector_release(&f->rows);
    bw_study_close(&f->study);
}

static void run_traced(struct fixture *f, uint64_t replication)
{
    f->rows.count = 0;
    bw_simulation_trace(f->study.simulation, f->tracer);
    bw_study_run(&f->study, 7, replication);
    bw_simulation_trace(f->study.simulation, NULL);
}

static const struct bw_trace_row *row_at(const struct fixture *f, size_t i)
{
    return bw_vector_at(&f->rows, i);
}

/* Greatest number in a column of 32 bits. */
#define LARGEST(f, column) largest(f, offsetof(struct bw_trace_row, column))
static uint32_t largest(const struct fixture *f, size_t offset)
{
    uint32_t most = 0;

    for (size_t i = 0; i < f->rows.count; i++) {
        uint32_t value;

        memcpy(&value, (const char *)row_at(f, i) + offset, sizeof value);
        most = value > most ? value : most;
    }
    return most;
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

static void check_times(const struct fixture *f)
{
    const struct bw_network *network = f->study.scenario->network;
    bw_time last = -network->warmup;

    assert_int_equal(row_at(f, 0)->kind, BW_TRACE_RUN_BEGAN);
    assert_int_equal(row_at(f, f->rows.count - 1)->kind, BW_TRACE_RUN_ENDED);
    for (size_t i = 0; i < f->rows.count; i++) {
        const struct bw_trace_row *row = row_at(f, i);

        assert_true(row->time >= last);
        last = row->time;
        assert_true(row->element < network->element_count);
        if ((bw_trace_kinds[row->kind].uses & BW_TRACE_SINCE) != 0) {
            assert_true(row->since <= row->time);
        }
    }
    assert_true(last == network->horizon + network->cooldown);
}

/* Placed + changed = received + delivered + consumed + lost + still to come, and
 * nothing is to come of an order that is closed. */
static void check_orders(const struct fixture *f)
{
    uint32_t count = LARGEST(f, order) + 1;
    int64_t *left = bw_memory_allocate(count, sizeof *left);
    bool *closed = bw_memory_allocate(count, sizeof *closed);
    bool *placed = bw_memory_allocate(count, sizeof *placed);

    assert_non_null(left);
    assert_non_null(closed);
    assert_non_null(placed);
    for (size_t i = 0; i < f->rows.count; i++) {
        const struct bw_trace_row *row = row_at(f, i);

        switch (row->kind) {
        case BW_TRACE_ORDER_PLACED:
            assert_false(placed[row->order]);
            placed[row->order] = true;
            left[row->order] = row->quantity;
            break;
        case BW_TRACE_ORDER_CHANGED:
            left[row->order] += row->quantity;
            break;
        case BW_TRACE_RECEIVED:
        case BW_TRACE_DELIVERED:
        case BW_TRACE_LOT_CONSUMED:
        case BW_TRACE_DEMAND_LOST:
            left[row->order] -= row->quantity;
            break;
        case BW_TRACE_ORDER_CLOSED:
        case BW_TRACE_DEMAND_FILLED:
            assert_int_equal(left[row->order], 0);
            closed[row->order] = true;
            break;
        default:
            continue;
        }
        assert_true(row->order != 0);
        assert_true(left[row->order] >= 0);
        assert_false(closed[row->order] && left[row->order] != 0);
    }
    for (uint32_t order = 1; order < count; order++) {
        assert_true(placed[order]);
    }
    bw_memory_free(left);
    bw_memory_free(closed);
    bw_memory_free(placed);
}

/* Every lot holds what was put into it less what was taken, is never asked for more,
 * and leaves whole. */
static void check_lots(const struct fixture *f)
{
    uint32_t count = LARGEST(f, lot) + 1;
    int64_t *left = bw_memory_allocate(count, sizeof *left);

    assert_non_null(left);
    for (size_t i = 0; i < f->rows.count; i++) {
        const struct bw_trace_row *row = row_at(f, i);

        switch (row->kind) {
        case BW_TRACE_LOT_CREATED:
        case BW_TRACE_BATCH_STARTED:
            assert_int_equal(left[row->lot], 0);
            left[row->lot] = row->quantity;
            break;
        case BW_TRACE_LOT_SPLIT:
            assert_true(left[row->of] > row->quantity);
            left[row->of] -= row->quantity;
            left[row->lot] = row->quantity;
            break;
        case BW_TRACE_LOT_CONSUMED:
        case BW_TRACE_DELIVERED:
            assert_int_equal(left[row->lot], row->quantity);
            left[row->lot] = 0;
            break;
        case BW_TRACE_LOT_WASTED:
            left[row->lot] -= row->quantity;
            assert_true(left[row->lot] >= 0);
            break;
        case BW_TRACE_ALLOCATED:
        case BW_TRACE_RECEIVED:
        case BW_TRACE_SHIPPED:
        case BW_TRACE_ARRIVED:
            assert_int_equal(left[row->lot], row->quantity);
            break;
        case BW_TRACE_LOT_LEFT:
            assert_int_equal(left[row->lot], row->quantity);
            left[row->lot] = 0;
            break;
        default:
            break;
        }
    }
    for (uint32_t lot = 0; lot < count; lot++) {
        assert_int_equal(left[lot], 0);
    }
    bw_memory_free(left);
}

/* A stretch of the past begins no earlier than the one before it. */
static void check_stages(const struct fixture *f)
{
    uint32_t count = LARGEST(f, path) + 1;
    bw_time *starts = bw_memory_allocate(count, sizeof *starts);
    uint32_t last = 0;

    assert_non_null(starts);
    for (size_t i = 0; i < f->rows.count; i++) {
        const struct bw_trace_row *row = row_at(f, i);

        if (row->kind != BW_TRACE_STAGE) {
            assert_true(row->path <= last);
            continue;
        }
        assert_true(row->path != 0 && row->path <= last + 1);
        assert_true(row->of < row->path);
        last = row->path > last ? row->path : last;
        starts[row->path] = row->since;
        assert_true(row->of == 0 || starts[row->of] <= row->since);
    }
    bw_memory_free(starts);
}

static void add_between(
    const struct bw_network *network, double *days, bw_time from, bw_time to)
{
    from = from > 0 ? from : 0;
    to = to < network->horizon ? to : network->horizon;
    *days += to > from ? (double)(to - from) / (double)BW_DAY : 0.0;
}

static void check_stockouts(const struct fixture *f)
{
    const struct bw_network *network = f->study.scenario->network;
    bw_time end = network->horizon + network->cooldown;

    for (bw_index s = 0; s < network->stock_count; s++) {
        bw_index element = network->stocks[s].element;
        double out = 0.0, horizon = (double)network->horizon / (double)BW_DAY;
        bw_time began = BW_FOREVER;

        for (size_t i = 0; i < f->rows.count; i++) {
            const struct bw_trace_row *row = row_at(f, i);

            if (row->element != element) {
                continue;
            }
            if (row->kind == BW_TRACE_STOCKOUT_BEGAN
                || row->kind == BW_TRACE_STOCKOUT_GOES_ON) {
                assert_true(began == BW_FOREVER);
                began = row->time;
            } else if (row->kind == BW_TRACE_STOCKOUT_ENDED) {
                assert_true(began != BW_FOREVER && row->since <= began);
                add_between(network, &out, began, row->time);
                began = BW_FOREVER;
            }
        }
        if (began != BW_FOREVER) {
            add_between(network, &out, began, end);
        }
        bw_assert_close(out / horizon,
            1.0
                - bw_study_value(
                    &f->study, network->elements[element].path, "time_in_stock_share"),
            1e-9);
    }
}

static void check_file(const char *name)
{
    struct fixture f;

    open_fixture(&f, name);
    for (uint64_t replication = 0; replication < 3; replication++) {
        check_same_values(&f, replication);
        check_times(&f);
        check_orders(&f);
        check_lots(&f);
        check_stages(&f);
        check_stockouts(&f);
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
    first = f.rows;
    bw_vector_init(&f.rows, sizeof(struct bw_trace_row));
    run_traced(&f, 4);
    run_traced(&f, 3);
    assert_int_equal(first.count, f.rows.count);
    for (size_t i = 0; i < first.count; i++) {
        const struct bw_trace_row *a = bw_vector_at(&first, i), *b = row_at(&f, i);

        assert_true(a->time == b->time && a->kind == b->kind);
        assert_true(a->order == b->order && a->lot == b->lot && a->path == b->path);
        assert_true(a->quantity == b->quantity && a->element == b->element);
    }
    bw_vector_release(&first);
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
        cmocka_unit_test(test_trace_stops_the_run_when_a_row_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
