/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole replications of small chains. TEST_FOLDER holds their scenarios.
 */
#include "unit.h"

#include "failing_memory.h"
#include "study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE TEST_FOLDER "/line.yaml"
#define EVERYTHING TEST_FOLDER "/everything.yaml"
#define EXACT 1e-12

/* Scenarios that use every rule of the model. */
static const char *const everything[] = {
    EVERYTHING,
    TEST_FOLDER "/everything-antithetic.yaml",
    TEST_FOLDER "/everything-contracts.yaml",
    TEST_FOLDER "/everything-cold.yaml",
    TEST_FOLDER "/everything-data.yaml",
    TEST_FOLDER "/everything-groups.yaml",
    TEST_FOLDER "/everything-ledgers.yaml",
    TEST_FOLDER "/everything-making.yaml",
    TEST_FOLDER "/everything-stock.yaml",
    TEST_FOLDER "/everything-transport.yaml",
    TEST_FOLDER "/everything-trial.yaml",
};

/* Orders at days 50, 150, ..., 950 each set off the whole line: 10 d of the supplier,
 * 1 d setup, 2 d filling, 3 d release hold, 4 d on the road. */
static void test_simulation_line_gives_the_critical_path_to_the_tick(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINE, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "orders"), 10.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.works.supply.raw", BW_STAGE_SOURCE), 10.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "sites.plant.resources.line", BW_STAGE_SETUP),
        1.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.plant.make.drug.steps.fill", BW_STAGE_PROCESS),
        2.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.plant.make.drug.steps.release", BW_STAGE_HOLD),
        3.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.road", BW_STAGE_TRANSIT), 4.0, EXACT);
    /* From the start of the batch: all but the supplier. */
    bw_assert_close(bw_study_value(&study, "chain", "flow_time"), 10.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "flow_time_without_store"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "make_release_time"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "flow_excluded_share"), 0.0, EXACT);
    bw_study_close(&study);
}

static void test_simulation_flow_from_source_includes_the_supplier(void **state)
{
    const struct bw_assignment set[] = {{"flow_from", "source"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINE, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time"), 20.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time.source"), 10.0, EXACT);
    bw_study_close(&study);
}

/* With product at the plant and a weekly review at the depot the order waits for the
 * review: day 50 waits 6 d, 150 4 d, 250 2 d, 350 0 d, 450 5 d, 550 3 d, 650 1 d, 750 6
 * d, 850 4 d, 950 2 d: 33 d over ten orders. */
static void test_simulation_time_before_the_review_is_charged_to_the_stock(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.drug.policy", "{periodic: {order_up_to: 0}}"},
        {"sites.depot.stock.drug.review", "{every: 7 d}"},
        {"sites.plant.stock.drug.initial", "1000"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINE, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_wait(&study, "sites.depot.stock.drug", BW_STAGE_ORDER), 3.3, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 7.3, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time.order"), 3.3, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time.transit"), 4.0, EXACT);
    /* All of it goes back to initial stock. */
    bw_assert_close(bw_study_value(&study, "chain", "flow_excluded_share"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Lots of 10 on a lane for 4 at a time that leaves every second day: orders of day
 * 100 k + 50 leave on days 0, 2 and 4 after it, so the last part arrives after 4 + 4 d.
 */
static void test_simulation_small_vehicles_make_the_rest_wait_for_departure(
    void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.road.departures", "{every: 2 d}"},
        {"lanes.road.capacity", "4"},
        {"sites.plant.stock.drug.initial", "1000"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINE, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 8.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.road", BW_STAGE_DISPATCH), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 30.0, EXACT);
    bw_study_close(&study);
}

/* One pass and two repetitions of 1 d, then 1 h. */
static void test_simulation_rework_ends_after_the_allowed_repetitions(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, TEST_FOLDER "/rework.yaml", NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, "chain", "lead_time"), 3.0 + 1.0 / 24.0, EXACT);
    bw_study_close(&study);
}

static double stage_sum(const struct bw_study *study, const char *prefix)
{
    double sum = 0.0;

    for (int stage = 0; stage < BW_STAGE_COUNT; stage++) {
        char name[64];

        snprintf(
            name, sizeof name, "%s.%s", prefix, bw_stage_name((enum bw_stage)stage));
        sum += bw_study_value(study, "chain", name);
    }
    return sum;
}

/* A server is in one state at any time. */
static void expect_shares_of_time(const struct bw_study *study, const char *resource)
{
    static const char *const states[] = {
        "busy", "setup", "down", "blocked", "off_shift", "starved", "idle"};
    double sum = 0.0;

    for (size_t i = 0; i < BW_ARRAY_LENGTH(states); i++) {
        sum += bw_study_value(study, resource, states[i]);
    }
    bw_assert_close(sum, 1.0, 1e-12);
}

/* Conservation and exact attribution are asserted inside every run; here the sums of
 * the published figures are compared, over seeds that reach every kind of loss. */
static void expect_exact_shares(const char *path)
{
    struct bw_study study;

    bw_study_open(&study, path, NULL, 0);
    for (uint64_t replication = 0; replication < 20; replication++) {
        double lead, flow, store;

        bw_study_run(&study, 5, replication);
        lead = bw_study_value(&study, "chain", "lead_time");
        flow = bw_study_value(&study, "chain", "flow_time");
        store = bw_study_value(&study, "chain", "flow_time.store");
        assert_true(lead > 0.0);
        bw_assert_close(stage_sum(&study, "lead_time"), lead, 1e-9 * lead);
        bw_assert_close(stage_sum(&study, "flow_time"), flow, 1e-9 * flow);
        bw_assert_close(flow - store,
            bw_study_value(&study, "chain", "flow_time_without_store"), 1e-9 * flow);
        expect_shares_of_time(&study, "sites.plant.resources.line");
        expect_shares_of_time(&study, "sites.depot.resources.desk");
    }
    bw_study_close(&study);
}

static void test_simulation_everything_conserves_and_attributes(void **state)
{
    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(everything); i++) {
        expect_exact_shares(everything[i]);
    }
}

static void expect_same_bits(const char *path)
{
    struct bw_study study;
    double *first;

    bw_study_open(&study, path, NULL, 0);
    bw_study_run(&study, 5, 3);
    first = calloc(study.layout->size, sizeof *first);
    assert_non_null(first);
    memcpy(first, study.values, study.layout->size * sizeof *first);
    bw_study_run(&study, 5, 4);
    assert_memory_not_equal(first, study.values, study.layout->size * sizeof *first);
    bw_study_run(&study, 5, 3);
    assert_memory_equal(first, study.values, study.layout->size * sizeof *first);
    free(first);
    bw_study_close(&study);
}

static void test_simulation_repeated_gives_the_same_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(everything); i++) {
        expect_same_bits(everything[i]);
    }
}

/* Replications that run again find every pool warm, in whatever order. */
static void test_simulation_allocates_nothing_once_warm(void **state)
{
    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(everything); i++) {
        struct bw_study study;

        bw_study_open(&study, everything[i], NULL, 0);
        for (uint64_t replication = 0; replication < 4; replication++) {
            bw_study_run(&study, 5, replication);
        }
        bw_failing_memory_arm(0);
        for (uint64_t replication = 4; replication-- > 0;) {
            bw_study_run(&study, 5, replication);
        }
        assert_int_equal(bw_failing_memory_requests(), 0);
        assert_true(bw_simulation_events(study.simulation) > 10000);
        bw_study_close(&study);
    }
}

/* An unrelated site whose path sorts before, between and after the others. */
static void test_simulation_unrelated_site_changes_nobody_else(void **state)
{
    static const char *const elements[] = {"chain", "demand.wards",
        "sites.depot.stock.vial", "sites.plant.resources.line", "lanes.hub-depot",
        "ledger.book", "sites.plant.make.vial.steps.pack"};
    struct bw_study base, more;

    (void)state;
    bw_study_open(&base, EVERYTHING, NULL, 0);
    bw_study_open(&more, TEST_FOLDER "/everything-and-more.yaml", NULL, 0);
    bw_study_run(&base, 5, 1);
    bw_study_run(&more, 5, 1);
    assert_true(
        more.scenario->network->element_count > base.scenario->network->element_count);
    for (size_t i = 1; i < BW_ARRAY_LENGTH(elements); i++) {
        bw_index a = bw_network_find(base.scenario->network, elements[i]);
        size_t group = 0;

        while (base.layout->groups[group].kind
            != base.scenario->network->elements[a].kind) {
            group++;
        }
        for (uint32_t m = 0; m < base.layout->groups[group].metric_count; m++) {
            const char *metric = base.layout->groups[group].metrics[m].name;
            double x = bw_study_value(&base, elements[i], metric);
            double y = bw_study_value(&more, elements[i], metric);

            /* This one is a share of the waiting of all customers. */
            if (strcmp(metric, "lead_time_share") != 0) {
                assert_memory_equal(&x, &y, sizeof x);
            }
        }
    }
    bw_study_close(&more);
    bw_study_close(&base);
}

/* Memory that runs out at any request ends in a status, never in a crash. */
static void test_simulation_survives_memory_failures(void **state)
{
    long requests;

    (void)state;
    for (long nth = 1, step = 1; nth > 0; nth += step) {
        struct bw_study study = {0};
        enum bw_status status;

        bw_error_list_init(&study.errors);
        bw_failing_memory_arm(nth);
        status = bw_scenario_load(LINE, NULL, 0, &study.errors, &study.scenario);
        if (status == BW_OK) {
            status = bw_layout_create(study.scenario->network, &study.layout);
        }
        if (status == BW_OK) {
            status = bw_simulation_create(
                study.scenario->network, study.layout, &study.simulation);
        }
        if (status == BW_OK) {
            double *values = calloc(study.layout->size, sizeof *values);

            status = bw_simulation_run(study.simulation, 1, 0, values, &study.errors);
            free(values);
        }
        requests = bw_failing_memory_requests();
        bw_failing_memory_arm(0);
        bw_simulation_free(study.simulation);
        bw_layout_free(study.layout);
        bw_scenario_free(study.scenario);
        bw_error_list_release(&study.errors);
        assert_int_equal(bw_failing_memory_live(), 0);
        if (requests < nth) {
            assert_int_equal(status, BW_OK);
            break;
        }
        /* An error text that finds no memory is dropped; nothing else may go on. */
        step = 1 + nth / 200;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulation_line_gives_the_critical_path_to_the_tick),
        cmocka_unit_test(test_simulation_flow_from_source_includes_the_supplier),
        cmocka_unit_test(
            test_simulation_time_before_the_review_is_charged_to_the_stock),
        cmocka_unit_test(
            test_simulation_small_vehicles_make_the_rest_wait_for_departure),
        cmocka_unit_test(test_simulation_rework_ends_after_the_allowed_repetitions),
        cmocka_unit_test(test_simulation_everything_conserves_and_attributes),
        cmocka_unit_test(test_simulation_repeated_gives_the_same_bits),
        cmocka_unit_test(test_simulation_allocates_nothing_once_warm),
        cmocka_unit_test(test_simulation_unrelated_site_changes_nobody_else),
        cmocka_unit_test(test_simulation_survives_memory_failures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
