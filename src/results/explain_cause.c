/* SPDX-License-Identifier: Apache-2.0
 *
 * Which events belong to a history: from an order to the lot that ended its wait, from
 * the lot to what it was split off or made of, and to the orders that moved it.
 */
#include "results/explain_internal.h"

#include <string.h>

size_t bw_story_find_order(
    const struct bw_story *story, enum bw_trace_kind kind, uint32_t order)
{
    for (size_t i = 0; i < story->log->rows.count; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind == kind && row->order == order) {
            return i;
        }
    }
    return BW_NO_ROW;
}

size_t bw_story_last_of_lot(const struct bw_story *story, uint32_t lot)
{
    for (size_t i = story->log->rows.count; i-- > 0;) {
        if (bw_story_row(story, i)->lot == lot) {
            return i;
        }
    }
    return BW_NO_ROW;
}

size_t bw_story_origin(const struct bw_story *story, uint32_t lot)
{
    for (size_t i = 0; i < story->log->rows.count; i++) {
        if (bw_story_row(story, i)->lot == lot) {
            return i;
        }
    }
    return BW_NO_ROW;
}

/* True when one input was given by an element before that of another; paths are sorted
 * as elements are. */
static bool is_lower(const struct bw_story *story, const struct bw_log_row *a,
    const struct bw_log_row *b)
{
    return strcmp(bw_story_name(story, a->other), bw_story_name(story, b->other)) < 0;
}

size_t bw_story_last_input(const struct bw_story *story, uint32_t lot)
{
    size_t chosen = BW_NO_ROW;

    for (size_t i = 0; i < story->log->rows.count; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind == BW_TRACE_LOT_CONSUMED && row->of == lot
            && (chosen == BW_NO_ROW || row->time > bw_story_row(story, chosen)->time
                || is_lower(story, row, bw_story_row(story, chosen)))) {
            chosen = i;
        }
    }
    return chosen;
}

/* True for an event that says why an order of somebody else took its time. */
static bool is_of_order(const struct bw_log_row *row, bool is_subject)
{
    switch (row->kind) {
    case BW_TRACE_ORDER_PLACED:
    case BW_TRACE_ORDER_BACKLOGGED:
    case BW_TRACE_ORDER_REFUSED:
    case BW_TRACE_ORDER_STARTED:
        return true;
    case BW_TRACE_ORDER_REACHED:
        return row->time > row->since || row->detail[0] != '\0';
    case BW_TRACE_ORDER_CHANGED:
    case BW_TRACE_ALLOCATED:
    case BW_TRACE_RECEIVED:
    case BW_TRACE_DELIVERED:
    case BW_TRACE_DEMAND_FILLED:
    case BW_TRACE_DEMAND_LOST:
    case BW_TRACE_ORDER_CLOSED:
        return is_subject;
    default:
        return false;
    }
}

void bw_story_mark_order(struct bw_story *story, uint32_t order)
{
    for (size_t i = 0; i < story->log->rows.count; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->order == order && is_of_order(row, order == story->order)) {
            story->marked[i] = true;
        }
    }
}

/* True for the last of the rows that tell the same: work on a step is told by the
 * resource, and a queue only where it takes time. */
static bool is_worth_telling(const struct bw_story *story, size_t i)
{
    const struct bw_log_row *row = bw_story_row(story, i);

    switch (row->kind) {
    case BW_TRACE_LOT_SPLIT:
        return false;
    case BW_TRACE_STEP_STARTED:
        return row->other == BW_NONE;
    case BW_TRACE_BATCH_RELEASED:
        return row->time > row->since;
    case BW_TRACE_WORK_QUEUED:
        for (size_t j = i + 1;
             j < story->log->rows.count && bw_story_row(story, j)->time == row->time;
             j++) {
            if (bw_story_row(story, j)->kind == BW_TRACE_WORK_STARTED
                && bw_story_row(story, j)->lot == row->lot) {
                return false;
            }
        }
        return true;
    case BW_TRACE_STEP_FINISHED:
        for (size_t j = i; j-- > 0 && bw_story_row(story, j)->time == row->time;) {
            if (bw_story_row(story, j)->kind == BW_TRACE_WORK_FINISHED
                && bw_story_row(story, j)->lot == row->lot) {
                return false;
            }
        }
        return true;
    default:
        return true;
    }
}

/* Marks what stopped, or set going again, a server: it stands in the same instant. */
static void mark_stop(struct bw_story *story, size_t i)
{
    const struct bw_log_row *row = bw_story_row(story, i);

    while (i-- > 0 && bw_story_row(story, i)->time == row->time) {
        const struct bw_log_row *cause = bw_story_row(story, i);
        bool is_cause = cause->kind == BW_TRACE_RESOURCE_FAILED
            || cause->kind == BW_TRACE_RESOURCE_REPAIRED
            || cause->kind == BW_TRACE_MAINTENANCE_BEGAN
            || cause->kind == BW_TRACE_MAINTENANCE_ENDED
            || cause->kind == BW_TRACE_SHIFT_CHANGED;

        if (is_cause && cause->element == row->element) {
            story->marked[i] = true;
            return;
        }
    }
}

/* Marks the rows of one lot between two instants of which the later is row last. */
static void mark_rows(struct bw_story *story, uint32_t lot, size_t last, bw_time from)
{
    for (size_t i = last + 1; i-- > 0 && bw_story_row(story, i)->time >= from;) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->lot != lot || !is_worth_telling(story, i)) {
            continue;
        }
        story->marked[i] = true;
        if (row->kind == BW_TRACE_WORK_INTERRUPTED
            || row->kind == BW_TRACE_WORK_RESUMED) {
            mark_stop(story, i);
        } else if (row->order != 0 && row->order != story->order
            && (row->kind == BW_TRACE_ALLOCATED || row->kind == BW_TRACE_LOT_CREATED
                || row->kind == BW_TRACE_BATCH_PLANNED
                || row->kind == BW_TRACE_RECEIVED)) {
            bw_story_mark_order(story, row->order);
        }
    }
}

void bw_story_mark_lot(struct bw_story *story, uint32_t lot, size_t last, bw_time from)
{
    while (lot != 0 && last != BW_NO_ROW && bw_story_row(story, last)->time >= from) {
        size_t origin = bw_story_origin(story, lot), next = origin;
        const struct bw_log_row *row = bw_story_row(story, origin);
        uint32_t parent = 0;

        mark_rows(story, lot, last, from);
        if (row->kind == BW_TRACE_LOT_SPLIT || row->kind == BW_TRACE_LOT_CREATED) {
            parent = row->of;
        } else if (row->kind == BW_TRACE_BATCH_PLANNED) {
            next = bw_story_last_input(story, lot);
            parent = next != BW_NO_ROW ? bw_story_row(story, next)->lot : 0;
        }
        lot = parent;
        last = next;
    }
}
