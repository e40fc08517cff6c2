/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing labelled arrays: HDF5 objects as netCDF-4 readers expect them (dimension
 * scales, units, fill values, creation order), reproducible byte by byte.
 *
 * A writer remembers its first failure; calls after it do nothing. The caller checks
 * once, with bw_hdf5_writer_finish().
 */
#ifndef BW_RESULTS_HDF5_WRITE_H
#define BW_RESULTS_HDF5_WRITE_H

#include "base/error.h"
#include "base/status.h"
#include "results/hdf5_image.h"

#include <hdf5.h>
#include <stddef.h>
#include <stdint.h>

struct bw_hdf5_writer {
    struct bw_hdf5_image image;
    hid_t file;
    int32_t dimension_count; /* numbers the dimensions of the file */
    enum bw_status status;
    const char
        *failed; /* name of the object that failed first; lives as long as given */
};

/* A dimension: the dataset that labels it. */
struct bw_hdf5_axis {
    hid_t scale;
    hsize_t size;
};

#define BW_HDF5_AXES 4

/* A variable about to be written. All texts are borrowed; coordinates may be NULL. */
struct bw_hdf5_variable {
    hid_t group;
    const char *name; /* [A-Za-z0-9_] */
    const char *unit, *long_name;
    const char *coordinates; /* names of labels that are not dimensions */
    struct bw_hdf5_axis axes[BW_HDF5_AXES];
    unsigned axis_count;
};

/* Opens a new file in memory. Never fails by itself; see status. */
void bw_hdf5_writer_init(struct bw_hdf5_writer *writer);

/* Closes the file; image then holds its bytes. Adds a line to errors on failure.
 * Errors: BW_ERR_NOMEM, BW_ERR_INTERNAL. */
BW_NODISCARD enum bw_status bw_hdf5_writer_finish(
    struct bw_hdf5_writer *writer, struct bw_error_list *errors);

/* Releases the image. Only after bw_hdf5_writer_finish(). */
void bw_hdf5_writer_release(struct bw_hdf5_writer *writer);

/* Marks the writer failed (first failure wins). */
void bw_hdf5_fail(
    struct bw_hdf5_writer *writer, enum bw_status status, const char *name);

/* Opens a new group of the file. Open objects are closed with the file, but long loops
 * close theirs with bw_hdf5_close(). */
hid_t bw_hdf5_group(struct bw_hdf5_writer *writer, const char *name);
void bw_hdf5_close(struct bw_hdf5_writer *writer, hid_t object);

/* Makes the dimension that variable names, labelled with its values; variable's axes
 * hold one size and no scale. */
struct bw_hdf5_axis bw_hdf5_axis_counter(
    struct bw_hdf5_writer *writer, struct bw_hdf5_variable *variable, int32_t step);
struct bw_hdf5_axis bw_hdf5_axis_real(struct bw_hdf5_writer *writer,
    struct bw_hdf5_variable *variable, const double *values);
struct bw_hdf5_axis bw_hdf5_axis_texts(struct bw_hdf5_writer *writer,
    struct bw_hdf5_variable *variable, const char *const *texts);

/* Writes a variable, rows in C order, and returns it open for further attributes.
 * Reals are filled with NaN where undefined. NULL texts are written as "". */
hid_t bw_hdf5_real(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const double *values);
hid_t bw_hdf5_int32(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const int32_t *values);
hid_t bw_hdf5_int8(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const int8_t *values);
hid_t bw_hdf5_texts(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const char *const *texts);

/* Attributes. Text is fixed-length UTF-8. */
void bw_hdf5_attribute_text(
    struct bw_hdf5_writer *writer, hid_t object, const char *name, const char *text);
void bw_hdf5_attribute_int32(
    struct bw_hdf5_writer *writer, hid_t object, const char *name, int32_t value);
void bw_hdf5_attribute_uint64(
    struct bw_hdf5_writer *writer, hid_t object, const char *name, uint64_t value);
void bw_hdf5_attribute_int8s(struct bw_hdf5_writer *writer, hid_t object,
    const char *name, const int8_t *values, size_t count);

#endif
