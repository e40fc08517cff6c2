/* SPDX-License-Identifier: Apache-2.0
 *
 * Planned maintenance of servers: by the calendar, or after so much work or so many
 * jobs. It waits for the end of a job, unless it may interrupt.
 */
#include "chain/resource_internal.h"

static bw_time last_instant(const struct bw_state *state)
{
    return state->network->horizon + state->network->cooldown;
}

void bw_maintenance_reset(struct bw_state *state, bw_index resource)
{
    const struct bw_resource *described = &state->network->resources[resource];
    const struct bw_maintenance *m = &described->maintenance;
    bw_time now = bw_state_now(state);

    if (!m->present || m->every == 0) {
        return;
    }
    for (uint32_t i = 0; i < state->resources[resource].server_count; i++) {
        bw_time past = (now - m->at - (bw_time)i * m->stagger) % m->every;
        bw_time due = now - past + (past > 0 ? m->every : 0);

        if (due <= last_instant(state)) {
            bw_state_schedule(state, described->element, due,
                BW_EVENT_RESOURCE_MAINTENANCE, resource, i);
        }
    }
}

bool bw_maintenance_is_due(
    const struct bw_state *state, bw_index resource, const struct bw_server *server)
{
    const struct bw_maintenance *m = &state->network->resources[resource].maintenance;

    return (m->after_busy > 0 && server->worked >= m->after_busy)
        || (m->after_jobs > 0 && server->jobs >= m->after_jobs);
}

void bw_maintenance_begin(struct bw_state *state, bw_index resource, uint32_t server)
{
    const struct bw_resource *described = &state->network->resources[resource];
    const struct bw_resource_state *r = &state->resources[resource];
    struct bw_server *s = &r->servers[server];
    uint64_t draw = bw_server_draws(r, server) | s->maintained++;

    BW_TRACE(state, MAINTENANCE_BEGAN, described->element, .number = server);
    s->worked = 0;
    s->jobs = 0;
    bw_state_schedule(state, described->element,
        bw_state_now(state)
            + bw_state_duration(state, &described->maintenance.time, draw),
        BW_EVENT_RESOURCE_MAINTAINED, resource, server);
}

void bw_resource_on_maintenance(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_resource *described = &state->network->resources[event->target];
    struct bw_server *s = &state->resources[event->target].servers[event->a];
    bw_time next = event->time + described->maintenance.every;

    /* One that has not even ended, or begun, makes the next one needless. */
    if (((s->stops | s->pending) & BW_STOP_MAINTAINED) == 0) {
        if (bw_server_is_occupied(s) && !described->maintenance.interrupt) {
            s->pending |= BW_STOP_MAINTAINED;
        } else {
            bw_server_stop(state, event->target, event->a, BW_STOP_MAINTAINED);
            bw_maintenance_begin(state, event->target, event->a);
        }
    }
    if (next <= last_instant(state)) {
        bw_state_schedule(state, described->element, next,
            BW_EVENT_RESOURCE_MAINTENANCE, event->target, event->a);
    }
}

void bw_resource_on_maintained(struct bw_state *state, const struct bw_event *event)
{
    BW_TRACE(state, MAINTENANCE_ENDED, bw_resource_element(state, event->target),
        .number = event->a);
    bw_server_resume(state, event->target, event->a, BW_STOP_MAINTAINED);
}
