/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "cli/command.h"
#include "cli/table_output.h"
#include "cli/trace_target.h"
#include "results/trace_csv.h"
#include "scenario/units.h"

#include <limits.h>
#include <math.h>
#include <string.h>

static enum bw_status fail_kind(
    const char *name, size_t length, struct bw_error_list *errors)
{
    char word[64] = "";
    int nearest = -1;
    unsigned least = UINT_MAX;
    if (length < sizeof word) {
        memcpy(word, name, length);
    }
    for (int k = 0; k < BW_TRACE_KIND_COUNT; k++) {
        unsigned distance = bw_text_distance(word, bw_trace_kinds[k].name);
        if (distance < least && 2 * (size_t)distance <= length) {
            least = distance;
            nearest = k;
        }
    }
    if (nearest >= 0) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "--kind: unknown kind %.*s; did you mean %s?", (int)length, name,
            bw_trace_kinds[nearest].name);
    }
    return bw_error_fail(errors, BW_ERR_USAGE,
        "--kind: unknown kind \"%.*s\"; docs/commands/trace.md lists the kinds",
        (int)length, name);
}

/* Reads names of kinds between commas. */
static enum bw_status read_kinds(
    const char *list, struct bw_trace_filter *filter, struct bw_error_list *errors)
{
    memset(filter->has_kind, 0, sizeof filter->has_kind);
    for (const char *at = list;;) {
        size_t length = strcspn(at, ",");
        int kind = 0;
        while (kind < BW_TRACE_KIND_COUNT
            && (strlen(bw_trace_kinds[kind].name) != length
                || strncmp(bw_trace_kinds[kind].name, at, length) != 0)) {
            kind++;
        }
        if (kind == BW_TRACE_KIND_COUNT) {
            return fail_kind(at, length, errors);
        }
        filter->has_kind[kind] = true;
        if (at[length] == '\0') {
            return BW_OK;
        }
        at += length + 1;
    }
}

/* Reads a date, or a time from day 0 on. */
static enum bw_status read_time(const char *option, const char *text, int64_t start_day,
    bw_time *time, struct bw_error_list *errors)
{
    double ticks = 0.0;
    int64_t day = 0;
    if (bw_date_read(text, &day)) {
        *time = (day - start_day) * BW_DAY;
        return BW_OK;
    }
    if (!bw_units_read(BW_DIMENSION_DURATION, text, &ticks)
        || !(fabs(ticks) < (double)(BW_FOREVER / 2))) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "--%s: expected a date such as 2026-03-31 or a time since day 0 such as "
            "\"90 d\", found \"%s\"",
            option, text);
    }
    *time = (bw_time)ticks;
    return BW_OK;
}

/* True when some element is path or a part of it. */
static bool has_element(const struct bw_network *network, const char *path)
{
    size_t length = strlen(path);
    for (uint32_t e = 0; e < network->element_count; e++) {
        const char *other = network->elements[e].path;
        if (length > 0 && strncmp(other, path, length) == 0
            && (other[length] == '\0' || other[length] == '.')) {
            return true;
        }
    }
    return false;
}

static enum bw_status read_filter(const struct bw_options *options,
    const struct bw_network *network, struct bw_trace_filter *filter,
    struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    *filter = bw_trace_filter_all();
    filter->element = options->element;
    if (options->element != NULL && !has_element(network, options->element)) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "--element: the scenario has no element %s", options->element);
    }
    if (options->kinds != NULL) {
        status = read_kinds(options->kinds, filter, errors);
    }
    if (status == BW_OK && options->from != NULL) {
        status =
            read_time("from", options->from, network->start_day, &filter->from, errors);
    }
    if (status == BW_OK && options->to != NULL) {
        status = read_time("to", options->to, network->start_day, &filter->to, errors);
    }
    return status;
}

static enum bw_status write_trace(struct bw_trace_request request,
    const struct bw_trace_filter *filter, const char *path,
    struct bw_error_list *errors)
{
    struct bw_table_output output;
    struct bw_trace_csv csv;
    enum bw_status status = bw_table_output_open(&output, path, errors);
    bw_trace_csv_begin(
        &csv, request.network, filter, bw_table_output_send, &output, errors);
    request.function = bw_trace_csv_write;
    request.context = &csv;
    if (status == BW_OK) {
        status = bw_trace_run(&request, errors);
    }
    if (status == BW_OK) {
        status = bw_trace_csv_end(&csv);
    }
    bw_trace_csv_release(&csv);
    return bw_table_output_close(&output, status);
}

static enum bw_status run(
    const struct bw_options *options, struct bw_error_list *errors)
{
    struct bw_session session = {.scenario = NULL};
    struct bw_trace_request request = {.network = NULL};
    struct bw_trace_filter filter;
    enum bw_status status = bw_trace_target_open(&session, options, &request, errors);
    if (status == BW_OK) {
        status = read_filter(options, request.network, &filter, errors);
    }
    if (status == BW_OK) {
        status = write_trace(request, &filter, options->output, errors);
    }
    bw_session_close(&session);
    return status;
}

const struct bw_command bw_command_trace = {
    .name = "trace",
    .summary = "write every event of one replication as a table",
    .operands = "SCENARIO",
    .examples = "  bullwhip trace tutorial.yaml -o trace.csv\n"
                "  bullwhip trace tutorial.yaml --replication 7 --from 2026-03-01 --to "
                "2026-03-31\n"
                "  bullwhip trace tutorial.yaml --kind stockout_began,stockout_ended "
                "--element sites.depot\n",
    .details =
        "The replication is the one of that number in \"bullwhip run\", to the "
        "microsecond. One row\nper event: time_s,date,kind,element,item,quantity,"
        "order,lot,of,other,number,path,since_s,\ndetail; docs/commands/trace.md "
        "lists the kinds. bullwhip explain tells the history\nof one order, lot "
        "or stock-out in words.\n",
    .options = BW_OPTIONS_TRACE | BW_OPTION_OUTPUT | BW_OPTION_KIND | BW_OPTION_ELEMENT
        | BW_OPTION_FROM | BW_OPTION_TO,
    .operand_count = 1,
    .run = run,
};
