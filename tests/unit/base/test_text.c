/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "unit.h"

#include <limits.h>
#include <string.h>

static void test_text_get_of_empty_text_is_empty(void **state)
{
    (void)state;
    struct bw_text text;
    bw_text_init(&text);
    assert_string_equal(bw_text_get(&text), "");
    bw_text_release(&text);
}

static void test_text_parts_are_appended_in_order(void **state)
{
    (void)state;
    struct bw_text text;
    bw_text_init(&text);
    bw_text_append(&text, "abcdef", 3);
    bw_text_add(&text, "-");
    bw_text_format(&text, "%d:%s", 42, "x");
    assert_string_equal(bw_text_get(&text), "abc-42:x");
    assert_int_equal(text.length, 8);
    assert_false(text.failed);
    bw_text_clear(&text);
    assert_string_equal(bw_text_get(&text), "");
    bw_text_add(&text, "again");
    assert_string_equal(bw_text_get(&text), "again");
    bw_text_release(&text);
}

static void test_text_grows_over_many_sizes(void **state)
{
    (void)state;
    struct bw_text text;
    bw_text_init(&text);
    size_t length = 0;
    for (int i = 0; i < 300; i++) {
        bw_text_format(&text, "%*d", i + 1, 7);
        length += (size_t)i + 1;
        assert_int_equal(text.length, length);
        assert_int_equal(strlen(bw_text_get(&text)), length);
    }
    bw_text_release(&text);
}

static void test_text_distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(bw_text_distance("", ""), 0);
    assert_int_equal(bw_text_distance("lane", "lane"), 0);
    assert_int_equal(bw_text_distance("lane", ""), 4);
    assert_int_equal(bw_text_distance("lane", "lanes"), 1);
    assert_int_equal(bw_text_distance("lane", "lone"), 1);
    assert_int_equal(bw_text_distance("lane", "lnae"), 1);
    assert_int_equal(bw_text_distance("kitten", "sitting"), 3);
    assert_int_equal(bw_text_distance("ca", "abc"), 3);
    assert_int_equal(bw_text_distance("servers", "severs"), 1);
}

static void test_text_distance_of_long_words_is_large(void **state)
{
    (void)state;
    char word[65];
    memset(word, 'a', 64);
    word[64] = '\0';
    assert_int_equal(bw_text_distance(word, "a"), UINT_MAX);
    assert_int_equal(bw_text_distance("a", word), UINT_MAX);
    word[63] = '\0';
    assert_int_equal(bw_text_distance(word, "a"), 62);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_get_of_empty_text_is_empty),
        cmocka_unit_test(test_text_parts_are_appended_in_order),
        cmocka_unit_test(test_text_grows_over_many_sizes),
        cmocka_unit_test(test_text_distance_counts_edits),
        cmocka_unit_test(test_text_distance_of_long_words_is_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
