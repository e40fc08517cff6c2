/* SPDX-License-Identifier: Apache-2.0
 *
 * The schema as JSON Schema draft-07: one definition per table, one per dimension of
 * laws. Any value may be wrapped, so most are "anyOf" of themselves and the wrapper. A
 * file that extends another may leave out anything and delete with null, so tables are
 * written twice: strictly, and as parts of such a file.
 */
#include "base/number.h"
#include "scenario/law_reader.h"
#include "scenario/scenario.h"
#include "scenario/schema.h"

#include <math.h>
#include <string.h>

#define DATE_PATTERN "\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\""

/* Ids as they may be written: with numbers of groups in them, and below "defaults" with
 * "*" for any characters. Escaped for JSON. */
#define NUMBERS "\\\\{(n|[0-9]+\\\\.\\\\.[0-9]+)\\\\}"
#define ID "[a-z]([a-z0-9-]|" NUMBERS ")*"
#define PATTERN "([a-z*]|" NUMBERS ")([a-z0-9*-]|" NUMBERS ")*"

struct writing {
    struct bw_text *text;
    const char *family; /* prefix of the definitions: "" or "part-of-" */
    bool is_part;       /* nothing is required and null deletes */
    bool dimensions[BW_DIMENSION_COUNT]; /* laws of which are wanted */
};

static void add_string(struct bw_text *text, const char *string)
{
    bw_text_add(text, "\"");
    for (const char *c = string; *c != '\0'; c++) {
        bw_text_add(text, *c == '"' || *c == '\\' ? "\\" : "");
        bw_text_append(text, c, 1);
    }
    bw_text_add(text, "\"");
}

/* Appends "a|b" as a list of strings, and further ones behind it. */
static void add_words(struct bw_text *text, const char *words)
{
    bw_text_add(text, "[");
    for (bool first = true; *words != '\0'; first = false) {
        size_t length = strcspn(words, "|");
        bw_text_format(text, "%s\"%.*s\"", first ? "" : ", ", (int)length, words);
        words += length + (words[length] == '|');
    }
    bw_text_add(text, "]");
}

static void add_bound(struct bw_text *text, const char *name, double bound)
{
    char number[32];
    if (isfinite(bound)) {
        bw_text_format(
            text, ", \"%s\": %s", name, bw_number_write(bound, number, sizeof number));
    }
}

/* A number of a dimension: plain, with its unit as a string, or a word. Ranges are
 * written for plain numbers in their own unit only. */
static void add_number(struct bw_text *text, const struct bw_row *row)
{
    const struct bw_dimension_row *dimension = bw_dimension(row->dimension);
    bw_text_add(text, "{\"anyOf\": [");
    if (dimension->plain) {
        bw_text_add(text, "{\"type\": \"number\"");
        add_bound(text, row->above_min ? "exclusiveMinimum" : "minimum", row->min);
        add_bound(text, "maximum", row->max);
        bw_text_add(text, "}");
    } else {
        bw_text_add(text, "{\"const\": 0}");
    }
    bw_text_add(text, ", {\"type\": \"string\", \"pattern\": ");
    add_string(text, dimension->pattern);
    bw_text_add(text, "}");
    if (row->or_date) {
        bw_text_add(text, ", {\"type\": \"string\", \"pattern\": " DATE_PATTERN "}");
    }
    if (row->words != NULL && row->type == BW_ROW_NUMBER) {
        bw_text_add(text, ", {\"enum\": ");
        add_words(text, row->words);
        bw_text_add(text, "}");
    }
    bw_text_add(text, "]}");
}

/* Appends the wrapper of a value, whose schema stands in value. */
static void add_wrapper(struct bw_text *text, const struct bw_text *value)
{
    bw_text_format(text,
        "{\"type\": \"object\", \"additionalProperties\": false, \"required\": "
        "[\"value\"], \"properties\": {\"value\": %s, \"source\": {\"type\": "
        "\"string\", \"description\": \"Where it comes from.\"}, \"mark\": {\"enum\": "
        "[\"S\", \"K\", \"A\", \"C\"], \"description\": \"S seen, K known, A assumed, "
        "C "
        "computed.\"}}}",
        bw_text_get(value));
    text->failed = text->failed || value->failed;
}

/* Appends a reference to the definition of a table. */
static void add_reference(struct writing *w, const struct bw_table *table)
{
    const char *null = w->is_part ? ", {\"type\": \"null\"}" : "";
    bw_text_format(w->text, "{\"anyOf\": [{\"$ref\": \"#/definitions/%s%s\"}%s]}",
        w->family, table->name, null);
}

static void add_id_map(struct writing *w, const struct bw_row *row)
{
    struct bw_text *text = w->text;
    struct bw_text number;
    bw_text_format(text,
        "{\"type\": \"object\", \"additionalProperties\": false, "
        "\"patternProperties\": {\"^%s$\": ",
        w->is_part || row->is_part ? PATTERN : ID);
    if (row->child != NULL && row->is_part) {
        struct writing part = *w;
        part.family = "part-of-";
        add_reference(&part, row->child);
    } else if (row->child != NULL) {
        add_reference(w, row->child);
    } else {
        bw_text_init(&number);
        add_number(&number, row);
        bw_text_format(text, "{\"anyOf\": [%s, ", bw_text_get(&number));
        add_wrapper(text, &number);
        bw_text_add(text, w->is_part ? ", {\"type\": \"null\"}]}" : "]}");
        bw_text_release(&number);
    }
    bw_text_add(text, "}}");
}

static void add_one_of(struct writing *w, const struct bw_row *row)
{
    struct bw_text *text = w->text;
    bw_text_add(text, "{\"anyOf\": [");
    add_reference(w, row->child);
    if (row->words != NULL) {
        bw_text_add(text, ", {\"enum\": ");
        add_words(text, row->words);
        bw_text_add(text, "}");
    }
    bw_text_add(text, "]}");
}

/* An id, or a word of the row. */
static void add_id(struct bw_text *text, const struct bw_row *row)
{
    const char *name = row->id_or_dotted ? "^(" ID "\\\\.)?" ID "$" : "^" ID "$";
    bw_text_format(text, "{\"type\": \"string\", \"pattern\": \"%s\"}", name);
}

static void add_names(struct writing *w, const struct bw_row *row)
{
    struct bw_text *text = w->text;
    bw_text_add(text, "{\"anyOf\": [");
    add_id(text, row);
    bw_text_add(text, ", {\"type\": \"array\", \"minItems\": 1, \"items\": ");
    add_id(text, row);
    bw_text_add(text, "}");
    if (row->child != NULL) {
        bw_text_add(text, ", ");
        add_id_map(w, row);
    }
    bw_text_add(text, "]}");
}

/* A list of numbers; where any length will do, one number may stand alone. */
static void add_numbers(struct bw_text *text, const struct bw_row *row)
{
    bool any = row->count == 0;
    if (any) {
        bw_text_add(text, "{\"anyOf\": [");
        add_number(text, row);
        bw_text_add(text, ", {\"type\": \"array\", \"minItems\": 1, \"items\": ");
    } else {
        bw_text_format(text,
            "{\"type\": \"array\", \"minItems\": %u, \"maxItems\": %u, \"items\": ",
            row->count_min > 0 ? row->count_min : row->count, row->count);
    }
    add_number(text, row);
    bw_text_add(text, any ? "}]}" : "}");
}

static void add_value(struct writing *w, const struct bw_row *row);

/* A mapping, or the value of the one key for which a value alone stands. */
static void add_reference_or_shorthand(struct writing *w, const struct bw_row *row)
{
    if (row->shorthand == NULL) {
        add_reference(w, row->child);
        return;
    }
    bw_text_add(w->text, "{\"anyOf\": [");
    add_reference(w, row->child);
    bw_text_add(w->text, ", ");
    add_value(w, bw_schema_find(row->child, row->shorthand));
    bw_text_add(w->text, "]}");
}

/* The bare value of a row, without description and wrapper. */
static void add_value(struct writing *w, const struct bw_row *row)
{
    struct bw_text *text = w->text;
    switch (row->type) {
    case BW_ROW_WORD:
        bw_text_add(text, "{\"enum\": ");
        add_words(text, row->words);
        bw_text_add(text, "}");
        break;
    case BW_ROW_BOOL:
        bw_text_add(text, "{\"type\": \"boolean\"}");
        break;
    case BW_ROW_INTEGER:
        bw_text_add(text, "{\"type\": \"integer\"");
        add_bound(text, "minimum", row->min);
        add_bound(text, "maximum", row->max);
        bw_text_add(text, "}");
        break;
    case BW_ROW_NUMBER:
        add_number(text, row);
        break;
    case BW_ROW_DATE:
        bw_text_add(text, "{\"type\": \"string\", \"pattern\": " DATE_PATTERN "}");
        break;
    case BW_ROW_NAME:
        add_id(text, row);
        break;
    case BW_ROW_NAMES:
        add_names(w, row);
        break;
    case BW_ROW_LAW:
        bw_text_format(
            text, "{\"$ref\": \"#/definitions/law-%d\"}", (int)row->dimension);
        break;
    case BW_ROW_NUMBERS:
        add_numbers(text, row);
        break;
    case BW_ROW_WORDS:
        bw_text_add(text, "{\"anyOf\": [{\"enum\": ");
        add_words(text, row->words);
        bw_text_add(
            text, "}, {\"type\": \"array\", \"minItems\": 1, \"items\": {\"enum\": ");
        add_words(text, row->words);
        bw_text_add(text, "}}]}");
        break;
    case BW_ROW_TEXTS:
        bw_text_add(text,
            "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", "
            "\"minItems\": 1, \"items\": {\"type\": \"string\"}}]}");
        break;
    case BW_ROW_VALUES:
        bw_text_add(text, "{\"type\": \"array\", \"minItems\": 1}");
        break;
    case BW_ROW_OBJECT:
        add_reference_or_shorthand(w, row);
        break;
    case BW_ROW_MAP:
    case BW_ROW_SHARES:
        add_id_map(w, row);
        break;
    case BW_ROW_ONE_OF:
        add_one_of(w, row);
        break;
    default:
        bw_text_add(text, "{\"type\": [\"string\", \"number\", \"boolean\"]}");
        break;
    }
}

/* A property: the value, or the wrapper around it, and what it means. */
static void add_property(struct writing *w, const struct bw_row *row)
{
    struct bw_text *text = w->text;
    struct bw_text value;
    struct writing inner = *w;
    bool wrapped = bw_schema_may_be_wrapped(row);
    bw_text_init(&value);
    inner.text = &value;
    add_value(&inner, row);
    add_string(text, row->key);
    bw_text_add(text, ": {\"description\": ");
    add_string(text, row->doc);
    if (row->fallback != NULL) {
        bw_text_add(text, ", \"default\": ");
        add_string(text, row->fallback);
    }
    bw_text_format(text, ", \"anyOf\": [%s", bw_text_get(&value));
    if (wrapped) {
        bw_text_add(text, ", ");
        add_wrapper(text, &value);
    }
    bw_text_add(text, w->is_part ? ", {\"type\": \"null\"}]}" : "]}");
    text->failed = text->failed || value.failed;
    bw_text_release(&value);
}

/* Appends the keys of a table as an object schema. */
static void add_object(struct writing *w, const struct bw_table *table)
{
    struct bw_text *text = w->text;
    bool first = true;
    bw_text_add(text, "\"description\": ");
    add_string(text, table->doc);
    bw_text_add(text, ", \"type\": \"object\", \"additionalProperties\": false");
    if (table->one_of) {
        bw_text_add(text, ", \"minProperties\": 1, \"maxProperties\": 1");
    }
    for (uint32_t i = 0; i < table->row_count && !w->is_part; i++) {
        if (table->rows[i].required) {
            bw_text_add(text, first ? ", \"required\": [" : ", ");
            add_string(text, table->rows[i].key);
            first = false;
        }
    }
    bw_text_add(text, first ? ", \"properties\": {\n" : "], \"properties\": {\n");
    for (uint32_t i = 0; i < table->row_count; i++) {
        bw_text_add(text, i > 0 ? ",\n  " : "  ");
        add_property(w, &table->rows[i]);
    }
    bw_text_add(text, "}");
}

static void add_definition(const struct bw_table *table, void *context)
{
    struct writing *w = context;
    for (uint32_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].type == BW_ROW_LAW) {
            w->dimensions[table->rows[i].dimension] = true;
        }
    }
    bw_text_format(w->text, ",\n \"%s%s\": {", w->family, table->name);
    add_object(w, table);
    bw_text_add(w->text, "}");
}

/* The parameters of one law. */
static void add_law(
    struct bw_text *text, enum bw_law_id id, enum bw_dimension dimension)
{
    const struct bw_law_kind *kind = bw_law_kind(id);
    const char *special = bw_law_special_keys(id);
    bw_text_add(text, ",\n  {\"description\": ");
    add_string(text, kind->doc);
    bw_text_format(text,
        ", \"type\": \"object\", \"additionalProperties\": false, \"required\": "
        "[\"%s\"], "
        "\"properties\": {\"%s\": {\"description\": ",
        kind->name, kind->name);
    add_string(text, kind->doc);
    bw_text_add(text,
        ", \"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    for (int i = 0; special == NULL && i < BW_LAW_PARAMETERS; i++) {
        const struct bw_law_parameter *parameter = &kind->parameters[i];
        if (parameter->name == NULL) {
            break;
        }
        struct bw_row row = {.type = BW_ROW_NUMBER,
            .dimension =
                parameter->dimension == BW_LAW_VALUE ? dimension : BW_DIMENSION_NUMBER,
            .min = -INFINITY,
            .max = INFINITY};
        bw_text_format(
            text, "%s\"%s\": {\"description\": ", i > 0 ? ", " : "", parameter->name);
        add_string(text, parameter->doc);
        bw_text_add(text, ", \"anyOf\": [");
        add_number(text, &row);
        bw_text_add(text, ", {\"type\": \"object\", \"required\": [\"value\"]}]}");
    }
    for (const char *key = special; key != NULL && *key != '\0';) {
        size_t length = strcspn(key, "|");
        bw_text_format(text, "%s\"%.*s\": {\"description\": \"See the reference.\"}",
            key != special ? ", " : "", (int)length, key);
        key += length + (key[length] == '|');
    }
    bw_text_add(text, "}}}}");
}

/* One definition for every dimension of which there are laws. */
static void add_laws(struct writing *w)
{
    for (int dimension = 0; dimension < BW_DIMENSION_COUNT; dimension++) {
        if (!w->dimensions[dimension]) {
            continue;
        }
        struct bw_row row = {.type = BW_ROW_LAW,
            .dimension = (enum bw_dimension)dimension,
            .min = -INFINITY,
            .max = INFINITY};
        bw_text_format(w->text,
            ",\n \"law-%d\": {\"description\": \"A constant or one law.\", \"anyOf\": "
            "[",
            dimension);
        add_number(w->text, &row);
        for (int id = BW_LAW_CONSTANT + 1; id < BW_LAW_COUNT; id++) {
            add_law(w->text, (enum bw_law_id)id, row.dimension);
        }
        bw_text_add(w->text, "]}");
    }
}

enum bw_status bw_schema_write_json(struct bw_text *text)
{
    struct writing w = {.text = text, .family = ""};
    bw_text_add(text,
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
        "\"title\": \"bullwhip scenario\",\n\"definitions\": {\n"
        " \"id\": {\"description\": \"Name of an element.\", \"type\": "
        "\"string\", \"pattern\": \"" BW_ID_PATTERN "\"}");
    bw_schema_walk(&bw_schema_root, add_definition, &w);
    w.family = "part-of-";
    w.is_part = true;
    bw_schema_walk(&bw_schema_root, add_definition, &w);
    add_laws(&w);
    bw_text_format(text,
        "},\n\"if\": {\"required\": [\"extends\"]},\n"
        "\"then\": {\"$ref\": \"#/definitions/part-of-%s\"},\n"
        "\"else\": {\"$ref\": \"#/definitions/%s\"}}\n",
        bw_schema_root.name, bw_schema_root.name);
    return text->failed ? BW_ERR_NOMEM : BW_OK;
}
