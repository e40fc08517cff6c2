/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything that touches files. The raw calls (bw_io_raw_*) stand in io_raw.c, which a
 * test replaces to make the n-th call fail; io.c builds whole operations on them.
 */
#ifndef BW_BASE_IO_H
#define BW_BASE_IO_H

#include "base/error.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads a whole regular file of at most limit_bytes into text.
 * Errors: BW_ERR_MISSING, BW_ERR_INPUT (too large, not a regular file), BW_ERR_IO,
 * BW_ERR_NOMEM, each with a line in errors. */
BW_NODISCARD enum bw_status bw_io_read_file(const char *path, size_t limit_bytes,
    struct bw_text *text, struct bw_error_list *errors);

/* An output file that appears whole or not at all: written under a temporary name
 * beside it ("PATH.tmp.PID"), then synchronised and renamed. */
struct bw_output {
    char *path;      /* final name, owned */
    char *temporary; /* where to write now, owned; created exclusively and empty */
    int descriptor;  /* open on temporary, -1 = closed by bw_output_detach() */
};

/* Creates the temporary file. Errors: BW_ERR_CREATE, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_output_open(
    struct bw_output *output, const char *path, struct bw_error_list *errors);

/* Removes the empty temporary file and closes it, for a library that wants to create
 * it itself under the name output->temporary. */
BW_NODISCARD enum bw_status bw_output_detach(
    struct bw_output *output, struct bw_error_list *errors);

/* Writes all bytes. Errors: BW_ERR_IO. */
BW_NODISCARD enum bw_status bw_output_write(struct bw_output *output, const void *bytes,
    size_t size_bytes, struct bw_error_list *errors);

/* Synchronises, renames to the final name, synchronises the folder, releases. On
 * failure the temporary file is removed and the final name is as it was. */
BW_NODISCARD enum bw_status bw_output_commit(
    struct bw_output *output, struct bw_error_list *errors);

/* Removes the temporary file and releases; accepts a zeroed or committed output. */
void bw_output_abandon(struct bw_output *output);

/* Writes text to path in one go with the operations above. */
BW_NODISCARD enum bw_status bw_io_write_file(const char *path, const char *bytes,
    size_t size_bytes, struct bw_error_list *errors);

/* Checks, writing nothing, that path can name an output file: it is absent or a regular
 * file (*exists tells which), and its folder exists and may be written to. Errors:
 * BW_ERR_CREATE, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_io_check_target(
    const char *path, bool *exists, struct bw_error_list *errors);

/* Makes a folder if there is none. Errors: BW_ERR_CREATE. */
BW_NODISCARD enum bw_status bw_io_make_folder(
    const char *path, struct bw_error_list *errors);

/* An append-only file with an exclusive lock that dies with the process (flock). */
struct bw_append {
    int descriptor;
    char *path; /* owned */
};

/* Opens (creates) and locks path, and reads what it holds into content.
 * Errors: BW_ERR_STOPPED (another process holds it), BW_ERR_CREATE, BW_ERR_IO. */
BW_NODISCARD enum bw_status bw_append_open(struct bw_append *append, const char *path,
    struct bw_text *content, struct bw_error_list *errors);
/* Cuts the file to size bytes. */
BW_NODISCARD enum bw_status bw_append_truncate(
    struct bw_append *append, size_t size_bytes, struct bw_error_list *errors);
/* Appends all bytes in one call where the system allows. */
BW_NODISCARD enum bw_status bw_append_write(struct bw_append *append, const void *bytes,
    size_t size_bytes, struct bw_error_list *errors);
/* Waits until what was appended is on disk. */
BW_NODISCARD enum bw_status bw_append_sync(
    struct bw_append *append, struct bw_error_list *errors);
/* Closes; removes the file when remove is true. Accepts a zeroed object with
 * descriptor -1. */
void bw_append_close(struct bw_append *append, bool remove);

/* Runs a program found in PATH without a shell, with input on its standard input and
 * its standard output thrown away; waits for it. messages gets its standard error.
 * Errors: BW_ERR_MISSING (no such program), BW_ERR_IO (it failed). */
BW_NODISCARD enum bw_status bw_io_run_program(const char *const *arguments,
    const char *input, size_t input_bytes, struct bw_text *messages,
    struct bw_error_list *errors);

#endif
