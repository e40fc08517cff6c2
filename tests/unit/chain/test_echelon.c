/* SPDX-License-Identifier: Apache-2.0
 *
 * Stocks that order by the position of their echelon.
 */
#include "unit.h"

#include "study.h"

#define ECHELON TEST_FOLDER "/echelon.yaml"
#define DEPOT "sites.depot.stock.part"
#define EXACT 1e-12

static void expect_orders(
    const struct bw_assignment *set, size_t count, double orders, double size)
{
    struct bw_study study;

    bw_study_open(&study, ECHELON, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DEPOT, "orders"), orders, EXACT);
    bw_assert_close(bw_study_value(&study, DEPOT, "order_size"), size, EXACT);
    bw_study_close(&study);
}

/* Every buyer of days 1 to 11 makes the depot order one at once, though the shop orders
 * ten on day 10 only. */
static void test_echelon_depot_orders_what_the_buyers_take(void **state)
{
    (void)state;
    expect_orders(NULL, 0, 11.0, 1.0);
}

/* By its own position the depot orders ten beyond its ten, when the shop has ordered.
 */
static void test_echelon_installation_waits_for_the_shop(void **state)
{
    const struct bw_assignment set[] = {
        {DEPOT ".position", "installation"}, {DEPOT ".policy", "{base_stock: 10}"}};

    (void)state;
    expect_orders(set, 2, 1.0, 10.0);
}

/* Reviews of both on days 0, 5 and 10, at the instant of a buyer: the depot sees five
 * buyers each time, the one of that instant too. */
static void test_echelon_review_sees_the_demand_of_its_instant(void **state)
{
    const struct bw_assignment set[] = {
        {DEPOT ".review", "{every: 5 d}"},
        {"sites.shop.stock.part.policy", "{periodic: {order_up_to: 10}}"},
        {"sites.shop.stock.part.review", "{every: 5 d}"},
    };

    (void)state;
    expect_orders(set, 3, 2.0, 5.0);
}

/* Parts that expire in the shop are gone from the echelon: ten bought on day 1, 2 and
 * 3, seven thrown away on day 4, when the depot's ten expire too. */
static void test_echelon_waste_downstream_is_ordered_again(void **state)
{
    const struct bw_assignment set[] = {
        {"items.part.shelf_life", "4 d"},
        {"time.horizon", "4.5 d"},
        {"time.cooldown", "0"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, ECHELON, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.part", "expired"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, DEPOT, "expired"), 10.0, EXACT);
    /* One on each of days 1, 2, 3, then 17 and the buyer of day 4. */
    bw_assert_close(bw_study_value(&study, DEPOT, "orders")
            * bw_study_value(&study, DEPOT, "order_size"),
        21.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_echelon_depot_orders_what_the_buyers_take),
        cmocka_unit_test(test_echelon_installation_waits_for_the_shop),
        cmocka_unit_test(test_echelon_review_sees_the_demand_of_its_instant),
        cmocka_unit_test(test_echelon_waste_downstream_is_ordered_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
