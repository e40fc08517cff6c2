/* SPDX-License-Identifier: Apache-2.0
 *
 * Data of partners. The order of day 60 reaches the shop on day 63; its record takes 2
 * d from when it is produced, and the post 4 d.
 */
#include "unit.h"

#include "study.h"

#define GATE TEST_FOLDER "/gate.yaml"
#define VERIFY "lanes.road.verify"
#define DATA "lanes.road.data"
#define RESOLVER "lanes.road.resolver"
#define DESK "sites.shop.resources.desk"
#define RIGHT                                                                          \
    {                                                                                  \
        "ledger.paper.mismatch", "0"                                                   \
    }
#define HARD                                                                           \
    {                                                                                  \
        VERIFY, "{receive: paper}"                                                     \
    }
#define EXACT 1e-12

static void open_and_run(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, GATE, set, count);
    bw_study_run(study, 1, 0);
}

static void test_data_late_record_delays_goods_behind_a_hard_gate(void **state)
{
    const struct bw_assignment set[] = {RIGHT, HARD, {DATA, "{delay: 3 d}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "ledger.paper", BW_STAGE_VERIFY), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "late_share"), 1.0, EXACT);
    bw_study_close(&study);
}

/* The goods go on when it is produced, on day 66. */
static void test_data_late_record_behind_a_soft_gate(void **state)
{
    const struct bw_assignment set[] = {RIGHT, {DATA, "{delay: 3 d}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 2);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 10.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "ledger.paper", BW_STAGE_VERIFY), 3.0, EXACT);
    bw_study_close(&study);
}

/* Asked for on day 64, cleared on day 70, and the record that is sent then is final on
 * day 72. */
static void test_data_missing_record_is_asked_for_and_corrected(void **state)
{
    const struct bw_assignment set[] = {RIGHT, HARD,
        {DATA, "{errors: 1, classes: {no_record: 1}}"},
        {RESOLVER, "{resource: desk, time: 6 d, correct: 1, cost: 50}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 16.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "ledger.paper", BW_STAGE_VERIFY), 3.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DESK, BW_STAGE_QUARANTINE), 6.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "errors_no_record"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "cases"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "cost_per_case"), 50.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_ledger"), 50.0, EXACT);
    bw_study_close(&study);
}

/* Found to be missing on day 64, on the way; cleared on day 70. */
static void test_data_missing_record_behind_a_soft_gate_catches_up(void **state)
{
    const struct bw_assignment set[] = {
        RIGHT, {DATA, "{errors: 1, classes: {no_record: 1}}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 2);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "caught_up"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Three of ten are not there. The seven go on when their record is final, on day 65;
 * the three are ordered again on day 63, when errors end, arrive on day 66 and leave on
 * day 68. */
static void test_data_goods_that_are_not_there_are_ordered_again(void **state)
{
    const struct bw_assignment set[] = {RIGHT, HARD,
        {DATA,
            "{errors: 1, onboarding: {to: 0, over: 1 h, begin: 63.5 d}, classes: "
            "{no_goods: 1}, missing: 0.3}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_waste"), 6.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "errors_no_goods"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "quarantine_time"), 6.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DESK, BW_STAGE_QUARANTINE), 0.0, EXACT);
    bw_study_close(&study);
}

/* Damaged goods are thrown away within a day, on day 66; new ones arrive on day 69. */
static void test_data_damaged_goods_have_cases_of_their_own(void **state)
{
    const struct bw_assignment set[] = {RIGHT, HARD,
        {DATA,
            "{errors: 1, onboarding: {to: 0, over: 1 h, begin: 64 d}, classes: "
            "{damaged: 1}}"},
        {RESOLVER,
            "{resource: desk, time: 6 d, classes: {damaged: {time: 1 d, reject: "
            "1}}}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 15.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_waste"), 20.0, EXACT);
    bw_study_close(&study);
}

/* Wrong from day 10 to 15, 25 to 30, ..., 85 to 90: of one delivery a day thirty. */
static void test_data_wrong_master_data_last_until_corrected(void **state)
{
    const struct bw_assignment set[] = {RIGHT, HARD,
        {"demand.first.arrivals", "{every: 1 d}"},
        {DATA, "{systematic: {every: 10 d, lasts: 5 d}}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 4);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "errors_wrong"), 30.0, EXACT);
    bw_study_close(&study);
}

/* Errors fall from 40 % to 0 over the window: 20 % of 2400 deliveries, within five
 * standard errors (fixed seed), and the same ones behind each gate. */
static void test_data_errors_fall_and_do_not_depend_on_the_gate(void **state)
{
    const char *const gates[] = {"{receive: paper}", "{receive: paper, gate: soft}",
        "{receive: paper, gate: off, reconcile: {after: 2 d}}"};
    double cases[3];
    struct bw_study study;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const struct bw_assignment set[] = {RIGHT, {VERIFY, gates[i]},
            {"ledger.paper.staff", "1000"}, {DESK ".servers", "1000"},
            {"demand.first.arrivals", "{every: 1 h}"},
            {DATA, "{errors: 0.4, onboarding: {to: 0, over: 100 d}}"}};

        open_and_run(&study, set, 6);
        cases[i] = bw_study_value(&study, "ledger.paper", "cases");
        bw_study_close(&study);
    }
    bw_assert_close(cases[0], 0.2 * 2400, 5 * 18.0);
    bw_assert_close(cases[1], cases[0], EXACT);
    bw_assert_close(cases[2], cases[0], EXACT);
}

/* The goods wait for the first of the two records, until day 65. The second one takes
 * the clerk until day 67 and is a case for 6 d, without goods. */
static void test_data_record_that_is_written_twice_is_a_case(void **state)
{
    const struct bw_assignment set[] = {RIGHT, HARD, {"ledger.paper.staff", "1"},
        {DATA, "{errors: 1, classes: {duplicate: 1}}"},
        {RESOLVER, "{resource: desk, time: 6 d, cost: 50}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 5);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 9.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "errors_duplicate"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "cases"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "exceptions"), 0.5, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "load"), 0.02, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "verification_time"), 3.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "quarantine_time"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_ledger"), 50.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_data_record_that_is_written_twice_is_a_case),
        cmocka_unit_test(test_data_late_record_delays_goods_behind_a_hard_gate),
        cmocka_unit_test(test_data_late_record_behind_a_soft_gate),
        cmocka_unit_test(test_data_missing_record_is_asked_for_and_corrected),
        cmocka_unit_test(test_data_missing_record_behind_a_soft_gate_catches_up),
        cmocka_unit_test(test_data_goods_that_are_not_there_are_ordered_again),
        cmocka_unit_test(test_data_damaged_goods_have_cases_of_their_own),
        cmocka_unit_test(test_data_wrong_master_data_last_until_corrected),
        cmocka_unit_test(test_data_errors_fall_and_do_not_depend_on_the_gate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
