/* SPDX-License-Identifier: Apache-2.0
 *
 * The groups of a result file beyond the metrics of its elements.
 */
#include "base/memory.h"
#include "results/result_file_internal.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- attribution ---- */

struct sized_cell {
    double size; /* order_wait + flow_time at the base, mean over replications */
    uint32_t cell;
};

static int compare_sized_cells(const void *a, const void *b)
{
    const struct sized_cell *left = a, *right = b;
    if (left->size != right->size) {
        return left->size > right->size ? -1 : 1;
    }
    return (left->cell > right->cell) - (left->cell < right->cell);
}

static double mean_at_base(const struct bw_result_set *set, size_t position)
{
    double sum = 0;
    uint32_t count = 0;
    for (uint32_t r = 0; r < set->replication_count; r++) {
        double value = set->values[r * set->layout->size + position];
        if (isfinite(value)) {
            sum += value;
            count++;
        }
    }
    return count > 0 ? sum / count : 0;
}

/* All cells, largest first. NULL when memory is short. */
static struct sized_cell *sort_cells(const struct bw_result_set *set)
{
    const struct bw_layout *layout = set->layout;
    struct sized_cell *cells = bw_memory_allocate(layout->cell_count, sizeof *cells);
    if (cells == NULL) {
        return NULL;
    }
    for (uint32_t c = 0; c < layout->cell_count; c++) {
        cells[c].cell = c;
        cells[c].size = mean_at_base(set, layout->order_wait_offset + c)
            + mean_at_base(set, layout->flow_time_offset + c);
    }
    qsort(cells, layout->cell_count, sizeof *cells, compare_sized_cells);
    return cells;
}

/* Sum of the values of the cells from first on; NaN when all are. */
static double sum_of_rest(const double *values, const struct sized_cell *cells,
    uint32_t first, uint32_t count)
{
    double sum = NAN;
    for (uint32_t i = first; i < count; i++) {
        double value = values[cells[i].cell];
        if (!isnan(value)) {
            sum = isnan(sum) ? value : sum + value;
        }
    }
    return sum;
}

static void write_cells(struct bw_result_writer *writer,
    const struct bw_hdf5_variable *variable, const struct sized_cell *cells,
    uint32_t kept, size_t offset)
{
    const struct bw_result_set *set = writer->set;
    uint32_t count = set->layout->cell_count;
    size_t width = (size_t)variable->axes[2].size;
    size_t vectors = (size_t)set->point_count * set->replication_count;
    double *out = bw_result_scratch(writer, vectors * width);

    if (out == NULL) {
        return;
    }
    for (size_t i = 0; i < vectors; i++) {
        const double *values = set->values + i * set->layout->size + offset;
        for (uint32_t c = 0; c < kept; c++) {
            out[i * width + c] = values[cells[c].cell];
        }
        if (kept < count) {
            out[i * width + kept] = sum_of_rest(values, cells, kept, count);
        }
    }
    bw_hdf5_close(&writer->hdf5, bw_hdf5_real(&writer->hdf5, variable, out));
}

static void write_cell_names(struct bw_result_writer *writer,
    const struct bw_hdf5_variable *cell, const struct sized_cell *cells, uint32_t kept)
{
    const struct bw_result_set *set = writer->set;
    struct bw_hdf5_variable variable = *cell;
    size_t count = (size_t)cell->axes[0].size;
    const char **elements = bw_result_text_table(writer, count);
    const char **stages = bw_result_text_table(writer, count);

    if (elements == NULL || stages == NULL) {
        return;
    }
    for (uint32_t i = 0; i < kept; i++) {
        const struct bw_cell *named = &set->layout->cells[cells[i].cell];
        elements[i] = set->network->elements[named->element].path;
        stages[i] = bw_stage_name(named->stage);
    }
    if (kept < count) {
        elements[kept] = stages[kept] = "rest";
    }
    variable.name = "cell_element";
    variable.long_name = "element charged with the time";
    bw_hdf5_close(&writer->hdf5, bw_hdf5_texts(&writer->hdf5, &variable, elements));
    variable.name = "cell_stage";
    variable.long_name = "what the time was spent on";
    bw_hdf5_close(&writer->hdf5, bw_hdf5_texts(&writer->hdf5, &variable, stages));
}

void bw_result_write_attribution(struct bw_result_writer *writer)
{
    const struct bw_layout *layout = writer->set->layout;
    uint32_t kept = layout->cell_count;
    struct bw_result_place place;
    struct bw_hdf5_variable variable = {.unit = "1"};
    struct sized_cell *cells = NULL;

    if (layout->cell_count == 0) {
        return;
    }
    cells = sort_cells(writer->set);
    if (cells == NULL) {
        bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "attribution");
        return;
    }
    if (!writer->options->keep_all_cells && kept > BW_RESULT_CELLS) {
        kept = BW_RESULT_CELLS;
    }
    place = bw_result_place_open(writer, "attribution", false);
    variable.group = place.group;
    variable.name = "cell";
    variable.long_name = "pair of element and stage, largest first";
    variable.axes[0].size = kept < layout->cell_count ? kept + 1 : kept;
    variable.axes[0] = bw_hdf5_axis_counter(&writer->hdf5, &variable, 1);
    write_cell_names(writer, &variable, cells, kept);
    variable.coordinates = "point_label cell_element cell_stage";
    variable.unit = "d";
    variable.axes[2] = variable.axes[0];
    variable.axes[0] = place.point;
    variable.axes[1] = place.replication;
    variable.axis_count = 3;
    variable.name = "order_wait";
    variable.long_name = "time of customers' waiting, mean per order line";
    write_cells(writer, &variable, cells, kept, layout->order_wait_offset);
    variable.name = "flow_time";
    variable.long_name = "time on the way, mean per delivered unit";
    write_cells(writer, &variable, cells, kept, layout->flow_time_offset);
    bw_memory_free(cells);
}

/* ---- bottlenecks ---- */

static void write_bottleneck_texts(
    struct bw_result_writer *writer, const struct bw_hdf5_variable *variable)
{
    const struct bw_result_set *set = writer->set;
    size_t count = (size_t)set->point_count * BW_BOTTLENECK_RANKS;
    const char **texts = bw_result_text_table(writer, count);
    if (texts == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        bw_index element = set->bottlenecks[i].element;
        texts[i] = element != BW_NONE ? set->network->elements[element].path : "";
    }
    bw_hdf5_close(&writer->hdf5, bw_hdf5_texts(&writer->hdf5, variable, texts));
}

static double bottleneck_figure(const struct bw_bottleneck *row, int figure)
{
    if (row->element == BW_NONE) {
        return NAN;
    }
    if (figure == 0) {
        return row->score;
    }
    return figure == 1 ? row->half_width : row->top_five;
}

void bw_result_write_bottleneck(struct bw_result_writer *writer)
{
    const struct bw_result_set *set = writer->set;
    static const char *const names[] = {"score", "half_width", "top_five"};
    static const char *const units[] = {"d", "d", "1"};
    static const char *const long_names[] = {
        "waiting charged per order line or delivered unit, as the endpoint counts",
        "half-width of the 95 % interval of score",
        "share of replications with the element among the five highest"};
    size_t count = (size_t)set->point_count * BW_BOTTLENECK_RANKS;
    struct bw_result_place place;
    struct bw_hdf5_variable variable = {.unit = "1"};
    double *figures = NULL;

    if (set->bottlenecks == NULL) {
        return;
    }
    place = bw_result_place_open(writer, "bottleneck", true);
    variable.group = place.group;
    variable.name = "rank";
    variable.long_name = "rank, 0 = highest score";
    variable.axes[0].size = BW_BOTTLENECK_RANKS;
    variable.axes[1] = bw_hdf5_axis_counter(&writer->hdf5, &variable, 1);
    variable.axes[0] = place.point;
    variable.axis_count = 2;
    variable.coordinates = "point_label";
    variable.name = "element";
    variable.long_name = "path in the scenario; empty where there is no such rank";
    write_bottleneck_texts(writer, &variable);
    figures = bw_result_scratch(writer, count);
    for (int f = 0; f < 3 && figures != NULL; f++) {
        for (size_t i = 0; i < count; i++) {
            figures[i] = bottleneck_figure(&set->bottlenecks[i], f);
        }
        variable.name = names[f];
        variable.unit = units[f];
        variable.long_name = long_names[f];
        bw_hdf5_close(&writer->hdf5, bw_hdf5_real(&writer->hdf5, &variable, figures));
    }
}

/* ---- weekly series ---- */

/* CF time: the first day of each week, counted from the start of the scenario. */
static struct bw_hdf5_axis week_axis(struct bw_result_writer *writer, hid_t group)
{
    int year = 0, month = 0, day = 0;
    char unit[80];
    struct bw_hdf5_variable variable = {.group = group,
        .name = "week",
        .unit = unit,
        .long_name = "first day of the week",
        .axes = {{.size = writer->set->layout->week_count}}};
    struct bw_hdf5_axis axis;

    bw_date_from_days(writer->set->network->start_day, &year, &month, &day);
    (void)snprintf(
        unit, sizeof unit, "days since %04d-%02d-%02d 00:00:00", year, month, day);
    axis = bw_hdf5_axis_counter(&writer->hdf5, &variable, 7);
    bw_hdf5_attribute_text(&writer->hdf5, axis.scale, "calendar", "standard");
    bw_hdf5_attribute_text(&writer->hdf5, axis.scale, "standard_name", "time");
    bw_hdf5_attribute_text(&writer->hdf5, axis.scale, "axis", "T");
    return axis;
}

/* The chain has no axis element. */
static void write_one_series(struct bw_result_writer *writer,
    const struct bw_series_group *group, const char *name, bool is_chain)
{
    uint32_t weeks = writer->set->layout->week_count;
    size_t width = (size_t)group->element_count * weeks;
    struct bw_result_place place = bw_result_place_open(writer, name, false);
    struct bw_hdf5_variable variable = {.group = place.group,
        .name = "element",
        .unit = "1",
        .long_name = "path in the scenario",
        .axes = {{.size = group->element_count}}};
    unsigned axis = 2;

    if (!is_chain) {
        const char **paths =
            bw_result_paths(writer, group->elements, group->element_count);
        if (paths == NULL) {
            return;
        }
        variable.axes[2] = bw_hdf5_axis_texts(&writer->hdf5, &variable, paths);
        axis++;
    }
    variable.axes[0] = place.point;
    variable.axes[1] = place.replication;
    variable.axes[axis] = week_axis(writer, place.group);
    variable.axis_count = axis + 1;
    variable.coordinates = "point_label";
    for (uint32_t m = 0; m < group->metric_count; m++) {
        const struct bw_metric *metric = &group->metrics[m];
        hid_t dataset = -1;
        variable.name = bw_result_variable_name(writer, "", metric->name, "");
        variable.unit = metric->unit;
        variable.long_name = metric->long_name;
        dataset =
            bw_result_put_values(writer, &variable, group->offset + m * width, width);
        bw_hdf5_attribute_text(&writer->hdf5, dataset, "metric_name", metric->name);
        bw_hdf5_close(&writer->hdf5, dataset);
    }
}

void bw_result_write_series(struct bw_result_writer *writer)
{
    const struct bw_layout *layout = writer->set->layout;
    static const char *const names[] = {"series", "series_demand", "series_trial"};
    for (size_t g = 0; g < BW_SERIES_GROUP_COUNT; g++) {
        const struct bw_series_group *group = &layout->series[g];
        if (group->metric_count == 0 || group->element_count == 0
            || layout->week_count == 0) {
            continue;
        }
        write_one_series(writer, group, names[g], g == 0);
    }
}

/* ---- quantiles ---- */

void bw_result_write_quantiles(struct bw_result_writer *writer)
{
    const struct bw_layout *layout = writer->set->layout;
    const struct bw_metric_group *demand = &layout->groups[1];
    struct bw_result_place place = bw_result_place_open(writer, "quantiles", false);
    struct bw_hdf5_variable variable = {.group = place.group,
        .name = "probability",
        .unit = "1",
        .long_name = "probability of a smaller or equal value",
        .axes = {{.size = BW_QUANTILE_COUNT}}};
    struct bw_hdf5_axis probability =
        bw_hdf5_axis_real(&writer->hdf5, &variable, bw_layout_probabilities);

    BW_ASSERT(demand->kind == BW_ELEMENT_DEMAND);
    variable.coordinates = "point_label";
    variable.unit = "d";
    if (layout->detailed_demands > 0) {
        const char **paths =
            bw_result_paths(writer, demand->elements, demand->element_count);
        struct bw_hdf5_variable label = {.group = place.group,
            .name = "demand",
            .unit = "1",
            .long_name = "path in the scenario",
            .axes = {{.size = demand->element_count}}};
        if (paths == NULL) {
            return;
        }
        variable.axes[2] = bw_hdf5_axis_texts(&writer->hdf5, &label, paths);
        variable.axes[3] = probability;
        variable.axes[0] = place.point;
        variable.axes[1] = place.replication;
        variable.axis_count = 4;
        variable.name = "lead_time";
        variable.long_name = "quantile of the order lead time";
        bw_hdf5_close(&writer->hdf5,
            bw_result_put_values(writer, &variable, layout->lead_time_quantile_offset,
                (size_t)demand->element_count * BW_QUANTILE_COUNT));
    }
    variable.axes[0] = place.point;
    variable.axes[1] = place.replication;
    variable.axes[2] = probability;
    variable.axis_count = 3;
    variable.name = "flow_time";
    variable.long_name = "quantile of the flow time of delivered units";
    bw_hdf5_close(&writer->hdf5,
        bw_result_put_values(
            writer, &variable, layout->flow_time_quantile_offset, BW_QUANTILE_COUNT));
}

/* ---- paired comparisons ---- */

#define PAIRED_FIGURES 6

static double paired_figure(const struct bw_paired *row, int figure)
{
    const double figures[PAIRED_FIGURES] = {row->difference, row->difference_half_width,
        row->reduction, row->reduction_low, row->reduction_high, row->correlation};
    return figures[figure];
}

static void write_verdicts(
    struct bw_result_writer *writer, struct bw_hdf5_variable *variable, size_t count)
{
    static const int8_t flags[] = {BW_VERDICT_BASE, BW_VERDICT_UNDEFINED,
        BW_VERDICT_IN_BAND, BW_VERDICT_AT_LEAST, BW_VERDICT_NOT_MET,
        BW_VERDICT_UNDECIDED};
    int8_t *verdicts = bw_memory_allocate(count, sizeof *verdicts);
    hid_t dataset = -1;
    if (verdicts == NULL) {
        bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "verdict");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        verdicts[i] = (int8_t)writer->set->paired[i].verdict;
    }
    variable->name = "verdict";
    variable->unit = "1";
    variable->long_name = "is the metric at least 15 %, or 15-25 %, below the base";
    dataset = bw_hdf5_int8(&writer->hdf5, variable, verdicts);
    bw_hdf5_attribute_int8s(&writer->hdf5, dataset, "flag_values", flags, sizeof flags);
    bw_hdf5_attribute_text(&writer->hdf5, dataset, "flag_meanings",
        "base undefined in_band at_least not_met undecided");
    bw_hdf5_close(&writer->hdf5, dataset);
    bw_memory_free(verdicts);
}

/* Units of the compared metrics, since differences have that of their metric. */
static void write_metric_units(
    struct bw_result_writer *writer, const struct bw_hdf5_variable *metric)
{
    const struct bw_metric_group *chain = &writer->set->layout->groups[0];
    struct bw_hdf5_variable variable = *metric;
    const char **units = bw_result_text_table(writer, writer->set->paired_metric_count);
    if (units == NULL) {
        return;
    }
    for (uint32_t i = 0; i < writer->set->paired_metric_count; i++) {
        for (uint32_t m = 0; m < chain->metric_count; m++) {
            if (strcmp(chain->metrics[m].name, writer->set->paired_metrics[i]) == 0) {
                units[i] = chain->metrics[m].unit;
            }
        }
    }
    variable.name = "metric_unit";
    variable.long_name = "unit of the metric and of its differences";
    bw_hdf5_close(&writer->hdf5, bw_hdf5_texts(&writer->hdf5, &variable, units));
}

void bw_result_write_paired(struct bw_result_writer *writer)
{
    static const char *const names[PAIRED_FIGURES] = {"difference",
        "difference_half_width", "reduction", "reduction_low", "reduction_high",
        "correlation"};
    static const char *const long_names[PAIRED_FIGURES] = {
        "point - base, in metric_unit", "half-width of the 95 % interval of difference",
        "1 - point / base", "lower end of the 95 % interval of reduction",
        "upper end of the 95 % interval of reduction",
        "correlation of the replications of point and base"};
    const struct bw_result_set *set = writer->set;
    size_t count = (size_t)set->point_count * set->paired_metric_count;
    struct bw_result_place place;
    struct bw_hdf5_variable variable = {.unit = "1"};
    double *figures = NULL;

    if (set->paired == NULL || count == 0) {
        return;
    }
    place = bw_result_place_open(writer, "paired", true);
    variable.group = place.group;
    variable.name = "metric";
    variable.long_name = "metric of the chain";
    variable.axes[0].size = set->paired_metric_count;
    variable.axes[0] =
        bw_hdf5_axis_texts(&writer->hdf5, &variable, set->paired_metrics);
    write_metric_units(writer, &variable);
    variable.axes[1] = variable.axes[0];
    variable.axes[0] = place.point;
    variable.axis_count = 2;
    variable.coordinates = "point_label";
    figures = bw_result_scratch(writer, count);
    for (int f = 0; f < PAIRED_FIGURES && figures != NULL; f++) {
        for (size_t i = 0; i < count; i++) {
            figures[i] = paired_figure(&set->paired[i], f);
        }
        variable.name = names[f];
        variable.long_name = long_names[f];
        bw_hdf5_close(&writer->hdf5, bw_hdf5_real(&writer->hdf5, &variable, figures));
    }
    write_verdicts(writer, &variable, count);
}

/* ---- inputs ---- */

static const char *input_field(const struct bw_input_row *row, int field)
{
    const char *const fields[] = {
        row->path, row->value, row->unit, row->origin, row->mark, row->source};
    return fields[field];
}

void bw_result_write_input(struct bw_result_writer *writer)
{
    static const char *const names[] = {
        "path", "value", "unit", "origin", "mark", "source"};
    static const char *const long_names[] = {"path in the scenario",
        "value as written, or the default", "unit of the value",
        "who set the value: default, file, overlay, command line",
        "S seen, K known, A assumed, C computed", "source of the value"};
    const struct bw_input_table *inputs = writer->set->inputs;
    struct bw_hdf5_variable variable = {.name = "row", .unit = "1"};
    const char **texts = NULL;

    if (inputs->count == 0) {
        return;
    }
    variable.group = bw_hdf5_group(&writer->hdf5, "input");
    variable.long_name = "row of the resolved scenario, sorted by path";
    variable.axes[0].size = inputs->count;
    variable.axes[0] = bw_hdf5_axis_counter(&writer->hdf5, &variable, 1);
    texts = bw_result_text_table(writer, inputs->count);
    for (int f = 0; f < 6 && texts != NULL; f++) {
        for (size_t i = 0; i < inputs->count; i++) {
            texts[i] = input_field(&inputs->rows[i], f);
        }
        variable.name = names[f];
        variable.long_name = long_names[f];
        bw_hdf5_close(&writer->hdf5, bw_hdf5_texts(&writer->hdf5, &variable, texts));
    }
}
