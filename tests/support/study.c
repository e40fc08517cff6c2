/* SPDX-License-Identifier: Apache-2.0 */
#include "study.h"

#include "unit.h"

#include "base/memory.h"

static void print_errors(const struct bw_error_list *errors)
{
    for (size_t i = 0; i < errors->count; i++) {
        struct bw_text line;

        bw_text_init(&line);
        bw_error_write(&errors->errors[i], &line);
        print_error("%s\n", bw_text_get(&line));
        bw_text_release(&line);
    }
}

void bw_study_open(struct bw_study *study, const char *path,
    const struct bw_assignment *assignments, size_t count)
{
    enum bw_status status;

    bw_error_list_init(&study->errors);
    status =
        bw_scenario_load(path, assignments, count, &study->errors, &study->scenario);
    print_errors(&study->errors);
    assert_int_equal(status, BW_OK);
    assert_int_equal(bw_layout_create(study->scenario->network, &study->layout), BW_OK);
    assert_int_equal(bw_simulation_create(
                         study->scenario->network, study->layout, &study->simulation),
        BW_OK);
    study->values = bw_memory_allocate(study->layout->size, sizeof *study->values);
    assert_non_null(study->values);
}

void bw_study_close(struct bw_study *study)
{
    bw_memory_free(study->values);
    bw_simulation_free(study->simulation);
    bw_layout_free(study->layout);
    bw_scenario_free(study->scenario);
    bw_error_list_release(&study->errors);
}

void bw_study_run(struct bw_study *study, uint64_t seed, uint64_t replication)
{
    enum bw_status status = bw_simulation_run(
        study->simulation, seed, replication, study->values, &study->errors);

    if (status != BW_OK) {
        print_errors(&study->errors);
    }
    assert_int_equal(status, BW_OK);
}

double bw_study_value(
    const struct bw_study *study, const char *element, const char *metric)
{
    bw_index index = bw_network_find(study->scenario->network, element);
    size_t at;

    assert_int_not_equal(index, BW_NONE);
    at = bw_layout_metric(study->layout, index, metric);
    assert_true(at != SIZE_MAX);
    return study->values[at];
}

double bw_study_wait(
    const struct bw_study *study, const char *element, enum bw_stage stage)
{
    bw_index index = bw_network_find(study->scenario->network, element);

    for (uint32_t i = 0; i < study->layout->cell_count; i++) {
        if (study->layout->cells[i].element == index
            && study->layout->cells[i].stage == stage) {
            return study->values[study->layout->order_wait_offset + i];
        }
    }
    return 0.0;
}
