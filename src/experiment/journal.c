/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/journal.h"

#include "base/memory.h"
#include "experiment/wall_clock.h"

#include <string.h>

#define JOURNAL_MAGIC "BWJOURNL"
#define JOURNAL_VERSION 1u
#define BYTE_ORDER_MARK UINT32_C(0x01020304)
#define RECORD_MAGIC UINT64_C(0xb7e151628aed2a6b)

/* Group commit: waiting for the disk after each record would cost more than some
 * replications do. */
#define SYNC_RECORDS 64u
#define SYNC_NS (BW_WALL_SECOND / 20)

struct header {
    char magic[8];
    uint32_t version, byte_order;
    uint64_t value_count;
    char identity[BW_SHA256_TEXT - 1];
    uint64_t hash; /* of the bytes before */
};
_Static_assert(sizeof(struct header) == 96, "the header has no gaps");

struct record {
    uint64_t magic;
    uint64_t hash; /* of the bytes that follow, payload included */
    uint64_t tag;
    uint32_t payload_bytes, point, replication, reserved;
};
_Static_assert(sizeof(struct record) == 40, "the record has no gaps");

#define HASHED_FROM offsetof(struct record, tag)

enum header_kind {
    HEADER_GOOD,
    HEADER_TORN,
    HEADER_DAMAGED,
    HEADER_VERSION,
    HEADER_OTHER
};

/* What a scan of the records found. */
struct scan {
    size_t end;      /* behind the last intact record of ours */
    uint32_t kept;   /* records of ours */
    uint32_t others; /* intact records with another tag */
    uint32_t gaps;   /* damaged stretches before end */
};

static struct header make_header(const char *identity, size_t value_count)
{
    struct header header = {.version = JOURNAL_VERSION,
        .byte_order = BYTE_ORDER_MARK,
        .value_count = value_count};
    memcpy(header.magic, JOURNAL_MAGIC, sizeof header.magic);
    memcpy(header.identity, identity, sizeof header.identity);
    header.hash = bw_digest_hash64(&header, offsetof(struct header, hash));
    return header;
}

static bool is_zero(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

/* A crash while the file was made leaves a beginning of the header, or zeros where the
 * length but not the bytes reached the disk. */
static enum header_kind check_header(
    const struct bw_text *content, const struct header *expected)
{
    size_t length = content->length;
    if (length <= sizeof *expected && is_zero(content->bytes, length)) {
        return HEADER_TORN;
    }
    if (length < sizeof *expected) {
        return memcmp(content->bytes, JOURNAL_MAGIC, length < 8 ? length : 8) == 0
            ? HEADER_TORN
            : HEADER_DAMAGED;
    }
    struct header found;
    memcpy(&found, content->bytes, sizeof found);
    bool is_magic = memcmp(found.magic, JOURNAL_MAGIC, sizeof found.magic) == 0;
    if (!is_magic
        || found.hash != bw_digest_hash64(&found, offsetof(struct header, hash))) {
        return HEADER_DAMAGED;
    }
    if (found.version != JOURNAL_VERSION || found.byte_order != BYTE_ORDER_MARK) {
        return HEADER_VERSION;
    }
    return memcmp(&found, expected, sizeof found) == 0 ? HEADER_GOOD : HEADER_OTHER;
}

/* Reads the record at position; false when it is cut or damaged. */
static bool read_record(const struct bw_text *content, size_t position,
    size_t record_bytes, struct record *record)
{
    if (content->length - position < record_bytes) {
        return false;
    }
    const char *bytes = content->bytes + position;
    memcpy(record, bytes, sizeof *record);
    return record->magic == RECORD_MAGIC
        && record->payload_bytes == record_bytes - sizeof *record
        && record->hash
        == bw_digest_hash64(bytes + HASHED_FROM, record_bytes - HASHED_FROM);
}

/* Next place after position where a record may begin, or the end. */
static size_t next_magic(const struct bw_text *content, size_t position)
{
    const uint64_t magic = RECORD_MAGIC;
    const char *from = content->bytes + position;
    const char *found = memmem(from, content->length - position, &magic, sizeof magic);
    return found == NULL ? content->length : (size_t)(found - content->bytes);
}

/* Copies one record into its slot; records of points or replications that this run does
 * not have (it may ask for fewer) are passed over. */
static void keep_record(
    const struct record *record, const char *payload, struct bw_task_table *table)
{
    if (record->point < table->point_count
        && record->replication < table->replication_count) {
        size_t task =
            (size_t)record->point * table->replication_count + record->replication;
        memcpy(
            table->values + task * table->value_count, payload, record->payload_bytes);
        table->states[task] = BW_TASK_DONE;
    }
}

static struct scan scan_records(const struct bw_journal *journal,
    const struct bw_text *content, size_t start, struct bw_task_table *table)
{
    struct scan scan = {.end = start};
    size_t position = start;
    uint32_t gaps = 0;
    bool in_gap = false;
    while (position < content->length) {
        struct record record;
        if (!read_record(content, position, journal->record_bytes, &record)) {
            gaps += in_gap ? 0 : 1;
            in_gap = true;
            position = next_magic(content, position + 1);
            continue;
        }
        in_gap = false;
        if (record.tag == journal->tag) {
            keep_record(&record, content->bytes + position + sizeof record, table);
            scan.kept++;
        } else {
            scan.others++;
        }
        position += journal->record_bytes;
        scan.end = position;
        scan.gaps = gaps;
    }
    return scan;
}

static enum bw_status write_header(struct bw_journal *journal,
    const struct header *header, struct bw_error_list *errors)
{
    enum bw_status status = bw_append_truncate(&journal->append, 0, errors);
    if (status == BW_OK) {
        status = bw_append_write(&journal->append, header, sizeof *header, errors);
    }
    if (status == BW_OK) {
        status = bw_journal_sync(journal, errors);
    }
    return status;
}

static void warn(struct bw_error_list *errors, const char *path,
    const struct scan *scan, bool is_header_damaged)
{
    if (scan->gaps > 0 || is_header_damaged) {
        bw_error_add(errors, BW_SEVERITY_WARNING, BW_ERR_INPUT,
            (struct bw_position){.file = path}, NULL,
            "damaged in %u places; the replications hit are run again",
            scan->gaps + (is_header_damaged ? 1u : 0u));
    }
}

/* Takes over what an existing journal holds. */
static enum bw_status take_over(struct bw_journal *journal, const char *path,
    const struct bw_text *content, const struct header *header,
    struct bw_task_table *table, struct bw_error_list *errors)
{
    enum header_kind kind = check_header(content, header);
    if (kind == HEADER_TORN) {
        return write_header(journal, header, errors);
    }
    if (kind == HEADER_VERSION) {
        return bw_error_fail(errors, BW_ERR_INPUT,
            "%s: was written by another version of the program or on another kind of "
            "machine; remove it or choose another output with -o",
            path);
    }
    if (kind == HEADER_OTHER) {
        return bw_error_fail(errors, BW_ERR_INPUT,
            "%s: belongs to another scenario, plan, seed or program version; remove it "
            "to start anew or choose another output with -o",
            path);
    }
    bool is_damaged = kind == HEADER_DAMAGED;
    struct scan scan =
        scan_records(journal, content, is_damaged ? 0 : sizeof *header, table);
    if (is_damaged && scan.kept == 0) {
        return bw_error_fail(errors, BW_ERR_INPUT,
            "%s: is not a journal of this scenario or is damaged at its beginning; "
            "remove it or choose another output with -o",
            path);
    }
    /* The damaged header itself is the first gap and stays: records carry the tag. */
    scan.gaps -= is_damaged ? 1u : 0u;
    warn(errors, path, &scan, is_damaged);
    return scan.end < content->length
        ? bw_append_truncate(&journal->append, scan.end, errors)
        : BW_OK;
}

enum bw_status bw_journal_open(struct bw_journal *journal, const char *path,
    const char identity[BW_SHA256_TEXT], struct bw_task_table *table,
    struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_text content;
    bw_text_init(&content);
    *journal = (struct bw_journal){.append = {.descriptor = -1}};
    journal->tag = bw_digest_hash64(identity, BW_SHA256_TEXT - 1);
    journal->record_bytes = sizeof(struct record) + table->value_count * sizeof(double);
    journal->synced_ns = bw_wall_ns();
    if (journal->record_bytes > UINT32_MAX) {
        status = bw_error_fail(
            errors, BW_ERR_INPUT, "%s: a replication has too many figures", path);
        goto done;
    }
    journal->record = bw_memory_allocate(1, journal->record_bytes);
    if (journal->record == NULL) {
        status = bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", path);
        goto done;
    }
    status = bw_append_open(&journal->append, path, &content, errors);
    if (status != BW_OK) {
        goto done;
    }
    struct header header = make_header(identity, table->value_count);
    status = content.length == 0
        ? write_header(journal, &header, errors)
        : take_over(journal, path, &content, &header, table, errors);
done:
    bw_text_release(&content);
    return status;
}

enum bw_status bw_journal_add(struct bw_journal *journal, uint32_t point,
    uint32_t replication, const double *values, struct bw_error_list *errors)
{
    size_t payload_bytes = journal->record_bytes - sizeof(struct record);
    struct record record = {.magic = RECORD_MAGIC,
        .tag = journal->tag,
        .payload_bytes = (uint32_t)payload_bytes,
        .point = point,
        .replication = replication};
    memcpy(journal->record, &record, sizeof record);
    memcpy(journal->record + sizeof record, values, payload_bytes);
    record.hash = bw_digest_hash64(
        journal->record + HASHED_FROM, journal->record_bytes - HASHED_FROM);
    memcpy(journal->record, &record, sizeof record);
    enum bw_status status = bw_append_write(
        &journal->append, journal->record, journal->record_bytes, errors);
    if (status != BW_OK) {
        return status;
    }
    journal->unsynced++;
    bool is_due = journal->unsynced >= SYNC_RECORDS
        || bw_wall_ns() - journal->synced_ns >= SYNC_NS;
    return is_due ? bw_journal_sync(journal, errors) : BW_OK;
}

enum bw_status bw_journal_sync(struct bw_journal *journal, struct bw_error_list *errors)
{
    enum bw_status status = bw_append_sync(&journal->append, errors);
    journal->unsynced = 0;
    journal->synced_ns = bw_wall_ns();
    return status;
}

void bw_journal_close(struct bw_journal *journal, bool remove)
{
    bw_append_close(&journal->append, remove);
    bw_memory_free(journal->record);
    *journal = (struct bw_journal){.append = {.descriptor = -1}};
}
