/* SPDX-License-Identifier: Apache-2.0
 *
 * Stocks with several sources: how they are written, sorted and refused.
 */
#include "scenario_support.h"

#include <stdio.h>
#include <string.h>

#define LIPID "lipid: {from: works, policy"
#define MORE                                                                           \
    "  farm: {supply: {lipid: {lead_time: 9 d}}}\n"                                    \
    "  mill: {supply: {lipid: {lead_time: 1 d}}}\n"                                    \
    "lanes:\n"

/* Loads the small scenario with two more suppliers and another lipid stock. */
static enum bw_status load(struct fixture *f, const char *lipid)
{
    char text[4096];
    const char *at = strstr(small_scenario, LIPID);
    const char *lanes = strstr(small_scenario, "lanes:\n");
    assert_non_null(at);
    assert_non_null(lanes);
    (void)snprintf(text, sizeof text, "%.*slipid: {%s, policy%.*s" MORE "%s",
        (int)(at - small_scenario), small_scenario, lipid,
        (int)(lanes - at - (long)strlen(LIPID)), at + strlen(LIPID),
        lanes + strlen("lanes:\n"));
    return fixture_load(f, text);
}

static const struct bw_stock *lipid_of(const struct fixture *f)
{
    return &f->scenario->network->stocks[index_of(f, "sites.plant.stock.lipid")];
}

/* Number of the supply that source i of the lipid stock is. */
static bw_index supply_of(const struct fixture *f, uint32_t i)
{
    const struct bw_network *network = f->scenario->network;
    return network->sources[lipid_of(f)->first_source + i].index;
}

static void test_build_sources_keep_the_order_of_a_list(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f, "from: [works, mill, farm]"), BW_OK);
    fixture_expect_none(f);
    assert_int_equal(lipid_of(f)->source_count, 3);
    assert_int_equal(supply_of(f, 0), index_of(f, "sites.works.supply.lipid"));
    assert_int_equal(supply_of(f, 1), index_of(f, "sites.mill.supply.lipid"));
    assert_int_equal(supply_of(f, 2), index_of(f, "sites.farm.supply.lipid"));
}

static void test_build_sources_are_sorted_by_priority_then_as_written(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load(f,
                         "from: {works: {priority: 5}, mill: {}, farm: {priority: 2, "
                         "price: 3}}, source: cheapest"),
        BW_OK);
    fixture_expect_none(f);
    /* mill is second as written, and farm has the same rank. */
    assert_int_equal(supply_of(f, 0), index_of(f, "sites.mill.supply.lipid"));
    assert_int_equal(supply_of(f, 1), index_of(f, "sites.farm.supply.lipid"));
    assert_int_equal(supply_of(f, 2), index_of(f, "sites.works.supply.lipid"));
    assert_int_equal(lipid_of(f)->source_rule, BW_SOURCE_CHEAPEST);
    assert_true(
        f->scenario->network->sources[lipid_of(f)->first_source + 1].price == 3.0);
}

static void test_build_sources_register_their_shares(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        load(f, "from: {works: {share: 0.7}, mill: {}}, source: split"), BW_OK);
    fixture_expect_none(f);
    assert_true(parameter_of(f, "sites.plant.stock.lipid.from.works.share") == 0.7);
    assert_true(parameter_of(f, "sites.plant.stock.lipid.from.mill.share") == 1.0);
}

static void test_build_sources_refuses_what_has_no_effect_or_sense(void **state)
{
    static const struct {
        const char *lipid, *path, *part;
    } rows[] = {
        {"from: [works, works]", "from.1", "named twice"},
        {"from: [works, wroks]", "from.1", "did you mean \"works\""},
        {"from: {works: {}, wroks: {}}", "from.wroks", "did you mean \"works\""},
        {"from: [works, depot]", "from.1", "neither a stock nor a supply of lipid"},
        {"from: [works, make]", "from.1", "no recipe under \"make\""},
        {"from: {works: {}, make: {}}", "from.make", "no recipe under \"make\""},
        {"from: {works: {shares: 1}}", "from.works.shares", "did you mean \"share\""},
        {"from: [works, mill], by: road", "by", "of several sources each has its own"},
        {"from: works, source: split", "source", "several sources"},
        {"from: works, reallocate: true", "reallocate", "several sources"},
        {"from: [works, mill], source: split, choose: once", "choose", "a split"},
        {"from: {works: {share: 0}, mill: {share: 0}}, source: split", "from",
            "a share above 0"},
        {"from: []", "from", "expected an id"},
        {"from: {}", "from", "expected an id"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "sites.plant.stock.lipid.%s", rows[i].path);
        assert_int_equal(load(f, rows[i].lipid), BW_ERR_INPUT);
        fixture_expect(f, path, rows[i].part);
    }
}

/* A list, a mapping and a single id replace each other; mappings merge. */
static void test_build_sources_can_be_set_by_path(void **state)
{
    const struct bw_assignment set[] = {
        {"sites.plant.stock.lipid.from", "{works: {share: 2}}"},
        {"sites.plant.stock.lipid.from.works.share", "3"},
    };
    struct fixture *f = *state;
    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_OK);
    fixture_expect_none(f);
    assert_true(parameter_of(f, "sites.plant.stock.lipid.from.works.share") == 3.0);
}

static void test_build_sources_reads_the_sizes_of_suppliers(void **state)
{
    static const struct {
        const char *supply;
        int64_t minimum, multiple, maximum;
    } rows[] = {
        {"{lead_time: 5 d}", 0, 1, BW_UNLIMITED},
        {"{lead_time: 5 d, minimum: 6, multiple: 4, maximum: 11}", 6, 4, 8},
        {"{lead_time: 5 d, maximum: 7}", 0, 1, 7},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(
            fixture_load_changed(f, "{lead_time: 5 d}", rows[i].supply), BW_OK);
        fixture_expect_none(f);
        const struct bw_supply *supply = &f->scenario->network->supplies[0];
        assert_int_equal(supply->minimum, rows[i].minimum);
        assert_int_equal(supply->multiple, rows[i].multiple);
        assert_true(supply->maximum == rows[i].maximum);
        assert_int_equal(supply->capacity, BW_NONE);
    }
}

static void test_build_sources_refuses_sizes_that_cannot_be(void **state)
{
    static const struct {
        const char *supply, *path, *part;
    } rows[] = {
        {"{lead_time: 5 d, minimum: 9, multiple: 4, maximum: 11}", "maximum",
            "not below the minimum"},
        {"{lead_time: 5 d, multiple: 4, maximum: 3}", "maximum", "not below"},
        {"{lead_time: 5 d, round: of}", "round", "\"up\", \"nearest\" or \"down\""},
        {"{lead_time: 5 d, capacity: {quantity: 5}}", "capacity",
            "missing key \"per\""},
        {"{lead_time: 5 d, capacity: {per: 7 d}}", "capacity", "\"quantity\""},
        {"{lead_time: 5 d, capacity: {quantity: 5, per: 0 d}}", "capacity.per",
            "a duration"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "sites.works.supply.lipid.%s", rows[i].path);
        assert_int_equal(
            fixture_load_changed(f, "{lead_time: 5 d}", rows[i].supply), BW_ERR_INPUT);
        fixture_expect(f, path, rows[i].part);
    }
}

static void test_build_sources_refuses_onboarding_that_cannot_be(void **state)
{
    static const struct {
        const char *onboarding, *path, *part;
    } rows[] = {
        {"{checks: {audit: {fail: 0.1}}}", "checks.audit", "missing key \"time\""},
        {"{checks: {audit: {time: 3 d, fail: 1}}}", "checks.audit.fail", "nobody"},
        {"{credentials: {renewal: 3 d}}", "credentials", "missing key \"valid\""},
        {"{credentials: {valid: 9 d, renew_before: 9 d}}", "credentials.renew_before",
            "expected less"},
        {"{done: true, start: 5 d}", "done", "neither checks nor a start"},
        {"{done: true, checks: {audit: {time: 3 d}}}", "done", "neither checks"},
        {"{start: soon}", "start", "\"on_need\""},
        {"{order: serial}", "order", "did you mean \"series\""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[128], supply[256];
        (void)snprintf(
            path, sizeof path, "sites.works.supply.lipid.onboarding.%s", rows[i].path);
        (void)snprintf(supply, sizeof supply, "{lead_time: 5 d, onboarding: %s}",
            rows[i].onboarding);
        assert_int_equal(
            fixture_load_changed(f, "{lead_time: 5 d}", supply), BW_ERR_INPUT);
        fixture_expect(f, path, rows[i].part);
    }
}

int main(void)
{
#define WITH_FIXTURE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_build_sources_keep_the_order_of_a_list),
        WITH_FIXTURE(test_build_sources_are_sorted_by_priority_then_as_written),
        WITH_FIXTURE(test_build_sources_register_their_shares),
        WITH_FIXTURE(test_build_sources_refuses_what_has_no_effect_or_sense),
        WITH_FIXTURE(test_build_sources_can_be_set_by_path),
        WITH_FIXTURE(test_build_sources_reads_the_sizes_of_suppliers),
        WITH_FIXTURE(test_build_sources_refuses_sizes_that_cannot_be),
        WITH_FIXTURE(test_build_sources_refuses_onboarding_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
