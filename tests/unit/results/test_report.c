/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports drawn by gnuplot; without it the tests of pictures are skipped.
 */
#include "result_fixture.h"
#include "results/report.h"
#include "results/report_internal.h"
#include "results/result_file.h"
#include "unit.h"

#include "base/io.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)1 << 24)

static char folder[64];
static char path[128];
static struct bw_error_list errors;
static struct bw_report_files files;
static struct result_fixture fixture;

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/bw-test-report-XXXXXX");
    bw_error_list_init(&errors);
    memset(&files, 0, sizeof files);
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/r.h5", folder);
    return 0;
}

static const char *file_path(const char *name)
{
    static char joined[256];
    (void)snprintf(joined, sizeof joined, "%s/%s", folder, name);
    return joined;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < files.count; i++) {
        (void)unlink(file_path(files.names[i]));
    }
    (void)unlink(file_path("index.html"));
    (void)unlink(path);
    bw_error_list_release(&errors);
    result_fixture_release(&fixture);
    return rmdir(folder); /* fails when a temporary file was left */
}

static struct bw_result_data *write_and_read(void)
{
    struct bw_result_data *data = NULL;
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    assert_int_equal(bw_result_read(path, &data, &errors), BW_OK);
    return data;
}

static void read_file(const char *name, struct bw_text *text)
{
    bw_text_init(text);
    assert_int_equal(
        bw_io_read_file(file_path(name), FILE_LIMIT, text, &errors), BW_OK);
}

/* Writes the report, or skips the test where there is no gnuplot. */
static void write_report(const struct bw_result_data *data)
{
    enum bw_status status = bw_report_write(data, folder, NULL, &files, &errors);
    if (status == BW_ERR_MISSING) {
        skip();
    }
    assert_int_equal(status, BW_OK);
}

static void test_report_has_page_and_pictures(void **state)
{
    struct bw_result_data *data = NULL;
    struct bw_text page, first, second;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    data = write_and_read();
    write_report(data);
    assert_int_equal(files.count, BW_REPORT_FILES);
    read_file("index.html", &page);
    assert_non_null(strstr(page.bytes, "Mainz &amp; &lt;Depot&gt;"));
    assert_null(strstr(page.bytes, "<Depot>"));
    assert_null(strstr(page.bytes, "<script"));
    assert_non_null(strstr(page.bytes, "src=\"tradeoff.svg\""));
    assert_non_null(strstr(page.bytes, "no data; two weeks of demand"));
    bw_text_release(&page);
    read_file("lead_time.svg", &first);
    write_report(data);
    read_file("lead_time.svg", &second);
    assert_string_equal(first.bytes, second.bytes);
    bw_text_release(&first);
    bw_text_release(&second);
    bw_result_data_free(data);
}

static void test_report_of_one_point_has_no_trade_off(void **state)
{
    const struct result_fixture_size size = {1, 1, 3, 0};
    struct bw_result_data *data = NULL;
    struct bw_text page;
    (void)state;
    result_fixture_make(&fixture, &size);
    data = write_and_read();
    write_report(data);
    for (size_t i = 0; i < files.count; i++) {
        assert_null(strstr(files.names[i], "tradeoff"));
    }
    read_file("index.html", &page);
    assert_null(strstr(page.bytes, "tradeoff"));
    bw_text_release(&page);
    bw_result_data_free(data);
}

/* A run in which nothing was delivered. */
static void test_report_of_nothing_but_nan(void **state)
{
    struct bw_result_data *data = NULL;
    size_t count = 0;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    count = (size_t)fixture.set.point_count * fixture.set.replication_count
        * fixture.layout->size;
    for (size_t i = 0; i < count; i++) {
        fixture.values[i] = NAN;
    }
    for (uint32_t i = 0; i < fixture.set.point_count * BW_BOTTLENECK_RANKS; i++) {
        ((struct bw_bottleneck *)fixture.set.bottlenecks)[i].element = BW_NONE;
    }
    data = write_and_read();
    assert_int_equal(bw_report_write(data, folder, NULL, &files, &errors), BW_OK);
    assert_int_equal(files.count, 1);
    bw_result_data_free(data);
}

static size_t count_texts(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

/* All points in one place, some replications at 0: an interval would reach below. */
static void test_report_trade_off_has_room_and_no_negative_time(void **state)
{
    struct bw_result_data *data = NULL;
    struct bw_text script;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    for (uint32_t p = 0; p < fixture.set.point_count; p++) {
        for (uint32_t r = 0; r < fixture.set.replication_count; r++) {
            *result_fixture_chain(&fixture, p, r, "flow_time_without_store") =
                r == 0 ? 9 : 0;
            *result_fixture_chain(&fixture, p, r, "cost") = 100;
            *result_fixture_chain(&fixture, p, r, "stock_value") = p;
        }
    }
    data = write_and_read();
    bw_text_init(&script);
    assert_true(bw_report_plot_trade_off(data, NULL, &script));
    assert_int_equal(count_texts(script.bytes, "set yrange [0:"), 2);
    /* One number for the cost, where all points are one; four for the stock. */
    assert_int_equal(count_texts(script.bytes, "set label '"), 1 + 4);
    assert_int_equal(count_texts(script.bytes, "set label '0'"), 2);
    bw_text_release(&script);
    bw_result_data_free(data);
}

/* Names that would end a string, start a command or a format. */
static void test_report_with_hostile_names_draws(void **state)
{
    static const char nasty[] = "a'b\"c`id`\n%d\\n{/Bold x}_y^z $x @y \xe2\x82\xac";
    struct bw_result_data *data = NULL;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    for (uint32_t i = 1; i < fixture.network->element_count; i++) {
        fixture.network->elements[i].path = nasty;
    }
    for (uint32_t p = 1; p < fixture.set.point_count; p++) {
        ((const char **)fixture.set.point_labels)[p] = nasty;
    }
    data = write_and_read();
    write_report(data);
    assert_int_equal(files.count, BW_REPORT_FILES);
    bw_result_data_free(data);
}

static void test_report_tables_only_needs_no_gnuplot(void **state)
{
    const struct bw_report_options options = {
        .gnuplot = "bw-no-such-program", .tables_only = true};
    struct bw_result_data *data = NULL;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    data = write_and_read();
    assert_int_equal(bw_report_write(data, folder, &options, &files, &errors), BW_OK);
    assert_int_equal(files.count, 1);
    bw_result_data_free(data);
}

static void test_report_without_gnuplot_says_so(void **state)
{
    const struct bw_report_options options = {.gnuplot = "bw-no-such-program"};
    struct bw_result_data *data = NULL;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    data = write_and_read();
    assert_int_equal(
        bw_report_write(data, folder, &options, NULL, &errors), BW_ERR_MISSING);
    assert_non_null(strstr(errors.errors[errors.count - 1].text, "gnuplot-nox"));
    bw_result_data_free(data);
}

/* A program that ends well and writes nothing, as gnuplot on a full disk. */
static void test_report_with_unwritten_picture_fails(void **state)
{
    const struct bw_report_options options = {.gnuplot = "true"};
    struct bw_result_data *data = NULL;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    data = write_and_read();
    assert_int_equal(bw_report_write(data, folder, &options, NULL, &errors), BW_ERR_IO);
    bw_result_data_free(data);
}

static void test_report_in_bad_folder_fails(void **state)
{
    struct bw_result_data *data = NULL;
    (void)state;
    result_fixture_make(&fixture, &result_fixture_small);
    data = write_and_read();
    assert_int_equal(
        bw_report_write(data, "/tmp/bw-no-such-folder/report", NULL, NULL, &errors),
        BW_ERR_CREATE);
    assert_int_equal(bw_report_write(data, path, NULL, NULL, &errors), BW_ERR_CREATE);
    bw_result_data_free(data);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_report_has_page_and_pictures),
        TEST(test_report_of_one_point_has_no_trade_off),
        TEST(test_report_of_nothing_but_nan),
        TEST(test_report_trade_off_has_room_and_no_negative_time),
        TEST(test_report_with_hostile_names_draws),
        TEST(test_report_tables_only_needs_no_gnuplot),
        TEST(test_report_without_gnuplot_says_so),
        TEST(test_report_with_unwritten_picture_fails),
        TEST(test_report_in_bad_folder_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
