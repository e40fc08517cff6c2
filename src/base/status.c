/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *bw_status_text(enum bw_status status)
{
    static const char *const texts[] = {
#define BW_STATUS_TEXT(name, text) text,
        BW_STATUS_LIST(BW_STATUS_TEXT)
#undef BW_STATUS_TEXT
    };
    if ((unsigned)status >= BW_STATUS_COUNT) {
        return "unknown status";
    }
    return texts[status];
}

/* write(2) instead of stdio: the failed condition may have been found while a stdio
 * lock is held, and below cli nothing else goes to standard error. */
void bw_assert_failed(
    const char *condition, const char *file, int line, const char *circumstances)
{
    char message[512];
    int length = snprintf(message, sizeof message,
        "bullwhip: internal error: %s:%d: %s is not true%s%s\n", file, line, condition,
        circumstances[0] != '\0' ? ", " : "", circumstances);
    if (length >= (int)sizeof message) {
        length = (int)sizeof message - 1;
        message[length - 1] = '\n';
    }
    if (length > 0) {
        ssize_t written = write(STDERR_FILENO, message, (size_t)length);
        (void)written; /* there is no better place to complain */
    }
    abort();
}
