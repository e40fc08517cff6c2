/* SPDX-License-Identifier: Apache-2.0
 *
 * The run log beside a result file (FILE.run.jsonl): what may differ between equal
 * runs. One JSON object per line and run; "previous" is the SHA-256 of the line before
 * without its line feed (64 zeros on the first line), so that a changed or lost line
 * shows.
 */
#ifndef BW_RESULTS_RUN_LOG_H
#define BW_RESULTS_RUN_LOG_H

#include "base/error.h"
#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

/* One run. Texts are UTF-8 (other bytes are replaced), none is NULL. */
struct bw_run_record {
    int64_t utc_s;          /* start, seconds since 1970-01-01 00:00 UTC */
    double wall_s;          /* duration; NaN = not measured */
    const char *host_class; /* "x86_64 Linux, 8 cores"; no host name */
    const char *command;    /* command line as given */
    const char *version;    /* of the program */
    const char *scenario_sha256;
    uint64_t seed;
    uint32_t threads;
    int exit_status;
};

/* Appends the line of a run, with a line feed, to text. previous: see above. */
void bw_run_log_write_line(
    const struct bw_run_record *record, const char *previous, struct bw_text *text);

/* Appends a run to the log at path (made when absent) and waits until it is on disk. A
 * torn last line (power cut) is completed with a line feed and kept.
 * Errors: BW_ERR_STOPPED (another process is writing), BW_ERR_CREATE, BW_ERR_IO,
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_run_log_append(
    const char *path, const struct bw_run_record *record, struct bw_error_list *errors);

/* Checks the chain of a log. On success *line is the number of lines; with BW_ERR_INPUT
 * it is the first line whose "previous" is wrong, counted from 1.
 * Errors: BW_ERR_MISSING, BW_ERR_INPUT, BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_run_log_verify(
    const char *path, uint64_t *line, struct bw_error_list *errors);

#endif
