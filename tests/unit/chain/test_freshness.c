/* SPDX-License-Identifier: Apache-2.0
 *
 * Customers and stocks that want goods with some shelf life left.
 */
#include "unit.h"

#include "study.h"

#define FRESHNESS TEST_FOLDER "/freshness.yaml"
#define EXACT 1e-12

struct outcome {
    double hospital, clinic, expired;
};

static void expect(
    const struct bw_assignment *set, size_t count, const struct outcome *outcome)
{
    struct bw_study study;

    bw_study_open(&study, FRESHNESS, set, count);
    bw_study_run(&study, 1, 0);
    bw_assert_close(
        bw_study_value(&study, "demand.hospital", "revenue"), outcome->hospital, EXACT);
    bw_assert_close(
        bw_study_value(&study, "demand.clinic", "revenue"), outcome->clinic, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.store.stock.dose", "expired"),
        outcome->expired, EXACT);
    bw_study_close(&study);
}

/* The hospital takes four fresh doses, the clinic two old ones; three old ones expire.
 * Without a wish both take the oldest, and nothing expires. */
static void test_freshness_old_goods_are_left_for_others(void **state)
{
    const struct outcome wish = {4.0, 2.0, 3.0}, none = {4.0, 2.0, 0.0};
    const struct bw_assignment set[] = {{"demand.hospital.remaining_shelf_life", "0"}};

    (void)state;
    expect(NULL, 0, &wish);
    expect(set, 1, &none);
}

/* Seven fresh doses are asked for and five are there: the hospital waits for two, and
 * that keeps nobody from the doses that are too old for it. */
static void test_freshness_wait_for_fresh_goods_blocks_no_old_ones(void **state)
{
    const struct outcome outcome = {5.0, 2.0, 3.0};
    const struct bw_assignment set[] = {{"demand.hospital.size", "7"}};

    (void)state;
    expect(set, 1, &outcome);
}

/* A clinic that wants fresh goods too waits behind it. */
static void test_freshness_wait_blocks_others_who_want_fresh_goods(void **state)
{
    const struct outcome outcome = {0.0, 0.0, 5.0};
    const struct bw_assignment set[] = {
        {"demand.hospital.size", "7"},
        {"demand.hospital.partial", "false"},
        {"demand.clinic.remaining_shelf_life", "4 d"},
    };

    (void)state;
    expect(set, 3, &outcome);
}

/* Exactly five days are left on day 5 of a dose that expires on day 10. */
static void test_freshness_that_is_just_enough_will_do(void **state)
{
    const struct outcome outcome = {4.0, 2.0, 0.0};
    const struct bw_assignment set[] = {{"demand.hospital.arrivals", "{every: 5 d}"},
        {"sites.store.stock.dose.policy", "{periodic: {order_up_to: 0}}"},
        {"demand.clinic.size", "1"}, {"demand.clinic.price", "2"}};

    (void)state;
    expect(set, 4, &outcome);
}

/* The wish of a stock is that of its orders. */
static void test_freshness_of_a_stock_is_asked_of_its_source(void **state)
{
    const struct outcome outcome = {4.0, 2.0, 3.0};
    const struct bw_assignment set[] = {
        {"demand.hospital.at", "ward"},
        {"demand.hospital.remaining_shelf_life", "0"},
        {"sites.ward.stock.dose.remaining_shelf_life", "5 d"},
    };

    (void)state;
    expect(set, 3, &outcome);
}

/* The lift takes what keeps five days: the hospital behind it gets fresh doses, though
 * it asks for none. */
static void test_freshness_of_a_lane_is_that_of_what_goes_on_it(void **state)
{
    const struct outcome outcome = {4.0, 2.0, 3.0};
    const struct bw_assignment set[] = {
        {"demand.hospital.at", "ward"},
        {"demand.hospital.remaining_shelf_life", "0"},
        {"lanes.lift.remaining_shelf_life", "5 d"},
    };

    (void)state;
    expect(set, 3, &outcome);
}

/* Old doses may only go by the stairs, which take two days; fresh ones by the lift.
 */
static void test_freshness_decides_between_routes(void **state)
{
    struct bw_study study;
    struct bw_assignment set[] = {
        {"demand.hospital.at", "ward"},
        {"demand.hospital.remaining_shelf_life", "0"},
        {"lanes.lift.remaining_shelf_life", "5 d"},
        {"lanes.stairs", "{from: store, to: ward, transit: 2 d}"},
        {"sites.ward.stock.dose.route", "fastest"},
        {"time.cooldown", "10 d"},
    };

    (void)state;
    bw_study_open(&study, FRESHNESS, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "lanes.stairs", "shipments"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.lift", "shipments"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "demand.hospital", "lead_time"), 2.0, EXACT);
    bw_study_close(&study);
    set[1] =
        (struct bw_assignment){"sites.ward.stock.dose.remaining_shelf_life", "4 d"};
    bw_study_open(&study, FRESHNESS, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "lanes.lift", "shipments"), 1.0, EXACT);
    bw_study_close(&study);
}

/* Ten doses of day 0 leave on day 8 and are past their ten days on day 11. The store is
 * asked again: two days of supply and three of post later the clinic has its order. */
static void test_freshness_ends_on_the_way_to_the_customer(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, TEST_FOLDER "/expiry-on-the-way.yaml", NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "demand.clinic", "lead_time"), 8.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "waste_share"), 0.5, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_freshness_old_goods_are_left_for_others),
        cmocka_unit_test(test_freshness_wait_for_fresh_goods_blocks_no_old_ones),
        cmocka_unit_test(test_freshness_wait_blocks_others_who_want_fresh_goods),
        cmocka_unit_test(test_freshness_that_is_just_enough_will_do),
        cmocka_unit_test(test_freshness_of_a_stock_is_asked_of_its_source),
        cmocka_unit_test(test_freshness_of_a_lane_is_that_of_what_goes_on_it),
        cmocka_unit_test(test_freshness_decides_between_routes),
        cmocka_unit_test(test_freshness_ends_on_the_way_to_the_customer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
