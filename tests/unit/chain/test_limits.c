/* SPDX-License-Identifier: Apache-2.0
 *
 * Making at its limits: no queue and no variability, one unit, a million, no time,
 * none.
 */
#include "unit.h"

#include "study.h"

#include "chain/state.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAKING TEST_FOLDER "/making.yaml"
#define RECIPE "sites.plant.make.drug"
#define FILL RECIPE ".steps.fill"
#define ONE_ORDER                                                                      \
    {                                                                                  \
        "demand.clinics.arrivals", "{every: 600 d}"                                    \
    }

static double lead_time(const struct bw_assignment *set, size_t count)
{
    struct bw_study study;
    double lead;

    bw_study_open(&study, MAKING, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "open_orders"), 0.0, 0.0);
    lead = bw_study_value(&study, "chain", "lead_time");
    bw_study_close(&study);
    return lead;
}

/* The longest path: 1 us of set-up, 2 d of work, the longer of test (10 d) and hold (4
 * d), 3 d of review beside a deviation of 8 d from the end of the work, 4 d of road. */
static void test_limits_critical_path_to_the_tick(void **state)
{
    const struct bw_assignment set[] = {
        {FILL, "{setup: 1 us, time: 2 d, test: {time: 10 d}, hold: 4 d}"},
        {RECIPE ".release", "{time: 3 d, deviations: {number: 1, time: 8 d}}"}};

    (void)state;
    bw_assert_close(lead_time(set, 2), 19.0 + 1.0 / 86400e6, 1e-12);
}

static void test_limits_one_unit_and_a_million(void **state)
{
    const struct bw_assignment one[] = {
        {FILL, "{time: 2 d}"}, {RECIPE ".batch", "1"}, {"demand.clinics.size", "1"}};
    const struct bw_assignment million[] = {{FILL, "{time: 2 d}"},
        {RECIPE ".batch", "100"}, {"demand.clinics.size", "1000000"}, ONE_ORDER};

    (void)state;
    bw_assert_close(lead_time(one, 3), 6.0, 1e-12);
    bw_assert_close(lead_time(million, 4), 6.0, 1e-12);
}

static void test_limits_making_may_take_no_time(void **state)
{
    const struct bw_assignment set[] = {{FILL, "{time: 0, test: {time: 0}, hold: 0}"},
        {RECIPE ".release", "{time: 0}"}, {"lanes.road.transit", "0"}};

    (void)state;
    bw_assert_close(lead_time(set, 3), 0.0, 0.0);
}

static void test_limits_no_demand_starts_nothing(void **state)
{
    const struct bw_assignment set[] = {{"demand.clinics.size", "0"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "orders"), 0.0, 0.0);
    bw_assert_close(bw_study_value(&study, RECIPE, "batches"), 0.0, 0.0);
    bw_assert_close(bw_study_value(&study, "chain", "cost"), 0.0, 0.0);
    bw_study_close(&study);
}

static void test_assert_of_the_chain_says_when_and_in_which_replication(void **state)
{
    static struct bw_state failing;
    char message[512] = "";
    int ends[2], result;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        failing.replication = 7;
        failing.draws.key.seed = 11;
        failing.events.now = 3 * BW_DAY;
        BW_STATE_ASSERT(&failing, 1 + 1 == 3);
        _exit(0);
    }
    close(ends[1]);
    assert_true(read(ends[0], message, sizeof message - 1) > 0);
    close(ends[0]);
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFSIGNALED(result) && WTERMSIG(result) == SIGABRT);
    assert_non_null(strstr(message,
        "1 + 1 == 3 is not true, at 259200000000 us, "
        "replication 7, seed 11\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits_critical_path_to_the_tick),
        cmocka_unit_test(test_limits_one_unit_and_a_million),
        cmocka_unit_test(test_limits_making_may_take_no_time),
        cmocka_unit_test(test_limits_no_demand_starts_nothing),
        cmocka_unit_test(test_assert_of_the_chain_says_when_and_in_which_replication),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
