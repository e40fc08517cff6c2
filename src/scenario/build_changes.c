/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the numbers that change by date.
 */
#include "scenario/build_internal.h"
#include "scenario/schema_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Elements whose numbers may change while the chain runs: chain/change.c says what they
 * do then. */
static const enum bw_element_kind changeable[] = {
    BW_ELEMENT_CHAIN, /* shelf lives of items */
    BW_ELEMENT_BUDGET,
    BW_ELEMENT_DEMAND,
    BW_ELEMENT_DOCK,
    BW_ELEMENT_FLEET,
    BW_ELEMENT_LANE,
    BW_ELEMENT_LEDGER,
    BW_ELEMENT_RECIPE,
    BW_ELEMENT_RESOURCE,
    BW_ELEMENT_RETURNS,
    BW_ELEMENT_SCAN,
    BW_ELEMENT_SPACE,
    BW_ELEMENT_STOCK,
    BW_ELEMENT_SUPPLY,
};

/* True when a path fits a pattern in which "*" stands for any part. */
static bool fits(const char *pattern, const char *path)
{
    while (*pattern != '\0' && *path != '\0') {
        size_t length = strcspn(pattern, ".");
        size_t other = strcspn(path, ".");
        bool any = length == 1 && *pattern == '*';
        if (!any && (length != other || strncmp(pattern, path, length) != 0)) {
            return false;
        }
        pattern += length + (pattern[length] == '.');
        path += other + (path[other] == '.');
    }
    return *pattern == '\0' && *path == '\0';
}

/* The schema's row of a parameter that may change, NULL when it may not. */
static const struct bw_row *row_of(const struct bw_build *build, size_t slot)
{
    const struct bw_parameter *parameters = build->parameters.items;
    const struct bw_row *const *rows = build->parameter_rows.items;
    enum bw_element_kind kind = build->network->elements[parameters[slot].element].kind;
    for (size_t i = 0; i < sizeof changeable / sizeof changeable[0]; i++) {
        if (changeable[i] == kind) {
            return rows[slot];
        }
    }
    return NULL;
}

/* The new value of a parameter; an error when it is none. */
static bool read_value(struct bw_build *build, const struct bw_view *view,
    const struct bw_row *row, double *value)
{
    const struct bw_node *node = bw_view_node(view, "to");
    struct bw_text expected;
    char found[64];
    if (node == NULL || bw_value_number(row, node, value) == BW_FIT_GOOD) {
        return node != NULL;
    }
    bw_text_init(&expected);
    bw_schema_expect(row, &expected);
    bw_schema_range(row, &expected);
    bw_build_fail(build, bw_view_path(view, "to"), "expected %s, found %s",
        bw_text_get(&expected), bw_node_describe(node, found, sizeof found));
    bw_text_release(&expected);
    return false;
}

static void add_change(struct bw_build *build, const struct bw_view *view,
    bw_index slot, const struct bw_row *row)
{
    struct bw_dated_change change = {
        .time = bw_view_instant(view, "at"), .slot = slot, .value = 0.0};
    struct bw_dated_change *added = NULL;
    if (!read_value(build, view, row, &change.value)) {
        return;
    }
    if (bw_vector_push(&build->changes, &added) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *added = change;
}

static void add_path(
    struct bw_build *build, const struct bw_view *view, const char *pattern)
{
    const struct bw_parameter *parameters = build->parameters.items;
    bool found = false;
    for (size_t i = 0; i < build->parameters.count; i++) {
        const struct bw_row *row =
            fits(pattern, parameters[i].path) ? row_of(build, i) : NULL;
        if (row != NULL) {
            found = true;
            add_change(build, view, (bw_index)i, row);
        }
    }
    if (!found) {
        bw_build_fail(build, bw_view_path(view, "path"),
            "\"%s\" is no number that can change; those of order rules, suppliers, "
            "storage, recipes, servers, lanes, fleets, docks, demands, ledgers, "
            "returns and scans can, shelf lives and limits of budgets",
            pattern);
    }
}

static int compare_changes(const void *a, const void *b)
{
    const struct bw_dated_change *left = a;
    const struct bw_dated_change *right = b;
    if (left->time != right->time) {
        return left->time < right->time ? -1 : 1;
    }
    return (left->slot > right->slot) - (left->slot < right->slot);
}

static void sort_changes(struct bw_build *build)
{
    struct bw_dated_change *changes = build->changes.items;
    const struct bw_parameter *parameters = build->parameters.items;
    size_t count = build->changes.count;
    if (count > 0) {
        qsort(changes, count, sizeof *changes, compare_changes);
    }
    for (size_t i = 1; i < count; i++) {
        if (compare_changes(&changes[i - 1], &changes[i]) == 0) {
            bw_build_fail(build, "changes", "%s changes twice at one time",
                parameters[changes[i].slot].path);
        }
    }
}

/* Order rules must make sense after every change. */
static void check_rules(struct bw_build *build)
{
    const struct bw_dated_change *changes = build->changes.items;
    const struct bw_parameter *parameters = build->parameters.items;
    size_t count = build->changes.count;
    double *values = bw_build_allocate(build, build->parameters.count, sizeof *values);
    if (values == NULL) {
        return;
    }
    for (size_t i = 0; i < build->parameters.count; i++) {
        values[i] = parameters[i].initial;
    }
    for (size_t i = 0, first = 0; i < count; i++) {
        values[changes[i].slot] = changes[i].value;
        if (i + 1 < count && changes[i + 1].time == changes[i].time) {
            continue;
        }
        for (; first <= i; first++) {
            const struct bw_element *element =
                &build->network->elements[parameters[changes[first].slot].element];
            const struct bw_stock *stock = &build->network->stocks[element->index];
            if (element->kind != BW_ELEMENT_STOCK || stock->numbers[0] == BW_NONE
                || stock->numbers[1] == BW_NONE) {
                continue;
            }
            double low = values[stock->numbers[0]];
            double high = values[stock->numbers[1]];
            if (!bw_build_levels_fit(stock, low, high)) {
                bw_build_fail(build, "changes",
                    "after a change of %s: expected less than order_up_to, found %.12g "
                    "and %.12g",
                    parameters[changes[first].slot].path, low, high);
                return;
            }
        }
    }
}

/* Tells resources how many servers they ever have. */
static void tell_resources(struct bw_build *build)
{
    const struct bw_dated_change *changes = build->changes.items;
    const struct bw_parameter *parameters = build->parameters.items;
    for (size_t i = 0; i < build->changes.count; i++) {
        const struct bw_element *element =
            &build->network->elements[parameters[changes[i].slot].element];
        if (element->kind == BW_ELEMENT_RESOURCE) {
            struct bw_resource *resource = &build->network->resources[element->index];
            resource->changes = true;
            resource->most_servers =
                (uint32_t)fmax(resource->most_servers, changes[i].value);
        }
    }
}

/* Tells recipes whose limits change that their batches wait in the backlog. */
static void tell_recipes(struct bw_build *build)
{
    struct bw_network *network = build->network;
    const struct bw_dated_change *changes = build->changes.items;
    for (size_t i = 0; i < build->changes.count; i++) {
        for (uint32_t k = 0; k < network->recipe_count; k++) {
            struct bw_recipe *recipe = &network->recipes[k];
            const struct bw_site *site = &network->sites[recipe->site];
            if (changes[i].slot != recipe->wip_limit
                && changes[i].slot != site->wip_limit) {
                continue;
            }
            if (changes[i].value != floor(changes[i].value)) {
                bw_build_fail(build, "changes",
                    "wip_limit: expected a whole number, found %.12g",
                    changes[i].value);
            }
            recipe->is_held_back = true;
            network->passes_urgency =
                network->passes_urgency || site->rule != BW_RULE_FIFO;
        }
    }
}

void bw_build_changes(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < bw_view_count(&root, "changes"); i++) {
        struct bw_view view = bw_view_ranked(&root, "changes", i);
        const struct bw_node *path = bw_view_node(&view, "path");
        bw_time time = bw_view_instant(&view, "at");
        if (time < -network->warmup || time > network->horizon + network->cooldown) {
            bw_build_fail(build, bw_view_path(&view, "at"),
                "expected a time from the start of the warm-up to the end of the "
                "cool-down");
        }
        if (path != NULL && path->kind == BW_NODE_LIST) {
            for (uint32_t k = 0; k < path->count; k++) {
                add_path(build, &view, bw_value_unwrap(path->entries[k].value)->text);
            }
        } else if (path != NULL && path->kind == BW_NODE_SCALAR) {
            add_path(build, &view, path->text);
        }
    }
    sort_changes(build);
    check_rules(build);
    tell_resources(build);
    tell_recipes(build);
}
