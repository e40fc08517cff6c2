/* SPDX-License-Identifier: Apache-2.0
 *
 * The trace of a replication as a table, one row per event, in the order of time:
 *
 *   time_s,date,kind,element,item,quantity,order,lot,of,other,number,path,since_s,detail
 *
 * time_s and since_s count seconds from day 0 and are exact to the microsecond, as is
 * date (UTC). Quantities are in units of the item. Cells that do not apply are empty;
 * no cell needs quotes. bw_trace_kinds says what each kind means.
 */
#ifndef BW_RESULTS_TRACE_CSV_H
#define BW_RESULTS_TRACE_CSV_H

#include "base/error.h"
#include "base/text.h"
#include "chain/trace.h"
#include "results/export_csv.h"

#include <stdbool.h>
#include <stdint.h>

/* Columns in their order. */
#define BW_TRACE_COLUMN_LIST(X)                                                        \
    X(TIME, "time_s")                                                                  \
    X(DATE, "date")                                                                    \
    X(KIND, "kind")                                                                    \
    X(ELEMENT, "element")                                                              \
    X(ITEM, "item")                                                                    \
    X(QUANTITY, "quantity")                                                            \
    X(ORDER, "order")                                                                  \
    X(LOT, "lot")                                                                      \
    X(OF, "of")                                                                        \
    X(OTHER, "other")                                                                  \
    X(NUMBER, "number")                                                                \
    X(PATH, "path")                                                                    \
    X(SINCE, "since_s")                                                                \
    X(DETAIL, "detail")
enum bw_trace_column {
#define BW_TRACE_COLUMN_ENUM(id, name) BW_TRACE_COLUMN_##id,
    BW_TRACE_COLUMN_LIST(BW_TRACE_COLUMN_ENUM)
#undef BW_TRACE_COLUMN_ENUM
        BW_TRACE_COLUMN_COUNT
};
extern const char *const bw_trace_columns[BW_TRACE_COLUMN_COUNT];

/* Which rows are written. A zeroed filter lets nothing through. */
struct bw_trace_filter {
    bool has_kind[BW_TRACE_KIND_COUNT];
    const char
        *element;     /* this element (or part of it) as element or other; NULL = all */
    bw_time from, to; /* both included */
};

/* Lets everything through. */
struct bw_trace_filter bw_trace_filter_all(void);

struct bw_trace_csv {
    const struct bw_network *network;
    struct bw_trace_filter filter;
    bw_sink_fn sink;
    void *context;
    struct bw_error_list *errors;
    struct bw_text rows; /* that wait to be handed over */
};

/* Begins the table. Everything is borrowed; the memory that a table takes does not grow
 * with its rows. */
void bw_trace_csv_begin(struct bw_trace_csv *csv, const struct bw_network *network,
    const struct bw_trace_filter *filter, bw_sink_fn sink, void *context,
    struct bw_error_list *errors);

/* Writes a row: a bw_trace_fn whose context is the struct bw_trace_csv. */
enum bw_status bw_trace_csv_write(void *context, const struct bw_trace_row *row);

/* Hands over what waits. Errors: those of sink, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_trace_csv_end(struct bw_trace_csv *csv);

/* Accepts a zeroed table. */
void bw_trace_csv_release(struct bw_trace_csv *csv);

/* Appends a time as "YYYY-MM-DDThh:mm:ss" with the decimals of a second that it has. */
void bw_trace_write_date(struct bw_text *text, int64_t start_day, bw_time time);

#endif
