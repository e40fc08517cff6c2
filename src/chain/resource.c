/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/resource.h"

#include "chain/history.h"
#include "chain/job_queue.h"
#include "chain/manufacturing.h"
#include "chain/measure.h"
#include "chain/quality.h"
#include "chain/state_internal.h"

#include <math.h>
#include <string.h>

/* Failures are numbered per server, so that one more server brings its own failures and
 * shifts nobody else's. */
#define SERVER_SHIFT 32

enum server_status { SERVER_IDLE, SERVER_BUSY, SERVER_SETUP };

struct server {
    uint32_t job;   /* 0 = none */
    uint64_t cycle; /* numbers the draws of the running up-and-down cycle */
    bw_time ends;   /* of the running setup or work */
    struct bw_event_handle end;
    uint8_t status; /* enum server_status */
    bool down;
};

struct bw_resource_state {
    struct server *servers;
    uint32_t server_count;
    uint32_t *free; /* stack of servers that are up and idle */
    uint32_t free_count;
    struct bw_job_queue queue;
    uint64_t arrivals; /* jobs so far */
    uint32_t busy, in_setup, down;
    bool starting;
};

/* Servers in the parameter block, at least 0. */
static uint32_t configured(const struct bw_state *state, bw_index resource)
{
    double servers =
        bw_state_parameter(state, state->network->resources[resource].servers);

    return servers > 0.0 ? (uint32_t)llround(servers) : 0;
}

enum bw_status bw_resource_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    state->resources = bw_arena_allocate(
        &state->arena, network->resource_count, sizeof *state->resources);
    if (state->resources == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->resource_count; i++) {
        struct bw_resource_state *r = &state->resources[i];

        r->server_count = (uint32_t)llround(
            network->parameters[network->resources[i].servers].initial);
        r->servers =
            bw_arena_allocate(&state->arena, r->server_count, sizeof *r->servers);
        r->free = bw_arena_allocate(&state->arena, r->server_count, sizeof *r->free);
        if (r->servers == NULL || r->free == NULL) {
            return BW_ERR_NOMEM;
        }
    }
    return BW_OK;
}

static void observe(struct bw_state *state, bw_index resource)
{
    const struct bw_resource_state *r = &state->resources[resource];
    bw_index element = state->network->resources[resource].element;

    bw_observe_level(state, element, BW_LEVEL_BUSY, r->busy);
    bw_observe_level(state, element, BW_LEVEL_SETUP, r->in_setup);
    bw_observe_level(state, element, BW_LEVEL_DOWN, r->down);
    bw_observe_level(state, element, BW_LEVEL_IDLE, r->free_count);
    bw_observe_level(state, element, BW_LEVEL_QUEUE, r->queue.length);
}

/* Begins the next cycle of a server: up for a draw of the failure law. */
static void schedule_failure(struct bw_state *state, bw_index resource, uint32_t server)
{
    const struct bw_resource *r = &state->network->resources[resource];

    if (r->failure.present) {
        struct server *s = &state->resources[resource].servers[server];

        s->cycle++;
        bw_state_schedule(state, r->element,
            bw_state_now(state) + bw_state_duration(state, &r->failure, s->cycle),
            BW_EVENT_RESOURCE_FAILURE, resource, server);
    }
}

void bw_resource_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->resource_count; i++) {
        struct bw_resource_state *r = &state->resources[i];

        BW_ASSERT(configured(state, i) == r->server_count);
        memset(r->servers, 0, r->server_count * sizeof *r->servers);
        r->free_count = r->server_count;
        r->queue = (struct bw_job_queue){
            .by_key = state->network->resources[i].discipline != BW_DISCIPLINE_FIFO};
        r->arrivals = 0;
        r->busy = r->in_setup = r->down = 0;
        r->starting = false;
        for (uint32_t server = 0; server < r->server_count; server++) {
            r->free[server] = r->server_count - 1 - server;
            r->servers[server].cycle = (uint64_t)server << SERVER_SHIFT;
            schedule_failure(state, i, server);
        }
        observe(state, i);
    }
}

static struct bw_job *job_at(const struct bw_state *state, uint32_t job)
{
    return bw_pool_at(&state->jobs, job);
}

/* Place of a job in the queue: the least goes first. */
static int64_t key_of(enum bw_discipline discipline, const struct bw_urgency *urgency)
{
    switch (discipline) {
    case BW_DISCIPLINE_PRIORITY:
        return urgency->priority != 0 ? urgency->priority : INT64_MAX;
    case BW_DISCIPLINE_DUE_DATE:
        return urgency->due;
    case BW_DISCIPLINE_FIFO:
        break;
    }
    return 0;
}

static void want_start(struct bw_state *state, bw_index resource, bw_index scheduler)
{
    struct bw_resource_state *r = &state->resources[resource];

    if (!r->starting && r->queue.first != 0 && r->free_count > 0) {
        r->starting = true;
        bw_state_schedule(state, scheduler, bw_state_now(state),
            BW_EVENT_RESOURCE_START, resource, 0);
    }
}

void bw_resource_request(struct bw_state *state, bw_index resource, bw_index scheduler,
    const struct bw_job_request *request)
{
    struct bw_resource_state *r = &state->resources[resource];
    uint32_t index = bw_state_take(state, &state->jobs);
    struct bw_job *job = job_at(state, index);

    job->requested = bw_state_now(state);
    job->remaining = request->work;
    job->setup = request->setup;
    job->history = request->history;
    job->owner = request->owner;
    job->resource = resource;
    job->work_element = request->work_element;
    job->kind = (uint8_t)request->kind;
    job->work_stage = (uint8_t)request->work_stage;
    job->arrival = r->arrivals++;
    job->key =
        key_of(state->network->resources[resource].discipline, &request->urgency);
    bw_history_append(state, &job->history, state->network->resources[resource].element,
        BW_STAGE_QUEUE, bw_state_now(state), request->counted);
    bw_job_queue_push(state, &r->queue, index);
    observe(state, resource);
    want_start(state, resource, scheduler);
}

/* Lets a server go on with its job: setup first, then the work. */
static void proceed(struct bw_state *state, bw_index resource, uint32_t server)
{
    const struct bw_resource *described = &state->network->resources[resource];
    struct bw_resource_state *r = &state->resources[resource];
    struct server *s = &r->servers[server];
    struct bw_job *job = job_at(state, s->job);
    bool setup = job->setup > 0;

    s->status = setup ? SERVER_SETUP : SERVER_BUSY;
    s->ends = bw_state_now(state) + (setup ? job->setup : job->remaining);
    r->in_setup += setup;
    r->busy += !setup;
    bw_history_append(state, &job->history,
        setup ? described->element : job->work_element,
        setup ? BW_STAGE_SETUP : (enum bw_stage)job->work_stage, bw_state_now(state),
        false);
    s->end = bw_state_schedule(state, described->element, s->ends,
        setup ? BW_EVENT_RESOURCE_SETUP : BW_EVENT_RESOURCE_DONE, resource, s->job);
}

/* Takes the first job out of the queue. */
static uint32_t dequeue(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];
    uint32_t index = bw_job_queue_pop(state, &r->queue);
    struct bw_job *job = job_at(state, index);
    bw_time wait = bw_state_now(state) - job->requested;

    bw_measure_wait(state, state->network->resources[resource].element, wait);
    if (job->kind == BW_JOB_STEP) {
        bw_observe(state, job->work_element, BW_SUM_STEP_WAIT, (double)wait);
    }
    return index;
}

/* Gives the goods of a finished job back to the batch or hold that sent them. */
static void finish(struct bw_state *state, uint32_t index)
{
    struct bw_job job = *job_at(state, index);
    bw_time sojourn = bw_state_now(state) - job.requested;

    bw_pool_give(&state->jobs, index);
    bw_observe(state, state->network->resources[job.resource].element, BW_SUM_SOJOURN,
        (double)sojourn);
    switch ((enum bw_job_kind)job.kind) {
    case BW_JOB_STEP:
        bw_batch_worked(state, job.owner,
            &(struct bw_job_result){.history = job.history, .sojourn = sojourn});
        break;
    case BW_JOB_TEST:
        bw_hold_tested(state, job.owner, job.history);
        break;
    case BW_JOB_RESOLVE:
        bw_hold_resolved(state, job.owner, job.history);
        break;
    }
}

void bw_resource_on_start(struct bw_state *state, const struct bw_event *event)
{
    bw_index resource = event->target;
    struct bw_resource_state *r = &state->resources[resource];

    r->starting = false;
    while (r->queue.first != 0 && r->free_count > 0) {
        uint32_t index = dequeue(state, resource), server;
        struct bw_job *job = job_at(state, index);

        if (job->setup == 0 && job->remaining == 0) {
            /* No time, no event: a thousand such jobs must not take a thousand rounds.
             */
            finish(state, index);
            continue;
        }
        server = r->free[--r->free_count];
        job->server = server;
        r->servers[server].job = index;
        proceed(state, resource, server);
    }
    observe(state, resource);
}

void bw_resource_on_setup(struct bw_state *state, const struct bw_event *event)
{
    struct bw_resource_state *r = &state->resources[event->target];
    struct bw_job *job = job_at(state, event->a);

    job->setup = 0;
    r->in_setup--;
    proceed(state, event->target, job->server);
    observe(state, event->target);
}

void bw_resource_on_done(struct bw_state *state, const struct bw_event *event)
{
    bw_index resource = event->target;
    struct bw_resource_state *r = &state->resources[resource];
    uint32_t server = job_at(state, event->a)->server;

    r->servers[server].job = 0;
    r->servers[server].status = SERVER_IDLE;
    r->busy--;
    r->free[r->free_count++] = server;
    want_start(state, resource, state->network->resources[resource].element);
    observe(state, resource);
    finish(state, event->a);
}

void bw_resource_on_failure(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_resource *described = &state->network->resources[event->target];
    struct bw_resource_state *r = &state->resources[event->target];
    struct server *s = &r->servers[event->a];

    s->down = true;
    r->down++;
    if (s->job != 0) {
        struct bw_job *job = job_at(state, s->job);
        bw_time left = s->ends - event->time;

        bw_event_list_cancel(&state->events, s->end);
        if (s->status == SERVER_SETUP) {
            job->setup = left;
            r->in_setup--;
        } else {
            job->remaining = left;
            r->busy--;
        }
        bw_history_append(state, &job->history, described->element, BW_STAGE_DOWN,
            event->time, false);
    } else {
        uint32_t i = 0;

        while (r->free[i] != event->a) {
            i++;
        }
        r->free_count--;
        memmove(&r->free[i], &r->free[i + 1], (r->free_count - i) * sizeof *r->free);
    }
    bw_state_schedule(state, described->element,
        event->time + bw_state_duration(state, &described->repair, s->cycle),
        BW_EVENT_RESOURCE_REPAIR, event->target, event->a);
    observe(state, event->target);
}

void bw_resource_on_repair(struct bw_state *state, const struct bw_event *event)
{
    bw_index element = state->network->resources[event->target].element;
    struct bw_resource_state *r = &state->resources[event->target];
    struct server *s = &r->servers[event->a];

    s->down = false;
    r->down--;
    if (s->job != 0) {
        proceed(state, event->target, event->a);
    } else {
        r->free[r->free_count++] = event->a;
        want_start(state, event->target, element);
    }
    schedule_failure(state, event->target, event->a);
    observe(state, event->target);
}
