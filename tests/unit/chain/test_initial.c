/* SPDX-License-Identifier: Apache-2.0
 *
 * Stocks that begin with goods of some age and with goods on their way.
 */
#include "unit.h"

#include "study.h"

#define FRESHNESS TEST_FOLDER "/freshness.yaml"
#define DOSE "sites.store.stock.dose"
#define EXACT 1e-12

/* Nobody buys: five fresh doses, four of 6 d and three of 9 d at a shelf life of 10 d,
 * and two that come on day 3, then 4 d old. They expire on days 10, 4, 1 and 9. */
static const struct bw_assignment lots[] = {
    {"demand.hospital.arrivals", "{every: 100 d}"},
    {"demand.clinic.arrivals", "{every: 100 d}"},
    {DOSE ".policy", "{periodic: {order_up_to: 0}}"},
    {DOSE ".initial_lots", "{a: {quantity: 3, age: 9 d}, b: {quantity: 4, age: 6 d}}"},
    {DOSE ".initial_orders", "{c: {quantity: 2, arrives: 3 d, age: 1 d}}"},
};

static void test_initial_lots_expire_by_their_age(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRESHNESS, lots, BW_ARRAY_LENGTH(lots));
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DOSE, "expired"), 14.0, EXACT);
    /* Day 0: 12; from 1: 9; from 3: 11; from 4: 7; from 9: 5; from 10: 0. */
    bw_assert_close(bw_study_value(&study, DOSE, "on_hand"),
        (12.0 + 9.0 * 2.0 + 11.0 + 7.0 * 5.0 + 5.0) / 11.0, EXACT);
    bw_study_close(&study);
}

/* On order from the start: the position is 14 before day 1, not 12. */
static void test_initial_orders_count_in_the_position(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRESHNESS, lots, BW_ARRAY_LENGTH(lots));
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DOSE, "inventory_position"),
        (14.0 + 11.0 * 3.0 + 7.0 * 5.0 + 5.0) / 11.0, EXACT);
    bw_study_close(&study);
}

/* A hospital that asks on day 2 for ten of the nine there gets the last one on day 3,
 * from what was on its way. */
static void test_initial_orders_serve_who_waits(void **state)
{
    const struct bw_assignment set[] = {
        lots[1],
        lots[2],
        lots[3],
        lots[4],
        {"demand.hospital",
            "{at: store, item: dose, arrivals: {every: 2 d}, size: 10}"},
        {"time.horizon", "3.5 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRESHNESS, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 1.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DOSE, BW_STAGE_ORDER), 1.0, EXACT);
    bw_study_close(&study);
}

/* Goods that are past their life when they arrive are waste at the door. */
static void test_initial_orders_that_come_too_late_are_waste(void **state)
{
    const struct bw_assignment set[] = {
        lots[0],
        lots[1],
        {DOSE ".policy", "{base_stock: 5}"},
        {DOSE ".initial_orders", "{c: {quantity: 2, arrives: 3 d, age: 8 d}}"},
        {"time.horizon", "9 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FRESHNESS, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DOSE, "on_hand"), 5.0, EXACT);
    bw_assert_close(bw_study_value(&study, DOSE, "inventory_position"),
        5.0 + 2.0 * 3.0 / 9.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_initial_lots_expire_by_their_age),
        cmocka_unit_test(test_initial_orders_count_in_the_position),
        cmocka_unit_test(test_initial_orders_serve_who_waits),
        cmocka_unit_test(test_initial_orders_that_come_too_late_are_waste),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
