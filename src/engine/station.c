/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/station.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

#define QUEUE_MIN 16u
#define QUEUE_MAX (1u << 30)
/* Place in the idle stack of a server that is not there. */
#define PLACE_NONE UINT32_MAX

static bool is_ring(const struct bw_station *station)
{
    return station->description.discipline == BW_STATION_FIFO;
}

uint32_t bw_station_queue_length(const struct bw_station *station)
{
    return station->ring_length + station->heap_length;
}

/* To be called when servers become idle or busy and when the queue grows. */
static void set_room(struct bw_station *station)
{
    uint32_t capacity = station->queue_mask + 1;
    uint32_t limit = station->description.queue_limit;
    uint32_t room = capacity < limit ? capacity : limit;
    station->ring_room = is_ring(station) && station->idle_count == 0 ? room : 0;
}

static void clear(struct bw_station *station, bw_time start)
{
    station->start = start;
    station->queue_area = 0;
    station->served = 0;
    station->balked = 0;
    station->waits = (struct bw_time_tally){.count = 0};
    memset(station->areas, 0, sizeof station->areas);
}

enum bw_status bw_station_init(struct bw_station *station,
    const struct bw_station_description *description, bw_time start)
{
    uint32_t count = description->servers;
    BW_ASSERT(count > 0);
    *station = (struct bw_station){.description = *description};
    station->servers = bw_memory_allocate(count, sizeof *station->servers);
    station->idle = bw_memory_allocate(count, sizeof *station->idle);
    station->queue = bw_memory_allocate(QUEUE_MIN, sizeof *station->queue);
    if (station->servers == NULL || station->idle == NULL || station->queue == NULL) {
        bw_station_release(station);
        return BW_ERR_NOMEM;
    }
    station->queue_mask = QUEUE_MIN - 1;
    bw_station_reset(station, start);
    return BW_OK;
}

void bw_station_release(struct bw_station *station)
{
    bw_memory_free(station->servers);
    bw_memory_free(station->idle);
    bw_memory_free(station->queue);
    *station = (struct bw_station){.servers = NULL};
}

void bw_station_reset(struct bw_station *station, bw_time start)
{
    uint32_t count = station->description.servers;
    clear(station, start);
    memset(station->servers, 0, count * sizeof *station->servers);
    memset(station->counts, 0, sizeof station->counts);
    station->ring_first = 0;
    station->ring_length = 0;
    station->heap_length = 0;
    station->sequence = 0;
    station->idle_count = count;
    for (uint32_t i = 0; i < count; i++) { /* server 0 on top */
        station->idle[i] = count - 1 - i;
        station->servers[count - 1 - i].place = i;
        station->servers[i].number = i;
    }
    set_room(station);
    station->counts[BW_SERVER_IDLE] = count;
    station->areas[BW_SERVER_IDLE] = -(uint64_t)start * count;
}

/* What goes on at now is taken to begin there. */
void bw_station_clear_statistics(struct bw_station *station, bw_time now)
{
    clear(station, now);
    for (size_t i = 0; i < BW_SERVER_STATE_COUNT; i++) {
        station->areas[i] = -(uint64_t)now * station->counts[i];
    }
    station->queue_area = -(uint64_t)now * bw_station_queue_length(station);
}

static inline void change_state(struct bw_station *station, struct bw_server *server,
    enum bw_server_state state, bw_time now)
{
    station->areas[server->state] += (uint64_t)now;
    station->counts[server->state]--;
    station->areas[state] -= (uint64_t)now;
    station->counts[state]++;
    server->state = (uint8_t)state;
}

/* The queue. The ring and the heap share one array; its capacity is a power of two. */

static bool grow_queue(struct bw_station *station)
{
    uint32_t old = station->queue_mask + 1;
    if (old >= QUEUE_MAX) {
        return false;
    }
    struct bw_station_entry *queue =
        bw_memory_resize(station->queue, 2 * (size_t)old, sizeof *queue);
    if (queue == NULL) {
        return false;
    }
    /* The part of a full ring that had gone round follows the rest again. */
    memcpy(queue + old, queue, station->ring_first * sizeof *queue);
    station->queue = queue;
    station->queue_mask = 2 * old - 1;
    set_room(station);
    return true;
}

static bool goes_before(
    const struct bw_station_entry *a, const struct bw_station_entry *b)
{
    return a->customer.key != b->customer.key ? a->customer.key < b->customer.key
                                              : a->sequence < b->sequence;
}

static void heap_rise(
    struct bw_station_entry *heap, uint32_t hole, const struct bw_station_entry *entry)
{
    while (hole > 0) {
        uint32_t parent = (hole - 1) / 2;
        if (!goes_before(entry, &heap[parent])) {
            break;
        }
        heap[hole] = heap[parent];
        hole = parent;
    }
    heap[hole] = *entry;
}

/* Closes the hole at the root with the last entry, which stands at count. */
static void heap_sink(struct bw_station_entry *heap, uint32_t count)
{
    const struct bw_station_entry last = heap[count];
    uint32_t hole = 0;
    for (uint32_t child = 1; child < count; child = 2 * hole + 1) {
        if (child + 1 < count && goes_before(&heap[child + 1], &heap[child])) {
            child++;
        }
        if (!goes_before(&heap[child], &last)) {
            break;
        }
        heap[hole] = heap[child];
        hole = child;
    }
    heap[hole] = last;
}

static void enqueue(
    struct bw_station *station, const struct bw_customer *customer, bw_time now)
{
    struct bw_station_entry entry = {*customer, station->sequence++};
    entry.customer.arrived = now;
    station->queue_area -= (uint64_t)now;
    if (is_ring(station)) {
        uint32_t place = station->ring_first + station->ring_length++;
        station->queue[place & station->queue_mask] = entry;
    } else {
        heap_rise(station->queue, station->heap_length++, &entry);
    }
}

static void dequeue(
    struct bw_station *station, bw_time now, struct bw_customer *customer)
{
    station->queue_area += (uint64_t)now;
    if (is_ring(station)) {
        *customer = station->queue[station->ring_first].customer;
        station->ring_first = (station->ring_first + 1) & station->queue_mask;
        station->ring_length--;
    } else {
        *customer = station->queue[0].customer;
        heap_sink(station->queue, --station->heap_length);
    }
}

/* Begins the rest of the work of the server's customer. */
static inline void start_service(const struct bw_station *station,
    struct bw_event_list *list, struct bw_server *server)
{
    server->ends = list->now + server->customer.work;
    const struct bw_event event = {.time = server->ends,
        .target = station->description.target,
        .a = server->number,
        .kind = station->description.kind,
        .phase = BW_PHASE_COMPLETE};
    const struct bw_event_handle end =
        bw_event_list_schedule(list, station->description.scheduler, &event);
    server->end_low = end.low;
    server->end_slot = end.slot;
}

static inline void push_idle(struct bw_station *station, struct bw_server *server)
{
    server->place = station->idle_count;
    station->idle[station->idle_count++] = server->number;
    set_room(station);
}

static void drop_idle(struct bw_station *station, const struct bw_server *server)
{
    uint32_t last = station->idle[--station->idle_count];
    station->idle[server->place] = last;
    station->servers[last].place = server->place;
    set_room(station);
}

/* A server without customer and without reason to stop takes the next one or idles. */
static void look_for_work(
    struct bw_station *station, struct bw_event_list *list, struct bw_server *server)
{
    if (bw_station_queue_length(station) == 0) {
        server->is_taken = false;
        change_state(station, server, BW_SERVER_IDLE, list->now);
        push_idle(station, server);
        return;
    }
    dequeue(station, list->now, &server->customer);
    bw_station_note_wait(station, list->now - server->customer.arrived);
    server->is_taken = true;
    if (server->state != BW_SERVER_BUSY) {
        change_state(station, server, BW_SERVER_BUSY, list->now);
    }
    start_service(station, list, server);
}

enum bw_arrival bw_station_arrive_apart(struct bw_station *station,
    struct bw_event_list *list, const struct bw_customer *customer)
{
    if (station->idle_count > 0) {
        struct bw_server *server =
            &station->servers[station->idle[--station->idle_count]];
        set_room(station);
        server->customer = *customer;
        server->customer.arrived = list->now;
        server->is_taken = true;
        bw_station_note_wait(station, 0);
        change_state(station, server, BW_SERVER_BUSY, list->now);
        start_service(station, list, server);
        return BW_ARRIVAL_STARTED;
    }
    uint32_t length = bw_station_queue_length(station);
    if (length >= station->description.queue_limit) {
        station->balked++;
        return BW_ARRIVAL_BALKED;
    }
    if (length > station->queue_mask && !grow_queue(station)) {
        list->status = list->status == BW_OK ? BW_ERR_NOMEM : list->status;
        station->balked++;
        return BW_ARRIVAL_BALKED;
    }
    enqueue(station, customer, list->now);
    return BW_ARRIVAL_QUEUED;
}

void bw_station_complete_apart(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, struct bw_customer *customer)
{
    struct bw_server *s = &station->servers[server];
    BW_ASSERT(s->state == BW_SERVER_BUSY && s->ends == list->now);
    *customer = s->customer;
    station->served++;
    look_for_work(station, list, s);
}

void bw_station_block(
    struct bw_station *station, struct bw_event_list *list, uint32_t server)
{
    BW_ASSERT(server < station->description.servers);
    struct bw_server *s = &station->servers[server];
    BW_ASSERT(s->state == BW_SERVER_BUSY && s->ends == list->now);
    change_state(station, s, BW_SERVER_BLOCKED, list->now);
}

void bw_station_unblock(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, struct bw_customer *customer)
{
    BW_ASSERT(server < station->description.servers);
    struct bw_server *s = &station->servers[server];
    BW_ASSERT(s->state == BW_SERVER_BLOCKED);
    *customer = s->customer;
    station->served++;
    look_for_work(station, list, s);
}

static enum bw_server_state stopped_state(const struct bw_server *server)
{
    return (server->stops & BW_STOP_FAILURE) != 0 ? BW_SERVER_DOWN
                                                  : BW_SERVER_OFF_SHIFT;
}

void bw_station_stop(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, enum bw_stop_reason reason)
{
    BW_ASSERT(server < station->description.servers);
    struct bw_server *s = &station->servers[server];
    BW_ASSERT((s->stops & reason) == 0 && s->state != BW_SERVER_BLOCKED);
    if (s->state == BW_SERVER_BUSY) {
        /* At the last instant of a service nothing is left, and its end is still to be
         * dispatched: it then comes after the server goes on again. */
        s->customer.work = s->ends - list->now;
        bool was_pending = bw_event_list_cancel(
            list, (struct bw_event_handle){.low = s->end_low, .slot = s->end_slot});
        BW_ASSERT(was_pending);
    } else if (s->state == BW_SERVER_IDLE) {
        drop_idle(station, s);
    }
    s->stops = (uint8_t)(s->stops | reason);
    change_state(station, s, stopped_state(s), list->now);
}

void bw_station_resume(struct bw_station *station, struct bw_event_list *list,
    uint32_t server, enum bw_stop_reason reason)
{
    BW_ASSERT(server < station->description.servers);
    struct bw_server *s = &station->servers[server];
    BW_ASSERT((s->stops & reason) != 0);
    s->stops = (uint8_t)(s->stops & ~reason);
    if (s->stops != 0) {
        change_state(station, s, stopped_state(s), list->now);
    } else if (s->is_taken) {
        change_state(station, s, BW_SERVER_BUSY, list->now);
        start_service(station, list, s);
    } else {
        look_for_work(station, list, s);
    }
}

int64_t bw_station_area(
    const struct bw_station *station, enum bw_server_state state, bw_time now)
{
    return (int64_t)(station->areas[state] + (uint64_t)now * station->counts[state]);
}

double bw_station_share(
    const struct bw_station *station, enum bw_server_state state, bw_time now)
{
    if (now <= station->start) {
        return NAN;
    }
    return (double)bw_station_area(station, state, now)
        / ((double)(now - station->start) * station->description.servers);
}

uint64_t bw_station_arrived(const struct bw_station *station)
{
    uint64_t inside = bw_station_queue_length(station);
    for (uint32_t i = 0; i < station->description.servers; i++) {
        inside += station->servers[i].is_taken;
    }
    return station->served + station->balked + inside;
}

int64_t bw_station_wait_area(const struct bw_station *station, bw_time now)
{
    return (int64_t)(station->queue_area
        + (uint64_t)now * bw_station_queue_length(station));
}
