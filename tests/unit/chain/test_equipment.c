/* SPDX-License-Identifier: Apache-2.0
 *
 * The refrigerator of fridge.yaml with its hundred boxes. It fails at 28 h and is found
 * at the round at 56 h. Its hold-over says tau = 10 h / ln(38 / 35), so that it leaves
 * the range in the room at 25 degrees after tau ln(20 / 17) = 19.76 h.
 */
#include "unit.h"

#include "study.h"

#include <math.h>
#include <stdio.h>

#define FRIDGE TEST_FOLDER "/fridge.yaml"
#define SPACE "sites.store.storage.cold"
#define EQUIPMENT SPACE ".equipment"
#define EXACT 1e-9

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, FRIDGE, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Units out of range, beyond what they bear and lost in a run. */
static void expect(
    const struct bw_study *study, double exposed, double beyond, double lost)
{
    bw_assert_close(bw_study_value(study, EQUIPMENT, "exposed"), exposed, EXACT);
    bw_assert_close(bw_study_value(study, EQUIPMENT, "excursions"), beyond, EXACT);
    bw_assert_close(bw_study_value(study, EQUIPMENT, "lost"), lost, EXACT);
}

/* 28 h less 19.76 h are more than the budget of 4 h: the boxes are held for a day and
 * rejected. Of 20 d the unit worked for 28 h. */
static void test_equipment_that_fails_spoils_its_goods(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"title", "as it is"});
    expect(&study, 100, 100, 100);
    bw_assert_close(
        bw_study_value(&study, EQUIPMENT, "availability"), 28.0 / 480.0, EXACT);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "failures"), 1, EXACT);
    bw_assert_close(
        bw_study_value(&study, EQUIPMENT, "found_after"), 28.0 / 24.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.drug", "held"),
        100.0 * 24.0 / 480.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.drug", "on_hand"),
        100.0 * 80.0 / 480.0, EXACT);
    bw_study_close(&study);
}

/* The budget is 8 h 14.3 min at least. */
static void test_equipment_warms_by_newtons_law(void **state)
{
    double tau = 10.0 / log(38.0 / 35.0), out = 28.0 - tau * log(20.0 / 17.0);
    struct bw_study study;
    char budget[32];

    (void)state;
    (void)snprintf(budget, sizeof budget, "%.6f h", out + 0.001);
    RUN_WITH(&study, {"storage.cold.out_of_range_budget", budget});
    expect(&study, 100, 0, 0);
    bw_study_close(&study);
    (void)snprintf(budget, sizeof budget, "%.6f h", out - 0.001);
    RUN_WITH(&study, {"storage.cold.out_of_range_budget", budget});
    expect(&study, 100, 100, 100);
    bw_study_close(&study);
    /* The same unit by its walls: 2 W/K and 2 tau J/K. */
    (void)snprintf(budget, sizeof budget, "%.6f", 2.0 * tau * 3600.0);
    RUN_WITH(&study, {EQUIPMENT ".holdover", "null"}, {EQUIPMENT ".conductance", "2"},
        {EQUIPMENT ".heat_capacity", budget});
    expect(&study, 100, 100, 100);
    bw_study_close(&study);
}

static void test_equipment_alarm_calls_somebody(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {EQUIPMENT ".alarm", "{response: 2 h}"});
    expect(&study, 0, 0, 0);
    bw_assert_close(
        bw_study_value(&study, EQUIPMENT, "found_after"), 2.0 / 24.0, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {EQUIPMENT ".alarm", "{works: 0, response: 2 h}"});
    expect(&study, 100, 100, 100);
    bw_study_close(&study);
}

/* The unit tends to -4 degrees: with a hold-over of 1 h it is frozen after a few hours.
 */
static void test_equipment_that_fails_cold_freezes(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {EQUIPMENT ".failure.to", "-4"}, {EQUIPMENT ".holdover", "1 h"},
        {"items.drug.stability", "{freeze_sensitive: {below: -0.5}}"});
    expect(&study, 100, 100, 100);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.drug", "held"), 0, EXACT);
    bw_study_close(&study);
}

/* Power is cut at 100 h for 30 h: 10.24 h out of range. A cluster of two cuts more, a
 * day after the first, makes 54 h of it in one piece. */
static void test_equipment_needs_power(void **state)
{
    struct bw_assignment set[] = {
        {EQUIPMENT ".failure", "null"},
        {"sites.store.grid", "north"},
        {"grids", "{north: {every: 100 h, time: 30 h}}"},
        {"time.horizon", "180 h"},
        {"title", "x"},
    };
    struct bw_study study;

    (void)state;
    run_with(&study, set, 5);
    expect(&study, 100, 100, 100);
    bw_assert_close(
        bw_study_value(&study, "grids.north", "availability"), 1 - 30.0 / 180.0, EXACT);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "power_cuts"), 1, EXACT);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "cuts_without_backup"), 1, EXACT);
    bw_assert_close(
        bw_study_value(&study, EQUIPMENT, "powered"), 1 - 30.0 / 180.0, EXACT);
    bw_study_close(&study);
    set[4] = (struct bw_assignment){EQUIPMENT ".backup", "1"};
    run_with(&study, set, 5);
    expect(&study, 0, 0, 0);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "powered"), 1, EXACT);
    bw_study_close(&study);
    set[4] = (struct bw_assignment){"grids.north.cluster", "{number: 2, after: 1 d}"};
    run_with(&study, set, 5);
    bw_assert_close(
        bw_study_value(&study, "grids.north", "availability"), 1 - 54.0 / 180.0, EXACT);
    bw_assert_close(bw_study_value(&study, "grids.north", "cuts"), 3, EXACT);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "power_cuts"), 1, EXACT);
    bw_study_close(&study);
}

/* One of four refrigerators has a quarter of the goods, but for rounding; a budget that
 * is never used up lets them stay. */
static void test_equipment_unit_has_its_share_of_the_goods(void **state)
{
    struct bw_study study;
    double failures;

    (void)state;
    RUN_WITH(&study, {EQUIPMENT ".units", "4"},
        {EQUIPMENT ".failure", "{every: {exponential: {mean: 60 d}}, repair: 1 d}"},
        {"storage.cold.out_of_range_budget", "100 y"}, {"time.horizon", "300 d"},
        {EQUIPMENT ".round", "{every: 7 d, at: 1 h}"});
    failures = bw_study_value(&study, EQUIPMENT, "failures");
    assert_true(failures > 8);
    assert_true(bw_study_value(&study, EQUIPMENT, "exposed") > failures * 15.0);
    assert_true(bw_study_value(&study, EQUIPMENT, "exposed") < failures * 30.0);
    bw_assert_close(
        bw_study_value(&study, "sites.store.stock.drug", "on_hand"), 100, EXACT);
    bw_study_close(&study);
}

/* The same disposition as at the end of a lane. 8.24 h out of range are within a budget
 * of 9 h: stability data release them after 0.1 d. */
static void test_equipment_goods_are_judged_as_on_lanes(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"storage.cold.out_of_range_budget", "9 h"},
        {EQUIPMENT ".disposition", "{time: 9 d, assess: every, automatic: 0.1 d}"});
    expect(&study, 100, 0, 0);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "disposition_time"), 0.1, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.drug", "held"),
        100 * 0.1 / 20, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {"items.drug.shelf_life", "100 d"},
        {EQUIPMENT ".disposition", "{time: 1 d, downgrade: {share: 1, at_most: 5 d}}"});
    expect(&study, 100, 100, 0);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "downgraded"), 100, EXACT);
    /* Found at 56 h, judged at 80 h, expired at 200 h. */
    bw_assert_close(
        bw_study_value(&study, "sites.store.stock.drug", "expired"), 100, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.drug", "on_hand"),
        100 * 200.0 / 480, EXACT);
    bw_study_close(&study);
}

static void test_equipment_waste_has_causes(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"items.drug.value", "3"});
    bw_assert_close(bw_study_value(&study, "chain", "waste_cost_storage"), 300, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "waste_cost_excursion"), 0, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {"items.drug.value", "3"},
        {EQUIPMENT ".disposition", "{time: 3 d, time_limit: 1 d}"});
    expect(&study, 100, 100, 100);
    bw_assert_close(
        bw_study_value(&study, "chain", "waste_cost_quarantine_limit"), 300, EXACT);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "disposition_time"), 1, EXACT);
    bw_study_close(&study);
}

/* A logger that shows 3 K too little sees goods above 11 degrees only: after tau ln(20
 * / 14) = 43.4 h, never; one that is lost leaves it to the rule. Data that come after
 * 12 h hold the goods for as long, and then they are judged. */
static void test_equipment_loggers_show_what_they_can(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {EQUIPMENT ".loggers", "{accuracy: -3, interval: 0}"},
        {"storage.cold.out_of_range_budget", "7 h"});
    expect(&study, 100, 0, 0);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "missed"), 100, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {EQUIPMENT ".loggers", "{loss: 1, on_missing: accept}"});
    expect(&study, 100, 0, 0);
    bw_assert_close(bw_study_value(&study, EQUIPMENT, "missed"), 100, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {EQUIPMENT ".loggers", "{loss: 1, on_missing: reject}"},
        {"items.drug.value", "3"});
    expect(&study, 100, 100, 100);
    bw_assert_close(
        bw_study_value(&study, "chain", "waste_cost_logger_missing"), 300, EXACT);
    bw_study_close(&study);
    RUN_WITH(&study, {EQUIPMENT ".loggers", "{interval: 0, upload_delay: 12 h}"});
    expect(&study, 100, 100, 100);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.drug", "held"),
        100 * 36.0 / 480, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equipment_goods_are_judged_as_on_lanes),
        cmocka_unit_test(test_equipment_waste_has_causes),
        cmocka_unit_test(test_equipment_loggers_show_what_they_can),
        cmocka_unit_test(test_equipment_that_fails_spoils_its_goods),
        cmocka_unit_test(test_equipment_warms_by_newtons_law),
        cmocka_unit_test(test_equipment_alarm_calls_somebody),
        cmocka_unit_test(test_equipment_that_fails_cold_freezes),
        cmocka_unit_test(test_equipment_needs_power),
        cmocka_unit_test(test_equipment_unit_has_its_share_of_the_goods),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
