/* SPDX-License-Identifier: Apache-2.0
 *
 * Campaigns: a server stays with a family of goods for a number of jobs, and takes up
 * another when enough jobs of it wait, or one has waited long enough. Jobs wait in a
 * queue per family; those of no family (the resolution of holds) go whenever they are
 * first.
 */
#include "chain/resource_internal.h"

/* Jobs of one family that wait. */
struct family {
    uint32_t number; /* BW_NONE = none */
    struct bw_job_queue queue;
};

struct bw_campaign_state {
    struct family *families; /* the last one is that of jobs without a family */
    uint32_t family_count;
    struct bw_event_handle wake;
    bw_time wakes; /* BW_FOREVER = no event is pending */
};

static void add_family(struct bw_campaign_state *c, uint32_t number)
{
    for (uint32_t i = 0; i < c->family_count; i++) {
        if (c->families[i].number == number) {
            return;
        }
    }
    c->families[c->family_count++].number = number;
}

static bool uses(
    const struct bw_network *network, const struct bw_step *step, bw_index resource)
{
    bool found = step->resource == resource
        || (step->test.present && step->test.resource == resource)
        || (step->test.retest.present && step->test.retest.resource == resource);

    for (bw_index i = 0; i < step->line_count; i++) {
        found = found || network->lines[step->first_line + i].resource == resource;
    }
    return found;
}

enum bw_status bw_campaign_init(struct bw_state *state, bw_index resource)
{
    const struct bw_network *network = state->network;
    struct bw_campaign_state *c;

    if (!network->resources[resource].campaign.present) {
        return BW_OK;
    }
    c = bw_arena_allocate(&state->arena, 1, sizeof *c);
    if (c == NULL) {
        return BW_ERR_NOMEM;
    }
    c->families = bw_arena_allocate(
        &state->arena, (size_t)network->recipe_count + 1, sizeof *c->families);
    if (c->families == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->step_count; i++) {
        const struct bw_step *step = &network->steps[i];

        if (uses(network, step, resource)) {
            add_family(c, network->recipes[step->recipe].family);
        }
    }
    add_family(c, BW_NONE);
    state->resources[resource].campaign = c;
    return BW_OK;
}

void bw_campaign_reset(struct bw_state *state, bw_index resource)
{
    struct bw_resource_state *r = &state->resources[resource];

    if (r->campaign == NULL) {
        return;
    }
    for (uint32_t i = 0; i < r->campaign->family_count; i++) {
        r->campaign->families[i].queue =
            (struct bw_job_queue){.by_key = r->queue.by_key};
    }
    r->campaign->wakes = BW_FOREVER;
}

void bw_campaign_push(struct bw_state *state, bw_index resource, uint32_t job)
{
    struct bw_campaign_state *c = state->resources[resource].campaign;
    uint32_t number = bw_changeover_family(state, bw_job_at(state, job)), i = 0;

    while (c->families[i].number != number) {
        i++;
    }
    bw_job_queue_push(state, &c->families[i].queue, job);
    state->resources[resource].queue.length++;
}

static uint32_t take(struct bw_state *state, bw_index resource, struct family *family)
{
    state->resources[resource].queue.length--;
    return bw_job_queue_pop(state, &family->queue);
}

/* When the first job of a family has waited long enough. */
static bw_time overdue_at(const struct bw_state *state,
    const struct bw_campaign *campaign, const struct family *family)
{
    return family->queue.first == 0 || campaign->longest_wait == BW_FOREVER
        ? BW_FOREVER
        : bw_job_at(state, family->queue.first)->requested + campaign->longest_wait;
}

/* Family that a server takes a job from, NULL when it waits: one that is overdue, first
 * the longest; its own while the campaign lasts or nobody else is ready; of those that
 * are ready the one with the first job. */
static struct family *choose(
    const struct bw_state *state, bw_index resource, const struct bw_server *server)
{
    const struct bw_campaign *campaign = &state->network->resources[resource].campaign;
    struct bw_campaign_state *c = state->resources[resource].campaign;
    struct family *own = NULL, *ready = NULL, *late = NULL;
    bw_time latest = bw_state_now(state) + 1;

    for (uint32_t i = 0; i + 1 < c->family_count; i++) {
        struct family *f = &c->families[i];
        bw_time overdue = overdue_at(state, campaign, f);

        if (f->queue.first == 0) {
            continue;
        }
        if (overdue < latest) {
            latest = overdue;
            late = f;
        }
        if (f->number == server->changeover.family) {
            own = f;
        } else if (f->queue.length >= campaign->at_least
            && (ready == NULL
                || bw_job_goes_before(state, f->queue.first, ready->queue.first))) {
            ready = f;
        }
    }
    if (late != NULL) {
        return late;
    }
    return own != NULL && (server->changeover.run < campaign->at_most || ready == NULL)
        ? own
        : ready;
}

/* Wakes the resource when the next family is overdue. */
static void plan_wake(struct bw_state *state, bw_index resource)
{
    const struct bw_campaign *campaign = &state->network->resources[resource].campaign;
    struct bw_campaign_state *c = state->resources[resource].campaign;
    bw_time next = BW_FOREVER;

    for (uint32_t i = 0; i + 1 < c->family_count; i++) {
        bw_time overdue = overdue_at(state, campaign, &c->families[i]);

        next = overdue < next ? overdue : next;
    }
    if (next == c->wakes) {
        return;
    }
    if (c->wakes != BW_FOREVER) {
        bw_event_list_cancel(&state->events, c->wake);
    }
    c->wakes = next;
    if (next != BW_FOREVER) {
        c->wake = bw_state_schedule(state, bw_resource_element(state, resource), next,
            BW_EVENT_RESOURCE_CAMPAIGN, resource, 0);
    }
}

uint32_t bw_campaign_next(struct bw_state *state, bw_index resource, uint32_t *server)
{
    struct bw_resource_state *r = &state->resources[resource];
    struct bw_campaign_state *c = r->campaign;
    struct family *free_of_family = &c->families[c->family_count - 1], *best = NULL;
    bool continues = false;

    /* Who can go on with his campaign is asked before those who would change over. */
    for (uint32_t i = r->free_count; i-- > 0 && !continues;) {
        const struct bw_server *s = &r->servers[r->free[i]];
        struct family *f = choose(state, resource, s);

        if (f != NULL && (best == NULL || f->number == s->changeover.family)) {
            best = f;
            *server = r->free[i];
            continues = f->number == s->changeover.family;
        }
    }
    if (r->free_count > 0 && free_of_family->queue.first != 0
        && (best == NULL
            || bw_job_goes_before(
                state, free_of_family->queue.first, best->queue.first))) {
        *server = best != NULL ? *server : r->free[r->free_count - 1];
        best = free_of_family;
    }
    if (best != NULL) {
        return take(state, resource, best);
    }
    if (r->free_count > 0) {
        plan_wake(state, resource);
    }
    return 0;
}

void bw_resource_on_campaign(struct bw_state *state, const struct bw_event *event)
{
    state->resources[event->target].campaign->wakes = BW_FOREVER;
    bw_resource_want_start(
        state, event->target, bw_resource_element(state, event->target));
}
