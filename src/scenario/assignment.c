/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/assignment.h"

#include "base/number.h"
#include "scenario/check.h"
#include "scenario/defaults.h"
#include "scenario/document.h"
#include "scenario/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PART_LIMIT 64 /* parts of a path */

static const struct bw_position command_line = {"command line", 1, 1};

/* Stands for "take this entry away". */
static const struct bw_node deleted;

struct assigning {
    struct bw_arena *arena;
    struct bw_reader *reader; /* errors; its path is that of the assignment */
    struct bw_position position;
    const char *parts[PART_LIMIT];
    const char *trail[PART_LIMIT]; /* the same with wildcards replaced, on the way */
    uint32_t count;
    bool has_wildcard, checks_value, only_matches;
    char operation; /* '*', '+' or 0 */
    double operand;
    const struct bw_node *value;
    uint32_t matches;
    uint32_t miss_depth;      /* of the deepest part that is not there, plus one */
    struct bw_text miss;      /* what is said of it */
    struct bw_vector *places; /* of const char *, what is reached; NULL = not wanted */
};

static const struct bw_node *apply(struct assigning *a, const struct bw_row *row,
    const struct bw_node *node, uint32_t depth);

static void run_out(struct assigning *a)
{
    a->reader->status = BW_ERR_NOMEM;
}

static bool split_path(struct assigning *a, const char *path)
{
    char *copy = bw_arena_copy_text(a->arena, path, strlen(path));
    if (copy == NULL) {
        run_out(a);
        return false;
    }
    bool good = true;
    for (bool last = false; !last && good;) {
        size_t length = strcspn(copy, ".");
        last = copy[length] == '\0';
        copy[length] = '\0';
        good = length > 0 && a->count < PART_LIMIT;
        if (good) {
            a->has_wildcard = a->has_wildcard || strchr(copy, '*') != NULL;
            a->parts[a->count++] = copy;
        }
        copy += length + !last;
    }
    if (!good) {
        bw_reader_fail(a->reader, a->position,
            "expected a path such as sites.mainz.resources.qc-lab.servers, found "
            "\"%s\"",
            path);
    }
    return good;
}

/* Reads "*1.2", "+3" or YAML. */
static bool read_value(struct assigning *a, const char *text)
{
    const char *rest = NULL;
    if ((text[0] == '*' || text[0] == '+')
        && bw_units_split(text + 1, &a->operand, &rest)) {
        a->operation = text[0];
        if (*rest != '\0') {
            bw_reader_fail(a->reader, a->position,
                "expected a plain number after \"%c\", since the unit is kept, found "
                "\"%s\"",
                a->operation, text);
        }
        return *rest == '\0';
    }
    struct bw_source source = {
        command_line.file, text, strlen(text), BW_ORIGIN_COMMAND_LINE};
    struct bw_error_list errors;
    bw_error_list_init(&errors);
    enum bw_status status = bw_document_read(a->arena, &source, &errors, &a->value);
    for (size_t i = 0; i < errors.count; i++) {
        bw_reader_fail(a->reader, a->position, "%s", errors.errors[i].text);
    }
    if (status != BW_OK && a->reader->status == BW_OK) {
        a->reader->status = status;
    }
    bw_error_list_release(&errors);
    return status == BW_OK;
}

/* The row of what stands below a key; made is storage for rows without a table. Numbers
 * in lists and mappings can be set by themselves. */
static const struct bw_row *row_below(
    const struct bw_row *row, const char *key, struct bw_row *made)
{
    const struct bw_row *below = bw_schema_below(row, key, made);
    bool numbers =
        row != NULL && (row->type == BW_ROW_SHARES || row->type == BW_ROW_NUMBERS);
    if (below == NULL && numbers) {
        *made = *row;
        made->type = BW_ROW_NUMBER;
        made->words = NULL;
        below = made;
    }
    return below;
}

/* Remembers the deepest place where the path leaves the tree. */
static void note_miss(struct assigning *a, const struct bw_row *row,
    const struct bw_node *node, uint32_t depth)
{
    if (depth < a->miss_depth) {
        return;
    }
    struct bw_suggestion suggestion = bw_suggestion_start(a->parts[depth]);
    bw_suggestion_offer_keys(&suggestion, node);
    if (row != NULL && row->type == BW_ROW_OBJECT) {
        bw_schema_offer(row->child, &suggestion);
    }
    a->miss_depth = depth + 1;
    bw_text_clear(&a->miss);
    bw_text_format(&a->miss, ": there is no \"%s\" there", a->parts[depth]);
    bw_suggestion_write(&suggestion, &a->miss);
}

/* Works on the number that is there or on the default. */
static const struct bw_node *calculate(
    struct assigning *a, const struct bw_row *row, const struct bw_node *node)
{
    const struct bw_node *old = node != NULL ? bw_value_unwrap(node) : NULL;
    const char *text = old != NULL ? old->text : row != NULL ? row->fallback : NULL;
    const char *unit = "";
    double number = 0.0;
    char written[64];
    char found[64];
    if (text == NULL || !bw_units_split(text, &number, &unit)) {
        bw_reader_fail(a->reader, a->position, "expected a number to work on, found %s",
            old != NULL ? bw_node_describe(old, found, sizeof found) : "nothing");
        return node != NULL ? node : &deleted;
    }
    number = a->operation == '*' ? number * a->operand : number + a->operand;
    struct bw_text result;
    bw_text_init(&result);
    bw_text_format(&result, "%s%s%s", bw_number_write(number, written, sizeof written),
        *unit != '\0' ? " " : "", unit);
    const struct bw_node *made = bw_node_scalar(a->arena, bw_text_get(&result),
        result.length, command_line, BW_ORIGIN_COMMAND_LINE);
    if (made == NULL || result.failed) {
        run_out(a);
    }
    bw_text_release(&result);
    return made;
}

/* Notes the path from the root to here. */
static void note_place(struct assigning *a)
{
    const char **place = NULL;
    struct bw_text text;
    bw_text_init(&text);
    for (uint32_t i = 0; i < a->count; i++) {
        bw_text_format(&text, "%s%s", i > 0 ? "." : "", a->trail[i]);
    }
    if (text.failed || bw_vector_push(a->places, &place) != BW_OK) {
        run_out(a);
    } else {
        *place = bw_arena_copy_text(a->arena, bw_text_get(&text), text.length);
        if (*place == NULL) {
            *place = "";
            run_out(a);
        }
    }
    bw_text_release(&text);
}

/* The new value at the end of the path. */
static const struct bw_node *set_value(
    struct assigning *a, const struct bw_row *row, const struct bw_node *node)
{
    a->matches++;
    if (a->places != NULL) {
        note_place(a);
    }
    if (a->only_matches) {
        return node != NULL ? node : &deleted;
    }
    const struct bw_node *value =
        a->operation != 0 ? calculate(a, row, node) : a->value;
    if (value == NULL) {
        return NULL;
    }
    if (a->checks_value && a->matches == 1 && row != NULL && value != &deleted) {
        struct bw_node placed = *value;
        struct bw_entry entry = {.key_position = a->position, .value = &placed};
        placed.position = a->position;
        bw_check_value(a->reader, row, &entry);
    }
    return value != &deleted && bw_node_is_null(value) ? &deleted : value;
}

/* Puts a changed value back into a copy of its mapping or list. */
static const struct bw_node *put_back(struct assigning *a, const struct bw_node *node,
    uint32_t index, const struct bw_node *value)
{
    const struct bw_node *result = node;
    if (value == &deleted) {
        result = bw_node_remove(a->arena, node, index);
    } else if (value != NULL && value != node->entries[index].value) {
        result = bw_node_replace(a->arena, node, index, value);
    }
    if (value == NULL || result == NULL) {
        run_out(a);
        return NULL;
    }
    return result;
}

/* True when the path may add this key: known to the schema, or an element given whole.
 */
static bool may_add(const struct assigning *a, const struct bw_row *row,
    const struct bw_row *below, uint32_t depth)
{
    bool last = depth + 1 == a->count;
    if (row == NULL || below == NULL || strchr(a->parts[depth], '*') != NULL) {
        return false;
    }
    if (row->type == BW_ROW_OBJECT) {
        bool opens = below->type == BW_ROW_OBJECT && !a->has_wildcard;
        return last || opens;
    }
    bool whole = a->value != NULL && a->value->kind == BW_NODE_MAP;
    return last && !a->has_wildcard
        && (row->type == BW_ROW_SHARES
            || (bw_schema_maps(row, a->parts[depth]) && whole));
}

static const struct bw_node *add_key(struct assigning *a, const struct bw_row *below,
    const struct bw_node *node, uint32_t depth)
{
    struct bw_entry entry = {.key = a->parts[depth], .key_position = a->position};
    if (depth + 1 == a->count) {
        entry.value = set_value(a, below, NULL);
    } else {
        const struct bw_node *empty = bw_node_group(
            a->arena, BW_NODE_MAP, NULL, 0, a->position, BW_ORIGIN_COMMAND_LINE);
        entry.value = empty == NULL ? NULL : apply(a, below, empty, depth + 1);
    }
    if (entry.value == &deleted) {
        return node;
    }
    const struct bw_node *result =
        entry.value == NULL ? NULL : bw_node_append(a->arena, node, &entry);
    if (result == NULL) {
        run_out(a);
    }
    return result;
}

/* Number of the entry that a part names, UINT32_MAX when there is none. */
static uint32_t find_index(const struct bw_node *node, const char *part)
{
    int64_t number = 0;
    if (node->kind == BW_NODE_LIST) {
        bool good = bw_number_read_integer(part, &number) && number >= 0
            && number < (int64_t)node->count;
        return good ? (uint32_t)number : UINT32_MAX;
    }
    uint32_t rank = bw_node_rank(node, part);
    return rank == UINT32_MAX ? UINT32_MAX : node->sorted[rank];
}

/* A place in a list as a part of a path. */
static const char *list_part(struct assigning *a, uint32_t index)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", index);
    const char *copy = bw_arena_copy_text(a->arena, text, strlen(text));
    if (copy == NULL) {
        run_out(a);
        return "";
    }
    return copy;
}

static const struct bw_node *apply_to_all(struct assigning *a, const struct bw_row *row,
    const struct bw_node *node, uint32_t depth)
{
    const struct bw_node *result = node;
    bool found = false;
    for (uint32_t i = node->count; i > 0 && result != NULL; i--) {
        struct bw_row made;
        const char *key = node->entries[i - 1].key;
        a->trail[depth] = key != NULL ? key : list_part(a, i - 1);
        if (!bw_pattern_matches(a->parts[depth], a->trail[depth])) {
            continue;
        }
        found = true;
        const struct bw_row *below = row_below(row, key != NULL ? key : "", &made);
        result = put_back(
            a, result, i - 1, apply(a, below, node->entries[i - 1].value, depth + 1));
    }
    if (!found) {
        note_miss(a, row, node, depth);
    }
    return result;
}

/* Goes down the path; the depth is at most PART_LIMIT. Returns the node itself where
 * nothing matches, NULL when memory is short. */
static const struct bw_node *apply(struct assigning *a, const struct bw_row *row,
    const struct bw_node *node, uint32_t depth)
{
    if (depth == a->count) {
        return set_value(a, row, node);
    }
    if (node->kind == BW_NODE_SCALAR) {
        note_miss(a, NULL, NULL, depth);
        return node;
    }
    bool wrapper = row != NULL && bw_schema_may_be_wrapped(row)
        && bw_node_get(node, "value") != NULL;
    if (wrapper) {
        uint32_t index = find_index(node, "value");
        return put_back(a, node, index, apply(a, row, bw_value_unwrap(node), depth));
    }
    if (strchr(a->parts[depth], '*') != NULL) {
        return apply_to_all(a, row, node, depth);
    }
    struct bw_row made;
    a->trail[depth] = a->parts[depth];
    uint32_t index = find_index(node, a->parts[depth]);
    const struct bw_row *below = row_below(row, a->parts[depth], &made);
    if (index != UINT32_MAX) {
        return put_back(
            a, node, index, apply(a, below, node->entries[index].value, depth + 1));
    }
    if (may_add(a, row, below, depth)) {
        return add_key(a, below, node, depth);
    }
    note_miss(a, row, node, depth);
    return node;
}

/* Runs an assignment; the new tree, or NULL. */
static const struct bw_node *run(struct assigning *a, const struct bw_node *root,
    const struct bw_assignment *assignment)
{
    static const struct bw_row root_row = {
        .key = "scenario", .type = BW_ROW_OBJECT, .child = &bw_schema_root};
    const struct bw_node *result = NULL;
    bw_text_init(&a->miss);
    if (split_path(a, assignment->path)
        && (a->only_matches || read_value(a, assignment->value))) {
        result = apply(a, &root_row, root, 0);
    }
    if (result != NULL && a->matches == 0) {
        bw_reader_fail(a->reader, a->position, "\"%s\" matches nothing%s",
            assignment->path, bw_text_get(&a->miss));
    }
    bw_text_release(&a->miss);
    return result;
}

enum bw_status bw_assignment_apply(struct bw_arena *arena, const struct bw_node *root,
    const struct bw_assignment *assignment, struct bw_error_list *errors,
    const struct bw_node **out)
{
    struct bw_reader reader;
    bw_reader_init(&reader, arena, errors);
    (void)bw_reader_enter(&reader, assignment->path);
    struct assigning a = {.arena = arena, .reader = &reader, .position = command_line};
    *out = run(&a, root, assignment);
    enum bw_status status = reader.status;
    bw_reader_release(&reader);
    return status;
}

bool bw_assignment_matches(struct bw_reader *reader, const struct bw_node *root,
    const char *path, struct bw_position position)
{
    struct bw_arena scratch;
    struct bw_assignment assignment = {path, ""};
    bw_arena_init(&scratch);
    struct assigning a = {.arena = &scratch,
        .reader = reader,
        .position = position,
        .only_matches = true};
    (void)run(&a, root, &assignment);
    bw_arena_release(&scratch);
    return a.matches > 0;
}

enum bw_status bw_assignment_places(struct bw_arena *arena, const struct bw_node *root,
    const char *path, struct bw_vector *places)
{
    struct bw_reader silent;
    struct bw_assignment assignment = {path, ""};
    bw_reader_init(&silent, arena, NULL);
    struct assigning a = {
        .arena = arena, .reader = &silent, .only_matches = true, .places = places};
    (void)run(&a, root, &assignment);
    enum bw_status status = silent.status == BW_ERR_NOMEM ? BW_ERR_NOMEM : BW_OK;
    bw_reader_release(&silent);
    return status;
}

void bw_assignment_check(struct bw_reader *reader, const struct bw_node *root,
    const struct bw_assignment *assignment, struct bw_position position)
{
    struct bw_arena scratch;
    bw_arena_init(&scratch);
    struct assigning a = {.arena = &scratch,
        .reader = reader,
        .position = position,
        .checks_value = true};
    (void)run(&a, root, assignment);
    bw_arena_release(&scratch);
}
