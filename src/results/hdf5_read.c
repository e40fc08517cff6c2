/* SPDX-License-Identifier: Apache-2.0 */
#include "results/hdf5_read.h"

#include "base/memory.h"
#include "results/hdf5_image.h"

#include <stdio.h>
#include <string.h>

#define RANK_LIMIT 4
#define LINK_LIMIT 100000
#define ATTRIBUTE_BYTES ((size_t)1 << 20)
/* Deflate cannot shrink further than about 1 : 1032, so a dataset that claims more is
 * damaged; believing it could ask for all memory there is. */
#define COMPRESSION_LIMIT 1100

void bw_hdf5_reader_init(struct bw_hdf5_reader *reader, struct bw_arena *arena,
    const void *bytes, size_t size_bytes)
{
    *reader = (struct bw_hdf5_reader){.arena = arena, .file = -1};
    reader->file = bw_hdf5_image_open(bytes, size_bytes);
    if (reader->file < 0) {
        bw_hdf5_reader_fail(reader, BW_ERR_INPUT, "/", NULL);
    }
}

void bw_hdf5_reader_release(struct bw_hdf5_reader *reader)
{
    if (reader->file >= 0) {
        (void)H5Fclose(reader->file);
    }
    reader->file = -1;
}

void bw_hdf5_reader_fail(struct bw_hdf5_reader *reader, enum bw_status status,
    const char *group, const char *name)
{
    const char *separator = strcmp(group, "/") == 0 || name == NULL ? "" : "/";
    if (reader->status != BW_OK) {
        return;
    }
    reader->status = status;
    (void)snprintf(reader->failed, sizeof reader->failed, "%s%s%s", group, separator,
        name != NULL ? name : "");
}

static void fail_damaged(
    struct bw_hdf5_reader *reader, const char *group, const char *name)
{
    bw_hdf5_reader_fail(reader, BW_ERR_INPUT, group, name);
}

static void *allocate(struct bw_hdf5_reader *reader, size_t count, size_t size,
    const char *group, const char *name)
{
    void *block = bw_arena_allocate(reader->arena, count, size);
    if (block == NULL) {
        bw_hdf5_reader_fail(reader, BW_ERR_NOMEM, group, name);
    }
    return block;
}

/* ---- groups ---- */

/* The root is always there, and H5Lexists() refuses "/". */
static bool has_link(hid_t file, const char *path)
{
    return strcmp(path, "/") == 0 || H5Lexists(file, path, H5P_DEFAULT) > 0;
}

static hid_t open_group(struct bw_hdf5_reader *reader, const char *group)
{
    if (reader->status != BW_OK || !has_link(reader->file, group)) {
        return -1;
    }
    return H5Gopen2(reader->file, group, H5P_DEFAULT);
}

bool bw_hdf5_has(struct bw_hdf5_reader *reader, const char *group, const char *name)
{
    hid_t id = open_group(reader, group);
    bool found = id >= 0;
    if (found && name != NULL) {
        found = H5Lexists(id, name, H5P_DEFAULT) > 0;
    }
    if (id >= 0) {
        (void)H5Gclose(id);
    }
    return found;
}

/* Name of link index of a group; NULL on failure. */
static const char *link_name(struct bw_hdf5_reader *reader, hid_t group, hsize_t index)
{
    static const H5_index_t orders[] = {H5_INDEX_CRT_ORDER, H5_INDEX_NAME};
    char name[BW_HDF5_NAME_BYTES];
    ssize_t length = -1;
    const char *copy = NULL;

    for (size_t i = 0; i < 2 && length < 0; i++) {
        length = H5Lget_name_by_idx(
            group, ".", orders[i], H5_ITER_INC, index, name, sizeof name, H5P_DEFAULT);
    }
    if (length <= 0 || length >= BW_HDF5_NAME_BYTES) {
        fail_damaged(reader, "link", NULL);
        return NULL;
    }
    copy = bw_arena_copy_text(reader->arena, name, (size_t)length);
    if (copy == NULL) {
        bw_hdf5_reader_fail(reader, BW_ERR_NOMEM, name, NULL);
    }
    return copy;
}

static bool is_dataset(hid_t group, const char *name)
{
    hid_t id = H5Oopen(group, name, H5P_DEFAULT);
    bool is_one = id >= 0 && H5Iget_type(id) == H5I_DATASET;
    if (id >= 0) {
        (void)H5Oclose(id);
    }
    return is_one;
}

const char *const *bw_hdf5_dataset_names(
    struct bw_hdf5_reader *reader, const char *group, uint32_t *count)
{
    const char **names = NULL;
    H5G_info_t info = {0};
    hid_t id = open_group(reader, group);

    *count = 0;
    if (id < 0) {
        return NULL;
    }
    if (H5Gget_info(id, &info) < 0 || info.nlinks > LINK_LIMIT) {
        fail_damaged(reader, group, NULL);
    } else {
        names = allocate(reader, (size_t)info.nlinks, sizeof *names, group, NULL);
    }
    for (hsize_t i = 0; names != NULL && i < info.nlinks; i++) {
        const char *name = link_name(reader, id, i);
        if (name != NULL && is_dataset(id, name)) {
            names[(*count)++] = name;
        }
    }
    (void)H5Gclose(id);
    return names;
}

/* ---- datasets ---- */

static hid_t open_dataset(
    struct bw_hdf5_reader *reader, const char *group, const char *name)
{
    hid_t dataset = -1, id = -1;
    if (reader->status != BW_OK) {
        return -1;
    }
    id = open_group(reader, group);
    if (id >= 0) {
        dataset = H5Dopen2(id, name, H5P_DEFAULT);
        (void)H5Gclose(id);
    }
    if (dataset < 0) {
        fail_damaged(reader, group, name);
    }
    return dataset;
}

/* Reads the extents; false when the rank is not as expected. */
static bool read_extents(hid_t dataset, unsigned rank, hsize_t *extents)
{
    hid_t space = H5Dget_space(dataset);
    bool is_as_expected = space >= 0 && H5Sget_simple_extent_ndims(space) == (int)rank
        && H5Sget_simple_extent_dims(space, extents, NULL) >= 0;
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    return is_as_expected;
}

uint32_t bw_hdf5_read_length(
    struct bw_hdf5_reader *reader, const char *group, const char *name)
{
    hsize_t extent = 0;
    hid_t dataset = open_dataset(reader, group, name);
    if (dataset < 0) {
        return 0;
    }
    if (!read_extents(dataset, 1, &extent) || extent == 0 || extent > INT32_MAX) {
        fail_damaged(reader, group, name);
        extent = 0;
    }
    (void)H5Dclose(dataset);
    return (uint32_t)extent;
}

/* Number of items of a dataset, 0 when its extents differ from sizes or when the file
 * cannot hold so many. */
static size_t count_items(
    hid_t dataset, unsigned rank, const uint32_t *sizes, size_t item_size)
{
    hsize_t extents[RANK_LIMIT] = {0};
    hsize_t stored = H5Dget_storage_size(dataset);
    size_t count = 1, bytes = 0;

    if (rank > RANK_LIMIT || !read_extents(dataset, rank, extents)) {
        return 0;
    }
    for (unsigned i = 0; i < rank; i++) {
        if (extents[i] != sizes[i] || !bw_memory_multiply(count, sizes[i], &count)) {
            return 0;
        }
    }
    if (!bw_memory_multiply(count, item_size, &bytes)
        || bytes / COMPRESSION_LIMIT > stored) {
        return 0;
    }
    return count;
}

static const void *read_numbers(struct bw_hdf5_reader *reader, const char *group,
    const char *name, unsigned rank, const uint32_t *sizes, hid_t type)
{
    size_t item_size = H5Tget_size(type), count = 0;
    hid_t dataset = open_dataset(reader, group, name), stored_type = -1;
    void *values = NULL;

    if (dataset < 0) {
        return NULL;
    }
    stored_type = H5Dget_type(dataset);
    count = count_items(dataset, rank, sizes, item_size);
    if (count == 0 || stored_type < 0
        || H5Tget_class(stored_type) != H5Tget_class(type)) {
        fail_damaged(reader, group, name);
    } else {
        values = allocate(reader, count, item_size, group, name);
    }
    if (values != NULL
        && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
        fail_damaged(reader, group, name);
    }
    if (stored_type >= 0) {
        (void)H5Tclose(stored_type);
    }
    (void)H5Dclose(dataset);
    return reader->status == BW_OK ? values : NULL;
}

const double *bw_hdf5_read_real(struct bw_hdf5_reader *reader, const char *group,
    const char *name, unsigned rank, const uint32_t *sizes)
{
    return read_numbers(reader, group, name, rank, sizes, H5T_NATIVE_DOUBLE);
}

const int8_t *bw_hdf5_read_int8(struct bw_hdf5_reader *reader, const char *group,
    const char *name, unsigned rank, const uint32_t *sizes)
{
    return read_numbers(reader, group, name, rank, sizes, H5T_NATIVE_INT8);
}

/* Copies texts that the library allocated into the arena. */
static const char *const *copy_texts(struct bw_hdf5_reader *reader, char *const *raw,
    size_t count, const char *group, const char *name)
{
    const char **texts = allocate(reader, count, sizeof *texts, group, name);
    for (size_t i = 0; texts != NULL && i < count; i++) {
        const char *text = raw[i] != NULL ? raw[i] : "";
        texts[i] = bw_arena_copy_text(reader->arena, text, strlen(text));
        if (texts[i] == NULL) {
            bw_hdf5_reader_fail(reader, BW_ERR_NOMEM, group, name);
            return NULL;
        }
    }
    return texts;
}

const char *const *bw_hdf5_read_texts(struct bw_hdf5_reader *reader, const char *group,
    const char *name, unsigned rank, const uint32_t *sizes)
{
    hid_t dataset = open_dataset(reader, group, name), type = -1, space = -1;
    const char *const *texts = NULL;
    char **raw = NULL;
    size_t count = 0;

    if (dataset < 0) {
        return NULL;
    }
    type = H5Dget_type(dataset);
    space = H5Dget_space(dataset);
    count = count_items(dataset, rank, sizes, sizeof(char *));
    if (count == 0 || type < 0 || space < 0 || H5Tis_variable_str(type) <= 0) {
        fail_damaged(reader, group, name);
        goto done;
    }
    raw = bw_memory_allocate(count, sizeof *raw);
    if (raw == NULL) {
        bw_hdf5_reader_fail(reader, BW_ERR_NOMEM, group, name);
    } else if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw) < 0) {
        fail_damaged(reader, group, name);
    } else {
        texts = copy_texts(reader, raw, count, group, name);
    }
    if (raw != NULL) {
        (void)H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw);
    }
done:
    bw_memory_free(raw);
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    (void)H5Dclose(dataset);
    return texts;
}

/* ---- attributes ---- */

/* Opens a scalar attribute; a negative number when there is none. */
static hid_t open_attribute(struct bw_hdf5_reader *reader, const char *group,
    const char *name, const char *attribute)
{
    hid_t owner = -1, id = -1, space = -1;

    owner =
        name == NULL ? open_group(reader, group) : open_dataset(reader, group, name);
    if (owner < 0) {
        return -1;
    }
    if (H5Aexists(owner, attribute) > 0) {
        id = H5Aopen(owner, attribute, H5P_DEFAULT);
    }
    (void)H5Oclose(owner);
    if (id < 0) {
        return -1;
    }
    space = H5Aget_space(id);
    if (space < 0 || H5Sget_simple_extent_npoints(space) != 1) {
        fail_damaged(reader, group, attribute);
        (void)H5Aclose(id);
        id = -1;
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    return id;
}

static const char *read_fixed_text(struct bw_hdf5_reader *reader, hid_t id, hid_t type,
    const char *group, const char *attribute)
{
    size_t size = H5Tget_size(type);
    char *text = NULL;

    if (size == 0 || size > ATTRIBUTE_BYTES) {
        fail_damaged(reader, group, attribute);
        return NULL;
    }
    text = allocate(reader, size + 1, 1, group, attribute);
    if (text != NULL && H5Aread(id, type, text) < 0) {
        fail_damaged(reader, group, attribute);
        return NULL;
    }
    return text;
}

/* Other programs rewrite text attributes with variable length. */
static const char *read_variable_text(struct bw_hdf5_reader *reader, hid_t id,
    hid_t type, const char *group, const char *attribute)
{
    char *raw = NULL;
    const char *text = NULL;

    if (H5Aread(id, type, &raw) < 0) {
        fail_damaged(reader, group, attribute);
        return NULL;
    }
    text = raw != NULL ? bw_arena_copy_text(reader->arena, raw, strlen(raw)) : "";
    if (text == NULL) {
        bw_hdf5_reader_fail(reader, BW_ERR_NOMEM, group, attribute);
    }
    (void)H5free_memory(raw);
    return text;
}

const char *bw_hdf5_read_attribute_text(struct bw_hdf5_reader *reader,
    const char *group, const char *name, const char *attribute)
{
    const char *text = NULL;
    hid_t id = open_attribute(reader, group, name, attribute), type = -1;

    if (id < 0) {
        return NULL;
    }
    type = H5Aget_type(id);
    if (type < 0 || H5Tget_class(type) != H5T_STRING) {
        fail_damaged(reader, group, attribute);
    } else if (H5Tis_variable_str(type) > 0) {
        text = read_variable_text(reader, id, type, group, attribute);
    } else {
        text = read_fixed_text(reader, id, type, group, attribute);
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    (void)H5Aclose(id);
    return text;
}

bool bw_hdf5_read_attribute_uint64(struct bw_hdf5_reader *reader, const char *group,
    const char *attribute, uint64_t *value)
{
    hid_t id = open_attribute(reader, group, NULL, attribute), type = -1;
    bool is_read = false;

    if (id < 0) {
        return false;
    }
    type = H5Aget_type(id);
    is_read = type >= 0 && H5Tget_class(type) == H5T_INTEGER
        && H5Aread(id, H5T_NATIVE_UINT64, value) >= 0;
    if (!is_read) {
        fail_damaged(reader, group, attribute);
    }
    if (type >= 0) {
        (void)H5Tclose(type);
    }
    (void)H5Aclose(id);
    return is_read;
}
