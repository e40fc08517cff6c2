/* SPDX-License-Identifier: Apache-2.0
 *
 * Extra servers: called when more than so many jobs wait, or one waits too long, there
 * after a time of their own, and dismissed when the queue is short again. They take
 * floor space of their site from the call until they are gone; where it is not enough
 * for all, who has wanted them longest comes first.
 */
#include "chain/cost.h"
#include "chain/resource_internal.h"

/* Floor space is a sum of decimal numbers. */
#define FLOOR_TOLERANCE 1e-9

static const struct bw_flexible *flexible_of(
    const struct bw_state *state, bw_index resource)
{
    return &state->network->resources[resource].flexible;
}

enum bw_status bw_flexible_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;
    double *taken =
        bw_arena_allocate(&state->arena, network->site_count, sizeof *taken);

    for (bw_index i = 0; i < network->resource_count; i++) {
        state->resources[i].floor_taken = taken;
    }
    return taken == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_flexible_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->resource_count; i++) {
        struct bw_resource_state *r = &state->resources[i];

        r->flexible = (struct bw_flexible_state){.until = bw_state_now(state)};
        r->floor_taken[state->network->resources[i].site] = 0.0;
    }
}

static void schedule_look(
    struct bw_state *state, bw_index resource, bw_time time, uint32_t job)
{
    bw_state_schedule(state, bw_resource_element(state, resource), time,
        BW_EVENT_RESOURCE_LOOK, resource, job);
}

void bw_flexible_consider(struct bw_state *state, bw_index resource)
{
    const struct bw_flexible *f = flexible_of(state, resource);
    struct bw_resource_state *r = &state->resources[resource];
    bool turns = r->flexible.wanted ? r->queue.length <= f->below_queue
                                    : r->queue.length > f->above_queue;

    /* What is true of the queue within an instant need not be so at its end. */
    if (turns && !r->flexible.looking) {
        r->flexible.looking = true;
        schedule_look(state, resource, bw_state_now(state), 0);
    }
}

void bw_flexible_watch(struct bw_state *state, bw_index resource, uint32_t job)
{
    const struct bw_flexible *f = flexible_of(state, resource);

    if (f->above_wait != BW_FOREVER) {
        schedule_look(state, resource, bw_state_now(state) + f->above_wait, job);
    }
    bw_flexible_consider(state, resource);
}

/* True when a job has waited too long. The place may have been given to another one
 * meanwhile, of which the same is asked. */
static bool has_waited(const struct bw_state *state, bw_index resource, uint32_t job)
{
    const struct bw_job *j = bw_job_at(state, job);

    return job != 0 && j->waits && j->resource == resource
        && bw_state_now(state) - j->requested
        >= flexible_of(state, resource)->above_wait;
}

/* How many extra servers can be called: neither there nor on their way, and with room
 * on the floor. */
static uint32_t count_callable(const struct bw_state *state, bw_index resource)
{
    const struct bw_flexible *f = flexible_of(state, resource);
    const struct bw_resource_state *r = &state->resources[resource];
    bw_index site = state->network->resources[resource].site;
    uint32_t absent = f->servers - r->flexible.there - r->flexible.coming;
    double room = state->network->sites[site].floor_space - r->floor_taken[site];

    if (f->floor > 0.0 && room < (double)absent * f->floor - FLOOR_TOLERANCE) {
        absent = (uint32_t)((room + FLOOR_TOLERANCE) / f->floor);
    }
    return absent;
}

/* Those there stay for the time that they have to. */
static void keep(struct bw_state *state, bw_index resource)
{
    struct bw_flexible_state *s = &state->resources[resource].flexible;
    bw_time until = bw_state_now(state) + flexible_of(state, resource)->minimum;

    if (until > s->until) {
        s->until = until;
    }
    schedule_look(state, resource, s->until, 0);
}

/* Calls who is not there, and lets stay who was to go. caller is the element whose
 * handler runs. */
static void call(struct bw_state *state, bw_index resource, bw_index caller)
{
    const struct bw_flexible *f = flexible_of(state, resource);
    struct bw_resource_state *r = &state->resources[resource];
    bw_index site = state->network->resources[resource].site;
    uint32_t called = count_callable(state, resource), kept = 0;

    for (uint32_t i = r->own_count; i < r->server_count; i++) {
        if (bw_server_is_leaving(&r->servers[i])) {
            r->servers[i].pending &= (uint8_t)~BW_STOP_ABSENT;
            kept++;
        }
    }
    if (called + kept == 0) {
        return;
    }
    bw_observe(state, bw_resource_element(state, resource), BW_SUM_CALLS,
        (double)(called + kept));
    bw_cost_charge(
        state, bw_resource_element(state, resource), BW_COST_FLEXIBLE, f->call_cost);
    if (kept > 0) {
        keep(state, resource);
    }
    if (called > 0) {
        r->flexible.coming += called;
        r->floor_taken[site] += (double)called * f->floor;
        bw_state_schedule(state, caller,
            bw_state_now(state) + bw_state_duration(state, &f->ramp, r->flexible.calls),
            BW_EVENT_RESOURCE_EXTRA, resource, called);
    }
    r->flexible.calls++;
}

/* Sends extra servers away: those without a job at once, the others when it ends. */
static void dismiss(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];

    for (uint32_t i = r->own_count; i < r->server_count; i++) {
        const struct bw_server *s = &r->servers[i];

        if (((s->stops | s->pending) & BW_STOP_ABSENT) == 0) {
            bw_server_dismiss(state, resource, i);
        }
    }
}

void bw_resource_on_look(struct bw_state *state, const struct bw_event *event)
{
    bw_index resource = event->target;
    const struct bw_flexible *f = flexible_of(state, resource);
    struct bw_resource_state *r = &state->resources[resource];
    struct bw_flexible_state *s = &r->flexible;

    s->looking = s->looking && event->a != 0;
    if (r->queue.length <= f->below_queue) {
        s->wanted = false;
    } else if (!s->wanted
        && (r->queue.length > f->above_queue
            || has_waited(state, resource, event->a))) {
        s->wanted = true;
        s->since = event->time;
    }
    if (s->wanted) {
        call(state, resource, bw_resource_element(state, resource));
    } else if (s->there > 0 && event->time >= s->until) {
        dismiss(state, resource);
    }
}

/* An extra server that can come: one that works rather than one under repair. */
static uint32_t choose_extra(const struct bw_resource_state *r)
{
    uint32_t chosen = r->server_count;

    for (uint32_t i = r->own_count; i < r->server_count; i++) {
        unsigned others = r->servers[i].stops & ~(unsigned)BW_STOP_ABSENT;

        if ((r->servers[i].stops & BW_STOP_ABSENT) == 0) {
            continue;
        }
        if ((others & ~(unsigned)BW_STOP_SHIFT) == 0) {
            return i;
        }
        chosen = chosen == r->server_count ? i : chosen;
    }
    BW_ASSERT(chosen < r->server_count);
    return chosen;
}

void bw_resource_on_extra(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_flexible *f = flexible_of(state, event->target);
    struct bw_resource_state *r = &state->resources[event->target];

    r->flexible.coming -= event->a;
    for (uint32_t i = 0; i < event->a; i++) {
        uint32_t server = choose_extra(r);

        r->servers[server].new_until = event->time + f->new_for;
        bw_server_resume(state, event->target, server, BW_STOP_ABSENT);
    }
    keep(state, event->target);
}

/* The resource of a site that has wanted servers longest, of those for which there is
 * room; BW_NONE when nobody does. */
static bw_index next_in_line(const struct bw_state *state, bw_index site)
{
    bw_index best = BW_NONE;

    for (bw_index i = 0; i < state->network->resource_count; i++) {
        const struct bw_flexible_state *s = &state->resources[i].flexible;

        if (state->network->resources[i].site == site && s->wanted
            && (best == BW_NONE || s->since < state->resources[best].flexible.since)
            && count_callable(state, i) > 0) {
            best = i;
        }
    }
    return best;
}

void bw_flexible_moved(struct bw_state *state, bw_index resource, bool is_there)
{
    const struct bw_flexible *f = flexible_of(state, resource);
    struct bw_resource_state *r = &state->resources[resource];
    bw_index element = bw_resource_element(state, resource);
    bw_index site = state->network->resources[resource].site, next;

    r->flexible.there += is_there ? 1u : UINT32_MAX;
    bw_observe_level(state, element, BW_LEVEL_EXTRA, r->flexible.there);
    bw_observe_level(state, element, BW_LEVEL_HAS_EXTRA, r->flexible.there > 0);
    if (is_there || f->floor <= 0.0) {
        return;
    }
    r->floor_taken[site] -= f->floor;
    for (;;) {
        next = next_in_line(state, site);
        if (next == BW_NONE) {
            break;
        }
        call(state, next, element);
    }
}
