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
    assert_int_equal(view.stage_count, 1);
    assert_false(view.is_order);
    data.endpoint = "lead_time";
    assert_int_equal(bw_report_view_make(&data, 0, &arena, &view), BW_OK);
    assert_true(view.is_order);
    assert_string_equal(view.shares[0].element, "a");
    assert_string_equal(view.stages[0], "store");
    bw_assert_close(view.shares[0].stages[0], 9, 0);
    bw_assert_close(view.shares[0].stages[1], 2, 0);
    bw_arena_release(&arena);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
