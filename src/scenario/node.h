/* SPDX-License-Identifier: Apache-2.0
 *
 * Tree of a scenario: scalars (texts, typed later by the schema), maps and lists with
 * the place where each stands. Nodes are never changed after they are made, so trees
 * share parts: an alias is a pointer to the anchored node, and a change of one value
 * copies only the maps above it. Everything lives in arenas; threads may read one tree
 * together.
 */
#ifndef BW_SCENARIO_NODE_H
#define BW_SCENARIO_NODE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BW_NODE_DEPTH_LIMIT 64 /* maps and lists inside each other */

enum bw_node_kind { BW_NODE_SCALAR, BW_NODE_MAP, BW_NODE_LIST };

/* Who set a value, in the words of the results. */
enum bw_origin {
    BW_ORIGIN_DEFAULT,
    BW_ORIGIN_FILE,
    BW_ORIGIN_OVERLAY,
    BW_ORIGIN_COMMAND_LINE,
    BW_ORIGIN_GROUP, /* of the section "defaults" */
    BW_ORIGIN_TABLE
};

struct bw_entry {
    const char *key;                 /* NULL in lists */
    struct bw_position key_position; /* of the value in lists */
    const struct bw_node *value;
};

/* There are millions of them in a large chain: 56 bytes. */
struct bw_node {
    enum bw_node_kind kind : 8;
    enum bw_origin origin : 7;
    bool quoted : 1;                /* scalar written with quotes */
    uint32_t height : 16;           /* levels of maps and lists, 0 for a scalar */
    uint32_t size;                  /* nodes with aliases written out, saturating */
    uint32_t expansions;            /* aliases met on the way, saturating */
    uint32_t count;                 /* entries */
    const char *text;               /* scalar: terminated text, else "" */
    const struct bw_entry *entries; /* in the order written */
    const uint32_t *sorted;         /* map: entry numbers in the order of their keys */
    struct bw_position position;
};

/* Makes a scalar with a copy of length bytes. Returns NULL when memory is short. */
struct bw_node *bw_node_scalar(struct bw_arena *arena, const char *text, size_t length,
    struct bw_position position, enum bw_origin origin);

/* Makes a map or list with a copy of the entries (their keys are borrowed), works out
 * its order, height and size. Keys should differ, see bw_node_has_duplicates(). Returns
 * NULL when memory is short. */
struct bw_node *bw_node_group(struct bw_arena *arena, enum bw_node_kind kind,
    const struct bw_entry *entries, uint32_t count, struct bw_position position,
    enum bw_origin origin);

/* True when two keys of a map are equal; they then follow each other when sorted, in
 * the order written. */
bool bw_node_has_duplicates(const struct bw_node *node);

/* Number of the entry with this key among the sorted keys, UINT32_MAX when there is
 * none or the node is no map (or NULL). */
uint32_t bw_node_rank(const struct bw_node *node, const char *key);

/* Entry of rank rank in the order of the keys. */
const struct bw_entry *bw_node_sorted(const struct bw_node *node, uint32_t rank);

/* Entry with this key, or NULL. */
const struct bw_entry *bw_node_entry(const struct bw_node *node, const char *key);

/* Value with this key, or NULL. */
const struct bw_node *bw_node_get(const struct bw_node *node, const char *key);

/* True for "~", "null" and nothing at all, written without quotes. */
bool bw_node_is_null(const struct bw_node *node);

/* Follows a dotted path (list positions count from 0) through maps, lists and
 * {value: ...} wrappers, and returns the deepest node that exists; *position is set to
 * that of the value found, or to the key of the last part that exists. */
const struct bw_node *bw_node_find(
    const struct bw_node *root, const char *path, struct bw_position *position);

/* Same as node with the entry index replaced by value. NULL when memory is short. */
struct bw_node *bw_node_replace(struct bw_arena *arena, const struct bw_node *node,
    uint32_t index, const struct bw_node *value);

/* Same as node without the entry index. NULL when memory is short. */
struct bw_node *bw_node_remove(
    struct bw_arena *arena, const struct bw_node *node, uint32_t index);

/* Same as node with one more entry. NULL when memory is short. */
struct bw_node *bw_node_append(
    struct bw_arena *arena, const struct bw_node *node, const struct bw_entry *entry);

/* Appends the node as YAML on one line. */
void bw_node_write(const struct bw_node *node, struct bw_text *text);

/* For error texts: the scalar in quotes, cut short when long, or "a mapping", "a list",
 * "nothing". buffer holds size_bytes >= 48. Returns buffer. */
const char *bw_node_describe(
    const struct bw_node *node, char *buffer, size_t size_bytes);

#endif
