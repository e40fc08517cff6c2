/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of the report with horizontal bars: attribution and bottlenecks. The gnuplot
 * commands use names in single quotes only, which gnuplot takes as they are, and
 * numbers in data blocks.
 */
#include "results/report_internal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define COLOURED 9 /* stages with a colour of their own; the others are one */
#define OTHER_COLOUR "#222222"

/* A stage has one colour in all reports. Those of which a chain is mostly made have the
 * colours that are told apart best. */
static const char *const colours[BW_STAGE_COUNT] = {
    [BW_STAGE_ORDER] = "#CC79A7",
    [BW_STAGE_SOURCE] = BW_REPORT_GREEN,
    [BW_STAGE_BATCH] = "#F0E442",
    [BW_STAGE_QUEUE] = BW_REPORT_BLUE,
    [BW_STAGE_SETUP] = "#8DA0CB",
    [BW_STAGE_DOWN] = "#7F3B08",
    [BW_STAGE_SHIFT] = "#542788",
    [BW_STAGE_PROCESS] = "#999999",
    [BW_STAGE_TEST] = BW_REPORT_ORANGE,
    [BW_STAGE_HOLD] = BW_REPORT_RED,
    [BW_STAGE_QUARANTINE] = "#A50026",
    [BW_STAGE_STORE] = "#56B4E9",
    [BW_STAGE_ALLOCATE] = "#B2ABD2",
    [BW_STAGE_SPACE] = "#BF812D",
    [BW_STAGE_DISPATCH] = "#80CDC1",
    [BW_STAGE_TRANSIT] = "#CCCCCC",
    [BW_STAGE_CUSTOMS] = "#01665E",
    [BW_STAGE_VERIFY] = "#4D4D4D",
    [BW_STAGE_BLOCKED] = "#FDAE61",
};

#define LABEL_WIDTH 34
#define ELEMENTS_SHOWN 10
#define SMALLEST_PART 0.002 /* of the longest bar: about one pixel */

/* ---- attribution ---- */

/* Length of the first line of a label, 0 when one line is enough: up to the separator
 * nearest to the middle that leaves both lines narrow. */
static size_t first_line(const char *label)
{
    size_t length = strlen(label), best = 0;
    if (length <= LABEL_WIDTH) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        size_t off = i > length / 2 ? i - length / 2 : length / 2 - i;
        size_t best_off = best > length / 2 ? best - length / 2 : length / 2 - best;
        if ((label[i] == '.' || label[i] == '-' || label[i] == '_')
            && i + 1 <= LABEL_WIDTH && off < best_off) {
            best = i + 1;
        }
    }
    return best;
}

/* Appends a label in one line or two. */
static void add_row_label(struct bw_text *script, const char *label)
{
    size_t length = first_line(label);
    if (length > 0) {
        struct bw_text line;
        bw_text_init(&line);
        bw_text_append(&line, label, length);
        bw_report_add_quoted(script, bw_text_get(&line), LABEL_WIDTH, true);
        bw_text_add(script, ".\"\\n\".");
        bw_text_release(&line);
    }
    bw_report_add_quoted(script, label + length, LABEL_WIDTH, true);
}

/* Labels of rows 1..count of a chart of horizontal bars, the first row on top. */
static void add_row_labels(
    struct bw_text *script, const char *const *labels, uint32_t count)
{
    bw_text_add(script, "set ytics scale 0 (");
    for (uint32_t i = 0; i < count; i++) {
        bw_text_add(script, i > 0 ? ", " : "");
        add_row_label(script, labels[i]);
        bw_text_format(script, " %" PRIu32, i + 1);
    }
    bw_text_format(
        script, ") font small_font\nset yrange [%" PRIu32 ".6:0.4]\n", count);
}

/* Marks the stages that are drawn by themselves: those with the most time in the rows
 * shown. */
static void pick_stages(
    const struct bw_report_view *view, uint32_t rows, bool is_picked[BW_STAGE_COUNT])
{
    double totals[BW_STAGE_COUNT] = {0};
    for (uint32_t i = 0; i < rows; i++) {
        for (int s = 0; s < BW_STAGE_COUNT; s++) {
            totals[s] += view->shares[i].stages[s];
        }
    }
    for (int n = 0; n < COLOURED; n++) {
        int largest = -1;
        for (int s = 0; s < BW_STAGE_COUNT; s++) {
            if (!is_picked[s] && (largest < 0 || totals[s] > totals[largest])) {
                largest = s;
            }
        }
        is_picked[largest] = true;
    }
}

/* Where the stages stand in a bar: those picked by number, then all others together. */
static int place_of(int stage, const bool *is_picked)
{
    return is_picked[stage] ? stage : BW_STAGE_COUNT;
}

/* Data block of the bars of one place: row, left, right. Returns false when empty. */
static bool add_bars(struct bw_text *script, const struct bw_report_view *view,
    uint32_t rows, const bool *is_picked, int place)
{
    bool has_bars = false;
    bw_text_format(script, "$bars_%d << END_OF_DATA\n", place);
    for (uint32_t i = 0; i < rows; i++) {
        double left = 0, width = 0;
        for (int s = 0; s < BW_STAGE_COUNT; s++) {
            int at = place_of(s, is_picked);
            left += at < place ? view->shares[i].stages[s] : 0;
            width += at == place ? view->shares[i].stages[s] : 0;
        }
        if (width > SMALLEST_PART * view->shares[0].total) {
            has_bars = true;
            bw_text_format(
                script, "%" PRIu32 " %.9g %.9g\n", i + 1, left, left + width);
        }
    }
    if (!has_bars) {
        bw_text_add(script, "1 0 0\n"); /* gnuplot refuses an empty block */
    }
    bw_text_add(script, "END_OF_DATA\n");
    return has_bars;
}

static void add_bar_totals(
    struct bw_text *script, const struct bw_report_view *view, uint32_t rows)
{
    for (uint32_t i = 0; i < rows; i++) {
        struct bw_text total;
        bw_text_init(&total);
        bw_report_add_number(&total, view->shares[i].total, view->shares[0].total);
        bw_text_add(script, "set label ");
        bw_report_add_quoted(script, bw_text_get(&total), LABEL_WIDTH, false);
        bw_text_format(script,
            " at %.9g, %" PRIu32 " left offset 0.6, 0 font small_font\n",
            view->shares[i].total, i + 1);
        bw_text_release(&total);
    }
}

/* "All other elements: 12.3 d of 45.6 d" below the bars. */
static void add_remainder(
    struct bw_text *script, const struct bw_report_view *view, uint32_t rows)
{
    struct bw_text note;
    double rest = view->total;
    for (uint32_t i = 0; i < rows; i++) {
        rest -= view->shares[i].total;
    }
    bw_text_init(&note);
    bw_text_add(&note, "all other elements together: ");
    bw_report_add_number(&note, rest > 1e-9 ? rest : 0, view->total);
    bw_text_add(&note, " of ");
    bw_report_add_number(&note, view->total, view->total);
    bw_text_add(&note, " d");
    bw_text_add(script, "set label ");
    bw_report_add_quoted(script, bw_text_get(&note), 100, false);
    bw_text_add(script,
        " at screen 0.98, screen 0.022 right font small_font "
        "tc rgb '#555555'\n");
    bw_text_release(&note);
}

/* Elements worth a bar: ten at the most, none below the part that can be seen. */
static uint32_t count_rows(const struct bw_report_view *view)
{
    uint32_t rows = 0;
    while (rows < view->share_count && rows < ELEMENTS_SHOWN
        && view->shares[rows].total >= SMALLEST_PART * view->shares[0].total) {
        rows++;
    }
    return rows;
}

bool bw_report_plot_attribution(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script)
{
    const char *labels[ELEMENTS_SHOWN] = {NULL};
    bool has_bars[BW_STAGE_COUNT + 1] = {false};
    bool is_picked[BW_STAGE_COUNT] = {false};
    bool is_first = true;
    uint32_t rows = count_rows(view);

    (void)data;
    if (rows == 0) {
        return false;
    }
    for (uint32_t i = 0; i < rows; i++) {
        labels[i] = view->shares[i].element;
    }
    pick_stages(view, rows, is_picked);
    for (int p = 0; p <= BW_STAGE_COUNT; p++) {
        has_bars[p] = add_bars(script, view, rows, is_picked, p);
    }
    bw_text_format(script,
        "set label '%s' at graph 0.5, screen 0.955 center font head_font\n"
        "set xlabel 'mean time per %s by what it was spent on, base "
        "[d]'\n",
        view->is_order ? "Where the order lead time comes from"
                       : "Where the flow time comes from",
        view->is_order ? "order line" : "delivered unit");
    bw_text_format(script, "set xrange [0:%.9g]\n", 1.12 * view->shares[0].total);
    add_row_labels(script, labels, rows);
    add_bar_totals(script, view, rows);
    add_remainder(script, view, rows);
    bw_text_add(script,
        "set lmargin at screen 0.33\nset bmargin at screen 0.18\n"
        "set tmargin at screen 0.85\n"
        "set grid noy x\nset border 1\n"
        "set key at graph 0.5, screen 0.925 center top horizontal Left reverse samplen "
        "1 width 1 "
        "font small_font\n"
        "set style fill solid 1.0 border lc rgb '#ffffff'\nplot ");
    for (int p = 0; p <= BW_STAGE_COUNT; p++) {
        bool is_stage = p < BW_STAGE_COUNT;
        if (!has_bars[p]) {
            continue;
        }
        bw_text_format(script,
            "%s$bars_%d using 2:1:2:3:($1-0.36):($1+0.36) with boxxyerror "
            "lc rgb '%s' title '%s'",
            is_first ? "" : ", \\\n  ", p, is_stage ? colours[p] : OTHER_COLOUR,
            is_stage ? bw_stage_name((enum bw_stage)p) : "other");
        is_first = false;
    }
    bw_text_add(script, "\n");
    return true;
}

/* ---- bottlenecks ---- */

#define RANKS_SHOWN 5

/* Appends "in the top five: 95 %" right of the interval that ends at right. */
static void add_rank_note(
    struct bw_text *script, double top_five, double right, uint32_t row)
{
    struct bw_text note;
    bw_text_init(&note);
    bw_report_add_percent(&note, top_five);
    bw_text_add(script, "set label ");
    bw_report_add_quoted(script, bw_text_get(&note), LABEL_WIDTH, false);
    bw_text_format(script, " at %.9g, %" PRIu32 " left offset 0.6, 0 font small_font\n",
        right, row);
    bw_text_release(&note);
}

bool bw_report_plot_bottlenecks(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script)
{
    const struct bw_read_bottlenecks *part = &data->bottlenecks;
    const char *labels[RANKS_SHOWN] = {NULL};
    double largest = 0;
    uint32_t rows = 0;

    bw_text_add(script, "$ranks << END_OF_DATA\n");
    for (uint32_t i = 0; i < part->rank_count && rows < RANKS_SHOWN; i++) {
        double half_width = part->half_widths[i];
        if (part->elements[i][0] == '\0' || !isfinite(part->scores[i])) {
            break;
        }
        half_width = isfinite(half_width) ? half_width : 0;
        labels[rows++] = part->elements[i];
        bw_text_format(script, "%" PRIu32 " %.9g %.9g %.9g\n", rows, part->scores[i],
            fmax(part->scores[i] - half_width, 0), part->scores[i] + half_width);
        largest = fmax(largest, part->scores[i] + half_width);
    }
    bw_text_add(script, "END_OF_DATA\n");
    if (rows == 0) {
        return false;
    }
    for (uint32_t i = 0; i < rows; i++) {
        double half_width = part->half_widths[i];
        add_rank_note(script, part->top_five[i],
            part->scores[i] + (isfinite(half_width) ? half_width : 0), i + 1);
    }
    add_row_labels(script, labels, rows);
    bw_text_format(script,
        "set title 'The five bottlenecks, base'\n"
        "set xlabel 'waiting charged per %s [d], with its 95 %% interval'\n"
        "set xrange [0:%.9g]\n",
        view->is_order ? "order line" : "delivered unit",
        largest > 0 ? 1.22 * largest : 1.0);
    bw_text_add(script,
        "set label 'percentages: share of replications in which the element is among "
        "the five highest' at screen 0.98, screen 0.022 right font small_font tc rgb "
        "'#555555'\n"
        "set lmargin at screen 0.33\nset bmargin at screen 0.18\nset grid noy x\n"
        "set border 1\nunset key\nset style fill solid 1.0 noborder\n"
        "plot $ranks using (0):1:(0):2:($1-0.28):($1+0.28) with boxxyerror "
        "lc rgb '#a6cee3', \\\n"
        "  $ranks using 2:1:3:4 with xerrorbars pt 7 ps 1.3 lw 2.5 lc rgb "
        "'" BW_REPORT_BLUE "'\n");
    return true;
}
