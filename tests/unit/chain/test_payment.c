/* SPDX-License-Identifier: Apache-2.0
 *
 * Contracts that pay for milestones: amounts and days by hand, and what stops while
 * something is overdue.
 */
#include "unit.h"

#include "study.h"

#define CONTRACT TEST_FOLDER "/contract.yaml"
#define PAY "contracts.pay"
#define EXACT 1e-9

static void run(struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, CONTRACT, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN(study, set) run(&(study), (set), sizeof(set) / sizeof(set)[0])

static double value(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, PAY, metric);
}

/* Bills of 100 on days 0, 20, 40, 60 and 80: 10 % are retained to day 90, the rest is
 * paid 30 days after; those of days 80 and on are still due. Balance: five times 90
 * for 30 days but that of day 80 for 20 only, and 10 each from its day to day 90. */
static void test_payment_by_terms_and_holdback(void **state)
{
    const struct bw_assignment set[] = {
        {PAY,
            "{kind: milestones, milestones: {fee: {every: 20 d, amount: 100}}, "
            "payment: {terms: 30 d, holdback: {share: 0.1, until: 90 d}}}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(value(&study, "billed"), 500.0, EXACT);
    bw_assert_close(value(&study, "paid"), 4.0 * 90.0 + 50.0, EXACT);
    bw_assert_close(value(&study, "payment_delay"), 30.0, EXACT);
    bw_assert_close(value(&study, "late_share"), 0.0, EXACT);
    bw_assert_close(value(&study, "retained"),
        10.0 * (90.0 + 70.0 + 50.0 + 30.0 + 10.0) / 100.0, EXACT);
    bw_assert_close(value(&study, "balance"),
        (90.0 * (4.0 * 30.0 + 20.0) + 10.0 * 250.0) / 100.0, EXACT);
    bw_assert_close(
        value(&study, "days_sales_outstanding"), value(&study, "balance") / 5.0, EXACT);
    bw_assert_close(value(&study, "cost"), 410.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "cost_contracts"), 410.0, EXACT);
    bw_study_close(&study);
}

/* A milestone is true on day 10, its data a day late, confirmed 2 d after that and
 * logged in 12 h: due on day 13.5 + 20, paid 35 d after confirmation, with 15 d of fees
 * at a tenth a year. */
static void test_payment_runs_from_confirmation(void **state)
{
    const struct bw_assignment set[] = {
        {PAY,
            "{kind: milestones, ledger: book, "
            "validators: {of: 3, need: 2, time: 2 d, effort: 1 h}, "
            "milestones: {site: {at: 10 d, amount: 730, late: 1 d}}, "
            "payment: {terms: 20 d, pays: 35 d, late_fee: 0.1 /y}}"},
        {"ledger.book", "{kind: manual, time: 12 h}"},
        {"contracts.opening", "null"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(value(&study, "payment_delay"), 3.5 + 35.0, EXACT);
    bw_assert_close(value(&study, "late_share"), 1.0, EXACT);
    bw_assert_close(value(&study, "late_fees"), 730.0 * 0.1 * 15.0 / 365.0, EXACT);
    bw_assert_close(value(&study, "paid"), 730.0, EXACT);
    bw_assert_close(value(&study, "cost"), 733.0, EXACT);
    bw_assert_close(value(&study, "staff_hours"), 2.0, EXACT);
    bw_assert_close(value(&study, "confirmation_time"), 3.5, EXACT);
    bw_assert_close(value(&study, "stopped_share"), 0.15, EXACT);
    bw_study_close(&study);
}

/* The carrier is paid 50 and 2 per kit for each shipment, of one kit a day; those that
 * take longer than 12 h, all, at 30 % less. */
static void test_payment_follows_shipments(void **state)
{
    const struct bw_assignment set[] = {
        {PAY,
            "{kind: milestones, milestones: {delivery: {lane: road, amount: 50, "
            "per_unit: 2, penalty: {later_than: 12 h, share: 0.3}}}, "
            "payment: {terms: 0}}"},
    };
    struct bw_study study;
    double shipments;

    (void)state;
    RUN(study, set);
    shipments = bw_study_value(&study, "lanes.road", "shipments") - 1.0;
    assert_true(shipments > 90.0);
    bw_assert_close(value(&study, "billed"), 52.0 * shipments, EXACT);
    bw_assert_close(value(&study, "deductions"), 0.3 * 52.0 * shipments, 1e-6);
    bw_assert_close(value(&study, "paid"), 0.7 * 52.0 * shipments, 1e-6);
    bw_assert_close(value(&study, "balance"), 0.0, EXACT);
    bw_study_close(&study);
}

/* An overdue payment of the supplier: billed on day 0, due on day 2, paid on day 9. The
 * kit that is ordered on day 0.5 is ready on day 3.5 and leaves on day 9. */
static void test_payment_overdue_stops_the_next_shipment(void **state)
{
    struct bw_assignment set[] = {
        {PAY,
            "{kind: milestones, milestones: {fee: {at: 0, amount: 10}}, "
            "payment: {terms: 2 d, pays: 9 d}}"},
        {"sites.works.supply.kit.contracts", "pay"},
        {"sites.depot.stock.kit.policy", "make_to_order"},
        {"sites.depot.stock.kit.initial", "0"},
        {"demand.clinic.arrivals", "{periodic: {every: 1000 d, at: 12 h}}"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 9.5, EXACT);
    bw_assert_close(bw_study_wait(&study, PAY, BW_STAGE_BLOCKED), 5.5, EXACT);
    bw_assert_close(value(&study, "stopped_share"), 0.07, EXACT);
    bw_study_close(&study);
    set[0].value = "{kind: milestones, milestones: {fee: {at: 0, amount: 10}}, "
                   "payment: {terms: 2 d, pays: 9 d, overdue: go}}";
    RUN(study, set);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 4.0, EXACT);
    bw_assert_close(value(&study, "late_share"), 1.0, EXACT);
    bw_study_close(&study);
}

/* A fifth of the claims is disputed for 10 d in the mean and cut by half; a quarter
 * costs twice as much. */
static void test_payment_disputes_and_tiers(void **state)
{
    const struct bw_assignment set[] = {
        {PAY,
            "{kind: milestones, milestones: {visit: {every: 1 h, amount: 10}}, "
            "payment: {terms: 5 d, disputes: {probability: 0.2, time: {exponential: "
            "{mean: 10 d}}, cut: 0.5}, tiers: {high: {share: 1, factor: 2}, low: "
            "{share: 3, factor: 1}}}}"},
        {"time.horizon", "2000 d"},
    };
    const double claims = 48000.0;
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(value(&study, "steps"), claims, EXACT);
    bw_assert_close(value(&study, "billed") / claims, 12.5, 0.1);
    bw_assert_close(value(&study, "dispute_share"), 0.2, 0.008);
    bw_assert_close(value(&study, "dispute_time"), 10.0, 0.4);
    bw_assert_close(value(&study, "deductions") / claims, 12.5 * 0.2 * 0.5, 0.06);
    bw_assert_close(value(&study, "payment_delay"), 5.0 + 0.2 * 10.0, 0.15);
    bw_study_close(&study);
}

/* A contract pays when a case of another one comes into force, on day 10 each. */
static void test_payment_follows_another_contract(void **state)
{
    const struct bw_assignment set[] = {
        {PAY,
            "{kind: milestones, milestones: {ready: {contract: opening, amount: "
            "1500}, goods: {supply: works.kit, per_unit: 3}}, payment: {terms: 0}}"},
        {"contracts.opening.cases", "4"},
    };
    struct bw_study study;

    (void)state;
    RUN(study, set);
    bw_assert_close(value(&study, "paid"),
        6000.0 + 3.0 * bw_study_value(&study, "sites.works.supply.kit", "delivered"),
        1e-6);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_payment_by_terms_and_holdback),
        cmocka_unit_test(test_payment_runs_from_confirmation),
        cmocka_unit_test(test_payment_follows_shipments),
        cmocka_unit_test(test_payment_overdue_stops_the_next_shipment),
        cmocka_unit_test(test_payment_disputes_and_tiers),
        cmocka_unit_test(test_payment_follows_another_contract),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
