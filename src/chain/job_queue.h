/* SPDX-License-Identifier: Apache-2.0
 *
 * Queue of the jobs that wait for a resource: a list in order of arrival, or a pairing
 * heap (Fredman, Sedgewick, Sleator and Tarjan 1986) by key, equal keys in order of
 * arrival. The links are in the jobs, so a queue is three numbers and never grows.
 */
#ifndef BW_CHAIN_JOB_QUEUE_H
#define BW_CHAIN_JOB_QUEUE_H

#include "chain/state.h"

struct bw_job_queue {
    uint32_t first; /* job that goes next, 0 = none */
    uint32_t last;  /* of a list */
    uint32_t length;
    bool by_key; /* heap */
};

/* Puts a job in. Its key and arrival are set. */
void bw_job_queue_push(
    const struct bw_state *state, struct bw_job_queue *queue, uint32_t job);

/* Takes the first job out; the queue must not be empty. */
uint32_t bw_job_queue_pop(const struct bw_state *state, struct bw_job_queue *queue);

/* True when job a goes before job b. */
bool bw_job_goes_before(const struct bw_state *state, uint32_t a, uint32_t b);

#endif
