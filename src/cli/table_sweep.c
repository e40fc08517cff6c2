/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/table_sweep.h"

#include "base/memory.h"
#include "cli/table_run.h"
#include "cli/terminal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POINTS_SHOWN 30
#define LARGEST_SHOWN 100.0 /* of a reduction, as a share */

/* Columns of changes against the base; the last is left out where it is the endpoint.
 */
static const struct {
    const char *metric, *heading;
} changes[] = {{"cost", "cost change"}, {"stock_value", "stock change"},
    {"lead_time", "lead-time change"}};
#define CHANGE_COUNT (sizeof changes / sizeof changes[0])
#define FIXED_COLUMNS 4

/* A point and what it is sorted by. */
struct sweep_row {
    uint32_t point;
    double reduction;
};

static int by_reduction(const void *a, const void *b)
{
    const struct sweep_row *first = a;
    const struct sweep_row *second = b;
    double left = isnan(first->reduction) ? -INFINITY : first->reduction;
    double right = isnan(second->reduction) ? -INFINITY : second->reduction;
    if (left < right || left > right) {
        return left > right ? -1 : 1;
    }
    return first->point < second->point ? -1 : first->point > second->point;
}

/* Writes the change of a compared metric against the base, "-" where it is not known.
 */
static const char *write_change(const struct bw_analysis *analysis, uint32_t point,
    const char *metric, char *buffer)
{
    uint32_t number = bw_analysis_metric(analysis, metric);
    double reduction = number == UINT32_MAX
        ? NAN
        : bw_analysis_paired(analysis, point, number)->reduction;
    return bw_figure_write_share(-reduction, true, buffer);
}

void bw_table_reduction_write(
    const struct bw_paired *row, char *buffer, size_t size_bytes)
{
    double low;
    double high;
    bool has_interval = bw_paired_interval(row, &low, &high);
    if (row->verdict == BW_VERDICT_BASE || !(fabs(row->reduction) < LARGEST_SHOWN)) {
        (void)snprintf(buffer, size_bytes, "-");
    } else if (has_interval) {
        (void)snprintf(buffer, size_bytes, "%.1f [%.1f, %.1f]", 100.0 * row->reduction,
            100.0 * low, 100.0 * high);
    } else {
        (void)snprintf(buffer, size_bytes, "%.1f [-]", 100.0 * row->reduction);
    }
}

static void add_point(
    struct bw_grid *grid, const struct bw_analysis *analysis, uint32_t point)
{
    const struct bw_paired *row = bw_analysis_paired(analysis, point, 0);
    struct bw_summary summary =
        bw_table_summary(analysis, point, analysis->positions[0]);
    char text[BW_FIGURE_TEXT];
    char reduction[160];
    bw_table_reduction_write(row, reduction, sizeof reduction);
    bw_grid_add(grid, "%s", analysis->set.point_labels[point]);
    bw_grid_add(
        grid, "%s", bw_figure_write_interval(summary.mean, summary.half_width, text));
    bw_grid_add(grid, "%s", reduction);
    bw_grid_add(grid, "%s",
        row->verdict == BW_VERDICT_BASE ? "base" : bw_verdict_text(row->verdict));
    for (size_t m = 0; m < grid->column_count - FIXED_COLUMNS; m++) {
        bw_grid_add(grid, "%s",
            row->verdict == BW_VERDICT_BASE
                ? "-"
                : write_change(analysis, point, changes[m].metric, text));
    }
}

static void print_points(
    const struct bw_analysis *analysis, const struct sweep_row *rows)
{
    uint32_t count = analysis->set.point_count;
    uint32_t shown = count <= POINTS_SHOWN + 1 ? count : POINTS_SHOWN;
    struct bw_grid grid;
    bool is_lead_time = strcmp(analysis->metrics[0], "lead_time") == 0;
    size_t change_count = is_lead_time ? CHANGE_COUNT - 1 : CHANGE_COUNT;
    bw_grid_init(&grid, is_lead_time ? "lrrlrr" : "lrrlrrr");
    bw_grid_add(&grid, "Point");
    bw_grid_add(&grid, "%s [d]", analysis->metrics[0]);
    bw_grid_add(&grid, "reduction [%%]");
    bw_grid_add(&grid, "verdict");
    for (size_t m = 0; m < change_count; m++) {
        bw_grid_add(&grid, "%s", changes[m].heading);
    }
    bool has_base = false;
    for (uint32_t r = 0; r < shown; r++) {
        add_point(&grid, analysis, rows[r].point);
        has_base = has_base || rows[r].point == 0;
    }
    if (!has_base) {
        add_point(&grid, analysis, 0);
    }
    bw_grid_print(&grid);
    bw_grid_release(&grid);
    if (shown < count) {
        (void)printf("  and %" PRIu32 " more points in the result file\n",
            count - shown - (has_base ? 0 : 1));
    }
    (void)putchar('\n');
}

static void print_best(const struct bw_analysis *analysis)
{
    uint32_t best = bw_analysis_best(analysis);
    const char *endpoint = analysis->metrics[0];
    if (best == 0) {
        (void)printf("Best policy: none of the points shortens %s.\n", endpoint);
        return;
    }
    const struct bw_paired *row = bw_analysis_paired(analysis, best, 0);
    bool is_reached =
        row->verdict == BW_VERDICT_AT_LEAST || row->verdict == BW_VERDICT_IN_BAND;
    char reduction[160];
    char cost[BW_FIGURE_TEXT];
    char stock[BW_FIGURE_TEXT];
    bw_table_reduction_write(row, reduction, sizeof reduction);
    (void)printf("Best policy: %s cuts %s by %s %% (%s); cost %s, stock %s.%s\n",
        analysis->set.point_labels[best], endpoint, reduction,
        bw_verdict_text(row->verdict), write_change(analysis, best, "cost", cost),
        write_change(analysis, best, "stock_value", stock),
        is_reached ? "" : " No point surely reaches 15 %.");
}

/* Pairs that could not be compared bias nothing, but an analyst should know of them. */
static void add_warnings(
    const struct bw_analysis *analysis, struct bw_error_list *errors)
{
    const struct bw_result_set *set = &analysis->set;
    for (uint32_t p = 1; p < set->point_count; p++) {
        uint32_t left_out = analysis->left_out[(size_t)p * set->paired_metric_count];
        if (left_out > 0) {
            bw_error_add(errors, BW_SEVERITY_WARNING, BW_ERR_MODEL,
                (struct bw_position){.file = NULL}, NULL,
                "point %s: %" PRIu32 " of %" PRIu32
                " %ss have no %s and are left out of the comparison",
                set->point_labels[p], left_out, set->replication_count,
                bw_table_observation(set), analysis->metrics[0]);
        }
    }
}

void bw_table_sweep_print(
    const struct bw_analysis *analysis, struct bw_error_list *errors)
{
    uint32_t count = analysis->set.point_count;
    struct sweep_row *rows = bw_memory_allocate(count, sizeof *rows);
    bw_terminal_heading("%s", bw_table_title(&analysis->set));
    (void)printf("%" PRIu32 " point%s, %" PRIu32 " %s%s each, seed %" PRIu64
                 "; against the base, ± and [ ] at 95 %%\n\n",
        count, bw_terminal_plural(count), analysis->set.replication_count,
        bw_table_observation(&analysis->set),
        bw_terminal_plural(analysis->set.replication_count), analysis->set.seed);
    bw_table_times_print(analysis, "Times of the base [d]");
    if (rows == NULL) {
        (void)puts("  (no memory for this table)");
        return;
    }
    for (uint32_t p = 0; p < count; p++) {
        rows[p] = (struct sweep_row){p, bw_analysis_paired(analysis, p, 0)->reduction};
    }
    qsort(rows, count, sizeof *rows, by_reduction);
    print_points(analysis, rows);
    bw_memory_free(rows);
    print_best(analysis);
    add_warnings(analysis, errors);
}
