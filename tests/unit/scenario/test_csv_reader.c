/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/csv_reader.h"

#include "scenario_support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct bw_row number_row = {.key = "value",
    .type = BW_ROW_LAW,
    .dimension = BW_DIMENSION_NUMBER,
    .min = 0.0,
    .max = 1e15};

/* Reads column x of a file with this content. */
static enum bw_status read_text(struct fixture *f, struct bw_arena *arena,
    const char *csv, const struct bw_column **out)
{
    struct bw_columns columns = {.arena = arena};
    char path[256];
    (void)snprintf(path, sizeof path, "%s/a.csv", f->folder);
    bw_error_list_release(&f->errors);
    bw_error_list_init(&f->errors);
    fixture_write(f, "a.csv", csv);
    struct bw_column_request request = {path, "x", "", &number_row};
    return bw_csv_column(&columns, &request, &f->errors, out);
}

static void test_csv_reader_reads_what_is_strict(void **state)
{
    static const char *const files[] = {"x\n1\n2\n3\n", "x\r\n1\r\n2\r\n3\r\n",
        "\xEF\xBB\xBFx\n1\n2\n3", "a,x,b\nq,1,\n\"w, \"\"e\"\"\",2,r\n,\"3\",\n"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct bw_arena arena;
        const struct bw_column *column = NULL;
        bw_arena_init(&arena);
        assert_int_equal(read_text(*state, &arena, files[i], &column), BW_OK);
        assert_int_equal(column->count, 3);
        assert_true(column->values[0] == 1.0 && column->values[2] == 3.0);
        bw_arena_release(&arena);
    }
}

static void test_csv_reader_names_the_place_of_errors(void **state)
{
    static const struct {
        const char *csv;
        int line, column;
        const char *part;
    } rows[] = {
        {"y\n1\n", 1, 1, "no column is named \"x\""},
        {"xx,y\n1,2\n", 1, 1, "did you mean \"xx\"?"},
        {"x,x\n1,2\n", 1, 3, "two columns"},
        {"x,y\n1\n", 2, 1, "as many fields"},
        {"x,y\n1,2,3\n", 2, 1, "as many fields"},
        {"x,y\n1,2\nfast,2\n", 3, 1, "expected a number"},
        {"x,y\n1,2\n010,2\n", 3, 1, "expected a number"},
        {"y,x\n1,-2\n", 2, 3, "of at least 0"},
        {"y,x\n1,nan\n", 2, 3, "expected a number"},
        {"x\n", 2, 1, "no rows"},
        {"x\n\"1\n", 2, 1, "not allowed in a cell"},
        {"x\n\"1", 2, 1, "a quote is not closed"},
        {"x\n\"1\"2\n", 2, 1, "expected a comma"},
        {"x\n1\"2\n", 2, 1, "not allowed in a cell"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bw_arena arena;
        const struct bw_column *column = NULL;
        bw_arena_init(&arena);
        assert_int_equal(read_text(f, &arena, rows[i].csv, &column), BW_ERR_INPUT);
        assert_null(column);
        assert_int_equal(f->errors.count, 1);
        assert_int_equal(f->errors.errors[0].position.line, rows[i].line);
        assert_int_equal(f->errors.errors[0].position.column, rows[i].column);
        assert_non_null(strstr(f->errors.errors[0].text, rows[i].part));
        bw_arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_csv_reader_reads_what_is_strict, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_csv_reader_names_the_place_of_errors, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
