/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/trace_read.h"

#include "base/io.h"
#include "base/number.h"
#include "results/trace_csv.h"
#include "scenario/csv.h"

#include <stdio.h>
#include <string.h>

#define LIMIT_BYTES ((size_t)4 << 30)
#define SLACK 64 /* numbers that may be given before their first row */
#define SECONDS_MOST (INT64_MAX / BW_SECOND - 1)

bool bw_trace_is_table(const char *path)
{
    size_t length = strlen(path);

    return length > 4 && strcmp(path + length - 4, ".csv") == 0;
}

/* Reads seconds with up to six decimals, exactly. */
static bool read_seconds(const char *text, bw_time *time)
{
    bool is_negative = text[0] == '-';
    char whole[24];
    const char *digits = text + is_negative, *point = strchr(digits, '.');
    size_t length = point != NULL ? (size_t)(point - digits) : strlen(digits);
    int64_t seconds = 0;
    bw_time part = 0, unit = BW_SECOND;

    if (length == 0 || length >= sizeof whole) {
        return false;
    }
    (void)snprintf(whole, sizeof whole, "%.*s", (int)length, digits);
    if (!bw_number_read_integer(whole, &seconds) || seconds < 0
        || seconds > SECONDS_MOST) {
        return false;
    }
    for (const char *at = point != NULL ? point + 1 : ""; *at != '\0'; at++) {
        unit /= 10;
        if (unit == 0 || *at < '0' || *at > '9') {
            return false;
        }
        part += (*at - '0') * unit;
    }
    *time = (is_negative ? -1 : 1) * (seconds * BW_SECOND + part);
    return true;
}

static bool read_number(const char *text, int64_t most, uint64_t *number)
{
    int64_t value = 0;

    if (text[0] != '\0'
        && (!bw_number_read_integer(text, &value) || value < 0 || value > most)) {
        return false;
    }
    *number = (uint64_t)value;
    return true;
}

/* Reads a number of an order, lot or stretch. More of them than rows cannot be. */
static bool read_index(
    const char *text, const struct bw_trace_log *log, uint32_t *number)
{
    uint64_t value = 0;
    bool is_good =
        read_number(text, UINT32_MAX - 1, &value) && value <= log->rows.count + SLACK;

    *number = (uint32_t)value;
    return is_good;
}

static bool read_kind(const char *text, enum bw_trace_kind *kind)
{
    for (int k = 0; k < BW_TRACE_KIND_COUNT; k++) {
        if (strcmp(text, bw_trace_kinds[k].name) == 0) {
            *kind = (enum bw_trace_kind)k;
            return true;
        }
    }
    return false;
}

static enum bw_status read_name(
    struct bw_trace_log *log, const char *text, uint32_t *name)
{
    *name = BW_NONE;
    return text[0] != '\0' ? bw_trace_log_name(log, text, name) : BW_OK;
}

/* Reads one cell into its column. Returns BW_ERR_INPUT when it does not fit there. */
static enum bw_status read_cell(struct bw_trace_log *log, const char *cell,
    enum bw_trace_column column, struct bw_log_row *row)
{
    bool is_good = true;
    uint32_t name = BW_NONE;
    int64_t day = 0;
    char date[11] = "";
    bw_time of_day = row->time % BW_DAY;

    of_day += of_day < 0 ? BW_DAY : 0;
    switch (column) {
    case BW_TRACE_COLUMN_TIME:
        is_good = read_seconds(cell, &row->time);
        break;
    case BW_TRACE_COLUMN_DATE:
        (void)snprintf(date, sizeof date, "%.10s", cell);
        is_good = bw_date_read(date, &day);
        if (log->rows.count == 0) {
            log->start_day = day - (row->time - of_day) / BW_DAY;
        }
        break;
    case BW_TRACE_COLUMN_KIND:
        is_good = read_kind(cell, &row->kind);
        break;
    case BW_TRACE_COLUMN_ELEMENT:
        return read_name(log, cell, &row->element);
    case BW_TRACE_COLUMN_ITEM:
        return read_name(log, cell, &row->item);
    case BW_TRACE_COLUMN_QUANTITY:
        is_good = cell[0] == '\0' || bw_number_read(cell, &row->quantity);
        break;
    case BW_TRACE_COLUMN_ORDER:
        is_good = read_index(cell, log, &row->order);
        break;
    case BW_TRACE_COLUMN_LOT:
        is_good = read_index(cell, log, &row->lot);
        break;
    case BW_TRACE_COLUMN_OF:
        is_good = read_index(cell, log, &row->of);
        break;
    case BW_TRACE_COLUMN_OTHER:
        return read_name(log, cell, &row->other);
    case BW_TRACE_COLUMN_NUMBER:
        is_good = read_number(cell, INT64_MAX, &row->number);
        break;
    case BW_TRACE_COLUMN_PATH:
        is_good = read_index(cell, log, &row->path);
        break;
    case BW_TRACE_COLUMN_SINCE:
        is_good = cell[0] == '\0' || read_seconds(cell, &row->since);
        break;
    case BW_TRACE_COLUMN_DETAIL:
        if (bw_trace_log_name(log, cell, &name) != BW_OK) {
            return BW_ERR_NOMEM;
        }
        row->detail = bw_trace_log_text(log, name);
        break;
    case BW_TRACE_COLUMN_COUNT:
        break;
    }
    return is_good ? BW_OK : BW_ERR_INPUT;
}

static enum bw_status read_header(struct bw_csv *csv)
{
    for (int c = 0; c < BW_TRACE_COLUMN_COUNT; c++) {
        bool is_last = c + 1 == BW_TRACE_COLUMN_COUNT;
        enum bw_status status = bw_csv_next(csv);

        if (status != BW_OK) {
            return status;
        }
        if (strcmp(csv->cell, bw_trace_columns[c]) != 0
            || csv->last_of_line != is_last) {
            return bw_csv_fail(csv,
                "expected a table of bullwhip trace, with the column ",
                bw_trace_columns[c]);
        }
    }
    return BW_OK;
}

static enum bw_status read_row(struct bw_csv *csv, struct bw_trace_log *log)
{
    struct bw_log_row row = {.detail = ""};

    for (int c = 0; c < BW_TRACE_COLUMN_COUNT; c++) {
        bool is_last = c + 1 == BW_TRACE_COLUMN_COUNT;
        enum bw_status status = bw_csv_next(csv);

        if (status != BW_OK) {
            return status;
        }
        if (csv->last_of_line != is_last) {
            return bw_csv_fail(csv, "a row with other columns than the first line", "");
        }
        status = read_cell(log, csv->cell, (enum bw_trace_column)c, &row);
        if (status == BW_ERR_INPUT) {
            return bw_csv_fail(csv, "not a value of the column ", bw_trace_columns[c]);
        }
        if (status != BW_OK) {
            return status;
        }
        if (c == BW_TRACE_COLUMN_KIND && log->rows.count == 0
            && row.kind != BW_TRACE_RUN_BEGAN) {
            return bw_csv_fail(csv,
                "the trace is not whole; write it with \"bullwhip trace\" and no "
                "filter",
                "");
        }
    }
    if (row.kind == BW_TRACE_STAGE
        && (row.path == 0 || row.of >= row.path || row.since > row.time)) {
        return bw_csv_fail(csv, "a stretch of a past that cannot be", "");
    }
    if (log->rows.count > 0 && row.time < log->end) {
        return bw_csv_fail(csv, "a row that is earlier than the one before", "");
    }
    return bw_trace_log_add(log, &row);
}

enum bw_status bw_trace_read(
    const char *path, struct bw_trace_log *log, struct bw_error_list *errors)
{
    struct bw_text text;
    struct bw_csv csv;
    enum bw_status status;

    bw_text_init(&text);
    status = bw_io_read_file(path, LIMIT_BYTES, &text, errors);
    if (status == BW_OK) {
        bw_csv_open(&csv, path, &text, errors);
        status = read_header(&csv);
        while (status == BW_OK && !bw_csv_is_at_end(&csv)) {
            status = read_row(&csv, log);
        }
    }
    if (status == BW_ERR_NOMEM) {
        (void)bw_error_fail(errors, status, "%s", bw_status_text(status));
    }
    bw_text_release(&text);
    return status;
}
