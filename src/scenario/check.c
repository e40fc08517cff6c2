/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/check.h"

#include "scenario/law_reader.h"

#include <stdio.h>
#include <string.h>

typedef void (*check_fn)(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry);

static void check_object(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry);
static void check_map(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry);

static void add_input(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_node *node)
{
    if (reader->inputs != NULL) {
        bw_inputs_add(
            reader->inputs, row, bw_text_get(&reader->path), node->text, node);
    }
}

/* True when a mapping "key" anywhere below node has an entry named text. The depth is
 * that of the document. */
static bool has_entry_below(
    const struct bw_node *node, const char *key, const char *text)
{
    bool found = bw_node_get(bw_node_get(node, key), text) != NULL;
    for (uint32_t i = 0; node->kind == BW_NODE_MAP && i < node->count && !found; i++) {
        found = has_entry_below(node->entries[i].value, key, text);
    }
    return found;
}

/* True when an element has this text for its id, though it is none: the error is that
 * of the element, not that of those who name it. */
static bool names_element(
    const struct bw_reader *reader, const char *target, const char *text)
{
    if (reader->root == NULL || target == NULL) {
        return false;
    }
    bool nested = strcmp(target, "resources") == 0 || strcmp(target, "steps") == 0
        || strcmp(target, "fleets") == 0;
    return nested ? has_entry_below(reader->root, target, text)
                  : bw_node_get(bw_node_get(reader->root, target), text) != NULL;
}

/* The same for a name that may be "SITE.RESOURCE". */
static bool is_misnamed(const struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node)
{
    bool is_name = row->type == BW_ROW_NAME || row->type == BW_ROW_NAMES;
    if (!is_name || node->kind != BW_NODE_SCALAR) {
        return false;
    }
    const char *dot = row->id_or_dotted ? strchr(node->text, '.') : NULL;
    if (dot == NULL) {
        return names_element(reader, row->target, node->text);
    }
    const struct bw_node *sites =
        reader->root != NULL ? bw_node_get(reader->root, "sites") : NULL;
    size_t length = (size_t)(dot - node->text);
    for (uint32_t i = 0;
         sites != NULL && sites->kind == BW_NODE_MAP && i < sites->count; i++) {
        const struct bw_entry *site = &sites->entries[i];
        if (strlen(site->key) == length && memcmp(site->key, node->text, length) == 0) {
            return bw_node_get(bw_node_get(site->value, row->target), dot + 1) != NULL;
        }
    }
    return false;
}

/* A scalar of any kind, unwrapped. */
static void check_scalar(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *node = entry->value;
    double number = 0.0;
    int64_t word = 0;
    bool numeric = row->type == BW_ROW_NUMBER || row->type == BW_ROW_INTEGER
        || row->type == BW_ROW_SHARES || row->type == BW_ROW_NUMBERS;
    enum bw_fit fit =
        numeric ? bw_value_number(row, node, &number) : bw_value_word(row, node, &word);
    if (fit != BW_FIT_GOOD && is_misnamed(reader, row, node)) {
        return;
    }
    if (fit != BW_FIT_GOOD) {
        bw_reader_fail_expected(reader, row, node);
    } else {
        add_input(reader, row, node);
    }
}

static void check_law(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    struct bw_law law;
    (void)bw_law_read(reader, row, entry->value, &law);
}

static bool check_kind(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, enum bw_node_kind kind)
{
    if (node->kind != kind) {
        bw_reader_fail_expected(reader, row, node);
    }
    return node->kind == kind;
}

/* Goes through the entries of a list, path "key.0", "key.1". */
static void check_items(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *list, check_fn check)
{
    for (uint32_t i = 0; i < list->count; i++) {
        char index[16];
        (void)snprintf(index, sizeof index, "%u", i);
        size_t length = bw_reader_enter(reader, index);
        check(reader, row, &list->entries[i]);
        bw_reader_leave(reader, length);
    }
}

static void check_numbers(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *node = entry->value;
    struct bw_row number = *row;
    number.type = BW_ROW_NUMBER;
    if (row->count == 0 && node->kind == BW_NODE_SCALAR) {
        check_scalar(reader, &number, entry);
        return;
    }
    if (!check_kind(reader, row, node, BW_NODE_LIST)) {
        return;
    }
    uint32_t fewest = row->count_min > 0 ? row->count_min : row->count;
    if (row->count > 0 && (node->count < fewest || node->count > row->count)) {
        struct bw_text expected;
        bw_text_init(&expected);
        bw_schema_expect(row, &expected);
        bw_reader_fail(reader, node->position, "expected %s, found %u",
            bw_text_get(&expected), node->count);
        bw_text_release(&expected);
        return;
    }
    if (node->count == 0) {
        bw_reader_fail(reader, node->position, "expected at least one number");
    }
    check_items(reader, &number, node, check_scalar);
}

/* One text or a list of texts; ids or words where the row says so, and then a mapping
 * from them where it has a table. */
static void check_texts(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *node = entry->value;
    if (node->kind == BW_NODE_MAP && node->count > 0 && row->child != NULL) {
        check_map(reader, row, entry);
        return;
    }
    if (node->kind == BW_NODE_LIST && node->count > 0) {
        check_items(reader, row, node, check_scalar);
    } else {
        check_scalar(reader, row, entry);
    }
}

/* A level of a sweep may be anything; only scalars make a row. */
static void note_value(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    if (entry->value->kind == BW_NODE_SCALAR) {
        add_input(reader, row, entry->value);
    }
}

static void check_values(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *node = entry->value;
    if (!check_kind(reader, row, node, BW_NODE_LIST)) {
        return;
    }
    if (node->count == 0) {
        bw_reader_fail(reader, node->position, "expected at least one value");
    }
    check_items(reader, row, node, note_value);
}

/* Checks a key that names an element. */
static bool check_id(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    bool word = bw_schema_word(row->words, entry->key) >= 0;
    bool has_words = row->type == BW_ROW_SHARES || row->type == BW_ROW_NAMES;
    bool good = bw_schema_is_id(entry->key) || (word && has_words);
    bool defines = row->target == NULL || strcmp(row->key, "steps") == 0;
    if (!good && !defines && names_element(reader, row->target, entry->key)) {
        return false;
    }
    if (!good && bw_schema_is_reserved(entry->key)) {
        bw_reader_fail(reader, entry->key_position,
            "\"%s\" is reserved and names nothing", entry->key);
    } else if (!good) {
        char found[64];
        struct bw_node key = {
            .kind = BW_NODE_SCALAR, .quoted = true, .text = entry->key};
        bw_reader_fail(reader, entry->key_position,
            "expected an id of at most %d lower-case letters, digits and hyphens that "
            "begins with a letter, found %s",
            BW_ID_LENGTH_LIMIT, bw_node_describe(&key, found, sizeof found));
    }
    return good;
}

/* Sets the unit of the quantities below an entry that names an item, or is about one.
 */
static void set_item_unit(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *item = bw_node_get(entry->value, "item");
    const char *name = item != NULL ? bw_value_unwrap(item)->text : NULL;
    if (name == NULL && row->target != NULL && strcmp(row->target, "items") == 0) {
        name = entry->key;
    }
    if (reader->inputs != NULL && name != NULL) {
        const struct bw_node *unit =
            bw_node_get(bw_node_get(reader->inputs->items, name), "unit");
        reader->inputs->item_unit = unit != NULL ? bw_value_unwrap(unit)->text : NULL;
    }
}

static const char *present_item_unit(const struct bw_reader *reader)
{
    return reader->inputs != NULL ? reader->inputs->item_unit : NULL;
}

static void restore_item_unit(struct bw_reader *reader, const char *unit)
{
    if (reader->inputs != NULL) {
        reader->inputs->item_unit = unit;
    }
}

/* Where a mapping has more elements than are listed, notes how many there are, and
 * that nothing of them is. Returns whether it has. */
static bool note_number(struct bw_reader *reader, const struct bw_node *node)
{
    static const struct bw_row number = {.type = BW_ROW_TEXT};
    struct bw_inputs *inputs = reader->inputs;
    if (inputs == NULL || inputs->is_brief || node->count <= BW_INPUTS_LIMIT) {
        return false;
    }
    char text[48];
    (void)snprintf(text, sizeof text, "%u elements, not listed", node->count);
    bw_inputs_add(inputs, &number, bw_text_get(&reader->path), text, node);
    inputs->is_brief = true;
    return true;
}

static void check_map(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *node = entry->value;
    const char *outer = present_item_unit(reader);
    if (!check_kind(reader, row, node, BW_NODE_MAP)) {
        return;
    }
    bool many = note_number(reader, node);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct bw_entry *child = &node->entries[i];
        size_t length = bw_reader_enter(reader, child->key);
        (void)check_id(reader, row, child);
        set_item_unit(reader, row, child);
        check_object(reader, row, child);
        bw_reader_leave(reader, length);
    }
    if (many) {
        reader->inputs->is_brief = false;
    }
    restore_item_unit(reader, outer);
}

static void check_shares(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *node = entry->value;
    const char *outer = present_item_unit(reader);
    if (!check_kind(reader, row, node, BW_NODE_MAP)) {
        return;
    }
    struct bw_row number = *row;
    number.type = BW_ROW_NUMBER;
    number.words = NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        size_t length = bw_reader_enter(reader, node->entries[i].key);
        set_item_unit(reader, row, &node->entries[i]);
        if (check_id(reader, row, &node->entries[i])) {
            bw_check_value(reader, &number, &node->entries[i]);
        }
        bw_reader_leave(reader, length);
    }
    restore_item_unit(reader, outer);
}

static void check_one_of(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_node *node = entry->value;
    if (node->kind == BW_NODE_SCALAR && bw_schema_word(row->words, node->text) >= 0) {
        add_input(reader, row, node);
        return;
    }
    if (!check_kind(reader, row, node, BW_NODE_MAP)) {
        return;
    }
    if (node->count != 1) {
        bw_reader_fail(
            reader, node->position, "expected exactly one key, found %u", node->count);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct bw_entry *child = &node->entries[i];
        const struct bw_row *found = bw_schema_find(row->child, child->key);
        size_t length = bw_reader_enter(reader, child->key);
        if (found != NULL) {
            bw_check_value(reader, found, child);
        } else if (bw_schema_word(row->words, child->key) >= 0) {
            bw_reader_fail(reader, child->key_position,
                "write the word alone: \"%s: %s\"", row->key, child->key);
        } else {
            struct bw_suggestion suggestion = bw_suggestion_start(child->key);
            bw_schema_offer(row->child, &suggestion);
            bw_suggestion_offer_words(&suggestion, row->words);
            bw_reader_fail_unknown(reader, child->key_position, "key", &suggestion);
        }
        bw_reader_leave(reader, length);
    }
}

/* Notes a default, and those of a mapping that could have been left empty. The depth is
 * that of the schema. */
static void add_default(struct bw_reader *reader, const struct bw_row *row)
{
    if (reader->inputs == NULL || reader->inputs->is_brief) {
        return;
    }
    size_t length = bw_reader_enter(reader, row->key);
    if (row->shorthand != NULL) {
        row = bw_schema_find(row->child, row->shorthand);
    }
    if (row->fallback != NULL) {
        bw_inputs_add(
            reader->inputs, row, bw_text_get(&reader->path), row->fallback, NULL);
    }
    bool open = row->type == BW_ROW_OBJECT;
    for (uint32_t i = 0; open && i < row->child->row_count; i++) {
        open = !row->child->rows[i].required;
    }
    for (uint32_t i = 0; open && i < row->child->row_count; i++) {
        add_default(reader, &row->child->rows[i]);
    }
    bw_reader_leave(reader, length);
}

/* Reports an unknown key; *slip gets the row that was probably meant. */
static void fail_unknown(struct bw_reader *reader, const struct bw_table *table,
    const struct bw_node *node, const struct bw_entry *entry,
    const struct bw_row **slip)
{
    struct bw_suggestion suggestion = bw_suggestion_start(entry->key);
    for (uint32_t i = 0; i < table->row_count; i++) {
        /* A key that is there already was hardly meant again. */
        if (bw_node_get(node, table->rows[i].key) == NULL) {
            bw_suggestion_offer(&suggestion, table->rows[i].key);
        }
    }
    if (suggestion.best == NULL) {
        bw_schema_offer(table, &suggestion);
    } else {
        *slip = bw_schema_find(table, suggestion.best);
    }
    size_t length = bw_reader_enter(reader, entry->key);
    bw_reader_fail_unknown(reader, entry->key_position, "key", &suggestion);
    bw_reader_leave(reader, length);
}

/* Reports what is missing, but not what was only misspelt, and notes defaults. */
static void check_absent(struct bw_reader *reader, const struct bw_table *table,
    const struct bw_entry *entry, const struct bw_row *const *slips,
    uint32_t slip_count)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct bw_row *row = &table->rows[i];
        bool misspelt = false;
        for (uint32_t k = 0; k < slip_count; k++) {
            misspelt = misspelt || slips[k] == row;
        }
        if (bw_node_get(entry->value, row->key) != NULL || misspelt) {
            continue;
        }
        if (row->required) {
            bw_reader_fail(reader, entry->key_position, "missing key \"%s\"", row->key);
        } else {
            add_default(reader, row);
        }
    }
}

static void check_object(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    const struct bw_row *slips[16];
    uint32_t slip_count = 0;
    const struct bw_node *node = entry->value;
    if (bw_value_stands_alone(row, node)) {
        bw_check_value(reader, bw_schema_find(row->child, row->shorthand), entry);
        return;
    }
    if (node->kind != BW_NODE_MAP) {
        struct bw_row object = *row;
        object.type = BW_ROW_OBJECT; /* entries of maps come here too */
        object.words = NULL;
        bw_reader_fail_expected(reader, &object, node);
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct bw_entry *child = &node->entries[i];
        const struct bw_row *found = bw_schema_find(row->child, child->key);
        if (found == NULL) {
            const struct bw_row *slip = NULL;
            fail_unknown(reader, row->child, node, child, &slip);
            if (slip != NULL && slip_count < sizeof slips / sizeof slips[0]) {
                slips[slip_count++] = slip;
            }
            continue;
        }
        size_t length = bw_reader_enter(reader, child->key);
        bw_check_value(reader, found, child);
        bw_reader_leave(reader, length);
    }
    check_absent(reader, row->child, entry, slips, slip_count);
}

static const check_fn checks[BW_ROW_TYPE_COUNT] = {
    [BW_ROW_TEXT] = check_scalar,
    [BW_ROW_WORD] = check_scalar,
    [BW_ROW_BOOL] = check_scalar,
    [BW_ROW_INTEGER] = check_scalar,
    [BW_ROW_NUMBER] = check_scalar,
    [BW_ROW_DATE] = check_scalar,
    [BW_ROW_NAME] = check_scalar,
    [BW_ROW_NAMES] = check_texts,
    [BW_ROW_LAW] = check_law,
    [BW_ROW_NUMBERS] = check_numbers,
    [BW_ROW_WORDS] = check_texts,
    [BW_ROW_TEXTS] = check_texts,
    [BW_ROW_VALUES] = check_values,
    [BW_ROW_OBJECT] = check_object,
    [BW_ROW_MAP] = check_map,
    [BW_ROW_SHARES] = check_shares,
    [BW_ROW_ONE_OF] = check_one_of,
};

void bw_check_value(
    struct bw_reader *reader, const struct bw_row *row, const struct bw_entry *entry)
{
    if (!bw_schema_may_be_wrapped(row) || !bw_value_is_wrapped(entry->value)) {
        checks[row->type](reader, row, entry);
        return;
    }
    struct bw_marks outer;
    struct bw_entry inner = {.key_position = entry->key_position};
    inner.value = bw_reader_open_wrapper(reader, entry->value, &outer);
    if (inner.value != NULL) {
        checks[row->type](reader, row, &inner);
    }
    bw_reader_close_wrapper(reader, &outer);
}

void bw_check_scenario(struct bw_reader *reader, const struct bw_node *root)
{
    static const struct bw_row root_row = {
        .key = "scenario", .type = BW_ROW_OBJECT, .child = &bw_schema_root};
    struct bw_entry entry = {.key_position = root->position, .value = root};
    const struct bw_node *currency = bw_node_get(root, "currency");
    if (reader->inputs != NULL) {
        reader->inputs->currency =
            currency != NULL ? bw_value_unwrap(currency)->text : "EUR";
        reader->inputs->items = bw_node_get(root, "items");
    }
    reader->root = root;
    check_object(reader, &root_row, &entry);
    reader->root = NULL;
}
