/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/overlay.h"

#include "base/digest.h"
#include "base/io.h"
#include "scenario/document.h"
#include "scenario/expand.h"
#include "scenario/reader.h"
#include "scenario/schema.h"

#include <string.h>

#define CHAIN_LIMIT 16 /* files that extend each other */

/* One merge in progress. */
struct merging {
    struct bw_reader *reader; /* for the path in errors */
    struct bw_arena *arena;
    enum bw_overlay_nulls nulls;
};

static const struct bw_node *merge(struct merging *m, const struct bw_row *row,
    const struct bw_node *base, const struct bw_node *over);

static void run_out(struct merging *m)
{
    m->reader->status = BW_ERR_NOMEM;
}

/* What stands at a key of two mappings, the base's or NULL. An absent value means that
 * the key goes. */
static const struct bw_node *merge_entry(struct merging *m, const struct bw_row *row,
    const struct bw_node *old, const struct bw_entry *entry)
{
    struct bw_row made;
    const struct bw_row *below = bw_schema_below(row, entry->key, &made);
    if (!bw_node_is_null(entry->value)) {
        if (old != NULL) {
            return merge(m, below, old, entry->value);
        }
        return m->nulls == BW_NULLS_DROP ? merge(m, below, NULL, entry->value)
                                         : entry->value;
    }
    if (m->nulls == BW_NULLS_KEEP) {
        return entry->value;
    }
    if (old == NULL && m->nulls == BW_NULLS_DELETE) {
        bw_reader_fail(
            m->reader, entry->key_position, "there is nothing here to delete");
    }
    return NULL;
}

/* Merges two mappings key by key into entries, which has room for both. Returns how
 * many there are; *changed is set unless they are those of over. */
static uint32_t merge_into(struct merging *m, const struct bw_row *row,
    const struct bw_node *base, const struct bw_node *over, struct bw_entry *entries,
    bool *changed)
{
    uint32_t base_count = base != NULL ? base->count : 0;
    uint32_t count = base_count;
    *changed = base_count > 0;
    for (uint32_t i = 0; i < base_count; i++) {
        entries[i] = base->entries[i];
    }
    for (uint32_t i = 0; i < over->count; i++) {
        const struct bw_entry *entry = &over->entries[i];
        uint32_t rank = bw_node_rank(base, entry->key);
        struct bw_entry *target =
            rank != UINT32_MAX ? &entries[base->sorted[rank]] : &entries[count++];
        size_t length = bw_reader_enter(m->reader, entry->key);
        const struct bw_node *old = rank != UINT32_MAX ? target->value : NULL;
        if (old == NULL) {
            *target = *entry;
        }
        target->value = merge_entry(m, row, old, entry);
        *changed = *changed || target->value != entry->value;
        bw_reader_leave(m->reader, length);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i].value != NULL) {
            entries[kept++] = entries[i];
        }
    }
    return kept;
}

/* Merges two mappings key by key; base may be NULL. */
static const struct bw_node *merge_keys(struct merging *m, const struct bw_row *row,
    const struct bw_node *base, const struct bw_node *over)
{
    enum { FEW = 16 };
    struct bw_entry few[FEW];
    struct bw_entry *entries = few;
    struct bw_arena scratch;
    size_t room = (size_t)over->count + (base != NULL ? base->count : 0);
    bool changed = true;
    bw_arena_init(&scratch);
    if (room > FEW) {
        entries = bw_arena_allocate(&scratch, room, sizeof *entries);
    }
    const struct bw_node *result = NULL;
    if (entries != NULL) {
        uint32_t count = merge_into(m, row, base, over, entries, &changed);
        const struct bw_node *like = base != NULL ? base : over;
        result = changed ? bw_node_group(m->arena, BW_NODE_MAP, entries, count,
                     like->position, like->origin)
                         : over;
    }
    bw_arena_release(&scratch);
    if (result == NULL) {
        run_out(m);
    }
    return result;
}

static bool have_same_tag(const struct bw_node *base, const struct bw_node *over)
{
    return base->kind == BW_NODE_MAP && over->kind == BW_NODE_MAP && base->count == 1
        && over->count == 1 && strcmp(base->entries[0].key, over->entries[0].key) == 0;
}

/* Merges a law or a choice: the parameters when the tag is the same. */
static const struct bw_node *merge_tagged(struct merging *m, const struct bw_row *row,
    const struct bw_node *base, const struct bw_node *over)
{
    const struct bw_node *old = bw_value_unwrap(base);
    if (bw_value_is_wrapped(over) || !have_same_tag(old, over)) {
        return over;
    }
    struct bw_row made;
    const struct bw_node *inner = over->entries[0].value;
    const struct bw_node *old_inner = old->entries[0].value;
    const struct bw_row *below = bw_schema_below(row, over->entries[0].key, &made);
    const struct bw_node *value = inner;
    if (inner->kind == BW_NODE_MAP && old_inner->kind == BW_NODE_MAP
        && (below == NULL || below->type == BW_ROW_OBJECT)) {
        value = merge_keys(m, below, old_inner, inner);
    } else if (below != NULL) {
        value = merge(m, below, old_inner, inner);
    }
    if (value != NULL) {
        value = bw_node_replace(m->arena, old, 0, value);
    }
    if (value == NULL) {
        run_out(m);
    }
    return value;
}

/* The depth is limited by the reader of documents. base may be NULL where nulls are
 * dropped. Returns NULL when memory is short. */
static const struct bw_node *merge(struct merging *m, const struct bw_row *row,
    const struct bw_node *base, const struct bw_node *over)
{
    bool maps = over->kind == BW_NODE_MAP
        && (base == NULL ? m->nulls == BW_NULLS_DROP : base->kind == BW_NODE_MAP);
    if (row == NULL || !maps) {
        return over;
    }
    switch (row->type) {
    case BW_ROW_OBJECT:
    case BW_ROW_MAP:
    case BW_ROW_NAMES:
    case BW_ROW_SHARES:
        return merge_keys(m, row, base, over);
    case BW_ROW_LAW:
    case BW_ROW_ONE_OF:
        return base == NULL ? over : merge_tagged(m, row, base, over);
    default:
        return over;
    }
}

const struct bw_node *bw_overlay_lay(struct bw_reader *reader, struct bw_arena *arena,
    const struct bw_row *row, const struct bw_node *base, const struct bw_node *over,
    enum bw_overlay_nulls nulls)
{
    struct merging m = {reader, arena, nulls};
    const struct bw_node *result = merge(&m, row, base, over);
    return reader->status == BW_ERR_NOMEM ? NULL : result;
}

enum bw_status bw_overlay_merge(struct bw_arena *arena, const struct bw_node *base,
    const struct bw_node *over, enum bw_overlay_nulls nulls,
    struct bw_error_list *errors, const struct bw_node **out)
{
    static const struct bw_row root_row = {
        .key = "scenario", .type = BW_ROW_OBJECT, .child = &bw_schema_root};
    struct bw_reader reader;
    struct merging m = {&reader, arena, nulls};
    bw_reader_init(&reader, arena, errors);
    *out = merge(&m, &root_row, base, over);
    enum bw_status status = reader.status;
    bw_reader_release(&reader);
    return status;
}

/* The files of a chain, the one asked for first. */
struct chain {
    struct bw_arena *arena;
    struct bw_error_list *errors;
    struct bw_text *digests;
    const char *paths[CHAIN_LIMIT];
    const struct bw_node *roots[CHAIN_LIMIT];
    uint32_t count;
};

/* Reads the bytes of a file; what goes wrong is said where the file is asked for. */
static enum bw_status read_bytes(struct chain *chain, const char *path,
    const struct bw_node *extends, struct bw_text *text)
{
    struct bw_error_list errors;
    bw_error_list_init(&errors);
    enum bw_status status =
        bw_io_read_file(path, BW_DOCUMENT_BYTES_LIMIT, text, &errors);
    for (size_t i = 0; i < errors.count; i++) {
        const struct bw_error *error = &errors.errors[i];
        bw_error_add(chain->errors, error->severity, error->status,
            extends != NULL ? extends->position : error->position,
            extends != NULL ? "extends" : error->path, "%s", error->text);
    }
    bw_error_list_release(&errors);
    return status;
}

/* Reads one file, which the node extends of another asks for, or the user. */
static enum bw_status read_file(
    struct chain *chain, const char *path, const struct bw_node *extends)
{
    struct bw_text text;
    struct bw_source source = {.name = path, .origin = BW_ORIGIN_OVERLAY};
    char digest[BW_SHA256_TEXT];
    const struct bw_node *root = NULL;
    bw_text_init(&text);
    enum bw_status status = read_bytes(chain, path, extends, &text);
    if (status != BW_OK) {
        goto done;
    }
    bw_digest_sha256(bw_text_get(&text), text.length, digest);
    bw_text_format(chain->digests, "scenario %s\n", digest);
    source.bytes = bw_text_get(&text);
    source.size_bytes = text.length;
    status = bw_document_read(chain->arena, &source, chain->errors, &root);
    if (root != NULL && root->kind != BW_NODE_MAP) {
        char found[64];
        bw_error_add(chain->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, root->position,
            NULL, "expected a mapping with the keys of a scenario, found %s",
            bw_node_describe(root, found, sizeof found));
        status = BW_ERR_INPUT;
        root = NULL;
    }
    chain->paths[chain->count] = path;
    chain->roots[chain->count] = root;
    chain->count++;

done:
    bw_text_release(&text);
    return status;
}

/* Adds the error that a chain of files closes. */
static enum bw_status fail_cycle(
    struct chain *chain, const struct bw_node *extends, uint32_t first)
{
    struct bw_text text;
    bw_text_init(&text);
    for (uint32_t i = first; i < chain->count; i++) {
        bw_text_format(&text, "%s -> ", chain->paths[i]);
    }
    bw_error_add(chain->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, extends->position,
        "extends", "files extend each other in a circle: %s%s", bw_text_get(&text),
        chain->paths[first]);
    bw_text_release(&text);
    return BW_ERR_INPUT;
}

static bool has_parent_part(const char *path)
{
    bool found = false;
    while (!found && *path != '\0') {
        size_t length = strcspn(path, "/");
        found = length == 2 && path[0] == '.' && path[1] == '.';
        path += length + (path[length] == '/');
    }
    return found;
}

/* Works out the path of the next file; *next is NULL where the chain ends. */
static enum bw_status find_next(
    struct chain *chain, const struct bw_node *root, const char **next)
{
    const struct bw_node *extends = bw_node_get(root, "extends");
    const char *last = chain->paths[chain->count - 1];
    *next = NULL;
    if (extends == NULL) {
        return BW_OK;
    }
    char found[64];
    bool good = extends->kind == BW_NODE_SCALAR && extends->text[0] != '/'
        && !bw_node_is_null(extends) && !has_parent_part(extends->text);
    if (!good) {
        bw_error_add(chain->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, extends->position,
            "extends",
            "expected a file below this one's folder, without \"..\", found %s",
            bw_node_describe(extends, found, sizeof found));
        return BW_ERR_INPUT;
    }
    const char *slash = strrchr(last, '/');
    struct bw_text path;
    bw_text_init(&path);
    bw_text_append(&path, last, slash == NULL ? 0 : (size_t)(slash - last) + 1);
    bw_text_add(&path, extends->text);
    *next = bw_arena_copy_text(chain->arena, bw_text_get(&path), path.length);
    bool failed = path.failed || *next == NULL;
    bw_text_release(&path);
    if (failed) {
        return BW_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < chain->count; i++) {
        if (strcmp(chain->paths[i], *next) == 0) {
            return fail_cycle(chain, extends, i);
        }
    }
    if (chain->count == CHAIN_LIMIT) {
        bw_error_add(chain->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, extends->position,
            "extends", "more than %d files extend each other", CHAIN_LIMIT);
        return BW_ERR_INPUT;
    }
    return BW_OK;
}

/* Gives every node of the first file of the chain the origin file. The nodes were just
 * made by this thread, so they may still be changed. */
static void mark_as_file(const struct bw_node *node)
{
    if (node->origin == BW_ORIGIN_FILE) {
        return; /* an alias: done already */
    }
    ((struct bw_node *)(uintptr_t)node)->origin = BW_ORIGIN_FILE;
    for (uint32_t i = 0; i < node->count; i++) {
        mark_as_file(node->entries[i].value);
    }
}

static const struct bw_node *without_extends(
    struct bw_arena *arena, const struct bw_node *root)
{
    uint32_t rank = bw_node_rank(root, "extends");
    return rank == UINT32_MAX ? root : bw_node_remove(arena, root, root->sorted[rank]);
}

enum bw_status bw_overlay_load(struct bw_arena *arena, const char *path,
    struct bw_error_list *errors, struct bw_text *digests, const struct bw_node **out)
{
    struct chain chain = {.arena = arena, .errors = errors, .digests = digests};
    enum bw_status result = BW_OK;
    const char *next = bw_arena_copy_text(arena, path, strlen(path));
    *out = NULL;
    if (next == NULL) {
        return BW_ERR_NOMEM;
    }
    const struct bw_node *root = NULL;
    do {
        uint32_t count = chain.count;
        enum bw_status status = read_file(&chain, next, bw_node_get(root, "extends"));
        root = chain.count > count ? chain.roots[count] : NULL;
        result = status != BW_OK ? status : result;
        if (root == NULL || (status != BW_OK && status != BW_ERR_INPUT)) {
            return result;
        }
        status = find_next(&chain, root, &next);
        if (status != BW_OK) {
            return status;
        }
    } while (next != NULL);
    const struct bw_node *tree = root;
    enum bw_overlay_nulls nulls = BW_NULLS_DELETE;
    for (uint32_t i = 0; i < chain.count; i++) {
        nulls = bw_expand_is_needed(chain.roots[i]) ? BW_NULLS_KEEP : nulls;
    }
    mark_as_file(root);
    for (uint32_t i = chain.count - 1; i > 0; i--) {
        const struct bw_node *over = without_extends(arena, chain.roots[i - 1]);
        if (over == NULL) {
            return BW_ERR_NOMEM;
        }
        const struct bw_node *merged = NULL;
        enum bw_status status =
            bw_overlay_merge(arena, tree, over, nulls, errors, &merged);
        if (merged == NULL) {
            return status;
        }
        tree = merged;
        result = status != BW_OK ? status : result;
    }
    *out = tree;
    return result;
}
