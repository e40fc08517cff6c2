/* SPDX-License-Identifier: Apache-2.0
 *
 * The history of one order, lot or stock-out in words, from the trace of a replication:
 * what happened in which order, what it waited for, and where the time went, charged as
 * results charge it. Lines are at most BW_EXPLAIN_WIDTH characters wide unless a single
 * path is longer.
 */
#ifndef BW_RESULTS_EXPLAIN_H
#define BW_RESULTS_EXPLAIN_H

#include "base/error.h"
#include "base/text.h"
#include "results/trace_log.h"

#define BW_EXPLAIN_WIDTH 80

enum bw_explain_subject {
    BW_EXPLAIN_LIST, /* what could be explained: the longest and slowest */
    BW_EXPLAIN_ORDER,
    BW_EXPLAIN_LOT,
    BW_EXPLAIN_STOCKOUT,
};

/* Appends the history of subject number (from 1; not used by the list). Errors:
 * BW_ERR_USAGE (there is no such number), BW_ERR_INPUT (the log is not complete),
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_explain(const struct bw_trace_log *log,
    enum bw_explain_subject subject, uint32_t number, struct bw_text *text,
    struct bw_error_list *errors);

#endif
