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

#define COLOUR_COUNT 8

static const char *const colours[COLOUR_COUNT] = {BW_REPORT_BLUE, BW_REPORT_ORANGE,
    BW_REPORT_GREEN, "#CC79A7", "#56B4E9", BW_REPORT_RED, "#F0E442", "#999999"};

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

/* Stages beyond the colours are drawn together as the last one. */
static uint32_t colour_of(uint32_t stage)
{
    return stage < COLOUR_COUNT - 1 ? stage : COLOUR_COUNT - 1;
}

/* Data block of the bars of one colour: row, left, right. Returns false when empty. */
static bool add_bars(struct bw_text *script, const struct bw_report_view *view,
    uint32_t rows, uint32_t colour)
{
    bool has_bars = false;
    bw_text_format(script, "$bars_%" PRIu32 " << END_OF_DATA\n", colour);
    for (uint32_t i = 0; i < rows; i++) {
        double left = 0, width = 0;
        for (uint32_t s = 0; s < view->stage_count; s++) {
            left += colour_of(s) < colour ? view->shares[i].stages[s] : 0;
            width += colour_of(s) == colour ? view->shares[i].stages[s] : 0;
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
    bool has_bars[COLOUR_COUNT] = {false};
    bool is_first = true;
    uint32_t rows = count_rows(view);

    (void)data;
    if (rows == 0) {
        return false;
    }
    for (uint32_t i = 0; i < rows; i++) {
        labels[i] = view->shares[i].element;
    }
    for (uint32_t c = 0; c < COLOUR_COUNT; c++) {
        has_bars[c] = add_bars(script, view, rows, c);
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
    for (uint32_t c = 0; c < COLOUR_COUNT; c++) {
        if (!has_bars[c]) {
            continue;
        }
        bw_text_format(script,
            "%s$bars_%" PRIu32 " using 2:1:2:3:($1-0.36):($1+0.36) with boxxyerror "
            "lc rgb '%s' title ",
            is_first ? "" : ", \\\n  ", c, colours[c]);
        bw_report_add_quoted(script, c < COLOUR_COUNT - 1 ? view->stages[c] : "other",
            LABEL_WIDTH, false);
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
