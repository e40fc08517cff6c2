/* SPDX-License-Identifier: Apache-2.0
 *
 * Failures and repairs of servers.
 */
#include "chain/resource_internal.h"

/* Failures are numbered per server, so that one more server brings its own failures and
 * shifts nobody else's. */
#define SERVER_SHIFT 32

/* Begins the next cycle of a server: up for a draw of the failure law. */
static void schedule_failure(struct bw_state *state, bw_index resource, uint32_t server)
{
    const struct bw_resource *r = &state->network->resources[resource];

    if (r->failure.present) {
        struct bw_server *s = &state->resources[resource].servers[server];

        s->cycle++;
        bw_state_schedule(state, r->element,
            bw_state_now(state) + bw_state_duration(state, &r->failure, s->cycle),
            BW_EVENT_RESOURCE_FAILURE, resource, server);
    }
}

void bw_failure_reset(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];

    for (uint32_t i = 0; i < r->server_count; i++) {
        r->servers[i].cycle = (uint64_t)i << SERVER_SHIFT;
        schedule_failure(state, resource, i);
    }
}

void bw_resource_on_failure(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_resource *described = &state->network->resources[event->target];
    const struct bw_server *s = &state->resources[event->target].servers[event->a];

    bw_server_stop(state, event->target, event->a, BW_STOP_FAILED);
    bw_state_schedule(state, described->element,
        event->time + bw_state_duration(state, &described->repair, s->cycle),
        BW_EVENT_RESOURCE_REPAIR, event->target, event->a);
}

void bw_resource_on_repair(struct bw_state *state, const struct bw_event *event)
{
    bw_server_resume(state, event->target, event->a, BW_STOP_FAILED);
    schedule_failure(state, event->target, event->a);
}
