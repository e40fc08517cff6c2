/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in lanes, with those who resolve what goes wrong on them.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <stdlib.h>
#include <string.h>

bw_index bw_build_resource_of(struct bw_build *build, const char *path,
    const char *name, bw_index site, const char *where)
{
    const char *dot = strchr(name, '.');
    const struct bw_node *node = NULL;
    if (dot != NULL) {
        char id[BW_ID_LENGTH_LIMIT + 1];
        size_t length = (size_t)(dot - name);
        BW_ASSERT(length < sizeof id);
        memcpy(id, name, length);
        id[length] = '\0';
        site = bw_view_resolve(build, path, id, "sites", build->sites);
        name = dot + 1;
        if (site == BW_NONE) {
            return BW_NONE;
        }
    }
    if (site == BW_NONE) {
        if (where != NULL) {
            bw_build_fail(build, path, "expected SITE.RESOURCE, since %s, found \"%s\"",
                where, name);
        }
        return BW_NONE;
    }
    node = bw_node_get(bw_node_sorted(build->sites, site)->value, "resources");
    struct bw_text what;
    bw_text_init(&what);
    bw_text_format(&what, "the resources of %s", build->network->sites[site].name);
    bw_index rank = bw_view_resolve(build, path, name, bw_text_get(&what), node);
    bw_text_release(&what);
    return rank == BW_NONE ? BW_NONE : build->first[site].resource + rank;
}

void bw_build_resolver(struct bw_build *build, const struct bw_view *view,
    const struct bw_place *place, struct bw_resolver *resolver)
{
    *resolver = (struct bw_resolver){.resource = BW_NONE, .element = place->element};
    if (view->node == NULL) {
        return;
    }
    const char *name = bw_view_text(view, "resource");
    if (name != NULL) {
        resolver->resource =
            bw_build_resource_of(build, bw_build_path(build, view->path, "resource"),
                name, place->site, place->where);
    }
    if (resolver->resource != BW_NONE) {
        resolver->element = build->network->resources[resolver->resource].element;
    }
    resolver->time = bw_view_sampler(view, "time");
    resolver->reject_share = bw_view_number(view, "reject");
    resolver->reject.present = resolver->reject_share > 0.0;
    resolver->reject.stream = bw_build_stream(build, view->path, "reject");
    if (place->purpose != NULL) {
        const char *time = bw_build_path(build, view->path, "time");
        const char *reject = bw_build_path(build, view->path, "reject");
        resolver->time.stream = bw_build_stream(build, time, place->purpose);
        resolver->reject.stream = bw_build_stream(build, reject, place->purpose);
    }
}

/* A ledger that finds mismatches needs somebody who resolves them. */
void bw_build_need_resolver(
    struct bw_build *build, const struct bw_view *view, bw_index ledger)
{
    if (ledger == BW_NONE || bw_view_has(view, "resolver")) {
        return;
    }
    const struct bw_ledger *l = &build->network->ledgers[ledger];
    const struct bw_parameter *mismatch = bw_vector_at(&build->parameters, l->mismatch);
    if (mismatch->initial > 0.0 || l->eov.conflicts.present) {
        bw_build_fail(build, view->path,
            "missing key \"resolver\", since %s finds mismatches",
            build->network->elements[l->element].path);
    }
}

/* True when somebody may look at goods of the lane. */
static bool is_checked(const struct bw_view *view)
{
    static const char *const keys[] = {"ambient", "legs", "excursions", "verify",
        "resolver", "disposition", "loggers", "incoming_test", "data", "damage",
        "repack"};
    bool has = false;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        has = has || bw_view_has(view, keys[i]);
    }
    return has;
}

/* Goods that keep their packaging need some whose state is known. */
static void check_repack(
    struct bw_build *build, const struct bw_view *view, const struct bw_lane *lane)
{
    const struct bw_network *network = build->network;
    const char *path = bw_build_path(build, view->path, "repack");
    bool comes = false;
    if (lane->checks == NULL || !lane->checks->carries) {
        return;
    }
    if (lane->packaging == BW_NONE) {
        bw_build_fail(build, view->path,
            "missing key \"packaging\", since goods are to keep theirs");
        return;
    }
    if (network->packagings[lane->packaging].statistical != NULL) {
        bw_build_fail(
            build, path, "rates know no state of the packaging that goods could keep");
        return;
    }
    for (bw_index i = 0; i < network->lane_count && lane->from != BW_NONE; i++) {
        comes = comes
            || (network->lanes[i].to == lane->from
                && network->lanes[i].packaging == lane->packaging);
    }
    if (!comes && !build->has_broken_lane) {
        bw_build_warn(build, path,
            "has no effect: no lane with this packaging ends where this one begins");
    }
}

static void check_disposition(
    struct bw_build *build, const struct bw_view *view, const struct bw_lane *lane)
{
    const struct bw_lane_checks *checks = lane->checks;
    if (checks == NULL) {
        return;
    }
    bool surrounded = checks->ambient.present || checks->legs != NULL;
    bool warms = lane->packaging != BW_NONE && surrounded;
    if (lane->packaging != BW_NONE) {
        const struct bw_packaging *packaging =
            &build->network->packagings[lane->packaging];
        warms = packaging->statistical == NULL ? warms
                                               : packaging->statistical->review > 0.0;
    }
    if ((warms || checks->excursion_share > 0.0) && !bw_view_has(view, "disposition")) {
        bw_build_fail(build, view->path,
            "missing key \"disposition\", since shipments can be out of range");
    }
}

void bw_build_checks(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    if (!is_checked(view) && !bw_build_is_packed(build, lane)) {
        return;
    }
    struct bw_lane_checks *checks = bw_build_allocate(build, 1, sizeof *checks);
    if (checks == NULL) {
        return;
    }
    lane->checks = checks;
    checks->ambient = bw_view_sampler(view, "ambient");
    checks->packing = bw_build_packing(build, lane);
    checks->legs = bw_build_legs(build, view, lane);
    checks->excursion_share = bw_view_number(view, "excursions");
    checks->excursion_stream = bw_build_stream(build, view->path, "excursions");
    checks->damage = bw_view_number(view, "damage");
    checks->damage_stream = bw_build_stream(build, view->path, "damage");
    struct bw_view verify = bw_view_child(view, "verify");
    struct bw_view resolver = bw_view_child(view, "resolver");
    struct bw_view disposition = bw_view_child(view, "disposition");
    struct bw_view incoming = bw_view_child(view, "incoming_test");
    const struct bw_resolver nobody = {.resource = BW_NONE, .element = lane->element};
    struct bw_place from = {lane->from, lane->element, "ship", NULL};
    struct bw_place to = {lane->to, lane->element, "receive", NULL};
    checks->data = bw_build_data(build, view, lane->element);
    bw_build_verification(build, &verify, "ship", &checks->ship);
    bw_build_verification(build, &verify, "receive", &checks->receive);
    bool to_customers = lane->to == BW_NONE;
    to.where = to_customers ? "the lane ends at customers" : NULL;
    /* A resolver that only works where goods leave needs no place where they arrive.
     * What is written counts, so that a wrong id gives no second error. */
    bool receives = bw_view_has(&verify, "receive");
    if (bw_view_has(&verify, "ship") || verify.node == NULL) {
        bw_build_resolver(build, &resolver, &from, &checks->ship_resolver);
        bw_build_cases(build, &resolver, "ship", &checks->ship_resolver);
    } else {
        checks->ship_resolver = nobody;
    }
    if (receives) {
        bw_build_resolver(build, &resolver, &to, &checks->receive_resolver);
        bw_build_cases(build, &resolver, "receive", &checks->receive_resolver);
    } else {
        checks->receive_resolver = nobody;
    }
    bw_build_need_resolver(build, view, checks->ship.ledger);
    if (checks->receive.ledger != checks->ship.ledger) {
        bw_build_need_resolver(build, view, checks->receive.ledger);
    }
    to.purpose = NULL;
    bw_build_disposition(build, &disposition, &to, &checks->disposition);
    checks->loggers = bw_build_loggers(build, view);
    bw_build_resolver(build, &incoming, &to, &checks->incoming);
    checks->tests_incoming = bw_view_has(view, "incoming_test");
    checks->carries = bw_view_integer(view, "repack") == 0;
    check_disposition(build, view, lane);
}

/* A figure of a lane: its fixed part and what the distance adds. */
static double with_distance(const struct bw_view *view, const struct bw_view *figures,
    const char *fixed, const char *per_km)
{
    if (bw_view_has(figures, per_km) && !bw_view_has(view, "distance")) {
        bw_build_fail(view->build, view->path,
            "missing key \"distance\", since %s is given", per_km);
    }
    return bw_view_number(figures, fixed)
        + bw_view_number(figures, per_km) * bw_view_number(view, "distance");
}

/* The keys that a lane with one end has, and one with stops has not. */
static void check_form(struct bw_build *build, const struct bw_view *view, bool is_tour)
{
    static const char *const keys[] = {"to", "transit", "customs"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        bool has = bw_view_has(view, keys[i]);
        if (is_tour && has) {
            bw_build_fail(build, bw_build_path(build, view->path, keys[i]),
                "a lane with stops has no \"%s\"", keys[i]);
        } else if (!is_tour && !has && i < 2
            && !(i == 1 && bw_build_has_leg_times(view))) {
            bw_build_fail(build, view->path, "missing key \"%s\"", keys[i]);
        }
    }
    if (!is_tour && bw_view_has(view, "allocate")) {
        bw_build_fail(build, bw_build_path(build, view->path, "allocate"),
            "only a lane with stops has this");
    }
}

static void build_end(
    struct bw_build *build, const struct bw_view *view, struct bw_lane *lane)
{
    const char *to = bw_view_text(view, "to");
    bool to_customers = to != NULL && strcmp(to, "customers") == 0;
    lane->to = to_customers ? BW_NONE : bw_view_reference(view, "to", build->sites);
    build->has_broken_lane =
        build->has_broken_lane || (lane->to == BW_NONE && !to_customers);
}

/* first_stop is where the lanes of its stops stand, when it is a tour. */
static void build_lane(struct bw_build *build, const struct bw_view *view,
    bw_index index, bw_index first_stop)
{
    struct bw_lane *lane = &build->network->lanes[index];
    struct bw_view cost = bw_view_child(view, "cost");
    struct bw_view co2 = bw_view_child(view, "co2");
    bool is_tour = bw_view_has(view, "stops");
    check_form(build, view, is_tour);
    lane->from = bw_view_reference(view, "from", build->sites);
    lane->to = BW_NONE;
    if (!is_tour) {
        build_end(build, view, lane);
    }
    build->has_broken_lane = build->has_broken_lane || lane->from == BW_NONE;
    lane->transit = bw_view_sampler(view, "transit");
    lane->remaining_life = bw_view_duration(view, "remaining_shelf_life");
    build->network->lanes_limit_life |= lane->remaining_life > 0;
    bw_build_passage(build, view, lane);
    bw_build_vehicles(build, view, lane);
    lane->packaging = bw_view_reference(view, "packaging", build->packagings);
    lane->capital = bw_view_number(&cost, "capital");
    if (is_tour) {
        bw_build_tour(build, view, index, first_stop);
        return;
    }
    lane->cost_shipment = with_distance(view, &cost, "shipment", "km");
    lane->cost_unit = with_distance(view, &cost, "unit", "unit_km");
    lane->co2_shipment = with_distance(view, &co2, "shipment", "km");
    lane->co2_unit = with_distance(view, &co2, "unit", "unit_km");
    bw_build_checks(build, view, lane);
    bw_build_note_ends(build, index);
    if (lane->from != BW_NONE && lane->from == lane->to) {
        bw_build_fail(build, view->path, "the lane ends where it begins");
    }
}

static int compare_ends(const void *a, const void *b)
{
    const struct bw_lane_ends *left = a;
    const struct bw_lane_ends *right = b;
    if (left->from != right->from) {
        return left->from < right->from ? -1 : 1;
    }
    if (left->to != right->to) {
        return left->to < right->to ? -1 : 1;
    }
    return left->lane < right->lane ? -1 : left->lane > right->lane;
}

void bw_build_note_ends(struct bw_build *build, bw_index lane)
{
    const struct bw_lane *l = &build->network->lanes[lane];
    build->ends[build->end_count++] = (struct bw_lane_ends){l->from, l->to, lane};
}

void bw_build_lanes(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    build->ends =
        bw_arena_allocate(&build->scratch, network->lane_count, sizeof *build->ends);
    if (build->ends == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    bw_index first_stop = build->written_lanes;
    for (uint32_t i = 0; i < build->written_lanes; i++) {
        bw_build_forget_paths(build);
        struct bw_view view = bw_view_ranked(&root, "lanes", i);
        build_lane(build, &view, i, first_stop);
        first_stop += bw_view_count(&view, "stops");
    }
    for (uint32_t i = 0; i < build->written_lanes; i++) {
        bw_build_forget_paths(build);
        struct bw_view view = bw_view_ranked(&root, "lanes", i);
        /* The goods of a tour are those of its stops, which are all alike. */
        const struct bw_lane *lane = network->lanes[i].tour != NULL
            ? &network->lanes[network->lanes[i].tour->first_stop]
            : &network->lanes[i];
        bw_build_check_surroundings(build, &view, lane);
        if (bw_view_has(&view, "repack")) {
            check_repack(build, &view, lane);
        }
    }
    if (build->end_count > 0) {
        qsort(build->ends, build->end_count, sizeof *build->ends, compare_ends);
    }
}

uint32_t bw_build_lanes_between(const struct bw_build *build, bw_index from,
    bw_index to, const struct bw_lane_ends **first)
{
    uint32_t low = 0;
    uint32_t high = build->end_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct bw_lane_ends *ends = &build->ends[middle];
        bool before = ends->from < from || (ends->from == from && ends->to < to);
        if (before) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    uint32_t count = 0;
    while (low + count < build->end_count && build->ends[low + count].from == from
        && build->ends[low + count].to == to) {
        count++;
    }
    *first = &build->ends[low];
    return count;
}
