/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/overlay.h"

#include "scenario_support.h"

#include <math.h>
#include <string.h>

/* Writes the small scenario as base.yaml and loads an overlay of it. */
static enum bw_status load_over(struct fixture *f, const char *overlay)
{
    struct bw_text text;
    bw_text_init(&text);
    fixture_write(f, "base.yaml", small_scenario);
    bw_text_add(&text, "extends: base.yaml\n");
    bw_text_add(&text, overlay);
    enum bw_status status = fixture_load(f, bw_text_get(&text));
    bw_text_release(&text);
    return status;
}

static void test_overlay_merges_mappings_and_notes_origins(void **state)
{
    struct fixture *f = *state;
    (void)load_over(f, "sites: {plant: {resources: {suite: {servers: 5}}}}\n");
    fixture_expect_none(f);
    assert_true(parameter_of(f, "sites.plant.resources.suite.servers") == 5.0);
    assert_string_equal(
        row_of(f, "sites.plant.resources.suite.servers")->origin, "overlay");
    assert_string_equal(row_of(f, "sites.plant.make.vial.batch")->origin, "file");
    assert_string_equal(row_of(f, "run.seed")->origin, "default");
    assert_null(row_of(f, "extends"));
}

static void test_overlay_merges_laws_with_the_same_tag_only(void **state)
{
    struct fixture *f = *state;
    (void)load_over(f, "lanes: {road: {transit: {gamma: {mean: 3 d, cv: 0.5}}}}\n");
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "lanes.road.transit.gamma.mean")->value, "3");
    fixture_write(f, "middle.yaml",
        "extends: base.yaml\nlanes: {road: {transit: {gamma: {mean: 3 d, cv: "
        "0.5}}}}\n");
    (void)fixture_load(
        f, "extends: middle.yaml\nlanes: {road: {transit: {gamma: {mean: 4 d}}}}\n");
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "lanes.road.transit.gamma.mean")->value, "4");
    assert_string_equal(row_of(f, "lanes.road.transit.gamma.cv")->value, "0.5");
    (void)fixture_load(f,
        "extends: middle.yaml\nlanes: {road: {transit: {exponential: {mean: 4 d}}}}\n");
    fixture_expect_none(f);
    assert_null(row_of(f, "lanes.road.transit.gamma.cv"));
}

static void test_overlay_replaces_choices_and_lists(void **state)
{
    struct fixture *f = *state;
    (void)load_over(f,
        "storage: {cold: {range: [1, 9]}}\n"
        "sites: {depot: {stock: {vial: {policy: {base_stock: 250}}}}}\n");
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "storage.cold.range.0")->value, "1");
    assert_true(parameter_of(f, "sites.depot.stock.vial.policy.base_stock") == 250.0);
    assert_true(
        isnan(parameter_of(f, "sites.depot.stock.vial.policy.min_max.reorder_point")));
}

static void test_overlay_null_deletes(void **state)
{
    struct fixture *f = *state;
    (void)load_over(f, "sites: {depot: {storage: ~}}\n");
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->space_count, 0);
    assert_int_equal(load_over(f, "sites: {depot: {storrage: null}}\n"), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot.storrage", "nothing here to delete");
}

static void test_overlay_refuses_circles_and_far_files(void **state)
{
    struct fixture *f = *state;
    fixture_write(f, "other.yaml", "extends: main.yaml\n");
    assert_int_equal(fixture_load(f, "extends: other.yaml\n"), BW_ERR_INPUT);
    assert_true(fixture_has(f, "extends", "in a circle"));
    assert_int_equal(fixture_load(f, "extends: /etc/passwd\n"), BW_ERR_INPUT);
    assert_true(fixture_has(f, "extends", "without \"..\""));
    assert_int_equal(fixture_load(f, "extends: ../up.yaml\n"), BW_ERR_INPUT);
    assert_true(fixture_has(f, "extends", "without \"..\""));
    assert_int_equal(fixture_load(f, "extends: none.yaml\n"), BW_ERR_MISSING);
    assert_int_equal(f->errors.errors[0].position.line, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_overlay_merges_mappings_and_notes_origins,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_overlay_merges_laws_with_the_same_tag_only,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_overlay_replaces_choices_and_lists, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_overlay_null_deletes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_overlay_refuses_circles_and_far_files,
            fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
