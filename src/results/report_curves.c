/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of the report with curves and points: lead time, trade-off, series. The
 * gnuplot commands use names in single quotes only, which gnuplot takes as they are,
 * and numbers in data blocks.
 */
#include "base/time.h"
#include "results/report_internal.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define LABEL_WIDTH 34
#define DEMANDS_SHOWN 4
#define POINTS_NUMBERED 24 /* at the most */
#define MARK_WIDTH 0.07    /* of a panel, taken by a point's number */
#define MARK_HEIGHT 0.055
#define PROBABILITY_SHOWN 0.99 /* the last per mille would squeeze the rest */

static const char *const colours[DEMANDS_SHOWN] = {
    BW_REPORT_BLUE, BW_REPORT_ORANGE, BW_REPORT_GREEN, "#CC79A7"};

/* ---- scales ---- */

/* The range of an axis and how its numbers are shown: divided by divisor, with its name
 * in the axis label. */
struct scale {
    double low, high; /* of the data, undivided; low > high = no data yet */
    double divisor;
    const char *name; /* "", "thousand ", "million ", ... */
};

static void widen(struct scale *scale, double value)
{
    if (isfinite(value)) {
        scale->low = fmin(scale->low, value);
        scale->high = fmax(scale->high, value);
    }
}

/* Lower end of the interval; what is never negative is not drawn below zero. */
static double interval_low(const struct bw_summary *summary)
{
    double low = summary->mean - summary->half_width;
    return summary->min >= 0 ? fmax(low, 0) : low;
}

/* Chooses divisor and name for the data seen. */
static void choose_scale(struct scale *scale)
{
    static const char *const names[] = {"", "thousand ", "million ", "billion "};
    double size = fmax(fabs(scale->low), fabs(scale->high));
    size_t i = 0;
    scale->divisor = 1;
    while (i < 3 && size >= (i == 0 ? 10000 : 2000) * scale->divisor) {
        scale->divisor *= 1000;
        i++;
    }
    scale->name = names[i];
}

/* Distance of tics: 1, 2 or 5 times a power of ten, about count of them in range. */
static double tic_distance(double range, int count)
{
    static const double steps[] = {1, 2, 5, 10};
    double raw = range / count, power = 1;
    if (!(raw > 0)) {
        return 1;
    }
    power = pow(10, floor(log10(raw)));
    for (size_t i = 0; i < 3; i++) {
        if (raw <= steps[i] * power * 1.0001) {
            return steps[i] * power;
        }
    }
    return steps[3] * power;
}

/* "text [million EUR]" as a gnuplot string. */
static void add_axis_text(struct bw_text *script, const char *text, const char *unit,
    const struct scale *scale)
{
    struct bw_text label;
    bool is_plain = strcmp(unit, "1") == 0;
    bw_text_init(&label);
    bw_report_add_shortened(&label, text, 64);
    if (!is_plain || scale->name[0] != '\0') {
        bw_text_format(&label, " [%s%s]", scale->name,
            is_plain                        ? ""
                : strcmp(unit, "unit") == 0 ? "units"
                                            : unit);
    }
    bw_report_add_quoted(script, bw_text_get(&label), 100, false);
    bw_text_release(&label);
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

/* ---- lead time ---- */

/* Mean over replications of quantile q of demand d of a point. */
static double mean_quantile(
    const struct bw_result_data *data, uint32_t point, uint32_t demand, uint32_t q)
{
    const struct bw_read_quantiles *part = &data->quantiles;
    size_t stride = (size_t)part->demand_count * part->probability_count;
    struct bw_summary summary;
    bw_summary_make(part->lead_time + point * data->replication_count * stride
            + (size_t)demand * part->probability_count + q,
        data->replication_count, stride, &summary);
    return summary.mean;
}

/* Appends the distribution function as a data block; returns its largest value, NaN
 * when nothing is defined. */
static double add_distribution(struct bw_text *script,
    const struct bw_result_data *data, uint32_t point, uint32_t demand)
{
    const struct bw_read_quantiles *part = &data->quantiles;
    double largest = NAN;
    bw_text_format(
        script, "$data_%" PRIu32 "_%" PRIu32 " << END_OF_DATA\n", point, demand);
    for (uint32_t q = 0; q < part->probability_count; q++) {
        double value = mean_quantile(data, point, demand, q);
        if (!isfinite(value) || part->probabilities[q] > PROBABILITY_SHOWN) {
            continue;
        }
        if (isnan(largest)) {
            bw_text_format(script, "%.9g 0\n", value);
        }
        bw_text_format(script, "%.9g %.9g\n", value, 100 * part->probabilities[q]);
        largest = value;
    }
    bw_text_add(script, "END_OF_DATA\n");
    return largest;
}

/* Picks the demands with the most orders at the base; returns how many. */
static uint32_t pick_demands(
    const struct bw_result_data *data, uint32_t picked[DEMANDS_SHOWN])
{
    const struct bw_read_group *group = bw_result_data_group(data, "demand");
    const struct bw_read_metric *orders = bw_read_group_metric(group, "orders");
    double sizes[DEMANDS_SHOWN] = {0};
    uint32_t count = 0;

    for (uint32_t d = 0; d < data->quantiles.demand_count; d++) {
        struct bw_summary summary = {.mean = 0};
        uint32_t at = count < DEMANDS_SHOWN ? count : DEMANDS_SHOWN;
        if (orders != NULL && group->element_count == data->quantiles.demand_count) {
            bw_summary_make(orders->values + d, data->replication_count,
                group->element_count, &summary);
        }
        while (at > 0 && summary.mean > sizes[at - 1]) {
            if (at < DEMANDS_SHOWN) {
                picked[at] = picked[at - 1];
                sizes[at] = sizes[at - 1];
            }
            at--;
        }
        if (at < DEMANDS_SHOWN) {
            picked[at] = d;
            sizes[at] = summary.mean;
            count += count < DEMANDS_SHOWN ? 1 : 0;
        }
    }
    return count;
}

static void add_lead_time_curves(struct bw_text *script,
    const struct bw_result_data *data, uint32_t best, const uint32_t *demands,
    uint32_t demand_count)
{
    bw_text_add(script, "plot ");
    for (uint32_t i = 0; i < demand_count; i++) {
        for (uint32_t side = 0; side < (best > 0 ? 2u : 1u); side++) {
            struct bw_text title;
            bw_text_init(&title);
            bw_report_add_shortened(
                &title, data->quantiles.demands[demands[i]], LABEL_WIDTH);
            bw_text_add(&title, side == 0 ? ", base" : ", best point");
            bw_text_format(script,
                "%s$data_%" PRIu32 "_%" PRIu32
                " using 1:2 with lines lw 3 dt %s lc rgb '%s' title ",
                i + side > 0 ? ", \\\n  " : "", side == 0 ? 0 : best, demands[i],
                side == 0 ? "1" : "(6,3)", colours[i]);
            bw_report_add_quoted(script, bw_text_get(&title), 2 * LABEL_WIDTH, false);
            bw_text_release(&title);
        }
    }
    bw_text_add(script, "\n");
}

bool bw_report_plot_lead_time(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script)
{
    uint32_t demands[DEMANDS_SHOWN] = {0};
    uint32_t count = pick_demands(data, demands);
    uint32_t best = bw_result_data_best_point(data);
    double largest = 0;
    bool has_values = false;

    (void)view;
    for (uint32_t i = 0; i < count; i++) {
        double end = add_distribution(script, data, 0, demands[i]);
        double best_end =
            best > 0 ? add_distribution(script, data, best, demands[i]) : NAN;
        has_values = has_values || isfinite(end) || isfinite(best_end);
        largest =
            fmax(largest, fmax(isnan(end) ? 0 : end, isnan(best_end) ? 0 : best_end));
    }
    if (!has_values) {
        return false;
    }
    bw_text_add(script,
        "set title 'How long customers wait'\n"
        "set xlabel 'order lead time [d]'\n"
        "set ylabel 'order lines delivered within that time [%]'\n"
        "set yrange [0:100]\nset ytics 10\n"
        "set key bottom right Left reverse box lc rgb '#cccccc' "
        "opaque samplen 3 width 1\n");
    bw_text_format(script, "set xrange [0:%.9g]\n", largest > 0 ? 1.02 * largest : 1.0);
    if (count < data->quantiles.demand_count) {
        bw_text_format(script,
            "set label 'the %" PRIu32 " of %" PRIu32
            " demands with the most orders' at screen 0.98, screen 0.022 right "
            "font small_font tc rgb '#555555'\n",
            count, data->quantiles.demand_count);
    }
    add_lead_time_curves(script, data, best, demands, count);
    return true;
}

/* ---- trade-off ---- */

/* One of the two panels. The range of y holds the intervals. */
struct trade_off {
    const char *metric;
    struct scale x, y;
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
static void add_margins(
    const struct scale *scale, double below, double above, double *low, double *high)
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
    panel->x = (struct scale){INFINITY, -INFINITY, 1, ""};
    panel->y = (struct scale){INFINITY, -INFINITY, 1, ""};
    for (uint32_t p = 0; p < data->point_count; p++) {
        struct bw_summary x, y;
        if (place_point(data, panel, p, &x, &y)) {
            widen(&panel->x, x.mean);
            widen(&panel->y, interval_low(&y));
            widen(&panel->y, y.mean + y.half_width);
            panel->count++;
        }
    }
    if (panel->count > 0) {
        choose_scale(&panel->x);
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
                x.mean / panel->x.divisor, y.mean, interval_low(&y),
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
    add_axis_text(script, text, bw_report_metric_unit(data, metric), &panel->x);
    bw_text_format(script,
        "\nset xtics %.9g\nset xrange [%.9g:%.9g]\nset yrange [%.9g:%.9g]\n",
        tic_distance((panel->high_x - panel->low_x) / divisor, 5),
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
    const struct scale plain = {0, 0, 1, ""};
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
    add_axis_text(
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

/* ---- weekly series ---- */

#define PANELS 3

/* A metric over the weeks, at the base and at the best point. */
struct panel {
    const struct bw_read_metric *metric;
    struct scale scale;
};

static void summarise_week(const struct bw_result_data *data,
    const struct bw_read_metric *metric, uint32_t point, uint32_t week,
    struct bw_summary *summary)
{
    bw_summary_make(metric->values
            + (size_t)point * data->replication_count * data->week_count + week,
        data->replication_count, data->week_count, summary);
    summary->half_width = isfinite(summary->half_width) ? summary->half_width : 0;
}

/* Sees the range of both curves; false when nothing is defined. */
static bool scale_panel(
    const struct bw_result_data *data, uint32_t best, struct panel *panel)
{
    panel->scale = (struct scale){INFINITY, -INFINITY, 1, ""};
    for (uint32_t w = 0; w < data->week_count; w++) {
        struct bw_summary base, other;
        summarise_week(data, panel->metric, 0, w, &base);
        summarise_week(data, panel->metric, best, w, &other);
        widen(&panel->scale, interval_low(&base));
        widen(&panel->scale, base.mean + base.half_width);
        widen(&panel->scale, other.mean);
    }
    choose_scale(&panel->scale);
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
        summarise_week(data, panel->metric, point, w, &summary);
        if (isfinite(summary.mean)) {
            bw_text_format(script, "%" PRId64 " %.9g %.9g %.9g\n", second,
                summary.mean / divisor, interval_low(&summary) / divisor,
                (summary.mean + summary.half_width) / divisor);
        } else {
            bw_text_format(script, "%" PRId64 " NaN NaN NaN\n", second);
        }
    }
    bw_text_add(script, "END_OF_DATA\n");
}

/* Picks the endpoint (or lead time), backorders and stock value. */
static uint32_t pick_series(
    const struct bw_result_data *data, uint32_t best, struct panel panels[PANELS])
{
    const char *const names[] = {
        data->endpoint_metric, "lead_time", "backorders", "stock_value", "delivered"};
    const struct bw_read_series *series = NULL;
    uint32_t count = 0;

    for (uint32_t i = 0; i < data->series_count; i++) {
        if (strcmp(data->series[i].name, "chain") == 0) {
            series = &data->series[i];
        }
    }
    for (size_t n = 0; n < 5 && series != NULL && count < PANELS; n++) {
        if (n == 1 && count > 0) {
            continue; /* the endpoint has a series of its own */
        }
        for (uint32_t m = 0; m < series->metric_count; m++) {
            panels[count].metric = &series->metrics[m];
            if (strcmp(series->metrics[m].name, names[n]) == 0
                && scale_panel(data, best, &panels[count])) {
                count++;
                break;
            }
        }
    }
    return count;
}

static void add_series_panel(
    struct bw_text *script, const struct panel *panel, uint32_t number, uint32_t best)
{
    double range = (panel->scale.high - panel->scale.low) / panel->scale.divisor;
    bw_text_add(script, "set label 2 ");
    add_axis_text(script, panel->metric->long_name, panel->metric->unit, &panel->scale);
    bw_text_add(script, " at graph 0, graph 1.14 left font panel_font\n");
    if (range > 0) {
        bw_text_format(script, "set ytics %.9g\n", tic_distance(range, 4));
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

bool bw_report_plot_series(const struct bw_result_data *data,
    const struct bw_report_view *view, struct bw_text *script)
{
    struct panel panels[PANELS + 1];
    uint32_t best = bw_result_data_best_point(data);
    uint32_t count = pick_series(data, best, panels);

    (void)view;
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
    bw_text_format(script,
        "set key at screen 0.95, screen 0.98 right top horizontal Left reverse "
        "samplen 2 width 1\n"
        "set label 1 'Week by week' at screen 0.025, screen 0.955 left font head_font\n"
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
