/* SPDX-License-Identifier: Apache-2.0
 *
 * Waste of opened vials against its closed forms.
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define FILE_PATH TEST_FOLDER "/open-vial.yaml"
#define SESSIONS "demand.sessions"
#define DOSES 10

static void run(
    struct bw_study *study, const struct bw_assignment *assignments, size_t count)
{
    bw_study_open(study, FILE_PATH, assignments, count);
    bw_study_run(study, 1, 0);
}

static double poisson(double mean, int n)
{
    return exp(-mean + n * log(mean) - lgamma(n + 1.0));
}

/* A session of Poisson size opens ceil(X / 10) vials: waste = 1 - E X / E 10 ceil(X /
 * 10). */
static void test_open_vial_of_a_session_wastes_the_rest(void **state)
{
    struct bw_study study;
    double opened = 0.0, wasted;

    (void)state;
    for (int x = 1; x < 100; x++) {
        opened += DOSES * ceil((double)x / DOSES) * poisson(7.0, x);
    }
    run(&study, NULL, 0);
    wasted = bw_study_value(&study, SESSIONS, "open_vial_waste");
    bw_assert_close(wasted, 1.0 - 7.0 / opened, 0.01);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 7.0 * 4000.0, 300.0);
    bw_assert_close(bw_study_value(&study, "chain", "waste_cost_open_vial"),
        5.0 * bw_study_value(&study, "chain", "delivered") * wasted / (1.0 - wasted),
        1e-6);
    bw_study_close(&study);
}

/* Patients come one by one, 24 a day; a vial lasts 6 h from its first dose on: N more
 * patients come by then, Poisson with mean 6, and 9 - min(N, 9) doses are wasted. */
static void test_open_vial_is_used_on_for_a_time(void **state)
{
    const struct bw_assignment set[] = {{SESSIONS ".arrivals", "{poisson: 24 /d}"},
        {SESSIONS ".size", "1"}, {SESSIONS ".open_vial.use_within", "6 h"},
        {"time.horizon", "1000 d"}};
    struct bw_study study;
    double used = 0.0, rest = 1.0;

    (void)state;
    for (int n = 0; n < DOSES - 1; n++) {
        used += n * poisson(6.0, n);
        rest -= poisson(6.0, n);
    }
    used += (DOSES - 1) * rest;
    run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, SESSIONS, "open_vial_waste"),
        (DOSES - 1 - used) / DOSES, 0.01);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 24.0 * 1000.0, 500.0);
    bw_study_close(&study);
}

/* A patient every hour, one vial that keeps for 4 h 30 min, open or not: five doses. */
static void test_open_vial_is_not_used_beyond_its_expiry(void **state)
{
    const struct bw_assignment set[] = {{"items.dose.shelf_life", "270 min"},
        {"sites.clinic.stock.dose", "{initial: 10}"},
        {SESSIONS ".arrivals", "{periodic: {every: 1 h}}"}, {SESSIONS ".size", "1"},
        {SESSIONS ".open_vial.use_within", "9 h"}, {"time.horizon", "1 d"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 6);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 5.0, 1e-9);
    bw_assert_close(
        bw_study_value(&study, "chain", "waste_cost_open_vial"), 25.0, 1e-9);
    bw_study_close(&study);
}

/* A share of what is opened is wasted, whatever the size of a session. */
static void test_open_vial_wastage_is_a_share(void **state)
{
    const struct bw_assignment set[] = {{SESSIONS ".size", "80"},
        {SESSIONS ".open_vial", "{wastage: {uniform: {min: 0.1, max: 0.3}}}"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 2);
    /* E[1 / (1 - W)] = ln(0.9 / 0.7) / 0.2. */
    bw_assert_close(bw_study_value(&study, SESSIONS, "open_vial_waste"),
        1.0 - 0.2 / log(0.9 / 0.7), 0.005);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 80.0 * 4000.0, 1e-6);
    bw_study_close(&study);
}

/* Whole vials only, taken up to the last dose: nothing is wasted. */
static void test_open_vial_that_is_emptied_wastes_nothing(void **state)
{
    const struct bw_assignment set[] = {{SESSIONS ".size", "20"}};
    const struct bw_assignment shared[] = {
        {SESSIONS ".size", "5"}, {SESSIONS ".open_vial.use_within", "25 h"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, SESSIONS, "open_vial_waste"), 0.0, 1e-12);
    bw_study_close(&study);
    run(&study, shared, 2);
    bw_assert_close(bw_study_value(&study, SESSIONS, "open_vial_waste"), 0.0, 1e-12);
    bw_assert_close(bw_study_value(&study, SESSIONS, "orders"), 2000.0, 1e-12);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 20000.0, 1e-6);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open_vial_of_a_session_wastes_the_rest),
        cmocka_unit_test(test_open_vial_is_used_on_for_a_time),
        cmocka_unit_test(test_open_vial_is_not_used_beyond_its_expiry),
        cmocka_unit_test(test_open_vial_wastage_is_a_share),
        cmocka_unit_test(test_open_vial_that_is_emptied_wastes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
