/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/table_output.h"

#include "cli/terminal.h"

enum bw_status bw_table_output_open(
    struct bw_table_output *output, const char *path, struct bw_error_list *errors)
{
    *output = (struct bw_table_output){
        .file = {.descriptor = -1}, .to_file = path != NULL, .errors = errors};
    return path == NULL ? BW_OK : bw_output_open(&output->file, path, errors);
}

enum bw_status bw_table_output_send(void *context, const char *bytes, size_t length)
{
    struct bw_table_output *output = context;
    return output->to_file
        ? bw_output_write(&output->file, bytes, length, output->errors)
        : bw_terminal_write(bytes, length, output->errors);
}

enum bw_status bw_table_output_close(
    struct bw_table_output *output, enum bw_status status)
{
    if (status == BW_OK && output->to_file) {
        status = bw_output_commit(&output->file, output->errors);
    }
    bw_output_abandon(&output->file);
    return status;
}
