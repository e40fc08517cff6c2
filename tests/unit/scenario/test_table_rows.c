/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/table_rows.h"

#include "scenario_support.h"

#include <math.h>
#include <string.h>

/* A chain whose pharmacies stand in tables. */
static const char chain[] =
    "bullwhip: 1\n"
    "time: {start: 2026-01-05, horizon: 52 w}\n"
    "items: {vial: {unit: vial}}\n"
    "tables: {sites: sites.csv, lanes: lanes.csv, stock: stock.csv, demand: "
    "demand.csv}\n"
    "defaults: {lanes: {\"to-*\": {from: hub, transit: 3 d}}}\n"
    "sites:\n"
    "  works: {supply: {vial: {lead_time: 5 d}}}\n"
    "  hub: {stock: {vial: {from: works, policy: {base_stock: 900}}}}\n"
    "  b: {region: own}\n"
    "lanes:\n"
    "  works-hub: {from: works, to: hub, transit: 1 d}\n";

/* Writes the four tables. */
static void write_tables(struct fixture *f)
{
    fixture_write(
        f, "sites.csv", "site,region,kind\na,eu,shop\nb,eu,\"shop, small\"\n");
    fixture_write(f, "lanes.csv", "lane,to,transit [d]\nto-a,a,2\nto-b,b,\n");
    fixture_write(f, "stock.csv",
        "site,item,from,policy.min_max.reorder_point,policy.min_max.order_up_to,"
        "initial\n"
        "b,vial,hub,6,9,\n"
        "a,vial,hub,5,8,7\n");
    fixture_write(f, "demand.csv",
        "demand,at,item,arrivals.poisson [/d],size\n"
        "at-a,a,vial,3,\n"
        "at-b,b,vial,1.5,\"{poisson: {mean: 2}}\"\n");
}

static void test_tables_give_elements(void **state)
{
    struct fixture *f = *state;
    write_tables(f);
    (void)fixture_load(f, chain);
    fixture_expect_none(f);
    assert_int_equal(f->scenario->network->site_count, 4);
    assert_int_equal(f->scenario->network->lane_count, 3);
    assert_int_equal(f->scenario->network->demand_count, 2);
    assert_true(
        parameter_of(f, "sites.b.stock.vial.policy.min_max.reorder_point") == 6);
    assert_string_equal(row_of(f, "sites.a.stock.vial.initial")->value, "7");
    assert_string_equal(
        row_of(f, "sites.a.stock.vial.initial")->origin, "table, stock.csv:3");
    assert_string_equal(row_of(f, "sites.b.kind")->value, "shop, small");
}

static void test_an_empty_cell_gives_nothing(void **state)
{
    struct fixture *f = *state;
    write_tables(f);
    (void)fixture_load(f, chain);
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.b.stock.vial.initial")->origin, "default");
    assert_string_equal(row_of(f, "lanes.to-b.transit")->value, "3");
    assert_string_equal(row_of(f, "lanes.to-a.transit")->value, "2");
    assert_string_equal(row_of(f, "lanes.to-a.transit")->unit, "d");
}

static void test_an_own_entry_wins_over_a_row(void **state)
{
    struct fixture *f = *state;
    write_tables(f);
    (void)fixture_load(f, chain);
    fixture_expect_none(f);
    assert_string_equal(row_of(f, "sites.b.region")->value, "own");
    assert_string_equal(row_of(f, "sites.b.region")->origin, "file");
    assert_string_equal(row_of(f, "sites.a.region")->value, "eu");
}

static void test_the_digest_of_a_table_is_an_input(void **state)
{
    struct fixture *f = *state;
    char first[BW_SHA256_TEXT];
    write_tables(f);
    (void)fixture_load(f, chain);
    fixture_expect_none(f);
    assert_int_equal(strncmp(row_of(f, "tables.stock")->source, "SHA-256 ", 8), 0);
    assert_int_equal(strlen(row_of(f, "tables.stock")->source), 8 + 64);
    memcpy(first, f->scenario->sha256, sizeof first);
    fixture_write(f, "sites.csv", "site,region,kind\na,us,shop\nb,eu,shop\n");
    (void)fixture_load(f, chain);
    fixture_expect_none(f);
    assert_string_not_equal(first, f->scenario->sha256);
}

/* Expects one error at a place of the table. */
static void expect_at(
    const struct fixture *f, const char *path, const char *part, int line, int column)
{
    fixture_expect(f, path, part);
    assert_int_equal(f->errors.errors[0].position.line, line);
    assert_int_equal(f->errors.errors[0].position.column, column);
}

static void test_errors_name_the_cell_and_its_heading(void **state)
{
    struct fixture *f = *state;
    write_tables(f);
    fixture_write(f, "lanes.csv", "lane,to,transit [d]\nto-a,a,2\nto-b,b,soon\n");
    (void)fixture_load(f, chain);
    expect_at(f, "lanes.to-b.transit", "expected", 3, 8);
    assert_non_null(strstr(f->errors.errors[0].position.file, "lanes.csv"));
}

static void test_headings_are_checked(void **state)
{
    struct fixture *f = *state;
    write_tables(f);
    fixture_write(f, "lanes.csv", "lane,to,transitt [d]\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.lanes", "did you mean \"transit\"?"));
    fixture_write(f, "lanes.csv", "lane,to,to\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.lanes", "column \"to\": an earlier column"));
    fixture_write(f, "lanes.csv", "lane,transit.gamma.mean,transit\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.lanes", "or a part of it"));
    fixture_write(f, "lanes.csv", "to,transit\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.lanes", "no column is named lane"));
    fixture_write(f, "lanes.csv", "lane,to.a\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.lanes", "a value has no keys below it"));
}

static void test_rows_are_checked(void **state)
{
    struct fixture *f = *state;
    write_tables(f);
    fixture_write(f, "sites.csv", "site,region,kind\na,eu,shop\nb,eu,x\na,eu,y\n");
    (void)fixture_load(f, chain);
    expect_at(
        f, "sites.a", "a second row for one id; the first stands in line 2", 4, 1);
    write_tables(f);
    fixture_write(
        f, "stock.csv", "site,item,from\na,vial,hub\nb,vial,hub\na,vial,hub\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.stock",
                    "a second row for vial at a; the first is in line 2")
        || fixture_has(
            f, "sites", "a second row for vial at a; the first is in line 2"));
    write_tables(f);
    fixture_write(f, "stock.csv", "site,item,from,initial\nc,vial,hub,1\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "sites.c", "no site has this id"));
    write_tables(f);
    fixture_write(f, "stock.csv", "site,item,from\na,,hub\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.stock", "expected an id in column item"));
    fixture_write(f, "stock.csv", "site,item,from\na,vial\n");
    (void)fixture_load(f, chain);
    assert_true(fixture_has(f, "tables.stock", "not as many fields"));
}

static void test_files_are_checked(void **state)
{
    struct fixture *f = *state;
    write_tables(f);
    fixture_write(f, "base.yaml", chain);
    (void)fixture_load(f, "extends: base.yaml\ntables: {lanes: none.csv}\n");
    assert_true(fixture_has(f, "tables.lanes", "none.csv"));
    (void)fixture_load(f, "extends: base.yaml\ntables: {lanes: ../lanes.csv}\n");
    assert_true(fixture_has(f, "tables.lanes", "without \"..\""));
    (void)fixture_load(f, "extends: base.yaml\ntables: {lane: lanes.csv}\n");
    assert_true(fixture_has(f, "tables.lane", "did you mean \"lanes\"?"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_tables_give_elements, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_an_empty_cell_gives_nothing, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_an_own_entry_wins_over_a_row, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_the_digest_of_a_table_is_an_input, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_errors_name_the_cell_and_its_heading, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_headings_are_checked, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_rows_are_checked, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_files_are_checked, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
