/* SPDX-License-Identifier: Apache-2.0
 *
 * Sites of clinical trials: which they are, the demands by which their visits are
 * served, and when and how fast they take patients.
 */
#include "scenario/build_internal.h"
#include "scenario/defaults.h"
#include "scenario/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Number of texts of a TEXTS row, and text i of it. */
static uint32_t count_texts(const struct bw_node *node)
{
    if (node == NULL || node->kind == BW_NODE_MAP) {
        return 0;
    }
    return node->kind == BW_NODE_LIST ? node->count : 1;
}

static const char *text_at(const struct bw_node *node, uint32_t i)
{
    return node->kind == BW_NODE_LIST ? bw_value_unwrap(node->entries[i].value)->text
                                      : node->text;
}

/* Notes the country of the sites that match a pattern. */
static void match_sites(struct bw_build *build, const struct bw_view *country,
    const char *pattern, uint32_t rank, uint32_t *countries)
{
    const char *path = bw_view_path(country, "sites");
    bool found = false;
    for (uint32_t i = 0; i < build->network->site_count; i++) {
        const char *id = bw_node_sorted(build->sites, i)->key;
        if (!bw_pattern_matches(pattern, id)) {
            continue;
        }
        if (countries[i] != BW_NONE) {
            bw_build_fail(build, path, "%s is named twice in this trial", id);
        }
        countries[i] = rank;
        found = true;
    }
    if (!found) {
        if (strchr(pattern, '*') == NULL) {
            (void)bw_view_resolve(build, path, pattern, "sites", build->sites);
        } else {
            bw_build_fail(build, path, "no site matches \"%s\"", pattern);
        }
    }
}

/* Appends the sites of a trial, in the order of their ids. */
static void add_sites(struct bw_build *build, const struct bw_view *view,
    uint32_t *countries, struct bw_vector *sites, struct bw_vector *ranks)
{
    const struct bw_network *network = build->network;
    bw_index trial = bw_node_rank(build->trials, bw_view_id(view));
    for (uint32_t i = 0; i < network->site_count; i++) {
        countries[i] = BW_NONE;
    }
    for (uint32_t i = 0; i < bw_view_count(view, "countries"); i++) {
        struct bw_view country = bw_view_ranked(view, "countries", i);
        const struct bw_node *texts = bw_view_node(&country, "sites");
        for (uint32_t k = 0; k < count_texts(texts); k++) {
            match_sites(build, &country, text_at(texts, k), i, countries);
        }
    }
    for (uint32_t i = 0; i < network->site_count; i++) {
        struct bw_trial_site *site = NULL;
        uint32_t *rank = NULL;
        if (countries[i] == BW_NONE) {
            continue;
        }
        if (bw_vector_push(sites, &site) != BW_OK
            || bw_vector_push(ranks, &rank) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *site = (struct bw_trial_site){.trial = trial, .site = i, .opener = BW_NONE};
        *rank = countries[i];
    }
}

/* Marks the items of a mapping from kits to quantities. */
static void mark_kits(struct bw_build *build, const struct bw_node *kits, bool *marked)
{
    if (kits == NULL || kits->kind != BW_NODE_MAP) {
        return;
    }
    for (uint32_t i = 0; i < kits->count; i++) {
        uint32_t rank = bw_node_rank(build->items, kits->entries[i].key);
        if (rank != UINT32_MAX) {
            marked[rank] = true;
        }
    }
}

/* Appends the types of kit of a trial, in the order of their ids. */
static void add_types(struct bw_build *build, const struct bw_view *view, bool *marked,
    struct bw_vector *types)
{
    memset(marked, 0, build->network->item_count * sizeof *marked);
    for (uint32_t i = 0; i < bw_view_count(view, "arms"); i++) {
        struct bw_view arm = bw_view_ranked(view, "arms", i);
        mark_kits(build, bw_view_node(&arm, "kits"), marked);
        for (uint32_t k = 0; k < bw_view_count(&arm, "visits"); k++) {
            struct bw_view visit = bw_view_ranked(&arm, "visits", k);
            mark_kits(build, bw_view_node(&visit, "kits"), marked);
        }
    }
    for (uint32_t i = 0; i < build->network->item_count; i++) {
        bw_index *type = NULL;
        if (marked[i] && bw_vector_push(types, &type) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        if (marked[i]) {
            *type = i;
        }
    }
}

/* Copies a list into the network. */
static void *keep_list(
    struct bw_build *build, const struct bw_vector *list, uint32_t *count)
{
    void *items = bw_build_allocate(build, list->count, list->item_size);
    *count = (uint32_t)list->count;
    if (items != NULL && list->count > 0) {
        memcpy(items, list->items, list->count * list->item_size);
    }
    return items;
}

/* A site of a trial, by the beginning of the paths of what it has. */
struct place {
    const char *path;
    bw_index trial_site;
};

static int compare_places(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->path, ((const struct place *)b)->path);
}

static const char *site_path(struct bw_build *build, bw_index trial_site)
{
    const struct bw_trial_site *site = &build->network->trial_sites[trial_site];
    const char *trial = bw_node_sorted(build->trials, site->trial)->key;
    const char *path = bw_build_path(build, "trials", trial);
    return bw_build_path(build, bw_build_path(build, path, "sites"),
        bw_node_sorted(build->sites, site->site)->key);
}

/* Numbers the demands of the sites in the order of their paths, after those that are
 * written, as everything that is kept per demand asks for. */
static void number_demands(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct place *places =
        bw_arena_allocate(&build->scratch, network->trial_site_count, sizeof *places);
    if (places == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    for (bw_index i = 0; i < network->trial_site_count; i++) {
        places[i] = (struct place){bw_build_path(build, site_path(build, i), ""), i};
    }
    if (network->trial_site_count > 0) {
        qsort(places, network->trial_site_count, sizeof *places, compare_places);
    }
    for (bw_index i = 0; i < network->trial_site_count; i++) {
        struct bw_trial_site *site = &network->trial_sites[places[i].trial_site];
        site->first_demand = network->demand_count;
        network->demand_count += network->trials[site->trial].type_count;
    }
}

void bw_build_count_trials(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    struct bw_vector sites, ranks, types;
    network->trial_count = bw_view_count(root, "trials");
    if (network->trial_count == 0) {
        return;
    }
    network->trials =
        bw_build_allocate(build, network->trial_count, sizeof *network->trials);
    uint32_t *countries =
        bw_arena_allocate(&build->scratch, network->site_count, sizeof *countries);
    bool *marked =
        bw_arena_allocate(&build->scratch, network->item_count, sizeof *marked);
    bw_vector_init(&sites, sizeof(struct bw_trial_site));
    bw_vector_init(&ranks, sizeof(uint32_t));
    bw_vector_init(&types, sizeof(bw_index));
    if (countries == NULL || marked == NULL) {
        build->status = BW_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < network->trial_count && build->status == BW_OK; i++) {
        struct bw_view view = bw_view_ranked(root, "trials", i);
        struct bw_trial *trial = &network->trials[i];
        trial->first_site = (bw_index)sites.count;
        trial->first_type = (bw_index)types.count;
        add_sites(build, &view, countries, &sites, &ranks);
        add_types(build, &view, marked, &types);
        trial->site_count = (bw_index)sites.count - trial->first_site;
        trial->type_count = (bw_index)types.count - trial->first_type;
    }
    if (build->status == BW_OK) {
        uint32_t ignored;
        network->trial_sites = keep_list(build, &sites, &network->trial_site_count);
        network->kit_types = keep_list(build, &types, &network->kit_type_count);
        build->trial_countries = keep_list(build, &ranks, &ignored);
    }
    if (build->status == BW_OK) {
        number_demands(build);
    }
    bw_vector_release(&sites);
    bw_vector_release(&ranks);
    bw_vector_release(&types);
}

void bw_build_declare_trials(struct bw_build *build, const struct bw_view *root)
{
    struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->trial_count; i++) {
        struct bw_view view = bw_view_ranked(root, "trials", i);
        bw_build_declare_element(
            build, BW_ELEMENT_TRIAL, i, view.path, &network->trials[i].element);
    }
    for (uint32_t i = 0; i < network->trial_site_count; i++) {
        bw_build_forget_paths(build);
        struct bw_trial_site *site = &network->trial_sites[i];
        const struct bw_trial *trial = &network->trials[site->trial];
        const char *path = site_path(build, i);
        site->contract =
            BW_NONE; /* until it is filled in, or where its trial is wrong */
        bw_build_declare_element(build, BW_ELEMENT_TRIAL_SITE, i, path, &site->element);
        for (uint32_t k = 0; k < trial->type_count; k++) {
            bw_index item = network->kit_types[trial->first_type + k];
            network->demands[site->first_demand + k].activation = BW_NONE;
            bw_build_declare_element(build, BW_ELEMENT_DEMAND, site->first_demand + k,
                bw_build_path(build, path, bw_node_sorted(build->items, item)->key),
                &network->demands[site->first_demand + k].element);
        }
    }
}

/* The view that says a key: the country, or else the trial. */
static const struct bw_view *sayer(
    const struct bw_view *trial, const struct bw_view *country, const char *key)
{
    return bw_view_has(country, key) ? country : trial;
}

/* A law of the country or the trial, with draws of the site. */
static struct bw_sampler site_law(struct bw_build *build, const struct bw_view *from,
    const char *key, const struct bw_trial_site *site)
{
    struct bw_sampler sampler = bw_view_sampler(from, key);
    sampler.stream =
        bw_build_stream(build, build->network->elements[site->element].path, key);
    return sampler;
}

static void build_tasks(
    struct bw_build *build, const struct bw_view *from, struct bw_trial_site *site)
{
    const char *path = build->network->elements[site->element].path;
    site->first_task = (bw_index)build->site_tasks.count;
    for (uint32_t i = 0; i < bw_view_count(from, "tasks"); i++) {
        struct bw_view view = bw_view_ranked(from, "tasks", i);
        struct bw_site_task *task = NULL;
        if (bw_vector_push(&build->site_tasks, &task) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        task->time = bw_view_sampler(&view, "time");
        task->time.stream = bw_build_stream(
            build, bw_build_path(build, path, "tasks"), bw_view_id(&view));
        site->task_count++;
    }
}

void bw_build_trial_site(struct bw_build *build, const struct bw_view *trial,
    const struct bw_view *country, struct bw_trial_site *site)
{
    const char *path = build->network->elements[site->element].path;
    struct bw_view screening = bw_view_child(trial, "screening");
    site->never = bw_view_number(sayer(trial, country, "never"), "never");
    site->decay = bw_view_number(sayer(trial, country, "decay"), "decay");
    site->rate = site_law(build, sayer(trial, country, "rate"), "rate", site);
    double mean = bw_law_mean(&site->rate.law);
    double variance = bw_law_variance(&site->rate.law);
    bool known = !(variance > 0.0) || !isfinite(variance);
    site->prior_shape = known ? mean : mean * mean / variance;
    site->prior_time = known ? INFINITY : mean / variance;
    site->activation =
        site_law(build, sayer(trial, country, "activation"), "activation", site);
    build_tasks(build, sayer(trial, country, "tasks"), site);
    site->contract = bw_view_reference(
        sayer(trial, country, "contract"), "contract", build->contracts);
    for (size_t i = 0; i < 2 && site->contract != BW_NONE; i++) {
        static const char *const others[] = {"activation", "tasks"};
        const struct bw_view *says = sayer(trial, country, others[i]);
        if (bw_view_has(says, others[i])) {
            bw_build_fail(build, bw_build_path(build, says->path, others[i]),
                "the contract says when its sites open");
        }
    }
    if (site->contract != BW_NONE && site->opener != BW_NONE) {
        bw_build_fail(build, country->path,
            "expected either a contract or an interim that opens its sites");
    }
    site->screening = site_law(build, &screening, "time", site);
    site->jitter = site_law(build, trial, "jitter", site);
    site->never_stream = bw_build_stream(build, path, "never");
    site->arrival_stream = bw_build_stream(build, path, "arrivals");
    site->failure_stream = bw_build_stream(build, path, "failure");
    site->missed_stream = bw_build_stream(build, path, "missed");
    site->drop_out_stream = bw_build_stream(build, path, "drop_out");
    site->arm_stream = bw_build_stream(build, path, "arm");
}
