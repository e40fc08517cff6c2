/* SPDX-License-Identifier: Apache-2.0
 *
 * The schema: one table of every key of a scenario. It drives checking, defaults,
 * suggestions, --set, the JSON Schema and the reference in docs/.
 */
#ifndef BW_SCENARIO_SCHEMA_H
#define BW_SCENARIO_SCHEMA_H

#include "base/text.h"
#include "scenario/suggestion.h"
#include "scenario/units.h"

#include <stdbool.h>
#include <stdint.h>

#define BW_ID_LENGTH_LIMIT 63
#define BW_ID_PATTERN "^[a-z][a-z0-9-]*$"

enum bw_row_type {
    BW_ROW_TEXT,
    BW_ROW_WORD,    /* one of words */
    BW_ROW_BOOL,    /* true or false */
    BW_ROW_INTEGER, /* in [min, max] */
    BW_ROW_NUMBER,  /* of dimension, in [min, max]; or one of words, which count as
                       infinity */
    BW_ROW_DATE,    /* YYYY-MM-DD */
    BW_ROW_NAME,    /* id of something in target, or one of words */
    BW_ROW_NAMES,   /* one id of target or word, or a list of them; with child also a
                       mapping from them to mappings with the keys of child */
    BW_ROW_LAW,     /* number of dimension or a tagged mapping */
    BW_ROW_NUMBERS, /* list of count_min to count numbers of dimension; count 0 = one
                       number or a list of any length */
    BW_ROW_WORDS,   /* one of words or a list of them */
    BW_ROW_TEXTS,   /* one text or a list of texts */
    BW_ROW_VALUES,  /* list of anything */
    BW_ROW_OBJECT,  /* mapping with the keys of child */
    BW_ROW_MAP,     /* mapping from ids to mappings with the keys of child */
    BW_ROW_SHARES,  /* mapping from ids of target or words to numbers of dimension */
    BW_ROW_ONE_OF,  /* mapping with exactly one key of child, or one of words */
    BW_ROW_TYPE_COUNT
};

struct bw_table;

struct bw_row {
    const char *key;
    enum bw_row_type type;
    enum bw_dimension dimension;
    bool required;
    bool above_min;       /* min itself is not allowed */
    bool id_or_dotted;    /* NAME: "a" or "a.b" */
    bool or_date;         /* NUMBER: a duration from day 0, or a date */
    double min, max;      /* in the base unit of dimension */
    const char *fallback; /* default as one would write it, NULL = none */
    const char *words;    /* "a|b|c", or NULL */
    const char *target;   /* "items", or NULL when anything goes */
    const struct bw_table *child;
    const char *shorthand; /* OBJECT: key of child that a value alone stands for */
    uint32_t count;        /* of NUMBERS */
    uint32_t count_min;    /* NUMBERS: so few will do, 0 = exactly count */
    bool is_part;          /* MAP: from patterns of ids to parts of mappings */
    const char *doc;       /* one sentence */
};

struct bw_table {
    const char *name; /* of the definition: "lane" */
    const char *path; /* where it stands, ids in capitals: "lanes.LANE" */
    const char *doc;
    const struct bw_row *rows;
    uint32_t row_count;
    bool one_of; /* exactly one key */
};

/* The whole scenario. */
extern const struct bw_table bw_schema_root;

/* Row with this key, or NULL. */
const struct bw_row *bw_schema_find(const struct bw_table *table, const char *key);

/* Offers every key of the table. */
void bw_schema_offer(const struct bw_table *table, struct bw_suggestion *suggestion);

/* True for rows whose value may be written {value: ..., source: ..., mark: ...}. */
bool bw_schema_may_be_wrapped(const struct bw_row *row);

/* Number of word in "a|b|c", -1 when it is not there; words may be NULL. */
int bw_schema_word(const char *words, const char *word);

/* True for [a-z][a-z0-9-]* of at most BW_ID_LENGTH_LIMIT bytes that is not reserved. */
bool bw_schema_is_id(const char *text);

/* True for words that no element may be called. */
bool bw_schema_is_reserved(const char *text);

/* Appends what a value of this row must look like: `a duration such as "3 d"`. */
void bw_schema_expect(const struct bw_row *row, struct bw_text *text);

/* Appends the range of a row (" of 0 or more"), nothing where the phrase says it. */
void bw_schema_range(const struct bw_row *row, struct bw_text *text);

/* True when a mapping of this row has at key a mapping with the keys of its child: a
 * MAP always, NAMES where they have a table and key is no place in a list. */
bool bw_schema_maps(const struct bw_row *row, const char *key);

/* The row of what stands below a key of a mapping of row; made is storage for rows
 * without a table. NULL where the schema knows nothing. */
const struct bw_row *bw_schema_below(
    const struct bw_row *row, const char *key, struct bw_row *made);

/* Calls visit once for every table below and including table, parents first. */
typedef void (*bw_schema_visit_fn)(const struct bw_table *table, void *context);
void bw_schema_walk(
    const struct bw_table *table, bw_schema_visit_fn visit, void *context);

#endif
