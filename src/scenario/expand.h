/* SPDX-License-Identifier: Apache-2.0
 *
 * Templates and tables written out: group keys become their elements, rows of the CSV
 * files of "tables" become elements, and "defaults" fill in what is not given. An
 * element may come from several of them: what is written under its own id wins over a
 * group, a group over a table, a table over defaults.
 */
#ifndef BW_SCENARIO_EXPAND_H
#define BW_SCENARIO_EXPAND_H

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "base/text.h"
#include "scenario/node.h"

#define BW_EXPAND_NODES_LIMIT 30000000u /* values made in all */

/* True when the tree has templates or tables; root may be NULL. */
bool bw_expand_is_needed(const struct bw_node *root);

/* Writes out a resolved tree, in which null deletes what templates and tables bring.
 * digests gets one line "input SHA-256" per table. Where there were errors *out is set
 * all the same if the rest can be checked, else it is NULL.
 * Errors: BW_ERR_INPUT, BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_expand(struct bw_arena *arena,
    const struct bw_node *root, struct bw_error_list *errors, struct bw_text *digests,
    const struct bw_node **out);

#endif
