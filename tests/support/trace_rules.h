/* SPDX-License-Identifier: Apache-2.0
 *
 * What must hold in the trace of any replication, and between a trace and the figures
 * of the same replication.
 */
#ifndef BW_SUPPORT_TRACE_RULES_H
#define BW_SUPPORT_TRACE_RULES_H

#include "base/vector.h"
#include "chain/layout.h"
#include "chain/trace.h"

#include <stdbool.h>

struct bw_traced_run {
    const struct bw_network *network;
    const struct bw_layout *layout;
    const double *values;         /* figures of the replication */
    struct bw_vector rows;        /* struct bw_trace_row */
    uint32_t orders, lots, paths; /* largest numbers, plus one */
    char message[512];            /* what does not hold */
};

/* Prepares for rows; release the vector with bw_traced_run_release(). */
void bw_traced_run_init(struct bw_traced_run *run, const struct bw_network *network,
    const struct bw_layout *layout, const double *values);
void bw_traced_run_release(struct bw_traced_run *run);

/* Forgets the rows, for the next replication. */
void bw_traced_run_reset(struct bw_traced_run *run);

/* Takes a row: a bw_trace_fn whose context is the struct bw_traced_run. */
enum bw_status bw_traced_run_take(void *context, const struct bw_trace_row *row);

static inline const struct bw_trace_row *bw_traced_row(
    const struct bw_traced_run *run, size_t i)
{
    return &((const struct bw_trace_row *)run->rows.items)[i];
}

/* A figure of an element; NaN where it does not exist. */
double bw_traced_value(
    const struct bw_traced_run *run, bw_index element, const char *metric);

/* Rules, each of which returns false with a message when it does not hold. */
bool bw_rule_times(struct bw_traced_run *run);     /* rows in order, names known */
bool bw_rule_orders(struct bw_traced_run *run);    /* placed = come + lost + to come */
bool bw_rule_lots(struct bw_traced_run *run);      /* made = gone + left */
bool bw_rule_stages(struct bw_traced_run *run);    /* a past without gaps */
bool bw_rule_stockouts(struct bw_traced_run *run); /* add up to time without stock */
bool bw_rule_custody(struct bw_traced_run *run);   /* a lot is at one place */
bool bw_rule_fefo(struct bw_traced_run *run);      /* first expired, first out */
bool bw_rule_queues(struct bw_traced_run *run);    /* Little's law at resources, */
bool bw_rule_stores(struct bw_traced_run *run);    /* stocks, */
bool bw_rule_lanes(struct bw_traced_run *run);     /* lanes */
bool bw_rule_demands(struct bw_traced_run *run);   /* and customers */
bool bw_rule_states(struct bw_traced_run *run);    /* shares of state sum to 1 */

/* Name of the first rule that does not hold, with run->message; NULL when all do. */
const char *bw_trace_rules_broken(struct bw_traced_run *run);

/* Says what does not hold and returns false. */
#define BW_RULE_FAIL(run, ...)                                                         \
    ((void)snprintf((run)->message, sizeof(run)->message, __VA_ARGS__), false)

#endif
