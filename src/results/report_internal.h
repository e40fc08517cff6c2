/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the parts of the report: texts for people, figures of a point, and the
 * attribution by element.
 */
#ifndef BW_RESULTS_REPORT_INTERNAL_H
#define BW_RESULTS_REPORT_INTERNAL_H

#include "base/arena.h"
#include "base/text.h"
#include "chain/stage.h"
#include "results/report.h"
#include "results/result_read.h"
#include "results/summary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- texts ---- */

/* Appends text so that HTML shows it as it is. */
void bw_report_add_html(struct bw_text *out, const char *text);

/* Appends text, at most width characters wide, as a gnuplot string in single quotes.
 * is_tic: a percent sign begins no format. */
void bw_report_add_quoted(
    struct bw_text *out, const char *text, size_t width, bool is_tic);

/* Appends text with its middle replaced by an ellipsis when it is wider than width
 * (>= 3) characters; never cuts a UTF-8 character. */
void bw_report_add_shortened(struct bw_text *out, const char *text, size_t width);

/* Appends a number with about three significant digits ("12.3", "1 234 567"; a dash for
 * NaN). like chooses the decimals, so that an interval matches its mean. */
void bw_report_add_number(struct bw_text *out, double value, double like);

/* Appends a share as "18 %"; a dash for NaN. */
void bw_report_add_percent(struct bw_text *out, double share);

/* Appends a cell of a table: a text, a number, "12.3 ± 0.4" without the interval where
 * there is none (also without the cell around it). */
void bw_report_add_cell(struct bw_text *out, const char *text);
void bw_report_add_number_cell(struct bw_text *out, double value, double like);
void bw_report_add_interval(struct bw_text *out, double mean, double half_width);
void bw_report_add_interval_cell(struct bw_text *out, double mean, double half_width);

/* ---- figures ---- */

/* Summary of a chain metric of a point; false when there is no such metric. */
bool bw_report_chain_figure(const struct bw_result_data *data, uint32_t point,
    const char *metric, struct bw_summary *summary);

/* Unit and text of a chain metric; the name itself stands in for a missing text. */
const char *bw_report_metric_unit(
    const struct bw_result_data *data, const char *metric);
const char *bw_report_metric_text(
    const struct bw_result_data *data, const char *metric);

/* Where the endpoint's time of a point comes from. */
struct bw_report_share {
    const char *element;
    double total;                  /* [d] */
    double stages[BW_STAGE_COUNT]; /* [d] */
};

struct bw_report_view {
    struct bw_report_share *shares; /* largest first; without "rest" */
    uint32_t share_count;
    double total;       /* of all cells, "rest" included [d] */
    double work;        /* of the cells that are not waiting [d] */
    double rest;        /* of cell "rest", whose stages are not known [d] */
    bool is_order;      /* time per order line, else per delivered unit */
    bool without_store; /* the endpoint leaves time in stores out */
};

/* Sums the attribution of point by element, without the stage that the endpoint leaves
 * out. Elements without time are left out. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_report_view_make(const struct bw_result_data *data,
    uint32_t point, struct bw_arena *arena, struct bw_report_view *view);

/* ---- parts ---- */

/* One picture: name without ending, what it shows, and the function that appends the
 * gnuplot commands after terminal, output and the fonts head_font, panel_font and
 * small_font are set. It returns false when there is nothing to show; what it appended
 * is then thrown away. */
struct bw_report_picture {
    const char *name, *caption;
    bool (*plot)(const struct bw_result_data *data, const struct bw_report_view *view,
        struct bw_text *script);
};

#define BW_REPORT_PICTURES 6
extern const struct bw_report_picture bw_report_pictures[BW_REPORT_PICTURES];

/* Colours that the colour-blind can tell apart: Okabe and Ito, "Color Universal
 * Design", 2008. */
#define BW_REPORT_BLUE "#0072B2"
#define BW_REPORT_ORANGE "#E69F00"
#define BW_REPORT_GREEN "#009E73"
#define BW_REPORT_RED "#D55E00"

bool bw_report_plot_lead_time(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script);
bool bw_report_plot_attribution(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script);
bool bw_report_plot_bottlenecks(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script);
bool bw_report_plot_trade_off(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script);
bool bw_report_plot_series(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script);
bool bw_report_plot_trial(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script);

/* Appends a table for each kind of element of which the highlights tell. */
void bw_report_add_highlights(const struct bw_result_data *data, struct bw_text *out);

/* Appends index.html. has_picture says which pictures stand in the folder. */
void bw_report_add_page(const struct bw_result_data *data,
    const struct bw_report_view *view, const bool has_picture[BW_REPORT_PICTURES],
    struct bw_text *out);

#endif
