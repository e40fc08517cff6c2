/* SPDX-License-Identifier: Apache-2.0
 *
 * The hold model (Vaucher and Duval, "A comparison of simulation event list
 * algorithms", CACM 18, 1975): a constant number of pending events, each of which
 * schedules one when it is dispatched. Increments are exponential, bimodal or skewed;
 * the last two differ by orders of magnitude and are accompanied by time-outs, one to a
 * hundred events, which are cancelled before they are due.
 *
 * The first events lie as they do in the long run: at the rest of an increment that is
 * chosen in proportion to its length (Cox, "Renewal theory", 1962). Most of the bimodal
 * ones are then long, though most increments are short.
 */
#include "engine/event_list.h"
#include "engine/ziggurat.h"
#include "experiment/bench_internal.h"
#include "experiment/wall_clock.h"

enum {
    STREAM_INCREMENT = 1,
    STREAM_CHOICE,
    STREAM_TIMEOUT,
    STREAM_FIRST,
    STREAM_FIRST_CHOICE
};
enum { EVENT_HOLD, EVENT_TIMEOUT };

/* Exponential. */
#define MEAN ((double)BW_SECOND)
/* Bimodal: nine in ten are minutes, one weeks. */
#define MEAN_SHORT (5.0 * (double)BW_MINUTE)
#define MEAN_LONG (2.0 * (double)BW_WEEK)
#define SHARE_LONG 0.1
#define MEAN_BIMODAL (MEAN_SHORT + (MEAN_LONG - MEAN_SHORT) * SHARE_LONG)
/* Skewed: the cube of an exponential, which has the mean 3! (a Weibull law of shape
 * 1/3). Coefficient of variation 4.4; half of them are below 1/18 of the mean. */
#define MEAN_SKEWED ((double)BW_DAY)
#define CUBE_MEAN 6.0
/* One time-out to so many events; it lies up to so far ahead. */
#define TIMEOUT_EVERY 100u
#define TIMEOUT_LONGEST (2 * BW_WEEK)

struct hold {
    struct bw_event_list list;
    struct bw_stream_block increments;
    struct bw_stream_block choices, timeouts;
    struct bw_stream_block firsts, first_choices;
    struct bw_event_handle timeout; /* the one that runs */
    uint64_t index;                 /* of the next increment */
    uint64_t timeout_index;
    double sum; /* of increments in ticks */
};

/* room: events that are pending at most. */
static enum bw_status open_hold(
    struct hold *hold, const struct bw_key *key, uint32_t room)
{
    bw_stream_block_init(&hold->increments, key, STREAM_INCREMENT);
    bw_stream_block_init(&hold->choices, key, STREAM_CHOICE);
    bw_stream_block_init(&hold->timeouts, key, STREAM_TIMEOUT);
    bw_stream_block_init(&hold->firsts, key, STREAM_FIRST);
    bw_stream_block_init(&hold->first_choices, key, STREAM_FIRST_CHOICE);
    enum bw_status status = bw_event_list_init(&hold->list, 1);
    if (status == BW_OK) {
        status = bw_event_list_reserve(&hold->list, room);
    }
    return status;
}

/* Increment of index, or the delay of the first event of index, in ticks. */
typedef bw_time (*draw_fn)(struct hold *hold, uint64_t index);

struct hold_law {
    draw_fn first, next;
    double mean; /* of the increments in ticks */
    bool has_timeouts;
};

static inline bw_time first_exponential(struct hold *hold, uint64_t index)
{
    return bw_ziggurat_duration(&hold->firsts, index, MEAN);
}

static inline bw_time next_exponential(struct hold *hold, uint64_t index)
{
    return bw_ziggurat_duration(&hold->increments, index, MEAN);
}

static inline double uniform(uint64_t word)
{
    return (double)(word >> 11) * 0x1p-53;
}

static inline bw_time first_bimodal(struct hold *hold, uint64_t index)
{
    double choice = uniform(bw_stream_block_word(&hold->first_choices, index));
    bool is_long = choice < SHARE_LONG * MEAN_LONG / MEAN_BIMODAL;
    return bw_ziggurat_duration(&hold->firsts, index, is_long ? MEAN_LONG : MEAN_SHORT);
}

static inline bw_time next_bimodal(struct hold *hold, uint64_t index)
{
    bool is_long = uniform(bw_stream_block_word(&hold->choices, index)) < SHARE_LONG;
    return bw_ziggurat_duration(
        &hold->increments, index, is_long ? MEAN_LONG : MEAN_SHORT);
}

/* In proportion to its length e * e * e, e has a gamma law of shape 4. */
static inline bw_time first_skewed(struct hold *hold, uint64_t index)
{
    double e = 0;
    for (uint64_t i = 0; i < 4; i++) {
        e += bw_ziggurat_exponential(&hold->firsts, 4 * index + i);
    }
    double rest = uniform(bw_stream_block_word(&hold->first_choices, index));
    return (bw_time)(rest * e * e * e * (MEAN_SKEWED / CUBE_MEAN) + 0.5);
}

static inline bw_time next_skewed(struct hold *hold, uint64_t index)
{
    double e = bw_ziggurat_exponential(&hold->increments, index);
    return (bw_time)(e * e * e * (MEAN_SKEWED / CUBE_MEAN) + 0.5);
}

static inline void schedule(struct hold *hold, struct bw_event *event, bw_time delay)
{
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
__attribute__((always_inline)) static inline void run_events(struct hold *hold,
    const struct bw_bench_request *request, draw_fn draw, bool has_timeouts)
{
    struct bw_event event = {.kind = EVENT_HOLD};
    for (uint64_t i = 0; i < request->size; i++) {
        (void)bw_event_list_pop(&hold->list, BW_FOREVER, &event);
        if (has_timeouts && event.kind == EVENT_TIMEOUT) {
            continue;
        }
        if (has_timeouts && i % TIMEOUT_EVERY == 0) {
            renew_timeout(hold);
        }
        bw_time delay = draw(hold, hold->index++);
        hold->sum += (double)delay;
        schedule(hold, &event, delay);
    }
}

__attribute__((always_inline)) static inline enum bw_status run(
    const struct bw_bench_request *request, uint64_t replication,
    const struct hold_law *law, struct bw_bench_count *count)
{
    int64_t begin = bw_thread_ns();
    struct hold hold = {.sum = 0};
    struct bw_event event = {.kind = EVENT_HOLD};
    const struct bw_key key = {request->seed, replication};
    /* And one for the time-out that runs. */
    enum bw_status status = open_hold(&hold, &key, request->pending + 1);
    for (uint32_t i = 0; status == BW_OK && i < request->pending; i++) {
        schedule(&hold, &event, law->first(&hold, i));
    }
    count->prepare_ns = bw_thread_ns() - begin;
    if (status == BW_OK) {
        run_events(&hold, request, law->next, law->has_timeouts);
        status = hold.list.status;
    }
    count->events = request->size;
    count->items = request->size;
    count->peak = request->pending + law->has_timeouts;
    count->list_bytes = bw_event_list_bytes(&hold.list);
    count->figure =
        hold.index > 0 ? hold.sum / (double)hold.index / law->mean : (double)0;
    count->expected = 1;
    bw_event_list_release(&hold.list);
    return status;
}

static enum bw_status run_hold(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    static const struct hold_law law = {
        first_exponential, next_exponential, MEAN, false};
    (void)errors;
    return run(request, replication, &law, count);
}

static enum bw_status run_bimodal(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    static const struct hold_law law = {
        first_bimodal, next_bimodal, MEAN_BIMODAL, true};
    (void)errors;
    return run(request, replication, &law, count);
}

static enum bw_status run_skewed(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    static const struct hold_law law = {first_skewed, next_skewed, MEAN_SKEWED, true};
    (void)errors;
    return run(request, replication, &law, count);
}

const struct bw_workload_kind bw_workload_hold = {"hold", 1000000, run_hold};
const struct bw_workload_kind bw_workload_bimodal = {
    "hold-bimodal", 1000000, run_bimodal};
const struct bw_workload_kind bw_workload_skewed = {"hold-skewed", 1000000, run_skewed};
