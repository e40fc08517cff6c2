/* SPDX-License-Identifier: Apache-2.0
 *
 * Orders that go out together, and orders that are hurried.
 */
#include "unit.h"

#include "study.h"

#define PURCHASING TEST_FOLDER "/purchasing.yaml"
#define BOLTS "sites.works.supply.bolt"
#define NUTS "sites.works.supply.nut"
#define EXACT 1e-9

#define RUN(study, set)                                                                \
    do {                                                                               \
        bw_study_open(&(study), PURCHASING, (set), sizeof(set) / sizeof(set)[0]);      \
        bw_study_run(&(study), 1, 0);                                                  \
    } while (0)

static void expect_supply(const struct bw_study *study, const char *supply,
    double orders, double ordered, double lead_time)
{
    bw_assert_close(bw_study_value(study, supply, "orders"), orders, EXACT);
    bw_assert_close(bw_study_value(study, supply, "ordered"), ordered, EXACT);
    bw_assert_close(bw_study_value(study, supply, "lead_time"), lead_time, EXACT);
}

/* Two bolts on day 1 open the window, three on day 2 become part of the same order, the
 * nuts of day 2.5 join: all go out on day 3 and are there on day 6. */
static void test_purchasing_gathers_the_orders_of_a_window(void **state)
{
    const struct bw_assignment set[] = {{"title", "together"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    expect_supply(&study, BOLTS, 1.0, 5.0, 5.0);
    expect_supply(&study, NUTS, 1.0, 4.0, 3.5);
    bw_assert_close(
        bw_study_value(&study, "chain", "cost_ordering"), 40.0 + 5.0 + 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_purchase"), 5.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.bolt", "orders"), 2.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.stock.bolt", "replenishment_lead_time"), 5.0,
        EXACT);
    /* 10 until day 1, 8 for a day, 5 for four, then 10. */
    bw_assert_close(bw_study_value(&study, "sites.shop.stock.bolt", "on_hand"),
        (10.0 + 8.0 + 4.0 * 5.0 + 14.0 * 10.0) / 20.0, EXACT);
    bw_study_close(&study);
}

/* An order placed in the instant in which the window ends opens the next one. */
static void test_purchasing_window_excludes_its_end(void **state)
{
    const struct bw_assignment set[] = {
        {"demand.second.arrivals", "{periodic: {every: 30 d, at: 3 d}}"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    expect_supply(&study, BOLTS, 2.0, 5.0, 5.0);
    bw_assert_close(bw_study_value(&study, "chain", "cost_ordering"),
        2.0 * 40.0 + 2.0 * 5.0 + 6.0, EXACT);
    bw_study_close(&study);
}

/* What the supplier would not sell in one order goes in a second, in the same window.
 */
static void test_purchasing_keeps_the_largest_order(void **state)
{
    const struct bw_assignment set[] = {{BOLTS ".maximum", "4"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    expect_supply(&study, BOLTS, 2.0, 5.0, 4.5);
    bw_assert_close(
        bw_study_value(&study, "chain", "cost_ordering"), 40.0 + 10.0 + 6.0, EXACT);
    bw_study_close(&study);
}

/* Without the key each order goes by itself. */
static void test_purchasing_without_a_window_orders_one_by_one(void **state)
{
    const struct bw_assignment set[] = {{"sites.shop.purchasing", "~"}};
    struct bw_study study;

    (void)state;
    RUN(study, set);
    expect_supply(&study, BOLTS, 2.0, 5.0, 3.0);
    bw_assert_close(
        bw_study_value(&study, "chain", "cost_ordering"), 2.0 * 5.0 + 6.0, EXACT);
    bw_study_close(&study);
}

/* Eight are left after the first order and five after the second, which is hurried and
 * does not wait for others: there on day 2.5, the first on day 6. */
static void test_purchasing_hurries_what_is_short(void **state)
{
    const struct bw_assignment set[] = {
        {BOLTS ".expedite", "{lead_time: 12 h, order: 7, unit: 2}"},
        {"sites.shop.stock.bolt.expedite_below", "8"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    expect_supply(&study, BOLTS, 2.0, 5.0, (5.0 + 0.5) / 2.0);
    bw_assert_close(bw_study_value(&study, BOLTS, "expedited"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "cost_expediting"), 7.0 + 3.0 * 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.shop.stock.bolt", "on_hand"),
        (10.0 + 8.0 + 0.5 * 5.0 + 3.5 * 8.0 + 14.0 * 10.0) / 20.0, EXACT);
    bw_study_close(&study);
}

/* What does not come is not paid for, but for the order itself: half of three, rounded
 * down, comes of every order, and the rest is ordered again in a hurry: 3, 2 and 1. */
static void test_purchasing_credits_what_was_hurried_for_nothing(void **state)
{
    const struct bw_assignment set[] = {
        {BOLTS ".expedite", "{lead_time: 12 h, order: 7, unit: 2}"},
        {BOLTS ".reliability", "{short: {probability: 1, part: 0.5}}"},
        {"sites.shop.stock.bolt",
            "{from: works, policy: {base_stock: 3}, initial: 3, "
            "expedite_below: 100}"},
        {"demand.first.size", "3"},
        {"demand.second", "~"},
        {"time.horizon", "60 h"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    /* Day 1: 3 ordered; 1 comes on day 1.5, 2 ordered; 1 comes on day 2, 1 ordered;
     * none comes on day 2.5, the end. */
    bw_assert_close(bw_study_value(&study, "chain", "cost_expediting"),
        3.0 * 7.0 + 2.0 * 3.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_purchasing_gathers_the_orders_of_a_window),
        cmocka_unit_test(test_purchasing_window_excludes_its_end),
        cmocka_unit_test(test_purchasing_keeps_the_largest_order),
        cmocka_unit_test(test_purchasing_without_a_window_orders_one_by_one),
        cmocka_unit_test(test_purchasing_hurries_what_is_short),
        cmocka_unit_test(test_purchasing_credits_what_was_hurried_for_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
