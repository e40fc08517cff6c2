/* SPDX-License-Identifier: Apache-2.0
 *
 * index.html of the report: one page without scripts that reads and prints well.
 */
#include "results/report_internal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define POINTS_SHOWN 200
#define RANKS_SHOWN 5
#define INPUTS_SHOWN 2000
#define REST_SHOWN 0.005 /* of the time: a rest above it is told */

static const char style[] =
    "body{font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',Arial,"
    "sans-serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;"
    "padding:0 1.25rem}\n"
    "h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem}\n"
    "h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-bottom:1px solid #ccc}\n"
    ".facts,.note{color:#555;font-size:.875rem}\n"
    ".headline{background:#eef4f9;border-left:4px solid #0072B2;padding:.75rem 1rem;"
    "margin:1.25rem 0}\n"
    ".headline p{margin:.25rem 0}\n"
    ".wide{overflow:auto;max-height:32rem}.wide td:not(.n){min-width:8rem}"
    ".wide th{position:sticky;top:0;background:#fff}\n"
    "table{border-collapse:collapse;font-size:.875rem;margin:.5rem 0;width:100%}\n"
    "th,td{padding:.3rem .6rem;border-bottom:1px solid #ddd;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}\n"
    "th{border-bottom:2px solid #888;white-space:nowrap}\n"
    ".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    "tr.best td{background:#e8f5f0}\n"
    "figure{margin:1.5rem 0;break-inside:avoid}\n"
    "img{max-width:100%;height:auto;border:1px solid #ddd}\n"
    "figcaption{color:#555;font-size:.875rem}\n"
    "@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}"
    ".wide{overflow:visible;max-height:none}"
    "tr{break-inside:avoid}.headline{border:1px solid #888}a{color:inherit}}\n";

/* ---- pieces ---- */

/* "12 % to 24 %"; a dash where the interval says nothing. */
static void add_reduction_interval(const struct bw_paired *row, struct bw_text *out)
{
    double low = NAN, high = NAN;
    bool is_shown = bw_paired_interval(row, &low, &high);
    bw_report_add_percent(out, low);
    if (is_shown) {
        bw_text_add(out, " to ");
        bw_report_add_percent(out, high);
    }
}

/* A unit of "1" says nothing to people. */
static void add_unit(struct bw_text *out, const char *unit)
{
    if (strcmp(unit, "1") != 0) {
        bw_report_add_html(out, unit);
    }
}

/* ---- head ---- */

static void add_head(const struct bw_result_data *data, struct bw_text *out)
{
    const char *title = data->title[0] != '\0' ? data->title : data->scenario_name;
    bw_text_add(out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>");
    bw_report_add_html(out, title);
    bw_text_add(out, "</title>\n<style>\n");
    bw_text_add(out, style);
    bw_text_add(out, "</style>\n</head>\n<body>\n<h1>");
    bw_report_add_html(out, title);
    bw_text_add(out, "</h1>\n<p class=\"facts\">");
    bw_report_add_html(out, data->scenario_name);
    bw_text_add(out, " &middot; ");
    bw_report_add_html(out, data->design);
    bw_text_format(out,
        " &middot; %" PRIu32 " point%s &middot; %" PRIu32
        " %s%s each &middot; seed %" PRIu64 " &middot; day 0 is %s",
        data->point_count, data->point_count == 1 ? "" : "s", data->replication_count,
        data->antithetic ? "antithetic pair" : "replication",
        data->replication_count == 1 ? "" : "s", data->seed, data->start);
    bw_text_add(out, "</p>\n");
}

/* "0.8 d, 18 % less than the base (12 % to 24 %): at least 15 %". */
static void add_best_sentence(
    const struct bw_result_data *data, uint32_t best, struct bw_text *out)
{
    const struct bw_paired *row =
        bw_result_data_paired(data, best, data->endpoint_metric);
    struct bw_summary summary;

    (void)bw_report_chain_figure(data, best, data->endpoint_metric, &summary);
    bw_text_add(out, "<p>Best point, <strong>");
    bw_report_add_html(out, data->point_labels[best]);
    bw_text_add(out, "</strong>: ");
    bw_report_add_interval(out, summary.mean, summary.half_width);
    bw_text_add(out, " d");
    if (row != NULL) {
        bw_text_add(out, ", a reduction of ");
        bw_report_add_percent(out, row->reduction);
        bw_text_add(out, " (95&nbsp;% interval ");
        add_reduction_interval(row, out);
        bw_text_add(out, "). Verdict: <strong>");
        bw_report_add_html(out, bw_verdict_text(row->verdict));
        bw_text_add(out, "</strong>");
    }
    bw_text_add(out, ".</p>\n");
}

static void add_headline(
    const struct bw_result_data *data, uint32_t best, struct bw_text *out)
{
    struct bw_summary summary;
    (void)bw_report_chain_figure(data, 0, data->endpoint_metric, &summary);
    bw_text_add(out, "<div class=\"headline\">\n<p>Endpoint: <strong>");
    bw_report_add_html(out, bw_report_metric_text(data, data->endpoint_metric));
    bw_text_add(out, "</strong> (");
    bw_report_add_html(out, data->endpoint_metric);
    bw_text_add(out, ").</p>\n<p>Base: <strong>");
    bw_report_add_interval(out, summary.mean, summary.half_width);
    bw_text_add(out, " d</strong>.</p>\n");
    if (best > 0) {
        add_best_sentence(data, best, out);
    } else if (data->point_count > 1) {
        bw_text_add(out, "<p>No point of the sweep is better than the base.</p>\n");
    }
    if (data->bottlenecks.rank_count > 0 && data->bottlenecks.elements[0][0] != '\0') {
        bw_text_add(out, "<p>First bottleneck: <strong>");
        bw_report_add_html(out, data->bottlenecks.elements[0]);
        bw_text_add(out, "</strong>.</p>\n");
    }
    bw_text_add(out, "</div>\n");
}

/* ---- tables ---- */

static void add_figures(
    const struct bw_result_data *data, uint32_t best, struct bw_text *out)
{
    static const char *const names[] = {"lead_time", "lead_time_p95", "flow_time",
        "flow_time_without_store", "make_release_time", "fill_rate", "on_time_in_full",
        "lost_share", "open_orders", "waste_share", "bullwhip_ratio", "stock_value",
        "cost", "profit", "co2"};

    bw_text_add(out,
        "<h2>The chain in figures</h2>\n<table>\n<tr><th>Figure</th>"
        "<th>Unit</th><th class=\"n\">Base</th>");
    bw_text_add(out, best > 0 ? "<th class=\"n\">Best point</th></tr>\n" : "</tr>\n");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct bw_summary summary;
        if (!bw_report_chain_figure(data, 0, names[i], &summary)) {
            continue;
        }
        bw_text_add(out, "<tr>");
        bw_report_add_cell(out, bw_report_metric_text(data, names[i]));
        bw_text_add(out, "<td>");
        add_unit(out, bw_report_metric_unit(data, names[i]));
        bw_text_add(out, "</td>");
        bw_report_add_interval_cell(out, summary.mean, summary.half_width);
        if (best > 0) {
            (void)bw_report_chain_figure(data, best, names[i], &summary);
            bw_report_add_interval_cell(out, summary.mean, summary.half_width);
        }
        bw_text_add(out, "</tr>\n");
    }
    bw_text_add(out,
        "</table>\n<p class=\"note\">Mean over the replications and the "
        "half-width of its 95&nbsp;% interval (Student t).</p>\n");
}

static void add_point_row(const struct bw_result_data *data, uint32_t point,
    uint32_t best, struct bw_text *out)
{
    const struct bw_paired *row =
        bw_result_data_paired(data, point, data->endpoint_metric);
    struct bw_summary endpoint, cost, stock;

    (void)bw_report_chain_figure(data, point, data->endpoint_metric, &endpoint);
    (void)bw_report_chain_figure(data, point, "cost", &cost);
    (void)bw_report_chain_figure(data, point, "stock_value", &stock);
    bw_text_format(out, "<tr%s><td class=\"n\">%" PRIu32 "</td>",
        point > 0 && point == best ? " class=\"best\"" : "", point);
    bw_report_add_cell(out, data->point_labels[point]);
    bw_report_add_interval_cell(out, endpoint.mean, endpoint.half_width);
    bw_text_add(out, "<td class=\"n\">");
    if (row != NULL && point > 0) {
        bw_report_add_percent(out, row->reduction);
        bw_text_add(out, " (");
        add_reduction_interval(row, out);
        bw_text_add(out, ")");
    }
    bw_text_add(out, "</td>");
    bw_report_add_cell(out, row != NULL ? bw_verdict_text(row->verdict) : "");
    bw_report_add_number_cell(out, cost.mean, cost.mean);
    bw_report_add_number_cell(out, stock.mean, stock.mean);
    bw_text_add(out, "</tr>\n");
}

static void add_points(
    const struct bw_result_data *data, uint32_t best, struct bw_text *out)
{
    if (data->point_count < 2) {
        return;
    }
    bw_text_add(out,
        "<h2>Points of the sweep</h2>\n<div class=\"wide\">\n<table>\n<tr>"
        "<th class=\"n\">No.</th><th>Point</th><th class=\"n\">Endpoint "
        "[d]</th><th class=\"n\">Reduction (95&nbsp;% interval)</th>"
        "<th>Verdict</th><th class=\"n\">Cost [");
    bw_report_add_html(out, data->currency);
    bw_text_add(out, "]</th><th class=\"n\">Stock [");
    bw_report_add_html(out, data->currency);
    bw_text_add(out, "]</th></tr>\n");
    for (uint32_t p = 0; p < data->point_count && p < POINTS_SHOWN; p++) {
        add_point_row(data, p, best, out);
    }
    bw_text_add(out,
        "</table>\n</div>\n<p class=\"note\">Reductions are paired with the "
        "base, replication by replication, under common random numbers. "
        "The target is a reduction of at least 15&nbsp;%, ideally in the "
        "band of 15-25&nbsp;%.");
    if (data->point_count > POINTS_SHOWN) {
        bw_text_format(out, " The first %d of %" PRIu32 " points; export has all.",
            POINTS_SHOWN, data->point_count);
    }
    bw_text_add(out, "</p>\n");
}

/* The stage that an element's waiting mostly is, a dash when the view does not know it.
 */
static const char *main_stage(const struct bw_report_view *view, const char *element)
{
    enum bw_stage stage = BW_STAGE_COUNT;
    for (uint32_t i = 0; i < view->share_count; i++) {
        const struct bw_report_share *share = &view->shares[i];
        if (strcmp(share->element, element) == 0) {
            stage = bw_bottleneck_main_stage(share->stages, view->without_store);
        }
    }
    return stage < BW_STAGE_COUNT ? bw_stage_name(stage) : "\u2013";
}

/* "Of 66.3 d of flow time, 12.1 d (18 %) are work and movement ...". */
static void add_work(const struct bw_report_view *view, struct bw_text *out)
{
    if (!(view->total > 0)) {
        return;
    }
    bw_text_add(out, "<p class=\"note\">Of ");
    bw_report_add_number(out, view->total, view->total);
    bw_text_format(out, " d of %s, %s",
        view->is_order            ? "order lead time"
            : view->without_store ? "flow time without store"
                                  : "flow time",
        view->rest > REST_SHOWN * view->total ? "at least " : "");
    bw_report_add_number(out, view->work, view->work);
    bw_text_add(out, " d (");
    bw_report_add_percent(out, view->work / view->total);
    bw_text_add(
        out, ") are work and movement (process, transit), which are not ranked.</p>\n");
}

static void add_bottlenecks(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *out)
{
    const struct bw_read_bottlenecks *part = &data->bottlenecks;
    if (part->rank_count == 0 || part->elements[0][0] == '\0') {
        return;
    }
    bw_text_format(out,
        "<h2>Five bottlenecks</h2>\n<table>\n<tr><th class=\"n\">Rank</th><th>Element"
        "</th><th>Mostly</th><th class=\"n\">Waiting per %s [d]</th><th class=\"n\">In "
        "the top five</th></tr>\n",
        view->is_order ? "order line" : "delivered unit");
    for (uint32_t i = 0; i < part->rank_count && i < RANKS_SHOWN; i++) {
        if (part->elements[i][0] == '\0') {
            break;
        }
        bw_text_format(out, "<tr><td class=\"n\">%" PRIu32 "</td>", i + 1);
        bw_report_add_cell(out, part->elements[i]);
        bw_report_add_cell(out, main_stage(view, part->elements[i]));
        bw_report_add_interval_cell(out, part->scores[i], part->half_widths[i]);
        bw_text_add(out, "<td class=\"n\">");
        bw_report_add_percent(out, part->top_five[i]);
        bw_text_add(out, "</td></tr>\n");
    }
    bw_text_add(out,
        "</table>\n<p class=\"note\">Base point. The last column is the "
        "share of replications in which the element is among the five "
        "with the most waiting.</p>\n");
    add_work(view, out);
}

static void add_pictures(const bool *has_picture, struct bw_text *out)
{
    bool is_first = true;
    for (size_t p = 0; p < BW_REPORT_PICTURES; p++) {
        const struct bw_report_picture *picture = &bw_report_pictures[p];
        if (!has_picture[p]) {
            continue;
        }
        bw_text_add(out, is_first ? "<h2>Pictures</h2>\n" : "");
        is_first = false;
        bw_text_format(out,
            "<figure>\n<img src=\"%s.svg\" width=\"900\" height=\"600\" "
            "alt=\"",
            picture->name);
        bw_report_add_html(out, picture->caption);
        bw_text_add(out, "\">\n<figcaption>");
        bw_report_add_html(out, picture->caption);
        bw_text_format(out, " <a href=\"%s.png\">PNG</a></figcaption>\n</figure>\n",
            picture->name);
    }
}

static void add_inputs(const struct bw_result_data *data, struct bw_text *out)
{
    size_t assumed = 0, shown = 0;
    for (size_t i = 0; i < data->inputs.count; i++) {
        assumed += strcmp(data->inputs.rows[i].mark, "A") == 0 ? 1 : 0;
    }
    if (assumed == 0) {
        return;
    }
    bw_text_format(out,
        "<h2>Assumptions</h2>\n<p>%zu of %zu inputs are assumed (mark A): the results "
        "stand on them.</p>\n<table>\n<tr><th>Input</th><th>Value</th><th>Set by</th>"
        "<th>Reason or source</th></tr>\n",
        assumed, data->inputs.count);
    for (size_t i = 0; i < data->inputs.count && shown < INPUTS_SHOWN; i++) {
        const struct bw_input_row *row = &data->inputs.rows[i];
        if (strcmp(row->mark, "A") != 0) {
            continue;
        }
        bw_text_add(out, "<tr>");
        bw_report_add_cell(out, row->path);
        bw_report_add_cell(out, row->value);
        bw_report_add_cell(out, row->origin);
        bw_report_add_cell(out, row->source);
        bw_text_add(out, "</tr>\n");
        shown++;
    }
    bw_text_add(out, "</table>\n");
}

static void add_foot(const struct bw_result_data *data, struct bw_text *out)
{
    bw_text_add(out, "<p class=\"note\">Made by ");
    bw_report_add_html(out, data->program_version);
    bw_text_add(out, " from ");
    bw_report_add_html(out, data->scenario_name);
    bw_text_add(out, ", SHA-256 ");
    bw_report_add_html(out, data->scenario_sha256);
    bw_text_add(out, ".</p>\n</body>\n</html>\n");
}

void bw_report_add_page(const struct bw_result_data *data,
    const struct bw_report_view *view, const bool has_picture[BW_REPORT_PICTURES],
    struct bw_text *out)
{
    uint32_t best = bw_result_data_best_point(data);
    add_head(data, out);
    add_headline(data, best, out);
    add_figures(data, best, out);
    add_points(data, best, out);
    add_bottlenecks(data, view, out);
    add_pictures(has_picture, out);
    bw_report_add_highlights(data, out);
    add_inputs(data, out);
    add_foot(data, out);
}
