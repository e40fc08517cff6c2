/* SPDX-License-Identifier: Apache-2.0
 *
 * YAML text read into a tree of nodes. The only file that knows libyaml.
 *
 * Limits, kept while reading: depth BW_NODE_DEPTH_LIMIT (aliases written out), 64 MB,
 * 1,000,000 nodes (aliases written out), 10,000 aliases expanded. Duplicate keys,
 * alias cycles, several documents in a file and an empty file are errors. A merge key
 * "<<" adds the entries of a mapping, or of a list of mappings, that the mapping does
 * not have itself.
 */
#ifndef BW_SCENARIO_DOCUMENT_H
#define BW_SCENARIO_DOCUMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "scenario/node.h"

#include <stddef.h>

#define BW_DOCUMENT_BYTES_LIMIT (64u << 20)
#define BW_DOCUMENT_NODES_LIMIT 1000000u
#define BW_DOCUMENT_ALIASES_LIMIT 10000u

/* A text to read. name is the file name in positions and must live as long as the
 * arena; every node gets origin. */
struct bw_source {
    const char *name, *bytes;
    size_t size_bytes;
    enum bw_origin origin;
};

/* Reads YAML. Where the only errors are duplicate keys, *root is set all the same, with
 * the first of each, so that the rest can be checked.
 * Errors: BW_ERR_INPUT (each with its line in errors), BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_document_read(struct bw_arena *arena,
    const struct bw_source *source, struct bw_error_list *errors,
    const struct bw_node **root);

#endif
