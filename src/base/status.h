/* SPDX-License-Identifier: Apache-2.0
 *
 * Status codes of everything that can fail because of the world outside the
 * program: input, files, memory, libraries. Bugs are caught by BW_ASSERT.
 */
#ifndef BW_BASE_STATUS_H
#define BW_BASE_STATUS_H

#define BW_NODISCARD __attribute__((warn_unused_result))
#define BW_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))

/* One row per code: name, text. A test walks this list. */
#define BW_STATUS_LIST(X)                                                              \
    X(BW_OK, "done")                                                                   \
    X(BW_ERR_USAGE, "the command line is not understood")                              \
    X(BW_ERR_INPUT, "the input is not valid")                                          \
    X(BW_ERR_MISSING, "an input file is missing")                                      \
    X(BW_ERR_MODEL, "the model cannot go on")                                          \
    X(BW_ERR_INTERNAL, "internal error")                                               \
    X(BW_ERR_NOMEM, "out of memory")                                                   \
    X(BW_ERR_CREATE, "a file cannot be created")                                       \
    X(BW_ERR_IO, "a file cannot be read or written")                                   \
    X(BW_ERR_STOPPED, "stopped before the end")

enum bw_status {
#define BW_STATUS_ENUM(name, text) name,
    BW_STATUS_LIST(BW_STATUS_ENUM)
#undef BW_STATUS_ENUM
        BW_STATUS_COUNT
};

/* Returns the text of a status; never NULL. */
const char *bw_status_text(enum bw_status status);

/* Stops the program with the failed condition and its place on standard error.
 * For bugs only; always on. */
#define BW_ASSERT(condition)                                                           \
    ((condition) ? (void)0 : bw_assert_failed(#condition, __FILE__, __LINE__, ""))

/* circumstances: what else the floors above know, such as "on day 3", or "". */
_Noreturn void bw_assert_failed(
    const char *condition, const char *file, int line, const char *circumstances);

#endif
