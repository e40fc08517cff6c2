/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of the tables of the report, and tables that need nothing else.
 */
#include "results/highlight.h"
#include "results/report_internal.h"

#include <inttypes.h>
#include <math.h>

#define PLUS_MINUS "\xc2\xa0\xc2\xb1\xc2\xa0"
#define ROWS_SHOWN 40   /* of a table of elements */
#define POINTS_SHOWN 12 /* in such a table */

void bw_report_add_cell(struct bw_text *out, const char *text)
{
    bw_text_add(out, "<td>");
    bw_report_add_html(out, text);
    bw_text_add(out, "</td>");
}

void bw_report_add_number_cell(struct bw_text *out, double value, double like)
{
    bw_text_add(out, "<td class=\"n\">");
    bw_report_add_number(out, value, like);
    bw_text_add(out, "</td>");
}

void bw_report_add_interval(struct bw_text *out, double mean, double half_width)
{
    bw_report_add_number(out, mean, mean);
    if (isfinite(half_width)) {
        bw_text_add(out, PLUS_MINUS);
        bw_report_add_number(out, half_width, mean);
    }
}

void bw_report_add_interval_cell(struct bw_text *out, double mean, double half_width)
{
    bw_text_add(out, "<td class=\"n\">");
    bw_report_add_interval(out, mean, half_width);
    bw_text_add(out, "</td>");
}

/* ---- tables of elements ---- */

/* Summary of a metric of an element at a point. */
static struct bw_summary element_figure(const struct bw_result_data *data,
    const struct bw_read_group *group, const struct bw_read_metric *metric,
    uint32_t point, uint32_t element)
{
    struct bw_summary summary;
    bw_summary_make(metric->values
            + (size_t)point * data->replication_count * group->element_count + element,
        data->replication_count, group->element_count, &summary);
    return summary;
}

/* True when a metric of a column is there and has any figure. */
static bool has_figures(const struct bw_result_data *data,
    const struct bw_read_group *group, const struct bw_highlight_column *column)
{
    const struct bw_read_metric *metric = bw_read_group_metric(group, column->metric);
    for (uint32_t p = 0; metric != NULL && p < data->point_count; p++) {
        for (uint32_t e = 0; e < group->element_count; e++) {
            if (element_figure(data, group, metric, p, e).n > 0) {
                return true;
            }
        }
    }
    return false;
}

static void add_figure(
    struct bw_text *out, const struct bw_summary *summary, enum bw_highlight_form form)
{
    double per_day = 1.0;
    const char *unit = "";
    bw_text_add(out, "<td class=\"n\">");
    if (form == BW_HIGHLIGHT_SHARE) {
        per_day = 100.0;
        unit = "%";
    } else if (form == BW_HIGHLIGHT_TIME) {
        unit = bw_highlight_time_unit(summary->mean, &per_day);
    }
    bw_report_add_interval(out, summary->mean * per_day, summary->half_width * per_day);
    if (unit[0] != '\0' && summary->n > 0) {
        bw_text_format(out, "&nbsp;%s", unit);
    }
    bw_text_add(out, "</td>");
}

static void add_row(const struct bw_result_data *data,
    const struct bw_read_group *group, const struct bw_highlight *table,
    const bool *shown, uint32_t point, uint32_t element, struct bw_text *out)
{
    bw_text_add(out, "<tr>");
    bw_report_add_cell(out, group->elements[element]);
    if (data->point_count > 1) {
        bw_report_add_cell(out, data->point_labels[point]);
    }
    for (size_t c = 0; table->columns[c].metric != NULL; c++) {
        const struct bw_highlight_column *column = &table->columns[c];
        if (shown[c]) {
            struct bw_summary summary = element_figure(data, group,
                bw_read_group_metric(group, column->metric), point, element);
            add_figure(out, &summary, column->form);
        }
    }
    bw_text_add(out, "</tr>\n");
}

static void add_heading(const struct bw_result_data *data,
    const struct bw_highlight *table, const bool *shown, struct bw_text *out)
{
    bw_text_format(out, "<h2>%s</h2>\n<div class=\"wide\">\n<table>\n<tr><th>%s</th>",
        table->title, table->element);
    bw_text_add(out, data->point_count > 1 ? "<th>Point</th>" : "");
    for (size_t c = 0; table->columns[c].metric != NULL; c++) {
        if (shown[c]) {
            bw_text_format(out, "<th class=\"n\">%s</th>", table->columns[c].label);
        }
    }
    bw_text_add(out, "</tr>\n");
}

static void add_highlight(const struct bw_result_data *data,
    const struct bw_highlight *table, struct bw_text *out)
{
    const struct bw_read_group *group = bw_result_data_group(data, table->group);
    const struct bw_read_metric *by =
        group != NULL ? bw_read_group_metric(group, table->shown_by) : NULL;
    bool shown[BW_HIGHLIGHT_COLUMNS];
    uint32_t rows = 0;
    if (by == NULL) {
        return;
    }
    for (size_t c = 0; table->columns[c].metric != NULL; c++) {
        shown[c] = has_figures(data, group, &table->columns[c]);
    }
    for (uint32_t e = 0; e < group->element_count; e++) {
        for (uint32_t p = 0; p < data->point_count && p < POINTS_SHOWN; p++) {
            if (!(element_figure(data, group, by, p, e).mean > 0.0)) {
                continue;
            }
            if (rows == 0) {
                add_heading(data, table, shown, out);
            }
            if (rows++ < ROWS_SHOWN) {
                add_row(data, group, table, shown, p, e, out);
            }
        }
    }
    if (rows > 0) {
        bw_text_add(out, "</table>\n</div>\n");
    }
    if (rows > ROWS_SHOWN) {
        bw_text_format(out,
            "<p class=\"note\">The first %d of %" PRIu32 " rows; export has all.</p>\n",
            ROWS_SHOWN, rows);
    }
}

void bw_report_add_highlights(const struct bw_result_data *data, struct bw_text *out)
{
    for (size_t i = 0; i < bw_highlight_count; i++) {
        add_highlight(data, &bw_highlights[i], out);
    }
}
