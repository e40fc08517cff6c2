/* SPDX-License-Identifier: Apache-2.0
 *
 * The trace of one replication kept in memory, to look things up in it. It is filled
 * row by row, from a replication that runs or from a table written before.
 */
#ifndef BW_RESULTS_TRACE_LOG_H
#define BW_RESULTS_TRACE_LOG_H

#include "base/arena.h"
#include "base/status.h"
#include "base/time.h"
#include "base/vector.h"
#include "chain/trace.h"

#include <stdbool.h>
#include <stdint.h>

/* One event. Elements and items are numbers of names, BW_NONE = none. */
struct bw_log_row {
    bw_time time, since;
    double quantity; /* units of the item */
    uint64_t number;
    const char *detail;
    uint32_t order, lot, of, path;
    uint32_t element, other, item;
    enum bw_trace_kind kind;
};

/* A stretch of the past of goods. */
struct bw_log_stage {
    bw_time start;
    uint32_t before; /* the stretch before it, 0 = none */
    uint32_t element;
    const char *stage;
};

struct bw_trace_log {
    struct bw_arena arena;            /* of names and details */
    struct bw_vector names;           /* const char * */
    struct bw_vector rows;            /* struct bw_log_row, in the order of time */
    struct bw_vector stages;          /* struct bw_log_stage, by path */
    uint32_t *table;                  /* of names, by hash: number + 1, 0 = free */
    uint32_t table_size;              /* power of two */
    const struct bw_network *network; /* of a replication that runs; else NULL */
    int64_t start_day;                /* date of day 0 */
    bw_time end;                      /* of the run */
    uint32_t order_count, lot_count, stockout_count;
    uint64_t replication;
    bool is_begun, is_ended; /* first and last row were there */
};

void bw_trace_log_init(struct bw_trace_log *log);
void bw_trace_log_release(struct bw_trace_log *log);

/* Names and dates come from a network (borrowed); call before the first row. Errors:
 * BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_trace_log_describe(
    struct bw_trace_log *log, const struct bw_network *network);

/* Takes a row of a replication that runs: a bw_trace_fn whose context is the struct
 * bw_trace_log. */
enum bw_status bw_trace_log_take(void *context, const struct bw_trace_row *row);

/* Adds a row whose names are numbers already. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_trace_log_add(
    struct bw_trace_log *log, const struct bw_log_row *row);

/* Number of a name, which is copied when it is new. Errors: BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_trace_log_name(
    struct bw_trace_log *log, const char *name, uint32_t *number);

/* Text of a name, "" for BW_NONE. */
const char *bw_trace_log_text(const struct bw_trace_log *log, uint32_t name);

static inline const struct bw_log_row *bw_trace_log_row(
    const struct bw_trace_log *log, size_t i)
{
    return &((const struct bw_log_row *)log->rows.items)[i];
}

/* Part of a time, charged to an element under a stage. */
struct bw_log_piece {
    bw_time from, to;
    uint32_t element;
    const char *stage;
};

/* Walks a past back from to, where path is its newest stretch (0 = none), until from,
 * and appends the pieces (struct bw_log_piece), newest first. They fill the time
 * without gap or overlap, as orders are charged: what is kept upstream is charged to
 * the stock that had not asked yet; so is what lies before the oldest stretch. asking
 * is the stock that waits. */
BW_NODISCARD enum bw_status bw_trace_log_walk_order(const struct bw_trace_log *log,
    uint32_t path, uint32_t asking, bw_time from, bw_time to, struct bw_vector *pieces);

/* The same for goods: back to where their past begins; nothing is charged anew. */
BW_NODISCARD enum bw_status bw_trace_log_walk_lot(const struct bw_trace_log *log,
    uint32_t path, bw_time to, struct bw_vector *pieces);

#endif
