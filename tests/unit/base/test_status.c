/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"
#include "unit.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_status_text_of_every_code_is_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < BW_STATUS_COUNT; i++) {
        const char *text = bw_status_text((enum bw_status)i);
        assert_true(strlen(text) > 0);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(text, bw_status_text((enum bw_status)j));
        }
    }
}

static void test_status_text_of_unknown_code_is_not_null(void **state)
{
    (void)state;
    assert_string_equal(bw_status_text(BW_STATUS_COUNT), "unknown status");
}

static void test_assert_on_false_condition_prints_place_and_aborts(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        /* A sanitizer or cmocka must not turn the abort into something else. */
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        BW_ASSERT(1 + 1 == 3);
        _exit(0);
    }
    close(ends[1]);
    char message[512] = "";
    assert_true(read(ends[0], message, sizeof message - 1) > 0);
    close(ends[0]);
    int result;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFSIGNALED(result) && WTERMSIG(result) == SIGABRT);
    assert_non_null(strstr(message, "1 + 1 == 3"));
    assert_non_null(strstr(message, "test_status.c:"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_text_of_every_code_is_its_own),
        cmocka_unit_test(test_status_text_of_unknown_code_is_not_null),
        cmocka_unit_test(test_assert_on_false_condition_prints_place_and_aborts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
