/* SPDX-License-Identifier: Apache-2.0 */
#include "results/result_read.h"

#include "base/io.h"
#include "base/memory.h"
#include "base/time.h"
#include "results/hdf5_read.h"
#include "results/result_file.h"
#include "results/seal.h"

#include <stdio.h>
#include <string.h>

#define FILE_LIMIT_BYTES ((size_t)16 << 30)
#define SIGNATURE "\211HDF\r\n\032\n"
#define SIGNATURE_BYTES 8

static void *allocate(struct bw_hdf5_reader *reader, size_t count, size_t size)
{
    void *block = bw_arena_allocate(reader->arena, count, size);
    if (block == NULL) {
        bw_hdf5_reader_fail(reader, BW_ERR_NOMEM, "/", NULL);
    }
    return block;
}

/* An attribute that must be there. */
static const char *read_text(
    struct bw_hdf5_reader *reader, const char *group, const char *name, const char *key)
{
    const char *text = bw_hdf5_read_attribute_text(reader, group, name, key);
    if (text == NULL) {
        bw_hdf5_reader_fail(reader, BW_ERR_INPUT, group, name != NULL ? name : key);
    }
    return text != NULL ? text : "";
}

/* ---- root ---- */

static void read_attributes(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    struct {
        const char *name, **text;
    } texts[] = {
        {"title", &data->title},
        {"scenario", &data->scenario_name},
        {"scenario_sha256", &data->scenario_sha256},
        {"source", &data->program_version},
        {"design", &data->design},
        {"endpoint", &data->endpoint},
        {"endpoint_metric", &data->endpoint_metric},
        {"currency", &data->currency},
        {"time_start", &data->start},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i].text = read_text(reader, "/", NULL, texts[i].name);
    }
    if (!bw_hdf5_read_attribute_uint64(reader, "/", "seed", &data->seed)) {
        bw_hdf5_reader_fail(reader, BW_ERR_INPUT, "/", "seed");
    }
    uint64_t antithetic = 0; /* written only where it is 1 */
    (void)bw_hdf5_read_attribute_uint64(reader, "/", "antithetic", &antithetic);
    data->antithetic = antithetic != 0;
    if (!bw_date_read(data->start, &data->start_day)) {
        bw_hdf5_reader_fail(reader, BW_ERR_INPUT, "/", "time_start");
    }
}

/* Variables of the root that carry factor_name. */
static void read_factors(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    uint32_t count = 0;
    const char *const *names = bw_hdf5_dataset_names(reader, "/", &count);

    data->factors = allocate(reader, count, sizeof *data->factors);
    for (uint32_t i = 0; reader->status == BW_OK && i < count; i++) {
        struct bw_read_factor *factor = &data->factors[data->factor_count];
        char text_name[BW_HDF5_NAME_BYTES + 8];
        if (strncmp(names[i], "factor_", 7) == 0) {
            factor->name =
                bw_hdf5_read_attribute_text(reader, "/", names[i], "factor_name");
        }
        if (factor->name == NULL) {
            continue;
        }
        (void)snprintf(text_name, sizeof text_name, "%s_text", names[i]);
        factor->paths = read_text(reader, "/", names[i], "paths");
        factor->unit = read_text(reader, "/", names[i], "units");
        factor->values =
            bw_hdf5_read_real(reader, "/", names[i], 1, &data->point_count);
        factor->texts =
            bw_hdf5_read_texts(reader, "/", text_name, 1, &data->point_count);
        data->factor_count++;
    }
}

static void read_root(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    read_attributes(reader, data);
    data->point_count = bw_hdf5_read_length(reader, "/", "point");
    data->replication_count = bw_hdf5_read_length(reader, "/", "replication");
    data->point_labels =
        bw_hdf5_read_texts(reader, "/", "point_label", 1, &data->point_count);
    read_factors(reader, data);
}

/* ---- metrics ---- */

/* Reads the variables of group that carry metric_name into *metrics. */
static void read_metrics(struct bw_hdf5_reader *reader, const char *group,
    unsigned rank, const uint32_t *sizes, const struct bw_read_metric **metrics,
    uint32_t *metric_count)
{
    uint32_t count = 0, kept = 0;
    const char *const *names = bw_hdf5_dataset_names(reader, group, &count);
    struct bw_read_metric *rows = allocate(reader, count, sizeof *rows);

    for (uint32_t i = 0; reader->status == BW_OK && i < count; i++) {
        struct bw_read_metric *row = &rows[kept];
        row->name = bw_hdf5_read_attribute_text(reader, group, names[i], "metric_name");
        if (row->name == NULL) {
            continue;
        }
        row->unit = read_text(reader, group, names[i], "units");
        row->long_name = read_text(reader, group, names[i], "long_name");
        row->values = bw_hdf5_read_real(reader, group, names[i], rank, sizes);
        kept++;
    }
    *metrics = rows;
    *metric_count = kept;
}

static void read_groups(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    static const char *const whole[] = {"chain"};
    struct bw_read_group *chain = &data->groups[0];
    uint32_t sizes[3] = {data->point_count, data->replication_count, 1};

    chain->name = "chain";
    chain->elements = whole;
    chain->element_count = 1;
    read_metrics(reader, "/", 2, sizes, &chain->metrics, &chain->metric_count);
    data->group_count = 1;
    for (size_t i = 1; i < BW_GROUP_COUNT; i++) {
        struct bw_read_group *group = &data->groups[data->group_count];
        const char *name = bw_layout_group_name(i);
        if (!bw_hdf5_has(reader, name, NULL)) {
            continue;
        }
        group->name = name;
        group->element_count = bw_hdf5_read_length(reader, name, "element");
        sizes[2] = group->element_count;
        group->elements =
            bw_hdf5_read_texts(reader, name, "element", 1, &group->element_count);
        read_metrics(reader, name, 3, sizes, &group->metrics, &group->metric_count);
        data->group_count++;
    }
}

static void read_series(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    static const char *const groups[] = {"series", "series_demand", "series_trial"};
    static const char *const names[] = {"chain", "demand", "trial"};
    static const char *const whole[] = {"chain"};

    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        struct bw_read_series *series = &data->series[data->series_count];
        uint32_t sizes[4] = {data->point_count, data->replication_count, 0, 0};
        uint32_t weeks = 0;
        if (!bw_hdf5_has(reader, groups[i], NULL)) {
            continue;
        }
        weeks = bw_hdf5_read_length(reader, groups[i], "week");
        if (data->series_count > 0 && weeks != data->week_count) {
            bw_hdf5_reader_fail(reader, BW_ERR_INPUT, groups[i], "week");
        }
        data->week_count = weeks;
        series->name = names[i];
        series->elements = whole;
        series->element_count = 1;
        sizes[2] = weeks;
        if (i > 0) {
            series->element_count = bw_hdf5_read_length(reader, groups[i], "element");
            series->elements = bw_hdf5_read_texts(
                reader, groups[i], "element", 1, &series->element_count);
            sizes[2] = series->element_count;
            sizes[3] = weeks;
        }
        read_metrics(reader, groups[i], i == 0 ? 3 : 4, sizes, &series->metrics,
            &series->metric_count);
        data->series_count++;
    }
}

/* ---- other groups ---- */

static void read_attribution(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    static const char group[] = "attribution";
    struct bw_read_attribution *part = &data->attribution;
    uint32_t sizes[3] = {data->point_count, data->replication_count, 0};

    if (!bw_hdf5_has(reader, group, NULL)) {
        return;
    }
    part->cell_count = sizes[2] = bw_hdf5_read_length(reader, group, "cell");
    part->elements =
        bw_hdf5_read_texts(reader, group, "cell_element", 1, &part->cell_count);
    part->stages =
        bw_hdf5_read_texts(reader, group, "cell_stage", 1, &part->cell_count);
    part->order_wait = bw_hdf5_read_real(reader, group, "order_wait", 3, sizes);
    part->flow_time = bw_hdf5_read_real(reader, group, "flow_time", 3, sizes);
}

static void read_bottlenecks(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    static const char group[] = "bottleneck";
    struct bw_read_bottlenecks *part = &data->bottlenecks;
    uint32_t sizes[2] = {data->point_count, 0};

    if (!bw_hdf5_has(reader, group, NULL)) {
        return;
    }
    part->rank_count = sizes[1] = bw_hdf5_read_length(reader, group, "rank");
    part->elements = bw_hdf5_read_texts(reader, group, "element", 2, sizes);
    part->scores = bw_hdf5_read_real(reader, group, "score", 2, sizes);
    part->half_widths = bw_hdf5_read_real(reader, group, "half_width", 2, sizes);
    part->top_five = bw_hdf5_read_real(reader, group, "top_five", 2, sizes);
}

static void read_quantiles(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    static const char group[] = "quantiles";
    struct bw_read_quantiles *part = &data->quantiles;
    uint32_t sizes[4] = {data->point_count, data->replication_count, 0, 0};

    if (!bw_hdf5_has(reader, group, NULL)) {
        return;
    }
    part->probability_count = bw_hdf5_read_length(reader, group, "probability");
    part->probabilities =
        bw_hdf5_read_real(reader, group, "probability", 1, &part->probability_count);
    sizes[2] = part->probability_count;
    part->flow_time = bw_hdf5_read_real(reader, group, "flow_time", 3, sizes);
    if (!bw_hdf5_has(reader, group, "demand")) {
        return;
    }
    part->demand_count = bw_hdf5_read_length(reader, group, "demand");
    part->demands = bw_hdf5_read_texts(reader, group, "demand", 1, &part->demand_count);
    sizes[2] = part->demand_count;
    sizes[3] = part->probability_count;
    part->lead_time = bw_hdf5_read_real(reader, group, "lead_time", 4, sizes);
}

static void read_paired(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    static const char group[] = "paired";
    static const char *const names[] = {"difference", "difference_half_width",
        "reduction", "reduction_low", "reduction_high", "correlation"};
    struct bw_read_paired *part = &data->paired;
    const double *figures[6] = {NULL};
    const int8_t *verdicts = NULL;
    struct bw_paired *rows = NULL;
    uint32_t sizes[2] = {data->point_count, 0};
    size_t count = 0;

    if (!bw_hdf5_has(reader, group, NULL)) {
        return;
    }
    part->metric_count = sizes[1] = bw_hdf5_read_length(reader, group, "metric");
    part->metrics = bw_hdf5_read_texts(reader, group, "metric", 1, &part->metric_count);
    for (size_t i = 0; i < 6; i++) {
        figures[i] = bw_hdf5_read_real(reader, group, names[i], 2, sizes);
    }
    verdicts = bw_hdf5_read_int8(reader, group, "verdict", 2, sizes);
    count = (size_t)sizes[0] * sizes[1];
    rows = allocate(reader, count, sizeof *rows);
    for (size_t i = 0; reader->status == BW_OK && i < count; i++) {
        rows[i] = (struct bw_paired){figures[0][i], figures[1][i], figures[2][i],
            figures[3][i], figures[4][i], figures[5][i], BW_VERDICT_UNDEFINED};
        if (verdicts[i] < BW_VERDICT_BASE || verdicts[i] > BW_VERDICT_UNDECIDED) {
            bw_hdf5_reader_fail(reader, BW_ERR_INPUT, group, "verdict");
        } else {
            rows[i].verdict = (enum bw_verdict)verdicts[i];
        }
    }
    part->rows = rows;
}

static void read_input(struct bw_hdf5_reader *reader, struct bw_result_data *data)
{
    static const char group[] = "input";
    static const char *const names[] = {
        "path", "value", "unit", "origin", "mark", "source"};
    const char *const *columns[6] = {NULL};
    struct bw_input_row *rows = NULL;
    uint32_t count = 0;

    if (!bw_hdf5_has(reader, group, NULL)) {
        return;
    }
    count = bw_hdf5_read_length(reader, group, "row");
    for (size_t i = 0; i < 6; i++) {
        columns[i] = bw_hdf5_read_texts(reader, group, names[i], 1, &count);
    }
    rows = allocate(reader, count, sizeof *rows);
    for (uint32_t i = 0; reader->status == BW_OK && i < count; i++) {
        rows[i] = (struct bw_input_row){columns[0][i], columns[1][i], columns[2][i],
            columns[3][i], columns[4][i], columns[5][i]};
    }
    data->inputs.rows = rows;
    data->inputs.count = count;
}

/* ---- the whole ---- */

/* True when the file says that it is one of ours in a layout that we know. */
static bool check_version(
    struct bw_hdf5_reader *reader, const char *path, struct bw_error_list *errors)
{
    uint64_t version = 0;
    if (reader->status == BW_OK
        && bw_hdf5_read_attribute_uint64(reader, "/", "format_version", &version)) {
        if (version == BW_RESULT_FORMAT_VERSION) {
            return true;
        }
        (void)bw_error_fail(errors, BW_ERR_INPUT,
            "%s: has result format version %llu, this program reads version %d", path,
            (unsigned long long)version, BW_RESULT_FORMAT_VERSION);
    } else if (reader->status == BW_OK) {
        (void)bw_error_fail(errors, BW_ERR_INPUT,
            "%s: is sealed but not a result file (no format_version)", path);
    } else {
        (void)bw_error_fail(
            errors, reader->status, "%s: is not a valid HDF5 file", path);
    }
    return false;
}

static enum bw_status read_file(const struct bw_text *bytes, const char *path,
    struct bw_result_data *data, struct bw_error_list *errors)
{
    struct bw_hdf5_reader reader;
    enum bw_status status = BW_OK;

    bw_hdf5_reader_init(
        &reader, &data->arena, bytes->bytes, bytes->length - BW_SEAL_BYTES);
    if (!check_version(&reader, path, errors)) {
        status = reader.status != BW_OK ? reader.status : BW_ERR_INPUT;
        goto done;
    }
    read_root(&reader, data);
    read_groups(&reader, data);
    read_series(&reader, data);
    read_attribution(&reader, data);
    read_bottlenecks(&reader, data);
    read_quantiles(&reader, data);
    read_paired(&reader, data);
    read_input(&reader, data);
    status = reader.status;
    if (status == BW_ERR_NOMEM) {
        (void)bw_error_fail(
            errors, status, "%s: out of memory while reading %s", path, reader.failed);
    } else if (status != BW_OK) {
        (void)bw_error_fail(
            errors, status, "%s: damaged: cannot read %s", path, reader.failed);
    }
done:
    bw_hdf5_reader_release(&reader);
    return status;
}

enum bw_status bw_result_read(
    const char *path, struct bw_result_data **out, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_text bytes;
    struct bw_result_data *data = NULL;

    *out = NULL;
    bw_text_init(&bytes);
    status = bw_io_read_file(path, FILE_LIMIT_BYTES, &bytes, errors);
    if (status != BW_OK) {
        goto done;
    }
    if (bytes.length < SIGNATURE_BYTES
        || memcmp(bytes.bytes, SIGNATURE, SIGNATURE_BYTES) != 0) {
        status = bw_error_fail(errors, BW_ERR_INPUT, "%s: is not an HDF5 file", path);
        goto done;
    }
    if (!bw_seal_is_whole(bytes.bytes, bytes.length)) {
        status = bw_error_fail(errors, BW_ERR_INPUT,
            "%s: is an HDF5 file without a valid seal: it is damaged, cut short, "
            "changed "
            "by another program, or no result file of bullwhip",
            path);
        goto done;
    }
    data = bw_memory_allocate(1, sizeof *data);
    if (data == NULL) {
        status = bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", path);
        goto done;
    }
    bw_arena_init(&data->arena);
    status = read_file(&bytes, path, data, errors);
    if (status == BW_OK) {
        *out = data;
        data = NULL;
    }
done:
    bw_result_data_free(data);
    bw_text_release(&bytes);
    return status;
}

void bw_result_data_free(struct bw_result_data *data)
{
    if (data == NULL) {
        return;
    }
    bw_arena_release(&data->arena);
    bw_memory_free(data);
}

/* ---- questions ---- */

const struct bw_read_group *bw_result_data_group(
    const struct bw_result_data *data, const char *name)
{
    for (uint32_t i = 0; i < data->group_count; i++) {
        if (strcmp(data->groups[i].name, name) == 0) {
            return &data->groups[i];
        }
    }
    return NULL;
}

const struct bw_read_metric *bw_read_group_metric(
    const struct bw_read_group *group, const char *name)
{
    for (uint32_t i = 0; group != NULL && i < group->metric_count; i++) {
        if (strcmp(group->metrics[i].name, name) == 0) {
            return &group->metrics[i];
        }
    }
    return NULL;
}

const struct bw_paired *bw_result_data_paired(
    const struct bw_result_data *data, uint32_t point, const char *metric)
{
    const struct bw_read_paired *part = &data->paired;
    for (uint32_t i = 0; i < part->metric_count; i++) {
        if (strcmp(part->metrics[i], metric) == 0) {
            return &part->rows[(size_t)point * part->metric_count + i];
        }
    }
    return NULL;
}

uint32_t bw_result_data_best_point(const struct bw_result_data *data)
{
    const struct bw_paired *endpoint = data->point_count > 0
        ? bw_result_data_paired(data, 0, data->endpoint_metric)
        : NULL;
    if (endpoint == NULL) {
        return 0;
    }
    return bw_paired_best(endpoint, bw_result_data_paired(data, 0, "cost"),
        data->paired.metric_count, data->point_count);
}
