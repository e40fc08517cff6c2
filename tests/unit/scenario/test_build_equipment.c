/* SPDX-License-Identifier: Apache-2.0
 *
 * Storage equipment and grids as scenarios write them.
 */
#include "scenario/build.h"

#include "base/time.h"
#include "scenario_support.h"

#include <math.h>

#define FIXTURE_TEST(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
#define EQUIPMENT "sites.depot.storage.cold.equipment"

static void test_build_equipment_refuses_what_cannot_be(void **state)
{
    static const struct {
        const char *equipment, *path, *part;
    } rows[] = {
        {"{disposition: {time: 1 d}}", EQUIPMENT, "missing key \"holdover\""},
        {"{conductance: 2, disposition: {time: 1 d}}", EQUIPMENT,
            "\"conductance\" and \"heat_capacity\""},
        {"{conductance: 2, heat_capacity: 9, holdover: 1 h, disposition: {time: 1 d}}",
            EQUIPMENT ".holdover", "either a hold-over or"},
        {"{holdover: {time: 1 h, ambient: 7}, disposition: {time: 1 d}}",
            EQUIPMENT ".holdover.ambient", "outside the range"},
        {"{holdover: 1 h, set_point: 9, disposition: {time: 1 d}}",
            EQUIPMENT ".set_point", "in the range of the class, 2 to 8"},
        {"{holdover: 1 h}", EQUIPMENT, "missing key \"disposition\""},
        {"{holdover: 1 h, failure: {every: 9 d, repair: 1 d}, disposition: {time: 1 "
         "d}}",
            EQUIPMENT, "missing key \"room\""},
        {"{holdover: 1 h, disposition: {resource: team, time: 1 d}}",
            EQUIPMENT ".disposition.resource", "team"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bw_assignment assignments[] = {{EQUIPMENT, rows[i].equipment}};
        assert_int_equal(
            fixture_load_set(f, small_scenario, 1, assignments), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_equipment_of_a_grid_needs_surroundings(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {"grids", "{north: {every: 30 d, time: 1 h}}"},
        {"sites.depot.grid", "north"},
        {EQUIPMENT, "{holdover: 1 h, disposition: {time: 1 d}}"},
        {"climates", "{town: {monthly: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}}"},
        {"sites.depot.climate", "town"},
    };
    assert_int_equal(fixture_load_set(f, small_scenario, 3, assignments), BW_ERR_INPUT);
    fixture_expect(f, EQUIPMENT, "missing key \"room\"");
    assert_int_equal(fixture_load_set(f, small_scenario, 5, assignments), BW_OK);
    assert_int_equal(f->scenario->network->equipments[0].grid, 0);
    assert_int_equal(f->scenario->network->equipments[0].climate, 0);
    assignments[1].value = "south";
    assert_int_equal(fixture_load_set(f, small_scenario, 5, assignments), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot.grid", "expected an id in grids");
}

/* 12 h from 5 to 8 degrees at 43: tau = 12 h / ln(38 / 35). */
static void test_build_equipment_holdover_is_a_time_constant(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment assignments[] = {
        {EQUIPMENT, "{holdover: 12 h, disposition: {time: 1 d}}"}};
    assert_int_equal(fixture_load_set(f, small_scenario, 1, assignments), BW_OK);
    const struct bw_equipment *made = f->scenario->network->equipments;
    assert_true(fabs(made->pack.capacity_j_k / made->pack.conductance_w_k
                    - 43200.0 / log(38.0 / 35.0))
        < 1e-6);
    assert_true(made->set_point_c == 5.0);
    assert_int_equal(made->units, 1);
    assert_int_equal(made->round.at, 8 * BW_HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_build_equipment_refuses_what_cannot_be),
        FIXTURE_TEST(test_build_equipment_of_a_grid_needs_surroundings),
        FIXTURE_TEST(test_build_equipment_holdover_is_a_time_constant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
