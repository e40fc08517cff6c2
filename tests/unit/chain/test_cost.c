/* SPDX-License-Identifier: Apache-2.0
 *
 * Costs: every account by hand, and that they add up.
 */
#include "unit.h"

#include "study.h"

#include <string.h>

#define EVERYTHING TEST_FOLDER "/everything.yaml"
#define SOURCING TEST_FOLDER "/sourcing.yaml"
#define EXACT 1e-9

#define RUN(study, set)                                                                \
    do {                                                                               \
        bw_study_open(&(study), SOURCING, (set), sizeof(set) / sizeof(set)[0]);        \
        bw_study_run(&(study), 1, 0);                                                  \
    } while (0)

/* Cost is the sum of its accounts in the order of the list, to the last bit. */
static void test_cost_is_the_sum_of_its_accounts_to_the_last_bit(void **state)
{
    struct bw_study study;
    const struct bw_metric_group *chain;
    double sum = 0.0;
    int accounts = 0;

    (void)state;
    bw_study_open(&study, EVERYTHING, NULL, 0);
    bw_study_run(&study, 1, 0);
    chain = &study.layout->groups[0];
    for (uint32_t i = 0; i < chain->metric_count; i++) {
        if (strncmp(chain->metrics[i].name, "cost_", 5) == 0) {
            sum += study.values[chain->offset + i];
            accounts++;
        }
    }
    assert_true(accounts > 10);
    assert_true(sum > 0.0);
    assert_true(bw_study_value(&study, "chain", "cost") == sum);
    assert_true(bw_study_value(&study, "chain", "profit")
        == bw_study_value(&study, "chain", "revenue") - sum);
    bw_study_close(&study);
}

/* What elements are charged is what the chain is charged. */
static void test_cost_of_lanes_adds_up_to_the_cost_of_transport(void **state)
{
    struct bw_study study;
    const struct bw_metric_group *lanes;
    double sum = 0.0;

    (void)state;
    bw_study_open(&study, EVERYTHING, NULL, 0);
    bw_study_run(&study, 1, 0);
    lanes = &study.layout->groups[5];
    assert_string_equal(lanes->name, "lane");
    for (uint32_t i = 0; i < lanes->element_count; i++) {
        bw_index element = lanes->elements[i];

        sum += study.values[bw_layout_metric(study.layout, element, "cost")];
    }
    assert_true(sum > 0.0);
    bw_assert_close(sum,
        bw_study_value(&study, "chain", "cost_transport")
            + bw_study_value(&study, "chain", "cost_pipeline"),
        1e-9 * sum);
    bw_study_close(&study);
}

/* A shipment of 10 boxes over 100 km: 10 and 0.5 a km, and each box 1 and 0.02 a km. */
static void test_cost_of_transport_grows_with_the_distance(void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.north-shop.distance", "100 km"},
        {"lanes.north-shop.cost", "{shipment: 10, km: 0.5, unit: 1, unit_km: 0.02}"},
        {"lanes.north-shop.co2", "{km: 1 /km, unit_km: 0.1 /unit/km}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "cost_transport"), 90.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.north-shop", "cost"), 90.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "co2"), 200.0, EXACT);
    bw_study_close(&study);
}

/* Ten boxes worth 20 each are a day on the road and two at customs, at 36.5 % a year.
 */
static void test_cost_of_the_pipeline_is_interest_on_the_way(void **state)
{
    const struct bw_assignment set[] = {
        {"items.drug.value", "20"},
        {"lanes.north-shop.customs", "2 d"},
        {"lanes.north-shop.cost", "{capital: 0.365 /y}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "cost_pipeline"), 0.6, EXACT);
    bw_study_close(&study);
}

/* Six boxes of two places each stand in the store for the 100 d. */
static void test_cost_of_storage_is_by_place_room_and_site(void **state)
{
    const struct bw_assignment set[] = {
        {"storage", "{cold: {range: [2, 8]}}"},
        {"items.drug", "{unit: box, storage: cold, space: 2}"},
        {"sites.store.storage", "{cold: {cost: {place: 0.1 /d, fixed: 1 /d}}}"},
        {"sites.store.cost", "2 /d"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(
        bw_study_value(&study, "chain", "cost_storage"), 120.0 + 100.0 + 200.0, EXACT);
    bw_study_close(&study);
}

/* The eight boxes of store and depot expire on day 50. */
static void test_cost_of_destruction_comes_on_top_of_the_value(void **state)
{
    const struct bw_assignment set[] = {
        {"items.drug", "{unit: box, shelf_life: 50 d, value: 20, destruction: 3}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "cost_waste"), 160.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_destruction"), 24.0, EXACT);
    bw_study_close(&study);
}

/* Half of twenty is lost in filling: waste, but nothing that is destroyed. The set-up
 * of the one batch costs 9. */
static void test_cost_of_making_sets_up_and_destroys_no_yield(void **state)
{
    const struct bw_assignment set[] = {
        {"items.drug", "{unit: box, value: 20, destruction: 3}"},
        {"sites.shop.stock.drug.from", "make"},
        {"sites.shop.make",
            "{drug: {batch: 20, cost: 2, steps: {fill: {setup: 1 h, "
            "time: 5 d, yield: 0.5, cost: 5, setup_cost: 9}}}}"},
        {"sites.shop.stock.drug.round", "up"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "cost_making"), 45.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_setup"), 9.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_waste"), 200.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_destruction"), 0.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.shop.make.drug.steps.fill", "cost"), 14.0, EXACT);
    bw_study_close(&study);
}

/* Due after 1 d, there after 3 d: ten boxes 2 d late at 0.5, and 7 for the order. */
static void test_cost_of_lateness_counts_units_time_and_orders(void **state)
{
    const struct bw_assignment set[] = {
        {"demand.first.due", "1 d"},
        {"demand.first.penalties", "{late: 0.5 /unit/d, late_order: 7}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "cost_lateness"), 17.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.first", "penalties"), 17.0, EXACT);
    bw_study_close(&study);
}

/* On time to the tick is not late; what is lost costs by the unit. */
static void test_cost_of_punctual_and_lost_orders(void **state)
{
    const struct bw_assignment punctual[] = {
        {"demand.first.due", "3 d"},
        {"demand.first.penalties", "{late: 0.5 /unit/d, late_order: 7}"},
    };
    const struct bw_assignment lost[] = {
        {"demand.first.unmet", "lost"},
        {"demand.first.penalties", "{lost: 4}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, punctual);
    bw_assert_close(bw_study_value(&study, "chain", "cost_lateness"), 0.0, EXACT);
    bw_study_close(&study);
    RUN(study, lost);
    bw_assert_close(bw_study_value(&study, "chain", "cost_lost_sales"), 40.0, EXACT);
    bw_study_close(&study);
}

/* Six boxes stand in the store for 100 d; ten are owed at the shop for the three days
 * of lead time and way; the record of the one shipment costs 4. */
static void test_cost_of_holding_shortage_and_records(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.store.stock.drug.costs", "{holding: 0.1 /unit/d}"},
        {"sites.shop.stock.drug.costs", "{shortage: 2 /unit/d, order: 9, unit: 0.5}"},
        {"ledger", "{book: {kind: none, cost: 4}}"},
        {"lanes.north-shop.verify", "{receive: book}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "cost_holding"), 60.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_shortage"), 60.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_ordering"), 9.0, EXACT);
    /* The price of north is 3, and half a unit's more at the shop. */
    bw_assert_close(bw_study_value(&study, "chain", "cost_purchase"), 35.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_ledger"), 4.0, EXACT);
    bw_study_close(&study);
}

/* Each check costs per attempt, the credentials per renewal. */
static void test_cost_of_onboarding_is_by_attempt_and_renewal(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.north.supply.drug.onboarding",
            "{start: 0 d, checks: {audit: {time: 1 d, cost: 5}, samples: {time: 1 d, "
            "cost: 2}}, credentials: {valid: 20 d, renew_before: 2 d, cost: 3}}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    /* Admitted on day 2, renewed on days 20, 38, 56, 74 and 92. */
    bw_assert_close(bw_study_value(&study, "chain", "cost_onboarding"), 22.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cost_is_the_sum_of_its_accounts_to_the_last_bit),
        cmocka_unit_test(test_cost_of_lanes_adds_up_to_the_cost_of_transport),
        cmocka_unit_test(test_cost_of_transport_grows_with_the_distance),
        cmocka_unit_test(test_cost_of_the_pipeline_is_interest_on_the_way),
        cmocka_unit_test(test_cost_of_storage_is_by_place_room_and_site),
        cmocka_unit_test(test_cost_of_destruction_comes_on_top_of_the_value),
        cmocka_unit_test(test_cost_of_making_sets_up_and_destroys_no_yield),
        cmocka_unit_test(test_cost_of_lateness_counts_units_time_and_orders),
        cmocka_unit_test(test_cost_of_punctual_and_lost_orders),
        cmocka_unit_test(test_cost_of_holding_shortage_and_records),
        cmocka_unit_test(test_cost_of_onboarding_is_by_attempt_and_renewal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
