/* SPDX-License-Identifier: Apache-2.0
 *
 * What loggers show (stability.yaml): by post goods are 8 h in the middle of their
 * range and 1 h at 18 degrees.
 */
#include "unit.h"

#include "study.h"

#define FILE_PATH TEST_FOLDER "/stability.yaml"
#define LIMIT "items.drug.stability.budgets.room.limit"
#define LOGGERS "lanes.post.loggers"
#define EXACT 1e-9
#define TRAVEL (19.0 / 24.0)
/* Nothing happens on the road, and an order comes every 5 h. */
#define ROAD                                                                           \
    {                                                                                  \
        "lanes.road.ambient", "5"                                                      \
    }
#define OFTEN                                                                          \
    {                                                                                  \
        "demand.clinic.arrivals", "{periodic: {every: 5 h, at: 1 d}}"                  \
    }

static void run(
    struct bw_study *study, const struct bw_assignment *assignments, size_t count)
{
    bw_study_open(study, FILE_PATH, assignments, count);
    bw_study_run(study, 1, 0);
}

static double of_post(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, "lanes.post", metric);
}

/* One hour between two readings that are 4 h apart is seen in one trip of four, and
 * then as 4 h. */
static void test_logger_misses_what_is_shorter_than_its_interval(void **state)
{
    const struct bw_assignment set[] = {
        ROAD, OFTEN, {LOGGERS, "4 h"}, {LIMIT, "30 min"}};
    const struct bw_assignment generous[] = {
        ROAD, OFTEN, {LOGGERS, "4 h"}, {LIMIT, "3 h"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 4);
    bw_assert_close(of_post(&study, "excursion_share"), 0.25, 0.025);
    bw_assert_close(of_post(&study, "missed_share"),
        1.0 - of_post(&study, "excursion_share"), 1e-9);
    bw_assert_close(of_post(&study, "false_alarm_share"), 0.0, EXACT);
    bw_study_close(&study);
    run(&study, generous, 4);
    bw_assert_close(of_post(&study, "false_alarm_share"), 0.25, 0.025);
    bw_assert_close(of_post(&study, "missed_share"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Readings every 15 min show an hour as it is. */
static void test_logger_that_reads_often_shows_what_is(void **state)
{
    const struct bw_assignment set[] = {
        ROAD, OFTEN, {LOGGERS, "15 min"}, {LIMIT, "1 h"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 4);
    bw_assert_close(of_post(&study, "excursion_share"), 0.0, EXACT);
    bw_assert_close(of_post(&study, "minor_share"), 1.0, EXACT);
    bw_study_close(&study);
}

/* 7 h at 9 degrees look like 7.5; 7 degrees throughout look like 9. */
static void test_logger_error_hides_and_invents_excursions(void **state)
{
    const struct bw_assignment low[] = {ROAD,
        {LOGGERS, "{interval: 0, accuracy: -1.5}"}, {LIMIT, "30 min"},
        {"lanes.post.ambient", "9"}, {"packaging.box.hold", "6 min"}};
    const struct bw_assignment high[] = {ROAD, {LOGGERS, "{interval: 0, accuracy: 2}"},
        {LIMIT, "30 min"}, {"lanes.post.ambient", "7"}};
    struct bw_study study;

    (void)state;
    run(&study, low, 5);
    bw_assert_close(of_post(&study, "excursion_share"), 0.0, EXACT);
    bw_assert_close(of_post(&study, "minor_share"), 0.0, EXACT);
    bw_assert_close(of_post(&study, "missed_share"), 1.0, EXACT);
    bw_study_close(&study);
    run(&study, high, 4);
    bw_assert_close(of_post(&study, "false_alarm_share"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), TRAVEL + 2.0, EXACT);
    bw_assert_close(of_post(&study, "out_of_range_time"), 0.0, EXACT);
    bw_study_close(&study);
}

static void test_logger_lost_is_treated_by_rule(void **state)
{
    struct bw_assignment set[] = {ROAD, {LOGGERS, ""}, {LIMIT, "30 min"}};
    struct bw_study study;

    (void)state;
    set[1].value = "{loss: 1}";
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), TRAVEL + 2.0, EXACT);
    bw_assert_close(of_post(&study, "lost_logger_share"), 1.0, EXACT);
    bw_assert_close(of_post(&study, "false_alarm_share"), 0.0, EXACT);
    bw_study_close(&study);
    set[1].value = "{loss: 1, on_missing: accept}";
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), TRAVEL, EXACT);
    bw_assert_close(of_post(&study, "missed_share"), 1.0, EXACT);
    bw_study_close(&study);
    set[1].value = "{loss: 1, on_missing: reject}";
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 0.0, EXACT);
    assert_true(bw_study_value(&study, "chain", "waste_cost_logger_missing") > 1000.0);
    bw_assert_close(
        bw_study_value(&study, "chain", "waste_cost_excursion"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Good or bad, all goods wait for the data; frozen ones are thrown away when they are
 * there. */
static void test_logger_data_come_later(void **state)
{
    const struct bw_assignment set[] = {
        ROAD, {LOGGERS, "{upload_delay: 6 h}"}, {LIMIT, "2 h"}};
    const struct bw_assignment beyond[] = {ROAD, set[1], {LIMIT, "30 min"}};
    const struct bw_assignment frost[] = {ROAD, set[1],
        {"items.drug.stability.freeze_sensitive", "0"}, {"lanes.post.ambient", "-18"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), TRAVEL + 0.25, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "lanes.post", BW_STAGE_QUARANTINE), 0.25, EXACT);
    bw_study_close(&study);
    run(&study, beyond, 3);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), TRAVEL + 2.25, EXACT);
    bw_assert_close(of_post(&study, "disposition_time"), 2.25, EXACT);
    bw_study_close(&study);
    run(&study, frost, 4);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 0.0, EXACT);
    assert_true(bw_study_value(&study, "chain", "waste_cost_freeze") > 100.0);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_logger_misses_what_is_shorter_than_its_interval),
        cmocka_unit_test(test_logger_that_reads_often_shows_what_is),
        cmocka_unit_test(test_logger_error_hides_and_invents_excursions),
        cmocka_unit_test(test_logger_lost_is_treated_by_rule),
        cmocka_unit_test(test_logger_data_come_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
