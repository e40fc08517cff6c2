/* SPDX-License-Identifier: Apache-2.0
 *
 * What a depot orders that sees what the shop sells. With weekly demand D of variance 1
 * and q1 = (1 + a) D - a D', D' of p weeks before, the shop orders with variance (1 +
 * a)^2 + a^2; so does, for the depot, what follows below.
 */
#include "unit.h"

#include "study.h"

#define VISIBILITY TEST_FOLDER "/visibility.yaml"
#define DEPOT "sites.depot.stock.part"
#define SHOP "sites.shop.stock.part"
#define A (4.0 / 8.0) /* weeks of cover / weeks of the mean */
#define B (6.0 / 8.0)
#define EXACT 1e-9
/* Of a ratio of two variances of some 5200 weeks each, four standard errors. */
#define NEAR 0.05

/* Variance of the depot's orders / of demand. */
static double ratio_with(const struct bw_assignment *set, size_t count)
{
    struct bw_study study;
    double ratio;

    bw_study_open(&study, VISIBILITY, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, SHOP, "order_variance_ratio"),
        (1 + A) * (1 + A) + A * A, NEAR * 2.5);
    ratio = bw_study_value(&study, DEPOT, "order_variance_ratio")
        * bw_study_value(&study, SHOP, "order_variance_ratio");
    bw_study_close(&study);
    return ratio;
}
#define RATIO(set) ratio_with((set), sizeof(set) / sizeof(set)[0])

/* Centralised: 1 + 2 (L1 + L2) / p + 2 (L1 + L2)^2 / p^2 (Chen et al. 2000, theorem
 * 3.2). */
static void test_visibility_shared_demand_gives_the_centralised_ratio(void **state)
{
    const struct bw_assignment set[] = {{DEPOT ".visibility", "{}"}};
    double c = A + B;

    (void)state;
    bw_assert_close(RATIO(set), 1 + 2 * c + 2 * c * c, NEAR * (1 + 2 * c + 2 * c * c));
}

/* Decentralised: the depot looks at midnight of the next week, when its mean includes
 * the last order of the shop: q2 = (1 + b) q1 - b q1', and q1 and q1' have the
 * covariance -a (1 + a). That is more than the product of the two stages, which Chen et
 * al. give as the bound. */
static void test_visibility_without_it_the_stages_multiply(void **state)
{
    const struct bw_assignment set[] = {{DEPOT ".review", "{every: 7 d, at: 0 h}"}};
    double first = (1 + A) * (1 + A) + A * A, second = (1 + B) * (1 + B) + B * B;
    double all = first * second + 2 * A * (1 + A) * B * (1 + B), ratio = RATIO(set);

    (void)state;
    bw_assert_close(ratio, all, NEAR * all);
    assert_true(ratio > first * second);
    assert_true(all > 1 + 2 * (A + B) + 2 * (A + B) * (A + B));
}

/* Nobody tells: as without it, to the bit. */
static void test_visibility_without_participation_is_none(void **state)
{
    const struct bw_assignment none[] = {{"run.seed", "1"}};
    const struct bw_assignment set[] = {{DEPOT ".visibility", "{participation: 0}"}};

    (void)state;
    assert_true(RATIO(none) == RATIO(set));
}

/* A week late: the mean no longer holds the demand that is being ordered. */
static void test_visibility_late_demand_is_another_week_of_it(void **state)
{
    const struct bw_assignment set[] = {{DEPOT ".visibility", "{delay: 7 d}"}};
    double all = (1 + A) * (1 + A) + A * A + 2 * B * B;

    (void)state;
    bw_assert_close(RATIO(set), all, NEAR * all);
}

/* Orders of a depot that orders what the shop sells one by one, when it is told. */
static double orders_of_echelon(const char *visibility, uint64_t replication)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.visibility", visibility}};
    struct bw_study study;
    double orders;

    bw_study_open(&study, TEST_FOLDER "/echelon.yaml", set, 1);
    bw_study_run(&study, 1, replication);
    orders = bw_study_value(&study, "sites.depot.stock.part", "orders");
    bw_study_close(&study);
    return orders;
}

/* Sales of days 1 to 11, told on days 3 to 13, of which 12 is the horizon; what the
 * shop orders on day 10 is known at once and changes nothing. */
static void test_visibility_echelon_sees_sales_late(void **state)
{
    (void)state;
    bw_assert_close(orders_of_echelon("{}", 0), 11.0, EXACT);
    bw_assert_close(orders_of_echelon("{delay: 2 d}", 0), 9.0, EXACT);
}

/* What a partner keeps that tells nothing counts as it was at the start: one order of
 * ten, when the shop has ordered ten. */
static void test_visibility_echelon_without_participation_sees_orders(void **state)
{
    (void)state;
    bw_assert_close(orders_of_echelon("{participation: 0}", 0), 1.0, EXACT);
}

/* The shop takes part from day 4.5 on: what it has sold by then is told with the sale
 * of day 5; then one by one to day 11. */
static void test_visibility_echelon_hears_what_it_has_missed(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.part.visibility", "{participation: 0}"},
        {"changes",
            "{join: {at: 4.5 d, path: sites.depot.stock.part.visibility.participation, "
            "to: 1}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, TEST_FOLDER "/echelon.yaml", set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DEPOT, "orders"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, DEPOT, "order_size"), 11.0 / 7.0, EXACT);
    bw_study_close(&study);
}

/* Half of the replications; and who tells at 30 % tells at 50 % too. */
static void test_visibility_participation_is_drawn_per_replication(void **state)
{
    uint32_t few = 0, many = 0;

    (void)state;
    for (uint64_t i = 0; i < 400; i++) {
        bool tells_at_30 = orders_of_echelon("{participation: 0.3}", i) > 1.0;
        bool tells_at_50 = orders_of_echelon("{participation: 0.5}", i) > 1.0;

        few += tells_at_30;
        many += tells_at_50;
        assert_true(tells_at_50 || !tells_at_30);
    }
    /* Four standard deviations. */
    assert_in_range(few, 120 - 37, 120 + 37);
    assert_in_range(many, 200 - 40, 200 + 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visibility_shared_demand_gives_the_centralised_ratio),
        cmocka_unit_test(test_visibility_without_it_the_stages_multiply),
        cmocka_unit_test(test_visibility_without_participation_is_none),
        cmocka_unit_test(test_visibility_late_demand_is_another_week_of_it),
        cmocka_unit_test(test_visibility_echelon_sees_sales_late),
        cmocka_unit_test(test_visibility_echelon_without_participation_sees_orders),
        cmocka_unit_test(test_visibility_echelon_hears_what_it_has_missed),
        cmocka_unit_test(test_visibility_participation_is_drawn_per_replication),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
