/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the resource domain share: resource.c (jobs: queue, start, end),
 * server.c (what each server does and why it stands still), block.c (places before a
 * step), campaign.c, failure.c, maintenance.c, shift.c, flexible.c (extra servers),
 * capacity.c (servers that come and go by date).
 */
#ifndef BW_CHAIN_RESOURCE_INTERNAL_H
#define BW_CHAIN_RESOURCE_INTERNAL_H

#include "chain/job_queue.h"
#include "chain/measure.h"
#include "chain/resource.h"
#include "chain/state_internal.h"
#include "chain/trace.h"

/* Why a server stands still; bits, since there may be several reasons at once. */
enum bw_stop {
    BW_STOP_FAILED = 1,
    BW_STOP_SHIFT = 2,
    BW_STOP_MAINTAINED = 4,
    BW_STOP_ABSENT = 8 /* not there: neither its time nor its state counts */
};

enum bw_task {
    BW_TASK_NONE,
    BW_TASK_SETUP,
    BW_TASK_WORK,
    BW_TASK_BLOCKED, /* done, and the goods find no place; job is their next one */
    BW_TASK_CLEANUP  /* of a job whose goods have gone */
};

struct bw_server {
    uint32_t job;   /* 0 = none; stays here while the server stands still */
    uint64_t cycle; /* numbers the draws of the running up-and-down cycle */
    bw_time ends;   /* of the running setup or work */
    struct bw_event_handle end;
    bw_time began;         /* the piece of setup or work that runs */
    bw_time cleanup;       /* after the job, or what is left of it */
    bw_time until_failure; /* time of work left, where that counts */
    struct bw_event_handle failure;
    struct {
        uint32_t family; /* worked on last, BW_NONE = none yet */
        uint32_t jobs;   /* since cleaned */
        uint32_t run;    /* jobs of the family in a row */
        bw_time cleaned;
    } changeover;
    bw_time new_until;   /* of an extra server */
    bw_time worked;      /* since the last maintenance */
    uint32_t jobs;       /* the same */
    uint32_t maintained; /* times */
    uint8_t task;        /* enum bw_task: of the job, be it interrupted or not */
    uint8_t stops;       /* bits of enum bw_stop */
    uint8_t pending;     /* the same, to begin when the job ends */
    uint8_t level;       /* enum bw_level that counts it; IDLE for STARVED too */
};

/* Extra servers of a resource. */
struct bw_flexible_state {
    uint32_t there;  /* those that are to go when their jobs end, too */
    uint32_t coming; /* called and not there yet */
    uint32_t calls;
    bool wanted, looking;
    bw_time since; /* they are wanted */
    bw_time until; /* they stay */
};

struct bw_resource_state {
    struct bw_server *servers; /* its own, then extra ones */
    uint32_t server_count;
    uint32_t own_count; /* at the most */
    uint32_t there;     /* its own, those that are to go when their jobs end, too */
    uint32_t *free;     /* stack of servers that could start a job */
    uint32_t free_count;
    struct bw_job_queue queue; /* with campaigns only its length, of all families */
    struct bw_campaign_state *campaign; /* NULL = none */
    struct bw_job_queue outside;        /* jobs that find no place before their step */
    uint32_t *buffered;   /* per step, then per line: jobs in the queue that take its
                             places; shared */
    uint64_t arrivals;    /* jobs so far */
    uint64_t changeovers; /* so far */
    uint32_t coming;      /* batches that will come, see coming.h */
    uint32_t counts[BW_LEVEL_SERVER_STATE_COUNT]; /* servers by what they do */
    struct bw_flexible_state flexible;
    double *floor_taken; /* per site, by extra servers; shared */
    bool starting;
    bool marked; /* scratch of the search for deadlocks */
};

static inline struct bw_job *bw_job_at(const struct bw_state *state, uint32_t job)
{
    return bw_pool_at(&state->jobs, job);
}

static inline bw_index bw_resource_element(
    const struct bw_state *state, bw_index resource)
{
    return state->network->resources[resource].element;
}

/* The lot that a job is about, 0 = none. */
uint32_t bw_resource_lot(const struct bw_state *state, const struct bw_job *job);

/* Names of enum bw_job_kind. */
extern const char *const bw_job_names[];

/* Reports an event of a job at a resource. */
#define BW_TRACE_JOB(state, what, job, ...)                                            \
    BW_TRACE(state, what, bw_resource_element((state), (job)->resource),               \
        .lot = bw_resource_lot((state), (job)), .other = (job)->work_element,          \
        .detail = bw_job_names[(job)->kind], __VA_ARGS__)

/* Starts jobs in phase 3 of this instant, when there are some and somebody is free. */
void bw_resource_want_start(
    struct bw_state *state, bw_index resource, bw_index scheduler);

/* Puts a job into the queue. */
void bw_resource_enqueue(struct bw_state *state, bw_index resource, uint32_t index);

/* Count of the jobs that take places before a step at a resource. */
uint32_t *bw_block_count(
    const struct bw_state *state, bw_index resource, bw_index step);

/* True when a place before a step of the resource is free. */
bool bw_block_has_room(const struct bw_state *state, bw_index resource, bw_index step);

/* Lets a job for which there is no place wait outside; the server that its goods are on
 * (job->seat) stays with them. Stops the run when this closes a circle. */
void bw_block_wait(struct bw_state *state, bw_index resource, uint32_t index);

/* Lets in who finds a place, or a server, now. */
void bw_block_let_in(struct bw_state *state, bw_index resource);

/* Puts every server where a replication begins: up, on duty and free. */
void bw_server_reset(struct bw_state *state, bw_index resource);

/* Gives a free server a job, which begins. */
void bw_server_start(
    struct bw_state *state, bw_index resource, uint32_t server, uint32_t job);

/* Lets a server go on with its job: setup first, then the work. */
void bw_server_proceed(struct bw_state *state, bw_index resource, uint32_t server);

/* A piece of setup or work ends: counts it. */
void bw_server_pause(struct bw_state *state, bw_index resource, uint32_t server);

/* The job has ended, but its goods may have to stay: see bw_server_leave(). */
void bw_server_finish(struct bw_state *state, bw_index resource, uint32_t server);

/* The goods go, unless they found no place and stay. */
void bw_server_leave(struct bw_state *state, bw_index resource, uint32_t server);

/* The server is free, or stands still when a reason waited. */
void bw_server_release(struct bw_state *state, bw_index resource, uint32_t server);

/* A reason to stand still begins, or ends. Work that is interrupted resumes. */
void bw_server_stop(
    struct bw_state *state, bw_index resource, uint32_t server, enum bw_stop reason);
void bw_server_resume(
    struct bw_state *state, bw_index resource, uint32_t server, enum bw_stop reason);

/* Sends a server away: at once, or when its job ends. */
void bw_server_dismiss(struct bw_state *state, bw_index resource, uint32_t server);

/* Servers in the parameter block, at least 0. */
uint32_t bw_capacity_of(const struct bw_state *state, bw_index resource);

/* True when servers that are away may come, extra ones or by date. */
bool bw_capacity_may_grow(const struct bw_state *state, bw_index resource);

/* As many servers on duty as the calendar says. */
void bw_shift_apply(struct bw_state *state, bw_index resource);

/* True when there is a job that has not ended, be it interrupted or not. */
static inline bool bw_server_is_at_work(const struct bw_server *server)
{
    return server->task == BW_TASK_SETUP || server->task == BW_TASK_WORK;
}

/* The same, or one whose cleanup has not. */
static inline bool bw_server_is_occupied(const struct bw_server *server)
{
    return bw_server_is_at_work(server) || server->task == BW_TASK_CLEANUP;
}

/* A piece of setup or work begins that runs to server->ends: schedules a failure that
 * comes before, where failures count work. */
void bw_failure_watch(struct bw_state *state, bw_index resource, uint32_t server);

static inline bool bw_server_is_extra(
    const struct bw_resource_state *resource, uint32_t server)
{
    return server >= resource->own_count;
}

/* True when a server is to go when its job ends. */
static inline bool bw_server_is_leaving(const struct bw_server *server)
{
    return (server->pending & BW_STOP_ABSENT) != 0;
}

/* True for those that the resource has by its number of servers: neither extra ones nor
 * such that are away or to go. */
static inline bool bw_server_is_regular(
    const struct bw_resource_state *resource, uint32_t server)
{
    const struct bw_server *s = &resource->servers[server];

    return !bw_server_is_extra(resource, server)
        && ((s->stops | s->pending) & BW_STOP_ABSENT) == 0;
}

/* Numbers the draws of a server: those of extra ones are the same for any number of
 * others. */
static inline uint64_t bw_server_draws(
    const struct bw_resource_state *resource, uint32_t server)
{
    uint64_t number = bw_server_is_extra(resource, server)
        ? (UINT64_C(1) << 31) + (server - resource->own_count)
        : server;

    return number << 32;
}

BW_NODISCARD enum bw_status bw_flexible_init(struct bw_state *state);
void bw_flexible_reset(struct bw_state *state);

/* The queue of a resource with extra servers has changed, and a job has come. */
void bw_flexible_consider(struct bw_state *state, bw_index resource);
void bw_flexible_watch(struct bw_state *state, bw_index resource, uint32_t job);

/* An extra server has come, or gone. */
void bw_flexible_moved(struct bw_state *state, bw_index resource, bool is_there);

/* True when a server has worked so long, or so often, that maintenance is due. */
bool bw_maintenance_is_due(
    const struct bw_state *state, bw_index resource, const struct bw_server *server);

/* The server has just been stopped for maintenance. */
void bw_maintenance_begin(struct bw_state *state, bw_index resource, uint32_t server);

/* Family of the goods of a job; BW_NONE for the resolution of holds. */
uint32_t bw_changeover_family(const struct bw_state *state, const struct bw_job *job);

/* Free server for a job: one with the shortest changeover, of equals the one that got
 * free last. */
uint32_t bw_changeover_choose(
    const struct bw_state *state, bw_index resource, const struct bw_job *job);

/* Takes a free server for a job; what it has to be changed over or cleaned is added to
 * the job's set-up. */
void bw_changeover_prepare(
    struct bw_state *state, bw_index resource, uint32_t server, struct bw_job *job);
void bw_changeover_reset(struct bw_state *state, bw_index resource);

/* Campaigns: the queues per family of a resource that has them. */
BW_NODISCARD enum bw_status bw_campaign_init(struct bw_state *state, bw_index resource);
void bw_campaign_reset(struct bw_state *state, bw_index resource);
void bw_campaign_push(struct bw_state *state, bw_index resource, uint32_t job);

/* Takes the job that starts next out of its queue and sets its server; 0 = none does.
 */
uint32_t bw_campaign_next(struct bw_state *state, bw_index resource, uint32_t *server);

/* Schedules first failures, first maintenance, first change of shift. */
void bw_maintenance_reset(struct bw_state *state, bw_index resource);
void bw_failure_reset(struct bw_state *state, bw_index resource);
void bw_shift_reset(struct bw_state *state, bw_index resource);

/* Appends what a job has waited for since it came: the queue, and while nobody is on
 * duty the shift. */
void bw_shift_charge_wait(
    struct bw_state *state, bw_index resource, struct bw_job *job);

#endif
