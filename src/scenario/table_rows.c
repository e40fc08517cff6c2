/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/table_rows.h"

#include "base/io.h"
#include "scenario/csv.h"
#include "scenario/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_LIMIT 5000000u

/* What a file of the section gives. */
static const struct kind {
    const char *key;     /* in "tables" */
    const char *section; /* of the root, to which its rows belong */
    const char *id;      /* heading of the column of ids */
    const char *item;    /* heading of the column of items, or NULL */
} kinds[BW_TABLE_KINDS] = {
    {"sites", "sites", "site", NULL},
    {"stock", "sites", "site", "item"},
    {"lanes", "lanes", "lane", NULL},
    {"demand", "demand", "demand", NULL},
};

/* A part of the headings' paths; parts make a tree. Number 0 is the element. */
struct part {
    const char *key;
    const struct bw_row *row; /* of what stands here, NULL = below what is checked */
    struct bw_row made;
    uint32_t child, next; /* 0 = none */
    uint32_t column;      /* number plus one, 0 = none */
};

struct table {
    struct bw_expanding *e;
    const struct kind *kind;
    struct bw_csv csv;
    struct bw_error_list errors;
    struct part parts[BW_TABLE_COLUMNS_LIMIT * 4];
    uint32_t part_count;
    const char *units[BW_TABLE_COLUMNS_LIMIT];           /* "" = none */
    uint32_t columns, id_column, item_column;            /* UINT32_MAX = none yet */
    const char *id, *item;                               /* of the row being read */
    const struct bw_node *cells[BW_TABLE_COLUMNS_LIMIT]; /* NULL = empty */
};

/* One row of a table. */
struct row {
    const char *id, *item;
    const struct bw_node *value;
    struct bw_position position;
    uint32_t order;
};

static enum bw_status fail_heading(
    struct table *t, const char *text, const struct bw_suggestion *suggestion)
{
    struct bw_text message;
    bw_text_init(&message);
    bw_text_format(&message, "column \"%s\": %s", t->csv.cell, text);
    if (suggestion != NULL) {
        bw_suggestion_write(suggestion, &message);
    }
    enum bw_status status = bw_csv_fail(&t->csv, bw_text_get(&message), "");
    bw_text_release(&message);
    return status;
}

/* Sets the row of a part from that of the one above; an error where the schema has no
 * such key. */
static enum bw_status find_row(
    struct table *t, const struct part *above, struct part *part)
{
    const struct bw_row *row = above->row;
    part->row = bw_schema_below(row, part->key, &part->made);
    bool free = row == NULL || row->type == BW_ROW_LAW || row->type == BW_ROW_SHARES
        || row->shorthand != NULL;
    if (part->row != NULL || free) {
        return BW_OK;
    }
    if (row->child == NULL) {
        return fail_heading(t, "a value has no keys below it", NULL);
    }
    struct bw_suggestion suggestion = bw_suggestion_start(part->key);
    bw_schema_offer(row->child, &suggestion);
    return fail_heading(t, "unknown key", &suggestion);
}

/* Finds or adds the part key below a part; *at gets its number. */
static enum bw_status enter_part(struct table *t, const char *key, uint32_t *at)
{
    uint32_t *link = &t->parts[*at].child;
    for (; *link != 0; link = &t->parts[*link].next) {
        if (strcmp(t->parts[*link].key, key) == 0) {
            *at = *link;
            return BW_OK;
        }
    }
    if (t->part_count == sizeof t->parts / sizeof t->parts[0]) {
        return fail_heading(t, "the paths of the columns have too many parts", NULL);
    }
    struct part *part = &t->parts[t->part_count];
    *part = (struct part){.key = key};
    enum bw_status status = find_row(t, &t->parts[*at], part);
    *link = status == BW_OK ? t->part_count++ : 0;
    *at = *link;
    return status;
}

/* Notes the path of column number column; path is cut into its parts. */
static enum bw_status add_path(struct table *t, char *path, uint32_t column)
{
    uint32_t at = 0;
    for (bool last = false; !last;) {
        size_t length = strcspn(path, ".");
        last = path[length] == '\0';
        path[length] = '\0';
        if (length == 0) {
            return fail_heading(t, "expected a dotted path", NULL);
        }
        if (t->parts[at].column != 0) {
            return fail_heading(t, "an earlier column gives all of it", NULL);
        }
        enum bw_status status = enter_part(t, path, &at);
        if (status != BW_OK) {
            return status;
        }
        path += length + !last;
    }
    if (t->parts[at].column != 0 || t->parts[at].child != 0) {
        return fail_heading(t, "an earlier column gives it, or a part of it", NULL);
    }
    t->parts[at].column = column + 1;
    return BW_OK;
}

/* Splits "transit [d]"; *unit gets "" where there is none. */
static enum bw_status split_unit(struct table *t, char *heading, const char **unit)
{
    char *open = strchr(heading, '[');
    *unit = "";
    if (open == NULL) {
        return BW_OK;
    }
    size_t length = strlen(open);
    if (open[length - 1] != ']' || length < 3) {
        return fail_heading(t, "expected a unit in brackets at the end", NULL);
    }
    open[length - 1] = '\0';
    *unit = open + 1;
    do {
        *open-- = '\0';
    } while (open >= heading && *open == ' ');
    return BW_OK;
}

/* True, and noted, for the heading of an id. */
static bool is_id(struct table *t, const char *heading, uint32_t column)
{
    bool id = t->id_column == UINT32_MAX && strcmp(heading, t->kind->id) == 0;
    bool item = t->item_column == UINT32_MAX && t->kind->item != NULL
        && strcmp(heading, t->kind->item) == 0;
    t->id_column = id ? column : t->id_column;
    t->item_column = item ? column : t->item_column;
    return id || item;
}

static enum bw_status read_heading(struct table *t, uint32_t column)
{
    char *heading = bw_arena_copy_text(t->e->arena, t->csv.cell, t->csv.length);
    if (heading == NULL) {
        return BW_ERR_NOMEM;
    }
    enum bw_status status = split_unit(t, heading, &t->units[column]);
    if (status != BW_OK || is_id(t, heading, column)) {
        return status;
    }
    return add_path(t, heading, column);
}

/* Reads the first line. */
static enum bw_status read_headings(struct table *t)
{
    enum bw_status result = BW_OK;
    t->part_count = 1;
    t->id_column = UINT32_MAX;
    t->item_column = UINT32_MAX;
    do {
        enum bw_status status = bw_csv_next(&t->csv);
        if (status != BW_OK) {
            return status;
        }
        if (t->columns == BW_TABLE_COLUMNS_LIMIT) {
            return fail_heading(t, "more than 64 columns", NULL);
        }
        status = read_heading(t, t->columns++);
        if (status == BW_ERR_NOMEM) {
            return status;
        }
        result = status != BW_OK ? status : result; /* the others are looked at too */
    } while (!t->csv.last_of_line);
    t->csv.cell_column = 1;
    if (t->id_column == UINT32_MAX) {
        return bw_csv_fail(&t->csv, "no column is named ", t->kind->id);
    }
    if (t->kind->item != NULL && t->item_column == UINT32_MAX) {
        return bw_csv_fail(&t->csv, "no column is named ", t->kind->item);
    }
    return result;
}

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
    struct table *t, struct bw_position position, const struct bw_node **out)
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

/* Reads the cell of a column; an empty one gives no node. */
static enum bw_status read_cell(struct table *t, uint32_t column)
{
    struct bw_csv *csv = &t->csv;
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
    struct table *t, uint32_t at, struct bw_position position, bool *failed)
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
static enum bw_status read_row(struct table *t, struct row *row)
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
    const struct bw_node *id = t->cells[t->id_column];
    const struct bw_node *item = t->kind->item != NULL ? t->cells[t->item_column] : id;
    if (id == NULL || item == NULL) {
        return bw_csv_fail(&t->csv, "expected an id in column ",
            id == NULL ? t->kind->id : t->kind->item);
    }
    bool failed = false;
    row->id = id->text;
    row->item = item->text;
    row->value = make_part(t, 0, row->position, &failed);
    return failed ? BW_ERR_NOMEM : BW_OK;
}

static enum bw_status read_rows(struct table *t, struct bw_vector *rows)
{
    while (!bw_csv_is_at_end(&t->csv)) {
        struct row *row = NULL;
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

/* Reads a file, notes its digest and reads its rows. */
static enum bw_status read_table(
    struct table *t, const char *path, struct bw_vector *rows)
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
        status = read_headings(t);
    }
    if (status == BW_OK) {
        status = read_rows(t, rows);
    }
    bw_text_release(&text);
    return status;
}

/* Hands the errors of a file to the reader; those without a place in it stand where
 * the file is named. */
static void forward_errors(
    struct table *t, const struct bw_node *file, enum bw_status status)
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
    const struct row *left = a;
    const struct row *right = b;
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
static void add_site(struct table *t, struct row *rows, size_t first, size_t end,
    struct bw_vector *pieces)
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
static void add_rows(struct table *t, struct bw_vector *rows, struct bw_vector *pieces)
{
    struct row *all = rows->items;
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
static void set_element(struct table *t, const struct bw_row *section)
{
    struct part *root = &t->parts[0];
    root->row = bw_schema_below(section, "", &root->made);
    if (t->kind->item != NULL) {
        const struct bw_row *stock = bw_schema_find(root->row->child, "stock");
        root->row = bw_schema_below(stock, "", &root->made);
    }
}

static void add_table(struct bw_expanding *e, const struct kind *kind,
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
    bw_vector_init(&rows, sizeof(struct row));
    bw_reader_add_folder(e->reader, file, &path);
    bw_text_add(&path, file->text);
    struct table *t = bw_arena_allocate(&scratch, 1, sizeof *t);
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
