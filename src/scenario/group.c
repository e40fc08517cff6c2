/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/group.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DIGITS_LIMIT 18 /* that fit a number */
#define NUMBER_BYTES 32

static const char digits[] = "0123456789";

/* Reads length digits. */
static uint64_t read_number(const char *text, size_t length)
{
    uint64_t number = 0;
    if (length > DIGITS_LIMIT) {
        return UINT64_MAX;
    }
    for (size_t i = 0; i < length; i++) {
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    return number;
}

bool bw_group_read(const char *key, struct bw_group *group)
{
    for (const char *open = strchr(key, '{'); open != NULL;
         open = strchr(open + 1, '{')) {
        const char *first = open + 1;
        size_t first_length = strspn(first, digits);
        const char *last = first + first_length;
        if (first_length == 0 || last[0] != '.' || last[1] != '.') {
            continue;
        }
        last += 2;
        size_t last_length = strspn(last, digits);
        if (last_length == 0 || last[last_length] != '}') {
            continue;
        }
        bool padded = first[0] == '0' && first_length <= DIGITS_LIMIT;
        *group = (struct bw_group){.key = key,
            .at = (size_t)(open - key),
            .length = (size_t)(last + last_length + 1 - open),
            .first = read_number(first, first_length),
            .last = read_number(last, last_length),
            .width = padded ? (int)first_length : 1};
        return true;
    }
    return false;
}

uint32_t bw_group_count(const struct bw_group *group)
{
    if (group->first == UINT64_MAX || group->last == UINT64_MAX) {
        return BW_GROUP_LIMIT + 1;
    }
    if (group->last < group->first) {
        return 0;
    }
    uint64_t less_one = group->last - group->first;
    return less_one < BW_GROUP_LIMIT ? (uint32_t)less_one + 1 : BW_GROUP_LIMIT + 1;
}

bool bw_group_is_below(const struct bw_node *node)
{
    bool found = false;
    for (uint32_t i = 0; i < node->count && !found; i++) {
        const struct bw_entry *entry = &node->entries[i];
        found = (entry->key != NULL && strchr(entry->key, '{') != NULL)
            || bw_group_is_below(entry->value);
    }
    return found;
}

/* A text with the number in every place that asks for it; the text itself where none
 * does, NULL when memory is short. */
static const char *fill_text(struct bw_arena *arena, const struct bw_group *group,
    const char *number, const char *text)
{
    const char *range = group->key + group->at;
    struct bw_text filled;
    const char *result = text;
    bool found = false;
    if (strchr(text, '{') == NULL) {
        return text;
    }
    bw_text_init(&filled);
    while (*text != '\0') {
        bool is_n = strncmp(text, "{n}", 3) == 0;
        if (is_n || strncmp(text, range, group->length) == 0) {
            bw_text_add(&filled, number);
            text += is_n ? 3 : group->length;
            found = true;
        } else {
            bw_text_append(&filled, text, 1);
            text++;
        }
    }
    if (found) {
        result = filled.failed
            ? NULL
            : bw_arena_copy_text(arena, bw_text_get(&filled), filled.length);
    }
    bw_text_release(&filled);
    return result;
}

static void write_number(const struct bw_group *group, uint32_t i, char *number)
{
    (void)snprintf(number, NUMBER_BYTES, "%0*" PRIu64, group->width, group->first + i);
}

const char *bw_group_id(
    struct bw_arena *arena, const struct bw_group *group, uint32_t i)
{
    char number[NUMBER_BYTES];
    write_number(group, i, number);
    return fill_text(arena, group, number, group->key);
}

static const struct bw_node *fill(struct bw_arena *arena, const struct bw_group *group,
    const char *number, const struct bw_node *node, uint64_t *made);

/* A map or list with filled entries, or the node itself where nothing changes. */
static const struct bw_node *fill_entries(struct bw_arena *arena,
    const struct bw_group *group, const char *number, const struct bw_node *node,
    uint64_t *made)
{
    struct bw_entry *entries = NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        struct bw_entry entry = node->entries[i];
        const struct bw_node *value = fill(arena, group, number, entry.value, made);
        const char *key =
            entry.key == NULL ? NULL : fill_text(arena, group, number, entry.key);
        if (value == NULL || (key == NULL && entry.key != NULL)) {
            return NULL;
        }
        if (value == entry.value && key == entry.key) {
            continue;
        }
        if (entries == NULL) {
            entries = bw_arena_allocate(arena, node->count, sizeof *entries);
            if (entries == NULL) {
                return NULL;
            }
            memcpy(entries, node->entries, node->count * sizeof *entries);
        }
        entries[i].key = key;
        entries[i].value = value;
    }
    if (entries == NULL) {
        return node;
    }
    *made += 1;
    struct bw_node *filled = bw_node_group(
        arena, node->kind, entries, node->count, node->position, node->origin);
    return filled;
}

/* The depth is limited by the reader of documents. */
static const struct bw_node *fill(struct bw_arena *arena, const struct bw_group *group,
    const char *number, const struct bw_node *node, uint64_t *made)
{
    if (node->kind != BW_NODE_SCALAR) {
        return fill_entries(arena, group, number, node, made);
    }
    const char *text = fill_text(arena, group, number, node->text);
    if (text == NULL || text == node->text) {
        return text == NULL ? NULL : node;
    }
    struct bw_node *filled = bw_arena_allocate(arena, 1, sizeof *filled);
    if (filled != NULL) {
        *made += 1;
        *filled = *node;
        filled->text = text;
    }
    return filled;
}

const struct bw_node *bw_group_fill(struct bw_arena *arena,
    const struct bw_group *group, uint32_t i, const struct bw_node *node,
    uint64_t *made)
{
    char number[NUMBER_BYTES];
    write_number(group, i, number);
    return fill(arena, group, number, node, made);
}
