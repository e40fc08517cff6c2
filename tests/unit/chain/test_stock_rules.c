/* SPDX-License-Identifier: Apache-2.0
 *
 * Order of issue, reviews on days of the week, and safety stock for a fill rate.
 */
#include "unit.h"

#include "chain/policy_safety.h"

#include "study.h"

#define SHELF TEST_FOLDER "/shelf.yaml"
#define LINE TEST_FOLDER "/line.yaml"
#define DOSE "sites.store.stock.dose"
#define EXACT 1e-9

/* The older dose came later and goes first: nothing is left of it on day 5, when it
 * would expire. The fresh one is sold on day 4. */
static void test_stock_rules_first_expired_goes_first(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHELF, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DOSE, "expired"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Without expiry all lots tie: the one from the start, of no known age, leaves on day 2
 * and the bought one on day 4. */
static void test_stock_rules_lots_that_tie_go_in_order_of_arrival(void **state)
{
    const struct bw_assignment set[] = {
        {"items.dose.shelf_life", "unlimited"},
        {DOSE, "{from: works, policy: {base_stock: 2}, initial: 1}"},
        {"flow_from", "source"},
        {"time.horizon", "3 d"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHELF, set, 4);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "flow_excluded_share"), 1.0, EXACT);
    bw_study_close(&study);
    bw_study_open(&study, SHELF, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, "chain", "flow_excluded_share"), 1.0 / 3.0, EXACT);
    bw_study_close(&study);
}

/* Two doses, one sold on each of days 2, 4 and 6. At or below one an order follows each
 * sale; below one it follows every second. */
static void test_stock_rules_trigger_says_whether_the_point_itself_orders(void **state)
{
    const struct bw_assignment set[] = {
        {"items.dose.shelf_life", "unlimited"},
        {DOSE,
            "{from: works, policy: {min_max: {reorder_point: 1, order_up_to: 2}}, "
            "initial: 2}"},
        {DOSE ".trigger", "below"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHELF, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DOSE, "orders"), 3.0, EXACT);
    bw_assert_close(bw_study_value(&study, DOSE, "order_size"), 1.0, EXACT);
    bw_study_close(&study);
    bw_study_open(&study, SHELF, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DOSE, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, DOSE, "order_size"), 2.0, EXACT);
    bw_study_close(&study);
}

/* Day 0 is a Monday. Orders of days 50, 150, ... 950 fall on Tuesday, Thursday,
 * Saturday, Monday, Wednesday, Friday, Sunday, Tuesday, Thursday and Saturday at 00:00,
 * and wait for 06:00 of the next Monday or Thursday: 15.5 d in all. */
static void test_stock_rules_reviews_on_days_of_the_week(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.drug.policy", "{periodic: {order_up_to: 0}}"},
        {"sites.depot.stock.drug.review", "{weekdays: [mon, thu], at: 6 h}"},
        {"sites.plant.stock.drug.initial", "1000"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINE, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_wait(&study, "sites.depot.stock.drug", BW_STAGE_ORDER), 1.55, EXACT);
    bw_study_close(&study);
}

/* Days of cover with reviews and one level: 20 d of the expected tenth of a box a day.
 */
static void test_stock_rules_cover_up_to_one_level_at_reviews(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot.stock.drug.policy",
            "{cover: {reorder_point: 200 d, order_up_to: 200 d}}"},
        {"sites.depot.stock.drug.review", "{weekdays: [mon]}"},
        {"sites.plant.stock.drug.initial", "1000"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, LINE, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 0.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.depot.stock.drug", "order_size"), 10.0, EXACT);
    bw_study_close(&study);
}

#define BOUGHT "{from: works, policy: {base_stock: 0}}"

/* Half a dose a day is expected, so two days of buffer raise the level to one dose. It
 * is bought at once and is there on day 1. A soft buffer serves the customers of days
 * 2, 4 and 6 at once; a hard one keeps each dose for two days, so that they wait for
 * one. */
static void test_stock_rules_hard_safety_lead_time_cannot_be_skipped(void **state)
{
    const struct bw_assignment soft[] = {
        {"time.cooldown", "9 d"}, {DOSE, BOUGHT}, {DOSE ".safety_lead_time", "2 d"}};
    const struct bw_assignment hard[] = {{"time.cooldown", "9 d"}, {DOSE, BOUGHT},
        {DOSE ".hard_safety_lead_time", "2 d"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHELF, soft, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, DOSE, "held"), 0.0, EXACT);
    bw_study_close(&study);
    bw_study_open(&study, SHELF, hard, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 1.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DOSE, BW_STAGE_HOLD), 1.0, EXACT);
    /* One dose from day 1 to 7, and from day 7 the one that was ordered on day 6. */
    bw_assert_close(bw_study_value(&study, DOSE, "held"), 7.0 / 8.0, EXACT);
    bw_study_close(&study);
}

/* Values of the unit normal loss in tables (Silver, Pyke and Thomas 2017, appendix). */
static void test_stock_rules_normal_loss_has_the_values_of_tables(void **state)
{
    (void)state;
    bw_assert_close(bw_normal_loss(0.0), 0.3989, 5e-5);
    bw_assert_close(bw_normal_loss(1.0), 0.08332, 5e-6);
    bw_assert_close(bw_normal_loss(-1.0), 1.08332, 5e-6);
    bw_assert_close(bw_normal_loss_inverse(bw_normal_loss(1.5)), 1.5, 1e-9);
    bw_assert_close(bw_normal_loss_inverse(bw_normal_loss(-2.0)), -2.0, 1e-9);
}

/* Forty a day, in Poisson demand, and 9 d of lead time, orders of 100 and a fill rate
 * of 95 %: the loss is 0.05 * 100 / 18.97 = 0.2635, so 0.338 standard deviations of
 * safety. */
static void test_stock_rules_fill_rate_is_reached(void **state)
{
    const struct bw_assignment set[] = {
        {"items.dose.shelf_life", "unlimited"},
        {DOSE,
            "{from: works, policy: {fixed_quantity: {reorder_point: 360, quantity: "
            "100}}, service_level: {fill_rate: 0.95, lead_time: 9 d, demand_sd: "
            "6.324555}, initial: 400}"},
        {"sites.works.supply.dose.lead_time", "9 d"},
        {"demand.clinic.arrivals", "{poisson: 40 /d}"},
        {"time", "{start: 2026-01-05, warmup: 100 d, horizon: 3000 d}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, SHELF, set, 5);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, DOSE, "fill_rate"), 0.95, 0.01);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stock_rules_first_expired_goes_first),
        cmocka_unit_test(test_stock_rules_lots_that_tie_go_in_order_of_arrival),
        cmocka_unit_test(test_stock_rules_trigger_says_whether_the_point_itself_orders),
        cmocka_unit_test(test_stock_rules_reviews_on_days_of_the_week),
        cmocka_unit_test(test_stock_rules_cover_up_to_one_level_at_reviews),
        cmocka_unit_test(test_stock_rules_hard_safety_lead_time_cannot_be_skipped),
        cmocka_unit_test(test_stock_rules_normal_loss_has_the_values_of_tables),
        cmocka_unit_test(test_stock_rules_fill_rate_is_reached),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
