/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "results/report.h"
#include "results/result_read.h"

#include <stdio.h>
#include <string.h>

/* Writes path without ".h5" and with "-report". */
static void default_folder(const char *path, struct bw_text *folder)
{
    size_t length = strlen(path);
    bool has_ending = length > 3 && strcmp(path + length - 3, ".h5") == 0;
    bw_text_append(folder, path, has_ending ? length - 3 : length);
    bw_text_add(folder, "-report");
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct bw_result_data *data = NULL;
    struct bw_report_files files = {.count = 0};
    struct bw_text folder;
    bw_text_init(&folder);
    if (options->output != NULL) {
        bw_text_add(&folder, options->output);
    } else {
        default_folder(options->operands[0], &folder);
    }
    enum bw_status status = bw_result_read(options->operands[0], &data, errors);
    if (status == BW_OK) {
        status = bw_report_write(data, bw_text_get(&folder), NULL, &files, errors);
    }
    for (size_t f = 0; status == BW_OK && f < files.count; f++) {
        (void)printf("%s/%s\n", bw_text_get(&folder), files.names[f]);
    }
    bw_result_data_free(data);
    bw_text_release(&folder);
    return status;
}

const struct bw_command bw_command_report = {
    .name = "report",
    .summary = "draw the pictures of a result file and a page that shows them",
    .operands = "FILE",
    .examples = "  bullwhip report run.h5\n"
                "  bullwhip report run.h5 -o run-pictures\n",
    .details = "Writes index.html and each picture as SVG and PNG into a folder, by "
               "default FILE without\n.h5 and with -report, and prints their names. "
               "Needs gnuplot.\n",
    .options = BW_OPTION_OUTPUT,
    .operand_count = 1,
    .run = run,
};
