/* SPDX-License-Identifier: Apache-2.0 */
#include "results/run_log.h"
#include "unit.h"

#include "base/io.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINES 3

static char path[] = "/tmp/bw-test-run-log-XXXXXX";
static struct bw_error_list errors;

static const struct bw_run_record record = {
    .utc_s = 1767600000, /* 2026-01-05 08:00 */
    .wall_s = 12.5,
    .host_class = "x86_64 Linux, 2 cores",
    .command = "bullwhip run \"a b\\c.yaml\"\n\x01\xff\xc3\xbc",
    .version = "0.1.0",
    .scenario_sha256 = "abc",
    .seed = UINT64_MAX,
    .threads = 2,
    .exit_status = 75,
};

static int set_up(void **state)
{
    int descriptor = -1;
    (void)state;
    strcpy(path, "/tmp/bw-test-run-log-XXXXXX");
    descriptor = mkstemp(path);
    bw_error_list_init(&errors);
    return descriptor < 0 ? -1 : close(descriptor);
}

static int tear_down(void **state)
{
    (void)state;
    bw_error_list_release(&errors);
    return unlink(path);
}

static void append_lines(void)
{
    for (int i = 0; i < LINES; i++) {
        assert_int_equal(bw_run_log_append(path, &record, &errors), BW_OK);
    }
}

static void test_run_log_line_is_escaped_json(void **state)
{
    struct bw_text text;
    (void)state;
    bw_text_init(&text);
    bw_run_log_write_line(&record, "00", &text);
    assert_string_equal(bw_text_get(&text),
        "{\"time\":\"2026-01-05T08:00:00Z\",\"wall_s\":12.5,"
        "\"host\":\"x86_64 Linux, 2 cores\",\"threads\":2,"
        "\"command\":\"bullwhip run \\\"a "
        "b\\\\c.yaml\\\"\\u000a\\u0001\\ufffd\xc3\xbc\","
        "\"version\":\"0.1.0\",\"scenario_sha256\":\"abc\","
        "\"seed\":\"18446744073709551615\",\"exit\":75,\"previous\":\"00\"}\n");
    bw_text_release(&text);
}

static void test_run_log_chain_verifies(void **state)
{
    uint64_t line = 0;
    (void)state;
    append_lines();
    assert_int_equal(bw_run_log_verify(path, &line, &errors), BW_OK);
    assert_int_equal(line, LINES);
}

/* Changing any byte of a line shows at the next line, or at the line itself. */
static void test_run_log_change_is_found(void **state)
{
    struct bw_text text;
    uint64_t line = 0;
    char *changed = NULL;
    (void)state;
    append_lines();
    bw_text_init(&text);
    assert_int_equal(bw_io_read_file(path, 100000, &text, &errors), BW_OK);
    changed = strstr(text.bytes, "12.5");
    assert_non_null(changed);
    changed[0] = '2';
    assert_int_equal(bw_io_write_file(path, text.bytes, text.length, &errors), BW_OK);
    bw_text_release(&text);
    assert_int_equal(bw_run_log_verify(path, &line, &errors), BW_ERR_INPUT);
    assert_int_equal(line, 2);
}

static void test_run_log_torn_line_is_kept_and_found(void **state)
{
    uint64_t line = 0;
    (void)state;
    append_lines();
    assert_int_equal(truncate(path, 600), 0);
    assert_int_equal(bw_run_log_append(path, &record, &errors), BW_OK);
    assert_int_equal(bw_run_log_verify(path, &line, &errors), BW_ERR_INPUT);
    assert_int_equal(line, 2);
}

static void test_run_log_absent_is_missing(void **state)
{
    uint64_t line = 0;
    (void)state;
    assert_int_equal(
        bw_run_log_verify("/tmp/bw-no-such.run.jsonl", &line, &errors), BW_ERR_MISSING);
    assert_int_equal(
        bw_run_log_append("/tmp/bw-no-such-folder/x", &record, &errors), BW_ERR_CREATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_log_line_is_escaped_json),
        cmocka_unit_test_setup_teardown(test_run_log_chain_verifies, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_run_log_change_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_run_log_torn_line_is_kept_and_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_run_log_absent_is_missing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
