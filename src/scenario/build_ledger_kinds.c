/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the kinds of ledger beside endorse-order-validate.
 */
#include "scenario/build_internal.h"
#include "scenario/csv_reader.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

/* An error where no paper would ever be worked on. */
static void check_staff(struct bw_build *build, const struct bw_view *view,
    const struct bw_ledger_manual *manual)
{
    const struct bw_parameter *staff;
    if (build->status != BW_OK || build->errors->error_count > 0) {
        return; /* what is wrong itself reads as 0 */
    }
    staff = bw_vector_at(&build->parameters, manual->desks[0].staff);
    if (manual->desk_count == 1 && staff->initial < 1.0) {
        bw_build_fail(
            build, bw_build_path(build, view->path, "staff"), "nobody works on papers");
    }
}

const struct bw_ledger_manual *bw_build_ledger_manual(
    struct bw_build *build, const struct bw_view *view, bw_index element)
{
    struct bw_ledger_manual *manual = bw_build_allocate(build, 1, sizeof *manual);
    uint32_t places = bw_view_count(view, "desks");
    struct bw_desk *desks = bw_build_allocate(build, places + 1, sizeof *desks);
    if (manual == NULL || desks == NULL) {
        return NULL;
    }
    manual->time = bw_view_sampler(view, "time");
    manual->delay = bw_view_sampler(view, "delay");
    manual->discipline = (enum bw_desk_discipline)bw_view_integer(view, "discipline");
    manual->error = bw_view_parameter(view, "error", element);
    manual->error_stream = bw_build_stream(build, view->path, "error");
    desks[0] = (struct bw_desk){
        .site = BW_NONE,
        .staff = bw_view_parameter(view, "staff", element),
        .calendar = bw_view_reference(view, "calendar", build->calendars),
    };
    for (uint32_t i = 0; i < places; i++) {
        struct bw_view desk = bw_view_ranked(view, "desks", i);
        desks[i + 1] = (struct bw_desk){
            .site = bw_view_resolve(
                build, desk.path, bw_view_id(&desk), "sites", build->sites),
            .staff = bw_view_parameter(&desk, "staff", element),
            .calendar = bw_view_has(&desk, "calendar")
                ? bw_view_reference(&desk, "calendar", build->calendars)
                : desks[0].calendar,
        };
    }
    manual->desks = desks;
    manual->desk_count = places + 1;
    check_staff(build, view, manual);
    return manual;
}

uint32_t bw_build_bft_quorum(uint32_t count)
{
    return count == 0 ? 0 : (count + (count - 1) / 3 + 2) / 2;
}

const struct bw_ledger_bft *bw_build_ledger_bft(
    struct bw_build *build, const struct bw_view *view, bw_index element)
{
    struct bw_ledger_bft *bft = bw_build_allocate(build, 1, sizeof *bft);
    struct bw_view batch = bw_view_child(view, "batch");
    if (bft == NULL) {
        return NULL;
    }
    bft->validators = (uint32_t)bw_view_integer(view, "validators");
    bft->replies = bw_build_bft_quorum(bft->validators);
    if (bw_view_has(view, "replies")) {
        bft->replies = (uint32_t)bw_view_integer(view, "replies");
    }
    bft->phases = (uint32_t)bw_view_integer(view, "phases");
    bft->reply = bw_view_sampler(view, "reply");
    bft->validate = bw_view_sampler(view, "validate");
    bft->view_change = bw_view_sampler(view, "view_change");
    bft->timeout =
        bw_view_has(view, "timeout") ? bw_view_duration(view, "timeout") : BW_FOREVER;
    bft->rotates = bw_view_integer(view, "leader") == 1;
    bft->fault = bw_view_parameter(view, "leader_fault", element);
    bft->fault_stream = bw_build_stream(build, view->path, "leader_fault");
    bft->batch_size = bw_view_parameter(&batch, "size", element);
    bft->batch_timeout = bw_view_parameter(&batch, "timeout", element);
    bft->speed = bw_view_parameter(view, "speed", element);
    bft->form = bw_view_sampler(view, "form");
    bft->in_flight = (uint32_t)bw_view_integer(view, "in_flight");
    if (bft->replies > bft->validators && bft->validators > 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "replies"),
            "expected at most the %u validators there are, found %u", bft->validators,
            bft->replies);
    }
    if (bw_view_has(view, "leader_fault") && bft->timeout == BW_FOREVER) {
        bw_build_fail(build, view->path,
            "missing key \"timeout\": when a leader that fails is replaced");
    }
    return bft;
}

const struct bw_ledger_public *bw_build_ledger_public(
    struct bw_build *build, const struct bw_view *view, bw_index element)
{
    struct bw_ledger_public *public = bw_build_allocate(build, 1, sizeof *public);
    struct bw_view reorganisation = bw_view_child(view, "reorganisation");
    if (public == NULL) {
        return NULL;
    }
    public->interval = bw_view_sampler(view, "interval");
    public->capacity = bw_view_sampler(view, "capacity");
    public->confirmations = (uint32_t)bw_view_integer(view, "confirmations");
    public->reorganisation = bw_view_parameter(&reorganisation, "probability", element);
    public->reorganisation_stream =
        bw_build_stream(build, reorganisation.path, "probability");
    public->depth = (uint32_t)bw_view_integer(&reorganisation, "depth");
    if (bw_view_has(view, "reorganisation") && public->depth >= public->confirmations) {
        bw_build_fail(build, bw_build_path(build, reorganisation.path, "depth"),
            "expected less than the %u confirmations, since what is final stays so, "
            "found %u",
            public->confirmations, public->depth);
    }
    return public;
}

static const struct bw_row duration_row = {
    .key = "column",
    .type = BW_ROW_NUMBER,
    .dimension = BW_DIMENSION_DURATION,
    .max = 36500.0 * (double)BW_DAY,
};
static const struct bw_row hour_row = {
    .key = "hour",
    .type = BW_ROW_NUMBER,
    .dimension = BW_DIMENSION_NUMBER,
    .max = 23.0,
};

/* A column of the file; NULL after an error. key is where its name stands. */
static const struct bw_column *read_column(struct bw_build *build,
    const struct bw_view *view, const struct bw_view *place, const char *key,
    const struct bw_row *row)
{
    const struct bw_column *column = NULL;
    const char *path = bw_build_path(build, place->path, key);
    const char *name = bw_view_text(place, key);
    const char *written = bw_view_text(view, "file");
    const char *unit = row == &duration_row ? bw_view_text(view, "unit") : "";
    struct bw_error_list errors;
    struct bw_text file;
    if (name == NULL || written == NULL || unit == NULL) {
        return NULL; /* no text, which the check of form has reported */
    }
    bw_error_list_init(&errors);
    bw_text_init(&file);
    bw_reader_add_folder(&build->reader, bw_view_node(view, "file"), &file);
    bw_text_add(&file, written);
    struct bw_column_request request = {bw_text_get(&file), name, unit, row};
    enum bw_status status = file.failed
        ? BW_ERR_NOMEM
        : bw_csv_column(build->reader.columns, &request, &errors, &column);
    bw_build_forward_errors(build, path, &errors);
    if (status == BW_ERR_NOMEM) {
        build->status = status;
    } else if (status != BW_OK && errors.count == 0) {
        bw_build_fail(build, path, "%s", bw_status_text(status));
    }
    bw_text_release(&file);
    bw_error_list_release(&errors);
    return status == BW_OK ? column : NULL;
}

/* True when the file and the columns can be what is meant; else after an error. */
static bool check_trace(struct bw_build *build, const struct bw_view *view)
{
    const char *file = bw_view_text(view, "file");
    const char *unit = bw_view_text(view, "unit");
    if (file == NULL || unit == NULL) {
        return false;
    }
    if (!bw_reader_is_inner_path(file)) {
        bw_build_fail(build, bw_build_path(build, view->path, "file"),
            "expected a file below the scenario's folder, without \"..\", found \"%s\"",
            file);
        return false;
    }
    if (bw_time_unit(unit, strlen(unit)) == 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "unit"),
            "expected a unit of time, us, ms, s, min, h, d, w, month or y, found "
            "\"%s\"",
            unit);
        return false;
    }
    if (bw_view_has(view, "column") == bw_view_has(view, "parts")) {
        bw_build_fail(build, view->path, "expected one of column and parts, found %s",
            bw_view_has(view, "parts") ? "both" : "none");
        return false;
    }
    if (bw_view_has(view, "hour") && bw_view_integer(view, "take") == 1) {
        bw_build_fail(build, bw_build_path(build, view->path, "hour"),
            "expected no hours, since records take the rows in order");
        return false;
    }
    return true;
}

/* Counts the rows of each hour; an hour without rows shares those of the last one
 * before it, over midnight, that has some. */
static void count_hours(
    const struct bw_column *hours, struct bw_ledger_measured *measured)
{
    uint32_t first = 0, last = 0;
    for (size_t i = 0; hours != NULL && i < hours->count; i++) {
        measured->hour_count[(uint32_t)hours->values[i]]++;
    }
    for (uint32_t hour = 0; hour < 24; hour++) {
        measured->hour_first[hour] = first;
        first += measured->hour_count[hour];
        last = measured->hour_count[hour] > 0 ? hour : last;
    }
    for (uint32_t hour = 0; hour < 24; hour++) {
        if (measured->hour_count[hour] > 0) {
            last = hour;
        } else {
            measured->hour_first[hour] = measured->hour_first[last];
            measured->hour_count[hour] = measured->hour_count[last];
        }
    }
}

/* Copies the columns row by row, rows of one hour together. */
static void fill_rows(struct bw_build *build, const struct bw_column *const *columns,
    const struct bw_column *hours, struct bw_ledger_measured *measured)
{
    bw_time *values = bw_build_allocate(
        build, (size_t)measured->row_count * measured->column_count, sizeof *values);
    uint32_t next[24] = {0};
    if (values == NULL) {
        return;
    }
    count_hours(hours, measured);
    memcpy(next, measured->hour_first, sizeof next);
    for (uint32_t row = 0; row < measured->row_count; row++) {
        uint32_t at = hours == NULL ? row : next[(uint32_t)hours->values[row]]++;
        for (uint32_t i = 0; i < measured->column_count; i++) {
            values[(size_t)at * measured->column_count + i] =
                bw_time_round(columns[i]->values[row]);
        }
    }
    measured->values = values;
}

const struct bw_ledger_measured *bw_build_ledger_measured(
    struct bw_build *build, const struct bw_view *view)
{
    static const char *const part_names[] = {
#define PART_NAME(id, text) text,
        BW_LEDGER_PART_LIST(PART_NAME)
#undef PART_NAME
    };
    struct bw_ledger_measured *measured = bw_build_allocate(build, 1, sizeof *measured);
    struct bw_view parts = bw_view_child(view, "parts");
    const struct bw_column *columns[BW_LEDGER_PART_COUNT] = {NULL};
    const struct bw_column *hours = NULL;
    if (measured == NULL || !check_trace(build, view)) {
        return NULL;
    }
    if (bw_view_has(view, "column")) {
        measured->parts[0] = BW_LEDGER_PART_ORDER;
        columns[measured->column_count++] =
            read_column(build, view, view, "column", &duration_row);
    }
    for (unsigned i = 0; i < BW_LEDGER_PART_COUNT; i++) {
        if (bw_view_has(&parts, part_names[i])) {
            measured->parts[measured->column_count] = (enum bw_ledger_part)i;
            columns[measured->column_count++] =
                read_column(build, view, &parts, part_names[i], &duration_row);
        }
    }
    if (bw_view_has(view, "hour")) {
        hours = read_column(build, view, view, "hour", &hour_row);
        measured->by_hour = true;
    }
    if (measured->column_count == 0) {
        bw_build_fail(build, parts.path, "expected the column of one part at least");
    }
    bool good = measured->column_count > 0 && (hours != NULL) == measured->by_hour;
    for (uint32_t i = 0; i < measured->column_count; i++) {
        good = good && columns[i] != NULL;
    }
    if (!good) {
        return NULL;
    }
    measured->row_count = (uint32_t)columns[0]->count;
    measured->replays = bw_view_integer(view, "take") == 1;
    measured->stream = bw_build_stream(build, view->path, "take");
    fill_rows(build, columns, hours, measured);
    return measured;
}
