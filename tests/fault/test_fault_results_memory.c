/* SPDX-License-Identifier: Apache-2.0
 *
 * Result files when memory runs out: the failure is told, nothing is lost or left.
 */
#include "failing_memory.h"
#include "result_fixture.h"
#include "results/report_internal.h"
#include "results/result_file.h"
#include "results/result_read.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first requests one by one, then one in so many: each costs a whole file. */
#define ONE_BY_ONE 40
#define STRIDE 53

static char folder[64];
static char path[96];
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
    result_fixture_make(&fixture, &size);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bw_failing_memory_arm(0);
    result_fixture_release(&fixture);
    (void)unlink(path);
    return rmdir(folder); /* fails when a temporary file was left */
}

static long next(long nth)
{
    return nth < ONE_BY_ONE ? nth + 1 : nth + STRIDE;
}

static enum bw_status write_file(void)
{
    struct bw_error_list errors;
    enum bw_status status = BW_OK;
    bw_error_list_init(&errors);
    status = bw_result_file_write(&fixture.set, path, &errors);
    bw_error_list_release(&errors);
    return status;
}

static enum bw_status read_and_show(void)
{
    struct bw_error_list errors;
    struct bw_result_data *data = NULL;
    enum bw_status status = BW_OK;
    bw_error_list_init(&errors);
    status = bw_result_read(path, &data, &errors);
    if (status == BW_OK) {
        const struct bw_report_options options = {.tables_only = true};
        status = bw_report_write(data, folder, &options, NULL, &errors);
    }
    bw_result_data_free(data);
    bw_error_list_release(&errors);
    return status;
}

static void try_all(enum bw_status (*work)(void))
{
    long requests = 0, live = 0;
    bw_failing_memory_arm(0);
    assert_int_equal(work(), BW_OK);
    requests = bw_failing_memory_requests();
    live = bw_failing_memory_live();
    for (long nth = 1; nth <= requests; nth = next(nth)) {
        enum bw_status status = BW_OK;
        bw_failing_memory_arm(nth);
        status = work();
        bw_failing_memory_arm(0);
        assert_true(status == BW_ERR_NOMEM || status == BW_OK);
        assert_int_equal(bw_failing_memory_live(), live);
    }
}

static void test_fault_result_file_tells_lack_of_memory(void **state)
{
    (void)state;
    try_all(write_file);
}

static void test_fault_result_read_tells_lack_of_memory(void **state)
{
    char page[128];
    (void)state;
    assert_int_equal(write_file(), BW_OK);
    try_all(read_and_show);
    (void)snprintf(page, sizeof page, "%s/index.html", folder);
    assert_int_equal(unlink(page), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_fault_result_file_tells_lack_of_memory),
        TEST(test_fault_result_read_tells_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
