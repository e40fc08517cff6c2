/* SPDX-License-Identifier: Apache-2.0
 *
 * Defaults by group: the section "defaults" gives values to all elements whose ids
 * match a pattern, "pharmacy-*". What an element says itself wins; of several patterns
 * the one with the most literal characters wins, and two with equally many may not
 * match the same id. Inside, mappings from ids may have patterns too: they fill in what
 * is there, while an id adds an entry.
 */
#ifndef BW_SCENARIO_DEFAULTS_H
#define BW_SCENARIO_DEFAULTS_H

#include "scenario/expand_internal.h"

#define BW_DEFAULTS_LIMIT 64 /* patterns of one mapping */

struct bw_pattern {
    const struct bw_entry *entry;
    size_t literals; /* characters other than '*' */
    bool used;
};

/* The patterns of one mapping of elements, for one pass over them. */
struct bw_defaults {
    struct bw_expanding *e;
    const struct bw_row *row;
    struct bw_pattern patterns[BW_DEFAULTS_LIMIT]; /* the most general first */
    uint32_t count;
    struct bw_vector merged; /* what sets of patterns give */
};

/* Reports what is wrong with the section itself: keys that are no mapping of elements
 * and texts that are no patterns. */
void bw_defaults_check(struct bw_expanding *e);

/* Sorts the patterns of the entries of node, which may be NULL. */
void bw_defaults_open(struct bw_defaults *defaults, struct bw_expanding *e,
    const struct bw_row *row, const struct bw_node *node);

/* What the element id gets; NULL for nothing. own is what it has itself. */
const struct bw_node *bw_defaults_find(
    struct bw_defaults *defaults, const char *id, const struct bw_node *own);

/* Reports patterns that matched nothing and releases what is held. */
void bw_defaults_close(struct bw_defaults *defaults);

/* True when the whole of id matches; '*' stands for any number of characters. */
bool bw_pattern_matches(const char *pattern, const char *id);

#endif
