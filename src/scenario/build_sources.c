/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in where stocks are ordered from, and by which lanes.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdio.h>
#include <string.h>

/* Where one source stands in the scenario. */
struct written {
    const char *id, *path;
    struct bw_view view; /* with "by", "share" and the rest, of the stock or its own */
    bool has_table;      /* view is an entry of "from" */
    bool is_misnamed;    /* an error of the schema */
};

/* A recipe of the stock's own site. */
static bool find_recipe(struct bw_build *build, const struct written *written,
    const struct bw_stock *stock, struct bw_stock_source *source)
{
    bw_index recipe = bw_build_find_recipe(build, stock->site, stock->item);
    if (recipe == BW_NONE) {
        bw_build_fail(build, written->path, "%s has no recipe under \"make\" for %s",
            build->network->sites[stock->site].name,
            build->network->items[stock->item].name);
        return false;
    }
    bw_build_refuse_routes(build, &written->view, "no lane is needed at one site");
    source->kind = BW_SOURCE_MAKE;
    source->index = recipe;
    return true;
}

/* A stock or supply at another site, or a supply at the same. */
static bool find_site(struct bw_build *build, const struct written *written,
    const struct bw_stock *stock, struct bw_stock_source *source)
{
    const char *item = build->network->items[stock->item].name;
    bw_index from =
        bw_view_resolve(build, written->path, written->id, "sites", build->sites);
    if (from == BW_NONE) {
        return false;
    }
    bw_index other = bw_build_find_stock(build, from, stock->item);
    bw_index supply = bw_build_find_supply(build, from, stock->item);
    if (from == stock->site) {
        other = BW_NONE; /* the stock itself */
    }
    if (from == stock->site && supply == BW_NONE) {
        bool made = bw_build_find_recipe(build, from, stock->item) != BW_NONE;
        bw_build_fail(build, written->path, "a stock cannot feed itself; %s",
            made ? "write \"from: make\""
                 : "name another site, or \"make\" and a recipe");
        return false;
    }
    if ((other == BW_NONE) == (supply == BW_NONE)) {
        bw_build_fail(build, written->path,
            other == BW_NONE ? "%s has neither a stock nor a supply of %s"
                             : "%s has both a stock and a supply of %s",
            build->network->sites[from].name, item);
        return false;
    }
    source->kind = supply != BW_NONE ? BW_SOURCE_SUPPLY : BW_SOURCE_STOCK;
    source->index = supply != BW_NONE ? supply : other;
    source->routing =
        bw_build_routing(build, &written->view, from, stock->site, supply != BW_NONE);
    return true;
}

/* Adds a source behind those of the same or a better priority. */
static void add_source(struct bw_build *build, struct bw_stock *stock,
    const struct bw_stock_source *source)
{
    struct bw_stock_source *added = NULL;
    if (bw_vector_push(&build->sources, &added) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    uint32_t at = stock->first_source + stock->source_count;
    for (; at > stock->first_source; at--) {
        struct bw_stock_source *before = bw_vector_at(&build->sources, at - 1);
        if (before->priority <= source->priority) {
            break;
        }
        *(struct bw_stock_source *)bw_vector_at(&build->sources, at) = *before;
    }
    *(struct bw_stock_source *)bw_vector_at(&build->sources, at) = *source;
    stock->source_count++;
}

static void build_source(struct bw_build *build, const struct written *written,
    uint32_t place, struct bw_stock *stock)
{
    struct bw_stock_source source = {.share = BW_NONE, .priority = place + 1};
    bool is_make = strcmp(written->id, "make") == 0;
    if (written->is_misnamed
        || !(is_make ? find_recipe(build, written, stock, &source)
                     : find_site(build, written, stock, &source))) {
        return;
    }
    if (written->has_table) {
        const struct bw_view *view = &written->view;
        source.share = bw_view_parameter(view, "share", stock->element);
        source.price = bw_view_number(view, "price");
        if (bw_view_has(view, "priority")) {
            source.priority = (uint32_t)bw_view_integer(view, "priority");
        }
    }
    for (uint32_t i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *other =
            bw_vector_at(&build->sources, stock->first_source + i);
        if (other->kind == source.kind && other->index == source.index) {
            bw_build_fail(build, written->path, "%s is named twice", written->id);
            return;
        }
    }
    add_source(build, stock, &source);
}

/* One source of "from: a", "from: [a, b]" or "from: {a: {...}, b: {...}}". */
static struct written written_at(struct bw_build *build, const struct bw_view *view,
    const struct bw_node *from, uint32_t i)
{
    struct written written = {.view = *view};
    const char *path = bw_build_path(build, view->path, "from");
    const struct bw_node *node = from;
    char number[16];
    written.path = path;
    if (from->kind == BW_NODE_MAP) {
        written.view = bw_view_written(view, "from", i);
        written.id = from->entries[i].key;
        written.path = written.view.path;
        written.has_table = true;
        return written;
    }
    if (from->kind == BW_NODE_LIST) {
        (void)snprintf(number, sizeof number, "%u", i);
        written.path = bw_build_path(build, path, number);
        node = from->entries[i].value;
        /* "by" of the stock is not for all of them. */
        written.view.node = from->count > 1 ? NULL : view->node;
    }
    written.id = node->text;
    written.is_misnamed = node->kind != BW_NODE_SCALAR
        || (strcmp(node->text, "make") != 0 && !bw_schema_is_id(node->text)
            && bw_node_rank(build->sites, node->text) == UINT32_MAX);
    return written;
}

/* Refuses keys that would have no effect. */
static void check_keys(struct bw_build *build, const struct bw_view *view,
    const struct bw_node *from, const struct bw_stock *stock)
{
    static const char *const several[] = {"source", "choose", "reallocate"};
    bool one = from == NULL || from->kind == BW_NODE_SCALAR || from->count == 1;
    for (size_t i = 0; i < sizeof several / sizeof several[0]; i++) {
        if (one && bw_view_has(view, several[i])) {
            bw_build_fail(build, bw_build_path(build, view->path, several[i]),
                "only a stock with several sources in \"from\" has this");
        }
    }
    if (!one) {
        bw_build_refuse_routes(build, view,
            "of several sources each has its own: from: {SITE: {by: LANE}, ...}");
    }
    if (stock->source_rule == BW_SOURCE_SPLIT && stock->source_once) {
        bw_build_fail(build, bw_build_path(build, view->path, "choose"),
            "a split has nothing to choose");
    }
}

/* A split needs a share above 0. */
static void check_shares(
    struct bw_build *build, const struct bw_view *view, const struct bw_stock *stock)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            bw_vector_at(&build->sources, stock->first_source + i);
        const struct bw_parameter *share = source->share == BW_NONE
            ? NULL
            : bw_vector_at(&build->parameters, source->share);
        sum += share == NULL ? 1.0 : share->initial;
    }
    if (stock->source_rule == BW_SOURCE_SPLIT && stock->source_count > 0
        && !(sum > 0.0)) {
        bw_build_fail(build, bw_build_path(build, view->path, "from"),
            "expected a share above 0 somewhere");
    }
}

void bw_build_sources(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    const struct bw_node *from = bw_view_node(view, "from");
    stock->first_source = (bw_index)build->sources.count;
    stock->source_rule = (enum bw_source_rule)bw_view_integer(view, "source");
    stock->source_once = bw_view_integer(view, "choose") == 1;
    stock->reallocates = bw_view_integer(view, "reallocate") != 0;
    check_keys(build, view, from, stock);
    if (from == NULL) {
        return;
    }
    uint32_t count = from->kind == BW_NODE_SCALAR ? 1 : from->count;
    if (count > BW_SOURCE_LIMIT) {
        bw_build_fail(build, bw_build_path(build, view->path, "from"),
            "expected at most %u sources, found %u", BW_SOURCE_LIMIT, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct written written = written_at(build, view, from, i);
        build_source(build, &written, i, stock);
    }
    check_shares(build, view, stock);
}
