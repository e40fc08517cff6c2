/* SPDX-License-Identifier: Apache-2.0
 *
 * The hold model (Vaucher and Duval, "A comparison of simulation event list
 * algorithms", CACM 18, 1975): a constant number of pending events, each of which
 * schedules one when it is dispatched. Increments are exponential, bimodal or skewed;
 * the last two differ by orders of magnitude and are accompanied by time-outs, one to a
 * hundred events, which are cancelled before they are due.
 */
#include "engine/event_list.h"
#include "engine/ziggurat.h"
#include "experiment/bench_internal.h"
#include "experiment/wall_clock.h"

enum { STREAM_INCREMENT = 1, STREAM_CHOICE, STREAM_TIMEOUT };
enum { EVENT_HOLD, EVENT_TIMEOUT };

/* Exponential. */
#define MEAN ((double)BW_SECOND)
/* Bimodal: nine in ten are minutes, one weeks. */
#define MEAN_SHORT (5.0 * (double)BW_MINUTE)
#define MEAN_LONG (2.0 * (double)BW_WEEK)
#define LONG_OF_65536 6554u
#define MEAN_BIMODAL                                                                   \
    (MEAN_SHORT + (MEAN_LONG - MEAN_SHORT) * (double)LONG_OF_65536 / 65536.0)
/* Skewed: the cube of an exponential, a Weibull law of shape 1/3, whose cube has the
 * mean 3!. Coefficient of variation 4.4; half of them are below 1/18 of the mean. */
#define MEAN_SKEWED ((double)BW_DAY)
#define CUBE_MEAN 6.0
/* One time-out to so many events; it lies up to so far ahead. */
#define TIMEOUT_EVERY 100u
#define TIMEOUT_LONGEST (2 * BW_WEEK)

struct hold {
    struct bw_event_list list;
    struct bw_stream_block increments;
    struct bw_stream_block choices, timeouts;
    struct bw_event_handle timeout; /* the one that runs */
    uint64_t index;                 /* of the next increment */
    uint64_t timeout_index;
    double sum; /* of increments in ticks */
};

static enum bw_status open_hold(
    struct hold *hold, const struct bw_bench_request *request, uint64_t replication)
{
    const struct bw_key key = {request->seed, replication};
    bw_stream_block_init(&hold->increments, &key, STREAM_INCREMENT);
    bw_stream_block_init(&hold->choices, &key, STREAM_CHOICE);
    bw_stream_block_init(&hold->timeouts, &key, STREAM_TIMEOUT);
    enum bw_status status = bw_event_list_init(&hold->list, 1);
    if (status == BW_OK) { /* and room for a time-out */
        status = bw_event_list_reserve(&hold->list, request->pending + 1);
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
    count->expected = 1;
    bw_event_list_release(&hold->list);
}

/* Increment of index in ticks. */
typedef bw_time (*draw_fn)(struct hold *hold, uint64_t index);

static inline bw_time draw_exponential(struct hold *hold, uint64_t index)
{
    return bw_ziggurat_duration(&hold->increments, index, MEAN);
}

static inline bw_time draw_bimodal(struct hold *hold, uint64_t index)
{
    uint64_t choice = bw_stream_block_word(&hold->choices, index);
    bool is_long = (choice & 0xffff) < LONG_OF_65536;
    return bw_ziggurat_duration(
        &hold->increments, index, is_long ? MEAN_LONG : MEAN_SHORT);
}

static inline bw_time draw_skewed(struct hold *hold, uint64_t index)
{
    double e = bw_ziggurat_exponential(&hold->increments, index);
    return (bw_time)(e * e * e * (MEAN_SKEWED / CUBE_MEAN) + 0.5);
}

static inline void schedule(struct hold *hold, struct bw_event *event, draw_fn draw)
{
    bw_time delay = draw(hold, hold->index++);
    hold->sum += (double)delay;
    event->time = hold->list.now + delay;
    event->phase = BW_PHASE_ORDER;
    (void)bw_event_list_schedule(&hold->list, 0, event);
}

/* Cancels the time-out that runs and starts another, as somebody does who waits no
 * longer than so long for each of many things. */
static void renew_timeout(struct hold *hold)
{
    uint64_t word = bw_stream_block_word(&hold->timeouts, hold->timeout_index++);
    const struct bw_event event = {
        .time = hold->list.now + (bw_time)(word % (uint64_t)TIMEOUT_LONGEST),
        .kind = EVENT_TIMEOUT,
        .phase = BW_PHASE_ORDER};
    (void)bw_event_list_cancel(&hold->list, hold->timeout);
    hold->timeout = bw_event_list_schedule(&hold->list, 0, &event);
}

/* Inlined with constants, so that each workload is a loop of its own. */
__attribute__((always_inline)) static inline enum bw_status run(
    const struct bw_bench_request *request, uint64_t replication, draw_fn draw,
    bool has_timeouts, struct hold *hold, struct bw_bench_count *count)
{
    int64_t begin = bw_thread_ns();
    struct bw_event event = {.kind = EVENT_HOLD};
    enum bw_status status = open_hold(hold, request, replication);
    if (status != BW_OK) {
        return status;
    }
    for (uint32_t i = 0; i < request->pending; i++) {
        schedule(hold, &event, draw);
    }
    count->prepare_ns = bw_thread_ns() - begin;
    for (uint64_t i = 0; i < request->size; i++) {
        (void)bw_event_list_pop(&hold->list, BW_FOREVER, &event);
        if (has_timeouts && event.kind == EVENT_TIMEOUT) {
            continue;
        }
        if (has_timeouts && i % TIMEOUT_EVERY == 0) {
            renew_timeout(hold);
        }
        schedule(hold, &event, draw);
    }
    count->events = request->size;
    return hold->list.status;
}

static enum bw_status run_hold(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    struct hold hold = {.sum = 0};
    enum bw_status status =
        run(request, replication, draw_exponential, false, &hold, count);
    (void)errors;
    close_hold(&hold, MEAN, count);
    return status;
}

static enum bw_status run_bimodal(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    struct hold hold = {.sum = 0};
    enum bw_status status = run(request, replication, draw_bimodal, true, &hold, count);
    (void)errors;
    close_hold(&hold, MEAN_BIMODAL, count);
    return status;
}

static enum bw_status run_skewed(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    struct hold hold = {.sum = 0};
    enum bw_status status = run(request, replication, draw_skewed, true, &hold, count);
    (void)errors;
    close_hold(&hold, MEAN_SKEWED, count);
    return status;
}

const struct bw_workload_kind bw_workload_hold = {"hold", 1000000, run_hold};
const struct bw_workload_kind bw_workload_bimodal = {
    "hold-bimodal", 1000000, run_bimodal};
const struct bw_workload_kind bw_workload_skewed = {"hold-skewed", 1000000, run_skewed};
