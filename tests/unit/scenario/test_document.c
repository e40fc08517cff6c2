/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/document.h"

#include "base/text.h"
#include "scenario_support.h"

#include <string.h>

struct reading {
    struct bw_arena arena;
    struct bw_error_list errors;
    const struct bw_node *root;
};

static enum bw_status read_bytes(
    struct reading *r, const char *bytes, size_t size_bytes)
{
    bw_arena_init(&r->arena);
    bw_error_list_init(&r->errors);
    struct bw_source source = {"a.yaml", bytes, size_bytes, BW_ORIGIN_FILE};
    return bw_document_read(&r->arena, &source, &r->errors, &r->root);
}

static void release(struct reading *r)
{
    bw_arena_release(&r->arena);
    bw_error_list_release(&r->errors);
}

/* Expects one error at a place, with a part of its text. */
static void expect_error(const char *bytes, int line, int column, const char *part)
{
    struct reading r;
    assert_int_equal(read_bytes(&r, bytes, strlen(bytes)), BW_ERR_INPUT);
    assert_int_equal(r.errors.count, 1);
    const struct bw_error *error = &r.errors.errors[0];
    if (strstr(error->text, part) == NULL || error->position.line != line
        || error->position.column != column) {
        print_error(
            "%d:%d: %s\n", error->position.line, error->position.column, error->text);
        fail();
    }
    release(&r);
}

static void test_document_keeps_order_text_and_place(void **state)
{
    const char *yaml = "b: 010\na: [x, \"~\", ~]\n";
    struct reading r;
    (void)state;
    assert_int_equal(read_bytes(&r, yaml, strlen(yaml)), BW_OK);
    assert_int_equal(r.root->kind, BW_NODE_MAP);
    assert_string_equal(r.root->entries[0].key, "b");
    assert_string_equal(bw_node_sorted(r.root, 0)->key, "a");
    assert_string_equal(bw_node_get(r.root, "b")->text, "010");
    const struct bw_node *list = bw_node_get(r.root, "a");
    assert_int_equal(list->count, 3);
    assert_int_equal(list->entries[1].value->position.line, 2);
    assert_int_equal(list->entries[1].value->position.column, 8);
    assert_false(bw_node_is_null(list->entries[1].value));
    assert_true(bw_node_is_null(list->entries[2].value));
    release(&r);
}

static void test_document_accepts_byte_order_mark_and_crlf(void **state)
{
    const char *yaml = "\xEF\xBB\xBF"
                       "a: 1\r\nb: 2\r\n";
    struct reading r;
    (void)state;
    assert_int_equal(read_bytes(&r, yaml, strlen(yaml)), BW_OK);
    assert_string_equal(bw_node_get(r.root, "a")->text, "1");
    assert_int_equal(bw_node_entry(r.root, "b")->key_position.line, 2);
    release(&r);
}

static void test_document_shares_aliases_and_merges(void **state)
{
    const char *yaml = "base: &b {x: 1, y: 2}\n"
                       "more: &m {y: 3, z: 4}\n"
                       "one: {<<: *b, y: 9}\n"
                       "two: {<<: [*b, *m]}\n"
                       "same: *b\n";
    struct reading r;
    (void)state;
    assert_int_equal(read_bytes(&r, yaml, strlen(yaml)), BW_OK);
    const struct bw_node *one = bw_node_get(r.root, "one");
    const struct bw_node *two = bw_node_get(r.root, "two");
    assert_string_equal(bw_node_get(one, "y")->text, "9");
    assert_string_equal(bw_node_get(one, "x")->text, "1");
    assert_null(bw_node_get(one, "<<"));
    assert_string_equal(bw_node_get(two, "y")->text, "2");
    assert_string_equal(bw_node_get(two, "z")->text, "4");
    assert_ptr_equal(bw_node_get(bw_node_get(r.root, "same"), "x"),
        bw_node_get(bw_node_get(r.root, "base"), "x"));
    release(&r);
}

static void test_document_refuses_broken_files_at_their_place(void **state)
{
    (void)state;
    expect_error("", 1, 1, "empty");
    expect_error("# only a comment\n", 1, 1, "empty");
    expect_error("a: 1\n---\nb: 2\n", 2, 1, "one document");
    expect_error("a: [1, 2\n", 2, 1, "not valid YAML");
    expect_error(
        "\xC3\xA4: 1\na:\n\tb: 1\n", 3, 1, "a tab cannot indent YAML; use spaces");
    expect_error("a: *nobody\n", 1, 4, "no anchor is named nobody");
    expect_error("a: &x [1, *x]\n", 1, 11, "inside what it stands for");
    expect_error("? [1]\n: 2\n", 1, 3, "a key must be a plain word");
    expect_error("a: {<<: 3}\n", 1, 5, "to merge");
    expect_error("a: \"x\\0y\"\n", 1, 4, "NUL");
    expect_error("a: 1\nb: \xC3\x28\n", 2, 5, "UTF-8");
    expect_error(
        "a: {b: 1,\n    b: 2}\n", 2, 5, "duplicate key \"b\"; it stands in line 1");
}

static void test_document_goes_on_after_duplicate_keys(void **state)
{
    const char *yaml = "a: 1\nb: 2\na: 3\nb: 4\na: 5\n";
    struct reading r;
    (void)state;
    assert_int_equal(read_bytes(&r, yaml, strlen(yaml)), BW_ERR_INPUT);
    assert_int_equal(r.errors.count, 3);
    assert_non_null(r.root);
    assert_int_equal(r.root->count, 2);
    assert_string_equal(bw_node_get(r.root, "a")->text, "1");
    release(&r);
}

static void test_document_limits_depth(void **state)
{
    struct bw_text text;
    struct reading r;
    (void)state;
    bw_text_init(&text);
    for (int i = 0; i < 200000; i++) {
        bw_text_add(&text, "[");
    }
    assert_int_equal(read_bytes(&r, text.bytes, text.length), BW_ERR_INPUT);
    assert_int_equal(r.errors.errors[0].position.column, 65);
    release(&r);
    bw_text_release(&text);
}

static void test_document_limits_depth_of_aliases(void **state)
{
    struct bw_text text;
    struct reading r;
    (void)state;
    bw_text_init(&text);
    bw_text_add(&text, "a0: &a0 [1]\n");
    for (int i = 1; i < 100; i++) {
        bw_text_format(&text, "a%d: &a%d [*a%d]\n", i, i, i - 1);
    }
    assert_int_equal(read_bytes(&r, text.bytes, text.length), BW_ERR_INPUT);
    assert_non_null(strstr(r.errors.errors[0].text, "64 levels"));
    release(&r);
    bw_text_release(&text);
}

static void test_document_refuses_an_alias_bomb(void **state)
{
    struct bw_text text;
    struct reading r;
    (void)state;
    bw_text_init(&text);
    bw_text_add(&text, "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (int i = 1; i < 10; i++) {
        bw_text_format(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 9; k++) {
            bw_text_format(&text, "%s*a%d", k > 0 ? ", " : "", i - 1);
        }
        bw_text_add(&text, "]\n");
    }
    assert_int_equal(read_bytes(&r, text.bytes, text.length), BW_ERR_INPUT);
    assert_non_null(strstr(r.errors.errors[0].text, "aliases"));
    assert_true(r.arena.used_bytes < 50u << 20);
    release(&r);
    bw_text_release(&text);
}

static void test_document_limits_nodes_and_bytes(void **state)
{
    struct bw_text text;
    struct reading r;
    (void)state;
    bw_text_init(&text);
    bw_text_add(&text, "a: [");
    for (int i = 0; i < 1000001; i++) {
        bw_text_add(&text, "1,");
    }
    bw_text_add(&text, "1]");
    assert_int_equal(read_bytes(&r, text.bytes, text.length), BW_ERR_INPUT);
    assert_non_null(strstr(r.errors.errors[0].text, "1,000,000"));
    release(&r);
    assert_int_equal(
        read_bytes(&r, text.bytes, BW_DOCUMENT_BYTES_LIMIT + 1), BW_ERR_INPUT);
    assert_non_null(strstr(r.errors.errors[0].text, "64 MB"));
    release(&r);
    bw_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document_keeps_order_text_and_place),
        cmocka_unit_test(test_document_accepts_byte_order_mark_and_crlf),
        cmocka_unit_test(test_document_shares_aliases_and_merges),
        cmocka_unit_test(test_document_refuses_broken_files_at_their_place),
        cmocka_unit_test(test_document_goes_on_after_duplicate_keys),
        cmocka_unit_test(test_document_limits_depth),
        cmocka_unit_test(test_document_limits_depth_of_aliases),
        cmocka_unit_test(test_document_refuses_an_alias_bomb),
        cmocka_unit_test(test_document_limits_nodes_and_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
