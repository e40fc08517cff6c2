/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of tables: each becomes a value where its heading says, with its place in the
 * file.
 */
#include "scenario/document.h"
#include "scenario/table_internal.h"

#include <string.h>

#define ROWS_LIMIT 5000000u

/* Everything in the cell stands where the cell does. The nodes were just made. */
static void settle(const struct bw_node *node, struct bw_position position)
{
    ((struct bw_node *)(uintptr_t)node)->position = position;
    for (uint32_t i = 0; i < node->count; i++) {
        ((struct bw_entry *)(uintptr_t)node->entries)[i].key_position = position;
        settle(node->entries[i].value, position);
    }
}

/* A mapping or list, "{lognormal: {mean: 3 d, cv: 0.4}}". */
static enum bw_status read_yaml(
    struct bw_rows_file *t, struct bw_position position, const struct bw_node **out)
{
    struct bw_source source = {
        t->csv.path, t->csv.cell, t->csv.length, BW_ORIGIN_TABLE};
    struct bw_error_list errors;
    bw_error_list_init(&errors);
    enum bw_status status = bw_document_read(t->e->arena, &source, &errors, out);
    if (errors.count > 0) {
        (void)bw_csv_fail(&t->csv, errors.errors[0].text, "");
    }
    if (status == BW_OK) {
        settle(*out, position);
    }
    bw_error_list_release(&errors);
    return status;
}

/* Reads an id; a row with that of the row before shares its text. */
static enum bw_status read_id(struct bw_rows_file *t, const char **id)
{
    struct bw_csv *csv = &t->csv;
    bool same = *id != NULL && strcmp(*id, csv->cell) == 0;
    if (csv->length == 0) {
        *id = NULL;
    } else if (!same) {
        *id = bw_arena_copy_text(t->e->arena, csv->cell, csv->length);
        return *id == NULL ? BW_ERR_NOMEM : BW_OK;
    }
    return BW_OK;
}

/* Reads the cell of a column; an empty one gives no node. */
static enum bw_status read_cell(struct bw_rows_file *t, uint32_t column)
{
    struct bw_csv *csv = &t->csv;
    if (column == t->id_column) {
        return read_id(t, &t->id);
    }
    if (column == t->item_column) {
        return read_id(t, &t->item);
    }
    struct bw_position position = {csv->path, csv->cell_line, csv->cell_column};
    const char *unit = t->units[column];
    t->cells[column] = NULL;
    if (csv->length == 0) {
        return BW_OK;
    }
    t->e->made++;
    if (csv->cell[0] == '{' || csv->cell[0] == '[') {
        return read_yaml(t, position, &t->cells[column]);
    }
    struct bw_node *node =
        bw_node_scalar(t->e->arena, csv->cell, csv->length, position, BW_ORIGIN_TABLE);
    if (node != NULL && unit[0] != '\0') {
        struct bw_text text;
        bw_text_init(&text);
        bw_text_format(&text, "%s %s", csv->cell, unit);
        node->text = bw_arena_copy_text(t->e->arena, bw_text_get(&text), text.length);
        node = node->text == NULL || text.failed ? NULL : node;
        bw_text_release(&text);
    }
    t->cells[column] = node;
    return node == NULL ? BW_ERR_NOMEM : BW_OK;
}

/* The mapping of a part, NULL where all cells below it are empty; *failed is set when
 * memory is short. The depth is that of the headings. */
static const struct bw_node *make_part(
    struct bw_rows_file *t, uint32_t at, struct bw_position position, bool *failed)
{
    struct bw_entry entries[BW_TABLE_COLUMNS_LIMIT];
    uint32_t count = 0;
    if (t->parts[at].column != 0) {
        return t->cells[t->parts[at].column - 1];
    }
    for (uint32_t i = t->parts[at].child; i != 0; i = t->parts[i].next) {
        const struct bw_node *value = make_part(t, i, position, failed);
        if (value != NULL) {
            entries[count++] =
                (struct bw_entry){t->parts[i].key, value->position, value};
        }
    }
    if (count == 0 && at != 0) {
        return NULL;
    }
    t->e->made++;
    const struct bw_node *node = bw_node_group(
        t->e->arena, BW_NODE_MAP, entries, count, position, BW_ORIGIN_TABLE);
    *failed = *failed || node == NULL;
    return node;
}

/* Reads one line. */
static enum bw_status read_row(struct bw_rows_file *t, struct bw_rows_row *row)
{
    uint32_t fields = 0;
    row->position = (struct bw_position){t->csv.path, t->csv.line, 1};
    do {
        enum bw_status status = bw_csv_next(&t->csv);
        if (status == BW_OK && fields < t->columns) {
            status = read_cell(t, fields);
        }
        if (status != BW_OK) {
            return status;
        }
        fields++;
    } while (!t->csv.last_of_line);
    t->csv.cell_column = 1;
    if (fields != t->columns) {
        return bw_csv_fail(
            &t->csv, "this line has not as many fields as the first", "");
    }
    bool failed = false;
    row->id = t->id;
    row->item = t->kind->item != NULL ? t->item : t->id;
    if (row->id == NULL || row->item == NULL) {
        return bw_csv_fail(&t->csv, "expected an id in column ",
            row->id == NULL ? t->kind->id : t->kind->item);
    }
    row->value = make_part(t, 0, row->position, &failed);
    return failed ? BW_ERR_NOMEM : BW_OK;
}

enum bw_status bw_rows_read(struct bw_rows_file *t, struct bw_vector *rows)
{
    while (!bw_csv_is_at_end(&t->csv)) {
        struct bw_rows_row *row = NULL;
        if (bw_vector_push(rows, &row) != BW_OK) {
            return BW_ERR_NOMEM;
        }
        row->order = (uint32_t)rows->count;
        enum bw_status status = read_row(t, row);
        if (status != BW_OK) {
            return status;
        }
        if (rows->count > ROWS_LIMIT || t->e->made > BW_EXPAND_NODES_LIMIT) {
            return bw_csv_fail(
                &t->csv, "more than 5,000,000 rows or 30,000,000 values", "");
        }
    }
    return BW_OK;
}
