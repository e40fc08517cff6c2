/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/expand.h"

#include "scenario/defaults.h"
#include "scenario/group.h"
#include "scenario_support.h"

#include <math.h>
#include <string.h>

/* What every chain below has. */
static const char head[] = "bullwhip: 1\n"
                           "time: {start: 2026-01-05, horizon: 52 w}\n"
                           "items: {vial: {unit: vial}}\n";

/* Loads head, then text. */
static enum bw_status load(struct fixture *f, const char *text)
{
    struct bw_text all;
    bw_text_init(&all);
    bw_text_format(&all, "%s%s", head, text);
    enum bw_status status = fixture_load(f, bw_text_get(&all));
    bw_text_release(&all);
    return status;
}

/* A hub and pharmacies without defaults. */
static const char groups[] =
    "sites:\n"
    "  works: {supply: {vial: {lead_time: 5 d}}}\n"
    "  hub: {stock: {vial: {from: works, policy: {base_stock: 900}}}}\n"
    "  pharmacy-{1..12}:\n"
    "    kind: \"no {n} of {1..12}\"\n"
    "    stock: {vial: {from: hub, policy: {base_stock: \"1{n}\"}, initial: 7}}\n"
    "  pharmacy-3: {stock: {vial: {initial: 9}}}\n"
    "  pharmacy-4: ~\n"
    "lanes:\n"
    "  works-hub: {from: works, to: hub, transit: 1 d}\n"
    "  hub-pharmacy-{1..3}: {from: hub, to: \"pharmacy-{n}\", transit: 1 d}\n"
    "  hub-pharmacy-{5..12}: {from: hub, to: \"pharmacy-{5..12}\", transit: 2 d}\n"
    "demand:\n"
    "  door-{05..12}: {at: \"pharmacy-12\", item: vial, arrivals: {poisson: 1 /d}}\n";

static void test_groups_become_elements_with_their_numbers(void **state)
{
    struct fixture *f = *state;
    (void)load(f, groups);
    fixture_expect_none(f);
    const struct bw_network *n = f->scenario->network;
    assert_int_equal(n->site_count, 2 + 11);
    assert_int_equal(n->lane_count, 12);
    assert_int_equal(n->demand_count, 8);
    assert_string_equal(
        n->sites[n->stocks[index_of(f, "sites.pharmacy-7.stock.vial")].site].kind,
        "no 7 of 7");
    assert_true(parameter_of(f, "sites.pharmacy-7.stock.vial.policy.base_stock") == 17);
    assert_true(
        parameter_of(f, "sites.pharmacy-12.stock.vial.policy.base_stock") == 112);
    (void)index_of(f, "demand.door-05");
    (void)index_of(f, "lanes.hub-pharmacy-12");
}

static void test_an_own_entry_wins_over_its_group_and_null_takes_it_out(void **state)
{
    struct fixture *f = *state;
    (void)load(f, groups);
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.pharmacy-3.stock.vial.initial")->value, "9");
    assert_string_equal(row_of(f, "sites.pharmacy-2.stock.vial.initial")->value, "7");
    assert_true(parameter_of(f, "sites.pharmacy-3.stock.vial.policy.base_stock") == 13);
    assert_null(row_of(f, "sites.pharmacy-4.stock.vial.initial"));
}

static void test_groups_inside_elements_keep_the_outer_number(void **state)
{
    struct fixture *f = *state;
    (void)load(f,
        "sites:\n"
        "  plant-{1..2}:\n"
        "    resources:\n"
        "      line-{n}-{1..3}: {servers: \"{1..3}\"}\n"
        "demand: {}\n");
    assert_int_equal(f->errors.error_count, 0);
    assert_int_equal(f->scenario->network->resource_count, 6);
    assert_true(parameter_of(f, "sites.plant-2.resources.line-2-3.servers") == 3);
}

static void test_groups_that_are_too_large_or_clash_are_refused(void **state)
{
    struct fixture *f = *state;
    (void)load(f, "sites: {}\nlanes:\n  lane-{1..1000000000}: {}\n");
    fixture_expect(f, "lanes", "at most 1,000,000 elements, found {1..1000000000}");
    assert_int_equal(f->errors.errors[0].position.line, 6);
    (void)load(f, "sites: {}\nlanes:\n  lane-{1..99999999999999999999999}: {}\n");
    fixture_expect(f, "lanes", "at most 1,000,000 elements");
    (void)load(f, "sites:\n  s-{9..1}: {}\n");
    fixture_expect(f, "sites", "runs backwards");
    (void)load(f, "sites:\n  s-{1..4}: {}\n  s-{4..6}: {}\n");
    fixture_expect(
        f, "sites.s-4", "a second group for one id; the first stands in line 5");
    assert_int_equal(f->errors.errors[0].position.line, 6);
    (void)load(f, "sites:\n  s-{1..4}: {resources: {\"r-{n}\": {}, r-1: {}}}\n");
    fixture_expect(f, "sites", "two keys below become one");
    (void)load(f, "sites:\n  s-{1..}: {}\n");
    fixture_expect(f, "sites.s-{1..}", "expected an id");
}

static void test_an_overlay_deletes_elements_of_groups(void **state)
{
    struct fixture *f = *state;
    struct bw_text base;
    bw_text_init(&base);
    bw_text_format(&base, "%s%s", head, groups);
    fixture_write(f, "base.yaml", bw_text_get(&base));
    bw_text_release(&base);
    (void)fixture_load(f,
        "extends: base.yaml\n"
        "sites: {pharmacy-5: ~, pharmacy-6: {stock: {vial: {initial: 8}}}}\n"
        "lanes: {hub-pharmacy-5: ~}\n");
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->site_count, 12);
    assert_string_equal(row_of(f, "sites.pharmacy-6.stock.vial.initial")->value, "8");
    assert_string_equal(
        row_of(f, "sites.pharmacy-6.stock.vial.initial")->origin, "overlay");
}

/* Pharmacies that say little themselves. */
static const char with_defaults[] =
    "defaults:\n"
    "  sites:\n"
    "    \"*\": {region: world, kind: place}\n"
    "    \"pharmacy-*\":\n"
    "      region: eu\n"
    "      stock:\n"
    "        \"*\": {from: hub, policy: {base_stock: 20}, initial: 5}\n"
    "        \"v*\": {initial: 6}\n"
    "    \"pharmacy-1*\": {region: us}\n"
    "sites:\n"
    "  works: {supply: {vial: {lead_time: 5 d}}}\n"
    "  hub: {region: ~, stock: {vial: {from: works, policy: {base_stock: 900}}}}\n"
    "  pharmacy-{1..12}: {stock: {vial: {}}}\n"
    "  pharmacy-2: {kind: shop, stock: {vial: {policy: {base_stock: 21}, initial: "
    "~}}}\n"
    "lanes:\n"
    "  hub-pharmacy-{1..12}: {from: hub, to: \"pharmacy-{n}\", transit: 1 d}\n"
    "  works-hub: {from: works, to: hub, transit: 1 d}\n";

static void test_the_most_specific_default_wins(void **state)
{
    struct fixture *f = *state;
    (void)load(f, with_defaults);
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.works.region")->value, "world");
    assert_string_equal(row_of(f, "sites.pharmacy-3.region")->value, "eu");
    assert_string_equal(row_of(f, "sites.pharmacy-12.region")->value, "us");
    assert_string_equal(row_of(f, "sites.pharmacy-12.kind")->value, "place");
    assert_string_equal(row_of(f, "sites.pharmacy-2.kind")->value, "shop");
    assert_string_equal(row_of(f, "sites.pharmacy-3.stock.vial.initial")->value, "6");
    assert_true(parameter_of(f, "sites.pharmacy-2.stock.vial.policy.base_stock") == 21);
    assert_true(parameter_of(f, "sites.pharmacy-3.stock.vial.policy.base_stock") == 20);
}

static void test_null_takes_a_default_away(void **state)
{
    struct fixture *f = *state;
    (void)load(f, with_defaults);
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.hub.region")->origin, "default");
    assert_string_equal(row_of(f, "sites.pharmacy-2.stock.vial.initial")->value, "0");
}

/* In a more specific pattern null takes away what the others give, and goes itself. */
static void test_null_in_a_pattern_takes_a_default_away(void **state)
{
    struct fixture *f = *state;
    (void)load(f,
        "defaults:\n"
        "  sites:\n"
        "    \"*\": {region: world, stock: {\"*\": {initial: 5, review: {every: 7 "
        "d}}}}\n"
        "    \"b-*\": {region: ~, stock: {\"*\": {review: ~}}}\n"
        "sites:\n"
        "  a-one: {stock: {vial: {}}}\n"
        "  b-one: {stock: {vial: {}}}\n"
        "  b-two: {region: eu}\n");
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.a-one.region")->value, "world");
    assert_string_equal(row_of(f, "sites.b-one.region")->origin, "default");
    assert_string_equal(row_of(f, "sites.b-two.region")->value, "eu");
    assert_string_equal(row_of(f, "sites.b-one.stock.vial.initial")->value, "5");
    assert_non_null(row_of(f, "sites.a-one.stock.vial.review.every"));
}

static void test_defaults_keep_their_place_in_errors_and_inputs(void **state)
{
    struct fixture *f = *state;
    (void)load(f, with_defaults);
    assert_string_equal(
        row_of(f, "sites.pharmacy-3.region")->origin, "default group, main.yaml:8");
    (void)load(f,
        "defaults: {lanes: {\"*\": {transit: fast}}}\n"
        "sites: {works: {}, hub: {}}\n"
        "lanes: {one: {from: works, to: hub}}\n");
    fixture_expect(f, "lanes.one.transit", "expected");
    assert_int_equal(f->errors.errors[0].position.line, 4);
    assert_int_equal(f->errors.errors[0].position.column, 35);
}

static void test_defaults_that_tie_or_match_nothing_are_refused(void **state)
{
    struct fixture *f = *state;
    (void)load(f,
        "defaults:\n  sites: {\"a-*\": {region: x}, \"*-b\": {region: y}}\n"
        "sites: {a-b: {}}\n");
    fixture_expect(
        f, "sites.a-b", "the patterns \"*-b\" (line 5) and \"a-*\" (line 5)");
    (void)load(f, "defaults: {sites: {\"b*\": {region: x}}}\nsites: {a: {}}\n");
    fixture_expect(f, "defaults.sites.b*", "matches no id in sites");
    (void)load(f, "defaults: {site: {\"a*\": {region: x}}}\nsites: {a: {}}\n");
    fixture_expect(f, "defaults.site", "did you mean \"sites\"?");
    (void)load(f, "defaults: {sites: {\"A*\": {region: x}}}\nsites: {a: {}}\n");
    fixture_expect(f, "defaults.sites.A*", "expected an id in which");
}

static void test_sweeps_reach_what_was_written_out(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment set = {"sites.*.stock.vial.policy.base_stock", "30"};
    struct bw_text all;
    bw_text_init(&all);
    bw_text_format(&all, "%s%s", head, groups);
    (void)fixture_load_set(f, bw_text_get(&all), 1, &set);
    fixture_expect_none(f);
    assert_true(parameter_of(f, "sites.pharmacy-7.stock.vial.policy.base_stock") == 30);
    set.path = "defaults.sites";
    (void)fixture_load_set(f, bw_text_get(&all), 1, &set);
    fixture_expect(f, "defaults.sites", "written out before values are set");
    bw_text_release(&all);
}

static void test_pattern_matches_any_characters_for_a_star(void **state)
{
    (void)state;
    assert_true(bw_pattern_matches("*", "a"));
    assert_true(bw_pattern_matches("a*", "a"));
    assert_true(bw_pattern_matches("a*b*c", "a-b-bb-c"));
    assert_false(bw_pattern_matches("a*b*c", "a-b-bb-cd"));
    assert_true(bw_pattern_matches("*ab", "aab"));
    assert_false(bw_pattern_matches("a", "ab"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_groups_become_elements_with_their_numbers,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_an_own_entry_wins_over_its_group_and_null_takes_it_out, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_groups_inside_elements_keep_the_outer_number, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_groups_that_are_too_large_or_clash_are_refused, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(test_an_overlay_deletes_elements_of_groups,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_the_most_specific_default_wins, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_null_takes_a_default_away, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_null_in_a_pattern_takes_a_default_away,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_defaults_keep_their_place_in_errors_and_inputs, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_defaults_that_tie_or_match_nothing_are_refused, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_sweeps_reach_what_was_written_out, fixture_setup, fixture_teardown),
        cmocka_unit_test(test_pattern_matches_any_characters_for_a_star),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
