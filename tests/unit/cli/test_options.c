/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"
#include "scenario/scenario.h"
#include "unit.h"

#include <string.h>

#define ARGUMENTS_MAX 16

struct fixture {
    char *arguments[ARGUMENTS_MAX + 1]; /* getopt_long moves them */
    int count;
    struct bw_options options;
    struct bw_error_list errors;
};

static int set_up(void **state)
{
    static struct fixture f;
    f = (struct fixture){.count = 0};
    bw_error_list_init(&f.errors);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    bw_options_release(&f->options);
    bw_error_list_release(&f->errors);
    return 0;
}

/* Reads a command line of words that live as long as the program. */
static enum bw_status read_line(struct fixture *f, char *const *words, uint32_t allowed)
{
    for (f->count = 0; words[f->count] != NULL; f->count++) {
        assert_in_range(f->count, 0, ARGUMENTS_MAX - 1);
        f->arguments[f->count] = words[f->count];
    }
    return bw_options_read(&f->options, f->count, f->arguments, allowed, &f->errors);
}

static void test_options_read_all_kinds_and_operands(void **state)
{
    struct fixture *f = *state;
    char *const words[] = {"run", "-j", "4", "a.yaml", "--seed=9", "-n20", "-qo",
        "x.h5", "--set", "a.b=c=d", "--set=e=1", "--", "-z", NULL};
    assert_int_equal(
        read_line(f, words, BW_OPTIONS_SIMULATE | BW_OPTIONS_ALWAYS), BW_OK);
    assert_int_equal(f->options.threads, 4);
    assert_int_equal(f->options.replications, 20);
    assert_int_equal(f->options.seed, 9);
    assert_string_equal(f->options.output, "x.h5");
    assert_true((f->options.given & BW_OPTION_QUIET) != 0);
    assert_int_equal(f->options.assignments.count, 2);
    const struct bw_assignment *first = bw_vector_at(&f->options.assignments, 0);
    assert_string_equal(first->path, "a.b");
    assert_string_equal(first->value, "c=d");
    assert_int_equal(f->options.operand_count, 2);
    assert_string_equal(f->options.operands[0], "a.yaml");
    assert_string_equal(f->options.operands[1], "-z");
}

static void test_options_read_refuses_abbreviations(void **state)
{
    struct fixture *f = *state;
    char *const words[] = {"run", "--thre", "4", NULL};
    assert_int_equal(
        read_line(f, words, BW_OPTIONS_SIMULATE | BW_OPTIONS_ALWAYS), BW_ERR_USAGE);
    assert_string_equal(
        f->errors.errors[0].text, "unknown option --thre; did you mean --threads?");
}

static void test_options_read_refuses_what_the_command_does_not_take(void **state)
{
    struct fixture *f = *state;
    char *const words[] = {"check", "-q", "-o", "x", NULL};
    assert_int_equal(
        read_line(f, words, BW_OPTION_SET | BW_OPTIONS_ALWAYS), BW_ERR_USAGE);
    assert_string_equal(f->errors.errors[0].text, "unknown option -o");
}

static void test_options_read_long_flag_before_letters_is_no_abbreviation(void **state)
{
    struct fixture *f = *state;
    char *const words[] = {"sweep", "--dry-run", "-qh", NULL};
    assert_int_equal(read_line(f, words, BW_OPTION_DRY_RUN | BW_OPTIONS_ALWAYS), BW_OK);
    assert_int_equal(
        f->options.given, BW_OPTION_DRY_RUN | BW_OPTION_QUIET | BW_OPTION_HELP);
}

static void test_options_read_takes_relative_values(void **state)
{
    struct fixture *f = *state;
    char *const words[] = {"run", "--set", "a.*.b=*1.2", NULL};
    assert_int_equal(
        read_line(f, words, BW_OPTIONS_SIMULATE | BW_OPTIONS_ALWAYS), BW_OK);
    const struct bw_assignment *first = bw_vector_at(&f->options.assignments, 0);
    assert_string_equal(first->path, "a.*.b");
    assert_string_equal(first->value, "*1.2");
}

int main(void)
{
#define OPTIONS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        OPTIONS_TEST(test_options_read_all_kinds_and_operands),
        OPTIONS_TEST(test_options_read_refuses_abbreviations),
        OPTIONS_TEST(test_options_read_refuses_what_the_command_does_not_take),
        OPTIONS_TEST(test_options_read_long_flag_before_letters_is_no_abbreviation),
        OPTIONS_TEST(test_options_read_takes_relative_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
