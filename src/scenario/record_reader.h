/* SPDX-License-Identifier: Apache-2.0
 *
 * Recorded orders from CSV files: a time, a quantity, and where wanted an item and
 * whose order it is. The form of the files is that of csv.h.
 */
#ifndef BW_SCENARIO_RECORD_READER_H
#define BW_SCENARIO_RECORD_READER_H

#include "base/time.h"
#include "scenario/csv_reader.h"

struct bw_recorded_row {
    const char *owner, *item; /* "" where no such column is wanted */
    bw_time time;             /* from day 0 */
    double quantity;          /* units */
    uint32_t line;
    bool taken; /* by a demand */
};

/* What is wanted of a file; "" = not wanted. */
struct bw_record_request {
    const char *path, *time, *unit, *quantity, *item, *owner;
    int64_t start_day; /* date of day 0, days since 1970-01-01 */
};

/* A file that has been read. */
struct bw_record {
    struct bw_record_request request;
    struct bw_recorded_row *rows; /* by owner, item and time, then as written */
    size_t count;
    bool is_broken; /* its errors have been said */
    char sha256[BW_SHA256_TEXT];
    struct bw_record *next;
};

/* Finds or reads a file; one that is broken stays so and is found quietly.
 * Errors: BW_ERR_MISSING, BW_ERR_INPUT, BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_record_read(struct bw_columns *columns,
    const struct bw_record_request *request, struct bw_error_list *errors,
    struct bw_record **out);

/* The rows of an owner and item: the first of them and how many. */
struct bw_recorded_row *bw_record_find(
    const struct bw_record *trace, const char *owner, const char *item, size_t *count);

/* Reads a date with or without a time of day, "2026-01-05", "2026-01-05T08:30" or
 * "2026-01-05 08:30:15", as a time from the day start_day on. */
bool bw_record_read_date(const char *text, int64_t start_day, bw_time *time);

#endif
