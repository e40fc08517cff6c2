/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/csv_reader.h"

#include "base/io.h"
#include "base/vector.h"
#include "scenario/csv.h"

#include <stdbool.h>
#include <string.h>

#define NAMES_SHOWN 20 /* columns that an error lists */

/* Appends a name to the list of those found, of which the first are enough. */
static void add_name(struct bw_text *names, const char *name, size_t number)
{
    if (number < NAMES_SHOWN) {
        bw_text_format(names, "%s\"%s\"", number > 0 ? ", " : "", name);
    } else if (number == NAMES_SHOWN) {
        bw_text_add(names, ", ...");
    }
}

/* The path "column" tells that the request is wrong, not the file. */
static enum bw_status fail_column(struct bw_csv *csv, const char *name,
    const char *names, const struct bw_suggestion *suggestion)
{
    struct bw_position position = {csv->path, csv->cell_line, 1};
    struct bw_text text;
    bw_text_init(&text);
    bw_text_format(
        &text, "no column is named \"%s\"; %s has %s", name, csv->path, names);
    bw_suggestion_write(suggestion, &text);
    bw_error_add(csv->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, position, "column", "%s",
        bw_text_get(&text));
    bw_text_release(&text);
    return BW_ERR_INPUT;
}

/* Reads the first line; *wanted gets the number of the column, *count how many. */
static enum bw_status read_names(
    struct bw_csv *csv, const char *name, size_t *wanted, size_t *count)
{
    struct bw_suggestion suggestion = bw_suggestion_start(name);
    char best[BW_CSV_CELL_BYTES] = "";
    enum bw_status status = BW_OK;
    struct bw_text names;
    bw_text_init(&names);
    *count = 0;
    *wanted = SIZE_MAX;
    do {
        status = bw_csv_next(csv);
        if (status != BW_OK) {
            goto done;
        }
        if (strcmp(csv->cell, name) == 0) {
            if (*wanted != SIZE_MAX) {
                status = bw_csv_fail(csv, "two columns are named ", name);
                goto done;
            }
            *wanted = *count;
        }
        add_name(&names, csv->cell, *count);
        struct bw_suggestion trial = suggestion;
        bw_suggestion_offer(&trial, csv->cell);
        if (trial.best == csv->cell) {
            suggestion = trial;
            memcpy(best, csv->cell, sizeof best);
            suggestion.best = best;
        }
        (*count)++;
    } while (!csv->last_of_line);
    if (*wanted == SIZE_MAX) {
        status = fail_column(csv, name, bw_text_get(&names), &suggestion);
    }

done:
    bw_text_release(&names);
    return status;
}

/* Reads the number in the present cell. */
static enum bw_status read_number(
    struct bw_csv *csv, const struct bw_row *row, const char *unit, double *value)
{
    char text[BW_CSV_CELL_BYTES + BW_ID_LENGTH_LIMIT];
    size_t length = strlen(csv->cell);
    double plain = 0.0;
    const char *rest = NULL;
    memcpy(text, csv->cell, length + 1);
    bool good = strlen(unit) < BW_ID_LENGTH_LIMIT;
    if (good && unit[0] != '\0') {
        good = bw_units_split(text, &plain, &rest) && *rest == '\0';
        text[length] = ' ';
        memcpy(text + length + 1, unit, strlen(unit) + 1);
    }
    good = good && bw_units_read(row->dimension, text, value) && *value >= row->min
        && *value <= row->max;
    if (good) {
        return BW_OK;
    }
    struct bw_text message;
    bw_text_init(&message);
    bw_text_format(&message, "expected %s",
        unit[0] != '\0' ? "a plain number" : bw_dimension(row->dimension)->phrase);
    bw_schema_range(row, &message);
    bw_text_format(&message, ", found \"%s\"", csv->cell);
    enum bw_status status = bw_csv_fail(csv, bw_text_get(&message), "");
    bw_text_release(&message);
    return status;
}

/* Reads the rows below the names. */
static enum bw_status read_rows(struct bw_csv *csv, size_t wanted, size_t count,
    const char *unit, const struct bw_row *row, struct bw_vector *values)
{
    while (csv->at < csv->end) {
        size_t fields = 0;
        do {
            enum bw_status status = bw_csv_next(csv);
            double *value = NULL;
            if (status == BW_OK && fields == wanted) {
                status = bw_vector_push(values, &value);
                status = status == BW_OK ? read_number(csv, row, unit, value) : status;
            }
            if (status != BW_OK) {
                return status;
            }
            fields++;
        } while (!csv->last_of_line);
        if (fields != count) {
            csv->cell_column = 1;
            return bw_csv_fail(
                csv, "this line has not as many fields as the first", "");
        }
        if (values->count > BW_CSV_ROWS_LIMIT) {
            return bw_csv_fail(csv, "more than 5,000,000 rows", "");
        }
    }
    csv->cell_line = csv->line;
    csv->cell_column = 1;
    return values->count > 0 ? BW_OK : bw_csv_fail(csv, "no rows below the names", "");
}

static enum bw_status read_column(struct bw_column *column, struct bw_arena *arena,
    const struct bw_row *row, const struct bw_text *text, struct bw_error_list *errors)
{
    struct bw_csv csv;
    struct bw_vector values;
    size_t wanted = 0;
    size_t count = 0;
    bw_vector_init(&values, sizeof(double));
    bw_csv_open(&csv, column->path, text, errors);
    enum bw_status status = read_names(&csv, column->name, &wanted, &count);
    if (status == BW_OK) {
        status = read_rows(&csv, wanted, count, column->unit, row, &values);
    }
    if (status == BW_OK) {
        column->values = bw_arena_allocate(arena, values.count, sizeof(double));
        column->count = values.count;
        status = column->values == NULL ? BW_ERR_NOMEM : BW_OK;
    }
    if (status == BW_OK) {
        memcpy(column->values, values.items, values.count * sizeof(double));
    }
    bw_vector_release(&values);
    return status;
}

static const struct bw_column *find_column(
    const struct bw_columns *columns, const struct bw_column_request *request)
{
    for (; columns != NULL; columns = columns->parent) {
        for (const struct bw_column *c = columns->first; c != NULL; c = c->next) {
            if (strcmp(c->path, request->path) == 0
                && strcmp(c->name, request->name) == 0
                && strcmp(c->unit, request->unit) == 0
                && c->dimension == request->row->dimension) {
                return c;
            }
        }
    }
    return NULL;
}

/* An empty column with copies of the texts; NULL when memory is short. */
static struct bw_column *create_column(
    struct bw_arena *arena, const struct bw_column_request *request)
{
    struct bw_column *column = bw_arena_allocate(arena, 1, sizeof *column);
    if (column == NULL) {
        return NULL;
    }
    column->path = bw_arena_copy_text(arena, request->path, strlen(request->path));
    column->name = bw_arena_copy_text(arena, request->name, strlen(request->name));
    column->unit = bw_arena_copy_text(arena, request->unit, strlen(request->unit));
    column->dimension = request->row->dimension;
    bool done = column->path != NULL && column->name != NULL && column->unit != NULL;
    return done ? column : NULL;
}

enum bw_status bw_csv_column(struct bw_columns *columns,
    const struct bw_column_request *request, struct bw_error_list *errors,
    const struct bw_column **out)
{
    struct bw_text text;
    enum bw_status status = BW_OK;
    *out = find_column(columns, request);
    if (*out != NULL) {
        return BW_OK;
    }
    bw_text_init(&text);
    struct bw_column *column = create_column(columns->arena, request);
    if (column == NULL) {
        status = BW_ERR_NOMEM;
        goto done;
    }
    status = bw_io_read_file(request->path, BW_CSV_BYTES_LIMIT, &text, errors);
    if (status != BW_OK) {
        goto done;
    }
    bw_digest_sha256(bw_text_get(&text), text.length, column->sha256);
    status = read_column(column, columns->arena, request->row, &text, errors);
    if (status != BW_OK) {
        goto done;
    }
    column->next = columns->first;
    columns->first = column;
    *out = column;

done:
    bw_text_release(&text);
    return status;
}
