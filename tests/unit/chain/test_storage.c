/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods for which there is no place. Without a limit 6, 5, 4 and 3 boxes are on hand on
 * the first days, then 12, 11, 10, 9, 8 and 7.
 */
#include "unit.h"

#include "study.h"

#define STORAGE TEST_FOLDER "/storage.yaml"
#define SPACE "sites.store.storage.cold"
#define STOCK "sites.store.stock.drug"
#define EXACT 1e-9

static void run(struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, STORAGE, set, count);
    bw_study_run(study, 1, 0);
}

/* On day 4 seven boxes find places; one of three follows when a box is sold there and
 * then, the others on days 5 and 6. */
static void test_storage_goods_wait_at_the_door(void **state)
{
    struct bw_study study;

    (void)state;
    run(&study, NULL, 0);
    bw_assert_close(bw_study_value(&study, SPACE, "waiting"), 0.3, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "places_taken"), 7.2, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "utilization"), 0.72, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "overflow"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Two boxes are beyond the places for a day and one for another. */
static void test_storage_overflow_costs_by_place_and_time(void **state)
{
    const struct bw_assignment set[] = {
        {SPACE ".when_full", "overflow"},
        {SPACE ".cost", "{place: 1 /d, overflow: 2 /d}"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 2);
    bw_assert_close(bw_study_value(&study, SPACE, "overflow"), 0.3, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "places_taken"), 7.5, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "waiting"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_overflow"), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "cost"), 81.0, EXACT);
    bw_study_close(&study);
}

/* Receipts come before orders of the instant, so that three boxes are turned away: 9,
 * 8, 7, 6, 5 and 4 are on hand from day 4 on. */
static void test_storage_what_is_turned_away_is_wasted(void **state)
{
    const struct bw_assignment set[] = {{SPACE ".when_full", "refuse"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, SPACE, "refused"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "places_taken"), 5.7, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_waste"), 15.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_destruction"), 3.0, EXACT);
    bw_study_close(&study);
}

/* A box takes two and a half places. One is left of four on day 4: of ten boxes four
 * fit beside it, and six are turned away. */
static void test_storage_turns_away_what_does_not_fit_in_whole_quanta(void **state)
{
    const struct bw_assignment set[] = {
        {SPACE ".when_full", "refuse"},
        {SPACE ".capacity", "14"},
        {"items.drug.space", "2.5"},
        {STOCK ".initial", "4"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, SPACE, "refused"), 6 * 2.5, EXACT);
    bw_study_close(&study);
}

/* On day 1 the rule wants nine boxes; three places are taken and three belong to the
 * serum, so four are ordered, and four again on days 5 and 9. */
static void test_storage_orders_are_cut_to_the_places_that_goods_will_find(void **state)
{
    const struct bw_assignment set[] = {
        {STOCK,
            "{from: works, policy: {min_max: {reorder_point: 3, order_up_to: 12}}, "
            "orders_fit_space: true, initial: 4}"},
        {"sites.store.stock.serum.initial", "3"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 2);
    bw_assert_close(bw_study_value(&study, STOCK, "orders"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, STOCK, "order_size"), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, SPACE, "waiting"), 0.0, EXACT);
    bw_study_close(&study);
}

/* The drug's order is cut to nothing at the start. Each of the three boxes of serum
 * that are sold on days 1, 2 and 3 makes room for one box, ordered in that instant. */
static void test_storage_a_cut_order_follows_when_a_neighbour_makes_room(void **state)
{
    const struct bw_assignment set[] = {
        {STOCK,
            "{from: works, policy: {base_stock: 12}, orders_fit_space: true, initial: "
            "7}"},
        {"sites.store.stock.serum.initial", "3"},
        {"demand.buyers.item", "serum"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, STOCK, "orders"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, STOCK, "order_size"), 1.0, EXACT);
    /* 7 until day 3, 8 and 9 for a day each, 10 from day 5 on. */
    bw_assert_close(bw_study_value(&study, STOCK, "on_hand"),
        (3 * 7 + 8 + 9 + 5 * 10) / 10.0, EXACT);
    bw_study_close(&study);
}

/* What customers wait for passes through a single place. */
static void test_storage_orders_for_those_who_wait_need_no_place(void **state)
{
    const struct bw_assignment set[] = {
        {STOCK, "{from: works, policy: {base_stock: 0}, orders_fit_space: true}"},
        {"sites.store.stock.serum.initial", "9"},
        {"demand.buyers.size", "3"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, STOCK, "orders"), 9.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 2.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_storage_goods_wait_at_the_door),
        cmocka_unit_test(test_storage_overflow_costs_by_place_and_time),
        cmocka_unit_test(test_storage_what_is_turned_away_is_wasted),
        cmocka_unit_test(test_storage_turns_away_what_does_not_fit_in_whole_quanta),
        cmocka_unit_test(
            test_storage_orders_are_cut_to_the_places_that_goods_will_find),
        cmocka_unit_test(test_storage_a_cut_order_follows_when_a_neighbour_makes_room),
        cmocka_unit_test(test_storage_orders_for_those_who_wait_need_no_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
