/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules that choose a route, on routes written down by hand.
 */
#include "unit.h"

#include "chain/way.h"

#include <math.h>

static const struct bw_way_estimate ways[] = {
    {.arrival = 40, .cost = 7.0, .up_to = 5.0},
    {.arrival = 20, .cost = 9.0, .up_to = 50.0},
    {.arrival = 30, .cost = 7.0, .up_to = 500.0},
    {.arrival = 20, .cost = 8.0, .up_to = 50.0},
    {.arrival = 20, .cost = 8.0, .up_to = 5000.0},
};

static uint32_t apply(enum bw_way_rule rule, bw_time due, double units)
{
    return bw_way_apply(rule, ways, BW_ARRAY_LENGTH(ways), due, units);
}

/* Equal cost: the one that is there earlier; equal both: the one written first. */
static void test_way_cheapest_breaks_ties_by_arrival(void **state)
{
    (void)state;
    assert_int_equal(apply(BW_WAY_CHEAPEST, 0, 1.0), 2);
}

static void test_way_fastest_breaks_ties_by_cost_and_order(void **state)
{
    (void)state;
    assert_int_equal(apply(BW_WAY_FASTEST, 0, 1.0), 3);
}

static void test_way_by_due_takes_the_cheapest_in_time(void **state)
{
    (void)state;
    assert_int_equal(apply(BW_WAY_BY_DUE, BW_FOREVER, 1.0), 2);
    assert_int_equal(apply(BW_WAY_BY_DUE, 30, 1.0), 2);
    assert_int_equal(apply(BW_WAY_BY_DUE, 29, 1.0), 3);
    assert_int_equal(apply(BW_WAY_BY_DUE, 20, 1.0), 3);
}

static void test_way_by_due_takes_the_fastest_when_all_are_late(void **state)
{
    (void)state;
    assert_int_equal(apply(BW_WAY_BY_DUE, 19, 1.0), 3);
}

/* Free of charge, but no vehicle leaves any more. */
static void test_way_without_departures_is_the_last_resort(void **state)
{
    static const struct bw_way_estimate closed[] = {
        {.arrival = BW_FOREVER, .cost = 0.0}, {.arrival = 9, .cost = 5.0}};

    (void)state;
    assert_int_equal(bw_way_apply(BW_WAY_CHEAPEST, closed, 2, 0, 1.0), 1);
    assert_int_equal(bw_way_apply(BW_WAY_BY_DUE, closed, 2, BW_FOREVER, 1.0), 1);
    assert_int_equal(bw_way_apply(BW_WAY_CHEAPEST, closed, 1, 0, 1.0), 0);
}

static void test_way_by_size_takes_the_first_that_is_large_enough(void **state)
{
    (void)state;
    assert_int_equal(apply(BW_WAY_BY_SIZE, 0, 5.0), 0);
    assert_int_equal(apply(BW_WAY_BY_SIZE, 0, 5.5), 1);
    assert_int_equal(apply(BW_WAY_BY_SIZE, 0, 51.0), 2);
    assert_int_equal(apply(BW_WAY_BY_SIZE, 0, 9999.0), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_way_cheapest_breaks_ties_by_arrival),
        cmocka_unit_test(test_way_fastest_breaks_ties_by_cost_and_order),
        cmocka_unit_test(test_way_by_due_takes_the_cheapest_in_time),
        cmocka_unit_test(test_way_by_due_takes_the_fastest_when_all_are_late),
        cmocka_unit_test(test_way_without_departures_is_the_last_resort),
        cmocka_unit_test(test_way_by_size_takes_the_first_that_is_large_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
