/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a table goes that is written piece by piece: to a file that appears only when
 * it is whole, or to standard output.
 */
#ifndef BW_CLI_TABLE_OUTPUT_H
#define BW_CLI_TABLE_OUTPUT_H

#include "base/io.h"

struct bw_table_output {
    struct bw_output file;
    bool to_file;
    struct bw_error_list *errors; /* borrowed */
};

/* Opens path; NULL = standard output. Errors: those of bw_output_open(). The caller
 * ends it with bw_table_output_close(), after errors too. */
BW_NODISCARD enum bw_status bw_table_output_open(
    struct bw_table_output *output, const char *path, struct bw_error_list *errors);

/* Writes bytes; context is a struct bw_table_output. Errors: BW_ERR_IO. */
BW_NODISCARD enum bw_status bw_table_output_send(
    void *context, const char *bytes, size_t length);

/* Ends the table. A file stays only when status, that of all work on it, is BW_OK.
 * Returns the first status that is not. */
BW_NODISCARD enum bw_status bw_table_output_close(
    struct bw_table_output *output, enum bw_status status);

#endif
