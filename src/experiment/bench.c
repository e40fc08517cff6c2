/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/bench.h"

#include "base/memory.h"
#include "experiment/bench_internal.h"
#include "experiment/runner.h"
#include "experiment/wall_clock.h"

#define PENDING_DEFAULT 10000u

static const struct bw_workload_kind *const kinds[BW_WORKLOAD_COUNT] = {
    [BW_WORKLOAD_MM1] = &bw_workload_mm1,
    [BW_WORKLOAD_HOLD] = &bw_workload_hold,
    [BW_WORKLOAD_BIMODAL] = &bw_workload_bimodal,
    [BW_WORKLOAD_SKEWED] = &bw_workload_skewed,
    [BW_WORKLOAD_JACKSON] = &bw_workload_jackson,
    [BW_WORKLOAD_JOBSHOP] = &bw_workload_jobshop,
    [BW_WORKLOAD_CHAIN] = &bw_workload_chain,
};

/* One replication, on a cache line of its own as far as it is written while running. */
struct slot {
    struct bw_bench_count count;
    enum bw_status status;
    struct bw_error_list errors;
};

struct board {
    const struct bw_bench_request *request;
    struct slot *slots;
};

const char *bw_workload_name(enum bw_workload workload)
{
    return kinds[workload]->name;
}

static void run_one(void *context, uint32_t index)
{
    struct board *board = context;
    struct slot slot = {.status = BW_OK};
    bw_error_list_init(&slot.errors);
    slot.status = kinds[board->request->workload]->run(
        board->request, index, &slot.count, &slot.errors);
    board->slots[index] = slot;
}

/* Sums in index order; the lowest failing replication is the one reported. */
static enum bw_status gather(struct slot *slots, uint32_t count,
    struct bw_bench_count *total, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    for (uint32_t i = 0; i < count; i++) {
        const struct bw_bench_count *one = &slots[i].count;
        total->events += one->events;
        total->items += one->items;
        total->peak = one->peak > total->peak ? one->peak : total->peak;
        total->list_bytes += one->list_bytes;
        total->prepare_ns += one->prepare_ns;
        total->figure += one->figure / count;
        total->expected = one->expected;
        if (status == BW_OK && slots[i].status != BW_OK) {
            const struct bw_error_list *found = &slots[i].errors;
            status = bw_error_fail(errors, slots[i].status, "replication %u: %s", i,
                found->count > 0 ? found->errors[0].text
                                 : bw_status_text(slots[i].status));
        }
        bw_error_list_release(&slots[i].errors);
    }
    return status;
}

/* Not part of its caller: scripts/profile counts what runs in it. */
__attribute__((noinline)) enum bw_status bw_bench_run(
    const struct bw_bench_request *request, struct bw_bench_result *result,
    struct bw_error_list *errors)
{
    *result = (struct bw_bench_result){.request = *request};
    struct bw_bench_request *filled = &result->request;
    filled->size = filled->size > 0 ? filled->size : kinds[request->workload]->size;
    filled->pending = filled->pending > 0 ? filled->pending : PENDING_DEFAULT;
    filled->threads = filled->threads > 0 ? filled->threads : 1;
    struct board board = {
        filled, bw_memory_allocate(filled->threads, sizeof(struct slot))};
    if (board.slots == NULL) {
        return bw_error_fail(errors, BW_ERR_NOMEM, "%s", bw_status_text(BW_ERR_NOMEM));
    }
    int64_t wall = bw_wall_ns();
    int64_t cpu = bw_cpu_ns();
    bw_runner_each(filled->threads, run_one, &board);
    result->cpu_ns = bw_cpu_ns() - cpu;
    result->wall_ns = bw_wall_ns() - wall;
    enum bw_status status =
        gather(board.slots, filled->threads, &result->count, errors);
    result->cpu_ns -= result->count.prepare_ns;
    bw_memory_free(board.slots);
    return status;
}
