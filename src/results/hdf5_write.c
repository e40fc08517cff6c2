/* SPDX-License-Identifier: Apache-2.0 */
#include "results/hdf5_write.h"

#include "base/memory.h"

#include <hdf5_hl.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Chunks stay well below the library's cache of 1 MiB. */
#define CHUNK_BYTES ((hsize_t)512 * 1024)

void bw_hdf5_fail(
    struct bw_hdf5_writer *writer, enum bw_status status, const char *name)
{
    if (writer->status != BW_OK) {
        return;
    }
    writer->status = status;
    writer->failed = name;
}

/* Notes a failed call of the library. Returns true when all is well so far. */
static bool check(struct bw_hdf5_writer *writer, herr_t result, const char *name)
{
    if (result < 0) {
        bw_hdf5_fail(
            writer, writer->image.failed ? BW_ERR_NOMEM : BW_ERR_INTERNAL, name);
    }
    return writer->status == BW_OK;
}

static bool check_id(struct bw_hdf5_writer *writer, hid_t id, const char *name)
{
    return check(writer, id < 0 ? -1 : 0, name);
}

void bw_hdf5_writer_init(struct bw_hdf5_writer *writer)
{
    memset(writer, 0, sizeof *writer);
    writer->status = bw_hdf5_image_create(&writer->image, &writer->file);
    writer->failed = "file";
}

enum bw_status bw_hdf5_writer_finish(
    struct bw_hdf5_writer *writer, struct bw_error_list *errors)
{
    if (writer->file >= 0) {
        enum bw_status status = bw_hdf5_image_finish(&writer->image, writer->file);
        if (status != BW_OK) {
            bw_hdf5_fail(writer, status, "file");
        }
        writer->file = -1;
    }
    if (writer->status == BW_OK) {
        return BW_OK;
    }
    return bw_error_fail(errors, writer->status, "HDF5: cannot make \"%s\": %s",
        writer->failed, bw_status_text(writer->status));
}

void bw_hdf5_writer_release(struct bw_hdf5_writer *writer)
{
    bw_hdf5_image_release(&writer->image);
}

hid_t bw_hdf5_group(struct bw_hdf5_writer *writer, const char *name)
{
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    hid_t creation = -1, group = -1;
    if (writer->status != BW_OK) {
        return -1;
    }
    creation = H5Pcreate(H5P_GROUP_CREATE);
    if (creation >= 0 && H5Pset_link_creation_order(creation, order) >= 0
        && H5Pset_attr_creation_order(creation, order) >= 0
        && H5Pset_obj_track_times(creation, false) >= 0) {
        group = H5Gcreate2(writer->file, name, H5P_DEFAULT, creation, H5P_DEFAULT);
    }
    (void)check_id(writer, group, name);
    if (creation >= 0) {
        (void)H5Pclose(creation);
    }
    return group;
}

void bw_hdf5_close(struct bw_hdf5_writer *writer, hid_t object)
{
    if (object < 0) {
        return;
    }
    if (H5Iget_type(object) == H5I_GROUP) {
        (void)check(writer, H5Gclose(object), "group");
    } else {
        (void)check(writer, H5Dclose(object), "dataset");
    }
}

/* ---- attributes ---- */

static void put_attribute(struct bw_hdf5_writer *writer, hid_t object, const char *name,
    hid_t type, hid_t space, const void *value)
{
    hid_t attribute = -1;
    if (writer->status != BW_OK) {
        return;
    }
    attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (!check_id(writer, attribute, name)) {
        return;
    }
    (void)check(writer, H5Awrite(attribute, type, value), name);
    (void)check(writer, H5Aclose(attribute), name);
}

static void put_scalar(struct bw_hdf5_writer *writer, hid_t object, const char *name,
    hid_t type, const void *value)
{
    hid_t space = -1;
    if (writer->status != BW_OK) {
        return;
    }
    space = H5Screate(H5S_SCALAR);
    if (!check_id(writer, space, name)) {
        return;
    }
    put_attribute(writer, object, name, type, space, value);
    (void)H5Sclose(space);
}

/* A text type of size bytes, H5T_VARIABLE included. */
static hid_t text_type(struct bw_hdf5_writer *writer, size_t size)
{
    hid_t type = -1;
    if (writer->status != BW_OK) {
        return -1;
    }
    type = H5Tcopy(H5T_C_S1);
    if (!check_id(writer, type, "text type")) {
        return -1;
    }
    (void)check(writer, H5Tset_size(type, size), "text type");
    if (size != H5T_VARIABLE) {
        (void)check(writer, H5Tset_strpad(type, H5T_STR_NULLPAD), "text type");
    }
    (void)check(writer, H5Tset_cset(type, H5T_CSET_UTF8), "text type");
    return type;
}

void bw_hdf5_attribute_text(
    struct bw_hdf5_writer *writer, hid_t object, const char *name, const char *text)
{
    size_t length = strlen(text);
    hid_t type = text_type(writer, length > 0 ? length : 1);
    if (type < 0) {
        return;
    }
    put_scalar(writer, object, name, type, text);
    (void)H5Tclose(type);
}

void bw_hdf5_attribute_int32(
    struct bw_hdf5_writer *writer, hid_t object, const char *name, int32_t value)
{
    put_scalar(writer, object, name, H5T_NATIVE_INT32, &value);
}

void bw_hdf5_attribute_uint64(
    struct bw_hdf5_writer *writer, hid_t object, const char *name, uint64_t value)
{
    put_scalar(writer, object, name, H5T_NATIVE_UINT64, &value);
}

static void put_array(struct bw_hdf5_writer *writer, hid_t object, const char *name,
    hid_t type, const void *values, size_t count)
{
    hsize_t size = count;
    hid_t space = -1;
    if (writer->status != BW_OK) {
        return;
    }
    space = H5Screate_simple(1, &size, NULL);
    if (!check_id(writer, space, name)) {
        return;
    }
    put_attribute(writer, object, name, type, space, values);
    (void)H5Sclose(space);
}

void bw_hdf5_attribute_int8s(struct bw_hdf5_writer *writer, hid_t object,
    const char *name, const int8_t *values, size_t count)
{
    put_array(writer, object, name, H5T_NATIVE_INT8, values, count);
}

/* ---- variables ---- */

/* Halves the leading extents until a chunk is small: one point after the other first,
 * so that a reader of one point reads little. */
static void choose_chunk(
    const struct bw_hdf5_variable *variable, size_t item_size, hsize_t *chunk)
{
    hsize_t bytes = item_size;
    for (unsigned i = 0; i < variable->axis_count; i++) {
        chunk[i] = variable->axes[i].size;
        bytes *= chunk[i];
    }
    for (unsigned i = 0; i < variable->axis_count; i++) {
        while (bytes > CHUNK_BYTES && chunk[i] > 1) {
            bytes /= chunk[i];
            chunk[i] = (chunk[i] + 1) / 2;
            bytes *= chunk[i];
        }
    }
}

/* Creation properties. Texts live in the file's heap, so filters do nothing for them
 * and their datasets stay contiguous. */
static hid_t creation_of(
    struct bw_hdf5_writer *writer, const struct bw_hdf5_variable *variable, hid_t type)
{
    const double undefined = NAN;
    hsize_t chunk[BW_HDF5_AXES];
    hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    bool is_text = H5Tget_class(type) == H5T_STRING;

    if (!check_id(writer, creation, variable->name)) {
        return -1;
    }
    (void)check(writer,
        H5Pset_attr_creation_order(
            creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
        variable->name);
    (void)check(writer, H5Pset_obj_track_times(creation, false), variable->name);
    if (is_text) {
        return creation;
    }
    choose_chunk(variable, H5Tget_size(type), chunk);
    (void)check(writer, H5Pset_chunk(creation, (int)variable->axis_count, chunk),
        variable->name);
    (void)check(writer, H5Pset_shuffle(creation), variable->name);
    (void)check(writer, H5Pset_deflate(creation, 1), variable->name);
    (void)check(writer, H5Pset_fletcher32(creation), variable->name);
    if (H5Tget_class(type) == H5T_FLOAT) {
        (void)check(writer, H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &undefined),
            variable->name);
    }
    return creation;
}

static hid_t create_dataset(
    struct bw_hdf5_writer *writer, const struct bw_hdf5_variable *variable, hid_t type)
{
    hsize_t sizes[BW_HDF5_AXES];
    hid_t creation = -1, space = -1, dataset = -1;

    for (unsigned i = 0; i < variable->axis_count; i++) {
        sizes[i] = variable->axes[i].size;
    }
    creation = creation_of(writer, variable, type);
    space = H5Screate_simple((int)variable->axis_count, sizes, NULL);
    if (creation >= 0 && check_id(writer, space, variable->name)) {
        dataset = H5Dcreate2(variable->group, variable->name, type, space, H5P_DEFAULT,
            creation, H5P_DEFAULT);
        (void)check_id(writer, dataset, variable->name);
    }
    if (space >= 0) {
        (void)H5Sclose(space);
    }
    if (creation >= 0) {
        (void)H5Pclose(creation);
    }
    return dataset;
}

/* Creates and writes the dataset of variable with its common attributes. */
static hid_t put_variable(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, hid_t file_type, hid_t memory_type,
    const void *values)
{
    const double undefined = NAN;
    hid_t dataset = -1;

    if (writer->status != BW_OK) {
        return -1;
    }
    dataset = create_dataset(writer, variable, file_type);
    if (dataset < 0) {
        return -1;
    }
    (void)check(writer,
        H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values),
        variable->name);
    for (unsigned i = 0; i < variable->axis_count; i++) {
        if (variable->axes[i].scale >= 0) {
            (void)check(writer, H5DSattach_scale(dataset, variable->axes[i].scale, i),
                variable->name);
        }
    }
    bw_hdf5_attribute_text(writer, dataset, "long_name", variable->long_name);
    bw_hdf5_attribute_text(writer, dataset, "units", variable->unit);
    if (variable->coordinates != NULL) {
        bw_hdf5_attribute_text(writer, dataset, "coordinates", variable->coordinates);
    }
    if (H5Tget_class(file_type) == H5T_FLOAT) {
        put_array(writer, dataset, "_FillValue", H5T_NATIVE_DOUBLE, &undefined, 1);
    }
    return dataset;
}

hid_t bw_hdf5_real(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const double *values)
{
    return put_variable(writer, variable, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values);
}

hid_t bw_hdf5_int32(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const int32_t *values)
{
    return put_variable(writer, variable, H5T_STD_I32LE, H5T_NATIVE_INT32, values);
}

hid_t bw_hdf5_int8(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const int8_t *values)
{
    return put_variable(writer, variable, H5T_STD_I8LE, H5T_NATIVE_INT8, values);
}

hid_t bw_hdf5_texts(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, const char *const *texts)
{
    size_t count = 1;
    const char **copy = NULL;
    hid_t type = -1, dataset = -1;

    for (unsigned i = 0; i < variable->axis_count; i++) {
        count *= (size_t)variable->axes[i].size;
    }
    if (writer->status != BW_OK) {
        return -1;
    }
    copy = bw_memory_allocate(count, sizeof *copy);
    if (copy == NULL) {
        bw_hdf5_fail(writer, BW_ERR_NOMEM, variable->name);
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        copy[i] = texts[i] != NULL ? texts[i] : "";
    }
    type = text_type(writer, H5T_VARIABLE);
    if (type >= 0) {
        dataset = put_variable(writer, variable, type, type, copy);
        (void)H5Tclose(type);
    }
    bw_memory_free(copy);
    return dataset;
}

/* ---- dimensions ---- */

static struct bw_hdf5_axis make_axis(struct bw_hdf5_writer *writer,
    const struct bw_hdf5_variable *variable, hid_t dataset)
{
    struct bw_hdf5_axis axis = {dataset, variable->axes[0].size};
    if (writer->status != BW_OK) {
        return axis;
    }
    (void)check(writer, H5DSset_scale(dataset, variable->name), variable->name);
    /* Always a scalar: an array here overflows in some netCDF readers. */
    bw_hdf5_attribute_int32(
        writer, dataset, "_Netcdf4Dimid", writer->dimension_count++);
    return axis;
}

struct bw_hdf5_axis bw_hdf5_axis_counter(
    struct bw_hdf5_writer *writer, struct bw_hdf5_variable *variable, int32_t step)
{
    size_t count = (size_t)variable->axes[0].size;
    struct bw_hdf5_axis axis = {-1, variable->axes[0].size};
    int32_t *values = NULL;

    variable->axes[0].scale = -1;
    variable->axis_count = 1;
    values = bw_memory_allocate(count, sizeof *values);
    if (values == NULL) {
        bw_hdf5_fail(writer, BW_ERR_NOMEM, variable->name);
        return axis;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = (int32_t)i * step;
    }
    axis = make_axis(writer, variable, bw_hdf5_int32(writer, variable, values));
    bw_memory_free(values);
    return axis;
}

struct bw_hdf5_axis bw_hdf5_axis_real(struct bw_hdf5_writer *writer,
    struct bw_hdf5_variable *variable, const double *values)
{
    variable->axes[0].scale = -1;
    variable->axis_count = 1;
    return make_axis(writer, variable, bw_hdf5_real(writer, variable, values));
}

struct bw_hdf5_axis bw_hdf5_axis_texts(struct bw_hdf5_writer *writer,
    struct bw_hdf5_variable *variable, const char *const *texts)
{
    variable->axes[0].scale = -1;
    variable->axis_count = 1;
    return make_axis(writer, variable, bw_hdf5_texts(writer, variable, texts));
}
