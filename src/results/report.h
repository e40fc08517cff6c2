/* SPDX-License-Identifier: Apache-2.0
 *
 * The report of a result file: a folder with index.html (tables as text, pictures
 * beside it, no scripts, prints well) and each picture as SVG and PNG, drawn by
 * gnuplot. Equal result files give equal reports.
 */
#ifndef BW_RESULTS_REPORT_H
#define BW_RESULTS_REPORT_H

#include "base/error.h"
#include "base/status.h"
#include "results/result_read.h"

#include <stdbool.h>
#include <stddef.h>

struct bw_report_options {
    const char *gnuplot; /* program to draw with; NULL = "gnuplot" of PATH */
    bool tables_only;    /* no pictures */
};

/* What was written: names inside the folder, constant texts, index.html first. */
#define BW_REPORT_FILES 13
struct bw_report_files {
    const char *names[BW_REPORT_FILES];
    size_t count;
};

/* Writes the report into folder, which is made when absent; files of the same names are
 * replaced, each whole or not at all. Pictures without anything to show are left out
 * (the trade-off of a run with one point). options may be NULL (defaults), as may
 * files. Errors: BW_ERR_CREATE, BW_ERR_IO (gnuplot's message in the text),
 * BW_ERR_MISSING (no gnuplot), BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_report_write(const struct bw_result_data *data,
    const char *folder, const struct bw_report_options *options,
    struct bw_report_files *files, struct bw_error_list *errors);

#endif
