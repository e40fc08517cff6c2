/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in what items bear: budgets of temperature bands, transitions, frost.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

/* Gas constant [kJ/(mol K)], rounded so that 83.144 kJ/mol gives 10,000 K. */
#define GAS_CONSTANT 8.3144e-3

/* Bounds of a label range that goods of an item can have: of its class, and of those
 * into which it can change. */
struct ranges {
    const struct bw_storage_class *classes[1 + 255];
    uint32_t count;
};

static void build_transitions(struct bw_build *build, const struct bw_view *view,
    struct bw_stability *stability, struct ranges *ranges)
{
    uint32_t count = bw_view_count(view, "transitions");
    if (count >= sizeof ranges->classes / sizeof ranges->classes[0]) {
        bw_build_fail(build, bw_build_path(build, view->path, "transitions"),
            "expected at most 255 transitions");
        return;
    }
    struct bw_transition *transitions =
        bw_build_allocate(build, count, sizeof *transitions);
    stability->transitions = transitions;
    for (uint32_t i = 0; i < count && transitions != NULL; i++) {
        struct bw_view entry = bw_view_ranked(view, "transitions", i);
        transitions[i].storage_class =
            bw_view_reference(&entry, "storage", build->classes);
        transitions[i].shelf_life = bw_view_duration(&entry, "shelf_life");
        if (transitions[i].storage_class != BW_NONE) {
            ranges->classes[ranges->count++] =
                &build->network->classes[transitions[i].storage_class];
        }
    }
    stability->transition_count = transitions != NULL ? count : 0;
}

/* A band must lie outside a range, and say which way. */
static void check_band(struct bw_build *build, const char *path,
    const struct bw_thermal_band *band, const struct ranges *ranges)
{
    bool outside = false;
    if (!(band->low_c < band->high_c)) {
        bw_build_fail(build, path, "expected from to be lower than to");
        return;
    }
    for (uint32_t i = 0; i < ranges->count; i++) {
        outside = outside || band->low_c >= ranges->classes[i]->high_c
            || band->high_c <= ranges->classes[i]->low_c;
    }
    if (!outside && ranges->count > 0) {
        bw_build_fail(build, path,
            "expected a band outside the label range %g to %g, which it overlaps",
            ranges->classes[0]->low_c, ranges->classes[0]->high_c);
    }
}

/* True when bands lead on from a range to band i without a gap. */
static bool is_reached(
    const struct bw_stability *stability, uint32_t i, const struct ranges *ranges)
{
    bool reached[BW_THERMAL_BANDS] = {false};
    for (uint32_t round = 0; round < stability->budget_count; round++) {
        for (uint32_t k = 0; k < stability->budget_count; k++) {
            const struct bw_thermal_band *band = &stability->bands[k];
            for (uint32_t r = 0; r < ranges->count; r++) {
                const struct bw_storage_class *class = ranges->classes[r];
                reached[k] = reached[k]
                    || (band->low_c <= class->high_c && band->high_c >= class->low_c);
            }
            for (uint32_t other = 0; other < stability->budget_count; other++) {
                const struct bw_thermal_band *o = &stability->bands[other];
                reached[k] = reached[k]
                    || (reached[other] && band->low_c <= o->high_c
                        && band->high_c >= o->low_c);
            }
        }
    }
    return reached[i];
}

static void check_gaps(struct bw_build *build, const struct bw_view *view,
    const struct bw_stability *stability, const struct ranges *ranges)
{
    for (uint32_t i = 0; i < stability->budget_count && ranges->count > 0; i++) {
        struct bw_view budget = bw_view_ranked(view, "budgets", i);
        if (!is_reached(stability, i, ranges)) {
            bw_build_fail(build, budget.path,
                "expected bands without a gap from the label range on; no budget "
                "allows the temperatures in between");
        }
    }
}

static void build_budgets(struct bw_build *build, const struct bw_view *view,
    struct bw_item *item, struct bw_stability *stability, const struct ranges *ranges)
{
    struct bw_network *network = build->network;
    const struct bw_node *transitions = bw_view_node(view, "transitions");
    uint32_t count = bw_view_count(view, "budgets");
    if (count > BW_THERMAL_BANDS) {
        bw_build_fail(build, bw_build_path(build, view->path, "budgets"),
            "expected at most %d budgets, found %u", BW_THERMAL_BANDS, count);
        network->budget_count += count; /* they are declared all the same */
        return;
    }
    struct bw_thermal_band *bands = bw_build_allocate(build, count, sizeof *bands);
    stability->bands = bands;
    stability->first_budget = network->budget_count;
    stability->budget_count = bands != NULL ? count : 0;
    for (uint32_t i = 0; i < stability->budget_count; i++) {
        struct bw_view entry = bw_view_ranked(view, "budgets", i);
        struct bw_budget *budget = &network->budgets[network->budget_count++];
        bands[i].low_c =
            bw_view_has(&entry, "from") ? bw_view_number(&entry, "from") : -INFINITY;
        bands[i].high_c =
            bw_view_has(&entry, "to") ? bw_view_number(&entry, "to") : INFINITY;
        budget->item = (bw_index)(item - network->items);
        budget->limit = bw_view_duration(&entry, "limit");
        budget->single = bw_view_integer(&entry, "use") == 1;
        budget->on_use = bw_view_reference(&entry, "on_use", transitions);
        check_band(build, entry.path, &bands[i], ranges);
    }
    check_gaps(build, view, stability, ranges);
}

/* Frost can only be told from cold where goods are kept above it. */
static void check_frost(struct bw_build *build, const struct bw_view *freeze,
    double below_c, const struct ranges *ranges)
{
    bool good = ranges->count == 0;
    for (uint32_t i = 0; i < ranges->count; i++) {
        good = good || ranges->classes[i]->low_c >= below_c;
    }
    if (!good) {
        bw_build_fail(build, bw_view_path(freeze, "below"),
            "expected at most the lower end of the label range, %g, found %g",
            ranges->classes[0]->low_c, below_c);
    }
}

void bw_build_stability(
    struct bw_build *build, const struct bw_view *view, struct bw_item *item)
{
    struct bw_view own = bw_view_child(view, "stability");
    struct bw_view freeze = bw_view_child(&own, "freeze_sensitive");
    struct bw_stability *stability;
    struct ranges ranges = {.count = 0};
    if (own.node == NULL) {
        return;
    }
    stability = bw_build_allocate(build, 1, sizeof *stability);
    if (stability == NULL) {
        return;
    }
    item->stability = stability;
    if (item->storage_class != BW_NONE) {
        ranges.classes[ranges.count++] = &build->network->classes[item->storage_class];
    } else if (!bw_view_has(view, "storage")) {
        bw_build_fail(build, view->path,
            "missing key \"storage\", since stability counts from its label range");
    }
    stability->activation_k = bw_view_number(&own, "activation_energy") / GAS_CONSTANT;
    stability->mkt_limit_c =
        bw_view_has(&own, "mkt_limit") ? bw_view_number(&own, "mkt_limit") : INFINITY;
    stability->frozen_below_c = -INFINITY;
    build_transitions(build, &own, stability, &ranges);
    build_budgets(build, &own, item, stability, &ranges);
    if (bw_view_has(&own, "freeze_sensitive")) {
        stability->frozen_below_c = bw_view_number(&freeze, "below");
        check_frost(build, &freeze, stability->frozen_below_c, &ranges);
    }
}

uint32_t bw_build_count_budgets(const struct bw_view *root)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < bw_view_count(root, "items"); i++) {
        struct bw_view item = bw_view_ranked(root, "items", i);
        struct bw_view own = bw_view_child(&item, "stability");
        count += bw_view_count(&own, "budgets");
    }
    return count;
}

void bw_build_labels(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    bool changes = bw_view_has(&root, "changes");
    bw_index budget = 0;
    for (uint32_t i = 0; i < network->item_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "items", i);
        struct bw_view stability = bw_view_child(&view, "stability");
        uint32_t count = bw_view_count(&stability, "budgets");
        network->items[i].life =
            changes ? bw_view_parameter(&view, "shelf_life", 0) : BW_NONE;
        for (uint32_t k = 0; k < count; k++, budget++) {
            struct bw_view entry = bw_view_ranked(&stability, "budgets", k);
            network->budgets[budget].limit_slot = changes
                ? bw_view_parameter(&entry, "limit", network->budgets[budget].element)
                : BW_NONE;
        }
    }
}
