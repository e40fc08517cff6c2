/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the parts that write a result file.
 */
#ifndef BW_RESULTS_RESULT_FILE_INTERNAL_H
#define BW_RESULTS_RESULT_FILE_INTERNAL_H

#include "base/arena.h"
#include "results/hdf5_write.h"
#include "results/result_file.h"
#include "results/result_set.h"

#include <stdbool.h>
#include <stddef.h>

struct bw_result_writer {
    struct bw_hdf5_writer hdf5;
    struct bw_arena arena; /* names and label tables */
    const struct bw_result_set *set;
    const struct bw_result_file_options *options;
    double *scratch; /* as large as the largest variable needed so far; owned */
    size_t scratch_count;
};

/* A group with its own copy of the dimensions that all groups share. */
struct bw_result_place {
    hid_t group;
    struct bw_hdf5_axis point, replication;
};

/* Opens group name (NULL = the root) with dimensions point, replication (unless
 * without_replication) and the variable point_label. */
struct bw_result_place bw_result_place_open(
    struct bw_result_writer *writer, const char *name, bool without_replication);

/* Room for count reals, or NULL (the writer is then failed). Each call takes back the
 * room of the call before. */
double *bw_result_scratch(struct bw_result_writer *writer, size_t count);

/* Room for count texts until the end, or NULL (the writer is then failed). */
const char **bw_result_text_table(struct bw_result_writer *writer, size_t count);

/* Paths of elements as a table of texts; NULL as above. */
const char **bw_result_paths(
    struct bw_result_writer *writer, const bw_index *elements, size_t count);

/* Writes values that stand count in a row at offset in the vector of each replication;
 * variable's axes begin with point and replication. Returns the open variable. */
hid_t bw_result_put_values(struct bw_result_writer *writer,
    const struct bw_hdf5_variable *variable, size_t offset, size_t count);

/* "lead_time.order" as a variable name, "lead_time_order"; owned by the arena. */
const char *bw_result_variable_name(struct bw_result_writer *writer, const char *prefix,
    const char *name, const char *suffix);

/* The groups beyond the metrics of the elements. */
void bw_result_write_attribution(struct bw_result_writer *writer);
void bw_result_write_bottleneck(struct bw_result_writer *writer);
void bw_result_write_series(struct bw_result_writer *writer);
void bw_result_write_quantiles(struct bw_result_writer *writer);
void bw_result_write_paired(struct bw_result_writer *writer);
void bw_result_write_input(struct bw_result_writer *writer);

#endif
