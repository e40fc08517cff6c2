/* SPDX-License-Identifier: Apache-2.0 */
#include "results/trace_log.h"

#include "base/memory.h"

#include <string.h>

void bw_trace_log_init(struct bw_trace_log *log)
{
    *log = (struct bw_trace_log){.network = NULL};
    bw_arena_init(&log->arena);
    bw_vector_init(&log->names, sizeof(const char *));
    bw_vector_init(&log->rows, sizeof(struct bw_log_row));
    bw_vector_init(&log->stages, sizeof(struct bw_log_stage));
}

void bw_trace_log_release(struct bw_trace_log *log)
{
    bw_memory_free(log->table);
    bw_vector_release(&log->stages);
    bw_vector_release(&log->rows);
    bw_vector_release(&log->names);
    bw_arena_release(&log->arena);
    *log = (struct bw_trace_log){.network = NULL};
}

const char *bw_trace_log_text(const struct bw_trace_log *log, uint32_t name)
{
    return name == BW_NONE ? "" : ((const char *const *)log->names.items)[name];
}

static enum bw_status add_name(struct bw_trace_log *log, const char *name)
{
    const char **copy = NULL;
    enum bw_status status = bw_vector_push(&log->names, &copy);

    if (status == BW_OK) {
        *copy = name;
    }
    return status;
}

enum bw_status bw_trace_log_describe(
    struct bw_trace_log *log, const struct bw_network *network)
{
    enum bw_status status = BW_OK;

    log->network = network;
    log->start_day = network->start_day;
    for (uint32_t i = 0; i < network->element_count && status == BW_OK; i++) {
        status = add_name(log, network->elements[i].path);
    }
    for (uint32_t i = 0; i < network->item_count && status == BW_OK; i++) {
        status = add_name(log, network->items[i].name);
    }
    return status;
}

enum bw_status bw_trace_log_take(void *context, const struct bw_trace_row *row)
{
    struct bw_trace_log *log = context;
    const struct bw_network *network = log->network;
    const struct bw_log_row copy = {
        .time = row->time,
        .since = row->since,
        .quantity = (double)row->quantity
            * (row->item != BW_NONE ? network->items[row->item].quantum : 1.0),
        .number = row->number,
        .detail = row->detail,
        .order = row->order,
        .lot = row->lot,
        .of = row->of,
        .path = row->path,
        .element = row->element,
        .other = row->other,
        .item = row->item != BW_NONE ? network->element_count + row->item : BW_NONE,
        .kind = row->kind,
    };

    return bw_trace_log_add(log, &copy);
}

/* Enters a stretch of a past; a later one of the same number replaces it. */
static enum bw_status add_stage(struct bw_trace_log *log, const struct bw_log_row *row)
{
    struct bw_log_stage *stage = NULL;

    while (log->stages.count <= row->path) {
        if (bw_vector_push(&log->stages, &stage) != BW_OK) {
            return BW_ERR_NOMEM;
        }
    }
    stage = bw_vector_at(&log->stages, row->path);
    *stage = (struct bw_log_stage){row->since, row->of, row->element, row->detail};
    return BW_OK;
}

static void note_largest(uint32_t *largest, uint64_t number)
{
    if (number > *largest) {
        *largest = (uint32_t)number;
    }
}

enum bw_status bw_trace_log_add(struct bw_trace_log *log, const struct bw_log_row *row)
{
    struct bw_log_row *copy = NULL;

    if (bw_vector_push(&log->rows, &copy) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    *copy = *row;
    log->end = row->time;
    note_largest(&log->order_count, row->order);
    note_largest(&log->lot_count, row->lot);
    switch (row->kind) {
    case BW_TRACE_RUN_BEGAN:
        log->is_begun = log->rows.count == 1;
        log->replication = row->number;
        break;
    case BW_TRACE_RUN_ENDED:
        log->is_ended = true;
        break;
    case BW_TRACE_STOCKOUT_BEGAN:
        note_largest(&log->stockout_count, row->number);
        break;
    case BW_TRACE_STAGE:
        return add_stage(log, row);
    default:
        break;
    }
    return BW_OK;
}

/* FNV-1a (Fowler, Noll, Vo 1991). */
static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261u;

    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    }
    return hash;
}

/* Place of a name in the table: where it stands or would. */
static uint32_t *find(const struct bw_trace_log *log, const char *name)
{
    uint32_t mask = log->table_size - 1, at = hash_of(name) & mask;

    while (log->table[at] != 0
        && strcmp(bw_trace_log_text(log, log->table[at] - 1), name) != 0) {
        at = (at + 1) & mask;
    }
    return &log->table[at];
}

static enum bw_status grow_table(struct bw_trace_log *log)
{
    uint32_t size = log->table_size > 0 ? 2 * log->table_size : 256;
    uint32_t *table = bw_memory_allocate(size, sizeof *table);

    if (table == NULL) {
        return BW_ERR_NOMEM;
    }
    bw_memory_free(log->table);
    log->table = table;
    log->table_size = size;
    for (uint32_t i = 0; i < log->names.count; i++) {
        *find(log, bw_trace_log_text(log, i)) = i + 1;
    }
    return BW_OK;
}

enum bw_status bw_trace_log_name(
    struct bw_trace_log *log, const char *name, uint32_t *number)
{
    uint32_t *at;
    const char *copy;

    if (2 * log->names.count >= log->table_size && grow_table(log) != BW_OK) {
        return BW_ERR_NOMEM;
    }
    at = find(log, name);
    if (*at == 0) {
        copy = bw_arena_copy_text(&log->arena, name, strlen(name));
        if (copy == NULL || add_name(log, copy) != BW_OK) {
            return BW_ERR_NOMEM;
        }
        *at = (uint32_t)log->names.count;
    }
    *number = *at - 1;
    return BW_OK;
}

static enum bw_status add_piece(
    struct bw_vector *pieces, const struct bw_log_piece *piece)
{
    struct bw_log_piece *copy = NULL;
    enum bw_status status = bw_vector_push(pieces, &copy);

    if (status == BW_OK) {
        *copy = *piece;
    }
    return status;
}

static const struct bw_log_stage *stage_at(
    const struct bw_trace_log *log, uint32_t path)
{
    return path != 0 && path < log->stages.count ? bw_vector_at(&log->stages, path)
                                                 : NULL;
}

enum bw_status bw_trace_log_walk_order(const struct bw_trace_log *log, uint32_t path,
    uint32_t asking, bw_time from, bw_time to, struct bw_vector *pieces)
{
    enum bw_status status = BW_OK;

    while (to > from && status == BW_OK) {
        const struct bw_log_stage *stage = stage_at(log, path);
        struct bw_log_piece piece = {from, to, asking, "order"};

        if (stage != NULL) {
            piece.from = stage->start > from ? stage->start : from;
            if (strcmp(stage->stage, "store") == 0) {
                asking = stage->element;
            } else {
                piece.element = stage->element;
                piece.stage = stage->stage;
            }
            path = stage->before;
        }
        if (piece.from < to) {
            status = add_piece(pieces, &piece);
            to = piece.from;
        }
    }
    return status;
}

enum bw_status bw_trace_log_walk_lot(
    const struct bw_trace_log *log, uint32_t path, bw_time to, struct bw_vector *pieces)
{
    enum bw_status status = BW_OK;

    for (const struct bw_log_stage *stage = stage_at(log, path);
         stage != NULL && status == BW_OK; stage = stage_at(log, stage->before)) {
        struct bw_log_piece piece = {stage->start, to, stage->element, stage->stage};

        if (piece.from < to) {
            status = add_piece(pieces, &piece);
            to = piece.from;
        }
    }
    return status;
}
