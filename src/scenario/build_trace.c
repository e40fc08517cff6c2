/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in recorded orders of customers.
 */
#include "scenario/build_internal.h"
#include "scenario/record_reader.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

void bw_build_forward_errors(
    struct bw_build *build, const char *path, const struct bw_error_list *errors)
{
    for (size_t i = 0; i < errors->count; i++) {
        const struct bw_error *error = &errors->errors[i];
        if (error->position.line > 0) {
            bw_error_add(build->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT,
                error->position, path, "%s", error->text);
        } else {
            bw_build_fail(build, path, "%s", error->text);
        }
    }
}

static const char *text_or_empty(const struct bw_view *view, const char *key)
{
    const char *text = bw_view_text(view, key);
    return text != NULL ? text : "";
}

/* True when the file and the unit can be what is meant; else after an error. */
static bool check_request(struct bw_build *build, const struct bw_view *view)
{
    const char *file = bw_view_text(view, "file");
    const char *unit = text_or_empty(view, "unit");
    if (file == NULL) {
        return false;
    }
    if (!bw_reader_is_inner_path(file)) {
        bw_build_fail(build, bw_build_path(build, view->path, "file"),
            "expected a file below the scenario's folder, without \"..\", found \"%s\"",
            file);
        return false;
    }
    if (unit[0] != '\0' && bw_time_unit(unit, strlen(unit)) == 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "unit"),
            "expected a unit of time, us, ms, s, min, h, d, w, month or y, found "
            "\"%s\"",
            unit);
        return false;
    }
    if (bw_view_has(view, "is") && !bw_view_has(view, "column")) {
        bw_build_fail(build, bw_build_path(build, view->path, "is"),
            "missing key \"column\": where this stands");
        return false;
    }
    return true;
}

/* The file of a trace; NULL after an error. */
static struct bw_record *read_file(struct bw_build *build, const struct bw_view *view)
{
    struct bw_record *trace = NULL;
    const char *time = bw_view_text(view, "time");
    const char *quantity = bw_view_text(view, "quantity");
    struct bw_error_list errors;
    struct bw_text path;
    if (time == NULL || quantity == NULL) {
        return NULL; /* no text, which the check of form has reported */
    }
    bw_error_list_init(&errors);
    bw_text_init(&path);
    bw_reader_add_folder(&build->reader, bw_view_node(view, "file"), &path);
    bw_text_add(&path, bw_view_text(view, "file"));
    struct bw_record_request request = {bw_text_get(&path), time,
        text_or_empty(view, "unit"), quantity, text_or_empty(view, "item"),
        text_or_empty(view, "column"), build->network->start_day};
    enum bw_status status = path.failed
        ? BW_ERR_NOMEM
        : bw_record_read(build->reader.columns, &request, &errors, &trace);
    bw_build_forward_errors(build, bw_build_path(build, view->path, "file"), &errors);
    if (status == BW_ERR_NOMEM) {
        build->status = status;
    } else if (status != BW_OK && errors.count == 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "file"), "%s",
            bw_status_text(status));
    }
    bw_text_release(&path);
    bw_error_list_release(&errors);
    return trace == NULL || trace->is_broken ? NULL : trace;
}

/* Notes rows as taken, unless the file belongs to a base scenario, which others may be
 * reading. */
static void take_rows(struct bw_build *build, const struct bw_record *trace,
    struct bw_recorded_row *rows, size_t count)
{
    bool own = false;
    for (const struct bw_record *t = build->reader.columns->traces; t != NULL && !own;
         t = t->next) {
        own = t == trace;
    }
    for (size_t i = 0; i < count && own; i++) {
        rows[i].taken = true;
    }
}

/* Adds the orders within the run; returns how many lie outside. */
static size_t add_orders(struct bw_build *build, const struct bw_recorded_row *rows,
    size_t count, struct bw_demand *demand, const struct bw_record *trace)
{
    const struct bw_network *network = build->network;
    const struct bw_item *item = &network->items[demand->item];
    size_t outside = 0;
    double units = 0.0;
    bool warned = false;
    bw_time end = network->horizon + network->cooldown;
    for (size_t i = 0; i < count; i++) {
        struct bw_trace_order *order = NULL;
        int64_t quanta = 0;
        struct bw_position position = {trace->request.path, (int)rows[i].line, 1};
        if (rows[i].time < -network->warmup || rows[i].time > end) {
            outside++;
            continue;
        }
        if (!bw_item_quanta(item, rows[i].quantity, &quanta)) {
            bw_error_add(build->errors, BW_SEVERITY_ERROR, BW_ERR_INPUT, position, NULL,
                "the quantity is too large for the item's quantum");
        }
        double exact = rows[i].quantity / item->quantum;
        if (!warned && fabs(exact - (double)quanta) > 1e-9 * fmax(1.0, exact)) {
            warned = true;
            bw_error_add(build->errors, BW_SEVERITY_WARNING, BW_ERR_INPUT, position,
                NULL,
                "%.12g is no multiple of the quantum of %s, %.12g; such quantities "
                "are rounded",
                rows[i].quantity, item->name, item->quantum);
        }
        if (bw_vector_push(&build->trace_orders, &order) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return outside;
        }
        *order = (struct bw_trace_order){rows[i].time, quanta};
        units += (double)quanta * item->quantum;
        demand->order_count++;
    }
    demand->trace_rate = units / (double)(network->warmup + end);
    return outside;
}

void bw_build_trace(
    struct bw_build *build, const struct bw_view *trace, struct bw_demand *demand)
{
    size_t count = 0;
    demand->first_order = (bw_index)build->trace_orders.count;
    if (demand->item == BW_NONE || !check_request(build, trace)) {
        return;
    }
    struct bw_record *file = read_file(build, trace);
    if (file == NULL) {
        return;
    }
    const char *owner = bw_view_text(trace, "is");
    if (!bw_view_has(trace, "column")) {
        owner = "";
    } else if (owner == NULL) {
        /* demand.DEMAND.arrivals.trace */
        const char *path = build->network->elements[demand->element].path;
        owner = strchr(path, '.') + 1;
    }
    const char *item =
        bw_view_has(trace, "item") ? build->network->items[demand->item].name : "";
    struct bw_recorded_row *rows = bw_record_find(file, owner, item, &count);
    if (count == 0) {
        bw_build_fail(build, trace->path, "%s has no orders for it: no row has%s%s%s%s",
            bw_view_text(trace, "file"), owner[0] != '\0' ? " the owner " : "", owner,
            item[0] != '\0' ? " the item " : "", item);
        return;
    }
    take_rows(build, file, rows, count);
    size_t outside = add_orders(build, rows, count, demand, file);
    if (outside > 0) {
        bw_build_warn(build, trace->path,
            "%zu of %zu orders lie before the warm-up or after the end of the run and "
            "are left out",
            outside, count);
    }
}

/* Counts the rows that nobody has taken, and says where the first of them is. */
static void check_trace(struct bw_build *build, const struct bw_record *trace)
{
    const struct bw_recorded_row *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < trace->count; i++) {
        const struct bw_recorded_row *row = &trace->rows[i];
        if (!row->taken) {
            first = first == NULL || row->line < first->line ? row : first;
            count++;
        }
    }
    if (count > 0) {
        struct bw_position position = {trace->request.path, (int)first->line, 1};
        bw_error_add(build->errors, BW_SEVERITY_WARNING, BW_ERR_INPUT, position, NULL,
            "rows that are orders of no demand: %zu; this is the first of them", count);
    }
}

void bw_build_check_traces(struct bw_build *build)
{
    const struct bw_columns *columns = build->reader.columns;
    for (const struct bw_record *trace = columns != NULL ? columns->traces : NULL;
         trace != NULL; trace = trace->next) {
        if (!trace->is_broken) {
            check_trace(build, trace);
        }
    }
}
