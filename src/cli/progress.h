/* SPDX-License-Identifier: Apache-2.0
 *
 * Progress on standard error: on a terminal one line that is written over, with rate
 * and time left; elsewhere a plain line per tenth or minute, and none for short runs.
 */
#ifndef BW_CLI_PROGRESS_H
#define BW_CLI_PROGRESS_H

#include "experiment/runner.h"

#include <stdbool.h>
#include <stdint.h>

struct bw_progress {
    bool is_quiet, is_interactive, is_shown; /* is_shown: the line must be cleared */
    int64_t start_ns, shown_ns, sample_ns;
    uint64_t sample_done;  /* done at sample_ns */
    uint64_t shown_tenths; /* of the last plain line */
    double rate;           /* replications per second, moving average; 0 = not known */
    struct bw_run_progress last;
};

void bw_progress_init(struct bw_progress *progress, bool is_quiet);

/* A bw_progress_fn; context is a struct bw_progress. */
void bw_progress_update(void *context, const struct bw_run_progress *state);

/* Clears the line. Call before anything else is printed. */
void bw_progress_finish(struct bw_progress *progress);

#endif
