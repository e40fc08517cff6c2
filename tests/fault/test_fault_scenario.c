/* SPDX-License-Identifier: Apache-2.0
 *
 * Every request for memory while a scenario is loaded, derived and documented fails
 * once: the answer is "out of memory", nothing leaks, and nothing is read that is not
 * there. Stride 1 would take minutes under a sanitizer; the early requests are all
 * tried.
 */
#include "failing_memory.h"
#include "scenario/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define EXAMPLE BW_SOURCE_ROOT "/tests/unit/scenario/example.yaml"
#define GROUPS BW_SOURCE_ROOT "/tests/unit/scenario/groups.yaml"
#define MISTAKES BW_SOURCE_ROOT "/tests/unit/scenario/mistakes-references.yaml"

static const struct bw_assignment assignments[] = {
    {"sites.*.stock.*.initial", "*0.5"},
    {"lanes.mainz-depot.transit", "{discrete: {values: [1 d, 3 d], weights: [1, 1]}}"},
};

/* Loads and derives; the first failure counts. */
static enum bw_status load(const char *path)
{
    struct bw_error_list errors;
    struct bw_scenario *scenario = NULL;
    struct bw_scenario *derived = NULL;
    bw_error_list_init(&errors);
    enum bw_status status = bw_scenario_load(path, NULL, 0, &errors, &scenario);
    if (status == BW_OK) {
        status = bw_scenario_derive(scenario, assignments, 2, &errors, &derived);
    }
    bw_scenario_free(derived);
    bw_scenario_free(scenario);
    bw_error_list_release(&errors);
    return status;
}

static enum bw_status write_schema(const char *unused)
{
    struct bw_text text;
    (void)unused;
    bw_text_init(&text);
    enum bw_status status = bw_schema_write_json(&text);
    if (status == BW_OK) {
        bw_text_clear(&text);
        status = bw_schema_write_markdown(&text);
    }
    bw_text_release(&text);
    return status;
}

/* usual is what comes without a failure. A text that was only meant for an error may be
 * lost when memory is short, so a few failures go unnoticed and give the usual answer.
 */
static void try_all(enum bw_status (*action)(const char *), const char *path,
    enum bw_status usual, long share)
{
    bw_failing_memory_arm(0);
    assert_int_equal(action(path), usual);
    long requests = bw_failing_memory_requests();
    long noticed = 0;
    assert_true(requests > 5);
    for (long nth = 1; nth <= requests; nth++) {
        bw_failing_memory_arm(nth);
        enum bw_status status = action(path);
        assert_true(status == BW_ERR_NOMEM || status == usual);
        noticed += status == BW_ERR_NOMEM;
        assert_int_equal(bw_failing_memory_live(), 0);
    }
    bw_failing_memory_arm(0);
    assert_true(noticed * 100 >= requests * share);
}

static void test_scenario_without_memory_fails_cleanly(void **state)
{
    (void)state;
    try_all(load, EXAMPLE, BW_OK, 98);
}

static void test_templates_and_tables_without_memory_fail_cleanly(void **state)
{
    (void)state;
    try_all(load, GROUPS, BW_OK, 98);
}

static void test_scenario_without_memory_fails_cleanly_among_errors(void **state)
{
    (void)state;
    try_all(load, MISTAKES, BW_ERR_INPUT, 50);
}

static void test_schema_without_memory_fails_cleanly(void **state)
{
    (void)state;
    try_all(write_schema, NULL, BW_OK, 98);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scenario_without_memory_fails_cleanly),
        cmocka_unit_test(test_templates_and_tables_without_memory_fail_cleanly),
        cmocka_unit_test(test_scenario_without_memory_fails_cleanly_among_errors),
        cmocka_unit_test(test_schema_without_memory_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
