/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors of form: each at its place, all of a file together (REQ-I9), and every number
 * of the schema at the borders of its range (REQ-I5).
 */
#include "scenario/check.h"

#include "base/number.h"
#include "base/time.h"
#include "scenario_support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct planted {
    int line, column;
    const char *path;
};

static void expect_planted(
    struct fixture *f, const char *file, const struct planted *rows, size_t count)
{
    char path[512];
    (void)snprintf(
        path, sizeof path, "%s/tests/unit/scenario/%s", BW_SOURCE_ROOT, file);
    assert_int_equal(
        bw_scenario_load(path, NULL, 0, &f->errors, &f->scenario), BW_ERR_INPUT);
    assert_int_equal(f->errors.count, count);
    for (size_t i = 0; i < count; i++) {
        const struct bw_error *error = &f->errors.errors[i];
        assert_string_equal(error->path, rows[i].path);
        assert_int_equal(error->position.line, rows[i].line);
        assert_int_equal(error->position.column, rows[i].column);
    }
}

static void test_check_finds_ten_mistakes_of_form(void **state)
{
    static const struct planted rows[] = {
        {3, 15, "time.start"},
        {3, 49, "time.horizon"},
        {4, 21, "run.replications"},
        {6, 29, "items.lipid.quantum"},
        {7, 37, "items.vial.shelf_live"},
        {10, 3, "storage.cold"},
        {14, 27, "sites.works.supply.lipid.lead_time.gama"},
        {15, 3, "sites.Mainz"},
        {22, 24, "sites.mainz.make.vial.steps.fill.time"},
        {22, 38, "sites.mainz.make.vial.steps.fill.yield"},
    };
    expect_planted(*state, "mistakes-keys.yaml", rows, sizeof rows / sizeof rows[0]);
}

static void test_check_finds_ten_mistakes_of_meaning(void **state)
{
    static const struct planted rows[] = {
        {6, 31, "items.vial.storage"},
        {8, 10, "storage.cold.range"},
        {12, 31, "sites.works.supply.lipid.reliability"},
        {17, 36, "sites.mainz.make.vial.needs.water"},
        {19, 28, "sites.mainz.make.vial.steps.fill.resource"},
        {19, 46, "sites.mainz.make.vial.steps.fill.then"},
        {22, 7, "sites.mainz.stock.lipid"},
        {26, 20, "sites.depot.stock.vial.from"},
        {28, 3, "lanes.out"},
        {32, 40, "demand.clinics.by"},
    };
    expect_planted(
        *state, "mistakes-references.yaml", rows, sizeof rows / sizeof rows[0]);
}

static void test_check_writes_errors_like_the_design(void **state)
{
    struct fixture *f = *state;
    struct bw_text text;
    assert_int_equal(fixture_load_changed(f, "test: {time: 2 d}", "test: {time: fast}"),
        BW_ERR_INPUT);
    assert_int_equal(f->errors.count, 1);
    bw_text_init(&text);
    bw_error_write(&f->errors.errors[0], &text);
    assert_non_null(strstr(bw_text_get(&text),
        "main.yaml:20:24: sites.plant.make.vial.steps.test.time: expected a duration "
        "such "
        "as \"3 d\", found \"fast\""));
    bw_text_release(&text);
}

static void test_check_reports_a_slip_once(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        fixture_load_changed(f, "{from: plant, to: depot", "{form: plant, to: depot"),
        BW_ERR_INPUT);
    assert_true(fixture_has(f, "lanes.road.form", "did you mean \"from\"?"));
    assert_false(fixture_has(f, "lanes.road", "missing"));
}

static void test_check_wants_required_keys(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load_changed(f, ", transit: 2 d", ""), BW_ERR_INPUT);
    fixture_expect(f, "lanes.road", "missing key \"transit\"");
    assert_int_equal(fixture_load(f, "[1, 2]"), BW_ERR_INPUT);
    fixture_expect(f, "", "expected a mapping with the keys of a scenario");
}

static void test_check_reads_wrapped_values(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(
        f, "servers: 2", "servers: {value: 3, source: \"[S06]\", mark: K}");
    fixture_expect_none(f);
    const struct bw_input_row *row = row_of(f, "sites.plant.resources.suite.servers");
    assert_string_equal(row->value, "3");
    assert_string_equal(row->mark, "K");
    assert_string_equal(row->source, "[S06]");
    (void)fixture_load_changed(f, "servers: 2", "servers: {value: 3, mark: X}");
    fixture_expect(f, "sites.plant.resources.suite.servers.mark", "\"S\", \"K\"");
    (void)fixture_load_changed(f, "servers: 2", "servers: {valeu: 3, mark: A}");
    assert_true(fixture_has(
        f, "sites.plant.resources.suite.servers.valeu", "did you mean \"value\"?"));
}

static void test_check_knows_true_and_false_only(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(f, "size: 10", "size: 10, partial: yes");
    fixture_expect(
        f, "demand.clinics.partial", "expected true or false, found \"yes\"");
    (void)fixture_load_changed(f, "size: 10", "size: 10, unmet: lots");
    fixture_expect(f, "demand.clinics.unmet", "did you mean \"lost\"?");
}

static void test_check_wants_a_word_alone(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_load_changed(f, "policy: {base_stock: 500}",
                         "policy: {make_to_order: true}"),
        BW_ERR_INPUT);
    fixture_expect(f, "sites.plant.stock.vial.policy.make_to_order",
        "write the word alone: \"policy: make_to_order\"");
}

/* The element with the id is the only error, not those who name it. */
static void test_check_reports_a_wrong_id_once(void **state)
{
    static const char text[] =
        "bullwhip: 1\n"
        "time: {start: 2026-01-05, horizon: 52 w}\n"
        "items: {vial: {unit: vial}}\n"
        "sites:\n"
        "  works: {supply: {vial: {lead_time: 5 d}}}\n"
        "  plant: {stock: {vial: {from: works, policy: {base_stock: 9}}}}\n"
        "  depot_n:\n"
        "    resources: {desk: {servers: 1}}\n"
        "    stock: {vial: {from: plant, policy: {base_stock: 9}}}\n"
        "  hosp-a: {stock: {vial: {from: depot_n, policy: {base_stock: 9}}}}\n"
        "lanes:\n"
        "  road: {from: plant, to: depot_n, transit: 2 d}\n"
        "  van: {from: depot_n, to: hosp-a, transit: 2 d, resolver: {resource: "
        "depot_n.desk, time: 1 h}}\n"
        "demand:\n"
        "  clinics: {at: depot_n, item: vial, arrivals: {poisson: 4 /d}}\n";
    struct fixture *f = *state;
    assert_int_equal(fixture_load(f, text), BW_ERR_INPUT);
    fixture_expect(f, "sites.depot_n", "expected an id of at most");
    assert_int_equal(
        fixture_load_changed(f, "  depot:\n    storage", "  depot_n:\n    storage"),
        BW_ERR_INPUT);
    assert_true(fixture_has(f, "lanes.road.to", "expected an id in sites"));
    assert_false(fixture_has(f, "lanes.road.to", "did you mean"));
    assert_int_equal(
        fixture_load_changed(f, "  lipid: {unit: g}", "  Lipid: {unit: g}"),
        BW_ERR_INPUT);
    assert_true(fixture_has(f, "items.Lipid", "expected an id of at most"));
}

static void test_check_refuses_money_below_0(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        fixture_load_changed(f, "size: 10", "size: 10, price: -3"), BW_ERR_INPUT);
    fixture_expect(f, "demand.clinics.price", "of at least 0 and at most");
    assert_int_equal(
        fixture_load_changed(f, "{servers: 2}", "{servers: 2, cost: -1 /d}"),
        BW_ERR_INPUT);
    fixture_expect(f, "sites.plant.resources.suite.cost", "of at least 0 and at most");
}

static void test_check_names_the_units_of_durations(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(f, "test: {time: 2 d}", "test: {time: 21 days}");
    fixture_expect(f, "sites.plant.make.vial.steps.test.time",
        "found \"21 days\"; the units are us, ms, s, min, h, d, w, month, y; did you "
        "mean \"21 d\"?");
    (void)fixture_load_changed(f, "horizon: 52 w", "horizon: 1.5 years");
    fixture_expect(f, "time.horizon", "did you mean \"1.5 y\"?");
    (void)fixture_load_changed(f, "horizon: 52 w", "horizon: 52");
    fixture_expect(
        f, "time.horizon", "the units are us, ms, s, min, h, d, w, month, y");
}

static void test_check_allows_ten_million_replications(void **state)
{
    struct fixture *f = *state;
    (void)fixture_load_changed(f, "items:", "run: {replications: 10000000}\nitems:");
    fixture_expect_none(f);
    (void)fixture_load_changed(f, "items:", "run: {replications: 10000001}\nitems:");
    fixture_expect(f, "run.replications", "from 1 to ");
}

/* What one table tries: values at and beyond the borders of each number's range. */
struct borders {
    struct bw_reader reader;
    struct bw_error_list errors;
    unsigned tried;
};

static bool accepts(struct borders *b, const struct bw_row *row, const char *text)
{
    struct bw_node node = {.kind = BW_NODE_SCALAR, .text = text, .size = 1};
    struct bw_entry entry = {.key = row->key, .value = &node};
    b->reader.status = BW_OK;
    bw_check_value(&b->reader, row, &entry);
    b->tried++;
    return b->reader.status == BW_OK;
}

/* Writes a bound in the unit of its dimension, a little moved. */
static const char *bound_text(
    const struct bw_row *row, double bound, double move, char *text)
{
    char number[32];
    bool ticks = row->dimension == BW_DIMENSION_DURATION;
    bool rate = row->dimension == BW_DIMENSION_RATE;
    bool whole = row->type == BW_ROW_INTEGER;
    double scale = fabs(bound) > 1.0 ? fabs(bound) : 1.0;
    double value = bound + (whole || ticks ? move : move * scale * 1e-6);
    if (whole) {
        (void)snprintf(text, 64, "%.0f", value);
        return text;
    }
    (void)bw_number_write(value, number, sizeof number);
    const struct bw_dimension_row *dimension = bw_dimension(row->dimension);
    const char *unit = dimension->plain ? "" : dimension->unit;
    (void)snprintf(text, 64, "%s %s", number, ticks ? "us" : rate ? "/us" : unit);
    return text;
}

static void try_row(struct borders *b, const struct bw_row *row)
{
    char text[64];
    static const char *const nonsense[] = {
        "nan", "inf", "-inf", "1e999", "010", "12:30", "1_000", "", "~", "fast"};
    for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        assert_false(accepts(b, row, nonsense[i]));
    }
    bool per = row->dimension == BW_DIMENSION_MONEY_RATE
        || row->dimension == BW_DIMENSION_MONEY_UNIT_RATE;
    if (per) {
        assert_true(accepts(b, row, "0"));
        return;
    }
    if (isfinite(row->min)) {
        assert_int_equal(
            accepts(b, row, bound_text(row, row->min, 0.0, text)), !row->above_min);
        assert_false(accepts(b, row, bound_text(row, row->min, -1.0, text)));
    }
    if (isfinite(row->max)) {
        assert_true(accepts(b, row, bound_text(row, row->max, 0.0, text)));
        assert_false(accepts(b, row, bound_text(row, row->max, 1.0, text)));
    }
}

static void try_table(const struct bw_table *table, void *context)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        enum bw_row_type type = table->rows[i].type;
        if (type == BW_ROW_NUMBER || type == BW_ROW_INTEGER || type == BW_ROW_LAW) {
            try_row(context, &table->rows[i]);
        }
    }
}

static void test_check_keeps_every_number_in_its_range(void **state)
{
    struct bw_arena arena;
    struct borders b = {.tried = 0};
    (void)state;
    bw_arena_init(&arena);
    bw_error_list_init(&b.errors);
    bw_reader_init(&b.reader, &arena, &b.errors);
    bw_schema_walk(&bw_schema_root, try_table, &b);
    assert_true(b.tried > 500);
    bw_reader_release(&b.reader);
    bw_error_list_release(&b.errors);
    bw_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_check_finds_ten_mistakes_of_form, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_finds_ten_mistakes_of_meaning, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_writes_errors_like_the_design, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_reports_a_slip_once, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_wants_required_keys, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_reads_wrapped_values, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_knows_true_and_false_only, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_wants_a_word_alone, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_reports_a_wrong_id_once, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_refuses_money_below_0, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_check_names_the_units_of_durations, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_check_allows_ten_million_replications,
            fixture_setup, fixture_teardown),
        cmocka_unit_test(test_check_keeps_every_number_in_its_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
