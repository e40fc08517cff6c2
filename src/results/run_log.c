/* SPDX-License-Identifier: Apache-2.0 */
#include "results/run_log.h"

#include "base/digest.h"
#include "base/io.h"
#include "base/number.h"
#include "base/time.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define LOG_LIMIT_BYTES ((size_t)1 << 30)
#define SECONDS_PER_DAY 86400
#define NO_PREVIOUS "0000000000000000000000000000000000000000000000000000000000000000"
#define PREVIOUS_KEY "\"previous\":\""

/* ---- JSON ---- */

/* Length of the UTF-8 sequence at bytes (RFC 3629), 0 when there is none. */
static size_t utf8_length(const unsigned char *bytes)
{
    size_t length = bytes[0] < 0x80 ? 1
        : bytes[0] < 0xc2           ? 0
        : bytes[0] < 0xe0           ? 2
        : bytes[0] < 0xf0           ? 3
        : bytes[0] < 0xf5           ? 4
                                    : 0;
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    if ((bytes[0] == 0xe0 && bytes[1] < 0xa0) || (bytes[0] == 0xed && bytes[1] > 0x9f)
        || (bytes[0] == 0xf0 && bytes[1] < 0x90)
        || (bytes[0] == 0xf4 && bytes[1] > 0x8f)) {
        return 0;
    }
    return length;
}

static void add_json_text(struct bw_text *text, const char *value)
{
    const unsigned char *at = (const unsigned char *)value;
    bw_text_append(text, "\"", 1);
    while (*at != '\0') {
        size_t length = utf8_length(at);
        if (length == 0) {
            bw_text_add(text, "\\ufffd");
        } else if (*at == '"' || *at == '\\') {
            bw_text_format(text, "\\%c", *at);
        } else if (*at < 0x20 || *at == 0x7f) {
            bw_text_format(text, "\\u%04x", *at);
        } else {
            bw_text_append(text, (const char *)at, length);
        }
        at += length > 0 ? length : 1;
    }
    bw_text_append(text, "\"", 1);
}

static void add_text_member(struct bw_text *text, const char *name, const char *value)
{
    bw_text_format(text, "\"%s\":", name);
    add_json_text(text, value);
    bw_text_append(text, ",", 1);
}

static void add_time(struct bw_text *text, int64_t utc_s)
{
    int64_t day = utc_s / SECONDS_PER_DAY;
    int64_t second = utc_s % SECONDS_PER_DAY;
    int year = 0, month = 0, day_of_month = 0;
    if (second < 0) {
        second += SECONDS_PER_DAY;
        day--;
    }
    bw_date_from_days(day, &year, &month, &day_of_month);
    bw_text_format(text, "\"time\":\"%04d-%02d-%02dT%02d:%02d:%02dZ\",", year, month,
        day_of_month, (int)(second / 3600), (int)(second / 60 % 60),
        (int)(second % 60));
}

void bw_run_log_write_line(
    const struct bw_run_record *record, const char *previous, struct bw_text *text)
{
    char number[40];
    bw_text_add(text, "{");
    add_time(text, record->utc_s);
    bw_text_format(text, "\"wall_s\":%s,",
        isfinite(record->wall_s)
            ? bw_number_write(record->wall_s, number, sizeof number)
            : "null");
    add_text_member(text, "host", record->host_class);
    bw_text_format(text, "\"threads\":%" PRIu32 ",", record->threads);
    add_text_member(text, "command", record->command);
    add_text_member(text, "version", record->version);
    add_text_member(text, "scenario_sha256", record->scenario_sha256);
    /* As text: many JSON readers keep only 53 bits of a number. */
    bw_text_format(text, "\"seed\":\"%" PRIu64 "\",", record->seed);
    bw_text_format(text, "\"exit\":%d,", record->exit_status);
    bw_text_format(text, PREVIOUS_KEY "%s\"}\n", previous);
}

/* ---- the chain of lines ---- */

/* The line that starts at position at, without its line feed; sets *next. */
static size_t line_length(const struct bw_text *log, size_t at, size_t *next)
{
    const char *end = memchr(log->bytes + at, '\n', log->length - at);
    size_t length = end != NULL ? (size_t)(end - log->bytes) - at : log->length - at;
    *next = at + length + (end != NULL ? 1 : 0);
    return length;
}

/* SHA-256 of the last line, or zeros for an empty log. */
static void hash_last_line(const struct bw_text *log, char previous[BW_SHA256_TEXT])
{
    size_t at = 0, next = 0;
    memcpy(previous, NO_PREVIOUS, BW_SHA256_TEXT);
    while (at < log->length) {
        size_t length = line_length(log, at, &next);
        if (next >= log->length) {
            bw_digest_sha256(log->bytes + at, length, previous);
        }
        at = next;
    }
}

enum bw_status bw_run_log_append(
    const char *path, const struct bw_run_record *record, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_append append = {.descriptor = -1};
    struct bw_text log, line;
    char previous[BW_SHA256_TEXT];

    bw_text_init(&log);
    bw_text_init(&line);
    status = bw_append_open(&append, path, &log, errors);
    if (status != BW_OK) {
        goto done;
    }
    hash_last_line(&log, previous);
    if (log.length > 0 && log.bytes[log.length - 1] != '\n') {
        bw_text_add(&line, "\n");
    }
    bw_run_log_write_line(record, previous, &line);
    if (line.failed) {
        status = bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", path);
        goto done;
    }
    status = bw_append_write(&append, line.bytes, line.length, errors);
    if (status == BW_OK) {
        status = bw_append_sync(&append, errors);
    } else if (bw_append_truncate(&append, log.length, errors) != BW_OK) {
        /* Half a line stays; the next run completes it, and verify shows it. */
        status = BW_ERR_IO;
    }
done:
    bw_append_close(&append, false);
    bw_text_release(&line);
    bw_text_release(&log);
    return status;
}

/* True when the line names previous. Quotes in texts are escaped, so the key cannot
 * stand inside one; the last member is the one written here. */
static bool names_previous(const char *line, size_t length, const char *previous)
{
    const size_t tail = sizeof PREVIOUS_KEY - 1 + BW_SHA256_TEXT - 1 + 2;
    const char *at = NULL;
    if (length < tail) {
        return false;
    }
    at = line + length - tail;
    return memcmp(at, PREVIOUS_KEY, sizeof PREVIOUS_KEY - 1) == 0
        && memcmp(at + sizeof PREVIOUS_KEY - 1, previous, BW_SHA256_TEXT - 1) == 0
        && memcmp(line + length - 2, "\"}", 2) == 0;
}

enum bw_status bw_run_log_verify(
    const char *path, uint64_t *line, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_text log;
    char previous[BW_SHA256_TEXT] = NO_PREVIOUS;
    size_t at = 0, next = 0;

    *line = 0;
    bw_text_init(&log);
    status = bw_io_read_file(path, LOG_LIMIT_BYTES, &log, errors);
    if (status != BW_OK) {
        goto done;
    }
    while (at < log.length) {
        size_t length = line_length(&log, at, &next);
        (*line)++;
        if (!names_previous(log.bytes + at, length, previous)) {
            status = bw_error_fail(errors, BW_ERR_INPUT,
                "%s:%" PRIu64 ": this line does not follow the line before", path,
                *line);
            goto done;
        }
        bw_digest_sha256(log.bytes + at, length, previous);
        at = next;
    }
done:
    bw_text_release(&log);
    return status;
}
