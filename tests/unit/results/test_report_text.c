/* SPDX-License-Identifier: Apache-2.0 */
#include "results/report_internal.h"
#include "unit.h"

#include <string.h>

static struct bw_text text;

static int set_up(void **state)
{
    (void)state;
    bw_text_init(&text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bw_text_release(&text);
    return 0;
}

static void check(const char *expected)
{
    assert_string_equal(bw_text_get(&text), expected);
    bw_text_clear(&text);
}

static void test_report_html_escapes_markup(void **state)
{
    (void)state;
    bw_report_add_html(&text, "a<b>&\"c\"\x01 \xc3\xbc");
    check("a&lt;b&gt;&amp;&quot;c&quot;  \xc3\xbc");
}

static void test_report_shortened_keeps_both_ends(void **state)
{
    (void)state;
    bw_report_add_shortened(&text, "abcdefghij", 10);
    check("abcdefghij");
    bw_report_add_shortened(&text, "abcdefghijk", 10);
    check("abcd\xe2\x80\xa6ghijk");
    bw_report_add_shortened(
        &text, "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4\xc3\xb6\xc3\xbc", 5);
    check("\xc3\xa4\xc3\xb6\xe2\x80\xa6\xc3\xb6\xc3\xbc");
    bw_report_add_shortened(&text, "", 5);
    check("");
}

/* Nothing of a name may become a gnuplot command. */
static void test_report_quoted_cannot_be_left(void **state)
{
    (void)state;
    bw_report_add_quoted(&text, "it's `id`\nset output 50%", 60, false);
    check("'it''s `id` set output 50%'");
    bw_report_add_quoted(&text, "50%", 60, true);
    check("'50%%'");
}

static void test_report_number_has_three_digits(void **state)
{
    static const struct {
        double value, like;
        const char *text;
    } rows[] = {
        {12.345, 12.345, "12.3"},
        {0.4, 12.345, "0.4"},
        {1.2345, 1.2345, "1.23"},
        {0.92345, 0.92345, "0.923"},
        {5200.4, 5200.4, "5200"},
        {1234567.8, 1234567.8,
            "1\xe2\x80\xaf"
            "234\xe2\x80\xaf"
            "568"},
        {-1234.5, -1234.5, "-1234"},
        {0, 0, "0"},
        {-0.0001, 12, "0.0"},
        {0.0001234, 0.0001234, "0.00012"},
        {NAN, 1, "\xe2\x80\x93"},
        {INFINITY, 1, "\xe2\x88\x9e"},
    };
    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(rows); i++) {
        bw_report_add_number(&text, rows[i].value, rows[i].like);
        check(rows[i].text);
    }
    bw_report_add_percent(&text, 0.1849);
    check("18\xe2\x80\xaf%");
    bw_report_add_percent(&text, NAN);
    check("\xe2\x80\x93");
}

/* Two elements, two stages: the store is left out of the endpoint without it. */
static void test_report_view_leaves_out_store(void **state)
{
    static const char *const elements[] = {"a", "a", "b", "rest"};
    static const char *const stages[] = {"store", "queue", "queue", "rest"};
    static const double values[] = {9, 1, 3, 0.5, 9, 3, NAN, 0.5};
    struct bw_result_data data = {.endpoint = "flow_time_without_store",
        .point_count = 1,
        .replication_count = 2};
    struct bw_report_view view;
    struct bw_arena arena;
    (void)state;
    data.attribution =
        (struct bw_read_attribution){4, elements, stages, values, values};
    bw_arena_init(&arena);
    assert_int_equal(bw_report_view_make(&data, 0, &arena, &view), BW_OK);
    assert_int_equal(view.share_count, 2);
    assert_string_equal(view.shares[0].element, "b");
    bw_assert_close(view.shares[0].total, 3, 0);
    bw_assert_close(view.shares[1].total, 2, 0);
    bw_assert_close(view.total, 5.5, 0);
    bw_assert_close(view.shares[0].stages[BW_STAGE_QUEUE], 3, 0);
    bw_assert_close(view.rest, 0.5, 0);
    assert_false(view.is_order);
    data.endpoint = "lead_time";
    assert_int_equal(bw_report_view_make(&data, 0, &arena, &view), BW_OK);
    assert_true(view.is_order);
    assert_string_equal(view.shares[0].element, "a");
    bw_assert_close(view.shares[0].stages[BW_STAGE_STORE], 9, 0);
    bw_assert_close(view.shares[0].stages[BW_STAGE_QUEUE], 2, 0);
    bw_arena_release(&arena);
}

/* Process and transit are work, the largest stage of "a" among them. */
static void test_report_page_names_the_waiting_stage_and_the_work(void **state)
{
    static const char *const elements[] = {"a", "a", "b"};
    static const char *const stages[] = {"process", "hold", "transit"};
    static const double values[] = {9, 1, 2};
    static const char *const ranked[] = {"a"};
    static const double one[] = {1};
    static const char *const labels[] = {"base"};
    const bool has_picture[BW_REPORT_PICTURES] = {false};
    struct bw_result_data data = {.title = "",
        .scenario_name = "plain.yaml",
        .scenario_sha256 = "00",
        .program_version = "bullwhip 0.1.0",
        .design = "run",
        .endpoint = "flow_time",
        .currency = "EUR",
        .start = "2026-01-05",
        .endpoint_metric = "flow_time",
        .point_count = 1,
        .replication_count = 1,
        .point_labels = labels};
    struct bw_report_view view;
    struct bw_arena arena;
    (void)state;
    data.attribution =
        (struct bw_read_attribution){3, elements, stages, values, values};
    data.bottlenecks = (struct bw_read_bottlenecks){1, ranked, one, one, one};
    bw_arena_init(&arena);
    assert_int_equal(bw_report_view_make(&data, 0, &arena, &view), BW_OK);
    bw_assert_close(view.work, 11, 0);
    bw_report_add_page(&data, &view, has_picture, &text);
    assert_non_null(strstr(bw_text_get(&text), "<td>a</td><td>hold</td>"));
    assert_non_null(strstr(bw_text_get(&text),
        "Of 12.0 d of flow time, 11.0 d (92\xe2\x80\xaf%) are work and movement"));
    assert_non_null(strstr(bw_text_get(&text), "Made by bullwhip 0.1.0 from"));
    assert_non_null(strstr(bw_text_get(&text), "<title>plain.yaml</title>"));
    bw_arena_release(&arena);
}

/* Of two ledgers one is used; nothing is known of its availability. */
static void test_report_highlights_ledgers_in_units_that_suit(void **state)
{
    static const char *const elements[] = {"ledger.idle", "ledger.used"};
    static const char *const labels[] = {"base"};
    static const double load[] = {0, 3, 0, 5};
    static const double time[] = {NAN, 2.0 / 86400, NAN, 2.0 / 86400};
    static const double unknown[] = {NAN, NAN, NAN, NAN};
    static const struct bw_read_metric metrics[] = {
        {"load", "1/d", "", load},
        {"verification_time", "d", "", time},
        {"availability", "1", "", unknown},
    };
    struct bw_result_data data = {
        .point_count = 1, .replication_count = 2, .point_labels = labels};
    (void)state;
    data.groups[0] = (struct bw_read_group){"ledger", elements, 2, metrics, 3};
    data.group_count = 1;
    bw_report_add_highlights(&data, &text);
    assert_non_null(strstr(bw_text_get(&text), "<h2>Ledgers</h2>"));
    assert_null(strstr(bw_text_get(&text), "ledger.idle"));
    assert_null(strstr(bw_text_get(&text), "available"));
    assert_non_null(
        strstr(bw_text_get(&text), "<td>ledger.used</td><td class=\"n\">4.00"));
    assert_non_null(strstr(bw_text_get(&text),
        "2.00\xc2\xa0\xc2\xb1\xc2\xa0"
        "0.00&nbsp;s"));
    bw_text_clear(&text);
}

/* The same stage in two reports, once first and once second. */
static void test_report_stage_has_one_colour_in_all_reports(void **state)
{
    static const char expected[] = "lc rgb '#0072B2' title 'queue'";
    struct bw_report_share shares[2] = {
        {"a", 9, {[BW_STAGE_QUEUE] = 9}},
        {"b", 3, {[BW_STAGE_QUEUE] = 1, [BW_STAGE_ORDER] = 2}},
    };
    struct bw_report_view view = {.shares = shares, .share_count = 1, .total = 12};
    (void)state;
    assert_true(bw_report_plot_attribution(NULL, &view, &text));
    assert_non_null(strstr(bw_text_get(&text), expected));
    bw_text_clear(&text);
    view.share_count = 2;
    assert_true(bw_report_plot_attribution(NULL, &view, &text));
    assert_non_null(strstr(bw_text_get(&text), expected));
    assert_non_null(strstr(bw_text_get(&text), "title 'order'"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_report_html_escapes_markup),
        TEST(test_report_shortened_keeps_both_ends),
        TEST(test_report_quoted_cannot_be_left),
        TEST(test_report_number_has_three_digits),
        TEST(test_report_view_leaves_out_store),
        TEST(test_report_page_names_the_waiting_stage_and_the_work),
        TEST(test_report_highlights_ledgers_in_units_that_suit),
        TEST(test_report_stage_has_one_colour_in_all_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
