/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/scenario.h"

#include "base/time.h"
#include "scenario_support.h"

#include <string.h>

static void test_scenario_loads_the_example_of_the_design(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        bw_scenario_load(BW_SOURCE_ROOT "/tests/unit/scenario/example.yaml", NULL, 0,
            &f->errors, &f->scenario),
        BW_OK);
    /* It says nothing of the air around its packaging. */
    fixture_expect(f, "lanes.mainz-depot.packaging", "neither an ambient nor legs");
    const struct bw_scenario *s = f->scenario;
    assert_int_equal(s->replications, 40);
    assert_int_equal(s->seed, 1);
    assert_int_equal(s->factor_count, 1);
    assert_string_equal(s->factors[0].name, "safety");
    assert_int_equal(s->factors[0].value_count, 4);
    assert_string_equal(s->factors[0].values[3], "20000");
    assert_int_equal(s->network->warmup, 26 * BW_WEEK);
    assert_int_equal(s->network->endpoint, BW_ENDPOINT_LEAD_TIME);
    assert_int_equal(strlen(s->sha256), 64);
}

static void test_scenario_inputs_are_sorted_and_complete(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    const struct bw_input_table *inputs = &f->scenario->inputs;
    for (size_t i = 1; i < inputs->count; i++) {
        assert_true(strcmp(inputs->rows[i - 1].path, inputs->rows[i].path) < 0);
    }
    const struct bw_input_row *row = row_of(f, "lanes.road.transit");
    assert_string_equal(row->value, "2");
    assert_string_equal(row->unit, "d");
    assert_string_equal(row->origin, "file");
    row = row_of(f, "sites.plant.make.vial.needs.lipid");
    assert_string_equal(row->value, "0.5");
    assert_string_equal(row->unit, "g");
    row = row_of(f, "sites.plant.make.vial.batch");
    assert_string_equal(row->unit, "vial");
    row = row_of(f, "items.vial.value");
    assert_string_equal(row->origin, "default");
    assert_string_equal(row->unit, "EUR/unit");
}

static void test_scenario_missing_file(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(bw_scenario_load("/tmp/there-is-no-such-file.yaml", NULL, 0,
                         &f->errors, &f->scenario),
        BW_ERR_MISSING);
    assert_null(f->scenario);
    assert_int_equal(f->errors.count, 1);
}

static void test_scenario_derive_changes_only_what_is_assigned(void **state)
{
    struct fixture *f = *state;
    struct bw_scenario *derived = NULL;
    struct bw_scenario *again = NULL;
    struct bw_assignment servers = {"sites.plant.resources.suite.servers", "9"};
    struct bw_assignment stock = {"sites.depot.stock.vial.initial", "*0.5"};
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    assert_int_equal(
        bw_scenario_derive(f->scenario, &servers, 1, &f->errors, &derived), BW_OK);
    assert_int_equal(bw_scenario_derive(derived, &stock, 1, &f->errors, &again), BW_OK);
    assert_ptr_equal(again->parent, derived);
    assert_string_not_equal(f->scenario->sha256, derived->sha256);
    const struct bw_network *base = f->scenario->network;
    const struct bw_network *changed = again->network;
    const struct bw_resource *resource = &changed->resources[0];
    assert_true(changed->parameters[resource->servers].initial == 9.0);
    assert_true(base->parameters[base->resources[0].servers].initial == 2.0);
    assert_int_equal(changed->stocks[0].initial, 150);
    assert_int_equal(base->stocks[0].initial, 300);
    bw_scenario_free(again);
    bw_scenario_free(derived);
}

static void test_scenario_derive_reports_errors(void **state)
{
    struct fixture *f = *state;
    struct bw_scenario *derived = NULL;
    struct bw_assignment wrong = {"sites.plant.resources.suite.servers", "many"};
    struct bw_assignment right = {"sites.plant.resources.suite.servers", "3"};
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    assert_int_equal(
        bw_scenario_derive(f->scenario, &wrong, 1, &f->errors, &derived), BW_ERR_INPUT);
    assert_null(derived);
    fixture_expect(f, wrong.path, "expected a whole number");
    /* Errors of another point, in the same list, are not its own. */
    assert_int_equal(
        bw_scenario_derive(f->scenario, &right, 1, &f->errors, &derived), BW_OK);
    bw_scenario_free(derived);
}

static void test_scenario_hash_is_that_of_content(void **state)
{
    struct fixture *f = *state;
    char first[BW_SHA256_TEXT];
    struct bw_assignment assignment = {"run.seed", "1"};
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    memcpy(first, f->scenario->sha256, sizeof first);
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    assert_string_equal(first, f->scenario->sha256);
    assert_int_equal(fixture_load_set(f, small_scenario, 1, &assignment), BW_OK);
    assert_string_not_equal(first, f->scenario->sha256);
}

/* Adding a site that nobody deals with moves nobody's draws. */
static void test_scenario_streams_do_not_depend_on_other_elements(void **state)
{
    struct fixture *f = *state;
    struct bw_assignment other = {"sites.aaa",
        "{resources: {suite: {failure: {every: 5 d, repair: 1 d}}}, stock: {vial: "
        "{}}}"};
    assert_int_equal(fixture_load(f, small_scenario), BW_OK);
    const struct bw_network *n = f->scenario->network;
    uint64_t transit = n->lanes[0].transit.stream;
    uint64_t arrivals = n->demands[0].arrival_stream;
    uint64_t batch = n->recipes[0].batch_stream;
    uint64_t fill = n->steps[0].time.stream;
    assert_int_equal(fill, bw_stream_id("sites.plant.make.vial.steps.fill", "time"));
    assert_int_equal(batch, bw_stream_id("sites.plant.make", "vial"));
    assert_int_equal(fixture_load_set(f, small_scenario, 1, &other), BW_OK);
    n = f->scenario->network;
    assert_int_equal(n->site_count, 4);
    assert_int_equal(n->lanes[0].transit.stream, transit);
    assert_int_equal(n->demands[0].arrival_stream, arrivals);
    assert_int_equal(n->recipes[0].batch_stream, batch);
    assert_int_equal(n->steps[0].time.stream, fill);
}

static void test_scenario_sweep_is_checked_when_loaded(void **state)
{
    static const char sweep[] =
        "sweep:\n"
        "  design: one_at_a_time\n"
        "  factors:\n"
        "    a: {path: lanes.raod.transit, values: [1 d]}\n"
        "    b: {path: lanes.road.transit, values: [1 d, fast]}\n"
        "    c: {path: [run.seed, lanes.*.transit], values: [2]}\n"
        "    d: {path: lanes.road.transit, values: [\"*2\", +1]}\n";
    struct fixture *f = *state;
    struct bw_text text;
    bw_text_init(&text);
    bw_text_add(&text, small_scenario);
    bw_text_add(&text, sweep);
    assert_int_equal(fixture_load(f, bw_text_get(&text)), BW_ERR_INPUT);
    assert_int_equal(f->errors.count, 3);
    assert_true(fixture_has(f, "sweep.factors.a.path", "did you mean \"road\"?"));
    assert_true(fixture_has(f, "sweep.factors.b.values.1", "expected a duration"));
    assert_true(fixture_has(f, "sweep.factors.c.values.0", "expected a duration"));
    assert_int_equal(f->errors.errors[0].position.line, 35);
    bw_text_release(&text);
}

/* Loads the small scenario with a sweep and gives what loading says. */
static enum bw_status load_sweep(struct fixture *f, const char *sweep)
{
    struct bw_text text;
    bw_text_init(&text);
    bw_text_add(&text, small_scenario);
    bw_text_add(&text, sweep);
    enum bw_status status = fixture_load(f, bw_text_get(&text));
    bw_text_release(&text);
    return status;
}

static void test_scenario_factors_of_a_grid_do_not_meet(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(load_sweep(f,
                         "sweep:\n"
                         "  factors:\n"
                         "    all: {path: lanes.*.transit, values: [1 d, 2 d]}\n"
                         "    road: {path: [run.seed, lanes.road.transit], values: "
                         "[3 d]}\n"),
        BW_ERR_INPUT);
    assert_true(fixture_has(f, "sweep.factors.road.path",
        "the factors \"all\" and \"road\" both change lanes.road.transit"));
    assert_int_equal(load_sweep(f,
                         "sweep:\n"
                         "  factors:\n"
                         "    point: {path: "
                         "sites.depot.stock.vial.policy.min_max.reorder_point, values: "
                         "[5]}\n"
                         "    rule: {path: sites.depot.stock.vial.policy, values: "
                         "[{base_stock: 9}]}\n"),
        BW_ERR_INPUT);
    fixture_expect(f, "sweep.factors.rule.path",
        "both change sites.depot.stock.vial.policy.min_max.reorder_point");
    assert_int_equal(load_sweep(f,
                         "sweep:\n"
                         "  factors:\n"
                         "    a: {path: sites.*.stock.lipid.initial, values: [1, 2]}\n"
                         "    b: {path: sites.*.stock.vial.initial, values: [1, 2]}\n"),
        BW_OK);
    fixture_expect_none(f);
}

int main(void)
{
#define WITH_FIXTURE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_scenario_loads_the_example_of_the_design),
        WITH_FIXTURE(test_scenario_inputs_are_sorted_and_complete),
        WITH_FIXTURE(test_scenario_missing_file),
        WITH_FIXTURE(test_scenario_derive_changes_only_what_is_assigned),
        WITH_FIXTURE(test_scenario_derive_reports_errors),
        WITH_FIXTURE(test_scenario_hash_is_that_of_content),
        WITH_FIXTURE(test_scenario_streams_do_not_depend_on_other_elements),
        WITH_FIXTURE(test_scenario_sweep_is_checked_when_loaded),
        WITH_FIXTURE(test_scenario_factors_of_a_grid_do_not_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
