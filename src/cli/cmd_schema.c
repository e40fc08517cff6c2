/* SPDX-License-Identifier: Apache-2.0 */
#include "base/io.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "scenario/scenario.h"

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    bool is_markdown = (options->given & BW_OPTION_MARKDOWN) != 0;
    struct bw_text text;
    bw_text_init(&text);
    enum bw_status status =
        is_markdown ? bw_schema_write_markdown(&text) : bw_schema_write_json(&text);
    if (status != BW_OK) {
        (void)bw_error_fail(errors, status, "schema: %s", bw_status_text(status));
    } else if (options->output != NULL) {
        status =
            bw_io_write_file(options->output, bw_text_get(&text), text.length, errors);
    } else {
        status = bw_terminal_write(bw_text_get(&text), text.length, errors);
    }
    bw_text_release(&text);
    return status;
}

const struct bw_command bw_command_schema = {
    .name = "schema",
    .summary = "print the scenario format for editors or as a reference",
    .operands = "",
    .examples = "  bullwhip schema -o bullwhip.schema.json\n"
                "  bullwhip schema --markdown\n",
    .details = "JSON Schema (draft-07). Editors with a YAML language server check and "
               "complete scenarios\nthat begin with\n"
               "  # yaml-language-server: $schema=bullwhip.schema.json\n",
    .options = BW_OPTION_MARKDOWN | BW_OPTION_OUTPUT,
    .operand_count = 0,
    .run = run,
};
