/* SPDX-License-Identifier: Apache-2.0
 *
 * Tours as scenarios write them.
 */
#include "scenario/build.h"

#include "base/time.h"
#include "scenario_support.h"

#include <stdio.h>

#define ROAD "{from: plant, to: depot, transit: 2 d"

static void test_build_tours_refuses_what_is_no_tour(void **state)
{
    static const struct {
        const char *road, *path, *part;
    } rows[] = {
        {"{from: plant, to: depot", "lanes.road", "missing key \"transit\""},
        {"{from: plant, transit: 1 d", "lanes.road", "missing key \"to\""},
        {"{from: plant, stops: {}", "lanes.road.stops", "expected a stop"},
        {"{from: plant, stops: [depot]", "lanes.road.stops", "expected a mapping"},
        {"{from: plant, stops: {depot: {}}", "lanes.road.stops.depot",
            "missing key \"drive\""},
        {"{from: plant, stops: {dept: {drive: 1 h}}", "lanes.road.stops.dept",
            "\"depot\""},
        {"{from: plant, stops: {plant: {drive: 1 h}, depot: {drive: 1 h}}",
            "lanes.road.stops.plant", "begins at this site"},
        {"{from: plant, stops: {works: {drive: 1 h}}", "sites.depot.stock.vial",
            "no lane leads from plant to depot"},
        {"{from: plant, to: depot, stops: {depot: {drive: 1 h}}", "lanes.road.to",
            "a lane with stops has no \"to\""},
        {"{from: plant, customs: 1 d, stops: {depot: {drive: 1 h}}",
            "lanes.road.customs", "a lane with stops has no \"customs\""},
        {"{from: plant, stops: {depot: {drive: 1 h}}, cost: {km: 1}", "lanes.road",
            "missing key \"distance\" of a stop"},
        {ROAD ", allocate: shares", "lanes.road.allocate", "only a lane with stops"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(fixture_load_changed(f, ROAD, rows[i].road), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_tours_vehicle_needs_a_way_home(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {"sites.plant.fleets", "{vans: {vehicles: 1}}"},
        {"lanes.road.to", "null"},
        {"lanes.road.transit", "null"},
        {"lanes.road.stops", "{depot: {drive: 1 h}}"},
        {"lanes.road.fleet", "vans"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 5, assignments), BW_ERR_INPUT);
    fixture_expect(f, "lanes.road.fleet", "missing key \"return\"");
    assignments[4].value = "{of: vans, return: 2 h}";
    assert_int_equal(fixture_load_set(f, small_scenario, 5, assignments), BW_OK);
}

/* Stops are lanes behind those that are written, in the order of the tour. */
static void test_build_tours_makes_a_lane_of_each_stop(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load_changed(f, ROAD,
                         "{from: plant, stops: {works: {drive: 1 h, unload: 30 min}, "
                         "depot: {drive: 2 h}}, capacity: 50"),
        BW_OK);
    const struct bw_network *n = f->scenario->network;
    bw_index head = index_of(f, "lanes.road");
    bw_index depot = index_of(f, "lanes.road.stops.depot");
    const struct bw_lane *lane = &n->lanes[depot];
    assert_int_equal(n->lane_count, 3);
    assert_int_equal(depot, 2);
    assert_int_equal(lane->tour->head, head);
    assert_ptr_equal(lane->tour, n->lanes[head].tour);
    assert_int_equal(lane->from, n->lanes[head].from);
    assert_int_equal(lane->capacity[BW_LOAD_UNITS], n->lanes[head].capacity[0]);
    assert_true(lane->mean_time == 3 * BW_HOUR + BW_HOUR / 2);
    const struct bw_stock *stock = &n->stocks[index_of(f, "sites.depot.stock.vial")];
    const struct bw_routing *routing = &n->sources[stock->first_source].routing;
    assert_int_equal(n->legs[routing->first_leg].lane, depot);
}

static void test_build_tours_routes_name_a_tour_with_their_stop(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {"sites.hub", "{kind: hub}"},
        {"lanes.loop",
            "{from: plant, stops: {hub: {drive: 1 h}, depot: {drive: 1 h}}}"},
        {"lanes.shuttle", "{from: hub, to: depot, transit: 1 h}"},
        {"sites.depot.stock.vial.by", "[loop, shuttle]"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_OK);
    assignments[3].value = "loop";
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_OK);
    assignments[3].value = "[loop, road]";
    assert_int_equal(fixture_load_set(f, small_scenario, 4, assignments), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot.stock.vial.by.0", "a lane with a stop at plant");
    assert_int_equal(fixture_load_set(f, small_scenario, 3, assignments), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot.stock.vial", "road, loop; name one in \"by\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_build_tours_refuses_what_is_no_tour, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_tours_vehicle_needs_a_way_home, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_tours_makes_a_lane_of_each_stop,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_tours_routes_name_a_tour_with_their_stop, fixture_setup,
            fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
