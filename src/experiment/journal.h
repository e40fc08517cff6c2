/* SPDX-License-Identifier: Apache-2.0
 *
 * Journal: finished replications on disk, so that an interrupted run or sweep goes on
 * where it stopped. An append-only file with one checked record per replication. Cut or
 * damaged anywhere, it costs only the records hit: the others are found again by their
 * magic number and checksum.
 *
 * File: a header of 96 bytes (magic, version, byte order, doubles per record, identity,
 * checksum), then records: magic, XXH3-64 of all that follows, tag of the identity,
 * payload length, point, replication, payload (doubles of the machine).
 * Not thread-safe: one caller at a time.
 */
#ifndef BW_EXPERIMENT_JOURNAL_H
#define BW_EXPERIMENT_JOURNAL_H

#include "base/digest.h"
#include "base/error.h"
#include "base/io.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BW_JOURNAL_SUFFIX ".journal"

/* What has become of each replication. */
enum bw_task_state { BW_TASK_PENDING, BW_TASK_DONE, BW_TASK_FAILED };

/* Slots of all replications, [point][replication]. */
struct bw_task_table {
    uint32_t point_count, replication_count;
    size_t value_count;    /* doubles per replication */
    double *values;        /* [point][replication][value_count] */
    unsigned char *states; /* [point][replication], enum bw_task_state */
};

struct bw_journal {
    struct bw_append append;
    unsigned char *record; /* buffer of one record, owned */
    size_t record_bytes;
    uint64_t tag;      /* hash of the identity, in every record */
    uint32_t unsynced; /* records written since the last synchronisation */
    int64_t synced_ns; /* when that was, monotonic clock */
};

/* Opens or makes the journal at path, locks it, and copies every intact record that
 * fits into table (state BW_TASK_DONE). A torn tail is cut off; damage elsewhere is
 * left alone and reported as a warning. identity is the SHA-256 text of all that
 * decides the values. Release with bw_journal_close(), also after a failure. Errors:
 * BW_ERR_INPUT (belongs to something else, or is no journal), BW_ERR_STOPPED (another
 * process has it), BW_ERR_CREATE, BW_ERR_IO, BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_journal_open(struct bw_journal *journal,
    const char *path, const char identity[BW_SHA256_TEXT], struct bw_task_table *table,
    struct bw_error_list *errors);

/* Appends one finished replication; waits for the disk every 64 records or 50 ms.
 * Errors: BW_ERR_IO. */
BW_NODISCARD enum bw_status bw_journal_add(struct bw_journal *journal, uint32_t point,
    uint32_t replication, const double *values, struct bw_error_list *errors);

/* Waits until everything added is on disk. Errors: BW_ERR_IO. */
BW_NODISCARD enum bw_status bw_journal_sync(
    struct bw_journal *journal, struct bw_error_list *errors);

/* Closes and unlocks; removes the file when remove is true. Accepts a zeroed journal
 * whose append.descriptor is -1. */
void bw_journal_close(struct bw_journal *journal, bool remove);

#endif
