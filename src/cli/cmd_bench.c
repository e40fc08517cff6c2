/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/terminal.h"
#include "experiment/bench.h"
#include "scenario/scenario.h"

#include <inttypes.h>
#include <string.h>

/* Below that a list is as large as an empty one, and bytes per event mean nothing. */
#define PENDING_LEAST 1000u

static bool is_list_full(const struct bw_bench_count *count)
{
    return count->peak >= PENDING_LEAST;
}

static void print_row_csv(const struct bw_bench_result *result)
{
    const struct bw_bench_count *count = &result->count;
    double events = (double)count->events;
    double lists = (double)count->peak * result->request.threads;
    (void)printf("%s,%" PRIu64 ",%" PRIu32 ",%" PRIu64 ",%" PRIu64
                 ",%.6f,%.6f,%.0f,%.2f,",
        bw_workload_name(result->request.workload), result->request.size,
        result->request.threads, count->items, count->events,
        (double)result->cpu_ns * 1e-9, (double)result->wall_ns * 1e-9,
        events / ((double)result->wall_ns * 1e-9), (double)result->cpu_ns / events);
    if (is_list_full(count)) {
        (void)printf(
            "%" PRIu64 ",%.1f", count->peak, (double)count->list_bytes / lists);
    } else {
        (void)printf(",");
    }
    (void)printf(",%.6g\n", count->figure);
}

static void add_row(struct bw_grid *grid, const struct bw_bench_result *result)
{
    char figure[BW_FIGURE_TEXT];
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
    if (is_list_full(count)) {
        double lists = (double)count->peak * result->request.threads;
        bw_grid_add(grid, "%" PRIu64, count->peak);
        bw_grid_add(grid, "%.1f", (double)count->list_bytes / lists);
    } else {
        bw_grid_add(grid, "-");
        bw_grid_add(grid, "-");
    }
    bw_grid_add(grid, "%s", bw_figure_write(count->figure, 0.0, figure));
}

static void add_heading(struct bw_grid *grid)
{
    static const char *const names[] = {"workload", "threads", "items", "events",
        "cpu s", "wall s", "M events/s", "ns/event", "pending", "bytes/pending",
        "check"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        bw_grid_add(grid, "%s", names[i]);
    }
}

static enum bw_status measure(const struct bw_options *options,
    const struct bw_network *network, enum bw_workload workload, struct bw_grid *grid,
    struct bw_error_list *errors)
{
    const struct bw_bench_request request = {.workload = workload,
        .size = options->size,
        .pending = options->pending,
        .threads = options->threads,
        .seed = (options->given & BW_OPTION_SEED) != 0 ? options->seed : 1,
        .network = network};
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

/* The workloads to run, [first, end), and whether the operands fit. */
static enum bw_status choose(const struct bw_options *options, int *first, int *end,
    struct bw_error_list *errors)
{
    const int chain = BW_WORKLOAD_CHAIN; /* the last: it needs a scenario */
    int operands = options->operand_count;
    *first = operands > 0 ? find_workload(options->operands[0]) : 0;
    *end = operands > 0 ? *first + 1 : chain;
    if (*first == BW_WORKLOAD_COUNT) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "bench: expected mm1, hold, hold-bimodal, jackson or chain, found \"%s\"",
            options->operands[0]);
    }
    if (*first == chain && operands < 2) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "bench chain: expected SCENARIO; see bullwhip bench --help");
    }
    if (*first != chain && operands > 1) {
        return bw_error_fail(errors, BW_ERR_USAGE, "bench %s: unexpected argument %s",
            options->operands[0], options->operands[1]);
    }
    return BW_OK;
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct bw_scenario *scenario = NULL;
    struct bw_grid grid;
    int first = 0;
    int end = 0;
    enum bw_status status = choose(options, &first, &end, errors);
    bw_grid_init(&grid, "lrrrrrrrrrr");
    if (status == BW_OK && options->operand_count > 1) {
        status = bw_scenario_load(options->operands[1], NULL, 0, errors, &scenario);
    }
    if (status == BW_OK && (options->given & BW_OPTION_CSV) != 0) {
        (void)puts("workload,size,threads,items,events,cpu_s,wall_s,events_per_s,"
                   "cpu_ns_per_event,pending,bytes_per_pending,check");
    } else {
        add_heading(&grid);
    }
    for (int w = first; status == BW_OK && w < end; w++) {
        status = measure(options, scenario != NULL ? scenario->network : NULL,
            (enum bw_workload)w, &grid, errors);
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
                "  bullwhip bench chain scenarios/tutorial.yaml -j 2 --csv\n",
    .details =
        "Workloads: mm1, hold, hold-bimodal, jackson, and chain with a scenario; "
        "without one, all\nbut chain. -j N runs N replications in as many threads "
        "(default 1); ns/event is processor\ntime of all threads.\n",
    .options = BW_OPTION_SIZE | BW_OPTION_PENDING | BW_OPTION_THREADS | BW_OPTION_SEED
        | BW_OPTION_CSV,
    .operand_count = 2,
    .optional_count = 2,
    .run = run,
};
