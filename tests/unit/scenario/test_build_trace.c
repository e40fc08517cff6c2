/* SPDX-License-Identifier: Apache-2.0
 *
 * Recorded orders of customers: what is read, and what is refused.
 */
#include "scenario_support.h"

#include "scenario/record_reader.h"

#include <string.h>

/* Loads the small scenario with orders from a file of this text. */
static void load(struct fixture *f, const char *trace, const char *csv)
{
    const struct bw_assignment set[] = {{"demand.clinics", trace}};
    fixture_write(f, "orders.csv", csv);
    (void)fixture_load_set(f, small_scenario, 1, set);
}

#define CLINICS "{at: depot, item: vial, arrivals: {trace: "

static void test_trace_reads_dates_with_and_without_a_time_of_day(void **state)
{
    static const char *const bad[] = {"2026-02-30", "2026-01-05T24:00", "2026-01-05T08",
        "2026-01-05x08:00", "2026-01-05T08:3o", "2026-1-5", "x", ""};
    bw_time time = 0;
    int64_t start = 0;
    (void)state;
    assert_true(bw_date_read("2026-01-05", &start));
    assert_true(bw_record_read_date("2026-01-07", start, &time));
    assert_int_equal(time, 2 * BW_DAY);
    assert_true(bw_record_read_date("2026-01-04T23:59Z", start, &time));
    assert_int_equal(time, -BW_MINUTE);
    assert_true(bw_record_read_date("2026-01-05 08:30:15", start, &time));
    assert_int_equal(time, 8 * BW_HOUR + 30 * BW_MINUTE + 15 * BW_SECOND);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(bw_record_read_date(bad[i], start, &time));
    }
}

static void test_trace_sorts_its_orders_by_time(void **state)
{
    struct fixture *f = *state;
    load(f, CLINICS "{file: orders.csv, unit: h}}}",
        "time,quantity\n36,2\n1 d,3\n36,4\n-1,5\n");
    fixture_expect(f, "demand.clinics.arrivals.trace", "1 of 4 orders lie before");
    const struct bw_demand *demand = &f->scenario->network->demands[0];
    const struct bw_trace_order *orders = f->scenario->network->trace_orders;
    assert_int_equal(demand->order_count, 3);
    assert_int_equal(orders[0].time, BW_DAY);
    assert_int_equal(orders[0].quantity, 3);
    assert_int_equal(orders[1].quantity, 2);
    assert_int_equal(orders[2].quantity, 4);
}

/* Errors stand in the file, with line and column, each once. */
static void test_trace_says_where_its_file_is_wrong(void **state)
{
    static const struct {
        const char *csv, *text;
        int line, column;
    } rows[] = {
        {"time,quantity\n1 d,2\nsoon,3\n", "expected a date such as", 3, 1},
        {"time,quantity\n1 d,-2\n", "expected a number of units of at least 0", 2, 5},
        {"time,quantity\n1 d,2,3\n", "not as many fields", 2, 1},
        {"time,quantities\n1 d,2\n",
            "no column is named \"quantity\"; did you mean \"quantities\"?", 1, 1},
        {"time,time,quantity\n", "two columns are named time", 1, 6},
        {"time,quantity\n", "no rows below the names", 2, 1},
        {"time,quantity\n300 y,2\n", "expected a date such as", 2, 1},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        load(f, CLINICS "{file: orders.csv}}}", rows[i].csv);
        fixture_expect(f, "demand.clinics.arrivals.trace.file", rows[i].text);
        const struct bw_error *error = &f->errors.errors[0];
        assert_non_null(strstr(error->position.file, "orders.csv"));
        assert_int_equal(error->position.line, rows[i].line);
        assert_int_equal(error->position.column, rows[i].column);
    }
}

static void test_trace_must_have_orders_of_its_demand(void **state)
{
    struct fixture *f = *state;
    load(f, CLINICS "{file: orders.csv, column: who}}}",
        "time,quantity,who\n1 d,2,clinic\n");
    assert_true(fixture_has(
        f, "demand.clinics.arrivals.trace", "no row has the owner clinics"));
    load(f, CLINICS "{file: orders.csv, item: what}}}",
        "time,quantity,what\n1 d,2,lipid\n");
    assert_true(
        fixture_has(f, "demand.clinics.arrivals.trace", "no row has the item vial"));
    load(f, CLINICS "{file: orders.csv, column: who, is: x}}}",
        "time,quantity,who\n1 d,2,x\n2 d,2,y\n3 d,4,y\n");
    fixture_expect(f, "", "orders of no demand: 2;");
}

static void test_trace_refuses_what_makes_no_sense(void **state)
{
    struct fixture *f = *state;
    const char *csv = "time,quantity\n1 d,2\n";
    load(f, CLINICS "{file: ../orders.csv}}}", csv);
    fixture_expect(f, "demand.clinics.arrivals.trace.file", "without \"..\"");
    load(f, CLINICS "{file: none.csv}}}", csv);
    fixture_expect(f, "demand.clinics.arrivals.trace.file", "none.csv");
    load(f, CLINICS "{file: orders.csv, unit: days}}}", csv);
    fixture_expect(f, "demand.clinics.arrivals.trace.unit", "expected a unit of time");
    load(f, CLINICS "{file: orders.csv, is: x}}}", csv);
    fixture_expect(f, "demand.clinics.arrivals.trace.is", "missing key \"column\"");
    load(f, CLINICS "{file: orders.csv}}, size: 3}", csv);
    fixture_expect(f, "demand.clinics.size", "a trace has its own quantities");
    load(f, CLINICS "{file: orders.csv}}, together: 3}", csv);
    fixture_expect(f, "demand.clinics.together", "a trace has its own orders");
    load(f, CLINICS "{file: orders.csv}}, unmet: lost, patience: 3 d}", csv);
    fixture_expect(f, "demand.clinics.patience", "nobody waits with \"unmet: lost\"");
}

/* The digest of the scenario changes with the file. */
static void test_trace_is_part_of_the_digest(void **state)
{
    struct fixture *f = *state;
    char digest[sizeof f->scenario->sha256];
    load(f, CLINICS "{file: orders.csv}}}", "time,quantity\n1 d,2\n");
    fixture_expect_none(f);
    memcpy(digest, f->scenario->sha256, sizeof digest);
    load(f, CLINICS "{file: orders.csv}}}", "time,quantity\n1 d,3\n");
    fixture_expect_none(f);
    assert_string_not_equal(digest, f->scenario->sha256);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trace_reads_dates_with_and_without_a_time_of_day),
        cmocka_unit_test_setup_teardown(
            test_trace_sorts_its_orders_by_time, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_trace_says_where_its_file_is_wrong, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_trace_must_have_orders_of_its_demand, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_trace_refuses_what_makes_no_sense, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_trace_is_part_of_the_digest, fixture_setup, fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
