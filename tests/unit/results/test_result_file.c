/* SPDX-License-Identifier: Apache-2.0 */
#include "result_fixture.h"
#include "results/result_file.h"
#include "results/result_read.h"
#include "unit.h"

#include "base/io.h"
#include "results/hdf5_read.h"
#include "results/hdf5_write.h"
#include "results/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)1 << 30)
/* Cells enough for "rest": 43 of the chain and three for each spare stock. */
#define SPARE_STOCKS 80

static char folder[64];
static char path[128];
static struct bw_error_list errors;
static struct result_fixture fixture;

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/bw-test-result-XXXXXX");
    bw_error_list_init(&errors);
    result_fixture_make(&fixture, &result_fixture_small);
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/r.h5", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bw_error_list_release(&errors);
    result_fixture_release(&fixture);
    (void)unlink(path);
    return rmdir(folder);
}

static void read_bytes(struct bw_text *text)
{
    bw_text_init(text);
    assert_int_equal(bw_io_read_file(path, FILE_LIMIT, text, &errors), BW_OK);
}

static void write_bytes(const struct bw_text *text, size_t length)
{
    assert_int_equal(bw_io_write_file(path, text->bytes, length, &errors), BW_OK);
}

static struct bw_result_data *write_and_read(
    const struct bw_result_file_options *options)
{
    struct bw_result_data *data = NULL;
    assert_int_equal(
        bw_result_file_write_with(&fixture.set, path, options, &errors), BW_OK);
    assert_int_equal(bw_result_read(path, &data, &errors), BW_OK);
    assert_non_null(data);
    return data;
}

static void assert_same(double actual, double expected)
{
    assert_true(actual == expected || (isnan(actual) && isnan(expected)));
}

/* The value of a position of the layout in the set. */
static double expected_value(uint32_t point, uint32_t replication, size_t at)
{
    return fixture.values[((size_t)point * fixture.set.replication_count + replication)
            * fixture.layout->size
        + at];
}

static void test_result_file_twice_gives_equal_bytes(void **state)
{
    struct bw_text first, second;
    (void)state;
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    read_bytes(&first);
    (void)sleep(1); /* a second later: no time may stand in the file */
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    read_bytes(&second);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
    bw_text_release(&first);
    bw_text_release(&second);
}

static void test_result_file_texts_read_back(void **state)
{
    struct bw_result_data *data = write_and_read(NULL);
    const struct bw_result_set *set = &fixture.set;
    (void)state;
    assert_string_equal(data->title, set->network->title);
    assert_string_equal(data->scenario_name, set->scenario_name);
    assert_string_equal(data->scenario_sha256, set->scenario_sha256);
    assert_string_equal(data->program_version, set->program_version);
    assert_string_equal(data->design, "grid");
    assert_string_equal(data->endpoint, "flow_time_without_store");
    assert_string_equal(data->currency, "EUR");
    assert_string_equal(data->start, "2026-01-05");
    assert_true(data->seed == UINT64_MAX);
    assert_int_equal(data->point_count, set->point_count);
    assert_int_equal(data->replication_count, set->replication_count);
    assert_int_equal(data->factor_count, 2);
    for (uint32_t p = 0; p < set->point_count; p++) {
        assert_string_equal(data->point_labels[p], set->point_labels[p]);
        for (uint32_t f = 0; f < 2; f++) {
            assert_same(data->factors[f].values[p], set->factors[f].values[p]);
            assert_string_equal(data->factors[f].texts[p], set->factors[f].texts[p]);
        }
    }
    assert_string_equal(data->factors[0].name, "safety");
    assert_string_equal(data->factors[0].unit, "vial");
    assert_int_equal(data->inputs.count, set->inputs->count);
    for (size_t i = 0; i < data->inputs.count; i++) {
        assert_string_equal(data->inputs.rows[i].path, set->inputs->rows[i].path);
        assert_string_equal(data->inputs.rows[i].mark, set->inputs->rows[i].mark);
        assert_string_equal(data->inputs.rows[i].source, set->inputs->rows[i].source);
    }
    bw_result_data_free(data);
}

static void compare_group(const struct bw_result_data *data, uint32_t g)
{
    const struct bw_metric_group *written = &fixture.layout->groups[g];
    const struct bw_read_group *read = bw_result_data_group(data, written->name);
    assert_non_null(read);
    assert_int_equal(read->element_count, written->element_count);
    assert_int_equal(read->metric_count, written->metric_count);
    for (uint32_t m = 0; m < written->metric_count; m++) {
        size_t i = 0;
        assert_string_equal(read->metrics[m].name, written->metrics[m].name);
        assert_string_equal(read->metrics[m].unit, written->metrics[m].unit);
        for (uint32_t p = 0; p < data->point_count; p++) {
            for (uint32_t r = 0; r < data->replication_count; r++) {
                for (uint32_t e = 0; e < written->element_count; e++) {
                    assert_same(read->metrics[m].values[i++],
                        expected_value(p, r,
                            written->offset + (size_t)m * written->element_count + e));
                }
            }
        }
    }
}

static void test_result_file_metrics_read_back(void **state)
{
    struct bw_result_data *data = write_and_read(NULL);
    (void)state;
    for (uint32_t g = 0; g < BW_GROUP_COUNT; g++) {
        compare_group(data, g);
    }
    bw_result_data_free(data);
}

static void test_result_file_series_and_quantiles_read_back(void **state)
{
    struct bw_result_data *data = write_and_read(NULL);
    const struct bw_series_group *demand = &fixture.layout->series[1];
    size_t width = (size_t)demand->element_count * data->week_count;
    (void)state;
    assert_int_equal(data->series_count, 3);
    assert_int_equal(data->week_count, 26);
    for (uint32_t m = 0; m < demand->metric_count; m++) {
        for (size_t i = 0; i < width; i++) {
            /* point 3, replication 2 */
            assert_same(data->series[1].metrics[m].values[17 * width + i],
                expected_value(3, 2, demand->offset + m * width + i));
        }
    }
    assert_int_equal(data->quantiles.probability_count, BW_QUANTILE_COUNT);
    assert_int_equal(data->quantiles.demand_count, 2);
    for (size_t q = 0; q < BW_QUANTILE_COUNT; q++) {
        assert_same(data->quantiles.probabilities[q], bw_layout_probabilities[q]);
        assert_same(
            data->quantiles.lead_time[(size_t)(17 * 2 + 1) * BW_QUANTILE_COUNT + q],
            expected_value(3, 2,
                fixture.layout->lead_time_quantile_offset + BW_QUANTILE_COUNT + q));
        assert_same(data->quantiles.flow_time[(size_t)17 * BW_QUANTILE_COUNT + q],
            expected_value(3, 2, fixture.layout->flow_time_quantile_offset + q));
    }
    bw_result_data_free(data);
}

static void test_result_file_rankings_read_back(void **state)
{
    struct bw_result_data *data = write_and_read(NULL);
    (void)state;
    assert_int_equal(data->bottlenecks.rank_count, BW_BOTTLENECK_RANKS);
    assert_string_equal(data->bottlenecks.elements[0], "sites.mainz.resources.qc-lab");
    assert_string_equal(data->bottlenecks.elements[9], "");
    assert_same(data->bottlenecks.top_five[4], fixture.set.bottlenecks[4].top_five);
    assert_int_equal(data->paired.metric_count, 3);
    for (uint32_t p = 0; p < data->point_count; p++) {
        const struct bw_paired *row = bw_result_data_paired(data, p, "lead_time");
        assert_non_null(row);
        assert_same(row->reduction_low, fixture.set.paired[p * 3 + 1].reduction_low);
        assert_int_equal(row->verdict, fixture.set.paired[p * 3 + 1].verdict);
    }
    assert_int_equal(bw_result_data_best_point(data), 3);
    bw_result_data_free(data);
}

/* Sum over cells of a point and replication, as written and as in the layout. */
static void compare_sums(const struct bw_result_data *data)
{
    const struct bw_layout *layout = fixture.layout;
    uint32_t cells = data->attribution.cell_count;
    for (uint32_t p = 0; p < data->point_count; p++) {
        for (uint32_t r = 0; r < data->replication_count; r++) {
            size_t first = ((size_t)p * data->replication_count + r) * cells;
            double order_wait = 0, flow_time = 0, sum_wait = 0, sum_flow = 0;
            for (uint32_t c = 0; c < cells; c++) {
                order_wait += data->attribution.order_wait[first + c];
                flow_time += data->attribution.flow_time[first + c];
            }
            for (uint32_t c = 0; c < layout->cell_count; c++) {
                sum_wait += expected_value(p, r, layout->order_wait_offset + c);
                sum_flow += expected_value(p, r, layout->flow_time_offset + c);
            }
            bw_assert_close(order_wait, sum_wait, 1e-9 * sum_wait);
            bw_assert_close(flow_time, sum_flow, 1e-9 * sum_flow);
        }
    }
}

static void test_result_file_attribution_keeps_sums(void **state)
{
    const struct result_fixture_size large = {2, 3, 2, SPARE_STOCKS};
    const struct bw_result_file_options all = {.keep_all_cells = true};
    struct bw_result_data *data = NULL;
    (void)state;
    result_fixture_release(&fixture);
    result_fixture_make(&fixture, &large);
    assert_true(fixture.layout->cell_count > BW_RESULT_CELLS);
    data = write_and_read(NULL);
    assert_int_equal(data->attribution.cell_count, BW_RESULT_CELLS + 1);
    assert_string_equal(data->attribution.elements[BW_RESULT_CELLS], "rest");
    compare_sums(data);
    bw_result_data_free(data);
    data = write_and_read(&all);
    assert_int_equal(data->attribution.cell_count, fixture.layout->cell_count);
    compare_sums(data);
    bw_result_data_free(data);
}

static void test_result_file_attribution_is_sorted_at_base(void **state)
{
    struct bw_result_data *data = write_and_read(NULL);
    const struct bw_read_attribution *part = &data->attribution;
    double before = INFINITY;
    (void)state;
    for (uint32_t c = 0; c < part->cell_count; c++) {
        double size = 0;
        for (uint32_t r = 0; r < data->replication_count; r++) {
            size += part->order_wait[r * part->cell_count + c]
                + part->flow_time[r * part->cell_count + c];
        }
        assert_true(size <= before + 1e-9);
        before = size;
    }
    bw_result_data_free(data);
}

static void test_result_file_without_elements_has_no_group(void **state)
{
    struct bw_result_data *data = NULL;
    (void)state;
    fixture.layout->groups[6].element_count = 0;
    data = write_and_read(NULL);
    assert_null(bw_result_data_group(data, "ledger"));
    assert_int_equal(data->group_count, BW_GROUP_COUNT - 1);
    bw_result_data_free(data);
}

static void test_result_file_in_missing_folder_fails(void **state)
{
    (void)state;
    assert_int_equal(
        bw_result_file_write(&fixture.set, "/tmp/bw-no-such-folder/r.h5", &errors),
        BW_ERR_CREATE);
    assert_int_equal(errors.error_count, 1);
}

/* ---- files that are not right ---- */

static void assert_unreadable(enum bw_status status, const char *part)
{
    struct bw_result_data *data = NULL;
    assert_int_equal(bw_result_read(path, &data, &errors), status);
    assert_null(data);
    assert_non_null(strstr(errors.errors[errors.count - 1].text, part));
}

static void test_result_read_missing_file(void **state)
{
    (void)state;
    assert_unreadable(BW_ERR_MISSING, "r.h5");
}

static void test_result_read_of_other_format(void **state)
{
    (void)state;
    assert_int_equal(bw_io_write_file(path, "bullwhip: 1\n", 12, &errors), BW_OK);
    assert_unreadable(BW_ERR_INPUT, "is not an HDF5 file");
    assert_int_equal(bw_io_write_file(path, "", 0, &errors), BW_OK);
    assert_unreadable(BW_ERR_INPUT, "is not an HDF5 file");
}

/* A sealed HDF5 file with the given format_version, 0 = none. */
static void write_version(int32_t version)
{
    struct bw_hdf5_writer writer;
    struct bw_text bytes;
    char seal[BW_SEAL_BYTES];
    bw_hdf5_writer_init(&writer);
    if (version != 0) {
        bw_hdf5_attribute_int32(&writer, writer.file, "format_version", version);
    }
    assert_int_equal(bw_hdf5_writer_finish(&writer, &errors), BW_OK);
    bw_text_init(&bytes);
    bw_text_append(&bytes, (const char *)writer.image.bytes, writer.image.size_bytes);
    bw_seal_make(bytes.bytes, bytes.length, seal);
    bw_text_append(&bytes, seal, sizeof seal);
    write_bytes(&bytes, bytes.length);
    bw_text_release(&bytes);
    bw_hdf5_writer_release(&writer);
}

static void test_result_read_of_other_version(void **state)
{
    (void)state;
    write_version(BW_RESULT_FORMAT_VERSION + 1);
    assert_unreadable(BW_ERR_INPUT, "version 2");
    write_version(0);
    assert_unreadable(BW_ERR_INPUT, "not a result file");
    write_version(BW_RESULT_FORMAT_VERSION);
    assert_unreadable(BW_ERR_INPUT, "damaged: cannot read /title");
}

static void test_result_read_of_truncated_file(void **state)
{
    struct bw_text bytes;
    (void)state;
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    read_bytes(&bytes);
    for (size_t i = 0; i < 40; i++) {
        write_bytes(&bytes, 9 + (bytes.length - 10) * i / 39);
        assert_unreadable(BW_ERR_INPUT, "cut short");
    }
    bw_text_release(&bytes);
}

/* Every single flipped bit is found. */
static void test_result_read_of_flipped_bits(void **state)
{
    struct bw_text bytes;
    uint32_t random = 12345;
    (void)state;
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    read_bytes(&bytes);
    for (size_t i = 0; i < 150; i++) {
        size_t at = 0;
        char bit = 0;
        random = random * 1664525u + 1013904223u;
        at = (size_t)((uint64_t)random * bytes.length >> 32);
        bit = (char)(1 << (random & 7u));
        bytes.bytes[at] = (char)(bytes.bytes[at] ^ bit);
        write_bytes(&bytes, bytes.length);
        assert_unreadable(BW_ERR_INPUT, at < 8 ? "HDF5" : "damaged");
        bytes.bytes[at] = (char)(bytes.bytes[at] ^ bit);
    }
    bw_text_release(&bytes);
}

/* Sealed, but of other sizes than expected. */
static void test_result_read_of_wrong_extents(void **state)
{
    struct bw_text bytes;
    struct bw_hdf5_reader reader;
    struct bw_arena arena;
    const uint32_t sizes[3] = {4, 5, 4};
    (void)state;
    assert_int_equal(bw_result_file_write(&fixture.set, path, &errors), BW_OK);
    read_bytes(&bytes);
    bw_arena_init(&arena);
    bw_hdf5_reader_init(&reader, &arena, bytes.bytes, bytes.length);
    assert_null(bw_hdf5_read_real(&reader, "stock", "on_hand", 3, sizes));
    assert_int_equal(reader.status, BW_ERR_INPUT);
    assert_string_equal(reader.failed, "stock/on_hand");
    assert_null(bw_hdf5_read_texts(&reader, "stock", "element", 1, sizes));
    bw_hdf5_reader_release(&reader);
    bw_arena_release(&arena);
    bw_text_release(&bytes);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_result_file_twice_gives_equal_bytes),
        TEST(test_result_file_texts_read_back),
        TEST(test_result_file_metrics_read_back),
        TEST(test_result_file_series_and_quantiles_read_back),
        TEST(test_result_file_rankings_read_back),
        TEST(test_result_file_attribution_keeps_sums),
        TEST(test_result_file_attribution_is_sorted_at_base),
        TEST(test_result_file_without_elements_has_no_group),
        TEST(test_result_file_in_missing_folder_fails),
        TEST(test_result_read_missing_file),
        TEST(test_result_read_of_other_format),
        TEST(test_result_read_of_other_version),
        TEST(test_result_read_of_truncated_file),
        TEST(test_result_read_of_flipped_bits),
        TEST(test_result_read_of_wrong_extents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
