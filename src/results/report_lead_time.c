/* SPDX-License-Identifier: Apache-2.0
 *
 * Picture of the report: how long customers wait, as distribution functions. The
 * gnuplot commands of all pictures use names in single quotes only, which gnuplot takes
 * as they are, and numbers in data blocks.
 */
#include "results/report_internal.h"

#include <inttypes.h>
#include <math.h>

#define LABEL_WIDTH 34
#define DEMANDS_SHOWN 4
#define PROBABILITY_SHOWN 0.99 /* the last per mille would squeeze the rest */

static const char *const colours[DEMANDS_SHOWN] = {
    BW_REPORT_BLUE, BW_REPORT_ORANGE, BW_REPORT_GREEN, "#CC79A7"};

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
