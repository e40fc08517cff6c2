/* SPDX-License-Identifier: Apache-2.0
 *
 * Picture of the report: what a shorter time costs, each point of a sweep with its
 * interval.
 */
#include "results/report_axis.h"
#include "results/report_internal.h"

#include <inttypes.h>
#include <math.h>

#define POINTS_NUMBERED 24 /* at the most */
#define MARK_WIDTH 0.07    /* of a panel, taken by a point's number */
#define MARK_HEIGHT 0.055

/* One of the two panels. The range of y holds the intervals. */
struct trade_off {
    const char *metric;
    struct bw_report_scale x, y;
    double low_y, high_y, low_x, high_x; /* of the axes, undivided */
    uint32_t count;                      /* points that are defined */
};

/* A point of a panel; false when it is not defined. */
static bool place_point(const struct bw_result_data *data,
    const struct trade_off *panel, uint32_t point, struct bw_summary *x,
    struct bw_summary *y)
{
    (void)bw_report_chain_figure(data, point, panel->metric, x);
    (void)bw_report_chain_figure(data, point, data->endpoint_metric, y);
    y->half_width = isfinite(y->half_width) ? y->half_width : 0;
    return isfinite(x->mean) && isfinite(y->mean);
}

/* Widens a range by parts of its width below and above, not across zero. */
static void add_margins(const struct bw_report_scale *scale, double below, double above,
    double *low, double *high)
{
    double range = scale->high - scale->low;
    range = range > 0 ? range : fmax(0.1 * fabs(scale->high), 1e-9);
    *low = scale->low - below * range;
    *low = scale->low >= 0 ? fmax(*low, 0) : *low;
    *high = scale->high + above * range;
}

/* Sees the points and chooses the axes. */
static void scale_trade_off(const struct bw_result_data *data, struct trade_off *panel)
{
    panel->x = (struct bw_report_scale){INFINITY, -INFINITY, 1, ""};
    panel->y = (struct bw_report_scale){INFINITY, -INFINITY, 1, ""};
    for (uint32_t p = 0; p < data->point_count; p++) {
        struct bw_summary x, y;
        if (place_point(data, panel, p, &x, &y)) {
            bw_report_widen(&panel->x, x.mean);
            bw_report_widen(&panel->y, bw_report_interval_low(&y));
            bw_report_widen(&panel->y, y.mean + y.half_width);
            panel->count++;
        }
    }
    if (panel->count > 0) {
        bw_report_choose_scale(&panel->x);
        add_margins(&panel->x, 0.14, 0.16, &panel->low_x, &panel->high_x);
        add_margins(&panel->y, 0.06, 0.12, &panel->low_y, &panel->high_y);
    }
}

/* Appends points: number, x, endpoint, ends of its interval. */
static void add_trade_off_data(struct bw_text *script,
    const struct bw_result_data *data, const struct trade_off *panel)
{
    bw_text_format(script, "$%s << END_OF_DATA\n", panel->metric);
    for (uint32_t p = 0; p < data->point_count; p++) {
        struct bw_summary x, y;
        if (place_point(data, panel, p, &x, &y)) {
            bw_text_format(script, "%" PRIu32 " %.9g %.9g %.9g %.9g\n", p,
                x.mean / panel->x.divisor, y.mean, bw_report_interval_low(&y),
                y.mean + y.half_width);
        }
    }
    bw_text_add(script, "END_OF_DATA\n");
}

/* Numbers beside points, in parts of the width and height of a panel. */
struct marks {
    double x[POINTS_NUMBERED], y[POINTS_NUMBERED];
    uint32_t count;
};

/* Place of a point in parts of the panel; false when it is not defined. */
static bool place_in_panel(const struct bw_result_data *data,
    const struct trade_off *panel, uint32_t point, double *left, double *up)
{
    struct bw_summary x, y;
    bool is_defined = place_point(data, panel, point, &x, &y);
    *left = (x.mean - panel->low_x) / (panel->high_x - panel->low_x);
    *up = (y.mean - panel->low_y) / (panel->high_y - panel->low_y);
    return is_defined;
}

/* True when a number right of and above left, up would lie on another number or, unless
 * is_needed, on another point. */
static bool is_taken(const struct bw_result_data *data, const struct trade_off *panel,
    const struct marks *marks, double left, double up, bool is_needed)
{
    bool taken = false;
    for (uint32_t m = 0; m < marks->count; m++) {
        taken = taken
            || (fabs(left - marks->x[m]) < MARK_WIDTH
                && fabs(up - marks->y[m]) < MARK_HEIGHT);
    }
    for (uint32_t p = 0; !is_needed && !taken && p < data->point_count; p++) {
        double other_left, other_up;
        if (place_in_panel(data, panel, p, &other_left, &other_up)) {
            double right_by = other_left - left, above_by = other_up - up;
            taken = right_by > 0.005 && right_by < MARK_WIDTH && above_by > -0.01
                && above_by < MARK_HEIGHT;
        }
    }
    return taken;
}

/* Appends the number of a point where there is room for it. */
static void add_mark(struct bw_text *script, const struct bw_result_data *data,
    const struct trade_off *panel, uint32_t point, bool is_needed, struct marks *marks)
{
    struct bw_summary x, y;
    double left, up;
    if (!place_in_panel(data, panel, point, &left, &up)
        || marks->count == POINTS_NUMBERED
        || is_taken(data, panel, marks, left, up, is_needed)) {
        return;
    }
    (void)place_point(data, panel, point, &x, &y);
    marks->x[marks->count] = left;
    marks->y[marks->count] = up;
    marks->count++;
    bw_text_format(script,
        "set label '%" PRIu32 "' at %.9g, %.9g left offset 0.7,0.6 font small_font "
        "tc rgb '#333333'\n",
        point, x.mean / panel->x.divisor, y.mean);
}

/* The point with the lowest or highest x or y. */
static uint32_t find_extreme(const struct bw_result_data *data,
    const struct trade_off *panel, bool is_y, bool is_highest)
{
    double most = -INFINITY;
    uint32_t found = 0;
    for (uint32_t p = 0; p < data->point_count; p++) {
        struct bw_summary x, y;
        if (place_point(data, panel, p, &x, &y)) {
            double value = (is_highest ? 1 : -1) * (is_y ? y.mean : x.mean);
            found = value > most ? p : found;
            most = fmax(value, most);
        }
    }
    return found;
}

/* Numbers base, best point and extremes first, then all others that have room. */
static void add_marks(struct bw_text *script, const struct bw_result_data *data,
    const struct trade_off *panel)
{
    struct marks marks = {.count = 0};
    bw_text_add(script, "unset label\n");
    add_mark(script, data, panel, 0, true, &marks);
    add_mark(script, data, panel, bw_result_data_best_point(data), true, &marks);
    for (uint32_t e = 0; e < 4; e++) {
        add_mark(script, data, panel, find_extreme(data, panel, e < 2, e % 2 == 1),
            false, &marks);
    }
    for (uint32_t p = 1; p < data->point_count && p < POINTS_NUMBERED; p++) {
        add_mark(script, data, panel, p, false, &marks);
    }
}

static void add_trade_off_panel(struct bw_text *script,
    const struct bw_result_data *data, const struct trade_off *panel, const char *text)
{
    const char *metric = panel->metric;
    uint32_t best = bw_result_data_best_point(data);
    double divisor = panel->x.divisor;
    bw_text_add(script, "set xlabel ");
    bw_report_add_axis_text(
        script, text, bw_report_metric_unit(data, metric), &panel->x);
    bw_text_format(script,
        "\nset xtics %.9g\nset xrange [%.9g:%.9g]\nset yrange [%.9g:%.9g]\n",
        bw_report_tic_distance((panel->high_x - panel->low_x) / divisor, 5),
        panel->low_x / divisor, panel->high_x / divisor, panel->low_y, panel->high_y);
    add_marks(script, data, panel);
    bw_text_format(script,
        "plot $%s using 2:($1>0&&$1!=%" PRIu32 "?$3:NaN):4:5 with yerrorbars pt 7 ps "
        "0.8 lw 1.5 lc rgb '" BW_REPORT_BLUE "' title 'sweep point', \\\n"
        "  $%s using 2:($1==0?$3:NaN):4:5 with yerrorbars pt 9 ps 1.4 lw 2 lc rgb "
        "'" BW_REPORT_RED "' title 'base'",
        metric, best, metric);
    if (best > 0) {
        bw_text_format(script,
            ", \\\n  $%s using 2:($1==%" PRIu32
            "?$3:NaN):4:5 with yerrorbars pt 5 ps 1.1 "
            "lw 2 lc rgb '" BW_REPORT_GREEN "' title 'best point'",
            metric, best);
    }
    bw_text_add(script, "\n");
}

bool bw_report_plot_trade_off(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script)
{
    struct trade_off cost = {.metric = "cost"}, stock = {.metric = "stock_value"};
    const struct bw_report_scale plain = {0, 0, 1, ""};
    bool has_cost = false, has_stock = false;

    (void)view;
    if (data->point_count < 2) {
        return false;
    }
    scale_trade_off(data, &cost);
    scale_trade_off(data, &stock);
    has_cost = cost.count > 1;
    has_stock = stock.count > 1;
    if (!has_cost && !has_stock) {
        return false;
    }
    add_trade_off_data(script, data, &cost);
    add_trade_off_data(script, data, &stock);
    bw_text_add(script, "set ylabel ");
    bw_report_add_axis_text(
        script, bw_report_metric_text(data, data->endpoint_metric), "d", &plain);
    bw_text_format(script,
        "\nset key at screen 0.53, screen 0.945 center top horizontal maxrows 1 Left "
        "reverse "
        "samplen 1 width 2\n"
        "set multiplot layout 1,%d margins 0.09,0.97,0.12,0.88 spacing 0.09 "
        "title 'What a shorter time costs' font head_font\n",
        has_cost && has_stock ? 2 : 1);
    if (has_cost) {
        add_trade_off_panel(script, data, &cost, "total cost in the window");
    }
    if (has_cost && has_stock) {
        bw_text_add(script, "unset ylabel\nunset key\n");
    }
    if (has_stock) {
        add_trade_off_panel(script, data, &stock, "mean value of the stock");
    }
    bw_text_add(script, "unset multiplot\n");
    return true;
}
