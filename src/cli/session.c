/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/session.h"

#include "base/io.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "experiment/wall_clock.h"
#include "results/result_file.h"
#include "results/run_log.h"

#include <inttypes.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#define RUN_LOG_SUFFIX ".run.jsonl"

const char *bw_session_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

enum bw_status bw_session_open(struct bw_session *session,
    const struct bw_options *options, bool is_sweep, const char *output,
    struct bw_error_list *errors)
{
    const char *path = options->operands[0];
    *session = (struct bw_session){.is_quiet = (options->given & BW_OPTION_QUIET) != 0};
    bw_text_init(&session->output);
    if (output != NULL) {
        bw_text_add(&session->output, output);
        if (strcmp(output, path) == 0) {
            return bw_error_fail(errors, BW_ERR_USAGE,
                "-o, --output: %s is the scenario itself", output);
        }
    }
    enum bw_status status = bw_scenario_load(path, options->assignments.items,
        options->assignments.count, errors, &session->scenario);
    if (status != BW_OK) {
        return status;
    }
    struct bw_scenario *scenario = session->scenario;
    bool has_seed = (options->given & BW_OPTION_SEED) != 0;
    session->request = (struct bw_experiment_request){
        .scenario = scenario,
        .is_sweep = is_sweep,
        .scenario_name = bw_session_base_name(path),
        .program_version = "bullwhip " BW_VERSION,
        .output = output != NULL ? bw_text_get(&session->output) : NULL,
        .keep_all_cells = (options->given & BW_OPTION_KEEP) != 0,
        .replications =
            options->replications > 0 ? options->replications : scenario->replications,
        .seed = has_seed ? options->seed : scenario->seed,
        .threads = options->threads,
    };
    status = bw_experiment_prepare(&session->experiment, &session->request, errors);
    if (status == BW_OK) {
        bw_terminal_print_errors(errors, session->is_quiet);
    }
    return status;
}

/* Kind of machine without its name. */
static void describe_host(char *text, size_t size_bytes)
{
    struct utsname host;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    bool is_known = uname(&host) == 0;
    (void)snprintf(text, size_bytes, "%.64s %.64s, %ld cores",
        is_known ? host.machine : "unknown", is_known ? host.sysname : "system",
        processors);
}

static enum bw_status write_log(const struct bw_session *session,
    const struct bw_options *options, int64_t started_s, int64_t started_ns,
    struct bw_error_list *errors)
{
    char host[160];
    struct bw_text path;
    describe_host(host, sizeof host);
    bw_text_init(&path);
    bw_text_format(&path, "%s%s", session->request.output, RUN_LOG_SUFFIX);
    struct bw_run_record record = {
        .utc_s = started_s,
        .wall_s = (double)(bw_wall_ns() - started_ns) / (double)BW_WALL_SECOND,
        .host_class = host,
        .command = options->command_line,
        .version = BW_VERSION,
        .scenario_sha256 = session->scenario->sha256,
        .seed = session->request.seed,
        .threads = bw_runner_threads(session->request.threads),
        .exit_status = 0,
    };
    enum bw_status status = path.failed
        ? bw_error_fail(errors, BW_ERR_NOMEM, "%s", bw_status_text(BW_ERR_NOMEM))
        : bw_run_log_append(bw_text_get(&path), &record, errors);
    bw_text_release(&path);
    return status;
}

/* Says what is kept and how to go on. */
static enum bw_status report_stop(const struct bw_session *session,
    const struct bw_progress *progress, struct bw_error_list *errors)
{
    const struct bw_run_progress *last = &progress->last;
    if (session->request.output == NULL) {
        return bw_error_fail(errors, BW_ERR_STOPPED,
            "stopped after %" PRIu64 " of %" PRIu64 " replication%s; nothing is kept "
            "without -o FILE",
            last->done, last->total, bw_terminal_plural(last->total));
    }
    return bw_error_fail(errors, BW_ERR_STOPPED,
        "stopped after %" PRIu64 " of %" PRIu64
        " replication%s, which are kept in %s%s; "
        "run the same command again to go on",
        last->done, last->total, bw_terminal_plural(last->total),
        session->request.output, BW_JOURNAL_SUFFIX);
}

/* Tells that work was taken over, once it is known how much. */
struct watch {
    struct bw_progress progress;
    bool is_quiet, is_started;
};

static void watch_progress(void *context, const struct bw_run_progress *state)
{
    struct watch *watch = context;
    if (!watch->is_started && state->resumed > 0 && !watch->is_quiet) {
        (void)fprintf(stderr,
            "bullwhip: going on with %" PRIu64 " of %" PRIu64 " replications done\n",
            state->resumed, state->total);
    }
    watch->is_started = true;
    bw_progress_update(&watch->progress, state);
}

/* Refuses an output that could not be written in the end, or that would replace what is
 * not a result, before any time is spent on it. */
static enum bw_status check_output(const char *output, struct bw_error_list *errors)
{
    bool exists = false;
    struct bw_text log;
    enum bw_status status = bw_result_file_check_target(output, errors);
    bw_text_init(&log);
    bw_text_format(&log, "%s%s", output, RUN_LOG_SUFFIX);
    if (status == BW_OK) {
        status = log.failed
            ? bw_error_fail(errors, BW_ERR_NOMEM, "%s", bw_status_text(BW_ERR_NOMEM))
            : bw_io_check_target(bw_text_get(&log), &exists, errors);
    }
    bw_text_release(&log);
    return status;
}

enum bw_status bw_session_run(struct bw_session *session,
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct watch watch = {.is_quiet = session->is_quiet};
    int64_t started_s = (int64_t)time(NULL);
    int64_t started_ns = bw_wall_ns();
    enum bw_status status = session->request.output != NULL
        ? check_output(session->request.output, errors)
        : BW_OK;
    if (status != BW_OK) {
        return status;
    }
    bw_progress_init(&watch.progress, session->is_quiet);
    session->request.stop = bw_interrupt_install();
    session->request.progress = watch_progress;
    session->request.progress_context = &watch;
    status = bw_experiment_run(&session->experiment, &session->request, errors);
    bw_progress_finish(&watch.progress);
    /* Without progress the status means that another process holds the journal. */
    if (status == BW_ERR_STOPPED && watch.is_started) {
        status = report_stop(session, &watch.progress, errors);
    }
    if (status == BW_OK && session->request.output != NULL) {
        status = write_log(session, options, started_s, started_ns, errors);
    }
    bw_terminal_print_errors(errors, session->is_quiet);
    return status;
}

void bw_session_close(struct bw_session *session)
{
    bw_experiment_release(&session->experiment);
    bw_scenario_free(session->scenario);
    bw_text_release(&session->output);
    *session = (struct bw_session){.scenario = NULL};
}
