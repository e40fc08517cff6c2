/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/node.h"

#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOT_FOUND UINT32_MAX
#define FEW_KEYS 16       /* that are sorted in place */
#define DESCRIBE_BYTES 32 /* of a scalar, quoted in error texts */

static uint32_t add_saturating(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

struct bw_node *bw_node_scalar(struct bw_arena *arena, const char *text, size_t length,
    struct bw_position position, enum bw_origin origin)
{
    struct bw_node *node = bw_arena_allocate_small(arena, 1, sizeof *node);
    char *copy = bw_arena_copy_text(arena, text, length);
    if (node == NULL || copy == NULL) {
        return NULL;
    }
    node->kind = BW_NODE_SCALAR;
    node->origin = origin;
    node->size = 1;
    node->text = copy;
    node->position = position;
    return node;
}

/* What is sorted carries its key, since qsort() passes no context. */
struct sort_row {
    const char *key;
    uint32_t index;
};

static int compare_rows(const void *a, const void *b)
{
    const struct sort_row *left = a;
    const struct sort_row *right = b;
    int order = strcmp(left->key, right->key);
    if (order != 0) {
        return order;
    }
    return left->index < right->index ? -1 : left->index > right->index;
}

/* By insertion, equal keys in the order written; sorted may be NULL. */
static void sort_few(const struct bw_node *node, uint32_t *sorted)
{
    for (uint32_t i = 0; sorted != NULL && i < node->count; i++) {
        uint32_t at = i;
        while (at > 0
            && strcmp(node->entries[sorted[at - 1]].key, node->entries[i].key) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = i;
    }
}

/* Sets node->sorted. */
static bool sort_keys(struct bw_arena *arena, struct bw_node *node)
{
    struct bw_arena scratch;
    bw_arena_init(&scratch);
    uint32_t *sorted = bw_arena_allocate_small(arena, node->count, sizeof *sorted);
    node->sorted = sorted;
    if (sorted == NULL || node->count <= FEW_KEYS) {
        sort_few(node, sorted);
        return sorted != NULL;
    }
    struct sort_row *rows = bw_arena_allocate(&scratch, node->count, sizeof *rows);
    bool done = rows != NULL;
    if (done) {
        for (uint32_t i = 0; i < node->count; i++) {
            rows[i] = (struct sort_row){node->entries[i].key, i};
        }
        qsort(rows, node->count, sizeof *rows, compare_rows);
        for (uint32_t i = 0; i < node->count; i++) {
            sorted[i] = rows[i].index;
        }
    }
    bw_arena_release(&scratch);
    return done;
}

bool bw_node_has_duplicates(const struct bw_node *node)
{
    bool found = false;
    for (uint32_t i = 1; node->kind == BW_NODE_MAP && i < node->count && !found; i++) {
        found =
            strcmp(bw_node_sorted(node, i - 1)->key, bw_node_sorted(node, i)->key) == 0;
    }
    return found;
}

/* Works out height, size and aliases from the entries. */
static void measure(struct bw_node *node)
{
    node->height = 1;
    node->size = 1;
    node->expansions = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct bw_node *value = node->entries[i].value;
        node->size = add_saturating(node->size, value->size);
        node->expansions = add_saturating(node->expansions, value->expansions);
        if (value->height >= node->height) {
            node->height = value->height + 1;
        }
    }
}

struct bw_node *bw_node_group(struct bw_arena *arena, enum bw_node_kind kind,
    const struct bw_entry *entries, uint32_t count, struct bw_position position,
    enum bw_origin origin)
{
    struct bw_node *node = bw_arena_allocate_small(arena, 1, sizeof *node);
    struct bw_entry *copy = bw_arena_allocate_small(arena, count, sizeof *copy);
    if (node == NULL || copy == NULL) {
        return NULL;
    }
    if (count > 0) {
        memcpy(copy, entries, count * sizeof *copy);
    }
    *node = (struct bw_node){.kind = kind,
        .origin = origin,
        .count = count,
        .text = "",
        .entries = copy,
        .position = position};
    measure(node);
    return kind == BW_NODE_MAP && !sort_keys(arena, node) ? NULL : node;
}

uint32_t bw_node_rank(const struct bw_node *node, const char *key)
{
    if (node == NULL || node->kind != BW_NODE_MAP) {
        return NOT_FOUND;
    }
    uint32_t low = 0;
    uint32_t high = node->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(node->entries[node->sorted[middle]].key, key);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NOT_FOUND;
}

const struct bw_entry *bw_node_sorted(const struct bw_node *node, uint32_t rank)
{
    return &node->entries[node->sorted[rank]];
}

const struct bw_entry *bw_node_entry(const struct bw_node *node, const char *key)
{
    uint32_t rank = bw_node_rank(node, key);
    return rank == NOT_FOUND ? NULL : bw_node_sorted(node, rank);
}

const struct bw_node *bw_node_get(const struct bw_node *node, const char *key)
{
    const struct bw_entry *entry = bw_node_entry(node, key);
    return entry == NULL ? NULL : entry->value;
}

bool bw_node_is_null(const struct bw_node *node)
{
    return node->kind == BW_NODE_SCALAR && !node->quoted
        && (node->text[0] == '\0' || strcmp(node->text, "~") == 0
            || strcmp(node->text, "null") == 0);
}

/* One step of a path; the word is not terminated. */
static const struct bw_entry *find_part(
    const struct bw_node *node, const char *word, size_t length)
{
    char key[128];
    int64_t number = 0;
    if (length >= sizeof key) {
        return NULL;
    }
    memcpy(key, word, length);
    key[length] = '\0';
    if (node->kind == BW_NODE_LIST) {
        if (!bw_number_read_integer(key, &number) || number < 0
            || number >= (int64_t)node->count) {
            return NULL;
        }
        return &node->entries[number];
    }
    const struct bw_entry *entry = bw_node_entry(node, key);
    if (entry == NULL) {
        const struct bw_node *wrapped = bw_node_get(node, "value");
        entry = wrapped == NULL ? NULL : bw_node_entry(wrapped, key);
    }
    return entry;
}

const struct bw_node *bw_node_find(
    const struct bw_node *root, const char *path, struct bw_position *position)
{
    const struct bw_node *node = root;
    *position = root->position;
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        const struct bw_entry *entry = find_part(node, path, length);
        if (entry == NULL) {
            return node;
        }
        path += length + (path[length] == '.');
        node = entry->value;
        /* A block mapping has no sign of its own: its key is where people look. */
        *position = node->kind == BW_NODE_SCALAR ? node->position : entry->key_position;
    }
    return node;
}

struct bw_node *bw_node_replace(struct bw_arena *arena, const struct bw_node *node,
    uint32_t index, const struct bw_node *value)
{
    struct bw_node *copy = bw_arena_allocate_small(arena, 1, sizeof *copy);
    struct bw_entry *entries =
        bw_arena_allocate_small(arena, node->count, sizeof *entries);
    if (copy == NULL || entries == NULL) {
        return NULL;
    }
    memcpy(entries, node->entries, node->count * sizeof *entries);
    entries[index].value = value;
    /* The keys are the same, and so is their order. */
    *copy = *node;
    copy->entries = entries;
    measure(copy);
    return copy;
}

struct bw_node *bw_node_remove(
    struct bw_arena *arena, const struct bw_node *node, uint32_t index)
{
    struct bw_entry *entries =
        bw_arena_allocate_small(arena, node->count, sizeof *entries);
    if (entries == NULL) {
        return NULL;
    }
    memcpy(entries, node->entries, index * sizeof *entries);
    memcpy(entries + index, node->entries + index + 1,
        (node->count - index - 1) * sizeof *entries);
    return bw_node_group(
        arena, node->kind, entries, node->count - 1, node->position, node->origin);
}

struct bw_node *bw_node_append(
    struct bw_arena *arena, const struct bw_node *node, const struct bw_entry *entry)
{
    struct bw_entry *entries =
        bw_arena_allocate_small(arena, node->count + 1, sizeof *entries);
    if (entries == NULL) {
        return NULL;
    }
    if (node->count > 0) {
        memcpy(entries, node->entries, node->count * sizeof *entries);
    }
    entries[node->count] = *entry;
    return bw_node_group(
        arena, node->kind, entries, node->count + 1, node->position, node->origin);
}

/* A plain scalar may not hold what YAML reads as structure. */
static void write_scalar(const struct bw_node *node, struct bw_text *text)
{
    bool plain = !node->quoted && strpbrk(node->text, ":#,[]{}\n\t\"'") == NULL;
    if (plain) {
        bw_text_add(text, node->text);
        return;
    }
    bw_text_add(text, "\"");
    for (const char *c = node->text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            bw_text_add(text, "\\");
            bw_text_append(text, c, 1);
        } else if (*c == '\n' || *c == '\t') {
            bw_text_add(text, *c == '\n' ? "\\n" : "\\t");
        } else {
            bw_text_append(text, c, 1);
        }
    }
    bw_text_add(text, "\"");
}

/* The depth is limited by the reader, aliases written out included. */
void bw_node_write(const struct bw_node *node, struct bw_text *text)
{
    if (node->kind == BW_NODE_SCALAR) {
        write_scalar(node, text);
        return;
    }
    bw_text_add(text, node->kind == BW_NODE_MAP ? "{" : "[");
    for (uint32_t i = 0; i < node->count; i++) {
        bw_text_add(text, i > 0 ? ", " : "");
        if (node->kind == BW_NODE_MAP) {
            bw_text_format(text, "%s: ", node->entries[i].key);
        }
        bw_node_write(node->entries[i].value, text);
    }
    bw_text_add(text, node->kind == BW_NODE_MAP ? "}" : "]");
}

const char *bw_node_describe(
    const struct bw_node *node, char *buffer, size_t size_bytes)
{
    if (node->kind == BW_NODE_MAP) {
        (void)snprintf(buffer, size_bytes, "a mapping");
    } else if (node->kind == BW_NODE_LIST) {
        (void)snprintf(
            buffer, size_bytes, node->count == 0 ? "an empty list" : "a list");
    } else if (bw_node_is_null(node)) {
        (void)snprintf(buffer, size_bytes, "nothing");
    } else if (strlen(node->text) <= DESCRIBE_BYTES) {
        (void)snprintf(buffer, size_bytes, "\"%s\"", node->text);
    } else {
        size_t length = DESCRIBE_BYTES;
        /* A character of several bytes is not cut in two. */
        while (length > 0 && ((unsigned char)node->text[length] & 0xC0u) == 0x80u) {
            length--;
        }
        (void)snprintf(buffer, size_bytes, "\"%.*s...\"", (int)length, node->text);
    }
    /* One error is one line. */
    for (char *c = buffer; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            *c = '?';
        }
    }
    return buffer;
}
