/* SPDX-License-Identifier: Apache-2.0
 *
 * The schema as a page of documentation: docs/reference/scenario.md.
 */
#include "base/number.h"
#include "base/time.h"
#include "scenario/law_reader.h"
#include "scenario/scenario.h"
#include "scenario/schema.h"

#include <math.h>
#include <string.h>

/* Appends "a|b" as code words. */
static void add_words(struct bw_text *text, const char *words, const char *between)
{
    for (bool first = true; *words != '\0'; first = false) {
        size_t length = strcspn(words, "|");
        bw_text_format(text, "%s`%.*s`", first ? "" : between, (int)length, words);
        words += length + (words[length] == '|');
    }
}

/* What a value looks like: "law of a duration", "id in `sites` or `make`". */
static void add_type(struct bw_text *text, const struct bw_row *row)
{
    static const char *const names[BW_ROW_TYPE_COUNT] = {
        [BW_ROW_TEXT] = "text",
        [BW_ROW_WORD] = "",
        [BW_ROW_BOOL] = "`true` or `false`",
        [BW_ROW_INTEGER] = "whole number",
        [BW_ROW_NUMBER] = "",
        [BW_ROW_DATE] = "date",
        [BW_ROW_NAME] = "id in ",
        [BW_ROW_NAMES] = "id or list of ids in ",
        [BW_ROW_LAW] = "law: ",
        [BW_ROW_NUMBERS] = "",
        [BW_ROW_WORDS] = "one or a list of ",
        [BW_ROW_TEXTS] = "text or list of texts",
        [BW_ROW_VALUES] = "list of values",
        [BW_ROW_OBJECT] = "mapping",
        [BW_ROW_MAP] = "mapping from ids",
        [BW_ROW_SHARES] = "mapping from ids: ",
        [BW_ROW_ONE_OF] = "mapping with one key",
    };
    bw_text_add(text, names[row->type]);
    if (row->type == BW_ROW_NAME || row->type == BW_ROW_NAMES) {
        bw_text_format(text, "`%s`", row->target);
    }
    if (row->type == BW_ROW_NAMES && row->child != NULL) {
        bw_text_add(text, ", mapping from them,");
    }
    if (row->type == BW_ROW_NUMBERS && row->count == 0) {
        bw_text_add(text, "one or a list of: ");
    } else if (row->type == BW_ROW_NUMBERS) {
        bw_text_add(text, "list: ");
        if (row->count_min > 0) {
            bw_text_format(text, "%u to ", row->count_min);
        }
        bw_text_format(text, "%u times ", row->count);
    }
    if (row->shorthand != NULL) {
        bw_text_format(text, ", or `%s` alone", row->shorthand);
    }
    if (row->type == BW_ROW_NUMBER || row->type == BW_ROW_LAW
        || row->type == BW_ROW_NUMBERS || row->type == BW_ROW_SHARES) {
        bw_text_add(text, bw_dimension(row->dimension)->name);
    }
    bw_text_add(text, row->or_date ? " or date" : "");
    if (row->words != NULL) {
        const char *joint = row->type == BW_ROW_SHARES ? "; also " : " or ";
        bool alone = row->type == BW_ROW_WORD || row->type == BW_ROW_WORDS;
        bw_text_add(text, alone ? "" : joint);
        add_words(text, row->words, ", ");
    }
}

static bool has_range(const struct bw_row *row)
{
    bool numeric = row->type == BW_ROW_INTEGER || row->type == BW_ROW_NUMBER
        || row->type == BW_ROW_LAW || row->type == BW_ROW_NUMBERS
        || row->type == BW_ROW_SHARES;
    return numeric && row->dimension != BW_DIMENSION_SHARE;
}

static void add_row(struct bw_text *text, const struct bw_row *row)
{
    struct bw_text range;
    bw_text_init(&range);
    if (has_range(row)) {
        bw_schema_range(row, &range);
    } else if (row->dimension == BW_DIMENSION_SHARE) {
        bw_text_add(&range, " from 0 to 1");
    }
    bw_text_format(text, "| `%s` | ", row->key);
    add_type(text, row);
    bw_text_format(text, " | %s | ", range.length > 0 ? bw_text_get(&range) + 1 : "");
    if (row->required) {
        bw_text_add(text, "required");
    } else if (row->fallback != NULL && row->fallback[0] != '\0') {
        bw_text_format(text, "`%s`", row->fallback);
    }
    bw_text_format(text, " | %s", row->doc);
    if (row->child != NULL) {
        bw_text_format(text, " See [%s](#%s).", row->child->name, row->child->name);
    }
    bw_text_add(text, " |\n");
    text->failed = text->failed || range.failed;
    bw_text_release(&range);
}

static void add_table(const struct bw_table *table, void *context)
{
    struct bw_text *text = context;
    bw_text_format(text, "\n## %s\n\n", table->name);
    if (table->path[0] != '\0') {
        bw_text_format(text, "`%s`: ", table->path);
    }
    bw_text_format(text,
        "%s\n\n| key | value | range | default | meaning |\n| --- | --- | --- | --- | "
        "--- "
        "|\n",
        table->doc);
    for (uint32_t i = 0; i < table->row_count; i++) {
        add_row(text, &table->rows[i]);
    }
}

static void add_laws(struct bw_text *text)
{
    bw_text_add(text,
        "\n## laws\n\nA law is a number (always the same value) or a mapping with one "
        "tag, "
        "such as `{lognormal: {mean: 3 d, cv: 0.4}}`. Parameters marked with * are "
        "plain "
        "numbers; the others have the unit of the quantity.\n\n| tag | parameters | "
        "law "
        "|\n| --- | --- | --- |\n");
    for (int id = BW_LAW_CONSTANT + 1; id < BW_LAW_COUNT; id++) {
        const struct bw_law_kind *kind = bw_law_kind((enum bw_law_id)id);
        const char *special = bw_law_special_keys((enum bw_law_id)id);
        bw_text_format(text, "| `%s` | ", kind->name);
        if (special != NULL) {
            add_words(text, special, ", ");
        }
        for (int i = 0; special == NULL && i < BW_LAW_PARAMETERS; i++) {
            const struct bw_law_parameter *parameter = &kind->parameters[i];
            if (parameter->name == NULL) {
                break;
            }
            bw_text_format(text, "%s`%s`%s: %s", i > 0 ? "; " : "", parameter->name,
                parameter->dimension == BW_LAW_NUMBER ? "*" : "", parameter->doc);
        }
        bw_text_format(text, " | %s |\n", kind->doc);
    }
    bw_text_add(text,
        "\n`empirical` takes each value of a column of a CSV file with the same "
        "probability; the file lies below the scenario's folder, and `unit` is that of "
        "plain numbers in it. `discrete` has a list of `values` and one of `weights`, "
        "`mixture` a list of `laws` and one of `weights`; `shifted` adds `by` to a "
        "`law`."
        "\n");
}

enum bw_status bw_schema_write_markdown(struct bw_text *text)
{
    bw_text_add(text,
        "# Scenario reference\n\nWritten by the program from its schema (`bullwhip "
        "schema "
        "--markdown`); do not edit.\n\nIds match `" BW_ID_PATTERN
        "` with at most 63 characters; `make`, `all`, `none`, `yes`, `no`, `on`, "
        "`off`, "
        "`true`, `false` and `null` are reserved. Durations carry a unit: us, ms, s, "
        "min, "
        "h, d, w, month (365/12 d), y (365 d); `0` needs none. Rates are per unit "
        "time: "
        "`40 /d`. Quantities are in the item's unit, temperatures in degrees C. Any "
        "scalar or law may be written `{value: 3 d, source: \"text\", mark: A}`, where "
        "mark is S (seen), K (known), A (assumed) or C (computed). Dotted paths such "
        "as "
        "`sites.mainz.resources.qc-lab.servers` name every value; list positions count "
        "from 0.\n");
    bw_schema_walk(&bw_schema_root, add_table, text);
    add_laws(text);
    return text->failed ? BW_ERR_NOMEM : BW_OK;
}
