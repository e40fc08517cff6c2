/* SPDX-License-Identifier: Apache-2.0
 *
 * Delays and customs on the road of transport.yaml: 2 d of transit, an order of ten
 * boxes at the beginning of each day.
 */
#include "unit.h"

#include "study.h"

#define ROAD TEST_FOLDER "/transport.yaml"
#define LANE "lanes.road"
#define EXACT 1e-9

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, ROAD, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

static void test_passage_customs_alone_is_the_dwell(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.customs", "1 d"});
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, LANE, "customs"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, LANE, "inspected_share"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Every shipment is opened: 1 d of dwell and 12 h of inspection, charged to customs. */
static void test_passage_inspection_adds_to_the_dwell(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(
        &study, {"lanes.road.customs", "{dwell: 1 d, inspect: 1, inspection: 12 h}"});
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.5, EXACT);
    bw_assert_close(bw_study_value(&study, LANE, "customs"), 1.5, EXACT);
    bw_assert_close(bw_study_value(&study, LANE, "inspected_share"), 1.0, EXACT);
    bw_assert_close(bw_study_wait(&study, LANE, BW_STAGE_CUSTOMS), 1.5, EXACT);
    bw_study_close(&study);
}

/* 3000 shipments, 3 % opened: the share lies within four standard deviations (one run
 * in 16,000 would not), and the time follows from it exactly. */
static void test_passage_inspects_a_share_of_the_shipments(void **state)
{
    struct bw_study study;
    double share;

    (void)state;
    RUN_WITH(&study, {"time.horizon", "3000 d"},
        {"lanes.road.customs", "{inspect: 0.03, inspection: 10 d}"});
    share = bw_study_value(&study, LANE, "inspected_share");
    bw_assert_close(share, 0.03, 4 * 0.00312);
    bw_assert_close(bw_study_value(&study, LANE, "customs"), share * 10.0, 1e-3);
    bw_study_close(&study);
}

static void test_passage_delay_adds_to_the_transit(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"lanes.road.delay", "{probability: 1, time: 6 h}"});
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 2.25, EXACT);
    bw_assert_close(bw_study_wait(&study, LANE, BW_STAGE_TRANSIT), 2.25, EXACT);
    bw_assert_close(bw_study_value(&study, LANE, "transit"), 2.25, EXACT);
    bw_assert_close(bw_study_value(&study, LANE, "delay"), 0.25, EXACT);
    bw_assert_close(bw_study_value(&study, LANE, "delayed_share"), 1.0, EXACT);
    bw_study_close(&study);
}

/* All weight on January: sure until day 26, the 31st, and impossible afterwards. */
static void test_passage_delay_follows_the_month_of_departure(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"time.horizon", "60 d"},
        {"lanes.road.delay",
            "{probability: 0.5, time: 1 d, season: [1, 0, 0, 0, 0, 0, "
            "0, 0, 0, 0, 0, 0]}"});
    bw_assert_close(bw_study_value(&study, LANE, "delayed_share"), 26.0 / 59.0, EXACT);
    bw_study_close(&study);
}

/* Each order fills two vehicles, late by a day with probability 1/2. Both follow the
 * day with probability c^2 and are then late together: the order is late with
 * probability 3/4 - c^2 / 4, while the share of late shipments stays 1/2. */
static void expect_common(const char *delay, double late)
{
    struct bw_study study;

    RUN_WITH(&study, {"time.horizon", "3000 d"}, {"demand.ward.size", "20"},
        {"lanes.road.capacity", "10"}, {"lanes.road.delay", delay});
    /* Four standard deviations of a share among 3000 days. */
    bw_assert_close(
        bw_study_value(&study, "chain", "lead_time"), 2.0 + late, 4 * 0.0091);
    bw_assert_close(bw_study_value(&study, LANE, "delayed_share"), 0.5, 4 * 0.0091);
    bw_study_close(&study);
}

static void test_passage_shipments_of_a_day_are_late_together(void **state)
{
    (void)state;
    expect_common("{probability: 0.5, time: 1 d}", 0.75);
    expect_common("{probability: 0.5, time: 1 d, common_day: 0.70711}", 0.625);
    expect_common("{probability: 0.5, time: 1 d, common_day: 1}", 0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passage_customs_alone_is_the_dwell),
        cmocka_unit_test(test_passage_inspection_adds_to_the_dwell),
        cmocka_unit_test(test_passage_inspects_a_share_of_the_shipments),
        cmocka_unit_test(test_passage_delay_adds_to_the_transit),
        cmocka_unit_test(test_passage_delay_follows_the_month_of_departure),
        cmocka_unit_test(test_passage_shipments_of_a_day_are_late_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
