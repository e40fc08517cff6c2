/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of the report: the chain, and a trial, week by week, at the base and at the
 * best point.
 */
#include "base/time.h"
#include "results/report_axis.h"
#include "results/report_internal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define PANELS 3

/* A metric over the weeks, at the base and at the best point. */
struct panel {
    const struct bw_read_metric *metric;
    size_t stride; /* values of a replication; those of the element come first */
    struct bw_report_scale scale;
};

static void summarise_week(const struct bw_result_data *data, const struct panel *panel,
    uint32_t point, uint32_t week, struct bw_summary *summary)
{
    bw_summary_make(panel->metric->values
            + (size_t)point * data->replication_count * panel->stride + week,
        data->replication_count, panel->stride, summary);
    summary->half_width = isfinite(summary->half_width) ? summary->half_width : 0;
}

/* Sees the range of both curves; false when nothing is defined. */
static bool scale_panel(
    const struct bw_result_data *data, uint32_t best, struct panel *panel)
{
    panel->scale = (struct bw_report_scale){INFINITY, -INFINITY, 1, ""};
    for (uint32_t w = 0; w < data->week_count; w++) {
        struct bw_summary base, other;
        summarise_week(data, panel, 0, w, &base);
        summarise_week(data, panel, best, w, &other);
        bw_report_widen(&panel->scale, bw_report_interval_low(&base));
        bw_report_widen(&panel->scale, base.mean + base.half_width);
        bw_report_widen(&panel->scale, other.mean);
    }
    bw_report_choose_scale(&panel->scale);
    return panel->scale.low <= panel->scale.high;
}

static int64_t week_second(const struct bw_result_data *data, uint32_t week)
{
    return (data->start_day + 7 * (int64_t)week) * SECONDS_PER_DAY;
}

/* Appends second, mean, low, high of each week; NaN makes a gap. */
static void add_series_data(struct bw_text *script, const struct bw_result_data *data,
    const struct panel *panel, uint32_t number, uint32_t point)
{
    double divisor = panel->scale.divisor;
    bw_text_format(script, "$week_%" PRIu32 "_%s << END_OF_DATA\n", number,
        point == 0 ? "base" : "best");
    for (uint32_t w = 0; w < data->week_count; w++) {
        int64_t second = week_second(data, w);
        struct bw_summary summary;
        summarise_week(data, panel, point, w, &summary);
        if (isfinite(summary.mean)) {
            bw_text_format(script, "%" PRId64 " %.9g %.9g %.9g\n", second,
                summary.mean / divisor, bw_report_interval_low(&summary) / divisor,
                (summary.mean + summary.half_width) / divisor);
        } else {
            bw_text_format(script, "%" PRId64 " NaN NaN NaN\n", second);
        }
    }
    bw_text_add(script, "END_OF_DATA\n");
}

static const struct bw_read_series *find_series(
    const struct bw_result_data *data, const char *name)
{
    for (uint32_t i = 0; i < data->series_count; i++) {
        if (strcmp(data->series[i].name, name) == 0) {
            return &data->series[i];
        }
    }
    return NULL;
}

/* Makes a panel of a metric of the first element of a series; false when there is
 * nothing to show. */
static bool pick_panel(const struct bw_result_data *data, uint32_t best,
    const struct bw_read_series *series, const char *name, struct panel *panel)
{
    for (uint32_t m = 0; m < series->metric_count; m++) {
        if (strcmp(series->metrics[m].name, name) == 0) {
            panel->metric = &series->metrics[m];
            panel->stride = (size_t)series->element_count * data->week_count;
            return scale_panel(data, best, panel);
        }
    }
    return false;
}

/* Picks the endpoint (or lead time), backorders and stock value. */
static uint32_t pick_series(
    const struct bw_result_data *data, uint32_t best, struct panel panels[PANELS])
{
    const char *const names[] = {
        data->endpoint_metric, "lead_time", "backorders", "stock_value", "delivered"};
    const struct bw_read_series *series = find_series(data, "chain");
    uint32_t count = 0;

    for (size_t n = 0; n < 5 && series != NULL && count < PANELS; n++) {
        if (n == 1 && count > 0) {
            continue; /* the endpoint has a series of its own */
        }
        count += pick_panel(data, best, series, names[n], &panels[count]);
    }
    return count;
}

static void add_series_panel(
    struct bw_text *script, const struct panel *panel, uint32_t number, uint32_t best)
{
    double range = (panel->scale.high - panel->scale.low) / panel->scale.divisor;
    bw_text_add(script, "set label 2 ");
    bw_report_add_axis_text(
        script, panel->metric->long_name, panel->metric->unit, &panel->scale);
    bw_text_add(script, " at graph 0, graph 1.14 left font panel_font\n");
    if (range > 0) {
        bw_text_format(script, "set ytics %.9g\n", bw_report_tic_distance(range, 4));
    } else {
        bw_text_add(script, "set ytics autofreq\n");
    }
    bw_text_format(script,
        "plot $week_%" PRIu32 "_base using 1:3:4 with filledcurves lc rgb "
        "'" BW_REPORT_BLUE "' fs transparent solid 0.22 noborder title "
        "'95 %% interval', \\\n"
        "  $week_%" PRIu32 "_base using 1:2 with lines lw 2.5 lc rgb '" BW_REPORT_BLUE
        "' title 'base'",
        number, number);
    if (best > 0) {
        bw_text_format(script,
            ", \\\n  $week_%" PRIu32
            "_best using 1:2 with lines lw 2.5 dt (6,3) lc rgb "
            "'" BW_REPORT_RED "' title 'best point'",
            number);
    }
    bw_text_add(script, "\nunset key\nunset label 1\nunset label 3\n");
}

/* "best point: safety=5000" as a gnuplot string. */
static void add_best_note(
    struct bw_text *script, const struct bw_result_data *data, uint32_t best)
{
    struct bw_text note;
    bw_text_init(&note);
    bw_text_format(&note, "best point: %s", data->point_labels[best]);
    bw_report_add_quoted(script, bw_text_get(&note), 52, false);
    bw_text_release(&note);
}

/* Tics at the beginning of weeks, seven at the most; gnuplot would move its own to the
 * nearest month. */
static void add_week_tics(
    struct bw_text *script, const struct bw_result_data *data, bool has_dates)
{
    static const uint32_t steps[] = {1, 2, 4, 8, 13, 26, 52, 104, 260, 520};
    size_t i = 0;
    while (i < 9 && (data->week_count - 1) / steps[i] > 6) {
        i++;
    }
    bw_text_add(script, "set xtics (");
    for (uint32_t w = 0; w < data->week_count; w += steps[i]) {
        int year = 0, month = 0, day = 0;
        bw_date_from_days(data->start_day + 7 * (int64_t)w, &year, &month, &day);
        bw_text_add(script, w > 0 ? ", '" : "'");
        if (has_dates) {
            bw_text_format(script, "%04d-%02d-%02d", year, month, day);
        }
        bw_text_format(script, "' %" PRId64, week_second(data, w));
    }
    bw_text_add(script, ")\n");
}

/* Appends the picture; false when there is nothing to show. */
static bool plot(const struct bw_result_data *data, const struct panel *panels,
    uint32_t count, const char *title, struct bw_text *script)
{
    uint32_t best = bw_result_data_best_point(data);

    if (count == 0 || data->week_count < 2) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        add_series_data(script, data, &panels[i], i, 0);
        if (best > 0) {
            add_series_data(script, data, &panels[i], i, best);
        }
    }
    if (best > 0) {
        bw_text_add(script, "set label 3 ");
        add_best_note(script, data, best);
        bw_text_add(script,
            " at screen 0.95, screen 0.89 right font small_font "
            "tc rgb '#555555'\n");
    }
    bw_text_add(script, "set label 1 ");
    bw_report_add_quoted(script, title, 52, false);
    bw_text_add(script, " at screen 0.025, screen 0.955 left font head_font\n");
    bw_text_format(script,
        "set key at screen 0.95, screen 0.98 right top horizontal Left reverse "
        "samplen 2 width 1\n"
        "set multiplot layout %" PRIu32 ",1 margins 0.09,0.95,0.08,0.86 "
        "spacing 0.11\nset xrange [%" PRId64 ":%" PRId64 "]\n",
        count, week_second(data, 0), week_second(data, data->week_count - 1));
    for (uint32_t i = 0; i < count; i++) {
        add_week_tics(script, data, i + 1 == count);
        add_series_panel(script, &panels[i], i, best);
    }
    bw_text_add(script, "unset multiplot\n");
    return true;
}

bool bw_report_plot_series(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script)
{
    struct panel panels[PANELS + 1];
    uint32_t count = pick_series(data, bw_result_data_best_point(data), panels);

    (void)view;
    return plot(data, panels, count, "Week by week", script);
}

bool bw_report_plot_trial(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script)
{
    static const char *const names[PANELS] = {"enrolled", "on_treatment", "dispensed"};
    const struct bw_read_series *series = find_series(data, "trial");
    struct panel panels[PANELS + 1];
    uint32_t count = 0, best = bw_result_data_best_point(data);

    (void)view;
    for (size_t n = 0; n < PANELS && series != NULL; n++) {
        count += pick_panel(data, best, series, names[n], &panels[count]);
    }
    return count > 0 && plot(data, panels, count, series->elements[0], script);
}
