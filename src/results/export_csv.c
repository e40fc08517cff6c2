/* SPDX-License-Identifier: Apache-2.0 */
#include "results/export_csv.h"

#include "base/number.h"
#include "base/text.h"
#include "results/summary.h"

#include <stdbool.h>
#include <string.h>

#define PIECE_BYTES 16384
#define NUMBER_BYTES 40

static const char header[] = "point,element,metric,unit,mean,half_width,sd,min,max,n\n";

/* Appends a field, quoted when RFC 4180 asks for it, and a comma. */
static void add_field(struct bw_text *row, const char *field)
{
    if (strpbrk(field, ",\"\r\n") == NULL) {
        bw_text_add(row, field);
    } else {
        bw_text_append(row, "\"", 1);
        for (const char *at = field; *at != '\0'; at++) {
            if (*at == '"') {
                bw_text_append(row, "\"", 1);
            }
            bw_text_append(row, at, 1);
        }
        bw_text_append(row, "\"", 1);
    }
    bw_text_append(row, ",", 1);
}

static void add_number(struct bw_text *row, double value)
{
    char buffer[NUMBER_BYTES];
    bw_text_add(row, bw_number_write(value, buffer, sizeof buffer));
    bw_text_append(row, ",", 1);
}

static void add_row(struct bw_text *row, const char *point, const char *element,
    const struct bw_read_metric *metric, const struct bw_summary *summary)
{
    add_field(row, point);
    add_field(row, element);
    add_field(row, metric->name);
    add_field(row, metric->unit);
    add_number(row, summary->mean);
    add_number(row, summary->half_width);
    add_number(row, summary->sd);
    add_number(row, summary->min);
    add_number(row, summary->max);
    bw_text_format(row, "%lu\n", (unsigned long)summary->n);
}

/* Rows that wait to be handed over, and where they go. */
struct export
{
    struct bw_text rows;
    bw_sink_fn sink;
    void *context;
    struct bw_error_list *errors;
};

/* Hands the rows over once there are enough of them, or at the end. */
static enum bw_status flush(struct export *out, bool is_end)
{
    struct bw_text *rows = &out->rows;
    enum bw_status status = BW_OK;
    if (rows->failed) {
        return bw_error_fail(out->errors, BW_ERR_NOMEM, "export: out of memory");
    }
    if (rows->length == 0 || (!is_end && rows->length < PIECE_BYTES)) {
        return BW_OK;
    }
    status = out->sink(out->context, rows->bytes, rows->length);
    bw_text_clear(rows);
    return status;
}

static enum bw_status export_group(const struct bw_result_data *data, uint32_t point,
    const struct bw_read_group *group, struct export *out)
{
    size_t first = (size_t)point * data->replication_count * group->element_count;
    enum bw_status status = BW_OK;
    for (uint32_t e = 0; e < group->element_count; e++) {
        for (uint32_t m = 0; m < group->metric_count && status == BW_OK; m++) {
            struct bw_summary summary;
            bw_summary_make(group->metrics[m].values + first + e,
                data->replication_count, group->element_count, &summary);
            add_row(&out->rows, data->point_labels[point], group->elements[e],
                &group->metrics[m], &summary);
            status = flush(out, false);
        }
    }
    return status;
}

enum bw_status bw_export_csv(const struct bw_result_data *data, bw_sink_fn sink,
    void *context, struct bw_error_list *errors)
{
    struct export out = {.sink = sink, .context = context, .errors = errors};
    enum bw_status status = BW_OK;

    bw_text_init(&out.rows);
    bw_text_add(&out.rows, header);
    for (uint32_t p = 0; p < data->point_count; p++) {
        for (uint32_t g = 0; g < data->group_count && status == BW_OK; g++) {
            status = export_group(data, p, &data->groups[g], &out);
        }
    }
    if (status == BW_OK) {
        status = flush(&out, true);
    }
    bw_text_release(&out.rows);
    return status;
}
