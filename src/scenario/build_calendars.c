/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in calendars: the week of each as points at which other shifts run, and closed
 * windows as spans of the run, sorted and merged.
 */
#include "scenario/build_internal.h"
#include "scenario/calendar_reader.h"
#include "scenario/view.h"

#include <stdio.h>
#include <stdlib.h>

#define CALENDAR_YEAR_MIN 1
#define CALENDAR_YEAR_MAX 9999

/* A shift on some days. */
struct shift_hours {
    struct bw_hours hours;
    uint32_t bit;
};

typedef void (*text_fn)(
    struct bw_build *build, const char *path, const char *text, void *context);

/* Calls visit for the text or each text of a list at key. */
static void each_text(
    const struct bw_view *view, const char *key, text_fn visit, void *context)
{
    const struct bw_node *node = bw_view_node(view, key);
    const char *path = bw_build_path(view->build, view->path, key);
    if (node != NULL && node->kind == BW_NODE_SCALAR) {
        visit(view->build, path, node->text, context);
    }
    for (uint32_t i = 0; node != NULL && node->kind == BW_NODE_LIST && i < node->count;
         i++) {
        const struct bw_node *text = bw_value_unwrap(node->entries[i].value);
        char number[16];
        (void)snprintf(number, sizeof number, "%u", i);
        if (text->kind == BW_NODE_SCALAR) {
            visit(view->build, bw_build_path(view->build, path, number), text->text,
                context);
        }
    }
}

/* The hours of the shift that is being read. */
struct shift_reader {
    struct bw_vector *hours;
    uint32_t bit;
};

static void read_hours(
    struct bw_build *build, const char *path, const char *text, void *context)
{
    struct shift_reader *reader = context;
    struct shift_hours *entry = NULL;
    struct bw_hours hours;
    if (!bw_hours_read(text, &hours)) {
        bw_build_fail(build, path,
            "expected days and hours such as \"mon-fri 06:00-14:00\", found \"%s\"",
            text);
        return;
    }
    if (bw_vector_push(reader->hours, &entry) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *entry = (struct shift_hours){hours, reader->bit};
}

/* Adds windows of whole days, given as days since 1970-01-01. */
static void add_closed(struct bw_build *build, int64_t first, int64_t last)
{
    struct bw_network *network = build->network;
    bw_time from = (first - network->start_day) * BW_DAY;
    bw_time to = (last + 1 - network->start_day) * BW_DAY;
    struct bw_closed *closed = NULL;
    if (to <= -network->warmup || from > network->horizon + network->cooldown) {
        return;
    }
    if (bw_vector_push(&build->closed, &closed) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *closed = (struct bw_closed){from, to};
}

static void read_holiday(
    struct bw_build *build, const char *path, const char *text, void *context)
{
    int64_t first = 0;
    int64_t last = 0;
    (void)context;
    if (bw_dates_read(text, &first, &last)) {
        add_closed(build, first, last);
    } else {
        bw_build_fail(build, path,
            "expected a date or dates such as \"2026-12-24..2027-01-01\", found \"%s\"",
            text);
    }
}

/* A shutdown comes in every year that the run touches, and in the one before, from
 * which it may reach over. */
static void read_shutdown(
    struct bw_build *build, const char *path, const char *text, void *context)
{
    const struct bw_network *network = build->network;
    struct bw_year_day first;
    struct bw_year_day last;
    (void)context;
    if (!bw_yearly_read(text, &first, &last)) {
        bw_build_fail(build, path,
            "expected days of the year such as \"08-03..08-14\", found \"%s\"", text);
        return;
    }
    bool over =
        last.month < first.month || (last.month == first.month && last.day < first.day);
    int year = 0;
    int end = 0;
    int month = 0;
    int day = 0;
    bw_date_from_days(
        network->start_day - network->warmup / BW_DAY - 1, &year, &month, &day);
    bw_date_from_days(
        network->start_day + (network->horizon + network->cooldown) / BW_DAY, &end,
        &month, &day);
    for (year--; year <= end; year++) {
        int64_t from = 0;
        int64_t to = 0;
        if (bw_date_to_days(year, first.month, first.day, &from)
            && bw_date_to_days(year + over, last.month, last.day, &to)) {
            add_closed(build, from, to);
        }
    }
}

static int compare_closed(const void *a, const void *b)
{
    const struct bw_closed *left = a;
    const struct bw_closed *right = b;
    return (left->from > right->from) - (left->from < right->from);
}

/* Sorts the windows from first on and joins those that touch. */
static void merge_closed(struct bw_build *build, size_t first)
{
    struct bw_closed *windows = build->closed.items;
    size_t count = build->closed.count;
    size_t kept = first;
    if (count <= first) {
        return;
    }
    qsort(windows + first, count - first, sizeof *windows, compare_closed);
    for (size_t i = first + 1; i < count; i++) {
        if (windows[i].from <= windows[kept].to) {
            windows[kept].to =
                windows[i].to > windows[kept].to ? windows[i].to : windows[kept].to;
        } else {
            windows[++kept] = windows[i];
        }
    }
    build->closed.count = kept + 1;
}

/* Shifts that run at an instant of the week. */
static uint32_t open_at(const struct bw_vector *hours, bw_time position)
{
    uint32_t open = 0;
    for (size_t i = 0; i < hours->count; i++) {
        const struct shift_hours *shift = bw_vector_at(hours, i);
        for (int day = 0; day < 7; day++) {
            bw_time since = position - (day * BW_DAY + shift->hours.from);
            since += since < 0 ? BW_WEEK : 0;
            if ((shift->hours.days >> day & 1u) != 0
                && since < shift->hours.to - shift->hours.from) {
                open |= shift->bit;
            }
        }
    }
    return open;
}

static int compare_times(const void *a, const void *b)
{
    bw_time left = *(const bw_time *)a;
    bw_time right = *(const bw_time *)b;
    return (left > right) - (left < right);
}

/* Turns hours into the points of the week at which the set of shifts changes. */
static void make_week(struct bw_build *build, const struct bw_vector *hours)
{
    size_t count = 1;
    bw_time *bounds =
        bw_arena_allocate(&build->scratch, 1 + 14 * hours->count, sizeof *bounds);
    if (bounds == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    for (size_t i = 0; i < hours->count; i++) {
        const struct shift_hours *shift = bw_vector_at(hours, i);
        for (int day = 0; day < 7; day++) {
            bounds[count++] = day * BW_DAY + shift->hours.from;
            bounds[count++] = (day * BW_DAY + shift->hours.to) % BW_WEEK;
        }
    }
    qsort(bounds, count, sizeof *bounds, compare_times);
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t open = open_at(hours, bounds[i]);
        struct bw_week_point *point = NULL;
        if (i > 0 && open == last) {
            continue;
        }
        last = open;
        if (bw_vector_push(&build->week_points, &point) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *point = (struct bw_week_point){bounds[i], open};
    }
}

static void build_calendar(
    struct bw_build *build, const struct bw_view *view, struct bw_calendar *calendar)
{
    struct bw_vector hours;
    struct shift_reader reader = {&hours, 0};
    uint32_t shifts = bw_view_count(view, "shifts");
    size_t first_closed = build->closed.count;
    if (shifts > BW_SHIFT_LIMIT) {
        bw_build_fail(build, bw_build_path(build, view->path, "shifts"),
            "expected at most %u shifts, found %u", BW_SHIFT_LIMIT, shifts);
        return;
    }
    bw_vector_init(&hours, sizeof(struct shift_hours));
    calendar->name = bw_build_keep(build, bw_view_id(view));
    /* 1970-01-01 was a Thursday. */
    calendar->monday = ((build->network->start_day + 3) % 7 + 7) % 7 * BW_DAY;
    for (uint32_t i = 0; i < shifts; i++) {
        struct bw_view shift = bw_view_ranked(view, "shifts", i);
        reader.bit = 1u << i;
        each_text(&shift, "hours", read_hours, &reader);
    }
    calendar->first_point = (bw_index)build->week_points.count;
    make_week(build, &hours);
    calendar->point_count = (bw_index)build->week_points.count - calendar->first_point;
    bw_vector_release(&hours);
    each_text(view, "holidays", read_holiday, NULL);
    each_text(view, "shutdowns", read_shutdown, NULL);
    merge_closed(build, first_closed);
    calendar->first_closed = (bw_index)first_closed;
    calendar->closed_count = (bw_index)(build->closed.count - first_closed);
}

void bw_build_calendars(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    network->calendar_count = bw_view_count(&root, "calendars");
    network->calendars =
        bw_build_allocate(build, network->calendar_count, sizeof *network->calendars);
    for (uint32_t i = 0; network->calendars != NULL && i < network->calendar_count;
         i++) {
        struct bw_view view = bw_view_ranked(&root, "calendars", i);
        build_calendar(build, &view, &network->calendars[i]);
    }
}
