/* SPDX-License-Identifier: Apache-2.0
 *
 * Files under failing system calls: an output is whole or as it was, never half.
 */
#include "base/io.h"
#include "failing_io_raw.h"
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CALLS_MAX 50

static char folder[64];
static char path[96];

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/bw-test-fault-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/file", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bw_failing_io_arm(0, 0);
    bw_failing_io_limit_write(0);
    (void)unlink(path);
    return rmdir(folder);
}

static int count_files(void)
{
    int count = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        count += entry->d_name[0] != '.' ? 1 : 0;
    }
    closedir(directory);
    return count;
}

/* Checks that path holds text, or is absent when text is NULL. */
static void check_file(const char *text)
{
    FILE *file = fopen(path, "r");
    if (text == NULL) {
        assert_null(file);
        return;
    }
    assert_non_null(file);
    char content[64] = "";
    size_t length = fread(content, 1, sizeof content - 1, file);
    fclose(file);
    assert_int_equal(length, strlen(text));
    assert_string_equal(content, text);
}

/* Lets every call of one write fail in turn, on top of the file before (NULL = none).
 */
static void write_with_each_failure(const char *before, int cause)
{
    for (long nth = 1;; nth++) {
        assert_true(nth < CALLS_MAX);
        struct bw_error_list errors;
        bw_error_list_init(&errors);
        bw_failing_io_arm(0, 0);
        (void)unlink(path);
        if (before != NULL) {
            assert_int_equal(
                bw_io_write_file(path, before, strlen(before), &errors), BW_OK);
        }
        bw_failing_io_arm(nth, cause);
        enum bw_status status = bw_io_write_file(path, "0123456789", 10, &errors);
        long calls = bw_failing_io_calls();
        check_file(status == BW_OK ? "0123456789" : before);
        assert_int_equal(count_files(), status == BW_OK || before != NULL ? 1 : 0);
        assert_int_equal(errors.error_count, status == BW_OK ? 0 : 1);
        bw_error_list_release(&errors);
        if (calls < nth) {
            assert_int_equal(status, BW_OK);
            return;
        }
    }
}

static void test_io_write_file_with_each_call_failing_is_whole_or_absent(void **state)
{
    (void)state;
    write_with_each_failure(NULL, ENOSPC);
    write_with_each_failure(NULL, EIO);
}

static void test_io_write_file_with_each_call_failing_keeps_the_old(void **state)
{
    (void)state;
    write_with_each_failure("old", ENOSPC);
}

static void test_io_write_file_in_small_pieces_is_whole_or_absent(void **state)
{
    (void)state;
    bw_failing_io_limit_write(3);
    write_with_each_failure(NULL, ENOSPC);
}

static void test_io_read_file_interrupted_by_signals_goes_on(void **state)
{
    (void)state;
    struct bw_error_list errors;
    struct bw_text text;
    bw_error_list_init(&errors);
    bw_text_init(&text);
    assert_int_equal(bw_io_write_file(path, "abc", 3, &errors), BW_OK);
    for (long nth = 1; nth <= 3; nth++) {
        bw_text_clear(&text);
        bw_failing_io_arm(nth, EINTR);
        assert_int_equal(bw_io_read_file(path, 10, &text, &errors), BW_OK);
        assert_string_equal(bw_text_get(&text), "abc");
    }
    bw_failing_io_arm(2, EIO);
    assert_int_equal(bw_io_read_file(path, 10, &text, &errors), BW_ERR_IO);
    bw_text_release(&text);
    bw_error_list_release(&errors);
}

static void test_append_with_each_call_failing_gives_a_status(void **state)
{
    (void)state;
    for (long nth = 1; nth < CALLS_MAX; nth++) {
        struct bw_error_list errors;
        struct bw_text text;
        struct bw_append append;
        bw_error_list_init(&errors);
        bw_text_init(&text);
        bw_failing_io_arm(nth, EIO);
        enum bw_status status = bw_append_open(&append, path, &text, &errors);
        if (status == BW_OK) {
            status = bw_append_truncate(&append, 0, &errors);
        }
        if (status == BW_OK) {
            status = bw_append_write(&append, "line\n", 5, &errors);
        }
        if (status == BW_OK) {
            status = bw_append_sync(&append, &errors);
        }
        long calls = bw_failing_io_calls();
        assert_int_equal(errors.error_count, status == BW_OK ? 0 : 1);
        bw_failing_io_arm(0, 0);
        bw_append_close(&append, false);
        bw_text_release(&text);
        bw_error_list_release(&errors);
        if (calls < nth) {
            assert_int_equal(status, BW_OK);
            check_file("line\n");
            return;
        }
        assert_int_not_equal(status, BW_OK);
    }
    fail();
}

#define IO_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IO_TEST(test_io_write_file_with_each_call_failing_is_whole_or_absent),
        IO_TEST(test_io_write_file_with_each_call_failing_keeps_the_old),
        IO_TEST(test_io_write_file_in_small_pieces_is_whole_or_absent),
        IO_TEST(test_io_read_file_interrupted_by_signals_goes_on),
        IO_TEST(test_append_with_each_call_failing_gives_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
