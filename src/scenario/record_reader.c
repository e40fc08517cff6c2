/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/record_reader.h"

#include "base/io.h"
#include "base/number.h"
#include "base/vector.h"
#include "scenario/csv.h"
#include "scenario/suggestion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNITS_MAX 1e15
#define DAYS_MAX (200.0 * 365.0)

/* What a column of the file holds. */
enum field { FIELD_TIME, FIELD_QUANTITY, FIELD_ITEM, FIELD_OWNER, FIELD_COUNT };

struct reading {
    struct bw_arena *arena;
    const struct bw_record_request *request;
    struct bw_csv csv;
    const char *names[FIELD_COUNT]; /* "" = not wanted */
    size_t columns[FIELD_COUNT];    /* SIZE_MAX = none */
    size_t count;                   /* of columns */
    struct bw_vector rows;
};

static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

bool bw_record_read_date(const char *text, int64_t start_day, bw_time *time)
{
    char date[11];
    int64_t day = 0;
    size_t length = strlen(text);
    if (length > 0 && text[length - 1] == 'Z') {
        length--;
    }
    if (length != 10 && length != 16 && length != 19) {
        return false;
    }
    memcpy(date, text, 10);
    date[10] = '\0';
    if (!bw_date_read(date, &day)) {
        return false;
    }
    *time = (day - start_day) * BW_DAY;
    if (length == 10) {
        return text[10] == '\0';
    }
    int hour = digits(text + 11, 2);
    int minute = digits(text + 14, 2);
    int second = length == 19 ? digits(text + 17, 2) : 0;
    bool good = (text[10] == 'T' || text[10] == ' ') && text[13] == ':'
        && (length == 16 || text[16] == ':') && hour >= 0 && hour < 24 && minute >= 0
        && minute < 60 && second >= 0 && second < 60;
    *time += hour * BW_HOUR + minute * BW_MINUTE + second * BW_SECOND;
    return good;
}

/* Says which column is missing. */
static enum bw_status fail_column(
    struct reading *r, const char *name, const struct bw_suggestion *suggestion)
{
    struct bw_text message;
    bw_text_init(&message);
    bw_text_format(&message, "no column is named \"%s\"", name);
    bw_suggestion_write(suggestion, &message);
    r->csv.cell_column = 1;
    enum bw_status status = bw_csv_fail(&r->csv, bw_text_get(&message), "");
    bw_text_release(&message);
    return status;
}

/* Reads the line of names. */
static enum bw_status read_names(struct reading *r)
{
    struct bw_suggestion suggestions[FIELD_COUNT];
    char best[FIELD_COUNT][BW_CSV_CELL_BYTES];
    for (int f = 0; f < FIELD_COUNT; f++) {
        suggestions[f] = bw_suggestion_start(r->names[f]);
        r->columns[f] = SIZE_MAX;
    }
    do {
        enum bw_status status = bw_csv_next(&r->csv);
        if (status != BW_OK) {
            return status;
        }
        for (int f = 0; f < FIELD_COUNT; f++) {
            bool same = r->names[f][0] != '\0' && strcmp(r->csv.cell, r->names[f]) == 0;
            if (same && r->columns[f] != SIZE_MAX) {
                return bw_csv_fail(&r->csv, "two columns are named ", r->names[f]);
            }
            r->columns[f] = same ? r->count : r->columns[f];
            struct bw_suggestion trial = suggestions[f];
            bw_suggestion_offer(&trial, r->csv.cell);
            if (trial.best == r->csv.cell) {
                suggestions[f] = trial;
                memcpy(best[f], r->csv.cell, sizeof best[f]);
                suggestions[f].best = best[f];
            }
        }
        r->count++;
    } while (!r->csv.last_of_line);
    enum bw_status status = BW_OK;
    for (int f = 0; f < FIELD_COUNT; f++) {
        if (r->names[f][0] != '\0' && r->columns[f] == SIZE_MAX) {
            status = fail_column(r, r->names[f], &suggestions[f]);
        }
    }
    return status;
}

static enum bw_status fail_cell(struct reading *r, const char *expected)
{
    struct bw_text message;
    bw_text_init(&message);
    bw_text_format(&message, "expected %s, found \"%s\"", expected, r->csv.cell);
    enum bw_status status = bw_csv_fail(&r->csv, bw_text_get(&message), "");
    bw_text_release(&message);
    return status;
}

/* A date, a duration, or a plain number where the request has a unit. */
static enum bw_status read_time(struct reading *r, bw_time *time)
{
    const char *unit = r->request->unit;
    double number = 0.0;
    double ticks = 0.0;
    if (bw_record_read_date(r->csv.cell, r->request->start_day, time)) {
        return BW_OK;
    }
    bool good = bw_units_read(BW_DIMENSION_DURATION, r->csv.cell, &ticks);
    if (unit[0] != '\0' && bw_number_read(r->csv.cell, &number)) {
        ticks = number * (double)bw_time_unit(unit, strlen(unit));
        good = true;
    }
    if (!good || fabs(ticks) > DAYS_MAX * (double)BW_DAY) {
        return fail_cell(r,
            unit[0] != '\0' ? "a date such as 2026-01-05 or a plain number"
                            : "a date such as 2026-01-05 or a duration such as 3 d");
    }
    *time = ticks < 0.0 ? -bw_time_round(-ticks) : bw_time_round(ticks);
    return BW_OK;
}

/* A text that many rows share is kept once where they follow each other. */
static enum bw_status read_id(struct reading *r, const char *before, const char **text)
{
    if (r->csv.length == 0) {
        return fail_cell(r, "an id");
    }
    bool same = before != NULL && strcmp(before, r->csv.cell) == 0;
    *text = same ? before : bw_arena_copy_text(r->arena, r->csv.cell, r->csv.length);
    return *text == NULL ? BW_ERR_NOMEM : BW_OK;
}

static enum bw_status read_field(struct reading *r, enum field field,
    const struct bw_recorded_row *before, struct bw_recorded_row *row)
{
    switch (field) {
    case FIELD_TIME:
        return read_time(r, &row->time);
    case FIELD_QUANTITY:
        if (!bw_number_read(r->csv.cell, &row->quantity) || row->quantity < 0.0
            || row->quantity > UNITS_MAX) {
            return fail_cell(r, "a number of units of at least 0");
        }
        return BW_OK;
    case FIELD_ITEM:
        return read_id(r, before != NULL ? before->item : NULL, &row->item);
    case FIELD_OWNER:
        return read_id(r, before != NULL ? before->owner : NULL, &row->owner);
    default:
        return BW_OK;
    }
}

/* Reads one line; an error is kept in *worst and the line is read on. */
static enum bw_status read_row(struct reading *r, const struct bw_recorded_row *before,
    struct bw_recorded_row *row, enum bw_status *worst)
{
    size_t fields = 0;
    *row = (struct bw_recorded_row){
        .owner = "", .item = "", .line = (uint32_t)r->csv.line};
    do {
        enum bw_status status = bw_csv_next(&r->csv);
        for (int f = 0; f < FIELD_COUNT && status == BW_OK; f++) {
            if (r->columns[f] == fields) {
                status = read_field(r, (enum field)f, before, row);
                *worst = status == BW_ERR_INPUT ? status : *worst;
                status = status == BW_ERR_INPUT ? BW_OK : status;
            }
        }
        if (status != BW_OK) {
            return status;
        }
        fields++;
    } while (!r->csv.last_of_line);
    if (fields != r->count) {
        r->csv.cell_column = 1;
        return bw_csv_fail(
            &r->csv, "this line has not as many fields as the first", "");
    }
    return BW_OK;
}

static enum bw_status read_rows(struct reading *r)
{
    enum bw_status worst = BW_OK;
    while (!bw_csv_is_at_end(&r->csv)) {
        struct bw_recorded_row *row = NULL;
        if (bw_vector_push(&r->rows, &row) != BW_OK) {
            return BW_ERR_NOMEM;
        }
        size_t count = r->rows.count;
        const struct bw_recorded_row *before =
            count > 1 ? bw_vector_at(&r->rows, count - 2) : NULL;
        enum bw_status status = read_row(r, before, row, &worst);
        if (status != BW_OK) {
            return status;
        }
        if (count > BW_CSV_ROWS_LIMIT) {
            return bw_csv_fail(&r->csv, "more than 5,000,000 rows", "");
        }
    }
    r->csv.cell_line = r->csv.line;
    r->csv.cell_column = 1;
    if (r->rows.count == 0) {
        return bw_csv_fail(&r->csv, "no rows below the names", "");
    }
    return worst;
}

static int compare_names(
    const struct bw_recorded_row *row, const char *owner, const char *item)
{
    int order = strcmp(row->owner, owner);
    return order != 0 ? order : strcmp(row->item, item);
}

static int compare_rows(const void *a, const void *b)
{
    const struct bw_recorded_row *left = a;
    const struct bw_recorded_row *right = b;
    int order = compare_names(left, right->owner, right->item);
    if (order == 0 && left->time != right->time) {
        order = left->time < right->time ? -1 : 1;
    }
    if (order == 0) {
        order = left->line < right->line ? -1 : left->line > right->line;
    }
    return order;
}

static const char *keep(struct bw_arena *arena, const char *text)
{
    return bw_arena_copy_text(arena, text, strlen(text));
}

/* An empty trace with copies of the texts; NULL when memory is short. */
static struct bw_record *create(
    struct bw_arena *arena, const struct bw_record_request *request)
{
    struct bw_record *trace = bw_arena_allocate(arena, 1, sizeof *trace);
    if (trace == NULL) {
        return NULL;
    }
    const struct bw_record_request copy = {keep(arena, request->path),
        keep(arena, request->time), keep(arena, request->unit),
        keep(arena, request->quantity), keep(arena, request->item),
        keep(arena, request->owner), request->start_day};
    trace->request = copy;
    bool done = copy.path != NULL && copy.time != NULL && copy.unit != NULL
        && copy.quantity != NULL && copy.item != NULL && copy.owner != NULL;
    return done ? trace : NULL;
}

static bool is_same(
    const struct bw_record_request *a, const struct bw_record_request *b)
{
    return strcmp(a->path, b->path) == 0 && strcmp(a->time, b->time) == 0
        && strcmp(a->unit, b->unit) == 0 && strcmp(a->quantity, b->quantity) == 0
        && strcmp(a->item, b->item) == 0 && strcmp(a->owner, b->owner) == 0
        && a->start_day == b->start_day;
}

static struct bw_record *find(
    const struct bw_columns *columns, const struct bw_record_request *request)
{
    for (; columns != NULL; columns = columns->parent) {
        for (struct bw_record *t = columns->traces; t != NULL; t = t->next) {
            if (is_same(&t->request, request)) {
                return t;
            }
        }
    }
    return NULL;
}

/* Reads the text of a file and sorts its rows into the arena. */
static enum bw_status read_text(struct bw_record *trace, struct bw_arena *arena,
    const struct bw_text *text, struct bw_error_list *errors)
{
    struct reading r = {.arena = arena,
        .request = &trace->request,
        .names = {trace->request.time, trace->request.quantity, trace->request.item,
            trace->request.owner}};
    bw_vector_init(&r.rows, sizeof(struct bw_recorded_row));
    bw_csv_open(&r.csv, trace->request.path, text, errors);
    enum bw_status status = read_names(&r);
    if (status == BW_OK) {
        status = read_rows(&r);
    }
    if (status == BW_OK) {
        trace->rows =
            bw_arena_allocate(arena, r.rows.count, sizeof(struct bw_recorded_row));
        status = trace->rows == NULL ? BW_ERR_NOMEM : BW_OK;
    }
    if (status == BW_OK) {
        trace->count = r.rows.count;
        memcpy(trace->rows, r.rows.items, r.rows.count * sizeof *trace->rows);
        qsort(trace->rows, trace->count, sizeof *trace->rows, compare_rows);
    }
    bw_vector_release(&r.rows);
    return status;
}

enum bw_status bw_record_read(struct bw_columns *columns,
    const struct bw_record_request *request, struct bw_error_list *errors,
    struct bw_record **out)
{
    struct bw_text text;
    *out = find(columns, request);
    if (*out != NULL) {
        return BW_OK;
    }
    struct bw_record *trace = create(columns->arena, request);
    if (trace == NULL) {
        return BW_ERR_NOMEM;
    }
    trace->next = columns->traces;
    columns->traces = trace;
    trace->is_broken = true;
    bw_text_init(&text);
    enum bw_status status =
        bw_io_read_file(request->path, BW_CSV_BYTES_LIMIT, &text, errors);
    if (status == BW_OK) {
        bw_digest_sha256(bw_text_get(&text), text.length, trace->sha256);
        status = read_text(trace, columns->arena, &text, errors);
    }
    trace->is_broken = status != BW_OK;
    bw_text_release(&text);
    *out = trace;
    return status;
}

struct bw_recorded_row *bw_record_find(
    const struct bw_record *trace, const char *owner, const char *item, size_t *count)
{
    size_t low = 0;
    size_t high = trace->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_names(&trace->rows[middle], owner, item) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *count = 0;
    while (low + *count < trace->count
        && compare_names(&trace->rows[low + *count], owner, item) == 0) {
        (*count)++;
    }
    return trace->rows + low;
}
