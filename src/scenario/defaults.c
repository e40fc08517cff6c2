/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/defaults.h"

#include "scenario/overlay.h"

#include <stdlib.h>
#include <string.h>

/* What a set of patterns gives together. */
struct merged {
    uint64_t set;
    const struct bw_node *value;
    bool has_patterns; /* somewhere inside */
};

static const struct bw_node *settle(struct bw_expanding *e, const struct bw_row *row,
    const struct bw_node *node, const struct bw_node *own);

bool bw_pattern_matches(const char *pattern, const char *id)
{
    const char *star = NULL;
    const char *resume = NULL;
    while (*id != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            resume = id;
        } else if (*pattern == *id) {
            pattern++;
            id++;
        } else if (star != NULL) {
            /* The last star takes one character more. */
            pattern = star + 1;
            id = ++resume;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

static size_t count_literals(const char *pattern)
{
    size_t count = 0;
    for (; *pattern != '\0'; pattern++) {
        count += *pattern != '*';
    }
    return count;
}

static bool is_pattern(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-*";
    return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}

void bw_defaults_check(struct bw_expanding *e)
{
    const struct bw_node *section = bw_node_get(e->root, "defaults");
    static const struct bw_row map = {.type = BW_ROW_OBJECT};
    if (section == NULL || bw_node_is_null(section)) {
        return;
    }
    size_t length = bw_reader_enter(e->reader, "defaults");
    if (section->kind != BW_NODE_MAP) {
        bw_reader_fail_expected(e->reader, &map, section);
    }
    for (uint32_t i = 0; section->kind == BW_NODE_MAP && i < section->count; i++) {
        const struct bw_entry *entry = &section->entries[i];
        const struct bw_table *table =
            bw_schema_find(&bw_schema_root, "defaults")->child;
        size_t inner = bw_reader_enter(e->reader, entry->key);
        if (bw_schema_find(table, entry->key) == NULL) {
            struct bw_suggestion suggestion = bw_suggestion_start(entry->key);
            bw_schema_offer(table, &suggestion);
            bw_reader_fail_unknown(e->reader, entry->key_position, "key", &suggestion);
        } else if (entry->value->kind != BW_NODE_MAP
            && !bw_node_is_null(entry->value)) {
            bw_reader_fail_expected(e->reader, &map, entry->value);
        }
        bw_reader_leave(e->reader, inner);
    }
    bw_reader_leave(e->reader, length);
}

/* A copy whose nodes say that they come from defaults. NULL when memory is short. */
static const struct bw_node *mark(struct bw_arena *arena, const struct bw_node *node)
{
    struct bw_node *copy = bw_arena_allocate(arena, 1, sizeof *copy);
    struct bw_entry *entries = bw_arena_allocate(arena, node->count, sizeof *entries);
    if (copy == NULL || entries == NULL) {
        return NULL;
    }
    *copy = *node;
    copy->origin = BW_ORIGIN_GROUP;
    for (uint32_t i = 0; i < node->count; i++) {
        entries[i] = node->entries[i];
        entries[i].value = mark(arena, entries[i].value);
        if (entries[i].value == NULL) {
            return NULL;
        }
    }
    copy->entries = node->count > 0 ? entries : node->entries;
    return copy;
}

static int compare_patterns(const void *a, const void *b)
{
    const struct bw_pattern *left = a;
    const struct bw_pattern *right = b;
    if (left->literals != right->literals) {
        return left->literals < right->literals ? -1 : 1;
    }
    return strcmp(left->entry->key, right->entry->key);
}

/* Reads the keys of node as patterns, the most general first; returns how many. */
static uint32_t read_patterns(
    struct bw_expanding *e, const struct bw_node *node, struct bw_pattern *patterns)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct bw_entry *entry = &node->entries[i];
        if (bw_node_is_null(entry->value)) {
            continue; /* deleted by an overlay */
        }
        size_t length = bw_reader_enter(e->reader, entry->key);
        if (!is_pattern(entry->key)) {
            bw_reader_fail(e->reader, entry->key_position,
                "expected an id in which \"*\" stands for any characters");
        } else if (count == BW_DEFAULTS_LIMIT) {
            bw_reader_fail(
                e->reader, entry->key_position, "more than 64 patterns in a mapping");
        } else {
            patterns[count++] =
                (struct bw_pattern){entry, count_literals(entry->key), false};
        }
        bw_reader_leave(e->reader, length);
    }
    qsort(patterns, count, sizeof *patterns, compare_patterns);
    return count;
}

/* The path of errors is that of the section while it is looked at itself. */
static struct bw_text enter_section(struct bw_reader *reader, const char *key)
{
    struct bw_text outer = reader->path;
    bw_text_init(&reader->path);
    (void)bw_reader_enter(reader, "defaults");
    (void)bw_reader_enter(reader, key);
    return outer;
}

static void leave_section(struct bw_reader *reader, struct bw_text outer)
{
    bw_text_release(&reader->path);
    reader->path = outer;
}

void bw_defaults_open(struct bw_defaults *defaults, struct bw_expanding *e,
    const struct bw_row *row, const struct bw_node *node)
{
    *defaults = (struct bw_defaults){.e = e, .row = row};
    bw_vector_init(&defaults->merged, sizeof(struct merged));
    if (node == NULL || node->kind != BW_NODE_MAP) {
        return;
    }
    struct bw_text outer = enter_section(e->reader, row->key);
    const struct bw_node *marked = mark(e->arena, node);
    if (marked == NULL) {
        e->reader->status = BW_ERR_NOMEM;
    } else {
        defaults->count = read_patterns(e, marked, defaults->patterns);
    }
    leave_section(e->reader, outer);
}

/* Reports two patterns that tie; both are named. */
static void fail_tie(
    struct bw_expanding *e, const struct bw_pattern *a, const struct bw_pattern *b)
{
    bw_reader_fail(e->reader, b->entry->key_position,
        "the patterns \"%s\" (line %d) and \"%s\" (line %d) match it with equally many "
        "characters, so neither wins",
        a->entry->key, a->entry->key_position.line, b->entry->key,
        b->entry->key_position.line);
}

/* Which patterns match, as bits; the number with a tie is 0. */
static uint64_t match(
    struct bw_expanding *e, struct bw_pattern *patterns, uint32_t count, const char *id)
{
    uint64_t set = 0;
    struct bw_pattern *last = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (!bw_pattern_matches(patterns[i].entry->key, id)) {
            continue;
        }
        if (last != NULL && last->literals == patterns[i].literals) {
            fail_tie(e, last, &patterns[i]);
        }
        last = &patterns[i];
        last->used = true;
        set |= (uint64_t)1 << i;
    }
    return set;
}

/* Lays the patterns of a set over base, the most general first. */
static const struct bw_node *lay_set(struct bw_expanding *e, const struct bw_row *below,
    const struct bw_pattern *patterns, uint64_t set, const struct bw_node *base)
{
    for (uint32_t i = 0; i < BW_DEFAULTS_LIMIT && e->reader->status != BW_ERR_NOMEM;
         i++) {
        if ((set >> i & 1u) != 0) {
            const struct bw_node *over = patterns[i].entry->value;
            base = base == NULL
                ? over
                : bw_overlay_lay(e->reader, e->arena, below, base, over, BW_NULLS_KEEP);
        }
    }
    return base;
}

static bool has_patterns(const struct bw_node *node)
{
    bool found = false;
    for (uint32_t i = 0; i < node->count && !found; i++) {
        const struct bw_entry *entry = &node->entries[i];
        found = (entry->key != NULL && strchr(entry->key, '*') != NULL)
            || has_patterns(entry->value);
    }
    return found;
}

/* Splits a mapping from ids into its patterns and the rest, a mapping of ids. */
static const struct bw_node *split(struct bw_expanding *e, const struct bw_node *node,
    struct bw_pattern *patterns, uint32_t *count)
{
    struct bw_pattern all[BW_DEFAULTS_LIMIT] = {{NULL, 0, false}};
    struct bw_entry ids[BW_DEFAULTS_LIMIT];
    uint32_t id_count = 0;
    uint32_t all_count = read_patterns(e, node, all);
    *count = 0;
    for (uint32_t i = 0; i < all_count; i++) {
        if (strchr(all[i].entry->key, '*') != NULL) {
            patterns[(*count)++] = all[i];
        } else {
            ids[id_count++] = *all[i].entry;
        }
    }
    return bw_node_group(
        e->arena, BW_NODE_MAP, ids, id_count, node->position, node->origin);
}

/* The defaults of the entries of a mapping from ids: those that own has and those that
 * the defaults name. */
static const struct bw_node *settle_ids(struct bw_expanding *e,
    const struct bw_row *row, const struct bw_node *node, const struct bw_node *own)
{
    struct bw_pattern patterns[BW_DEFAULTS_LIMIT];
    uint32_t count = 0;
    struct bw_vector pieces;
    const struct bw_node *ids = split(e, node, patterns, &count);
    const struct bw_node *both = ids;
    bw_vector_init(&pieces, sizeof(struct bw_piece));
    if (ids != NULL && own != NULL && own->kind == BW_NODE_MAP) {
        both = bw_overlay_lay(e->reader, e->arena, row, ids, own, BW_NULLS_KEEP);
    }
    for (uint32_t i = 0; both != NULL && i < both->count; i++) {
        const struct bw_entry *entry = &both->entries[i];
        struct bw_row made;
        const struct bw_row *below = bw_schema_below(row, entry->key, &made);
        size_t length = bw_reader_enter(e->reader, entry->key);
        uint64_t set = match(e, patterns, count, entry->key);
        const struct bw_node *value = lay_set(e, below, patterns, set, NULL);
        const struct bw_node *named = bw_node_get(ids, entry->key);
        if (value != NULL && named != NULL) {
            value =
                bw_overlay_lay(e->reader, e->arena, below, value, named, BW_NULLS_KEEP);
        } else if (named != NULL) {
            value = named;
        }
        struct bw_piece piece = {
            entry->key, entry->key_position, NULL, BW_LAYER_OWN, 0};
        piece.value = value == NULL
            ? NULL
            : settle(e, below, value, bw_node_get(own, entry->key));
        if (piece.value != NULL) {
            (void)bw_expand_add(e, &pieces, &piece);
        }
        bw_reader_leave(e->reader, length);
    }
    const struct bw_node *result =
        both == NULL ? NULL : bw_expand_map(e, &pieces, node->position, node->origin);
    bw_vector_release(&pieces);
    return result;
}

/* Defaults without patterns inside, for an element that is own so far. The depth is
 * limited by the reader of documents. NULL when memory is short. */
static const struct bw_node *settle(struct bw_expanding *e, const struct bw_row *row,
    const struct bw_node *node, const struct bw_node *own)
{
    const struct bw_node *result = node;
    if (row == NULL || node->kind != BW_NODE_MAP || !has_patterns(node)) {
        return node;
    }
    if (row->type == BW_ROW_MAP || row->type == BW_ROW_NAMES) {
        return settle_ids(e, row, node, own);
    }
    for (uint32_t i = 0; i < node->count && result != NULL; i++) {
        const struct bw_entry *entry = &node->entries[i];
        struct bw_row made;
        size_t length = bw_reader_enter(e->reader, entry->key);
        const struct bw_node *value = settle(e, bw_schema_below(row, entry->key, &made),
            entry->value, bw_node_get(own, entry->key));
        if (value == NULL) {
            result = NULL;
        } else if (value != entry->value) {
            result = bw_node_replace(e->arena, result, i, value);
        }
        bw_reader_leave(e->reader, length);
    }
    if (result == NULL) {
        e->reader->status = BW_ERR_NOMEM;
    }
    return result;
}

/* A null has taken away what more general patterns, or a file below, give; then it goes
 * itself. NULL when memory is short. */
static const struct bw_node *drop_nulls(
    struct bw_expanding *e, const struct bw_row *row, const struct bw_node *node)
{
    return node == NULL
        ? NULL
        : bw_overlay_lay(e->reader, e->arena, row, NULL, node, BW_NULLS_DROP);
}

/* What a set of patterns gives, remembered. */
static struct merged *find_merged(
    struct bw_defaults *defaults, uint64_t set, const struct bw_row *below)
{
    struct merged *found = NULL;
    for (size_t i = defaults->merged.count; i > 0; i--) {
        found = bw_vector_at(&defaults->merged, i - 1);
        if (found->set == set) {
            return found;
        }
    }
    const struct bw_node *value =
        lay_set(defaults->e, below, defaults->patterns, set, NULL);
    value = value == NULL ? NULL : bw_expand_value(defaults->e, below, value);
    if (value == NULL || bw_vector_push(&defaults->merged, &found) != BW_OK) {
        defaults->e->reader->status = BW_ERR_NOMEM;
        return NULL;
    }
    *found = (struct merged){set, value, has_patterns(value)};
    if (!found->has_patterns) {
        found->value = drop_nulls(defaults->e, below, value);
    }
    return found;
}

const struct bw_node *bw_defaults_find(
    struct bw_defaults *defaults, const char *id, const struct bw_node *own)
{
    struct bw_row made;
    const struct bw_row *below = bw_schema_below(defaults->row, id, &made);
    uint64_t set = match(defaults->e, defaults->patterns, defaults->count, id);
    const struct merged *merged = set == 0 ? NULL : find_merged(defaults, set, below);
    if (merged == NULL) {
        return NULL;
    }
    if (!merged->has_patterns) {
        return merged->value;
    }
    return drop_nulls(
        defaults->e, below, settle(defaults->e, below, merged->value, own));
}

void bw_defaults_close(struct bw_defaults *defaults)
{
    struct bw_reader *reader = defaults->e->reader;
    struct bw_text outer = enter_section(reader, defaults->row->key);
    for (uint32_t i = 0; i < defaults->count && reader->status == BW_OK; i++) {
        const struct bw_entry *entry = defaults->patterns[i].entry;
        if (!defaults->patterns[i].used) {
            size_t length = bw_reader_enter(reader, entry->key);
            bw_reader_fail(
                reader, entry->key_position, "matches no id in %s", defaults->row->key);
            bw_reader_leave(reader, length);
        }
    }
    leave_section(reader, outer);
    bw_vector_release(&defaults->merged);
}
