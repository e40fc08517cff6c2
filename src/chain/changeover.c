/* SPDX-License-Identifier: Apache-2.0
 *
 * Changeovers: a server that has last worked on another family of goods is changed over
 * before its next job, and cleaned when it is due.
 */
#include "chain/resource_internal.h"

#include "chain/cost.h"

#include <math.h>
#include <string.h>

/* Time from one family to another on a resource. */
static bw_time time_between(const struct bw_network *network,
    const struct bw_resource *resource, uint32_t from, uint32_t to)
{
    const struct bw_changeover_row *rows =
        &network->changeover_rows[resource->changeover.first_row];

    if (from == BW_NONE || to == BW_NONE || from == to) {
        return 0;
    }
    for (uint32_t i = 0; i < resource->changeover.row_count; i++) {
        if (rows[i].from == from && rows[i].to == to) {
            return rows[i].time;
        }
    }
    return resource->changeover.otherwise;
}

uint32_t bw_changeover_family(const struct bw_state *state, const struct bw_job *job)
{
    const struct bw_network *network = state->network;

    return job->step == BW_NONE
        ? BW_NONE
        : network->recipes[network->steps[job->step].recipe].family;
}

uint32_t bw_changeover_choose(
    const struct bw_state *state, bw_index resource, const struct bw_job *job)
{
    const struct bw_resource *described = &state->network->resources[resource];
    const struct bw_resource_state *r = &state->resources[resource];
    uint32_t family = bw_changeover_family(state, job), best = r->free_count - 1;
    bw_time shortest = BW_FOREVER;

    for (uint32_t i = r->free_count; i-- > 0;) {
        bw_time time = time_between(state->network, described,
            r->servers[r->free[i]].changeover.family, family);

        if (time < shortest) {
            shortest = time;
            best = i;
        }
    }
    return r->free[best];
}

/* Takes a server off the stack of free ones. */
static void take_server(struct bw_resource_state *r, uint32_t server)
{
    uint32_t at = r->free_count - 1;

    while (r->free[at] != server) {
        at--;
    }
    r->free_count--;
    memmove(&r->free[at], &r->free[at + 1], (r->free_count - at) * sizeof *r->free);
}

static bool is_cleaning_due(
    const struct bw_resource *resource, const struct bw_server *server, bw_time now)
{
    const struct bw_cleaning *c = &resource->cleaning;

    return (c->after_jobs > 0 && server->changeover.jobs >= c->after_jobs)
        || (c->after > 0 && now - server->changeover.cleaned >= c->after);
}

/* Time of the next changeover of a resource; times of the matrix are those of a factor
 * of 1. */
static bw_time draw_time(struct bw_state *state, bw_index resource, bw_time time)
{
    const struct bw_sampler *factor =
        &state->network->resources[resource].changeover.factor;
    uint64_t number = state->resources[resource].changeovers++;
    double product =
        (double)time * fmax(bw_state_value(state, factor, number, 1.0), 0.0);

    return factor->present ? bw_time_round(product) : time;
}

void bw_changeover_prepare(
    struct bw_state *state, bw_index resource, uint32_t server, struct bw_job *job)
{
    const struct bw_resource *described = &state->network->resources[resource];
    uint32_t family = bw_changeover_family(state, job);
    struct bw_server *s = &state->resources[resource].servers[server];
    bw_time now = bw_state_now(state);
    bw_time change =
        time_between(state->network, described, s->changeover.family, family);

    take_server(&state->resources[resource], server);
    if (change > 0) {
        change = draw_time(state, resource, change);
    }
    if (change > 0) {
        bw_cost_charge(
            state, described->element, BW_COST_SETUP, described->changeover.cost);
        bw_observe(state, described->element, BW_SUM_CHANGEOVERS, 1.0);
    } else if (is_cleaning_due(described, s, now)) {
        change = described->cleaning.time;
        bw_cost_charge(
            state, described->element, BW_COST_SETUP, described->cleaning.cost);
        s->changeover.jobs = 0;
        s->changeover.cleaned = now + change;
    }
    if (family != BW_NONE && family != s->changeover.family) {
        bool first = s->changeover.family == BW_NONE;

        s->changeover.family = family;
        s->changeover.run = 0;
        if (!first && change > 0) {
            s->changeover.jobs = 0;
            s->changeover.cleaned = now + change;
        }
    }
    s->changeover.jobs++;
    s->changeover.run += family != BW_NONE;
    job->setup += change;
}

void bw_changeover_reset(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];

    r->changeovers = 0;
    for (uint32_t i = 0; i < r->server_count; i++) {
        r->servers[i].changeover.family = BW_NONE;
        r->servers[i].changeover.run = 0;
        r->servers[i].changeover.cleaned = bw_state_now(state);
    }
}
