/* SPDX-License-Identifier: Apache-2.0
 *
 * Goods that travel while their tests go on. Orders at days 50, 150, ..., 950 each
 * start one batch: 2 d of filling, then a test of 10 d beside 4 d of road.
 */
#include "unit.h"

#include "study.h"

#define MAKING TEST_FOLDER "/making.yaml"
#define FILL "sites.plant.make.drug.steps.fill"
#define SHIP_HELD                                                                      \
    {                                                                                  \
        "sites.plant.stock.drug.ship_held", "true"                                     \
    }
#define EXACT 1e-12

static void test_risk_held_goods_stay_unless_the_stock_lets_them_go(void **state)
{
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, NULL, 0);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 16.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.plant.stock.drug", "issued_held"), 0.0, EXACT);
    bw_study_close(&study);
}

/* They arrive 6 d after the order and wait for the test at the depot: its branch ended
 * last, so the road is charged nothing. */
static void test_risk_test_that_ends_after_arrival_is_charged_alone(void **state)
{
    const struct bw_assignment set[] = {SHIP_HELD};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 1);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_PROCESS), 2.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_TEST), 10.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.road", BW_STAGE_TRANSIT), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "make_release_time"), 12.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.plant.stock.drug", "issued_held"), 100.0, EXACT);
    bw_assert_close(bw_study_value(&study, FILL, "lost_at_risk"), 0.0, EXACT);
    bw_study_close(&study);
}

/* A test of 3 d is over on the road: the goods ended last and it is charged nothing,
 * but it is what released them. */
static void test_risk_test_that_ends_on_the_road_is_not_charged(void **state)
{
    const struct bw_assignment set[] = {SHIP_HELD, {FILL ".test.time", "3 d"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_TEST), 0.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.road", BW_STAGE_TRANSIT), 4.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "make_release_time"), 5.0, EXACT);
    bw_study_close(&study);
}

/* Vehicles for four leave on even days: the parts arrive on days 6, 8 and 10 and all
 * become usable with the test on day 12. */
static void test_risk_parts_share_the_holds_of_their_lot(void **state)
{
    const struct bw_assignment set[] = {SHIP_HELD,
        {"lanes.road.departures", "{every: 2 d}"}, {"lanes.road.capacity", "4"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time"), 12.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "flow_time_without_store"), 12.0, EXACT);
    bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_TEST), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "lanes.road", "shipments"), 30.0, EXACT);
    bw_study_close(&study);
}

/* A waiting time cannot be skipped: 2 d, 5 d of hold, 4 d of road, and the test is over
 * after 12 d, one day after arrival. */
static void test_risk_hold_keeps_goods_where_they_are(void **state)
{
    const struct bw_assignment set[] = {SHIP_HELD, {FILL ".hold", "5 d"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_study_close(&study);
    {
        const struct bw_assignment longer[] = {SHIP_HELD, {FILL ".hold", "9 d"}};

        bw_study_open(&study, MAKING, longer, 2);
        bw_study_run(&study, 1, 0);
        bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 15.0, EXACT);
        bw_assert_close(bw_study_wait(&study, FILL, BW_STAGE_HOLD), 9.0, EXACT);
        bw_assert_close(
            bw_study_wait(&study, "lanes.road", BW_STAGE_TRANSIT), 4.0, EXACT);
        bw_study_close(&study);
    }
}

/* At the customer's door they wait for the test; where customers fetch goods themselves
 * nothing held is handed over. */
static void test_risk_customers_get_nothing_that_is_held(void **state)
{
    const struct bw_assignment by_post[] = {
        SHIP_HELD, {"demand.clinics.at", "plant"}, {"demand.clinics.by", "post"}};
    const struct bw_assignment fetched[] = {SHIP_HELD, {"demand.clinics.at", "plant"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, by_post, 3);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_study_close(&study);
    bw_study_open(&study, MAKING, fetched, 2);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 12.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "sites.plant.stock.drug", "issued_held"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Orders at days 50, 150, ...; vehicles for four leave every 5 d. When half of the
 * batches fail, 12 d after the order, four boxes have arrived, four are on the road and
 * two wait for departure. All ten are wasted, and another batch is made, until one
 * passes. */
static void test_risk_failed_batch_is_destroyed_wherever_it_is(void **state)
{
    const struct bw_assignment set[] = {SHIP_HELD, {FILL ".test.reject", "0.5"},
        {"lanes.road.departures", "{every: 5 d}"}, {"lanes.road.capacity", "4"},
        {"time.horizon", "5000 d"}};
    struct bw_study study;
    double batches, rejected, orders;

    (void)state;
    bw_study_open(&study, MAKING, set, 5);
    bw_study_run(&study, 1, 0);
    orders = bw_study_value(&study, "chain", "orders");
    bw_assert_close(orders, 50.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "open_orders"), 0.0, EXACT);
    batches = bw_study_value(&study, "sites.plant.stock.drug", "orders");
    rejected = batches * bw_study_value(&study, FILL, "rejects");
    assert_true(rejected > 20.0);
    bw_assert_close(batches - rejected, orders, 1e-9);
    bw_assert_close(
        bw_study_value(&study, FILL, "lost_at_risk"), 10.0 * rejected, 1e-9);
    bw_assert_close(
        bw_study_value(&study, "chain", "waste_share"), rejected / batches, 1e-9);
    bw_study_close(&study);
}

/* One batch, ready on day 2, whose record does not match on day 3 and is in quarantine
 * for 600 d. The order of day 550 waits for it at the plant, since goods with a
 * mismatch do not leave: day 603 and 4 d of road. A record that is only open lets them
 * go. */
static void test_risk_goods_with_a_mismatch_do_not_leave(void **state)
{
    const struct bw_assignment set[] = {SHIP_HELD,
        {"ledger", "{paper: {kind: manual, time: 1 d, mismatch: 1}}"},
        {FILL, "{time: 2 d, verify: paper, resolver: {time: 600 d}}"},
        {"sites.plant.stock.drug.policy", "{periodic: {order_up_to: 10}}"},
        {"sites.plant.stock.drug.review", "{every: 10 y}"},
        {"demand.clinics.arrivals", "{every: 600 d}"}};
    const struct bw_assignment slow[] = {SHIP_HELD,
        {"ledger", "{paper: {kind: manual, time: 601 d}}"},
        {FILL, "{time: 2 d, verify: paper}"},
        {"sites.plant.stock.drug.policy", "{periodic: {order_up_to: 10}}"},
        {"sites.plant.stock.drug.review", "{every: 10 y}"},
        {"demand.clinics.arrivals", "{every: 600 d}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 57.0, EXACT);
    bw_study_close(&study);
    bw_study_open(&study, MAKING, slow, 6);
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 53.0, EXACT);
    bw_study_close(&study);
}

/* The goods are made and tested on day 12, arrive on 16 and are tested again for 3 d by
 * one tester. Of an order of 20 the second batch, out of its test on 14, arrives on 18
 * and waits for him until 19. */
static void test_risk_goods_that_arrive_are_tested_in_a_queue(void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.road.incoming_test", "{resource: bench, time: 3 d}"},
        {"sites.depot.resources", "{bench: {servers: 1}}"},
        {"demand.clinics.size", "20"}, {"demand.clinics.partial", "false"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 22.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.road", BW_STAGE_TEST), 3.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "sites.depot.resources.bench", BW_STAGE_QUEUE), 1.0,
        EXACT);
    bw_study_close(&study);
}

/* Nothing passes a tester who refuses everything, and the depot orders again. */
static void test_risk_goods_refused_on_arrival_are_waste(void **state)
{
    const struct bw_assignment set[] = {
        {"lanes.road.incoming_test", "{time: 3 d, reject: 1}"}};
    struct bw_study study;

    (void)state;
    bw_study_open(&study, MAKING, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, 1, 0);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "waste_share"), 1.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_risk_held_goods_stay_unless_the_stock_lets_them_go),
        cmocka_unit_test(test_risk_goods_that_arrive_are_tested_in_a_queue),
        cmocka_unit_test(test_risk_goods_refused_on_arrival_are_waste),
        cmocka_unit_test(test_risk_test_that_ends_after_arrival_is_charged_alone),
        cmocka_unit_test(test_risk_test_that_ends_on_the_road_is_not_charged),
        cmocka_unit_test(test_risk_parts_share_the_holds_of_their_lot),
        cmocka_unit_test(test_risk_hold_keeps_goods_where_they_are),
        cmocka_unit_test(test_risk_customers_get_nothing_that_is_held),
        cmocka_unit_test(test_risk_failed_batch_is_destroyed_wherever_it_is),
        cmocka_unit_test(test_risk_goods_with_a_mismatch_do_not_leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
