/* SPDX-License-Identifier: Apache-2.0
 *
 * Calendars and resources: what is built of them, and what is refused.
 */
#include "scenario_support.h"

#include "chain/calendar.h"

#include <math.h>
#include <stdio.h>

#define SUITE "sites.plant.resources.suite"
#define HEAD                                                                           \
    "sites:\n  works:\n    supply:\n      lipid: {lead_time: 5 d}\n  plant:\n"         \
    "    resources:\n"
#define OLD HEAD "      suite: {servers: 2}\n"

/* Loads the small scenario with a calendar "plan" and another suite. */
static enum bw_status load(struct fixture *f, const char *plan, const char *suite)
{
    char text[2000];
    (void)snprintf(text, sizeof text,
        "calendars: {plan: %s}\n" HEAD "      suite: %s\n", plan, suite);
    return fixture_load_changed(f, OLD, text);
}

static void expect_error(struct fixture *f, const char *plan, const char *suite,
    const char *path, const char *part)
{
    assert_int_equal(load(f, plan, suite), BW_ERR_INPUT);
    fixture_expect(f, path, part);
}

static uint32_t open_at(const struct fixture *f, bw_time time)
{
    return bw_calendar_open(f->scenario->network, 0, time);
}

static bw_time next_after(const struct fixture *f, bw_time time)
{
    return bw_calendar_next(f->scenario->network, 0, time);
}

/* Day 0 is Monday, 2026-01-05; shifts by name: day is bit 0, night is bit 1. */
static void test_calendar_week_with_a_night_over_sunday(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        load(f,
            "{shifts: {night: {hours: \"sun-thu 22:00-06:00\"},"
            " day: {hours: [\"mon-fri 06:00-14:00\", \"wed 13:00-15:00\"]}}}",
            "{servers: 2, calendar: plan, on_shift: {night: 1}}"),
        BW_OK);
    assert_int_equal(open_at(f, 0), 2);
    assert_int_equal(next_after(f, 0), 6 * BW_HOUR);
    assert_int_equal(open_at(f, 6 * BW_HOUR), 1);
    assert_int_equal(next_after(f, 6 * BW_HOUR), 14 * BW_HOUR);
    assert_int_equal(open_at(f, 14 * BW_HOUR), 0);
    /* Hours of one shift that overlap are one. */
    assert_int_equal(
        next_after(f, 2 * BW_DAY + 6 * BW_HOUR), 2 * BW_DAY + 15 * BW_HOUR);
    /* From Friday 14:00 to Sunday 22:00, and before day 0 too. */
    assert_int_equal(
        next_after(f, 4 * BW_DAY + 14 * BW_HOUR), 6 * BW_DAY + 22 * BW_HOUR);
    assert_int_equal(open_at(f, -2 * BW_HOUR), 2);
    assert_int_equal(open_at(f, -2 * BW_HOUR - 1), 0);
    const struct bw_resource *suite = &f->scenario->network->resources[0];
    assert_int_equal(bw_calendar_duty(f->scenario->network, suite, 0, 2), 1);
    assert_int_equal(bw_calendar_duty(f->scenario->network, suite, 7 * BW_HOUR, 2), 2);
}

static void test_calendar_closed_days(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f,
                         "{shifts: {all-day: {hours: \"daily 00:00-24:00\"}},"
                         " holidays: [2026-01-06, 2026-01-07..2026-01-08],"
                         " shutdowns: [\"12-30..01-02\", \"01-08..01-10\"]}",
                         "{servers: 2, calendar: plan}"),
        BW_OK);
    const struct bw_network *network = f->scenario->network;
    /* Days 1 to 5 are one window; the turn of the year comes again and again. */
    assert_int_equal(next_after(f, 0), BW_DAY);
    assert_int_equal(next_after(f, BW_DAY), 6 * BW_DAY);
    assert_int_equal(open_at(f, 6 * BW_DAY - 1), 0);
    assert_int_equal(next_after(f, 6 * BW_DAY), 359 * BW_DAY);
    assert_int_equal(network->calendars[0].closed_count, 2);
    double duty =
        bw_calendar_mean_duty(network, &network->resources[0], 2, 0, 10 * BW_DAY);
    assert_true(fabs(duty - 2.0 * 0.5) < 1e-12);
}

/* Half a batch of one day wants 0.5 servers; 8 h on 5 days are 5 / 21 of one. */
static void test_resource_load_counts_the_calendar(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f, "{shifts: {s: {hours: \"mon-fri 06:00-14:00\"}}}",
                         "{servers: 1, calendar: plan}"),
        BW_OK);
    fixture_expect(f, SUITE, "utilisation 2.10");
}

static void test_calendar_refuses_what_it_cannot_read(void **state)
{
    struct fixture *f = *state;
    expect_error(f, "{shifts: {s: {hours: 9 to 5}}}", "{servers: 2}",
        "calendars.plan.shifts.s.hours", "expected days and hours such as");
    expect_error(f, "{shifts: {s: {hours: [\"daily 00:00-24:00\", x]}}}",
        "{servers: 2}", "calendars.plan.shifts.s.hours.1", "found \"x\"");
    expect_error(f, "{shifts: {s: {hours: \"daily 00:00-24:00\"}}, holidays: 12-24}",
        "{servers: 2}", "calendars.plan.holidays", "expected a date");
    expect_error(f,
        "{shifts: {s: {hours: \"daily 00:00-24:00\"}}, shutdowns: 2026-12-24}",
        "{servers: 2}", "calendars.plan.shutdowns", "expected days of the year");
    expect_error(f, "{holidays: 2026-12-24}", "{servers: 2}", "calendars.plan",
        "missing key \"shifts\"");
}

static void test_resource_refuses_shifts_that_are_not_there(void **state)
{
    struct fixture *f = *state;
    const char *plan = "{shifts: {day: {hours: \"daily 00:00-24:00\"}}}";
    expect_error(f, plan, "{servers: 2, calendar: plam}", SUITE ".calendar",
        "did you mean \"plan\"?");
    expect_error(f, plan, "{servers: 2, on_shift: {day: 1}}", SUITE ".on_shift",
        "expected a calendar");
    expect_error(f, plan, "{servers: 2, calendar: plan, on_shift: {dax: 1}}",
        SUITE ".on_shift.dax", "did you mean \"day\"?");
    expect_error(f, plan, "{servers: 2, calendar: plan, on_shift: {day: 1.5}}",
        SUITE ".on_shift.day", "whole number");
    expect_error(f, plan, "{servers: 2, calendar: plan, on_shift: {day: 0}}", SUITE,
        "nobody on duty");
}

static void test_resource_refuses_maintenance_of_two_kinds(void **state)
{
    struct fixture *f = *state;
    const char *plan = "{shifts: {day: {hours: \"daily 00:00-24:00\"}}}";
    expect_error(f, plan, "{servers: 2, maintenance: {time: 1 d}}",
        SUITE ".maintenance", "exactly one of every");
    expect_error(f, plan,
        "{servers: 2, maintenance: {every: 9 d, after_jobs: 3, time: 1 d}}",
        SUITE ".maintenance", "exactly one of every");
    expect_error(f, plan,
        "{servers: 2, maintenance: {after_jobs: 3, stagger: 1 d, time: 1 d}}",
        SUITE ".maintenance.stagger", "goes with every only");
}

static void test_resource_refuses_families_that_nobody_makes(void **state)
{
    struct fixture *f = *state;
    const char *plan = "{shifts: {day: {hours: \"daily 00:00-24:00\"}}}";
    expect_error(f, plan, "{servers: 2, changeover: {from: {vial: {to: {viol: 1 h}}}}}",
        SUITE ".changeover.from.vial.to.viol", "expected an item or the family");
    expect_error(f, plan, "{servers: 2, cleaning: {time: 1 h}}", SUITE ".cleaning",
        "after_jobs, after or both");
}

static void expect_changed(struct fixture *f, const char *old_text,
    const char *new_text, const char *path, const char *part)
{
    assert_int_equal(fixture_load_changed(f, old_text, new_text), BW_ERR_INPUT);
    fixture_expect(f, path, part);
}

static void test_resource_refuses_places_that_are_none(void **state)
{
    struct fixture *f = *state;
    expect_changed(f, "test: {time: 2 d}", "test: {time: 2 d, buffer: 1}",
        "sites.plant.make.vial.steps.test.buffer", "a step without a resource");
    expect_changed(f, "test: {time: 2 d}", "test: {time: 2 d, cleanup: 1 h}",
        "sites.plant.make.vial.steps.test.cleanup", "a step without a resource");
    expect_changed(f, "{resource: suite, time: 1 d",
        "{resource: suite, buffer: 1.5, time: 1 d",
        "sites.plant.make.vial.steps.fill.buffer", "whole number");
    expect_changed(f, "{servers: 2}", "{servers: 2, queue_limit: 0.5}",
        SUITE ".queue_limit", "whole number");
}

/* The small scenario with customers at the plant who keep the suite busy. */
static void expect_saturated(struct fixture *f, const char *policy, const char *first,
    const char *demand, const char *path, const char *part)
{
    char text[3000];
    (void)snprintf(text, sizeof text,
        "bullwhip: 1\ntime: {start: 2026-01-05, horizon: 52 w}\nitems:\n  vial: {unit: "
        "vial}\n"
        "sites:\n  plant:\n    resources:\n      suite: {servers: 2}\n    make:\n"
        "      vial: {batch: 100, steps: {fill: {%stime: 1 d}}}\n"
        "    stock:\n      vial: {from: make, policy: %s}\n"
        "demand:\n  clinics: {at: plant, item: vial, arrivals: saturated}\n%s",
        first, policy, demand);
    if (path == NULL) {
        assert_int_equal(fixture_load(f, text), BW_OK);
        fixture_expect_none(f);
    } else {
        assert_int_equal(fixture_load(f, text), BW_ERR_INPUT);
        fixture_expect(f, path, part);
    }
}

static void test_demand_saturates_only_what_is_made_to_order(void **state)
{
    struct fixture *f = *state;
    expect_saturated(f, "make_to_order", "resource: suite, ", "", NULL, NULL);
    assert_int_equal(f->scenario->network->demands[0].batch, 100);
    expect_saturated(f, "{base_stock: 500}", "resource: suite, ", "",
        "demand.clinics.arrivals", "saturated needs a stock");
    expect_saturated(f, "make_to_order", "", "", "demand.clinics.arrivals",
        "a first step with a resource");
    expect_saturated(f, "make_to_order", "resource: suite, ",
        "  others: {at: plant, item: vial, arrivals: saturated}\n",
        "demand.others.arrivals", "demand.clinics keeps that recipe busy");
    expect_saturated(f, "make_to_order", "resource: suite, ",
        "  others: {at: plant, item: vial, arrivals: saturate}\n",
        "demand.others.arrivals", "expected");
}

static bw_index resource_of(const struct fixture *f, const char *path)
{
    bw_index element = bw_network_find(f->scenario->network, path);
    assert_int_not_equal(element, BW_NONE);
    return f->scenario->network->elements[element].index;
}

static void expect_extra(
    struct fixture *f, const char *flexible, const char *path, const char *part)
{
    char text[1000];
    (void)snprintf(text, sizeof text,
        HEAD "      suite: {servers: 2, flexible: %s}\n    floor_space: 30\n",
        flexible);
    if (part == NULL) {
        assert_int_equal(fixture_load_changed(f, OLD, text), BW_OK);
        return;
    }
    assert_int_equal(fixture_load_changed(f, OLD, text), BW_ERR_INPUT);
    fixture_expect(f, path, part);
}

static void test_resource_refuses_extra_servers_that_never_come(void **state)
{
    struct fixture *f = *state;
    expect_extra(f, "{servers: 2}", SUITE ".flexible",
        "expected above_queue, above_wait or both");
    expect_extra(f, "{above_queue: 1.5}", SUITE ".flexible.above_queue",
        "expected a whole number, found 1.5");
    expect_extra(f, "{above_queue: 1, below_queue: 2}", SUITE ".flexible.below_queue",
        "expected at most above_queue, found 2 and 1");
    expect_extra(f, "{above_queue: 1, servers: 3, floor: 10.5}",
        SUITE ".flexible.floor",
        "3 extra servers need 31.5 of floor space and the site has 30");
    expect_extra(f, "{above_queue: 1, new: {for: 1 d}}", SUITE ".flexible.new",
        "missing key \"yield\"");
}

static void test_resource_reads_extra_servers(void **state)
{
    struct fixture *f = *state;
    const struct bw_flexible *flexible;
    expect_extra(f, "{above_wait: 2 h, servers: 3, floor: 10, ramp: 1 d, cost: 24 /d}",
        NULL, NULL);
    flexible = &f->scenario->network->resources[resource_of(f, SUITE)].flexible;
    assert_int_equal(flexible->servers, 3);
    assert_true(flexible->above_queue == UINT32_MAX);
    assert_true(flexible->above_wait == 2 * BW_HOUR);
    assert_true(flexible->new_for == 0 && flexible->new_yield == 1.0);
}

static void expect_change(
    struct fixture *f, const char *change, const char *path, const char *part)
{
    char text[1000];
    (void)snprintf(text, sizeof text, "changes: {more: %s}\n" OLD, change);
    assert_int_equal(
        fixture_load_changed(f, OLD, text), part == NULL ? BW_OK : BW_ERR_INPUT);
    if (part != NULL) {
        fixture_expect(f, path, part);
    }
}

static void test_change_names_a_number_that_can_change(void **state)
{
    struct fixture *f = *state;
    expect_change(f, "{at: 5 d, path: sites.plant.resources.suit.servers, to: 3}",
        "changes.more.path", "\"sites.plant.resources.suit.servers\" is no number");
    expect_change(f, "{at: 5 d, path: [" SUITE ".cost], to: 3}", "changes.more.path",
        "those of order rules, suppliers, storage, recipes, servers, lanes, fleets, "
        "docks, demands, ledgers, returns and scans can");
    expect_change(f, "{at: 5 d, path: " SUITE ".servers, to: 1.5}", "changes.more.to",
        "expected a whole number from 0 to 1000000, found \"1.5\"");
    expect_change(f, "{at: soon, path: " SUITE ".servers, to: 1}", "changes.more.at",
        "a date such as 2026-01-05");
    expect_change(f, "{at: 2020-01-05, path: " SUITE ".servers, to: 1}",
        "changes.more.at", "expected a time from the start of the warm-up");
    expect_change(f, "{at: 5 d, path: [" SUITE ".servers, " SUITE ".*], to: 1}",
        "changes", SUITE ".servers changes twice at one time");
}

static void test_change_must_leave_an_order_rule_that_makes_sense(void **state)
{
    struct fixture *f = *state;
    const char *const rule = "sites.depot.stock.vial.policy.min_max.";
    char text[300];
    (void)snprintf(
        text, sizeof text, "{at: 5 d, path: %sreorder_point, to: 300}", rule);
    expect_change(f, text, "changes",
        "after a change of sites.depot.stock.vial.policy.min_max.reorder_point: "
        "expected "
        "less than order_up_to, found 300 and 300");
    (void)snprintf(
        text, sizeof text, "{at: 5 d, path: %sreorder_point, to: 299}", rule);
    expect_change(f, text, NULL, NULL);
    assert_int_equal(f->scenario->network->change_count, 1);
}

static void test_change_by_date_and_pattern(void **state)
{
    struct fixture *f = *state;
    const struct bw_network *network;
    expect_change(f, "{at: 2026-01-15, path: \"sites.*.resources.*.servers\", to: 7}",
        NULL, NULL);
    network = f->scenario->network;
    assert_true(network->change_count > 0);
    assert_true(network->changes[0].time == (20468 - network->start_day) * BW_DAY);
    assert_true(network->changes[0].value == 7.0);
    assert_int_equal(network->resources[resource_of(f, SUITE)].most_servers, 7);
}

int main(void)
{
#define WITH_FIXTURE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_calendar_week_with_a_night_over_sunday),
        WITH_FIXTURE(test_calendar_closed_days),
        WITH_FIXTURE(test_resource_load_counts_the_calendar),
        WITH_FIXTURE(test_calendar_refuses_what_it_cannot_read),
        WITH_FIXTURE(test_resource_refuses_shifts_that_are_not_there),
        WITH_FIXTURE(test_resource_refuses_maintenance_of_two_kinds),
        WITH_FIXTURE(test_resource_refuses_families_that_nobody_makes),
        WITH_FIXTURE(test_resource_refuses_places_that_are_none),
        WITH_FIXTURE(test_resource_refuses_extra_servers_that_never_come),
        WITH_FIXTURE(test_resource_reads_extra_servers),
        WITH_FIXTURE(test_change_names_a_number_that_can_change),
        WITH_FIXTURE(test_change_must_leave_an_order_rule_that_makes_sense),
        WITH_FIXTURE(test_change_by_date_and_pattern),
        WITH_FIXTURE(test_demand_saturates_only_what_is_made_to_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
