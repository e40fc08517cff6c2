/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/node.h"

#include "scenario/document.h"
#include "scenario_support.h"

#include <string.h>

struct tree {
    struct bw_arena arena;
    struct bw_error_list errors;
    const struct bw_node *root;
};

static void read_tree(struct tree *t, const char *yaml)
{
    bw_arena_init(&t->arena);
    bw_error_list_init(&t->errors);
    struct bw_source source = {"a.yaml", yaml, strlen(yaml), BW_ORIGIN_FILE};
    assert_int_equal(bw_document_read(&t->arena, &source, &t->errors, &t->root), BW_OK);
}

static void release_tree(struct tree *t)
{
    bw_arena_release(&t->arena);
    bw_error_list_release(&t->errors);
}

static void test_node_find_goes_as_deep_as_it_can(void **state)
{
    struct tree t;
    struct bw_position position;
    (void)state;
    read_tree(&t, "a:\n  b: {value: {c: 7}, mark: A}\n  d: [x, y]\n");
    assert_string_equal(bw_node_find(t.root, "a.b.c", &position)->text, "7");
    assert_string_equal(bw_node_find(t.root, "a.d.1", &position)->text, "y");
    assert_int_equal(position.line, 3);
    assert_int_equal(position.column, 10);
    (void)bw_node_find(t.root, "a.d.9", &position);
    assert_int_equal(position.column, 3);
    (void)bw_node_find(t.root, "nothing", &position);
    assert_int_equal(position.line, 1);
    release_tree(&t);
}

static void test_node_changes_leave_the_old_tree(void **state)
{
    struct tree t;
    struct bw_text text;
    (void)state;
    read_tree(&t, "{b: 1, a: [2, 3], c: x}");
    bw_text_init(&text);
    const struct bw_node *value =
        bw_node_scalar(&t.arena, "9", 1, t.root->position, BW_ORIGIN_COMMAND_LINE);
    const struct bw_node *changed = bw_node_replace(&t.arena, t.root, 0, value);
    const struct bw_node *removed = bw_node_remove(&t.arena, t.root, 1);
    struct bw_entry entry = {.key = "aa", .value = value};
    const struct bw_node *added = bw_node_append(&t.arena, t.root, &entry);
    bw_node_write(t.root, &text);
    assert_string_equal(bw_text_get(&text), "{b: 1, a: [2, 3], c: x}");
    assert_string_equal(bw_node_get(changed, "b")->text, "9");
    assert_null(bw_node_get(removed, "a"));
    assert_string_equal(bw_node_get(removed, "c")->text, "x");
    assert_int_equal(removed->height, 1);
    assert_int_equal(bw_node_rank(added, "aa"), 1);
    bw_text_release(&text);
    release_tree(&t);
}

static void test_node_describe_is_one_short_line(void **state)
{
    char buffer[64];
    struct tree t;
    (void)state;
    read_tree(&t, "[\"a\\nb\", 0123456789012345678901234567890123456789, ~, {}, []]");
    static const char *const expected[] = {"\"a?b\"",
        "\"01234567890123456789012345678901...\"", "nothing", "a mapping",
        "an empty list"};
    for (uint32_t i = 0; i < 5; i++) {
        assert_string_equal(
            bw_node_describe(t.root->entries[i].value, buffer, sizeof buffer),
            expected[i]);
    }
    release_tree(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_node_find_goes_as_deep_as_it_can),
        cmocka_unit_test(test_node_changes_leave_the_old_tree),
        cmocka_unit_test(test_node_describe_is_one_short_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
