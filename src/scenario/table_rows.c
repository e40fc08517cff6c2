/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/table_rows.h"

#include "base/io.h"
#include "scenario/table_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct bw_rows_kind kinds[BW_TABLE_KINDS] = {
    {"sites", "sites", "site", NULL},
    {"stock", "sites", "site", "item"},
    {"lanes", "lanes", "lane", NULL},
    {"demand", "demand", "demand", NULL},
};

/* Reads a file, notes its digest and reads its rows. */
static enum bw_status read_table(
    struct bw_rows_file *t, const char *path, struct bw_vector *rows)
{
    struct bw_text text;
    char *digest = t->e->digest[t->kind - kinds];
    bw_text_init(&text);
    enum bw_status status =
        bw_io_read_file(path, BW_TABLE_BYTES_LIMIT, &text, &t->errors);
    if (status == BW_OK) {
        bw_digest_sha256(bw_text_get(&text), text.length, digest);
        bw_text_format(t->e->digests, "input %s\n", digest);
        bw_csv_open(&t->csv, path, &text, &t->errors);
        status = bw_rows_read_headings(t);
    }
    if (status == BW_OK) {
        status = bw_rows_read(t, rows);
    }
    bw_text_release(&text);
    return status;
}

/* Hands the errors of a file to the reader; those without a place in it stand where
 * the file is named. */
static void forward_errors(
    struct bw_rows_file *t, const struct bw_node *file, enum bw_status status)
{
    struct bw_reader *reader = t->e->reader;
    for (size_t i = 0; i < t->errors.count; i++) {
        const struct bw_error *error = &t->errors.errors[i];
        bool inside = error->position.line > 0;
        bw_reader_fail(
            reader, inside ? error->position : file->position, "%s", error->text);
    }
    if (status != BW_OK && (t->errors.count == 0 || status == BW_ERR_NOMEM)) {
        reader->status = status;
    }
}

static int compare_rows(const void *a, const void *b)
{
    const struct bw_rows_row *left = a;
    const struct bw_rows_row *right = b;
    int order = strcmp(left->id, right->id);
    if (order == 0) {
        order = strcmp(left->item, right->item);
    }
    if (order == 0) {
        order = left->order < right->order ? -1 : 1;
    }
    return order;
}

/* Adds the stocks of one site, rows first to end, as {stock: {...}}. */
static void add_site(struct bw_rows_file *t, struct bw_rows_row *rows, size_t first,
    size_t end, struct bw_vector *pieces)
{
    struct bw_expanding *e = t->e;
    struct bw_vector stocks;
    bw_vector_init(&stocks, sizeof(struct bw_piece));
    for (size_t i = first; i < end; i++) {
        struct bw_piece stock = {
            rows[i].item, rows[i].position, rows[i].value, BW_LAYER_STOCK_TABLE, 0};
        if (i > first && strcmp(rows[i].item, rows[i - 1].item) == 0) {
            bw_reader_fail(e->reader, rows[i].position,
                "a second row for %s at %s; the first is in line %d", rows[i].item,
                rows[i].id, rows[i - 1].position.line);
        } else {
            (void)bw_expand_add(e, &stocks, &stock);
        }
    }
    struct bw_entry entry = {"stock", rows[first].position, NULL};
    entry.value = bw_expand_map(e, &stocks, rows[first].position, BW_ORIGIN_TABLE);
    struct bw_piece piece = {
        rows[first].id, rows[first].position, NULL, BW_LAYER_STOCK_TABLE, 0};
    if (entry.value != NULL) {
        piece.value = bw_node_group(
            e->arena, BW_NODE_MAP, &entry, 1, rows[first].position, BW_ORIGIN_TABLE);
    }
    if (piece.value == NULL) {
        e->reader->status = BW_ERR_NOMEM;
    } else {
        (void)bw_expand_add(e, pieces, &piece);
    }
    bw_vector_release(&stocks);
}

/* Adds all rows, those of a stock table gathered by site. */
static void add_rows(
    struct bw_rows_file *t, struct bw_vector *rows, struct bw_vector *pieces)
{
    struct bw_rows_row *all = rows->items;
    bool stocks = t->kind->item != NULL;
    if (stocks && rows->count > 0) {
        qsort(all, rows->count, sizeof *all, compare_rows);
    }
    for (size_t i = 0; i < rows->count && t->e->reader->status != BW_ERR_NOMEM;) {
        size_t end = i + 1;
        while (stocks && end < rows->count && strcmp(all[end].id, all[i].id) == 0) {
            end++;
        }
        if (stocks) {
            add_site(t, all, i, end, pieces);
        } else {
            struct bw_piece piece = {
                all[i].id, all[i].position, all[i].value, BW_LAYER_TABLE, 0};
            (void)bw_expand_add(t->e, pieces, &piece);
        }
        i = end;
    }
}

/* Sets the schema row of an element of the table. */
static void set_element(struct bw_rows_file *t, const struct bw_row *section)
{
    struct bw_rows_part *root = &t->parts[0];
    root->row = bw_schema_below(section, "", &root->made);
    if (t->kind->item != NULL) {
        const struct bw_row *stock = bw_schema_find(root->row->child, "stock");
        root->row = bw_schema_below(stock, "", &root->made);
    }
}

static void add_table(struct bw_expanding *e, const struct bw_rows_kind *kind,
    const struct bw_row *section, const struct bw_node *file, struct bw_vector *pieces)
{
    static const struct bw_row text_row = {.key = "table", .type = BW_ROW_TEXT};
    struct bw_arena scratch;
    struct bw_text path;
    struct bw_vector rows;
    if (file->kind != BW_NODE_SCALAR || bw_node_is_null(file)) {
        bw_reader_fail_expected(e->reader, &text_row, file);
        return;
    }
    if (!bw_reader_is_inner_path(file->text)) {
        bw_reader_fail(e->reader, file->position,
            "expected a file below the scenario's folder, without \"..\", found \"%s\"",
            file->text);
        return;
    }
    bw_arena_init(&scratch);
    bw_text_init(&path);
    bw_vector_init(&rows, sizeof(struct bw_rows_row));
    bw_reader_add_folder(e->reader, file, &path);
    bw_text_add(&path, file->text);
    struct bw_rows_file *t = bw_arena_allocate(&scratch, 1, sizeof *t);
    const char *name = bw_arena_copy_text(e->arena, bw_text_get(&path), path.length);
    if (t == NULL || name == NULL || path.failed) {
        e->reader->status = BW_ERR_NOMEM;
    } else {
        t->e = e;
        t->kind = kind;
        bw_error_list_init(&t->errors);
        set_element(t, section);
        enum bw_status status = read_table(t, name, &rows);
        forward_errors(t, file, status);
        if (status == BW_OK) {
            add_rows(t, &rows, pieces);
        }
        bw_error_list_release(&t->errors);
    }
    bw_vector_release(&rows);
    bw_text_release(&path);
    bw_arena_release(&scratch);
}

void bw_table_rows_add(
    struct bw_expanding *e, const struct bw_row *row, struct bw_vector *pieces)
{
    const struct bw_node *tables = bw_node_get(e->root, "tables");
    for (int i = 0; i < BW_TABLE_KINDS; i++) {
        const struct bw_node *file = bw_node_get(tables, kinds[i].key);
        bool wanted = file != NULL && !bw_node_is_null(file);
        if (!wanted || strcmp(kinds[i].section, row->key) != 0) {
            continue;
        }
        struct bw_text outer = e->reader->path;
        bw_text_init(&e->reader->path);
        (void)bw_reader_enter(e->reader, "tables");
        (void)bw_reader_enter(e->reader, kinds[i].key);
        add_table(e, &kinds[i], row, bw_value_unwrap(file), pieces);
        bw_text_release(&e->reader->path);
        e->reader->path = outer;
    }
}

/* {value: file, source: "SHA-256 ..."}; NULL when memory is short. */
static const struct bw_node *add_digest(
    struct bw_expanding *e, const struct bw_node *file, const char *digest)
{
    char text[sizeof "SHA-256 " + BW_SHA256_TEXT];
    int length = snprintf(text, sizeof text, "SHA-256 %s", digest);
    struct bw_entry entries[2] = {
        {"value", file->position, file}, {"source", file->position, NULL}};
    entries[1].value =
        bw_node_scalar(e->arena, text, (size_t)length, file->position, file->origin);
    return entries[1].value == NULL ? NULL
                                    : bw_node_group(e->arena, BW_NODE_MAP, entries, 2,
                                        file->position, file->origin);
}

const struct bw_node *bw_table_rows_digests(
    struct bw_expanding *e, const struct bw_node *tables)
{
    const struct bw_node *result = tables;
    for (int i = 0; i < BW_TABLE_KINDS && result != NULL; i++) {
        uint32_t rank = bw_node_rank(result, kinds[i].key);
        if (rank == UINT32_MAX || e->digest[i][0] == '\0') {
            continue;
        }
        const struct bw_node *file =
            bw_value_unwrap(bw_node_sorted(result, rank)->value);
        const struct bw_node *value = add_digest(e, file, e->digest[i]);
        result = value == NULL
            ? NULL
            : bw_node_replace(e->arena, result, result->sorted[rank], value);
    }
    if (result == NULL) {
        e->reader->status = BW_ERR_NOMEM;
    }
    return result;
}
