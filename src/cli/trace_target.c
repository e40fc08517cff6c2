/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/trace_target.h"

#include <inttypes.h>
#include <string.h>

/* Finds the point with a label. */
static enum bw_status find_point(const struct bw_plan *plan, const char *label,
    uint32_t *point, struct bw_error_list *errors)
{
    for (uint32_t i = 0; i < plan->point_count; i++) {
        if (strcmp(plan->points[i].label, label) == 0) {
            *point = i;
            return BW_OK;
        }
    }
    return bw_error_fail(errors, BW_ERR_USAGE,
        "--point: the sweep has no point \"%s\"; its first of %" PRIu32
        " is \"%s\", its last \"%s\"",
        label, plan->point_count, plan->points[0].label,
        plan->points[plan->point_count - 1].label);
}

enum bw_status bw_trace_target_open(struct bw_session *session,
    const struct bw_options *options, struct bw_trace_request *request,
    struct bw_error_list *errors)
{
    bool is_sweep = options->point != NULL && strcmp(options->point, "base") != 0;
    uint32_t point = 0;
    enum bw_status status =
        bw_session_open(session, options, is_sweep, options->output, errors);

    if (status == BW_OK && options->replication >= session->request.replications) {
        status = bw_error_fail(errors, BW_ERR_USAGE,
            "--replication: expected a whole number from 0 to %" PRIu32
            ", since there are %" PRIu32 " replication%s, found %" PRIu32,
            session->request.replications - 1, session->request.replications,
            session->request.replications == 1 ? "" : "s", options->replication);
    }
    if (status == BW_OK && is_sweep) {
        status = find_point(session->experiment.plan, options->point, &point, errors);
    }
    if (status == BW_OK) {
        request->network = session->experiment.networks[point];
        request->layout = session->experiment.layout;
        request->seed = session->request.seed;
        request->replication = options->replication;
    }
    return status;
}
