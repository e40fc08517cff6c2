/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/terminal.h"
#include "cli/trace_target.h"
#include "experiment/trace_read.h"
#include "results/explain.h"
#include "results/trace_log.h"

/* Runs the replication of a scenario once more and keeps its trace. */
static enum bw_status trace_scenario(const struct bw_options *options,
    struct bw_session *session, struct bw_trace_log *log, struct bw_error_list *errors)
{
    struct bw_trace_request request = {.function = bw_trace_log_take, .context = log};
    enum bw_status status = bw_trace_target_open(session, options, &request, errors);
    if (status == BW_OK && bw_trace_log_describe(log, request.network) != BW_OK) {
        status =
            bw_error_fail(errors, BW_ERR_NOMEM, "%s", bw_status_text(BW_ERR_NOMEM));
    }
    return status == BW_OK ? bw_trace_run(&request, errors) : status;
}

static enum bw_status fill_log(const struct bw_options *options,
    struct bw_session *session, struct bw_trace_log *log, struct bw_error_list *errors)
{
    const char *path = options->operands[0];
    if (!bw_trace_is_table(path)) {
        return trace_scenario(options, session, log, errors);
    }
    if ((options->given & BW_OPTIONS_TRACE) != 0) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "explain: %s holds one replication already; -n, --point, --replication, "
            "--seed and --set go with a scenario",
            path);
    }
    return bw_trace_read(path, log, errors);
}

/* What is asked for, and its number. */
static enum bw_status find_subject(const struct bw_options *options,
    enum bw_explain_subject *subject, uint32_t *number, struct bw_error_list *errors)
{
    *number = 0;
    *subject = BW_EXPLAIN_LIST;
    if ((options->order > 0) + (options->lot > 0) + (options->stockout > 0) > 1) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "explain: expected one of --order, --lot and --stockout");
    }
    if (options->order > 0) {
        *subject = BW_EXPLAIN_ORDER;
        *number = options->order;
    } else if (options->lot > 0) {
        *subject = BW_EXPLAIN_LOT;
        *number = options->lot;
    } else if (options->stockout > 0) {
        *subject = BW_EXPLAIN_STOCKOUT;
        *number = options->stockout;
    }
    return BW_OK;
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct bw_session session = {.scenario = NULL};
    struct bw_trace_log log;
    struct bw_text text;
    enum bw_explain_subject subject;
    uint32_t number;
    enum bw_status status = find_subject(options, &subject, &number, errors);
    bw_trace_log_init(&log);
    bw_text_init(&text);
    if (status == BW_OK) {
        status = fill_log(options, &session, &log, errors);
    }
    if (status == BW_OK) {
        status = bw_explain(&log, subject, number, &text, errors);
    }
    if (status == BW_OK) {
        status = bw_terminal_write(bw_text_get(&text), text.length, errors);
    }
    bw_text_release(&text);
    bw_trace_log_release(&log);
    bw_session_close(&session);
    return status;
}

const struct bw_command bw_command_explain = {
    .name = "explain",
    .summary = "tell the history of one order, lot or stock-out",
    .operands = "FILE",
    .examples = "  bullwhip explain tutorial.yaml\n"
                "  bullwhip explain tutorial.yaml --stockout 17\n"
                "  bullwhip explain tutorial.yaml --replication 7 --order 345\n"
                "  bullwhip explain trace.csv --lot 567\n",
    .details =
        "FILE is a scenario, of which one replication is run once more, or a "
        "table that\nbullwhip trace has written without filters (*.csv). Without "
        "a number the longest\nstock-outs and the slowest orders are listed.\n",
    .options = BW_OPTIONS_TRACE | BW_OPTION_ORDER | BW_OPTION_LOT | BW_OPTION_STOCKOUT,
    .operand_count = 1,
    .run = run,
};
