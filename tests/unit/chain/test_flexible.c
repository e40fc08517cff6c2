/* SPDX-License-Identifier: Apache-2.0
 *
 * Extra servers whose calls can be followed by hand: long works on the machine from day
 * 10 to day 15, a comes on day 11 and b on day 12 for 1 d each.
 */
#include "unit.h"

#include "study.h"

#define MACHINE TEST_FOLDER "/machine.yaml"
#define EXACT 1e-12
#define SHOP "sites.shop.resources.machine."
#define DAYS 19.0

static double machine(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, "sites.shop.resources.machine", metric);
}

static void assert_lead_times(const struct bw_study *study, double a, double b)
{
    bw_assert_close(bw_study_value(study, "demand.a", "lead_time"), a, EXACT);
    bw_assert_close(bw_study_value(study, "demand.b", "lead_time"), b, EXACT);
}

/* a waits on day 11, so the server is called and there on day 12, where it does a and
 * then b, to day 14. It has to stay till day 15. */
static void test_flexible_comes_after_the_ramp_and_stays_its_minimum(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "flexible",
            "{above_queue: 0, ramp: 1 d, minimum: 3 d, cost: 10 /d, call_cost: 100}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 2.0, 2.0);
    bw_assert_close(machine(&study, "calls"), 1.0, EXACT);
    bw_assert_close(machine(&study, "extra_servers"), 3.0 / DAYS, EXACT);
    bw_assert_close(machine(&study, "extra_share"), 3.0 / DAYS, EXACT);
    bw_assert_close(machine(&study, "flexible_cost"), 130.0, 1e-9);
    bw_assert_close(
        bw_study_value(&study, "chain", "cost_flexible_capacity"), 130.0, 1e-9);
    bw_assert_close(machine(&study, "busy"), 7.0 / (DAYS + 3.0), EXACT);
    bw_assert_close(
        machine(&study, "busy") + machine(&study, "idle") + machine(&study, "starved"),
        1.0, EXACT);
    bw_study_close(&study);
}

/* Called and there on day 11, to go with a on day 13; b, who waits on day 12, keeps it,
 * which is a call, till he is done on day 14. */
static void test_flexible_stays_when_it_is_wanted_again_before_it_went(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "flexible", "{above_queue: 0}"},
        {"sites.shop.make.a.steps.work.time", "2 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 2);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 2.0, 2.0);
    bw_assert_close(machine(&study, "calls"), 2.0, EXACT);
    bw_assert_close(machine(&study, "extra_servers"), 3.0 / DAYS, EXACT);
    bw_study_close(&study);
}

/* Two jobs never wait beyond the threshold of one, since long ends on day 15. */
static void test_flexible_is_not_called_at_its_threshold(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "flexible", "{above_queue: 2, servers: 3}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 5.0, 5.0);
    bw_assert_close(machine(&study, "calls"), 0.0, EXACT);
    bw_assert_close(machine(&study, "extra_servers"), 0.0, EXACT);
    bw_study_close(&study);
}

/* a has waited 12 h at noon of day 11; the server goes with him at noon of day 12, when
 * b has waited 12 h. */
static void test_flexible_is_called_by_the_time_of_waiting(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "flexible", "{above_wait: 12 h}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 1.5, 1.5);
    bw_assert_close(machine(&study, "calls"), 2.0, EXACT);
    bw_assert_close(machine(&study, "extra_servers"), 2.0 / DAYS, EXACT);
    bw_study_close(&study);
}

/* Two servers come on day 12, when a and b wait; both jobs begin at once, nobody waits,
 * and so both servers go on day 13. */
static void test_flexible_several_come_and_go_together(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "flexible", "{above_queue: 1, below_queue: 1, servers: 2, cost: 1 /d}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 1);
    bw_study_run(&study, 1, 0);
    assert_lead_times(&study, 2.0, 1.0);
    bw_assert_close(machine(&study, "calls"), 1.0, EXACT);
    bw_assert_close(machine(&study, "extra_servers"), 2.0 / DAYS, EXACT);
    bw_assert_close(machine(&study, "extra_share"), 1.0 / DAYS, EXACT);
    bw_assert_close(machine(&study, "flexible_cost"), 2.0, 1e-9);
    bw_study_close(&study);
}

/* The server that came on day 11 is new when it begins a, not when it begins b. */
static void test_flexible_new_servers_yield_less(void **state)
{
    const struct bw_assignment set[] = {
        {SHOP "flexible",
            "{above_queue: 0, minimum: 5 d, new: {for: 12 h, yield: 0.5}}"},
        {"items.a.quantum", "0.25"},
        {"sites.shop.make.a.steps.work.yield", "0.75"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 3);
    bw_study_run(&study, 1, 0);
    /* 4 quanta, of which 0.375 leaves 1. */
    bw_assert_close(
        bw_study_value(&study, "sites.shop.make.a.steps.work", "yield"), 0.25, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.make.b.steps.work", "yield"), 1.0, EXACT);
    bw_study_close(&study);
}

/* The other machine has two jobs of 3 d on day 12. The floor holds one extra server,
 * which the first machine has from day 11 for 2 d: the second one gets its own on day
 * 13, or at once where there is room. */
static void test_flexible_who_calls_first_has_the_floor(void **state)
{
    struct bw_assignment set[] = {
        {SHOP "flexible", "{above_queue: 0, minimum: 2 d, floor: 7}"},
        {"sites.shop.resources.other",
            "{servers: 1, flexible: {above_queue: 0, floor: 5}}"},
        {"sites.shop.make.b.steps.work", "{resource: other, time: 3 d}"},
        {"demand.b.size", "2"},
        {"sites.shop.floor_space", "11"},
    };
    static const char *const floors[] = {"11", "12", "unlimited"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct bw_study study;

        set[4].value = floors[i];
        bw_study_open(&study, MACHINE, set, 5);
        bw_study_run(&study, 1, 0);
        assert_lead_times(&study, 1.0, i == 0 ? 4.0 : 3.0);
        bw_study_close(&study);
    }
}

/* Day 10 is a Thursday. The extra server is called at midnight for long, who waits for
 * the shift, and is there from then on. It does a on Friday, from 06:00 to 10:00, and
 * b, who comes on Saturday, on Monday. */
static void test_flexible_works_while_the_calendar_is_open(void **state)
{
    const struct bw_assignment set[] = {
        {"calendars", "{days: {shifts: {day: {hours: \"mon-fri 06:00-14:00\"}}}}"},
        {SHOP "calendar", "days"},
        {SHOP "flexible", "{above_queue: 0, minimum: 20 d}"},
        {"sites.shop.make.a.steps.work.time", "4 h"},
        {"sites.shop.make.b.steps.work.time", "4 h"},
        {"sites.shop.make.long.steps.work.time", "4 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MACHINE, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.a", "lead_time") * 24.0, 10.0, 1e-9);
    bw_assert_close(
        bw_study_value(&study, "demand.b", "lead_time") * 24.0, 2 * 24 + 10.0, 1e-9);
    bw_assert_close(machine(&study, "extra_servers"), 9.0 / DAYS, EXACT);
    bw_assert_close(machine(&study, "off_shift") + machine(&study, "idle")
            + machine(&study, "starved") + machine(&study, "busy"),
        1.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flexible_comes_after_the_ramp_and_stays_its_minimum),
        cmocka_unit_test(test_flexible_stays_when_it_is_wanted_again_before_it_went),
        cmocka_unit_test(test_flexible_is_not_called_at_its_threshold),
        cmocka_unit_test(test_flexible_is_called_by_the_time_of_waiting),
        cmocka_unit_test(test_flexible_several_come_and_go_together),
        cmocka_unit_test(test_flexible_new_servers_yield_less),
        cmocka_unit_test(test_flexible_who_calls_first_has_the_floor),
        cmocka_unit_test(test_flexible_works_while_the_calendar_is_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
