/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario_support.h"

#include "base/io.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char small_scenario[] =
    "bullwhip: 1\n"
    "time: {start: 2026-01-05, horizon: 52 w}\n"
    "storage: {cold: {range: [2, 8]}}\n"
    "items:\n"
    "  lipid: {unit: g}\n"
    "  vial: {unit: vial, storage: cold}\n"
    "sites:\n"
    "  works:\n"
    "    supply:\n"
    "      lipid: {lead_time: 5 d}\n"
    "  plant:\n"
    "    resources:\n"
    "      suite: {servers: 2}\n"
    "    make:\n"
    "      vial:\n"
    "        needs: {lipid: 0.5}\n"
    "        batch: 100\n"
    "        steps:\n"
    "          fill: {resource: suite, time: 1 d, yield: 0.8}\n"
    "          test: {time: 2 d}\n"
    "    stock:\n"
    "      lipid: {from: works, policy: {base_stock: 1000}}\n"
    "      vial: {from: make, policy: {base_stock: 500}, initial: 500}\n"
    "  depot:\n"
    "    storage: {cold: {capacity: 2000}}\n"
    "    stock:\n"
    "      vial: {from: plant, policy: {min_max: {reorder_point: 100, order_up_to: "
    "300}},"
    " initial: 300}\n"
    "lanes:\n"
    "  road: {from: plant, to: depot, transit: 2 d}\n"
    "demand:\n"
    "  clinics: {at: depot, item: vial, arrivals: {poisson: 4 /d}, size: 10}\n";

int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/bw-scenario-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    bw_error_list_init(&f->errors);
    *state = f;
    return 0;
}

/* The folder is flat. */
static int remove_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *file = readdir(directory); file != NULL;
         file = readdir(directory)) {
        if (file->d_name[0] != '.') {
            assert_int_equal(unlinkat(dirfd(directory), file->d_name, 0), 0);
        }
    }
    assert_int_equal(closedir(directory), 0);
    return rmdir(folder);
}

int fixture_teardown(void **state)
{
    struct fixture *f = *state;
    bw_scenario_free(f->scenario);
    bw_error_list_release(&f->errors);
    int result = remove_folder(f->folder);
    free(f);
    return result;
}

void fixture_write(struct fixture *f, const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", f->folder, name);
    assert_int_equal(bw_io_write_file(path, text, strlen(text), &f->errors), BW_OK);
}

enum bw_status fixture_load_set(struct fixture *f, const char *text, size_t count,
    const struct bw_assignment *assignments)
{
    char path[256];
    bw_scenario_free(f->scenario);
    f->scenario = NULL;
    bw_error_list_release(&f->errors);
    bw_error_list_init(&f->errors);
    fixture_write(f, "main.yaml", text);
    (void)snprintf(path, sizeof path, "%s/main.yaml", f->folder);
    return bw_scenario_load(path, assignments, count, &f->errors, &f->scenario);
}

enum bw_status fixture_load(struct fixture *f, const char *text)
{
    return fixture_load_set(f, text, 0, NULL);
}

static void show_errors(const struct fixture *f)
{
    for (size_t i = 0; i < f->errors.count; i++) {
        struct bw_text text;
        bw_text_init(&text);
        bw_error_write(&f->errors.errors[i], &text);
        print_error("%s\n", bw_text_get(&text));
        bw_text_release(&text);
    }
}

bool fixture_has(const struct fixture *f, const char *path, const char *part)
{
    for (size_t i = 0; i < f->errors.count; i++) {
        const struct bw_error *error = &f->errors.errors[i];
        const char *found = error->path != NULL ? error->path : "";
        if (strcmp(found, path) == 0 && strstr(error->text, part) != NULL) {
            return true;
        }
    }
    return false;
}

void fixture_expect(const struct fixture *f, const char *path, const char *part)
{
    if (f->errors.count != 1 || !fixture_has(f, path, part)) {
        print_error("expected %s: ... %s ..., found:\n", path, part);
        show_errors(f);
        fail();
    }
}

void fixture_expect_none(const struct fixture *f)
{
    if (f->errors.count > 0) {
        show_errors(f);
        fail();
    }
}

enum bw_status fixture_load_changed(
    struct fixture *f, const char *old_text, const char *new_text)
{
    const char *at = strstr(small_scenario, old_text);
    struct bw_text text;
    assert_non_null(at);
    bw_text_init(&text);
    bw_text_append(&text, small_scenario, (size_t)(at - small_scenario));
    bw_text_add(&text, new_text);
    bw_text_add(&text, at + strlen(old_text));
    enum bw_status status = fixture_load(f, bw_text_get(&text));
    bw_text_release(&text);
    return status;
}

bw_index index_of(const struct fixture *f, const char *path)
{
    const struct bw_network *network = f->scenario->network;
    bw_index element = bw_network_find(network, path);
    assert_true(element != BW_NONE);
    return network->elements[element].index;
}

double parameter_of(const struct fixture *f, const char *path)
{
    const struct bw_network *network = f->scenario->network;
    for (uint32_t i = 0; i < network->parameter_count; i++) {
        if (strcmp(network->parameters[i].path, path) == 0) {
            return network->parameters[i].initial;
        }
    }
    return NAN;
}

const struct bw_input_row *row_of(const struct fixture *f, const char *path)
{
    for (size_t i = 0; i < f->scenario->inputs.count; i++) {
        if (strcmp(f->scenario->inputs.rows[i].path, path) == 0) {
            return &f->scenario->inputs.rows[i];
        }
    }
    return NULL;
}
