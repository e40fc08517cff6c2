/* SPDX-License-Identifier: Apache-2.0
 *
 * Items that come out of a batch beside its own. Each run ends with the check that
 * every item is conserved.
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define FRACTIONS TEST_FOLDER "/fractions.yaml"
#define RECIPE "sites.plant.make.albumin"
#define GLOBULIN "sites.plant.stock.globulin"
#define PASTE "sites.plant.stock.paste"
#define EXACT 1e-12

/* Nine batches from days 100, ..., 900, done two days later. 0.6 * 8 boxes of globulin
 * are 4, which expire after 60 d; a can of paste comes each time and stays. */
static void test_co_products_have_quantities_of_their_own(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRACTIONS, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, GLOBULIN, "on_hand"), 4 * (8 * 60 + 48) / 950.0, EXACT);
    bw_assert_close(bw_study_value(&study, GLOBULIN, "expired"), 32.0, EXACT);
    /* The k-th can stays from day 100 k + 2 to day 950. */
    bw_assert_close(bw_study_value(&study, PASTE, "on_hand"), 4032 / 950.0, EXACT);
    /* On order from the planning of a batch on. */
    bw_assert_close(bw_study_value(&study, GLOBULIN, "inventory_position"),
        4 * (8 * 62 + 50) / 950.0, EXACT);
    bw_study_close(&study);
}

/* 10 litres and a step cost 30, a quarter of which the paste bears. */
static void test_co_products_bear_their_share_of_the_cost(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRACTIONS, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, RECIPE, "made"), 72.0, EXACT);
    bw_assert_close(bw_study_value(&study, RECIPE, "cost"), 270.0, EXACT);
    bw_assert_close(bw_study_value(&study, RECIPE, "unit_cost"), 22.5 / 8, EXACT);
    bw_study_close(&study);
}

/* A customer of day 300 who wants the globulin of that day's batch waits 2 d for the
 * step and 5 d for its test; the goods of day 200 have expired. */
static void test_co_products_wait_for_the_holds_of_the_batch(void **state)
{
    const struct bw_assignment set[] = {
        {RECIPE ".steps.split.test", "{time: 5 d}"},
        {"demand.globulin",
            "{at: plant, item: globulin, arrivals: {every: 300 d}, size: 4}"},
        {"time.horizon", "550 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRACTIONS, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.globulin", "lead_time"), 7.0, EXACT);
    /* Six lines in all, one of which waits. */
    bw_assert_close(
        bw_study_wait(&study, RECIPE ".steps.split", BW_STAGE_PROCESS), 2.0 / 6, EXACT);
    bw_assert_close(
        bw_study_wait(&study, RECIPE ".steps.split", BW_STAGE_TEST), 5.0 / 6, EXACT);
    bw_study_close(&study);
}

/* A test that always fails destroys the co-products with the goods, on the shelf and
 * wherever they have gone at risk. */
static void test_co_products_fail_with_the_batch(void **state)
{
    const struct bw_assignment set[] = {
        {RECIPE ".steps.split.test", "{time: 5 d, reject: 1}"},
        {"sites.plant.stock.albumin.policy", "{periodic: {order_up_to: 8}}"},
        {"sites.plant.stock.albumin.review", "{every: 100 d}"},
        {PASTE ".ship_held", "true"},
        {"lanes", "{post: {from: plant, to: customers, transit: 1 d}}"},
        {"demand.paste",
            "{at: plant, item: paste, by: post, arrivals: {every: 101 d}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRACTIONS, set, 6);
    bw_study_run(&study, 1, 0);
    assert_true(bw_study_value(&study, PASTE, "issued_held") >= 8.0);
    bw_assert_close(bw_study_value(&study, "demand.paste", "open_orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, GLOBULIN, "expired"), 0.0, EXACT);
    assert_true(bw_study_value(&study, RECIPE ".steps.split", "lost_at_risk") >= 8.0);
    bw_study_close(&study);
}

/* The goods have gone to the customer's door at risk while the paste stays on the
 * shelf: the end of the test reaches both, and the customer's seven days are those of
 * the step and its test. */
static void test_co_products_and_goods_that_left_end_one_hold(void **state)
{
    const struct bw_assignment set[] = {
        {RECIPE ".steps.split.test", "{time: 5 d}"},
        {"sites.plant.stock.albumin.initial", "0"},
        {"sites.plant.stock.albumin.policy", "make_to_order"},
        {"sites.plant.stock.albumin.ship_held", "true"},
        {"lanes", "{post: {from: plant, to: customers, transit: 1 d}}"},
        {"demand.albumin.by", "post"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRACTIONS, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 7.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, RECIPE ".steps.split", BW_STAGE_TEST), 5.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, RECIPE ".steps.split", BW_STAGE_PROCESS), 2.0, EXACT);
    bw_study_close(&study);
}

/* A step that rejects all leaves nothing of either, and nothing on order. */
static void test_co_products_of_a_lost_batch_do_not_come(void **state)
{
    const struct bw_assignment set[] = {{RECIPE ".steps.split.reject", "1"},
        {"sites.plant.stock.albumin.policy", "{periodic: {order_up_to: 8}}"},
        {"sites.plant.stock.albumin.review", "{every: 100 d}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRACTIONS, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, PASTE, "inventory_position"), 0.0, EXACT);
    assert_true(bw_study_value(&study, RECIPE, "cost") > 0.0);
    assert_true(isnan(bw_study_value(&study, RECIPE, "unit_cost")));
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_co_products_have_quantities_of_their_own),
        cmocka_unit_test(test_co_products_bear_their_share_of_the_cost),
        cmocka_unit_test(test_co_products_wait_for_the_holds_of_the_batch),
        cmocka_unit_test(test_co_products_fail_with_the_batch),
        cmocka_unit_test(test_co_products_and_goods_that_left_end_one_hold),
        cmocka_unit_test(test_co_products_of_a_lost_batch_do_not_come),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
