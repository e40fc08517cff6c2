/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the resource of a step, or the lines among which its batches choose.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdio.h>
#include <string.h>

/* Where one line stands in the scenario. */
struct written {
    const char *id, *path;
    struct bw_view view; /* keys of the line; empty in a list */
};

/* One line of "resource: [a, b]" or "resource: {a: {...}, b: {...}}". id is NULL when
 * it is no text. */
static struct written written_at(struct bw_build *build, const struct bw_view *view,
    const struct bw_node *lines, uint32_t i)
{
    const struct bw_row *row = bw_schema_find(view->table, "resource");
    const char *path = bw_build_path(build, view->path, "resource");
    struct written written = {
        .view = {.build = build, .table = row->child, .path = path}};
    char number[16];
    if (lines->kind == BW_NODE_MAP) {
        written.view = bw_view_written(view, "resource", i);
        written.id = lines->entries[i].key;
        written.path = written.view.path;
        return written;
    }
    (void)snprintf(number, sizeof number, "%u", i);
    written.path = bw_build_path(build, path, number);
    written.view.path = written.path;
    if (lines->entries[i].value->kind == BW_NODE_SCALAR) {
        written.id = lines->entries[i].value->text;
    }
    return written;
}

/* Adds a line; its share stands in cumulative until all are known. */
static void add_line(
    struct bw_build *build, const struct written *written, struct bw_step *step)
{
    bw_index site = build->network->recipes[step->recipe].site;
    struct bw_line *line = NULL;
    if (written->id == NULL || !bw_schema_is_id(written->id)) {
        return; /* an error of the schema */
    }
    bw_index resource =
        bw_build_resource_of(build, written->path, written->id, site, NULL);
    for (uint32_t i = 0; i < step->line_count && resource != BW_NONE; i++) {
        const struct bw_line *other = bw_vector_at(&build->lines, step->first_line + i);
        if (other->resource == resource) {
            bw_build_fail(build, written->path, "%s is named twice", written->id);
            return;
        }
    }
    if (bw_vector_push(&build->lines, &line) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *line = (struct bw_line){
        .resource = resource,
        .time_factor = bw_view_number(&written->view, "time_factor"),
        .cumulative = bw_view_number(&written->view, "share"),
        .yield = bw_view_sampler(&written->view, "yield"),
    };
    step->line_count++;
    if (bw_view_has(&written->view, "share") && step->line_rule != BW_LINE_SPLIT) {
        bw_build_fail(build, bw_build_path(build, written->path, "share"),
            "only \"choose: split\" has shares");
    }
}

/* Makes cumulative shares of the shares. */
static void add_up(
    struct bw_build *build, const struct bw_view *view, const struct bw_step *step)
{
    double sum = 0.0;
    double before = 0.0;
    for (uint32_t i = 0; i < step->line_count; i++) {
        const struct bw_line *line = bw_vector_at(&build->lines, step->first_line + i);
        sum += line->cumulative;
    }
    if (step->line_count > 0 && !(sum > 0.0)) {
        bw_build_fail(build, bw_build_path(build, view->path, "resource"),
            "expected a share above 0 somewhere");
    }
    for (uint32_t i = 0; i < step->line_count; i++) {
        struct bw_line *line = bw_vector_at(&build->lines, step->first_line + i);
        before += line->cumulative / sum;
        line->cumulative = i + 1 < step->line_count ? before : 1.0;
    }
}

void bw_build_lines(
    struct bw_build *build, const struct bw_view *view, struct bw_step *step)
{
    const struct bw_node *lines = bw_view_node(view, "resource");
    const char *path = bw_build_path(build, view->path, "resource");
    step->resource = BW_NONE;
    step->first_line = (bw_index)build->lines.count;
    step->line_rule = (enum bw_line_rule)bw_view_integer(view, "choose");
    step->line_stream = bw_build_stream(build, view->path, "choose");
    if (bw_view_has(view, "choose")
        && (lines == NULL || lines->kind == BW_NODE_SCALAR || lines->count < 2)) {
        bw_build_fail(build, bw_build_path(build, view->path, "choose"),
            "only a step with several lines in \"resource\" has this");
    }
    if (lines == NULL) {
        return;
    }
    if (lines->kind == BW_NODE_SCALAR) {
        bw_index site = build->network->recipes[step->recipe].site;
        step->resource = bw_schema_is_id(lines->text)
            ? bw_build_resource_of(build, path, lines->text, site, NULL)
            : BW_NONE;
        return;
    }
    if (lines->count > BW_LINE_LIMIT) {
        bw_build_fail(build, path, "expected at most %u lines, found %u", BW_LINE_LIMIT,
            lines->count);
        return;
    }
    for (uint32_t i = 0; i < lines->count; i++) {
        struct written written = written_at(build, view, lines, i);
        add_line(build, &written, step);
    }
    add_up(build, view, step);
    if (step->line_count > 0) {
        const struct bw_line *first = bw_vector_at(&build->lines, step->first_line);
        step->resource = first->resource;
    }
}
