/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/terminal.h"
#include "engine/distribution.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define OUTPUT_BUFFER 65536

const struct bw_command *const bw_commands[] = {
    &bw_command_check,
    &bw_command_run,
    &bw_command_sweep,
    &bw_command_trace,
    &bw_command_explain,
    &bw_command_report,
    &bw_command_export,
    &bw_command_schema,
    &bw_command_bench,
};
const size_t bw_command_count = sizeof bw_commands / sizeof bw_commands[0];

static int exit_status(enum bw_status status)
{
    switch (status) {
    case BW_OK:
        return 0;
    case BW_ERR_USAGE:
        return 64;
    case BW_ERR_INPUT:
        return 65;
    case BW_ERR_MISSING:
        return 66;
    case BW_ERR_CREATE:
        return 73;
    case BW_ERR_IO:
        return 74;
    case BW_ERR_STOPPED:
        return 75;
    default:
        return 70;
    }
}

static void print_usage(FILE *stream)
{
    (void)fputs("Simulates supply chains: where customers' waiting time comes from and "
                "what would shorten it.\n\n"
                "  bullwhip run scenarios/tutorial.yaml\n"
                "  bullwhip sweep scenarios/tutorial.yaml -o tutorial.h5\n"
                "  bullwhip report tutorial.h5\n\n"
                "Usage: bullwhip COMMAND [OPTIONS] [FILE]\n\nCommands:\n",
        stream);
    for (size_t c = 0; c < bw_command_count; c++) {
        (void)fprintf(
            stream, "  %-8s %s\n", bw_commands[c]->name, bw_commands[c]->summary);
    }
    (void)fputs("\nbullwhip COMMAND --help explains a command; bullwhip --version "
                "shows the version.\n",
        stream);
}

static void print_help(const struct bw_command *command)
{
    (void)printf("%s\n\nUsage: bullwhip %s [OPTIONS]%s%s\n\nExamples:\n%s\n",
        command->summary, command->name, command->operands[0] != '\0' ? " " : "",
        command->operands, command->examples);
    (void)printf("%s\nOptions:\n", command->details);
    bw_options_print(command->options | BW_OPTIONS_ALWAYS);
    (void)fputs("\nExit status: 0 done, 64 usage, 65 bad input, 66 missing input, 70 "
                "internal error,\n73 a file cannot be created, 74 reading or writing "
                "failed, 75 stopped or held by\nanother process: run again to go on.\n",
        stdout);
}

static void print_version(void)
{
    (void)puts("bullwhip " BW_VERSION);
}

static const struct bw_command *find_command(
    const char *name, struct bw_error_list *errors)
{
    const char *nearest = NULL;
    unsigned least = UINT_MAX;
    for (size_t c = 0; c < bw_command_count; c++) {
        unsigned distance = bw_text_distance(name, bw_commands[c]->name);
        if (distance == 0) {
            return bw_commands[c];
        }
        if (distance < least && 2 * (size_t)distance <= strlen(name)) {
            least = distance;
            nearest = bw_commands[c]->name;
        }
    }
    if (nearest != NULL) {
        (void)bw_error_fail(errors, BW_ERR_USAGE,
            "unknown command %s; did you mean %s?", name, nearest);
    } else {
        (void)bw_error_fail(errors, BW_ERR_USAGE,
            "unknown command %s; bullwhip --help lists the commands", name);
    }
    return NULL;
}

/* Joins the arguments with blanks, as the run log shows them. */
static void join(struct bw_text *text, int count, char **arguments)
{
    for (int a = 0; a < count; a++) {
        bw_text_add(text, a > 0 ? " " : "");
        bw_text_add(text, arguments[a]);
    }
}

static enum bw_status run_command(const struct bw_command *command, int count,
    char **arguments, const char *command_line, struct bw_options *options,
    struct bw_error_list *errors)
{
    enum bw_status status = bw_options_read(
        options, count, arguments, command->options | BW_OPTIONS_ALWAYS, errors);
    if (status != BW_OK) {
        return status;
    }
    if ((options->given & BW_OPTION_HELP) != 0) {
        print_help(command);
        return BW_OK;
    }
    if ((options->given & BW_OPTION_VERSION) != 0) {
        print_version();
        return BW_OK;
    }
    if (options->operand_count < command->operand_count - command->optional_count) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "%s: expected %s; see bullwhip %s --help", command->name, command->operands,
            command->name);
    }
    if (options->operand_count > command->operand_count) {
        return bw_error_fail(errors, BW_ERR_USAGE, "%s: unexpected argument %s",
            command->name, options->operands[command->operand_count]);
    }
    options->command_line = command_line;
    return command->run(options, errors);
}

/* What may stand in place of a command: help, the version, or a mistake. */
static enum bw_status run_without_command(
    int argc, char **argv, struct bw_options *options, struct bw_error_list *errors)
{
    enum bw_status status = bw_options_read(
        options, argc, argv, BW_OPTION_HELP | BW_OPTION_VERSION, errors);
    if (status == BW_OK && (options->given & BW_OPTION_VERSION) != 0) {
        print_version();
    } else if (status == BW_OK && (options->given & BW_OPTION_HELP) != 0) {
        print_usage(stdout);
    } else if (status == BW_OK) {
        print_usage(stderr);
        status = BW_ERR_USAGE;
    }
    return status;
}

static enum bw_status dispatch(int argc, char **argv, struct bw_error_list *errors)
{
    struct bw_options options = {.given = 0};
    struct bw_text command_line;
    enum bw_status status = BW_ERR_USAGE;
    bw_text_init(&command_line);
    if (argc < 2 || argv[1][0] == '-') {
        status = run_without_command(argc, argv, &options, errors);
    } else {
        const struct bw_command *command = find_command(argv[1], errors);
        join(&command_line, argc, argv);
        if (command != NULL) {
            status = run_command(command, argc - 1, argv + 1,
                bw_text_get(&command_line), &options, errors);
        }
    }
    bw_terminal_print_errors(errors, (options.given & BW_OPTION_QUIET) != 0);
    bw_options_release(&options);
    bw_text_release(&command_line);
    return status;
}

/* Closes standard output; what it could not take shows here at the latest. A reader
 * that went away (EPIPE) wants no message, and a command that failed has sent its own.
 */
static enum bw_status close_output(enum bw_status status)
{
    bool has_failed = ferror(stdout) != 0;
    errno = 0;
    if (fclose(stdout) == 0 && !has_failed) {
        return status;
    }
    if (status == BW_OK && errno != EPIPE) {
        (void)fprintf(stderr, "bullwhip: standard output: cannot be written: %s\n",
            errno != 0 ? strerror(errno) : "input/output error");
    }
    return status == BW_OK ? BW_ERR_IO : status;
}

int bw_cli_main(int argc, char **argv)
{
    /* Tables fit, so that a full disk or a reader that left shows once, at the end. */
    char buffer[OUTPUT_BUFFER];
    struct bw_error_list errors;
    bw_error_list_init(&errors);
    bw_interrupt_ignore_pipe();
    bw_law_start();
    (void)setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    enum bw_status status = dispatch(argc, argv, &errors);
    bw_error_list_release(&errors);
    return exit_status(close_output(status));
}
