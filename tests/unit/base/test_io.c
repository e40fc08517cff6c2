/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every test works in a folder of its own, which the teardown removes. */
struct fixture {
    char folder[64], path[96];
    struct bw_error_list errors;
    struct bw_text text;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    strcpy(f->folder, "/tmp/bw-test-io-XXXXXX");
    bw_error_list_init(&f->errors);
    bw_text_init(&f->text);
    if (mkdtemp(f->folder) == NULL) {
        return -1;
    }
    snprintf(f->path, sizeof f->path, "%s/file", f->folder);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    (void)unlink(f->path);
    int left = rmdir(f->folder); /* fails when a test left something behind */
    bw_error_list_release(&f->errors);
    bw_text_release(&f->text);
    free(f);
    return left;
}

static void check_content(struct fixture *f, const char *expected)
{
    bw_text_clear(&f->text);
    assert_int_equal(bw_io_read_file(f->path, 1 << 20, &f->text, &f->errors), BW_OK);
    assert_string_equal(bw_text_get(&f->text), expected);
}

static void test_io_write_file_can_be_read_back(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(bw_io_write_file(f->path, "first", 5, &f->errors), BW_OK);
    check_content(f, "first");
    assert_int_equal(bw_io_write_file(f->path, "second", 6, &f->errors), BW_OK);
    check_content(f, "second");
    assert_int_equal(bw_io_write_file(f->path, "", 0, &f->errors), BW_OK);
    check_content(f, "");
    assert_int_equal(f->errors.error_count, 0);
}

static void test_io_read_file_that_is_missing_says_so(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        bw_io_read_file(f->path, 100, &f->text, &f->errors), BW_ERR_MISSING);
    assert_int_equal(f->errors.error_count, 1);
}

static void test_io_read_file_beyond_the_limit_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(bw_io_write_file(f->path, "12345", 5, &f->errors), BW_OK);
    assert_int_equal(bw_io_read_file(f->path, 5, &f->text, &f->errors), BW_OK);
    assert_int_equal(bw_io_read_file(f->path, 4, &f->text, &f->errors), BW_ERR_INPUT);
}

static void test_io_read_file_of_a_folder_or_pipe_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        bw_io_read_file(f->folder, 100, &f->text, &f->errors), BW_ERR_INPUT);
    assert_int_equal(mkfifo(f->path, 0600), 0);
    assert_int_equal(bw_io_read_file(f->path, 100, &f->text, &f->errors), BW_ERR_INPUT);
}

static void test_output_abandon_leaves_the_old_file(void **state)
{
    struct fixture *f = *state;
    struct bw_output output;
    assert_int_equal(bw_io_write_file(f->path, "old", 3, &f->errors), BW_OK);
    assert_int_equal(bw_output_open(&output, f->path, &f->errors), BW_OK);
    assert_int_equal(bw_output_write(&output, "new", 3, &f->errors), BW_OK);
    check_content(f, "old");
    bw_output_abandon(&output);
    bw_output_abandon(&output);
    check_content(f, "old");
    struct bw_output zeroed = {.path = NULL};
    bw_output_abandon(&zeroed); /* must not close descriptor 0 */
}

static void test_output_detach_lets_a_library_write_the_file(void **state)
{
    struct fixture *f = *state;
    struct bw_output output;
    assert_int_equal(bw_output_open(&output, f->path, &f->errors), BW_OK);
    assert_int_equal(bw_output_detach(&output, &f->errors), BW_OK);
    assert_int_not_equal(access(output.temporary, F_OK), 0);
    FILE *file = fopen(output.temporary, "wx");
    assert_non_null(file);
    fputs("by a library", file);
    fclose(file);
    assert_int_equal(bw_output_commit(&output, &f->errors), BW_OK);
    check_content(f, "by a library");
}

static void test_output_detach_without_a_file_cannot_be_committed(void **state)
{
    struct fixture *f = *state;
    struct bw_output output;
    assert_int_equal(bw_output_open(&output, f->path, &f->errors), BW_OK);
    assert_int_equal(bw_output_detach(&output, &f->errors), BW_OK);
    assert_int_equal(bw_output_commit(&output, &f->errors), BW_ERR_IO);
    assert_int_not_equal(access(f->path, F_OK), 0);
}

static void test_output_open_removes_a_stale_temporary(void **state)
{
    struct fixture *f = *state;
    char stale[128];
    snprintf(stale, sizeof stale, "%s.tmp.%ld", f->path, (long)getpid());
    FILE *file = fopen(stale, "w");
    assert_non_null(file);
    fputs("left over", file);
    fclose(file);
    assert_int_equal(bw_io_write_file(f->path, "new", 3, &f->errors), BW_OK);
    check_content(f, "new");
}

static void test_output_open_twice_is_refused_while_the_first_lives(void **state)
{
    struct fixture *f = *state;
    struct bw_output first;
    struct bw_output second;
    assert_int_equal(bw_output_open(&first, f->path, &f->errors), BW_OK);
    assert_int_equal(bw_output_open(&second, f->path, &f->errors), BW_ERR_CREATE);
    bw_output_abandon(&second);
    assert_int_equal(bw_output_write(&first, "1", 1, &f->errors), BW_OK);
    assert_int_equal(bw_output_commit(&first, &f->errors), BW_OK);
    check_content(f, "1");
}

static void test_output_open_on_a_device_or_missing_folder_is_refused(void **state)
{
    struct fixture *f = *state;
    struct bw_output output;
    assert_int_equal(bw_output_open(&output, "/dev/null", &f->errors), BW_ERR_CREATE);
    assert_int_equal(
        bw_output_open(&output, "/tmp/bw-no-such-folder/x", &f->errors), BW_ERR_CREATE);
    assert_int_equal(f->errors.error_count, 2);
}

static void test_io_check_target_refuses_what_cannot_be_written(void **state)
{
    struct fixture *f = *state;
    bool exists = true;
    assert_int_equal(bw_io_check_target(f->path, &exists, &f->errors), BW_OK);
    assert_false(exists);
    assert_int_equal(bw_io_write_file(f->path, "x", 1, &f->errors), BW_OK);
    assert_int_equal(bw_io_check_target(f->path, &exists, &f->errors), BW_OK);
    assert_true(exists);
    assert_int_equal(bw_io_check_target("here", &exists, &f->errors), BW_OK);
    static const char *const refused[] = {
        "/dev/null", "/tmp", "/tmp/bw-no-such-folder/x", "/dev/null/x", "/tmp/new/"};
    for (size_t i = 0; i < BW_ARRAY_LENGTH(refused); i++) {
        assert_int_equal(
            bw_io_check_target(refused[i], &exists, &f->errors), BW_ERR_CREATE);
    }
    assert_string_equal(
        f->errors.errors[2].text, "/tmp/bw-no-such-folder: no such folder");
}

static void test_io_make_folder_accepts_one_that_is_there(void **state)
{
    struct fixture *f = *state;
    char folder[96];
    snprintf(folder, sizeof folder, "%s/sub", f->folder);
    assert_int_equal(bw_io_make_folder(folder, &f->errors), BW_OK);
    assert_int_equal(bw_io_make_folder(folder, &f->errors), BW_OK);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(bw_io_write_file(f->path, "x", 1, &f->errors), BW_OK);
    assert_int_equal(bw_io_make_folder(f->path, &f->errors), BW_ERR_CREATE);
}

static void test_append_open_again_finds_what_was_written(void **state)
{
    struct fixture *f = *state;
    struct bw_append append;
    assert_int_equal(bw_append_open(&append, f->path, &f->text, &f->errors), BW_OK);
    assert_int_equal(f->text.length, 0);
    assert_int_equal(bw_append_write(&append, "one\ntwo\n", 8, &f->errors), BW_OK);
    assert_int_equal(bw_append_sync(&append, &f->errors), BW_OK);
    bw_append_close(&append, false);
    assert_int_equal(bw_append_open(&append, f->path, &f->text, &f->errors), BW_OK);
    assert_string_equal(bw_text_get(&f->text), "one\ntwo\n");
    assert_int_equal(bw_append_truncate(&append, 4, &f->errors), BW_OK);
    assert_int_equal(bw_append_write(&append, "three\n", 6, &f->errors), BW_OK);
    bw_append_close(&append, false);
    check_content(f, "one\nthree\n");
}

static void test_append_open_of_a_held_file_is_stopped(void **state)
{
    struct fixture *f = *state;
    struct bw_append first;
    struct bw_append second;
    assert_int_equal(bw_append_open(&first, f->path, &f->text, &f->errors), BW_OK);
    assert_int_equal(
        bw_append_open(&second, f->path, &f->text, &f->errors), BW_ERR_STOPPED);
    bw_append_close(&second, false);
    bw_append_close(&first, true);
    assert_int_not_equal(access(f->path, F_OK), 0);
}

static void test_io_run_program_passes_input_and_keeps_messages(void **state)
{
    struct fixture *f = *state;
    /* More input than a pipe holds, so that waiting for each other would show. */
    size_t size = 1 << 20;
    char *input = malloc(size);
    assert_non_null(input);
    memset(input, 'x', size);
    const char *const count[] = {"sh", "-c", "wc -c >&2; echo out", NULL};
    assert_int_equal(
        bw_io_run_program(count, input, size, &f->text, &f->errors), BW_OK);
    assert_int_equal(strtol(bw_text_get(&f->text), NULL, 10), size);
    const char *const idle[] = {"true", NULL};
    assert_int_equal(bw_io_run_program(idle, input, size, &f->text, &f->errors), BW_OK);
    free(input);
}

static void test_io_run_program_that_fails_says_so(void **state)
{
    struct fixture *f = *state;
    const char *const fails[] = {"sh", "-c", "echo bad line >&2; exit 3", NULL};
    assert_int_equal(bw_io_run_program(fails, "", 0, &f->text, &f->errors), BW_ERR_IO);
    assert_string_equal(bw_text_get(&f->text), "bad line\n");
    const char *const missing[] = {"bw-no-such-program", NULL};
    assert_int_equal(
        bw_io_run_program(missing, "", 0, &f->text, &f->errors), BW_ERR_MISSING);
    assert_int_equal(f->errors.error_count, 2);
}

#define IO_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IO_TEST(test_io_write_file_can_be_read_back),
        IO_TEST(test_io_read_file_that_is_missing_says_so),
        IO_TEST(test_io_read_file_beyond_the_limit_is_refused),
        IO_TEST(test_io_read_file_of_a_folder_or_pipe_is_refused),
        IO_TEST(test_output_abandon_leaves_the_old_file),
        IO_TEST(test_output_detach_lets_a_library_write_the_file),
        IO_TEST(test_output_detach_without_a_file_cannot_be_committed),
        IO_TEST(test_output_open_removes_a_stale_temporary),
        IO_TEST(test_output_open_twice_is_refused_while_the_first_lives),
        IO_TEST(test_output_open_on_a_device_or_missing_folder_is_refused),
        IO_TEST(test_io_check_target_refuses_what_cannot_be_written),
        IO_TEST(test_io_make_folder_accepts_one_that_is_there),
        IO_TEST(test_append_open_again_finds_what_was_written),
        IO_TEST(test_append_open_of_a_held_file_is_stopped),
        IO_TEST(test_io_run_program_passes_input_and_keeps_messages),
        IO_TEST(test_io_run_program_that_fails_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
