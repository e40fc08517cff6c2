/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "unit.h"

static void check_line(const struct bw_error *error, const char *expected)
{
    struct bw_text text;
    bw_text_init(&text);
    bw_error_write(error, &text);
    assert_string_equal(bw_text_get(&text), expected);
    bw_text_release(&text);
}

static void test_error_add_keeps_copies_in_order(void **state)
{
    (void)state;
    struct bw_error_list list;
    bw_error_list_init(&list);
    char file[] = "mrna.yaml";
    char path[] = "sites.mainz";
    bw_error_add(&list, BW_SEVERITY_ERROR, BW_ERR_INPUT,
        (struct bw_position){file, 42, 16}, path, "found \"%s\"", "fast");
    const char *no_path = NULL;
    bw_error_add(&list, BW_SEVERITY_WARNING, BW_OK, (struct bw_position){NULL, 0, 0},
        no_path, "many open orders");
    file[0] = 'X';
    path[0] = 'X';
    assert_int_equal(list.count, 2);
    assert_int_equal(list.error_count, 1);
    assert_int_equal(list.warning_count, 1);
    check_line(&list.errors[0], "mrna.yaml:42:16: sites.mainz: found \"fast\"");
    check_line(&list.errors[1], "many open orders");
    assert_int_equal(list.errors[0].status, BW_ERR_INPUT);
    assert_int_equal(list.errors[1].severity, BW_SEVERITY_WARNING);
    bw_error_list_release(&list);
}

static void test_error_write_leaves_out_what_is_unknown(void **state)
{
    (void)state;
    struct bw_error error = {.text = "text", .position = {"a.csv", 7, 0}};
    check_line(&error, "a.csv:7: text");
    error.position.line = 0;
    error.position.column = 3;
    check_line(&error, "a.csv: text");
    error.position.file = NULL;
    error.path = "demand.x";
    check_line(&error, "demand.x: text");
}

static void test_error_fail_returns_its_status(void **state)
{
    (void)state;
    struct bw_error_list list;
    bw_error_list_init(&list);
    assert_int_equal(bw_error_fail(&list, BW_ERR_IO, "disk %d", 1), BW_ERR_IO);
    assert_int_equal(list.error_count, 1);
    check_line(&list.errors[0], "disk 1");
    bw_error_list_release(&list);
}

static void test_error_add_beyond_the_limit_is_counted_only(void **state)
{
    (void)state;
    struct bw_error_list list;
    bw_error_list_init(&list);
    for (int i = 0; i < BW_ERROR_LIMIT + 50; i++) {
        (void)bw_error_fail(&list, BW_ERR_INPUT, "error %d", i);
    }
    assert_int_equal(list.count, BW_ERROR_LIMIT);
    assert_int_equal(list.error_count, BW_ERROR_LIMIT + 50);
    check_line(&list.errors[BW_ERROR_LIMIT - 1], "error 199");
    bw_error_list_release(&list);
    assert_int_equal(list.error_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error_add_keeps_copies_in_order),
        cmocka_unit_test(test_error_write_leaves_out_what_is_unknown),
        cmocka_unit_test(test_error_fail_returns_its_status),
        cmocka_unit_test(test_error_add_beyond_the_limit_is_counted_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
