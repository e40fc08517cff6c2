/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/schema.h"

#include "base/io.h"
#include "scenario_support.h"

#include <string.h>

static void check_table(const struct bw_table *table, void *context)
{
    unsigned *rows = context;
    assert_non_null(table->doc);
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct bw_row *row = &table->rows[i];
        size_t length = strlen(row->doc);
        assert_true(length > 2 && row->doc[length - 1] == '.');
        assert_true(row->min <= row->max);
        assert_false(row->required && row->fallback != NULL);
        bool refers = row->type == BW_ROW_NAME || row->type == BW_ROW_NAMES;
        assert_true(!refers || row->target != NULL);
        assert_ptr_equal(bw_schema_find(table, row->key), row);
        (*rows)++;
    }
}

static void test_schema_rows_are_complete(void **state)
{
    unsigned rows = 0;
    (void)state;
    bw_schema_walk(&bw_schema_root, check_table, &rows);
    assert_true(rows > 100);
}

static void test_schema_ids_follow_the_pattern(void **state)
{
    char word[80];
    (void)state;
    assert_true(bw_schema_is_id("qc-lab-2"));
    assert_false(bw_schema_is_id("Mainz"));
    assert_false(bw_schema_is_id("2fast"));
    assert_false(bw_schema_is_id("a_b"));
    assert_false(bw_schema_is_id(""));
    assert_false(bw_schema_is_id("true"));
    assert_false(bw_schema_is_id("make"));
    memset(word, 'a', sizeof word);
    word[63] = '\0';
    assert_true(bw_schema_is_id(word));
    word[63] = 'a';
    word[64] = '\0';
    assert_false(bw_schema_is_id(word));
}

/* Brackets close and quotes end: enough to notice a missing comma's neighbour. */
static void test_schema_json_is_balanced_and_described(void **state)
{
    struct bw_text text;
    int depth = 0;
    bool quoted = false;
    (void)state;
    bw_text_init(&text);
    assert_int_equal(bw_schema_write_json(&text), BW_OK);
    for (const char *c = text.bytes; *c != '\0'; c++) {
        if (*c == '\\') {
            c++;
        } else if (*c == '"') {
            quoted = !quoted;
        } else if (!quoted) {
            depth += (*c == '{' || *c == '[') - (*c == '}' || *c == ']');
        }
        assert_true(depth >= 0);
    }
    assert_int_equal(depth, 0);
    assert_false(quoted);
    assert_non_null(strstr(text.bytes, "draft-07"));
    assert_non_null(strstr(text.bytes, "\"additionalProperties\": false"));
    assert_null(strstr(text.bytes, "(null)"));
    bw_text_release(&text);
}

static void test_schema_reference_in_docs_is_up_to_date(void **state)
{
    struct bw_text wanted;
    struct bw_text found;
    struct bw_error_list errors;
    (void)state;
    bw_text_init(&wanted);
    bw_text_init(&found);
    bw_error_list_init(&errors);
    assert_int_equal(bw_schema_write_markdown(&wanted), BW_OK);
    assert_int_equal(bw_io_read_file(BW_SOURCE_ROOT "/docs/reference/scenario.md",
                         1u << 20, &found, &errors),
        BW_OK);
    assert_string_equal(bw_text_get(&found), bw_text_get(&wanted));
    bw_error_list_release(&errors);
    bw_text_release(&found);
    bw_text_release(&wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schema_rows_are_complete),
        cmocka_unit_test(test_schema_ids_follow_the_pattern),
        cmocka_unit_test(test_schema_json_is_balanced_and_described),
        cmocka_unit_test(test_schema_reference_in_docs_is_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
