/* SPDX-License-Identifier: Apache-2.0
 *
 * Laying one scenario over another, and single changes of values by path. Trees are
 * never changed: both give new trees that share what is equal.
 */
#ifndef BW_SCENARIO_OVERLAY_H
#define BW_SCENARIO_OVERLAY_H

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "scenario/node.h"
#include "scenario/reader.h"

/* What null in an overlay does. */
enum bw_overlay_nulls {
    BW_NULLS_DELETE, /* it deletes, and there must be something */
    BW_NULLS_KEEP,   /* it stays, to delete what templates bring */
    BW_NULLS_DROP    /* it deletes what there is, and goes */
};

/* Lays over on base: mappings merge by key, at any depth; laws and choices with the
 * same tag merge too; everything else is replaced; null deletes. What comes from over
 * keeps its origin and place. Errors: BW_ERR_INPUT (null where there is nothing),
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_overlay_merge(struct bw_arena *arena,
    const struct bw_node *base, const struct bw_node *over, enum bw_overlay_nulls nulls,
    struct bw_error_list *errors, const struct bw_node **out);

/* The same for one value of row, with errors at the reader's path. base may be NULL
 * where nulls are dropped, at every level then. Returns NULL when memory is short. */
const struct bw_node *bw_overlay_lay(struct bw_reader *reader, struct bw_arena *arena,
    const struct bw_row *row, const struct bw_node *base, const struct bw_node *over,
    enum bw_overlay_nulls nulls);

/* Reads a scenario file and everything it extends, into one tree without "extends".
 * The first of the chain has origin file, those laid over it overlay. digests gets one
 * line "scenario SHA-256" per file, in the order read.
 * Errors: BW_ERR_MISSING, BW_ERR_INPUT, BW_ERR_IO, BW_ERR_NOMEM. Where the files could
 * be read in spite of errors (duplicate keys) *out is set as well. Where one of the
 * files has templates or tables, null is kept, see bw_expand(). */
BW_NODISCARD enum bw_status bw_overlay_load(struct bw_arena *arena, const char *path,
    struct bw_error_list *errors, struct bw_text *digests, const struct bw_node **out);

#endif
