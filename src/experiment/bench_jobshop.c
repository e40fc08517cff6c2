/* SPDX-License-Identifier: Apache-2.0
 *
 * A job shop with failures: jobs of several types pass groups of like machines, each
 * type by a route of its own, with gamma times. Machines fail by the calendar; a job
 * that is interrupted goes on afterwards with what is left of its work. Queues are
 * first come, first served, by priority or by due date.
 *
 * However long the queues become, the mean number of busy machines in the long run is
 * the rate of jobs times the mean work of one (Little 1961, at the machines).
 */
#include "base/pool.h"
#include "engine/distribution.h"
#include "engine/station.h"
#include "engine/ziggurat.h"
#include "experiment/bench_internal.h"

#include <math.h>

#define GROUPS 8u
#define TYPES 4u
#define OPERATIONS_MOST 6u
#define MACHINES_MOST 3u
#define GAP (12.0 * (double)BW_MINUTE) /* mean time between jobs */
#define TIME_CV 0.5
/* Per machine; up 95 % of the time. */
#define UP (10.0 * (double)BW_HOUR)
#define REPAIR (30.0 * (double)BW_MINUTE)
/* A job is due so long after it came. */
#define DUE_IN (8 * BW_HOUR)
/* Statistics begin when one in so many jobs has come. */
#define WARMUP_PART 10u

enum { STREAM_ARRIVAL = 1, STREAM_TYPE, STREAM_WORK, STREAM_UP, STREAM_REPAIR };
enum { EVENT_ARRIVAL, EVENT_DONE, EVENT_FAILURE, EVENT_REPAIRED };

struct group {
    uint32_t machines;
    enum bw_station_discipline discipline;
};

/* Loads of 0.74 to 0.83, but 0.51 at group 6; with failures up to 0.87. */
static const struct group groups[GROUPS] = {
    {3, BW_STATION_FIFO},
    {3, BW_STATION_DUE_DATE},
    {3, BW_STATION_PRIORITY},
    {3, BW_STATION_DUE_DATE},
    {3, BW_STATION_FIFO},
    {2, BW_STATION_PRIORITY},
    {2, BW_STATION_FIFO},
    {2, BW_STATION_DUE_DATE},
};

struct operation {
    uint8_t group, minutes; /* mean */
};

/* A type comes with so many sixteenths of all jobs. Lower types go first where the
 * discipline is priority. */
struct type {
    uint32_t sixteenths, operations;
    struct operation route[OPERATIONS_MOST];
};

static const struct type types[TYPES] = {
    {6, 4, {{0, 40}, {2, 30}, {4, 50}, {6, 20}}},
    {5, 5, {{1, 60}, {2, 25}, {3, 45}, {5, 30}, {7, 35}}},
    {3, 6, {{0, 55}, {1, 40}, {4, 30}, {3, 60}, {5, 45}, {6, 25}}},
    {2, 6, {{2, 50}, {3, 35}, {0, 30}, {2, 20}, {7, 60}, {4, 40}}},
};

/* In a pool; its number there is the mark of the customer. */
struct job {
    uint64_t number; /* of the draws */
    bw_time arrived;
    uint32_t type, operation;
};

struct shop {
    struct bw_event_list list;
    struct bw_generator draws;
    struct bw_stream_block arrivals, types, ups;
    struct bw_law work[TYPES][OPERATIONS_MOST], repair;
    struct bw_pool jobs;
    struct bw_station stations[GROUPS];
    uint64_t failures[GROUPS][MACHINES_MOST]; /* so far, numbers their draws */
    struct bw_sketch waits;
    struct bw_tally flow_times; /* ticks */
    uint64_t size;              /* jobs to come */
    uint64_t arrived, done;
    bw_time start;   /* of the statistics */
    bw_time measure; /* their length */
    int64_t busy;    /* machines * ticks in it */
    bool is_short;   /* of memory */
};

static struct bw_law gamma_law(double mean)
{
    struct bw_law law;
    const char *wrong =
        bw_law_make(BW_LAW_GAMMA, (const double[]){mean, TIME_CV, NAN, NAN, NAN}, &law);
    BW_ASSERT(wrong == NULL);
    return law;
}

static void make_laws(struct shop *shop)
{
    for (uint32_t t = 0; t < TYPES; t++) {
        for (uint32_t o = 0; o < types[t].operations; o++) {
            shop->work[t][o] =
                gamma_law((double)types[t].route[o].minutes * (double)BW_MINUTE);
        }
    }
    shop->repair = gamma_law(REPAIR);
}

/* Mean number of machines that work, in the long run. */
static double expected_busy(void)
{
    double minutes = 0; /* per job */
    for (uint32_t t = 0; t < TYPES; t++) {
        for (uint32_t o = 0; o < types[t].operations; o++) {
            minutes += types[t].sixteenths / 16.0 * types[t].route[o].minutes;
        }
    }
    return minutes * (double)BW_MINUTE / GAP;
}

static void schedule_arrival(struct shop *shop)
{
    const struct bw_event event = {.time = shop->list.now
            + bw_ziggurat_duration(&shop->arrivals, shop->arrived, GAP),
        .kind = EVENT_ARRIVAL,
        .phase = BW_PHASE_ORDER};
    (void)bw_event_list_schedule(&shop->list, 0, &event);
}

/* A failure or the end of a repair, at now + delay. */
static void schedule_change(
    struct shop *shop, uint32_t group, uint32_t machine, uint16_t kind, bw_time delay)
{
    const struct bw_event event = {.time = shop->list.now + delay,
        .target = group,
        .a = machine,
        .kind = kind,
        .phase = BW_PHASE_CHANGE};
    (void)bw_event_list_schedule(&shop->list, group + 1, &event);
}

static uint64_t failure_index(const struct shop *shop, uint32_t group, uint32_t machine)
{
    uint64_t number = (uint64_t)group * MACHINES_MOST + machine;
    return number << 32 | shop->failures[group][machine];
}

static void schedule_failure(struct shop *shop, uint32_t group, uint32_t machine)
{
    bw_time up =
        bw_ziggurat_duration(&shop->ups, failure_index(shop, group, machine), UP);
    schedule_change(shop, group, machine, EVENT_FAILURE, up);
}

static void fail(struct shop *shop, uint32_t group, uint32_t machine)
{
    bw_time repair = bw_law_duration(&shop->repair, &shop->draws, STREAM_REPAIR,
        failure_index(shop, group, machine));
    bw_station_stop(&shop->stations[group], &shop->list, machine, BW_STOP_FAILURE);
    schedule_change(shop, group, machine, EVENT_REPAIRED, repair);
    shop->failures[group][machine]++;
}

static void repair(struct shop *shop, uint32_t group, uint32_t machine)
{
    bw_station_resume(&shop->stations[group], &shop->list, machine, BW_STOP_FAILURE);
    schedule_failure(shop, group, machine);
}

/* Sends a job to its next machine group. */
static void send_on(struct shop *shop, uint32_t index)
{
    const struct job *job = bw_pool_at(&shop->jobs, index);
    uint32_t group = types[job->type].route[job->operation].group;
    const struct bw_customer customer = {
        .work = bw_law_duration(&shop->work[job->type][job->operation], &shop->draws,
            STREAM_WORK, job->number * OPERATIONS_MOST + job->operation),
        .key = groups[group].discipline == BW_STATION_DUE_DATE ? job->arrived + DUE_IN
                                                               : (int64_t)job->type,
        .mark = index};
    (void)bw_station_arrive(&shop->stations[group], &shop->list, &customer);
}

static void start_measuring(struct shop *shop)
{
    shop->start = shop->list.now;
    for (uint32_t g = 0; g < GROUPS; g++) {
        bw_station_clear_statistics(&shop->stations[g], shop->start);
    }
}

static void stop_measuring(struct shop *shop)
{
    shop->measure = shop->list.now - shop->start;
    for (uint32_t g = 0; g < GROUPS; g++) {
        shop->busy +=
            bw_station_area(&shop->stations[g], BW_SERVER_BUSY, shop->list.now);
    }
}

static void enter(struct shop *shop)
{
    uint32_t index = bw_pool_take(&shop->jobs);
    if (index == 0) {
        shop->is_short = true;
        return;
    }
    struct job *job = bw_pool_at(&shop->jobs, index);
    job->number = shop->arrived++;
    job->arrived = shop->list.now;
    uint32_t place = (uint32_t)(bw_stream_block_word(&shop->types, job->number) >> 60);
    while (place >= types[job->type].sixteenths) {
        place -= types[job->type++].sixteenths;
    }
    if (shop->arrived == shop->size / WARMUP_PART) {
        start_measuring(shop);
    }
    if (shop->arrived < shop->size) {
        schedule_arrival(shop);
    } else {
        stop_measuring(shop);
    }
    send_on(shop, index);
}

static void finish_operation(struct shop *shop, uint32_t group, uint32_t machine)
{
    struct bw_customer customer;
    bw_station_complete(&shop->stations[group], &shop->list, machine, &customer);
    uint32_t index = (uint32_t)customer.mark;
    struct job *job = bw_pool_at(&shop->jobs, index);
    if (++job->operation < types[job->type].operations) {
        send_on(shop, index);
        return;
    }
    bw_tally_add(&shop->flow_times, (double)(shop->list.now - job->arrived));
    shop->done++;
    bw_pool_give(&shop->jobs, index);
}

static enum bw_status open_shop(
    struct shop *shop, const struct bw_bench_request *request, uint64_t replication)
{
    const struct bw_key key = {request->seed, replication};
    bw_generator_init(&shop->draws, &key, BW_SAMPLING_QUICK);
    shop->size = request->size;
    bw_stream_block_init(&shop->arrivals, &key, STREAM_ARRIVAL);
    bw_stream_block_init(&shop->types, &key, STREAM_TYPE);
    bw_stream_block_init(&shop->ups, &key, STREAM_UP);
    make_laws(shop);
    if (bw_event_list_init(&shop->list, GROUPS + 1) != BW_OK
        || bw_sketch_init(&shop->waits) != BW_OK
        || bw_pool_init(&shop->jobs, sizeof(struct job)) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    for (uint32_t g = 0; g < GROUPS; g++) {
        const struct bw_station_description description = {
            .servers = groups[g].machines,
            .queue_limit = UINT32_MAX,
            .discipline = groups[g].discipline,
            .scheduler = g + 1,
            .target = g,
            .kind = EVENT_DONE};
        if (bw_station_init(&shop->stations[g], &description, 0) != BW_OK) {
            return BW_ERR_NOMEM;
        }
        shop->stations[g].sketch = &shop->waits;
        for (uint32_t m = 0; m < groups[g].machines; m++) {
            schedule_failure(shop, g, m);
        }
    }
    schedule_arrival(shop);
    return shop->list.status;
}

static void close_shop(struct shop *shop)
{
    for (uint32_t g = 0; g < GROUPS; g++) {
        bw_station_release(&shop->stations[g]);
    }
    bw_pool_release(&shop->jobs);
    bw_sketch_release(&shop->waits);
    bw_event_list_release(&shop->list);
}

static enum bw_status run_jobshop(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    struct shop shop = {.size = 0};
    enum bw_status status = open_shop(&shop, request, replication);
    struct bw_event event = {.time = 0};
    (void)errors;
    /* Failures go on for ever; the last job ends the run. */
    while (status == BW_OK && shop.done < shop.size) {
        (void)bw_event_list_pop(&shop.list, BW_FOREVER, &event);
        count->events++;
        switch (event.kind) {
        case EVENT_ARRIVAL:
            enter(&shop);
            break;
        case EVENT_DONE:
            finish_operation(&shop, event.target, event.a);
            break;
        case EVENT_FAILURE:
            fail(&shop, event.target, event.a);
            break;
        default:
            repair(&shop, event.target, event.a);
            break;
        }
        status = shop.is_short ? BW_ERR_NOMEM : shop.list.status;
    }
    count->items = shop.done;
    count->peak = shop.list.peak;
    count->list_bytes = bw_event_list_bytes(&shop.list);
    count->figure = (double)shop.busy / (double)shop.measure;
    count->expected = expected_busy();
    close_shop(&shop);
    return status;
}

const struct bw_workload_kind bw_workload_jobshop = {"jobshop", 100000, run_jobshop};
