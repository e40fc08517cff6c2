/* SPDX-License-Identifier: Apache-2.0
 *
 * Routes as scenarios write them.
 */
#include "scenario/build.h"

#include "scenario_support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEPOT "vial: {from: plant,"
#define ROAD "  road: {from: plant, to: depot, transit: 2 d}\n"
#define AIR "  air: {from: plant, to: depot, transit: 1 d}\n"

/* The small scenario with a second lane, and more keys for the depot's stock. */
static enum bw_status load_with(struct fixture *f, const char *more)
{
    char text[4096];
    char changed[256];
    const char *stock = strstr(small_scenario, DEPOT);
    const char *road = strstr(small_scenario, ROAD);
    (void)snprintf(changed, sizeof changed, DEPOT " %s,", more);
    (void)snprintf(text, sizeof text, "%.*s%s%.*s%s%s", (int)(stock - small_scenario),
        small_scenario, changed, (int)(road - stock - (long)strlen(DEPOT)),
        stock + strlen(DEPOT), AIR, road);
    return fixture_load(f, text);
}

static const struct bw_routing *routing_of(const struct fixture *f)
{
    const struct bw_network *n = f->scenario->network;
    const struct bw_stock *stock = &n->stocks[index_of(f, "sites.depot.stock.vial")];
    return &n->sources[stock->first_source].routing;
}

static void test_build_routes_refuses_what_leaves_no_choice(void **state)
{
    static const struct {
        const char *added, *path, *part;
    } rows[] = {
        {"partial: true", "sites.depot.stock.vial", "air, road; name one in \"by\""},
        {"routes: {a: {by: air}}", "sites.depot.stock.vial", "missing key \"route\""},
        {"by: air, routes: {a: {by: air}}, route: fastest",
            "sites.depot.stock.vial.routes", "either \"by\" or \"routes\""},
        {"routes: {}, route: fastest", "sites.depot.stock.vial.routes", "found 0"},
        {"routes: {a: {up_to: 5}}, route: by_size", "sites.depot.stock.vial.routes.a",
            "missing key \"by\""},
        {"routes: {a: {by: sea}}, route: fastest", "sites.depot.stock.vial.routes.a.by",
            "an id in lanes"},
        {"route: by_size", "sites.depot.stock.vial.route", "by_size needs routes"},
        {"route: nearest", "sites.depot.stock.vial.route", "\"nearest\""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(load_with(f, rows[i].added), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_routes_takes_all_lanes_that_join(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_with(f, "route: fastest"), BW_OK);
    fixture_expect_none(f);
    const struct bw_routing *routing = routing_of(f);
    const struct bw_way *ways = &f->scenario->network->ways[routing->first_way];
    const struct bw_leg *legs = f->scenario->network->legs;
    assert_int_equal(routing->rule, BW_WAY_FASTEST);
    assert_int_equal(routing->way_count, 2);
    assert_int_equal(legs[ways[0].first_leg].lane, index_of(f, "lanes.air"));
    assert_int_equal(legs[ways[1].first_leg].lane, index_of(f, "lanes.road"));
    assert_true(legs[ways[0].first_leg].last && legs[ways[1].first_leg].last);
    assert_true(isinf(ways[0].up_to));
}

static void test_build_routes_keep_the_order_written(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        load_with(
            f, "routes: {z: {by: road, up_to: 50}, a: {by: air}}, route: by_size"),
        BW_OK);
    fixture_expect_none(f);
    const struct bw_routing *routing = routing_of(f);
    const struct bw_way *ways = &f->scenario->network->ways[routing->first_way];
    const struct bw_leg *legs = f->scenario->network->legs;
    assert_int_equal(legs[ways[0].first_leg].lane, index_of(f, "lanes.road"));
    assert_true(ways[0].up_to == 50.0);
}

static void test_build_routes_warns_of_a_choice_of_one(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_with(f, "by: air, route: fastest"), BW_OK);
    fixture_expect(f, "sites.depot.stock.vial.route", "nothing to choose");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_build_routes_refuses_what_leaves_no_choice,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_routes_takes_all_lanes_that_join,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_routes_keep_the_order_written, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_routes_warns_of_a_choice_of_one,
            fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
