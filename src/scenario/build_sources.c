/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in where stocks are ordered from, and by which lanes.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Where one source stands in the scenario. */
struct written {
    const char *id, *path;
    struct bw_view view; /* with "by", "share" and the rest, of the stock or its own */
    bool has_table;      /* view is an entry of "from" */
    bool is_misnamed;    /* an error of the schema */
};

/* The joint purchases of a site with another; BW_NONE where it has none. Stocks come
 * site by site, so that those of one buyer stand together at the end. */
static bw_index find_purchase(struct bw_build *build, bw_index buyer, bw_index seller)
{
    const struct bw_node *site = bw_node_sorted(build->sites, buyer)->value;
    struct bw_purchase *made = NULL;
    if (bw_node_get(site, "purchasing") == NULL) {
        return BW_NONE;
    }
    for (size_t i = build->purchases.count; i > 0; i--) {
        const struct bw_purchase *purchase = bw_vector_at(&build->purchases, i - 1);
        if (purchase->buyer != buyer) {
            break;
        }
        if (purchase->seller == seller) {
            return (bw_index)(i - 1);
        }
    }
    struct bw_view root = bw_view_root(build);
    struct bw_view place = bw_view_ranked(&root, "sites", buyer);
    struct bw_view purchasing = bw_view_child(&place, "purchasing");
    if (bw_vector_push(&build->purchases, &made) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return BW_NONE;
    }
    *made = (struct bw_purchase){.buyer = buyer,
        .seller = seller,
        .window = bw_view_duration(&purchasing, "window"),
        .cost = bw_view_number(&purchasing, "cost")};
    return (bw_index)(build->purchases.count - 1);
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
        bw_index recipes[BW_SOURCE_LIMIT];
        bool made = bw_build_find_recipes(build, from, stock->item, recipes) > 0;
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
    source->purchase =
        supply != BW_NONE ? find_purchase(build, stock->site, from) : BW_NONE;
    source->routing =
        bw_build_routing(build, &written->view, from, stock->site, supply != BW_NONE);
    return true;
}

/* Adds a source behind those of the same or a better priority. */
static void add_source(struct bw_build *build, struct bw_stock *stock,
    const struct bw_stock_source *source)
{
    struct bw_stock_source *added = NULL;
    if (stock->source_count == BW_SOURCE_LIMIT) {
        bw_build_fail(build,
            bw_build_stock_path(build, (bw_index)(stock - build->network->stocks)),
            "expected at most %u sources, the recipes counted one by one",
            BW_SOURCE_LIMIT);
        return;
    }
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

/* Adds a source unless it is there already. */
static void add_new(struct bw_build *build, const struct written *written,
    struct bw_stock *stock, const struct bw_stock_source *source)
{
    for (uint32_t i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *other =
            bw_vector_at(&build->sources, stock->first_source + i);
        if (other->kind == source->kind && other->index == source->index) {
            bw_build_fail(build, written->path, "%s is named twice", written->id);
            return;
        }
    }
    add_source(build, stock, source);
}

/* Adds the recipes of the stock's own site, each a source with figures of its own;
 * those of "from" are for a single one. */
static void add_recipes(struct bw_build *build, const struct written *written,
    struct bw_stock *stock, struct bw_stock_source source)
{
    bw_index recipes[BW_SOURCE_LIMIT];
    uint32_t count = bw_build_find_recipes(build, stock->site, stock->item, recipes);
    struct bw_view root = bw_view_root(build);
    struct bw_view site = bw_view_ranked(&root, "sites", stock->site);
    if (count == 0) {
        bw_build_fail(build, written->path, "%s has no recipe under \"make\" for %s",
            build->network->sites[stock->site].name,
            build->network->items[stock->item].name);
        return;
    }
    bw_build_refuse_routes(build, &written->view, "no lane is needed at one site");
    if (count > 1 && written->has_table
        && (bw_view_has(&written->view, "share")
            || bw_view_has(&written->view, "up_to"))) {
        bw_build_fail(build, written->path,
            "each of the recipes of %s has its own share and up_to",
            build->network->items[stock->item].name);
    }
    source.kind = BW_SOURCE_MAKE;
    for (uint32_t i = 0; i < count; i++) {
        struct bw_view recipe = bw_view_ranked(
            &site, "make", recipes[i] - build->first[stock->site].recipe);
        bw_index element = build->network->recipes[recipes[i]].element;
        source.index = recipes[i];
        if (count > 1 || bw_view_has(&recipe, "share")) {
            source.share = bw_view_parameter(&recipe, "share", element);
        }
        if (count > 1 || bw_view_has(&recipe, "up_to")) {
            source.up_to = bw_view_number(&recipe, "up_to");
        }
        add_new(build, written, stock, &source);
    }
}

static void build_source(struct bw_build *build, const struct written *written,
    uint32_t place, struct bw_stock *stock)
{
    struct bw_stock_source source = {.share = BW_NONE,
        .purchase = BW_NONE,
        .priority = place + 1,
        .up_to = INFINITY};
    if (written->is_misnamed) {
        return;
    }
    if (written->has_table) {
        const struct bw_view *view = &written->view;
        source.share = bw_view_parameter(view, "share", stock->element);
        source.price = bw_view_number(view, "price");
        source.up_to = bw_view_number(view, "up_to");
        if (bw_view_has(view, "priority")) {
            source.priority = (uint32_t)bw_view_integer(view, "priority");
        }
    }
    if (strcmp(written->id, "make") == 0) {
        add_recipes(build, written, stock, source);
    } else if (find_site(build, written, stock, &source)) {
        add_new(build, written, stock, &source);
    }
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
        if (one && stock->source_count < 2 && bw_view_has(view, several[i])) {
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

/* Somebody must be able to hurry. */
static void build_hurry(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    bool can = false;
    stock->hurry_below = BW_NONE;
    if (!bw_view_has(view, "expedite_below")) {
        return;
    }
    stock->hurry_below = bw_view_parameter(view, "expedite_below", stock->element);
    for (uint32_t i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            bw_vector_at(&build->sources, stock->first_source + i);
        can = can
            || (source->kind == BW_SOURCE_SUPPLY
                && build->network->supplies[source->index].hurried != BW_NONE);
    }
    if (!can) {
        bw_build_fail(build, bw_build_path(build, view->path, "expedite_below"),
            "none of its sources is a supply with \"expedite\"");
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
    if (from == NULL) {
        check_keys(build, view, from, stock);
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
    check_keys(build, view, from, stock);
    check_shares(build, view, stock);
    build_hurry(build, view, stock);
}
