/* SPDX-License-Identifier: Apache-2.0
 *
 * Who gets what when goods are short. The price of a part is 1, so revenue counts the
 * parts that a customer got.
 */
#include "unit.h"

#include "study.h"

#define RATIONING TEST_FOLDER "/rationing.yaml"
#define EXACT 1e-12

/* Runs the scenario with assignments and compares the parts that either side got. */
static void expect_parts(
    const struct bw_assignment *set, size_t count, double north, double south)
{
    struct bw_study study;

    bw_study_open(&study, RATIONING, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.north", "revenue"), north, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.south", "revenue"), south, EXACT);
    bw_study_close(&study);
}

static void test_allocation_fcfs_serves_the_older_order_first(void **state)
{
    (void)state;
    expect_parts(NULL, 0, 9.0, 3.0);
}

/* Priority and due date reach the depot with the orders of the stores. */
static void test_allocation_priority_goes_on_with_the_orders_it_causes(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "priority"}};

    (void)state;
    expect_parts(set, 1, 7.0, 5.0);
}

static void test_allocation_due_date_goes_on_with_the_orders_it_causes(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "due_date"},
        {"demand.south.priority", "9"},
    };

    (void)state;
    expect_parts(set, 2, 7.0, 5.0);
}

/* Day 16 against none: an order without a due date comes last. */
static void test_allocation_due_date_serves_orders_without_one_last(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "due_date"},
        {"demand.south.due", "none"},
    };

    (void)state;
    expect_parts(set, 2, 9.0, 3.0);
}

/* A stock that nobody waits at orders with its own priority: south has five parts,
 * gives them at once and orders five anew, which is less urgent than north's order. */
static void test_allocation_stock_that_fills_itself_has_its_own_priority(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "priority"},
        {"sites.south.stock.part.policy", "{base_stock: 5}"},
        {"sites.south.stock.part.initial", "5"},
        {"sites.south.stock.part.priority", "6"},
    };
    struct bw_study study;

    (void)state;
    expect_parts(set, 4, 9.0, 5.0);
    bw_study_open(&study, RATIONING, set, 4);
    bw_study_run(&study, 1, 0);
    /* Nine go north on day 8 and three south. */
    bw_assert_close(
        bw_study_value(&study, "sites.south.stock.part", "on_hand"), 4.1, EXACT);
    bw_study_close(&study);
}

/* 12 * 9 / 14 = 7.71 and 12 * 5 / 14 = 4.29: the part left over goes north. */
static void test_allocation_proportional_gives_the_largest_remainder_the_rest(
    void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "proportional"}};

    (void)state;
    expect_parts(set, 1, 8.0, 4.0);
}

/* Equal quotas of 6.5 of 13: the part left over goes to the older order. */
static void test_allocation_proportional_breaks_ties_by_the_queue(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "proportional"},
        {"sites.depot.stock.part.policy.periodic.order_up_to", "13"},
        {"demand.north.size", "8"},
        {"demand.south.size", "8"},
    };

    (void)state;
    expect_parts(set, 4, 7.0, 6.0);
}

/* Enough for all: shares play no part. */
static void test_allocation_proportional_fills_all_orders_when_it_can(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "proportional"},
        {"sites.depot.stock.part.policy.periodic.order_up_to", "14"},
    };

    (void)state;
    expect_parts(set, 2, 9.0, 5.0);
}

/* Of ten on hand six are free for priority 5, four are kept for priority 1. */
static void test_allocation_reserve_is_kept_for_more_urgent_orders(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.policy.periodic.order_up_to", "0"},
        {"sites.depot.stock.part.initial", "10"},
        {"sites.depot.stock.part.reserve", "[0, 4]"},
    };

    (void)state;
    /* North waits with three open and does not block south, which gets the rest. */
    expect_parts(set, 3, 6.0, 4.0);
}

/* The same at the counter, where unmet demand is lost. */
static void test_allocation_reserve_turns_away_customers_who_do_not_wait(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.policy.periodic.order_up_to", "0"},
        {"sites.depot.stock.part.initial", "10"},
        {"sites.depot.stock.part.reserve", "[0, 4]"},
        {"demand.north.at", "depot"},
        {"demand.north.unmet", "lost"},
        {"demand.south.at", "depot"},
    };
    struct bw_study study;

    (void)state;
    expect_parts(set, 6, 6.0, 4.0);
    bw_study_open(&study, RATIONING, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.north", "lost"), 3.0, EXACT);
    bw_study_close(&study);
}

/* Batches ask for parts with the priority of the order that they are made for. */
static void test_allocation_priority_reaches_the_needs_of_a_batch(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "priority"},
        {"demand.south",
            "{at: depot, item: kit, arrivals: {every: 7 d}, size: 5, "
            "price: 1, priority: 1}"},
    };

    (void)state;
    expect_parts(set, 2, 7.0, 5.0);
    expect_parts(&set[1], 1, 9.0, 0.0);
}

/* At the north store an urgent order of day 7 goes before one of day 6 that is on
 * order. What the store orders for it is urgent too, and goes before twelve of class 3.
 */
static void test_allocation_ranked_store_orders_as_urgently_as_the_newcomer(
    void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.allocation", "priority"},
        {"sites.north.stock.part.allocation", "priority"},
        {"demand.south.at", "north"},
        {"demand.other",
            "{at: south, item: part, arrivals: {every: 6.5 d}, size: 12, "
            "priority: 3}"},
    };

    (void)state;
    expect_parts(set, 4, 0.0, 5.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocation_fcfs_serves_the_older_order_first),
        cmocka_unit_test(test_allocation_priority_goes_on_with_the_orders_it_causes),
        cmocka_unit_test(test_allocation_due_date_goes_on_with_the_orders_it_causes),
        cmocka_unit_test(test_allocation_due_date_serves_orders_without_one_last),
        cmocka_unit_test(test_allocation_stock_that_fills_itself_has_its_own_priority),
        cmocka_unit_test(
            test_allocation_proportional_gives_the_largest_remainder_the_rest),
        cmocka_unit_test(test_allocation_proportional_breaks_ties_by_the_queue),
        cmocka_unit_test(test_allocation_proportional_fills_all_orders_when_it_can),
        cmocka_unit_test(test_allocation_reserve_is_kept_for_more_urgent_orders),
        cmocka_unit_test(test_allocation_reserve_turns_away_customers_who_do_not_wait),
        cmocka_unit_test(test_allocation_priority_reaches_the_needs_of_a_batch),
        cmocka_unit_test(
            test_allocation_ranked_store_orders_as_urgently_as_the_newcomer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
