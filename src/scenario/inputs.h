/* SPDX-License-Identifier: Apache-2.0
 *
 * Collects the rows of bw_input_table: every value of the resolved scenario and who set
 * it.
 */
#ifndef BW_SCENARIO_INPUTS_H
#define BW_SCENARIO_INPUTS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/vector.h"
#include "chain/provenance.h"
#include "scenario/node.h"
#include "scenario/schema.h"

/* Mappings of the root with more elements are one row, their number. */
#define BW_INPUTS_LIMIT 1000u

struct bw_inputs {
    struct bw_arena *arena;      /* of the texts, borrowed */
    struct bw_vector rows;       /* struct bw_input_row */
    const char *currency;        /* of the scenario */
    const struct bw_node *items; /* where items declare their units, or NULL */
    const char *item_unit; /* of the item whose quantities are being read, or NULL */
    const char *mark, *source; /* of the wrapper that is being read, "" outside */
    bool is_brief;             /* nothing is added, see BW_INPUTS_LIMIT */
    enum bw_status status;     /* BW_ERR_NOMEM once memory ran out */
};

/* Makes an empty collection. Release with bw_inputs_release(). */
void bw_inputs_init(struct bw_inputs *inputs, struct bw_arena *arena);
void bw_inputs_release(struct bw_inputs *inputs);

/* Adds one value as written; a number is split from its unit. node is where it is
 * written, NULL for a default. */
void bw_inputs_add(struct bw_inputs *inputs, const struct bw_row *row, const char *path,
    const char *value, const struct bw_node *node);

/* Moves the rows, sorted by path, to the arena. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_inputs_finish(
    struct bw_inputs *inputs, struct bw_input_table *table);

#endif
