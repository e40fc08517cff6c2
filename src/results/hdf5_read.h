/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading labelled arrays of a file that may be damaged: every size and type is checked
 * before it is used. What is read lives in the caller's arena.
 *
 * A reader remembers its first failure; calls after it do nothing and return NULL or 0.
 */
#ifndef BW_RESULTS_HDF5_READ_H
#define BW_RESULTS_HDF5_READ_H

#include "base/arena.h"
#include "base/status.h"

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BW_HDF5_NAME_BYTES 256

struct bw_hdf5_reader {
    struct bw_arena *arena;
    hid_t file;
    enum bw_status status;
    char failed[2 * BW_HDF5_NAME_BYTES]; /* "group/name" of what failed first */
};

/* Starts reading bytes as an HDF5 file (copied). status is BW_ERR_INPUT when they are
 * none. */
void bw_hdf5_reader_init(struct bw_hdf5_reader *reader, struct bw_arena *arena,
    const void *bytes, size_t size_bytes);

/* Closes the file; accepts a failed reader. */
void bw_hdf5_reader_release(struct bw_hdf5_reader *reader);

/* Marks the reader failed at group/name (first failure wins). */
void bw_hdf5_reader_fail(struct bw_hdf5_reader *reader, enum bw_status status,
    const char *group, const char *name);

/* True when group (such as "/" or "/demand") and name in it exist. name may be NULL. */
bool bw_hdf5_has(struct bw_hdf5_reader *reader, const char *group, const char *name);

/* Length of a 1-D dataset, 1..INT32_MAX. */
uint32_t bw_hdf5_read_length(
    struct bw_hdf5_reader *reader, const char *group, const char *name);

/* Names of the datasets of a group, in the order of creation (of name, where the file
 * keeps no order). NULL with *count 0 on failure. */
const char *const *bw_hdf5_dataset_names(
    struct bw_hdf5_reader *reader, const char *group, uint32_t *count);

/* Whole datasets that must have rank extents as in sizes. */
const double *bw_hdf5_read_real(struct bw_hdf5_reader *reader, const char *group,
    const char *name, unsigned rank, const uint32_t *sizes);
const int8_t *bw_hdf5_read_int8(struct bw_hdf5_reader *reader, const char *group,
    const char *name, unsigned rank, const uint32_t *sizes);
const char *const *bw_hdf5_read_texts(struct bw_hdf5_reader *reader, const char *group,
    const char *name, unsigned rank, const uint32_t *sizes);

/* Attributes of dataset name in group, or of the group when name is NULL. The text is
 * NULL when there is no such attribute, which is not a failure. */
const char *bw_hdf5_read_attribute_text(struct bw_hdf5_reader *reader,
    const char *group, const char *name, const char *attribute);
/* False when there is no such attribute. */
bool bw_hdf5_read_attribute_uint64(struct bw_hdf5_reader *reader, const char *group,
    const char *attribute, uint64_t *value);

#endif
