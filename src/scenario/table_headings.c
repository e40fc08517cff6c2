/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings of tables: dotted paths below an element, checked against the schema.
 */
#include "scenario/table_internal.h"

#include <string.h>

static enum bw_status fail_heading(
    struct bw_rows_file *t, const char *text, const struct bw_suggestion *suggestion)
{
    struct bw_text message;
    bw_text_init(&message);
    bw_text_format(&message, "column \"%s\": %s", t->csv.cell, text);
    if (suggestion != NULL) {
        bw_suggestion_write(suggestion, &message);
    }
    enum bw_status status = bw_csv_fail(&t->csv, bw_text_get(&message), "");
    bw_text_release(&message);
    return status;
}

/* Sets the row of a part from that of the one above; an error where the schema has no
 * such key. */
static enum bw_status find_row(
    struct bw_rows_file *t, const struct bw_rows_part *above, struct bw_rows_part *part)
{
    const struct bw_row *row = above->row;
    part->row = bw_schema_below(row, part->key, &part->made);
    bool free = row == NULL || row->type == BW_ROW_LAW || row->type == BW_ROW_SHARES
        || row->shorthand != NULL;
    if (part->row != NULL || free) {
        return BW_OK;
    }
    if (row->child == NULL) {
        return fail_heading(t, "a value has no keys below it", NULL);
    }
    struct bw_suggestion suggestion = bw_suggestion_start(part->key);
    bw_schema_offer(row->child, &suggestion);
    return fail_heading(t, "unknown key", &suggestion);
}

/* Finds or adds the part key below a part; *at gets its number. */
static enum bw_status enter_part(struct bw_rows_file *t, const char *key, uint32_t *at)
{
    uint32_t *link = &t->parts[*at].child;
    for (; *link != 0; link = &t->parts[*link].next) {
        if (strcmp(t->parts[*link].key, key) == 0) {
            *at = *link;
            return BW_OK;
        }
    }
    if (t->part_count == sizeof t->parts / sizeof t->parts[0]) {
        return fail_heading(t, "the paths of the columns have too many parts", NULL);
    }
    struct bw_rows_part *part = &t->parts[t->part_count];
    *part = (struct bw_rows_part){.key = key};
    enum bw_status status = find_row(t, &t->parts[*at], part);
    *link = status == BW_OK ? t->part_count++ : 0;
    *at = *link;
    return status;
}

/* Notes the path of column number column; path is cut into its parts. */
static enum bw_status add_path(struct bw_rows_file *t, char *path, uint32_t column)
{
    uint32_t at = 0;
    for (bool last = false; !last;) {
        size_t length = strcspn(path, ".");
        last = path[length] == '\0';
        path[length] = '\0';
        if (length == 0) {
            return fail_heading(t, "expected a dotted path", NULL);
        }
        if (t->parts[at].column != 0) {
            return fail_heading(t, "an earlier column gives all of it", NULL);
        }
        enum bw_status status = enter_part(t, path, &at);
        if (status != BW_OK) {
            return status;
        }
        path += length + !last;
    }
    if (t->parts[at].column != 0 || t->parts[at].child != 0) {
        return fail_heading(t, "an earlier column gives it, or a part of it", NULL);
    }
    t->parts[at].column = column + 1;
    return BW_OK;
}

/* Splits "transit [d]"; *unit gets "" where there is none. */
static enum bw_status split_unit(
    struct bw_rows_file *t, char *heading, const char **unit)
{
    char *open = strchr(heading, '[');
    *unit = "";
    if (open == NULL) {
        return BW_OK;
    }
    size_t length = strlen(open);
    if (open[length - 1] != ']' || length < 3) {
        return fail_heading(t, "expected a unit in brackets at the end", NULL);
    }
    open[length - 1] = '\0';
    *unit = open + 1;
    do {
        *open-- = '\0';
    } while (open >= heading && *open == ' ');
    return BW_OK;
}

/* True, and noted, for the heading of an id. */
static bool is_id(struct bw_rows_file *t, const char *heading, uint32_t column)
{
    bool id = t->id_column == UINT32_MAX && strcmp(heading, t->kind->id) == 0;
    bool item = t->item_column == UINT32_MAX && t->kind->item != NULL
        && strcmp(heading, t->kind->item) == 0;
    t->id_column = id ? column : t->id_column;
    t->item_column = item ? column : t->item_column;
    return id || item;
}

static enum bw_status read_heading(struct bw_rows_file *t, uint32_t column)
{
    char *heading = bw_arena_copy_text(t->e->arena, t->csv.cell, t->csv.length);
    if (heading == NULL) {
        return BW_ERR_NOMEM;
    }
    enum bw_status status = split_unit(t, heading, &t->units[column]);
    if (status != BW_OK || is_id(t, heading, column)) {
        return status;
    }
    return add_path(t, heading, column);
}

enum bw_status bw_rows_read_headings(struct bw_rows_file *t)
{
    enum bw_status result = BW_OK;
    t->part_count = 1;
    t->id_column = UINT32_MAX;
    t->item_column = UINT32_MAX;
    do {
        enum bw_status status = bw_csv_next(&t->csv);
        if (status != BW_OK) {
            return status;
        }
        if (t->columns == BW_TABLE_COLUMNS_LIMIT) {
            return fail_heading(t, "more than 64 columns", NULL);
        }
        status = read_heading(t, t->columns++);
        if (status == BW_ERR_NOMEM) {
            return status;
        }
        result = status != BW_OK ? status : result; /* the others are looked at too */
    } while (!t->csv.last_of_line);
    t->csv.cell_column = 1;
    if (t->id_column == UINT32_MAX) {
        return bw_csv_fail(&t->csv, "no column is named ", t->kind->id);
    }
    if (t->kind->item != NULL && t->item_column == UINT32_MAX) {
        return bw_csv_fail(&t->csv, "no column is named ", t->kind->item);
    }
    return result;
}
