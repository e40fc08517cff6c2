/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of subcommands: dispatch and help loop over it. A new command is a file
 * cmd_<name>.c, a line in the table and a page docs/commands/<name>.md.
 */
#ifndef BW_CLI_COMMAND_H
#define BW_CLI_COMMAND_H

#include "base/error.h"
#include "base/status.h"
#include "cli/options.h"

#include <stddef.h>
#include <stdint.h>

/* Runs a command with options that were read and counted. Messages go to errors and
 * are printed by the caller. */
typedef enum bw_status (*bw_command_fn)(
    const struct bw_options *options, struct bw_error_list *errors);

struct bw_command {
    const char *name;
    const char *summary;  /* one line */
    const char *operands; /* "SCENARIO", "" = none */
    const char *examples; /* lines with their line feeds */
    const char *details;  /* what to know beside the options, may be "" */
    uint32_t options;     /* bits beside BW_OPTIONS_ALWAYS */
    int operand_count;    /* at most so many */
    int optional_count;   /* of which so many may be left out */
    bw_command_fn run;
};

/* The table, in the order of help. */
extern const struct bw_command *const bw_commands[];
extern const size_t bw_command_count;

extern const struct bw_command bw_command_check;
extern const struct bw_command bw_command_run;
extern const struct bw_command bw_command_sweep;
extern const struct bw_command bw_command_trace;
extern const struct bw_command bw_command_explain;
extern const struct bw_command bw_command_report;
extern const struct bw_command bw_command_export;
extern const struct bw_command bw_command_schema;
extern const struct bw_command bw_command_bench;

#endif
