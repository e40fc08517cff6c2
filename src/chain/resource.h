/* SPDX-License-Identifier: Apache-2.0
 *
 * Resources: servers with one queue, setup, failures and repairs (work resumes). A job
 * is a piece of work for a batch step, a QC test or the resolution of a hold; while the
 * resource has it, it keeps the path of the goods and charges its own time to it.
 */
#ifndef BW_CHAIN_RESOURCE_H
#define BW_CHAIN_RESOURCE_H

#include "chain/stage.h"
#include "chain/state.h"

enum bw_job_kind { BW_JOB_STEP, BW_JOB_TEST, BW_JOB_RESOLVE, BW_JOB_CHECK };

struct bw_job_request {
    enum bw_job_kind kind;
    uint32_t owner; /* batch for a step, message for a check, else hold */
    bw_time setup, work;
    bw_time cleanup;       /* of the server when the goods have gone */
    uint32_t history;      /* taken over */
    bool counted;          /* flow time counts from here if it does not yet */
    bw_index work_element; /* charged with the work, as work_stage */
    enum bw_stage work_stage;
    struct bw_urgency urgency; /* for disciplines other than fifo */
    bw_index step;             /* of a BW_JOB_STEP */
    struct bw_seat seat;       /* where the goods are, if they are on a server still */
    bool renews; /* when it starts, the saturated demand of the step orders again */
};

/* What a resource says about a job that it has finished. */
struct bw_job_result {
    uint32_t history;    /* given back */
    bw_time sojourn;     /* since the request */
    struct bw_seat seat; /* server that keeps the goods until they find a place */
    double yield;        /* factor of who did it, on the yield of the step */
};

BW_NODISCARD enum bw_status bw_resource_init(struct bw_state *state);
void bw_resource_reset(struct bw_state *state);

/* Puts a job into the queue of a resource. scheduler is the element that asks. */
void bw_resource_request(struct bw_state *state, bw_index resource, bw_index scheduler,
    const struct bw_job_request *request);

/* True when a batch that came now would find the queue at its limit. */
bool bw_resource_is_full(const struct bw_state *state, bw_index resource);

/* That many more batches (or fewer, below 0) will come to the resource: see coming.h.
 */
void bw_resource_expect(struct bw_state *state, bw_index resource, int32_t more);

/* What one sees of a resource: jobs that wait or are on a server, servers that do not
 * stand still, and those of them that nobody will take in this instant. */
struct bw_resource_view {
    uint32_t jobs, up, idle;
};
struct bw_resource_view bw_resource_view(
    const struct bw_state *state, bw_index resource);

/* The number of its servers is another one from now on: more start at once, and too
 * many go as they come free. */
void bw_resource_change_servers(struct bw_state *state, bw_index resource);

/* After a run that ended with BW_ERR_MODEL and state->stuck: the resources that wait
 * for each other, "a -> b -> a". */
void bw_resource_write_stuck(const struct bw_state *state, struct bw_text *text);

/* Handlers. */
void bw_resource_on_start(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_setup(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_done(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_cleaned(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_failure(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_repair(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_maintenance(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_maintained(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_campaign(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_shift(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_look(struct bw_state *state, const struct bw_event *event);
void bw_resource_on_extra(struct bw_state *state, const struct bw_event *event);

#endif
