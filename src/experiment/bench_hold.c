/* SPDX-License-Identifier: Apache-2.0
 *
 * The hold model (Vaucher and Duval, "A comparison of simulation event list
 * algorithms", CACM 18, 1975): a constant number of pending events, each of which
 * schedules one when it is dispatched.
 */
#include "engine/event_list.h"
#include "engine/ziggurat.h"
#include "experiment/bench_internal.h"
#include "experiment/wall_clock.h"

#define STREAM 1
#define STREAM_CHOICE 2
/* Of the exponential increments, and the short and long ones of the bimodal case. */
#define MEAN ((double)BW_SECOND)
#define MEAN_SHORT (5.0 * (double)BW_MINUTE)
#define MEAN_LONG (2.0 * (double)BW_WEEK)

struct hold {
    struct bw_event_list list;
    struct bw_stream_block increments;
    struct bw_stream_block choices;
    uint64_t index; /* of the next draw */
    double sum;     /* of increments in ticks */
};

static enum bw_status open_hold(
    struct hold *hold, const struct bw_bench_request *request, uint64_t replication)
{
    const struct bw_key key = {request->seed, replication};
    bw_stream_block_init(&hold->increments, &key, STREAM);
    bw_stream_block_init(&hold->choices, &key, STREAM_CHOICE);
    hold->index = 0;
    hold->sum = 0;
    enum bw_status status = bw_event_list_init(&hold->list, 1);
    if (status == BW_OK) {
        status = bw_event_list_reserve(&hold->list, request->pending);
    }
    return status;
}

static void close_hold(struct hold *hold, double mean, struct bw_bench_count *count)
{
    count->items = count->events;
    count->peak = hold->list.peak;
    count->list_bytes = bw_event_list_bytes(&hold->list);
    count->figure =
        hold->index > 0 ? hold->sum / (double)hold->index / mean : (double)0;
    bw_event_list_release(&hold->list);
}

static inline void schedule(struct hold *hold, struct bw_event *event, bw_time delay)
{
    hold->sum += (double)delay;
    event->time = hold->list.now + delay;
    event->phase = BW_PHASE_ORDER;
    (void)bw_event_list_schedule(&hold->list, 0, event);
}

static enum bw_status run_hold(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    int64_t begin = bw_thread_ns();
    struct hold hold = {.sum = 0};
    struct bw_event event = {.kind = 0};
    enum bw_status status = open_hold(&hold, request, replication);
    (void)errors;
    for (uint32_t i = 0; status == BW_OK && i < request->pending; i++) {
        schedule(
            &hold, &event, bw_ziggurat_duration(&hold.increments, hold.index++, MEAN));
    }
    count->prepare_ns = bw_thread_ns() - begin;
    while (status == BW_OK && count->events < request->size) {
        (void)bw_event_list_pop(&hold.list, BW_FOREVER, &event);
        count->events++;
        schedule(
            &hold, &event, bw_ziggurat_duration(&hold.increments, hold.index++, MEAN));
    }
    status = status == BW_OK ? hold.list.status : status;
    close_hold(&hold, MEAN, count);
    return status;
}

/* Nine in ten increments are minutes, one weeks. One event in a hundred is cancelled
 * at once and scheduled anew. */
static inline void schedule_bimodal(struct hold *hold, struct bw_event *event)
{
    uint64_t index = hold->index++;
    uint64_t choice = bw_stream_block_word(&hold->choices, index);
    bool is_long = (choice & 0xffff) < 6554;
    bw_time delay = bw_ziggurat_duration(
        &hold->increments, index, is_long ? MEAN_LONG : MEAN_SHORT);
    if (choice >> 32 < UINT32_MAX / 100) {
        event->time = hold->list.now + delay / 2;
        event->phase = BW_PHASE_ORDER;
        struct bw_event_handle handle = bw_event_list_schedule(&hold->list, 0, event);
        (void)bw_event_list_cancel(&hold->list, handle);
    }
    schedule(hold, event, delay);
}

static enum bw_status run_bimodal(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    int64_t begin = bw_thread_ns();
    struct hold hold = {.sum = 0};
    struct bw_event event = {.kind = 0};
    enum bw_status status = open_hold(&hold, request, replication);
    (void)errors;
    for (uint32_t i = 0; status == BW_OK && i < request->pending; i++) {
        schedule_bimodal(&hold, &event);
    }
    count->prepare_ns = bw_thread_ns() - begin;
    while (status == BW_OK && count->events < request->size) {
        (void)bw_event_list_pop(&hold.list, BW_FOREVER, &event);
        count->events++;
        schedule_bimodal(&hold, &event);
    }
    status = status == BW_OK ? hold.list.status : status;
    close_hold(&hold, 0.9 * MEAN_SHORT + 0.1 * MEAN_LONG, count);
    return status;
}

const struct bw_workload_kind bw_workload_hold = {"hold", 1000000, run_hold};
const struct bw_workload_kind bw_workload_bimodal = {
    "hold-bimodal", 1000000, run_bimodal};
