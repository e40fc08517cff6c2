/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/terminal.h"
#include "experiment/bench.h"
#include "scenario/scenario.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* Below that a list is as large as an empty one, and bytes per event mean nothing. */
#define PENDING_LEAST 1000u

/* What runs when no workload is named. 0 = the default or no matter. */
static const struct row {
    enum bw_workload workload;
    uint32_t pending;
} rows[] = {
    {BW_WORKLOAD_MM1, 0}, {BW_WORKLOAD_HOLD, 100}, {BW_WORKLOAD_HOLD, 10000},
    {BW_WORKLOAD_HOLD, 1000000}, {BW_WORKLOAD_BIMODAL, 10000},
    {BW_WORKLOAD_SKEWED, 10000}, {BW_WORKLOAD_JACKSON, 0}, {BW_WORKLOAD_JOBSHOP, 0},
    {BW_WORKLOAD_CHAIN, 0}, /* where a scenario is given */
};
#define ROW_COUNT (sizeof rows / sizeof rows[0])

/* NaN where the workload has no list of its own or too short a one. */
static double bytes_per_pending(const struct bw_bench_result *result)
{
    const struct bw_bench_count *count = &result->count;
    return count->peak >= PENDING_LEAST
        ? (double)count->list_bytes / ((double)count->peak * result->request.threads)
        : (double)NAN;
}

static void print_row_csv(const struct bw_bench_result *result)
{
    const struct bw_bench_count *count = &result->count;
    double events = (double)count->events;
    double bytes = bytes_per_pending(result);
    (void)printf("%s,%" PRIu64 ",%" PRIu32 ",%" PRIu64 ",%" PRIu64
                 ",%.6f,%.6f,%.0f,%.2f,%" PRIu64 ",",
        bw_workload_name(result->request.workload), result->request.size,
        result->request.threads, count->items, count->events,
        (double)result->cpu_ns * 1e-9, (double)result->wall_ns * 1e-9,
        events / ((double)result->wall_ns * 1e-9), (double)result->cpu_ns / events,
        count->peak);
    if (!isnan(bytes)) {
        (void)printf("%.1f", bytes);
    }
    (void)printf(",%.6g,", count->figure);
    if (!isnan(count->expected)) {
        (void)printf("%.6g", count->expected);
    }
    (void)puts("");
}

static void add_figure(struct bw_grid *grid, double figure)
{
    char text[BW_FIGURE_TEXT];
    bw_grid_add(grid, "%s", bw_figure_write(figure, 0.0, text));
}

static void add_row(struct bw_grid *grid, const struct bw_bench_result *result)
{
    const struct bw_bench_count *count = &result->count;
    double events = (double)count->events;
    bw_grid_add(grid, "%s", bw_workload_name(result->request.workload));
    bw_grid_add(grid, "%" PRIu32, result->request.threads);
    bw_grid_add(grid, "%" PRIu64, count->items);
    bw_grid_add(grid, "%" PRIu64, count->events);
    bw_grid_add(grid, "%.3f", (double)result->cpu_ns * 1e-9);
    bw_grid_add(grid, "%.3f", (double)result->wall_ns * 1e-9);
    bw_grid_add(grid, "%.2f", events / (double)result->wall_ns * 1e3);
    bw_grid_add(grid, "%.1f", (double)result->cpu_ns / events);
    bw_grid_add(grid, count->peak > 0 ? "%" PRIu64 : "-", count->peak);
    double bytes = bytes_per_pending(result);
    bw_grid_add(grid, isnan(bytes) ? "-" : "%.1f", bytes);
    add_figure(grid, count->figure);
    add_figure(grid, count->expected);
}

static void add_heading(struct bw_grid *grid)
{
    static const char *const names[] = {"workload", "threads", "items", "events",
        "cpu s", "wall s", "M events/s", "ns/event", "pending", "bytes/pending",
        "check", "expected"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        bw_grid_add(grid, "%s", names[i]);
    }
}

static enum bw_status measure(const struct bw_options *options, const struct row *row,
    const struct bw_scenario *scenario, struct bw_grid *grid,
    struct bw_error_list *errors)
{
    const struct bw_bench_request request = {.workload = row->workload,
        .size = options->size,
        .pending = options->pending > 0 ? options->pending : row->pending,
        .threads = options->threads,
        .seed = (options->given & BW_OPTION_SEED) != 0 ? options->seed : 1,
        .network = scenario != NULL ? scenario->network : NULL};
    struct bw_bench_result result;
    enum bw_status status = bw_bench_run(&request, &result, errors);
    if (status == BW_OK && (options->given & BW_OPTION_CSV) != 0) {
        print_row_csv(&result);
    } else if (status == BW_OK) {
        add_row(grid, &result);
    }
    return status;
}

/* Number of the workload of that name, or BW_WORKLOAD_COUNT. */
static int find_workload(const char *name)
{
    int workload = 0;
    while (workload < BW_WORKLOAD_COUNT
        && strcmp(name, bw_workload_name((enum bw_workload)workload)) != 0) {
        workload++;
    }
    return workload;
}

/* Checks the operands: a workload, and a scenario where it takes one. *workload is
 * BW_WORKLOAD_COUNT for all. */
static enum bw_status choose(
    const struct bw_options *options, int *workload, struct bw_error_list *errors)
{
    const char *name = options->operand_count > 0 ? options->operands[0] : "all";
    bool takes_scenario = strcmp(name, "all") == 0;
    *workload = find_workload(name);
    if (*workload == BW_WORKLOAD_COUNT && !takes_scenario) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "bench: expected mm1, hold, hold-bimodal, hold-skewed, jackson, jobshop, "
            "chain or all, found \"%s\"",
            name);
    }
    takes_scenario |= *workload == BW_WORKLOAD_CHAIN;
    if (*workload == BW_WORKLOAD_CHAIN && options->operand_count < 2) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "bench chain: expected SCENARIO; see bullwhip bench --help");
    }
    if (!takes_scenario && options->operand_count > 1) {
        return bw_error_fail(errors, BW_ERR_USAGE, "bench %s: unexpected argument %s",
            name, options->operands[1]);
    }
    return BW_OK;
}

/* True where a row with the same workload came before: --pending makes them equal. */
static bool is_repeated(const struct bw_options *options, size_t row)
{
    if (options->pending == 0 || row == 0) {
        return false;
    }
    return rows[row - 1].workload == rows[row].workload;
}

static enum bw_status measure_all(const struct bw_options *options,
    const struct bw_scenario *scenario, struct bw_grid *grid,
    struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    for (size_t r = 0; status == BW_OK && r < ROW_COUNT; r++) {
        bool is_ready = rows[r].workload != BW_WORKLOAD_CHAIN || scenario != NULL;
        if (is_ready && !is_repeated(options, r)) {
            status = measure(options, &rows[r], scenario, grid, errors);
        }
    }
    return status;
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct bw_scenario *scenario = NULL;
    struct bw_grid grid;
    int workload = BW_WORKLOAD_COUNT;
    enum bw_status status = choose(options, &workload, errors);
    bw_grid_init(&grid, "lrrrrrrrrrrr");
    if (status == BW_OK && options->operand_count > 1) {
        status = bw_scenario_load(options->operands[1], NULL, 0, errors, &scenario);
    }
    if (status == BW_OK && (options->given & BW_OPTION_CSV) != 0) {
        (void)puts("workload,size,threads,items,events,cpu_s,wall_s,events_per_s,"
                   "cpu_ns_per_event,pending,bytes_per_pending,check,expected");
    } else {
        add_heading(&grid);
    }
    if (status == BW_OK && workload == BW_WORKLOAD_COUNT) {
        status = measure_all(options, scenario, &grid, errors);
    } else if (status == BW_OK) {
        const struct row row = {(enum bw_workload)workload, 0};
        status = measure(options, &row, scenario, &grid, errors);
    }
    if (status == BW_OK && (options->given & BW_OPTION_CSV) == 0) {
        bw_grid_print(&grid);
    }
    bw_grid_release(&grid);
    bw_scenario_free(scenario);
    return status;
}

const struct bw_command bw_command_bench = {
    .name = "bench",
    .summary = "measure the engine on this machine",
    .operands = "[WORKLOAD [SCENARIO]]",
    .examples = "  bullwhip bench\n"
                "  bullwhip bench mm1 --size 10000000\n"
                "  bullwhip bench hold --pending 1000000 --size 5000000\n"
                "  bullwhip bench chain scenarios/tutorial.yaml -j 2 --csv\n"
                "  bullwhip bench all scenarios/mrna-vaccine.yaml\n",
    .details =
        "Workloads: mm1, hold, hold-bimodal, hold-skewed, jackson, jobshop, and chain "
        "with a scenario;\nall, the default, runs them in turn, and chain where a "
        "scenario is given. -j N runs N\nreplications in as many threads (default 1); "
        "ns/event is processor time of all threads.\n",
    .options = BW_OPTION_SIZE | BW_OPTION_PENDING | BW_OPTION_THREADS | BW_OPTION_SEED
        | BW_OPTION_CSV,
    .operand_count = 2,
    .optional_count = 2,
    .run = run,
};
