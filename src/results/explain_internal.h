/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of explain share: explain.c (orders, lots), explain_stockout.c,
 * explain_list.c, explain_cause.c (which events belong to a history) and explain_text.c
 * (how they are told).
 */
#ifndef BW_RESULTS_EXPLAIN_INTERNAL_H
#define BW_RESULTS_EXPLAIN_INTERNAL_H

#include "results/explain.h"

#include <stddef.h>

#define BW_NO_ROW SIZE_MAX

/* A history that is being told. */
struct bw_story {
    const struct bw_trace_log *log;
    struct bw_text *text;
    bool *marked;            /* rows of the log that are told */
    struct bw_vector pieces; /* struct bw_log_piece, newest first */
    uint32_t order;          /* told in full, 0 = none */
    bw_time from;            /* offsets count from here */
};

static inline const struct bw_log_row *bw_story_row(
    const struct bw_story *story, size_t i)
{
    return bw_trace_log_row(story->log, i);
}

/* explain_text.c */

/* Appends a paragraph, broken into lines. */
BW_PRINTF(2, 3)
void bw_story_say(struct bw_story *story, const char *format, ...);

/* Appends a list entry: the same, indented behind a dash. */
BW_PRINTF(2, 3)
void bw_story_item(struct bw_story *story, const char *format, ...);

#define BW_STORY_TEXT 48
/* Write "2026-03-04 10:12", "4.2 d" and "120 vial" into buffers of BW_STORY_TEXT bytes;
 * return buffer. */
char *bw_story_date(const struct bw_story *story, bw_time time, char *buffer);
char *bw_story_goods(
    const struct bw_story *story, double quantity, uint32_t item, char *buffer);

/* The path of a name. */
const char *bw_story_name(const struct bw_story *story, uint32_t name);

/* Tells the marked rows, one line or more each. */
void bw_story_tell(struct bw_story *story);

/* Prints where the time between two instants went, from the pieces, whose sum it is. */
void bw_story_table(struct bw_story *story, bw_time from, bw_time to);

/* explain_cause.c */

/* First row from i on, or last row before i, with a kind and an order or lot; BW_NO_ROW
 * when there is none. */
size_t bw_story_find_order(
    const struct bw_story *story, enum bw_trace_kind kind, uint32_t order);
size_t bw_story_last_of_lot(const struct bw_story *story, uint32_t lot);

/* Marks the events of an order: all when it is the subject, else those that say why it
 * took its time. */
void bw_story_mark_order(struct bw_story *story, uint32_t order);

/* Marks the events of a lot up to row last and of those that it comes from, as far back
 * as from, with the orders that moved them. */
void bw_story_mark_lot(struct bw_story *story, uint32_t lot, size_t last, bw_time from);

/* Row that made a lot what it is: split, created or planned. */
size_t bw_story_origin(const struct bw_story *story, uint32_t lot);

/* Row of the input whose past the batch continues: the last one, of several the one
 * from the lowest element. */
size_t bw_story_last_input(const struct bw_story *story, uint32_t lot);

/* explain_stockout.c, explain_list.c */
enum bw_status bw_story_stockout(struct bw_story *story, uint32_t number);
enum bw_status bw_story_list(struct bw_story *story);

#endif
