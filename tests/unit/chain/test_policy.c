/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "chain/policy.h"
#include "chain/policy_safety.h"

#include "base/time.h"

static int64_t order_of(
    enum bw_policy_kind kind, const struct bw_policy_view *view, int64_t position)
{
    struct bw_policy_view now = *view;

    now.inventory_position = position;
    if (now.quantum == 0.0) {
        now.quantum = 1.0;
    }
    return bw_policy(kind)->order(&now);
}

/* A rule with a reorder point s, a level S or a quantity. */
static int64_t order(enum bw_policy_kind kind, int64_t position, double s, double S,
    double quantity, bool below)
{
    struct bw_policy_view view = {.trigger_below = below};
    bool has_point = bw_policy(kind)->numbers[1] != NULL;

    view.numbers[0] = has_point ? s : S;
    view.numbers[1] = quantity > 0.0 ? quantity : S;
    return order_of(kind, &view, position);
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

/* Safety raises point and level, and quantities become quanta. */
static void test_policy_safety_raises_all_levels(void **state)
{
    const struct bw_policy_view level = {
        .numbers = {10.0, 40.0}, .safety = 2.5, .quantum = 0.5};
    const struct bw_policy_view lots = {
        .numbers = {10.0, 6.0}, .safety = 2.5, .quantum = 0.5};

    (void)state;
    assert_int_equal(order_of(BW_POLICY_MIN_MAX, &level, 25), 60);
    assert_int_equal(order_of(BW_POLICY_MIN_MAX, &level, 26), 0);
    assert_int_equal(order_of(BW_POLICY_BASE_STOCK, &level, 20), 5);
    assert_int_equal(order_of(BW_POLICY_FIXED_QUANTITY, &lots, 25), 12);
    assert_int_equal(order_of(BW_POLICY_MAKE_TO_ORDER, &level, -3), 3);
}

/* 10 a day: 3 days trigger, 8 days are ordered up to. */
static void test_policy_cover_turns_days_into_expected_demand(void **state)
{
    struct bw_policy_view view = {
        .numbers = {3.0 * BW_DAY, 8.0 * BW_DAY}, .rate = 10.0 / BW_DAY};

    (void)state;
    assert_int_equal(order_of(BW_POLICY_COVER, &view, 30), 50);
    assert_int_equal(order_of(BW_POLICY_COVER, &view, 31), 0);
    view.safety = 7.0;
    assert_int_equal(order_of(BW_POLICY_COVER, &view, 37), 50);
    view.rate = 0.0;
    assert_int_equal(order_of(BW_POLICY_COVER, &view, 7), 0);
    assert_int_equal(order_of(BW_POLICY_COVER, &view, 5), 2);
}

/* Usage over the lead time 50: yellow 50, red 25 + 10, green 25. */
static void test_policy_buffer_orders_from_yellow_to_the_top_of_green(void **state)
{
    struct bw_policy_view view = {
        .numbers = {5.0 * BW_DAY, 0.5, 0.4, 0.0, 0.0}, .rate = 10.0 / BW_DAY};

    (void)state;
    assert_int_equal(order_of(BW_POLICY_BUFFER, &view, 85), 25);
    assert_int_equal(order_of(BW_POLICY_BUFFER, &view, 86), 0);
    assert_int_equal(order_of(BW_POLICY_BUFFER, &view, 20), 90);
    view.trigger_below = true;
    assert_int_equal(order_of(BW_POLICY_BUFFER, &view, 85), 0);
    view.trigger_below = false;
    view.numbers[3] = 3.0 * BW_DAY; /* the order cycle holds 30 */
    assert_int_equal(order_of(BW_POLICY_BUFFER, &view, 85), 30);
    view.numbers[4] = 40.0; /* and the minimum 40 */
    assert_int_equal(order_of(BW_POLICY_BUFFER, &view, 85), 40);
    view.safety = 5.0; /* on top of red */
    assert_int_equal(order_of(BW_POLICY_BUFFER, &view, 90), 40);
    assert_true(bw_policy(BW_POLICY_BUFFER)->level(&view) == 130.0);
}

/* z(0.95) = 1.644854: 16 days at 5 a day give 20, a lead time of sd 2 d at 10 a day 20
 * more: sqrt(800). */
static void test_policy_safety_stock_covers_demand_and_lead_time(void **state)
{
    struct bw_safety safety = {.cycle = 0.95,
        .lead_time = 9.0 * BW_DAY,
        .review = 7.0 * BW_DAY,
        .rate = 10.0 / BW_DAY,
        .demand_sd = 5.0};

    (void)state;
    bw_assert_close(bw_policy_safety(&safety), 1.6448536269514722 * 20.0, 1e-9);
    safety.lead_time_sd = 2.0 * BW_DAY;
    bw_assert_close(
        bw_policy_safety(&safety), 1.6448536269514722 * 28.284271247461902, 1e-9);
    safety.cycle = 0.5;
    bw_assert_close(bw_policy_safety(&safety), 0.0, 1e-9);
}

static void test_policy_every_key_finds_its_rule(void **state)
{
    (void)state;
    for (int i = 0; i < BW_POLICY_KIND_COUNT; i++) {
        const char *key = bw_policy((enum bw_policy_kind)i)->key;

        assert_true(key == NULL || (int)bw_policy_find(key) == i);
    }
    assert_int_equal(bw_policy_find("nothing"), BW_POLICY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy_base_stock_orders_the_shortfall),
        cmocka_unit_test(test_policy_min_max_switches_between_at_and_below),
        cmocka_unit_test(test_policy_fixed_quantity_orders_whole_multiples),
        cmocka_unit_test(test_policy_make_to_order_orders_what_is_owed),
        cmocka_unit_test(test_policy_safety_raises_all_levels),
        cmocka_unit_test(test_policy_cover_turns_days_into_expected_demand),
        cmocka_unit_test(test_policy_buffer_orders_from_yellow_to_the_top_of_green),
        cmocka_unit_test(test_policy_safety_stock_covers_demand_and_lead_time),
        cmocka_unit_test(test_policy_every_key_finds_its_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
