/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/job_queue.h"

#include "chain/state_internal.h"

static struct bw_job *job_at(const struct bw_state *state, uint32_t job)
{
    return bw_pool_at(&state->jobs, job);
}

bool bw_job_goes_before(const struct bw_state *state, uint32_t a, uint32_t b)
{
    const struct bw_job *left = job_at(state, a), *right = job_at(state, b);

    return left->key != right->key ? left->key < right->key
                                   : left->arrival < right->arrival;
}

/* Joins two heaps; the later root becomes the first child of the earlier one. */
static uint32_t join(const struct bw_state *state, uint32_t a, uint32_t b)
{
    if (a == 0 || b == 0) {
        return a != 0 ? a : b;
    }
    if (bw_job_goes_before(state, b, a)) {
        uint32_t other = a;

        a = b;
        b = other;
    }
    job_at(state, b)->next = job_at(state, a)->child;
    job_at(state, a)->child = b;
    return a;
}

/* Joins the children of a root that has left: in pairs from the left, then all pairs
 * from the right. Between the passes the pairs are a list in reverse. */
static uint32_t join_children(const struct bw_state *state, uint32_t child)
{
    uint32_t pairs = 0, root = 0;

    while (child != 0) {
        uint32_t second = job_at(state, child)->next, rest = 0, pair;

        if (second != 0) {
            rest = job_at(state, second)->next;
            job_at(state, second)->next = 0;
        }
        job_at(state, child)->next = 0;
        pair = join(state, child, second);
        job_at(state, pair)->next = pairs;
        pairs = pair;
        child = rest;
    }
    while (pairs != 0) {
        uint32_t next = job_at(state, pairs)->next;

        job_at(state, pairs)->next = 0;
        root = join(state, root, pairs);
        pairs = next;
    }
    return root;
}

void bw_job_queue_push(
    const struct bw_state *state, struct bw_job_queue *queue, uint32_t job)
{
    struct bw_job *j = job_at(state, job);

    j->next = j->child = 0;
    queue->length++;
    if (queue->by_key) {
        queue->first = join(state, queue->first, job);
        return;
    }
    if (queue->first == 0) {
        queue->first = job;
    } else {
        job_at(state, queue->last)->next = job;
    }
    queue->last = job;
}

uint32_t bw_job_queue_pop(const struct bw_state *state, struct bw_job_queue *queue)
{
    uint32_t job = queue->first;
    struct bw_job *j = job_at(state, job);

    queue->length--;
    queue->first = queue->by_key ? join_children(state, j->child) : j->next;
    j->next = j->child = 0;
    return job;
}
