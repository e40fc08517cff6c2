/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in resources.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

/* Sets the servers on duty in one shift. */
static void set_duty(struct bw_build *build, const struct bw_view *view,
    const struct bw_entry *entry, const struct bw_node *shifts, bw_index first)
{
    const struct bw_row *row = bw_schema_find(view->table, "on_shift");
    const char *path =
        bw_build_path(build, bw_build_path(build, view->path, "on_shift"), entry->key);
    double servers = 0.0;
    bw_index shift =
        bw_view_resolve(build, path, entry->key, "the shifts of the calendar", shifts);
    if (shift == BW_NONE
        || bw_value_number(row, bw_value_unwrap(entry->value), &servers)
            != BW_FIT_GOOD) {
        return;
    }
    if (servers != floor(servers)) {
        bw_build_fail(build, path, "expected a whole number, found %.12g", servers);
    }
    *(uint32_t *)bw_vector_at(&build->duties, first + shift) = (uint32_t)servers;
}

static void build_duty(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource)
{
    const struct bw_node *on_shift = bw_view_node(view, "on_shift");
    resource->calendar = bw_view_reference(view, "calendar", build->calendars);
    resource->finish_started = bw_view_integer(view, "finish_started") != 0;
    resource->first_duty = (bw_index)build->duties.count;
    if (resource->calendar == BW_NONE) {
        if (on_shift != NULL && !bw_view_has(view, "calendar")) {
            bw_build_fail(build, bw_build_path(build, view->path, "on_shift"),
                "expected a calendar beside it, which has the shifts");
        }
        return;
    }
    const struct bw_node *shifts = bw_node_get(
        bw_node_sorted(build->calendars, resource->calendar)->value, "shifts");
    for (uint32_t i = 0;
         shifts != NULL && shifts->kind == BW_NODE_MAP && i < shifts->count; i++) {
        uint32_t *duty = NULL;
        if (bw_vector_push(&build->duties, &duty) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *duty = UINT32_MAX;
    }
    for (uint32_t i = 0;
         on_shift != NULL && on_shift->kind == BW_NODE_MAP && i < on_shift->count;
         i++) {
        set_duty(build, view, &on_shift->entries[i], shifts, resource->first_duty);
    }
}

static void build_maintenance(
    struct bw_build *build, const struct bw_view *view, struct bw_maintenance *m)
{
    struct bw_view maintenance = bw_view_child(view, "maintenance");
    static const char *const of_every[] = {"at", "stagger", "interrupt"};
    if (maintenance.node == NULL) {
        return;
    }
    m->present = true;
    m->every = bw_view_duration(&maintenance, "every");
    m->at = bw_view_duration(&maintenance, "at");
    m->stagger = bw_view_duration(&maintenance, "stagger");
    m->interrupt = bw_view_integer(&maintenance, "interrupt") != 0;
    m->after_busy = bw_view_duration(&maintenance, "after_busy");
    m->after_jobs = (uint32_t)bw_view_integer(&maintenance, "after_jobs");
    m->time = bw_view_sampler(&maintenance, "time");
    bool every = bw_view_has(&maintenance, "every");
    if (every + bw_view_has(&maintenance, "after_busy")
            + bw_view_has(&maintenance, "after_jobs")
        != 1) {
        bw_build_fail(build, maintenance.path,
            "expected exactly one of every, after_busy and after_jobs");
    }
    for (size_t i = 0; i < 3 && !every; i++) {
        if (bw_view_has(&maintenance, of_every[i])) {
            bw_build_fail(build, bw_build_path(build, maintenance.path, of_every[i]),
                "goes with every only");
        }
    }
}

uint32_t bw_build_family(struct bw_build *build, const char *name, const char *path)
{
    uint32_t items = build->network->item_count;
    uint32_t rank =
        build->items != NULL ? bw_node_rank(build->items, name) : UINT32_MAX;
    struct bw_family *family = NULL;
    if (rank != UINT32_MAX) {
        return rank;
    }
    for (size_t i = 0; i < build->families.count; i++) {
        family = bw_vector_at(&build->families, i);
        if (strcmp(family->name, name) == 0) {
            family->is_made = family->is_made || path == NULL;
            return items + (uint32_t)i;
        }
    }
    if (bw_vector_push(&build->families, &family) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return 0;
    }
    *family = (struct bw_family){bw_build_note(build, name),
        path != NULL ? bw_build_note(build, path) : NULL, path == NULL};
    return items + (uint32_t)build->families.count - 1;
}

void bw_build_check_families(struct bw_build *build)
{
    for (size_t i = 0; i < build->families.count; i++) {
        const struct bw_family *family = bw_vector_at(&build->families, i);
        if (!family->is_made) {
            bw_build_fail(build, family->path,
                "expected an item or the family of a recipe, found \"%s\"",
                family->name);
        }
    }
}

static void add_changeovers(struct bw_build *build, const struct bw_view *from,
    struct bw_changeover *changeover)
{
    const struct bw_node *to = bw_view_node(from, "to");
    const struct bw_row *row = bw_schema_find(from->table, "to");
    const char *path = bw_build_path(build, from->path, "to");
    uint32_t family = bw_build_family(build, bw_view_id(from), from->path);
    for (uint32_t i = 0; to != NULL && to->kind == BW_NODE_MAP && i < to->count; i++) {
        const struct bw_entry *entry = &to->entries[i];
        struct bw_changeover_row *made = NULL;
        double ticks = 0.0;
        uint32_t other =
            bw_build_family(build, entry->key, bw_build_path(build, path, entry->key));
        if (bw_value_number(row, bw_value_unwrap(entry->value), &ticks)
            != BW_FIT_GOOD) {
            continue;
        }
        if (bw_vector_push(&build->changeover_rows, &made) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *made = (struct bw_changeover_row){family, other, bw_time_round(ticks)};
        changeover->row_count++;
    }
}

static void build_campaign(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource)
{
    struct bw_view campaign = bw_view_child(view, "campaign");
    if (campaign.node == NULL) {
        return;
    }
    int64_t at_most = bw_view_integer(&campaign, "at_most");
    bool waits = bw_view_has(&campaign, "longest_wait");
    resource->campaign = (struct bw_campaign){
        .present = true,
        .at_most = at_most > 0 ? (uint32_t)at_most : UINT32_MAX,
        .at_least = (uint32_t)bw_view_integer(&campaign, "at_least"),
        .longest_wait =
            waits ? bw_view_duration(&campaign, "longest_wait") : BW_FOREVER,
    };
    if (resource->campaign.at_least > 1 && !waits) {
        bw_build_fail(build, campaign.path,
            "expected longest_wait: how long may jobs wait for others of their family? "
            "(\"unlimited\" for ever)");
    }
}

static void build_changeover(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource)
{
    struct bw_view changeover = bw_view_child(view, "changeover");
    struct bw_view cleaning = bw_view_child(view, "cleaning");
    struct bw_changeover *c = &resource->changeover;
    c->otherwise = bw_view_duration(&changeover, "default");
    c->factor = bw_view_sampler(&changeover, "factor");
    c->cost = bw_view_number(&changeover, "cost");
    c->first_row = (bw_index)build->changeover_rows.count;
    for (uint32_t i = 0; i < bw_view_count(&changeover, "from"); i++) {
        struct bw_view from = bw_view_ranked(&changeover, "from", i);
        add_changeovers(build, &from, c);
    }
    resource->cleaning = (struct bw_cleaning){
        .after_jobs = (uint32_t)bw_view_integer(&cleaning, "after_jobs"),
        .after = bw_view_duration(&cleaning, "after"),
        .time = bw_view_duration(&cleaning, "time"),
        .cost = bw_view_number(&cleaning, "cost"),
    };
    resource->changes_over = changeover.node != NULL || cleaning.node != NULL
        || bw_view_has(view, "campaign");
    if (cleaning.node != NULL && !bw_view_has(&cleaning, "after_jobs")
        && !bw_view_has(&cleaning, "after")) {
        bw_build_fail(build, cleaning.path, "expected after_jobs, after or both");
    }
}

static void build_limit(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource)
{
    double limit = bw_view_number(view, "queue_limit");
    if (limit != floor(limit)) {
        bw_build_fail(build, bw_build_path(build, view->path, "queue_limit"),
            "expected a whole number, found %.12g", limit);
    }
    resource->queue_limit = isinf(limit) ? UINT32_MAX : (uint32_t)limit;
}

void bw_build_resource(
    struct bw_build *build, const struct bw_view *view, struct bw_resource *resource)
{
    struct bw_view failure = bw_view_child(view, "failure");
    resource->servers = bw_view_parameter(view, "servers", resource->element);
    resource->most_servers = (uint32_t)bw_view_number(view, "servers");
    resource->failure = bw_view_sampler(&failure, "every");
    resource->repair = bw_view_sampler(&failure, "repair");
    resource->fails_at_work = bw_view_integer(&failure, "clock") == 1;
    build_maintenance(build, view, &resource->maintenance);
    build_changeover(build, view, resource);
    build_campaign(build, view, resource);
    bw_build_flexible(build, view, resource);
    resource->cost = bw_view_number(view, "cost");
    resource->discipline = (enum bw_discipline)bw_view_integer(view, "discipline");
    if (resource->discipline != BW_DISCIPLINE_FIFO) {
        build->network->passes_urgency = true;
    }
    build_duty(build, view, resource);
    build_limit(build, view, resource);
}
