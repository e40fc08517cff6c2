/* SPDX-License-Identifier: Apache-2.0
 *
 * Result files and run logs under failing system calls, as on a full disk: a file is
 * whole or as it was.
 */
#include "failing_io_raw.h"
#include "result_fixture.h"
#include "results/result_file.h"
#include "results/result_read.h"
#include "results/run_log.h"
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CALLS_MAX 400

static char folder[64];
static char path[96];
static struct bw_error_list errors;
static struct result_fixture fixture;

static int set_up(void **state)
{
    const struct result_fixture_size size = {2, 2, 2, 0};
    (void)state;
    strcpy(folder, "/tmp/bw-test-fault-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/r.h5", folder);
    bw_error_list_init(&errors);
    result_fixture_make(&fixture, &size);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bw_failing_io_arm(0, 0);
    bw_failing_io_limit_write(0);
    result_fixture_release(&fixture);
    bw_error_list_release(&errors);
    (void)unlink(path);
    return rmdir(folder); /* fails when a temporary file was left */
}

/* The file is absent or whole after every failure, and a failure is told. */
static void test_fault_result_file_is_whole_or_absent(void **state)
{
    long calls = 0;
    (void)state;
    bw_failing_io_arm(0, 0);
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    calls = bw_failing_io_calls();
    assert_true(calls > 2 && calls < CALLS_MAX);
    for (long nth = 1; nth <= calls; nth++) {
        struct bw_result_data *data = NULL;
        enum bw_status status = BW_OK;
        (void)unlink(path);
        bw_failing_io_arm(nth, ENOSPC);
        status = bw_result_file_write(&fixture.set, path, &errors);
        bw_failing_io_arm(0, 0);
        if (access(path, F_OK) != 0) {
            assert_true(status == BW_ERR_IO || status == BW_ERR_CREATE);
            continue;
        }
        assert_int_equal(bw_result_read(path, &data, &errors), BW_OK);
        bw_result_data_free(data);
    }
}

static void test_fault_result_file_short_writes_are_continued(void **state)
{
    struct bw_result_data *data = NULL;
    (void)state;
    bw_failing_io_limit_write(4096);
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    bw_failing_io_limit_write(0);
    assert_int_equal(bw_result_read(path, &data, &errors), BW_OK);
    bw_result_data_free(data);
}

static void test_fault_result_read_tells_every_failure(void **state)
{
    long calls = 0;
    struct bw_result_data *data = NULL;
    (void)state;
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    bw_failing_io_arm(0, 0);
    assert_int_equal(bw_result_read(path, &data, &errors), BW_OK);
    calls = bw_failing_io_calls();
    bw_result_data_free(data);
    for (long nth = 1; nth < calls; nth++) { /* the last one closes */
        bw_failing_io_arm(nth, EIO);
        assert_int_equal(bw_result_read(path, &data, &errors), BW_ERR_IO);
        assert_null(data);
    }
}

static void test_fault_run_log_keeps_its_chain(void **state)
{
    const struct bw_run_record record = {
        .host_class = "h", .command = "c", .version = "v", .scenario_sha256 = "s"};
    uint64_t lines = 0, before = 0;
    (void)state;
    assert_int_equal(bw_run_log_append(path, &record, &errors), BW_OK);
    for (long nth = 1; nth < 12; nth++) {
        bw_failing_io_arm(nth, ENOSPC);
        if (bw_run_log_append(path, &record, &errors) == BW_OK) {
            before++;
        }
        bw_failing_io_arm(0, 0);
        assert_int_equal(bw_run_log_verify(path, &lines, &errors), BW_OK);
        assert_true(lines >= before);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_fault_result_file_is_whole_or_absent),
        TEST(test_fault_result_file_short_writes_are_continued),
        TEST(test_fault_result_read_tells_every_failure),
        TEST(test_fault_run_log_keeps_its_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
