/* SPDX-License-Identifier: Apache-2.0
 *
 * Every value of the scenarios that have every rule, wrong in many ways: each load ends
 * well or with errors that say where and what (REQ-I5, REQ-I9). How far a network that
 * was built runs is the matter of chain/property.
 *
 * usage: test_scenario_mutations [STRIDE [FIRST]]
 */
#include "base/number.h"
#include "scenario_support.h"

#include <stdio.h>
#include <string.h>

/* Of all pairs of a place and a value one in so many is tried, from the first on. */
#define STRIDE 251u

static const char *const values[] = {"{}", "[]", "null", "abc", "make", "depot", "vial",
    "-1", "0", "1", "2", "0.5", "1.5", "1e300", "1e-300", "nan", ".inf", "4294967296",
    "9223372036854775807", "1 us", "0 d", "-1 d", "10 d", "90 y", "1e300 d", "5 kg",
    "2026-02-30", "2026-03-01", "all", "[1, 2]", "[[], []]", "{value: 3}",
    "{a: {b: {c: 1}}}", "{exponential: {mean: 0}}", "{exponential: {mean: 3 d}}",
    "{uniform: {min: 0, max: 2}}", "\"\"", "\"a.b*c\""};

#define VALUE_COUNT (sizeof values / sizeof values[0])

struct walk {
    struct bw_scenario *base;
    const char *file;
    uint64_t pairs, stride;
    size_t good, bad;
};

static void expect_clear(const struct walk *w, const struct bw_assignment *change,
    const struct bw_error_list *errors)
{
    assert_true(errors->error_count > 0);
    for (size_t i = 0; i < errors->count; i++) {
        const struct bw_error *e = &errors->errors[i];
        if (e->position.file == NULL || e->position.line < 1 || e->text == NULL
            || e->text[0] == '\0') {
            fail_msg("%s with %s=%s: an error without a place or a text: %s", w->file,
                change->path, change->value, e->text != NULL ? e->text : "");
        }
    }
}

static void try_value(struct walk *w, const char *path, const char *value)
{
    struct bw_assignment change = {path, value};
    struct bw_error_list errors;
    struct bw_scenario *scenario = NULL;
    enum bw_status status;
    bw_error_list_init(&errors);
    status = bw_scenario_derive(w->base, &change, 1, &errors, &scenario);
    if (status == BW_OK) {
        w->good++;
    } else {
        assert_int_equal(status, BW_ERR_INPUT);
        expect_clear(w, &change, &errors);
        w->bad++;
    }
    bw_scenario_free(scenario);
    bw_error_list_release(&errors);
}

static void mutate(struct walk *w, const char *path)
{
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        if (w->pairs++ % w->stride == 0) {
            try_value(w, path, values[i]);
        }
    }
}

/* Every value, and every mapping or list that begins with one. */
static void mutate_all(struct walk *w)
{
    const struct bw_input_table *inputs = &w->base->inputs;
    char before[512] = "";
    for (size_t i = 0; i < inputs->count; i++) {
        const char *path = inputs->rows[i].path;
        char parent[512];
        char *dot;
        mutate(w, path);
        (void)snprintf(parent, sizeof parent, "%s", path);
        while ((dot = strrchr(parent, '.')) != NULL) {
            *dot = '\0';
            if (strncmp(before, parent, strlen(parent)) == 0) {
                break;
            }
            mutate(w, parent);
        }
        (void)snprintf(before, sizeof before, "%s", path);
    }
}

static void test_mutations_load_or_say_why_not(void **state)
{
    static const char *const files[] = {"everything-cold", "everything-contracts",
        "everything-data", "everything-ledgers", "everything-making",
        "everything-stock", "everything-transport", "everything-trial"};
    const uint64_t *arguments = *state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct walk w = {
            .file = files[i], .pairs = i + arguments[1], .stride = arguments[0]};
        struct bw_error_list errors;
        char path[512];
        (void)snprintf(
            path, sizeof path, "%s/tests/unit/chain/%s.yaml", BW_SOURCE_ROOT, files[i]);
        bw_error_list_init(&errors);
        assert_int_equal(bw_scenario_load(path, NULL, 0, &errors, &w.base), BW_OK);
        mutate_all(&w);
        assert_true(w.bad > w.good);
        bw_scenario_free(w.base);
        bw_error_list_release(&errors);
    }
}

int main(int argc, char **argv)
{
    uint64_t arguments[2] = {STRIDE, 0};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_mutations_load_or_say_why_not, arguments)};
    for (int i = 1; i < argc && i < 3; i++) {
        double number;
        if (!bw_number_read(argv[i], &number) || number < 2 - i) {
            (void)fputs("usage: test_scenario_mutations [STRIDE [FIRST]]\n", stderr);
            return 64;
        }
        arguments[i - 1] = (uint64_t)number;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
