/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/build.h"

#include "base/memory.h"
#include "scenario/build_internal.h"
#include "scenario/feasibility.h"
#include "scenario/view.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define STREAM_NAME_LIMIT 500 /* longer than any path of valid ids */

void *bw_build_allocate(struct bw_build *build, size_t count, size_t size_bytes)
{
    void *memory = bw_arena_allocate(&build->network->arena, count, size_bytes);
    if (memory == NULL) {
        build->status = BW_ERR_NOMEM;
    }
    return memory;
}

const char *bw_build_path(struct bw_build *build, const char *path, const char *key)
{
    size_t length = strlen(path);
    size_t key_length = strlen(key);
    size_t dot = length > 0 ? 1 : 0;
    char *text = bw_arena_allocate_text(&build->paths, length + dot + key_length);
    if (text == NULL) {
        build->status = BW_ERR_NOMEM;
        return "";
    }
    memcpy(text, path, length + 1);
    if (dot > 0) {
        text[length] = '.';
    }
    memcpy(text + length + dot, key, key_length + 1);
    return text;
}

void bw_build_forget_paths(struct bw_build *build)
{
    bw_arena_reset(&build->paths);
}

const char *bw_build_note(struct bw_build *build, const char *text)
{
    const char *copy = bw_arena_copy_text(&build->scratch, text, strlen(text));
    if (copy == NULL) {
        build->status = BW_ERR_NOMEM;
        copy = "";
    }
    return copy;
}

const char *bw_build_keep(struct bw_build *build, const char *text)
{
    const char *source = text != NULL ? text : "";
    const char *copy =
        bw_arena_copy_text(&build->network->arena, source, strlen(source));
    if (copy == NULL) {
        build->status = BW_ERR_NOMEM;
        copy = "";
    }
    return copy;
}

static void add_message(struct bw_build *build, enum bw_severity severity,
    const char *path, const char *format, va_list arguments)
{
    struct bw_position position;
    struct bw_text text;
    (void)bw_node_find(build->root, path, &position);
    bw_text_init(&text);
    bw_text_format_list(&text, format, arguments);
    bw_error_add(build->errors, severity, BW_ERR_INPUT, position, path, "%s",
        bw_text_get(&text));
    bw_text_release(&text);
}

void bw_build_fail(struct bw_build *build, const char *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_message(build, BW_SEVERITY_ERROR, path, format, arguments);
    va_end(arguments);
}

void bw_build_warn(struct bw_build *build, const char *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_message(build, BW_SEVERITY_WARNING, path, format, arguments);
    va_end(arguments);
}

uint64_t bw_build_stream(struct bw_build *build, const char *path, const char *purpose)
{
    struct bw_named_stream *stream = NULL;
    if (strlen(path) + strlen(purpose) > STREAM_NAME_LIMIT) {
        return 0; /* an id is too long, which the schema check has said */
    }
    uint64_t id = bw_stream_id(path, purpose);
    if (bw_vector_push(&build->streams, &stream) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return id;
    }
    *stream = (struct bw_named_stream){
        id, bw_build_note(build, bw_build_path(build, path, purpose))};
    return id;
}

uint64_t bw_build_stream_of(struct bw_build *build, const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot == NULL) {
        return bw_build_stream(build, "", path);
    }
    const char *head = bw_arena_copy_text(&build->paths, path, (size_t)(dot - path));
    if (head == NULL) {
        build->status = BW_ERR_NOMEM;
        return 0;
    }
    return bw_build_stream(build, head, dot + 1);
}

bw_index bw_build_parameter(struct bw_build *build, const char *path, bw_index element,
    double initial, const struct bw_row *row)
{
    struct bw_parameter *parameter = NULL;
    const struct bw_row **written = NULL;
    if (bw_vector_push(&build->parameters, &parameter) != BW_OK
        || bw_vector_push(&build->parameter_rows, &written) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return 0;
    }
    *parameter = (struct bw_parameter){bw_build_keep(build, path), element, initial};
    *written = row;
    return (bw_index)(build->parameters.count - 1);
}

/* The head of the scenario. */
static void build_time(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    struct bw_view time = bw_view_child(&root, "time");
    struct bw_view run = bw_view_child(&root, "run");
    network->title = bw_build_keep(build, bw_view_text(&root, "title"));
    network->currency = bw_build_keep(build, bw_view_text(&root, "currency"));
    network->endpoint = (enum bw_endpoint)bw_view_integer(&root, "endpoint");
    network->flow_from = (enum bw_flow_from)bw_view_integer(&root, "flow_from");
    network->antithetic = bw_view_integer(&run, "antithetic") != 0;
    network->start_day = bw_view_integer(&time, "start");
    network->warmup = bw_view_duration(&time, "warmup");
    network->horizon = bw_view_duration(&time, "horizon");
    network->cooldown = bw_view_duration(&time, "cooldown");
    if (network->warmup + network->horizon + network->cooldown > 200 * BW_YEAR) {
        bw_build_fail(build, "time", "expected at most 200 y in all");
    }
}

/* Two texts with one number would share their draws. */
static int compare_streams(const void *a, const void *b)
{
    const struct bw_named_stream *left = a;
    const struct bw_named_stream *right = b;
    if (left->id != right->id) {
        return left->id < right->id ? -1 : 1;
    }
    return strcmp(left->text, right->text);
}

static void check_streams(struct bw_build *build)
{
    struct bw_named_stream *streams = build->streams.items;
    size_t count = build->streams.count;
    if (count > 0) {
        qsort(streams, count, sizeof *streams, compare_streams);
    }
    for (size_t i = 1; i < count; i++) {
        if (streams[i].id == streams[i - 1].id
            && strcmp(streams[i].text, streams[i - 1].text) != 0) {
            bw_build_fail(build, streams[i].text,
                "its random numbers would be those of %s; rename one of them",
                streams[i - 1].text);
        }
    }
}

/* Moves a vector into the network's arena. */
static void *finish_list(
    struct bw_build *build, struct bw_vector *vector, uint32_t *count)
{
    void *items = bw_build_allocate(build, vector->count, vector->item_size);
    *count = (uint32_t)vector->count;
    if (items != NULL && vector->count > 0) {
        memcpy(items, vector->items, vector->count * vector->item_size);
    }
    bw_vector_release(vector);
    return items;
}

static void finish_contracts(struct bw_build *build)
{
    struct bw_network *network = build->network;
    network->contract_steps =
        finish_list(build, &build->contract_steps, &network->contract_step_count);
    network->contract_links =
        finish_list(build, &build->contract_links, &network->contract_link_count);
    network->subjects = finish_list(build, &build->subjects, &network->subject_count);
    network->parties = finish_list(build, &build->parties, &network->party_count);
    bw_build_sort_listeners(build);
    network->milestones =
        finish_list(build, &build->milestones, &network->milestone_count);
    network->tiers = finish_list(build, &build->tiers, &network->tier_count);
    network->listeners =
        finish_list(build, &build->listeners, &network->listener_count);
}

static void finish_trials(struct bw_build *build)
{
    struct bw_network *network = build->network;
    network->irt_demands =
        finish_list(build, &build->irt_demands, &network->irt_demand_count);
    network->irts = finish_list(build, &build->irts, &network->irt_count);
    network->planned_orders =
        finish_list(build, &build->planned_orders, &network->planned_order_count);
    network->trial_arms =
        finish_list(build, &build->trial_arms, &network->trial_arm_count);
    network->site_tasks =
        finish_list(build, &build->site_tasks, &network->site_task_count);
    network->trial_visits =
        finish_list(build, &build->trial_visits, &network->trial_visit_count);
    network->dispensings =
        finish_list(build, &build->dispensings, &network->dispensing_count);
    network->trial_kits =
        finish_list(build, &build->trial_kits, &network->trial_kit_count);
    network->interims = finish_list(build, &build->interims, &network->interim_count);
    network->trial_ratios =
        finish_list(build, &build->trial_ratios, &network->trial_ratio_count);
}

static void finish(struct bw_build *build)
{
    struct bw_network *network = build->network;
    network->parameters =
        finish_list(build, &build->parameters, &network->parameter_count);
    network->needs = finish_list(build, &build->needs, &network->need_count);
    network->co_products =
        finish_list(build, &build->co_products, &network->co_product_count);
    network->lines = finish_list(build, &build->lines, &network->line_count);
    network->routes = finish_list(build, &build->routes, &network->route_count);
    network->checks = finish_list(build, &build->checks, &network->check_count);
    finish_contracts(build);
    bw_build_push_targets(build);
    network->pushes = finish_list(build, &build->pushes, &network->push_count);
    network->push_targets =
        finish_list(build, &build->push_targets, &network->push_target_count);
    bw_build_peers(build);
    network->peers = finish_list(build, &build->peers, &network->peer_count);
    network->purchases =
        finish_list(build, &build->purchases, &network->purchase_count);
    network->sources = finish_list(build, &build->sources, &network->source_count);
    bw_build_irt_demands(build);
    bw_build_close_outs(build);
    network->initials = finish_list(build, &build->initials, &network->initial_count);
    network->changes = finish_list(build, &build->changes, &network->change_count);
    bw_build_echelons(build);
    bw_build_sights(build);
    network->visibilities =
        finish_list(build, &build->visibilities, &network->visibility_count);
    network->sights = finish_list(build, &build->sights, &network->sight_count);
    network->ancestor_sights =
        finish_list(build, &build->ancestor_sights, &network->ancestor_count);
    network->ancestors =
        finish_list(build, &build->ancestors, &network->ancestor_count);
    network->profiles = finish_list(build, &build->profiles, &network->profile_count);
    network->surges = finish_list(build, &build->surges, &network->surge_count);
    network->samplers = finish_list(build, &build->samplers, &network->sampler_count);
    network->trace_orders =
        finish_list(build, &build->trace_orders, &network->trace_order_count);
    network->legs = finish_list(build, &build->legs, &network->leg_count);
    network->ways = finish_list(build, &build->ways, &network->way_count);
    network->instants = finish_list(build, &build->instants, &network->instant_count);
    network->week_points =
        finish_list(build, &build->week_points, &network->week_point_count);
    network->closed = finish_list(build, &build->closed, &network->closed_count);
    network->changeover_rows =
        finish_list(build, &build->changeover_rows, &network->changeover_row_count);
    network->duties = finish_list(build, &build->duties, &network->duty_count);
    finish_trials(build);
    check_streams(build);
}

static const struct bw_node *map_of(const struct bw_node *root, const char *key)
{
    const struct bw_node *node = bw_node_get(root, key);
    return node != NULL && node->kind == BW_NODE_MAP ? node : NULL;
}

static void init(struct bw_build *build, const struct bw_node *root,
    struct bw_columns *columns, const char *folder, struct bw_error_list *errors)
{
    *build = (struct bw_build){.root = root, .errors = errors};
    bw_arena_init(&build->scratch);
    bw_arena_init(&build->paths);
    bw_vector_init(&build->elements, sizeof(struct bw_declared));
    bw_vector_init(&build->parameters, sizeof(struct bw_parameter));
    bw_vector_init(&build->parameter_rows, sizeof(const struct bw_row *));
    bw_vector_init(&build->streams, sizeof(struct bw_named_stream));
    bw_vector_init(&build->needs, sizeof(struct bw_need));
    bw_vector_init(&build->co_products, sizeof(struct bw_co_product));
    bw_vector_init(&build->lines, sizeof(struct bw_line));
    bw_vector_init(&build->routes, sizeof(struct bw_route));
    bw_vector_init(&build->checks, sizeof(struct bw_supply_check));
    bw_vector_init(&build->purchases, sizeof(struct bw_purchase));
    bw_vector_init(&build->sources, sizeof(struct bw_stock_source));
    bw_vector_init(&build->initials, sizeof(struct bw_initial));
    bw_vector_init(&build->changes, sizeof(struct bw_dated_change));
    bw_vector_init(&build->ancestors, sizeof(bw_index));
    bw_vector_init(&build->pushes, sizeof(struct bw_push));
    bw_vector_init(&build->push_targets, sizeof(struct bw_push_target));
    bw_vector_init(&build->peers, sizeof(struct bw_peer));
    bw_vector_init(&build->profiles, sizeof(struct bw_profile));
    bw_vector_init(&build->surges, sizeof(struct bw_surge));
    bw_vector_init(&build->samplers, sizeof(struct bw_sampler));
    bw_vector_init(&build->trace_orders, sizeof(struct bw_trace_order));
    bw_vector_init(&build->legs, sizeof(struct bw_leg));
    bw_vector_init(&build->ways, sizeof(struct bw_way));
    bw_vector_init(&build->instants, sizeof(bw_time));
    bw_vector_init(&build->week_points, sizeof(struct bw_week_point));
    bw_vector_init(&build->closed, sizeof(struct bw_closed));
    bw_vector_init(&build->duties, sizeof(uint32_t));
    bw_vector_init(&build->changeover_rows, sizeof(struct bw_changeover_row));
    bw_vector_init(&build->contract_steps, sizeof(struct bw_contract_step));
    bw_vector_init(&build->contract_links, sizeof(bw_index));
    bw_vector_init(&build->subjects, sizeof(bw_index));
    bw_vector_init(&build->parties, sizeof(bw_index));
    bw_vector_init(&build->milestones, sizeof(struct bw_milestone));
    bw_vector_init(&build->tiers, sizeof(struct bw_tier));
    bw_vector_init(&build->listeners, sizeof(struct bw_listener));
    bw_vector_init(&build->visibilities, sizeof(struct bw_visibility));
    bw_vector_init(&build->sights, sizeof(struct bw_sight));
    bw_vector_init(&build->ancestor_sights, sizeof(bw_index));
    bw_vector_init(&build->families, sizeof(struct bw_family));
    bw_vector_init(&build->irts, sizeof(struct bw_irt));
    bw_vector_init(&build->irt_demands, sizeof(bw_index));
    bw_vector_init(&build->planned_orders, sizeof(struct bw_planned_order));
    bw_vector_init(&build->trial_arms, sizeof(struct bw_trial_arm));
    bw_vector_init(&build->site_tasks, sizeof(struct bw_site_task));
    bw_vector_init(&build->trial_visits, sizeof(struct bw_trial_visit));
    bw_vector_init(&build->dispensings, sizeof(struct bw_dispensing));
    bw_vector_init(&build->trial_kits, sizeof(struct bw_trial_kit));
    bw_vector_init(&build->interims, sizeof(struct bw_interim));
    bw_vector_init(&build->trial_ratios, sizeof(double));
    bw_reader_init(&build->reader, NULL, NULL);
    build->reader.columns = columns;
    build->reader.folder = folder;
    build->items = map_of(root, "items");
    build->classes = map_of(root, "storage");
    build->packagings = map_of(root, "packaging");
    build->sites = map_of(root, "sites");
    build->lanes = map_of(root, "lanes");
    build->ledgers = map_of(root, "ledger");
    build->demands = map_of(root, "demand");
    build->trials = map_of(root, "trials");
    build->pools = map_of(root, "pools");
    build->calendars = map_of(root, "calendars");
    build->contracts = map_of(root, "contracts");
    build->climates = map_of(root, "climates");
    build->grids = map_of(root, "grids");
}

static void release(struct bw_build *build)
{
    bw_vector_release(&build->elements);
    bw_vector_release(&build->parameters);
    bw_vector_release(&build->parameter_rows);
    bw_vector_release(&build->streams);
    bw_vector_release(&build->needs);
    bw_vector_release(&build->co_products);
    bw_vector_release(&build->lines);
    bw_vector_release(&build->routes);
    bw_vector_release(&build->checks);
    bw_vector_release(&build->purchases);
    bw_vector_release(&build->sources);
    bw_vector_release(&build->initials);
    bw_vector_release(&build->changes);
    bw_vector_release(&build->ancestors);
    bw_vector_release(&build->pushes);
    bw_vector_release(&build->push_targets);
    bw_vector_release(&build->peers);
    bw_vector_release(&build->profiles);
    bw_vector_release(&build->surges);
    bw_vector_release(&build->samplers);
    bw_vector_release(&build->trace_orders);
    bw_vector_release(&build->legs);
    bw_vector_release(&build->ways);
    bw_vector_release(&build->instants);
    bw_vector_release(&build->week_points);
    bw_vector_release(&build->closed);
    bw_vector_release(&build->duties);
    bw_vector_release(&build->changeover_rows);
    bw_vector_release(&build->contract_steps);
    bw_vector_release(&build->contract_links);
    bw_vector_release(&build->subjects);
    bw_vector_release(&build->parties);
    bw_vector_release(&build->milestones);
    bw_vector_release(&build->tiers);
    bw_vector_release(&build->listeners);
    bw_vector_release(&build->visibilities);
    bw_vector_release(&build->sights);
    bw_vector_release(&build->ancestor_sights);
    bw_vector_release(&build->families);
    bw_vector_release(&build->irts);
    bw_vector_release(&build->irt_demands);
    bw_vector_release(&build->planned_orders);
    bw_vector_release(&build->trial_arms);
    bw_vector_release(&build->site_tasks);
    bw_vector_release(&build->trial_visits);
    bw_vector_release(&build->dispensings);
    bw_vector_release(&build->trial_kits);
    bw_vector_release(&build->interims);
    bw_vector_release(&build->trial_ratios);
    bw_reader_release(&build->reader);
    bw_arena_release(&build->scratch);
    bw_arena_release(&build->paths);
}

/* The steps in order; memory that ran out ends the build at once, errors do not. */
static void run_steps(struct bw_build *build)
{
    typedef void (*step_fn)(struct bw_build *);
    static const step_fn steps[] = {build_time, bw_build_items, bw_build_declare,
        bw_build_labels, bw_build_calendars, bw_build_climates, bw_build_sites,
        bw_build_equipment, bw_build_pools, bw_build_ledgers, bw_build_docks,
        bw_build_fleets, bw_build_lanes, bw_build_stocks, bw_build_recipes,
        bw_build_demands, bw_build_trials, bw_build_contracts, bw_build_terms,
        bw_build_changes, finish};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (build->status == BW_OK) {
            steps[i](build);
        }
    }
}

enum bw_status bw_build_network(const struct bw_node *root, struct bw_columns *columns,
    const char *folder, bool has_errors, struct bw_error_list *errors,
    struct bw_network **out)
{
    struct bw_build build;
    size_t before = errors->error_count;
    *out = NULL;
    init(&build, root, columns, folder, errors);
    build.status = bw_network_create(&build.network);
    if (build.status != BW_OK) {
        goto done;
    }
    build.reader.arena = &build.network->arena;
    run_steps(&build);
    /* A chain with errors would only give errors that follow from them. */
    has_errors = has_errors || errors->error_count > before;
    if (build.status == BW_OK && !has_errors) {
        bw_feasibility_check(&build);
    }
    has_errors = has_errors || errors->error_count > before;
    if (build.status == BW_OK && has_errors) {
        build.status = BW_ERR_INPUT;
    }

done:
    if (build.status == BW_OK) {
        *out = build.network;
    } else {
        bw_network_free(build.network);
    }
    release(&build);
    return build.status;
}
