/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "results/export_csv.h"
#include "unit.h"

static const double chain_cost[] = {100, 200, 0.1, 0.30000000000000004};
static const double stock_share[] = {1, NAN, 0.5, NAN, 0, NAN, 1, NAN};
static const char *const labels[] = {"base", "safety=5, rule=\"due\""};
static const char *const whole[] = {"chain"};
static const char *const stocks[] = {"sites.a.stock.vial", "sites.b.stock.vial"};
static const struct bw_read_metric chain_metrics[] = {
    {"lead_time.order", "d", "x", chain_cost}};
static const struct bw_read_metric stock_metrics[] = {
    {"fill_rate", "1", "x", stock_share}};

/* Two points of two replications; the second stock is never defined. */
static void make_data(struct bw_result_data *data)
{
    *data = (struct bw_result_data){.point_count = 2,
        .replication_count = 2,
        .point_labels = labels,
        .group_count = 2};
    data->groups[0] = (struct bw_read_group){"chain", whole, 1, chain_metrics, 1};
    data->groups[1] = (struct bw_read_group){"stock", stocks, 2, stock_metrics, 1};
}

static const char golden[] =
    "point,element,metric,unit,mean,half_width,sd,min,max,n\n"
    "base,chain,lead_time.order,d,150,%s,70.71067811865476,100,200,2\n"
    "base,sites.a.stock.vial,fill_rate,1,0.75,%s,0.3535533905932738,0.5,1,2\n"
    "base,sites.b.stock.vial,fill_rate,1,nan,nan,nan,nan,nan,0\n"
    "\"safety=5, rule=\"\"due\"\"\",chain,lead_time.order,d,0.2,%s,"
    "0.14142135623730953,0.1,0.30000000000000004,2\n"
    "\"safety=5, rule=\"\"due\"\"\",sites.a.stock.vial,fill_rate,1,0.5,%s,"
    "0.7071067811865476,0,1,2\n"
    "\"safety=5, rule=\"\"due\"\"\",sites.b.stock.vial,fill_rate,1,nan,nan,nan,nan,nan,"
    "0\n";

static enum bw_status collect(void *context, const char *bytes, size_t length)
{
    bw_text_append(context, bytes, length);
    return BW_OK;
}

static enum bw_status refuse(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return BW_ERR_IO;
}

/* Compares but for the half-widths (%s), whose last digits are the library's. */
static void compare(const char *actual, const char *expected)
{
    while (*expected != '\0') {
        if (expected[0] == '%' && expected[1] == 's') {
            expected += 2;
            while (*actual != ',' && *actual != '\0') {
                actual++;
            }
            continue;
        }
        assert_int_equal(*actual, *expected);
        actual++;
        expected++;
    }
    assert_int_equal(*actual, '\0');
}

static void test_export_csv_matches_golden_text(void **state)
{
    struct bw_result_data data;
    struct bw_error_list errors;
    struct bw_text text;
    (void)state;
    make_data(&data);
    bw_error_list_init(&errors);
    bw_text_init(&text);
    assert_int_equal(bw_export_csv(&data, collect, &text, &errors), BW_OK);
    compare(bw_text_get(&text), golden);
    bw_text_release(&text);
    bw_error_list_release(&errors);
}

static void test_export_csv_passes_failure_of_sink(void **state)
{
    struct bw_result_data data;
    struct bw_error_list errors;
    (void)state;
    make_data(&data);
    bw_error_list_init(&errors);
    assert_int_equal(bw_export_csv(&data, refuse, NULL, &errors), BW_ERR_IO);
    bw_error_list_release(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export_csv_matches_golden_text),
        cmocka_unit_test(test_export_csv_passes_failure_of_sink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
