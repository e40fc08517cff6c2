/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/sweep.h"

#include "scenario/assignment.h"

#include <stdio.h>
#include <string.h>

/* The texts of a list, or of one value. NULL when memory is short. */
static const char *const *read_texts(
    struct bw_arena *arena, const struct bw_node *node, size_t *count)
{
    bool is_list = node->kind == BW_NODE_LIST;
    *count = is_list ? node->count : 1;
    const char **texts = bw_arena_allocate(arena, *count, sizeof *texts);
    for (size_t i = 0; i < *count && texts != NULL; i++) {
        const struct bw_node *value =
            bw_value_unwrap(is_list ? node->entries[i].value : node);
        struct bw_text text;
        bw_text_init(&text);
        if (value->kind == BW_NODE_SCALAR) {
            /* Quotes keep "*1.2" from being an alias; they are no part of the level. */
            bw_text_add(&text, value->text);
        } else {
            bw_node_write(value, &text);
        }
        texts[i] = bw_arena_copy_text(arena, bw_text_get(&text), text.length);
        bool failed = text.failed || texts[i] == NULL;
        bw_text_release(&text);
        if (failed) {
            return NULL;
        }
    }
    return texts;
}

/* Tries every level on every path that matches something. */
static void check_levels(struct bw_reader *reader, const struct bw_node *root,
    const struct bw_factor *factor, const struct bw_node *paths,
    const struct bw_node *values)
{
    for (size_t p = 0; p < factor->path_count; p++) {
        bool is_list = paths->kind == BW_NODE_LIST;
        size_t length = bw_reader_enter(reader, "path");
        bool matches = bw_assignment_matches(reader, root, factor->paths[p],
            is_list ? paths->entries[p].value->position : paths->position);
        bw_reader_leave(reader, length);
        for (size_t v = 0; v < factor->value_count && matches; v++) {
            char index[32];
            struct bw_assignment level = {factor->paths[p], factor->values[v]};
            (void)snprintf(index, sizeof index, "values.%zu", v);
            length = bw_reader_enter(reader, index);
            bw_assignment_check(
                reader, root, &level, values->entries[v].value->position);
            bw_reader_leave(reader, length);
        }
    }
}

/* Reads one factor. Returns false when memory is short. */
static bool read_factor(struct bw_reader *reader, const struct bw_node *root,
    const struct bw_entry *entry, struct bw_arena *arena, struct bw_factor *factor)
{
    const struct bw_node *paths = bw_node_get(entry->value, "path");
    const struct bw_node *values = bw_node_get(entry->value, "values");
    factor->name = bw_arena_copy_text(arena, entry->key, strlen(entry->key));
    if (paths == NULL || values == NULL) {
        return factor->name != NULL; /* the schema check has said so */
    }
    paths = bw_value_unwrap(paths);
    values = bw_value_unwrap(values);
    if (paths->kind == BW_NODE_MAP || values->kind != BW_NODE_LIST) {
        return factor->name != NULL;
    }
    factor->paths = read_texts(arena, paths, &factor->path_count);
    factor->values = read_texts(arena, values, &factor->value_count);
    if (factor->name == NULL || factor->paths == NULL || factor->values == NULL) {
        return false;
    }
    size_t length = bw_reader_enter(reader, entry->key);
    check_levels(reader, root, factor, paths, values);
    bw_reader_leave(reader, length);
    return true;
}

enum bw_status bw_sweep_read(
    struct bw_reader *reader, const struct bw_node *root, struct bw_scenario *scenario)
{
    const struct bw_node *sweep = bw_node_get(root, "sweep");
    const struct bw_node *factors = bw_node_get(sweep, "factors");
    const struct bw_node *design = bw_node_get(sweep, "design");
    bool one =
        design != NULL && strcmp(bw_value_unwrap(design)->text, "one_at_a_time") == 0;
    scenario->design = one ? BW_DESIGN_ONE_AT_A_TIME : BW_DESIGN_GRID;
    if (factors == NULL || factors->kind != BW_NODE_MAP) {
        return BW_OK;
    }
    scenario->factors =
        bw_arena_allocate(&scenario->arena, factors->count, sizeof *scenario->factors);
    if (scenario->factors == NULL) {
        return BW_ERR_NOMEM;
    }
    scenario->factor_count = factors->count;
    size_t length = bw_reader_enter(reader, "sweep.factors");
    bool good = true;
    for (uint32_t i = 0; i < factors->count && good; i++) {
        good = read_factor(reader, root, &factors->entries[i], &scenario->arena,
            &scenario->factors[i]);
    }
    bw_reader_leave(reader, length);
    return good ? BW_OK : BW_ERR_NOMEM;
}
