/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "results/explain_internal.h"

#include <inttypes.h>
#include <string.h>

/* Row that ends an order; the last row of the run when nothing does. */
static size_t end_of_order(const struct bw_story *story, uint32_t order)
{
    size_t filled = bw_story_find_order(story, BW_TRACE_DEMAND_FILLED, order);
    size_t closed = bw_story_find_order(story, BW_TRACE_ORDER_CLOSED, order);
    size_t end = filled < closed ? filled : closed;

    return end != BW_NO_ROW ? end : story->log->rows.count - 1;
}

/* Last row before end in which goods for an order come in, or at least move. */
static size_t last_goods(const struct bw_story *story, uint32_t order, size_t end)
{
    size_t moved = BW_NO_ROW;

    for (size_t i = end + 1; i-- > 0;) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->order != order || row->lot == 0) {
            continue;
        }
        if (row->kind == BW_TRACE_RECEIVED || row->kind == BW_TRACE_DELIVERED
            || row->kind == BW_TRACE_LOT_CONSUMED) {
            return i;
        }
        moved = moved == BW_NO_ROW ? i : moved;
    }
    return moved;
}

/* The newest stretch of the past that a lot is known to have. */
static uint32_t last_path(const struct bw_story *story, uint32_t lot, size_t last)
{
    for (size_t i = last + 1; i-- > 0;) {
        if (bw_story_row(story, i)->lot == lot && bw_story_row(story, i)->path != 0) {
            return bw_story_row(story, i)->path;
        }
    }
    return 0;
}

/* The stock that is charged with time in which nobody had asked. */
static uint32_t asking_of(const struct bw_log_row *placed)
{
    return strcmp(placed->detail, "customer") == 0
            || strcmp(placed->detail, "need") == 0
        ? placed->other
        : placed->element;
}

static void say_order(struct bw_story *story, size_t placed_at, size_t end_at)
{
    const struct bw_log_row *placed = bw_story_row(story, placed_at);
    const struct bw_log_row *end = bw_story_row(story, end_at);
    bool is_open = end->kind == BW_TRACE_RUN_ENDED;
    char goods[BW_STORY_TEXT], from[BW_STORY_TEXT], to[BW_STORY_TEXT],
        time[BW_STORY_TEXT];

    bw_story_say(story, "Order %" PRIu32 ": %s asks %s for %s on %s.", placed->order,
        bw_story_name(story, placed->element), bw_story_name(story, placed->other),
        bw_story_goods(story, placed->quantity, placed->item, goods),
        bw_story_date(story, placed->time, from));
    bw_story_say(story, "%s on %s, after %s.",
        is_open                                   ? "It is still open when the run ends"
            : end->kind == BW_TRACE_DEMAND_FILLED ? "It is filled"
            : strcmp(end->detail, "lost") == 0    ? "It is closed, and not in full,"
                                                  : "Its last goods are in",
        bw_story_date(story, end->time, to),
        bw_time_write(end->time - placed->time, time, sizeof time));
}

static enum bw_status explain_order(struct bw_story *story, uint32_t order)
{
    const struct bw_trace_log *log = story->log;
    size_t placed = bw_story_find_order(story, BW_TRACE_ORDER_PLACED, order);
    size_t end = end_of_order(story, order), goods = last_goods(story, order, end);
    const struct bw_log_row *first;
    bw_time to = bw_story_row(story, end)->time;
    uint32_t lot = 0, path = 0;
    enum bw_status status;

    if (placed == BW_NO_ROW) {
        return BW_ERR_INPUT;
    }
    first = bw_story_row(story, placed);

    if (goods == BW_NO_ROW && strcmp(first->detail, "make") == 0) {
        goods = bw_story_find_order(story, BW_TRACE_BATCH_PLANNED, order);
    }
    story->order = order;
    story->from = first->time;
    say_order(story, placed, end);
    bw_story_mark_order(story, order);
    if (goods != BW_NO_ROW) {
        size_t last = goods;

        lot = bw_story_row(story, goods)->lot;
        if (bw_story_row(story, end)->kind == BW_TRACE_RUN_ENDED) {
            last = bw_story_last_of_lot(story, lot);
        }
        path = last_path(story, lot, last);
        bw_story_mark_lot(story, lot, last, story->from);
    }
    bw_story_tell(story);
    status = bw_trace_log_walk_order(
        log, path, asking_of(first), story->from, to, &story->pieces);
    if (status == BW_OK) {
        bw_story_table(story, story->from, to);
    }
    return status;
}

/* Says what a batch was made of. */
static void say_inputs(struct bw_story *story, uint32_t lot)
{
    char goods[BW_STORY_TEXT];
    bool any = false;

    for (size_t i = 0; i < story->log->rows.count; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind != BW_TRACE_LOT_CONSUMED || row->of != lot) {
            continue;
        }
        if (!any) {
            bw_story_say(story, "It is made of:");
        }
        any = true;
        bw_story_item(story, "lot %" PRIu32 ", %s", row->lot,
            bw_story_goods(story, row->quantity, row->item, goods));
    }
}

/* Says what became of a lot. */
static void say_fate(struct bw_story *story, size_t last)
{
    const struct bw_log_row *row = bw_story_row(story, last);
    const char *element = bw_story_name(story, row->element);
    char date[BW_STORY_TEXT], goods[BW_STORY_TEXT];

    (void)bw_story_date(story, row->time, date);
    (void)bw_story_goods(story, row->quantity, row->item, goods);
    switch (row->kind) {
    case BW_TRACE_DELIVERED:
        bw_story_say(story, "It reached %s on %s.", element, date);
        break;
    case BW_TRACE_LOT_CONSUMED:
        bw_story_say(
            story, "It was used up by batch %" PRIu32 " on %s.", row->of, date);
        break;
    case BW_TRACE_LOT_WASTED:
        bw_story_say(
            story, "The last %s of it were lost on %s: %s.", goods, date, row->detail);
        break;
    case BW_TRACE_LOT_LEFT:
        bw_story_say(
            story, "When the run ends, %s of it are left at %s.", goods, element);
        break;
    default:
        bw_story_say(story, "Nothing more is heard of it after %s.", date);
        break;
    }
}

/* Says into how many parts a lot was divided. */
static void say_parts(struct bw_story *story, uint32_t lot)
{
    uint32_t count = 0, first = 0, last = 0;
    double quantity = 0.0;
    char goods[BW_STORY_TEXT];

    for (size_t i = 0; i < story->log->rows.count; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind == BW_TRACE_LOT_SPLIT && row->of == lot) {
            quantity += row->quantity;
            first = count == 0 ? row->lot : first;
            last = row->lot;
            count++;
            (void)bw_story_goods(story, quantity, row->item, goods);
        }
    }
    if (count == 1) {
        bw_story_say(story, "%s were split off: lot %" PRIu32 ".", goods, first);
    } else if (count > 1) {
        bw_story_say(story,
            "%s were split off in %" PRIu32 " parts, lots %" PRIu32 " to %" PRIu32 ".",
            goods, count, first, last);
    }
}

static void say_lot(struct bw_story *story, uint32_t lot, size_t origin_at)
{
    const struct bw_log_row *origin = bw_story_row(story, origin_at);
    char goods[BW_STORY_TEXT], date[BW_STORY_TEXT];

    (void)bw_story_goods(story, origin->quantity, origin->item, goods);
    (void)bw_story_date(story, origin->time, date);
    if (origin->kind == BW_TRACE_LOT_SPLIT) {
        bw_story_say(story,
            "Lot %" PRIu32 ": %s, split off lot %" PRIu32 " on %s at %s.", lot, goods,
            origin->of, date, bw_story_name(story, origin->element));
    } else if (origin->kind == BW_TRACE_BATCH_PLANNED) {
        bw_story_say(story, "Lot %" PRIu32 ": a batch of %s, planned on %s by %s.", lot,
            goods, date, bw_story_name(story, origin->element));
    } else {
        bw_story_say(story, "Lot %" PRIu32 ": %s, %s on %s by %s.", lot, goods,
            origin->detail, date, bw_story_name(story, origin->element));
    }
    say_inputs(story, lot);
    say_parts(story, lot);
}

static enum bw_status explain_lot(struct bw_story *story, uint32_t lot)
{
    size_t origin = bw_story_origin(story, lot);
    size_t last = bw_story_last_of_lot(story, lot);
    uint32_t path = last_path(story, lot, last);
    bw_time to = bw_story_row(story, last)->time;
    enum bw_status status = bw_trace_log_walk_lot(story->log, path, to, &story->pieces);

    if (status != BW_OK) {
        return status;
    }
    story->from = bw_story_row(story, origin)->time;
    if (story->pieces.count > 0) {
        const struct bw_log_piece *oldest =
            bw_vector_at(&story->pieces, story->pieces.count - 1);

        story->from = oldest->from;
    }
    say_lot(story, lot, origin);
    say_fate(story, last);
    bw_story_mark_lot(story, lot, last, story->from);
    bw_story_tell(story);
    bw_story_table(story, story->pieces.count > 0 ? story->from : to, to);
    return BW_OK;
}

static enum bw_status check_log(
    const struct bw_trace_log *log, struct bw_error_list *errors)
{
    if (!log->is_begun || !log->is_ended) {
        return bw_error_fail(errors, BW_ERR_INPUT,
            "explain: the trace is not whole; write it with \"bullwhip trace\" and no "
            "filter");
    }
    return BW_OK;
}

static enum bw_status check_number(const char *option, const char *name,
    uint32_t number, uint32_t count, struct bw_error_list *errors)
{
    if (count == 0) {
        return bw_error_fail(
            errors, BW_ERR_USAGE, "--%s: the replication has no %s", option, name);
    }
    if (number == 0 || number > count) {
        return bw_error_fail(errors, BW_ERR_USAGE,
            "--%s: the %ss of the replication have the numbers 1 to %" PRIu32
            ", found %" PRIu32,
            option, name, count, number);
    }
    return BW_OK;
}

static enum bw_status check_subject(const struct bw_trace_log *log,
    enum bw_explain_subject subject, uint32_t number, struct bw_error_list *errors)
{
    switch (subject) {
    case BW_EXPLAIN_ORDER:
        return check_number("order", "order", number, log->order_count, errors);
    case BW_EXPLAIN_LOT:
        return check_number("lot", "lot", number, log->lot_count, errors);
    case BW_EXPLAIN_STOCKOUT:
        return check_number(
            "stockout", "stock-out", number, log->stockout_count, errors);
    case BW_EXPLAIN_LIST:
        break;
    }
    return BW_OK;
}

static enum bw_status explain(
    struct bw_story *story, enum bw_explain_subject subject, uint32_t number)
{
    switch (subject) {
    case BW_EXPLAIN_ORDER:
        return explain_order(story, number);
    case BW_EXPLAIN_LOT:
        return explain_lot(story, number);
    case BW_EXPLAIN_STOCKOUT:
        return bw_story_stockout(story, number);
    case BW_EXPLAIN_LIST:
        break;
    }
    return bw_story_list(story);
}

enum bw_status bw_explain(const struct bw_trace_log *log,
    enum bw_explain_subject subject, uint32_t number, struct bw_text *text,
    struct bw_error_list *errors)
{
    struct bw_story story = {.log = log, .text = text};
    enum bw_status status = check_log(log, errors);

    if (status == BW_OK) {
        status = check_subject(log, subject, number, errors);
    }
    if (status != BW_OK) {
        return status;
    }
    bw_vector_init(&story.pieces, sizeof(struct bw_log_piece));
    story.marked = bw_memory_allocate(log->rows.count, sizeof *story.marked);
    status = story.marked != NULL ? explain(&story, subject, number) : BW_ERR_NOMEM;
    if (status == BW_OK && text->failed) {
        status = BW_ERR_NOMEM;
    }
    if (status == BW_ERR_INPUT) {
        (void)bw_error_fail(errors, status, "explain: rows are missing from the trace");
    } else if (status != BW_OK) {
        (void)bw_error_fail(errors, status, "%s", bw_status_text(status));
    }
    bw_memory_free(story.marked);
    bw_vector_release(&story.pieces);
    return status;
}
