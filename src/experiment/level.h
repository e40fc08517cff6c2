/* SPDX-License-Identifier: Apache-2.0
 *
 * The number in the text of a swept level ("5000", "3 d", "40 /d", "*1.2"), for axes of
 * charts and to tell whether two texts mean the same.
 */
#ifndef BW_EXPERIMENT_LEVEL_H
#define BW_EXPERIMENT_LEVEL_H

#include <stdbool.h>

#define BW_LEVEL_UNIT 24

struct bw_level {
    bool is_number; /* false: a law or a word */
    char relative;  /* '*' or '+' of a relative change, else 0 */
    double value;   /* durations in days, rates per day; NaN when not a number */
    char unit[BW_LEVEL_UNIT]; /* "d", "/d" or as written; "" = a plain number */
};

/* Reads text (borrowed, may not be NULL). Never fails: what is not a number gives
 * is_number = false. */
struct bw_level bw_level_read(const char *text);

/* True when both texts mean the same value: numbers are compared in one unit, anything
 * else as text without blanks. */
bool bw_level_is_equal(const char *a, const char *b);

/* True for a relative change that changes nothing ("*1", "+0"). */
bool bw_level_is_neutral(const struct bw_level *level);

#endif
