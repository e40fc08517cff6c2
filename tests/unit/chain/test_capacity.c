/* SPDX-License-Identifier: Apache-2.0
 *
 * Servers that come and go by date, followed by hand: long works on the machine from
 * day 10 on for 5 d, a comes on day 11 and b on day 12 for 1 d each.
 */
#include "unit.h"

#include "study.h"

#define MACHINE TEST_FOLDER "/machine.yaml"
#define EXACT 1e-12
#define SERVERS "sites.shop.resources.machine.servers"
#define DAYS 19.0
#define CHANGE(at, to) "{at: " at ", path: " SERVERS ", to: " to "}"

static double machine(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, "sites.shop.resources.machine", metric);
}

static void assert_lead_times(
    const struct bw_study *study, double a, double b, double servers)
{
    bw_assert_close(bw_study_value(study, "demand.a", "lead_time"), a, EXACT);
    bw_assert_close(bw_study_value(study, "demand.b", "lead_time"), b, EXACT);
    bw_assert_close(machine(study, "servers"), servers, EXACT);
}

/* a waits for the second server from day 11 to noon, and b for a. */
static void test_capacity_more_servers_start_who_waits(void **state)
{
    const struct bw_assignment set[] = {
        {"changes", "{more: " CHANGE("276 h", "2") "}"},
        {"sites.shop.resources.machine.cost", "10 /d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 2);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 1.5, 1.5, (11.5 + 2 * 7.5) / DAYS);
    bw_assert_close(machine(&study, "cost"), 265.0, 1e-9);
    bw_assert_close(machine(&study, "busy"), 7.0 / 26.5, EXACT);
    bw_study_close(&study);
}

/* On day 11, at noon, long and a are at work: the server of a goes when a is done, and
 * b, who comes in that instant, waits for long. */
static void test_capacity_fewer_servers_go_as_they_come_free(void **state)
{
    const struct bw_assignment set[] = {
        {SERVERS, "2"},
        {"changes", "{less: " CHANGE("276 h", "1") "}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 2);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 1.0, 4.0, (2 * 12.0 + 7.0) / DAYS);
    bw_study_close(&study);
}

/* The server is wanted again before a, of 2 d, is done: nobody goes. */
static void test_capacity_a_server_that_was_to_go_stays(void **state)
{
    const struct bw_assignment set[] = {
        {SERVERS, "2"},
        {"changes",
            "{less: " CHANGE("276 h", "1") ", more: " CHANGE("2026-01-17", "2") "}"},
        {"sites.shop.make.a.steps.work.time", "2 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 3);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 2.0, 2.0, 2.0);
    bw_study_close(&study);
}

/* Nobody is there before 2026-01-17, day 12. */
static void test_capacity_a_resource_may_begin_with_none(void **state)
{
    const struct bw_assignment set[] = {
        {SERVERS, "0"},
        {"changes", "{opening: " CHANGE("2026-01-17", "1") "}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 2);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 7.0, 7.0, 7.0 / DAYS);
    bw_assert_close(bw_study_value(&study, "demand.long", "lead_time"), 7.0, EXACT);
    bw_assert_close(machine(&study, "idle") + machine(&study, "busy"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Day 11 is a Friday. From 08:00 on the server of long, which has begun the day before
 * and needs 20 h, is to go: it rests over the weekend and is done on Monday at 10:00,
 * while the other server, which has done a, does b. */
static void test_capacity_a_server_that_is_to_go_keeps_its_shifts(void **state)
{
    const struct bw_assignment set[] = {
        {SERVERS, "2"},
        {"changes", "{less: " CHANGE("272 h", "1") "}"},
        {"calendars", "{days: {shifts: {day: {hours: \"mon-fri 06:00-14:00\"}}}}"},
        {"sites.shop.resources.machine.calendar", "days"},
        {"sites.shop.make.long.steps.work.time", "20 h"},
        {"sites.shop.make.a.steps.work.time", "4 h"},
        {"sites.shop.make.b.steps.work.time", "1 h"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 10.0 / 24, 55.0 / 24, 1.0 + (14 * 24 + 10) / 24.0 / DAYS);
    bw_assert_close(
        bw_study_value(&study, "demand.long", "lead_time"), 106.0 / 24, EXACT);
    bw_study_close(&study);
}

/* Between two changes, two servers of which one has goods that find no place: it goes
 * when they do. The oven takes 3 d and has no place before it. */
static void test_capacity_a_blocked_server_goes_with_its_goods(void **state)
{
    const struct bw_assignment set[] = {
        {SERVERS, "2"},
        {"changes", "{less: " CHANGE("13 d", "0") "}"},
        {"sites.shop.resources.oven", "{servers: 1}"},
        {"sites.shop.make.a.steps",
            "{work: {resource: machine, time: 1 d}, bake: {resource: oven, time: 3 d, "
            "buffer: 0}}"},
        {"sites.shop.make.b.steps",
            "{work: {resource: machine, time: 1 d}, bake: {resource: oven, time: 3 d, "
            "buffer: 0}}"},
        {"demand.long.arrivals.every", "99 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    /* a bakes from day 12 to 15; b is ready on day 13, and bakes from 15 to 18. */
    assert_lead_times(&study, 4.0, 6.0, (2 * 13.0 + 2.0) / DAYS);
    bw_assert_close(machine(&study, "blocked"), 2.0 / 28.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capacity_more_servers_start_who_waits),
        cmocka_unit_test(test_capacity_fewer_servers_go_as_they_come_free),
        cmocka_unit_test(test_capacity_a_server_that_was_to_go_stays),
        cmocka_unit_test(test_capacity_a_resource_may_begin_with_none),
        cmocka_unit_test(test_capacity_a_server_that_is_to_go_keeps_its_shifts),
        cmocka_unit_test(test_capacity_a_blocked_server_goes_with_its_goods),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
