/* SPDX-License-Identifier: Apache-2.0
 *
 * Shifts: servers that go off duty and come back. Who is free goes first, then who has
 * a job, of equals the highest number; back come first those that are still at work,
 * then those with a job, of equals the lowest number. Extra servers, and those that are
 * to go when their jobs end, are on duty while anybody may be.
 */
#include "chain/calendar.h"
#include "chain/history.h"
#include "chain/resource_internal.h"

/* True when a job or a cleanup ends in this instant: it is not cut off at its last
 * tick.
 */
static bool is_ending(const struct bw_state *state, const struct bw_server *server)
{
    return server->stops == 0
        && (server->task == BW_TASK_WORK || server->task == BW_TASK_CLEANUP)
        && server->ends == bw_state_now(state);
}

static void send_off(struct bw_state *state, bw_index resource, uint32_t server)
{
    struct bw_server *s = &state->resources[resource].servers[server];
    bool stays = state->network->resources[resource].finish_started;

    if (bw_server_is_occupied(s) && (stays || is_ending(state, s))) {
        s->pending |= BW_STOP_SHIFT;
    } else {
        bw_server_stop(state, resource, server, BW_STOP_SHIFT);
    }
}

static bool is_off(const struct bw_server *server)
{
    return ((server->stops | server->pending) & BW_STOP_SHIFT) != 0;
}

/* In which pass a server goes off: free, standing still without a job, with a job. */
static int pass_of(const struct bw_server *server)
{
    return server->task != BW_TASK_NONE ? 2 : server->stops != 0;
}

static void reduce(struct bw_state *state, bw_index resource, uint32_t count)
{
    struct bw_resource_state *r = &state->resources[resource];

    for (int pass = 0; pass < 3; pass++) {
        for (uint32_t i = r->own_count; i-- > 0 && count > 0;) {
            if (bw_server_is_regular(r, i) && !is_off(&r->servers[i])
                && pass_of(&r->servers[i]) == pass) {
                send_off(state, resource, i);
                count--;
            }
        }
    }
}

static void bring_back(struct bw_state *state, bw_index resource, uint32_t count)
{
    struct bw_resource_state *r = &state->resources[resource];

    for (uint32_t i = 0; i < r->own_count && count > 0; i++) {
        if (bw_server_is_regular(r, i)
            && (r->servers[i].pending & BW_STOP_SHIFT) != 0) {
            r->servers[i].pending &= (uint8_t)~BW_STOP_SHIFT;
            count--;
        }
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < r->own_count && count > 0; i++) {
            const struct bw_server *s = &r->servers[i];

            if (bw_server_is_regular(r, i) && (s->stops & BW_STOP_SHIFT) != 0
                && (s->task != BW_TASK_NONE) == (pass == 0)) {
                bw_server_resume(state, resource, i, BW_STOP_SHIFT);
                count--;
            }
        }
    }
}

/* Those that are not there are on or off duty all the same. */
static void change_others(struct bw_state *state, bw_index resource)
{
    const struct bw_resource *described = &state->network->resources[resource];
    struct bw_resource_state *r = &state->resources[resource];
    bool open =
        bw_calendar_duty(state->network, described, bw_state_now(state), UINT32_MAX)
        > 0;

    for (uint32_t i = 0; i < r->server_count; i++) {
        struct bw_server *s = &r->servers[i];

        if (bw_server_is_regular(r, i)) {
            continue;
        }
        if (!open && !is_off(s)) {
            send_off(state, resource, i);
        } else if (open && (s->pending & BW_STOP_SHIFT) != 0) {
            s->pending &= (uint8_t)~BW_STOP_SHIFT;
        } else if (open && is_off(s)) {
            bw_server_resume(state, resource, i, BW_STOP_SHIFT);
        }
    }
}

void bw_shift_apply(struct bw_state *state, bw_index resource)
{
    const struct bw_resource *described = &state->network->resources[resource];
    struct bw_resource_state *r = &state->resources[resource];
    uint32_t duty = bw_calendar_duty(state->network, described, bw_state_now(state),
        bw_capacity_of(state, resource));
    uint32_t present = 0;

    for (uint32_t i = 0; i < r->own_count; i++) {
        present += bw_server_is_regular(r, i) && !is_off(&r->servers[i]);
    }
    if (duty != present) {
        BW_TRACE(state, SHIFT_CHANGED, described->element, .number = duty);
    }
    if (duty < present) {
        reduce(state, resource, present - duty);
    } else {
        bring_back(state, resource, duty - present);
    }
    change_others(state, resource);
}

/* Changes the shift and schedules the next change. */
static void change_shift(struct bw_state *state, bw_index resource)
{
    const struct bw_resource *described = &state->network->resources[resource];
    bw_time next =
        bw_calendar_next(state->network, described->calendar, bw_state_now(state));

    bw_shift_apply(state, resource);
    if (next <= state->network->horizon + state->network->cooldown) {
        bw_state_schedule(
            state, described->element, next, BW_EVENT_RESOURCE_SHIFT, resource, 0);
    }
}

void bw_shift_reset(struct bw_state *state, bw_index resource)
{
    if (state->network->resources[resource].calendar != BW_NONE) {
        change_shift(state, resource);
    }
}

void bw_resource_on_shift(struct bw_state *state, const struct bw_event *event)
{
    change_shift(state, event->target);
}

void bw_shift_charge_wait(struct bw_state *state, bw_index resource, struct bw_job *job)
{
    const struct bw_network *network = state->network;
    const struct bw_resource *described = &network->resources[resource];
    bw_time time = job->requested;

    while (time < bw_state_now(state)) {
        bool on = bw_calendar_duty(network, described, time, UINT32_MAX) > 0;
        enum bw_stage stage = on ? BW_STAGE_QUEUE : BW_STAGE_SHIFT;

        if (bw_history_stage(state, job->history) != stage) {
            bw_history_append(
                state, &job->history, described->element, stage, time, false);
        }
        time = bw_calendar_next(network, described->calendar, time);
    }
}
