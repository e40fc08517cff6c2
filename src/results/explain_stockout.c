/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a stock ran out and stayed empty: who took the goods, what was on order, who had
 * to wait, and the past of the goods that ended it.
 */
#include "results/explain_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LISTED 5

/* Rows between which a stock was out. end is the last row of the run when it still is.
 */
struct stockout {
    size_t began, end;
    bool is_over;
};

static bool find(const struct bw_story *story, uint32_t number, struct stockout *out)
{
    const struct bw_trace_log *log = story->log;

    *out = (struct stockout){BW_NO_ROW, BW_NO_ROW, false};
    for (size_t i = 0; i < log->rows.count; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->number != number) {
            continue;
        }
        if (row->kind == BW_TRACE_STOCKOUT_BEGAN) {
            out->began = i;
        } else if (row->kind == BW_TRACE_STOCKOUT_ENDED) {
            out->end = i;
            out->is_over = true;
        } else if (row->kind == BW_TRACE_STOCKOUT_GOES_ON) {
            out->is_over = false;
        }
    }
    if (!out->is_over) {
        out->end = log->rows.count - 1;
    }
    return out->began != BW_NO_ROW;
}

static bool is_detail(const struct bw_log_row *row, const char *detail)
{
    return strcmp(row->detail, detail) == 0;
}

/* Who placed an order. */
static uint32_t placer_of(const struct bw_story *story, uint32_t order)
{
    size_t placed = bw_story_find_order(story, BW_TRACE_ORDER_PLACED, order);

    return placed != BW_NO_ROW ? bw_story_row(story, placed)->element : BW_NONE;
}

/* What one element took. */
struct taker {
    const char *name;
    uint32_t element, orders;
    double quantity;
};

static int by_quantity(const void *a, const void *b)
{
    const struct taker *x = a, *y = b;

    return x->quantity != y->quantity ? (x->quantity < y->quantity ? 1 : -1)
                                      : strcmp(x->name, y->name);
}

static enum bw_status add_taker(const struct bw_story *story, struct bw_vector *takers,
    uint32_t element, double quantity)
{
    struct taker *taker = takers->items;
    size_t i = 0;

    while (i < takers->count && taker[i].element != element) {
        i++;
    }
    if (i == takers->count) {
        if (bw_vector_push(takers, &taker) != BW_OK) {
            return BW_ERR_NOMEM;
        }
        *taker =
            (struct taker){.name = bw_story_name(story, element), .element = element};
    } else {
        taker = &taker[i];
    }
    taker->orders++;
    taker->quantity += quantity;
    return BW_OK;
}

/* Names who took what since goods last came in, and how the last of it went. */
static enum bw_status say_takers(struct bw_story *story, size_t began)
{
    uint32_t stock = bw_story_row(story, began)->element;
    bw_time now = bw_story_row(story, began)->time;
    const struct bw_log_row *last = NULL;
    struct bw_vector takers;
    enum bw_status status = BW_OK;
    char goods[BW_STORY_TEXT], date[BW_STORY_TEXT];
    size_t i = began;

    bw_vector_init(&takers, sizeof(struct taker));
    while (i-- > 0 && status == BW_OK) {
        const struct bw_log_row *row = bw_story_row(story, i);
        bool took = row->kind == BW_TRACE_ALLOCATED || row->kind == BW_TRACE_LOT_WASTED;

        if (row->element != stock) {
            continue;
        }
        if (row->kind == BW_TRACE_RECEIVED && row->time < now) {
            break;
        }
        if (took) {
            last = last == NULL ? row : last;
            status = add_taker(story, &takers,
                row->kind == BW_TRACE_ALLOCATED ? placer_of(story, row->order) : stock,
                row->quantity);
        }
    }
    if (last != NULL) {
        if (takers.count > 1) {
            qsort(takers.items, takers.count, sizeof(struct taker), by_quantity);
        }
        bw_story_say(story, "What drained it, since %s:",
            i != BW_NO_ROW ? bw_story_date(story, bw_story_row(story, i)->time, date)
                           : "the start of the run");
        for (size_t t = 0; t < takers.count && t < LISTED; t++) {
            const struct taker *taker = bw_vector_at(&takers, t);

            (void)bw_story_goods(story, taker->quantity, last->item, goods);
            if (taker->element == stock) {
                bw_story_item(story, "%s wasted there", goods);
            } else {
                bw_story_item(story, "%s: %s in %" PRIu32 " issue%s",
                    bw_story_name(story, taker->element), goods, taker->orders,
                    taker->orders == 1 ? "" : "s");
            }
        }
        if (takers.count > LISTED) {
            bw_story_item(story, "%zu others", takers.count - LISTED);
        }
        if (last->kind == BW_TRACE_ALLOCATED) {
            bw_story_say(story, "The last %s went to order %" PRIu32 " of %s.",
                bw_story_goods(story, last->quantity, last->item, goods), last->order,
                bw_story_name(story, placer_of(story, last->order)));
        } else {
            bw_story_say(story, "The last %s were lost: %s.",
                bw_story_goods(story, last->quantity, last->item, goods), last->detail);
        }
    }
    bw_vector_release(&takers);
    return status;
}

/* True when an order was closed before a row. */
static bool is_closed_before(const struct bw_story *story, uint32_t order, size_t row)
{
    size_t closed = bw_story_find_order(story, BW_TRACE_ORDER_CLOSED, order);

    return closed != BW_NO_ROW && closed < row;
}

static void say_one_on_order(struct bw_story *story, const struct bw_log_row *placed)
{
    size_t closed = bw_story_find_order(story, BW_TRACE_ORDER_CLOSED, placed->order);
    char goods[BW_STORY_TEXT], date[BW_STORY_TEXT], end[BW_STORY_TEXT],
        time[BW_STORY_TEXT];

    (void)bw_story_goods(story, placed->quantity, placed->item, goods);
    (void)bw_story_date(story, placed->time, date);
    if (closed == BW_NO_ROW) {
        bw_story_item(story, "order %" PRIu32 ": %s from %s, placed on %s, still open",
            placed->order, goods, bw_story_name(story, placed->other), date);
        return;
    }
    bw_story_item(story,
        "order %" PRIu32 ": %s from %s, placed on %s, closed on %s after %s",
        placed->order, goods, bw_story_name(story, placed->other), date,
        bw_story_date(story, bw_story_row(story, closed)->time, end),
        bw_time_write(
            bw_story_row(story, closed)->time - placed->time, time, sizeof time));
}

/* Names the orders of the stock that were under way when it ran out. */
static void say_on_order(struct bw_story *story, const struct stockout *out)
{
    const struct bw_log_row *began = bw_story_row(story, out->began);
    uint32_t count = 0;
    char time[BW_STORY_TEXT];

    for (size_t i = 0; i < out->began; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind != BW_TRACE_ORDER_PLACED || row->element != began->element
            || is_closed_before(story, row->order, out->began)) {
            continue;
        }
        if (count == 0) {
            bw_story_say(story, "Under way at that time:");
        }
        if (count < LISTED) {
            say_one_on_order(story, row);
        }
        count++;
    }
    if (count > LISTED) {
        bw_story_item(story, "%" PRIu32 " more", count - LISTED);
    }
    for (size_t i = out->began; count == 0 && i < out->end; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind == BW_TRACE_ORDER_PLACED && row->element == began->element) {
            bw_story_say(story,
                "Nothing was under way at that time; the next order was placed %s%s:",
                row->time > began->time
                    ? bw_time_write(row->time - began->time, time, sizeof time)
                    : "at once",
                row->time > began->time ? " later" : "");
            say_one_on_order(story, row);
            return;
        }
    }
    if (count == 0) {
        bw_story_say(story, "Nothing was under way, and nothing was ordered.");
    }
}

/* Says who had to wait meanwhile, and what came in and was gone at once. */
static void say_meanwhile(struct bw_story *story, const struct stockout *out)
{
    uint32_t stock = bw_story_row(story, out->began)->element;
    uint32_t waited = 0, came = 0, lost = 0, item = BW_NONE;
    double waiting = 0.0, in = 0.0, gone = 0.0;
    char goods[BW_STORY_TEXT];

    for (size_t i = out->began; i-- > 0
         && bw_story_row(story, i)->time == bw_story_row(story, out->began)->time;) {
        /* Those who drained it and got less than they asked for. */
        const struct bw_log_row *row = bw_story_row(story, i);
        bool waits = row->kind == BW_TRACE_ORDER_BACKLOGGED && row->element == stock;

        waited += waits;
        waiting += waits ? row->quantity : 0.0;
        item = waits ? row->item : item;
    }
    for (size_t i = out->began; i < out->end; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind == BW_TRACE_DEMAND_LOST
            && bw_story_row(
                   story, bw_story_find_order(story, BW_TRACE_ORDER_PLACED, row->order))
                    ->other
                == stock) {
            lost++;
            gone += row->quantity;
            item = row->item;
        }
        if (row->element != stock) {
            continue;
        }
        if (row->kind == BW_TRACE_ORDER_BACKLOGGED) {
            waited++;
            waiting += row->quantity;
            item = row->item;
        } else if (row->kind == BW_TRACE_RECEIVED) {
            came++;
            in += row->quantity;
            item = row->item;
        }
    }
    bw_story_say(story, "Orders that had to wait: %" PRIu32 "%s%s.", waited,
        waited > 0 ? ", for " : "",
        waited > 0 ? bw_story_goods(story, waiting, item, goods) : "");
    if (lost > 0) {
        bw_story_say(story, "Orders that were lost: %" PRIu32 ", for %s.", lost,
            bw_story_goods(story, gone, item, goods));
    }
    if (came > 0 && in > 0.0) {
        bw_story_say(story, "Lots that came in: %" PRIu32 ", in all %s.", came,
            bw_story_goods(story, in, item, goods));
    }
}

static void say_headline(
    struct bw_story *story, uint32_t number, const struct stockout *out)
{
    const struct bw_log_row *began = bw_story_row(story, out->began);
    const struct bw_log_row *end = bw_story_row(story, out->end);
    char from[BW_STORY_TEXT], to[BW_STORY_TEXT], time[BW_STORY_TEXT];

    bw_story_say(story,
        "Stock-out %" PRIu32 ": %s had nothing usable from %s to %s, for %s%s.", number,
        bw_story_name(story, began->element), bw_story_date(story, began->time, from),
        bw_story_date(story, end->time, to),
        bw_time_write(end->time - began->time, time, sizeof time),
        out->is_over ? "" : ", when the run ended");
}

/* Last row with goods of an order; BW_NO_ROW when there are none. */
static size_t newest_goods(const struct bw_story *story, uint32_t order)
{
    for (size_t i = story->log->rows.count; i-- > 0;) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->order == order && row->lot != 0 && row->path != 0) {
            return i;
        }
    }
    return BW_NO_ROW;
}

/* The lot whose coming ended the stock-out, or the one that is nearest to it. */
static size_t lot_of(const struct bw_story *story, const struct stockout *out)
{
    uint32_t stock = bw_story_row(story, out->began)->element;
    size_t goods = out->is_over ? out->end : BW_NO_ROW;

    for (size_t i = 0; i < story->log->rows.count && goods == BW_NO_ROW; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (row->kind == BW_TRACE_ORDER_PLACED && row->element == stock
            && !is_detail(row, "part")
            && !is_closed_before(story, row->order, story->log->rows.count)) {
            goods = newest_goods(story, row->order);
        }
    }
    return goods;
}

enum bw_status bw_story_stockout(struct bw_story *story, uint32_t number)
{
    struct stockout out;
    const struct bw_log_row *began, *end;
    uint32_t path = 0;
    size_t goods;
    enum bw_status status;

    if (!find(story, number, &out)) {
        return BW_ERR_INPUT;
    }
    began = bw_story_row(story, out.began);
    end = bw_story_row(story, out.end);
    story->from = began->time;
    say_headline(story, number, &out);
    status = say_takers(story, out.began);
    say_on_order(story, &out);
    say_meanwhile(story, &out);
    goods = lot_of(story, &out);
    if (goods != BW_NO_ROW) {
        const struct bw_log_row *row = bw_story_row(story, goods);
        size_t last = goods;

        while (bw_story_row(story, last)->lot != row->lot
            || bw_story_row(story, last)->kind == BW_TRACE_STOCKOUT_ENDED) {
            last--;
        }
        path = row->path;
        bw_story_say(story, "%s lot %" PRIu32 ". Its past, from then on:",
            out.is_over ? "It ended with" : "Nearest to ending it is", row->lot);
        bw_story_mark_lot(story, row->lot, last, story->from);
        if (row->order != 0 || bw_story_row(story, last)->order != 0) {
            bw_story_mark_order(story, bw_story_row(story, last)->order);
        }
    }
    story->marked[out.began] = true;
    if (out.is_over) {
        story->marked[out.end] = true;
    }
    bw_story_tell(story);
    if (status == BW_OK) {
        status = bw_trace_log_walk_order(
            story->log, path, began->element, began->time, end->time, &story->pieces);
    }
    if (status == BW_OK) {
        bw_story_table(story, began->time, end->time);
    }
    return status;
}
