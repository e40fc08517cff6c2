/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/law_reader.h"

#include "base/vector.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TABLE_LIMIT 100000u /* values of a discrete law, laws of a mixture */

typedef bool (*read_law_fn)(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, struct bw_law *law);

/* A law that is made from a table or from other laws. */
struct special_law {
    read_law_fn read;
    const char *keys; /* "a|b" */
};

static const struct special_law *find_special(enum bw_law_id id);

const char *bw_law_special_keys(enum bw_law_id id)
{
    const struct special_law *special = find_special(id);
    return special != NULL ? special->keys : NULL;
}

/* The row of a parameter: of the law's own quantity, or a plain number. Whether the
 * value makes sense there is said by the engine. */
static struct bw_row parameter_row(
    const struct bw_row *row, enum bw_law_dimension dimension)
{
    struct bw_row made = {.key = row->key,
        .type = BW_ROW_NUMBER,
        .dimension = row->dimension,
        .min = row->min,
        .max = row->max};
    if (dimension == BW_LAW_NUMBER) {
        made.dimension = BW_DIMENSION_NUMBER;
        made.min = -INFINITY;
        made.max = INFINITY;
    }
    return made;
}

/* Reads one number at the present path. */
static bool read_number(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, double *value)
{
    struct bw_marks outer;
    const struct bw_node *inner = bw_reader_open_wrapper(reader, node, &outer);
    bool good = inner != NULL && bw_value_number(row, inner, value) == BW_FIT_GOOD;
    if (inner != NULL && !good) {
        bw_reader_fail_expected(reader, row, inner);
    }
    if (good && reader->inputs != NULL) {
        bw_inputs_add(
            reader->inputs, row, bw_text_get(&reader->path), inner->text, inner);
    }
    bw_reader_close_wrapper(reader, &outer);
    return good;
}

/* What the engine says of a law: problem is NULL where it is good. */
static bool check_made(
    struct bw_reader *reader, const struct bw_node *node, const char *problem)
{
    if (problem == NULL) {
        return true;
    }
    if (strcmp(problem, "out of memory") == 0) {
        reader->status = BW_ERR_NOMEM;
    } else {
        bw_reader_fail(reader, node->position, "%s", problem);
    }
    return false;
}

static bool check_mapping(struct bw_reader *reader, const struct bw_node *node)
{
    char found[64];
    if (node->kind != BW_NODE_MAP) {
        bw_reader_fail(reader, node->position, "expected a mapping, found %s",
            bw_node_describe(node, found, sizeof found));
    }
    return node->kind == BW_NODE_MAP;
}

/* Adds "unknown parameter" with the suggestion and all that the law has, "a|b|c". */
static void fail_parameter(struct bw_reader *reader, const struct bw_entry *entry,
    const char *keys, const struct bw_suggestion *suggestion)
{
    struct bw_text text;
    bw_text_init(&text);
    bw_text_add(&text, "unknown parameter");
    bw_suggestion_write(suggestion, &text);
    bw_text_add(&text, suggestion->best != NULL ? " The law has " : "; the law has ");
    while (*keys != '\0') {
        size_t length = strcspn(keys, "|");
        bw_text_format(
            &text, "%.*s%s", (int)length, keys, keys[length] != '\0' ? ", " : "");
        keys += length + (keys[length] == '|');
    }
    bw_reader_fail(reader, entry->key_position, "%s", bw_text_get(&text));
    bw_text_release(&text);
}

/* Checks the keys of a law against "a|b|c", of which the first required ones must be
 * there. */
static bool check_keys(struct bw_reader *reader, const struct bw_node *node,
    const char *keys, int required)
{
    bool good = check_mapping(reader, node);
    for (uint32_t i = 0; i < node->count && node->kind == BW_NODE_MAP; i++) {
        const struct bw_entry *entry = &node->entries[i];
        if (bw_schema_word(keys, entry->key) < 0) {
            struct bw_suggestion suggestion = bw_suggestion_start(entry->key);
            bw_suggestion_offer_words(&suggestion, keys);
            size_t length = bw_reader_enter(reader, entry->key);
            fail_parameter(reader, entry, keys, &suggestion);
            bw_reader_leave(reader, length);
            good = false;
        }
    }
    for (int i = 0; i < required && good; i++) {
        char key[32];
        size_t length = strcspn(keys, "|");
        BW_ASSERT(length < sizeof key);
        memcpy(key, keys, length);
        key[length] = '\0';
        if (bw_node_get(node, key) == NULL) {
            bw_reader_fail(reader, node->position, "missing key \"%s\"", key);
            good = false;
        }
        keys += length + (keys[length] == '|');
    }
    return good;
}

/* Reads a list of numbers into the arena; *values is NULL after an error. */
static bool read_numbers(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *law, const char *key, double **values, uint32_t *count)
{
    const struct bw_node *list = bw_node_get(law, key);
    size_t length = bw_reader_enter(reader, key);
    bool good =
        list->kind == BW_NODE_LIST && list->count > 0 && list->count <= TABLE_LIMIT;
    *count = list->count;
    *values = NULL;
    if (!good) {
        bw_reader_fail(
            reader, list->position, "expected a list of 1 to %u numbers", TABLE_LIMIT);
    } else {
        *values = bw_arena_allocate(reader->arena, list->count, sizeof(double));
        good = *values != NULL;
        reader->status = good ? reader->status : BW_ERR_NOMEM;
    }
    bool all = good;
    for (uint32_t i = 0; i < list->count && good; i++) {
        char index[16];
        (void)snprintf(index, sizeof index, "%u", i);
        size_t inner = bw_reader_enter(reader, index);
        all = read_number(reader, row, list->entries[i].value, &(*values)[i]) && all;
        bw_reader_leave(reader, inner);
    }
    bw_reader_leave(reader, length);
    return all;
}

static bool read_discrete(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, struct bw_law *law)
{
    struct bw_row value_row = parameter_row(row, BW_LAW_VALUE);
    struct bw_row weight_row = parameter_row(row, BW_LAW_NUMBER);
    double *values = NULL;
    double *weights = NULL;
    uint32_t value_count = 0;
    uint32_t weight_count = 0;
    weight_row.min = 0.0;
    if (!check_keys(reader, node, "values|weights", 2)) {
        return false;
    }
    bool good = read_numbers(reader, &value_row, node, "values", &values, &value_count);
    good = read_numbers(reader, &weight_row, node, "weights", &weights, &weight_count)
        && good;
    if (good && value_count != weight_count) {
        bw_reader_fail(reader, node->position,
            "expected as many weights as values, found %u values and %u weights",
            value_count, weight_count);
        return false;
    }
    return good
        && check_made(reader, node,
            bw_law_make_discrete(reader->arena, values, weights, value_count, law));
}

static bool read_shifted(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, struct bw_law *law)
{
    struct bw_row by_row = parameter_row(row, BW_LAW_VALUE);
    struct bw_law base;
    double by = 0.0;
    if (!check_keys(reader, node, "by|law", 2)) {
        return false;
    }
    size_t length = bw_reader_enter(reader, "by");
    bool good = read_number(reader, &by_row, bw_node_get(node, "by"), &by);
    bw_reader_leave(reader, length);
    length = bw_reader_enter(reader, "law");
    good = bw_law_read(reader, row, bw_node_get(node, "law"), &base) && good;
    bw_reader_leave(reader, length);
    return good
        && check_made(reader, node, bw_law_make_shifted(reader->arena, by, &base, law));
}

static bool read_components(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *list, struct bw_law **laws)
{
    if (list->kind != BW_NODE_LIST || list->count == 0 || list->count > TABLE_LIMIT) {
        bw_reader_fail(reader, list->position, "expected a list of laws");
        return false;
    }
    *laws = bw_arena_allocate(reader->arena, list->count, sizeof **laws);
    if (*laws == NULL) {
        reader->status = BW_ERR_NOMEM;
        return false;
    }
    bool good = true;
    for (uint32_t i = 0; i < list->count; i++) {
        char index[16];
        (void)snprintf(index, sizeof index, "%u", i);
        size_t length = bw_reader_enter(reader, index);
        good = bw_law_read(reader, row, list->entries[i].value, &(*laws)[i]) && good;
        bw_reader_leave(reader, length);
    }
    return good;
}

static bool read_mixture(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, struct bw_law *law)
{
    struct bw_row weight_row = parameter_row(row, BW_LAW_NUMBER);
    struct bw_law *laws = NULL;
    double *weights = NULL;
    uint32_t count = 0;
    weight_row.min = 0.0;
    if (!check_keys(reader, node, "laws|weights", 2)) {
        return false;
    }
    const struct bw_node *list = bw_node_get(node, "laws");
    size_t length = bw_reader_enter(reader, "laws");
    bool good = read_components(reader, row, list, &laws);
    bw_reader_leave(reader, length);
    good = read_numbers(reader, &weight_row, node, "weights", &weights, &count) && good;
    if (good && list->count != count) {
        bw_reader_fail(reader, node->position,
            "expected as many weights as laws, found %u laws and %u weights",
            list->count, count);
        return false;
    }
    return good
        && check_made(reader, node,
            bw_law_make_mixture(reader->arena, laws, weights, count, law));
}

/* Reads the column of a file; errors inside the file keep their own position. */
static const struct bw_column *read_file(struct bw_reader *reader,
    const struct bw_row *row, const struct bw_node *node, const char *unit)
{
    const struct bw_node *file = bw_value_unwrap(bw_node_get(node, "file"));
    const struct bw_node *name = bw_value_unwrap(bw_node_get(node, "column"));
    const struct bw_column *column = NULL;
    struct bw_error_list errors;
    struct bw_text path;
    bw_error_list_init(&errors);
    bw_text_init(&path);
    bw_reader_add_folder(reader, file, &path);
    bw_text_add(&path, file->text);
    struct bw_column_request request = {bw_text_get(&path), name->text, unit, row};
    enum bw_status status = path.failed
        ? BW_ERR_NOMEM
        : bw_csv_column(reader->columns, &request, &errors, &column);
    for (size_t i = 0; i < errors.count; i++) {
        const struct bw_error *error = &errors.errors[i];
        bool column_missing = error->path != NULL;
        bool inside = error->position.line > 0;
        size_t length = bw_reader_enter(reader, column_missing ? "column" : "file");
        bw_reader_fail(reader,
            column_missing ? name->position
                : inside   ? error->position
                           : file->position,
            "%s", error->text);
        bw_reader_leave(reader, length);
    }
    if (status != BW_OK && (errors.count == 0 || status == BW_ERR_NOMEM)) {
        reader->status = status;
    }
    bw_text_release(&path);
    bw_error_list_release(&errors);
    return column;
}

/* Reads one text of an empirical law and notes it; NULL after an error. */
static const char *read_text(
    struct bw_reader *reader, const struct bw_node *law, const char *key)
{
    static const struct bw_row text_row = {.key = "text", .type = BW_ROW_TEXT};
    const struct bw_node *node = bw_value_unwrap(bw_node_get(law, key));
    const char *text = NULL;
    size_t length = bw_reader_enter(reader, key);
    if (node->kind != BW_NODE_SCALAR || bw_node_is_null(node)) {
        bw_reader_fail_expected(reader, &text_row, node);
    } else if (strcmp(key, "file") == 0 && !bw_reader_is_inner_path(node->text)) {
        bw_reader_fail(reader, node->position,
            "expected a file below the scenario's folder, without \"..\", found \"%s\"",
            node->text);
    } else {
        text = node->text;
        if (reader->inputs != NULL) {
            bw_inputs_add(
                reader->inputs, &text_row, bw_text_get(&reader->path), text, node);
        }
    }
    bw_reader_leave(reader, length);
    return text;
}

static bool read_empirical(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, struct bw_law *law)
{
    const char *unit = "";
    if (!check_keys(reader, node, "file|column|unit", 2)) {
        return false;
    }
    bool good = read_text(reader, node, "file") != NULL;
    good = read_text(reader, node, "column") != NULL && good;
    if (bw_node_get(node, "unit") != NULL) {
        unit = read_text(reader, node, "unit");
        good = good && unit != NULL;
    }
    if (!good) {
        return false;
    }
    const struct bw_column *column = read_file(reader, row, node, unit);
    return column != NULL
        && check_made(reader, node,
            bw_law_make_empirical(reader->arena, column->values, column->count, law));
}

static const struct special_law *find_special(enum bw_law_id id)
{
    static const struct special_law specials[BW_LAW_COUNT] = {
        [BW_LAW_EMPIRICAL] = {read_empirical, "file|column|unit"},
        [BW_LAW_DISCRETE] = {read_discrete, "values|weights"},
        [BW_LAW_SHIFTED] = {read_shifted, "by|law"},
        [BW_LAW_MIXTURE] = {read_mixture, "laws|weights"},
    };
    return specials[id].read != NULL ? &specials[id] : NULL;
}

/* Number of the parameter with this key, -1 when the law has none such. */
static int find_parameter(const struct bw_law_kind *kind, const char *key)
{
    for (int i = 0; i < BW_LAW_PARAMETERS && kind->parameters[i].name != NULL; i++) {
        if (strcmp(kind->parameters[i].name, key) == 0) {
            return i;
        }
    }
    return -1;
}

static void fail_unknown_of(struct bw_reader *reader, const struct bw_law_kind *kind,
    const struct bw_entry *entry)
{
    struct bw_suggestion suggestion = bw_suggestion_start(entry->key);
    struct bw_text keys;
    bw_text_init(&keys);
    for (int k = 0; k < BW_LAW_PARAMETERS && kind->parameters[k].name != NULL; k++) {
        bw_suggestion_offer(&suggestion, kind->parameters[k].name);
        bw_text_format(&keys, "%s%s", k > 0 ? "|" : "", kind->parameters[k].name);
    }
    fail_parameter(reader, entry, bw_text_get(&keys), &suggestion);
    bw_text_release(&keys);
}

/* True where values below 0 are as good as others. Durations before something are
 * rather shifted. */
static bool is_signed(const struct bw_row *row)
{
    return row->min < 0 && row->dimension != BW_DIMENSION_DURATION;
}

static bool read_parameters(struct bw_reader *reader, const struct bw_row *row,
    enum bw_law_id id, const struct bw_node *node, struct bw_law *law)
{
    const struct bw_law_kind *kind = bw_law_kind(id);
    double given[BW_LAW_PARAMETERS];
    bool good = true;
    if (!check_mapping(reader, node)) {
        return false;
    }
    for (int i = 0; i < BW_LAW_PARAMETERS; i++) {
        given[i] = NAN;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct bw_entry *entry = &node->entries[i];
        int number = find_parameter(kind, entry->key);
        size_t length = bw_reader_enter(reader, entry->key);
        if (number < 0) {
            fail_unknown_of(reader, kind, entry);
            good = false;
        } else {
            struct bw_row made = parameter_row(row, kind->parameters[number].dimension);
            good = read_number(reader, &made, entry->value, &given[number]) && good;
        }
        bw_reader_leave(reader, length);
    }
    return good
        && check_made(reader, node,
            id == BW_LAW_NORMAL && is_signed(row)
                ? bw_law_make_signed_normal(given, law)
                : bw_law_make(id, given, law));
}

/* Finds the law of a tag; BW_LAW_COUNT when there is none such. */
static enum bw_law_id find_law(const char *tag, struct bw_suggestion *suggestion)
{
    for (int id = 0; id < BW_LAW_COUNT; id++) {
        const char *name = bw_law_kind((enum bw_law_id)id)->name;
        if (strcmp(name, tag) == 0 && id != BW_LAW_CONSTANT) {
            return (enum bw_law_id)id;
        }
        if (id != BW_LAW_CONSTANT) {
            bw_suggestion_offer(suggestion, name);
        }
    }
    return BW_LAW_COUNT;
}

static bool read_tagged(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_entry *entry, struct bw_law *law)
{
    struct bw_suggestion suggestion = bw_suggestion_start(entry->key);
    enum bw_law_id id = find_law(entry->key, &suggestion);
    bool good = false;
    size_t length = bw_reader_enter(reader, entry->key);
    if (id == BW_LAW_COUNT) {
        bw_reader_fail_unknown(reader, entry->key_position, "law", &suggestion);
    } else if (find_special(id) != NULL) {
        good = find_special(id)->read(reader, row, entry->value, law);
    } else {
        good = read_parameters(reader, row, id, entry->value, law);
    }
    if (good && row->above_min && bw_law_mean(law) <= row->min) {
        bw_reader_fail(
            reader, entry->value->position, "expected a law with a mean above 0");
        good = false;
    }
    if (good && reader->wants_inverse && bw_law_obstacle(law) != NULL) {
        bw_reader_fail(reader, entry->key_position,
            "expected a law with an inverse distribution function, as run.antithetic "
            "needs, found %s",
            bw_law_obstacle(law));
        good = false;
    }
    bw_reader_leave(reader, length);
    return good;
}

/* Mixtures and shifted laws go down again; the reader of documents limits the depth. */
bool bw_law_read(struct bw_reader *reader, const struct bw_row *row,
    const struct bw_node *node, struct bw_law *law)
{
    struct bw_marks outer;
    double value = 0.0;
    bool good = false;
    *law = bw_law_constant(0.0);
    node = bw_reader_open_wrapper(reader, node, &outer);
    if (node == NULL) {
        good = false;
    } else if (node->kind == BW_NODE_MAP && node->count == 1) {
        good = read_tagged(reader, row, &node->entries[0], law);
    } else if (node->kind == BW_NODE_MAP) {
        bw_reader_fail(reader, node->position,
            "expected one law such as {lognormal: {mean: ..., cv: ...}}, found a "
            "mapping "
            "with %u keys",
            node->count);
    } else if (read_number(reader, row, node, &value)) {
        *law = bw_law_constant(value);
        good = true;
    }
    bw_reader_close_wrapper(reader, &outer);
    return good;
}
