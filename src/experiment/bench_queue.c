/* SPDX-License-Identifier: Apache-2.0
 *
 * Queueing workloads: M/M/1, and an open Jackson network of 100 stations (J. R.
 * Jackson, "Networks of waiting lines", Operations Research 5, 1957), through event
 * list, streams, stations and statistics as a model uses them.
 *
 * Product form: each station of the network has as many customers as if it were an
 * M/M/1 queue of its own, utilisation / (1 - utilisation) in the mean.
 */
#include "base/memory.h"
#include "engine/station.h"
#include "engine/ziggurat.h"
#include "experiment/bench_internal.h"

#define UTILISATION 0.9
#define SERVICE ((double)BW_SECOND) /* mean */
/* Jackson: a customer comes to one of all stations; after each service it leaves with
 * probability 1/8 or goes to one of all stations, so it makes 8 visits in the mean. The
 * utilisation of the stations rises evenly from the least to UTILISATION. */
#define STATIONS 100u
#define LEAVE_ONE_IN 8u
#define UTILISATION_LEAST 0.5
/* Statistics of the network begin when one in so many customers has come. */
#define WARMUP_PART 10u

enum { STREAM_ARRIVAL = 1, STREAM_SERVICE, STREAM_ROUTE };
enum { EVENT_ARRIVAL, EVENT_DEPARTURE };

struct queueing {
    struct bw_event_list list;
    struct bw_stream_block arrivals;
    struct bw_stream_block services;
    struct bw_stream_block routes;
    struct bw_station *stations;
    uint32_t station_count;
    struct bw_sketch sketch;
    struct bw_tally flow_times; /* jackson, in ticks */
    uint64_t arrived;           /* customers from outside */
    uint64_t visits;            /* numbers the draws of services */
    uint64_t routings;          /* numbers those of routes */
    double gap;                 /* mean time between arrivals */
};

static enum bw_status open_queueing(
    struct queueing *q, const struct bw_key *key, uint32_t station_count)
{
    bw_stream_block_init(&q->arrivals, key, STREAM_ARRIVAL);
    bw_stream_block_init(&q->services, key, STREAM_SERVICE);
    bw_stream_block_init(&q->routes, key, STREAM_ROUTE);
    q->stations = bw_memory_allocate(station_count, sizeof *q->stations);
    if (q->stations == NULL || bw_sketch_init(&q->sketch) != BW_OK
        || bw_event_list_init(&q->list, station_count + 1) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < station_count; i++) {
        const struct bw_station_description description = {.servers = 1,
            .queue_limit = UINT32_MAX,
            .scheduler = i + 1,
            .target = i,
            .kind = EVENT_DEPARTURE};
        if (bw_station_init(&q->stations[i], &description, 0) != BW_OK) {
            return BW_ERR_NOMEM;
        }
        q->stations[i].sketch = &q->sketch;
        q->station_count++;
    }
    return BW_OK;
}

static void close_queueing(struct queueing *q, struct bw_bench_count *count)
{
    count->peak = q->list.peak;
    count->list_bytes = bw_event_list_bytes(&q->list);
    for (uint32_t i = 0; i < q->station_count; i++) {
        bw_station_release(&q->stations[i]);
    }
    bw_memory_free(q->stations);
    bw_sketch_release(&q->sketch);
    bw_event_list_release(&q->list);
}

static inline bw_time next_arrival(struct queueing *q)
{
    return q->list.now + bw_ziggurat_duration(&q->arrivals, q->arrived, q->gap);
}

static void schedule_first_arrival(struct queueing *q)
{
    const struct bw_event event = {
        .time = next_arrival(q), .kind = EVENT_ARRIVAL, .phase = BW_PHASE_ORDER};
    (void)bw_event_list_schedule(&q->list, 0, &event);
}

/* While an arrival is dispatched. */
static inline void repeat_arrival(struct queueing *q)
{
    (void)bw_event_list_repeat(&q->list, 0, next_arrival(q), BW_PHASE_ORDER);
}

static inline void visit(
    struct queueing *q, uint32_t station, double mean, uint64_t mark)
{
    const struct bw_customer customer = {
        .work = bw_ziggurat_duration(&q->services, q->visits++, mean), .mark = mark};
    (void)bw_station_arrive(&q->stations[station], &q->list, &customer);
}

static enum bw_status run_mm1(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    struct queueing q = {.gap = SERVICE / UTILISATION};
    const struct bw_key key = {request->seed, replication};
    enum bw_status status = open_queueing(&q, &key, 1);
    (void)errors;
    if (status == BW_OK) {
        struct bw_station *station = &q.stations[0];
        const uint64_t customers = request->size;
        struct bw_event event;
        struct bw_customer customer;
        schedule_first_arrival(&q);
        while (bw_event_list_pop(&q.list, BW_FOREVER, &event)) {
            if (event.kind == EVENT_DEPARTURE) {
                bw_station_complete(station, &q.list, event.a, &customer);
                continue;
            }
            if (++q.arrived < customers) {
                repeat_arrival(&q);
            }
            visit(&q, 0, SERVICE, 0);
        }
        count->items = station->served;
        count->events = q.arrived + station->served;
        count->figure = bw_time_tally_mean(&station->waits) / SERVICE;
        count->expected = UTILISATION / (1 - UTILISATION);
        status = q.list.status;
    }
    close_queueing(&q, count);
    return status;
}

/* A station chosen by the upper half of a word; the lower one says who leaves. */
static inline uint32_t any_station(uint64_t word)
{
    return (uint32_t)((word >> 32) * STATIONS >> 32);
}

static inline double utilisation(uint32_t station)
{
    return UTILISATION_LEAST
        + (UTILISATION - UTILISATION_LEAST) * station / (double)(STATIONS - 1);
}

/* SERVICE at the station with the highest utilisation; all are visited equally often.
 */
static inline void visit_network(struct queueing *q, uint32_t station, uint64_t mark)
{
    visit(q, station, SERVICE / UTILISATION * utilisation(station), mark);
}

/* Customers in the network, times ticks, since the statistics began. */
static double network_area(const struct queueing *q)
{
    double area = 0;
    for (uint32_t i = 0; i < STATIONS; i++) {
        area += (double)bw_station_wait_area(&q->stations[i], q->list.now);
        area += (double)bw_station_area(&q->stations[i], BW_SERVER_BUSY, q->list.now);
    }
    return area;
}

/* One customer arrives from outside. figure is the mean number of customers, which is
 * measured until the last one comes. */
static void enter(struct queueing *q, uint64_t size, double *figure)
{
    uint64_t word = bw_stream_block_word(&q->routes, q->routings++);
    q->arrived++;
    if (q->arrived == size / WARMUP_PART) {
        for (uint32_t i = 0; i < STATIONS; i++) {
            bw_station_clear_statistics(&q->stations[i], q->list.now);
        }
    }
    if (q->arrived < size) {
        repeat_arrival(q);
    } else {
        *figure = network_area(q) / (double)(q->list.now - q->stations[0].start);
    }
    visit_network(q, any_station(word), (uint64_t)q->list.now);
}

/* A service ends: the customer goes on to another station or leaves. */
static inline void end_service(struct queueing *q, const struct bw_event *event)
{
    struct bw_customer customer;
    uint64_t word = bw_stream_block_word(&q->routes, q->routings++);
    bw_station_complete(&q->stations[event->target], &q->list, event->a, &customer);
    if (word % LEAVE_ONE_IN == 0) {
        bw_tally_add(&q->flow_times, (double)(q->list.now - (bw_time)customer.mark));
    } else {
        visit_network(q, any_station(word), customer.mark);
    }
}

/* mark is the tick of arrival from outside. */
static enum bw_status run_jackson(const struct bw_bench_request *request,
    uint64_t replication, struct bw_bench_count *count, struct bw_error_list *errors)
{
    struct queueing q = {.gap = SERVICE / UTILISATION * LEAVE_ONE_IN / STATIONS};
    const struct bw_key key = {request->seed, replication};
    enum bw_status status = open_queueing(&q, &key, STATIONS);
    (void)errors;
    if (status == BW_OK) {
        struct bw_event event;
        schedule_first_arrival(&q);
        while (bw_event_list_pop(&q.list, BW_FOREVER, &event)) {
            count->events++;
            if (event.kind == EVENT_ARRIVAL) {
                enter(&q, request->size, &count->figure);
            } else {
                end_service(&q, &event);
            }
        }
        for (uint32_t i = 0; i < STATIONS; i++) {
            count->expected += utilisation(i) / (1 - utilisation(i));
        }
        count->items = q.flow_times.count;
        status = q.list.status;
    }
    close_queueing(&q, count);
    return status;
}

const struct bw_workload_kind bw_workload_mm1 = {"mm1", 1000000, run_mm1};
const struct bw_workload_kind bw_workload_jackson = {"jackson", 200000, run_jackson};
