/* SPDX-License-Identifier: Apache-2.0
 *
 * Places before a step: a batch that finds none waits where it is, on the server of the
 * step before, which is blocked, or in front of the first step (blocking after
 * service; Perros 1994). It is let in, first come, first served, when a place is free
 * or a server can take it at once.
 */
#include "chain/resource_internal.h"

#include "chain/history.h"

uint32_t *bw_block_count(const struct bw_state *state, bw_index resource, bw_index step)
{
    const struct bw_network *network = state->network;
    const struct bw_step *s = &network->steps[step];
    uint32_t *counts = state->resources[resource].buffered;

    for (bw_index i = 0; i < s->line_count; i++) {
        if (network->lines[s->first_line + i].resource == resource) {
            return &counts[network->step_count + s->first_line + i];
        }
    }
    return &counts[step];
}

bool bw_block_has_room(const struct bw_state *state, bw_index resource, bw_index step)
{
    return *bw_block_count(state, resource, step) < state->network->steps[step].buffer;
}

static bool is_there(const struct bw_server *server)
{
    return (server->stops & BW_STOP_ABSENT) == 0;
}

/* True when every server holds goods that it is done with. A server that will work
 * again, or is to come or come back, can still set others free. */
static bool is_full_of_done(const struct bw_state *state, bw_index resource)
{
    const struct bw_resource_state *r = &state->resources[resource];

    for (uint32_t i = 0; i < r->server_count; i++) {
        if (is_there(&r->servers[i]) ? r->servers[i].task != BW_TASK_BLOCKED
                                     : bw_capacity_may_grow(state, resource)) {
            return false;
        }
    }
    return r->there > 0;
}

static bw_index target_of(const struct bw_state *state, const struct bw_server *server)
{
    return bw_job_at(state, server->job)->resource;
}

/* True when a marked resource waits for marked ones only. */
static bool waits_for_marked(const struct bw_state *state, bw_index resource)
{
    const struct bw_resource_state *r = &state->resources[resource];

    for (uint32_t i = 0; i < r->server_count; i++) {
        if (is_there(&r->servers[i])
            && !state->resources[target_of(state, &r->servers[i])].marked) {
            return false;
        }
    }
    return true;
}

/* Resources all of whose servers are blocked by each other for ever: the largest set
 * that waits for nothing outside it. Stops the run when resource is among them. */
static void check_deadlock(struct bw_state *state, bw_index resource)
{
    bw_index count = state->network->resource_count;
    bool changed = true;

    if (!is_full_of_done(state, resource)) {
        return;
    }
    for (bw_index i = 0; i < count; i++) {
        state->resources[i].marked = is_full_of_done(state, i);
    }
    while (changed) {
        changed = false;
        for (bw_index i = 0; i < count; i++) {
            if (state->resources[i].marked && !waits_for_marked(state, i)) {
                state->resources[i].marked = false;
                changed = true;
            }
        }
    }
    if (state->resources[resource].marked) {
        state->stuck = resource;
        bw_state_fail(state, BW_ERR_MODEL);
    }
}

/* Resource that a resource of a circle waits for, by the first server there. */
static bw_index next_of(const struct bw_state *state, bw_index resource)
{
    const struct bw_server *server = state->resources[resource].servers;

    while (!is_there(server)) {
        server++;
    }
    return target_of(state, server);
}

void bw_resource_write_stuck(const struct bw_state *state, struct bw_text *text)
{
    const struct bw_element *elements = state->network->elements;
    bw_index one = state->stuck, two = state->stuck, first;

    /* A step of one against a step of two meet within the circle (Floyd 1967). */
    do {
        one = next_of(state, one);
        two = next_of(state, next_of(state, two));
    } while (one != two);
    first = one;
    for (bw_index i = next_of(state, one); i != one; i = next_of(state, i)) {
        first = i < first ? i : first;
    }
    bw_text_add(text, elements[bw_resource_element(state, first)].path);
    one = first;
    do {
        one = next_of(state, one);
        bw_text_format(text, " -> %s", elements[bw_resource_element(state, one)].path);
    } while (one != first);
}

void bw_block_wait(struct bw_state *state, bw_index resource, uint32_t index)
{
    struct bw_resource_state *r = &state->resources[resource];
    struct bw_job *job = bw_job_at(state, index);

    BW_TRACE_JOB(state, WORK_BLOCKED, job, .number = 0);
    bw_job_queue_push(state, &r->outside, index);
    if (job->seat.is_taken) {
        struct bw_server *server =
            &state->resources[job->seat.resource].servers[job->seat.server];

        server->job = index;
        check_deadlock(state, job->seat.resource);
    }
}

/* Lets a job into the queue; the server that it was on is free. */
static void let_in(struct bw_state *state, bw_index resource, uint32_t index)
{
    struct bw_job *job = bw_job_at(state, index);
    struct bw_seat seat = job->seat;

    job->requested = bw_state_now(state);
    job->seat.is_taken = false;
    bw_history_append(state, &job->history, bw_resource_element(state, resource),
        BW_STAGE_QUEUE, bw_state_now(state), false);
    bw_resource_enqueue(state, resource, index);
    if (seat.is_taken) {
        bw_server_release(state, seat.resource, seat.server);
    }
}

void bw_block_let_in(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];
    struct bw_job_queue waiting = r->outside;

    r->outside = (struct bw_job_queue){.first = 0};
    while (waiting.first != 0) {
        uint32_t job = bw_job_queue_pop(state, &waiting);
        bw_index step = bw_job_at(state, job)->step;

        if (bw_block_has_room(state, resource, step)
            || r->free_count > r->queue.length) {
            let_in(state, resource, job);
        } else {
            bw_job_queue_push(state, &r->outside, job);
        }
    }
}
