/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/csv.h"

#include <string.h>

void bw_csv_open(struct bw_csv *csv, const char *path, const struct bw_text *text,
    struct bw_error_list *errors)
{
    *csv = (struct bw_csv){.path = path,
        .at = bw_text_get(text),
        .line = 1,
        .column = 1,
        .errors = errors};
    csv->end = csv->at + text->length;
    if (text->length >= 3 && memcmp(csv->at, "\xEF\xBB\xBF", 3) == 0) {
        csv->at += 3;
    }
}

bool bw_csv_is_at_end(const struct bw_csv *csv)
{
    return csv->at >= csv->end;
}

enum bw_status bw_csv_fail(struct bw_csv *csv, const char *text, const char *detail)
{
    struct bw_position position = {csv->path, csv->cell_line, csv->cell_column};
    bw_error_add(csv->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, position, NULL, "%s%s",
        text, detail);
    return BW_ERR_INPUT;
}

static void step(struct bw_csv *csv)
{
    if (((unsigned char)*csv->at & 0xC0u) != 0x80u) {
        csv->column++;
    }
    csv->at++;
}

/* Skips LF or CRLF; false when none stands there. */
static bool skip_line_end(struct bw_csv *csv)
{
    const char *at = csv->at;
    if (at < csv->end && *at == '\r' && at + 1 < csv->end) {
        at++;
    }
    if (at >= csv->end || *at != '\n') {
        return false;
    }
    csv->at = at + 1;
    csv->line++;
    csv->column = 1;
    return true;
}

/* Reads the bytes of a cell up to what ends it. */
static enum bw_status read_bytes(struct bw_csv *csv, bool quoted)
{
    for (;;) {
        bool at_end = csv->at >= csv->end;
        char c = at_end ? '\0' : *csv->at;
        if (at_end && quoted) {
            return bw_csv_fail(csv, "a quote is not closed", "");
        }
        if (quoted && c == '"') {
            step(csv);
            if (csv->at >= csv->end || *csv->at != '"') {
                return BW_OK;
            }
        } else if (!quoted && (at_end || c == ',' || c == '\n' || c == '\r')) {
            return BW_OK;
        } else if (c == '"' || c == '\0' || c == '\n') {
            return bw_csv_fail(csv, "a character that is not allowed in a cell", "");
        }
        if (csv->length + 1 >= sizeof csv->cell) {
            return bw_csv_fail(csv, "a cell is longer than 255 bytes", "");
        }
        csv->cell[csv->length++] = *csv->at;
        step(csv);
    }
}

enum bw_status bw_csv_next(struct bw_csv *csv)
{
    bool quoted = csv->at < csv->end && *csv->at == '"';
    csv->cell_line = csv->line;
    csv->cell_column = csv->column;
    csv->length = 0;
    if (quoted) {
        step(csv);
    }
    enum bw_status status = read_bytes(csv, quoted);
    if (status != BW_OK) {
        return status;
    }
    csv->cell[csv->length] = '\0';
    csv->last_of_line = false;
    if (csv->at < csv->end && *csv->at == ',') {
        step(csv);
        return BW_OK;
    }
    csv->last_of_line = true;
    if (!skip_line_end(csv) && csv->at < csv->end) {
        return bw_csv_fail(
            csv, "expected a comma or the end of the line after a cell", "");
    }
    return BW_OK;
}
