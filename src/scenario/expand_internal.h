/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the files that write out templates and tables.
 */
#ifndef BW_SCENARIO_EXPAND_INTERNAL_H
#define BW_SCENARIO_EXPAND_INTERNAL_H

#include "base/digest.h"
#include "base/vector.h"
#include "scenario/expand.h"
#include "scenario/reader.h"

#define BW_TABLE_KINDS 4 /* files that "tables" may name */

/* Where a part of an element comes from; later ones win. */
enum bw_layer { BW_LAYER_STOCK_TABLE, BW_LAYER_TABLE, BW_LAYER_GROUP, BW_LAYER_OWN };

/* A part of an element of a mapping. */
struct bw_piece {
    const char *key;
    struct bw_position key_position;
    const struct bw_node *value;
    enum bw_layer layer;
    uint32_t order; /* in which it was added */
};

struct bw_expanding {
    struct bw_arena *arena;
    struct bw_reader *reader;
    struct bw_text *digests;
    const struct bw_node *root;
    uint64_t made;                               /* nodes */
    char digest[BW_TABLE_KINDS][BW_SHA256_TEXT]; /* of the tables read */
};

/* False, after an error at position, when more nodes were made than are allowed. */
bool bw_expand_has_room(struct bw_expanding *e, struct bw_position position);

/* Adds a piece; false when memory is short. */
bool bw_expand_add(
    struct bw_expanding *e, struct bw_vector *pieces, const struct bw_piece *piece);

/* A value of row with all groups below it written out. NULL when memory is short. */
const struct bw_node *bw_expand_value(
    struct bw_expanding *e, const struct bw_row *row, const struct bw_node *node);

/* The mapping of the pieces, whose ids differ; NULL when memory is short. */
const struct bw_node *bw_expand_map(struct bw_expanding *e,
    const struct bw_vector *pieces, struct bw_position position, enum bw_origin origin);

#endif
