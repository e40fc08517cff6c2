/* SPDX-License-Identifier: Apache-2.0
 *
 * Servers that a resource gains or loses by date. Those that are to go leave free ones
 * first, then those that stand still without a job, then, at the end of their jobs,
 * those at work; of equals the highest number. Who was to go and is wanted again stays.
 */
#include "chain/resource_internal.h"

#include <math.h>

uint32_t bw_capacity_of(const struct bw_state *state, bw_index resource)
{
    double servers =
        bw_state_parameter(state, state->network->resources[resource].servers);

    return servers > 0.0 ? (uint32_t)llround(servers) : 0;
}

bool bw_capacity_may_grow(const struct bw_state *state, bw_index resource)
{
    const struct bw_network *network = state->network;
    const struct bw_resource *described = &network->resources[resource];
    double present = bw_state_parameter(state, described->servers);

    if (described->flexible.present) {
        return true;
    }
    for (uint32_t i = network->change_count; i-- > 0;) {
        const struct bw_dated_change *change = &network->changes[i];

        if (change->time <= bw_state_now(state)) {
            break;
        }
        if (change->slot == described->servers && change->value > present) {
            return true;
        }
    }
    return false;
}

/* Lets more own servers be there. */
static void grow(struct bw_state *state, bw_index resource, uint32_t count)
{
    struct bw_resource_state *r = &state->resources[resource];

    for (uint32_t i = 0; i < r->own_count && count > 0; i++) {
        if (bw_server_is_leaving(&r->servers[i])) {
            r->servers[i].pending &= (uint8_t)~BW_STOP_ABSENT;
            count--;
        }
    }
    for (uint32_t i = 0; i < r->own_count && count > 0; i++) {
        if ((r->servers[i].stops & BW_STOP_ABSENT) != 0) {
            bw_server_resume(state, resource, i, BW_STOP_ABSENT);
            count--;
        }
    }
}

/* In which pass a server goes. */
static int pass_of(const struct bw_server *server)
{
    return server->task != BW_TASK_NONE ? 2 : server->stops != 0;
}

static void shrink(struct bw_state *state, bw_index resource, uint32_t count)
{
    struct bw_resource_state *r = &state->resources[resource];

    for (int pass = 0; pass < 3; pass++) {
        for (uint32_t i = r->own_count; i-- > 0 && count > 0;) {
            if (bw_server_is_regular(r, i) && pass_of(&r->servers[i]) == pass) {
                bw_server_dismiss(state, resource, i);
                count--;
            }
        }
    }
}

void bw_resource_change_servers(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];
    uint32_t wanted = bw_capacity_of(state, resource), present = 0;

    for (uint32_t i = 0; i < r->own_count; i++) {
        present += bw_server_is_regular(r, i);
    }
    if (wanted > present) {
        grow(state, resource, wanted - present);
    } else {
        shrink(state, resource, present - wanted);
    }
    if (state->network->resources[resource].calendar != BW_NONE) {
        bw_shift_apply(state, resource);
    }
}
