/* SPDX-License-Identifier: Apache-2.0
 *
 * Group keys: "pharmacy-{1..400}" stands for 400 elements. Below such a key the text
 * "{n}", or the range as it stands in the key, is the number of the element; in a range
 * that begins with a zero, "{001..400}", numbers have as many digits as its beginning.
 */
#ifndef BW_SCENARIO_GROUP_H
#define BW_SCENARIO_GROUP_H

#include "base/arena.h"
#include "base/status.h"
#include "scenario/node.h"

#include <stdbool.h>
#include <stdint.h>

#define BW_GROUP_LIMIT 1000000u /* elements of one group */

struct bw_group {
    const char *key;      /* borrowed */
    size_t at, length;    /* of the range in the key */
    uint64_t first, last; /* UINT64_MAX = more digits than a number has */
    int width;            /* digits at the least */
};

/* Looks for a range in a key; false when it has none. The range may be empty or too
 * large: see bw_group_count(). */
bool bw_group_read(const char *key, struct bw_group *group);

/* Number of elements; 0 for a range that runs backwards, and BW_GROUP_LIMIT + 1 for any
 * that is larger. */
uint32_t bw_group_count(const struct bw_group *group);

/* True when a key anywhere below node holds a brace. */
bool bw_group_is_below(const struct bw_node *node);

/* The id of element i of the group, in the arena; NULL when memory is short. */
const char *bw_group_id(
    struct bw_arena *arena, const struct bw_group *group, uint32_t i);

/* The value of element i: node with the number filled in, sharing what does not hold
 * it. *made grows by the nodes that were made. NULL when memory is short. Two keys of a
 * mapping may have become equal, see bw_node_has_duplicates(). */
const struct bw_node *bw_group_fill(struct bw_arena *arena,
    const struct bw_group *group, uint32_t i, const struct bw_node *node,
    uint64_t *made);

#endif
