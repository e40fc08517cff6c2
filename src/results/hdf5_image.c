/* SPDX-License-Identifier: Apache-2.0 */
#include "results/hdf5_image.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

#define GROWTH_BYTES ((size_t)1 << 20)
/* Version 2 superblock: version, size of offsets, end of file. */
#define VERSION_AT 8
#define OFFSET_SIZE_AT 9
#define END_OF_FILE_AT 28
#define SUPERBLOCK_BYTES 48

/* The core driver takes its memory through these. What it grows into is zeroed, since
 * gaps between objects are part of the file. */
static void *image_resize(void *bytes, size_t size, H5FD_file_image_op_t op, void *data)
{
    struct bw_hdf5_image *image = data;
    size_t capacity = image->capacity;
    unsigned char *grown = NULL;
    (void)op;
    if (bytes != NULL && size <= capacity) {
        return bytes;
    }
    capacity = size > SIZE_MAX / 2 ? size : (size > 2 * capacity ? size : 2 * capacity);
    grown = bw_memory_resize(bytes, capacity, 1);
    if (grown == NULL) {
        image->failed = true;
        return NULL;
    }
    memset(grown + image->capacity, 0, capacity - image->capacity);
    image->capacity = capacity;
    image->bytes = grown;
    return grown;
}

static void *image_allocate(size_t size, H5FD_file_image_op_t op, void *data)
{
    return image_resize(NULL, size, op, data);
}

static void *image_copy(
    void *to, const void *from, size_t size, H5FD_file_image_op_t op, void *data)
{
    (void)op;
    (void)data;
    return memcpy(to, from, size);
}

/* At the end of the file the bytes stay with the image. */
static herr_t image_keep(void *bytes, H5FD_file_image_op_t op, void *data)
{
    struct bw_hdf5_image *image = data;
    (void)op;
    image->closed = bytes == image->bytes;
    return 0;
}

static void *share_data(void *data)
{
    return data;
}

static herr_t unshare_data(void *data)
{
    (void)data;
    return 0;
}

static herr_t set_access(hid_t access, struct bw_hdf5_image *image)
{
    H5FD_file_image_callbacks_t callbacks = {image_allocate, image_copy, image_resize,
        image_keep, share_data, unshare_data, image};
    if (H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18) < 0
        || H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) < 0
        || H5Pset_fapl_core(access, GROWTH_BYTES, false) < 0) {
        return -1;
    }
    return H5Pset_file_image_callbacks(access, &callbacks);
}

static herr_t set_creation(hid_t creation)
{
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    /* The root keeps no time either: equal results give equal files. */
    if (H5Pset_obj_track_times(creation, false) < 0
        || H5Pset_link_creation_order(creation, order) < 0) {
        return -1;
    }
    return H5Pset_attr_creation_order(creation, order);
}

enum bw_status bw_hdf5_image_create(struct bw_hdf5_image *image, hid_t *file)
{
    enum bw_status status = BW_ERR_INTERNAL;
    hid_t access = -1, creation = -1;

    memset(image, 0, sizeof *image);
    *file = -1;
    (void)H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    access = H5Pcreate(H5P_FILE_ACCESS);
    creation = H5Pcreate(H5P_FILE_CREATE);
    if (access < 0 || creation < 0 || set_access(access, image) < 0
        || set_creation(creation) < 0) {
        goto done;
    }
    *file = H5Fcreate("bullwhip", H5F_ACC_TRUNC, creation, access);
    if (*file >= 0) {
        status = BW_OK;
    }
done:
    if (creation >= 0) {
        (void)H5Pclose(creation);
    }
    if (access >= 0) {
        (void)H5Pclose(access);
    }
    return image->failed ? BW_ERR_NOMEM : status;
}

enum bw_status bw_hdf5_image_finish(struct bw_hdf5_image *image, hid_t file)
{
    const unsigned char *bytes = NULL;
    uint64_t size = 0;

    if (H5Fclose(file) < 0 || !image->closed) {
        return image->failed ? BW_ERR_NOMEM : BW_ERR_INTERNAL;
    }
    bytes = image->bytes;
    /* The driver rounds its buffer up; the superblock knows where the file ends. */
    if (image->capacity < SUPERBLOCK_BYTES || bytes[VERSION_AT] != 2
        || bytes[OFFSET_SIZE_AT] != 8) {
        return BW_ERR_INTERNAL;
    }
    for (int i = 7; i >= 0; i--) {
        size = size << 8 | bytes[END_OF_FILE_AT + i];
    }
    if (size > image->capacity) {
        return BW_ERR_INTERNAL;
    }
    image->size_bytes = (size_t)size;
    return BW_OK;
}

hid_t bw_hdf5_image_open(const void *bytes, size_t size_bytes)
{
    hid_t access = -1, file = -1;

    (void)H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    access = H5Pcreate(H5P_FILE_ACCESS);
    /* The library copies the bytes and does not change them. */
    if (access >= 0 && H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0
        && H5Pset_fapl_core(access, GROWTH_BYTES, false) >= 0
        && H5Pset_file_image(access, (void *)(uintptr_t)bytes, size_bytes) >= 0) {
        file = H5Fopen("bullwhip", H5F_ACC_RDONLY, access);
    }
    if (access >= 0) {
        (void)H5Pclose(access);
    }
    return file;
}

void bw_hdf5_image_release(struct bw_hdf5_image *image)
{
    bw_memory_free(image->bytes);
    memset(image, 0, sizeof *image);
}
