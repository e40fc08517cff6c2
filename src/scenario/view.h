/* SPDX-License-Identifier: Apache-2.0
 *
 * View: a mapping of the scenario together with its table of the schema and its path,
 * so that the builder asks for values by key and gets defaults where nothing is
 * written. Values that the schema check refused read as their default or 0.
 */
#ifndef BW_SCENARIO_VIEW_H
#define BW_SCENARIO_VIEW_H

#include "base/time.h"
#include "scenario/build_internal.h"
#include "scenario/schema.h"

struct bw_view {
    struct bw_build *build;
    const struct bw_table *table;
    const struct bw_node *node; /* NULL when the mapping is not written */
    const char *alone; /* key whose value node is, or would be; NULL = a mapping */
    const char *path;  /* in the scratch arena */
};

struct bw_view bw_view_root(struct bw_build *build);

/* The mapping at a key, written or not. */
struct bw_view bw_view_child(const struct bw_view *view, const char *key);

/* How many entries a mapping from ids has. */
uint32_t bw_view_count(const struct bw_view *view, const char *key);

/* An entry of a mapping from ids, by rank in the order of the ids. */
struct bw_view bw_view_ranked(
    const struct bw_view *view, const char *key, uint32_t rank);

/* An entry in the order written. */
struct bw_view bw_view_written(
    const struct bw_view *view, const char *key, uint32_t at);

/* Path of a key; of what stands alone for its mapping, that of the mapping. */
const char *bw_view_path(const struct bw_view *view, const char *key);

/* Last part of the view's path: its id. */
const char *bw_view_id(const struct bw_view *view);

bool bw_view_has(const struct bw_view *view, const char *key);

/* The unwrapped node of a key, NULL when it is not written. */
const struct bw_node *bw_view_node(const struct bw_view *view, const char *key);

/* How many numbers a NUMBERS row of any length has, 0 where nothing is written, and
 * number i of it. */
uint32_t bw_view_list_count(const struct bw_view *view, const char *key);
double bw_view_list_number(const struct bw_view *view, const char *key, uint32_t i);

/* The words of a WORDS row as bits, bit 0 for the first word of the schema. */
uint32_t bw_view_word_set(const struct bw_view *view, const char *key);

/* A number in its base unit; infinity for a word such as "unlimited"; 0 where nothing
 * is written and there is no default. */
double bw_view_number(const struct bw_view *view, const char *key);

/* The numbers of a list in their base unit; returns how many there are, at most limit.
 */
uint32_t bw_view_numbers(
    const struct bw_view *view, const char *key, double *values, uint32_t limit);

/* A duration in ticks; BW_FOREVER for a word. */
bw_time bw_view_duration(const struct bw_view *view, const char *key);

/* A duration from day 0 or a date, in ticks from day 0; BW_FOREVER for a word. */
bw_time bw_view_instant(const struct bw_view *view, const char *key);

/* A whole number, a word's number, a bool or a date. */
int64_t bw_view_integer(const struct bw_view *view, const char *key);

/* A text or id; NULL where nothing readable is written and there is no default. */
const char *bw_view_text(const struct bw_view *view, const char *key);

/* Warns when the number at key, or its default, is no multiple of the item's quantum;
 * does nothing for laws and for words. item may be BW_NONE. */
void bw_view_warn_rounded(const struct bw_view *view, const char *key, bw_index item);

/* Quantity in quanta of an item; an error when it is too large. */
int64_t bw_view_quanta(const struct bw_view *view, const char *key, bw_index item);

/* Rank of the id at key among the keys of targets; BW_NONE, after an error that
 * suggests the nearest id, when it is not among them, and quietly when nothing is
 * written. */
bw_index bw_view_reference(
    const struct bw_view *view, const char *key, const struct bw_node *targets);

/* The same for a text that was read already; path is where it stands. */
bw_index bw_view_resolve(struct bw_build *build, const char *path, const char *id,
    const char *what, const struct bw_node *targets);

/* A law with its stream "path.key"; not present where nothing is written and there is
 * no default. */
struct bw_sampler bw_view_sampler(const struct bw_view *view, const char *key);

/* Registers the number at key as a parameter of element. */
bw_index bw_view_parameter(
    const struct bw_view *view, const char *key, bw_index element);

#endif
