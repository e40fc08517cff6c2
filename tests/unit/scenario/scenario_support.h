/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the tests of the scenario floor: scenarios written as text, loaded, and
 * their errors looked up.
 */
#ifndef BW_TESTS_SCENARIO_SUPPORT_H
#define BW_TESTS_SCENARIO_SUPPORT_H

#include "scenario/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A folder of its own for every test program. */
struct fixture {
    char folder[64];
    struct bw_error_list errors;
    struct bw_scenario *scenario;
};

int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Writes text as file name in the folder. */
void fixture_write(struct fixture *f, const char *name, const char *text);

/* Writes text as main.yaml and loads it with assignments; errors and scenario of an
 * earlier call are forgotten. */
enum bw_status fixture_load(struct fixture *f, const char *text);
enum bw_status fixture_load_set(struct fixture *f, const char *text, size_t count,
    const struct bw_assignment *assignments);

/* True when an error or warning with this path has a text that contains part. */
bool fixture_has(const struct fixture *f, const char *path, const char *part);

/* Fails the test, and shows the errors, unless the only error has path and part. */
void fixture_expect(const struct fixture *f, const char *path, const char *part);

/* Fails the test, and shows the errors, when there is any. */
void fixture_expect_none(const struct fixture *f);

/* Loads a copy of a small valid scenario with one text in it replaced. */
enum bw_status fixture_load_changed(
    struct fixture *f, const char *old_text, const char *new_text);

/* The small scenario: works supplies lipid, plant makes vial, depot sells it. */
extern const char small_scenario[];

/* Index of the element with this path in the array of its kind. */
bw_index index_of(const struct fixture *f, const char *path);

/* Initial value of a parameter by path; NaN when there is none. */
double parameter_of(const struct fixture *f, const char *path);

/* The input row of a path, or NULL. */
const struct bw_input_row *row_of(const struct fixture *f, const char *path);

#endif
