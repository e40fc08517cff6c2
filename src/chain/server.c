/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/resource_internal.h"

#include "chain/history.h"

#include <string.h>

static struct bw_server *server_at(
    const struct bw_state *state, bw_index resource, uint32_t server)
{
    return &state->resources[resource].servers[server];
}

/* What a server is doing, for the shares of time. */
static enum bw_level level_of(const struct bw_server *server)
{
    static const enum bw_level of_task[] = {
        [BW_TASK_NONE] = BW_LEVEL_IDLE,
        [BW_TASK_SETUP] = BW_LEVEL_SETUP,
        [BW_TASK_WORK] = BW_LEVEL_BUSY,
        [BW_TASK_BLOCKED] = BW_LEVEL_BLOCKED,
        [BW_TASK_CLEANUP] = BW_LEVEL_SETUP,
    };

    if ((server->stops & BW_STOP_ABSENT) != 0) {
        return BW_LEVEL_ABSENT;
    }
    if ((server->stops & (BW_STOP_FAILED | BW_STOP_MAINTAINED)) != 0) {
        return BW_LEVEL_DOWN;
    }
    return (server->stops & BW_STOP_SHIFT) != 0 ? BW_LEVEL_OFF_SHIFT
                                                : of_task[server->task];
}

/* Under what servers without a job count. */
static enum bw_level level_of_free(const struct bw_resource_state *resource)
{
    return resource->coming > 0 ? BW_LEVEL_STARVED : BW_LEVEL_IDLE;
}

/* A server has come or gone. */
static void note_presence(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_resource_state *r = &state->resources[resource];
    bool is_there = r->servers[server].level != BW_LEVEL_ABSENT;

    if (bw_server_is_extra(r, server)) {
        bw_flexible_moved(state, resource, is_there);
        return;
    }
    r->there += is_there ? 1u : UINT32_MAX;
    bw_observe_level(
        state, bw_resource_element(state, resource), BW_LEVEL_SERVERS, r->there);
}

/* Counts a server under what it does now. */
static void note(struct bw_state *state, bw_index resource, struct bw_server *server)
{
    struct bw_resource_state *r = &state->resources[resource];
    bw_index element = bw_resource_element(state, resource);
    enum bw_level before = (enum bw_level)server->level, level = level_of(server);

    if (level != before) {
        server->level = (uint8_t)level;
        before = before == BW_LEVEL_IDLE ? level_of_free(r) : before;
        level = level == BW_LEVEL_IDLE ? level_of_free(r) : level;
        r->counts[before]--;
        r->counts[level]++;
        bw_observe_level(state, element, before, r->counts[before]);
        bw_observe_level(state, element, level, r->counts[level]);
        if (before == BW_LEVEL_ABSENT || level == BW_LEVEL_ABSENT) {
            note_presence(state, resource, (uint32_t)(server - r->servers));
        }
    }
}

void bw_server_reset(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];

    memset(r->servers, 0, r->server_count * sizeof *r->servers);
    memset(r->counts, 0, sizeof r->counts);
    r->free_count = r->there = bw_capacity_of(state, resource);
    r->counts[BW_LEVEL_IDLE] = r->there;
    r->counts[BW_LEVEL_ABSENT] = r->server_count - r->there;
    for (uint32_t i = 0; i < r->there; i++) {
        r->free[i] = r->there - 1 - i; /* server 0 on top */
        r->servers[i].level = BW_LEVEL_IDLE;
    }
    for (uint32_t i = r->there; i < r->server_count; i++) {
        r->servers[i].level = BW_LEVEL_ABSENT;
        r->servers[i].stops = BW_STOP_ABSENT;
    }
    bw_observe_level(
        state, bw_resource_element(state, resource), BW_LEVEL_SERVERS, r->there);
    bw_observe_level(state, bw_resource_element(state, resource), BW_LEVEL_IDLE,
        r->counts[BW_LEVEL_IDLE]);
}

void bw_resource_expect(struct bw_state *state, bw_index resource, int32_t more)
{
    struct bw_resource_state *r = &state->resources[resource];
    bw_index element = bw_resource_element(state, resource);
    enum bw_level before = level_of_free(r), level;

    BW_STATE_ASSERT(state, more >= 0 || r->coming >= (uint32_t)-more);
    r->coming += (uint32_t)more;
    level = level_of_free(r);
    if (level != before && r->counts[before] > 0) {
        r->counts[level] = r->counts[before];
        r->counts[before] = 0;
        bw_observe_level(state, element, before, 0);
        bw_observe_level(state, element, level, r->counts[level]);
    }
}

/* The one freed last goes first, but extra servers after the others. */
static void push_free(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_resource_state *r = &state->resources[resource];
    uint32_t place = r->free_count++;

    if (bw_server_is_extra(r, server)) {
        memmove(&r->free[1], &r->free[0], place * sizeof *r->free);
        place = 0;
    }
    r->free[place] = server;
    bw_resource_want_start(state, resource, bw_resource_element(state, resource));
}

static void drop_free(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_resource_state *r = &state->resources[resource];
    uint32_t i = 0;

    while (r->free[i] != server) {
        i++;
    }
    r->free_count--;
    memmove(&r->free[i], &r->free[i + 1], (r->free_count - i) * sizeof *r->free);
}

void bw_server_start(
    struct bw_state *state, bw_index resource, uint32_t server, uint32_t job)
{
    struct bw_server *s = server_at(state, resource, server);

    BW_TRACE_JOB(state, WORK_STARTED, bw_job_at(state, job), .number = server,
        .since = bw_job_at(state, job)->requested);
    bw_job_at(state, job)->server = server;
    bw_job_at(state, job)->by_new =
        bw_server_is_extra(&state->resources[resource], server)
        && bw_state_now(state) < s->new_until;
    s->job = job;
    s->cleanup = bw_job_at(state, job)->cleanup;
    bw_server_proceed(state, resource, server);
}

void bw_server_pause(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);
    bw_time piece = bw_state_now(state) - s->began;

    s->worked += piece;
    if (state->network->resources[resource].fails_at_work) {
        s->until_failure -= piece;
        bw_event_list_cancel(&state->events, s->failure);
    }
}

void bw_server_proceed(struct bw_state *state, bw_index resource, uint32_t server)
{
    bw_index element = bw_resource_element(state, resource);
    struct bw_server *s = server_at(state, resource, server);
    struct bw_job *job = bw_job_at(state, s->job);
    bool setup = job->setup > 0;

    s->task = setup ? BW_TASK_SETUP : BW_TASK_WORK;
    s->ends = bw_state_now(state) + (setup ? job->setup : job->remaining);
    bw_history_append(state, &job->history, setup ? element : job->work_element,
        setup ? BW_STAGE_SETUP : (enum bw_stage)job->work_stage, bw_state_now(state),
        false);
    s->end = bw_state_schedule(state, element, s->ends,
        setup ? BW_EVENT_RESOURCE_SETUP : BW_EVENT_RESOURCE_DONE, resource, s->job);
    s->began = bw_state_now(state);
    bw_failure_watch(state, resource, server);
    note(state, resource, s);
}

static void proceed_with_cleanup(
    struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);

    s->ends = bw_state_now(state) + s->cleanup;
    s->end = bw_state_schedule(state, bw_resource_element(state, resource), s->ends,
        BW_EVENT_RESOURCE_CLEANED, resource, server);
    s->began = bw_state_now(state);
    bw_failure_watch(state, resource, server);
}

/* The goods have gone; the server is not free before it has cleaned up. */
static void begin_cleanup(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);
    bool stays = state->network->resources[resource].finish_started;

    s->task = BW_TASK_CLEANUP;
    if ((s->pending & BW_STOP_SHIFT) != 0 && !stays) {
        /* The job was done as the shift ended. */
        s->pending &= (uint8_t)~BW_STOP_SHIFT;
        s->stops |= BW_STOP_SHIFT;
    }
    if (s->stops == 0) {
        proceed_with_cleanup(state, resource, server);
    }
    note(state, resource, s);
}

void bw_resource_on_cleaned(struct bw_state *state, const struct bw_event *event)
{
    bw_server_pause(state, event->target, event->a);
    server_at(state, event->target, event->a)->cleanup = 0;
    bw_server_release(state, event->target, event->a);
}

void bw_server_finish(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);

    s->job = 0;
    s->task = BW_TASK_BLOCKED;
}

void bw_server_leave(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);

    if (s->job == 0) {
        bw_server_release(state, resource, server);
    } else {
        note(state, resource, s);
    }
}

void bw_server_release(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);

    s->job = 0;
    if (s->cleanup > 0) {
        begin_cleanup(state, resource, server);
        return;
    }
    s->task = BW_TASK_NONE;
    s->jobs++;
    if (bw_maintenance_is_due(state, resource, s)) {
        s->pending |= BW_STOP_MAINTAINED;
    }
    if ((s->pending & BW_STOP_MAINTAINED) != 0) {
        bw_maintenance_begin(state, resource, server);
    }
    s->stops |= s->pending;
    s->pending = 0;
    if (s->stops == 0) {
        push_free(state, resource, server);
    }
    note(state, resource, s);
}

/* The time of a job whose server stands still is charged to the gravest reason. */
static void charge_stop(struct bw_state *state, bw_index resource, struct bw_server *s)
{
    enum bw_stage stage = (s->stops & (BW_STOP_FAILED | BW_STOP_MAINTAINED)) != 0
        ? BW_STAGE_DOWN
        : BW_STAGE_SHIFT;
    struct bw_job *job = bw_job_at(state, s->job);

    if (bw_history_stage(state, job->history) != stage) {
        bw_history_append(state, &job->history, bw_resource_element(state, resource),
            stage, bw_state_now(state), false);
    }
}

/* A piece of setup, work or cleanup is cut off; what is left of it is kept. */
static void interrupt(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);
    struct bw_job *job = bw_job_at(state, s->job);
    bw_time left = s->ends - bw_state_now(state);

    bw_server_pause(state, resource, server);
    bw_event_list_cancel(&state->events, s->end);
    if (s->task == BW_TASK_CLEANUP) {
        s->cleanup = left;
        return;
    }
    *(s->task == BW_TASK_SETUP ? &job->setup : &job->remaining) = left;
    BW_TRACE_JOB(state, WORK_INTERRUPTED, job, .number = server);
}

void bw_server_stop(
    struct bw_state *state, bw_index resource, uint32_t server, enum bw_stop reason)
{
    struct bw_server *s = server_at(state, resource, server);
    bool was_up = s->stops == 0;

    BW_STATE_ASSERT(state, (s->stops & reason) == 0);
    s->stops = (uint8_t)(s->stops | reason);
    if (s->task == BW_TASK_NONE && was_up) {
        drop_free(state, resource, server);
    }
    if (was_up && bw_server_is_occupied(s)) {
        interrupt(state, resource, server);
    }
    if (bw_server_is_at_work(s)) {
        charge_stop(state, resource, s);
    }
    note(state, resource, s);
}

void bw_server_resume(
    struct bw_state *state, bw_index resource, uint32_t server, enum bw_stop reason)
{
    struct bw_server *s = server_at(state, resource, server);

    BW_STATE_ASSERT(state, (s->stops & reason) != 0);
    s->stops = (uint8_t)(s->stops & ~(unsigned)reason);
    if (s->stops == 0 && bw_server_is_at_work(s)) {
        BW_TRACE_JOB(state, WORK_RESUMED, bw_job_at(state, s->job), .number = server);
        bw_server_proceed(state, resource, server);
        return;
    }
    if (s->stops == 0 && s->task == BW_TASK_NONE) {
        push_free(state, resource, server);
    } else if (s->stops == 0 && s->task == BW_TASK_CLEANUP) {
        proceed_with_cleanup(state, resource, server);
    } else if (bw_server_is_at_work(s)) {
        charge_stop(state, resource, s);
    }
    note(state, resource, s);
}

void bw_server_dismiss(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = server_at(state, resource, server);

    if (s->task != BW_TASK_NONE) {
        s->pending |= BW_STOP_ABSENT;
    } else {
        bw_server_stop(state, resource, server, BW_STOP_ABSENT);
    }
}
