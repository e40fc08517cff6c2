/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes of values by dotted path, for --set and sweeps: see struct bw_assignment.
 *
 * "*" stands for any characters of one key ("pharmacy-*") and then changes what is
 * there; without it, optional keys that the schema knows may be added. A value "*1.2"
 * or "+3" works on the number that is there, or on its default, and keeps the unit.
 * null deletes.
 */
#ifndef BW_SCENARIO_ASSIGNMENT_H
#define BW_SCENARIO_ASSIGNMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "base/vector.h"
#include "scenario/node.h"
#include "scenario/reader.h"
#include "scenario/scenario.h"

/* Applies one assignment to a tree; *out is the new tree.
 * Errors: BW_ERR_INPUT (nothing matches, no number to multiply, a value that is not
 * YAML), BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_assignment_apply(struct bw_arena *arena,
    const struct bw_node *root, const struct bw_assignment *assignment,
    struct bw_error_list *errors, const struct bw_node **out);

/* True when a path matches something; else an error goes to the reader, at position. */
bool bw_assignment_matches(struct bw_reader *reader, const struct bw_node *root,
    const char *path, struct bw_position position);

/* Appends every place that a path reaches in the tree, wildcards written out, to a
 * vector of const char *; the texts live in arena. Says nothing where it reaches none.
 * Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_assignment_places(struct bw_arena *arena,
    const struct bw_node *root, const char *path, struct bw_vector *places);

/* Checks a value against the schema where it would go, without applying it; errors go
 * to the reader at its path and at position. The reader wants no input rows. */
void bw_assignment_check(struct bw_reader *reader, const struct bw_node *root,
    const struct bw_assignment *assignment, struct bw_position position);

#endif
