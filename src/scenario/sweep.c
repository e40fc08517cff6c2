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

/* All places that a factor changes, collected in an arena. */
static enum bw_status collect_places(struct bw_arena *arena, const struct bw_node *root,
    const struct bw_factor *factor, struct bw_vector *places)
{
    enum bw_status status = BW_OK;
    for (size_t i = 0; i < factor->path_count && status == BW_OK; i++) {
        status = bw_assignment_places(arena, root, factor->paths[i], places);
    }
    return status;
}

/* True when writing at later undoes what was written at earlier. */
static bool is_undone(const char *earlier, const char *later)
{
    size_t length = strlen(later);
    return strncmp(earlier, later, length) == 0
        && (earlier[length] == '\0' || earlier[length] == '.');
}

/* Reports the first place that two factors change: the later would win, and the labels
 * of the earlier would not be true. */
static void check_pair(struct bw_reader *reader, const struct bw_node *factors,
    const struct bw_vector *places, uint32_t first, uint32_t second)
{
    for (size_t i = 0; i < places[first].count; i++) {
        const char *const *earlier = bw_vector_at(&places[first], i);
        for (size_t k = 0; k < places[second].count; k++) {
            const char *const *later = bw_vector_at(&places[second], k);
            if (!is_undone(*earlier, *later)) {
                continue;
            }
            const struct bw_entry *entry = &factors->entries[second];
            const struct bw_node *path = bw_node_get(entry->value, "path");
            size_t length = bw_reader_enter(reader, entry->key);
            size_t inner = bw_reader_enter(reader, "path");
            bw_reader_fail(reader, path != NULL ? path->position : entry->key_position,
                "the factors \"%s\" and \"%s\" both change %s",
                factors->entries[first].key, entry->key, *earlier);
            bw_reader_leave(reader, inner);
            bw_reader_leave(reader, length);
            return;
        }
    }
}

/* No two factors of a grid may reach the same place; one at a time they never meet. */
static enum bw_status check_overlaps(struct bw_reader *reader,
    const struct bw_node *root, const struct bw_node *factors,
    const struct bw_scenario *scenario)
{
    struct bw_arena scratch;
    enum bw_status status = BW_OK;
    bw_arena_init(&scratch);
    struct bw_vector *places =
        bw_arena_allocate(&scratch, factors->count, sizeof *places);
    if (places == NULL) {
        bw_arena_release(&scratch);
        return BW_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < factors->count; i++) {
        bw_vector_init(&places[i], sizeof(const char *));
        if (status == BW_OK) {
            status = collect_places(&scratch, root, &scenario->factors[i], &places[i]);
        }
    }
    for (uint32_t i = 0; i < factors->count && status == BW_OK; i++) {
        for (uint32_t k = 0; k < i; k++) {
            check_pair(reader, factors, places, k, i);
        }
    }
    for (uint32_t i = 0; i < factors->count; i++) {
        bw_vector_release(&places[i]);
    }
    bw_arena_release(&scratch);
    return status;
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
    enum bw_status status = BW_ERR_NOMEM;
    if (good && one) {
        status = BW_OK;
    } else if (good) {
        status = check_overlaps(reader, root, factors, scenario);
    }
    bw_reader_leave(reader, length);
    return status;
}
