/* SPDX-License-Identifier: Apache-2.0
 *
 * Resources whose figures can be worked out by hand.
 */
#include "unit.h"

#include "study.h"

#define MACHINE TEST_FOLDER "/machine.yaml"
#define EXACT 1e-12
#define SHOP "sites.shop.resources.machine."

static void assert_lead_times(
    const struct bw_assignment *set, size_t count, double a, double b)
{
    struct bw_study study;

    bw_study_open(&study, MACHINE, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), a, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), b, EXACT);
    bw_study_close(&study);
}

/* The long job ends on day 15. In order of arrival a is done on day 16, b on day 17. */
static void test_resource_fifo_serves_in_order_of_arrival(void **state)
{
    (void)state;
    assert_lead_times(NULL, 0, 5.0, 5.0);
}

/* b has a class and a has none: b first. */
static void test_resource_priority_serves_jobs_without_class_last(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "discipline", "priority"},
        {"demand.b.priority", "3"},
    };

    (void)state;
    assert_lead_times(set, 2, 6.0, 4.0);
}

/* a is due on day 41, b on day 15. */
static void test_resource_due_date_serves_the_earliest_first(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "discipline", "due_date"},
        {"demand.a.due", "30 d"},
        {"demand.b.due", "3 d"},
    };

    (void)state;
    assert_lead_times(set, 3, 6.0, 4.0);
}

/* Day 10 is Thursday, 2026-01-15. The long job comes at 00:00 and needs 12 h; the other
 * customers stay away. Returns its order lead time in hours. */
#define DAY_SHIFT                                                                      \
    {"calendars", "{days: {shifts: {day: {hours: \"mon-fri 06:00-14:00\"}}}}"},        \
        {SHOP "calendar", "days"}, {"sites.shop.make.long.steps.work.time", "12 h"},   \
        {"demand.a.arrivals.every", "99 d"},                                           \
    {                                                                                  \
        "demand.b.arrivals.every", "99 d"                                              \
    }
#define DAY_SHIFT_COUNT 5

static double hours_of_long(const struct bw_study *study)
{
    return bw_study_value(study, "demand.long", "lead_time") * 24.0;
}

static double hours_waited(const struct bw_study *study, enum bw_stage stage)
{
    return bw_study_wait(study, "sites.shop.resources.machine", stage) * 24.0;
}

/* 6 h before the shift, 8 h of work, 16 h of night, 4 h of work. */
static void test_resource_work_rests_between_shifts(void **state)
{
    const struct bw_assignment set[] = {DAY_SHIFT};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, DAY_SHIFT_COUNT);
    bw_study_run(&study, 1, 0);
    bw_assert_close(hours_of_long(&study), 34.0, 1e-9);
    bw_assert_close(hours_waited(&study, BW_STAGE_SHIFT), 22.0, 1e-9);
    bw_assert_close(hours_waited(&study, BW_STAGE_QUEUE), 0.0, 1e-9);
    bw_study_close(&study);
}

/* 19 days from a Monday on: 15 working days of 8 h. */
static void test_resource_shares_with_shifts_sum_to_one(void **state)
{
    const struct bw_assignment set[] = {DAY_SHIFT};
    const char *machine = "sites.shop.resources.machine";
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, DAY_SHIFT_COUNT);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, machine, "off_shift"),
        1.0 - 15.0 * 8.0 / (19.0 * 24.0), EXACT);
    bw_assert_close(
        bw_study_value(&study, machine, "busy"), 12.0 / (19.0 * 24.0), EXACT);
    bw_assert_close(
        bw_study_value(&study, machine, "utilization"), 12.0 / (15.0 * 8.0), EXACT);
    bw_assert_close(bw_study_value(&study, machine, "busy")
            + bw_study_value(&study, machine, "off_shift")
            + bw_study_value(&study, machine, "idle"),
        1.0, EXACT);
    bw_study_close(&study);
}

/* Who has begun goes home at 18:00. */
static void test_resource_started_work_may_be_finished_after_the_shift(void **state)
{
    const struct bw_assignment set[] = {DAY_SHIFT, {SHOP "finish_started", "true"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, DAY_SHIFT_COUNT + 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(hours_of_long(&study), 18.0, 1e-9);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "off_shift"),
        1.0 - (15.0 * 8.0 + 4.0) / (19.0 * 24.0), EXACT);
    bw_study_close(&study);
}

/* Work that takes the shift to its last tick is done with it. */
static void test_resource_work_of_a_whole_shift_ends_with_it(void **state)
{
    const struct bw_assignment set[] = {
        DAY_SHIFT, {"sites.shop.make.long.steps.work.time", "8 h"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, DAY_SHIFT_COUNT + 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(hours_of_long(&study), 14.0, 1e-9);
    bw_study_close(&study);
}

/* Thursday and Friday are holidays, and the week after is a shutdown: Monday the 26th,
 * 6:00, and 4 h of Tuesday. */
static void test_resource_is_closed_on_holidays_and_shutdowns(void **state)
{
    const struct bw_assignment set[] = {
        DAY_SHIFT,
        {"calendars.days.holidays", "[\"2026-01-15\", \"2026-01-16\"]"},
        {"calendars.days.shutdowns", "01-18..01-24"},
        {"time.cooldown", "30 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, DAY_SHIFT_COUNT + 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(hours_of_long(&study), 12.0 * 24.0 + 10.0, 1e-9);
    bw_study_close(&study);
}

/* Three machines by day, one by night. Jobs of 12 h come at 00:00 and 01:00: the first
 * begins at once, the second at 06:00; at 22:00 both are done. */
static void test_resource_has_servers_by_shift(void **state)
{
    const struct bw_assignment set[] = {
        {"calendars",
            "{round: {shifts: {day: {hours: \"daily 06:00-22:00\"}, night: {hours: "
            "\"daily 22:00-06:00\"}}}}"},
        {SHOP "calendar", "round"},
        {SHOP "servers", "3"},
        {SHOP "on_shift", "{night: 1}"},
        {"sites.shop.make.long.steps.work.time", "12 h"},
        {"sites.shop.make.a.steps.work.time", "12 h"},
        {"demand.a.arrivals.every", "241 h"},
        {"demand.b.arrivals.every", "99 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    bw_assert_close(hours_of_long(&study), 12.0, 1e-9);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time") * 24.0, 17.0, 1e-9);
    /* Somebody is on duty all the time, so the wait is one for a server. */
    bw_assert_close(hours_waited(&study, BW_STAGE_SHIFT), 0.0, 1e-9);
    bw_assert_close(hours_waited(&study, BW_STAGE_QUEUE), 2.5, 1e-9);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "off_shift"),
        8.0 / 24.0 * 2.0 / 3.0, EXACT);
    bw_study_close(&study);
}

/* A night of failure within a night off: the gravest reason is charged. Work of 12 h
 * begins on Thursday at 06:00; the server fails at 12:00 for 24 h, until Friday 12:00,
 * and 2 h of shift are left: 6 + 2 h are done, 4 h follow on Monday from 6:00. */
static void test_resource_failure_and_shift_may_overlap(void **state)
{
    const struct bw_assignment set[] = {
        DAY_SHIFT, {SHOP "failure", "{every: 252 h, repair: 24 h}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, DAY_SHIFT_COUNT + 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(hours_of_long(&study), 4.0 * 24.0 + 10.0, 1e-9);
    bw_assert_close(hours_waited(&study, BW_STAGE_DOWN), 24.0, 1e-9);
    bw_assert_close(hours_waited(&study, BW_STAGE_SHIFT), 6.0 + 64.0, 1e-9);
    bw_study_close(&study);
}

/* Nobody may wait. The customer for a, who comes on day 11, does not; he of b does, and
 * is served when the long job is done. */
static void test_resource_full_queue_turns_away_who_does_not_wait(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "queue_limit", "0"},
        {"demand.a.unmet", "lost"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lost"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lost"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 4.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.resources.machine", "turned_away"), 1.0,
        EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "waste_share"), 0.0, EXACT);
    bw_study_close(&study);
}

/* With one place a waits and is served; with a limit of none its goods of the first
 * step are waste. */
static void test_resource_full_queue_wastes_what_was_begun(void **state)
{
    struct bw_assignment set[] = {
        {"sites.shop.make.a.steps",
            "{mix: {time: 2 d}, work: {resource: machine, time: 1 d}}"},
        {"demand.a.unmet", "lost"},
        {"demand.b.arrivals.every", "99 d"},
        {SHOP "queue_limit", "1"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 5.0, EXACT);
    bw_study_close(&study);
    set[3].value = "0";
    bw_study_open(&study, MACHINE, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lost"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "waste_share"), 0.5, EXACT);
    bw_study_close(&study);
}

/* The long job works from day 10. After 2 d of work the machine fails for 1 d: on day
 * 12, 15 and so on. 5 d of work meet two failures, and end well before a third. */
static void test_resource_fails_by_the_time_of_work(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "failure", "{every: 2 d, repair: 1 d, clock: busy}"},
        {"demand.a.arrivals.every", "99 d"},
        {"demand.b.arrivals.every", "99 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 7.0, EXACT);
    bw_assert_close(hours_waited(&study, BW_STAGE_DOWN), 48.0, 1e-9);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "down"),
        2.0 / 19.0, EXACT);
    bw_study_close(&study);
}

/* Work that ends with the time to a failure ends well; the failure comes first in the
 * next job: a starts on day 15, fails at once for 1 d and is done on day 17. */
static void test_resource_job_that_ends_with_the_failure_ends_well(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "failure", "{every: 5 d, repair: 1 d, clock: busy}"},
        {"demand.b.arrivals.every", "99 d"},
    };

    (void)state;
    struct bw_study study;

    bw_study_open(&study, MACHINE, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 6.0, EXACT);
    bw_study_close(&study);
}

/* Maintenance of 2 d is due on day 4, 12 and 20. It waits for the long job, which ends
 * on day 15; a and b follow on day 17. */
static void test_resource_maintenance_waits_for_the_job(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "maintenance", "{every: 8 d, at: 4 d, time: 2 d}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "down"),
        4.0 / 19.0, EXACT);
    bw_study_close(&study);
}

/* The same that does not wait: 2 d of down time in the middle of the long job. */
static void test_resource_maintenance_may_interrupt(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "maintenance", "{every: 8 d, at: 4 d, time: 2 d, interrupt: true}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 7.0, EXACT);
    bw_study_close(&study);
}

/* After two jobs, or after 5.5 d of work, whichever is asked for: between a and b. */
static void test_resource_maintenance_by_jobs_and_by_work(void **state)
{
    struct bw_assignment set[] = {
        {SHOP "maintenance", "{after_jobs: 2, time: 1 d}"},
    };
    struct bw_study study;

    (void)state;
    for (int i = 0; i < 2; i++) {
        bw_study_open(&study, MACHINE, set, 1);
        bw_study_run(&study, 1, 0);
        bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 5.0, EXACT);
        bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 6.0, EXACT);
        bw_study_close(&study);
        set[0].value = "{after_busy: 5.5 d, time: 1 d}";
    }
}

/* From long to a takes 2 d, from a to b nothing: a is set up on day 15 and done on day
 * 18, b on day 19. */
static void test_resource_changeover_depends_on_the_sequence(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "changeover",
            "{default: 1 d, cost: 7, from: {long: {to: {a: 2 d}}, a: {to: {b: 0 d}}}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 7.0, EXACT);
    bw_assert_close(hours_waited(&study, BW_STAGE_SETUP), 48.0 / 3.0, 1e-9);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "setup"),
        2.0 / 19.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.resources.machine", "changeovers"), 1.0,
        EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.resources.machine", "cost"), 7.0, EXACT);
    bw_study_close(&study);
}

/* From long to a takes 3 d, from a to b still nothing. */
static void test_resource_changeover_varies_by_a_factor(void **state)
{
    struct bw_assignment set[] = {
        {SHOP "changeover",
            "{default: 1 d, cost: 7, from: {long: {to: {a: 2 d}}, a: {to: {b: 0 d}}}}"},
        {SHOP "changeover.factor", "1.5"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 8.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 8.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.resources.machine", "changeovers"), 1.0,
        EXACT);
    bw_study_close(&study);
}

/* a and b are one family: one changeover of 1 d before them. */
static void test_resource_family_needs_no_changeover_within(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.a.family", "small"},
        {"sites.shop.make.b.family", "small"},
        {SHOP "changeover", "{default: 9 d, from: {long: {to: {small: 1 d}}}}"},
    };

    (void)state;
    assert_lead_times(set, 3, 6.0, 6.0);
}

/* a comes on days 9 and 18, long on day 10: long goes to the fresh server, the second a
 * to the one that made the first. */
static void test_resource_takes_the_server_with_the_shortest_changeover(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "servers", "2"},
        {SHOP "changeover", "{default: 1 d}"},
        {"demand.a.arrivals.every", "9 d"},
        {"demand.b.arrivals.every", "99 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Cleaning of 1 d before every further job; or 14.5 d after the last one, which is due
 * before a, on day 15, and not again before b. */
static void test_resource_cleaning_by_jobs_and_by_time(void **state)
{
    const struct bw_assignment jobs[] = {
        {SHOP "cleaning", "{after_jobs: 1, time: 1 d}"},
    };
    const struct bw_assignment time[] = {
        {SHOP "cleaning", "{after: 14.5 d, time: 1 d}"},
    };

    (void)state;
    assert_lead_times(jobs, 1, 6.0, 7.0);
    assert_lead_times(time, 1, 6.0, 6.0);
}

/* The server that long leaves on day 15 is not free before day 17. */
static void test_resource_cleans_up_when_the_goods_have_gone(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.long.steps.work.cleanup", "2 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "setup"),
        2.0 / 19.0, EXACT);
    bw_study_close(&study);
}

/* long is done on Thursday at 10:00 and needs 6 h of cleanup, of which 2 h are left for
 * Friday, or are done on Thursday; then a needs 1 h. With work of 8 h cleanup, of 2 h,
 * begins on Friday, since the shift ends with the work. */
static void test_resource_cleanup_rests_between_shifts(void **state)
{
    static const struct {
        const char *work, *cleanup, *finish;
        double hours;
    } cases[] = {{"4 h", "6 h", "false", 9.0}, {"4 h", "6 h", "true", 7.0},
        {"8 h", "2 h", "false", 9.0}, {"8 h", "2 h", "true", 7.0},
        {"6 h", "2 h", "false", 7.0}};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        const struct bw_assignment set[] = {
            DAY_SHIFT,
            {"demand.a.arrivals.every", "11 d"},
            {"sites.shop.make.a.steps.work.time", "1 h"},
            {"sites.shop.make.long.steps.work.time", cases[i].work},
            {"sites.shop.make.long.steps.work.cleanup", cases[i].cleanup},
            {SHOP "finish_started", cases[i].finish},
        };
        struct bw_study study;

        bw_study_open(&study, MACHINE, set, BW_ARRAY_LENGTH(set));
        bw_study_run(&study, 1, 0);
        bw_assert_close(bw_study_value(&study, "demand.a", "lead_time") * 24.0,
            cases[i].hours, 1e-9);
        bw_study_close(&study);
    }
}

/* a is ready on day 12 and bakes till day 15; b, begun after a day of cleanup, is ready
 * on day 14 and blocks the machine for a day, which is cleaned afterwards. */
static void test_resource_cleanup_comes_after_blocking(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.resources.oven", "{servers: 1}"},
        {"sites.shop.make.a.steps",
            "{work: {resource: machine, time: 1 d, cleanup: 1 d}, bake: {resource: "
            "oven, time: 3 d, buffer: 0}}"},
        {"sites.shop.make.b.steps",
            "{work: {resource: machine, time: 1 d, cleanup: 1 d}, bake: {resource: "
            "oven, time: 3 d, buffer: 0}}"},
        {"demand.long.arrivals.every", "99 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time"), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.b", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "blocked"),
        1.0 / 19.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.machine", "setup"),
        2.0 / 19.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resource_fifo_serves_in_order_of_arrival),
        cmocka_unit_test(test_resource_priority_serves_jobs_without_class_last),
        cmocka_unit_test(test_resource_due_date_serves_the_earliest_first),
        cmocka_unit_test(test_resource_work_rests_between_shifts),
        cmocka_unit_test(test_resource_shares_with_shifts_sum_to_one),
        cmocka_unit_test(test_resource_started_work_may_be_finished_after_the_shift),
        cmocka_unit_test(test_resource_work_of_a_whole_shift_ends_with_it),
        cmocka_unit_test(test_resource_is_closed_on_holidays_and_shutdowns),
        cmocka_unit_test(test_resource_has_servers_by_shift),
        cmocka_unit_test(test_resource_failure_and_shift_may_overlap),
        cmocka_unit_test(test_resource_full_queue_turns_away_who_does_not_wait),
        cmocka_unit_test(test_resource_full_queue_wastes_what_was_begun),
        cmocka_unit_test(test_resource_fails_by_the_time_of_work),
        cmocka_unit_test(test_resource_job_that_ends_with_the_failure_ends_well),
        cmocka_unit_test(test_resource_maintenance_waits_for_the_job),
        cmocka_unit_test(test_resource_maintenance_may_interrupt),
        cmocka_unit_test(test_resource_maintenance_by_jobs_and_by_work),
        cmocka_unit_test(test_resource_changeover_depends_on_the_sequence),
        cmocka_unit_test(test_resource_changeover_varies_by_a_factor),
        cmocka_unit_test(test_resource_family_needs_no_changeover_within),
        cmocka_unit_test(test_resource_takes_the_server_with_the_shortest_changeover),
        cmocka_unit_test(test_resource_cleaning_by_jobs_and_by_time),
        cmocka_unit_test(test_resource_cleans_up_when_the_goods_have_gone),
        cmocka_unit_test(test_resource_cleanup_rests_between_shifts),
        cmocka_unit_test(test_resource_cleanup_comes_after_blocking),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
