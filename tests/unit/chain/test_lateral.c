/* SPDX-License-Identifier: Apache-2.0
 *
 * Pools of stocks.
 */
#include "unit.h"

#include "study.h"

#define POOL TEST_FOLDER "/pool.yaml"
#define PAIR TEST_FOLDER "/pair.yaml"
#define EXACT 1e-9

static double sum(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, "sites.east.stock.drug", metric)
        + bw_study_value(study, "sites.north.stock.drug", metric)
        + bw_study_value(study, "sites.west.stock.drug", metric);
}

/* Erlang's loss formula (1917). */
static double erlang_loss(double load, int servers)
{
    double loss = 1.0;

    for (int i = 1; i <= servers; i++) {
        loss = load * loss / (i + load * loss);
    }
    return loss;
}

/* Goods that move in no time make one store with level 9 of three with levels 2, 3 and
 * 4. Where unmet demand is lost, each order of 4 d is a server of Erlang's system with
 * 9 servers and load 1.5 * 4, whatever the law of the lead time (Karush 1957), and the
 * rest is on hand. */
static void test_lateral_pool_without_distance_is_one_loss_system(void **state)
{
    struct bw_study study;
    double loss = erlang_loss(6.0, 9);

    (void)state;
    bw_study_open(&study, POOL, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lost_share"), loss, 0.006);
    bw_assert_close(bw_study_value(&study, "chain", "fill_rate"), 1.0 - loss, 0.006);
    bw_assert_close(sum(&study, "on_hand"), 9.0 - 6.0 * (1.0 - loss), 0.1);
    bw_assert_close(sum(&study, "inventory_position"), 9.0, EXACT);
    bw_study_close(&study);
}

/* The same customers at one store with all goods: not only in law, but one by one. */
static void test_lateral_pool_without_distance_is_one_store_path_by_path(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.east.stock.drug", "{from: works, policy: {base_stock: 9}, initial: 9}"},
        {"sites.north.stock.drug", "{from: works, policy: {base_stock: 0}}"},
        {"sites.west.stock.drug", "{from: works, policy: {base_stock: 0}}"},
        {"demand.north.at", "east"},
        {"demand.west.at", "east"},
    };
    struct bw_study one, three;

    (void)state;
    bw_study_open(&three, POOL, NULL, 0);
    bw_study_run(&three, 3, 0);
    bw_study_open(&one, POOL, set, 5);
    bw_study_run(&one, 3, 0);
    bw_assert_close(bw_study_value(&three, "chain", "lost_share"),
        bw_study_value(&one, "chain", "lost_share"), EXACT);
    bw_assert_close(bw_study_value(&three, "chain", "fill_rate"),
        bw_study_value(&one, "chain", "fill_rate"), EXACT);
    bw_assert_close(sum(&three, "on_hand"), sum(&one, "on_hand"), EXACT);
    bw_study_close(&one);
    bw_study_close(&three);
}

/* The first customer gets one of four boxes at once; north sends three, which come a
 * day later. The second waits for ever. */
static void test_lateral_goods_come_by_the_lane_and_are_charged_to_it(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PAIR, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 1.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "lanes.north-east", BW_STAGE_TRANSIT), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_transport"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "pools.town", "transfers"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "pools.town", "asked"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, "pools.town", "transferred"), 3.0, EXACT);
    bw_study_close(&study);
}

/* North keeps four of its five boxes, so that three of four are lost, and one comes. */
static void test_lateral_a_member_keeps_what_it_is_told_to(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.north.stock.drug.pool_keep", "4"},
        {"demand.buyers.unmet", "lost"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PAIR, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "pools.town", "transferred"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.buyers", "lost"), 2.0, EXACT);
    bw_study_close(&study);
}

/* A customer who does not wait for goods waits for those that another member sends. */
static void test_lateral_who_does_not_wait_waits_for_goods_of_the_pool(void **state)
{
    const struct bw_assignment set[] = {{"demand.buyers.unmet", "lost"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PAIR, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.buyers", "lead_time"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.buyers", "lost"), 0.0, EXACT);
    bw_study_close(&study);
}

/* East and west are short in one instant and both ask north for the one box that it can
 * spare: one of them gets it, the other order comes back. East then has no other to
 * ask; west asks east, which has nothing either. */
static void test_lateral_what_cannot_be_given_twice_comes_back(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.north.stock.drug.initial", "1"},
        {"sites.east.stock.drug.initial", "0"},
        {"demand.buyers",
            "{at: east, item: drug, arrivals: {every: 9 d}, unmet: lost}"},
        {"demand.others",
            "{at: west, item: drug, arrivals: {every: 9 d}, unmet: lost}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PAIR, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "pools.town", "transfers"), 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, "pools.town", "transferred"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.buyers", "lost")
            + bw_study_value(&study, "demand.others", "lost"),
        1.0, EXACT);
    bw_study_close(&study);
}

/* The boxes come to north on day 8. East has waited for two days and gets them a day
 * later. */
static void test_lateral_a_member_with_new_goods_offers_them(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.north.stock.drug",
            "{pool: town, initial_orders: {next: {quantity: 5, arrives: 8 d}}}"},
        {"sites.east.stock.drug.initial", "0"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PAIR, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, "pools.town", "transferred"), 4.0, EXACT);
    bw_study_close(&study);
}

/* East takes nothing that keeps for less than 99 days; north's goods do not on day 6.
 * North refuses once, and the run goes on. */
static void test_lateral_goods_too_old_are_refused_once_in_an_instant(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.east.stock.drug.remaining_shelf_life", "99 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PAIR, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "pools.town", "transfers"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "pools.town", "transferred"), 0.0, EXACT);
    bw_study_close(&study);
}

/* West is short of two: by lanes of one and two days east is asked first, which has
 * one, and north for the other. With most_stock north alone gives both. */
static void test_lateral_rule_says_who_is_asked_first(void **state)
{
    const struct bw_assignment fastest[] = {
        {"pools.town.rule", "fastest"},
        {"demand.buyers", "{at: west, item: drug, arrivals: {every: 6 d}, size: 2}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, PAIR, fastest, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "lanes.east-west", "load"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.north-west", "load"), 1.0, EXACT);
    bw_study_close(&study);
    bw_study_open(&study, PAIR, fastest + 1, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "lanes.east-west", "shipments"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.north-west", "load"), 2.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lateral_pool_without_distance_is_one_loss_system),
        cmocka_unit_test(test_lateral_pool_without_distance_is_one_store_path_by_path),
        cmocka_unit_test(test_lateral_goods_come_by_the_lane_and_are_charged_to_it),
        cmocka_unit_test(test_lateral_a_member_keeps_what_it_is_told_to),
        cmocka_unit_test(test_lateral_who_does_not_wait_waits_for_goods_of_the_pool),
        cmocka_unit_test(test_lateral_what_cannot_be_given_twice_comes_back),
        cmocka_unit_test(test_lateral_a_member_with_new_goods_offers_them),
        cmocka_unit_test(test_lateral_goods_too_old_are_refused_once_in_an_instant),
        cmocka_unit_test(test_lateral_rule_says_who_is_asked_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
