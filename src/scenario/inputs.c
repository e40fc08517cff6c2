/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/inputs.h"

#include <stdlib.h>
#include <string.h>

void bw_inputs_init(struct bw_inputs *inputs, struct bw_arena *arena)
{
    *inputs = (struct bw_inputs){
        .arena = arena, .currency = "", .mark = "", .source = "", .status = BW_OK};
    bw_vector_init(&inputs->rows, sizeof(struct bw_input_row));
}

void bw_inputs_release(struct bw_inputs *inputs)
{
    bw_vector_release(&inputs->rows);
}

static const char *copy(struct bw_inputs *inputs, const char *text, size_t length)
{
    if (length == 0) {
        return "";
    }
    const char *result = bw_arena_copy_text(inputs->arena, text, length);
    if (result == NULL) {
        inputs->status = BW_ERR_NOMEM;
        return "";
    }
    return result;
}

/* The unit as the results write it: "d", "EUR/unit/month", "degC". written is what
 * stands behind the number, blanks included. */
static const char *unit_text(
    struct bw_inputs *inputs, enum bw_dimension dimension, const char *written)
{
    struct bw_text unit;
    bw_text_init(&unit);
    const char *usual = bw_dimension(dimension)->unit;
    if (usual[0] == '$') {
        bw_text_add(&unit, inputs->currency);
    }
    for (const char *c = written; *c != '\0'; c++) {
        bw_text_append(&unit, c, *c == ' ' ? 0 : 1);
    }
    if (*written == '\0' && dimension == BW_DIMENSION_QUANTITY
        && inputs->item_unit != NULL) {
        bw_text_add(&unit, inputs->item_unit);
    } else if (*written == '\0') {
        bw_text_add(&unit, usual + (usual[0] == '$'));
    }
    if (unit.failed) {
        inputs->status = BW_ERR_NOMEM;
    }
    const char *result = copy(inputs, bw_text_get(&unit), unit.length);
    bw_text_release(&unit);
    return result;
}

static bool has_unit(enum bw_row_type type)
{
    return type == BW_ROW_NUMBER || type == BW_ROW_LAW || type == BW_ROW_NUMBERS
        || type == BW_ROW_SHARES;
}

/* Who set a value. What stands in one place for many elements is named with it; the
 * folder of the file is left out, since results do not depend on it. */
static const char *origin_text(struct bw_inputs *inputs, const struct bw_node *node)
{
    static const char *const origins[] = {
        [BW_ORIGIN_DEFAULT] = "default",
        [BW_ORIGIN_FILE] = "file",
        [BW_ORIGIN_OVERLAY] = "overlay",
        [BW_ORIGIN_COMMAND_LINE] = "command line",
        [BW_ORIGIN_GROUP] = "default group",
        [BW_ORIGIN_TABLE] = "table",
    };
    enum bw_origin origin = node != NULL ? node->origin : BW_ORIGIN_DEFAULT;
    if (origin != BW_ORIGIN_GROUP && origin != BW_ORIGIN_TABLE) {
        return origins[origin];
    }
    const char *slash = strrchr(node->position.file, '/');
    struct bw_text text;
    bw_text_init(&text);
    bw_text_format(&text, "%s, %s:%d", origins[origin],
        slash != NULL ? slash + 1 : node->position.file, node->position.line);
    if (text.failed) {
        inputs->status = BW_ERR_NOMEM;
    }
    const char *result = copy(inputs, bw_text_get(&text), text.length);
    bw_text_release(&text);
    return result;
}

void bw_inputs_add(struct bw_inputs *inputs, const struct bw_row *row, const char *path,
    const char *value, const struct bw_node *node)
{
    if (inputs->is_brief) {
        return;
    }
    struct bw_input_row *added = NULL;
    if (bw_vector_push(&inputs->rows, &added) != BW_OK) {
        inputs->status = BW_ERR_NOMEM;
        return;
    }
    size_t length = strlen(value);
    double number = 0.0;
    const char *unit = "";
    added->unit = "";
    if (has_unit(row->type) && bw_units_split(value, &number, &unit)) {
        length = (size_t)(unit - value);
        while (length > 0 && value[length - 1] == ' ') {
            length--;
        }
        added->unit = unit_text(inputs, row->dimension, unit);
    }
    added->path = copy(inputs, path, strlen(path));
    added->value = copy(inputs, value, length);
    added->origin = origin_text(inputs, node);
    added->mark = copy(inputs, inputs->mark, strlen(inputs->mark));
    added->source = copy(inputs, inputs->source, strlen(inputs->source));
}

static int compare_paths(const void *a, const void *b)
{
    const struct bw_input_row *left = a;
    const struct bw_input_row *right = b;
    return strcmp(left->path, right->path);
}

enum bw_status bw_inputs_finish(struct bw_inputs *inputs, struct bw_input_table *table)
{
    size_t count = inputs->rows.count;
    struct bw_input_row *rows = bw_arena_allocate(inputs->arena, count, sizeof *rows);
    if (rows == NULL || inputs->status != BW_OK) {
        return BW_ERR_NOMEM;
    }
    if (count > 0) {
        memcpy(rows, inputs->rows.items, count * sizeof *rows);
        qsort(rows, count, sizeof *rows, compare_paths);
    }
    *table = (struct bw_input_table){rows, count};
    return BW_OK;
}
