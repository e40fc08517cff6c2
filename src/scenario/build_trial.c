/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in clinical trials: arms, visits and what is dispensed.
 */
#include "chain/recipe.h"
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_days(const void *a, const void *b)
{
    const struct bw_visit_day *left = a;
    const struct bw_visit_day *right = b;
    if (left->day != right->day) {
        return left->day < right->day ? -1 : 1;
    }
    return (left->rank > right->rank) - (left->rank < right->rank);
}

/* All visits in the order of their days; NULL, after an error, when there are none. */
static struct bw_visit_day *read_days(
    struct bw_build *build, const struct bw_view *view, uint32_t *count)
{
    struct bw_visit_day *days =
        bw_arena_allocate(&build->scratch, BW_VISIT_LIMIT, sizeof *days);
    *count = 0;
    if (days == NULL) {
        build->status = BW_ERR_NOMEM;
        return NULL;
    }
    for (uint32_t i = 0; i < bw_view_count(view, "visits"); i++) {
        struct bw_view visit = bw_view_ranked(view, "visits", i);
        int64_t times = bw_view_integer(&visit, "times");
        if (times > 1 && !bw_view_has(&visit, "every")) {
            bw_build_fail(
                build, visit.path, "missing key \"every\", since times is given");
        }
        for (int64_t k = 0; k < times; k++) {
            if (*count == BW_VISIT_LIMIT) {
                bw_build_fail(build, bw_view_path(view, "visits"),
                    "expected at most %u visits in all", BW_VISIT_LIMIT);
                return NULL;
            }
            days[(*count)++] = (struct bw_visit_day){
                bw_view_duration(&visit, "day") + k * bw_view_duration(&visit, "every"),
                i};
        }
    }
    if (*count == 0) {
        bw_build_fail(
            build, bw_view_path(view, "visits"), "expected at least one visit");
        return NULL;
    }
    qsort(days, *count, sizeof *days, compare_days);
    return days;
}

/* Adds what a mapping from kits to quantities says to be dispensed. */
static void add_dispensing(
    struct bw_build *build, const struct bw_view *view, const struct bw_trial *trial)
{
    const struct bw_network *network = build->network;
    struct bw_dispensing *dispensing = NULL;
    if (bw_vector_push(&build->dispensings, &dispensing) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *dispensing = (struct bw_dispensing){(bw_index)build->trial_kits.count, 0};
    const struct bw_node *kits = bw_view_node(view, "kits");
    for (uint32_t i = 0; i < trial->type_count; i++) {
        bw_index item = network->kit_types[trial->first_type + i];
        const struct bw_node *node = bw_node_get(kits, network->items[item].name);
        double units = 0.0;
        int64_t quanta = 0;
        struct bw_trial_kit *kit = NULL;
        if (node == NULL
            || bw_value_number(
                   bw_schema_find(view->table, "kits"), bw_value_unwrap(node), &units)
                != BW_FIT_GOOD
            || !bw_item_quanta(&network->items[item], units, &quanta) || quanta == 0) {
            continue;
        }
        if (bw_vector_push(&build->trial_kits, &kit) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *kit = (struct bw_trial_kit){i, quanta};
        dispensing->kit_count++;
    }
}

/* An error for each kit of a mapping that is no item. */
static void check_kits(struct bw_build *build, const struct bw_view *view)
{
    const struct bw_node *kits = bw_view_node(view, "kits");
    for (uint32_t i = 0; kits != NULL && kits->kind == BW_NODE_MAP && i < kits->count;
         i++) {
        const char *path = bw_view_path(view, "kits");
        (void)bw_view_resolve(build, bw_build_path(build, path, kits->entries[i].key),
            kits->entries[i].key, "items", build->items);
    }
}

/* The arms, and for each of them what is dispensed at each visit. */
static void build_arms(struct bw_build *build, const struct bw_view *view,
    struct bw_trial *trial, const struct bw_visit_day *days)
{
    const struct bw_node *visits = bw_view_node(view, "visits");
    trial->first_arm = (bw_index)build->trial_arms.count;
    trial->arm_count = bw_view_count(view, "arms");
    trial->first_dispensing = (bw_index)build->dispensings.count;
    for (uint32_t i = 0; i < trial->arm_count && build->status == BW_OK; i++) {
        struct bw_view arm = bw_view_ranked(view, "arms", i);
        struct bw_trial_arm *made = NULL;
        if (bw_vector_push(&build->trial_arms, &made) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        made->name = bw_build_keep(build, bw_view_id(&arm));
        made->ratio = bw_view_parameter(&arm, "ratio", trial->element);
        check_kits(build, &arm);
        const struct bw_node *special = bw_view_node(&arm, "visits");
        for (uint32_t k = 0; k < bw_view_count(&arm, "visits"); k++) {
            struct bw_view visit = bw_view_ranked(&arm, "visits", k);
            (void)bw_view_resolve(
                build, visit.path, bw_view_id(&visit), "visits", visits);
            check_kits(build, &visit);
        }
        for (uint32_t k = 0; k < trial->visit_count; k++) {
            const char *id = bw_node_sorted(visits, days[k].rank)->key;
            uint32_t rank = bw_node_rank(special, id);
            if (rank == UINT32_MAX) {
                add_dispensing(build, &arm, trial);
            } else {
                struct bw_view visit = bw_view_ranked(&arm, "visits", rank);
                add_dispensing(build, &visit, trial);
            }
        }
    }
}

static void build_visits(struct bw_build *build, const struct bw_view *view,
    struct bw_trial *trial, const struct bw_visit_day *days)
{
    trial->first_visit = (bw_index)build->trial_visits.count;
    for (uint32_t i = 0; i < trial->visit_count; i++) {
        struct bw_trial_visit *visit = NULL;
        if (bw_vector_push(&build->trial_visits, &visit) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        *visit = (struct bw_trial_visit){days[i].day, BW_NONE};
    }
    struct bw_view drop_out = bw_view_child(view, "drop_out");
    trial->missed = bw_view_number(view, "missed");
    trial->drop_out = bw_view_has(view, "drop_out")
        ? -log1p(-bw_view_number(&drop_out, "share"))
            / (double)bw_view_duration(&drop_out, "by")
        : 0.0;
}

/* Blocks must not be too large with any ratios that an interim may set. */
static void check_blocks(
    struct bw_build *build, const struct bw_view *view, const struct bw_trial *trial)
{
    double sum = 0.0;
    for (uint32_t arm = 0; arm < trial->arm_count; arm++) {
        const struct bw_trial_arm *a =
            bw_vector_at(&build->trial_arms, trial->first_arm + arm);
        const struct bw_parameter *slot = bw_vector_at(&build->parameters, a->ratio);
        double most = slot->initial;
        for (uint32_t i = 0; i < trial->interim_count; i++) {
            const struct bw_interim *interim =
                bw_vector_at(&build->interims, trial->first_interim + i);
            if (interim->first_ratio != BW_NONE) {
                most = fmax(most,
                    *(double *)bw_vector_at(
                        &build->trial_ratios, interim->first_ratio + arm));
            }
        }
        sum += most;
    }
    if (sum * trial->repeats > BW_BLOCK_LIMIT
        && trial->randomisation == BW_RANDOMISE_BLOCKS) {
        bw_build_fail(build, view->path,
            "a block has %.0f patients, expected at most %u: make ratios or repeats "
            "smaller",
            sum * trial->repeats, BW_BLOCK_LIMIT);
    }
}

/* Kits of all types that a patient gets on average, at the ratios of the start. */
static double mean_kits(
    struct bw_build *build, const struct bw_trial *trial, bw_index type)
{
    double sum = 0.0, ratios = 0.0;
    for (uint32_t arm = 0; arm < trial->arm_count; arm++) {
        const struct bw_trial_arm *a =
            bw_vector_at(&build->trial_arms, trial->first_arm + arm);
        const struct bw_parameter *slot = bw_vector_at(&build->parameters, a->ratio);
        ratios += slot->initial;
        for (uint32_t v = 0; v < trial->visit_count; v++) {
            const struct bw_dispensing *d = bw_vector_at(&build->dispensings,
                trial->first_dispensing + arm * trial->visit_count + v);
            const struct bw_trial_visit *visit =
                bw_vector_at(&build->trial_visits, trial->first_visit + v);
            double comes = exp(-trial->drop_out * (double)visit->day)
                * (visit->day > 0 ? 1.0 - trial->missed : 1.0);
            for (uint32_t k = 0; k < d->kit_count && visit->added == BW_NONE; k++) {
                const struct bw_trial_kit *kit =
                    bw_vector_at(&build->trial_kits, d->first_kit + k);
                sum += kit->type == type ? slot->initial * comes * (double)kit->quantity
                                         : 0.0;
            }
        }
    }
    return ratios > 0.0 ? sum / ratios : 0.0;
}

/* The demands of a site, one per type of kit. share is that of its patients. */
static void build_demands(struct bw_build *build, const struct bw_view *view,
    const struct bw_trial_site *site, double share)
{
    struct bw_network *network = build->network;
    const struct bw_trial *trial = &network->trials[site->trial];
    struct bw_view dispensing = bw_view_child(view, "dispensing");
    for (uint32_t k = 0; k < trial->type_count; k++) {
        struct bw_demand *demand = &network->demands[site->first_demand + k];
        const char *path = network->elements[demand->element].path;
        struct bw_sampler *wait = NULL;
        demand->arrivals = BW_ARRIVALS_VISITS;
        demand->trial_site = (bw_index)(site - network->trial_sites);
        demand->item = network->kit_types[trial->first_type + k];
        demand->rate = demand->interval = demand->together = BW_NONE;
        demand->patience = demand->profile = demand->saturates = BW_NONE;
        demand->activation = BW_NONE;
        demand->due = BW_FOREVER;
        demand->remaining_life = bw_view_duration(&dispensing, "remaining_shelf_life");
        demand->trace_rate = share * mean_kits(build, trial, k)
            * network->items[demand->item].quantum
            / (double)(network->warmup + network->horizon + network->cooldown);
        demand->rank_stream = bw_build_stream(build, path, "rank");
        demand->damage_stream = bw_build_stream(build, path, "damaged");
        demand->stock = bw_build_find_stock(build, site->site, demand->item);
        if (site == &network->trial_sites[trial->first_site]) {
            bw_build_check_life(&dispensing, demand->item, demand->remaining_life);
        }
        if (demand->stock == BW_NONE) {
            bw_build_fail(build, view->path,
                "%s has no stock of %s, which it dispenses",
                network->sites[site->site].name, network->items[demand->item].name);
            continue;
        }
        if (network->stocks[demand->stock].allocation == BW_ALLOCATE_PROPORTIONAL) {
            bw_build_fail(build, view->path,
                "%s shares out in parts: a visit needs all its kits",
                bw_build_stock_path(build, demand->stock));
        }
        /* Who does not wait would wait for a batch made for him, or for another member
         * of the pool; a patient comes to his next visit before. */
        bool may_wait = network->stocks[demand->stock].policy == BW_POLICY_MAKE_TO_ORDER
            || network->stocks[demand->stock].pool != BW_NONE;
        demand->lost_sales = trial->wait == 0 && !may_wait;
        if (!demand->lost_sales && bw_vector_push(&build->samplers, &wait) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        if (wait != NULL) {
            *wait = (struct bw_sampler){
                .present = true, .law = bw_law_constant((double)trial->wait)};
            demand->patience = (bw_index)(build->samplers.count - 1);
        }
    }
}

/* Sites, which share the patients as their mean rates say. */
static void build_sites(
    struct bw_build *build, const struct bw_view *view, struct bw_trial *trial)
{
    struct bw_network *network = build->network;
    double patients = (double)bw_view_integer(view, "patients"), sum = 0.0;
    for (uint32_t i = 0; i < trial->site_count; i++) {
        struct bw_trial_site *site = &network->trial_sites[trial->first_site + i];
        struct bw_view country = bw_view_ranked(
            view, "countries", build->trial_countries[trial->first_site + i]);
        bw_build_trial_site(build, view, &country, site);
        sum += bw_sampler_mean(&site->rate) * (1.0 - site->never);
    }
    for (uint32_t i = 0; i < trial->site_count; i++) {
        const struct bw_trial_site *site = &network->trial_sites[trial->first_site + i];
        double part = bw_sampler_mean(&site->rate) * (1.0 - site->never);
        build_demands(build, view, site, sum > 0.0 ? patients * part / sum : 0.0);
    }
}

static void build_trial(
    struct bw_build *build, const struct bw_view *view, struct bw_trial *trial)
{
    struct bw_view randomisation = bw_view_child(view, "randomisation");
    struct bw_view screening = bw_view_child(view, "screening");
    struct bw_view dispensing = bw_view_child(view, "dispensing");
    struct bw_visit_day *days = read_days(build, view, &trial->visit_count);
    if (days == NULL) {
        trial->visit_count = 0;
        return;
    }
    trial->start = bw_view_instant(view, "start");
    trial->target = bw_view_parameter(view, "patients", trial->element);
    trial->failure = bw_view_number(&screening, "failure");
    trial->randomisation =
        (enum bw_randomisation)bw_view_integer(&randomisation, "rule");
    trial->by_site = bw_view_integer(&randomisation, "within") == 1;
    trial->repeats = (uint32_t)bw_view_integer(&randomisation, "repeats");
    trial->arm_stream = bw_build_stream(build, view->path, "arm");
    trial->wait = bw_view_duration(&dispensing, "wait");
    trial->damaged = bw_view_number(&dispensing, "damaged");
    build_visits(build, view, trial, days);
    build_arms(build, view, trial, days);
    if (trial->arm_count == 0 || trial->arm_count > BW_ARM_LIMIT) {
        bw_build_fail(build, bw_view_path(view, "arms"),
            "expected from 1 to %u arms, found %u", BW_ARM_LIMIT, trial->arm_count);
        return;
    }
    bw_build_interims(build, view, trial, days);
    check_blocks(build, view, trial);
    build_sites(build, view, trial);
}

void bw_build_trials(struct bw_build *build)
{
    struct bw_view root = bw_view_root(build);
    for (uint32_t i = 0; i < build->network->trial_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "trials", i);
        build_trial(build, &view, &build->network->trials[i]);
    }
}
