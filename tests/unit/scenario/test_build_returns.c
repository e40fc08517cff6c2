/* SPDX-License-Identifier: Apache-2.0
 *
 * Returns and scans as scenarios write them.
 */
#include "scenario/build.h"

#include "scenario_support.h"

#include <stdio.h>

#define DEMAND "demand.clinics"
#define OLD "arrivals: {poisson: 4 /d}, size: 10}"
#define ORDERS "arrivals: {poisson: 4 /d}, "

static enum bw_status load(struct fixture *f, const char *keys)
{
    char text[512];

    (void)snprintf(text, sizeof text,
        "%s}\nledger: {vrs: {kind: none}, sure: {kind: none, mismatch: 0.1}}", keys);
    return fixture_load_changed(f, OLD, text);
}

static void test_build_returns_refuses_what_makes_no_sense(void **state)
{
    static const struct {
        const char *keys, *path, *part;
    } rows[] = {
        {ORDERS "returns: {delay: 1 d}", DEMAND ".returns", "missing key \"share\""},
        {ORDERS "returns: {share: 1.5}", DEMAND ".returns.share", "from 0 to 1"},
        {ORDERS "returns: {share: 1, to: works}", DEMAND ".returns.to",
            "works has no stock of vial"},
        {ORDERS "returns: {share: 1, to: moon}", DEMAND ".returns.to",
            "expected an id in sites"},
        {ORDERS "returns: {share: 1, resale: true, verify: sure}", DEMAND ".returns",
            "missing key \"resolver\""},
        {ORDERS "returns: {share: 1, resale: true, resolver: {time: 1 d}}",
            DEMAND ".returns", "missing key \"verify\""},
        {ORDERS "returns: {share: 1, resale: true, verify: vrs, data: {errors: 0.1}}",
            DEMAND ".returns", "missing key \"resolver\""},
        {ORDERS
            "returns: {share: 1, resale: true, inspection: {resource: desk, time: 1 "
            "h}}",
            DEMAND ".returns.inspection.resource", "resources of depot"},
        {ORDERS "returns: {share: 1}, open_vial: {doses: 5}", DEMAND ".returns",
            "customers who open vials have none"},
        {ORDERS "scan: {alerts: 0.1}", DEMAND ".scan", "missing key \"resolver\""},
        {ORDERS "scan: {alerts: 0.6, resolver: {time: 1 h}}", DEMAND ".scan.alerts",
            "at most 0.5"},
        {ORDERS "scan: {alerts: 0.1, resolver: {time: 1 h}}, open_vial: {doses: 5}",
            DEMAND ".scan", "customers who open vials have none"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(load(*state, rows[i].keys), BW_ERR_INPUT);
        fixture_expect(*state, rows[i].path, rows[i].part);
    }
}

static void test_build_returns_share_of_alerts_stays_in_its_range(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(
        fixture_load_changed(f, "demand:\n  clinics: {at: depot,",
            "changes: {wave: {at: 1 d, path: " DEMAND ".scan.alerts, to: 0.6}}\n"
            "demand:\n  clinics: {scan: {alerts: 0.1, resolver: {time: 1 "
            "h}}, at: depot,"),
        BW_ERR_INPUT);
    fixture_expect(f, "changes.wave.to", "at most 0.5");
}

static void test_build_returns_scan_is_for_goods_on_issue(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(fixture_load_changed(f, "demand:\n  clinics: {at: depot,",
                         "  post: {from: depot, to: customers, transit: 1 d}\n"
                         "demand:\n  clinics: {by: post, scan: {alerts: 0.1, resolver: "
                         "{time: 1 h}}, "
                         "at: depot,"),
        BW_ERR_INPUT);
    fixture_expect(f, DEMAND ".scan", "the customer has no lanes");
}

/* Goods of a class that ends below 15 degrees come back to be destroyed. */
static void test_build_returns_cold_goods_are_not_sold_again(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(load(f, ORDERS "returns: 0.1"), BW_OK);
    assert_true(!f->scenario->network->returns[0].resells);
    assert_true(parameter_of(f, DEMAND ".returns") == 0.1);
    assert_int_equal(load(f, ORDERS "returns: {share: 0.1, resale: true}"), BW_OK);
    assert_true(f->scenario->network->returns[0].resells);
    assert_int_equal(load(f, ORDERS "returns: {share: 0.1, verify: vrs}"), BW_OK);
    assert_true(fixture_has(f, DEMAND ".returns", "nobody looks at what comes back"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_build_returns_refuses_what_makes_no_sense,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_returns_share_of_alerts_stays_in_its_range, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_returns_scan_is_for_goods_on_issue,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_returns_cold_goods_are_not_sold_again, fixture_setup,
            fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
