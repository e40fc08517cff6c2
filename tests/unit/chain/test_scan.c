/* SPDX-License-Identifier: Apache-2.0
 *
 * Alerts of the scan at dispensing, at the stock of returns.yaml: 10 packs are ordered
 * every 60 d, at once.
 */
#include "unit.h"

#include "study.h"

#include <math.h>

#define RETURNS_FILE TEST_FOLDER "/returns.yaml"
#define SCAN "demand.pharmacies.scan"
#define STOCK "sites.wholesaler.stock.drug"
#define EXACT 1e-12

static void run_scan(struct bw_study *study, const char *scan,
    const struct bw_assignment *set, size_t count)
{
    struct bw_assignment all[8] = {
        {"demand.pharmacies.returns", "{share: 0}"}, {SCAN, scan}};

    assert_true(count < 7);
    for (size_t i = 0; i < count; i++) {
        all[i + 2] = set[i];
    }
    bw_study_open(study, RETURNS_FILE, all, count + 2);
    bw_study_run(study, 1, 0);
}

static double value(const struct bw_study *study, const char *metric)
{
    return bw_study_value(study, SCAN, metric);
}

/* Each alert waits 0.5 d for an answer and 2 d for people. The customer gets ten packs
 * at once all the same. */
static void test_scan_alert_is_served_from_another_pack(void **state)
{
    struct bw_study study;
    double alerts;

    (void)state;
    run_scan(
        &study, "{alerts: 0.5, answer: 12 h, resolver: {time: 2 d, cost: 3}}", NULL, 0);
    alerts = value(&study, "alerts");
    assert_true(alerts > 0.0);
    bw_assert_close(value(&study, "scans"), 10.0 + alerts, EXACT);
    bw_assert_close(value(&study, "released"), alerts, EXACT);
    bw_assert_close(value(&study, "destroyed"), 0.0, EXACT);
    bw_assert_close(value(&study, "held_time"), 2.5, EXACT);
    bw_assert_close(value(&study, "at_desk"), alerts * 2.5 / 100.0, EXACT);
    bw_assert_close(value(&study, "cost"), 3.0 * alerts, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), 0.0, EXACT);
    bw_study_close(&study);
}

/* One person works on the alerts one after the other; what he rejects is destroyed. */
static void test_scan_alerts_queue_for_people(void **state)
{
    struct bw_study study;
    double alerts;

    (void)state;
    run_scan(&study,
        "{alerts: 0.5, resolver: {resource: desk, time: 30 min, reject: 1}}", NULL, 0);
    alerts = value(&study, "alerts");
    bw_assert_close(
        value(&study, "held_time"), (alerts + 1.0) / 2.0 * 0.5 / 24.0, 1e-12);
    bw_assert_close(value(&study, "destroyed"), alerts, EXACT);
    bw_assert_close(bw_study_value(&study, "sites.wholesaler.resources.desk", "busy"),
        alerts * 0.5 / 24.0 / 100.0, EXACT);
    bw_assert_close(
        bw_study_value(&study, "chain", "waste_cost_quarantine"), 2.0 * alerts, EXACT);
    bw_study_close(&study);
}

/* There are ten packs: what is taken out is missing until it comes from the desk after
 * 1 d, where it may be taken out again. */
static void test_scan_makes_a_customer_wait_where_there_is_no_other_pack(void **state)
{
    const struct bw_assignment set[] = {{STOCK ".initial", "10"},
        {STOCK ".policy", "make_to_order"},
        {"sites.maker.supply.drug.lead_time", "90 d"}};
    struct bw_study study;
    double wait;

    (void)state;
    run_scan(&study, "{alerts: 0.5, resolver: {time: 1 d}}", set, 3);
    wait = bw_study_wait(&study, SCAN, BW_STAGE_QUARANTINE);
    assert_true(wait >= 1.0);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time"), wait, EXACT);
    bw_study_close(&study);
}

/* He takes nine or fewer at once and leaves after 2 d without the others, which come
 * from the desk after 10 d. */
static void test_scan_customer_waits_no_longer_than_he_does(void **state)
{
    const struct bw_assignment set[] = {{STOCK ".initial", "10"},
        {STOCK ".policy", "make_to_order"},
        {"sites.maker.supply.drug.lead_time", "90 d"},
        {"demand.pharmacies.patience", "2 d"}};
    struct bw_study study;
    double alerts;

    (void)state;
    run_scan(&study, "{alerts: 0.5, resolver: {time: 10 d}}", set, 4);
    alerts = value(&study, "alerts");
    assert_true(alerts > 0.0);
    bw_assert_close(bw_study_value(&study, "demand.pharmacies", "abandoned_share"),
        alerts / 10.0, EXACT);
    bw_assert_close(bw_study_value(&study, "chain", "delivered"), 10.0 - alerts, EXACT);
    bw_study_close(&study);
}

/* 24000 packs, 3 % of them with an alert, within five standard errors (fixed seed); the
 * same share when they come one by one. */
static void test_scan_share_does_not_depend_on_the_size_of_orders(void **state)
{
    const char *const sizes[] = {"10", "1"};
    const char *const times[] = {"{every: 1 h}", "{every: 6 min}"};
    double alerts[2];
    struct bw_study study;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        const struct bw_assignment set[] = {{"demand.pharmacies.size", sizes[i]},
            {"demand.pharmacies.arrivals", times[i]}, {STOCK ".initial", "100000"}};

        run_scan(&study, "{alerts: 0.03, resolver: {time: 1 h}}", set, 3);
        alerts[i] = value(&study, "alerts");
        bw_assert_close(value(&study, "alert_share"), 0.03, 5 * sqrt(0.03 / 24000.0));
        bw_study_close(&study);
    }
    bw_assert_close(alerts[0], alerts[1], 1.0);
}

static void test_scan_without_alerts_changes_nothing(void **state)
{
    struct bw_study study;

    (void)state;
    run_scan(&study, "{alerts: 0, resolver: {time: 1 h}}", NULL, 0);
    bw_assert_close(value(&study, "scans"), 10.0, EXACT);
    bw_assert_close(value(&study, "alerts"), 0.0, EXACT);
    bw_assert_close(bw_study_value(&study, STOCK, "on_hand"), 99.7, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scan_alert_is_served_from_another_pack),
        cmocka_unit_test(test_scan_alerts_queue_for_people),
        cmocka_unit_test(test_scan_makes_a_customer_wait_where_there_is_no_other_pack),
        cmocka_unit_test(test_scan_customer_waits_no_longer_than_he_does),
        cmocka_unit_test(test_scan_share_does_not_depend_on_the_size_of_orders),
        cmocka_unit_test(test_scan_without_alerts_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
