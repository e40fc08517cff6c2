/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "chain/policy.h"

static int64_t order(enum bw_policy_kind kind, int64_t position, int64_t s, int64_t S,
    int64_t quantity, bool below)
{
    struct bw_policy_view view = {
        .inventory_position = position,
        .reorder_point = s,
        .order_up_to = S,
        .quantity = quantity,
        .trigger_below = below,
    };

    return bw_policy_order(kind, &view);
}

static void test_policy_base_stock_orders_the_shortfall(void **state)
{
    (void)state;
    assert_int_equal(order(BW_POLICY_BASE_STOCK, 7, 0, 12, 0, false), 5);
    assert_int_equal(order(BW_POLICY_BASE_STOCK, 12, 0, 12, 0, false), 0);
    assert_int_equal(order(BW_POLICY_BASE_STOCK, 15, 0, 12, 0, false), 0);
    assert_int_equal(order(BW_POLICY_PERIODIC, -3, 0, 12, 0, false), 15);
}

static void test_policy_min_max_switches_between_at_and_below(void **state)
{
    (void)state;
    assert_int_equal(order(BW_POLICY_MIN_MAX, 20, 20, 40, 0, false), 20);
    assert_int_equal(order(BW_POLICY_MIN_MAX, 20, 20, 40, 0, true), 0);
    assert_int_equal(order(BW_POLICY_MIN_MAX, 19, 20, 40, 0, true), 21);
    assert_int_equal(order(BW_POLICY_MIN_MAX, 21, 20, 40, 0, false), 0);
    assert_int_equal(order(BW_POLICY_PERIODIC_MIN_MAX, 20, 20, 40, 0, true), 0);
}

static void test_policy_fixed_quantity_orders_whole_multiples(void **state)
{
    (void)state;
    /* At the reorder point one quantity lifts the position above it. */
    assert_int_equal(order(BW_POLICY_FIXED_QUANTITY, 20, 20, 0, 10, false), 10);
    assert_int_equal(order(BW_POLICY_FIXED_QUANTITY, 11, 20, 0, 10, false), 10);
    /* 10 + 10 is at the point still: two are needed. */
    assert_int_equal(order(BW_POLICY_FIXED_QUANTITY, 10, 20, 0, 10, false), 20);
    /* Strictly below: 10 + 10 is not below any more. */
    assert_int_equal(order(BW_POLICY_FIXED_QUANTITY, 10, 20, 0, 10, true), 10);
    assert_int_equal(order(BW_POLICY_FIXED_QUANTITY, 20, 20, 0, 10, true), 0);
    assert_int_equal(order(BW_POLICY_FIXED_QUANTITY, -25, 20, 0, 10, false), 50);
}

static void test_policy_make_to_order_orders_what_is_owed(void **state)
{
    (void)state;
    assert_int_equal(order(BW_POLICY_MAKE_TO_ORDER, -4, 0, 0, 0, false), 4);
    assert_int_equal(order(BW_POLICY_MAKE_TO_ORDER, 0, 0, 0, 0, false), 0);
    assert_int_equal(order(BW_POLICY_MAKE_TO_ORDER, 3, 0, 0, 0, false), 0);
    assert_int_equal(order(BW_POLICY_NONE, -4, 0, 0, 0, false), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_base_stock_orders_the_shortfall),
        cmocka_unit_test(test_policy_min_max_switches_between_at_and_below),
        cmocka_unit_test(test_policy_fixed_quantity_orders_whole_multiples),
        cmocka_unit_test(test_policy_make_to_order_orders_what_is_owed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
