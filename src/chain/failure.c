/* SPDX-License-Identifier: Apache-2.0
 *
 * Failures and repairs of servers, by the calendar or by the time that a server works.
 */
#include "chain/resource_internal.h"

/* Begins the next cycle of a server: up for a draw of the failure law. */
static void begin_cycle(struct bw_state *state, bw_index resource, uint32_t server)
{
    const struct bw_resource *r = &state->network->resources[resource];
    struct bw_server *s = &state->resources[resource].servers[server];
    bw_time up;

    if (!r->failure.present) {
        return;
    }
    s->cycle++;
    up = bw_state_duration(state, &r->failure, s->cycle);
    if (r->fails_at_work) {
        s->until_failure = up;
    } else {
        bw_state_schedule(state, r->element, bw_state_now(state) + up,
            BW_EVENT_RESOURCE_FAILURE, resource, server);
    }
}

void bw_failure_reset(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];

    for (uint32_t i = 0; i < r->server_count; i++) {
        /* One more server brings its own failures and shifts nobody else's. */
        r->servers[i].cycle = bw_server_draws(r, i);
        begin_cycle(state, resource, i);
    }
}

void bw_failure_watch(struct bw_state *state, bw_index resource, uint32_t server)
{
    const struct bw_resource *r = &state->network->resources[resource];
    struct bw_server *s = &state->resources[resource].servers[server];

    /* What ends with the failure ends well. */
    if (r->failure.present && r->fails_at_work
        && s->until_failure < s->ends - bw_state_now(state)) {
        s->failure =
            bw_state_schedule(state, r->element, bw_state_now(state) + s->until_failure,
                BW_EVENT_RESOURCE_FAILURE, resource, server);
    }
}

void bw_resource_on_failure(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_resource *described = &state->network->resources[event->target];
    const struct bw_server *s = &state->resources[event->target].servers[event->a];

    BW_TRACE(state, RESOURCE_FAILED, described->element, .number = event->a);
    bw_server_stop(state, event->target, event->a, BW_STOP_FAILED);
    bw_state_schedule(state, described->element,
        event->time + bw_state_duration(state, &described->repair, s->cycle),
        BW_EVENT_RESOURCE_REPAIR, event->target, event->a);
}

void bw_resource_on_repair(struct bw_state *state, const struct bw_event *event)
{
    BW_TRACE(state, RESOURCE_REPAIRED, bw_resource_element(state, event->target),
        .number = event->a);
    /* What goes on at once needs to know how long it will. */
    if (state->network->resources[event->target].fails_at_work) {
        begin_cycle(state, event->target, event->a);
        bw_server_resume(state, event->target, event->a, BW_STOP_FAILED);
        return;
    }
    bw_server_resume(state, event->target, event->a, BW_STOP_FAILED);
    begin_cycle(state, event->target, event->a);
}
