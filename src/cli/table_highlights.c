/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/table_highlights.h"

#include "cli/table_run.h"
#include "cli/terminal.h"
#include "results/highlight.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ROWS_SHOWN 8

/* A table, its group, and the columns that have figures. */
struct table {
    const struct bw_analysis *analysis;
    const struct bw_highlight *highlight;
    const struct bw_metric_group *group;
    bool shown[BW_HIGHLIGHT_COLUMNS];
};

static const struct bw_metric_group *find_group(
    const struct bw_layout *layout, const char *name)
{
    for (size_t g = 0; g < BW_GROUP_COUNT; g++) {
        if (strcmp(bw_layout_group_name(g), name) == 0) {
            return &layout->groups[g];
        }
    }
    return NULL;
}

/* Summary of a metric of an element at the base. */
static struct bw_summary figure(
    const struct table *table, uint32_t element, const char *metric)
{
    return bw_table_summary(table->analysis, 0,
        bw_layout_metric(
            table->analysis->set.layout, table->group->elements[element], metric));
}

static bool has_figures(const struct table *table, const char *metric)
{
    for (uint32_t e = 0; e < table->group->element_count; e++) {
        if (figure(table, e, metric).n > 0) {
            return true;
        }
    }
    return false;
}

/* Writes a figure in the form of its column. */
static const char *write_figure(
    const struct bw_summary *summary, enum bw_highlight_form form, char *buffer)
{
    double per_day = 1.0;
    if (form == BW_HIGHLIGHT_SHARE) {
        return bw_figure_write_share(summary->mean, false, buffer);
    }
    if (form == BW_HIGHLIGHT_TIME && summary->n > 0) {
        const char *unit = bw_highlight_time_unit(summary->mean, &per_day);
        char number[BW_FIGURE_TEXT];
        (void)snprintf(buffer, BW_FIGURE_TEXT, "%.*s %s", BW_FIGURE_TEXT - 8,
            bw_figure_write_interval(
                summary->mean * per_day, summary->half_width * per_day, number),
            unit);
        return buffer;
    }
    return bw_figure_write_interval(summary->mean, summary->half_width, buffer);
}

static void add_row(struct bw_grid *grid, const struct table *table, uint32_t element)
{
    const struct bw_highlight_column *columns = table->highlight->columns;
    bw_grid_add(grid, "%s",
        table->analysis->set.network->elements[table->group->elements[element]].path);
    for (size_t c = 0; columns[c].metric != NULL; c++) {
        struct bw_summary summary = figure(table, element, columns[c].metric);
        char text[BW_FIGURE_TEXT];
        if (table->shown[c]) {
            bw_grid_add(grid, "%s", write_figure(&summary, columns[c].form, text));
        }
    }
}

static void print(struct table *table)
{
    const struct bw_highlight_column *columns = table->highlight->columns;
    char alignment[BW_HIGHLIGHT_COLUMNS + 2] = "l";
    uint32_t rows = 0;
    struct bw_grid grid;
    for (size_t c = 0, count = 1; columns[c].metric != NULL; c++) {
        table->shown[c] = has_figures(table, columns[c].metric);
        if (table->shown[c]) {
            alignment[count++] = 'r';
        }
    }
    bw_grid_init(&grid, alignment);
    bw_grid_add(&grid, "%s", table->highlight->title);
    for (size_t c = 0; columns[c].metric != NULL; c++) {
        if (table->shown[c]) {
            bw_grid_add(&grid, "%s", columns[c].label);
        }
    }
    for (uint32_t e = 0; e < table->group->element_count; e++) {
        if (figure(table, e, table->highlight->shown_by).mean > 0.0
            && rows++ < ROWS_SHOWN) {
            add_row(&grid, table, e);
        }
    }
    if (rows > 0) {
        bw_grid_print(&grid);
        if (rows > ROWS_SHOWN) {
            (void)printf("  and %" PRIu32 " more\n", rows - ROWS_SHOWN);
        }
        (void)putchar('\n');
    }
    bw_grid_release(&grid);
}

void bw_table_highlights_print(const struct bw_analysis *analysis)
{
    for (size_t i = 0; i < bw_highlight_count; i++) {
        struct table table = {
            .analysis = analysis,
            .highlight = &bw_highlights[i],
            .group = find_group(analysis->set.layout, bw_highlights[i].group),
        };
        if (table.group != NULL) {
            print(&table);
        }
    }
}
