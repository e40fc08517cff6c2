/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/document.h"

#include "base/text.h"
#include "base/vector.h"

#include <string.h>
#include <yaml.h>

/* A map or list whose end has not been read yet. */
struct frame {
    enum bw_node_kind kind;
    struct bw_position position;
    struct bw_vector entries; /* struct bw_entry */
    const char *key;          /* map: the key whose value comes next, or NULL */
    struct bw_position key_position;
    uint32_t anchor; /* number of its anchor plus one, 0 = none */
};

struct anchor {
    const char *name;
    const struct bw_node *node; /* NULL while it is being read */
};

struct reading {
    struct bw_arena *arena;
    struct bw_error_list *errors;
    struct bw_source source;
    yaml_parser_t parser;
    struct frame frames[BW_NODE_DEPTH_LIMIT];
    uint32_t depth;
    struct bw_vector anchors; /* struct anchor */
    const struct bw_node *root;
    uint32_t documents, nodes, aliases;
    enum bw_status duplicates; /* BW_ERR_INPUT once a duplicate key was met */
};

static struct bw_position position_of(const struct reading *r, yaml_mark_t mark)
{
    return (struct bw_position){
        r->source.name, (int)mark.line + 1, (int)mark.column + 1};
}

/* Adds an error with the path of what is being read. */
static enum bw_status fail(struct reading *r, struct bw_position position,
    const char *text, const char *detail)
{
    struct bw_text path;
    bw_text_init(&path);
    for (uint32_t i = 0; i < r->depth; i++) {
        const struct frame *frame = &r->frames[i];
        if (frame->kind == BW_NODE_LIST) {
            bw_text_format(&path, "%s%zu", i > 0 ? "." : "", frame->entries.count);
        } else if (frame->key != NULL) {
            bw_text_format(&path, "%s%s", i > 0 ? "." : "", frame->key);
        }
    }
    bw_error_add(r->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, position,
        path.length > 0 ? bw_text_get(&path) : NULL, "%s%s", text, detail);
    bw_text_release(&path);
    return BW_ERR_INPUT;
}

/* libyaml gives problems with the encoding as a byte offset only. */
static struct bw_position position_of_offset(const struct reading *r, size_t offset)
{
    struct bw_position position = {r->source.name, 1, 1};
    for (size_t i = 0; i < offset && i < r->source.size_bytes; i++) {
        if (r->source.bytes[i] == '\n') {
            position.line++;
            position.column = 1;
        } else if (((unsigned char)r->source.bytes[i] & 0xC0u) != 0x80u) {
            position.column++;
        }
    }
    return position;
}

/* True when the character at a mark is a tab. */
static bool is_tab(const struct reading *r, yaml_mark_t mark)
{
    const char *at = r->source.size_bytes > 0 ? r->source.bytes : "";
    const char *end = at + r->source.size_bytes;
    for (size_t line = 0; line < mark.line && at < end; at++) {
        line += *at == '\n';
    }
    for (size_t column = 0; column < mark.column && at < end; column++) {
        at++;
        while (at < end && ((unsigned char)*at & 0xC0u) == 0x80u) {
            at++;
        }
    }
    return at < end && *at == '\t';
}

static enum bw_status fail_yaml(struct reading *r)
{
    const yaml_parser_t *parser = &r->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        return BW_ERR_NOMEM;
    }
    struct bw_position position = position_of(r, parser->problem_mark);
    if (parser->problem_mark.line == 0 && parser->problem_mark.column == 0
        && parser->problem_offset > 0) {
        position = position_of_offset(r, parser->problem_offset);
    }
    const char *problem = parser->problem != NULL ? parser->problem : "not readable";
    struct bw_text text;
    bw_text_init(&text);
    bool tab = parser->error == YAML_SCANNER_ERROR && is_tab(r, parser->problem_mark);
    if (tab) {
        problem = "a tab cannot indent YAML; use spaces";
    }
    bw_text_format(&text, "%s%s", tab ? "" : "not valid YAML: ", problem);
    if (!tab && parser->context != NULL) {
        bw_text_format(&text, " %s (begun in line %zu)", parser->context,
            parser->context_mark.line + 1);
    }
    bw_error_add(r->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, position, NULL, "%s",
        bw_text_get(&text));
    bw_text_release(&text);
    return BW_ERR_INPUT;
}

/* Hands a finished value to the map or list that it stands in. */
static enum bw_status attach(
    struct reading *r, const struct bw_node *node, struct bw_position position)
{
    if (node == NULL) {
        return BW_ERR_NOMEM;
    }
    if (r->depth == 0) {
        r->root = node;
        return BW_OK;
    }
    struct frame *frame = &r->frames[r->depth - 1];
    struct bw_entry *entry = NULL;
    if (bw_vector_push(&frame->entries, &entry) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    entry->key = frame->key;
    entry->key_position = frame->kind == BW_NODE_MAP ? frame->key_position : position;
    entry->value = node;
    frame->key = NULL;
    return BW_OK;
}

static enum bw_status count_node(struct reading *r, struct bw_position position)
{
    r->nodes++;
    if (r->nodes > BW_DOCUMENT_NODES_LIMIT) {
        return fail(r, position, "more than 1,000,000 values", "");
    }
    return BW_OK;
}

/* Remembers an anchor; *number gets its number plus one, 0 without an anchor. */
static enum bw_status add_anchor(struct reading *r, const yaml_char_t *name,
    struct bw_position position, uint32_t *number)
{
    *number = 0;
    if (name == NULL) {
        return BW_OK;
    }
    if (r->anchors.count >= BW_DOCUMENT_ALIASES_LIMIT) {
        return fail(r, position, "more than 10,000 anchors", "");
    }
    struct anchor *anchor = NULL;
    const char *text = (const char *)name;
    if (bw_vector_push(&r->anchors, &anchor) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    anchor->name = bw_arena_copy_text(r->arena, text, strlen(text));
    *number = (uint32_t)r->anchors.count;
    return anchor->name == NULL ? BW_ERR_NOMEM : BW_OK;
}

static void close_anchor(struct reading *r, uint32_t number, const struct bw_node *node)
{
    if (number > 0) {
        struct anchor *anchor = bw_vector_at(&r->anchors, number - 1);
        anchor->node = node;
    }
}

static bool expects_key(const struct reading *r)
{
    return r->depth > 0 && r->frames[r->depth - 1].kind == BW_NODE_MAP
        && r->frames[r->depth - 1].key == NULL;
}

static enum bw_status read_scalar(struct reading *r, const yaml_event_t *event)
{
    struct bw_position position = position_of(r, event->start_mark);
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    uint32_t anchor = 0;
    if (memchr(text, '\0', length) != NULL) {
        return fail(r, position, "a NUL character is not allowed", "");
    }
    if (expects_key(r)) {
        struct frame *frame = &r->frames[r->depth - 1];
        frame->key = bw_arena_copy_text(r->arena, text, length);
        frame->key_position = position;
        if (event->data.scalar.anchor != NULL) {
            return fail(r, position, "a key cannot have an anchor", "");
        }
        return frame->key == NULL ? BW_ERR_NOMEM : BW_OK;
    }
    enum bw_status status = count_node(r, position);
    if (status == BW_OK) {
        status = add_anchor(r, event->data.scalar.anchor, position, &anchor);
    }
    if (status != BW_OK) {
        return status;
    }
    struct bw_node *node =
        bw_node_scalar(r->arena, text, length, position, r->source.origin);
    if (node != NULL) {
        node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        close_anchor(r, anchor, node);
    }
    return attach(r, node, position);
}

static enum bw_status open_group(struct reading *r, enum bw_node_kind kind,
    const yaml_event_t *event, const yaml_char_t *anchor_name)
{
    struct bw_position position = position_of(r, event->start_mark);
    uint32_t anchor = 0;
    if (expects_key(r)) {
        return fail(r, position, "a key must be a plain word", "");
    }
    if (r->depth == BW_NODE_DEPTH_LIMIT) {
        return fail(r, position, "more than 64 levels inside each other", "");
    }
    enum bw_status status = count_node(r, position);
    if (status == BW_OK) {
        status = add_anchor(r, anchor_name, position, &anchor);
    }
    if (status != BW_OK) {
        return status;
    }
    struct frame *frame = &r->frames[r->depth];
    r->depth++;
    *frame = (struct frame){.kind = kind, .position = position, .anchor = anchor};
    bw_vector_init(&frame->entries, sizeof(struct bw_entry));
    return BW_OK;
}

static enum bw_status read_alias(struct reading *r, const yaml_event_t *event)
{
    struct bw_position position = position_of(r, event->start_mark);
    const char *name = (const char *)event->data.alias.anchor;
    const struct anchor *found = NULL;
    if (expects_key(r)) {
        return fail(r, position, "a key must be a plain word", "");
    }
    for (size_t i = r->anchors.count; i > 0 && found == NULL; i--) {
        const struct anchor *anchor = bw_vector_at(&r->anchors, i - 1);
        found = strcmp(anchor->name, name) == 0 ? anchor : NULL;
    }
    if (found == NULL) {
        return fail(r, position, "no anchor is named ", name);
    }
    if (found->node == NULL) {
        return fail(r, position, "an alias inside what it stands for: ", name);
    }
    if (r->depth + found->node->height > BW_NODE_DEPTH_LIMIT) {
        return fail(r, position, "more than 64 levels inside each other", "");
    }
    if (++r->aliases > BW_DOCUMENT_ALIASES_LIMIT) {
        return fail(r, position, "more than 10,000 aliases", "");
    }
    /* A copy of the top node is enough to count the aliases on every way down. */
    struct bw_node *node = bw_arena_allocate(r->arena, 1, sizeof *node);
    if (node == NULL) {
        return BW_ERR_NOMEM;
    }
    *node = *found->node;
    node->expansions++;
    return attach(r, node, position);
}

/* Appends to *node the entries of merged maps that it has not got itself; an earlier
 * map wins over a later one. */
static enum bw_status merge_maps(struct reading *r, struct frame *frame,
    const struct bw_entry *maps, uint32_t count, const struct bw_node *own)
{
    if (count > BW_NODE_DEPTH_LIMIT) {
        return fail(r, frame->key_position, "more than 64 mappings to merge", "");
    }
    for (uint32_t m = 0; m < count; m++) {
        const struct bw_node *map = maps[m].value;
        if (map->kind != BW_NODE_MAP) {
            return fail(r, frame->key_position,
                "expected a mapping or a list of mappings to merge", "");
        }
        for (uint32_t i = 0; i < map->count; i++) {
            const char *key = map->entries[i].key;
            bool present = bw_node_get(own, key) != NULL;
            for (uint32_t k = 0; k < m && !present; k++) {
                present = bw_node_get(maps[k].value, key) != NULL;
            }
            struct bw_entry *added = NULL;
            if (!present && bw_vector_push(&frame->entries, &added) != BW_OK) {
                return BW_ERR_NOMEM;
            }
            if (!present) {
                *added = map->entries[i];
            }
        }
    }
    return BW_OK;
}

/* Replaces the entry "<<" of the frame by what it merges; own is the map as written. */
static enum bw_status merge_entries(
    struct reading *r, struct frame *frame, const struct bw_node *own)
{
    struct bw_entry *items = frame->entries.items;
    size_t at = own->sorted[bw_node_rank(own, "<<")];
    const struct bw_entry merged = items[at];
    memmove(
        items + at, items + at + 1, (frame->entries.count - at - 1) * sizeof *items);
    frame->entries.count--;
    frame->key = "<<";
    frame->key_position = merged.key_position;
    return merged.value->kind == BW_NODE_LIST
        ? merge_maps(r, frame, merged.value->entries, merged.value->count, own)
        : merge_maps(r, frame, &merged, 1, own);
}

static enum bw_status check_expanded(struct reading *r, const struct bw_node *node)
{
    if (node->expansions > BW_DOCUMENT_ALIASES_LIMIT) {
        return fail(r, node->position, "more than 10,000 aliases when written out", "");
    }
    if (node->size > BW_DOCUMENT_NODES_LIMIT) {
        return fail(r, node->position,
            "more than 1,000,000 values when aliases are written out", "");
    }
    return BW_OK;
}

/* Reports each key that occurred before and drops its entry, so that reading goes on.
 */
static void drop_duplicates(
    struct reading *r, struct frame *frame, const struct bw_node *node)
{
    struct bw_entry *entries = frame->entries.items;
    const struct bw_entry *first = bw_node_sorted(node, 0);
    for (uint32_t rank = 1; rank < node->count; rank++) {
        const struct bw_entry *entry = bw_node_sorted(node, rank);
        if (strcmp(entry->key, first->key) != 0) {
            first = entry;
            continue;
        }
        struct bw_text text;
        bw_text_init(&text);
        bw_text_format(&text, "duplicate key \"%s\"; it stands in line %d already",
            entry->key, first->key_position.line);
        frame->key = entry->key;
        r->duplicates = fail(r, entry->key_position, bw_text_get(&text), "");
        bw_text_release(&text);
        entries[node->sorted[rank]].value = NULL;
    }
    size_t kept = 0;
    for (size_t i = 0; i < frame->entries.count; i++) {
        if (entries[i].value != NULL) {
            entries[kept++] = entries[i];
        }
    }
    frame->entries.count = kept;
}

/* Makes the node of a frame: duplicates go first, since merging would hide them. */
static enum bw_status finish_group(
    struct reading *r, struct frame *frame, const struct bw_node **out)
{
    enum bw_status status = BW_OK;
    const struct bw_node *node = NULL;
    bool again = true;
    while (again && status == BW_OK) {
        again = false;
        node = bw_node_group(r->arena, frame->kind, frame->entries.items,
            (uint32_t)frame->entries.count, frame->position, r->source.origin);
        if (node == NULL) {
            status = BW_ERR_NOMEM;
        } else if (bw_node_has_duplicates(node)) {
            drop_duplicates(r, frame, node);
            again = true;
        } else if (bw_node_get(node, "<<") != NULL) {
            status = merge_entries(r, frame, node);
            again = true;
        } else {
            status = check_expanded(r, node);
        }
    }
    *out = node;
    return status;
}

static enum bw_status close_group(struct reading *r)
{
    struct frame *frame = &r->frames[r->depth - 1];
    const struct bw_node *node = NULL;
    enum bw_status status = finish_group(r, frame, &node);
    bw_vector_release(&frame->entries);
    r->depth--;
    if (status != BW_OK) {
        return status;
    }
    close_anchor(r, frame->anchor, node);
    return attach(r, node, frame->position);
}

static enum bw_status read_event(struct reading *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, event);
    case YAML_ALIAS_EVENT:
        return read_alias(r, event);
    case YAML_MAPPING_START_EVENT:
        return open_group(r, BW_NODE_MAP, event, event->data.mapping_start.anchor);
    case YAML_SEQUENCE_START_EVENT:
        return open_group(r, BW_NODE_LIST, event, event->data.sequence_start.anchor);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return close_group(r);
    case YAML_DOCUMENT_START_EVENT:
        if (r->documents++ > 0) {
            return fail(r, position_of(r, event->start_mark),
                "expected one document, found a second", "");
        }
        return BW_OK;
    default:
        return BW_OK;
    }
}

static enum bw_status read_events(struct reading *r)
{
    enum bw_status status = BW_OK;
    bool more = true;
    while (more && status == BW_OK) {
        yaml_event_t event;
        if (yaml_parser_parse(&r->parser, &event) == 0) {
            return fail_yaml(r);
        }
        status = read_event(r, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    if (status == BW_OK && r->root == NULL) {
        status = fail(
            r, (struct bw_position){r->source.name, 1, 1}, "the file is empty", "");
    }
    return status;
}

enum bw_status bw_document_read(struct bw_arena *arena, const struct bw_source *source,
    struct bw_error_list *errors, const struct bw_node **root)
{
    struct reading r = {.arena = arena, .errors = errors, .source = *source};
    const char *bytes = source->size_bytes > 0 ? source->bytes : "";
    enum bw_status status = BW_OK;
    *root = NULL;
    bw_vector_init(&r.anchors, sizeof(struct anchor));
    if (source->size_bytes > BW_DOCUMENT_BYTES_LIMIT) {
        return fail(
            &r, (struct bw_position){source->name, 1, 1}, "larger than 64 MB", "");
    }
    if (yaml_parser_initialize(&r.parser) == 0) {
        return BW_ERR_NOMEM;
    }
    yaml_parser_set_input_string(
        &r.parser, (const unsigned char *)bytes, source->size_bytes);
    status = read_events(&r);
    for (uint32_t i = 0; i < r.depth; i++) {
        bw_vector_release(&r.frames[i].entries);
    }
    bw_vector_release(&r.anchors);
    yaml_parser_delete(&r.parser);
    if (status == BW_OK) {
        *root = r.root;
        status = r.duplicates;
    }
    return status;
}
