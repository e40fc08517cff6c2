/* SPDX-License-Identifier: Apache-2.0
 *
 * Returns. The order of day 60, of 10 packs at 5 each, is delivered at once; all of it
 * is sent back on day 70 and arrives on day 72.
 */
#include "unit.h"

#include "study.h"

#define RETURNS_FILE TEST_FOLDER "/returns.yaml"
#define RETURNS "demand.pharmacies.returns"
#define STOCK "sites.wholesaler.stock.drug"
#define DESK "sites.wholesaler.resources.desk"
#define EXACT 1e-12

/* Opens and runs with the returns that are told. */
static void run_returns(struct bw_study *study, const char *returns,
    const struct bw_assignment *set, size_t count)
{
    struct bw_assignment all[8] = {{RETURNS, returns}};

    assert_true(count < 8);
    for (size_t i = 0; i < count; i++) {
        all[i + 1] = set[i];
    }
    bw_study_open(study, RETURNS_FILE, all, count + 1);
    bw_study_run(study, 1, 0);
}

static void check(
    const struct bw_study *study, const char *element, const char *metric, double value)
{
    bw_assert_close(bw_study_value(study, element, metric), value, EXACT);
}

/* On hand: 100, from day 60 on 90, from day 63 on 100, from day 72 on 110. */
static void test_returns_go_back_on_the_shelf_and_are_not_on_order(void **state)
{
    struct bw_study study;

    (void)state;
    run_returns(&study, "{share: 1, delay: 10 d, transit: 2 d}", NULL, 0);
    check(&study, STOCK, "on_hand", 102.5);
    check(&study, STOCK, "inventory_position", 102.8);
    check(&study, STOCK, "orders", 1.0);
    check(&study, RETURNS, "returned", 10.0);
    check(&study, RETURNS, "restocked", 10.0);
    check(&study, RETURNS, "restock_time", 0.0);
    check(&study, RETURNS, "refused_share", 0.0);
    check(&study, "chain", "revenue", 50.0);
    check(&study, "chain", "cost_returns", 50.0);
    check(&study, "chain", "delivered", 10.0);
    bw_study_close(&study);
}

/* The only ten packs go to the customer of day 20, come back on day 45 and are verified
 * on day 47, for the customer of day 40; he sends them on day 62, they arrive on day 72
 * and go to the customer of day 60 on day 74. */
static void test_returns_that_end_a_wait_are_charged(void **state)
{
    const struct bw_assignment set[] = {
        {STOCK ".policy", "{base_stock: 10}"},
        {STOCK ".initial", "10"},
        {"sites.maker.supply.drug.lead_time", "300 d"},
        {"demand.pharmacies.arrivals", "{every: 20 d}"},
        {"time.horizon", "70 d"},
        {"ledger.vrs", "{kind: manual, staff: 1, time: 2 d}"},
    };
    struct bw_study study;

    (void)state;
    run_returns(&study, "{share: 1, delay: 15 d, transit: 10 d, verify: vrs}", set, 6);
    check(&study, "chain", "lead_time", 7.0);
    bw_assert_close(bw_study_wait(&study, RETURNS, BW_STAGE_SOURCE), 2.0 / 3.0, EXACT);
    bw_assert_close(bw_study_wait(&study, RETURNS, BW_STAGE_TRANSIT), 5.0, EXACT);
    bw_assert_close(
        bw_study_wait(&study, "ledger.vrs", BW_STAGE_VERIFY), 4.0 / 3.0, EXACT);
    check(&study, RETURNS, "verification_time", 2.0);
    check(&study, "chain", "flow_excluded_share", 1.0);
    bw_study_close(&study);
}

static void test_returns_of_cold_goods_are_destroyed(void **state)
{
    const struct bw_assignment set[] = {{"items.drug.storage", "cold"}};
    struct bw_study study;

    (void)state;
    run_returns(
        &study, "{share: 1, delay: 10 d, credit_refused: 0.2, handling: 0.5}", set, 1);
    check(&study, RETURNS, "refused_resale", 10.0);
    check(&study, RETURNS, "refused_share", 1.0);
    check(&study, "chain", "waste_cost_return", 20.0);
    check(&study, "chain", "cost_returns", 10.0 * 5.0 * 0.2 + 10.0 * 0.5);
    bw_study_close(&study);
    run_returns(&study, "{share: 1, delay: 10 d, resale: true}", set, 1);
    check(&study, RETURNS, "restocked", 10.0);
    bw_study_close(&study);
}

/* The goods of day 0 keep until day 75; on day 72 they have 3 d left. */
static void test_returns_keep_their_date_of_expiry(void **state)
{
    const struct bw_assignment set[] = {{"items.drug.shelf_life", "75 d"}};
    struct bw_study study;

    (void)state;
    run_returns(&study,
        "{share: 1, delay: 10 d, transit: 2 d, remaining_shelf_life: 5 d}", set, 1);
    check(&study, RETURNS, "refused_age", 10.0);
    check(&study, STOCK, "expired", 90.0);
    bw_study_close(&study);
    run_returns(&study,
        "{share: 1, delay: 10 d, transit: 2 d, remaining_shelf_life: 2 d}", set, 1);
    check(&study, RETURNS, "restocked", 10.0);
    check(&study, STOCK, "expired", 100.0);
    bw_study_close(&study);
}

/* The inspection takes until day 74, when 1 d is left. */
static void test_returns_can_become_too_old_at_the_desk(void **state)
{
    const struct bw_assignment set[] = {{"items.drug.shelf_life", "75 d"}};
    struct bw_study study;

    (void)state;
    run_returns(&study,
        "{share: 1, delay: 10 d, transit: 2 d, remaining_shelf_life: 2 d, inspection: "
        "{time: 2 d}}",
        set, 1);
    check(&study, RETURNS, "refused_age", 10.0);
    check(&study, RETURNS, "refused_condition", 0.0);
    check(&study, RETURNS, "at_desk", 10.0 * 2.0 / 100.0);
    bw_study_close(&study);
}

static void test_returns_that_fail_the_inspection_are_destroyed(void **state)
{
    struct bw_study study;

    (void)state;
    run_returns(&study,
        "{share: 1, delay: 10 d, inspection: {resource: inspector, time: 1 d, reject: "
        "1, cost: 7}}",
        NULL, 0);
    check(&study, RETURNS, "refused_condition", 10.0);
    check(&study, RETURNS, "restocked", 0.0);
    check(&study, RETURNS, "cost", 7.0);
    check(&study, "sites.wholesaler.resources.inspector", "busy", 0.01);
    bw_study_close(&study);
}

/* No answer within 24 h, then 2 d of people, then 4 d for the record that is sent. The
 * inspection runs beside. */
static void test_returns_without_an_answer_are_investigated(void **state)
{
    const struct bw_assignment set[] = {
        {"ledger.vrs", "{kind: manual, staff: 1, time: 4 d}"}};
    struct bw_study study;

    (void)state;
    run_returns(&study,
        "{share: 1, delay: 10 d, inspection: {time: 5 d}, verify: vrs, data: {errors: "
        "1, classes: {no_record: 1}}, resolver: {resource: desk, time: 2 d, correct: "
        "1, cost: 9}}",
        set, 1);
    check(&study, RETURNS, "verification_time", 7.0);
    check(&study, RETURNS, "restock_time", 7.0);
    check(&study, RETURNS, "at_desk", 10.0 * 7.0 / 100.0);
    check(&study, "ledger.vrs", "cases", 1.0);
    check(&study, "ledger.vrs", "errors_no_record", 1.0);
    check(&study, "ledger.vrs", "quarantine_time", 2.0);
    check(&study, "chain", "cost_ledger", 9.0);
    bw_study_close(&study);
}

static void test_returns_with_wrong_data_are_destroyed_or_missed(void **state)
{
    struct bw_study study;

    (void)state;
    run_returns(&study,
        "{share: 1, delay: 10 d, verify: vrs, data: {errors: 1, delay: 6 h}, resolver: "
        "{time: 1 d, reject: 1}}",
        NULL, 0);
    check(&study, RETURNS, "refused_record", 10.0);
    check(&study, RETURNS, "verification_time", 1.25);
    check(&study, "chain", "waste_cost_return", 20.0);
    bw_study_close(&study);
    run_returns(&study,
        "{share: 1, delay: 10 d, verify: {ledger: vrs, misses: 1}, data: {errors: 1, "
        "delay: 6 h}, resolver: {time: 1 d, reject: 1}}",
        NULL, 0);
    check(&study, RETURNS, "restocked", 10.0);
    check(&study, RETURNS, "missed", 10.0);
    check(&study, RETURNS, "restock_time", 0.25);
    check(&study, "ledger.vrs", "undetected", 1.0);
    bw_study_close(&study);
    /* Where nobody checks, papers are compared after a day, and no check misses. */
    run_returns(&study,
        "{share: 1, delay: 10 d, verify: {ledger: vrs, gate: off, misses: 1, "
        "reconcile: "
        "{after: 1 d, detects: 1}}, data: {errors: 1}, resolver: {time: 1 d}}",
        NULL, 0);
    check(&study, RETURNS, "missed", 0.0);
    check(&study, "ledger.vrs", "undetected", 0.0);
    bw_study_close(&study);
}

/* Inspected and destroyed on day 71; the answer comes on day 72. */
static void test_returns_count_the_answer_for_goods_that_are_gone(void **state)
{
    const struct bw_assignment set[] = {
        {"ledger.vrs", "{kind: manual, staff: 1, time: 2 d}"}};
    struct bw_study study;

    (void)state;
    run_returns(&study,
        "{share: 1, delay: 10 d, verify: vrs, inspection: {time: 1 d, reject: 1}}", set,
        1);
    check(&study, RETURNS, "refused_condition", 10.0);
    check(&study, RETURNS, "verification_time", 2.0);
    bw_study_close(&study);
}

/* On the shelf on day 70, caught there on day 72 and destroyed on day 73. */
static void test_returns_behind_a_soft_gate_are_caught_in_stock(void **state)
{
    const struct bw_assignment set[] = {
        {"ledger.vrs", "{kind: manual, staff: 1, time: 2 d}"}};
    struct bw_study study;

    (void)state;
    run_returns(&study,
        "{share: 1, delay: 10 d, verify: {ledger: vrs, gate: soft}, data: {errors: 1}, "
        "resolver: {time: 1 d, reject: 1}}",
        set, 1);
    check(&study, RETURNS, "restocked", 10.0);
    check(&study, RETURNS, "restock_time", 0.0);
    check(&study, "ledger.vrs", "caught_up", 1.0);
    check(&study, STOCK, "held", 10.0 / 100.0);
    check(&study, "chain", "waste_cost_return", 20.0);
    bw_study_close(&study);
}

/* Four packs are delivered on day 60, six on day 63; of the five that come back two
 * belong to the first. */
static void test_returns_of_an_order_in_parts_come_in_parts(void **state)
{
    const struct bw_assignment set[] = {
        {STOCK ".initial", "4"}, {STOCK ".policy", "make_to_order"}};
    struct bw_study study;

    (void)state;
    run_returns(&study, "{share: 1, size: 0.5, delay: 20 d}", set, 2);
    check(&study, RETURNS, "returns", 2.0);
    check(&study, RETURNS, "returned", 5.0);
    check(&study, STOCK, "on_hand", (4 * 60.0 + 2 * 20.0 + 3 * 17.0) / 100.0);
    bw_study_close(&study);
}

/* 2400 orders of one pack, of which a tenth by tenth comes back at once: within five
 * standard errors of a binomial number (fixed seed). */
static void test_returns_keep_the_mean_of_small_orders(void **state)
{
    const struct bw_assignment set[] = {{"demand.pharmacies.arrivals", "{every: 1 h}"},
        {"demand.pharmacies.size", "1"}};
    struct bw_study study;

    (void)state;
    run_returns(&study, "{share: 0.5, size: 0.2}", set, 2);
    bw_assert_close(bw_study_value(&study, RETURNS, "returned"), 0.1 * 2400, 5 * 14.7);
    check(&study, "chain", "delivered", 2399.0);
    bw_study_close(&study);
}

/* Nothing comes back from day 30 on. */
static void test_returns_share_changes_by_date(void **state)
{
    const struct bw_assignment set[] = {{"demand.pharmacies.arrivals", "{every: 20 d}"},
        {"changes", "{stop: {at: 30 d, path: " RETURNS ".share, to: 0}}"}};
    struct bw_study study;

    (void)state;
    run_returns(&study, "{share: 1}", set, 2);
    check(&study, RETURNS, "returned", 10.0);
    bw_study_close(&study);
}

/* Goods go to the stock of another site. */
static void test_returns_can_go_to_another_site(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.centre",
            "{stock: {drug: {from: maker, by: side, policy: {base_stock: 1}, initial: "
            "1}}}"},
        {"lanes.side", "{from: maker, to: centre, transit: 1 d}"}};
    struct bw_study study;

    (void)state;
    run_returns(&study, "{share: 1, delay: 10 d, to: centre}", set, 2);
    check(&study, "sites.centre.stock.drug", "on_hand", 1.0 + 10.0 * 30.0 / 100.0);
    check(&study, STOCK, "orders", 1.0);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_returns_go_back_on_the_shelf_and_are_not_on_order),
        cmocka_unit_test(test_returns_that_end_a_wait_are_charged),
        cmocka_unit_test(test_returns_of_cold_goods_are_destroyed),
        cmocka_unit_test(test_returns_keep_their_date_of_expiry),
        cmocka_unit_test(test_returns_can_become_too_old_at_the_desk),
        cmocka_unit_test(test_returns_that_fail_the_inspection_are_destroyed),
        cmocka_unit_test(test_returns_without_an_answer_are_investigated),
        cmocka_unit_test(test_returns_with_wrong_data_are_destroyed_or_missed),
        cmocka_unit_test(test_returns_count_the_answer_for_goods_that_are_gone),
        cmocka_unit_test(test_returns_behind_a_soft_gate_are_caught_in_stock),
        cmocka_unit_test(test_returns_of_an_order_in_parts_come_in_parts),
        cmocka_unit_test(test_returns_keep_the_mean_of_small_orders),
        cmocka_unit_test(test_returns_share_changes_by_date),
        cmocka_unit_test(test_returns_can_go_to_another_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
