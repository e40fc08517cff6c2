/* SPDX-License-Identifier: Apache-2.0
 *
 * What could be explained: the longest stock-outs and the slowest orders.
 */
#include "base/memory.h"
#include "results/explain_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LISTED 10

/* Something that took time. */
struct entry {
    bw_time from, to;
    uint32_t number, element, item;
    double quantity;
    bool is_over;
};

static int by_duration(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    bw_time p = x->to - x->from, q = y->to - y->from;

    return p != q ? (p < q ? 1 : -1) : x->number < y->number ? -1 : 1;
}

/* Prints the longest of some entries. */
static void print(struct bw_story *story, struct bw_vector *entries, const char *title)
{
    bw_text_format(story->text, "\n%s\n", title);
    if (entries->count == 0) {
        bw_text_add(story->text, "  none\n");
        return;
    }
    qsort(entries->items, entries->count, sizeof(struct entry), by_duration);
    for (size_t i = 0; i < entries->count && i < LISTED; i++) {
        const struct entry *entry = bw_vector_at(entries, i);
        char goods[BW_STORY_TEXT] = "", date[BW_STORY_TEXT], time[BW_STORY_TEXT];

        if (entry->item != BW_NONE) {
            (void)bw_story_goods(story, entry->quantity, entry->item, goods);
        }
        bw_text_format(story->text, "%8" PRIu32 "  %8s%s %s  %s%s%s\n", entry->number,
            bw_time_write(entry->to - entry->from, time, sizeof time),
            entry->is_over ? " " : "+", bw_story_date(story, entry->from, date),
            bw_story_name(story, entry->element), goods[0] != '\0' ? ": " : "", goods);
    }
}

/* Lists by number what begins with a row and ends with another. */
struct spans {
    struct bw_vector entries; /* struct entry */
    uint32_t *places;         /* by number: place in entries + 1 */
};

static enum bw_status begin(
    struct spans *spans, const struct bw_log_row *row, uint32_t number, bw_time end)
{
    struct entry *entry = NULL;

    if (bw_vector_push(&spans->entries, &entry) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    *entry = (struct entry){
        row->time, end, number, row->element, row->item, row->quantity, false};
    spans->places[number] = (uint32_t)spans->entries.count;
    return BW_OK;
}

static void finish(struct spans *spans, uint32_t number, bw_time time, bool is_over)
{
    if (spans->places[number] != 0) {
        struct entry *entry = bw_vector_at(&spans->entries, spans->places[number] - 1);

        entry->to = time;
        entry->is_over = is_over;
    }
}

static enum bw_status init(struct spans *spans, uint32_t count)
{
    bw_vector_init(&spans->entries, sizeof(struct entry));
    spans->places = bw_memory_allocate((size_t)count + 1, sizeof *spans->places);
    return spans->places != NULL ? BW_OK : BW_ERR_NOMEM;
}

static void release(struct spans *spans)
{
    bw_memory_free(spans->places);
    bw_vector_release(&spans->entries);
}

static enum bw_status list_stockouts(struct bw_story *story)
{
    const struct bw_trace_log *log = story->log;
    struct spans spans;
    enum bw_status status = init(&spans, log->stockout_count);

    for (size_t i = 0; i < log->rows.count && status == BW_OK; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);
        uint32_t number = (uint32_t)row->number;

        if (row->kind == BW_TRACE_STOCKOUT_BEGAN) {
            status = begin(&spans, row, number, log->end);
        } else if (row->kind == BW_TRACE_STOCKOUT_GOES_ON) {
            finish(&spans, number, log->end, false);
        } else if (row->kind == BW_TRACE_STOCKOUT_ENDED) {
            finish(&spans, number, row->time, true);
        }
    }
    for (size_t i = 0; i < spans.entries.count; i++) {
        ((struct entry *)spans.entries.items)[i].item = BW_NONE;
    }
    if (status == BW_OK) {
        print(story, &spans.entries, "Longest stock-outs (--stockout)");
    }
    release(&spans);
    return status;
}

static enum bw_status list_orders(
    struct bw_story *story, bool of_customers, const char *title)
{
    const struct bw_trace_log *log = story->log;
    struct spans spans;
    enum bw_status status = init(&spans, log->order_count);

    for (size_t i = 0; i < log->rows.count && status == BW_OK; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);
        bool is_customer = strcmp(row->detail, "customer") == 0;

        if (row->kind == BW_TRACE_ORDER_PLACED && is_customer == of_customers
            && strcmp(row->detail, "need") != 0) {
            status = begin(&spans, row, row->order, log->end);
        } else if (row->kind == BW_TRACE_ORDER_CLOSED
            || row->kind == BW_TRACE_DEMAND_FILLED) {
            finish(&spans, row->order, row->time, true);
        }
    }
    if (status == BW_OK) {
        print(story, &spans.entries, title);
    }
    release(&spans);
    return status;
}

enum bw_status bw_story_list(struct bw_story *story)
{
    const struct bw_trace_log *log = story->log;
    enum bw_status status;

    bw_story_say(story,
        "Replication %" PRIu64 ": %" PRIu32 " orders, %" PRIu32 " lots, %" PRIu32
        " stock-outs. A + marks what is not over when the run ends.",
        log->replication, log->order_count, log->lot_count, log->stockout_count);
    status = list_stockouts(story);
    if (status == BW_OK) {
        status = list_orders(story, true, "Slowest orders of customers (--order)");
    }
    if (status == BW_OK) {
        status = list_orders(story, false, "Slowest orders of stocks (--order)");
    }
    return status;
}
