/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in routes: the lanes by which goods get from one place to another.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <stdio.h>

/* Where goods are to go, and whether no lane is needed for that. */
struct journey {
    bw_index from, to; /* to BW_NONE = customers */
    bool direct;
};

static void add_leg(struct bw_build *build, bw_index lane, bw_index *count)
{
    struct bw_leg *leg = NULL;
    if (bw_vector_push(&build->legs, &leg) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *leg = (struct bw_leg){.lane = lane};
    (*count)++;
}

static const char *site_name(const struct bw_build *build, bw_index site)
{
    return site == BW_NONE ? "the customers" : build->network->sites[site].name;
}

/* Adds what was read as legs of one route to the routing. */
static void add_way(
    struct bw_build *build, struct bw_routing *routing, bw_index count, double up_to)
{
    struct bw_way *way = NULL;
    if (count == 0) {
        return;
    }
    struct bw_leg *last = bw_vector_at(&build->legs, build->legs.count - 1);
    last->last = true;
    if (bw_vector_push(&build->ways, &way) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *way = (struct bw_way){(bw_index)build->legs.count - count, count, up_to};
    routing->leg_count += count;
    routing->way_count++;
}

/* Where a lane begins that is written in a list, BW_NONE when it is no lane. */
static bw_index start_of(const struct bw_build *build, const struct bw_node *node)
{
    bool named = node->kind == BW_NODE_SCALAR;
    uint32_t lane = named ? bw_node_rank(build->lanes, node->text) : UINT32_MAX;
    return lane == UINT32_MAX ? BW_NONE : build->network->lanes[lane].from;
}

/* The lanes written under "by": each begins where the one before ends. */
static void read_legs(struct bw_build *build, const struct bw_view *view, bw_index from,
    bw_index to, bw_index *leg_count)
{
    const struct bw_node *by = bw_view_node(view, "by");
    const char *path = bw_build_path(build, view->path, "by");
    bool is_list = by->kind == BW_NODE_LIST;
    uint32_t count = is_list ? by->count : 1;
    bw_index here = from;
    if (count > BW_LEG_LIMIT) {
        bw_build_fail(
            build, path, "expected at most %u lanes, found %u", BW_LEG_LIMIT, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct bw_node *node = is_list ? by->entries[i].value : by;
        char number[16];
        (void)snprintf(number, sizeof number, "%u", i);
        const char *place = is_list ? bw_build_path(build, path, number) : path;
        if (node->kind != BW_NODE_SCALAR || !bw_schema_is_id(node->text)) {
            return; /* the schema check has said so */
        }
        bw_index lane =
            bw_view_resolve(build, place, node->text, "lanes", build->lanes);
        if (lane == BW_NONE) {
            return;
        }
        const struct bw_lane *l = &build->network->lanes[lane];
        if (l->from == BW_NONE) {
            return; /* an error of the lane */
        }
        if (here == BW_NONE || l->from != here) {
            bw_build_fail(build, place, "expected a lane from %s, found one from %s",
                site_name(build, here), site_name(build, l->from));
            return;
        }
        if (l->tour != NULL) {
            bw_index end =
                i + 1 < count ? start_of(build, by->entries[i + 1].value) : to;
            bw_index stop = bw_build_stop_at(build, lane, end);
            if (stop == BW_NONE) {
                bw_build_fail(build, place, "expected a lane with a stop at %s",
                    site_name(build, end));
                return;
            }
            lane = stop;
        }
        add_leg(build, lane, leg_count);
        here = build->network->lanes[lane].to;
    }
    if (here != to) {
        bw_build_fail(build, path, "expected lanes that end at %s, found an end at %s",
            site_name(build, to), site_name(build, here));
    }
}

/* Says that lanes may be combined where the goods could change lanes on the way. */
static void fail_no_lane(
    struct bw_build *build, const struct bw_view *view, bw_index from, bw_index to)
{
    const struct bw_network *network = build->network;
    const char *start = site_name(build, from);
    const char *end = site_name(build, to);
    bool leaves = false;
    bool arrives = false;
    for (uint32_t i = 0; i < network->lane_count; i++) {
        leaves = leaves || network->lanes[i].from == from;
        arrives = arrives || network->lanes[i].to == to;
    }
    bw_build_fail(build, view->path,
        "no lane leads from %s to %s; add one under lanes, such as {from: %s, to: %s, "
        "transit: 2 d}%s",
        start, end, start, end, leaves && arrives ? ", or name several in \"by\"" : "");
}

/* The lanes that join two sites: one, or several where a rule chooses. */
static void find_lanes(struct bw_build *build, const struct bw_view *view,
    const struct journey *journey, struct bw_routing *routing)
{
    const struct bw_lane_ends *ends = NULL;
    bw_index from = journey->from;
    bw_index to = journey->to;
    uint32_t count = bw_build_lanes_between(build, from, to, &ends);
    bool chooses = bw_view_has(view, "route") && count <= BW_WAY_LIMIT;
    if (count == 0 && !journey->direct && !build->has_broken_lane) {
        fail_no_lane(build, view, from, to);
    } else if (count <= 1 || chooses) {
        for (uint32_t i = 0; i < count; i++) {
            bw_index legs = 0;
            add_leg(build, ends[i].lane, &legs);
            add_way(build, routing, legs, INFINITY);
        }
    } else {
        struct bw_text names;
        bw_text_init(&names);
        for (uint32_t i = 0; i < count; i++) {
            const struct bw_tour *tour = build->network->lanes[ends[i].lane].tour;
            const struct bw_entry *lane =
                bw_node_sorted(build->lanes, tour == NULL ? ends[i].lane : tour->head);
            bw_text_format(&names, "%s%s", i > 0 ? ", " : "", lane->key);
        }
        bw_build_fail(build, view->path,
            "several lanes lead from %s to %s: %s; name one in \"by\", or say in "
            "\"route\" how to choose",
            site_name(build, from), site_name(build, to), bw_text_get(&names));
        bw_text_release(&names);
    }
}

/* The routes that are written one by one. */
static void read_routes(struct bw_build *build, const struct bw_view *view,
    const struct journey *journey, struct bw_routing *routing)
{
    const char *path = bw_build_path(build, view->path, "routes");
    uint32_t count = bw_view_count(view, "routes");
    if (bw_view_has(view, "by")) {
        bw_build_fail(build, path, "expected either \"by\" or \"routes\"");
        return;
    }
    if (!bw_view_has(view, "route")) {
        bw_build_fail(build, view->path,
            "missing key \"route\", since there are routes to choose from");
        return;
    }
    if (count == 0 || count > BW_WAY_LIMIT) {
        bw_build_fail(
            build, path, "expected 1 to %u routes, found %u", BW_WAY_LIMIT, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct bw_view route = bw_view_written(view, "routes", i);
        bw_index legs = 0;
        if (bw_view_has(&route, "by")) {
            read_legs(build, &route, journey->from, journey->to, &legs);
            add_way(build, routing, legs, bw_view_number(&route, "up_to"));
        }
    }
}

/* Says what a rule misses. */
static void check_rule(struct bw_build *build, const struct bw_view *view,
    const struct bw_routing *routing)
{
    const char *path = bw_build_path(build, view->path, "route");
    if (routing->rule == BW_WAY_BY_SIZE && !bw_view_has(view, "routes")) {
        bw_build_fail(build, path,
            "by_size needs routes, each but the last with the largest order for it, "
            "\"up_to\"");
    } else if (routing->way_count == 1) {
        bw_build_warn(build, path, "there is one route, and nothing to choose");
    }
}

struct bw_routing bw_build_lane_routing(
    struct bw_build *build, bw_index from, bw_index to, enum bw_way_rule rule)
{
    const struct bw_lane_ends *ends = NULL;
    uint32_t count = bw_build_lanes_between(build, from, to, &ends);
    struct bw_routing routing = {.first_leg = (bw_index)build->legs.count,
        .first_way = (bw_index)build->ways.count,
        .rule = rule};
    for (uint32_t i = 0; i < count && i < BW_WAY_LIMIT; i++) {
        bw_index legs = 0;
        add_leg(build, ends[i].lane, &legs);
        add_way(build, &routing, legs, INFINITY);
    }
    return routing;
}

void bw_build_refuse_routes(
    struct bw_build *build, const struct bw_view *view, const char *why)
{
    static const char *const keys[] = {"by", "routes", "route"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (bw_view_has(view, keys[i])) {
            bw_build_fail(build, bw_build_path(build, view->path, keys[i]), "%s", why);
        }
    }
}

struct bw_routing bw_build_routing(struct bw_build *build, const struct bw_view *view,
    bw_index from, bw_index to, bool direct)
{
    const struct journey journey = {from, to, direct};
    struct bw_routing routing = {.first_leg = (bw_index)build->legs.count,
        .first_way = (bw_index)build->ways.count};
    bool chooses = bw_view_has(view, "route");
    if (from == to) {
        bw_build_refuse_routes(build, view, "no lane is needed at one site");
        return routing;
    }
    if (bw_view_has(view, "routes")) {
        read_routes(build, view, &journey, &routing);
    } else if (bw_view_has(view, "by")) {
        bw_index legs = 0;
        read_legs(build, view, from, to, &legs);
        add_way(build, &routing, legs, INFINITY);
    } else if (to != BW_NONE || chooses) {
        find_lanes(build, view, &journey, &routing);
    }
    if (chooses) {
        routing.rule = (enum bw_way_rule)bw_view_integer(view, "route");
        check_rule(build, view, &routing);
    }
    return routing;
}
