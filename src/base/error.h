/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors and warnings with positions, collected so that all of a file come in one go.
 * Below cli nobody prints: functions add to the caller's list.
 */
#ifndef BW_BASE_ERROR_H
#define BW_BASE_ERROR_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

enum bw_severity { BW_SEVERITY_ERROR, BW_SEVERITY_WARNING };

/* Where something stands. line and column count from 1 (0 = unknown); file may be
 * NULL. */
struct bw_position {
    const char *file;
    int line, column;
};

struct bw_error {
    enum bw_severity severity;
    enum bw_status status;
    struct bw_position position; /* file is a copy */
    const char *path;            /* dotted path in the scenario, or NULL */
    const char *text;            /* what was expected and what was found */
};

/* All texts live in the list's own arena. errors are kept in the order added, at
 * most BW_ERROR_LIMIT of them; the rest are counted. */
#define BW_ERROR_LIMIT 200

struct bw_error_list {
    struct bw_arena arena;
    struct bw_error *errors;
    size_t count, capacity;
    size_t error_count, warning_count; /* including those not kept */
};

void bw_error_list_init(struct bw_error_list *list);
void bw_error_list_release(struct bw_error_list *list);

/* Adds one error or warning. path may be NULL. */
BW_PRINTF(6, 7)
void bw_error_add(struct bw_error_list *list, enum bw_severity severity,
    enum bw_status status, struct bw_position position, const char *path,
    const char *format, ...);

/* Adds an error without a position and returns status, for
 * "return bw_error_fail(...)". */
BW_PRINTF(3, 4)
enum bw_status bw_error_fail(
    struct bw_error_list *list, enum bw_status status, const char *format, ...);

/* Appends one line, "file:line:column: path: text", without a line feed. */
void bw_error_write(const struct bw_error *error, struct bw_text *text);

#endif
