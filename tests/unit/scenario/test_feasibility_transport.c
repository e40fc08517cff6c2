/* SPDX-License-Identifier: Apache-2.0
 *
 * What the checks say about how goods move.
 */
#include "scenario/feasibility.h"

#include "scenario_support.h"

#define ROOM "docks: {}, cross_dock: {capacity: 50}"

/* Two hubs that send goods through each other, by vans that live there. */
#define HUB_OF_VANS "{" ROOM ", fleets: {vans: {vehicles: 1}}}"

static void test_feasibility_transport_refuses_hubs_that_wait_for_each_other(
    void **state)
{
    struct fixture *f = *state;
    struct bw_assignment set[] = {
        {"sites.east", HUB_OF_VANS},
        {"sites.west", HUB_OF_VANS},
        {"lanes.to-east", "{from: plant, to: east, transit: 1 h}"},
        {"lanes.to-west", "{from: plant, to: west, transit: 1 h}"},
        {"lanes.across", "{from: east, to: west, transit: 1 h, fleet: vans}"},
        {"lanes.back", "{from: west, to: east, transit: 1 h, fleet: vans}"},
        {"lanes.from-west", "{from: west, to: depot, transit: 1 h, fleet: vans}"},
        {"lanes.from-east", "{from: east, to: depot, transit: 1 h}"},
        {"sites.depot.stock.vial.routes",
            "{a: {by: [to-east, across, from-west]}, b: {by: [to-west, back, "
            "from-east]}}"},
        {"sites.depot.stock.vial.route", "cheapest"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 10, set), BW_ERR_INPUT);
    assert_true(fixture_has(f, "sites.west.cross_dock", "before the next: west, east"));
    /* One of them without limit, or without vehicles that could be missing. */
    set[1].value = "{docks: {}, cross_dock: {}, fleets: {vans: {vehicles: 1}}}";
    assert_int_equal(fixture_load_set(f, small_scenario, 10, set), BW_OK);
    set[1].value = HUB_OF_VANS;
    set[5].value = "{from: west, to: east, transit: 1 h}";
    assert_int_equal(fixture_load_set(f, small_scenario, 10, set), BW_OK);
}

static void test_feasibility_transport_refuses_goods_that_fill_a_hub_for_ever(
    void **state)
{
    struct fixture *f = *state;
    struct bw_assignment set[] = {
        {"sites.hub", "{" ROOM "}"},
        {"lanes.in", "{from: plant, to: hub, transit: 1 h}"},
        {"lanes.onward",
            "{from: hub, to: depot, transit: 1 h, capacity: 90, consolidate: {fill: 1, "
            "longest_wait: 1 d}}"},
        {"sites.depot.stock.vial.by", "[in, onward]"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 4, set), BW_OK);
    set[2].value =
        "{from: hub, to: depot, transit: 1 h, capacity: 90, consolidate: {fill: 1}}";
    assert_int_equal(fixture_load_set(f, small_scenario, 4, set), BW_ERR_INPUT);
    assert_true(
        fixture_has(f, "lanes.onward", "keep sites.hub.cross_dock full for ever"));
}

static void test_feasibility_transport_names_what_the_room_needs(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment set[] = {{"sites.depot.cross_dock", "{capacity: 5}"}};
    assert_int_equal(fixture_load_set(f, small_scenario, 1, set), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot", "missing key \"docks\"");
    set[0].value = "{storage: {unit: 1}}";
    assert_int_equal(fixture_load_set(f, small_scenario, 1, set), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot.cross_dock", "missing key \"window\"");
}

/* Once for each lane, item and measure, however many stocks and customers use it. */
static void test_feasibility_transport_warns_of_items_without_a_measure(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment set[] = {
        {"lanes.road.capacity", "{volume: 2 m3, pallets: 4, units: 90}"},
        {"items.vial.per_pallet", "100"},
        {"items.vial.volume", "30 ml"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 3, set), BW_OK);
    fixture_expect_none(f);
    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_OK);
    fixture_expect(f, "lanes.road", "limits volume, and vial goes there without");
    set[0].value = "{volume: unlimited, weight: 1 t}";
    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_OK);
    fixture_expect(f, "lanes.road", "limits weight, and vial goes there without");
}

static void test_feasibility_transport_warns_where_goods_would_wait_for_ever(
    void **state)
{
    struct fixture *f = *state;
    struct bw_assignment set[] = {
        {"sites.plant.fleets", "{vans: {vehicles: 0}}"},
        {"sites.depot.docks", "{doors: 0}"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_OK);
    assert_true(
        fixture_has(f, "sites.plant.fleets.vans", "goods for its lanes wait for ever"));
    assert_true(fixture_has(f, "sites.depot.docks", "shipments wait for ever"));
    set[0].value = "{vans: {vehicles: 1}}";
    set[1].value = "{doors: 1}";
    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_OK);
    fixture_expect_none(f);
}

static void test_feasibility_transport_looks_at_shelf_life_on_lanes(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment set[] = {
        {"items.vial.shelf_life", "60 d"},
        {"lanes.road.remaining_shelf_life", "60 d"},
        {"lanes.air", "{from: plant, to: depot, transit: 1 d}"},
        {"sites.depot.stock.vial.route", "cheapest"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_OK);
    fixture_expect_none(f);
    set[1].value = "61 d";
    assert_int_equal(fixture_load_set(f, small_scenario, 2, set), BW_ERR_INPUT);
    fixture_expect(f, "lanes.road", "at most the shelf life of vial, 60 d");
    assert_int_equal(fixture_load_set(f, small_scenario, 4, set), BW_OK);
    fixture_expect(f, "lanes.road", "vial never goes this way");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_feasibility_transport_refuses_hubs_that_wait_for_each_other,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_feasibility_transport_refuses_goods_that_fill_a_hub_for_ever,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_feasibility_transport_names_what_the_room_needs, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_feasibility_transport_warns_of_items_without_a_measure, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_feasibility_transport_warns_where_goods_would_wait_for_ever,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_feasibility_transport_looks_at_shelf_life_on_lanes, fixture_setup,
            fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
