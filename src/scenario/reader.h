/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads single values of a scenario as the schema types them. A reader knows where it
 * is in the file and to whom errors go; with errors NULL it reads silently what has
 * been checked before.
 */
#ifndef BW_SCENARIO_READER_H
#define BW_SCENARIO_READER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "scenario/csv_reader.h"
#include "scenario/inputs.h"
#include "scenario/node.h"
#include "scenario/schema.h"

#include <stdbool.h>
#include <stdint.h>

struct bw_reader {
    struct bw_arena *arena;       /* of laws and their tables, borrowed */
    struct bw_error_list *errors; /* NULL = silent */
    struct bw_inputs *inputs;     /* NULL = no rows wanted */
    struct bw_columns *columns;   /* CSV columns read so far */
    const struct bw_node *root;   /* whose elements may be named, NULL = unknown */
    const char *folder;           /* of the scenario, for values of the command line */
    bool wants_inverse;           /* laws without an inverse are refused */
    struct bw_text path;          /* of what is being read */
    enum bw_status status;        /* BW_ERR_INPUT after an error, or BW_ERR_NOMEM */
};

void bw_reader_init(
    struct bw_reader *reader, struct bw_arena *arena, struct bw_error_list *errors);
void bw_reader_release(struct bw_reader *reader);

/* Goes down to a key; returns what bw_reader_leave() needs to come back. */
size_t bw_reader_enter(struct bw_reader *reader, const char *key);
void bw_reader_leave(struct bw_reader *reader, size_t length);

/* Adds an error at the present path; does nothing in a silent reader but keep the
 * status. */
BW_PRINTF(3, 4)
void bw_reader_fail(
    struct bw_reader *reader, struct bw_position position, const char *format, ...);

/* Adds "expected ..., found ..." for a node that does not fit its row. */
void bw_reader_fail_expected(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_node *node);

/* Adds "unknown key" with the suggestion, for the last part of the path. */
void bw_reader_fail_unknown(struct bw_reader *reader, struct bw_position position,
    const char *what, const struct bw_suggestion *suggestion);

/* True for the path of a file that is relative, without "..", and so below the folder
 * of the scenario. */
bool bw_reader_is_inner_path(const char *path);

/* Appends the folder of the file in which node stands. */
void bw_reader_add_folder(
    const struct bw_reader *reader, const struct bw_node *node, struct bw_text *path);

/* Mark and source that apply to what is read, "" where there are none. */
struct bw_marks {
    const char *mark, *source;
};

/* Returns the node inside {value: ..., source: ..., mark: ...}, or the node itself when
 * it is not wrapped; NULL after an error. Until bw_reader_close_wrapper() its mark and
 * source go to the input rows. */
const struct bw_node *bw_reader_open_wrapper(
    struct bw_reader *reader, const struct bw_node *node, struct bw_marks *outer);
void bw_reader_close_wrapper(struct bw_reader *reader, const struct bw_marks *outer);

/* How a scalar fits its row. */
enum bw_fit { BW_FIT_GOOD, BW_FIT_WRONG, BW_FIT_OUT_OF_RANGE };

/* Reads a NUMBER, INTEGER, NUMBERS, SHARES or LAW row's number; words give infinity. */
enum bw_fit bw_value_number(
    const struct bw_row *row, const struct bw_node *node, double *value);

/* Reads a scalar row that is no number; *value is the number of a word or 0 or 1. */
enum bw_fit bw_value_word(
    const struct bw_row *row, const struct bw_node *node, int64_t *value);

/* True when an unwrapped node stands for the shorthand of its OBJECT row: it is no
 * mapping with keys of the row's table. */
bool bw_value_stands_alone(const struct bw_row *row, const struct bw_node *node);

/* True for a mapping that holds "value", "source" or "mark". */
bool bw_value_is_wrapped(const struct bw_node *node);

/* The node inside {value: ...}, or the node itself. */
const struct bw_node *bw_value_unwrap(const struct bw_node *node);

#endif
