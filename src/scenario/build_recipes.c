/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in recipes: what they need, their batches and their release.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

/* Quanta of an input for a full batch: rounded up, but not for the last digits of a
 * product such as 0.1 * 3. */
static int64_t round_up_need(double units, double quantum)
{
    double quanta = units / quantum;
    double nearest = round(quanta);
    if (!(quanta < 4e18)) {
        return INT64_MAX;
    }
    bool equal = fabs(quanta - nearest) <= 1e-9 * fmax(1.0, fabs(quanta));
    return (int64_t)(equal ? nearest : ceil(quanta));
}

static void build_need(struct bw_build *build, const struct bw_view *recipe_view,
    const struct bw_entry *entry, struct bw_recipe *recipe)
{
    struct bw_network *network = build->network;
    const char *needs = bw_build_path(build, recipe_view->path, "needs");
    const char *path = bw_build_path(build, needs, entry->key);
    const struct bw_row *row = bw_schema_find(recipe_view->table, "needs");
    double per_unit = 0.0;
    bw_index item = bw_view_resolve(build, path, entry->key, "items", build->items);
    if (item == BW_NONE
        || bw_value_number(row, bw_value_unwrap(entry->value), &per_unit)
            != BW_FIT_GOOD) {
        return;
    }
    bw_index stock = bw_build_find_stock(build, recipe->site, item);
    if (stock == BW_NONE) {
        bw_build_fail(build, path, "%s has no stock of %s to take it from",
            network->sites[recipe->site].name, entry->key);
        return;
    }
    struct bw_need *need = NULL;
    if (bw_vector_push(&build->needs, &need) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    double batch = recipe->item == BW_NONE
        ? 0.0
        : (double)recipe->batch * network->items[recipe->item].quantum;
    *need = (struct bw_need){
        stock, round_up_need(per_unit * batch, network->items[item].quantum), per_unit};
    recipe->need_count++;
}

/* One entry of "co_products"; returns the share of the cost that it bears. */
static double build_co_product(
    struct bw_build *build, const struct bw_view *view, struct bw_recipe *recipe)
{
    struct bw_network *network = build->network;
    struct bw_co_product *product = NULL;
    bw_index item =
        bw_view_resolve(build, view->path, bw_view_id(view), "items", build->items);
    bw_index stock =
        item != BW_NONE ? bw_build_find_stock(build, recipe->site, item) : BW_NONE;
    if (bw_view_has(view, "per_unit") == bw_view_has(view, "per_batch")) {
        bw_build_fail(build, view->path, "expected either per_unit or per_batch");
    }
    if (item == BW_NONE) {
        return 0.0;
    }
    if (item == recipe->item) {
        bw_build_fail(build, view->path, "this is the item of the recipe itself");
    } else if (stock == BW_NONE) {
        bw_build_fail(build, view->path, "%s has no stock of %s to put it into",
            network->sites[recipe->site].name, bw_view_id(view));
    }
    if (bw_vector_push(&build->co_products, &product) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return 0.0;
    }
    *product = (struct bw_co_product){
        .stock = stock,
        .per_unit = bw_view_number(view, "per_unit"),
        .per_batch = bw_view_quanta(view, "per_batch", item),
        .cost_share = bw_view_number(view, "cost_share"),
    };
    if (bw_view_has(view, "per_batch") && product->per_batch == 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "per_batch"),
            "expected at least one quantum of the item");
    }
    recipe->co_product_count++;
    return product->cost_share;
}

static void build_co_products(
    struct bw_build *build, const struct bw_view *view, struct bw_recipe *recipe)
{
    double shares = 0.0;
    recipe->first_co_product = (bw_index)build->co_products.count;
    for (uint32_t i = 0; i < bw_view_count(view, "co_products"); i++) {
        struct bw_view product = bw_view_ranked(view, "co_products", i);
        shares += build_co_product(build, &product, recipe);
    }
    if (shares > 1.0 + 1e-9) {
        bw_build_fail(build, bw_build_path(build, view->path, "co_products"),
            "expected cost shares of at most 1 together, found %.12g", shares);
    }
}

/* Servers of a resource may be blocked. Places before a step are free again when a job
 * starts; one that waits for others of its family would keep its place. */
static void mark_resource(
    struct bw_build *build, const struct bw_step *step, bw_index resource)
{
    struct bw_network *network = build->network;
    if (resource == BW_NONE) {
        return;
    }
    network->resources[resource].may_block = true;
    if (step->buffer != UINT32_MAX
        && network->resources[resource].campaign.at_least > 1) {
        bw_build_fail(build, network->elements[step->element].path,
            "a buffer and %s, whose campaigns wait for several jobs, do "
            "not "
            "go together",
            network->elements[network->resources[resource].element].path);
    }
}

/* Servers may be blocked where a step of the recipe has a buffer. */
static void mark_blocking(struct bw_build *build, const struct bw_recipe *recipe)
{
    const struct bw_step *steps = &build->network->steps[recipe->first_step];
    bool buffered = false;
    for (uint32_t i = 0; i < recipe->step_count; i++) {
        buffered = buffered || steps[i].buffer != UINT32_MAX;
    }
    for (uint32_t i = 0; buffered && i < recipe->step_count; i++) {
        if (steps[i].line_count == 0) {
            mark_resource(build, &steps[i], steps[i].resource);
        }
        for (uint32_t k = 0; k < steps[i].line_count; k++) {
            const struct bw_line *line =
                bw_vector_at(&build->lines, steps[i].first_line + k);
            mark_resource(build, &steps[i], line->resource);
        }
    }
}

/* Where the output goes: the stock of the item that is fed by make. */
static void find_output(
    struct bw_build *build, const struct bw_view *view, struct bw_recipe *recipe)
{
    struct bw_network *network = build->network;
    recipe->stock = BW_NONE;
    if (recipe->item == BW_NONE) {
        return;
    }
    recipe->stock = bw_build_find_stock(build, recipe->site, recipe->item);
    bool is_fed = false;
    bool has_source = false;
    if (recipe->stock != BW_NONE) {
        /* The network gets its list of sources at the end of the build. */
        const struct bw_stock *fed = &network->stocks[recipe->stock];
        has_source = fed->source_count > 0;
        for (bw_index i = 0; i < fed->source_count; i++) {
            const struct bw_stock_source *source =
                bw_vector_at(&build->sources, fed->first_source + i);
            is_fed = is_fed || source->kind == BW_SOURCE_MAKE;
        }
    }
    const struct bw_node *site = bw_node_sorted(build->sites, recipe->site)->value;
    const char *item = network->items[recipe->item].name;
    const struct bw_node *stock = bw_node_get(bw_node_get(site, "stock"), item);
    /* A source that could not be found is an error of the stock. */
    bool has_error = !has_source && bw_node_get(stock, "from") != NULL;
    if (!is_fed && !has_error) {
        bw_build_fail(build, view->path, "%s needs a stock of %s with \"from: make\"",
            network->sites[recipe->site].name, item);
    }
}

static void build_release(
    struct bw_build *build, const struct bw_view *view, struct bw_recipe *recipe)
{
    struct bw_view release = bw_view_child(view, "release");
    struct bw_view deviations = bw_view_child(&release, "deviations");
    struct bw_place place = {recipe->site, recipe->element, NULL, NULL};
    recipe->release.present = release.node != NULL;
    bw_build_resolver(build, &release, &place, &recipe->release.review);
    bw_build_resolver(build, &deviations, &place, &recipe->release.investigation);
    if (deviations.node != NULL) {
        recipe->release.deviations = bw_view_sampler(&deviations, "number");
        recipe->release.blocking = bw_view_number(&deviations, "blocking");
        recipe->release.blocking_stream =
            bw_build_stream(build, deviations.path, "blocking");
    }
}

/* A quantity of "batch" in quanta: at least one. */
static int64_t batch_quanta(
    struct bw_build *build, const struct bw_view *batch, const char *key, bw_index item)
{
    int64_t quanta = bw_view_quanta(batch, key, item);
    if (bw_view_has(batch, key) && quanta == 0 && item != BW_NONE
        && bw_view_number(batch, key) > 0.0) {
        bw_build_fail(build, bw_view_path(batch, key),
            "expected at least one quantum of the item");
    }
    return quanta;
}

static void build_batch(
    struct bw_build *build, const struct bw_view *view, struct bw_recipe *recipe)
{
    struct bw_view batch = bw_view_child(view, "batch");
    bool has_size = bw_view_has(&batch, "size");
    bool has_range = bw_view_has(&batch, "minimum") || bw_view_has(&batch, "step")
        || bw_view_has(&batch, "maximum");
    if (batch.node == NULL) {
        return;
    }
    recipe->batch = recipe->batch_minimum =
        batch_quanta(build, &batch, "size", recipe->item);
    if (has_size != has_range) {
        if (has_size) {
            return;
        }
    } else {
        bw_build_fail(
            build, batch.path, "expected either size or minimum, step and maximum");
        return;
    }
    recipe->batch = batch_quanta(build, &batch, "maximum", recipe->item);
    recipe->batch_minimum = batch_quanta(build, &batch, "minimum", recipe->item);
    recipe->batch_step = batch_quanta(build, &batch, "step", recipe->item);
    if (!bw_view_has(&batch, "minimum") || !bw_view_has(&batch, "maximum")) {
        bw_build_fail(build, batch.path, "expected minimum and maximum");
        return;
    }
    recipe->batch_step = recipe->batch_step > 0 ? recipe->batch_step : 1;
    if (recipe->item != BW_NONE
        && (recipe->batch < recipe->batch_minimum
            || (recipe->batch - recipe->batch_minimum) % recipe->batch_step != 0)) {
        bw_build_fail(build, bw_build_path(build, batch.path, "maximum"),
            "expected the minimum and whole steps more");
    }
}

/* A number of batches. */
static bw_index build_limit(
    struct bw_build *build, const struct bw_view *view, bw_index element)
{
    double limit = bw_view_number(view, "wip_limit");
    if (limit != floor(limit)) {
        bw_build_fail(build, bw_build_path(build, view->path, "wip_limit"),
            "expected a whole number, found %.12g", limit);
    }
    return bw_view_parameter(view, "wip_limit", element);
}

/* What may keep a batch from the floor. */
static void build_floor(
    struct bw_build *build, const struct bw_view *view, struct bw_recipe *recipe)
{
    struct bw_view starts = bw_view_child(view, "starts");
    int64_t parallel = bw_view_integer(view, "parallel");
    recipe->parallel = parallel > 0 ? (uint32_t)parallel : UINT32_MAX;
    recipe->wip_limit = build_limit(build, view, recipe->element);
    recipe->starts.every = bw_view_duration(&starts, "every");
    recipe->starts.at = bw_view_duration(&starts, "at");
    recipe->starts.length = bw_view_duration(&starts, "for");
    if (starts.node != NULL && recipe->starts.length > recipe->starts.every) {
        bw_build_fail(build, bw_build_path(build, starts.path, "for"),
            "expected at most the time from window to window");
    }
    recipe->is_held_back = bw_view_has(view, "parallel")
        || bw_view_has(view, "wip_limit") || starts.node != NULL;
}

/* How a site releases its batches. */
static void build_production(
    struct bw_build *build, const struct bw_view *site, bw_index index)
{
    struct bw_network *network = build->network;
    struct bw_site *made = &network->sites[index];
    struct bw_view production = bw_view_child(site, "production");
    made->rule = (enum bw_production_rule)bw_view_integer(&production, "rule");
    made->first_recipe = build->first[index].recipe;
    made->recipe_count = bw_view_count(site, "make");
    made->wip_limit = build_limit(build, &production,
        made->recipe_count > 0 ? network->recipes[made->first_recipe].element : 0);
    for (uint32_t i = 0; i < made->recipe_count; i++) {
        struct bw_recipe *recipe = &network->recipes[made->first_recipe + i];
        recipe->is_held_back =
            recipe->is_held_back || bw_view_has(&production, "wip_limit");
        build->network->passes_urgency = build->network->passes_urgency
            || (recipe->is_held_back && made->rule != BW_RULE_FIFO);
    }
}

static void build_recipe(
    struct bw_build *build, const struct bw_view *view, bw_index index)
{
    struct bw_recipe *recipe = &build->network->recipes[index];
    const struct bw_node *needs = bw_view_node(view, "needs");
    const struct bw_node *steps = bw_view_node(view, "steps");
    recipe->item = bw_view_has(view, "item")
        ? bw_view_reference(view, "item", build->items)
        : bw_view_resolve(build, view->path, bw_view_id(view), "items", build->items);
    build_batch(build, view, recipe);
    recipe->cost = bw_view_number(view, "cost");
    const char *family = bw_view_text(view, "family");
    recipe->family =
        family != NULL ? bw_build_family(build, family, NULL) : recipe->item;
    recipe->batch_stream = bw_build_stream_of(build, view->path);
    recipe->first_need = (bw_index)build->needs.count;
    find_output(build, view, recipe);
    build_release(build, view, recipe);
    build_floor(build, view, recipe);
    build_co_products(build, view, recipe);
    for (uint32_t i = 0;
         needs != NULL && needs->kind == BW_NODE_MAP && i < needs->count; i++) {
        build_need(build, view, bw_node_sorted(needs, i), recipe);
    }
    if (steps != NULL && steps->kind == BW_NODE_MAP && steps->count == 0) {
        bw_build_fail(build, bw_build_path(build, view->path, "steps"),
            "expected at least one step");
    }
    for (uint32_t i = 0; i < recipe->step_count; i++) {
        struct bw_view step = bw_view_written(view, "steps", i);
        bw_build_step(build, &step, steps, recipe->first_step + i);
    }
    mark_blocking(build, recipe);
}

void bw_build_recipes(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < network->site_count; i++) {
        struct bw_view site = bw_view_ranked(&root, "sites", i);
        for (uint32_t k = 0; k < bw_view_count(&site, "make"); k++) {
            struct bw_view view = bw_view_ranked(&site, "make", k);
            build_recipe(build, &view, build->first[i].recipe + k);
        }
        build_production(build, &site, i);
    }
    bw_build_check_families(build);
}
