/* SPDX-License-Identifier: Apache-2.0
 *
 * What trace and explain have in common: which replication of which point is looked at.
 */
#ifndef BW_CLI_TRACE_TARGET_H
#define BW_CLI_TRACE_TARGET_H

#include "base/error.h"
#include "cli/options.h"
#include "cli/session.h"
#include "experiment/trace_run.h"

/* Options that name a replication. */
#define BW_OPTIONS_TRACE                                                               \
    (BW_OPTION_REPLICATIONS | BW_OPTION_SEED | BW_OPTION_SET | BW_OPTION_REPLICATION   \
        | BW_OPTION_POINT)

/* Opens the session of options->operands[0] and sets network, layout, seed and
 * replication of request. Close the session also after a failure. Errors: those of
 * bw_session_open(), BW_ERR_USAGE (no such point or replication). */
BW_NODISCARD enum bw_status bw_trace_target_open(struct bw_session *session,
    const struct bw_options *options, struct bw_trace_request *request,
    struct bw_error_list *errors);

#endif
