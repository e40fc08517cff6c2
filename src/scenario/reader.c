/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reader.h"

#include "base/number.h"
#include "base/time.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

void bw_reader_init(
    struct bw_reader *reader, struct bw_arena *arena, struct bw_error_list *errors)
{
    *reader = (struct bw_reader){.arena = arena, .errors = errors, .folder = ""};
    bw_text_init(&reader->path);
}

void bw_reader_release(struct bw_reader *reader)
{
    bw_text_release(&reader->path);
}

size_t bw_reader_enter(struct bw_reader *reader, const char *key)
{
    size_t length = reader->path.length;
    if (length > 0) {
        bw_text_add(&reader->path, ".");
    }
    bw_text_add(&reader->path, key);
    if (reader->path.failed) {
        reader->status = BW_ERR_NOMEM;
    }
    return length;
}

void bw_reader_leave(struct bw_reader *reader, size_t length)
{
    /* A text that ran out of memory has not grown, and need not shrink. */
    if (reader->path.bytes != NULL && length < reader->path.length) {
        reader->path.length = length;
        reader->path.bytes[length] = '\0';
    }
}

void bw_reader_fail(
    struct bw_reader *reader, struct bw_position position, const char *format, ...)
{
    if (reader->status == BW_OK) {
        reader->status = BW_ERR_INPUT;
    }
    if (reader->errors == NULL) {
        return;
    }
    struct bw_text text;
    va_list arguments;
    bw_text_init(&text);
    va_start(arguments, format);
    bw_text_format_list(&text, format, arguments);
    va_end(arguments);
    bw_error_add(reader->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, position,
        reader->path.length > 0 ? bw_text_get(&reader->path) : NULL, "%s",
        bw_text_get(&text));
    bw_text_release(&text);
}

void bw_reader_fail_expected(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_node *node)
{
    char found[64];
    double number = 0.0;
    struct bw_text text;
    struct bw_suggestion suggestion = bw_suggestion_start(node->text);
    bool numeric = row->type == BW_ROW_NUMBER || row->type == BW_ROW_INTEGER
        || row->type == BW_ROW_LAW || row->type == BW_ROW_NUMBERS
        || row->type == BW_ROW_SHARES;
    bw_text_init(&text);
    bw_schema_expect(row, &text);
    if (numeric && node->kind == BW_NODE_SCALAR
        && bw_value_number(row, node, &number) == BW_FIT_OUT_OF_RANGE
        && (row->dimension != BW_DIMENSION_SHARE || row->max < 1.0 || row->min > 0.0
            || row->above_min)) {
        bw_schema_range(row, &text);
    }
    bw_text_format(&text, ", found %s", bw_node_describe(node, found, sizeof found));
    if (node->kind == BW_NODE_SCALAR) {
        bw_suggestion_offer_words(&suggestion, row->words);
        bw_suggestion_write(&suggestion, &text);
    }
    if (numeric && node->kind == BW_NODE_SCALAR && row->type != BW_ROW_INTEGER) {
        bw_units_explain(row->dimension, node->text, &text);
    }
    bw_reader_fail(reader, node->position, "expected %s", bw_text_get(&text));
    bw_text_release(&text);
}

void bw_reader_fail_unknown(struct bw_reader *reader, struct bw_position position,
    const char *what, const struct bw_suggestion *suggestion)
{
    struct bw_text text;
    bw_text_init(&text);
    bw_suggestion_write(suggestion, &text);
    bw_reader_fail(reader, position, "unknown %s%s", what, bw_text_get(&text));
    bw_text_release(&text);
}

bool bw_reader_is_inner_path(const char *path)
{
    bool good = path[0] != '/' && path[0] != '\0';
    while (good && *path != '\0') {
        size_t length = strcspn(path, "/");
        good = !(length == 2 && path[0] == '.' && path[1] == '.');
        path += length + (path[length] == '/');
    }
    return good;
}

void bw_reader_add_folder(
    const struct bw_reader *reader, const struct bw_node *node, struct bw_text *path)
{
    const char *file = node->position.file;
    if (file == NULL || node->origin == BW_ORIGIN_COMMAND_LINE) {
        bw_text_add(path, reader->folder);
        return;
    }
    const char *slash = strrchr(file, '/');
    bw_text_append(path, file, slash == NULL ? 0 : (size_t)(slash - file) + 1);
}

enum bw_fit bw_value_number(
    const struct bw_row *row, const struct bw_node *node, double *value)
{
    int64_t integer = 0;
    *value = NAN;
    if (node->kind != BW_NODE_SCALAR) {
        return BW_FIT_WRONG;
    }
    if (row->or_date && bw_date_read(node->text, &integer)) {
        return BW_FIT_GOOD; /* bw_view_instant() knows which day is 0 */
    }
    if (row->type == BW_ROW_INTEGER) {
        if (!bw_number_read_integer(node->text, &integer)) {
            return BW_FIT_WRONG;
        }
        *value = (double)integer;
    } else if (row->type == BW_ROW_NUMBER
        && bw_schema_word(row->words, node->text) >= 0) {
        *value = INFINITY;
        return BW_FIT_GOOD;
    } else if (!bw_units_read(row->dimension, node->text, value)) {
        return BW_FIT_WRONG;
    }
    bool inside = *value >= row->min && *value <= row->max
        && !(row->above_min && *value == row->min);
    return inside ? BW_FIT_GOOD : BW_FIT_OUT_OF_RANGE;
}

/* An id, one of the row's words, or two ids with a dot between. */
static bool is_name(const struct bw_row *row, const char *text)
{
    if (bw_schema_is_id(text) || bw_schema_word(row->words, text) >= 0) {
        return true;
    }
    char first[BW_ID_LENGTH_LIMIT + 1];
    size_t length = strcspn(text, ".");
    if (!row->id_or_dotted || text[length] == '\0' || length >= sizeof first) {
        return false;
    }
    memcpy(first, text, length);
    first[length] = '\0';
    return bw_schema_is_id(first) && bw_schema_is_id(text + length + 1);
}

enum bw_fit bw_value_word(
    const struct bw_row *row, const struct bw_node *node, int64_t *value)
{
    bool good = node->kind == BW_NODE_SCALAR;
    *value = 0;
    if (!good) {
        return BW_FIT_WRONG;
    }
    switch (row->type) {
    case BW_ROW_WORD:
    case BW_ROW_WORDS:
        *value = bw_schema_word(row->words, node->text);
        good = *value >= 0;
        break;
    case BW_ROW_BOOL:
        *value = strcmp(node->text, "true") == 0;
        good = *value == 1 || strcmp(node->text, "false") == 0;
        break;
    case BW_ROW_DATE:
        good = bw_date_read(node->text, value);
        break;
    case BW_ROW_NAME:
    case BW_ROW_NAMES:
        good = is_name(row, node->text);
        break;
    default:
        good = !bw_node_is_null(node);
        break;
    }
    return good ? BW_FIT_GOOD : BW_FIT_WRONG;
}

bool bw_value_stands_alone(const struct bw_row *row, const struct bw_node *node)
{
    if (row->shorthand == NULL || node->kind != BW_NODE_MAP) {
        return row->shorthand != NULL && node->kind == BW_NODE_SCALAR;
    }
    if (bw_schema_find(row->child, row->shorthand)->type != BW_ROW_LAW) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (bw_schema_find(row->child, node->entries[i].key) != NULL) {
            return false;
        }
    }
    return node->count > 0;
}

bool bw_value_is_wrapped(const struct bw_node *node)
{
    return bw_node_get(node, "value") != NULL || bw_node_get(node, "source") != NULL
        || bw_node_get(node, "mark") != NULL;
}

const struct bw_node *bw_value_unwrap(const struct bw_node *node)
{
    const struct bw_node *value = bw_node_get(node, "value");
    return value != NULL ? value : node;
}

/* Reads mark and source of {value: ..., source: ..., mark: ...}. */
static void read_marks(
    struct bw_reader *reader, const struct bw_node *node, struct bw_marks *marks)
{
    static const struct bw_row mark_row = {
        .key = "mark", .type = BW_ROW_WORD, .words = "S|K|A|C"};
    static const struct bw_row source_row = {.key = "source", .type = BW_ROW_TEXT};
    int64_t word = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct bw_entry *entry = &node->entries[i];
        bool is_mark = strcmp(entry->key, "mark") == 0;
        bool is_source = strcmp(entry->key, "source") == 0;
        const struct bw_row *row = is_mark ? &mark_row : &source_row;
        size_t length = bw_reader_enter(reader, entry->key);
        if (is_mark || is_source) {
            if (bw_value_word(row, entry->value, &word) != BW_FIT_GOOD) {
                bw_reader_fail_expected(reader, row, entry->value);
            } else {
                *(is_mark ? &marks->mark : &marks->source) = entry->value->text;
            }
        } else if (strcmp(entry->key, "value") != 0) {
            struct bw_suggestion suggestion = bw_suggestion_start(entry->key);
            bw_suggestion_offer_words(&suggestion, "value|source|mark");
            bw_reader_fail_unknown(reader, entry->key_position, "key", &suggestion);
        }
        bw_reader_leave(reader, length);
    }
}

const struct bw_node *bw_reader_open_wrapper(
    struct bw_reader *reader, const struct bw_node *node, struct bw_marks *outer)
{
    struct bw_marks marks = {"", ""};
    *outer = marks;
    if (reader->inputs != NULL) {
        marks = (struct bw_marks){reader->inputs->mark, reader->inputs->source};
        *outer = marks;
    }
    if (!bw_value_is_wrapped(node)) {
        return node;
    }
    const struct bw_node *value = bw_node_get(node, "value");
    read_marks(reader, node, &marks);
    if (value == NULL) {
        bw_reader_fail(reader, node->position, "missing key \"value\"");
    }
    if (reader->inputs != NULL) {
        reader->inputs->mark = marks.mark;
        reader->inputs->source = marks.source;
    }
    return value;
}

void bw_reader_close_wrapper(struct bw_reader *reader, const struct bw_marks *outer)
{
    if (reader->inputs != NULL) {
        reader->inputs->mark = outer->mark;
        reader->inputs->source = outer->source;
    }
}
