/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/schema.h"

#include "base/number.h"
#include "base/status.h"
#include "base/time.h"

#include <math.h>
#include <string.h>

#define TABLES_LIMIT 256 /* more than there are */

const struct bw_row *bw_schema_find(const struct bw_table *table, const char *key)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        const char *row_key = table->rows[i].key;
        if (row_key[0] == key[0] && strcmp(row_key, key) == 0) {
            return &table->rows[i];
        }
    }
    return NULL;
}

void bw_schema_offer(const struct bw_table *table, struct bw_suggestion *suggestion)
{
    for (uint32_t i = 0; i < table->row_count; i++) {
        bw_suggestion_offer(suggestion, table->rows[i].key);
    }
}

bool bw_schema_may_be_wrapped(const struct bw_row *row)
{
    return (row->type != BW_ROW_OBJECT || row->shorthand != NULL)
        && row->type != BW_ROW_MAP && row->type != BW_ROW_SHARES;
}

int bw_schema_word(const char *words, const char *word)
{
    size_t wanted = strlen(word);
    for (int i = 0; words != NULL && *words != '\0'; i++) {
        size_t length = strcspn(words, "|");
        if (length == wanted && memcmp(words, word, length) == 0) {
            return i;
        }
        words += length + (words[length] == '|');
    }
    return -1;
}

bool bw_schema_is_reserved(const char *text)
{
    return bw_schema_word("make|all|none|yes|no|on|off|true|false|null", text) >= 0;
}

bool bw_schema_is_id(const char *text)
{
    static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = strspn(text, rest);
    return text[0] >= 'a' && text[0] <= 'z' && text[length] == '\0'
        && length <= BW_ID_LENGTH_LIMIT && !bw_schema_is_reserved(text);
}

/* Appends "a", "b" or "c". */
static void add_words(const char *words, struct bw_text *text)
{
    bool first = true;
    while (*words != '\0') {
        size_t length = strcspn(words, "|");
        bool last = words[length] == '\0';
        bw_text_add(text, first ? "" : last ? " or " : ", ");
        bw_text_format(text, "\"%.*s\"", (int)length, words);
        words += length + !last;
        first = false;
    }
}

void bw_schema_expect(const struct bw_row *row, struct bw_text *text)
{
    static const char *const phrases[BW_ROW_TYPE_COUNT] = {
        [BW_ROW_TEXT] = "a text",
        [BW_ROW_WORD] = "",
        [BW_ROW_BOOL] = "true or false",
        [BW_ROW_INTEGER] = "a whole number",
        [BW_ROW_DATE] = "a date such as 2026-01-05",
        [BW_ROW_NAME] = "an id in ",
        [BW_ROW_NAMES] = "an id, or a list of ids, in ",
        [BW_ROW_NUMBERS] = "a list",
        [BW_ROW_WORDS] = "one or a list of ",
        [BW_ROW_TEXTS] = "a text or a list of texts",
        [BW_ROW_VALUES] = "a list of values",
        [BW_ROW_OBJECT] = "a mapping",
        [BW_ROW_MAP] = "a mapping from ids",
        [BW_ROW_SHARES] = "a mapping from ids to numbers",
        [BW_ROW_ONE_OF] = "a mapping with one key",
    };
    if (row->type == BW_ROW_NUMBER || row->type == BW_ROW_LAW) {
        bw_text_add(text, bw_dimension(row->dimension)->phrase);
    } else {
        bw_text_add(text, phrases[row->type]);
    }
    if (row->type == BW_ROW_NAME || row->type == BW_ROW_NAMES) {
        bw_text_add(text, row->target);
    }
    if (row->type == BW_ROW_NAMES && row->child != NULL) {
        bw_text_add(text, ", a mapping from them,");
    }
    if (row->type == BW_ROW_NUMBERS && row->count == 0) {
        bw_text_format(
            text, " of numbers, or %s", bw_dimension(row->dimension)->phrase);
    } else if (row->type == BW_ROW_NUMBERS) {
        if (row->count_min > 0) {
            bw_text_format(text, " of %u to", row->count_min);
        } else {
            bw_text_add(text, " of");
        }
        bw_text_format(text, " %u numbers", row->count);
    }
    if (row->shorthand != NULL) {
        bw_text_add(text, ", or ");
        bw_schema_expect(bw_schema_find(row->child, row->shorthand), text);
    }
    if (row->or_date) {
        bw_text_add(text, ", a date such as 2026-01-05");
    }
    if (row->words != NULL && row->type != BW_ROW_SHARES) {
        bool alone = row->type == BW_ROW_WORD || row->type == BW_ROW_WORDS;
        bw_text_add(text, alone ? "" : " or ");
        add_words(row->words, text);
    }
}

/* Writes a bound in the unit that people use for it. */
static void add_bound(const struct bw_row *row, double bound, struct bw_text *text)
{
    char number[32];
    bool years = row->dimension == BW_DIMENSION_DURATION && bound > 0.0;
    bool per_second = row->dimension == BW_DIMENSION_RATE && bound > 0.0;
    double shown = years ? bound / (double)BW_YEAR
        : per_second     ? bound * (double)BW_SECOND
                         : bound;
    (void)bw_number_write(shown, number, sizeof number);
    bw_text_format(text, "%s%s", number, years ? " y" : per_second ? " /s" : "");
}

void bw_schema_range(const struct bw_row *row, struct bw_text *text)
{
    bool has_max = isfinite(row->max);
    bool has_min = isfinite(row->min);
    if (row->type == BW_ROW_INTEGER && has_max) {
        bw_text_add(text, " from ");
        add_bound(row, row->min, text);
        bw_text_add(text, " to ");
        add_bound(row, row->max, text);
        return;
    }
    if (has_min) {
        bw_text_add(text, row->above_min ? " above " : " of at least ");
        add_bound(row, row->min, text);
    }
    if (has_max) {
        bw_text_add(text, has_min ? " and at most " : " of at most ");
        add_bound(row, row->max, text);
    }
}

bool bw_schema_maps(const struct bw_row *row, const char *key)
{
    bool is_place = key[0] >= '0' && key[0] <= '9';
    return row->type == BW_ROW_MAP
        || (row->type == BW_ROW_NAMES && row->child != NULL && !is_place);
}

const struct bw_row *bw_schema_below(
    const struct bw_row *row, const char *key, struct bw_row *made)
{
    if (row == NULL) {
        return NULL;
    }
    if (row->type == BW_ROW_OBJECT || row->type == BW_ROW_ONE_OF) {
        return bw_schema_find(row->child, key);
    }
    if (bw_schema_maps(row, key)) {
        *made = (struct bw_row){.key = key, .type = BW_ROW_OBJECT, .child = row->child};
        return made;
    }
    return NULL;
}

void bw_schema_walk(
    const struct bw_table *table, bw_schema_visit_fn visit, void *context)
{
    const struct bw_table *tables[TABLES_LIMIT] = {table};
    size_t count = 1;
    for (size_t i = 0; i < count; i++) {
        visit(tables[i], context);
        for (uint32_t k = 0; k < tables[i]->row_count; k++) {
            const struct bw_table *child = tables[i]->rows[k].child;
            bool known = child == NULL;
            for (size_t m = 0; m < count && !known; m++) {
                known = tables[m] == child;
            }
            if (!known) {
                BW_ASSERT(count < TABLES_LIMIT);
                tables[count++] = child;
            }
        }
    }
}
