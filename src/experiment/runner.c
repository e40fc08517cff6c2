/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/runner.h"

#include "base/memory.h"
#include "chain/simulation.h"

#include <inttypes.h>
#include <omp.h>
#include <stdbool.h>

#define NO_TASK SIZE_MAX

/* What the workers share; fields below "guarded" only inside the critical region.
 * Nothing here is written per event: a worker reads it between two replications. */
struct board {
    const struct bw_run_request *request;
    struct bw_task_table *table;
    const size_t *pending; /* task numbers, ascending */
    size_t pending_count;
    atomic_bool halted; /* the journal failed: nothing further can be kept */
    /* guarded */
    struct bw_run_progress progress;
    size_t lowest_failed;
    enum bw_status failed_status;
    enum bw_status journal_status;
    struct bw_error_list *failed_errors;  /* of the lowest failing task */
    struct bw_error_list *journal_errors; /* the caller's */
};

/* One per thread, on its stack; the simulation, with an arena and pools of its own, is
 * allocated by the thread that runs it, so no cache line is written by two threads
 * while events run (blocks of base/memory.h share none). Only at the end of a
 * replication may the ends of its slot lie on one line with the neighbouring slots. The
 * simulation is kept while the point stays the same. */
struct worker {
    struct bw_simulation *simulation;
    uint32_t point;
    struct bw_error_list errors;
};

uint32_t bw_runner_threads(uint32_t wanted)
{
    int most = omp_get_max_threads();
    return wanted > 0 ? wanted : (uint32_t)(most > 0 ? most : 1);
}

void bw_runner_each(uint32_t threads, bw_each_fn function, void *context)
{
    int team = (int)threads;
#pragma omp parallel for num_threads(team) schedule(static, 1) default(none)           \
    shared(function, context, threads)
    for (uint32_t i = 0; i < threads; i++) {
        function(context, i);
    }
}

static bool is_stopped(const struct board *board)
{
    const atomic_int *stop = board->request->stop;
    return atomic_load(&board->halted) || (stop != NULL && atomic_load(stop) != 0);
}

static void report_progress(const struct board *board)
{
    const struct bw_run_request *request = board->request;
    if (request->progress != NULL) {
        request->progress(request->progress_context, &board->progress);
    }
}

static enum bw_status simulate(
    const struct board *board, struct worker *worker, uint32_t point, size_t task)
{
    const struct bw_run_request *request = board->request;
    const struct bw_task_table *table = board->table;
    enum bw_status status = BW_OK;
    if (worker->simulation == NULL || worker->point != point) {
        bw_simulation_free(worker->simulation);
        worker->simulation = NULL;
        worker->point = point;
        status = bw_simulation_create(
            request->networks[point], request->layout, &worker->simulation);
    }
    if (status == BW_OK) {
        status = bw_simulation_run(worker->simulation, request->seed,
            task % table->replication_count, table->values + task * table->value_count,
            &worker->errors);
    }
    return status;
}

/* Enters the outcome of one task. Runs inside the critical region. */
static void enter(
    struct board *board, struct worker *worker, size_t task, enum bw_status status)
{
    struct bw_task_table *table = board->table;
    struct bw_journal *journal = board->request->journal;
    uint32_t replications = table->replication_count;
    table->states[task] = status == BW_OK ? BW_TASK_DONE : BW_TASK_FAILED;
    if (status != BW_OK) {
        board->progress.failed++;
        if (task < board->lowest_failed) {
            struct bw_error_list previous = *board->failed_errors;
            *board->failed_errors = worker->errors;
            worker->errors = previous;
            board->lowest_failed = task;
            board->failed_status = status;
        }
    } else {
        board->progress.done++;
        if (journal != NULL && board->journal_status == BW_OK) {
            board->journal_status = bw_journal_add(journal,
                (uint32_t)(task / replications), (uint32_t)(task % replications),
                table->values + task * table->value_count, board->journal_errors);
            if (board->journal_status != BW_OK) {
                atomic_store(&board->halted, true);
            }
        }
    }
    report_progress(board);
}

/* The loop of all threads. Ascending order per thread keeps a worker at its point. */
static void work(struct board *board, uint32_t threads)
{
    int team = (int)threads;
#pragma omp parallel num_threads(team) default(none) shared(board)
    {
        struct worker worker = {.simulation = NULL};
        bw_error_list_init(&worker.errors);
#pragma omp for schedule(monotonic : dynamic, 1)
        for (size_t i = 0; i < board->pending_count; i++) {
            if (!is_stopped(board)) {
                size_t task = board->pending[i];
                uint32_t point = (uint32_t)(task / board->table->replication_count);
                enum bw_status status = simulate(board, &worker, point, task);
#pragma omp critical(bw_runner_enter)
                enter(board, &worker, task, status);
                bw_error_list_release(&worker.errors);
            }
        }
        bw_simulation_free(worker.simulation);
        bw_error_list_release(&worker.errors);
    }
}

/* Tells of the lowest failing task, in words that let somebody run it again alone. */
static void report_failure(const struct board *board, struct bw_error_list *errors)
{
    const struct bw_run_request *request = board->request;
    uint32_t replications = board->table->replication_count;
    const struct bw_error_list *found = board->failed_errors;
    struct bw_text text;
    bw_text_init(&text);
    for (size_t e = 0; e < found->count; e++) {
        bw_text_add(&text, e > 0 ? "; " : "");
        bw_error_write(&found->errors[e], &text);
    }
    if (text.length == 0) {
        bw_text_add(&text, bw_status_text(board->failed_status));
    }
    (void)bw_error_fail(errors, board->failed_status,
        "point %zu (%s), replication %zu, seed %" PRIu64 ": %s",
        board->lowest_failed / replications,
        request->labels[board->lowest_failed / replications],
        board->lowest_failed % replications, request->seed, bw_text_get(&text));
    if (board->progress.failed > 1) {
        (void)bw_error_fail(errors, board->failed_status,
            "%" PRIu64 " of %" PRIu64 " replications failed; the first is shown",
            board->progress.failed, board->progress.total);
    }
    bw_text_release(&text);
}

/* Lists the tasks that are still to be done and counts the others. */
static enum bw_status list_pending(struct board *board, size_t **pending)
{
    const struct bw_task_table *table = board->table;
    size_t total = (size_t)table->point_count * table->replication_count;
    *pending = bw_memory_allocate(total > 0 ? total : 1, sizeof **pending);
    if (*pending == NULL) {
        return BW_ERR_NOMEM;
    }
    for (size_t task = 0; task < total; task++) {
        if (table->states[task] != BW_TASK_DONE) {
            (*pending)[board->pending_count++] = task;
        }
    }
    board->pending = *pending;
    board->progress.total = total;
    board->progress.resumed = total - board->pending_count;
    board->progress.done = board->progress.resumed;
    return BW_OK;
}

enum bw_status bw_runner_run(const struct bw_run_request *request,
    struct bw_task_table *table, struct bw_error_list *errors)
{
    struct bw_error_list failed;
    bw_error_list_init(&failed);
    size_t *pending = NULL;
    struct board board = {.request = request,
        .table = table,
        .lowest_failed = NO_TASK,
        .failed_errors = &failed,
        .journal_errors = errors};
    enum bw_status status = list_pending(&board, &pending);
    if (status != BW_OK) {
        status = bw_error_fail(errors, status, "%s", bw_status_text(status));
        goto done;
    }
    report_progress(&board);
    uint32_t threads = bw_runner_threads(request->threads);
    if (threads > board.pending_count) {
        threads = board.pending_count > 0 ? (uint32_t)board.pending_count : 1;
    }
    work(&board, threads);
    if (request->journal != NULL && board.journal_status == BW_OK) {
        board.journal_status = bw_journal_sync(request->journal, errors);
    }
    if (board.lowest_failed != NO_TASK) {
        report_failure(&board, errors);
        status = board.failed_status;
    }
    if (board.journal_status != BW_OK) {
        status = board.journal_status;
    } else if (board.progress.done + board.progress.failed < board.progress.total) {
        status = BW_ERR_STOPPED;
    }
done:
    bw_error_list_release(&failed);
    bw_memory_free(pending);
    return status;
}
