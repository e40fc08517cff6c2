/* SPDX-License-Identifier: Apache-2.0
 *
 * Checks of how goods move: hubs that could wait for each other, goods that could stand
 * for ever in a hub of finite room, items without the measure that a vehicle or hub
 * limits, lanes that want fresher goods than there are, fleets without vehicles and
 * docks without doors.
 */
#include "scenario/feasibility.h"

#include "base/time.h"

#include <math.h>
#include <stdlib.h>

/* An item that travels on a lane, or passes a hub, and something that is amiss there.
 */
enum amiss {
    AMISS_LOAD, /* from here on: a measure is limited that the item lacks */
    AMISS_LIFE = BW_LOAD_COUNT, /* it never keeps so long as the lane wants */
    AMISS_ONLY_WAY              /* the same, and there is no other */
};
struct misfit {
    bw_index element, item;
    unsigned amiss;
};

/* A hub whose goods may wait for vehicles that stand before another. */
struct wait {
    bw_index from, to;
};

struct transport {
    struct bw_build *build;
    const struct bw_network *network;
    bool *passes_on; /* per lane: goods come to its origin by another lane */
    bool *by_fleet;  /* per fleet: goods that pass a hub leave with it */
    struct bw_vector misfits, waits;
};

static const char *path_of(const struct bw_network *network, bw_index element)
{
    return network->elements[element].path;
}

/* The hub of finite room at a site, BW_NONE = none. */
static bw_index limited_hub(const struct bw_network *network, bw_index site)
{
    bw_index hub = site == BW_NONE ? BW_NONE : network->sites[site].hub;
    return hub != BW_NONE && network->hubs[hub].is_limited ? hub : BW_NONE;
}

static bool is_limited(const struct bw_network *network, bw_index slot)
{
    return slot != BW_NONE && !isinf(network->parameters[slot].initial);
}

static void note_misfit(
    struct transport *t, bw_index element, const struct bw_item *item, unsigned amiss)
{
    struct misfit *added = NULL;
    if (bw_vector_push(&t->misfits, &added) != BW_OK) {
        t->build->status = BW_ERR_NOMEM;
        return;
    }
    *added = (struct misfit){element, (bw_index)(item - t->network->items), amiss};
}

/* Notes the measures that an item lacks where they are limited. */
static void note_item(struct transport *t, bw_index element, const bw_index *capacity,
    const struct bw_item *item)
{
    for (unsigned i = 0; i < BW_LOAD_COUNT; i++) {
        if (is_limited(t->network, capacity[i]) && !(item->load[i] > 0.0)) {
            note_misfit(t, element, item, AMISS_LOAD + i);
        }
    }
}

/* Follows all ways by which an item goes. */
static void note_routing(
    struct transport *t, const struct bw_routing *routing, bw_index item)
{
    const struct bw_network *network = t->network;
    for (uint32_t i = 0; i < routing->leg_count; i++) {
        const struct bw_leg *leg = &network->legs[routing->first_leg + i];
        const struct bw_lane *lane = &network->lanes[leg->lane];
        bool first = i == 0 || leg[-1].last;
        bw_index hub = first ? BW_NONE : limited_hub(network, lane->from);
        bw_index head = lane->tour == NULL ? leg->lane : lane->tour->head;
        note_item(
            t, network->lanes[head].element, lane->capacity, &network->items[item]);
        t->passes_on[head] = t->passes_on[head] || !first;
        if (lane->remaining_life > network->items[item].shelf_life) {
            note_misfit(t, network->lanes[head].element, &network->items[item],
                routing->way_count > 1 ? AMISS_LIFE : AMISS_ONLY_WAY);
        }
        if (hub == BW_NONE) {
            continue;
        }
        note_item(t, network->hubs[hub].element, network->hubs[hub].capacity,
            &network->items[item]);
        if (lane->fleet != BW_NONE) {
            t->by_fleet[lane->fleet] = true;
        }
    }
}

static void follow_goods(struct transport *t)
{
    const struct bw_network *network = t->network;
    for (uint32_t i = 0; i < network->demand_count; i++) {
        note_routing(t, &network->demands[i].routing, network->demands[i].item);
    }
    for (uint32_t i = 0; i < network->stock_count; i++) {
        const struct bw_stock *stock = &network->stocks[i];
        for (uint32_t k = 0; k < stock->source_count; k++) {
            note_routing(
                t, &network->sources[stock->first_source + k].routing, stock->item);
        }
    }
}

static int compare_misfits(const void *a, const void *b)
{
    const struct misfit *left = a;
    const struct misfit *right = b;
    if (left->element != right->element) {
        return left->element < right->element ? -1 : 1;
    }
    if (left->item != right->item) {
        return left->item < right->item ? -1 : 1;
    }
    return left->amiss < right->amiss ? -1 : left->amiss > right->amiss;
}

static void report(struct transport *t, const struct misfit *misfit)
{
    static const struct {
        const char *limit, *key;
    } measures[BW_LOAD_COUNT] = {
        [BW_LOAD_UNITS] = {"units", "unit"},
        [BW_LOAD_VOLUME] = {"volume", "volume"},
        [BW_LOAD_WEIGHT] = {"weight", "weight"},
        [BW_LOAD_PALLETS] = {"pallets", "per_pallet"},
    };
    const char *path = path_of(t->network, misfit->element);
    const struct bw_item *item = &t->network->items[misfit->item];
    char life[32];
    if (misfit->amiss < AMISS_LIFE) {
        bw_build_warn(t->build, path,
            "its capacity limits %s, and %s goes there without \"%s\": it takes no "
            "room",
            measures[misfit->amiss].limit, item->name, measures[misfit->amiss].key);
        return;
    }
    (void)bw_time_write(item->shelf_life, life, sizeof life);
    if (misfit->amiss == AMISS_LIFE) {
        bw_build_warn(t->build, path,
            "%s never goes this way: its shelf life is %s, less than "
            "remaining_shelf_life",
            item->name, life);
    } else {
        bw_build_fail(t->build, path,
            "expected a remaining_shelf_life of at most the shelf life of %s, %s",
            item->name, life);
    }
}

/* Each misfit once, however many stocks and customers it is one of. */
static void report_misfits(struct transport *t)
{
    struct misfit *all = t->misfits.items;
    size_t count = t->misfits.count;
    if (count > 0) {
        qsort(all, count, sizeof *all, compare_misfits);
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || compare_misfits(&all[i - 1], &all[i]) != 0) {
            report(t, &all[i]);
        }
    }
}

/* Goods that wait for a fuller vehicle in a hub that is full wait for ever. */
static void check_consolidation(struct transport *t)
{
    const struct bw_network *network = t->network;
    for (uint32_t i = 0; i < network->lane_count; i++) {
        const struct bw_lane *lane = &network->lanes[i];
        const struct bw_consolidation *rule = lane->consolidation;
        bw_index hub = limited_hub(network, lane->from);
        if (t->passes_on[i] && rule != NULL && hub != BW_NONE && rule->every == 0
            && isinf(network->parameters[rule->longest_wait].initial)) {
            bw_build_fail(t->build, path_of(network, lane->element),
                "goods that fill no vehicle would keep %s full for ever; every or "
                "longest_wait in \"consolidate\" ends that",
                path_of(network, network->hubs[hub].element));
        }
    }
}

/* Goods for which there is no vehicle, or no door, wait to the end of the run. */
static void check_absent(struct transport *t)
{
    const struct bw_network *network = t->network;
    for (uint32_t i = 0; i < network->fleet_count; i++) {
        const struct bw_fleet *fleet = &network->fleets[i];
        if (network->parameters[fleet->vehicles].initial < 1.0) {
            bw_build_warn(t->build, path_of(network, fleet->element),
                "it has no vehicle, so that goods for its lanes wait for ever");
        }
    }
    for (uint32_t i = 0; i < network->dock_count; i++) {
        const struct bw_dock *dock = &network->docks[i];
        if (network->parameters[dock->doors].initial < 1.0) {
            bw_build_warn(t->build, path_of(network, dock->element),
                "it has no door, so that %s wait for ever",
                dock->loads ? "vehicles" : "shipments");
        }
    }
}

/* Notes for each limited hub with a fleet before which others its vehicles may stand
 * while it is full of goods that wait for them. */
static void note_waits(struct transport *t)
{
    const struct bw_network *network = t->network;
    for (uint32_t i = 0; i < network->lane_count; i++) {
        const struct bw_lane *lane = &network->lanes[i];
        bw_index from = limited_hub(network, lane->from);
        bw_index to = limited_hub(network, lane->to);
        struct wait *wait = NULL;
        if (from == BW_NONE || to == BW_NONE || lane->fleet == BW_NONE
            || !t->by_fleet[lane->fleet]) {
            continue;
        }
        if (bw_vector_push(&t->waits, &wait) != BW_OK) {
            t->build->status = BW_ERR_NOMEM;
            return;
        }
        *wait = (struct wait){from, to};
    }
}

/* One of the hubs that are left for which a hub waits, BW_NONE = none. */
static bw_index next_of(const struct transport *t, const bool *left, bw_index hub)
{
    for (size_t i = 0; i < t->waits.count; i++) {
        const struct wait *wait = bw_vector_at(&t->waits, i);
        if (wait->from == hub && left[wait->to]) {
            return wait->to;
        }
    }
    return BW_NONE;
}

/* Takes out, again and again, the hubs that wait for none that is left; what remains
 * holds a circle. Returns one of these, BW_NONE when nothing remains. */
static bw_index take_out(const struct transport *t, bool *left)
{
    bw_index remaining = BW_NONE;
    for (bool changed = true; changed;) {
        changed = false;
        remaining = BW_NONE;
        for (bw_index hub = 0; hub < t->network->hub_count; hub++) {
            bool waits = left[hub] && next_of(t, left, hub) != BW_NONE;
            changed = changed || left[hub] != waits;
            left[hub] = waits;
            remaining = waits ? hub : remaining;
        }
    }
    return remaining;
}

/* Vehicles of one hub that stand before another, which is full of goods that wait for
 * vehicles that stand before the first. */
static void check_hub_circles(struct transport *t)
{
    const struct bw_network *network = t->network;
    bool *left =
        bw_arena_allocate(&t->build->scratch, network->hub_count, sizeof *left);
    if (left == NULL) {
        t->build->status = BW_ERR_NOMEM;
        return;
    }
    for (bw_index i = 0; i < network->hub_count; i++) {
        left[i] = network->hubs[i].is_limited;
    }
    bw_index hub = take_out(t, left);
    if (hub == BW_NONE) {
        return;
    }
    /* The hub may only lead to the circle: so many steps end on it. */
    for (bw_index i = 0; i < network->hub_count; i++) {
        hub = next_of(t, left, hub);
    }
    bw_index first = hub;
    struct bw_text names;
    bw_text_init(&names);
    do {
        bw_text_format(&names, "%s%s", hub != first ? ", " : "",
            network->sites[network->hubs[hub].site].name);
        hub = next_of(t, left, hub);
    } while (hub != first);
    bw_build_fail(t->build, path_of(network, network->hubs[hub].element),
        "full hubs could wait for each other for ever, as vehicles of each stand "
        "before "
        "the next: %s; give one of them unlimited room, or a lane between them no "
        "fleet",
        bw_text_get(&names));
    bw_text_release(&names);
}

void bw_feasibility_transport(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    struct transport t = {.build = build, .network = network};
    t.passes_on =
        bw_arena_allocate(&build->scratch, network->lane_count, sizeof *t.passes_on);
    t.by_fleet =
        bw_arena_allocate(&build->scratch, network->fleet_count, sizeof *t.by_fleet);
    if (t.passes_on == NULL || t.by_fleet == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    bw_vector_init(&t.misfits, sizeof(struct misfit));
    bw_vector_init(&t.waits, sizeof(struct wait));
    follow_goods(&t);
    note_waits(&t);
    report_misfits(&t);
    check_consolidation(&t);
    check_absent(&t);
    if (build->status == BW_OK) {
        check_hub_circles(&t);
    }
    bw_vector_release(&t.misfits);
    bw_vector_release(&t.waits);
}
