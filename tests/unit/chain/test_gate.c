/* SPDX-License-Identifier: Apache-2.0
 *
 * Gates of a verification. The order of day 60 is supplied on day 62, reaches the shop
 * on day 63 and leaves at once, for 4 d of post. Its record takes 2 d and never
 * matches; people clear it in 6 d.
 */
#include "unit.h"

#include "study.h"

#define GATE TEST_FOLDER "/gate.yaml"
#define VERIFY "lanes.road.verify"
#define DESK "sites.shop.resources.desk"
#define EXACT 1e-12

static void open_and_run(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, GATE, set, count);
    bw_study_run(study, 1, 0);
}

static void test_gate_hard_waits_for_record_and_clearing(void **state)
{
    const struct bw_assignment set[] = {{VERIFY, "{receive: paper}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 15.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "ledger.paper", BW_STAGE_VERIFY), 2.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DESK, BW_STAGE_QUARANTINE), 6.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "caught_up"), 0.0, EXACT);
    bw_study_close(&study);
}

/* Found on day 65, on the way; the goods are with the customer on day 67, who may use
 * them on day 71: he has waited for 4 of the 6 d. */
static void test_gate_soft_mismatch_catches_goods_in_transit(void **state)
{
    struct bw_study study;

    (void)state;
    open_and_run(&study, NULL, 0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 11.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.post", BW_STAGE_TRANSIT), 4.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DESK, BW_STAGE_QUARANTINE), 4.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "ledger.paper", BW_STAGE_VERIFY), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "caught_up"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "alerts"), 0.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "quarantine_time"), 6.0, EXACT);
    bw_study_close(&study);
}

/* Cleared on day 66, before they arrive: nobody has waited. */
static void test_gate_soft_cleared_on_the_way_costs_nothing(void **state)
{
    const struct bw_assignment set[] = {{"lanes.road.resolver.time", "1 d"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DESK, BW_STAGE_QUARANTINE), 0.0, EXACT);
    bw_study_close(&study);
}

/* A record that matches holds up nothing. */
static void test_gate_soft_match_costs_nothing(void **state)
{
    const struct bw_assignment set[] = {{"ledger.paper.mismatch", "0"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "load"), 0.01, EXACT);
    bw_study_close(&study);
}

/* Delivered on day 67, found on day 68. */
static void test_gate_soft_alert_after_delivery(void **state)
{
    const struct bw_assignment set[] = {{"ledger.paper.time", "5 d"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "alerts"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "alert_units"), 10.0, EXACT);
    bw_study_close(&study);
}

/* The van of day 64 leaves without goods that are caught in its queue on day 63.5 and
 * cleared on day 65.5; they leave on day 71. */
static void test_gate_soft_catches_goods_that_wait_for_a_vehicle(void **state)
{
    const struct bw_assignment set[] = {{"ledger.paper.time", "12 h"},
        {"lanes.post.departures", "{every: 7 d, at: 1 d}"},
        {"lanes.road.resolver.time", "2 d"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 3);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 15.0, EXACT);
    bw_assert_close(bw_study_wait(&study, "lanes.post", BW_STAGE_DISPATCH), 6.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DESK, BW_STAGE_QUARANTINE), 2.0, EXACT);
    bw_study_close(&study);
}

/* On the shelf from day 3 to day 5, in quarantine to day 8; the order of day 6 waits
 * for its end, and the units are 2 d under `store`. */
static void test_gate_soft_catches_goods_on_the_shelf(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.stock.drug.policy", "{base_stock: 10}"},
        {"demand.first.arrivals", "{every: 6 d}"}, {"time.horizon", "10 d"},
        {"lanes.road.resolver.time", "3 d"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 6.0, EXACT);
    bw_assert_close(bw_study_wait(&study, DESK, BW_STAGE_QUARANTINE), 2.0, EXACT);
    bw_study_close(&study);
}

/* All units of the window are delivered on day 12: 2 d on the shelf, 3 d in quarantine,
 * 4 d of post. */
static void test_gate_soft_quarantine_is_no_time_in_store(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.shop.stock.drug.policy", "{base_stock: 10}"},
        {"demand.first.arrivals", "{every: 6 d}"}, {"time.horizon", "13 d"},
        {"lanes.road.resolver.time", "3 d"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 4);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time"), 9.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "flow_time_without_store"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "flow_time.store"), 2.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "flow_time.quarantine"), 3.0, EXACT);
    bw_study_close(&study);
}

/* Thrown away on days 71, 82 and 93 of the window: each time the shop orders anew. */
static void test_gate_soft_rejected_goods_are_replaced(void **state)
{
    const struct bw_assignment set[] = {{"lanes.road.resolver.reject", "1"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "chain", "open_orders"), 1.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_waste"), 60.0, EXACT);
    bw_study_close(&study);
}

/* Without a record: found 2 d later by whoever compares the papers, or never. */
static void test_gate_off_reconciles_later(void **state)
{
    struct bw_assignment set[] = {
        {VERIFY, "{receive: paper, gate: off, reconcile: {after: 2 d}}"}};
    struct bw_study study;

    (void)state;
    open_and_run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 11.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "load"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "exceptions"), 1.0, EXACT);
    bw_study_close(&study);

    set[0].value = "{receive: paper, gate: off, reconcile: {after: 2 d, detects: 0}}";
    open_and_run(&study, set, 1);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 7.0, EXACT);
    bw_assert_close(bw_study_value(&study, "ledger.paper", "undetected"), 1.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gate_hard_waits_for_record_and_clearing),
        cmocka_unit_test(test_gate_soft_mismatch_catches_goods_in_transit),
        cmocka_unit_test(test_gate_soft_cleared_on_the_way_costs_nothing),
        cmocka_unit_test(test_gate_soft_match_costs_nothing),
        cmocka_unit_test(test_gate_soft_alert_after_delivery),
        cmocka_unit_test(test_gate_soft_catches_goods_that_wait_for_a_vehicle),
        cmocka_unit_test(test_gate_soft_catches_goods_on_the_shelf),
        cmocka_unit_test(test_gate_soft_quarantine_is_no_time_in_store),
        cmocka_unit_test(test_gate_soft_rejected_goods_are_replaced),
        cmocka_unit_test(test_gate_off_reconciles_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
