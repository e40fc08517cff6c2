/* SPDX-License-Identifier: Apache-2.0
 *
 * How a history is told: sentences, dates, lines of a terminal, and the table of where
 * the time went.
 */
#include "results/explain_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Sentence per kind and, where it is given, detail. %E element, %O other, %Q quantity
 * and item, %L lot, %R order, %F of, %N number, %S time since, %D detail, %A how many
 * others went first. */
static const struct sentence {
    enum bw_trace_kind kind;
    const char *detail; /* NULL = any */
    const char *text;
} sentences[] = {
    {BW_TRACE_ORDER_PLACED, "customer", "%E asks %O for %Q: order %R."},
    {BW_TRACE_ORDER_PLACED, "make", "%E has %Q made by %O: order %R."},
    {BW_TRACE_ORDER_PLACED, "co-product",
        "%E is to get %Q from %O beside its item: order %R."},
    {BW_TRACE_ORDER_PLACED, "need", "Batch %F asks %O for %Q: order %R."},
    {BW_TRACE_ORDER_PLACED, "initial",
        "%Q are on their way to %E from the start: order %R."},
    {BW_TRACE_ORDER_PLACED, "returned",
        "%O gives back %Q, which may be sold: order %R of %E."},
    {BW_TRACE_ORDER_PLACED, "part", "%Q of order %F become order %R."},
    {BW_TRACE_ORDER_PLACED, NULL, "%E orders %Q from %O: order %R."},
    {BW_TRACE_ORDER_REACHED, "again", "%Q that were lost are asked of %E once more."},
    {BW_TRACE_ORDER_REACHED, NULL, "Order %R reaches %E %W."},
    {BW_TRACE_ORDER_BACKLOGGED, NULL, "%E cannot give them now: %Q of order %R wait."},
    {BW_TRACE_ORDER_REFUSED, NULL,
        "%E cannot give %Q of order %R, which go back to %O."},
    {BW_TRACE_ORDER_STARTED, "late",
        "%E begins to work on order %R %W, and will be late."},
    {BW_TRACE_ORDER_STARTED, "lost",
        "%E begins to work on order %R %W; it will be lost."},
    {BW_TRACE_ORDER_STARTED, "short",
        "%E begins to work on order %R, %S after it was placed, and will deliver "
        "less."},
    {BW_TRACE_ORDER_STARTED, NULL, "%E begins to work on order %R %W."},
    {BW_TRACE_ORDER_CHANGED, NULL, "What is to come of order %R changes by %Q."},
    {BW_TRACE_ALLOCATED, NULL, "%E issues %Q to order %R: lot %L."},
    {BW_TRACE_RECEIVED, NULL, "%Q of order %R go on the shelf of %E: lot %L."},
    {BW_TRACE_ORDER_CLOSED, "lost", "Order %R is closed %W, not in full."},
    {BW_TRACE_ORDER_CLOSED, NULL, "Order %R is closed %W."},
    {BW_TRACE_DELIVERED, NULL, "%Q of order %R reach %E: lot %L."},
    {BW_TRACE_DEMAND_FILLED, "late", "Order %R is filled %W, past its due time."},
    {BW_TRACE_DEMAND_FILLED, NULL, "Order %R is filled %W."},
    {BW_TRACE_DEMAND_LOST, NULL, "%Q of order %R are lost: %E does not wait."},
    {BW_TRACE_LOT_CREATED, "initial", "Lot %L, %Q, belongs to %E from the start."},
    {BW_TRACE_LOT_CREATED, "co-product",
        "Batch %F yields %Q beside its item for order %R: lot %L."},
    {BW_TRACE_LOT_CREATED, "returned", "A customer sends %Q back to %E: lot %L."},
    {BW_TRACE_LOT_CREATED, NULL, "%E hands over %Q for order %R: lot %L."},
    {BW_TRACE_LOT_CONSUMED, NULL, "Batch %F takes lot %L, %Q, as an input."},
    {BW_TRACE_LOT_WASTED, NULL, "%Q of lot %L are lost: %D."},
    {BW_TRACE_LOT_REDATED, "returned", "Lot %L keeps its date of expiry."},
    {BW_TRACE_LOT_REDATED, NULL, "Lot %L keeps for less than it did: %D."},
    {BW_TRACE_LOT_LEFT, NULL, "The run ends; %Q of lot %L are left at %E."},
    {BW_TRACE_BATCH_PLANNED, NULL, "%E plans %Q: batch and lot %L."},
    {BW_TRACE_BATCH_RELEASED, NULL, "Batch %L goes to the floor after %S."},
    {BW_TRACE_BATCH_STARTED, NULL, "Batch %L has all its inputs %W."},
    {BW_TRACE_BATCH_ENDED, NULL,
        "Batch %L leaves its last step with %Q, %S after it was planned."},
    {BW_TRACE_STEP_STARTED, NULL, "Batch %L comes to %E."},
    {BW_TRACE_STEP_FINISHED, NULL, "%E is done with batch %L."},
    {BW_TRACE_REWORKED, NULL, "%E sends batch %L back to %O, round %N."},
    {BW_TRACE_WORK_QUEUED, NULL, "Lot %L waits for %E to do %O."},
    {BW_TRACE_WORK_BLOCKED, NULL, "Lot %L finds no place before %O."},
    {BW_TRACE_WORK_STARTED, NULL, "%E begins %O of lot %L %W%A."},
    {BW_TRACE_WORK_INTERRUPTED, NULL, "Server %N of %E leaves lot %L."},
    {BW_TRACE_WORK_RESUMED, NULL, "Server %N of %E goes on with lot %L."},
    {BW_TRACE_WORK_FINISHED, NULL, "%E has finished %O, %S after it was asked for."},
    {BW_TRACE_TEST_FINISHED, NULL, "%E ends %W: %D."},
    {BW_TRACE_HOLD_PLACED, NULL, "%E holds lot %L: %D."},
    {BW_TRACE_HOLD_RELEASED, NULL, "%E lets lot %L go %W: %D."},
    {BW_TRACE_HOLD_REJECTED, NULL, "%E rejects lot %L %W: %D."},
    {BW_TRACE_QUARANTINED, NULL, "The record of lot %L does not match: quarantine."},
    {BW_TRACE_ALERT, NULL,
        "%E: the record of goods that are gone does not match, says %O."},
    {BW_TRACE_SPACE_AWAITED, NULL, "%E has no place for lot %L."},
    {BW_TRACE_READY, NULL, "Lot %L waits to leave on %E."},
    {BW_TRACE_VEHICLE_AWAITED, NULL, "%E waits for a vehicle of %O."},
    {BW_TRACE_SHIPPED, NULL, "Lot %L leaves with shipment %N of %E."},
    {BW_TRACE_ARRIVED, NULL, "Shipment %N of %E arrives %W."},
    {BW_TRACE_CLEARED, NULL, "Shipment %N of %E is through customs."},
    {BW_TRACE_UNLOADED, NULL, "Shipment %N of %E is unloaded."},
    {BW_TRACE_LEDGER_SUBMITTED, NULL, "A record of lot %L goes to %E."},
    {BW_TRACE_LEDGER_FINAL, NULL, "%E has the record of lot %L %W: %D."},
    {BW_TRACE_RESOURCE_FAILED, NULL, "Server %N of %E fails."},
    {BW_TRACE_RESOURCE_REPAIRED, NULL, "Server %N of %E is repaired."},
    {BW_TRACE_MAINTENANCE_BEGAN, NULL, "Server %N of %E is taken for maintenance."},
    {BW_TRACE_MAINTENANCE_ENDED, NULL, "Server %N of %E is back from maintenance."},
    {BW_TRACE_SHIFT_CHANGED, NULL, "The shift at %E changes: %N on duty."},
    {BW_TRACE_STOCKOUT_BEGAN, NULL, "Nothing usable is left in %E."},
    {BW_TRACE_STOCKOUT_GOES_ON, NULL, "All that came into %E was owed already."},
    {BW_TRACE_STOCKOUT_ENDED, NULL, "%E has usable goods again."},
};

const char *bw_story_name(const struct bw_story *story, uint32_t name)
{
    return name == BW_NONE ? "nobody" : bw_trace_log_text(story->log, name);
}

char *bw_story_date(const struct bw_story *story, bw_time time, char *buffer)
{
    bw_time of_day = time % BW_DAY;
    int year, month, day;

    of_day += of_day < 0 ? BW_DAY : 0;
    bw_date_from_days(
        story->log->start_day + (time - of_day) / BW_DAY, &year, &month, &day);
    (void)snprintf(buffer, BW_STORY_TEXT, "%04d-%02d-%02d %02d:%02d", year, month, day,
        (int)(of_day / BW_HOUR), (int)(of_day / BW_MINUTE % 60));
    return buffer;
}

char *bw_story_goods(
    const struct bw_story *story, double quantity, uint32_t item, char *buffer)
{
    (void)snprintf(buffer, BW_STORY_TEXT, "%.10g %.24s", quantity,
        item != BW_NONE ? bw_trace_log_text(story->log, item) : "units");
    return buffer;
}

/* Number of other pieces of work that a resource began while this one waited. */
static uint64_t count_others(const struct bw_story *story, size_t i)
{
    const struct bw_log_row *row = bw_story_row(story, i);
    uint64_t count = 0;

    while (i-- > 0 && bw_story_row(story, i)->time >= row->since) {
        const struct bw_log_row *other = bw_story_row(story, i);

        count += other->kind == BW_TRACE_WORK_STARTED && other->element == row->element;
    }
    return count;
}

static void add_others(struct bw_text *sentence, const struct bw_story *story, size_t i)
{
    uint64_t count = bw_story_row(story, i)->since < bw_story_row(story, i)->time
        ? count_others(story, i)
        : 0;

    if (count > 0) {
        bw_text_format(
            sentence, ", %" PRIu64 " other%s first", count, count == 1 ? "" : "s");
    }
}

/* Appends what a letter of a sentence stands for. */
static void fill_in(
    struct bw_text *sentence, const struct bw_story *story, size_t i, char letter)
{
    const struct bw_log_row *row = bw_story_row(story, i);
    char buffer[BW_STORY_TEXT];

    switch (letter) {
    case 'E':
        bw_text_add(sentence, bw_story_name(story, row->element));
        break;
    case 'O':
        bw_text_add(sentence, bw_story_name(story, row->other));
        break;
    case 'Q':
        bw_text_add(sentence, bw_story_goods(story, row->quantity, row->item, buffer));
        break;
    case 'S':
        bw_text_add(
            sentence, bw_time_write(row->time - row->since, buffer, sizeof buffer));
        break;
    case 'W':
        bw_text_format(sentence, "%s%s", row->time > row->since ? "after " : "at once",
            row->time > row->since
                ? bw_time_write(row->time - row->since, buffer, sizeof buffer)
                : "");
        break;
    case 'L':
        bw_text_format(sentence, "%" PRIu32, row->lot);
        break;
    case 'R':
        bw_text_format(sentence, "%" PRIu32, row->order);
        break;
    case 'F':
        bw_text_format(sentence, "%" PRIu32, row->of);
        break;
    case 'N':
        bw_text_format(sentence, "%" PRIu64, row->number);
        break;
    case 'A':
        add_others(sentence, story, i);
        break;
    default:
        bw_text_add(sentence, row->detail);
        break;
    }
}

static const struct sentence *sentence_of(const struct bw_log_row *row)
{
    for (size_t s = 0; s < sizeof sentences / sizeof sentences[0]; s++) {
        if (sentences[s].kind == row->kind
            && (sentences[s].detail == NULL
                || strcmp(sentences[s].detail, row->detail) == 0)) {
            return &sentences[s];
        }
    }
    return NULL;
}

/* Appends a sentence in lines: the first begins at column at, the others are indented.
 */
static void wrap(struct bw_text *text, const char *words, size_t at, size_t indent)
{
    while (*words != '\0') {
        size_t length = strcspn(words, " ");

        if (at > indent && at + 1 + length > BW_EXPLAIN_WIDTH) {
            bw_text_format(text, "\n%*s", (int)indent, "");
            at = indent;
        } else if (at > indent) {
            bw_text_append(text, " ", 1);
            at++;
        }
        bw_text_append(text, words, length);
        at += length;
        words += length;
        words += strspn(words, " ");
    }
    bw_text_append(text, "\n", 1);
}

static void say(
    struct bw_story *story, const char *lead, const char *format, va_list arguments)
{
    struct bw_text words;

    bw_text_init(&words);
    bw_text_format_list(&words, format, arguments);
    bw_text_add(story->text, lead);
    wrap(story->text, bw_text_get(&words), strlen(lead), strlen(lead));
    story->text->failed |= words.failed;
    bw_text_release(&words);
}

void bw_story_say(struct bw_story *story, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(story, "", format, arguments);
    va_end(arguments);
}

void bw_story_item(struct bw_story *story, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say(story, "- ", format, arguments);
    va_end(arguments);
}

/* Tells one row: date, time since the start of the history, sentence. The first two are
 * left out when they are those of the row before. */
static void tell(struct bw_story *story, size_t i, bool is_same)
{
    const struct bw_log_row *row = bw_story_row(story, i);
    const struct sentence *sentence = sentence_of(row);
    char date[BW_STORY_TEXT], offset[BW_STORY_TEXT], duration[BW_STORY_TEXT];
    bw_time since = row->time - story->from;
    struct bw_text words;

    bw_text_init(&words);
    for (const char *at = sentence->text; *at != '\0'; at++) {
        if (*at == '%') {
            fill_in(&words, story, i, *++at);
        } else {
            bw_text_append(&words, at, 1);
        }
    }
    (void)snprintf(offset, sizeof offset, "%s%s", since < 0 ? "" : "+",
        bw_time_write(since, duration, sizeof duration));
    bw_text_format(story->text, "%16s %9s  ",
        is_same ? "" : bw_story_date(story, row->time, date),
        is_same          ? ""
            : since == 0 ? "0"
                         : offset);
    wrap(story->text, bw_text_get(&words), 28, 28);
    story->text->failed |= words.failed;
    bw_text_release(&words);
}

void bw_story_tell(struct bw_story *story)
{
    const struct bw_log_row *before = NULL;

    bw_text_append(story->text, "\n", 1);
    for (size_t i = 0; i < story->log->rows.count; i++) {
        const struct bw_log_row *row = bw_story_row(story, i);

        if (story->marked[i] && sentence_of(row) != NULL) {
            tell(story, i, before != NULL && before->time == row->time);
            before = row;
        }
    }
}

/* Writes a duration exactly: "4 d 03:12:07.123456". */
static char *write_exact(bw_time time, char *buffer)
{
    (void)snprintf(buffer, BW_STORY_TEXT, "%" PRId64 " d %02d:%02d:%02d.%06d",
        time / BW_DAY, (int)(time / BW_HOUR % 24), (int)(time / BW_MINUTE % 60),
        (int)(time / BW_SECOND % 60), (int)(time % BW_SECOND));
    return buffer;
}

/* Adds up the pieces of one element and stage from piece i (the newest is 0) back to
 * older ones; 0 when an older one than i starts the sum. */
static bw_time sum_of(const struct bw_story *story, size_t i)
{
    const struct bw_log_piece *pieces = story->pieces.items;
    bw_time sum = 0;

    for (size_t j = 0; j < story->pieces.count; j++) {
        bool same = pieces[j].element == pieces[i].element
            && strcmp(pieces[j].stage, pieces[i].stage) == 0;

        if (same && j > i) {
            return 0;
        }
        sum += same ? pieces[j].to - pieces[j].from : 0;
    }
    return sum;
}

void bw_story_table(struct bw_story *story, bw_time from, bw_time to)
{
    const struct bw_log_piece *pieces = story->pieces.items;
    char time[BW_STORY_TEXT];
    bw_time total = 0;

    bw_text_format(story->text, "\n%22s  %6s  %-10s  %s\n", "time", "share", "stage",
        "charged to");
    for (size_t i = story->pieces.count; i-- > 0;) {
        bw_time sum = sum_of(story, i);

        total += pieces[i].to - pieces[i].from;
        if (sum > 0) {
            bw_text_format(story->text, "%22s  %4.1f %%  %-10s  %s\n",
                write_exact(sum, time), 100.0 * (double)sum / (double)(to - from),
                pieces[i].stage, bw_story_name(story, pieces[i].element));
        }
    }
    BW_ASSERT(total == to - from);
    bw_text_format(story->text, "%22s  %4.0f %%  total\n", write_exact(total, time),
        total > 0 ? 100.0 : 0.0);
}
