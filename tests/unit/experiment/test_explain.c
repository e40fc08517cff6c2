/* SPDX-License-Identifier: Apache-2.0
 *
 * Histories told from a trace, on chains that use every feature: what the walk through
 * the past charges is what the replication charged; a table written and read again
 * tells the same; every subject can be told, in lines that fit.
 */
#include "unit.h"

#include "base/memory.h"
#include "experiment/trace_read.h"
#include "results/explain.h"
#include "results/trace_csv.h"
#include "study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    struct bw_study study;
    struct bw_trace_log log;
    struct bw_trace_csv csv;
    struct bw_text table;
    size_t largest; /* piece of the table, in bytes */
};

static enum bw_status keep(void *context, const char *bytes, size_t length)
{
    struct fixture *f = context;

    bw_text_append(&f->table, bytes, length);
    f->largest = length > f->largest ? length : f->largest;
    return f->table.failed ? BW_ERR_NOMEM : BW_OK;
}

static enum bw_status take(void *context, const struct bw_trace_row *row)
{
    struct fixture *f = context;
    enum bw_status status = bw_trace_log_take(&f->log, row);

    return status == BW_OK ? bw_trace_csv_write(&f->csv, row) : status;
}

static void run_traced(struct fixture *f, const char *name)
{
    char path[512];
    struct bw_tracer *tracer = NULL;
    struct bw_trace_filter all = bw_trace_filter_all();
    const struct bw_network *network;

    snprintf(path, sizeof path, "%s/%s", TEST_FOLDER, name);
    bw_study_open(&f->study, path, NULL, 0);
    network = f->study.scenario->network;
    bw_text_init(&f->table);
    f->largest = 0;
    bw_trace_log_init(&f->log);
    assert_int_equal(bw_trace_log_describe(&f->log, network), BW_OK);
    bw_trace_csv_begin(&f->csv, network, &all, keep, f, &f->study.errors);
    assert_int_equal(bw_tracer_create(network, take, f, &tracer), BW_OK);
    bw_simulation_trace(f->study.simulation, tracer);
    bw_study_run(&f->study, 11, 2);
    bw_simulation_trace(f->study.simulation, NULL);
    bw_tracer_free(tracer);
    assert_int_equal(bw_trace_csv_end(&f->csv), BW_OK);
}

static void release(struct fixture *f)
{
    bw_trace_csv_release(&f->csv);
    bw_text_release(&f->table);
    bw_trace_log_release(&f->log);
    bw_study_close(&f->study);
}

/* Adds what the orders filled for customers of the window are charged, by cell; returns
 * their number. */
static size_t charge_orders(const struct fixture *f, double *cells)
{
    const struct bw_network *network = f->study.scenario->network;
    const struct bw_layout *layout = f->study.layout;
    uint32_t path = 0;
    size_t count = 0;

    for (size_t i = 0; i < f->log.rows.count; i++) {
        const struct bw_log_row *row = bw_trace_log_row(&f->log, i);
        const struct bw_demand *demand;
        struct bw_vector pieces;
        bw_time sum = 0;

        path = row->kind == BW_TRACE_DELIVERED ? row->path : path;
        if (row->kind != BW_TRACE_DEMAND_FILLED || row->since < 0
            || row->since >= network->horizon) {
            continue;
        }
        demand = &network->demands[network->elements[row->element].index];
        bw_vector_init(&pieces, sizeof(struct bw_log_piece));
        assert_int_equal(
            bw_trace_log_walk_order(&f->log, path,
                network->stocks[demand->stock].element, row->since, row->time, &pieces),
            BW_OK);
        for (size_t p = 0; p < pieces.count; p++) {
            const struct bw_log_piece *piece = bw_vector_at(&pieces, p);
            uint32_t cell = 0;

            while (layout->cells[cell].element != piece->element
                || strcmp(bw_stage_name(layout->cells[cell].stage), piece->stage)
                    != 0) {
                assert_true(++cell < layout->cell_count);
            }
            cells[cell] += (double)(piece->to - piece->from) / (double)BW_DAY;
            sum += piece->to - piece->from;
        }
        assert_true(sum == row->time - row->since);
        bw_vector_release(&pieces);
        count++;
    }
    return count;
}

static void check_charges(const struct fixture *f)
{
    const struct bw_layout *layout = f->study.layout;
    double *cells = bw_memory_allocate(layout->cell_count, sizeof *cells);
    size_t count;

    assert_non_null(cells);
    count = charge_orders(f, cells);
    assert_true(count > 100);
    for (uint32_t c = 0; c < layout->cell_count; c++) {
        bw_assert_close(cells[c] / (double)count,
            f->study.values[layout->order_wait_offset + c], 1e-9);
    }
    bw_memory_free(cells);
}

static void check_lines(const struct bw_text *text)
{
    for (const char *line = bw_text_get(text); *line != '\0';) {
        size_t length = strcspn(line, "\n");

        if (length > BW_EXPLAIN_WIDTH) {
            /* Only a word that is too long by itself may stand out. */
            const char *word = line + length;

            while (word > line && word[-1] != ' ') {
                word--;
            }
            assert_true(word - line <= 60 && strchr(word, '.') != NULL);
        }
        line += length + 1;
    }
}

static void check_subjects(const struct fixture *f, const struct bw_trace_log *read)
{
    const struct {
        enum bw_explain_subject subject;
        uint32_t count;
    } subjects[] = {
        {BW_EXPLAIN_LIST, 1},
        {BW_EXPLAIN_ORDER, f->log.order_count},
        {BW_EXPLAIN_LOT, f->log.lot_count},
        {BW_EXPLAIN_STOCKOUT, f->log.stockout_count},
    };
    struct bw_text one, two;
    struct bw_error_list errors;

    bw_text_init(&one);
    bw_text_init(&two);
    bw_error_list_init(&errors);
    for (size_t s = 0; s < BW_ARRAY_LENGTH(subjects); s++) {
        uint32_t step = 1 + subjects[s].count / 60;

        for (uint32_t n = 1; n <= subjects[s].count; n += step) {
            bw_text_clear(&one);
            bw_text_clear(&two);
            assert_int_equal(
                bw_explain(&f->log, subjects[s].subject, n, &one, &errors), BW_OK);
            assert_int_equal(
                bw_explain(read, subjects[s].subject, n, &two, &errors), BW_OK);
            assert_true(one.length > 50);
            assert_string_equal(bw_text_get(&one), bw_text_get(&two));
            check_lines(&one);
        }
    }
    bw_error_list_release(&errors);
    bw_text_release(&one);
    bw_text_release(&two);
}

static void read_back(const struct fixture *f, struct bw_trace_log *read)
{
    char path[] = "trace-XXXXXX.csv";
    struct bw_error_list errors;
    int file = mkstemps(path, 4);

    bw_error_list_init(&errors);
    assert_true(file >= 0);
    assert_int_equal(
        write(file, f->table.bytes, f->table.length), (ssize_t)f->table.length);
    assert_int_equal(close(file), 0);
    bw_trace_log_init(read);
    assert_true(bw_trace_is_table(path));
    assert_int_equal(bw_trace_read(path, read, &errors), BW_OK);
    assert_int_equal(unlink(path), 0);
    bw_error_list_release(&errors);
}

static void check_same_rows(const struct fixture *f, const struct bw_trace_log *read)
{
    assert_int_equal(f->log.rows.count, read->rows.count);
    assert_true(f->log.start_day == read->start_day);
    for (size_t i = 0; i < read->rows.count; i++) {
        const struct bw_log_row *a = bw_trace_log_row(&f->log, i);
        const struct bw_log_row *b = bw_trace_log_row(read, i);

        assert_true(a->time == b->time && a->kind == b->kind && a->order == b->order);
        assert_true(a->lot == b->lot && a->of == b->of && a->path == b->path);
        if ((bw_trace_kinds[a->kind].uses & BW_TRACE_QUANTITY) != 0) {
            bw_assert_close(a->quantity, b->quantity, 1e-9 * fabs(a->quantity));
        }
        if ((bw_trace_kinds[a->kind].uses & BW_TRACE_SINCE) != 0) {
            assert_true(a->since == b->since);
        }
    }
}

static void test_explain_tells_what_was_charged(void **unused)
{
    static const char *const names[] = {"everything.yaml", "everything-and-more.yaml",
        "everything-transport.yaml", "everything-stock.yaml", "everything-data.yaml"};

    (void)unused;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(names); i++) {
        struct fixture f;
        struct bw_trace_log read;

        run_traced(&f, names[i]);
        check_charges(&f);
        read_back(&f, &read);
        check_same_rows(&f, &read);
        check_subjects(&f, &read);
        bw_trace_log_release(&read);
        release(&f);
    }
}

/* However long the table, no more than a piece of it waits in memory. */
static void test_trace_csv_is_written_in_pieces(void **unused)
{
    struct fixture f;

    (void)unused;
    run_traced(&f, "everything.yaml");
    assert_true(f.table.length > 1000000);
    assert_true(f.largest < 20000);
    assert_true(f.csv.rows.capacity < 65536);
    release(&f);
}

static void expect_failure(const struct bw_trace_log *log,
    enum bw_explain_subject subject, uint32_t number, enum bw_status status,
    const char *part)
{
    struct bw_text text;
    struct bw_error_list errors;

    bw_text_init(&text);
    bw_error_list_init(&errors);
    assert_int_equal(bw_explain(log, subject, number, &text, &errors), status);
    assert_int_equal(errors.count, 1);
    assert_non_null(strstr(errors.errors[0].text, part));
    bw_error_list_release(&errors);
    bw_text_release(&text);
}

static void test_explain_refuses_numbers_and_filtered_traces(void **unused)
{
    struct fixture f;
    char range[64];

    (void)unused;
    run_traced(&f, "everything.yaml");
    snprintf(range, sizeof range, "1 to %u", f.log.order_count);
    expect_failure(
        &f.log, BW_EXPLAIN_ORDER, f.log.order_count + 1, BW_ERR_USAGE, range);
    expect_failure(&f.log, BW_EXPLAIN_LOT, 0, BW_ERR_USAGE, "numbers 1 to");
    f.log.is_begun = false;
    expect_failure(&f.log, BW_EXPLAIN_LOT, 1, BW_ERR_INPUT, "not whole");
    release(&f);
}

static void expect_unreadable(const char *rows, const char *part)
{
    static const char header[] = "time_s,date,kind,element,item,quantity,order,lot,of,"
                                 "other,number,path,since_s,detail\n";
    char path[] = "trace-XXXXXX.csv";
    struct bw_trace_log log;
    struct bw_error_list errors;
    int file = mkstemps(path, 4);

    assert_true(file >= 0);
    assert_true(write(file, header, strlen(header)) > 0);
    assert_true(write(file, rows, strlen(rows)) > 0);
    assert_int_equal(close(file), 0);
    bw_error_list_init(&errors);
    bw_trace_log_init(&log);
    assert_int_equal(bw_trace_read(path, &log, &errors), BW_ERR_INPUT);
    assert_true(errors.count >= 1);
    assert_non_null(strstr(errors.errors[0].text, part));
    assert_int_equal(errors.errors[0].position.line, 2);
    bw_trace_log_release(&log);
    bw_error_list_release(&errors);
    assert_int_equal(unlink(path), 0);
}

static void test_trace_read_names_what_it_cannot_read(void **unused)
{
    (void)unused;
    expect_unreadable("x,2026-01-05T00:00:00,shipped,,,,,,,,,,,\n", "time_s");
    expect_unreadable("1.0000001,2026-01-05T00:00:00,shipped,,,,,,,,,,,\n", "time_s");
    expect_unreadable("1,2026-13-05T00:00:00,shipped,,,,,,,,,,,\n", "date");
    expect_unreadable("1,2026-01-05T00:00:00,shopped,,,,,,,,,,,\n", "kind");
    expect_unreadable("1,2026-01-05T00:00:00,shipped,,,,,,,,,,,\n", "not whole");
    expect_unreadable("1,2026-01-05T00:00:00,run_began,,,,-1,,,,,,,\n", "order");
    expect_unreadable("1,2026-01-05T00:00:00,run_began,,,,,9999,,,,,,\n", "lot");
    expect_unreadable("1,2026-01-05T00:00:00,run_began\n", "columns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explain_tells_what_was_charged),
        cmocka_unit_test(test_trace_csv_is_written_in_pieces),
        cmocka_unit_test(test_explain_refuses_numbers_and_filtered_traces),
        cmocka_unit_test(test_trace_read_names_what_it_cannot_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
