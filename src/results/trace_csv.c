/* SPDX-License-Identifier: Apache-2.0 */
#include "results/trace_csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PIECE_BYTES 16384

const char *const bw_trace_columns[BW_TRACE_COLUMN_COUNT] = {
#define BW_TRACE_COLUMN_NAME(id, name) name,
    BW_TRACE_COLUMN_LIST(BW_TRACE_COLUMN_NAME)
#undef BW_TRACE_COLUMN_NAME
};

struct bw_trace_filter bw_trace_filter_all(void)
{
    struct bw_trace_filter filter = {.from = INT64_MIN, .to = INT64_MAX};

    for (size_t i = 0; i < BW_TRACE_KIND_COUNT; i++) {
        filter.has_kind[i] = true;
    }
    return filter;
}

void bw_trace_csv_begin(struct bw_trace_csv *csv, const struct bw_network *network,
    const struct bw_trace_filter *filter, bw_sink_fn sink, void *context,
    struct bw_error_list *errors)
{
    *csv = (struct bw_trace_csv){.network = network,
        .filter = *filter,
        .sink = sink,
        .context = context,
        .errors = errors};
    bw_text_init(&csv->rows);
    for (int c = 0; c < BW_TRACE_COLUMN_COUNT; c++) {
        bw_text_format(&csv->rows, "%s%s", c > 0 ? "," : "", bw_trace_columns[c]);
    }
    bw_text_append(&csv->rows, "\n", 1);
}

void bw_trace_csv_release(struct bw_trace_csv *csv)
{
    bw_text_release(&csv->rows);
}

static enum bw_status flush(struct bw_trace_csv *csv)
{
    enum bw_status status;

    if (csv->rows.failed) {
        return bw_error_fail(csv->errors, BW_ERR_NOMEM, "trace: out of memory");
    }
    status = csv->rows.length > 0
        ? csv->sink(csv->context, csv->rows.bytes, csv->rows.length)
        : BW_OK;
    bw_text_clear(&csv->rows);
    return status;
}

enum bw_status bw_trace_csv_end(struct bw_trace_csv *csv)
{
    return flush(csv);
}

/* Appends "." and the decimals of a part of a second (>= 0), none for 0. */
static void add_part(struct bw_text *text, bw_time part)
{
    char digits[8];
    int length = 6;

    if (part == 0) {
        return;
    }
    (void)snprintf(digits, sizeof digits, "%06d", (int)(part % BW_SECOND));
    while (length > 0 && digits[length - 1] == '0') {
        length--;
    }
    bw_text_append(text, ".", 1);
    bw_text_append(text, digits, (size_t)length);
}

static void add_seconds(struct bw_text *text, bw_time time)
{
    bw_time size = time < 0 ? -time : time;

    bw_text_format(text, "%s%" PRId64, time < 0 ? "-" : "", size / BW_SECOND);
    add_part(text, size % BW_SECOND);
}

void bw_trace_write_date(struct bw_text *text, int64_t start_day, bw_time time)
{
    bw_time of_day = time % BW_DAY;
    int year, month, day;

    of_day += of_day < 0 ? BW_DAY : 0;
    bw_date_from_days(start_day + (time - of_day) / BW_DAY, &year, &month, &day);
    bw_text_format(text, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day,
        (int)(of_day / BW_HOUR), (int)(of_day / BW_MINUTE % 60),
        (int)(of_day / BW_SECOND % 60));
    add_part(text, of_day % BW_SECOND);
}

/* True when an element is the one that is asked for, or a part of it. */
static bool is_within(
    const struct bw_network *network, bw_index element, const char *asked)
{
    size_t length = strlen(asked);
    const char *path;

    if (element == BW_NONE) {
        return false;
    }
    path = network->elements[element].path;
    return strncmp(path, asked, length) == 0
        && (path[length] == '\0' || path[length] == '.');
}

static bool is_asked_for(const struct bw_trace_csv *csv, const struct bw_trace_row *row)
{
    const struct bw_trace_filter *filter = &csv->filter;

    return filter->has_kind[row->kind] && row->time >= filter->from
        && row->time <= filter->to
        && (filter->element == NULL
            || is_within(csv->network, row->element, filter->element)
            || is_within(csv->network, row->other, filter->element));
}

/* Appends a comma and a number, which is left out when it is 0. */
static void add_number(struct bw_text *text, uint64_t number)
{
    if (number != 0) {
        bw_text_format(text, ",%" PRIu64, number);
    } else {
        bw_text_append(text, ",", 1);
    }
}

static void add_element(struct bw_trace_csv *csv, bw_index element)
{
    bw_text_append(&csv->rows, ",", 1);
    if (element != BW_NONE) {
        bw_text_add(&csv->rows, csv->network->elements[element].path);
    }
}

static void add_goods(struct bw_trace_csv *csv, const struct bw_trace_row *row)
{
    const struct bw_item *item =
        row->item != BW_NONE ? &csv->network->items[row->item] : NULL;
    bool has_quantity = (bw_trace_kinds[row->kind].uses & BW_TRACE_QUANTITY) != 0;

    bw_text_format(&csv->rows, ",%s,", item != NULL ? item->name : "");
    if (has_quantity) {
        bw_text_format(&csv->rows, "%.15g",
            (double)row->quantity * (item != NULL ? item->quantum : 1.0));
    }
}

enum bw_status bw_trace_csv_write(void *context, const struct bw_trace_row *row)
{
    struct bw_trace_csv *csv = context;
    const struct bw_trace_kind_row *kind = &bw_trace_kinds[row->kind];
    struct bw_text *rows = &csv->rows;

    if (!is_asked_for(csv, row)) {
        return BW_OK;
    }
    add_seconds(rows, row->time);
    bw_text_append(rows, ",", 1);
    bw_trace_write_date(rows, csv->network->start_day, row->time);
    bw_text_format(rows, ",%s", kind->name);
    add_element(csv, row->element);
    add_goods(csv, row);
    add_number(rows, row->order);
    add_number(rows, row->lot);
    add_number(rows, row->of);
    add_element(csv, row->other);
    bw_text_append(rows, ",", 1);
    if ((kind->uses & BW_TRACE_NUMBER) != 0) {
        bw_text_format(rows, "%" PRIu64, row->number);
    }
    add_number(rows, row->path);
    bw_text_append(rows, ",", 1);
    if ((kind->uses & BW_TRACE_SINCE) != 0) {
        add_seconds(rows, row->since);
    }
    bw_text_format(rows, ",%s\n", row->detail);
    return rows->length < PIECE_BYTES && !rows->failed ? BW_OK : flush(csv);
}
