/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/resource_internal.h"

#include "chain/history.h"
#include "chain/hold.h"
#include "chain/manufacturing.h"
#include "chain/quality.h"
#include "chain/sourcing.h"

#include <string.h>

enum bw_status bw_resource_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    uint32_t *buffered;

    state->resources = bw_arena_allocate(
        &state->arena, network->resource_count, sizeof *state->resources);
    if (state->resources == NULL) {
        return BW_ERR_NOMEM;
    }
    buffered = bw_arena_allocate(&state->arena,
        (size_t)network->step_count + network->line_count, sizeof *buffered);
    if (buffered == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->resource_count; i++) {
        struct bw_resource_state *r = &state->resources[i];

        r->buffered = buffered;
        r->own_count = network->resources[i].most_servers;
        r->server_count = r->own_count + network->resources[i].flexible.servers;
        r->servers =
            bw_arena_allocate(&state->arena, r->server_count, sizeof *r->servers);
        r->free = bw_arena_allocate(&state->arena, r->server_count, sizeof *r->free);
        if (r->servers == NULL || r->free == NULL
            || bw_campaign_init(state, i) != BW_OK) {
            return BW_ERR_NOMEM;
        }
    }
    return bw_flexible_init(state);
}

const char *const bw_job_names[] = {
    [BW_JOB_STEP] = "step",
    [BW_JOB_TEST] = "test",
    [BW_JOB_RESOLVE] = "resolve",
    [BW_JOB_CHECK] = "check",
};

uint32_t bw_resource_lot(const struct bw_state *state, const struct bw_job *job)
{
    if (job->kind == BW_JOB_CHECK) {
        return 0;
    }
    return job->kind == BW_JOB_STEP ? bw_batch_lot(state, job->owner)
                                    : bw_hold_lot(state, job->owner);
}

static void observe_queue(struct bw_state *state, bw_index resource)
{
    bw_observe_level(state, bw_resource_element(state, resource), BW_LEVEL_QUEUE,
        state->resources[resource].queue.length);
}

void bw_resource_reset(struct bw_state *state)
{
    if (state->network->resource_count > 0) {
        memset(state->resources[0].buffered, 0,
            ((size_t)state->network->step_count + state->network->line_count)
                * sizeof *state->resources[0].buffered);
    }
    bw_flexible_reset(state);
    for (bw_index i = 0; i < state->network->resource_count; i++) {
        struct bw_resource_state *r = &state->resources[i];

        r->queue = (struct bw_job_queue){
            .by_key = state->network->resources[i].discipline != BW_DISCIPLINE_FIFO};
        r->outside = (struct bw_job_queue){.first = 0};
        r->arrivals = 0;
        r->coming = 0;
        r->starting = false;
        bw_campaign_reset(state, i);
        bw_server_reset(state, i);
        bw_failure_reset(state, i);
        bw_maintenance_reset(state, i);
        bw_changeover_reset(state, i);
        bw_shift_reset(state, i);
        observe_queue(state, i);
    }
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

void bw_resource_want_start(
    struct bw_state *state, bw_index resource, bw_index scheduler)
{
    struct bw_resource_state *r = &state->resources[resource];
    bool waits = r->queue.length > 0 || r->outside.first != 0;

    if (!r->starting && waits && r->free_count > 0) {
        r->starting = true;
        bw_state_schedule(state, scheduler, bw_state_now(state),
            BW_EVENT_RESOURCE_START, resource, 0);
    }
}

bool bw_resource_is_full(const struct bw_state *state, bw_index resource)
{
    const struct bw_resource_state *r = &state->resources[resource];
    uint32_t limit = state->network->resources[resource].queue_limit;

    /* Who is free takes a job in this instant yet. */
    return limit != UINT32_MAX && r->queue.length >= (uint64_t)limit + r->free_count;
}

struct bw_resource_view bw_resource_view(
    const struct bw_state *state, bw_index resource)
{
    const struct bw_resource_state *r = &state->resources[resource];
    uint32_t waiting = r->queue.length + r->outside.length;
    struct bw_resource_view view = {
        .jobs = waiting,
        .idle = r->free_count > waiting ? r->free_count - waiting : 0,
    };

    for (uint32_t i = 0; i < r->server_count; i++) {
        view.jobs += r->servers[i].job != 0;
        view.up += r->servers[i].stops == 0;
    }
    return view;
}

/* True when a job takes one of a number of places before its step. */
static bool is_buffered(const struct bw_state *state, const struct bw_job *job)
{
    return job->kind == BW_JOB_STEP
        && state->network->steps[job->step].buffer != UINT32_MAX;
}

void bw_resource_enqueue(struct bw_state *state, bw_index resource, uint32_t index)
{
    struct bw_resource_state *r = &state->resources[resource];
    struct bw_job *job = bw_job_at(state, index);

    BW_TRACE_JOB(state, WORK_QUEUED, job, .number = 0);
    job->arrival = r->arrivals++;
    job->waits = true;
    if (is_buffered(state, job)) {
        (*bw_block_count(state, resource, job->step))++;
    }
    if (r->campaign != NULL) {
        bw_campaign_push(state, resource, index);
    } else {
        bw_job_queue_push(state, &r->queue, index);
    }
    observe_queue(state, resource);
    if (state->network->resources[resource].flexible.present) {
        bw_flexible_watch(state, resource, index);
    }
}

void bw_resource_request(struct bw_state *state, bw_index resource, bw_index scheduler,
    const struct bw_job_request *request)
{
    uint32_t index = bw_state_take(state, &state->jobs);
    struct bw_job *job = bw_job_at(state, index);
    /* Goods that stay at the resource need no place between two of its steps. */
    bool stays = request->seat.is_taken && request->seat.resource == resource, waits;

    job->requested = bw_state_now(state);
    job->remaining = request->work;
    job->setup = request->setup;
    job->cleanup = request->cleanup;
    job->history = request->history;
    job->owner = request->owner;
    job->resource = resource;
    job->work_element = request->work_element;
    job->kind = (uint8_t)request->kind;
    job->work_stage = (uint8_t)request->work_stage;
    job->key =
        key_of(state->network->resources[resource].discipline, &request->urgency);
    job->step = request->kind == BW_JOB_STEP || request->kind == BW_JOB_TEST
        ? request->step
        : BW_NONE;
    job->seat = request->seat;
    job->renews = request->renews;
    waits = is_buffered(state, job) && !stays
        && !bw_block_has_room(state, resource, job->step);
    bw_history_append(state, &job->history, bw_resource_element(state, resource),
        waits ? BW_STAGE_BLOCKED : BW_STAGE_QUEUE, bw_state_now(state),
        request->counted);
    if (waits) {
        bw_block_wait(state, resource, index);
    } else {
        bw_resource_enqueue(state, resource, index);
    }
    bw_resource_want_start(state, resource, scheduler);
}

/* Notes that a job has left the queue. */
static void note_taken(struct bw_state *state, bw_index resource, struct bw_job *job)
{
    bw_time wait = bw_state_now(state) - job->requested;

    job->waits = false;
    if (is_buffered(state, job)) {
        (*bw_block_count(state, resource, job->step))--;
    }
    if (job->renews) {
        bw_state_schedule(state, bw_resource_element(state, resource),
            bw_state_now(state), BW_EVENT_DEMAND_ARRIVAL,
            state->network->steps[job->step].demand, 1);
    }
    if (state->network->resources[resource].calendar != BW_NONE) {
        bw_shift_charge_wait(state, resource, job);
    }
    bw_measure_wait(state, bw_resource_element(state, resource), wait);
    if (job->kind == BW_JOB_STEP) {
        bw_observe(state, job->work_element, BW_SUM_STEP_WAIT, (double)wait);
    }
}

/* Gives the goods of a finished job back to the batch or hold that sent them. They may
 * stay at seat until they find a place. */
static void finish(struct bw_state *state, uint32_t index, struct bw_seat seat)
{
    struct bw_job job = *bw_job_at(state, index);
    bw_time sojourn = bw_state_now(state) - job.requested;
    struct bw_job_result result = {
        .history = job.history,
        .sojourn = sojourn,
        .seat = seat,
        .yield = job.by_new ? state->network->resources[job.resource].flexible.new_yield
                            : 1.0,
    };

    BW_TRACE_JOB(state, WORK_FINISHED, &job, .since = job.requested);
    bw_pool_give(&state->jobs, index);
    bw_observe(state, state->network->resources[job.resource].element, BW_SUM_SOJOURN,
        (double)sojourn);
    switch ((enum bw_job_kind)job.kind) {
    case BW_JOB_STEP:
        bw_batch_worked(state, job.owner, &result);
        break;
    case BW_JOB_TEST:
        bw_hold_tested(state, job.owner, job.history);
        break;
    case BW_JOB_RESOLVE:
        bw_hold_resolved(state, job.owner, job.history);
        break;
    case BW_JOB_CHECK:
        bw_supply_check_done(state, job.resource, job.owner, job.history);
        break;
    }
}

/* A job just taken from the queue goes to a server: to that one, where the campaign has
 * chosen it. */
static void begin(
    struct bw_state *state, bw_index resource, uint32_t index, uint32_t server)
{
    struct bw_resource_state *r = &state->resources[resource];
    const struct bw_resource *described = &state->network->resources[resource];
    struct bw_job *job = bw_job_at(state, index);

    note_taken(state, resource, job);
    if (described->changes_over) {
        server =
            r->campaign != NULL ? server : bw_changeover_choose(state, resource, job);
        bw_changeover_prepare(state, resource, server, job);
        bw_server_start(state, resource, server, index);
        return;
    }
    if (job->setup + job->remaining + job->cleanup == 0 && !described->may_block) {
        /* No time, no event: a thousand such jobs must not take a thousand rounds. */
        BW_TRACE_JOB(state, WORK_STARTED, job, .since = job->requested);
        finish(state, index, (struct bw_seat){.is_taken = false});
        return;
    }
    bw_server_start(state, resource, r->free[--r->free_count], index);
}

void bw_resource_on_start(struct bw_state *state, const struct bw_event *event)
{
    bw_index resource = event->target;
    struct bw_resource_state *r = &state->resources[resource];

    r->starting = false;
    for (;;) {
        uint32_t index, server = UINT32_MAX;

        if (r->outside.first != 0) {
            bw_block_let_in(state, resource);
        }
        if (r->queue.length == 0 || r->free_count == 0) {
            break;
        }
        index = r->campaign != NULL ? bw_campaign_next(state, resource, &server)
                                    : bw_job_queue_pop(state, &r->queue);
        if (index == 0) {
            break;
        }
        begin(state, resource, index, server);
    }
    observe_queue(state, resource);
    if (state->network->resources[resource].flexible.present) {
        bw_flexible_consider(state, resource);
    }
}

void bw_resource_on_setup(struct bw_state *state, const struct bw_event *event)
{
    struct bw_job *job = bw_job_at(state, event->a);

    job->setup = 0;
    bw_server_pause(state, event->target, job->server);
    bw_server_proceed(state, event->target, job->server);
}

void bw_resource_on_done(struct bw_state *state, const struct bw_event *event)
{
    struct bw_seat seat = {event->target, bw_job_at(state, event->a)->server, true};

    bw_server_pause(state, seat.resource, seat.server);
    if (state->network->resources[seat.resource].may_block) {
        bw_server_finish(state, seat.resource, seat.server);
        finish(state, event->a, seat);
        bw_server_leave(state, seat.resource, seat.server);
        return;
    }
    bw_server_release(state, seat.resource, seat.server);
    finish(state, event->a, (struct bw_seat){.is_taken = false});
}
