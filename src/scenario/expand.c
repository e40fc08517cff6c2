/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/expand.h"

#include "scenario/defaults.h"
#include "scenario/expand_internal.h"
#include "scenario/group.h"
#include "scenario/overlay.h"
#include "scenario/table_rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool bw_expand_is_needed(const struct bw_node *root)
{
    return root != NULL
        && (bw_node_get(root, "defaults") != NULL || bw_node_get(root, "tables") != NULL
            || bw_group_is_below(root));
}

static const struct bw_node *run_out(struct bw_expanding *e)
{
    e->reader->status = BW_ERR_NOMEM;
    return NULL;
}

bool bw_expand_has_room(struct bw_expanding *e, struct bw_position position)
{
    if (e->made > BW_EXPAND_NODES_LIMIT) {
        bw_reader_fail(e->reader, position,
            "templates and tables make more than 30,000,000 values");
    }
    return e->made <= BW_EXPAND_NODES_LIMIT;
}

bool bw_expand_add(
    struct bw_expanding *e, struct bw_vector *pieces, const struct bw_piece *piece)
{
    struct bw_piece *added = NULL;
    if (bw_vector_push(pieces, &added) != BW_OK) {
        (void)run_out(e);
        return false;
    }
    *added = *piece;
    added->order = (uint32_t)pieces->count - 1;
    return true;
}

/* The number of elements of a group, 0 after an error. */
static uint32_t count_group(
    struct bw_expanding *e, const struct bw_entry *entry, const struct bw_group *group)
{
    uint32_t count = bw_group_count(group);
    if (count == 0) {
        bw_reader_fail(e->reader, entry->key_position,
            "expected a range such as {1..400}, found %.*s, which runs backwards",
            (int)group->length, entry->key + group->at);
    } else if (count > BW_GROUP_LIMIT) {
        bw_reader_fail(e->reader, entry->key_position,
            "expected a group of at most 1,000,000 elements, found %.*s",
            (int)group->length, entry->key + group->at);
        count = 0;
    }
    return count;
}

static bool check_filled(
    struct bw_expanding *e, const struct bw_entry *entry, const struct bw_node *value)
{
    bool good = value->kind != BW_NODE_MAP || !bw_node_has_duplicates(value);
    for (uint32_t i = 0; i < value->count && good; i++) {
        good = check_filled(e, entry, value->entries[i].value);
    }
    return good;
}

/* Adds the elements of a group key. */
static void add_group(struct bw_expanding *e, const struct bw_row *below,
    const struct bw_entry *entry, const struct bw_group *group,
    struct bw_vector *pieces)
{
    uint32_t count = count_group(e, entry, group);
    for (uint32_t i = 0; i < count && e->reader->status != BW_ERR_NOMEM; i++) {
        struct bw_piece piece = {
            .key_position = entry->key_position, .layer = BW_LAYER_GROUP};
        piece.key = bw_group_id(e->arena, group, i);
        piece.value = bw_group_fill(e->arena, group, i, entry->value, &e->made);
        if (piece.key == NULL || piece.value == NULL) {
            (void)run_out(e);
            return;
        }
        if (i == 0 && !check_filled(e, entry, piece.value)) {
            bw_reader_fail(e->reader, entry->key_position,
                "two keys below become one when the number is filled in");
            return;
        }
        e->made++;
        size_t length = bw_reader_enter(e->reader, piece.key);
        bool room = bw_expand_has_room(e, entry->key_position);
        piece.value = room ? bw_expand_value(e, below, piece.value) : NULL;
        bw_reader_leave(e->reader, length);
        if (piece.value == NULL || !bw_expand_add(e, pieces, &piece)) {
            return;
        }
    }
}

/* Adds the entries of a mapping from ids, groups written out. */
static void add_entries(struct bw_expanding *e, const struct bw_row *row,
    const struct bw_node *node, struct bw_vector *pieces)
{
    for (uint32_t i = 0; i < node->count && e->reader->status != BW_ERR_NOMEM; i++) {
        const struct bw_entry *entry = &node->entries[i];
        struct bw_row made;
        struct bw_group group;
        const struct bw_row *below = bw_schema_below(row, entry->key, &made);
        if (bw_group_read(entry->key, &group)) {
            add_group(e, below, entry, &group, pieces);
            continue;
        }
        struct bw_piece piece = {
            entry->key, entry->key_position, NULL, BW_LAYER_OWN, 0};
        size_t length = bw_reader_enter(e->reader, entry->key);
        piece.value = bw_expand_value(e, below, entry->value);
        bw_reader_leave(e->reader, length);
        if (piece.value == NULL || !bw_expand_add(e, pieces, &piece)) {
            return;
        }
    }
}

static int compare_pieces(const void *a, const void *b)
{
    const struct bw_piece *left = a;
    const struct bw_piece *right = b;
    int order = strcmp(left->key, right->key);
    if (order == 0 && left->layer != right->layer) {
        order = left->layer < right->layer ? -1 : 1;
    }
    if (order == 0) {
        order = left->order < right->order ? -1 : left->order > right->order;
    }
    return order;
}

static int compare_orders(const void *a, const void *b)
{
    const struct bw_piece *left = a;
    const struct bw_piece *right = b;
    return left->order < right->order ? -1 : left->order > right->order;
}

static void fail_twice(
    struct bw_expanding *e, const struct bw_piece *first, const struct bw_piece *second)
{
    size_t length = bw_reader_enter(e->reader, second->key);
    bw_reader_fail(e->reader, second->key_position,
        "a second %s for one id; the first stands in line %d of %s",
        second->layer == BW_LAYER_GROUP ? "group" : "row", first->key_position.line,
        first->key_position.file);
    bw_reader_leave(e->reader, length);
}

/* Merges the count pieces of one id into the first. Nulls stay: there may be defaults
 * to delete. */
static void merge_pieces(struct bw_expanding *e, const struct bw_row *row,
    struct bw_piece *pieces, size_t count)
{
    struct bw_row made;
    const struct bw_row *below = bw_schema_below(row, pieces->key, &made);
    struct bw_piece result = pieces[0];
    size_t length = bw_reader_enter(e->reader, pieces->key);
    for (size_t i = 1; i < count && result.value != NULL; i++) {
        if (pieces[i].layer == pieces[i - 1].layer) {
            bw_reader_leave(e->reader, length);
            fail_twice(e, &pieces[i - 1], &pieces[i]);
            length = bw_reader_enter(e->reader, pieces->key);
            continue;
        }
        result.value = bw_overlay_lay(
            e->reader, e->arena, below, result.value, pieces[i].value, BW_NULLS_KEEP);
        result.key_position = pieces[i].key_position;
        result.layer = pieces[i].layer;
        result.order = result.order < pieces[i].order ? result.order : pieces[i].order;
    }
    if (result.layer == BW_LAYER_STOCK_TABLE) {
        bw_reader_fail(e->reader, result.key_position, "no site has this id");
    }
    bw_reader_leave(e->reader, length);
    pieces[0] = result;
}

/* Sorts the pieces by id, merges those of one id, and puts them back into the order in
 * which their first ones were added. */
static void merge_ids(
    struct bw_expanding *e, const struct bw_row *row, struct bw_vector *pieces)
{
    struct bw_piece *all = pieces->items;
    size_t kept = 0;
    if (pieces->count == 0) {
        return;
    }
    qsort(all, pieces->count, sizeof *all, compare_pieces);
    for (size_t i = 0; i < pieces->count;) {
        size_t end = i + 1;
        while (end < pieces->count && strcmp(all[end].key, all[i].key) == 0) {
            end++;
        }
        merge_pieces(e, row, &all[i], end - i);
        if (all[i].value == NULL) {
            return; /* no memory */
        }
        if (!bw_node_is_null(all[i].value)) {
            all[kept++] = all[i];
        }
        i = end;
    }
    pieces->count = kept;
    qsort(all, kept, sizeof *all, compare_orders);
}

const struct bw_node *bw_expand_map(struct bw_expanding *e,
    const struct bw_vector *pieces, struct bw_position position, enum bw_origin origin)
{
    const struct bw_piece *all = pieces->items;
    struct bw_arena scratch;
    const struct bw_node *result = NULL;
    bw_arena_init(&scratch);
    struct bw_entry *entries =
        bw_arena_allocate(&scratch, pieces->count, sizeof *entries);
    for (size_t i = 0; i < pieces->count && entries != NULL; i++) {
        entries[i] = (struct bw_entry){all[i].key, all[i].key_position, all[i].value};
    }
    if (entries != NULL) {
        result = bw_node_group(
            e->arena, BW_NODE_MAP, entries, (uint32_t)pieces->count, position, origin);
    }
    bw_arena_release(&scratch);
    return result != NULL ? result : run_out(e);
}

/* A mapping from ids with its groups written out, at any depth. */
static const struct bw_node *write_out_map(
    struct bw_expanding *e, const struct bw_row *row, const struct bw_node *node)
{
    struct bw_vector pieces;
    const struct bw_node *result = NULL;
    bw_vector_init(&pieces, sizeof(struct bw_piece));
    add_entries(e, row, node, &pieces);
    merge_ids(e, row, &pieces);
    if (e->reader->status != BW_ERR_NOMEM) {
        result = bw_expand_map(e, &pieces, node->position, node->origin);
    }
    bw_vector_release(&pieces);
    return result;
}

/* A mapping with keys of the schema. */
static const struct bw_node *write_out_keys(
    struct bw_expanding *e, const struct bw_row *row, const struct bw_node *node)
{
    const struct bw_node *result = node;
    for (uint32_t i = 0; i < node->count && result != NULL; i++) {
        struct bw_row made;
        const struct bw_entry *entry = &node->entries[i];
        size_t length = bw_reader_enter(e->reader, entry->key);
        const struct bw_node *value =
            bw_expand_value(e, bw_schema_below(row, entry->key, &made), entry->value);
        if (value != NULL && value != entry->value) {
            value = bw_node_replace(e->arena, result, i, value);
            result = value != NULL ? value : run_out(e);
        } else if (value == NULL) {
            result = NULL;
        }
        bw_reader_leave(e->reader, length);
    }
    return result;
}

/* A value with all groups below it written out; itself where there are none. The depth
 * is limited by the reader of documents. NULL when memory is short. */
const struct bw_node *bw_expand_value(
    struct bw_expanding *e, const struct bw_row *row, const struct bw_node *node)
{
    if (row == NULL || node->kind != BW_NODE_MAP || !bw_group_is_below(node)) {
        return node;
    }
    bool from_ids = row->type == BW_ROW_MAP || row->type == BW_ROW_SHARES
        || (row->type == BW_ROW_NAMES && row->child != NULL);
    if (from_ids) {
        return write_out_map(e, row, node);
    }
    return row->type == BW_ROW_OBJECT ? write_out_keys(e, row, node) : node;
}

/* Lays every element over the defaults that its id matches, and drops nulls. */
static void fill_in(struct bw_expanding *e, const struct bw_row *row,
    const struct bw_node *patterns, struct bw_vector *pieces)
{
    struct bw_defaults defaults;
    bw_defaults_open(&defaults, e, row, patterns);
    for (size_t i = 0; i < pieces->count && e->reader->status != BW_ERR_NOMEM; i++) {
        struct bw_piece *piece = bw_vector_at(pieces, i);
        struct bw_row made;
        const struct bw_row *below = bw_schema_below(row, piece->key, &made);
        size_t length = bw_reader_enter(e->reader, piece->key);
        const struct bw_node *base =
            bw_defaults_find(&defaults, piece->key, piece->value);
        piece->value = bw_overlay_lay(
            e->reader, e->arena, below, base, piece->value, BW_NULLS_DROP);
        bw_reader_leave(e->reader, length);
    }
    bw_defaults_close(&defaults);
}

/* One mapping of elements of the root, written out. node may be NULL; the result is
 * NULL when it is and no table has rows for it, or when memory is short. */
static const struct bw_node *write_out_section(
    struct bw_expanding *e, const struct bw_row *row, const struct bw_node *node)
{
    struct bw_vector pieces;
    const struct bw_node *result = node;
    const struct bw_node *patterns =
        bw_node_get(bw_node_get(e->root, "defaults"), row->key);
    if (node != NULL && node->kind != BW_NODE_MAP) {
        return node; /* the check says what is wrong */
    }
    bw_vector_init(&pieces, sizeof(struct bw_piece));
    size_t length = bw_reader_enter(e->reader, row->key);
    if (node != NULL) {
        add_entries(e, row, node, &pieces);
    }
    bw_table_rows_add(e, row, &pieces);
    merge_ids(e, row, &pieces);
    if (e->reader->status != BW_ERR_NOMEM) {
        fill_in(e, row, patterns, &pieces);
    }
    bw_reader_leave(e->reader, length);
    bool wanted = node != NULL || pieces.count > 0;
    if (wanted && e->reader->status != BW_ERR_NOMEM) {
        struct bw_position position = node != NULL ? node->position : e->root->position;
        result = bw_expand_map(
            e, &pieces, position, node != NULL ? node->origin : BW_ORIGIN_TABLE);
    }
    bw_vector_release(&pieces);
    return result;
}

/* Adds one key of the root. */
static void add_key(
    struct bw_expanding *e, const struct bw_row *row, struct bw_vector *keys)
{
    const struct bw_entry *entry = bw_node_entry(e->root, row->key);
    struct bw_piece piece = {.key = row->key, .key_position = e->root->position};
    if (entry != NULL) {
        piece.key = entry->key;
        piece.key_position = entry->key_position;
        piece.value = entry->value;
    }
    if (strcmp(row->key, "defaults") == 0
        || (piece.value != NULL && bw_node_is_null(piece.value))) {
        return;
    }
    if (row->type == BW_ROW_MAP) {
        piece.value = write_out_section(e, row, piece.value);
    } else if (strcmp(row->key, "tables") == 0 && piece.value != NULL) {
        piece.value = bw_table_rows_digests(e, piece.value);
    } else if (piece.value != NULL) {
        size_t length = bw_reader_enter(e->reader, row->key);
        piece.value = bw_expand_value(e, row, piece.value);
        piece.value = piece.value == NULL ? NULL
                                          : bw_overlay_lay(e->reader, e->arena, row,
                                              NULL, piece.value, BW_NULLS_DROP);
        bw_reader_leave(e->reader, length);
    }
    if (piece.value != NULL) {
        (void)bw_expand_add(e, keys, &piece);
    }
}

enum bw_status bw_expand(struct bw_arena *arena, const struct bw_node *root,
    struct bw_error_list *errors, struct bw_text *digests, const struct bw_node **out)
{
    struct bw_reader reader;
    struct bw_vector keys;
    struct bw_expanding e = {
        .arena = arena, .reader = &reader, .digests = digests, .root = root};
    *out = NULL;
    bw_reader_init(&reader, arena, errors);
    bw_vector_init(&keys, sizeof(struct bw_piece));
    bw_defaults_check(&e);
    for (uint32_t i = 0; i < bw_schema_root.row_count; i++) {
        if (reader.status == BW_OK || reader.status == BW_ERR_INPUT) {
            add_key(&e, &bw_schema_root.rows[i], &keys);
        }
    }
    for (uint32_t i = 0; i < root->count; i++) {
        const struct bw_entry *entry = &root->entries[i];
        if (bw_schema_find(&bw_schema_root, entry->key) == NULL) {
            struct bw_piece piece = {
                entry->key, entry->key_position, entry->value, BW_LAYER_OWN, 0};
            (void)bw_expand_add(&e, &keys, &piece);
        }
    }
    if (reader.status == BW_OK || reader.status == BW_ERR_INPUT) {
        *out = bw_expand_map(&e, &keys, root->position, root->origin);
    }
    enum bw_status status = reader.status;
    bw_vector_release(&keys);
    bw_reader_release(&reader);
    return status;
}
