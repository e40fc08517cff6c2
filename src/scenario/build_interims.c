/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in planned and random changes of clinical trials.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

/* An interim that is being read. */
struct reading {
    const struct bw_view *view, *interim; /* of the trial, and its own */
    const struct bw_trial *trial;
    const struct bw_visit_day *days; /* of its visits */
    bw_index index;
};

/* Number of the arm with an id, BW_NONE after an error. */
static bw_index find_arm(struct bw_build *build, const struct bw_view *trial,
    const char *path, const char *id)
{
    return bw_view_resolve(build, path, id, "arms", bw_view_node(trial, "arms"));
}

/* Id i of a list of ids, or of one; NULL when there are no more. */
static const char *id_at(const struct bw_view *view, const char *key, uint32_t i)
{
    const struct bw_node *node = bw_view_node(view, key);
    if (node == NULL || i >= (node->kind == BW_NODE_LIST ? node->count : 1)) {
        return NULL;
    }
    return node->kind == BW_NODE_LIST ? bw_value_unwrap(node->entries[i].value)->text
                                      : node->text;
}

static uint32_t read_dropped(
    struct bw_build *build, const struct bw_view *trial, const struct bw_view *view)
{
    const char *path = bw_view_path(view, "drop");
    const char *id;
    uint32_t dropped = 0;
    for (uint32_t i = 0; (id = id_at(view, "drop", i)) != NULL; i++) {
        bw_index arm = find_arm(build, trial, path, id);
        dropped |= arm < BW_ARM_LIMIT ? 1u << arm : 0;
    }
    return dropped;
}

/* Visits that do not take place before the interim. */
static void add_visits(struct bw_build *build, const struct reading *reading)
{
    const struct bw_trial *trial = reading->trial;
    const char *path = bw_view_path(reading->interim, "adds");
    const char *id;
    for (uint32_t i = 0; (id = id_at(reading->interim, "adds", i)) != NULL; i++) {
        bw_index rank = bw_view_resolve(
            build, path, id, "visits", bw_view_node(reading->view, "visits"));
        for (uint32_t k = 0; k < trial->visit_count && rank != BW_NONE; k++) {
            struct bw_trial_visit *visit =
                bw_vector_at(&build->trial_visits, trial->first_visit + k);
            if (reading->days[k].rank != rank) {
                continue;
            }
            if (visit->day == 0) {
                bw_build_fail(
                    build, path, "visits of day 0 take place from the start: %s", id);
            } else if (visit->added != BW_NONE) {
                bw_build_fail(build, path, "%s is added twice", id);
            }
            visit->added = reading->index;
        }
    }
}

/* Countries that do not prepare before the interim. */
static void open_countries(struct bw_build *build, const struct reading *reading)
{
    const struct bw_trial *trial = reading->trial;
    const char *path = bw_view_path(reading->interim, "opens");
    const char *id;
    for (uint32_t i = 0; (id = id_at(reading->interim, "opens", i)) != NULL; i++) {
        bw_index rank = bw_view_resolve(
            build, path, id, "countries", bw_view_node(reading->view, "countries"));
        for (uint32_t k = 0; k < trial->site_count; k++) {
            struct bw_trial_site *site =
                &build->network->trial_sites[trial->first_site + k];
            if (build->trial_countries[trial->first_site + k] != rank) {
                continue;
            }
            if (site->opener != BW_NONE && site->opener != reading->index) {
                bw_build_fail(build, path, "%s is opened twice", id);
            }
            site->opener = reading->index;
        }
    }
}

/* Keeps the ratios that an interim sets; those of other arms are NaN. */
static bw_index read_ratios(struct bw_build *build, const struct bw_view *trial,
    const struct bw_view *view, uint32_t arm_count)
{
    const struct bw_node *node = bw_view_node(view, "ratio");
    const char *path = bw_view_path(view, "ratio");
    bw_index first = (bw_index)build->trial_ratios.count;
    if (node == NULL || node->kind != BW_NODE_MAP) {
        return BW_NONE;
    }
    for (uint32_t i = 0; i < arm_count; i++) {
        double *ratio = NULL;
        if (bw_vector_push(&build->trial_ratios, &ratio) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return BW_NONE;
        }
        *ratio = NAN;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const char *at = bw_build_path(build, path, node->entries[i].key);
        bw_index arm = find_arm(build, trial, at, node->entries[i].key);
        double value = 0.0;
        if (arm == BW_NONE
            || bw_value_number(bw_schema_find(view->table, "ratio"),
                   bw_value_unwrap(node->entries[i].value), &value)
                != BW_FIT_GOOD) {
            continue;
        }
        if (value != floor(value)) {
            bw_build_fail(build, at, "expected a whole number");
        }
        *(double *)bw_vector_at(&build->trial_ratios, first + arm) = value;
    }
    return first;
}

/* One of three says when it takes place, and something must change. */
static void check_interim(struct bw_build *build, const struct bw_view *view,
    const struct bw_interim *interim)
{
    static const char *const times[] = {"patients", "at", "after"};
    static const char *const effects[] = {"drop", "ratio", "target", "adds", "opens"};
    unsigned count = 0, changes = 0;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        count += bw_view_has(view, times[i]);
    }
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
        changes += bw_view_has(view, effects[i]);
    }
    if (count != 1) {
        bw_build_fail(
            build, view->path, "expected one of \"patients\", \"at\" and \"after\"");
    }
    if (interim->delay > 0 && interim->patients == 0) {
        bw_build_fail(build, bw_view_path(view, "delay"),
            "only an interim after so many patients has a delay");
    }
    if (changes == 0) {
        bw_build_fail(build, view->path,
            "expected \"drop\", \"ratio\", \"target\", \"adds\" or \"opens\": it "
            "changes nothing");
    }
}

static void build_interim(
    struct bw_build *build, const struct reading *reading, struct bw_interim *interim)
{
    const struct bw_view *at = reading->interim;
    *interim = (struct bw_interim){
        .trial = (bw_index)(reading->trial - build->network->trials),
        .patients = (uint64_t)bw_view_integer(at, "patients"),
        .at = bw_view_instant(at, "at"),
        .delay = bw_view_duration(at, "delay"),
        .after = bw_view_sampler(at, "after"),
        .probability = bw_view_number(at, "probability"),
        .stream = bw_build_stream(build, at->path, "probability"),
        .dropped = read_dropped(build, reading->view, at),
        .stops_treatment = bw_view_integer(at, "treated") == 1,
        .target = (double)bw_view_integer(at, "target"),
    };
    interim->first_ratio =
        read_ratios(build, reading->view, at, reading->trial->arm_count);
    add_visits(build, reading);
    open_countries(build, reading);
    check_interim(build, at, interim);
}

void bw_build_interims(struct bw_build *build, const struct bw_view *view,
    struct bw_trial *trial, const struct bw_visit_day *days)
{
    trial->first_interim = (bw_index)build->interims.count;
    trial->interim_count = bw_view_count(view, "interims");
    for (uint32_t i = 0; i < trial->interim_count; i++) {
        struct bw_view at = bw_view_ranked(view, "interims", i);
        struct reading reading = {view, &at, trial, days, trial->first_interim + i};
        struct bw_interim *interim = NULL;
        if (bw_vector_push(&build->interims, &interim) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        build_interim(build, &reading, interim);
    }
}
