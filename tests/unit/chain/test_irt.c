/* SPDX-License-Identifier: Apache-2.0
 *
 * Resupply of clinical kits: buffers, predictions, and orders by date.
 */
#include "unit.h"

#include "study.h"

#define IRT TEST_FOLDER "/irt.yaml"
#define ONE "trials.one"
#define DRUG "sites.berlin.stock.drug"
#define PLACEBO "sites.berlin.stock.placebo"
#define DEPOT "sites.depot.stock.drug"
#define EXACT 1e-9

static void run(struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, IRT, set, count);
    bw_study_run(study, 1, 0);
}

/* Nobody comes: three kits are ordered when the site opens on day 10, and stay. */
static void test_irt_fills_the_buffer_when_the_site_opens(void **state)
{
    struct bw_study study;

    (void)state;
    run(&study, NULL, 0);
    bw_assert_close(bw_study_value(&study, DRUG, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, DRUG, "order_size"), 3.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, DRUG, "on_hand"), 3.0 * 188.0 / 200.0, EXACT);
    bw_assert_close(bw_study_value(&study, ONE, "packaged"), 12.0, EXACT);
    bw_study_close(&study);
}

static void test_irt_orders_nothing_before_the_site_opens(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".countries.europe.activation", "199.5 d"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, DRUG, "orders"), 0.0, EXACT);
    bw_study_close(&study);
}

/* A hundred patients a day are expected, and forty let in: 10 of each arm and site, who
 * want 1 + (30 - 28) / 30 kits within 30 days, on top of three: 13.67. */
static void test_irt_predicts_patients_to_come(void **state)
{
    const struct bw_assignment set[] = {
        {"time.horizon", "11 d"}, {"time.cooldown", "0 d"}, {ONE ".rate", "100 /d"}};
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, DRUG, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, DRUG, "order_size"), 14.0, EXACT);
    bw_assert_close(bw_study_value(&study, PLACEBO, "order_size"), 14.0, EXACT);
    bw_study_close(&study);
}

/* What is predicted of patients who are known is exact: each gets his kits in time, and
 * only what was ordered for patients who went elsewhere is left. */
static void test_irt_serves_the_visits_of_known_patients(void **state)
{
    const struct bw_assignment set[] = {{ONE ".rate", "100 /d"}};
    struct bw_study study;
    double left;

    (void)state;
    run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, ONE, "missed_dispensing"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, ONE, "dispensed"), 120.0, EXACT);
    left = bw_study_value(&study, ONE, "packaged") - 120.0;
    assert_true(left >= 0.0 && left < 16.0);
    bw_study_close(&study);
}

/* The rate is gamma with mean 1 a day and shape 1, and the site opens with the review:
 * 28 patients are expected in 28 days, 14 of each arm. */
static void test_irt_expects_the_mean_rate_of_a_new_site(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".rate", "{gamma: {mean: 1 /d, cv: 1}}"},
        {ONE ".patients", "4000"},
        {ONE ".countries.europe.activation", "0 d"},
        {"sites.*.stock.*.policy.irt", "{short_window: 3 d, window: 28 d}"},
        {"time.horizon", "1 h"},
        {"time.cooldown", "0 d"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 6);
    bw_assert_close(bw_study_value(&study, DRUG, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, DRUG, "order_size"), 14.0, EXACT);
    bw_study_close(&study);
}

/* Placebo is above its trigger of 0 and is ordered only for company. */
static void test_irt_orders_all_kits_of_a_site_together(void **state)
{
    struct bw_assignment set[] = {
        {PLACEBO ".policy.irt", "{max: 5, short_window: 3 d, window: 30 d}"},
        {PLACEBO ".initial", "3"},
        {DRUG ".policy.irt.together", "true"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, PLACEBO, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, PLACEBO, "order_size"), 2.0, EXACT);
    bw_study_close(&study);
    set[2].value = "false";
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, PLACEBO, "orders"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Kits keep for 40 days and must have 31 left when they are dispensed: with three days
 * to a resupply, those that have less than 34 left do not count from day 7 on. */
static void test_irt_does_not_count_kits_that_are_too_old(void **state)
{
    const struct bw_assignment set[] = {
        {"items.drug.shelf_life", "40 d"},
        {DRUG ".initial", "3"},
        {ONE ".dispensing.remaining_shelf_life", "31 d"},
        {ONE ".countries.europe.activation", "0 d"},
        {"items.placebo.shelf_life", "400 d"},
        {"time.horizon", "9 d"},
        {"time.cooldown", "0 d"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 7);
    bw_assert_close(bw_study_value(&study, DRUG, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, DRUG, "order_size"), 3.0, EXACT);
    /* Ordered on day 7, there on day 9. */
    bw_assert_close(bw_study_value(&study, DRUG, "on_hand"), 3.0, EXACT);
    bw_study_close(&study);
}

/* The arm is dropped: nobody will want its kits, and the buffer is not kept up. */
static void test_irt_forgets_the_kits_of_a_dropped_arm(void **state)
{
    const struct bw_assignment set[] = {
        {ONE ".rate", "100 /d"},
        {ONE ".patients", "4000"},
        {ONE ".interims", "{look: {at: 5 d, drop: active, treated: stop}}"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, DRUG, "orders"), 0.0, EXACT);
    assert_true(bw_study_value(&study, PLACEBO, "orders") > 0.0);
    bw_study_close(&study);
}

/* A depot that both sites draw on holds the kits of both for 30 days. */
static void test_irt_depot_predicts_for_its_sites(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.depot",
            "{stock: {drug: {from: works, policy: {irt: {min: 0, max: 0, short_window: "
            "3 "
            "d, window: 30 d}}, review: {every: 1 d}}, placebo: {from: works, policy: "
            "{base_stock: 900}}}}"},
        {"sites.berlin.stock.*.from", "depot"},
        {"sites.lyon.stock.*.from", "depot"},
        {"lanes",
            "{a: {from: depot, to: berlin, transit: 1 d}, b: {from: depot, to: "
            "lyon, transit: 1 d}}"},
        {ONE ".rate", "100 /d"},
        {"time.horizon", "10.5 d"},
        {"time.cooldown", "0 d"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 7);
    /* 40 patients, half of them: 20 * (1 + 2 / 30) = 21.33. In the same instant the
     * sites ask it for 14 each, after its review. */
    bw_assert_close(
        bw_study_value(&study, "sites.depot.stock.drug", "orders"), 1.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.depot.stock.drug", "order_size"), 21.0, EXACT);
    bw_study_close(&study);
}

/* Orders by date: 200 on day 0 and 100 on day 50, which keep for 20 and 200 days. */
static void test_planned_orders_come_by_date_with_their_shelf_life(void **state)
{
    const struct bw_assignment set[] = {
        {"items.drug.shelf_life", "300 d"},
        {DRUG ".policy",
            "{planned: {scale: 2, orders: {a: {at: 0 d, quantity: 100, shelf_life: 20 "
            "d}, b: {at: 2026-02-24, quantity: 50, shelf_life: 200 d}}}}"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 2);
    bw_assert_close(bw_study_value(&study, DRUG, "orders"), 2.0, EXACT);
    bw_assert_close(bw_study_value(&study, DRUG, "order_size"), 150.0, EXACT);
    bw_assert_close(bw_study_value(&study, DRUG, "expired"), 200.0, EXACT);
    bw_assert_close(bw_study_value(&study, DRUG, "on_hand"),
        (200.0 * 20.0 + 100.0 * 148.0) / 200.0, EXACT);
    bw_study_close(&study);
}

/* Stocks of ten at both sites; on day 5 the depot orders what is missing for forty
 * patients, of whom none has come: 40 x 3 / 2 of a type, a tenth more, less the 20 that
 * are there; or half of it. On day 100 all have had their last visit: nothing. */
static void test_irt_need_sizes_an_order_by_what_is_left(void **state)
{
    struct bw_assignment set[] = {
        {"sites.berlin.stock.*.initial", "10"},
        {"sites.lyon.stock.*.initial", "10"},
        {"sites.depot",
            "{stock: {drug: {from: works, policy: {planned: {orders: {only: {at: 5 d, "
            "need: 0.1}, late: {at: 100 d, need: 0.1}}}}}}}"},
        {ONE ".rate", "100 /d"},
    };
    struct bw_study study;

    (void)state;
    run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, DEPOT, "orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, DEPOT, "order_size"), 46.0, EXACT);
    bw_study_close(&study);
    set[2].value =
        "{stock: {drug: {from: works, policy: {planned: {orders: {only: {at: "
        "5 d, need: {overage: 0.1, share: 0.5}}}}}}}}";
    run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, DEPOT, "order_size"), 23.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_irt_fills_the_buffer_when_the_site_opens),
        cmocka_unit_test(test_irt_orders_nothing_before_the_site_opens),
        cmocka_unit_test(test_irt_predicts_patients_to_come),
        cmocka_unit_test(test_irt_serves_the_visits_of_known_patients),
        cmocka_unit_test(test_irt_expects_the_mean_rate_of_a_new_site),
        cmocka_unit_test(test_irt_orders_all_kits_of_a_site_together),
        cmocka_unit_test(test_irt_does_not_count_kits_that_are_too_old),
        cmocka_unit_test(test_irt_forgets_the_kits_of_a_dropped_arm),
        cmocka_unit_test(test_irt_depot_predicts_for_its_sites),
        cmocka_unit_test(test_irt_need_sizes_an_order_by_what_is_left),
        cmocka_unit_test(test_planned_orders_come_by_date_with_their_shelf_life),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
