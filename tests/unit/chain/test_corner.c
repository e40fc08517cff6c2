/* SPDX-License-Identifier: Apache-2.0
 *
 * Things that happen within one instant, and batches of one that fail.
 */
#include "unit.h"

#include "study.h"

#define CORNER TEST_FOLDER "/corner.yaml"

/* Of the order for ten at day 50 five lie there and leave at once; the other five are
 * made in no time, but the vehicle has left: they go two days later. */
static void test_corner_vehicle_that_has_left_takes_nobody_else(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, CORNER, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 2.0, 0.0);
    bw_assert_close(bw_study_value(&study, "lanes.road", "load"), 5.0, 0.0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 6.0, 1e-12);
    bw_study_close(&study);
}

/* A thousand jobs without work at one server in one instant are no loop. */
static void test_corner_jobs_without_work_take_no_rounds(void **state)
{
    const struct bw_assignment set[] = {{"demand.buyers.size", "1000"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, CORNER, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "sites.shop.resources.bench", "throughput"),
        9.95, 1e-12);
    bw_study_close(&study);
}

/* Batches of one that fail more often than not are on order all the same: the position
 * never rises above the base-stock level. */
static void test_corner_batch_of_one_that_may_fail_is_on_order(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.make.part.steps.cut.reject", "0.6"},
        {"sites.shop.make.part.steps.cut.time", "3 d"},
        {"sites.shop.stock.part.policy", "{base_stock: 5}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, CORNER, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.part", "inventory_position"), 5.0,
        1e-9);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corner_vehicle_that_has_left_takes_nobody_else),
        cmocka_unit_test(test_corner_jobs_without_work_take_no_rounds),
        cmocka_unit_test(test_corner_batch_of_one_that_may_fail_is_on_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
