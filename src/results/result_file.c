/* SPDX-License-Identifier: Apache-2.0 */
#include "results/result_file.h"

#include "base/io.h"
#include "base/memory.h"
#include "results/result_file_internal.h"
#include "results/seal.h"
#include "results/summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- helpers shared with the other parts ---- */

double *bw_result_scratch(struct bw_result_writer *writer, size_t count)
{
    if (count > writer->scratch_count) {
        double *grown = bw_memory_resize(writer->scratch, count, sizeof *grown);
        if (grown == NULL) {
            bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "values");
            return NULL;
        }
        writer->scratch = grown;
        writer->scratch_count = count;
    }
    return writer->scratch;
}

const char **bw_result_text_table(struct bw_result_writer *writer, size_t count)
{
    const char **texts = bw_arena_allocate(&writer->arena, count, sizeof *texts);
    if (texts == NULL) {
        bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "labels");
    }
    return texts;
}

const char **bw_result_paths(
    struct bw_result_writer *writer, const bw_index *elements, size_t count)
{
    const char **paths = bw_result_text_table(writer, count);
    for (size_t i = 0; paths != NULL && i < count; i++) {
        paths[i] = writer->set->network->elements[elements[i]].path;
    }
    return paths;
}

/* Copies what stands count in a row at offset in the vector of each replication to out
 * [point][replication][count]. */
static void gather(
    const struct bw_result_set *set, size_t offset, size_t count, double *out)
{
    size_t vectors = (size_t)set->point_count * set->replication_count;
    for (size_t i = 0; i < vectors; i++) {
        memcpy(out + i * count, set->values + i * set->layout->size + offset,
            count * sizeof *out);
    }
}

hid_t bw_result_put_values(struct bw_result_writer *writer,
    const struct bw_hdf5_variable *variable, size_t offset, size_t count)
{
    const struct bw_result_set *set = writer->set;
    size_t vectors = (size_t)set->point_count * set->replication_count;
    double *values = NULL;
    if (writer->hdf5.status != BW_OK) {
        return -1;
    }
    values = bw_result_scratch(writer, vectors * count);
    if (values == NULL) {
        return -1;
    }
    gather(set, offset, count, values);
    return bw_hdf5_real(&writer->hdf5, variable, values);
}

const char *bw_result_variable_name(struct bw_result_writer *writer, const char *prefix,
    const char *name, const char *suffix)
{
    size_t length = strlen(prefix) + strlen(name) + strlen(suffix);
    char *joined = bw_arena_allocate(&writer->arena, length + 1, 1);
    if (joined == NULL) {
        bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "names");
        return "";
    }
    (void)snprintf(joined, length + 1, "%s%s%s", prefix, name, suffix);
    for (char *at = joined; *at != '\0'; at++) {
        bool is_letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
        if (!is_letter && !(*at >= '0' && *at <= '9')) {
            *at = '_';
        }
    }
    return joined;
}

struct bw_result_place bw_result_place_open(
    struct bw_result_writer *writer, const char *name, bool without_replication)
{
    const struct bw_result_set *set = writer->set;
    struct bw_hdf5_writer *hdf5 = &writer->hdf5;
    struct bw_result_place place = {0};
    struct bw_hdf5_variable variable = {.unit = "1"};

    place.group = name != NULL ? bw_hdf5_group(hdf5, name) : hdf5->file;
    variable.group = place.group;
    variable.name = "point";
    variable.long_name = "point of the sweep, 0 = base";
    variable.axes[0].size = set->point_count;
    place.point = bw_hdf5_axis_counter(hdf5, &variable, 1);
    if (!without_replication) {
        variable.name = "replication";
        variable.long_name = "replication";
        variable.axes[0].size = set->replication_count;
        place.replication = bw_hdf5_axis_counter(hdf5, &variable, 1);
    }
    variable.name = "point_label";
    variable.long_name = "what sets the point apart from the base";
    variable.axes[0] = place.point;
    bw_hdf5_close(hdf5, bw_hdf5_texts(hdf5, &variable, set->point_labels));
    return place;
}

/* ---- root ---- */

/* Unit of the value that a factor sweeps, where the scenario shows it. */
static const char *factor_unit(
    const struct bw_result_set *set, const struct bw_result_factor *factor)
{
    for (size_t i = 0; i < set->inputs->count; i++) {
        const struct bw_input_row *row = &set->inputs->rows[i];
        size_t length = strlen(row->path);
        bool is_first_path = strncmp(row->path, factor->paths, length) == 0
            && (factor->paths[length] == '\0' || factor->paths[length] == ',');
        if (is_first_path && row->unit[0] != '\0') {
            return row->unit;
        }
    }
    return "1";
}

/* Writes factors as variables on point. Appends their names to coordinates. */
static void write_factors(struct bw_result_writer *writer,
    const struct bw_result_place *place, struct bw_text *coordinates)
{
    struct bw_hdf5_writer *hdf5 = &writer->hdf5;
    for (uint32_t i = 0; i < writer->set->factor_count; i++) {
        const struct bw_result_factor *factor = &writer->set->factors[i];
        struct bw_hdf5_variable variable = {.group = place->group,
            .long_name = factor->paths,
            .unit = factor_unit(writer->set, factor),
            .axes = {place->point},
            .axis_count = 1};
        hid_t dataset = -1;
        variable.name = bw_result_variable_name(writer, "factor_", factor->name, "");
        bw_text_format(coordinates, " %s", variable.name);
        dataset = bw_hdf5_real(hdf5, &variable, factor->values);
        bw_hdf5_attribute_text(hdf5, dataset, "factor_name", factor->name);
        bw_hdf5_attribute_text(hdf5, dataset, "paths", factor->paths);
        bw_hdf5_close(hdf5, dataset);
        variable.unit = "1";
        variable.name =
            bw_result_variable_name(writer, "factor_", factor->name, "_text");
        bw_hdf5_close(hdf5, bw_hdf5_texts(hdf5, &variable, factor->texts));
    }
}

static void write_chain(struct bw_result_writer *writer,
    const struct bw_result_place *place, const char *coordinates)
{
    const struct bw_metric_group *group = &writer->set->layout->groups[0];
    for (uint32_t m = 0; m < group->metric_count; m++) {
        const struct bw_metric *metric = &group->metrics[m];
        struct bw_hdf5_variable variable = {.group = place->group,
            .name = bw_result_variable_name(writer, "", metric->name, ""),
            .unit = metric->unit,
            .long_name = metric->long_name,
            .coordinates = coordinates,
            .axes = {place->point, place->replication},
            .axis_count = 2};
        hid_t dataset = bw_result_put_values(writer, &variable, group->offset + m, 1);
        bw_hdf5_attribute_text(&writer->hdf5, dataset, "metric_name", metric->name);
        bw_hdf5_close(&writer->hdf5, dataset);
    }
}

static void write_attributes(struct bw_result_writer *writer)
{
    const struct bw_result_set *set = writer->set;
    const struct bw_network *network = set->network;
    struct bw_hdf5_writer *hdf5 = &writer->hdf5;
    char start[48];
    int year = 0, month = 0, day = 0;
    hid_t root = hdf5->file;
    struct {
        const char *name, *text;
    } texts[] = {
        {"Conventions", "CF-1.10"},
        {"title", network->title},
        {"source", set->program_version},
        {"scenario", set->scenario_name},
        {"scenario_sha256", set->scenario_sha256},
        {"design", set->design},
        {"endpoint", bw_endpoint_name(network->endpoint)},
        {"endpoint_metric", bw_layout_endpoint_metric(network->endpoint)},
        {"currency", network->currency},
        {"time_start", start},
        {"settling", set->settling},
    };

    bw_date_from_days(network->start_day, &year, &month, &day);
    (void)snprintf(start, sizeof start, "%04d-%02d-%02d", year, month, day);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        bw_hdf5_attribute_text(
            hdf5, root, texts[i].name, texts[i].text != NULL ? texts[i].text : "");
    }
    bw_hdf5_attribute_int32(hdf5, root, "format_version", BW_RESULT_FORMAT_VERSION);
    bw_hdf5_attribute_uint64(hdf5, root, "seed", set->seed);
    if (network->antithetic) {
        bw_hdf5_attribute_int32(hdf5, root, "antithetic", 1);
    }
}

static void write_root(struct bw_result_writer *writer)
{
    struct bw_result_place place;
    struct bw_text coordinates;

    bw_text_init(&coordinates);
    write_attributes(writer);
    place = bw_result_place_open(writer, NULL, false);
    bw_text_add(&coordinates, "point_label");
    write_factors(writer, &place, &coordinates);
    if (coordinates.failed) {
        bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "coordinates");
    }
    write_chain(writer, &place, bw_text_get(&coordinates));
    bw_text_release(&coordinates);
}

/* ---- metrics of elements ---- */

/* Writes one figure over replications, summaries being [point][element]. */
static void write_figure(struct bw_result_writer *writer,
    struct bw_hdf5_variable *variable, const struct bw_metric *metric,
    const struct bw_summary *summaries, bool is_half_width)
{
    size_t count = (size_t)(variable->axes[0].size * variable->axes[1].size);
    double *figures = bw_result_scratch(writer, count);
    hid_t dataset = -1;

    if (figures == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        figures[i] = is_half_width ? summaries[i].half_width : summaries[i].mean;
    }
    variable->name = bw_result_variable_name(
        writer, "", metric->name, is_half_width ? "_half_width" : "_mean");
    dataset = bw_hdf5_real(&writer->hdf5, variable, figures);
    bw_hdf5_attribute_text(&writer->hdf5, dataset, "statistic",
        is_half_width ? "half-width of the 95 % interval of the mean over replications"
                      : "mean over replications");
    bw_hdf5_close(&writer->hdf5, dataset);
}

static void write_summaries(struct bw_result_writer *writer,
    const struct bw_result_place *place, const struct bw_hdf5_axis *element,
    const struct bw_metric *metric, const struct bw_summary *summaries)
{
    size_t count = (size_t)(place->point.size * element->size);
    struct bw_hdf5_variable variable = {.group = place->group,
        .unit = metric->unit,
        .long_name = metric->long_name,
        .coordinates = "point_label",
        .axes = {place->point, *element},
        .axis_count = 2};
    int32_t *counts = NULL;
    hid_t dataset = -1;

    write_figure(writer, &variable, metric, summaries, false);
    write_figure(writer, &variable, metric, summaries, true);
    counts = bw_memory_allocate(count, sizeof *counts);
    if (counts == NULL) {
        bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "values");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        counts[i] = (int32_t)summaries[i].n;
    }
    variable.name = bw_result_variable_name(writer, "", metric->name, "_n");
    variable.unit = "1";
    dataset = bw_hdf5_int32(&writer->hdf5, &variable, counts);
    bw_hdf5_attribute_text(&writer->hdf5, dataset, "statistic",
        "replications in which the metric is defined");
    bw_hdf5_close(&writer->hdf5, dataset);
    bw_memory_free(counts);
}

static void write_metric(struct bw_result_writer *writer,
    const struct bw_result_place *place, const struct bw_hdf5_axis *element,
    const struct bw_metric *metric, size_t offset)
{
    const struct bw_result_set *set = writer->set;
    size_t width = (size_t)element->size;
    struct bw_hdf5_variable variable = {.group = place->group,
        .name = bw_result_variable_name(writer, "", metric->name, ""),
        .unit = metric->unit,
        .long_name = metric->long_name,
        .coordinates = "point_label",
        .axes = {place->point, place->replication, *element},
        .axis_count = 3};
    struct bw_summary *summaries =
        bw_memory_allocate(set->point_count * width, sizeof *summaries);
    hid_t dataset = bw_result_put_values(writer, &variable, offset, width);

    bw_hdf5_attribute_text(&writer->hdf5, dataset, "metric_name", metric->name);
    bw_hdf5_close(&writer->hdf5, dataset);
    if (summaries == NULL) {
        bw_hdf5_fail(&writer->hdf5, BW_ERR_NOMEM, "values");
        return;
    }
    for (size_t p = 0; p < set->point_count; p++) {
        for (size_t e = 0; e < width; e++) {
            bw_summary_make(set->values + p * set->replication_count * set->layout->size
                    + offset + e,
                set->replication_count, set->layout->size, &summaries[p * width + e]);
        }
    }
    write_summaries(writer, place, element, metric, summaries);
    bw_memory_free(summaries);
}

static void write_group(
    struct bw_result_writer *writer, const struct bw_metric_group *group)
{
    struct bw_result_place place = bw_result_place_open(writer, group->name, false);
    struct bw_hdf5_variable variable = {.group = place.group,
        .name = "element",
        .unit = "1",
        .long_name = "path in the scenario",
        .axes = {{.size = group->element_count}}};
    const char **paths = bw_result_paths(writer, group->elements, group->element_count);
    struct bw_hdf5_axis element;

    if (paths == NULL) {
        return;
    }
    element = bw_hdf5_axis_texts(&writer->hdf5, &variable, paths);
    for (uint32_t m = 0; m < group->metric_count; m++) {
        write_metric(writer, &place, &element, &group->metrics[m],
            group->offset + (size_t)m * group->element_count);
    }
}

/* ---- the whole ---- */

static void write_groups(struct bw_result_writer *writer)
{
    const struct bw_layout *layout = writer->set->layout;
    write_root(writer);
    for (size_t g = 1; g < BW_GROUP_COUNT; g++) {
        if (layout->groups[g].element_count > 0 && layout->groups[g].metric_count > 0) {
            write_group(writer, &layout->groups[g]);
        }
    }
    bw_result_write_attribution(writer);
    bw_result_write_bottleneck(writer);
    bw_result_write_series(writer);
    bw_result_write_quantiles(writer);
    bw_result_write_paired(writer);
    bw_result_write_input(writer);
}

static enum bw_status write_sealed(
    const struct bw_hdf5_image *image, const char *path, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_output output = {.descriptor = -1};
    char seal[BW_SEAL_BYTES];

    status = bw_output_open(&output, path, errors);
    if (status != BW_OK) {
        goto done;
    }
    bw_seal_make(image->bytes, image->size_bytes, seal);
    status = bw_output_write(&output, image->bytes, image->size_bytes, errors);
    if (status != BW_OK) {
        goto done;
    }
    status = bw_output_write(&output, seal, sizeof seal, errors);
    if (status != BW_OK) {
        goto done;
    }
    status = bw_output_commit(&output, errors);
done:
    bw_output_abandon(&output);
    return status;
}

enum bw_status bw_result_file_check_target(
    const char *path, struct bw_error_list *errors)
{
    bool exists = false;
    struct bw_text bytes;
    enum bw_status status = bw_io_check_target(path, &exists, errors);

    bw_text_init(&bytes);
    if (status == BW_OK && exists) {
        status = bw_io_read_file(path, SIZE_MAX, &bytes, errors);
        if (status == BW_OK && !bw_seal_is_whole(bytes.bytes, bytes.length)) {
            status = bw_error_fail(errors, BW_ERR_CREATE,
                "%s: exists and is not a result of bullwhip, so it is not replaced; "
                "choose another output with -o",
                path);
        }
    }
    bw_text_release(&bytes);
    return status;
}

enum bw_status bw_result_file_write(
    const struct bw_result_set *set, const char *path, struct bw_error_list *errors)
{
    return bw_result_file_write_with(set, path, NULL, errors);
}

enum bw_status bw_result_file_write_with(const struct bw_result_set *set,
    const char *path, const struct bw_result_file_options *options,
    struct bw_error_list *errors)
{
    const struct bw_result_file_options defaults = {0};
    struct bw_result_writer writer = {
        .set = set, .options = options != NULL ? options : &defaults};
    enum bw_status status = BW_OK;

    BW_ASSERT(set->point_count > 0 && set->replication_count > 0);
    bw_arena_init(&writer.arena);
    bw_hdf5_writer_init(&writer.hdf5);
    write_groups(&writer);
    status = bw_hdf5_writer_finish(&writer.hdf5, errors);
    if (status == BW_OK) {
        status = write_sealed(&writer.hdf5.image, path, errors);
    }
    bw_hdf5_writer_release(&writer.hdf5);
    bw_memory_free(writer.scratch);
    bw_arena_release(&writer.arena);
    return status;
}
