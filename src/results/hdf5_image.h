/* SPDX-License-Identifier: Apache-2.0
 *
 * HDF5 files made and read in memory. The library never touches the disk: files are
 * read and written through base/io.h, so that a full disk or a failing device is seen
 * and reported there and leaves the library in order, and memory comes from
 * base/memory.h.
 */
#ifndef BW_RESULTS_HDF5_IMAGE_H
#define BW_RESULTS_HDF5_IMAGE_H

#include "base/status.h"

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

/* The bytes of a file. Must stay where it is while the file is open. */
struct bw_hdf5_image {
    unsigned char *bytes; /* owned */
    size_t size_bytes;    /* of the file; set by bw_hdf5_image_finish() */
    size_t capacity;
    bool closed; /* the library gave the bytes back */
    bool failed; /* memory ran out */
};

/* Turns the library's own messages off and sets *file to a new empty file in image
 * (format of HDF5 1.8, creation order tracked). Errors: BW_ERR_NOMEM, BW_ERR_INTERNAL.
 */
BW_NODISCARD enum bw_status bw_hdf5_image_create(
    struct bw_hdf5_image *image, hid_t *file);

/* Closes the file with everything open in it and works out its size.
 * Errors: BW_ERR_NOMEM, BW_ERR_INTERNAL. */
BW_NODISCARD enum bw_status bw_hdf5_image_finish(
    struct bw_hdf5_image *image, hid_t file);

/* Opens bytes (copied) as a file for reading; closed with H5Fclose(). Returns a
 * negative number when they are no HDF5 file. */
hid_t bw_hdf5_image_open(const void *bytes, size_t size_bytes);

/* Releases the bytes; accepts a zeroed image. Not while the file is open. */
void bw_hdf5_image_release(struct bw_hdf5_image *image);

#endif
